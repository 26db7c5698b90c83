"""Where the client offers the diagnosis besides its menu: a button of the tool bar, the folder list's context menu."""

from __future__ import annotations

from hand import Hand
from manners import PLUGIN_NAME
from middle import window_titled
from story import Patient, Story
from ward import Ward

ENTRY, ENTRY_KEY = "Diagnose account", "g"
TOOL = f"{PLUGIN_NAME}/{ENTRY}"  # as the client calls what plugins offer it
TOOL_BAR = {"toolbar_main.xml": f"""\
<?xml version="1.0" encoding="UTF-8" ?>
<toolbar>
\t<item file="mail_receive" text="Get Mail" action="A_RECEIVE_ALL"/>
\t<item file="mail_compose" text="{TOOL}" action="A_CLAWS_PLUGINS"/>
</toolbar>
"""}


def wait_examined(story: Story, patient: Patient) -> None:
    """The panel is open, with this account, and has been through an examination."""
    panel = story.wait_examined()
    chosen = story.desktop.find("combo box", "Account", within=panel).selected_child()
    assert chosen.name.startswith(f"{patient.name} "), chosen


# -- the tool bar ---------------------------------------------------------------------------------------------------

def is_offered(story: Story) -> bool:
    """Whether the client's page for its tool bar lists it among what plugins offer."""
    desktop = story.desktop
    desktop.activate_menu("Configuration", "Preferences")
    window = window_titled(story, "Preferences").window
    desktop.click(desktop.find("table cell", "Main Window", within=window))
    desktop.find("label", "Event executed on click", within=window)
    offered = bool(desktop.find_all("menu item", TOOL, within=window, showing=False))
    desktop.click("Cancel", within=window)
    desktop.wait_gone(window)
    return offered


def press_tool(story: Story) -> None:
    story.desktop.click(story.desktop.find("push button", TOOL, within=story.desktop.main_window()))


def tool_bar(story: Story, hand: Hand, ward: Ward, patient: Patient) -> None:
    """Offered while the module is there; a button made of it examines the current account, and does nothing after."""
    hand.load(ward.module)
    assert is_offered(story)
    press_tool(story)
    wait_examined(story, patient)
    hand.unload(PLUGIN_NAME)
    assert not is_offered(story)
    press_tool(story)
    story.close_windows()
    assert story.panel() is None and not story.children()


# -- the folder list -------------------------------------------------------------------------------------------------

def open_menu(story: Story, hand: Hand, patient: Patient) -> list[str]:
    """The context menu of the account's inbox, by its key."""
    story.desktop.session.raise_window(story.desktop.main_window().name)
    hand.choose_folder(f"#imap/{patient.name}/INBOX")
    story.desktop.press_key("Menu")
    return story.wait("the context menu", hand.folder_menu)


def close_menu(story: Story, hand: Hand) -> None:
    story.desktop.press_key("Escape")
    story.wait("the end of the context menu", lambda: not hand.folder_menu())


def folder_list(story: Story, hand: Hand, ward: Ward, patient: Patient) -> None:
    """An entry for the account of the folder, also in a menu that is open when the module goes."""
    hand.load(ward.module)
    for _ in range(2):
        assert ENTRY in open_menu(story, hand, patient)
        story.desktop.press_key(ENTRY_KEY)
        wait_examined(story, patient)
        story.close_panel()
        assert ENTRY in open_menu(story, hand, patient)
        hand.unload(PLUGIN_NAME)
        assert ENTRY not in hand.folder_menu()
        close_menu(story, hand)
        assert ENTRY not in open_menu(story, hand, patient)
        close_menu(story, hand)
        hand.load(ward.module)

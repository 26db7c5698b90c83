"""The module in the middle of something: an examination that does not end, a window that is open, accounts that change.

Each step leaves the client as it found it, with the module loaded.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import Callable, Iterator

from a11y import Element
from driver import Dialog
from hand import Hand
from lifetime import wait_for
from manners import HOST_WARNINGS, PLUGIN_NAME
from story import Patient, Story
from ward import Ward

# Instead of the program: one that takes what it is given and says nothing more.
ENDLESS = "cat >/dev/null; exec perl -e 'sleep 600' account-doctor"
ALLOWED_S = 15.0  # the module ends it by itself some seconds later
NEW_ACCOUNT = ("added", "Taro Lab", "added@lab.example", "", "mail.lab.example", "mail.lab.example", "added")


@contextmanager
def endless_examination(story: Story, ward: Ward, patient: Patient) -> Iterator[Callable[[], None]]:
    """An account is being examined; gives an assertion that it still is. Whoever comes back has seen to its end."""
    ward.use_program(ENDLESS)
    began = time.monotonic()

    def goes_on() -> None:
        assert story.children() or time.monotonic() > began + ALLOWED_S, "the examination ended with another's change"
    try:
        story.examine_by_menu(patient)
        story.wait("the child", story.children)
        yield goes_on
        wait_for("the end of the child", lambda: not story.children())
    finally:
        ward.use_program()


def cancel(story: Story) -> None:
    """End it, where it has not ended by itself because the machine is slow."""
    button = story.button("Cancel", story.panel())
    if button is not None:
        story.desktop.click(button)


def window_titled(story: Story, title: str) -> Dialog:
    desktop = story.desktop
    return desktop.wait_for(title, lambda: next(
        (each for each in desktop.dialogs() if each.title in desktop.names.of(title)), None))


# -- accounts -----------------------------------------------------------------------------------------------------

@contextmanager
def accounts_window(story: Story) -> Iterator[Element]:
    """The client's list of accounts, closed at the end."""
    story.desktop.activate_menu("Configuration", "Edit accounts")
    window = window_titled(story, "Edit accounts").window
    yield window
    story.desktop.click("Close", within=window)
    story.desktop.wait_gone(window)


def is_listed(story: Story, window: Element, name: str) -> bool:
    return bool(story.desktop.find_all("table cell", name, within=window))


def is_in_menu(story: Story, name: str) -> bool:
    """Whether Tools, Diagnose account has this account."""
    desktop = story.desktop
    menu = desktop.menu_entry(desktop.menu_entry(desktop.find(
        "menu bar", within=desktop.main_window()), "Tools"), "Diagnose account")
    return any(child.name == name for child in menu.children())


def texts_from_top(window: Element) -> list[Element]:
    return sorted((each for each in window.walk() if each.role == "text"), key=lambda each: each.extents[1])


def add_account(story: Story, accounts: Element) -> None:
    desktop = story.desktop
    desktop.click("New", within=accounts)
    editor = window_titled(story, "Preferences for new account").window
    for entry, text in zip(texts_from_top(editor), NEW_ACCOUNT):
        desktop.type_text(text, into=entry)
    desktop.click("OK", within=editor)
    desktop.wait_gone(editor)
    story.wait("the new account", lambda: is_listed(story, accounts, NEW_ACCOUNT[0]))


def rename_account(story: Story, accounts: Element, old: str, new: str) -> None:
    desktop = story.desktop
    desktop.click(desktop.find("table cell", old, within=accounts))
    desktop.click("Edit", within=accounts)
    editor = desktop.wait_for("the account", lambda: next(
        (each.window for each in desktop.dialogs() if old in each.title), None))
    desktop.type_text(new, into=texts_from_top(editor)[0])
    desktop.click("OK", within=editor)
    desktop.wait_gone(editor)
    story.wait("the new name", lambda: is_listed(story, accounts, new))


def delete_account(story: Story, accounts: Element, name: str) -> None:
    desktop = story.desktop
    desktop.click(desktop.find("table cell", name, within=accounts))
    desktop.click("Delete", within=accounts)
    question = desktop.wait_for("the question", lambda: next(
        (each.window for each in desktop.dialogs() if each.modal and each.window != accounts), None))
    desktop.click("Delete", within=question)
    story.wait("the end of the account", lambda: not is_listed(story, accounts, name))


def account_is_added(story: Story, ward: Ward, patient: Patient) -> None:
    """The menu has it at once; the examination of another goes on, and is cancelled."""
    with endless_examination(story, ward, patient) as goes_on:
        with accounts_window(story) as accounts:
            add_account(story, accounts)
        story.wait("the menu", lambda: is_in_menu(story, NEW_ACCOUNT[0]))
        goes_on()
        cancel(story)


def account_is_renamed(story: Story, ward: Ward, patient: Patient, name: str) -> None:
    """Menu and panel have the new name, and the examination goes on."""
    with endless_examination(story, ward, patient) as goes_on:
        with accounts_window(story) as accounts:
            rename_account(story, accounts, patient.name, name)
        story.wait("the menu", lambda: is_in_menu(story, name) and not is_in_menu(story, patient.name))
        story.wait("the name", lambda: any(
            name in each.name for each in story.panel().walk(showing=False)))
        goes_on()
        cancel(story)


def account_is_deleted(story: Story, ward: Ward, patient: Patient) -> None:
    """The examination ends with its account, and the panel shows all others."""
    with endless_examination(story, ward, patient):
        with accounts_window(story) as accounts:
            delete_account(story, accounts, patient.name)
        story.wait("the menu", lambda: not is_in_menu(story, patient.name))
        story.wait("the other accounts", lambda: story.button("Examine All", story.panel()))
    story.close_panel()


# -- unloaded -------------------------------------------------------------------------------------------------------

def load_again(story: Story, hand: Hand, ward: Ward) -> None:
    hand.load(ward.module)
    assert story.panel() is None and story.strip() is None


def unloaded_while_examining(story: Story, hand: Hand, ward: Ward, patient: Patient) -> None:
    with endless_examination(story, ward, patient):
        hand.unload(PLUGIN_NAME)
    assert story.panel() is None
    load_again(story, hand, ward)


def unloaded_under_question(story: Story, hand: Hand, ward: Ward, patient: Patient) -> None:
    """The client's question about a certificate stays, without our words, and can be answered."""
    desktop = story.desktop
    hand.receive(patient)
    question = desktop.wait_dialog("other-name", timeout=20.0).window
    row = desktop.find("alert", within=question, timeout=20.0)
    hand.unload(PLUGIN_NAME)
    desktop.wait_gone(row)
    assert question.has("showing"), "the question went as well"
    wait_for("the end of the child", lambda: not story.children())
    story.close_windows()
    load_again(story, hand, ward)


def unloaded_with_window(story: Story, hand: Hand, ward: Ward, patient: Patient, entry: str, title: str) -> None:
    """A window that the panel's menu has opened goes with the module."""
    desktop = story.desktop
    story.examine_by_menu(patient)
    panel = story.wait_examined()
    desktop.click(desktop.find("toggle button", "More for this account", within=panel))
    desktop.find("menu item", entry).act()
    window = window_titled(story, title).window
    hand.unload(PLUGIN_NAME)
    desktop.wait_gone(window)
    load_again(story, hand, ward)


def unloaded_under_preferences(story: Story, hand: Hand, ward: Ward) -> None:
    """The client's preferences stay and are stored; our page is in them again later."""
    desktop = story.desktop
    desktop.activate_menu("Configuration", "Preferences")
    window = window_titled(story, "Preferences").window
    hand.unload(PLUGIN_NAME)
    desktop.click("OK", within=window)
    desktop.wait_gone(window)
    load_again(story, hand, ward)


# -- the client ends -----------------------------------------------------------------------------------------------

def client_ends_while_examining(story: Story, ward: Ward, patient: Patient) -> None:
    """Closed in the middle of an examination: no warning, no child."""
    with endless_examination(story, ward, patient):
        assert story.desktop.quit() == 0
    assert story.desktop.warnings(ignore=HOST_WARNINGS) == []

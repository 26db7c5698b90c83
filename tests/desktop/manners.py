"""How the doctor behaves besides its repairs: it neither blocks, nags nor lingers, and bears what is broken."""

from __future__ import annotations

import time

from actor import Actor
from plugins import load_plugin, unload_plugin
from scenes import ALL_PORTS, CLIENT, SCENES, healthy
from story import Patient, Story
from troubles import Line
from ward import Ward

# Its examination takes so long that somebody can look at it, and change their mind.
SLOW = healthy("slow", "net.timeout", CLIENT, Line("stall", ALL_PORTS))
PLUGIN_NAME = "Account Doctor"
CANCEL_S = 2.0  # looking takes a second on a busy machine; the examination would take eight
BLOCKED_S = 0.5
QUIET_S = 1.0
AWAY_S = 3.0  # well over the time in which the strip came before
HOST_WARNINGS = ("Claws-Mail-WARNING",)  # what the client says of failed accounts
# Its timer that keeps an IMAP connection alive, once a minute, ends with a connection that the server has ended, and is
# ended a second time with the session (imap_ping, session_destroy). life_test.py, without such sessions, forbids it.
LONG_WARNINGS = (*HOST_WARNINGS, "was not found when attempting to remove it")


def strip_is_one_and_stays_dismissed(actor: Actor, patient: Patient) -> None:
    """The same failure twice gives one strip; dismissed, the same cause brings none."""
    story = actor.story
    story.fail(patient)
    story.fail(patient)
    assert len(story.strips()) == 1, story.strips()
    story.dismiss_strip()
    story.fetch(patient)
    end = time.monotonic() + AWAY_S
    while time.monotonic() < end:
        story.desktop.dismiss_dialogs()
        assert story.strip() is None, "a dismissed strip came back"


def examination_neither_blocks_nor_lingers(actor: Actor, patient: Patient) -> None:
    """The client answers while a silent server is examined; Cancel acts at once and ends the child."""
    story = actor.story
    SLOW.trouble.begin(story.lab, patient)
    panel = story.examine_by_menu(patient)
    story.wait("the button Cancel", lambda: story.button("Cancel", panel))
    slowest = slowest_answer(story)
    assert slowest < BLOCKED_S, f"the main loop was away for {slowest:.2f} s"
    assert story.children(), "no child process examines"
    story.press("Cancel", panel)
    pressed = time.monotonic()
    story.wait("the button Examine", lambda: story.examine_button(panel))
    waited = time.monotonic() - pressed
    assert waited < CANCEL_S, f"Cancel took {waited:.1f} s"
    story.wait("the end of the child", lambda: not story.children())
    actor.judge(story.panel(), patient)
    story.close_panel()


def slowest_answer(story: Story) -> float:
    """The longest time the client's main loop took to answer, while looking for a second."""
    window, slowest, end = story.desktop.main_window(), 0.0, time.monotonic() + QUIET_S
    while time.monotonic() < end:
        asked = time.monotonic()
        assert window.name
        slowest = max(slowest, time.monotonic() - asked)
    return slowest


# Instead of the program: nothing, one that ends at once, one that talks nonsense, one that breaks off;
# and words of what the panel says then.
BROKEN_PROGRAMS = {
    "is missing": ("", "could not be started"),
    "ends at once": ("exit 1", "ended before it was complete"),
    "talks nonsense": ("cat >/dev/null; printf 'nonsense {\\n\\377\\001 ]]\\n'; exit 0", "not understood"),
    "breaks off": ("cat >/dev/null; printf \"receive.tcp.result 'conn\"; kill -9 $$", "ended before"),
}


def broken_program_is_told(actor: Actor, patient: Patient, ward: Ward, script: str, words: str) -> None:
    """The panel says a sentence about it, and the client goes on."""
    story = actor.story
    ward.use_program(script)
    try:
        story.examine_by_menu(patient)
        story.wait(f"“{words}” in the panel", lambda: any(words in text for text in story.texts(story.panel())))
        story.wait("the button Examine", lambda: story.examine_button(story.panel()))
        actor.judge(story.panel(), patient)
        assert slowest_answer(story) < BLOCKED_S
    finally:
        ward.use_program()
    story.close_panel()


def healthy_account_is_told(actor: Actor, patient: Patient) -> None:
    """One line, nothing to do."""
    story = actor.story
    story.examine_by_menu(patient)
    panel = story.wait_examined()
    actor.judge(panel, patient)
    assert story.card() is None, story.texts(panel)
    story.close_panel()


# -- the module comes and goes -----------------------------------------------------------------------------------

def module_leaves_nothing(actor: Actor, patient: Patient, ward: Ward) -> None:
    """Load, use, unload: the window is as before. Load again, and it works."""
    story, desktop = actor.story, actor.story.desktop
    before = story.outline()
    load_plugin(desktop, ward.module, PLUGIN_NAME)
    story.fail(patient)
    story.examine()
    unload_plugin(desktop, PLUGIN_NAME)
    story.wait("the window as before", lambda: story.outline() == before)
    assert not story.children(), story.children()
    load_plugin(desktop, ward.module, PLUGIN_NAME)
    actor.play(SCENES["wrong-port"], patient)


def client_leaves_quietly(actor: Actor, group: dict[str, Patient]) -> None:
    """No warning, and no secret in what was printed."""
    story = actor.story
    assert story.desktop.quit() == 0
    warnings = story.desktop.warnings(ignore=LONG_WARNINGS)
    assert warnings == [], warnings
    printed = story.desktop.app_log()
    assert not [patient for patient in group.values() if patient.user.password in printed], "a password was printed"



#!/usr/bin/python3
"""TAP: the module's life in the client: it comes and goes fifty times, in the middle of things, and in all layouts.

life_test.py --builddir DIR [--pictures DIR] [RUN ...]
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from a11y import Element
from hand import Hand, story_with_hand
from layouts import WINDOW, layouts_change
from lifetime import carriers, wait_for
from manners import HOST_WARNINGS, PLUGIN_NAME
from middle import (account_is_added, account_is_deleted, account_is_renamed, client_ends_while_examining,
                    unloaded_under_preferences, unloaded_under_question, unloaded_while_examining, unloaded_with_window)
from places import TOOL_BAR, folder_list, tool_bar
from plugins import load_plugin, unload_plugin
from report import Report
from story import Patient, Story, patients
from ward import Ward, open_ward

ROUNDS = 50
WINDOW_ROUNDS = 3  # of them through the client's own window of plugins
WARM_ROUNDS = 20  # until caches, fonts, the file chooser and the like are there
TELL_ROUNDS = 10
MAX_GROWTH = 1.05  # from then to the end, of memory and of the heap in it; 11 KiB a round are seen, 2 without us
# They fail at once. By turns, because the client tries none again that failed in the last two seconds.
FAILING = ("wrong-port", "wrong-port-pop3", "wrong-host", "wrong-port-pop3")
AGAIN_S = 4.0
SCENARIO_NAMES = ("wrong-port", "wrong-port-pop3", "wrong-host", "timeout", "certificate-name", "wrong-security")


# -- one use ------------------------------------------------------------------------------------------------------

def fail(story: Story, hand: Hand, patient: Patient) -> None:
    """Have the client fail until our strip tells of it."""
    asked = -AGAIN_S

    def told() -> bool:
        nonlocal asked
        if time.monotonic() > asked + AGAIN_S:
            hand.receive(patient)
            asked = time.monotonic()
        strip = story.strip()
        return strip is not None and any(patient.name in text for text in story.texts(strip))
    story.wait(f"the strip about {patient.name}", told, 20.0)


def press(story: Story, name: str, where) -> None:
    """Press a button without the mouse, as a screen reader does: a hundred times in a test."""
    story.wait(f"the button {name}", lambda: where() and story.button(name, where())).act()


def open_panel(story: Story) -> Element:
    press(story, "Details", story.strip)
    return story.wait_panel()


def begin_examination(story: Story) -> None:
    press(story, "Repair…", story.strip)
    story.wait("an examination", lambda: story.panel() and (
        story.button("Cancel", story.panel()) or story.examine_button(story.panel())))


def close_while_examining(story: Story) -> None:
    begin_examination(story)
    press(story, "Close Account Doctor", story.panel)
    story.wait("the end of the panel", lambda: story.panel() is None)


def examine_to_the_end(story: Story) -> None:
    begin_examination(story)
    story.wait_examined()


USES = (open_panel, begin_examination, close_while_examining, begin_examination, close_while_examining,
        begin_examination, examine_to_the_end)


# -- fifty rounds ---------------------------------------------------------------------------------------------------

def resident_kib(story: Story) -> int:
    """Memory of the client."""
    status = Path(f"/proc/{story.desktop.process_id()}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


def comes_and_goes(story: Story, hand: Hand, ward: Ward) -> None:
    """Load, use, unload; the window, the menus and the memory are as before."""
    before, warm = hand.census(), (0, 0)
    for number in range(1, ROUNDS + 1):
        by_window = number % (ROUNDS // WINDOW_ROUNDS) == 0
        load_plugin(story.desktop, ward.module, PLUGIN_NAME) if by_window else hand.load(ward.module)
        fail(story, hand, ward.group[FAILING[number % len(FAILING)]])
        USES[number % len(USES)](story)
        unload_plugin(story.desktop, PLUGIN_NAME) if by_window else hand.unload(PLUGIN_NAME)
        left_as_it_was(story, hand, before, number)
        heap, resident = hand.heap_kib(), resident_kib(story)
        if number == WARM_ROUNDS:
            warm = (heap, resident)
        if number % TELL_ROUNDS == 0:
            print(f"# after {number} rounds: heap {heap} KiB, resident {resident} KiB", flush=True)
    assert heap <= warm[0] * MAX_GROWTH and resident <= warm[1] * MAX_GROWTH, (warm, heap, resident)


def left_as_it_was(story: Story, hand: Hand, before: str, number: int) -> None:
    seen = ""

    def same() -> bool:
        nonlocal seen
        seen = hand.census()
        return seen == before
    try:
        wait_for("the client as it was", same)
    except AssertionError as error:
        raise AssertionError(f"round {number}, {USES[number % len(USES)].__name__}: {before} became {seen}\n"
                             f"{story.outline()}") from error
    story.wait("the end of the child", lambda: not story.children())


def leaves_quietly(story: Story) -> None:
    assert story.desktop.quit() == 0
    warnings = story.desktop.warnings(ignore=HOST_WARNINGS)
    assert warnings == [], warnings


def no_process(story: Story) -> None:
    assert not carriers(story.desktop.session.processes.token)


# -- all of it ------------------------------------------------------------------------------------------------------

def run_rounds(report: Report, ward: Ward) -> None:
    with story_with_hand(ward, "en", no_receive_error_panel=True) as (story, hand):
        report.check(f"the module comes and goes {ROUNDS} times", lambda: comes_and_goes(story, hand, ward))
        report.check("the client leaves quietly", lambda: leaves_quietly(story))
    report.check("no process is left", lambda: no_process(story))


def guarded(story: Story, step, *arguments) -> None:
    """Run a step; after a failed one, clear the screen for the next."""
    try:
        step(story, *arguments)
    except Exception:
        story.tidy()
        raise


def run_middle(report: Report, ward: Ward) -> None:
    with story_with_hand(ward, "en", no_receive_error_panel=True) as (story, hand):
        group = ward.group
        hand.load(ward.module)
        check = lambda title, step, *arguments: report.check(  # noqa: E731
            title, lambda: guarded(story, step, *arguments))
        victim = group["wrong-security"]
        check("an account is added while another is examined", account_is_added, ward, victim)
        check("an account is renamed while it is examined", account_is_renamed, ward, victim, "renamed")
        check("an account is deleted while it is examined", account_is_deleted, ward, replace(victim, name="renamed"))
        check("unloaded while examining", unloaded_while_examining, hand, ward, group["timeout"])
        check("unloaded under the question about a certificate", unloaded_under_question, hand, ward,
              group["certificate-name"])
        for entry, title in (("Set Up Again…", "Set Up Again"), ("Export Settings…", "Export Settings")):
            check(f"unloaded with the window {title}", unloaded_with_window, hand, ward, group["wrong-port"], entry,
                  title)
        check("unloaded under the client's preferences", unloaded_under_preferences, hand, ward)
        check("the client ends while examining", client_ends_while_examining, ward, group["timeout"])
    report.check("no process is left", lambda: no_process(story))


def run_places(report: Report, ward: Ward) -> None:
    with story_with_hand(ward, "en", files=TOOL_BAR, no_receive_error_panel=True) as (story, hand):
        patient, other = ward.group["wrong-port"], ward.group["wrong-host"]
        report.check("the tool bar has a button for it", lambda: guarded(story, tool_bar, hand, ward, patient))
        report.check("the folder list has it", lambda: guarded(story, folder_list, hand, ward, other))
        report.check("the client leaves quietly", lambda: leaves_quietly(story))
    report.check("no process is left", lambda: no_process(story))


def run_layouts(report: Report, ward: Ward) -> None:
    for lang in ("en", "ja"):
        with ward.story(lang, no_receive_error_panel=True, **WINDOW) as story:
            pictures = ward.pictures / lang if ward.pictures else None
            report.check(f"{lang}: layouts change while strip and panel are open", lambda: guarded(
                story, layouts_change, ward.group["wrong-port"], pictures))


RUNS = {"rounds": run_rounds, "middle": run_middle, "places": run_places, "layouts": run_layouts}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builddir", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, help="leave pictures of the layouts here")
    parser.add_argument("run", nargs="*", choices=[*RUNS, []], help="only these")
    options = parser.parse_args()
    report = Report()
    with open_ward(options.builddir.resolve(), patients(SCENARIO_NAMES, "life")) as ward:
        ward.pictures = options.pictures
        for name in options.run or RUNS:
            RUNS[name](report, ward)
    return report.finish()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    sys.exit(main())

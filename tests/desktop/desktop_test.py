#!/usr/bin/python3
"""TAP: in a real Claws Mail, from the error to the repair and back, in English, Japanese and German.

desktop_test.py --builddir DIR [--only SCENE,...] [RUN ...]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from actor import Actor
from keyboard import keyboard_is_enough, keyboard_repairs
from lifetime import carriers
from manners import (BROKEN_PROGRAMS, SLOW, broken_program_is_told, client_leaves_quietly,
                     examination_neither_blocks_nor_lingers, healthy_account_is_told, module_leaves_nothing,
                     strip_is_one_and_stays_dismissed)
from meanwhile import SCENES as MEANWHILE, mail_goes_through_another, waiting_begins, waiting_ends
from report import Report
from scenes import ROWS, SCENES, Scene
from story import Patient, Story, patients
from ward import Ward, open_ward, patients_of

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "lab"))  # before the standard library
from processes import end_with_parent  # noqa: E402

AT_ONCE = 2  # clients that run beside one another


def play_scenes(report: Report, ward: Ward, lang: str, scenes: Iterable[Scene], **options) -> None:
    """A client in this language, and in it one scene after the other."""
    with ward.story(lang, **options) as story:
        actor = Actor(story, lang, ward.evidence, ward.group)
        for scene in scenes:
            report.check(f"{lang}: {scene.name}", lambda: actor.play(scene, ward.group[scene.name]))
        if lang != "de":
            report.check(f"{lang}: everything is translated", actor.assert_translated)
        leave(report, actor, ward, lang)


def leave(report: Report, actor: Actor, ward: Ward, lang: str) -> None:
    report.check(f"{lang}: the client leaves quietly", lambda: client_leaves_quietly(actor, ward.group))
    actor.story.desktop.stop()
    report.check(f"{lang}: no process is left", lambda: no_process(actor.story))


def no_process(story: Story) -> None:
    assert not carriers(story.desktop.session.processes.token)


def play_manners(report: Report, ward: Ward) -> None:
    group = ward.group
    with ward.story("en", plugin=False) as story:
        actor = Actor(story, "en", ward.evidence)

        def check(title: str, step, patient: Patient, *arguments) -> None:
            report.check(title, lambda: actor.guard(title, step, patient, *arguments))
        check("the module comes and goes and comes", module_leaves_nothing, group["wrong-port"], ward)
        check("waiting begins with a button", waiting_begins, group["waiting"])
        check("a whole repair by keyboard, and back", keyboard_repairs, group["wrong-port"])
        check("one strip, and dismissed it stays away", strip_is_one_and_stays_dismissed, group["wrong-host"])
        check("examining does not block, Cancel acts at once", examination_neither_blocks_nor_lingers,
              group["slow"])
        for how, (script, words) in BROKEN_PROGRAMS.items():
            check(f"a program that {how} is told", broken_program_is_told, group["healthy"], ward, script, words)
        check("a healthy account is told so", healthy_account_is_told, group["healthy"])
        check("the keyboard is enough", keyboard_is_enough, group["healthy"])
        check("mail goes through another account", mail_goes_through_another, group["redirected"], group["healthy"])
        check("waiting ends by itself", waiting_ends, group["waiting"])
        leave(report, actor, ward, "manners")


# -- the runs, each a process of its own with a lab of its own; the longest first --------------------------------

def run_scenes(report: Report, builddir: Path, lang: str, scenes: tuple[Scene, ...], **options) -> None:
    with open_ward(builddir, patients_of(scenes)) as ward:
        play_scenes(report, ward, lang, scenes, **options)


def run_manners(report: Report, builddir: Path, _scenes: tuple[Scene, ...]) -> None:
    group = patients(("healthy", "wrong-port", "wrong-host"), "manners")
    with open_ward(builddir, group | patients_of((*MEANWHILE, SLOW), len(group) + 1)) as ward:
        play_manners(report, ward)


RUNS = {
    "en": lambda report, builddir, scenes: run_scenes(report, builddir, "en", scenes),
    "ja": lambda report, builddir, scenes: run_scenes(report, builddir, "ja", scenes, no_receive_error_panel=True),
    "manners": run_manners,
    "de": lambda report, builddir, _scenes: run_scenes(report, builddir, "de", (SCENES["wrong-port"],)),
}


def run_apart(name: str) -> Iterator[str]:
    """The lines of one run in a process of its own."""
    command = [sys.executable, __file__, *sys.argv[1:], "--alone", name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=end_with_parent) as child:
        yield from child.stdout
    if child.returncode not in (0, 1):
        yield f"not ok 0 - {name}: ended with status {child.returncode}\n"


def run_all(report: Report, names: Iterable[str]) -> None:
    """Some runs at once; the results come as they are."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda name: [report.take(line) for line in run_apart(name)], names))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builddir", type=Path, required=True)
    parser.add_argument("--only", default="", metavar="SCENE,...", help="only these scenes")
    parser.add_argument("--alone", choices=RUNS, help=argparse.SUPPRESS)
    parser.add_argument("runs", nargs="*", choices=[*RUNS, []], metavar="RUN", help=", ".join(RUNS))
    return parser.parse_args()


def main() -> int:
    options = parse()
    report = Report()
    if options.alone:
        scenes = tuple(SCENES[name] for name in options.only.split(",")) if options.only else ROWS
        RUNS[options.alone](report, options.builddir.resolve(), scenes)
    else:
        run_all(report, options.runs or RUNS)
    return report.finish()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    sys.exit(main())

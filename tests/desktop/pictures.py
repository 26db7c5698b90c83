#!/usr/bin/python3
"""The pictures of the manual: scenes of the desktop tests at the moments that are worth a look, in each language.

pictures.py --builddir DIR --output DIR [--lang en|ja] [PICTURE ...]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from actor import Actor, subject_from, subject_to
from scenes import SCENES, Scene
from story import Patient, Story
from ward import open_ward, patients_of

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "lab"))  # before the standard library
from servers import User  # noqa: E402

NAMES = {"en": "Work", "ja": "仕事"}
# As wide as the client's own tool bar and search line need beside the panel.
WIDTH, HEIGHT = 1240, 800
COLOURS = 128


def strip(actor: Actor, scene: Scene, patient: Patient) -> None:
    """The strip above the message list."""
    story = actor.story
    story.lab.put_message(patient.user, subject_to(patient))
    if scene.fails == "send":
        story.queue(patient, subject_from(patient), scene.size)
    story.fail_by(patient, lambda: actor.attempt(scene, patient))


def panel(actor: Actor, scene: Scene, patient: Patient) -> None:
    """The panel with what was found and what can be done."""
    strip(actor, scene, patient)
    actor.story.examine()


def repaired(actor: Actor, scene: Scene, patient: Patient) -> None:
    """After the repair, with the mail that could not be fetched, and the way back."""
    panel(actor, scene, patient)
    actor.story.apply()
    actor.story.wait_repaired()
    actor.story.wait_no_strip()
    actor.story.wait_mail(patient, subject_to(patient))


@dataclass(frozen=True)
class Picture:
    """A scene up to a moment."""

    name: str
    scene: str
    moment: Callable[[Actor, Scene, Patient], None]


PICTURES = (
    Picture("strip", "wrong-host", strip),
    Picture("remedy", "send-without-login", panel),
    Picture("password", "wrong-password", panel),
    Picture("repaired", "wrong-port", repaired),
    Picture("app-password", "app-password", panel),
    Picture("certificate", "certificate-trusted", panel),
    Picture("waiting", "greylisted", panel),
    Picture("portal", "captive-portal", panel),
)


def take(picture: Picture, lang: str, builddir: Path, output: Path) -> Path:
    """Play the scene in a client of its own; the file."""
    scene = SCENES[picture.scene]
    user = User(f"sato@{scene.domain}", "Right.sato/2026", "sato")
    patient = replace(patients_of((scene,))[scene.name], name=NAMES[lang], user=user, address=user.name)
    path = output / f"{picture.name}-{lang}.png"
    with open_ward(builddir, {scene.name: patient}) as ward:
        with ward.story(lang, width=WIDTH, height=HEIGHT, no_receive_error_panel=True) as story:
            actor = Actor(story, lang, ward.evidence)
            scene.trouble.begin(ward.lab, patient)
            picture.moment(actor, scene, patient)
            actor.judge(story.panel() or story.strip(), patient)
            story.picture(path)
    reduce(path)
    return path


def reduce(path: Path) -> None:
    """Few colours and no date: small, and the same when nothing has changed."""
    subprocess.run(["convert", str(path), "-strip", "+dither", "-colors", str(COLOURS), "-define",
                    "png:exclude-chunks=date,time", "-define", "png:compression-level=9", f"PNG8:{path}"], check=True)


def main() -> int:
    names = [picture.name for picture in PICTURES]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builddir", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--lang", choices=NAMES)
    parser.add_argument("pictures", nargs="*", choices=[*names, []], metavar="PICTURE", help=", ".join(names))
    options = parser.parse_args()
    for picture in PICTURES:
        for lang in [options.lang] if options.lang else NAMES:
            if not options.pictures or picture.name in options.pictures:
                print(take(picture, lang, options.builddir.resolve(), options.output.resolve()), flush=True)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    sys.exit(main())

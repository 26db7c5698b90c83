#!/usr/bin/python3
"""The demonstration behind scripts/try: a broken account in a real Claws Mail with the module.

try.py --prefix DIR --pictures DIR [--lang en|ja|de] [SCENARIO]

DIR of --prefix is where the doctor was installed. With $DISPLAY the client opens there and the person does
the repair; without, a screen of its own is used and driven, and pictures are left in DIR of --pictures.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Optional

from driver import Desktop
from lifetime import Processes, Timeout
from story import Patient, Story, elsewhere

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "lab"))  # before the standard library
from certificates import CertificateError  # noqa: E402
from lab import Lab  # noqa: E402
from processes import LabError  # noqa: E402
from profile import ProfileOptions, make_profile  # noqa: E402
from scenarios import SCENARIOS  # noqa: E402

LOCALES = {"en": "en_US.UTF-8", "ja": "ja_JP.UTF-8", "de": "de_DE.UTF-8"}
ACCOUNT_NAMES = {"ja": "仕事"}
WAITING_SUBJECT = "Good news"
QUEUED_SUBJECT = "A letter"
IO_TIMEOUT_SECONDS = 5
# Wide enough that the client's own search line stays whole beside the panel.
WIDTH, HEIGHT = 1240, 800
EXIT_NOT_POSSIBLE = 3


@dataclass(frozen=True)
class Stage:
    """The lab with one broken account, and where everything is."""

    folder: Path
    prefix: Path
    lang: str
    lab: Lab
    profile: Path
    patient: Patient

    @property
    def env(self) -> dict[str, str]:
        return {**self.lab.environment(), "PATH": f"{self.prefix}/bin:{os.environ['PATH']}"}

    def examine(self) -> None:
        """Print what the command says about the account. The password goes through a pipe."""
        user = self.patient.user
        command = [str(self.prefix / "bin/account-doctor"), "examine", "--config-dir", str(self.profile),
                   "--account", self.patient.name]
        print(f"$ {' '.join(command)}", flush=True)
        account = self.patient.account(self.lab)
        wrong = self.patient.scenario.fix == ("receive.password",) and self.is_unrepaired()
        secrets = [account.receive.password if wrong else user.password, account.send.password]
        reading, writing = os.pipe()
        os.write(writing, "".join(f"{secret}\n" for secret in secrets).encode())
        os.close(writing)
        try:
            subprocess.run([*command, "--password-fd", str(reading)], pass_fds=[reading], check=False,
                           env={**os.environ, **self.env, "LC_ALL": LOCALES[self.lang], "LANGUAGE": ""})
        finally:
            os.close(reading)

    def is_unrepaired(self) -> bool:
        """Whether the client's password store still has the password it began with."""
        store = (self.profile / "passwordstorerc").read_text(encoding="utf-8")
        return self.patient.account(self.lab).receive.password in store


@contextmanager
def stage(name: str, prefix: Path, lang: str) -> Iterator[Stage]:
    """Servers and profile for a scenario; nothing of it is left at the end."""
    folder = Path(tempfile.mkdtemp(prefix="doctor-"))
    folder.chmod(0o755)  # the servers' own users go through it
    scenario = SCENARIOS[name]
    try:
        with Lab(folder / "lab", scenario.options()) as lab:
            user = lab.user("taro")
            patient = Patient(scenario, ACCOUNT_NAMES.get(lang, "Work"), 1, user, elsewhere(scenario, user))
            options = ProfileOptions(plugin=str(prefix / "plugins/account_doctor.so"),
                                     io_timeout_seconds=IO_TIMEOUT_SECONDS, width=WIDTH, height=HEIGHT)
            profile = make_profile(folder / "profile", [patient.account(lab)], options)
            lab.put_message(patient.user, WAITING_SUBJECT, "You have this mail because the account works.\n")
            yield Stage(folder, prefix, lang, lab, profile, patient)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# -- on the person's own display -------------------------------------------------------------------------------

def owner() -> Optional[tuple[int, int]]:
    """User and group of the person who called sudo, who owns the display; None without sudo."""
    if os.geteuid() != 0 or "SUDO_UID" not in os.environ:
        return None
    return int(os.environ["SUDO_UID"]), int(os.environ["SUDO_GID"])


def hand_over(folder: Path) -> list[str]:
    """Give a folder to the person of the display; the words before a command that runs as that person."""
    person = owner()
    if person is None:
        return []
    for path in (folder, *folder.rglob("*")):
        os.chown(path, *person, follow_symlinks=False)
    return ["setpriv", f"--reuid={person[0]}", f"--regid={person[1]}", "--init-groups", "--"]


def private_home(folder: Path) -> dict[str, str]:
    """Folders of its own, so that nothing of the person's is written; the right to the display is kept."""
    names = {"HOME": "home", "XDG_CONFIG_HOME": "home/.config", "XDG_DATA_HOME": "home/.local/share",
             "XDG_CACHE_HOME": "home/.cache", "XDG_STATE_HOME": "home/.local/state"}
    for name in names.values():
        (folder / name).mkdir(parents=True, exist_ok=True)
    env = {name: str(folder / path) for name, path in names.items()}
    authority = os.environ.get("XAUTHORITY", str(Path.home() / ".Xauthority"))
    return {**env, "XAUTHORITY": authority, "GSETTINGS_BACKEND": "memory"}


def guidance(play: Stage) -> list[str]:
    """What the person does, line by line."""
    sends = play.patient.scenario.failing == "send"
    steps = [f"Claws Mail opens with the account “{play.patient.name}”. {play.patient.scenario.description}",
             "1. Press “Send” in the tool bar: a letter waits in the queue." if sends
             else "1. Press “Get Mail” in the tool bar.",
             "2. Close Claws Mail's own error window. Read the strip above the message list.",
             "3. Press “Repair…” in the strip, then the button of the remedy in the panel at the right."]
    if any(each.endswith(".password") for each in play.patient.scenario.fix):
        steps.insert(4, f"   The right password of this throw-away account: {play.patient.user.password}")
    return [*steps, "4. “Undo” at the bottom of the panel takes the change back.",
            "Close Claws Mail to end; the servers stop then, and nothing stays."]


def on_display(play: Stage) -> None:
    """Let the person do it."""
    person = play.folder / "person"
    env = {**os.environ, **private_home(person), **play.env, "LC_ALL": LOCALES[play.lang], "LANGUAGE": ""}
    if play.patient.scenario.failing == "send":
        queue(play)
    as_person = hand_over(person)
    hand_over(play.profile)
    print("\n".join(guidance(play)), flush=True)
    processes = Processes()
    try:
        with (play.folder / "claws.log").open("wb") as log:
            command = [*as_person, "claws-mail", "--alternate-config-dir", str(play.profile)]
            processes.start(command, env, stdout=log, stderr=subprocess.STDOUT).wait()
    finally:
        processes.stop()


def queue(play: Stage) -> None:
    story = Story(Desktop(play.profile, play.folder / "desktop", LOCALES[play.lang]), play.lab)
    story.queue(play.patient, QUEUED_SUBJECT)


# -- on a screen of its own ------------------------------------------------------------------------------------

def on_own_screen(play: Stage, pictures: Path) -> None:
    """Do what a person would do, and take pictures of it."""
    shutil.rmtree(pictures, ignore_errors=True)
    print("Before:", flush=True)
    play.examine()
    desktop = Desktop(play.profile, play.folder / "desktop", LOCALES[play.lang], env=play.env,
                      locale_dirs=("/usr/share/locale", str(play.prefix / "share/locale")))
    with desktop:
        repaired = perform(Story(desktop, play.lab), play.patient, pictures)
        desktop.quit()
    if repaired:
        print("\nAfter:", flush=True)
        play.examine()
    else:
        print("\nThere is nothing here that the doctor may repair by itself; the panel says whose turn it is.")
    print("\nPictures:", *sorted(map(str, pictures.iterdir())), sep="\n  ", flush=True)


def perform(story: Story, patient: Patient, pictures: Path) -> bool:
    """From the error to the repair; whether there was a remedy to apply."""
    story.fail(patient)
    story.picture(pictures / "1-hint.png")
    story.examine()
    card = story.card()
    story.picture(pictures / "2-panel.png")
    if card is None:
        return False
    if any(each.role == "password text" for each in card.walk()):
        story.enter_password(patient.user.password)
    else:
        story.apply()
    story.wait_repaired()
    story.wait_no_strip()
    if patient.scenario.failing != "send" and patient.scenario.protocol == "imap":
        story.wait_mail(patient, WAITING_SUBJECT)
    story.picture(pictures / "3-repaired.png")
    return True


# -- the command -----------------------------------------------------------------------------------------------

def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/try", description="A broken account, and its repair.")
    parser.add_argument("--prefix", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--lang", choices=LOCALES, default="en")
    parser.add_argument("scenario", nargs="?", default="wrong-security", choices=SCENARIOS, metavar="SCENARIO")
    return parser.parse_args()


def main() -> int:
    options = parse()
    try:
        with stage(options.scenario, options.prefix.resolve(), options.lang) as play:
            if os.environ.get("DISPLAY"):
                on_display(play)
            else:
                on_own_screen(play, options.pictures.resolve())
    except (LabError, CertificateError, Timeout) as error:
        print(f"scripts/try: {error}", file=sys.stderr)
        return EXIT_NOT_POSSIBLE
    return 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main())

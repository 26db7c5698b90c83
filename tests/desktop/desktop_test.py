#!/usr/bin/python3
"""TAP: in a real Claws Mail, from the error to the repair and back, in English, Japanese and German.

desktop_test.py --builddir DIR
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, Optional

from a11y import Element
from driver import LOCALE_DIR, Desktop
from lifetime import carriers
from plugins import load_plugin, unload_plugin
from report import Report
from story import Patient, Story, compile_catalogues, lab_users, patients, prepare

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "lab"))  # before the standard library
from lab import Lab  # noqa: E402
from profile import ProfileOptions  # noqa: E402
from scenarios import SCENARIOS  # noqa: E402
from servers import DEFAULT_LISTENERS, LabOptions  # noqa: E402

SOURCE = Path(__file__).resolve().parents[2]
PLUGIN_NAME = "Account Doctor"
LOCALES = {"en": "en_US.UTF-8", "ja": "ja_JP.UTF-8", "de": "de_DE.UTF-8"}
SCENARIO_NAMES = ("healthy", "wrong-port", "wrong-security", "wrong-password", "certificate-name",
                  "send-without-login", "wrong-host", "timeout")
# The settings of a scenario's remedy as the client writes them.
KEYS = {"receive.port": "imap_port", "receive.security": "ssl_imap", "send.login": "use_smtp_auth"}
IO_TIMEOUT_SECONDS = 4
CANCEL_S = 1.0
BLOCKED_S = 0.5
QUIET_S = 1.0
HOST_WARNINGS = ("Claws-Mail-WARNING",)  # what the client says of failed accounts
AWAY_S = 3.0  # well over the time in which the strip came before
# Words of ours that stay Latin in a Japanese text: names of protocols, methods, programs and servers.
LATIN = re.compile(r"[\w.+-]+@[\w.-]+|\b(?:IMAP|SMTP|POP3|TLS|SSL|STARTTLS|DNS|IPv4|IPv6|PLAIN|LOGIN|EHLO|UTC|ms|s"
                   r"|localhost|Claws Mail|Account Doctor|Lab)\b|\b[a-z0-9-]+(?:\.[a-z0-9-]+)+\b")
ENGLISH = re.compile(r"[A-Za-z]{2,}")


@dataclass
class Ward:
    """What all clients of the test share."""

    folder: Path
    lab: Lab
    module: Path
    program: Path  # a link that a test may replace
    real_program: Path
    catalogues: Path
    groups: dict[str, dict[str, Patient]] = field(default_factory=dict)

    def env(self) -> dict[str, str]:
        return {**self.lab.environment(), "ACCOUNT_DOCTOR_PROGRAM": str(self.program),
                "ACCOUNT_DOCTOR_LOCALEDIR": str(self.catalogues)}

    def use_program(self, script: Optional[str] = None) -> None:
        """Let the module start this shell script instead; None is the real program, "" none at all."""
        self.program.unlink(missing_ok=True)
        if script is None:
            self.program.symlink_to(self.real_program)
        elif script:
            self.program.write_text(f"#!/bin/sh\n{script}\n")
            self.program.chmod(0o755)

    @contextmanager
    def story(self, lang: str, plugin: bool = True, **options) -> Iterator[tuple[Story, dict[str, Patient]]]:
        """A client in this language with all the accounts."""
        group = self.groups[lang]
        folder = self.folder / lang
        profile = prepare(folder / "profile", self.lab, group.values(), ProfileOptions(
            plugin=str(self.module) if plugin else None, io_timeout_seconds=IO_TIMEOUT_SECONDS, **options))
        with Desktop(profile, folder, LOCALES[lang], env=self.env(),
                     locale_dirs=(LOCALE_DIR, str(self.catalogues))) as desktop:
            yield Story(desktop, self.lab), group


@contextmanager
def open_ward(builddir: Path) -> Iterator[Ward]:
    groups = {lang: patients(SCENARIO_NAMES, lang) for lang in LOCALES}
    everybody = [patient for group in groups.values() for patient in group.values()]
    listeners = DEFAULT_LISTENERS + tuple(
        each for name in SCENARIO_NAMES for each in SCENARIOS[name].extra)
    with tempfile.TemporaryDirectory(prefix="doctor-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the servers' own users go through it
        with Lab(folder / "lab", LabOptions(listeners=listeners, users=lab_users(everybody))) as lab:
            ward = Ward(folder, lab, builddir / "src/plugin/.libs/account_doctor.so", folder / "account-doctor",
                        find_program(builddir), compile_catalogues(SOURCE, folder / "locale"), groups)
            ward.use_program()
            yield ward


def find_program(builddir: Path) -> Path:
    return next(path for path in (builddir / "src/command/account-doctor", builddir / "account-doctor")
                if path.exists())


# -- what must hold of every text ------------------------------------------------------------------------------

def assert_readable(story: Story, element: Optional[Element], patient: Patient) -> None:
    """Nothing is empty, has a hole or a raw code; in Japanese nothing is English."""
    texts = story.texts(element)
    assert texts, "nothing to read"
    for text in texts:
        assert not re.search(r"[{}%]|\bNULL\b|\(null\)", text), f"a hole in “{text}”"
        if story.desktop.lang.startswith("ja"):
            rest = LATIN.sub("", text.replace(patient.name, ""))
            assert not ENGLISH.search(rest), f"English on a Japanese screen: “{text}”"


# -- one failing account, from the error to the repair -----------------------------------------------------------

def is_repaired(story: Story, patient: Patient) -> None:
    """Error, strip, examination, remedy, mail, strip gone, undo."""
    before = story.settings(patient)
    story.lab.put_message(patient.user, f"for-{patient.name}")
    assert_readable(story, story.fail(patient), patient)
    assert_readable(story, story.examine(), patient)
    story.apply()
    story.wait_repaired()
    story.wait_no_strip()
    assert_readable(story, story.panel(), patient)
    wanted = {KEYS[name] for name in patient.scenario.fix}
    assert story.changes(before, patient).keys() == wanted, story.changes(before, patient)
    assert_mail(story, patient)
    story.leave_inbox()
    story.undo()
    story.wait("the old settings", lambda: not story.changes(before, patient))
    assert_readable(story, story.panel(), patient)
    story.close_panel()


def assert_mail(story: Story, patient: Patient) -> None:
    """What could not be fetched is on the screen; what could not be sent has arrived."""
    if patient.scenario.failing == "send":
        subject = f"from-{patient.name}"
        story.wait("the mail that was sent",
                   lambda: subject in story.lab.messages(story.lab.user("hanako")))
    else:
        story.wait_mail(patient, f"for-{patient.name}")


def password_is_renewed(story: Story, patient: Patient) -> None:
    """A refused password is not stored, the right one is, and the client uses it."""
    story.lab.put_message(patient.user, f"for-{patient.name}")
    assert_readable(story, story.fail(patient), patient)
    assert_readable(story, story.examine(), patient)
    story.enter_password("Not-This-Either.7")
    story.wait_said("The server does not accept this password. Nothing was stored; the old password is kept.")
    assert "Not-This-Either.7" not in story.stored_passwords()
    story.enter_password(patient.user.password)
    story.wait_repaired()
    story.wait_no_strip()
    assert_readable(story, story.panel(), patient)
    assert_mail(story, patient)
    assert any(login.ok for login in story.logins(patient)), story.logins(patient)
    story.close_panel()


def certificate_is_explained(story: Story, patient: Patient) -> None:
    """Strip and panel say it; nothing offers to accept; no password was sent."""
    assert_readable(story, story.fail(patient), patient)
    panel = story.examine()
    assert_readable(story, panel, patient)
    assert any("mail.hosting.example" in text for text in story.texts(panel)), story.texts(panel)
    assert story.card() is None, story.texts(story.card())
    assert not [text for text in story.texts(panel) if re.search(r"\b[Aa]ccept\b(?! it unseen)", text)]
    assert not [login for login in story.logins(patient) if login.service == "imap"], story.logins(patient)
    story.close_panel()
    story.dismiss_strip()


# -- manners ---------------------------------------------------------------------------------------------------

def strip_is_one_and_stays_dismissed(story: Story, patient: Patient) -> None:
    """The same failure twice gives one strip; dismissed, the same cause brings none."""
    story.fail(patient)
    story.fail(patient)
    assert len(story.strips()) == 1, story.strips()
    story.dismiss_strip()
    story.fetch(patient)
    end = time.monotonic() + AWAY_S
    while time.monotonic() < end:
        story.desktop.dismiss_dialogs()
        assert story.strip() is None, "a dismissed strip came back"


def examination_neither_blocks_nor_lingers(story: Story, patient: Patient) -> None:
    """The client answers while a silent server is examined; Cancel acts at once and ends the child."""
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
    assert_readable(story, story.panel(), patient)
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


def broken_program_is_told(story: Story, patient: Patient, ward: Ward, script: str, words: str) -> None:
    """The panel says a sentence about it, and the client goes on."""
    ward.use_program(script)
    try:
        story.examine_by_menu(patient)
        story.wait(f"“{words}” in the panel", lambda: any(words in text for text in story.texts(story.panel())))
        story.wait("the button Examine", lambda: story.examine_button(story.panel()))
        assert_readable(story, story.panel(), patient)
        assert slowest_answer(story) < BLOCKED_S
    finally:
        ward.use_program()
    story.close_panel()


def healthy_account_is_told(story: Story, patient: Patient) -> None:
    """One line, nothing to do."""
    story.examine_by_menu(patient)
    panel = story.wait_examined()
    assert_readable(story, panel, patient)
    assert story.card() is None, story.texts(panel)
    story.close_panel()


def keyboard_is_enough(story: Story, patient: Patient) -> None:
    """From the menu to the panel, through its buttons, and out of it again, without a mouse."""
    desktop = story.desktop
    desktop.session.raise_window(desktop.main_window().name)
    desktop.press_key("F10")
    bar = desktop.find("menu bar", within=desktop.main_window())
    tools = desktop.menu_entry(bar, "Tools")
    story.walk_menu("Right", tools)
    desktop.press_key("Down")
    entry = desktop.menu_entry(tools, "Diagnose account")
    story.walk_menu("Up", entry)
    desktop.press_key("Right")
    story.walk_menu("Down", desktop.menu_entry(entry, patient.name))
    desktop.press_key("Return")
    panel = story.wait_examined()
    wanted = {"Examine again", "Copy report"}
    reached = story.reach_by_tab(panel)
    missing = {name for name in wanted if not desktop.names.of(name) & reached}
    assert not missing, f"Tab does not reach {missing}, only {reached}"
    desktop.press_key("Escape")
    story.wait("the end of the panel", lambda: story.panel() is None)


# -- the module comes and goes -----------------------------------------------------------------------------------

def module_leaves_nothing(story: Story, patient: Patient, ward: Ward) -> None:
    """Load, use, unload: the window is as before. Load again, and it works."""
    desktop = story.desktop
    before = story.outline()
    load_plugin(desktop, ward.module, PLUGIN_NAME)
    story.fail(patient)
    story.examine()
    unload_plugin(desktop, PLUGIN_NAME)
    story.wait("the window as before", lambda: story.outline() == before)
    assert not story.children(), story.children()
    load_plugin(desktop, ward.module, PLUGIN_NAME)
    is_repaired(story, patient)


def client_leaves_quietly(story: Story, ward: Ward, group: dict[str, Patient]) -> None:
    """No warning, no secret in what was printed, no process left."""
    assert story.desktop.quit() == 0
    warnings = story.desktop.warnings(ignore=HOST_WARNINGS)
    assert warnings == [], warnings
    printed = story.desktop.app_log()
    assert not [patient for patient in group.values() if patient.user.password in printed], "a password was printed"


# -- all of it -------------------------------------------------------------------------------------------------

def run_repairs(report: Report, story: Story, group: dict[str, Patient], lang: str) -> None:
    """What every language goes through besides the wrong port."""
    for name in ("wrong-security", "send-without-login"):
        report.check(f"{lang}: {name} is repaired and undone", lambda: guarded(story, is_repaired, group[name]))
    report.check(f"{lang}: a new password is tested and stored",
                 lambda: guarded(story, password_is_renewed, group["wrong-password"]))
    report.check(f"{lang}: a certificate for another name is explained",
                 lambda: guarded(story, certificate_is_explained, group["certificate-name"]))


def guarded(story: Story, step, *arguments) -> None:
    """Run a step; after a failed one, clear the screen for the next."""
    try:
        step(story, *arguments)
    except Exception:
        story.tidy()
        raise


def run_english(report: Report, ward: Ward) -> None:
    with ward.story("en", plugin=False) as (story, group):
        check = lambda title, step, *arguments: report.check(  # noqa: E731
            f"en: {title}", lambda: guarded(story, step, *arguments))
        check("the module comes and goes and comes; wrong-port is repaired and undone", module_leaves_nothing,
              group["wrong-port"], ward)
        run_repairs(report, story, group, "en")
        check("one strip, and dismissed it stays away", strip_is_one_and_stays_dismissed, group["wrong-host"])
        check("examining does not block, Cancel acts at once", examination_neither_blocks_nor_lingers,
              group["timeout"])
        for how, (script, words) in BROKEN_PROGRAMS.items():
            check(f"a program that {how} is told", broken_program_is_told, group["healthy"], ward, script, words)
        check("a healthy account is told so", healthy_account_is_told, group["healthy"])
        check("the keyboard is enough", keyboard_is_enough, group["healthy"])
        report.check("en: the client leaves quietly", lambda: client_leaves_quietly(story, ward, group))
    report.check("en: no process is left", lambda: no_process(story))


def run_japanese(report: Report, ward: Ward) -> None:
    with ward.story("ja", no_receive_error_panel=True) as (story, group):
        report.check("ja: wrong-port is repaired and undone",
                     lambda: guarded(story, is_repaired, group["wrong-port"]))
        run_repairs(report, story, group, "ja")
        report.check("ja: a healthy account is told so",
                     lambda: guarded(story, healthy_account_is_told, group["healthy"]))
        report.check("ja: the client leaves quietly", lambda: client_leaves_quietly(story, ward, group))
    report.check("ja: no process is left", lambda: no_process(story))


def run_german(report: Report, ward: Ward) -> None:
    with ward.story("de") as (story, group):
        report.check("de: the failure is recognised",
                     lambda: guarded(story, is_repaired, group["wrong-port"]))
        report.check("de: the client leaves quietly", lambda: client_leaves_quietly(story, ward, group))


def no_process(story: Story) -> None:
    assert not carriers(story.desktop.session.processes.token)


RUNS = {"en": run_english, "ja": run_japanese, "de": run_german}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builddir", type=Path, required=True)
    parser.add_argument("lang", nargs="*", choices=[*RUNS, []], help="only these")
    options = parser.parse_args()
    report = Report()
    with open_ward(options.builddir.resolve()) as ward:
        for lang in options.lang or RUNS:
            RUNS[lang](report, ward)
    return report.finish()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    sys.exit(main())

#!/usr/bin/python3
"""TAP: what the client itself knows reaches the examination, in a real Claws Mail.

client_test.py --builddir DIR

A program in place of account-doctor keeps what the module tells it and what the real one says of it, so that
every fact is seen as it passes between the two.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from driver import Desktop
from report import Report
from story import Patient, Story, change_section, lab_users, prepare, queued

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "lab"))  # before the standard library
from lab import Lab  # noqa: E402
from profile import ProfileOptions  # noqa: E402
from scenarios import SCENARIOS  # noqa: E402
from servers import DEFAULT_LISTENERS, LabOptions, User  # noqa: E402

IO_TIMEOUT_SECONDS = 45
DAY_S = 24 * 3600
LARGE_BYTES = 12_000_000  # over what the lab's Postfix takes
HEIGHT = 1400  # so that every button of the panel is on the screen
PASSPHRASE, ROUNDS, DERIVED_BYTES = "Not.A.Password/2026", 1000, 64
NOT_WRITABLE = "/proc/sys"  # for root as well

# Scenario and name of each account; numbers from 1.
ACCOUNTS = (("healthy", "queue"), ("healthy", "left out"), ("healthy", "twin"), ("healthy", "other twin"),
            ("healthy", "folders"), ("certificate-self-signed", "certificate"), ("healthy", "proxy"), ("healthy", "token"),
            ("healthy", "by hand"))
# Lines of an account's section that differ from those of make_profile.
CHANGES = {
    "left out": {"receive_at_get_all": "0"},
    "folders": {"imap_subsonly": "1", "set_trash_folder": "1", "trash_folder": "#mh/Old/trash"},
    "proxy": {"use_proxy": "1", "use_default_proxy": "0", "proxy_type": "1", "proxy_host": "proxy.lab.example",
              "proxy_port": "1081", "use_proxy_auth": "1", "proxy_name": "ann"},
    "token": {"imap_auth_method": "256"},
}
EXPIRY = 1795000000  # of the access token, in the past
RULES = """\
[filtering]
enabled rulename "Newsletters" account 1 subject matchcase "news" move "#mh/Local/draft"
enabled rulename "old experiment" account 2 all delete
"""
KEEPER = """\
#!/bin/sh
tee "{folder}/$$.settings" | "{program}" "$@" | tee "{folder}/$$.facts"
"""


def make_patients() -> list[Patient]:
    found: list[Patient] = []
    for number, (scenario, name) in enumerate(ACCOUNTS, 1):
        user = User(f"client{number}@lab.example", f"Right.{number}/2026", f"client{number}")
        found.append(Patient(SCENARIOS[scenario], name, number, found[-1].user if name == "other twin" else user))
    return found


class Ward:
    """A lab, a profile full of what the client can know, and the facts of the examinations."""

    def __init__(self, folder: Path, lab: Lab, builddir: Path) -> None:
        self.folder, self.lab = folder, lab
        self.patients = {each.name: each for each in make_patients()}
        self.module = builddir / "src/plugin/.libs/account_doctor.so"
        self.program = folder / "account-doctor"
        self.kept = folder / "kept"
        self.kept.mkdir()
        self.real_program = builddir / "src/command/account-doctor"
        self.program.write_text(KEEPER.format(folder=self.kept, program=self.real_program))
        self.program.chmod(0o755)

    def profile(self, name: str, **common: str) -> Path:
        profile = prepare(self.folder / name, self.lab, self.patients.values(), ProfileOptions(
            plugin=str(self.module), io_timeout_seconds=IO_TIMEOUT_SECONDS,
            check_interval_seconds=0, height=HEIGHT))
        for account, changes in CHANGES.items():
            change_section(profile / "accountrc", f"Account: {self.patients[account].number}", changes)
        change_section(profile / "clawsrc", "Common", common)
        (profile / "matcherrc").write_text(RULES)
        store = profile / "passwordstorerc"
        head = f"[account:{self.patients['token'].number}]\n"
        store.write_text(store.read_text().replace(head, f"{head}oauth2_access_expiry {EXPIRY}\n"))
        self._add_folders(profile)
        self._fill_queue(profile)
        self._accept_certificate(profile)
        return profile

    def _add_folders(self, profile: Path) -> None:
        """One folder that the server does not have; INBOX is not subscribed."""
        path = profile / "folderlist.xml"
        item = f'path="INBOX" account_id="{self.patients["folders"].number}" />\n'
        path.write_text(path.read_text().replace(
            item, item + '    <folderitem type="outbox" name="Sent" path="Sent elsewhere" />\n'))

    def _fill_queue(self, profile: Path) -> None:
        """Two messages of the first account, three days old; one is larger than the server takes."""
        sender = self.patients["queue"]
        for number, (subject, size) in enumerate((("small", 0), ("holiday pictures", LARGE_BYTES)), 1):
            path = profile / "Mail/queue" / str(number)
            path.write_text(queued(sender.user.name, "hanako@lab.example", sender.number, subject, size))
            os.utime(path, (time.time() - 3 * DAY_S,) * 2)

    def _accept_certificate(self, profile: Path) -> None:
        """Another certificate than the one that the server shows, as the client keeps them."""
        account = self.patients["certificate"].account(self.lab)
        folder = profile / "certs"
        folder.mkdir(exist_ok=True)
        pem = self.folder / "saved.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-keyout", "/dev/null", "-subj", "/CN=saved.example", "-days", "9", "-out",
                        str(pem)], check=True, capture_output=True)
        subprocess.run(["openssl", "x509", "-in", str(pem), "-outform", "DER", "-out",
                        str(folder / f"{account.receive.host}.{account.receive.port}.cert")], check=True)

    @contextmanager
    def story(self, name: str, **common: str) -> Iterator[Story]:
        env = {**self.lab.environment(), "ACCOUNT_DOCTOR_PROGRAM": str(self.program)}
        with Desktop(self.profile(name, **common), self.folder / f"{name}-home", env=env) as desktop:
            yield Story(desktop, self.lab)

    def examine(self, story: Story, name: str) -> tuple[str, dict[str, str]]:
        """Examine the account from the menu; what the panel says, and all facts by name."""
        before = set(self.kept.glob("*.facts"))
        story.examine_by_menu(self.patients[name])
        panel = story.wait_examined()
        paths = set(self.kept.glob("*.facts")) - before
        assert len(paths) == 1, paths
        path = paths.pop()
        lines = path.with_suffix(".settings").read_text() + path.read_text()
        return "\n".join(story.texts(panel)), dict(line.split(" ", 1) for line in lines.splitlines() if " " in line)


def assert_facts(facts: dict[str, str], **wanted: str) -> None:
    """Names with _ for the dot and __ for the dash."""
    for key, value in wanted.items():
        name = key.replace("__", "-").replace("_", ".")
        assert facts.get(name) == value, f"{name} is {facts.get(name)}, not {value}"


# -- what must be seen ----------------------------------------------------------------------------------------

def queue_is_told(ward: Ward, story: Story) -> None:
    said, facts = ward.examine(story, "queue")
    assert_facts(facts, queue_count="2", queue_largest__subject="'holiday pictures'", client_fetches="true",
                 client_io__timeout=str(IO_TIMEOUT_SECONDS), client_auto__check="false",
                 client_offline="false", client_subscribed__only="false", client_passwords__locked="false",
                 filter_name="'Newsletters'", filter_action="'move'", filter_target="'Local/draft'",
                 filter_unseen="0", filter_takes__all="false")
    assert int(facts["queue.largest"]) > int(facts["send.smtp.size-limit"]) > 0, facts
    assert abs(int(facts["queue.oldest"]) - time.time() + 3 * DAY_S) < DAY_S, facts["queue.oldest"]
    assert "The message is larger than the server takes." in said, said


def filter_is_told(ward: Ward, story: Story) -> None:
    said, facts = ward.examine(story, "left out")
    assert_facts(facts, client_fetches="false", filter_name="'old experiment'", filter_action="'delete'",
                 filter_takes__all="true", queue_count="0")
    assert "A filter rule of the mail program moves or deletes messages" in said, said


def twin_is_told(ward: Ward, story: Story) -> None:
    said, facts = ward.examine(story, "twin")
    assert_facts(facts, accounts_same__mailbox="'other twin'")
    assert "The same mailbox is set up in two accounts." in said, said
    _, others = ward.examine(story, "queue")
    assert "accounts.same-mailbox" not in others, others


def by_hand_is_a_remark(ward: Ward, story: Story) -> None:
    """All is well, and automatic checking is off: switched on by a button, and off again by another."""
    said, facts = ward.examine(story, "by hand")
    assert_facts(facts, client_fetches="true", client_auto__check="false")
    assert "Receiving and sending work." in said and "Mail of this account is fetched only by hand." in said, said
    common = story.desktop.profile / "clawsrc"
    story.press("Fetch Automatically", story.panel())
    story.wait("automatic checking on", lambda: "\nautochk_newmail=1\n" in common.read_text(), 20.0)
    story.press("Undo", story.panel())
    story.wait("automatic checking off", lambda: "\nautochk_newmail=0\n" in common.read_text(), 20.0)


def folders_are_told(ward: Ward, story: Story) -> None:
    said, facts = ward.examine(story, "folders")
    assert_facts(facts, folders_used="['Sent elsewhere']", folders_gone="['Old/trash']",
                 client_subscribed__only="true", receive_mailbox_missing="['Sent elsewhere']")
    assert "A folder that the account uses does not exist on the server" in said, said


def certificate_is_told(ward: Ward, story: Story) -> None:
    said, facts = ward.examine(story, "certificate")
    assert facts["receive.tls.saved.issuer"] == "'CN=saved.example'", facts
    assert facts["receive.server.accepted-certificate"] != facts["receive.tls.cert.fingerprint"]
    assert "shows another certificate than the one that was trusted earlier." in said, said


def proxy_is_told(ward: Ward, story: Story) -> None:
    _, facts = ward.examine(story, "proxy")
    assert_facts(facts, receive_proxy_kind="'socks5'", receive_proxy_host="'proxy.lab.example'",
                 receive_proxy_port="1081", receive_proxy_user="'ann'", receive_proxy_origin="'account'")
    assert "('localhost'," in facts["control.servers"], facts["control.servers"]


def token_is_told(ward: Ward, story: Story) -> None:
    _, facts = ward.examine(story, "token")
    assert_facts(facts, oauth_expires=str(EXPIRY), receive_auth_mechanism="'xoauth2'",
                 mail_folder=f"'{story.desktop.profile}/imapcache'")


def command_says_the_same(ward: Ward, story: Story) -> None:
    """Administrators get the same from the profile."""
    answer = subprocess.run([str(ward.real_program), "examine", "--config-dir", str(story.desktop.profile),
                             "--account", "left out", "--format", "json", "--no-login", "--no-trials", "--no-verify"],
                            env={**os.environ, **ward.lab.environment()}, stdin=subprocess.DEVNULL,
                            capture_output=True, text=True)
    facts = json.loads(answer.stdout)["accounts"][0]["facts"]
    wanted = {"client.fetches": False, "client.auto-check": False, "client.io-timeout": IO_TIMEOUT_SECONDS,
              "client.subscribed-only": False, "filter.action": "delete", "filter.takes-all": True,
              "queue.count": 0}
    assert wanted.items() <= facts.items(), {name: facts.get(name) for name in wanted}


def history_is_kept(ward: Ward, story: Story) -> None:
    """What worked is told after that, without names in the file."""
    patient = ward.patients["queue"]
    story.fetch(patient)
    path = story.desktop.profile / "account-doctor/history"
    story.wait("a line of the history", lambda: path.exists() and " 1 receive worked " in path.read_text(), 20.0)
    _, facts = ward.examine(story, "queue")
    assert_facts(facts, receive_history_worked="true")
    assert "receive.history.changed" not in facts, facts["receive.history.changed"]
    text = path.read_text()
    assert "localhost" not in text and patient.user.name not in text, text
    assert path.stat().st_mode & 0o777 == 0o600


def goes_online(ward: Ward, story: Story) -> None:
    """Offline; online again by the remedy; offline by its undo. Shared settings are in the client's own file."""
    story.desktop.activate_menu("File", "Offline mode")
    said, facts = ward.examine(story, "queue")
    assert_facts(facts, client_offline="true")
    assert "The mail program is in offline mode." in said, said
    common = story.desktop.profile / "clawsrc"
    story.desktop.find("push button", "Go Online", within=story.panel(), showing=False).act("click")
    story.wait("the client online", lambda: "\nwork_offline=0\n" in common.read_text(), 20.0)
    story.close_windows()
    _, facts = ward.examine(story, "queue")
    assert_facts(facts, client_offline="false")


def locked_and_not_writable_is_told(ward: Ward, story: Story) -> None:
    said, facts = ward.examine(story, "queue")
    assert_facts(facts, client_passwords__locked="true", client_offline="true", client_auto__check="true",
                 disk_writable="false")
    assert "The mail folder on this computer cannot be written." in said, said
    assert not story.desktop.dialogs(), story.desktop.dialogs()


def passphrase_unlocks(ward: Ward, story: Story) -> None:
    """The step opens the client's own question; answered, the account is examined with its passwords."""
    story.unfold("Other remedies")
    story.choose_remedy("Enter the primary passphrase")
    story.press("Enter Passphrase…", story.panel())
    question = story.desktop.wait_dialog("Input primary passphrase")
    story.desktop.find("password text", within=question.window, states=("focused",))
    story.desktop.type_text(PASSPHRASE)
    story.desktop.press_key("Return")
    story.desktop.wait_gone(question.window)
    story.wait("an examination with the passwords", lambda: any(
        "client.passwords-locked false\n" in path.read_text() for path in ward.kept.glob("*.settings")))


def derived(profile: Path) -> str:
    """The passphrase as the client keeps it."""
    salt = re.search(r"^master_passphrase_salt=(.*)$", (profile / "clawsrc").read_text(), re.MULTILINE)
    key = hashlib.pbkdf2_hmac("sha1", PASSPHRASE.encode(), base64.b64decode(salt[1]), ROUNDS, DERIVED_BYTES)
    return f"{{PBKDF2-HMAC-SHA1,{ROUNDS}}}{base64.b64encode(key).decode()}"


def first_client(report: Report, ward: Ward) -> None:
    with ward.story("first") as story:
        for title, step in (("the queue, against the server's limit", queue_is_told),
                            ("a rule that deletes, an account left out", filter_is_told),
                            ("two accounts for one mailbox", twin_is_told),
                            ("automatic checking off is a remark", by_hand_is_a_remark),
                            ("folders missing and not subscribed", folders_are_told),
                            ("a certificate that differs from the saved one", certificate_is_told),
                            ("a proxy, and the servers of other accounts", proxy_is_told),
                            ("an access token that ran out, and the mail folder", token_is_told),
                            ("the command says the same", command_says_the_same),
                            ("the history is kept", history_is_kept),
                            ("offline mode", goes_online)):
            if not report.check(title, lambda: step(ward, story)):
                story.tidy()


def second_client(report: Report, ward: Ward) -> None:
    """Locked passwords, offline from the start, a mail folder that takes nothing."""
    profile = ward.profile("second", use_master_passphrase="1", work_offline="1", autochk_newmail="1")
    change_section(profile / "clawsrc", "Common", {"master_passphrase": derived(profile)})
    (profile / "imapcache").symlink_to(NOT_WRITABLE)
    env = {**ward.lab.environment(), "ACCOUNT_DOCTOR_PROGRAM": str(ward.program)}
    with Desktop(profile, ward.folder / "second-home", env=env) as desktop:
        story = Story(desktop, ward.lab)
        report.check("locked passwords, offline, a folder that cannot be written",
                     lambda: locked_and_not_writable_is_told(ward, story))
        report.check("the primary passphrase", lambda: passphrase_unlocks(ward, story))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builddir", type=Path, required=True)
    options = parser.parse_args()
    report = Report()
    listeners = DEFAULT_LISTENERS + SCENARIOS["certificate-self-signed"].extra
    with tempfile.TemporaryDirectory(prefix="doctor-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the servers' own users go through it
        users = {each.user.name: each for each in make_patients()}.values()
        with Lab(folder / "lab", LabOptions(listeners=listeners, users=lab_users(users))) as lab:
            ward = Ward(folder, lab, options.builddir.resolve())
            first_client(report, ward)
            second_client(report, ward)
    return report.finish()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    sys.exit(main())

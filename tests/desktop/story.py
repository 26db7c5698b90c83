"""One failing account in a real Claws Mail with the module, from the error to the repair, and back.

    story = Story(desktop, lab)
    patient = ...                                # an account of the profile, see patients ()
    story.fail(patient)                          # the client's own error, its windows closed
    story.wait_strip(patient)
    story.examine()                              # Repair…
    story.apply()                                # the tested remedy

The names of buttons and sentences are the program's own, in English; they are found in any language.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Optional

from a11y import Element, Gone, outline
from driver import Desktop
from lifetime import carriers
from wording import bare

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "lab"))  # before the standard library
from lab import Lab  # noqa: E402
from profile import Account, ProfileOptions, make_profile  # noqa: E402
from scenarios import SCENARIOS, Scenario  # noqa: E402
from servers import DOMAIN, USERS, User  # noqa: E402

EXAMINE_S = 20.0
FAIL_S = 20.0
SELECT_AGAIN_S = 3.0
QUIET_LOOKS = 8
MENU_STEPS = 40
TAB_STEPS = 30
# What the client says of itself stands here; nothing of ours does.
NOT_OURS = {"menu bar", "tool bar"}
DOMAIN_NAME = "account-doctor"
# What the panel says once the client itself has worked.
REPAIRED = ("The mail program itself has tried it and it worked.", "“%s” fetches mail again.",
            "“%s” sends mail again.")

QUEUED = """\
AF:0
NF:0
PS:10
SRH:1
SFN:
DSR:
MID:
CFG:
PT:0
S:{sender}
RQ:
SSV:{server}
SSH:
R:<{receiver}>
MAID:{account}
X-Claws-End-Special-Headers: 1
Date: Sun, 22 Nov 2026 02:00:00 +0000
From: Taro Lab <{sender}>
To: {receiver}
Subject: {subject}
Message-ID: <{subject}.{account}@lab.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=US-ASCII

Sent by the client's own hand.
{filling}"""
FILLING = "Words that only make the message longer, as an attachment does.\n"


def queued(sender: str, receiver: str, account: int, subject: str, size: int = 0) -> str:
    """A file of about this size in the client's queue, as the client itself writes it while it is offline."""
    return QUEUED.format(sender=sender, server="localhost", receiver=receiver, account=account, subject=subject,
                         filling=FILLING * (size // len(FILLING)))


@dataclass(frozen=True)
class Patient:
    """An account of the profile: its scenario, name and number there, and a mail user that nobody else uses."""

    scenario: Scenario
    name: str
    number: int
    user: User
    address: str = ""  # empty: the user's
    double: str = ""  # a name of the mail host that nobody else uses, or empty
    receiver: Optional[User] = None  # of what is sent; hanako when it is not said
    lines: dict[str, str] = field(default_factory=dict, compare=False)  # of accountrc, besides what is usual

    def account(self, lab: Lab) -> Account:
        """The scenario's account with this user; a wrong password stays wrong."""
        host = f"{self.double}.{DOMAIN}" if self.double else ""
        model = self.scenario.account(lab, self.user, host)
        return replace(model, name=self.name, address=self.address or self.user.name)

    @property
    def sends(self) -> bool:
        """Whether sending is what fails first."""
        return self.scenario.failing == "send"


def elsewhere(scenario: Scenario, user: User) -> str:
    """The address for an account of the table.

    Where no setting is to blame it is of a domain that no provider file knows, so that there is no other server
    to propose.
    """
    return user.name if scenario.fix else user.name.replace("@lab.", "@elsewhere.")


def patients(names: Iterable[str], ward: str) -> dict[str, Patient]:
    """An account for each scenario named, in this order; other wards have other mail users."""
    users = {name: User(f"{name}.{ward}@{DOMAIN}", f"Right.{name}/2026", f"{name}.{ward}") for name in names}
    return {name: Patient(SCENARIOS[name], name, number, user, elsewhere(SCENARIOS[name], user))
            for number, (name, user) in enumerate(users.items(), 1)}


def lab_users(group: Iterable[Patient]) -> tuple[User, ...]:
    """The users that a lab must have for these accounts."""
    return USERS + tuple(each.user for each in group)


def prepare(folder: Path, lab: Lab, group: Iterable[Patient], options: ProfileOptions) -> Path:
    """A profile with these accounts."""
    everybody = list(group)
    profile = make_profile(folder, [each.account(lab) for each in everybody], options)
    for each in everybody:
        change_section(profile / "accountrc", f"Account: {each.number}", each.lines)
    return profile


def change_section(path: Path, title: str, changes: dict[str, str]) -> None:
    """Set lines of one section of a file of the client."""
    head, section, rest = re.split(rf"(?<=^\[{re.escape(title)}\]\n)(.*?)(?=^\[|\Z)", path.read_text(), maxsplit=1,
                                   flags=re.MULTILINE | re.DOTALL)
    kept = [line for line in section.splitlines() if line.split("=")[0] not in changes]
    path.write_text(head + "\n".join([*(f"{key}={value}" for key, value in changes.items()), *kept]) + "\n" + rest)


def compile_catalogues(source: Path, folder: Path) -> Path:
    """Compile po/*.po of the tree into a folder of catalogues, as an installation has them."""
    for catalogue in (source / "po").glob("*.po"):
        messages = folder / catalogue.stem / "LC_MESSAGES"
        messages.mkdir(parents=True, exist_ok=True)
        subprocess.run(["msgfmt", "-o", str(messages / f"{DOMAIN_NAME}.mo"), str(catalogue)], check=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Story:
    """What a person does and sees, with one running client and one lab."""

    def __init__(self, desktop: Desktop, lab: Lab) -> None:
        self.desktop = desktop
        self.lab = lab

    # -- what is on the screen -----------------------------------------------------------------------------------

    def _body(self) -> list[Element]:
        """The rows of the main window without the client's menus and buttons."""
        window = self.desktop.main_window()
        rows = [row for box in window.children() for row in box.children()]
        return [row for row in rows if row.role not in NOT_OURS and row.has("showing")]

    def strips(self) -> list[Element]:
        """Every strip above the message list; there should be one at most."""
        return [row for row in self._body() if row.role in ("alert", "info bar") and self.buttons(row)]

    def strip(self) -> Optional[Element]:
        """The strip above the message list, or None."""
        return next(iter(self.strips()), None)

    def panel(self) -> Optional[Element]:
        """The panel at the side, or None."""
        for row in self._body():
            for child in row.children() if row.role == "split pane" else []:
                if child.role == "panel" and child.has("showing") and self.buttons(child):
                    return child
        return None

    def buttons(self, within: Element) -> list[Element]:
        """Buttons to press, in reading order."""
        return [each for each in within.walk() if each.role == "push button"]

    def button(self, name: str, within: Element) -> Optional[Element]:
        """The button of this English name, or None."""
        return next(iter(self.desktop.find_all("push button", name, within=within)), None)

    def texts(self, within: Optional[Element]) -> list[str]:
        """What can be read there."""
        return self.desktop.texts(within) if within else []

    def says(self, within: Optional[Element], sentence: str, name: str = "") -> bool:
        """Whether this English sentence with the name in it is there, in the language of the program.

        Without a name only what stands behind its place is looked for.
        """
        wanted = {form.replace("%s", name) if name else form.split("%s")[-1]
                  for form in self.desktop.names.of(sentence)}
        return any(form in text for text in self.texts(within) for form in wanted)

    def wait(self, what: str, probe: Callable[[], object], timeout: float = 10.0):
        """Wait for something that may vanish under the look."""
        return self.desktop.wait_for(what, probe, timeout)

    def wait_strip(self, patient: Patient, timeout: float = FAIL_S) -> Element:
        """The strip that tells about this account."""
        def there() -> Optional[Element]:
            strip = self.strip()
            return strip if strip and any(patient.name in text for text in self.texts(strip)) else None
        return self.wait(f"the strip about {patient.name}", there, timeout)

    def wait_no_strip(self, timeout: float = 10.0) -> None:
        self.wait("the end of the strip", lambda: self.strip() is None, timeout)

    def wait_panel(self) -> Element:
        return self.wait("the panel", self.panel)

    def wait_said(self, sentence: str, name: str = "", timeout: float = EXAMINE_S) -> None:
        """Wait for a sentence in the panel."""
        self.wait(f"“{sentence}” in the panel", lambda: self.says(self.panel(), sentence, name), timeout)

    # -- what the client does ------------------------------------------------------------------------------------

    def fetch(self, patient: Patient) -> None:
        """Receive the mail of this account, from the menu."""
        self.desktop.activate_menu("Message", "Receive", patient.name)

    def queue(self, patient: Patient, subject: str, size: int = 0) -> None:
        """Put a message of about this size into the client's queue."""
        receiver = patient.receiver or self.lab.user("hanako")
        folder = self.desktop.profile / "Mail/queue"
        number = 1 + max((int(path.name) for path in folder.iterdir() if path.name.isdigit()), default=0)
        (folder / str(number)).write_text(
            queued(patient.address or patient.user.name, receiver.name, patient.number, subject, size))

    def send_queue(self) -> None:
        self.desktop.send_queue()

    def close_windows(self) -> None:
        """Close what the client itself opens over its failure, until nothing more comes."""
        quiet = 0

        def still() -> bool:
            nonlocal quiet
            quiet = 0 if self.desktop.dismiss_dialogs() else quiet + 1
            return quiet >= QUIET_LOOKS
        self.wait("the end of the client's own windows", still, FAIL_S)

    def fail(self, patient: Patient) -> Element:
        """Have the client fail as it does by itself, close its windows, and return our strip."""
        if patient.sends:
            self.queue(patient, f"from-{patient.name}")
            return self.fail_by(patient, self.send_queue)
        return self.fail_by(patient, lambda: self.fetch(patient))

    def fail_by(self, patient: Patient, act: Callable[[], None]) -> Element:
        """Do what fails, close the client's own windows, and return our strip."""
        act()

        def told() -> Optional[Element]:
            self.desktop.dismiss_dialogs()
            strip = self.strip()
            return strip if strip and any(patient.name in text for text in self.texts(strip)) else None
        self.wait(f"the strip about {patient.name}", told, FAIL_S)
        self.close_windows()
        return self.wait_strip(patient)

    def open_first_message(self, patient: Patient) -> None:
        """Show the account's inbox and the first message in it."""
        self.desktop.remote("--select", f"#imap/{patient.name}/INBOX/1")

    def leave_inbox(self) -> None:
        """Show a local folder, so that the client asks no server by itself."""
        self.desktop.remote("--select", "#mh/Local/inbox")

    def wait_mail(self, patient: Patient, subject: str) -> None:
        """Wait until the client shows this message of the account's inbox."""
        self.open_first_message(patient)
        asked = time.monotonic()

        def shown() -> list[Element]:
            nonlocal asked
            if time.monotonic() > asked + SELECT_AGAIN_S:  # the client forgets it while it fetches
                self.open_first_message(patient)
                asked = time.monotonic()
            return self.desktop.find_all("text", name_contains=subject, within=self.desktop.main_window())
        self.wait(f"the message “{subject}”", shown, FAIL_S)

    def has_local(self, subject: str) -> bool:
        """Whether the client has stored a message with this subject in its local inbox."""
        folder = self.desktop.profile / "Mail/inbox"
        return any(f"Subject: {subject}\n".encode() in path.read_bytes()
                   for path in folder.iterdir() if path.name.isdigit())

    # -- what a person does with the doctor ----------------------------------------------------------------------

    def press(self, name: str, within: Optional[Element]) -> None:
        """Press a button of ours with the mouse."""
        self.desktop.click(name, within=within)

    def examine(self) -> Element:
        """Press Repair… in the strip and wait for the end of the examination."""
        self.press("Repair…", self.strip())
        return self.wait_examined()

    def examine_by_menu(self, patient: Patient) -> Element:
        """Tools, Diagnose account."""
        self.desktop.activate_menu("Tools", "Diagnose account", patient.name)
        return self.wait_panel()

    def examine_button(self, panel: Element) -> Optional[Element]:
        """The button that starts an examination; there is none while one runs."""
        return self.button("Examine Again", panel) or self.button("Examine", panel)

    def wait_examined(self) -> Element:
        """The panel, once nothing is being examined in it."""
        def done() -> Optional[Element]:
            panel = self.panel()
            return panel if panel and self.button("Examine Again", panel) else None
        return self.wait("the end of the examination", done, EXAMINE_S)

    def card(self) -> Optional[Element]:
        """The remedy offered, or None."""
        panel = self.panel()
        for each in panel.walk() if panel else []:
            if each != panel and each.role == "panel" and each.name and self.buttons(each):
                return each
        return None

    def apply(self) -> None:
        """Press the button of the remedy offered."""
        card = self.wait("a remedy", self.card)
        self.desktop.click(self.buttons(card)[0])

    def unfold(self, name: str) -> None:
        """Open what folds below this title in the panel."""
        title = self.desktop.find("toggle button", name, within=self.panel())
        title.act()
        self.wait(f"“{name}” open", lambda: title.has("expanded"))

    def choose_remedy(self, name: str) -> None:
        """Take one of the other remedies, by the words of its title."""
        self.press(f"{name}…", self.panel())

    def check(self, name: str) -> None:
        """Tick a box in the panel."""
        self.desktop.click(self.desktop.find("check box", name, within=self.panel()))

    def enter_password(self, password: str) -> None:
        """Type a password into the panel and have it tested."""
        entry = self.desktop.find("password text", within=self.panel(), states=("sensitive",))
        self.desktop.click(entry)
        self.desktop.wait_for("the focus in the password field", lambda: entry.has("focused"))
        self.desktop.type_text(password)
        button = self.buttons(self.wait("a remedy", self.card))[-1]
        self.desktop.click(button)

    def wait_repaired(self) -> None:
        """Wait until the client itself has worked again."""
        self.wait("the client's own success in the panel",
                  lambda: any(self.says(self.panel(), sentence) for sentence in REPAIRED), EXAMINE_S)

    def undo(self) -> None:
        self.press("Undo", self.panel())

    def dismiss_strip(self) -> None:
        """Close the strip, where there is one, by its own button."""
        strip = self.strip()
        if strip is not None:
            self.press("Dismiss this message", strip)
            self.wait_no_strip()

    def close_panel(self) -> None:
        """Close the panel by its own button."""
        panel = self.panel()
        if panel is None:
            return
        self.press("Close Account Doctor", panel)
        self.wait("the end of the panel", lambda: self.panel() is None)

    # -- by keyboard ---------------------------------------------------------------------------------------------

    def walk_menu(self, key: str, entry: Element) -> None:
        """Strike a key until this entry of a menu is the chosen one."""
        for _ in range(MENU_STEPS):
            if entry.has("selected"):
                return
            self.desktop.press_key(key)
        raise AssertionError(f"{key} does not reach {entry}\n{self.desktop.describe()}")

    def focused(self, within: Element) -> Optional[Element]:
        """What has the keyboard there; what is inside a combo box is not on the bus."""
        return next((each for each in within.walk() if each.has("focused")), None)

    def tab_to(self, name: str, within: Element) -> None:
        """Strike Tab until the control of this name has the keyboard."""
        names = self.desktop.names.of(name)
        for _ in range(MENU_STEPS):
            focus = self.focused(within)
            if focus is not None and bare(focus.name) in names:
                return
            self.desktop.press_key("Tab")
        raise AssertionError(f"Tab does not reach “{name}”\n{self.desktop.describe()}")

    def tab_round(self, within: Element) -> list[Element]:
        """What gets the keyboard in there, from Tab to Tab, once round."""
        reached: list[Element] = []
        for _ in range(TAB_STEPS):
            focus = self.focused(within)
            if focus in reached:
                break
            if focus is not None:
                reached.append(focus)
            self.desktop.press_key("Tab")
        return reached

    def tidy(self) -> None:
        """After a failed step: close every window, the panel and the strip, as far as that goes."""
        for close in (self.close_windows, self.close_panel, self.dismiss_strip):
            try:
                close()
            except (AssertionError, Gone):
                continue

    # -- evidence ------------------------------------------------------------------------------------------------

    def settings(self, patient: Patient) -> dict[str, str]:
        """What the client's accountrc says about the account."""
        text = (self.desktop.profile / "accountrc").read_text(encoding="utf-8")
        for section in re.split(r"^\[Account: \d+\]$", text, flags=re.MULTILINE):
            rows = dict(line.split("=", 1) for line in section.splitlines() if "=" in line)
            if rows.get("account_name") == patient.name:
                return rows
        raise AssertionError(f"accountrc has no account {patient.name}")

    def changes(self, before: dict[str, str], patient: Patient) -> dict[str, tuple[str, str]]:
        """Settings that are not as they were: name to old and new value. The client adds the rest by itself."""
        after = self.settings(patient)
        return {key: (old, after.get(key, "")) for key, old in before.items() if after.get(key) != old}

    def network_log(self, lines: int = 60) -> str:
        """The end of the client's own log of protocols."""
        path = self.desktop.profile / "claws.log"
        text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def stored_passwords(self) -> str:
        """The client's password store."""
        return (self.desktop.profile / "passwordstorerc").read_text(encoding="utf-8")

    def certificates(self, patient: Patient) -> list[Path]:
        """What the client keeps of this account's host."""
        host = patient.account(self.lab).receive.host
        return list((self.desktop.profile / "certs").glob(f"{host}.*.cert"))

    def children(self) -> list[int]:
        """Processes that examine at the moment."""
        session = self.desktop.session.processes
        return [number for number in carriers(session.token) if is_examining(number)]

    def outline(self) -> str:
        """The main window in words, to compare it."""
        return outline(self.desktop.main_window())

    def logins(self, patient: Patient):
        """What the servers saw of this account's user."""
        return [login for login in self.lab.logins() if login.user == patient.user.name]

    def picture(self, path: Path) -> None:
        """A picture of the main window alone."""
        x, y, width, height = self.desktop.main_window().extents
        self.desktop.screenshot(path)
        self.desktop.session.processes.run(
            ["convert", str(path), "-crop", f"{width}x{height}+{x}+{y}", "+repage", str(path)],
            self.desktop.session.env)


def is_examining(number: int) -> bool:
    """Whether a process is the program of the doctor."""
    try:
        return b"account-doctor" in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False

#!/usr/bin/python3
"""A lab of real mail servers on loopback, for tests and for trying things out.

As a module: `with Lab(directory) as lab:` starts a Dovecot and a Postfix with certificates of their own and
stops them at the end. Everything they write is in the directory. As a command: see `lab.py --help`.
"""

from __future__ import annotations

import argparse
import contextlib
import email
import email.message
import email.policy
import email.utils
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

import processes
import scenarios
import servers
from certificates import CertificateError, CertificateStore
from policy import Policy
from processes import LabError, ProcessGroup, wait_until
from servers import LabOptions, Listener, User

START_SECONDS = 20.0
START_ATTEMPTS = 4
EXIT_NOT_POSSIBLE = 3

PROVIDER_HEAD = """\
[Provider]
Name=Lab
Domains=lab.example;
Password=normal
UserName=address
Confidence=high
Checked=2026-11
"""

# Group of the provider file, the listener it names, and its security mode; best first.
PROVIDER_SERVERS = (
    ("IMAP 1", "imaps", "tls"),
    ("IMAP 2", "imap", "starttls"),
    ("POP3 1", "pop3s", "tls"),
    ("POP3 2", "pop3", "starttls"),
    ("SMTP 1", "submissions", "tls"),
    ("SMTP 2", "submission", "starttls"),
)


@dataclass(frozen=True)
class Login:
    """One attempt to log in, as the servers saw it. `service` is imap, pop3 or smtp."""

    user: str
    ok: bool
    mechanism: str
    service: str
    tls: bool


class Lab:
    """Servers in one directory, from `start` to `stop`.

    Leaving the `with` block stops every process that was started, also after an exception, and after SIGTERM
    and SIGINT, which become SystemExit meanwhile. When this process is killed, the servers end as well.
    """

    def __init__(self, directory: str | Path, options: LabOptions = LabOptions()):
        """Nothing is started or written yet. The directory is made when it is missing."""
        self.directory = Path(directory).resolve()
        self.options = options
        self.ports: dict[Listener, int] = {}
        self._store = CertificateStore(self.directory / "certificates")
        self.policy: Policy | None = None  # while it runs
        self._site: servers.Site | None = None
        self._users = {user.home: user for user in options.users}
        self._groups: list[ProcessGroup] = []
        self._dovecots: list[tuple[str, ProcessGroup]] = []  # with the kind of the certificate
        self._held: list = []
        self._special_ports: dict[str, int] = {}
        self._signal_handlers: dict[int, object] = {}

    # -- life --------------------------------------------------------------------------------------------------

    def __enter__(self) -> Lab:
        self._catch_signals()
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception: object) -> None:
        try:
            self.stop()
        finally:
            self._release_signals()

    def start(self) -> None:
        """Start the servers; on return every port answers. LabError says what is missing or went wrong."""
        servers.check_requirements(self.directory)
        self._make_directories()
        for _ in range(START_ATTEMPTS):
            site = self.new_site()
            if self._start_servers(site):
                return
            self.stop()
            if "in use" not in self.log():
                break
        raise LabError(f"The servers did not start; the last lines of their logs:\n{self.log()[-2000:]}")

    def stop(self) -> None:
        """End all servers and let go of all ports. May be called at any time, and again."""
        while self._groups:
            self._groups.pop().stop()
        self._dovecots.clear()
        if self.policy is not None:
            self.policy.stop()
        processes.close_all(self._held)
        self._held.clear()
        self._special_ports.clear()

    def new_site(self) -> servers.Site:
        """Choose the ports; what the servers need to know. A network lab does it in its own way."""
        listeners = self.options.listeners
        self.ports = dict(zip(listeners, processes.free_ports(len(listeners))))
        addresses = {each: loopback_addresses_of(each) for each in listeners}
        return servers.Site(self.directory, self.options, self.ports, addresses, self._store)

    def is_answering(self, listener: Listener) -> bool:
        return processes.answers(listener.host, self.ports[listener])

    def _make_directories(self) -> None:
        servers.make_directory(self.directory)
        servers.make_directory(self.directory / "log")
        servers.make_directory(self.directory / "mail", servers.MAIL_OWNER)
        for user in self.options.users:
            servers.make_directory(self.directory / "mail" / user.home, servers.MAIL_OWNER, 0o700)

    def _start_servers(self, site: servers.Site) -> bool:
        """Whether all of them are up. Postfix comes last: without Dovecot's socket it would pause for a minute."""
        self._site = site
        site.auth_socket.unlink(missing_ok=True)
        servers.write_passwords(site, self._users.values())
        servers.make_queue(self.directory / "postfix")
        self.policy = Policy(site.policy_socket)
        self.policy.start(servers.owner("postfix"))
        for number, group in enumerate(servers.dovecot_groups(self.options.listeners)):
            self._groups.append(servers.start_dovecot(site, number, group))
            self._dovecots.append((group[0].certificate if group else "good", self._groups[-1]))
        if not wait_until(lambda: site.auth_socket.exists() or not self._all_running(), START_SECONDS):
            return False
        if any(servers.SERVICES[each.service].server == "postfix" for each in self.ports):
            self._groups.append(servers.start_postfix(site))
        up = all(wait_until(lambda: self.is_answering(each) or not self._all_running(), START_SECONDS)
                 for each in self.ports)
        return up and self._all_running()

    def _all_running(self) -> bool:
        return all(group.is_running() for group in self._groups)

    def _catch_signals(self) -> None:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                self._signal_handlers[number] = signal.signal(number, leave_on_signal)

    def _release_signals(self) -> None:
        while self._signal_handlers:
            signal.signal(*self._signal_handlers.popitem())

    # -- what a client needs -----------------------------------------------------------------------------------

    def listener(self, name: str) -> Listener:
        """The listener of that name, such as `imaps` or `imaps-expired`. LabError when it was not asked for."""
        for each in self.ports:
            if each.name == name:
                return each
        raise LabError(f"This lab has no listener “{name}”; it has {', '.join(each.name for each in self.ports)}.")

    def port(self, name: str) -> int:
        """The port of a listener by its name; `closed` is one that refuses, `silent` one that never answers."""
        makers = {"closed": processes.hold_port, "silent": processes.black_hole}
        if name not in makers:
            return self.ports[self.listener(name)]
        if name not in self._special_ports:
            self._special_ports[name], sockets = makers[name]()
            self._held += sockets
        return self._special_ports[name]

    def host(self, name: str) -> str:
        """The server name to use for a listener."""
        return "localhost" if name in ("closed", "silent") else self.listener(name).host

    def process_groups(self) -> list[int]:
        """The process groups that are running for this lab."""
        return [group.process.pid for group in self._groups]

    def user(self, home: str) -> User:
        """The user by the first part of the name: taro, hanako, mihon. KeyError for others."""
        return self._users[home]

    def environment(self) -> dict[str, str]:
        """Variables for a client: trust for the lab's authority, the provider overlay, all ports."""
        ports = {f"LAB_PORT_{each.name.upper().replace('-', '_')}": str(port) for each, port in self.ports.items()}
        return {"SSL_CERT_FILE": str(self._store.trust_bundle()),
                "ACCOUNT_DOCTOR_OVERLAY": str(self.provider_file().parents[1]),
                "ACCOUNT_DOCTOR_NAME_SERVERS": "",
                "XDG_STATE_HOME": "/dev/null/none",  # scenarios log in more often than an hour allows
                "LAB_DIRECTORY": str(self.directory), **ports}

    def provider_file(self) -> Path:
        """Write the overlay's provider file for lab.example with this lab's healthy ports; where it is."""
        path = self.directory / "overlay/providers/lab.provider"
        path.parent.mkdir(parents=True, exist_ok=True)
        here = {each.name: port for each, port in self.ports.items()}
        groups = [f"\n[{group}]\nHost={self.host(name)}\nPort={here[name]}\nSecurity={security}\n"
                  for group, name, security in PROVIDER_SERVERS if name in here]
        path.write_text(PROVIDER_HEAD + "".join(groups), encoding="utf-8")
        return path

    # -- what changes while it runs ----------------------------------------------------------------------------

    def change_user(self, home: str, **changes: str) -> None:
        """Give a user another password or other fields from the next login on."""
        self._users[home] = replace(self._users[home], **changes)
        servers.write_passwords(self._site, self._users.values())

    def renew_certificate(self, kind: str) -> None:
        """Put a good certificate in the place of one of this kind, as an administrator does, for new connections."""
        self._store.renew(kind)
        for certificate, group in self._dovecots:
            if certificate == kind:
                group.process.send_signal(signal.SIGHUP)

    def set_size_limit(self, size: int) -> None:
        """The largest message that the servers take from now on."""
        self._change_postfix(message_size_limit_bytes=size)

    def add_user(self, user: User) -> None:
        """A new user who can log in and be written to."""
        self._users[user.home] = user
        servers.make_directory(self.directory / "mail" / user.home, servers.MAIL_OWNER, 0o700)
        servers.write_passwords(self._site, self._users.values())
        self._change_postfix(users=tuple(self._users.values()))

    def _change_postfix(self, **changes: object) -> None:
        """Let Postfix read its files anew. Its processes end as soon as they have nothing to do."""
        self._site = replace(self._site, options=replace(self._site.options, **changes))
        servers.write_postfix_config(self._site, self.directory / "postfix")
        self._groups[-1].process.send_signal(signal.SIGHUP)

    # -- mail and logs -----------------------------------------------------------------------------------------

    def put_message(self, user: User, subject: str, body: str = "Hello from the lab.\n") -> None:
        """Put a message into the user's INBOX, as new."""
        message = email.message.EmailMessage()
        message["From"] = "Lab <postmaster@lab.example>"
        message["To"] = user.name
        message["Subject"] = subject
        message["Date"] = email.utils.localtime()
        message["Message-ID"] = f"<{uuid.uuid4()}@lab.example>"
        message.set_content(body)
        folder = self._maildir(user)
        for name in (folder, folder / "tmp", folder / "new", folder / "cur"):
            servers.make_directory(name, servers.MAIL_OWNER, 0o700)
        path = folder / "tmp" / f"{uuid.uuid4().hex}.lab"
        path.write_bytes(message.as_bytes())
        os.chown(path, *servers.owner(servers.MAIL_OWNER))
        path.rename(folder / "new" / path.name)

    def messages(self, user: User) -> list[str]:
        """The subjects of all messages in the user's INBOX, in no order."""
        folder = self._maildir(user)
        return [subject_of(path) for name in ("new", "cur") for path in folder.glob(f"{name}/*")]

    def wait_for_message(self, user: User, subject: str, seconds: float = 10) -> bool:
        """Whether a message with this subject is in INBOX before the time is over."""
        return wait_until(lambda: subject in self.messages(user), seconds)

    def log(self) -> str:
        """What all servers have logged so far."""
        return "".join(path.read_text(errors="replace") for path in sorted((self.directory / "log").glob("*")))

    def logins(self) -> list[Login]:
        """Every attempt to log in so far, in order for one server. Entries appear a moment after the reply."""
        return [login_of(json.loads(line[line.index("{"):])["fields"]) for line in self.log().splitlines()
                if '"event":"auth_request_finished"' in line]

    def _maildir(self, user: User) -> Path:
        return self.directory / "mail" / user.home / "Maildir"


def loopback_addresses_of(listener: Listener) -> list[str]:
    """Dovecot's are reached at the second address of IPv4, too: see Listener.host."""
    dovecot = servers.SERVICES[listener.service].server == "dovecot"
    return processes.loopback_addresses() + [processes.LOOPBACK_4_SECOND] * dovecot


def subject_of(path: Path) -> str:
    with contextlib.suppress(FileNotFoundError):
        return str(email.message_from_bytes(path.read_bytes(), policy=email.policy.default)["Subject"] or "")
    return ""


def login_of(fields: dict[str, str]) -> Login:
    return Login(user=fields.get("user", ""), ok=fields.get("success") == "yes",
                 mechanism=fields.get("mechanism", ""), service=fields.get("service", ""),
                 tls=fields.get("transport") == "TLS")


def leave_on_signal(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


# -- the command ---------------------------------------------------------------------------------------------------

def run_client(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run a command in a group of its own, so that nothing of it stays; its status, as a shell tells it."""
    own_group = not sys.stdin.isatty()
    try:
        child = subprocess.Popen(command, env={**os.environ, **environment}, start_new_session=own_group,
                                 preexec_fn=processes.end_with_parent)
    except OSError as error:
        raise LabError(f"{command[0]} cannot be started: {error.strerror}.") from None
    guard = processes.Guard(child.pid) if own_group else None
    try:
        status = child.wait()
    finally:
        end_client(child, own_group)
        if guard is not None:
            guard.dismiss()
    return status if status >= 0 else 128 - status


def end_client(child: subprocess.Popen, own_group: bool) -> None:
    """End what is left of the command and wait for it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            if own_group:
                os.killpg(child.pid, number)
            else:
                child.send_signal(number)
        if wait_until(lambda: has_ended(child, own_group), processes.STOP_SECONDS):
            return


def has_ended(child: subprocess.Popen, own_group: bool) -> bool:
    ended = child.poll() is not None
    return ended and not (own_group and processes.group_is_alive(child.pid))


@contextlib.contextmanager
def working_directory(given: str | None):
    """The given directory, which stays, or one that is removed afterwards."""
    if given is not None:
        yield Path(given)
        return
    made = tempfile.mkdtemp(prefix="lab-")
    try:
        yield Path(made)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def command_list(_arguments: argparse.Namespace) -> int:
    for scenario in scenarios.SCENARIOS.values():
        print(f"{scenario.name:24} {scenario.description}")
    return 0


def command_run(arguments: argparse.Namespace) -> int:
    scenario = scenarios.SCENARIOS.get(arguments.scenario)
    if scenario is None:
        raise LabError(f"There is no scenario “{arguments.scenario}”; lab.py list shows them all.")
    with working_directory(arguments.directory) as directory, Lab(directory, scenario.options()) as lab:
        profile = scenario.prepare(lab, lab.directory / "profile", arguments.plugin)
        return run_client(arguments.command, {**lab.environment(), "LAB_PROFILE": str(profile)})


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="lab.py", description="Real mail servers on loopback.")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("list", help="show the scenarios").set_defaults(function=command_list)
    run = commands.add_parser("run", help="run a command with the servers and a profile of a scenario")
    run.add_argument("--scenario", default="healthy", metavar="NAME")
    run.add_argument("--directory", metavar="DIR", help="where everything is kept; without it, removed at the end")
    run.add_argument("--plugin", metavar="FILE", help="a module the profile loads")
    run.add_argument("command", nargs="+", metavar="COMMAND")
    run.set_defaults(function=command_run)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    options = parse(arguments)
    try:
        return options.function(options)
    except (LabError, CertificateError) as error:
        print(f"lab.py: {error}", file=sys.stderr)
        return EXIT_NOT_POSSIBLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

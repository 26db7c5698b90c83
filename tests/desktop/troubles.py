"""What befalls an account in the lab, and how somebody else than the doctor ends it.

Each has `begin` and `end`, which take the lab and the patient; `end` may be called again. `own_host` tells that the
patient must be at a host of its own, so that nobody else is hit.
"""

from __future__ import annotations

import imaplib
import os
import ssl
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "lab"))  # before the standard library
import servers  # noqa: E402
from netlab import MAIL_HOST, NetLab  # noqa: E402
from network import CLIENT, SERVER, Host  # noqa: E402
from servers import DOMAIN, Listener  # noqa: E402

if TYPE_CHECKING:
    from story import Patient

SECONDS = 10
WEB_PORT = 80


class Trouble:
    """None at all."""

    own_host = False
    extra: tuple[Listener, ...] = ()

    def begin(self, lab: NetLab, patient: "Patient") -> None:
        pass

    def end(self, lab: NetLab, patient: "Patient") -> None:
        pass


@dataclass(frozen=True)
class Line(Trouble):
    """The line to the patient's host does something to these ports: drop, stall, refuse, reset, unreachable."""

    action: str
    ports: tuple[int, ...]
    own_host = True

    def begin(self, lab: NetLab, patient: "Patient") -> None:
        self._each(lab, patient, lab.network.spoil)

    def end(self, lab: NetLab, patient: "Patient") -> None:
        self._each(lab, patient, lab.network.mend)

    def _each(self, lab: NetLab, patient: "Patient", do: Callable[..., None]) -> None:
        for address in lab.hosts[patient.double].addresses:
            for port in self.ports:
                do(self.action, port=port, address=address)


@dataclass(frozen=True)
class Nameless(Trouble):
    """The name of the patient's host does not exist for a while."""

    own_host = True

    def begin(self, lab: NetLab, patient: "Patient") -> None:
        self._change(lab, patient, ())

    def end(self, lab: NetLab, patient: "Patient") -> None:
        self._change(lab, patient, lab.hosts[patient.double])

    @staticmethod
    def _change(lab: NetLab, patient: "Patient", host: Host | tuple[()]) -> None:
        zone, name = lab.names.zone, f"{patient.double}.{DOMAIN}"
        if zone.hosts[name] != host:
            lab.names.change(replace(zone, hosts={**zone.hosts, name: host}))


@dataclass(frozen=True)
class Answer(Trouble):
    """Postfix answers the patient's mail so, at MAIL or at RCPT."""

    text: str
    state: str = "RCPT"

    def begin(self, lab: NetLab, patient: "Patient") -> None:
        lab.policy.answers[patient.address, self.state] = self.text

    def end(self, lab: NetLab, patient: "Patient") -> None:
        lab.policy.answers.pop((patient.address, self.state), None)


@dataclass(frozen=True)
class Password(Trouble):
    """The patient's password was changed at the server to another; in the end it is what it was."""

    def begin(self, lab: NetLab, patient: "Patient") -> None:
        lab.change_user(patient.user.home, password="Another.Password/2027")

    def end(self, lab: NetLab, patient: "Patient") -> None:
        lab.change_user(patient.user.home, password=patient.user.password)


@dataclass(frozen=True)
class Fields(Trouble):
    """Dovecot's user list has these fields about the patient."""

    extra_fields: str

    def begin(self, lab: NetLab, patient: "Patient") -> None:
        lab.change_user(patient.user.home, extra=self.extra_fields)

    def end(self, lab: NetLab, patient: "Patient") -> None:
        lab.change_user(patient.user.home, extra="")


@dataclass(frozen=True)
class Sessions(Trouble):
    """Other programs of the patient's hold as many connections as the server allows."""

    held: list = field(default_factory=list, compare=False)

    def begin(self, lab: NetLab, patient: "Patient") -> None:
        context = ssl.create_default_context(cafile=lab.environment()["SSL_CERT_FILE"])
        context.check_hostname = False  # it is reached by its address: the names are known on the other side only
        for address in lab.hosts[MAIL_HOST].addresses:  # the limit is for a user and an address of the client
            for _ in range(lab.options.connections_per_user):
                with lab.network.inside(CLIENT):
                    session = imaplib.IMAP4_SSL(address, lab.port("imaps"), ssl_context=context, timeout=SECONDS)
                session.login(patient.user.name, patient.user.password)
                self.held.append(session)

    def end(self, lab: NetLab, patient: "Patient") -> None:
        while self.held:
            self.held.pop().logout()


@dataclass(frozen=True)
class Unreadable(Trouble):
    """The server cannot open the patient's mailbox."""

    def begin(self, lab: NetLab, patient: "Patient") -> None:
        os.chown(self.folder(lab, patient), 0, 0)

    def end(self, lab: NetLab, patient: "Patient") -> None:
        os.chown(self.folder(lab, patient), *servers.owner(servers.MAIL_OWNER))

    @staticmethod
    def folder(lab: NetLab, patient: "Patient") -> Path:
        return lab.directory / "mail" / patient.user.home


@dataclass(frozen=True)
class Certificate(Trouble):
    """The administrator puts a good certificate in the place of one of this kind."""

    kind: str

    def end(self, lab: NetLab, patient: "Patient") -> None:
        lab.renew_certificate(self.kind)


class SignInPage(BaseHTTPRequestHandler):
    """Leads whoever asks for anything to the page of a network."""

    def do_GET(self) -> None:  # the name that the library asks for
        self.send_response(302)
        self.send_header("Location", "http://portal.example/login")
        self.end_headers()

    def log_message(self, *_unused) -> None:
        pass


@dataclass(frozen=True)
class Portal(Trouble):
    """A network's own page answers in the place of a host whose certificate is of this kind, until one signs in."""

    kind: str
    running: list = field(default_factory=list, compare=False)

    def begin(self, lab: NetLab, patient: "Patient") -> None:
        with lab.network.inside(SERVER):
            page = ThreadingHTTPServer((lab.address(f"imaps-{self.kind}"), WEB_PORT), SignInPage)
        threading.Thread(target=page.serve_forever, daemon=True).start()
        self.running.append(page)

    def end(self, lab: NetLab, patient: "Patient") -> None:
        while self.running:
            page = self.running.pop()
            page.shutdown()
            page.server_close()
            lab.renew_certificate(self.kind)


@dataclass(frozen=True)
class Mailbox(Trouble):
    """The mailbox to which is written does not exist until the administrator makes it."""

    def end(self, lab: NetLab, patient: "Patient") -> None:
        lab.add_user(patient.receiver)


@dataclass(frozen=True)
class SizeLimit(Trouble):
    """The servers take no message larger than this, and then ten megabytes again."""

    size: int

    def begin(self, lab: NetLab, patient: "Patient") -> None:
        lab.set_size_limit(self.size)

    def end(self, lab: NetLab, patient: "Patient") -> None:
        lab.set_size_limit(10_240_000)

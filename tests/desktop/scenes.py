"""The scenes of the desktop tests: one row for each way in which an account fails, from the error to its end.

A scene is an account (a row of the lab's table, or one of its own where only a network has it), what befalls it, what
the doctor must find, and how it ends. tests/desktop/actor.py plays any of them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from troubles import (Answer, Certificate, Fields, Line, Mailbox, Nameless, Portal, Sessions, SizeLimit,
                      Trouble, Unreadable)

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "lab"))  # before the standard library
from scenarios import SCENARIOS, WRONG_PASSWORD, Scenario, Side  # noqa: E402
from servers import Listener  # noqa: E402

IMAP_PORTS, SUBMISSION_PORTS = (143, 993), (25, 465, 587, 2525)
ALL_PORTS = (25, 110, 143, 465, 587, 993, 995, 2525)
APP, DEDICATED, ELSEWHERE = "app.example", "separate.example", "elsewhere.example"
# The client keeps a port apart from whether it is another than usual.
PORT, SMTP_PORT = ("set_imapport", "imap_port"), ("set_smtpport", "smtp_port")

# How a scene ends.
APPLY = "apply"  # the remedy offered is applied, and taken back in the end
PASSWORD = "password"  # a password is typed: a wrong one, then the right one
AGAIN = "again"  # somebody else has done a step; the account is examined again
TRUST = "trust"  # the certificate is compared, trusted and stored
CLIENT = "client"  # it has passed; the client's own next attempt shows it


@dataclass(frozen=True)
class Scene:
    """One row. `settings` are the names in accountrc that the remedy changes, and nothing else.

    `fails` tells with what the client fails: fetch, send, or nothing: then the person asks for an examination.
    `domain` is that of the address; none but lab.example, app.example and separate.example has a provider file.
    """

    name: str
    cause: str
    ends: str
    scenario: Scenario
    settings: tuple[str, ...] = ()
    trouble: Trouble = Trouble()
    fails: str = "fetch"
    domain: str = "lab.example"
    size: int = 0  # of the message to send, in bytes
    lines: dict[str, str] = field(default_factory=dict)  # of the account's section of accountrc
    or_settings: tuple[str, ...] = ()  # as right, where the server was slow with what is tried first

    @property
    def new_receiver(self) -> bool:
        """Whether mail is written to somebody whom the server does not know yet."""
        return isinstance(self.trouble, Mailbox)


def from_table(name: str, cause: str, ends: str, *settings: str, **options) -> Scene:
    """A scene with an account of the lab's table, where `table` or else the scene's own name stands."""
    scenario = replace(SCENARIOS[options.pop("table", name)], ask_about_new_certificates=options.pop("asks", False))
    fails = "send" if scenario.failing == "send" else "fetch"
    return Scene(name, cause, ends, scenario, settings, **{"fails": fails, **options})


def healthy(name: str, cause: str, ends: str, trouble: Trouble, **options) -> Scene:
    """A scene whose account has nothing wrong in its settings."""
    scenario = SCENARIOS["healthy-pop3" if options.pop("pop3", False) else "healthy"]
    return Scene(name, cause, ends, scenario, trouble=trouble, **{"domain": ELSEWHERE, **options})


def account(description: str, **sides) -> Scenario:
    """An account that only a network of its own can have."""
    return Scenario("", description, **sides)


ROWS = (
    # Receiving: settings
    from_table("wrong-port", "config.port", APPLY, *PORT),
    from_table("wrong-security", "tls.wrong-mode", APPLY, "ssl_imap"),
    from_table("wrong-security-plain", "tls.wrong-mode", APPLY, *PORT),
    from_table("starttls-missing", "tls.starttls-missing", APPLY, "receive_server", "imap_port", "ssl_imap"),
    from_table("plain-login-refused", "auth.tls-required", APPLY, "receive_server", "imap_port", "ssl_imap"),
    from_table("plain-login-refused-pop3", "auth.tls-required", APPLY, "ssl_pop"),
    from_table("wrong-host", "config.host", APPLY, "receive_server"),
    Scene("host-typo", "config.host", APPLY, account("A letter of the server's name is wrong.",
          receive=Side("imaps", "tls", host="mial.lab.example")), ("receive_server",)),
    from_table("wrong-mechanism", "auth.mechanism", APPLY, "imap_auth_method"),
    from_table("user-name", "auth.username-form", APPLY, "user_id"),
    from_table("wrong-port-pop3", "config.port", APPLY, "set_popport", "pop_port"),
    from_table("timeout", "config.port", APPLY, *PORT),
    # Sending: settings
    from_table("send-without-login", "auth.smtp-auth-off", APPLY, "use_smtp_auth"),
    from_table("send-wrong-port", "config.port", APPLY, *SMTP_PORT),
    from_table("send-wrong-security", "tls.wrong-mode", APPLY, "ssl_smtp"),
    from_table("send-wrong-password", "auth.smtp-mismatch", APPLY, "smtp_user_id"),
    from_table("send-wrong-mechanism", "auth.mechanism", APPLY, "smtp_auth_method"),
    Scene("send-port-blocked", "net.port-blocked", APPLY, account("Port 25 is set for sending, and filtered here.",
          send=Side("smtp", "starttls")), ("smtp_port", "ssl_smtp"), Line("drop", (25,)), fails="send",
          or_settings=SMTP_PORT),
    # Passwords
    from_table("wrong-password", "auth.password", PASSWORD),
    from_table("wrong-password-pop3", "auth.password", PASSWORD),
    Scene("app-password", "auth.app-password", PASSWORD, account("The provider wants an app password.",
          receive=Side("imaps", "tls", password=WRONG_PASSWORD)), domain=APP),
    Scene("dedicated-password", "auth.dedicated-password", PASSWORD, account(
          "The provider has a separate password for mail.",
          receive=Side("imaps", "tls", password=WRONG_PASSWORD)), domain=DEDICATED),
    # Certificates: the administrator's step. What has run out the client accepts unseen, unless it asks about all.
    from_table("certificate-name", "tls.hostname-mismatch", APPLY, "receive_server"),
    from_table("certificate-expired", "tls.expired", AGAIN, trouble=Certificate("expired"), domain=ELSEWHERE,
               asks=True),
    from_table("certificate-self-signed", "tls.untrusted", AGAIN, trouble=Certificate("self-signed"),
               domain=ELSEWHERE),
    Scene("certificate-trusted", "tls.untrusted", TRUST, account("An authority signed that nobody knows.",
          receive=Side("imaps-untrusted", "tls"), extra=(Listener("imaps", "untrusted"),)), domain=ELSEWHERE),
    # The server and the way to it
    from_table("captive-portal", "net.captive-portal", AGAIN, table="certificate-name", trouble=Portal("other-name"),
               domain=ELSEWHERE),
    Scene("proxy-gone", "net.proxy-or-vpn", APPLY, SCENARIOS["healthy"], ("use_proxy",), domain=ELSEWHERE,
          lines={"use_proxy": "1", "use_default_proxy": "0", "proxy_type": "1",
                 "proxy_host": "mail.lab.example", "proxy_port": "1080"}),
    healthy("server-down", "net.refused", CLIENT, Line("refuse", ALL_PORTS)),
    healthy("server-silent", "net.timeout", CLIENT, Line("drop", ALL_PORTS)),
    healthy("name-gone", "net.dns-not-found", AGAIN, Nameless()),
    healthy("too-many-connections", "server.too-many-connections", CLIENT, Sessions()),
    healthy("server-broken", "server.internal", AGAIN, Unreadable()),
    healthy("mailbox-full", "mailbox.quota", AGAIN, Fields("userdb_quota_rule=*:bytes=100"), fails="nothing"),
    # What is sent
    healthy("greylisted", "server.greylisted", CLIENT,
            Answer("450 4.2.0 Greylisted, see http://postgrey.example/help"), fails="send"),
    healthy("sender-refused", "send.sender-refused", AGAIN,
            Answer("553 5.7.1 Sender address rejected: not owned by user", "MAIL"), fails="send"),
    healthy("rate-limited", "server.rate-limited", CLIENT,
            Answer("450 4.7.1 Error: too much mail from this account, slow down"), fails="send"),
    healthy("recipient-unknown", "send.recipient-unknown", CLIENT, Mailbox(), fails="send"),
    healthy("too-large", "send.too-large", CLIENT, SizeLimit(20_000), fails="send", size=30_000),
)

SCENES = {scene.name: scene for scene in ROWS}

"""The accounts of the lab: one row for each way in which an account can be broken, and two healthy ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from profile import Account, ProfileOptions, Server, make_profile
from servers import DEFAULT_LISTENERS, LabOptions, Listener, User

if TYPE_CHECKING:
    from lab import Lab

WRONG_PASSWORD = "Not-The-Password.1"
HOST_THAT_DOES_NOT_EXIST = "imap.lab-hosting.invalid"
# The client's own timeout where it waits for a server that says nothing; its default is a minute.
SHORT_TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class Side:
    """How one side of an account is set up.

    `listener` names the port to use: a listener of the lab, `closed` or `silent`. What is empty is right; `user`
    may have {local}, the part of the address before the @ sign.
    """

    listener: str
    security: str
    host: str = ""
    password: str = ""
    mechanism: str = ""
    user: str = ""


IMAPS = Side("imaps", "tls")
POP3S = Side("pop3s", "tls")
SUBMISSIONS = Side("submissions", "tls")


@dataclass(frozen=True)
class Scenario:
    """One account, what is wrong with it, and what is expected of the doctor.

    `causes` is the expected top cause, then others that are as true; empty when the account is healthy. `fix`
    is the setting that has to change (receive.port, send.login ...), empty when no setting repairs it.
    `repaired` tells whether the account works after that.
    """

    name: str
    description: str
    receive: Side = IMAPS
    send: Side = SUBMISSIONS
    protocol: str = "imap"
    send_login: bool = True
    causes: tuple[str, ...] = ()
    fix: tuple[str, ...] = ()
    repaired: bool = False
    extra: tuple[Listener, ...] = ()
    io_timeout_seconds: int = 60
    ask_about_new_certificates: bool = False

    @property
    def failing(self) -> str:
        """The side that fails: receive, send, or nothing."""
        if not self.causes:
            return ""
        return "send" if self.receive in (IMAPS, POP3S) else "receive"

    def options(self) -> LabOptions:
        """The lab this scenario needs."""
        return LabOptions(listeners=DEFAULT_LISTENERS + self.extra)

    def account(self, lab: Lab, user: User | None = None, host: str = "") -> Account:
        """The account, for a lab that runs with the scenario's options or more listeners.

        It is taro's unless another user is given; `host` is another name for the servers where none is wrong.
        """
        user = user or lab.user("taro")
        return Account(name="Lab", address=user.name, protocol=self.protocol, send_login=self.send_login,
                       receive=server(lab, self.receive, user, host), send=server(lab, self.send, user, host),
                       ask_about_new_certificates=self.ask_about_new_certificates)

    def prepare(self, lab: Lab, directory: str | Path, plugin: str | None = None,
                options: ProfileOptions = ProfileOptions()) -> Path:
        """Make the profile with this account; its directory."""
        wanted = replace(options, plugin=plugin or options.plugin,
                         io_timeout_seconds=min(options.io_timeout_seconds, self.io_timeout_seconds))
        return make_profile(directory, [self.account(lab)], wanted)


def server(lab: Lab, side: Side, user: User, host: str) -> Server:
    """One side with the lab's ports and the user's login."""
    login = side.user.format(local=user.name.partition("@")[0]) if side.user else user.name
    return Server(host=side.host or host or lab.host(side.listener), port=lab.port(side.listener),
                  security=side.security, user=login, password=side.password or user.password,
                  mechanism=side.mechanism)


OTHER_NAME = Listener("imaps", "other-name")
EXPIRED = Listener("imaps", "expired")
SELF_SIGNED = Listener("imaps", "self-signed")
WITHOUT_STARTTLS = Listener("imap", starttls=False)
# The client switches to TLS by itself when a server wants that and offers STARTTLS for IMAP, not for POP3.
ENCRYPTED_ELSEWHERE = Listener("imap", starttls=False, plaintext_auth=False)
POP3_WITHOUT_PLAINTEXT = Listener("pop3", plaintext_auth=False)
SUBMISSION_WITHOUT_PLAINTEXT = Listener("submission", plaintext_auth=False)

ROWS = (
    Scenario("healthy", "Nothing is wrong; receiving by IMAP."),
    Scenario("healthy-pop3", "Nothing is wrong; receiving by POP3.", receive=POP3S, protocol="pop3"),
    Scenario("wrong-port", "Nothing listens on the port set for receiving.",
             receive=Side("closed", "tls"),
             causes=("config.port", "net.refused"), fix=("receive.port",), repaired=True),
    Scenario("wrong-security", "STARTTLS is set for a port that starts with TLS.",
             receive=Side("imaps", "starttls"), io_timeout_seconds=SHORT_TIMEOUT_SECONDS,
             causes=("tls.wrong-mode",), fix=("receive.security",), repaired=True),
    Scenario("wrong-security-plain", "TLS is set for a port that starts plain and offers STARTTLS.",
             receive=Side("imap", "tls"),
             causes=("tls.wrong-mode",), fix=("receive.security",), repaired=True),
    Scenario("starttls-missing", "STARTTLS is set, and the server does not offer it.",
             receive=Side("imap-no-starttls", "starttls"), extra=(WITHOUT_STARTTLS,),
             causes=("tls.starttls-missing",), fix=("receive.port", "receive.security"), repaired=True),
    Scenario("plain-login-refused", "No encryption is set for a port that takes passwords only with it.",
             receive=Side("imap-no-starttls-no-plaintext", "none"), extra=(ENCRYPTED_ELSEWHERE,),
             causes=("auth.tls-required",), fix=("receive.port", "receive.security"), repaired=True),
    Scenario("plain-login-refused-pop3", "No encryption is set, and the server takes passwords only with it.",
             receive=Side("pop3-no-plaintext", "none"), extra=(POP3_WITHOUT_PLAINTEXT,), protocol="pop3",
             causes=("auth.tls-required",), fix=("receive.security",), repaired=True),
    Scenario("wrong-password", "The saved password is not the right one.",
             receive=Side("imaps", "tls", password=WRONG_PASSWORD),
             causes=("auth.password",), fix=("receive.password",), repaired=True),
    Scenario("certificate-name", "The server's certificate is for another name.",
             receive=Side("imaps-other-name", "tls"), extra=(OTHER_NAME,),
             ask_about_new_certificates=True,
             causes=("tls.hostname-mismatch",)),
    Scenario("certificate-expired", "The server's certificate has run out.",
             receive=Side("imaps-expired", "tls"), extra=(EXPIRED,),
             ask_about_new_certificates=True,
             causes=("tls.expired",)),
    Scenario("certificate-self-signed", "The server has signed its certificate itself.",
             receive=Side("imaps-self-signed", "tls"), extra=(SELF_SIGNED,),
             ask_about_new_certificates=True,
             causes=("tls.untrusted",)),
    Scenario("wrong-host", "The server's name does not exist.",
             receive=Side("imaps", "tls", host=HOST_THAT_DOES_NOT_EXIST),
             causes=("net.dns-not-found", "config.host", "net.dns-temporary"), fix=("receive.host",), repaired=True),
    Scenario("wrong-mechanism", "An authentication method is set that the server does not offer.",
             receive=Side("imaps", "tls", mechanism="cram-md5"),
             causes=("auth.mechanism",), fix=("receive.mechanism",), repaired=True),
    Scenario("user-name", "The user name is the part of the address before the @ sign.",
             receive=Side("imaps", "tls", user="{local}"),
             causes=("auth.username-form",), fix=("receive.user",), repaired=True),
    Scenario("wrong-port-pop3", "Nothing listens on the port set for receiving by POP3.",
             receive=Side("closed", "tls"), protocol="pop3",
             causes=("config.port", "net.refused"), fix=("receive.port",), repaired=True),
    Scenario("wrong-password-pop3", "The saved password for POP3 is not the right one.",
             receive=Side("pop3s", "tls", password=WRONG_PASSWORD), protocol="pop3",
             causes=("auth.password",), fix=("receive.password",), repaired=True),
    Scenario("timeout", "The port set for receiving never answers.",
             receive=Side("silent", "tls"), io_timeout_seconds=SHORT_TIMEOUT_SECONDS,
             causes=("net.timeout", "config.port"), fix=("receive.port",), repaired=True),
    Scenario("send-without-login", "Sending needs a login, and the account is set to send without.",
             send_login=False,
             causes=("auth.smtp-auth-off",), fix=("send.login",), repaired=True),
    Scenario("send-wrong-port", "Nothing listens on the port set for sending.",
             send=Side("closed", "tls"),
             causes=("config.port", "net.refused"), fix=("send.port",), repaired=True),
    Scenario("send-wrong-security", "STARTTLS is set for a sending port that starts with TLS.",
             send=Side("submissions", "starttls"), io_timeout_seconds=SHORT_TIMEOUT_SECONDS,
             causes=("tls.wrong-mode",), fix=("send.security",), repaired=True),
    Scenario("send-wrong-password", "The saved password for sending is not the right one.",
             send=Side("submissions", "tls", password=WRONG_PASSWORD),
             causes=("auth.smtp-mismatch", "auth.password"), fix=("send.password",), repaired=True),
    Scenario("send-wrong-mechanism", "An authentication method is set for sending that the server does not offer.",
             send=Side("submissions", "tls", mechanism="cram-md5"),
             causes=("auth.mechanism",), fix=("send.mechanism",), repaired=True),
    Scenario("send-plain", "Sending has no encryption set, and the server takes logins only with it.",
             send=Side("submission-no-plaintext", "none"), extra=(SUBMISSION_WITHOUT_PLAINTEXT,),
             causes=("auth.tls-required",), fix=("send.security",), repaired=True),
)

SCENARIOS = {scenario.name: scenario for scenario in ROWS}

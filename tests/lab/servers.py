"""Real servers for the lab: what a listener is, and how Dovecot and Postfix are told to serve it."""

from __future__ import annotations

import os
import pwd
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from certificates import Certificate, CertificateStore
from processes import LOOPBACK_4, LOOPBACK_4_SECOND, LabError, ProcessGroup

MAIL_OWNER = "mail"
DOMAIN = "lab.example"


@dataclass(frozen=True)
class Service:
    """A protocol on a port: its own name for the protocol, whether TLS starts at once, who serves it."""

    protocol: str
    implicit_tls: bool
    server: str


SERVICES = {
    "imap": Service("imap", False, "dovecot"),
    "imaps": Service("imap", True, "dovecot"),
    "pop3": Service("pop3", False, "dovecot"),
    "pop3s": Service("pop3", True, "dovecot"),
    "smtp": Service("smtp", False, "postfix"),
    "submission": Service("submission", False, "postfix"),
    "submissions": Service("submission", True, "postfix"),
}


@dataclass(frozen=True)
class Listener:
    """One port: a service, the kind of its certificate, whether STARTTLS is offered and plain passwords taken."""

    service: str
    certificate: str = "good"
    starttls: bool = True
    plaintext_auth: bool = True

    @property
    def name(self) -> str:
        """imap, imaps-expired, imap-no-starttls, imap-no-plaintext ..."""
        return "-".join([self.service] + [self.variant] * bool(self.variant))

    @property
    def variant(self) -> str:
        """The name without the service; empty for a listener that is as it should be."""
        parts = [self.certificate] if self.certificate != "good" else []
        parts += ["no-starttls"] if not self.starttls else []
        parts += ["no-plaintext"] if not self.plaintext_auth else []
        return "-".join(parts)

    @property
    def host(self) -> str:
        """The name to put into an account.

        Dovecot holds a connection from its own address for safe and takes plain passwords there; a listener
        that must refuse them is therefore reached at a second loopback address.
        """
        dovecot = SERVICES[self.service].server == "dovecot"
        return LOOPBACK_4_SECOND if dovecot and not self.plaintext_auth else "localhost"


DEFAULT_LISTENERS = tuple(Listener(service) for service in SERVICES)


@dataclass(frozen=True)
class User:
    """A mail user: login name, which is the address, password, and the name of the folder with the mail.

    `extra` are fields for Dovecot beside these, such as “userdb_quota_rule=*:storage=1M”.
    """

    name: str
    password: str
    home: str
    extra: str = ""


USERS = (
    User("taro@lab.example", "Kaze-no-Tani.2026/Lab", "taro"),
    User("hanako@lab.example", "hana+mizuki77=Haru", "hanako"),
    User("見本@lab.example", "ひみつの鍵-42", "mihon"),
)


@dataclass(frozen=True)
class LabOptions:
    """How the servers of a lab behave, beyond the listeners."""

    listeners: tuple[Listener, ...] = DEFAULT_LISTENERS
    users: tuple[User, ...] = USERS
    mechanisms: tuple[str, ...] = ("plain", "login")
    refuse_logins: bool = False  # the password is right, the account is closed
    connections_per_user: int = 10
    failure_delay_seconds: int = 0
    message_size_limit_bytes: int = 10_240_000
    reply_without_login: str = "530 5.7.0 Authentication required"  # to MAIL FROM on the submission ports
    server_name: str = "mail.lab.example"


@dataclass(frozen=True)
class Site:
    """What the servers of one lab share."""

    directory: Path
    options: LabOptions
    ports: dict[Listener, int]
    addresses: dict[Listener, list[str]]
    store: CertificateStore

    @property
    def log(self) -> Path:
        return self.directory / "log"

    @property
    def passwords(self) -> Path:
        return self.directory / "passwords"

    @property
    def auth_socket(self) -> Path:
        return self.directory / "postfix/queue/private/auth"

    @property
    def policy_socket(self) -> Path:
        return self.directory / "postfix/queue/private/policy"


def owner(name: str) -> tuple[int, int]:
    """User and group number of a system user; LabError when the package that makes it is missing."""
    try:
        row = pwd.getpwnam(name)
    except KeyError:
        raise LabError(f"There is no system user {name}: dovecot-core and postfix must be installed.") from None
    return row.pw_uid, row.pw_gid


def make_directory(path: Path, user: str = "root", mode: int = 0o755) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    os.chown(path, *owner(user))
    path.chmod(mode)
    return path


def write_passwords(site: Site, users: Iterable[User]) -> None:
    """Dovecot's user list. Passwords are stored plain, so that every mechanism can be offered.

    It replaces the old one at once, and Dovecot notices by the time of the file, to the second.
    """
    uid, gid = owner(MAIL_OWNER)
    extra = "nologin=y " if site.options.refuse_logins else ""
    rows = [f"{user.name}:{{PLAIN}}{user.password}:{uid}:{gid}::{site.directory}/mail/{user.home}::"
            f"{extra}{user.extra}\n" for user in users]
    before = site.passwords.stat().st_mtime if site.passwords.exists() else 0
    written = site.passwords.with_suffix(".new")
    written.write_text("".join(rows))
    os.chown(written, 0, owner("dovecot")[1])
    written.chmod(0o640)
    changed = max(written.stat().st_mtime, before + 1)
    os.utime(written, (changed, changed))
    written.rename(site.passwords)


# -- Dovecot ---------------------------------------------------------------------------------------------------

DOVECOT_CONFIG = """
instance_name = {name}
base_dir = {run}
state_dir = {run}
log_path = {log}
protocols = imap pop3
listen = {addresses}
first_valid_uid = 1
mail_location = maildir:~/Maildir
auth_mechanisms = {mechanisms}
auth_username_chars =
auth_verbose = yes
auth_failure_delay = {failure_delay} secs
disable_plaintext_auth = {no_plaintext}
mail_max_userip_connections = {connections}
ssl = {ssl}
ssl_cert = <{certificate}
ssl_key = <{key}
passdb {{
  driver = passwd-file
  args = username_format=%u {passwords}
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {passwords}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
mail_plugins = quota
protocol imap {{
  mail_plugins = quota imap_quota
}}
plugin {{
  quota = maildir:User quota
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
{auth_socket}}}
event_exporter logins {{
  format = json
  format_args = time-rfc3339
  transport = log
}}
metric lab_login {{
  exporter = logins
  filter = event=auth_request_finished
}}
{services}
"""

DOVECOT_AUTH_SOCKET = """
  unix_listener {path} {{
    mode = 0660
    user = postfix
    group = postfix
  }}
"""

DOVECOT_LOGIN_SERVICE = """
service {protocol}-login {{
  inet_listener {protocol} {{
    port = {plain}
  }}
  inet_listener {protocol}s {{
    port = {implicit}
    ssl = yes
  }}
}}
"""


def dovecot_groups(listeners: Iterable[Listener]) -> list[list[Listener]]:
    """The listeners that one Dovecot can serve together; the first group may be empty and answers Postfix."""
    groups: dict[tuple[str, bool, bool], list[Listener]] = {("good", True, True): []}
    for each in listeners:
        if SERVICES[each.service].server == "dovecot":
            groups.setdefault((each.certificate, each.starttls, each.plaintext_auth), []).append(each)
    return list(groups.values())


def dovecot_services(site: Site, listeners: list[Listener]) -> str:
    """The port of each asked service; 0 keeps the others shut."""
    ports = {each.service: site.ports[each] for each in listeners}
    return "".join(DOVECOT_LOGIN_SERVICE.format(protocol=protocol, plain=ports.get(protocol, 0),
                                                implicit=ports.get(protocol + "s", 0))
                   for protocol in ("imap", "pop3"))


def start_dovecot(site: Site, number: int, listeners: list[Listener]) -> ProcessGroup:
    """One Dovecot for listeners of one group. The one with number 0 also checks passwords for Postfix."""
    model = listeners[0] if listeners else Listener("imap")
    certificate = site.store.certificate(model.certificate)
    directory = make_directory(site.directory / f"dovecot-{number}")
    config = directory / "dovecot.conf"
    config.write_text(DOVECOT_CONFIG.format(
        name=f"lab-{number}", run=directory / "run", log=site.log / f"dovecot-{number}.log",
        addresses=", ".join(site.addresses.get(model, [LOOPBACK_4])), mechanisms=" ".join(site.options.mechanisms),
        failure_delay=site.options.failure_delay_seconds, connections=site.options.connections_per_user,
        no_plaintext="no" if model.plaintext_auth else "yes",
        ssl="yes" if model.starttls else "no", passwords=site.passwords,
        certificate=certificate.certificate, key=certificate.key,
        auth_socket=DOVECOT_AUTH_SOCKET.format(path=site.auth_socket) if number == 0 else "",
        services=dovecot_services(site, listeners)))
    return ProcessGroup("Dovecot", ["dovecot", "-F", "-c", str(config)], site.log / "dovecot.output", directory)


# -- Postfix ---------------------------------------------------------------------------------------------------

POSTFIX_DAEMONS = Path("/usr/lib/postfix/sbin")

POSTFIX_MAIN = """
compatibility_level = 3.6
queue_directory = {directory}/queue
data_directory = {directory}/data
daemon_directory = {daemons}
command_directory = /usr/sbin
maillog_file = {log}
maillog_file_prefixes = {log_directory}
myhostname = {server_name}
mydestination =
mynetworks =
inet_interfaces = all
inet_protocols = {protocols}
alias_maps =
alias_database =
local_recipient_maps =
disable_dns_lookups = yes
smtpd_peername_lookup = no
default_transport = error:5.1.2 the lab sends nothing outside
virtual_mailbox_domains = {domain}
virtual_mailbox_base = {mail}
virtual_mailbox_maps = texthash:{directory}/mailboxes
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
message_size_limit = {size_limit}
smtpd_error_sleep_time = 0
smtpd_client_connection_count_limit = 0
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_sasl_auth_enable = no
smtpd_delay_reject = no
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
lab_policy = check_policy_service unix:private/policy
smtpd_recipient_restrictions = $lab_policy
lab_login_first = $lab_policy, permit_sasl_authenticated,
    check_sender_access static:{{{reply_without_login}}}
"""

POSTFIX_SERVICES = """
postlog    unix-dgram n  -  n  -  1  postlogd
cleanup    unix  n  -  n  -  0  cleanup
qmgr       unix  n  -  n  300  1  qmgr
tlsmgr     unix  -  -  n  1000?  1  tlsmgr
rewrite    unix  -  -  n  -  -  trivial-rewrite
bounce     unix  -  -  n  -  0  bounce
defer      unix  -  -  n  -  0  bounce
trace      unix  -  -  n  -  0  bounce
verify     unix  -  -  n  -  1  verify
proxymap   unix  -  -  n  -  -  proxymap
anvil      unix  -  -  n  -  1  anvil
error      unix  -  -  n  -  -  error
retry      unix  -  -  n  -  -  error
virtual    unix  -  n  n  -  -  virtual
"""

POSTFIX_LISTENER = """
{address}:{port}  inet  n  -  n  -  -  smtpd
    -o syslog_name=postfix/{name}
    -o smtpd_tls_cert_file={certificate}
    -o smtpd_tls_key_file={key}
    -o smtpd_tls_security_level={level}
    -o smtpd_tls_wrappermode={implicit}
    -o smtpd_tls_auth_only={tls_first}
    -o smtpd_sasl_auth_enable={login}
    -o smtpd_sender_restrictions={restrictions}
"""

# Folder of the queue, its owner and mode; Postfix refuses to run with others.
POSTFIX_QUEUE = tuple((name, "postfix", 0o700) for name in (
    "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved",
    "trace")) + (("pid", "root", 0o755), ("public", "postfix", 0o710), ("maildrop", "postfix", 0o730))


def postfix_listener(site: Site, listener: Listener, address: str, certificate: Certificate) -> str:
    """The lines of master.cf for one listener on one address."""
    service = SERVICES[listener.service]
    submission = service.protocol == "submission"
    return POSTFIX_LISTENER.format(
        address=f"[{address}]" if ":" in address else address, port=site.ports[listener], name=listener.name,
        certificate=certificate.certificate, key=certificate.key,
        level="may" if listener.starttls or service.implicit_tls else "none",
        implicit="yes" if service.implicit_tls else "no", login="yes" if submission else "no",
        tls_first="no" if listener.plaintext_auth else "yes",
        restrictions="$lab_login_first" if submission else "$lab_policy")


def make_queue(directory: Path) -> None:
    make_directory(directory / "queue")
    make_directory(directory / "data", "postfix", 0o700)
    for name, user, mode in POSTFIX_QUEUE:
        make_directory(directory / "queue" / name, user, mode)


def write_postfix_config(site: Site, directory: Path) -> None:
    uid, gid = owner(MAIL_OWNER)
    (directory / "main.cf").write_text(POSTFIX_MAIN.format(
        directory=directory, daemons=POSTFIX_DAEMONS, log=site.log / "postfix.log", log_directory=site.log,
        server_name=site.options.server_name, protocols="all" if any(":" in each for row in site.addresses.values() for each in row) else "ipv4",
        domain=DOMAIN, mail=site.directory / "mail", uid=uid, gid=gid,
        size_limit=site.options.message_size_limit_bytes,
        reply_without_login=site.options.reply_without_login))
    rows = [postfix_listener(site, listener, address, site.store.certificate(listener.certificate))
            for listener in site.ports if SERVICES[listener.service].server == "postfix"
            for address in site.addresses[listener]]
    (directory / "master.cf").write_text(POSTFIX_SERVICES + "".join(rows))
    (directory / "mailboxes").write_text(
        "".join(f"{user.name} {user.home}/Maildir/\n" for user in site.options.users))
    for name in ("main.cf", "master.cf"):  # Postfix waits two seconds with files that have just been written
        os.utime(directory / name, (0, 0))


def start_postfix(site: Site) -> ProcessGroup:
    """One Postfix for all SMTP listeners. Its queue must have been made, for Dovecot's socket is in it."""
    directory = site.directory / "postfix"
    write_postfix_config(site, directory)
    master = POSTFIX_DAEMONS / "master"
    if not master.exists():
        raise LabError("Postfix is not installed.")
    return ProcessGroup("Postfix", [str(master), "-c", str(directory), "-d"], site.log / "postfix.output", directory)


def check_requirements(directory: Path) -> None:
    """Raise LabError with a sentence when the servers cannot run here."""
    if os.geteuid() != 0:
        raise LabError("The lab needs root: Dovecot and Postfix start as root and then drop their rights.")
    if shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin") is None:
        raise LabError("Dovecot is not installed.")
    if len(str(directory)) > 60:
        raise LabError(f"The path {directory} is too long for the servers' sockets; at most 60 characters.")
    for parent in directory.parents:
        if parent.stat().st_mode & 0o001 == 0:
            raise LabError(f"The servers' users cannot enter {parent}; put the lab elsewhere.")

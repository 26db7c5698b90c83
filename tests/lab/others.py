"""Debian's Exim, Cyrus IMAP and Courier IMAP, each with one user, for what Dovecot and Postfix do not say.

Their packages cannot be installed beside those, so scripts/unpack-packages unpacks them into a folder and they run
from there. Users that their packages would have made are pretended by nss_wrapper; Courier, which has its folders
compiled in, gets them in a mount namespace of its own.
"""

from __future__ import annotations

import grp
import os
import pwd
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import processes
from certificates import Certificate, CertificateStore
from processes import LabError, ProcessGroup, wait_until
from servers import MAIL_OWNER, USERS, User, make_directory, owner

START_SECONDS = 20.0
PRETENDED_USERS = ("Debian-exim", "cyrus")
SERVER_NAME = "mail.lab.example"


@dataclass(frozen=True)
class Place:
    """Where one of the servers lives, and what it serves."""

    directory: Path
    unpacked: Path
    certificate: Certificate
    user: User
    plain_port: int
    tls_port: int

    def write(self, name: str, text: str, mode: int = 0o644) -> Path:
        path = self.directory / name
        path.write_text(text)
        path.chmod(mode)
        os.chown(path, *owner(MAIL_OWNER))
        return path


def pretended_users(place: Place) -> dict[str, str]:
    """Environment under which the users of the packages exist; they are the user `mail` by other names."""
    uid, gid = owner(MAIL_OWNER)
    users = ["{0.pw_name}:x:{0.pw_uid}:{0.pw_gid}::/:/bin/false\n".format(row) for row in pwd.getpwall()]
    groups = [f"{row.gr_name}:x:{row.gr_gid}:\n" for row in grp.getgrall()]
    users += [f"{name}:x:{uid}:{gid}::/:/bin/false\n" for name in PRETENDED_USERS]
    groups += [f"{name}:x:{gid}:\n" for name in PRETENDED_USERS]
    return {"LD_PRELOAD": "libnss_wrapper.so", "NSS_WRAPPER_PASSWD": str(place.write("users", "".join(users))),
            "NSS_WRAPPER_GROUP": str(place.write("groups", "".join(groups)))}


# -- Exim ------------------------------------------------------------------------------------------------------

EXIM_CONFIG = """
exim_user = mail
exim_group = mail
primary_hostname = {name}
spool_directory = {directory}/spool
log_file_path = {directory}/%slog
pid_file_path = {directory}/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {plain} : {tls}
tls_on_connect_ports = {tls}
tls_advertise_hosts = *
tls_certificate = {certificate}
tls_privatekey = {key}
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
rfc1413_query_timeout = 0s
keep_environment =
acl_smtp_mail = check_mail
begin acl
check_mail:
  accept authenticated = *
  deny message = Authentication required
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${{if and{{{{eq{{$auth1}}{{{user}}}}}{{eq{{$auth2}}{{{password}}}}}}}}}
  server_set_id = $auth1
"""


def start_exim(place: Place) -> ProcessGroup:
    make_directory(place.directory / "spool", MAIL_OWNER)
    config = place.write("exim.conf", EXIM_CONFIG.format(
        name=SERVER_NAME, directory=place.directory, plain=place.plain_port, tls=place.tls_port,
        certificate=place.certificate.certificate, key=place.certificate.key, user=place.user.name,
        password=place.user.password))
    # Exim believes a configuration of root's only.
    os.chown(config, 0, 0)
    command = ["env", *(f"{key}={value}" for key, value in pretended_users(place).items()),
               str(place.unpacked / "usr/sbin/exim4"), "-C", str(config), "-bdf"]
    return ProcessGroup("Exim", command, place.directory / "output", place.directory)


# -- Cyrus -----------------------------------------------------------------------------------------------------

CYRUS_IMAPD = """
configdirectory: {directory}/lib
partition-default: {directory}/spool
defaultpartition: default
cyrus_user: mail
cyrus_group: mail
admins: nobody
allowplaintext: no
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {directory}/sasldb
sasl_mech_list: PLAIN LOGIN
virtdomains: userid
defaultdomain: lab.example
unixhierarchysep: yes
altnamespace: yes
autocreate_quota: 1000
autocreate_inbox_folders: Sent
tls_server_cert: {certificate}
tls_server_key: {key}
servername: {name}
syslog_prefix: lab
"""
CYRUS_MASTER = """
START {{
}}
SERVICES {{
  imap cmd="{imapd} -C {config}" listen="127.0.0.1:{plain}" prefork=0 maxchild=20
  imaps cmd="{imapd} -C {config} -s" listen="127.0.0.1:{tls}" prefork=0 maxchild=20
}}
EVENTS {{
}}
"""
CYRUS_FOLDERS = ("lib", "lib/db", "lib/socket", "lib/log", "lib/proc", "lib/lock", "lib/quota", "lib/user", "spool")


def write_sasl_passwords(place: Place) -> None:
    """For the address, and for what Cyrus makes of it: the default domain cut off, its own name in its place."""
    local = place.user.name.partition("@")[0]
    path = place.directory / "sasldb"
    for realm in ("lab.example", SERVER_NAME):
        subprocess.run(["saslpasswd2", "-p", "-c", "-f", path, "-u", realm, local], input=place.user.password.encode(),
                       check=True, capture_output=True)
    os.chown(path, *owner(MAIL_OWNER))


def start_cyrus(place: Place) -> ProcessGroup:
    for name in CYRUS_FOLDERS:
        make_directory(place.directory / name, MAIL_OWNER)
    write_sasl_passwords(place)
    config = place.write("imapd.conf", CYRUS_IMAPD.format(
        directory=place.directory, certificate=place.certificate.certificate, key=place.certificate.key,
        name=SERVER_NAME))
    programs = place.unpacked / "usr/lib/cyrus/bin"
    master = place.write("cyrus.conf", CYRUS_MASTER.format(
        imapd=programs / "imapd", config=config, plain=place.plain_port, tls=place.tls_port))
    libraries = place.unpacked / "usr/lib/x86_64-linux-gnu"
    command = ["env", f"LD_LIBRARY_PATH={libraries}",
               *(f"{key}={value}" for key, value in pretended_users(place).items()),
               str(programs / "master"), "-D", "-C", str(config), "-M", str(master), "-p", str(place.directory / "pid")]
    return ProcessGroup("Cyrus", command, place.directory / "output", place.directory)


# -- Courier ---------------------------------------------------------------------------------------------------

COURIER_START = """
set -e
mount --bind {directory}/etc /etc/courier
mount --bind {directory}/run /run/courier
: >/etc/courier/userdb
chmod 700 /etc/courier/userdb
userdb "$USER_NAME" set uid={uid} gid={gid} home={directory}/mail mail={directory}/mail/Maildir
printf '%s\\n' "$USER_PASSWORD" | userdbpw -md5 | userdb "$USER_NAME" set systempw
chmod 600 /etc/courier/userdb
makeuserdb
unset USER_NAME USER_PASSWORD
/usr/lib/courier/courier-authlib/authdaemond &
serve() {{
  port=$1
  shift
  {unpacked}/usr/sbin/couriertcpd -address=127.0.0.1 -maxprocs=20 -maxperip=20 -nodnslookup -noidentlookup "$port" "$@" \\
    {unpacked}/usr/lib/courier/courier/imaplogin {unpacked}/usr/bin/imapd Maildir &
}}
IMAP_TLS=1 serve {tls} {unpacked}/usr/bin/couriertls -server -tcpd
IMAP_TLS_REQUIRED=1 serve {plain}
wait
"""
COURIER_MODULES = 'authmodulelist="authuserdb"\nauthmodulelistorig="authuserdb"\ndaemons=1\n' \
                  'authdaemonvar=/run/courier/authdaemon\nDEBUG_LOGIN=0\nDEFAULTOPTIONS=""\nLOGGEROPTS=""\n'


def start_courier(place: Place) -> ProcessGroup:
    uid, gid = owner(MAIL_OWNER)
    for name in ("etc", "run", "run/authdaemon"):
        make_directory(place.directory / name, "courier")
    make_directory(place.directory / "mail", MAIL_OWNER)
    (place.directory / "etc/authdaemonrc").write_text(COURIER_MODULES)
    subprocess.run([place.unpacked / "usr/bin/maildirmake.courier", place.directory / "mail/Maildir"], check=True,
                   user=uid, group=gid)
    both = place.certificate.key.read_text() + place.certificate.certificate.read_text()
    certificate = place.write("tls.pem", both)
    script = place.write("start.sh", COURIER_START.format(
        directory=place.directory, unpacked=place.unpacked, uid=uid, gid=gid, plain=place.plain_port,
        tls=place.tls_port))
    settings = {
        "TLS_CERTFILE": certificate, "TLS_TRUSTCERTS": "/etc/ssl/certs", "TLS_PROTOCOL": "TLSv1.2+",
        "TLS_VERIFYPEER": "NONE", "COURIERTLS": place.unpacked / "usr/bin/couriertls", "MAILDIRPATH": "Maildir",
        "IMAP_STARTTLS": "YES", "IMAP_CAPABILITY": "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE SORT QUOTA IDLE",
        "IMAP_CAPABILITY_TLS": "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE SORT QUOTA AUTH=PLAIN IDLE",
        "USER_NAME": place.user.name, "USER_PASSWORD": place.user.password}
    command = ["env", *(f"{key}={value}" for key, value in settings.items()), "unshare", "--mount", "--pid", "--fork",
               "--kill-child", "sh", str(script)]
    return ProcessGroup("Courier", command, place.directory / "output", place.directory)


STARTERS: dict[str, Callable[[Place], ProcessGroup]] = {
    "exim": start_exim, "cyrus": start_cyrus, "courier": start_courier}


def own_certificate(store: CertificateStore, directory: Path) -> Certificate:
    """A copy that the servers' user can read: they open it late."""
    good = store.certificate("good")
    copies = [directory / "certificate.pem", directory / "key.pem"]
    for source, copy in zip((good.certificate, good.key), copies):
        copy.write_bytes(source.read_bytes())
        os.chown(copy, *owner(MAIL_OWNER))
        copy.chmod(0o600)
    return Certificate(*copies)


class OtherServers:
    """All of them, from the beginning of a `with` block to its end."""

    def __init__(self, directory: str | Path, unpacked: str | Path, user: User = USERS[0]):
        self.directory = Path(directory).resolve()
        self.unpacked = Path(unpacked).resolve()
        self.user = user
        self.ports: dict[str, tuple[int, int]] = {}
        self._store = CertificateStore(self.directory / "certificates")
        self._groups: list[ProcessGroup] = []

    @property
    def trust_bundle(self) -> Path:
        return self._store.trust_bundle()

    def __enter__(self) -> OtherServers:
        try:
            for name, start in STARTERS.items():
                self._start(name, start)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception: object) -> None:
        while self._groups:
            self._groups.pop().stop()

    def _start(self, name: str, start: Callable[[Place], ProcessGroup]) -> None:
        directory = make_directory(self.directory / name, MAIL_OWNER)
        plain, tls = processes.free_ports(2)
        place = Place(directory, self.unpacked, own_certificate(self._store, directory), self.user, plain, tls)
        group = start(place)
        self._groups.append(group)
        self.ports[name] = (plain, tls)
        up = all(wait_until(lambda: processes.answers("127.0.0.1", port) or not group.is_running(), START_SECONDS)
                 for port in (plain, tls))
        if not up or not group.is_running():
            raise LabError(f"{group.name} did not start: {(directory / 'output').read_text()[-2000:]}")

"""Throw-away Claws Mail profiles, complete enough that the client starts without its wizard.

Written for Claws Mail 4.1.1 and to be used with its option --alternate-config-dir.
"""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

CONFIG_VERSION = 4  # of every file of the profile; older ones make the client migrate them

PROTOCOLS = {"pop3": 0, "imap": 1}
SECURITIES = {"none": 0, "tls": 1, "starttls": 2}
IMAP_MECHANISMS = {"": 0, "cram-md5": 2, "digest-md5": 16, "scram-sha-1": 32, "plain": 64, "login": 128}
SMTP_MECHANISMS = {"": 0, "login": 1, "cram-md5": 2, "digest-md5": 4, "plain": 16}

# The key with which the client hides passwords when the user has set no passphrase.
STORE_KEY, STORE_ROUNDS, STORE_BLOCK_BYTES = b"passkey0", 50_000, 128
# What the client does not write down: the port of a protocol by its encryption.
USUAL_PORTS = {("imap", "tls"): 993, ("imap", ""): 143, ("pop", "tls"): 995, ("pop", ""): 110, ("smtp", "tls"): 465,
               ("smtp", ""): 25}
LOCAL_FOLDERS = ("inbox", "outbox", "draft", "queue", "trash")


@dataclass(frozen=True)
class Server:
    """One half of an account: where, how, and with which login. An empty mechanism lets the client choose."""

    host: str
    port: int
    security: str  # none, tls, starttls
    user: str
    password: str
    mechanism: str = ""


@dataclass(frozen=True)
class Account:
    """An account as the client's preferences show it."""

    name: str
    address: str
    protocol: str  # imap, pop3
    receive: Server
    send: Server
    send_login: bool = True
    ask_about_new_certificates: bool = False  # without it, only those that are not valid
    full_name: str = "Taro Lab"


@dataclass(frozen=True)
class ProfileOptions:
    """Switches of the profile. The defaults ask no question and fetch nothing while a test lasts."""

    plugin: str | None = None
    no_receive_error_panel: bool = False
    check_at_startup: bool = False
    check_interval_seconds: int = 36_000  # longer than any test; 0: switched off, of which a finding speaks
    io_timeout_seconds: int = 60
    width: int = 1100
    height: int = 760
    encrypt_passwords: bool = False  # always done for a password the plain form cannot hold


def make_profile(directory: str | Path, accounts: Sequence[Account],
                 options: ProfileOptions = ProfileOptions()) -> Path:
    """Write a profile; the first account is the default one. The directory is made, files in it are replaced."""
    directory = Path(directory).resolve()
    for folder in LOCAL_FOLDERS:
        (directory / "Mail" / folder).mkdir(parents=True, exist_ok=True)
    salt = os.urandom(64)
    files = {
        "accountrc": "\n".join(account_section(number, each) for number, each in enumerate(accounts, 1)),
        "clawsrc": common_file(options, salt),
        "folderlist.xml": folder_list(directory, accounts),
        "passwordstorerc": password_store(accounts, options, salt),
    }
    for name, text in files.items():
        path = directory / name
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    return directory


def section(title: str, values: dict[str, object]) -> str:
    """A section as the client writes it: truth values are 0 and 1."""
    rows = [f"{key}={int(value) if isinstance(value, bool) else value}\n" for key, value in values.items()]
    return f"[{title}]\n" + "".join(rows)


def account_section(number: int, account: Account) -> str:
    receive, send = account.receive, account.send
    imap = account.protocol == "imap"
    short = "imap" if imap else "pop"
    return section(f"Account: {number}", {
        "config_version": CONFIG_VERSION,
        "account_name": account.name,
        "is_default": number == 1,
        "name": account.full_name,
        "address": account.address,
        "protocol": PROTOCOLS[account.protocol],
        "receive_server": receive.host,
        "user_id": receive.user,
        f"set_{short}port": is_unusual(short, receive),
        f"{short}_port": receive.port,
        f"ssl_{short}": SECURITIES[receive.security],
        "imap_auth_method": IMAP_MECHANISMS[receive.mechanism] if imap else 0,
        "inbox": "#mh/Local/inbox",
        "remove_mail": False,
        "imap_subsonly": False,
        "smtp_server": send.host,
        "set_smtpport": is_unusual("smtp", send),
        "smtp_port": send.port,
        "ssl_smtp": SECURITIES[send.security],
        "use_smtp_auth": account.send_login,
        "smtp_auth_method": SMTP_MECHANISMS[send.mechanism],
        "smtp_user_id": send.user,
        "receive_at_get_all": True,
        "ssl_certs_auto_accept": not account.ask_about_new_certificates,
        "autochk_use_default": True,
        "signature_type": 0,
        "auto_signature": False,
    })


def is_unusual(protocol: str, server: Server) -> bool:
    """Whether the port must be set."""
    return server.port != USUAL_PORTS[protocol, "tls" if server.security == "tls" else ""]


def common_file(options: ProfileOptions, salt: bytes) -> str:
    common = section("Common", {
        "config_version": CONFIG_VERSION,
        "master_passphrase_salt": base64.b64encode(salt).decode(),
        "master_passphrase_pbkdf2_rounds": STORE_ROUNDS,
        "autochk_newmail": options.check_interval_seconds > 0,
        "autochk_interval": options.check_interval_seconds or 600,
        "check_on_startup": options.check_at_startup,
        "receive_dialog_mode": 2,
        "send_dialog_mode": 1,
        "close_receive_dialog": True,
        "no_receive_error_panel": options.no_receive_error_panel,
        "io_timeout_secs": options.io_timeout_seconds,
        "confirm_on_exit": False,
        "warn_queued_on_exit": False,
        "ask_on_cleaning": False,
        "mainwin_x": 0,
        "mainwin_y": 0,
        "mainwin_width": options.width,
        "mainwin_height": options.height,
    })
    plugins = f"{Path(options.plugin).resolve()}\n" if options.plugin else ""
    return f"{common}\n[Plugins_GTK3]\n{plugins}"


def folder_list(directory: Path, accounts: Sequence[Account]) -> str:
    local = "".join(f'    <folderitem type="{name}" name="{name}" path="{name}" />\n' for name in LOCAL_FOLDERS)
    mailboxes = "".join(
        f'  <folder type="imap" name={quoteattr(each.name)} account_id="{number}" collapsed="0" sort="0">\n'
        f'    <folderitem type="inbox" name="INBOX" path="INBOX" account_id="{number}" />\n'
        f"  </folder>\n" for number, each in enumerate(accounts, 1) if each.protocol == "imap")
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<folderlist config_version="{CONFIG_VERSION}">\n'
            f'  <folder type="mh" name="Local" path={quoteattr(str(directory / "Mail"))} collapsed="0" sort="0">\n'
            f"{local}  </folder>\n{mailboxes}</folderlist>\n")


# -- the password store ----------------------------------------------------------------------------------------

def password_store(accounts: Sequence[Account], options: ProfileOptions, salt: bytes) -> str:
    blocks = [f"[config_version:{CONFIG_VERSION}]\n"]
    for number, account in enumerate(accounts, 1):
        entries = (("recv", account.receive.password), ("send", account.send.password))
        rows = [f"{name} {stored_password(password, options, salt)}\n" for name, password in entries if password]
        blocks.append(f"[account:{number}]\n" + "".join(rows))
    return "\n".join(blocks)


def stored_password(password: str, options: ProfileOptions, salt: bytes) -> str:
    """The form in the store: plain where the client can read that, encrypted where it cannot or as asked."""
    plain = password[0] not in "{!" and not any(letter in " \r\n" for letter in password)
    return password if plain and not options.encrypt_passwords else encrypted(password.encode(), salt)


def encrypted(password: bytes, salt: bytes) -> str:
    """The client's own form: one random block, then the password and zeros, in AES-256-CBC."""
    key = hashlib.pbkdf2_hmac("sha1", STORE_KEY, salt, STORE_ROUNDS, 32)
    length = (len(password) // STORE_BLOCK_BYTES + 1) * STORE_BLOCK_BYTES
    text = os.urandom(16) + password.ljust(length, b"\0")
    result = subprocess.run(["openssl", "enc", "-aes-256-cbc", "-nopad", "-K", key.hex(), "-iv", "00" * 16],
                            input=text, capture_output=True, check=True)
    return f"{{AES-256-CBC,{STORE_ROUNDS}}}{base64.b64encode(result.stdout).decode()}"

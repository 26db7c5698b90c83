#!/usr/bin/python3
"""Checks that the lab is what it claims to be: every listener, every certificate kind, and a clean end. TAP."""

from __future__ import annotations

import contextlib
import imaplib
import os
import poplib
import signal
import smtplib
import socket
import ssl
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import processes
from lab import Lab, LabError
from profile import encrypted
from scenarios import SCENARIOS
from servers import DEFAULT_LISTENERS, LabOptions, Listener

# What OpenSSL says about a certificate of each kind; nothing for a good one.
VERDICTS = {
    "good": "",
    "other-name": "Hostname mismatch",
    "expired": "certificate has expired",
    "not-yet-valid": "certificate is not yet valid",
    "self-signed": "self-signed certificate",
    "untrusted": "unable to get local issuer certificate",
    "incomplete": "unable to get local issuer certificate",
}
LISTENERS = DEFAULT_LISTENERS + tuple(Listener("imaps", kind) for kind in VERDICTS if kind != "good") + (
    Listener("submissions", "expired"), Listener("imap", starttls=False), Listener("imap", plaintext_auth=False),
    Listener("imap", starttls=False, plaintext_auth=False), Listener("pop3", plaintext_auth=False),
    Listener("submission", plaintext_auth=False))
SECONDS = 5

Check = Callable[[Lab], None]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    CHECKS.append(function)
    return function


def context(lab: Lab) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=lab.environment()["SSL_CERT_FILE"])


def imap(lab: Lab, name: str = "imap") -> imaplib.IMAP4:
    return imaplib.IMAP4(lab.host(name), lab.port(name), timeout=SECONDS)


def imaps(lab: Lab, name: str = "imaps") -> imaplib.IMAP4_SSL:
    return imaplib.IMAP4_SSL(lab.host(name), lab.port(name), ssl_context=context(lab), timeout=SECONDS)


def smtp(lab: Lab, name: str) -> smtplib.SMTP:
    client = smtplib.SMTP(lab.host(name), lab.port(name), timeout=SECONDS)
    client.ehlo()
    return client


def verdict(lab: Lab, name: str) -> str:
    """What OpenSSL has against the certificate of a listener with implicit TLS."""
    try:
        with socket.create_connection((lab.host(name), lab.port(name)), SECONDS) as plain:
            context(lab).wrap_socket(plain, server_hostname=lab.host(name)).close()
    except ssl.SSLCertVerificationError as error:
        return error.verify_message
    return ""


@check
def imaps_gives_the_mail_that_was_put(lab: Lab) -> None:
    user = lab.user("taro")
    lab.put_message(user, "春の便り")
    client = imaps(lab)
    client.login(user.name, user.password)
    assert client.select("INBOX")[1] == [b"1"]
    assert lab.messages(user) == ["春の便り"]
    client.logout()


@check
def imap_offers_starttls_and_it_works(lab: Lab) -> None:
    client = imap(lab)
    assert "STARTTLS" in client.capabilities
    client.starttls(context(lab))
    client.login(lab.user("taro").name, lab.user("taro").password)
    client.logout()


@check
def imap_without_starttls(lab: Lab) -> None:
    client = imap(lab, "imap-no-starttls")
    assert "STARTTLS" not in client.capabilities
    client.login(lab.user("taro").name, lab.user("taro").password)
    client.logout()


@check
def imap_that_takes_no_plain_password_before_tls(lab: Lab) -> None:
    client = imap(lab, "imap-no-plaintext")
    assert "LOGINDISABLED" in client.capabilities
    client.starttls(context(lab))
    client.login(lab.user("taro").name, lab.user("taro").password)
    client.logout()


@check
def listeners_that_take_passwords_on_another_port_only(lab: Lab) -> None:
    assert not {"STARTTLS", "AUTH=PLAIN"} & set(imap(lab, "imap-no-starttls-no-plaintext").capabilities)
    client = poplib.POP3(lab.host("pop3-no-plaintext"), lab.port("pop3-no-plaintext"), timeout=SECONDS)
    with contextlib.suppress(poplib.error_proto):
        client.user(lab.user("taro").name)
        raise AssertionError("a plain login was taken")
    client.quit()


@check
def a_user_with_another_script(lab: Lab) -> None:
    user = lab.user("mihon")
    client = imaps(lab)
    client.authenticate("PLAIN", lambda _: f"\0{user.name}\0{user.password}".encode())
    client.logout()


@check
def a_wrong_password_is_refused_at_once_and_seen(lab: Lab) -> None:
    client = imaps(lab)
    with contextlib.suppress(imaplib.IMAP4.error):
        client.login("hanako@lab.example", "wrong")
        raise AssertionError("the login worked")
    client.logout()
    assert processes.wait_until(lambda: any(
        each.user == "hanako@lab.example" and not each.ok and each.mechanism == "PLAIN" and each.tls
        for each in lab.logins()), SECONDS)


@check
def pop3_with_starttls_and_pop3s(lab: Lab) -> None:
    user = lab.user("taro")
    first = poplib.POP3(lab.host("pop3"), lab.port("pop3"), timeout=SECONDS)
    first.stls(context(lab))
    second = poplib.POP3_SSL(lab.host("pop3s"), lab.port("pop3s"), context=context(lab), timeout=SECONDS)
    for client in (first, second):
        client.user(user.name)
        client.pass_(user.password)
        assert client.stat()[0] == 1
        client.quit()


@check
def submissions_delivers_to_the_inbox(lab: Lab) -> None:
    user = lab.user("taro")
    client = smtplib.SMTP_SSL(lab.host("submissions"), lab.port("submissions"), context=context(lab),
                              timeout=SECONDS)
    client.login(user.name, user.password)
    client.sendmail(user.name, ["hanako@lab.example"], "Subject: sent\r\n\r\nHello\r\n")
    client.quit()
    assert lab.wait_for_message(lab.user("hanako"), "sent")


@check
def submission_wants_a_login_before_a_sender(lab: Lab) -> None:
    client = smtp(lab, "submission")
    assert client.mail("taro@lab.example")[0] == 530
    client.rset()
    client.starttls(context=context(lab))
    client.login(lab.user("taro").name, lab.user("taro").password)
    assert client.mail("taro@lab.example")[0] == 250
    client.quit()


@check
def submission_that_offers_login_only_after_tls(lab: Lab) -> None:
    client = smtp(lab, "submission-no-plaintext")
    assert not client.has_extn("auth")
    client.starttls(context=context(lab))
    client.ehlo()
    assert client.has_extn("auth")
    client.quit()


@check
def smtp_takes_mail_for_the_lab_only(lab: Lab) -> None:
    client = smtp(lab, "smtp")
    client.mail("someone@elsewhere.example")
    assert client.rcpt("hanako@lab.example")[0] == 250
    assert client.rcpt("nobody@lab.example")[0] == 550
    assert client.rcpt("someone@elsewhere.example")[0] == 554
    client.quit()


@check
def every_certificate_kind_is_what_its_name_says(lab: Lab) -> None:
    for kind, expected in VERDICTS.items():
        said = verdict(lab, Listener("imaps", kind).name)
        assert bool(said) == bool(expected) and expected in said, f"{kind}: {said}"
    assert VERDICTS["expired"] in verdict(lab, "submissions-expired")


@check
def the_closed_port_refuses_and_the_silent_one_says_nothing(lab: Lab) -> None:
    for name, expected in (("closed", ConnectionRefusedError), ("silent", TimeoutError)):
        try:
            socket.create_connection(("127.0.0.1", lab.port(name)), timeout=0.5)
            raise AssertionError(f"{name} port answers")
        except OSError as error:
            assert isinstance(error, expected), f"{name}: {error!r}"


@check
def the_provider_file_has_the_ports(lab: Lab) -> None:
    text = lab.provider_file().read_text()
    assert f"[IMAP 1]\nHost=localhost\nPort={lab.port('imaps')}\nSecurity=tls\n" in text


@check
def every_scenario_makes_a_profile(lab: Lab) -> None:
    for scenario in SCENARIOS.values():
        profile = scenario.prepare(lab, lab.directory / "profiles" / scenario.name)
        assert "[Account: 1]" in (profile / "accountrc").read_text()
    assert encrypted("with blank ".encode(), b"salt").startswith("{AES-256-CBC,")


def stopped_lab_leaves_nothing(lab: Lab, ports: list[int], groups: list[int]) -> None:
    assert not any(processes.answers("127.0.0.1", port) for port in ports), "a port answers"
    assert not any(map(processes.group_is_alive, groups)), "a process is left"
    assert not processes_naming(lab.directory), "a process is left"


def processes_naming(directory: Path) -> list[int]:
    """Processes with the directory in their command line, this one aside."""
    found = []
    for process in processes.process_ids():
        with contextlib.suppress(OSError):
            if str(directory).encode() in Path(f"/proc/{process}/cmdline").read_bytes():
                found.append(process)
    return [process for process in found if process != os.getpid()]


def killed_command_leaves_nothing(number: int, directory: Path) -> None:
    """A lab command that gets the signal ends its servers and its client."""
    ready = directory / "ready"
    command = [str(Path(__file__).with_name("lab.py")), "run", "--directory", str(directory), "--",
               "sh", "-c", f"touch {ready}; exec sleep 60"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    assert processes.wait_until(ready.exists, 20), "the lab did not start"
    process.send_signal(number)
    process.wait(10)
    assert processes.wait_until(lambda: not processes_naming(directory), SECONDS), "a process is left"


def run_check(number: int, name: str, function: Callable[[], None]) -> bool:
    """Print the TAP line of one check; whether it passed."""
    try:
        function()
    except Exception:
        print(f"not ok {number} - {name}", *traceback.format_exc().splitlines(), sep="\n# ", flush=True)
        return False
    print(f"ok {number} - {name}", flush=True)
    return True


def main() -> int:
    ends = [("stop leaves nothing", None)] + [(f"{each.name} leaves nothing", each)
                                              for each in (signal.SIGTERM, signal.SIGKILL)]
    print(f"1..{len(CHECKS) + len(ends)}", flush=True)
    results = []
    with tempfile.TemporaryDirectory(prefix="lab-") as name:
        os.chmod(name, 0o711)
        try:
            with Lab(Path(name) / "lab", LabOptions(listeners=LISTENERS)) as lab:
                for function in CHECKS:
                    results.append(run_check(len(results) + 1, function.__name__.replace("_", " "),
                                             lambda: function(lab)))
                ports, groups = list(lab.ports.values()), lab.process_groups()
        except LabError as error:
            print(f"Bail out! {error}")
            return 1
        for title, number in ends:
            results.append(run_check(len(results) + 1, title, (
                lambda: stopped_lab_leaves_nothing(lab, ports, groups)) if number is None else (
                lambda: killed_command_leaves_nothing(number, Path(name) / number.name))))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

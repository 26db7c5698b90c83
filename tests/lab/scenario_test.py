#!/usr/bin/python3
"""TAP: the command examines every account of the lab's table, and says and proves what is expected.

scenario_test.py --builddir DIR [NAME ...]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lab import Lab, Login
from scenarios import ROWS, Scenario
from servers import DEFAULT_LISTENERS, LabOptions

EXIT_STATUS = {"healthy": 0, "warning": 1, "problem": 2, "unknown": 3}
TIME_LIMIT_SECONDS = 30
MAX_LOGINS = 3


@dataclass(frozen=True)
class Expected:
    """The first finding, its certainty, the fix that comes with it, and what the test of the fix said."""

    cause: str = ""
    certainty: str = ""
    fix: str = ""
    verdict: str = ""


TESTED = ("use-tested-settings", "proved")
EXPECTED = {
    "healthy": Expected(),
    "healthy-pop3": Expected(),
    "wrong-port": Expected("config.port", "proved", *TESTED),
    "wrong-security": Expected("tls.wrong-mode", "proved", *TESTED),
    "wrong-security-plain": Expected("tls.wrong-mode", "proved", *TESTED),
    "starttls-missing": Expected("tls.starttls-missing", "proved", *TESTED),
    # This server has no encrypted port at all; the provider's other server has.
    "plain-login-refused": Expected("auth.tls-required", "proved", "use-provider-settings", "proved"),
    "plain-login-refused-pop3": Expected("auth.tls-required", "proved", *TESTED),
    "wrong-password": Expected("auth.password", "proved", "new-password"),
    "certificate-name": Expected("tls.hostname-mismatch", "proved"),
    "certificate-expired": Expected("tls.expired"),
    "certificate-self-signed": Expected("tls.untrusted", "proved"),
    "wrong-host": Expected("config.host", "proved"),
    "wrong-mechanism": Expected("auth.mechanism", "proved", "use-offered-mechanism", "proved"),
    "user-name": Expected("auth.username-form", "proved", "use-user-form", "proved"),
    "wrong-port-pop3": Expected("config.port", "proved", *TESTED),
    "wrong-password-pop3": Expected("auth.password", "proved", "new-password"),
    "timeout": Expected("config.port", "proved", *TESTED),
    "send-without-login": Expected("auth.smtp-auth-off", "proved", "send-login-on", "proved"),
    "send-wrong-port": Expected("config.port", "proved", *TESTED),
    "send-wrong-security": Expected("tls.wrong-mode", "proved", *TESTED),
    # The password for receiving is right for sending too.
    "send-wrong-password": Expected("auth.smtp-mismatch", "proved", "same-login-for-sending"),
    "send-wrong-mechanism": Expected("auth.mechanism", "proved", "use-offered-mechanism", "proved"),
    "send-plain": Expected("auth.tls-required", "proved", *TESTED),
}


def examine(program: Path, scenario: Scenario, lab: Lab, folder: Path) -> tuple[int, dict, str]:
    """Exit status, answer, and everything printed. Passwords go through a pipe."""
    profile = scenario.prepare(lab, folder)
    account = scenario.account(lab)
    reading, writing = os.pipe()
    os.write(writing, f"{account.receive.password}\n{account.send.password}\n".encode())
    os.close(writing)
    command = [str(program), "examine", "--config-dir", str(profile), "--format", "json", "--verbose",
               "--password-fd", str(reading)]
    done = subprocess.run(command, env={**os.environ, **lab.environment(), "LC_ALL": "C.UTF-8"}, pass_fds=[reading],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIME_LIMIT_SECONDS,
                          check=False)
    os.close(reading)
    printed = done.stdout + done.stderr
    assert done.stdout, f"nothing on standard output; status {done.returncode}; {done.stderr}"
    return done.returncode, json.loads(done.stdout)["accounts"][0], printed


def compare(expected: Expected, status: int, answer: dict) -> None:
    """AssertionError says what is not as expected."""
    found = [(each["cause"], each["certainty"], each["service"]) for each in answer["findings"]]
    if not expected.cause:
        assert answer["state"] == "healthy" and not found, f"{answer['state']}: {found}"
        assert status == EXIT_STATUS["healthy"], status
        return
    assert found and found[0][0] == expected.cause, f"wanted {expected.cause}, found {found}"
    assert status == EXIT_STATUS["problem"], status
    assert not expected.certainty or found[0][1] == expected.certainty, found
    fixes = [(fix["id"], fix.get("verdict")) for fix in answer["findings"][0]["fixes"]]
    assert not expected.fix or fixes and fixes[0][0] == expected.fix, fixes
    assert not expected.verdict or fixes[0][1] == expected.verdict, fixes


def assert_safe(scenario: Scenario, lab: Lab, logins: list[Login], printed: str) -> None:
    """The safety rules, as the servers saw them; and no password in what was printed."""
    assert len(logins) <= MAX_LOGINS, logins
    # Postfix does not tell Dovecot whether its client was encrypted; its own port settings demand it.
    assert all(each.tls for each in logins if each.service != "smtp"), logins
    account = scenario.account(lab)
    for secret in (account.receive.password, account.send.password):
        assert secret not in printed, "a password was printed"


def in_words(expected: Expected) -> str:
    """As found_in_words, for the table."""
    return " ".join((expected.cause, expected.certainty, expected.fix)) if expected.cause else "healthy"


def found_in_words(answer: dict, expected: Expected) -> str:
    """The first finding as far as something is expected of it, or the state."""
    if not answer["findings"]:
        return answer["state"]
    first = answer["findings"][0]
    fix = first["fixes"][0]["id"] if first["fixes"] and expected.fix else ""
    return " ".join((first["cause"], first["certainty"] if expected.certainty else "", fix))


def write_row(scenario: Scenario, answer: dict) -> None:
    """A row of the table that scripts/scenarios prints, as tests/unit/scenario-row.c writes it."""
    if table := os.environ.get("SCENARIO_TABLE"):
        expected = EXPECTED[scenario.name]
        columns = ("lab", scenario.name, in_words(expected), found_in_words(answer, expected),
                   str(round(answer["seconds"] * 1000)))
        with Path(table).open("a", encoding="utf-8") as file:
            file.write("\t".join(columns) + "\n")


def run(program: Path, scenario: Scenario, lab: Lab, folder: Path) -> None:
    before = len(lab.logins())
    status, answer, printed = examine(program, scenario, lab, folder)
    write_row(scenario, answer)
    compare(EXPECTED[scenario.name], status, answer)
    assert_safe(scenario, lab, lab.logins()[before:], printed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builddir", type=Path, required=True)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    program = (arguments.builddir / "src/command/account-doctor").resolve()
    wanted = [row for row in ROWS if not arguments.names or row.name in arguments.names]
    extra = {listener for row in wanted for listener in row.extra}
    failed = False
    print(f"1..{len(wanted)}")
    with tempfile.TemporaryDirectory(prefix="ad-lab-") as folder:
        Path(folder).chmod(0o755)  # the servers' own users work below it
        options = LabOptions(listeners=DEFAULT_LISTENERS + tuple(sorted(extra, key=lambda each: each.name)))
        with Lab(Path(folder) / "lab", options) as lab:
            for number, scenario in enumerate(wanted, 1):
                try:
                    run(program, scenario, lab, Path(folder) / scenario.name)
                    print(f"ok {number} - {scenario.name}", flush=True)
                except Exception as error:  # any failure is a result, and the next one still runs
                    failed = True
                    print(f"not ok {number} - {scenario.name}", flush=True)
                    print("".join(f"# {line}\n" for line in f"{type(error).__name__}: {error}".splitlines()), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

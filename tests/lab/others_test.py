#!/usr/bin/python3
"""TAP: the command against Exim, Cyrus IMAP and Courier IMAP: it logs in, and says what is wrong.

others_test.py --builddir DIR --unpacked DIR
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

from others import OtherServers

TIME_LIMIT_SECONDS = 30
WRONG_PASSWORD = "Not-The-Password.1"
SETTINGS = """account.name 'Work'
account.address '{user}'
{scope}.service.protocol '{protocol}'
{scope}.server.host 'localhost'
{scope}.server.port {port}
{scope}.server.security '{security}'
{scope}.auth.enabled {login}
{scope}.auth.user '{user}'
"""


@dataclass(frozen=True)
class Row:
    """An account at one of the servers; what is found first, as "CAUSE CERTAINTY FIX", or the state."""

    name: str
    server: str
    expected: str
    port: str = "tls"
    security: str = "tls"
    password: str = ""
    login: bool = True


ROWS = (
    Row("exim-healthy", "exim", "healthy"),
    Row("exim-starttls-healthy", "exim", "healthy", port="plain", security="starttls"),
    Row("exim-wrong-password", "exim", "auth.password proved new-password", password=WRONG_PASSWORD),
    Row("exim-without-login", "exim", "auth.smtp-auth-off proved send-login-on", login=False),
    Row("exim-no-encryption", "exim", "auth.tls-required proved use-tested-settings", port="plain", security="none"),
    Row("exim-wrong-mode", "exim", "tls.wrong-mode proved use-tested-settings", port="plain"),
    Row("cyrus-healthy", "cyrus", "healthy"),
    Row("cyrus-starttls-healthy", "cyrus", "healthy", port="plain", security="starttls"),
    Row("cyrus-wrong-password", "cyrus", "auth.password likely new-password", password=WRONG_PASSWORD),
    Row("cyrus-no-encryption", "cyrus", "auth.tls-required proved use-tested-settings", port="plain", security="none"),
    Row("cyrus-wrong-mode", "cyrus", "tls.wrong-mode proved use-tested-settings", port="tls", security="starttls"),
    Row("courier-healthy", "courier", "healthy"),
    Row("courier-starttls-healthy", "courier", "healthy", port="plain", security="starttls"),
    Row("courier-wrong-password", "courier", "auth.password likely new-password", password=WRONG_PASSWORD),
    Row("courier-no-encryption", "courier", "auth.tls-required proved use-tested-settings", port="plain", security="none"),
    Row("courier-wrong-mode", "courier", "tls.wrong-mode proved use-tested-settings", port="plain", security="tls"),
)


def settings_of(row: Row, lab: OtherServers) -> str:
    smtp = row.server == "exim"
    plain, tls = lab.ports[row.server]
    return SETTINGS.format(user=lab.user.name, scope="send" if smtp else "receive", protocol="smtp" if smtp else "imap",
                           port=plain if row.port == "plain" else tls, security=row.security,
                           login="true" if row.login else "false")


def examine(program: Path, row: Row, lab: OtherServers) -> tuple[dict, str]:
    """The answer, and everything printed. The password goes through a pipe."""
    reading, writing = os.pipe()
    os.write(writing, f"{row.password or lab.user.password}\n".encode())
    os.close(writing)
    command = [program, "examine", "--settings", "-", "--format", "json", "--verbose", "--password-fd", str(reading),
               "--ca-file", lab.trust_bundle]
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "LC_ALL": "C.UTF-8", "ACCOUNT_DOCTOR_NAME_SERVERS": ""}
        done = subprocess.run(command, input=settings_of(row, lab), env=environment, pass_fds=[reading],
                              capture_output=True, text=True, timeout=TIME_LIMIT_SECONDS, check=False)
    os.close(reading)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)["accounts"][0], done.stdout + done.stderr


def in_words(answer: dict) -> str:
    if not answer["findings"]:
        return answer["state"]
    first = answer["findings"][0]
    return " ".join((first["cause"], first["certainty"], first["fixes"][0]["id"] if first["fixes"] else "none"))


def write_row(row: Row, found: str, answer: dict) -> None:
    """A row of the table that scripts/scenarios prints, as tests/unit/scenario-row.c writes it."""
    if table := os.environ.get("SCENARIO_TABLE"):
        with Path(table).open("a", encoding="utf-8") as file:
            file.write("\t".join(("others", row.name, row.expected, found, str(round(answer["seconds"] * 1000)))) + "\n")


def run(program: Path, row: Row, lab: OtherServers) -> None:
    answer, printed = examine(program, row, lab)
    found = in_words(answer)
    write_row(row, found, answer)
    assert found == row.expected, f"wanted {row.expected}, found {found}"
    for secret in (lab.user.password, WRONG_PASSWORD):
        assert secret not in printed, "a password was printed"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builddir", type=Path, required=True)
    parser.add_argument("--unpacked", type=Path, required=True)
    arguments = parser.parse_args()
    program = (arguments.builddir / "src/command/account-doctor").resolve()
    failed = False
    print(f"1..{len(ROWS)}")
    with tempfile.TemporaryDirectory(prefix="ad-others-") as folder:
        Path(folder).chmod(0o755)  # the servers' own users work below it
        with OtherServers(Path(folder) / "others", arguments.unpacked) as lab:
            for number, row in enumerate(ROWS, 1):
                try:
                    run(program, row, lab)
                    print(f"ok {number} - {row.name}", flush=True)
                except Exception as error:  # any failure is a result, and the next one still runs
                    failed = True
                    print(f"not ok {number} - {row.name}", flush=True)
                    print("".join(f"# {line}\n" for line in f"{type(error).__name__}: {error}".splitlines()), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

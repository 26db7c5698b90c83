#!/usr/bin/python3
"""TAP: the command on a line that is broken in every way a line, its names or the clock can be.

netlab_test.py --builddir DIR [NAME ...]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from names import Trouble, Zone
from netlab import NetLab
from network import CLIENT, NAMES_4, host
from scenarios import SCENARIOS, Scenario, Side

MAIL = host(1)
MAIL_NAME = "mail.lab.example"
EVERY_MAIL_PORT = (25, 110, 143, 465, 587, 993, 995, 2525)


@dataclass(frozen=True)
class Row:
    """How the line is spoilt, and what is found first: "CAUSE CERTAINTY FIX", or the state."""

    name: str
    expected: str
    spoil: tuple[tuple[str, dict], ...] = ()
    zone: Zone = Zone()
    clock: str = ""
    rtt_ms: float = 20
    loss_percent: float = 0
    scenario: Scenario = SCENARIOS["healthy"]
    prepare: Callable[[NetLab], None] | None = None


def without_route(lab: NetLab) -> None:
    for family in ("-4", "-6"):
        lab.network.ip(CLIENT, family, "route", "flush", "table", "main")


def every_port(action: str, **options) -> tuple[tuple[str, dict], ...]:
    return tuple((action, {"port": port, **options}) for port in EVERY_MAIL_PORT)


def troubled(kind: str, delay_ms: int = 0) -> Zone:
    return Zone(trouble={MAIL_NAME: Trouble(kind, delay_ms, MAIL)})


ROWS = (
    Row("healthy", "healthy"),
    Row("healthy-far", "healthy", rtt_ms=250),
    Row("healthy-lossy", "healthy", loss_percent=3),
    Row("slow-names", "healthy", zone=troubled("slow", 300)),
    Row("port-dropped", "net.port-blocked proved use-tested-settings", (("drop", {"port": 993}),)),
    Row("port-stalled", "server.unavailable likely retry-later", (("stall", {"port": 993}),)),
    Row("port-refused", "config.port proved use-tested-settings", (("refuse", {"port": 993}),)),
    Row("port-reset", "net.reset likely check-network", (("reset", {"port": 993}),)),
    Row("sending-port-dropped", "net.port-blocked proved use-tested-settings", (("drop", {"port": 465}),)),
    Row("all-ports-dropped", "net.timeout proved check-network", every_port("drop")),
    Row("all-ports-refused", "net.refused proved retry-later", every_port("refuse")),
    Row("unreachable", "net.unreachable proved check-network", every_port("unreachable")),
    Row("ipv6-dropped", "healthy", (("drop", {"ip": 6}),)),
    Row("ipv4-dropped", "healthy", every_port("drop", ip=4)),
    Row("no-such-name", "net.dns-not-found proved check-host-name", zone=Zone(hosts={MAIL_NAME: ()})),
    Row("no-address", "net.dns-not-found proved check-host-name",
        zone=Zone(hosts={MAIL_NAME: ()}, texts={MAIL_NAME: "no address"})),
    Row("names-fail", "net.dns-temporary proved check-network", zone=troubled("servfail")),
    Row("names-refused", "net.dns-temporary proved check-network", zone=troubled("refused")),
    Row("names-silent", "net.dns-temporary proved check-network", zone=troubled("silent")),
    Row("no-way-out", "net.offline proved check-network", prepare=without_route),
    # Nothing tells the time here but the certificates, and an expired one looks the same.
    Row("clock-ahead", "tls.expired likely ask-administrator", clock="+900d"),
    Row("clock-behind", "tls.clock proved correct-clock", clock="-900d"),
    Row("zone-wrong", "healthy", clock="+9h"),
    Row("wrong-password-far", "auth.password proved new-password", rtt_ms=150,
        scenario=SCENARIOS["wrong-password"]),
    Row("wrong-mode-far", "tls.wrong-mode proved use-tested-settings", rtt_ms=150,
        scenario=SCENARIOS["wrong-security"]),
)


def examine(program: Path, row: Row, lab: NetLab, folder: Path) -> tuple[dict, str]:
    """The answer, and everything printed. Passwords go through a pipe."""
    profile = row.scenario.prepare(lab, folder)
    account = row.scenario.account(lab)
    reading, writing = os.pipe()
    os.write(writing, f"{account.receive.password}\n{account.send.password}\n".encode())
    os.close(writing)
    environment = {"ACCOUNT_DOCTOR_NAME_SERVERS": NAMES_4, "LC_ALL": "C.UTF-8", "HOME": str(folder), 
                   "XDG_STATE_HOME": str(folder)}
    command = [program, "examine", "--config-dir", profile, "--format", "json", "--verbose", "--password-fd", str(reading)]
    try:
        done = lab.network.run(command, clock=row.clock, pass_fds=[reading],
                               environment={**lab.environment(), **environment})
    finally:
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
            file.write("\t".join(("network", row.name, row.expected, found, str(round(answer["seconds"] * 1000)))) + "\n")


def run(program: Path, row: Row, lab: NetLab, folder: Path) -> None:
    lab.change_zone(row.zone)
    lab.network.set_rtt(row.rtt_ms)
    lab.network.set_loss(row.loss_percent)
    for action, options in row.spoil:
        lab.network.spoil(action, **options)
    try:
        if row.prepare is not None:
            row.prepare(lab)
        answer, printed = examine(program, row, lab, folder)
    finally:
        lab.network.clear()
    found = in_words(answer)
    write_row(row, found, answer)
    others = [(each["cause"], each["certainty"]) for each in answer["findings"][1:]]
    assert found == row.expected, f"wanted {row.expected}, found {found}, then {others}; {answer['facts']}"
    account = row.scenario.account(lab)
    for secret in (account.receive.password, account.send.password):
        assert secret not in printed, "a password was printed"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builddir", type=Path, required=True)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    program = (arguments.builddir / "src/command/account-doctor").resolve()
    wanted = [row for row in ROWS if not arguments.names or row.name in arguments.names]
    failed = False
    print(f"1..{len(wanted)}")
    with tempfile.TemporaryDirectory(prefix="ad-net-") as folder:
        Path(folder).chmod(0o755)  # the servers' own users work below it
        # What takes the way out away comes last: it is not given back.
        wanted.sort(key=lambda row: row.prepare is not None)
        with NetLab(Path(folder) / "lab", arguments.builddir) as lab:
            for number, row in enumerate(wanted, 1):
                try:
                    run(program, row, lab, Path(folder) / row.name)
                    print(f"ok {number} - {row.name}", flush=True)
                except Exception as error:  # any failure is a result, and the next one still runs
                    failed = True
                    print(f"not ok {number} - {row.name}", flush=True)
                    print("".join(f"# {line}\n" for line in f"{type(error).__name__}: {error}".splitlines()), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

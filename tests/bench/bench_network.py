#!/usr/bin/python3
"""Measures examinations of the lab's servers on lines of several lengths, beside what a person would run instead.

bench_network.py --builddir DIR [--rtt MS ...] [--case NAME ...]

Prints a table ("named" is when the line came that first tells the fault, or the healthy mailbox), then each budget
with what was used of it; exit status 1 when one is missed. Times are medians, the runs of all cases taken in turn.
Everything runs with raised priority, for the machines it runs on are shared.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lab"))

from netlab import NetLab  # noqa: E402
from profile import Account  # noqa: E402
from scenarios import IMAPS, WRONG_PASSWORD, Scenario, Side  # noqa: E402
from servers import DEFAULT_LISTENERS, LabOptions, Listener  # noqa: E402

RTTS_MS = (0, 20, 50, 150)
BUDGET_RTT_MS = 50
# Not to be had for less: SMTP with STARTTLS is name, TCP, greeting, EHLO, STARTTLS, TLS, EHLO, AUTH, MAIL, one after
# the other; IMAP over TLS 1.3, beside it, is name, TCP, TLS, greeting, login, mailbox. Postfix holds back its answer
# to the second EHLO until the tickets of TLS are acknowledged (Nagle's algorithm): one more, for every client.
BOUND, IMAP_BOUND, HELD_BACK = 9, 6, 1
# Starting a process and what the servers compute is no round trip, and takes longer where others use the machine.
START_SECONDS = 0.05
GIVE_UP_SECONDS = 10  # when a person would stop a command that says nothing
BY_HAND_RUNS = 3
PRIORITY = -15


@dataclass(frozen=True)
class Case:
    """An account, the line of the answer that first names its fault, and whether commands run by hand hang at it."""

    name: str
    words: str
    receive: Side
    shown_by: str
    by_hand_hangs: bool = False

    def runs(self, rtt_ms: int) -> int:
        """More where a budget is tight, fewer where most of the time is waiting."""
        if self.by_hand_hangs:
            return 2
        return 9 if self.name == HEALTHY and rtt_ms == BUDGET_RTT_MS else 3

    def scenario(self) -> Scenario:
        return Scenario(self.name, self.words, receive=self.receive, send=Side("submission", "starttls"))


HEALTHY = "healthy"
CASES = (
    Case(HEALTHY, "nothing is wrong", IMAPS, "progress ('receive', 'mailbox', 'done')"),
    Case("password", "wrong password", Side("imaps", "tls", password=WRONG_PASSWORD), "receive.login.result "),
    Case("certificate", "expired certificate", Side("imaps-expired", "tls"), "receive.tls.verify "),
    Case("refused", "nothing listens on the port", Side("closed", "tls"), "receive.tcp.result "),
    Case("black-hole", "the port never answers", Side("silent", "tls"), "receive.tcp.result ", by_hand_hangs=True),
    Case("security", "STARTTLS set for a TLS port", Side("imaps", "starttls"), "receive.greeting.", by_hand_hangs=True),
)


@dataclass(frozen=True)
class Usage:
    """What one run took; `first_seconds` until the fault was named, or the healthy mailbox seen."""

    seconds: float
    processor_seconds: float
    peak_mib: float
    first_seconds: float = 0


@dataclass
class Measured:
    """All runs of one case at one length of the line."""

    doctor: list[Usage] = field(default_factory=list)
    by_hand: list[Usage] = field(default_factory=list)


def median(runs: Iterable[Usage], what: str) -> float:
    return statistics.median(getattr(each, what) for each in runs)


def environment(lab: NetLab) -> dict[str, str]:
    """Trust as on a real system: authorities found by their hash, no file with all of them to be read first."""
    return {**lab.environment(), "SSL_CERT_FILE": "/dev/null"}


# -- running -----------------------------------------------------------------------------------------------------

class Run:
    """A command on the client's side, started and watched by time(1)."""

    def __init__(self, lab: NetLab, command: Sequence[str | Path], **options):
        self._peak = tempfile.NamedTemporaryFile(dir=lab.directory, mode="r")
        watched = ["time", "--quiet", "-o", self._peak.name, "-f", "%M", *command]
        self.child = lab.network.popen(watched, environment=environment(lab), stdin=subprocess.DEVNULL, **options)
        self._started = time.monotonic()

    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self._started

    def finish(self, first_seconds: float = 0) -> Usage:
        """Wait for its end. The peak is not the kernel's, which is that of this program where it is larger."""
        _, status, used = os.wait4(self.child.pid, 0)
        seconds = self.seconds()
        self.child.returncode = os.waitstatus_to_exitcode(status)
        with self._peak:
            return Usage(seconds, used.ru_utime + used.ru_stime, int(self._peak.read()) / 1024, first_seconds)


def examine(lab: NetLab, program: Path, case: Case, profile: Path) -> Usage:
    """One examination; RuntimeError when it does not come to an end by itself or does not name the fault."""
    account = case.scenario().account(lab)
    reading, writing = os.pipe()
    os.write(writing, f"{account.receive.password}\n{account.send.password}\n".encode())
    os.close(writing)
    run = Run(lab, [program, "examine", "--config-dir", profile, "--format", "lines", "--password-fd", str(reading)],
              pass_fds=[reading], stdout=subprocess.PIPE, text=True)
    os.close(reading)
    first, last = 0.0, ""
    with run.child.stdout as lines:
        for last in lines:
            if not first and last.startswith(case.shown_by):
                first = run.seconds()
    usage = run.finish(first)
    if not last.startswith("end ") or not first:
        raise RuntimeError(f"{case.name}: the examination ended with “{last.strip()}”")
    return usage


def commands_by_hand(lab: NetLab, account: Account) -> list[list[str]]:
    """What a person would run instead: the certificate, the mailbox, the login for sending."""
    receive, send = account.receive, account.send
    trust = lab.environment()["SSL_CERT_DIR"].partition(":")[0]
    starttls = receive.security == "starttls"
    scheme = "imap" if starttls else "imaps"
    return [
        ["openssl", "s_client", "-connect", f"{receive.host}:{receive.port}", "-servername", receive.host, "-CApath",
         trust, *(["-starttls", "imap"] if starttls else [])],
        ["curl", "-sS", "--capath", trust, *(["--ssl-reqd"] if starttls else []), "--user",
         f"{receive.user}:{receive.password}", f"{scheme}://{receive.host}:{receive.port}/"],
        ["swaks", "--server", send.host, "--port", str(send.port), "--tls", "--auth", "PLAIN", "--auth-user", send.user,
         "--auth-password", send.password, "--from", account.address, "--to", account.address, "--quit-after", "AUTH"],
    ]


def by_hand(lab: NetLab, case: Case) -> Usage:
    """These commands one after the other, each stopped when it has said nothing for long."""
    parts = []
    for command in commands_by_hand(lab, case.scenario().account(lab)):
        run = Run(lab, ["timeout", str(GIVE_UP_SECONDS), *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        parts.append(run.finish())
        if run.child.returncode != 0 and case.name == HEALTHY:
            raise RuntimeError(f"{case.name}: {command[0]} ended with status {run.child.returncode}")
    return Usage(sum(each.seconds for each in parts), sum(each.processor_seconds for each in parts),
                 max(each.peak_mib for each in parts))


def measure(lab: NetLab, program: Path, cases: Sequence[Case], rtt_ms: int) -> dict[str, Measured]:
    """All cases on a line of this length, in turn; commands that hang are waited for beside the others."""
    found = {case.name: Measured() for case in cases}
    profiles = {case.name: case.scenario().prepare(lab, lab.directory / case.name) for case in cases}
    lab.network.set_rtt(rtt_ms)
    hanging = [threading.Thread(target=lambda one=case: found[one.name].by_hand.append(by_hand(lab, one)))
               for case in cases if case.by_hand_hangs]
    for thread in hanging:
        thread.start()
    for number in range(max(case.runs(rtt_ms) for case in cases)):
        for case in cases:
            if number < case.runs(rtt_ms):
                found[case.name].doctor.append(examine(lab, program, case, profiles[case.name]))
            if number < BY_HAND_RUNS and not case.by_hand_hangs:
                found[case.name].by_hand.append(by_hand(lab, case))
    for thread in hanging:
        thread.join()
    return found


# -- the table ---------------------------------------------------------------------------------------------------

HEAD = ("case", "round trip", "doctor", "over bound", "named", "processor", "memory", "by hand", "processor", "memory")
WIDTHS = (12, 10, 8, 10, 8, 9, 9, 9, 9, 9)


def row(cells: Sequence[str]) -> str:
    return "  ".join(f"{cell:<{width}}" if number == 0 else f"{cell:>{width}}"
                     for number, (cell, width) in enumerate(zip(cells, WIDTHS)))


def line_of(case: Case, rtt_ms: int, measured: Measured) -> str:
    seconds = median(measured.doctor, "seconds")
    over = f"{seconds * 1000 / rtt_ms - BOUND:+.1f}" if rtt_ms and not case.by_hand_hangs else ""
    gave_up = ">" if case.by_hand_hangs else ""
    return row((case.name, f"{rtt_ms} ms", f"{seconds:.2f} s", over, f"{median(measured.doctor, 'first_seconds'):.2f} s",
                f"{median(measured.doctor, 'processor_seconds') * 1000:.0f} ms",
                f"{max(each.peak_mib for each in measured.doctor):.1f} MiB",
                f"{gave_up}{median(measured.by_hand, 'seconds'):.2f} s",
                f"{median(measured.by_hand, 'processor_seconds') * 1000:.0f} ms",
                f"{max(each.peak_mib for each in measured.by_hand):.1f} MiB"))


# -- budgets (design, section 8; first words within one second where something refuses, else within three) -----------

@dataclass(frozen=True)
class Budget:
    """One figure of one case at one length of the line, with what it may be."""

    case: str
    rtt_ms: int
    what: str
    used: float
    allowed: float
    unit: str

    @property
    def kept(self) -> bool:
        return self.used <= self.allowed

    def line(self) -> str:
        missed = "" if self.kept else "   MISSED"
        where = f"{self.case} at {self.rtt_ms} ms, {self.what}"
        return f"{where:45} {self.used:8.2f} of {self.allowed:.2f} {self.unit}{missed}"


Table = dict[int, dict[str, Measured]]


def budgets_of(case: str, rtt_ms: int, runs: list[Usage]) -> Iterable[Budget]:
    whole, first = median(runs, "seconds"), median(runs, "first_seconds")
    if case == HEALTHY and rtt_ms == BUDGET_RTT_MS:
        allowed = (1.2 * BOUND + HELD_BACK) * BUDGET_RTT_MS / 1000 + START_SECONDS
        yield Budget(case, rtt_ms, "whole", whole, allowed, "s")
    if case == "black-hole":
        yield Budget(case, rtt_ms, "whole", whole, 6.0, "s")
    if case != HEALTHY:
        yield Budget(case, rtt_ms, "named", first, 1.0 if case == "refused" else 3.0, "s")
    yield Budget(case, rtt_ms, "memory", max(each.peak_mib for each in runs), 30.0, "MiB")


def budgets(table: Table) -> list[Budget]:
    return [each for rtt_ms, cases in table.items() for case, measured in cases.items()
            for each in budgets_of(case, rtt_ms, measured.doctor)]


def round_trips(table: Table, case: str, what: str = "seconds") -> float:
    """How often an examination waits for the other side: what one more millisecond of the line costs it."""
    first, last = min(table), max(table)
    seconds = [median(table[each][case].doctor, what) for each in (first, last)]
    return (seconds[1] - seconds[0]) * 1000 / max(last - first, 1)


def budgets_of_round_trips(table: Table) -> Iterable[Budget]:
    """Only from lines that differ enough: computing and noise then fall out."""
    shortest, longest = min(table), max(table)
    if longest - shortest >= 100 and HEALTHY in table[longest]:
        yield Budget(HEALTHY, longest, "round trips", round_trips(table, HEALTHY), 1.2 * BOUND + HELD_BACK, "")
        yield Budget(HEALTHY, longest, "round trips of IMAP", round_trips(table, HEALTHY, "first_seconds"),
                     1.2 * IMAP_BOUND, "")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builddir", type=Path, required=True)
    parser.add_argument("--rtt", type=int, nargs="+", default=RTTS_MS)
    parser.add_argument("--case", nargs="+", default=[case.name for case in CASES])
    return parser.parse_args()


def fill_table(arguments: argparse.Namespace, lab: NetLab) -> Table:
    """Measure all; what missed its budget once more, for these machines are shared."""
    program = (arguments.builddir / "src/command/account-doctor").resolve()
    cases = [case for case in CASES if case.name in arguments.case]
    for case in cases:  # the servers start their own helpers at the first connection
        if not case.by_hand_hangs:
            by_hand(lab, case)
    table: Table = {}
    print(row(HEAD))
    for rtt_ms in arguments.rtt:
        table[rtt_ms] = measure(lab, program, cases, rtt_ms)
        again = {each.case for each in budgets({rtt_ms: table[rtt_ms]}) if not each.kept}
        if again:
            print(f"once more: {' '.join(sorted(again))}")
            table[rtt_ms] |= measure(lab, program, [case for case in cases if case.name in again], rtt_ms)
        for case in cases:
            print(line_of(case, rtt_ms, table[rtt_ms][case.name]), flush=True)
    return table


def main() -> int:
    arguments = parse()
    os.setpriority(os.PRIO_PROCESS, 0, PRIORITY)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        Path(name).chmod(0o711)
        options = LabOptions(listeners=DEFAULT_LISTENERS + (Listener("imaps", "expired"),))
        with NetLab(Path(name) / "lab", arguments.builddir, options) as lab:
            table = fill_table(arguments, lab)
    print()
    for case in table[min(table)]:
        first = round_trips(table, case, "first_seconds")
        print(f"{case}: {round_trips(table, case):.1f} round trips one after the other, {first:.1f} until “named”")
    print()
    found = [*budgets(table), *budgets_of_round_trips(table)]
    print(*(each.line() for each in found if each.what != "memory"), sep="\n")
    print(max((each for each in found if each.what == "memory"), key=lambda each: each.used).line())
    return 0 if all(each.kept for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())

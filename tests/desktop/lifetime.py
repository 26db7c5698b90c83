"""Processes that a desktop test starts, and their certain end.

Every process carries a token in its environment; services that a bus starts inherit it. `Processes.stop`
ends what was started in reverse order, then whatever else still carries the token.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
import uuid
from pathlib import Path
from typing import Callable, Optional, Sequence, TypeVar

TOKEN_NAME = "ACCOUNT_DOCTOR_DESKTOP"
GRACE_S = 3.0
POLL_S = 0.02

T = TypeVar("T")


class Timeout(AssertionError):
    """Something awaited did not happen before its deadline."""


def wait_for(what: str, probe: Callable[[], T], timeout: float = 10.0) -> T:
    """Call `probe` until it returns something true and return that; Timeout names `what`."""
    deadline = time.monotonic() + timeout
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            raise Timeout(f"not seen within {timeout:g} s: {what}")
        time.sleep(POLL_S)


def carriers(token: str) -> list[int]:
    """Ids of the live processes whose environment carries `token`, this process excepted."""
    mark = f"{TOKEN_NAME}={token}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def signal_all(ids: Sequence[int], number: int) -> None:
    """Send a signal to each process that still exists."""
    for process_id in ids:
        try:
            os.kill(process_id, number)
        except ProcessLookupError:
            pass


class Processes:
    """Starts programs in groups of their own and ends all of them, whatever happens to the test."""

    def __init__(self) -> None:
        self.token = uuid.uuid4().hex
        self._started: list[subprocess.Popen] = []

    def start(self, command: Sequence[str], env: dict[str, str], **options) -> subprocess.Popen:
        """Start `command`; the kernel kills it should this process die first."""
        guarded = ["setpriv", "--pdeathsig", "KILL", "--", *command]
        process = subprocess.Popen(guarded, env={**env, TOKEN_NAME: self.token}, stdin=subprocess.DEVNULL,
                                   start_new_session=True, **options)
        self._started.append(process)
        return process

    def run(self, command: Sequence[str], env: dict[str, str], timeout: float = 15.0) -> str:
        """Run a short-lived program to its end and return what it printed."""
        done = subprocess.run(command, env={**env, TOKEN_NAME: self.token}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout, check=False)
        output = done.stdout.decode(errors="replace")
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]} ended with status {done.returncode}: {output.strip()}")
        return output

    def stop(self) -> None:
        """End everything: each group in reverse order, then stragglers that carry the token."""
        while self._started:
            end_group(self._started.pop())
        for number, grace in ((signal.SIGTERM, GRACE_S), (signal.SIGKILL, GRACE_S)):
            signal_all(carriers(self.token), number)
            try:
                wait_for("the end of every process of the session", lambda: not carriers(self.token), grace)
                return
            except Timeout:
                continue
        raise Timeout(f"processes that survive SIGKILL: {carriers(self.token)}")


def end_group(process: subprocess.Popen, grace: Optional[float] = GRACE_S) -> None:
    """Ask a process group to end, then force it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            pass
        try:
            process.wait(grace)
            return
        except subprocess.TimeoutExpired:
            continue

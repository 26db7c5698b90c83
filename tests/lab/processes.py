"""Ports and processes of the lab: pick free ports, start a server as a group of its own, end all of it."""

from __future__ import annotations

import ctypes
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

# Below the range from which the kernel takes the ports of outgoing connections.
FIRST_PORT, LAST_PORT = 20000, 31999
POLL_SECONDS = 0.01
STOP_SECONDS = 4.0
LOOPBACK_4, LOOPBACK_4_SECOND, LOOPBACK_6 = "127.0.0.1", "127.0.0.2", "::1"

PR_SET_PDEATHSIG = 1

# Waits until this process closes the pipe, by will or by dying, and then ends a process group. The kernel's own
# "signal me when my parent dies" serves only until the guard is there: a server that changes its user loses it.
GUARD = """
trap '' INT TERM HUP
read -r _
kill -s TERM -- "-$1" || exit 0
for _ in 1 2 3 4 5 6 7 8 9 10; do
    sleep 0.2
    kill -s 0 -- "-$1" || exit 0
done
kill -s KILL -- "-$1"
"""


class LabError(Exception):
    """The lab cannot do what was asked; the text is a sentence for a person."""


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition became true before the time was over."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def loopback_addresses() -> list[str]:
    """127.0.0.1, and ::1 where this machine has it."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind((LOOPBACK_6, 0))
        return [LOOPBACK_4, LOOPBACK_6]
    except OSError:
        return [LOOPBACK_4]


def bind(address: str, port: int) -> socket.socket:
    """A stream socket bound there and not listening: the port is taken and refuses. OSError when it is in use."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    holder = socket.socket(family)
    try:
        if family == socket.AF_INET6:
            holder.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        holder.bind((address, port))
    except OSError:
        holder.close()
        raise
    return holder


def hold_port() -> tuple[int, list[socket.socket]]:
    """A port that is free on every loopback address, and the bound sockets that keep it so."""
    addresses = loopback_addresses()
    for port in random.sample(range(FIRST_PORT, LAST_PORT), 500):
        held: list[socket.socket] = []
        try:
            for address in addresses + [LOOPBACK_4_SECOND]:
                held.append(bind(address, port))
            return port, held
        except OSError:
            close_all(held)
    raise LabError("No free port was found on the loopback addresses.")


def free_ports(count: int) -> list[int]:
    """Distinct ports nothing listens on now. Another program may take one before it is used: then try again."""
    ports, held = [], []
    for _ in range(count):
        port, sockets = hold_port()
        ports.append(port)
        held += sockets
    close_all(held)
    return ports


def black_hole() -> tuple[int, list[socket.socket]]:
    """A port on which a connection attempt gets no answer, and the sockets that make it so.

    They listen, never accept, and their queue is full; the kernel drops what comes then.
    """
    port, sockets = hold_port()
    fillers = []
    for listener in sockets:
        listener.listen(0)
        fillers += fill_queue(listener)
    return port, sockets + fillers


def fill_queue(listener: socket.socket, limit: int = 64) -> list[socket.socket]:
    """Connections that fill the queue of a listening socket until one more gets no answer."""
    fillers = []
    for _ in range(limit):
        filler = socket.socket(listener.family)
        filler.settimeout(0.15)
        fillers.append(filler)
        try:
            filler.connect(listener.getsockname()[:2])
        except TimeoutError:
            return fillers
    raise LabError("This system accepts connections for ever; a port without an answer cannot be made.")


def close_all(sockets: Sequence[socket.socket]) -> None:
    for each in sockets:
        each.close()


def answers(address: str, port: int) -> bool:
    """Whether something accepts a connection there now."""
    try:
        socket.create_connection((address, port), timeout=1).close()
        return True
    except OSError:
        return False


def group_is_alive(group: int) -> bool:
    """Whether a process that has not ended is left in the group."""
    return any(row[0] == group and row[1] not in "ZX" for row in map(group_and_state, process_ids()))


def process_ids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def group_and_state(process: int) -> tuple[int, str]:
    """The process group and the state letter of a process; (-1, "X") when it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return int(fields[2]), fields[0]
    except (OSError, IndexError):
        return -1, "X"


def end_with_parent() -> None:
    """For a child, before exec: SIGTERM when its parent dies before a guard watches the group."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Guard:
    """Ends a process group when this process dies, however that happens."""

    def __init__(self, group: int):
        self._shell = subprocess.Popen(["sh", "-c", GUARD, "guard", str(group)], stdin=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, start_new_session=True)

    def dismiss(self) -> None:
        """The group has ended and needs no guard any more."""
        self._shell.kill()
        self._shell.communicate()


class ProcessGroup:
    """A server in a process group of its own, that ends as a whole."""

    def __init__(self, name: str, command: Sequence[str], log: Path, directory: Path):
        """Start the command; what it prints is appended to the log. LabError when it is not installed."""
        self.name = name
        self.log = log
        with log.open("ab") as output:
            try:
                self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                                cwd=directory, start_new_session=True, preexec_fn=end_with_parent)
            except FileNotFoundError:
                raise LabError(f"{command[0]} is not installed.") from None
        self._guard = Guard(self.process.pid)

    def is_running(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        """End every process of the group: politely until its first one is gone, then at once."""
        self._signal(signal.SIGTERM)
        wait_until(lambda: not self.is_running(), STOP_SECONDS)
        self._signal(signal.SIGKILL)
        if not wait_until(lambda: not group_is_alive(self.process.pid), STOP_SECONDS):
            raise LabError(f"{self.name} could not be stopped.")
        self.process.wait()
        self._guard.dismiss()

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

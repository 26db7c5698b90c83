"""Two hosts on one machine, the client and the server, with a line between them that can be made bad.

They are network namespaces of the program delayline, which holds the line; they end with it, and it ends when
this process does. Nothing of them has a name on this machine, so that any number can be there at once. Needs
root, or a user namespace (unshare -r -m).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from processes import LabError

DEVICE = "lab0"
CLIENT, SERVER = "client", "server"
CLIENT_4, CLIENT_6 = "10.77.0.200", "fd77::200"
NAMES_4, NAMES_6 = "10.77.0.53", "fd77::53"  # where the name server answers
FAKETIME = "faketime/libfaketime.so.1"
# What the client has in /etc instead of this machine's own.
CLIENT_FILES = {
    "resolv.conf": f"nameserver {NAMES_4}\n",
    "hosts": f"127.0.0.1 localhost\n127.0.1.1 {socket.gethostname()}\n::1 localhost\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n",
}

CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18

libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Host:
    """A host behind the line on the server's side: one address of each family. An empty one it has not."""

    ipv4: str = ""
    ipv6: str = ""

    @property
    def addresses(self) -> list[str]:
        return [each for each in (self.ipv4, self.ipv6) if each]


def host(number: int) -> Host:
    """The addresses of the host with that number, from 1 to 52 or 54 to 199."""
    return Host(f"10.77.0.{number}", f"fd77::{number}")


@dataclass
class Network:
    """The two hosts and the line, from `start` to `stop`. Both numbers can be changed while it runs.

    `directory` is for the client's resolv.conf and hosts; it must exist. `builddir` has delayline.
    """

    directory: Path
    builddir: Path
    rtt_ms: float = 0
    _line: subprocess.Popen | None = field(default=None, repr=False)
    namespaces: dict[str, str] = field(default_factory=dict, repr=False)
    _spoilt: set[str] = field(default_factory=set, repr=False)

    def __enter__(self) -> Network:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    # -- life --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Both sides are up and reach one another on return. LabError when this is not possible here."""
        program = self.builddir / "tests/lab/delayline"
        try:
            self._line = subprocess.Popen([program, DEVICE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                          stderr=subprocess.PIPE, text=True, start_new_session=True)
        except OSError as error:
            raise LabError(f"{program} cannot be started: {error.strerror}.") from None
        words = self._line.stdout.readline().split()
        if len(words) != 3:
            reason = self._line.stderr.read().strip()
            self.stop()
            raise LabError(f"The network of the lab cannot be made: {reason}. It needs root.")
        for side, number in zip((CLIENT, SERVER), words[1:]):
            self.namespaces[side] = f"/proc/{self._line.pid}/fd/{number}"
            self.ip(side, "link", "set", "lo", "up")
            self.ip(side, "link", "set", DEVICE, "up")
        self._give_addresses()
        self.write_files()
        self.set_rtt(self.rtt_ms)

    def stop(self) -> None:
        """Both sides are gone when nothing runs in them any more. May be called again."""
        if self._line is not None:
            for stream in (self._line.stdin, self._line.stdout, self._line.stderr):
                stream.close()
            self._line.wait()
        self._line = None
        self.namespaces.clear()

    def _give_addresses(self) -> None:
        self.add_host(Host(NAMES_4, NAMES_6))
        for address, bits, router in ((CLIENT_4, 24, NAMES_4), (CLIENT_6, 64, NAMES_6)):
            self.ip(CLIENT, "address", "add", f"{address}/{bits}", "dev", DEVICE, *no_check(address))
            self.ip(CLIENT, family(address), "route", "add", "default", "via", router, "dev", DEVICE)
            self.ip(SERVER, family(address), "route", "add", "default", "dev", DEVICE)

    def add_host(self, added: Host) -> None:
        """Give the server's side the addresses of one more host."""
        for address in added.addresses:
            bits = 128 if ":" in address else 32
            self.ip(SERVER, "address", "add", f"{address}/{bits}", "dev", DEVICE, *no_check(address))

    def ip(self, side: str, *arguments: str) -> None:
        """Run ip(8) on a side, for what the line cannot do: routes, addresses, a device that is down."""
        done = subprocess.run(["ip", *arguments], capture_output=True, text=True, preexec_fn=self.entrance(side))
        if done.returncode != 0:
            raise LabError(f"ip {' '.join(arguments)} failed: {done.stderr.strip()}")

    # -- the line ----------------------------------------------------------------------------------------------

    def set_rtt(self, milliseconds: float) -> None:
        """The time of a round trip, from now on."""
        self.rtt_ms = milliseconds
        self._command(f"delay {milliseconds / 2}")

    def set_loss(self, percent: float, seed: int = 1) -> None:
        """Lose this part of all packets in each direction; the same seed gives the same sequence."""
        self._command(f"loss {percent} {seed}")

    def spoil(self, action: str, port: int = 0, ip: int = 0, address: str = "any") -> None:
        """Let the line do something to packets for a port of the server's side, and to the answers.

        `action` is drop (nothing passes), stall (TCP connects, nothing said passes), refuse (a reset for who
        connects), reset (for both ends with the first bytes), or unreachable (an ICMP error). `ip` is 4 or 6.
        What is left out means all. Until `clear`, several hold together.
        """
        rule = rule_of(action, port, ip, address)
        if rule not in self._spoilt:
            self._command(rule)
            self._spoilt.add(rule)

    def mend(self, action: str, port: int = 0, ip: int = 0, address: str = "any") -> None:
        """Take one `spoil` back; the others hold on."""
        rest = self._spoilt - {rule_of(action, port, ip, address)}
        if rest != self._spoilt:
            self.clear()
            for rule in rest:
                self._command(rule)
            self._spoilt |= rest

    def clear(self) -> None:
        """The line is good again; the round trip time stays."""
        self._command("clear")
        self._spoilt.clear()

    def _command(self, line: str) -> None:
        if self._line is None:
            raise LabError("The network of the lab is not up.")
        self._line.stdin.write(line + "\n")
        self._line.stdin.flush()
        answer = self._line.stdout.readline().strip()
        if answer != "ok":
            raise LabError(f"The line of the lab did not take “{line}”: {answer or self._line.stderr.read()}")

    # -- commands ----------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def inside(self, side: str) -> Iterator[None]:
        """This thread, the sockets it opens and the commands it starts are on that side meanwhile."""
        before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            enter(self.namespaces[side])
            yield
        finally:
            check(libc.setns(before, CLONE_NEWNET), "the way back from the lab's network")
            os.close(before)

    def entrance(self, side: str, files: Iterable[str] = ()) -> Callable[[], None]:
        """A preexec_fn for a command on that side; it finds these files of `directory` in /etc."""
        path = self.namespaces[side]
        pairs = [(str(self.directory / name).encode(), f"/etc/{name}".encode()) for name in files]

        def function() -> None:
            enter(path)
            if pairs:
                check(libc.unshare(CLONE_NEWNS), "a mount namespace")
                check(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None), "a private mount")
            for ours, theirs in pairs:
                check(libc.mount(ours, theirs, None, MS_BIND, None), theirs.decode())

        return function

    def write_files(self) -> None:
        """The client's files in /etc are what they are at the start."""
        for name, text in CLIENT_FILES.items():
            self.write_file(name, text)

    def write_file(self, name: str, text: str) -> None:
        """The client's /etc/resolv.conf, /etc/hosts or /etc/nsswitch.conf, for commands from now on."""
        (self.directory / name).write_text(text)

    def popen(self, command: Sequence[str | Path], clock: str = "", environment: Mapping[str, str] | None = None,
              **options) -> subprocess.Popen:
        """Start a command on the client's side; the other options are those of subprocess.Popen.

        `clock` shifts the wall clock of the command, such as "+400d" or "-2h"; its monotonic clock goes on.
        """
        fake = {"LD_PRELOAD": str(faketime_library()), "FAKETIME": clock,
                "FAKETIME_DONT_FAKE_MONOTONIC": "1"} if clock else {}
        return subprocess.Popen([str(each) for each in command], preexec_fn=self.entrance(CLIENT, CLIENT_FILES),
                                env={**os.environ, **(environment or {}), **fake}, **options)

    def run(self, command: Sequence[str | Path], timeout: float = 60, **options) -> subprocess.CompletedProcess:
        """Run a command on the client's side to its end; its output as text. TimeoutExpired kills it."""
        options = {"stdin": subprocess.DEVNULL, **options}
        with self.popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options) as child:
            try:
                output, errors = child.communicate(timeout=timeout)
            except BaseException:
                child.kill()
                raise
        return subprocess.CompletedProcess(child.args, child.returncode, output, errors)


def rule_of(action: str, port: int, ip: int, address: str) -> str:
    """The command for the line."""
    number = ip if address == "any" else 6 if ":" in address else 4
    return f"rule {action} {number} {port} {address}"


def enter(namespace: str) -> None:
    """Put this thread into a network namespace."""
    number = os.open(namespace, os.O_RDONLY | os.O_CLOEXEC)
    check(libc.setns(number, CLONE_NEWNET), "the lab's network")
    os.close(number)


def check(result: int, what: str) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def family(address: str) -> str:
    return "-6" if ":" in address else "-4"


def no_check(address: str) -> list[str]:
    """Addresses of IPv6 are used at once, without asking whether another host has them."""
    return ["nodad"] if ":" in address else []


def faketime_library() -> Path:
    for folder in sorted(Path("/usr/lib").glob("*-linux-*")):
        if (folder / FAKETIME).exists():
            return folder / FAKETIME
    raise LabError("libfaketime is not installed.")

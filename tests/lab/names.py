"""The name server of the network lab: dnsmasq for what it can say, and a small one of our own for faults."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from network import NAMES_4, NAMES_6, SERVER, Host, Network
from processes import LabError, ProcessGroup, wait_until

START_SECONDS = 10.0
TROUBLE_PORT = 5301  # on the loopback address of the server's side; dnsmasq asks there
TYPE_A, TYPE_AAAA = 1, 28
RESPONSE_CODES = {"slow": 0, "servfail": 2, "refused": 5}


@dataclass(frozen=True)
class Trouble:
    """What a name does, and every name below it: servfail, refused, silent (never answered), or slow."""

    kind: str
    delay_ms: int = 0
    host: Host = Host()


@dataclass(frozen=True)
class Service:
    """A SRV record: `name` such as _imaps._tcp.lab.example. The target "." says that there is none."""

    name: str
    target: str
    port: int
    priority: int = 0


@dataclass(frozen=True)
class Zone:
    """All the names there are; any other does not exist. A name has one host or several."""

    hosts: Mapping[str, Host | tuple[Host, ...]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    services: tuple[Service, ...] = ()
    exchanges: Mapping[str, str] = field(default_factory=dict)  # MX: domain → server
    texts: Mapping[str, str] = field(default_factory=dict)
    trouble: Mapping[str, Trouble] = field(default_factory=dict)

    def config(self) -> str:
        """The lines for dnsmasq."""
        rows = []
        for name, hosts in self.hosts.items():
            for host in hosts if isinstance(hosts, tuple) else (hosts,):
                rows.append(",".join(["host-record=" + name, *host.addresses]))
        rows += [f"cname={name},{target}" for name, target in self.aliases.items()]
        rows += [f"srv-host={each.name}" + f",{each.target},{each.port},{each.priority}" * (each.target != ".")
                 for each in self.services]
        rows += [f"mx-host={domain},{target},10" for domain, target in self.exchanges.items()]
        rows += [f'txt-record={name},"{text}"' for name, text in self.texts.items()]
        rows += [f"server=/{domain}/127.0.0.1#{TROUBLE_PORT}" for domain in self.trouble]
        return "\n".join(rows) + "\n"


CONFIG = """\
keep-in-foreground
user=root
pid-file
no-resolv
no-hosts
no-poll
bind-interfaces
except-interface=lo
listen-address={addresses}
log-queries
log-facility={log}
address=/#/
"""


class Names:
    """The name server on the server's side of a network, from `start` to `stop`."""

    def __init__(self, network: Network, zone: Zone, directory: Path):
        """Nothing is started yet. `directory` is for the configuration and the log and must exist."""
        self.zone = zone
        self._network = network
        self._directory = directory
        self._group: ProcessGroup | None = None
        self._trouble: TroubleServer | None = None

    def start(self) -> None:
        """On return names are answered. LabError when dnsmasq does not start."""
        config, log = self._directory / "dnsmasq.conf", self._directory / "dnsmasq.log"
        config.write_text(CONFIG.format(addresses=f"{NAMES_4},{NAMES_6}", log=log) + self.zone.config())
        log.touch()
        with self._network.inside(SERVER):
            self._trouble = TroubleServer(self.zone.trouble)
            self._group = ProcessGroup("dnsmasq", ["dnsmasq", "-C", str(config)],
                                       self._directory / "dnsmasq.output", self._directory)
            up = wait_until(lambda: answers_names() or not self._group.is_running(), START_SECONDS)
        if not (up and self._group.is_running()):
            said = (self._directory / "dnsmasq.output").read_text()
            self.stop()
            raise LabError(f"The name server did not start: {said.strip()}")

    def stop(self) -> None:
        """May be called again."""
        if self._trouble is not None:
            self._trouble.stop()
        if self._group is not None:
            self._group.stop()
        self._trouble = self._group = None

    def change(self, zone: Zone) -> None:
        """Answer from these records from now on."""
        self.stop()
        self.zone = zone
        self.start()

    def asked(self) -> list[str]:
        """The questions so far, in order, such as “A mail.lab.example”."""
        rows = (line.partition(": query[")[2] for line in (self._directory / "dnsmasq.log").read_text().splitlines())
        return [row.split(" from ")[0].replace("]", "") for row in rows if row]


def answers_names() -> bool:
    """Whether the name server takes connections; called on the server's side."""
    try:
        socket.create_connection((NAMES_4, 53), timeout=1).close()
        return True
    except OSError:
        return False


class TroubleServer:
    """Answers over UDP as the troubles say. Its socket is on the side on which it was made."""

    def __init__(self, trouble: Mapping[str, Trouble]):
        self._trouble = trouble
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", TROUBLE_PORT))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._socket.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            question, client = self._socket.recvfrom(2048)
            if not question:
                return
            name, kind = read_question(question)
            trouble = next((each for domain, each in self._trouble.items()
                            if name == domain or name.endswith("." + domain)), Trouble("servfail"))
            if trouble.kind != "silent":
                answer = answer_to(question, kind, trouble)
                threading.Timer(trouble.delay_ms / 1000, self._send, (answer, client)).start()

    def _send(self, answer: bytes, client: tuple[str, int]) -> None:
        with contextlib.suppress(OSError):  # after the end
            self._socket.sendto(answer, client)


def read_question(message: bytes) -> tuple[str, int]:
    """Name and type of a question of one name without compression, as clients send it (RFC 1035 §4.1.2)."""
    labels, at = [], 12
    while message[at] != 0:
        labels.append(message[at + 1:at + 1 + message[at]].decode("ascii", "replace"))
        at += 1 + message[at]
    return ".".join(labels).lower(), struct.unpack_from("!H", message, at + 1)[0]


def answer_to(question: bytes, kind: int, trouble: Trouble) -> bytes:
    """The answer: a response code, and for "slow" the address of the kind that was asked for."""
    address = {TYPE_A: trouble.host.ipv4, TYPE_AAAA: trouble.host.ipv6}.get(kind, "")
    end = question.index(0, 12) + 5
    head = question[:2] + struct.pack("!HHHHH", 0x8180 | RESPONSE_CODES[trouble.kind], 1, int(bool(address)), 0, 0)
    if not address:
        return head + question[12:end]
    data = socket.inet_pton(socket.AF_INET6 if kind == TYPE_AAAA else socket.AF_INET, address)
    return head + question[12:end] + b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 60, len(data)) + data

#!/usr/bin/python3
"""The lab's real servers behind a line of our own: names, addresses of both families, delay, loss, faults.

As a module: `with NetLab(directory, builddir) as lab:` is a Lab whose servers are at mail.lab.example with their
usual ports, on the server's side of `lab.network`; `lab.run([...])` runs a command on the client's side. A variant
of a listener (imaps-expired, imap-no-starttls) is at a host of its own, such as expired.lab.example.
As a command: `netlab.py run --builddir DIR --rtt 50 -- COMMAND`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import processes
import scenarios
import servers
from certificates import SYSTEM_DIRECTORY, CertificateError
from lab import EXIT_NOT_POSSIBLE, Lab, working_directory
from names import Names, Zone
from network import SERVER, Host, Network, host
from processes import LabError
from servers import DOMAIN, LabOptions, Listener

PORTS = {"imap": 143, "imaps": 993, "pop3": 110, "pop3s": 995, "smtp": 25, "submission": 587, "submissions": 465}
CLOSED_PORT, SILENT_PORT = 1993, 2993
MAIL_HOST = "mail"
FIRST_VARIANT, FIRST_DOUBLE = 2, 60
OTHER_NAMES = ("imap", "pop", "pop3", "smtp")  # names under which people look for the mail host


class NetLab(Lab):
    """Servers, names and line, from `start` to `stop`; leaving the `with` block ends all of it."""

    def __init__(self, directory: str | Path, builddir: str | Path, options: LabOptions = LabOptions(),
                 rtt_ms: float = 0, zone: Zone = Zone(), doubles: Sequence[str] = ()):
        """Nothing is started yet. The names of `zone` are there beside those of the lab's own hosts.

        Each of `doubles` is one more name of the mail host, with addresses of its own: the line to it can be
        spoilt alone.
        """
        super().__init__(directory, options)
        self.network = Network(self.directory / "network", Path(builddir).resolve(), rtt_ms)
        variants = sorted({each.variant for each in options.listeners if each.variant})
        self.hosts: dict[str, Host] = {MAIL_HOST: host(1)} | {
            name: host(number) for number, name in enumerate(variants, FIRST_VARIANT)}
        self._doubles = tuple(doubles)
        self.hosts |= {name: host(number) for number, name in enumerate(doubles, FIRST_DOUBLE)}
        self.names = Names(self.network, self.zone_with(zone), self.directory / "network")

    def start(self) -> None:
        servers.make_directory(self.directory / "network")
        self.network.start()
        for each in self.hosts.values():
            self.network.add_host(each)
        self.names.start()
        with self.network.inside(SERVER):
            super().start()

    def stop(self) -> None:
        super().stop()
        self.names.stop()
        self.network.stop()

    def zone_with(self, zone: Zone) -> Zone:
        """These records beside those of the lab's hosts, which they may replace."""
        own = {f"{name}.{DOMAIN}": each for name, each in self.hosts.items()}
        own |= {f"{name}.{DOMAIN}": self.hosts[MAIL_HOST] for name in OTHER_NAMES}
        mine = {name: each for name, each in own.items() if name not in zone.aliases and name not in zone.trouble}
        return replace(zone, hosts={**mine, **zone.hosts},
                       exchanges={DOMAIN: f"{MAIL_HOST}.{DOMAIN}", **zone.exchanges})

    def change_zone(self, zone: Zone) -> None:
        """Answer with these records and those of the lab's hosts from now on."""
        self.names.change(self.zone_with(zone))

    def new_site(self) -> servers.Site:
        listeners = self.options.listeners
        self.ports = {each: PORTS[each.service] for each in listeners}
        addresses = {each: self.addresses_of(each) for each in listeners}
        return servers.Site(self.directory, self.options, self.ports, addresses, self._store)

    def addresses_of(self, listener: Listener) -> list[str]:
        names = (listener.variant,) if listener.variant else (MAIL_HOST, *self._doubles)
        return [address for name in names for address in self.hosts[name].addresses]

    def is_answering(self, listener: Listener) -> bool:
        return processes.answers(self.address(listener.name), self.ports[listener])

    def address(self, name: str) -> str:
        """The address of IPv4 of a listener's host."""
        return self.hosts[self.listener(name).variant or MAIL_HOST].ipv4

    def host(self, name: str) -> str:
        variant = "" if name in ("closed", "silent") else self.listener(name).variant
        return f"{variant or MAIL_HOST}.{DOMAIN}"

    def port(self, name: str) -> int:
        if name == "closed":
            return CLOSED_PORT
        if name == "silent":
            self.network.spoil("drop", port=SILENT_PORT)
            return SILENT_PORT
        return super().port(name)

    def environment(self) -> dict[str, str]:
        """As a Lab's. The system's way to trust, authorities found by hash, is there beside the one file."""
        return {**super().environment(), "SSL_CERT_DIR": f"{self._store.trust_directory()}:{SYSTEM_DIRECTORY}"}

    def run(self, command: Sequence[str | Path], **options) -> subprocess.CompletedProcess:
        """Run a command on the client's side, which trusts the lab's authority; see Network.run."""
        environment = {**self.environment(), **options.pop("environment", {})}
        return self.network.run(command, environment=environment, **options)


# -- the command ---------------------------------------------------------------------------------------------------

def command_run(arguments: argparse.Namespace) -> int:
    scenario = scenarios.SCENARIOS.get(arguments.scenario)
    if scenario is None:
        raise LabError(f"There is no scenario “{arguments.scenario}”; lab.py list shows them all.")
    with working_directory(arguments.directory) as directory, \
            NetLab(directory, arguments.builddir, scenario.options(), arguments.rtt) as lab:
        lab.network.set_loss(arguments.loss)
        profile = scenario.prepare(lab, lab.directory / "profile")
        environment = {**lab.environment(), "LAB_PROFILE": str(profile)}
        return lab.network.popen(arguments.command, clock=arguments.clock, environment=environment).wait()


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="netlab.py", description="Real mail servers behind a line of our own.")
    run = parser.add_subparsers(required=True).add_parser("run", help="run a command on the client's side")
    run.add_argument("--builddir", required=True, metavar="DIR", help="where the project was built")
    run.add_argument("--scenario", default="healthy", metavar="NAME")
    run.add_argument("--directory", metavar="DIR", help="where everything is kept; without it, removed at the end")
    run.add_argument("--rtt", type=float, default=0, metavar="MS", help="time of a round trip")
    run.add_argument("--loss", type=float, default=0, metavar="PERCENT", help="part of all packets that is lost")
    run.add_argument("--clock", default="", metavar="SHIFT", help="the command's wall clock is off, such as +400d")
    run.add_argument("command", nargs="+", metavar="COMMAND")
    run.set_defaults(function=command_run)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    options = parse(arguments)
    try:
        return options.function(options)
    except (LabError, CertificateError) as error:
        print(f"netlab.py: {error}", file=sys.stderr)
        return EXIT_NOT_POSSIBLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

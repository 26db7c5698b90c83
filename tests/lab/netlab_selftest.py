#!/usr/bin/python3
"""Checks that the network lab is what it claims to be: times, faults, names, clocks, and a clean end. TAP.

netlab_selftest.py --builddir DIR
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import processes
from lab import LabError
from lab_selftest import processes_naming, run_check
from names import Service, Trouble, Zone
from netlab import NetLab
from network import CLIENT, CLIENT_4, NAMES_4, NAMES_6, SERVER, Host, Network, host
from servers import DEFAULT_LISTENERS, LabOptions, Listener

RTT_MS = 40
TOLERANCE_MS = 4
SHORT_SECONDS = 0.4
ECHO_PORT = 7000
DATAGRAMS = 200
MAIL = host(1)
TYPES = {"A": 1, "CNAME": 5, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33}
ZONE = Zone(
    aliases={"alias.lab.example": "mail.lab.example"},
    hosts={"many.lab.example": (host(1), host(2)), "old.lab.example": Host(host(1).ipv4)},
    services=(Service("_imaps._tcp.lab.example", "mail.lab.example", 993),
              Service("_pop3s._tcp.lab.example", ".", 0)),
    texts={"lab.example": "v=spf1 mx -all"},
    trouble={"servfail.example": Trouble("servfail"), "refused.example": Trouble("refused"),
             "silent.example": Trouble("silent"), "slow.example": Trouble("slow", 300, host(1))})

Check = Callable[[NetLab], None]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    CHECKS.append(function)
    return function


# -- what the checks do ------------------------------------------------------------------------------------------

def connect_ms(address: str, port: int) -> float:
    """The time of a TCP connection, the best of five: a machine can be busy, and cannot be too fast."""
    times = []
    for _ in range(5):
        start = time.monotonic()
        socket.create_connection((address, port), timeout=5).close()
        times.append((time.monotonic() - start) * 1000)
    return min(times)


def attempt(address: str, port: int) -> str:
    """What the first word of a server is, or what went wrong instead."""
    try:
        with socket.create_connection((address, port), SHORT_SECONDS) as connection:
            return connection.recv(4).decode() or "closed"
    except TimeoutError:
        return "timeout"
    except OSError as error:
        return errno.errorcode[error.errno]


@contextlib.contextmanager
def spoilt(lab: NetLab, *arguments, **options) -> Iterator[None]:
    """On the client's side, with the line spoilt."""
    lab.network.spoil(*arguments, **options)
    try:
        with lab.network.inside(CLIENT):
            yield
    finally:
        lab.network.clear()


def ask(name: str, kind: str, server: str = NAMES_4, seconds: float = 2) -> tuple[int, int, bytes]:
    """A question to the name server: response code, number of answers, the message. TimeoutError for silence."""
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    question = struct.pack("!HHHHHH", 77, 0x100, 1, 0, 0, 0) + labels + struct.pack("!BHH", 0, TYPES[kind], 1)
    with socket.socket(socket.AF_INET6 if ":" in server else socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(seconds)
        client.sendto(question, (server, 53))
        message = client.recv(4096)
    _, flags, _, answers, _, _ = struct.unpack_from("!HHHHHH", message)
    return flags & 15, answers, message


def datagrams_that_pass(network: Network, seed: int) -> list[int]:
    """The numbers of those datagrams, of many, that are not lost on the way to the server."""
    network.set_loss(20, seed)
    with network.inside(SERVER):
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind((NAMES_4, ECHO_PORT))
    with network.inside(CLIENT):
        client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with server, client:
        for number in range(DATAGRAMS):
            client.sendto(struct.pack("!H", number), (NAMES_4, ECHO_PORT))
        server.settimeout(SHORT_SECONDS)
        passed = []
        with contextlib.suppress(TimeoutError):
            while True:
                passed.append(struct.unpack("!H", server.recv(16))[0])
    return passed


# -- the line ----------------------------------------------------------------------------------------------------

@check
def a_round_trip_takes_what_was_asked(lab: NetLab) -> None:
    for rtt in (RTT_MS, 0, 3 * RTT_MS, RTT_MS):
        lab.network.set_rtt(rtt)
        with lab.network.inside(CLIENT):
            for address in MAIL.addresses:
                taken = connect_ms(address, 993)
                assert rtt <= taken < rtt + TOLERANCE_MS, f"{address}: {taken:.2f} ms instead of {rtt}"


@check
def a_good_line_passes_everything(lab: NetLab) -> None:
    with lab.network.inside(CLIENT):
        for address in MAIL.addresses:
            assert attempt(address, 143) == "* OK" and attempt(address, 587) == "220 ", address


@check
def a_dropped_port_says_nothing_and_others_go_on(lab: NetLab) -> None:
    with spoilt(lab, "drop", port=143):
        assert [attempt(each, 143) for each in MAIL.addresses] == ["timeout"] * 2
        assert attempt(MAIL.ipv4, 587) == "220 "


@check
def a_refused_port_refuses(lab: NetLab) -> None:
    with spoilt(lab, "refuse", port=143):
        assert [attempt(each, 143) for each in MAIL.addresses] == ["ECONNREFUSED"] * 2
        assert attempt(MAIL.ipv4, 587) == "220 "


@check
def a_reset_comes_with_the_first_bytes(lab: NetLab) -> None:
    with spoilt(lab, "reset", port=143):
        assert [attempt(each, 143) for each in MAIL.addresses] == ["ECONNRESET"] * 2


@check
def a_stalled_port_connects_and_is_silent(lab: NetLab) -> None:
    with spoilt(lab, "stall", port=143):
        assert RTT_MS <= connect_ms(MAIL.ipv4, 143) < RTT_MS + TOLERANCE_MS
        assert [attempt(each, 143) for each in MAIL.addresses] == ["timeout"] * 2


@check
def an_unreachable_host_says_so(lab: NetLab) -> None:
    with spoilt(lab, "unreachable", port=143):
        assert [attempt(each, 143) for each in MAIL.addresses] == ["EHOSTUNREACH"] * 2


@check
def one_family_or_one_address_alone_is_broken(lab: NetLab) -> None:
    with spoilt(lab, "drop", ip=6):
        assert [attempt(each, 143) for each in MAIL.addresses] == ["* OK", "timeout"]
    with spoilt(lab, "drop", address=MAIL.ipv4):
        assert [attempt(each, 143) for each in MAIL.addresses] == ["timeout", "* OK"]
        assert attempt(NAMES_4, 53) == "timeout", "the name server says nothing before it is asked"
        assert ask("mail.lab.example", "A")[0] == 0


@check
def loss_is_what_was_asked_and_the_same_again(lab: NetLab) -> None:
    with tempfile.TemporaryDirectory() as name, Network(Path(name), lab.network.builddir) as network:
        first, again, other = (datagrams_that_pass(network, seed) for seed in (1, 1, 2))
    assert first == again and first != other
    assert 0.7 * DATAGRAMS < len(first) < 0.9 * DATAGRAMS, len(first)


# -- names -------------------------------------------------------------------------------------------------------

@check
def names_are_answered(lab: NetLab) -> None:
    wanted = (("mail.lab.example", "A", 1), ("mail.lab.example", "AAAA", 1), ("many.lab.example", "A", 2),
              ("old.lab.example", "AAAA", 0), ("alias.lab.example", "CNAME", 1), ("lab.example", "MX", 1),
              ("lab.example", "TXT", 1), ("_imaps._tcp.lab.example", "SRV", 1))
    with lab.network.inside(CLIENT):
        for server in (NAMES_4, NAMES_6):
            for name, kind, answers in wanted:
                assert ask(name, kind, server)[:2] == (0, answers), f"{kind} {name}"
        assert struct.pack("!HHH", 0, 0, 993) in ask("_imaps._tcp.lab.example", "SRV")[2]
        assert struct.pack("!HHHB", 0, 0, 1, 0) in ask("_pop3s._tcp.lab.example", "SRV")[2]


@check
def names_fail_in_each_way(lab: NetLab) -> None:
    with lab.network.inside(CLIENT):
        for name, code in (("nobody.lab.example", 3), ("mail.elsewhere.invalid", 3), ("servfail.example", 2),
                           ("mail.refused.example", 5)):
            assert ask(name, "A")[0] == code, name
        with contextlib.suppress(TimeoutError):
            ask("mail.silent.example", "A", seconds=SHORT_SECONDS)
            raise AssertionError("a silent name was answered")
        start = time.monotonic()
        assert ask("mail.slow.example", "A")[:2] == (0, 1)
        assert 0.3 <= time.monotonic() - start < 0.8


@check
def names_can_change(lab: NetLab) -> None:
    lab.change_zone(Zone(trouble={"mail.lab.example": Trouble("servfail")}))
    with lab.network.inside(CLIENT):
        assert ask("mail.lab.example", "A")[0] == 2 and ask("imap.lab.example", "A")[0] == 0
    lab.change_zone(ZONE)
    assert "A imap.lab.example" in lab.names.asked()


@check
def commands_of_the_client_use_these_names(lab: NetLab) -> None:
    done = lab.run(["getent", "ahosts", "alias.lab.example"])
    assert all(address in done.stdout for address in MAIL.addresses), done
    lab.network.write_file("resolv.conf", f"nameserver {NAMES_4}\noptions timeout:1 attempts:1\n")
    assert lab.run(["getent", "hosts", "mail.silent.example"]).returncode == 2
    lab.network.write_file("hosts", f"{CLIENT_4} mail.lab.example\n")
    assert CLIENT_4 in lab.run(["getent", "ahostsv4", "mail.lab.example"]).stdout
    lab.network.write_files()


# -- clocks and the doctor ---------------------------------------------------------------------------------------

CLOCKS = "import time; print(int(time.time()), int(time.monotonic()))"


@check
def a_wrong_clock_is_wrong_on_the_wall_only(lab: NetLab) -> None:
    for clock, days in (("+400d", 400), ("-400d", -400)):
        wall, monotonic = map(int, lab.run(["/usr/bin/python3", "-c", CLOCKS], clock=clock).stdout.split())
        assert abs(wall - days * 86400 - time.time()) < 10, clock
        assert abs(monotonic - time.monotonic()) < 10, clock


def examine(lab: NetLab, port: int = 993, **options) -> subprocess.CompletedProcess:
    settings = lab.directory / "account.settings"
    settings.write_text("".join(f"{row}\n" for row in (
        "account.name 'Lab'", "receive.service.protocol 'imap'", "receive.server.host 'mail.lab.example'",
        f"receive.server.port {port}", "receive.server.security 'tls'", "receive.auth.user 'taro@lab.example'")))
    command = [lab.network.builddir / "src/command/account-doctor", "examine", "--settings", settings, "--no-login",
               "--format", "lines"]
    return lab.run(command, **options)


def number_of(fact: str, done: subprocess.CompletedProcess) -> int:
    return int(done.stdout.partition(f"{fact} ")[2].split()[0])


@check
def the_doctor_works_here_and_sees_a_wrong_clock(lab: NetLab) -> None:
    right = examine(lab)
    assert "receive.tls.verify 'ok'" in right.stdout and "clock.offset-seconds" not in right.stdout, right
    past = examine(lab, clock="-400d")
    assert "clock.evidence 'program-date'" in past.stdout, past
    offset = number_of("clock.offset-seconds", past)
    assert -400 * 86400 <= offset < -300 * 86400, offset
    assert "receive.tls.verify 'not-yet-valid'" in past.stdout, past
    assert "receive.tls.verify 'expired'" in examine(lab, clock="+400d").stdout
    assert number_of("receive.probe.ms", past) < 10_000, "the clock that measures was shifted, too"


@check
def the_doctor_tells_a_silent_port_from_a_silent_host_and_a_long_line(lab: NetLab) -> None:
    lab.network.spoil("drop", port=2993)
    silent_port = examine(lab, 2993)
    assert "receive.tcp.result 'timeout'" in silent_port.stdout, silent_port
    assert 2000 <= number_of("receive.tcp.ms", silent_port) < 3000, silent_port
    for address in MAIL.addresses:
        lab.network.spoil("drop", address=address)
    silent_host = examine(lab)
    lab.network.clear()
    assert number_of("receive.tcp.ms", silent_host) >= 3000, silent_host
    lab.network.set_rtt(1300)
    assert "receive.tcp.result 'connected'" in examine(lab).stdout
    lab.network.set_rtt(RTT_MS)


@check
def a_variant_is_a_host_of_its_own(lab: NetLab) -> None:
    assert (lab.host("imaps-expired"), lab.port("imaps-expired")) == ("expired.lab.example", 993)
    with lab.network.inside(CLIENT):
        assert attempt(lab.address("imaps-expired"), 143) == "ECONNREFUSED"
        assert attempt(lab.address("imaps-expired"), 993) == "timeout", "TLS waits for the client"
        assert attempt(MAIL.ipv4, lab.port("closed")) == "ECONNREFUSED"
        assert attempt(MAIL.ipv4, lab.port("silent")) == "timeout"
    lab.network.clear()


# -- the end -----------------------------------------------------------------------------------------------------

def processes_in(namespace: int) -> list[int]:
    found = []
    for process in processes.process_ids():
        with contextlib.suppress(OSError):
            if os.stat(f"/proc/{process}/ns/net").st_ino == namespace:
                found.append(process)
    return found


def a_stopped_lab_leaves_nothing(directory: Path, namespaces: list[int]) -> None:
    assert not processes_naming(directory), "a process is left"
    assert not any(map(processes_in, namespaces)), "a process is left in the network"


def a_killed_lab_leaves_nothing(number: int, directory: Path, builddir: Path) -> None:
    ready = directory / "ready"
    command = [str(Path(__file__).with_name("netlab.py")), "run", "--builddir", str(builddir), "--directory",
               str(directory), "--", "sh", "-c", f"readlink /proc/self/ns/net >{ready}.new; mv {ready}.new {ready}; "
               "read -r _"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    with process.stdin:
        assert processes.wait_until(ready.exists, 20), "the lab did not start"
        namespace = int(ready.read_text().strip("net:[]\n"))
        assert processes_in(namespace), "the client is not where it should be"
        process.send_signal(number)
        process.wait(10)
    assert processes.wait_until(lambda: not processes_naming(directory), 5), "a process is left"
    assert processes.wait_until(lambda: not processes_in(namespace), 5), "a process is left in the network"


def a_network_in_a_user_namespace(builddir: Path) -> None:
    """The line and its faults need no root; the servers do."""
    code = ("import sys, tempfile; sys.path.insert(0, sys.argv[1]); from pathlib import Path; import network\n"
            "with tempfile.TemporaryDirectory() as name, network.Network(Path(name), Path(sys.argv[2]), 5) as line:\n"
            "    line.spoil('drop', port=1); print(line.run(['cat', '/etc/resolv.conf']).stdout)\n")
    done = subprocess.run(["unshare", "-r", "-m", "/usr/bin/python3", "-c", code, str(Path(__file__).parent),
                           str(builddir)], capture_output=True, text=True, timeout=20)
    assert done.stdout.strip() == f"nameserver {NAMES_4}", done


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builddir", type=Path, required=True)
    builddir = parser.parse_args().builddir.resolve()
    results: list[bool] = []
    print(f"1..{len(CHECKS) + 4}", flush=True)

    def step(name: str, function: Callable[[], None]) -> None:
        results.append(run_check(len(results) + 1, name, function))

    with tempfile.TemporaryDirectory(prefix="netlab-") as name:
        os.chmod(name, 0o711)
        directory = Path(name) / "lab"
        options = LabOptions(listeners=DEFAULT_LISTENERS + (Listener("imaps", "expired"),))
        try:
            with NetLab(directory, builddir, options, RTT_MS, ZONE) as lab:
                for function in CHECKS:
                    step(function.__name__.replace("_", " "), lambda: function(lab))
                namespaces = [os.stat(path).st_ino for path in lab.network.namespaces.values()]
        except LabError as error:
            print(f"Bail out! {error}")
            return 1
        step("stop leaves nothing", lambda: a_stopped_lab_leaves_nothing(directory, namespaces))
        for number in (signal.SIGTERM, signal.SIGKILL):
            step(f"{number.name} leaves nothing",
                 lambda: a_killed_lab_leaves_nothing(number, Path(name) / number.name, builddir))
        step("a network in a user namespace", lambda: a_network_in_a_user_namespace(builddir))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

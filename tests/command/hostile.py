"""Servers that misbehave: each behaviour is a function of a connection, by name."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable
from pathlib import Path

TIMEOUT_SECONDS = 20
BLOCK = b"a" * 65536
GREETINGS = {"imap": b"* OK ready\r\n", "pop3": b"+OK ready\r\n", "smtp": b"220 localhost ESMTP\r\n"}
# RFC 8446 §6: record type 21, level fatal, handshake_failure
ALERT = b"\x15\x03\x03\x00\x02\x02\x28"

Connection = socket.socket


def reset(connection: Connection) -> None:
    """Closes with RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def listen_until_gone(connection: Connection) -> None:
    while connection.recv(65536):
        pass


def flood(connection: Connection, block: bytes) -> None:
    while True:
        connection.sendall(block)


def read_line(connection: Connection) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        byte = connection.recv(1)
        if not byte:
            raise ConnectionError
        line += byte
    return line


def endless_greeting(connection: Connection, _: str) -> None:
    flood(connection, BLOCK)


def endless_lines(connection: Connection, protocol: str) -> None:
    first = {"imap": b"* OK still\r\n", "pop3": b"+OK still\r\n", "smtp": b"220-still\r\n"}[protocol]
    flood(connection, first * 4096)


def one_byte_a_second(connection: Connection, protocol: str) -> None:
    gone = threading.Event()
    for byte in GREETINGS[protocol] * 100:
        connection.sendall(bytes((byte,)))
        gone.wait(1)


def half_closed(connection: Connection, protocol: str) -> None:
    connection.sendall(GREETINGS[protocol])
    connection.shutdown(socket.SHUT_WR)
    listen_until_gone(connection)


def nuls(connection: Connection, protocol: str) -> None:
    connection.sendall(GREETINGS[protocol].replace(b"ready", b"\0\0\0").replace(b"ESMTP", b"\0\0"))
    for _ in range(100):
        read_line(connection)
        connection.sendall(b"\0\0\0\r\n")


def silent(connection: Connection, _: str) -> None:
    listen_until_gone(connection)


def garbage(connection: Connection, _: str) -> None:
    flood(connection, bytes(range(256)) * 64)


def reset_at_once(connection: Connection, _: str) -> None:
    reset(connection)


def reset_after_greeting(connection: Connection, protocol: str) -> None:
    connection.sendall(GREETINGS[protocol])
    read_line(connection)
    reset(connection)


def endless_offer(connection: Connection, protocol: str) -> None:
    """A list of abilities without an end."""
    connection.sendall(GREETINGS[protocol])
    read_line(connection)
    connection.sendall({"imap": b"* CAPABILITY IMAP4rev1", "pop3": b"+OK\r\n", "smtp": b""}[protocol])
    flood(connection, {"imap": b" X-" + BLOCK, "pop3": b"X-ABILITY\r\n" * 4096, "smtp": b"250-X-KEYWORD\r\n" * 4096}[protocol])


def literal_not_sent(connection: Connection, protocol: str) -> None:
    """Announces a million bytes, and is silent (IMAP); for the others a line that does not end."""
    connection.sendall(GREETINGS[protocol])
    read_line(connection)
    connection.sendall(b'* LIST () "/" {1000000}\r\n' if protocol == "imap" else b"250-abc")
    listen_until_gone(connection)


def nested(connection: Connection, protocol: str) -> None:
    connection.sendall(GREETINGS[protocol])
    read_line(connection)
    flood(connection, b"* LIST " + b"(" * 60000)


def bye_for_ever(connection: Connection, protocol: str) -> None:
    connection.sendall(GREETINGS[protocol])
    while True:
        read_line(connection)
        connection.sendall({"imap": b"* BYE no\r\n", "pop3": b"-ERR no\r\n", "smtp": b"421 no\r\n"}[protocol])


def alert_after_greeting(connection: Connection, protocol: str) -> None:
    """Under TLS: bytes that are no record, in the middle of the conversation."""
    connection.sendall(GREETINGS[protocol])
    read_line(connection)
    raw = socket.socket(fileno=connection.detach())
    with raw:
        raw.sendall(ALERT)
        listen_until_gone(raw)


def alert_instead_of_handshake(connection: Connection, _: str) -> None:
    connection.recv(1)
    connection.sendall(ALERT)
    listen_until_gone(connection)


def handshake_of_garbage(connection: Connection, _: str) -> None:
    connection.recv(1)
    # A handshake record (type 22) that announces 16 KB and holds nonsense.
    flood(connection, b"\x16\x03\x03\x40\x00" + bytes(16384))


def half_a_handshake(connection: Connection, _: str) -> None:
    connection.recv(1)
    connection.sendall(b"\x16\x03\x03\x40\x00\x02\x00")
    listen_until_gone(connection)


Behaviour = Callable[[Connection, str], None]
IN_THE_CLEAR: tuple[Behaviour, ...] = (
    endless_greeting, endless_lines, one_byte_a_second, half_closed, nuls, silent, garbage, reset_at_once,
    reset_after_greeting, endless_offer, literal_not_sent, nested, bye_for_ever)
UNDER_TLS: tuple[Behaviour, ...] = (
    endless_greeting, half_closed, reset_after_greeting, endless_offer, alert_after_greeting)
INSTEAD_OF_TLS: tuple[Behaviour, ...] = (
    alert_instead_of_handshake, handshake_of_garbage, half_a_handshake, silent, garbage)


class HostileServer:
    """Listens on loopback and misbehaves to everyone."""

    def __init__(self, behaviour: Behaviour, protocol: str, certificate: Path | None = None) -> None:
        self._behaviour = behaviour
        self._protocol = protocol
        self._context = None
        if certificate is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._open: list[Connection] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def __enter__(self) -> HostileServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in self._open:
            connection.close()
        self._thread.join(TIMEOUT_SECONDS)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: Connection) -> None:
        connection.settimeout(TIMEOUT_SECONDS)
        try:
            with connection:
                self._behaviour(self._context.wrap_socket(connection, server_side=True) if self._context else connection,
                                self._protocol)
        except (OSError, ValueError):
            pass  # the client had enough, as it should

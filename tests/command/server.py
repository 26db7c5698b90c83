"""A mail server on loopback that plays one short IMAP session, for the tests of the command."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from pathlib import Path

HOST = "localhost"
TIMEOUT_SECONDS = 20


def closed_port() -> int:
    """A port of this computer at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_certificate(folder: Path) -> Path:
    """A certificate for localhost that is its own authority, with its key in the same file."""
    path = folder / "server.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}",
                    "-keyout", str(path), "-out", str(folder / "cert.pem")], check=True, capture_output=True)
    path.write_text(path.read_text() + (folder / "cert.pem").read_text())
    return path


class ImapServer:
    """IMAP with TLS from the start. Takes one user name and password; keeps what clients said.

    gate: the greeting waits until it is set, so that a test can look at the client meanwhile.
    """

    def __init__(self, certificate: Path | None, password: str = "", open_gate: bool = True) -> None:
        self.password = password
        self.gate = threading.Event()
        if open_gate:
            self.gate.set()
        self.connected = threading.Event()
        self.lines: list[str] = []
        self.context = None
        if certificate is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def __enter__(self) -> "ImapServer":
        return self

    def __exit__(self, *_: object) -> None:
        self.gate.set()
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(TIMEOUT_SECONDS)

    def accept(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve_safely, args=(connection,), daemon=True).start()

    def serve_safely(self, connection: socket.socket) -> None:
        connection.settimeout(TIMEOUT_SECONDS)
        try:
            with connection:
                self.serve(self.context.wrap_socket(connection, server_side=True) if self.context else connection)
        except OSError:
            pass  # the client went away, or does not like the certificate: that is its right

    def serve(self, connection: socket.socket) -> None:
        self.connected.set()
        self.gate.wait(TIMEOUT_SECONDS)
        with connection.makefile("rw", encoding="utf-8", newline="") as stream:
            stream.write("* OK ready\r\n")
            stream.flush()
            for line in stream:
                self.lines.append(line.strip())
                stream.write(self.reply(line))
                stream.flush()

    def reply(self, line: str) -> str:
        tag, _, rest = line.strip().partition(" ")
        verb = rest.split(" ")[0].upper()
        if verb == "CAPABILITY":
            return f"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"
        if verb == "LOGIN":
            return f"{tag} OK welcome\r\n" if self.password in rest else f"{tag} NO [AUTHENTICATIONFAILED] no\r\n"
        if verb in ("EXAMINE", "SELECT"):
            return f"* 3 EXISTS\r\n{tag} OK [READ-ONLY] done\r\n"
        if verb == "LOGOUT":
            return f"* BYE bye\r\n{tag} OK done\r\n"
        return f"{tag} OK done\r\n"

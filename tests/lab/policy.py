"""A policy server for the lab's Postfix: answers of its own for a sender, as greylisting and limits give them.

Postfix asks it at MAIL FROM and at RCPT TO (SMTPD_POLICY_README); what it answers can change at any time.
"""

from __future__ import annotations

import contextlib
import os
import socketserver
import threading
from collections.abc import Mapping
from pathlib import Path

NO_OPINION = "DUNNO"


class Policy:
    """Listens on a socket of the file system, from `start` to `stop`.

    `answers` has actions of access(5), such as “450 4.2.0 Greylisted”, by the sender's address and the state
    of the protocol (MAIL or RCPT).
    """

    def __init__(self, path: Path):
        self.path = path
        self.answers: dict[tuple[str, str], str] = {}
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    def start(self, owner: tuple[int, int]) -> None:
        """`owner` is who may connect."""
        self.path.unlink(missing_ok=True)
        self._server = Server(self.path, self.answers)
        os.chown(self.path, *owner)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """May be called again."""
        if self._server is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
        self._server = None


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, path: Path, answers: Mapping[tuple[str, str], str]):
        self.answers = answers
        super().__init__(str(path), Conversation)


class Conversation(socketserver.StreamRequestHandler):
    """One process of Postfix, which asks as often as it likes: rows NAME=VALUE and an empty line."""

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            request: dict[str, str] = {}
            for line in self.rfile:
                name, _, value = line.decode("utf-8", "replace").rstrip("\n").partition("=")
                if name:
                    request[name] = value
                    continue
                key = (request.get("sender", ""), request.get("protocol_state", ""))
                self.wfile.write(f"action={self.server.answers.get(key, NO_OPINION)}\n\n".encode())
                request = {}

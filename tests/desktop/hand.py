"""The other end of hand.c: what the client does by its own functions, without a click."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from compiled import compile_library
from story import Patient, Story
from ward import Ward

PACKAGES = ("claws-mail", "gtk+-3.0", "gio-unix-2.0")
ANSWER_S = 20.0


class Hand:
    """A plugin of the tests in a running client; one request at a time."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(ANSWER_S)
        self._socket.connect(str(path))
        self._answers = self._socket.makefile("r", encoding="utf-8")

    def ask(self, word: str, argument: object = "") -> str:
        """Have something done and return the answer."""
        self._socket.sendall(f"{word} {argument}\n".encode())
        answer = self._answers.readline().strip()
        if not answer or answer.startswith("no:"):
            raise AssertionError(f"{word} {argument}: {answer or 'the client does not answer'}")
        return answer

    def load(self, module: Path) -> None:
        self.ask("load", module.resolve())

    def unload(self, name: str) -> None:
        self.ask("unload", name)

    def receive(self, patient: Patient) -> None:
        """Have the client fetch this account; returns when it is about to begin."""
        self.ask("receive", patient.number)

    def choose_folder(self, identifier: str) -> None:
        """Choose a folder in the list, and give the list the keyboard."""
        self.ask("folder", identifier)

    def folder_menu(self) -> list[str]:
        """Entries of the folder list's context menu; none while it is shut."""
        return [name.replace("_", "") for name in self.ask("menu").split("|")[:-1]]

    def census(self) -> str:
        """What is there: widgets, windows, menus, timers of the module."""
        return self.ask("census")

    def heap_kib(self) -> int:
        """How much of the heap is in use."""
        return int(self.ask("heap"))


@contextmanager
def story_with_hand(ward: Ward, lang: str, **options) -> Iterator[tuple[Story, Hand]]:
    """A client that has the hand instead of the doctor's module."""
    library = compile_library("hand", ward.folder, *PACKAGES)
    path = ward.folder / "hand"
    path.unlink(missing_ok=True)
    ward.extra["HAND_SOCKET"] = str(path)
    with ward.story(lang, module=library, **options) as story:
        story.wait("the hand", path.exists)
        yield story, Hand(path)
    del ward.extra["HAND_SOCKET"]

"""Results of a test in the form of TAP."""

from __future__ import annotations

import re
import threading
import time
import traceback
from typing import Callable

RESULT = re.compile(r"(not ok|ok) \d+ - (.*)")
PLAN = re.compile(r"1\.\.\d+$")


class Report:
    """Prints TAP and remembers whether all went well."""

    def __init__(self) -> None:
        self.number = 0
        self.failed = False
        self._lock = threading.Lock()

    def check(self, title: str, step: Callable[[], object]) -> bool:
        """Run one step and print its result and time; whether it passed."""
        began = time.monotonic()
        try:
            step()
        except Exception as error:  # any failure is a result, and the next step still runs
            self.tell(False, title, lines_of(error))
            return False
        self.tell(True, f"{title} ({time.monotonic() - began:.0f} s)")
        return True

    def tell(self, passed: bool, title: str, comments: list[str] | None = None) -> None:
        """Print one result, with lines that explain it."""
        with self._lock:
            self.number += 1
            self.failed |= not passed
            rows = [f"{'ok' if passed else 'not ok'} {self.number} - {title}", *(f"# {each}" for each in comments or [])]
            print("\n".join(rows), flush=True)

    def take(self, line: str) -> None:
        """Print a line of another report, with a number of this one; its plan is left out."""
        line = line.rstrip("\n")
        if result := RESULT.match(line):
            self.tell(result[1] == "ok", result[2])
        elif not PLAN.match(line):
            with self._lock:
                print(line, flush=True)

    def finish(self) -> int:
        """Print the plan; the exit status."""
        print(f"1..{self.number}", flush=True)
        return 1 if self.failed or not self.number else 0


def lines_of(error: Exception) -> list[str]:
    """An error as lines for TAP comments, with the places in the test it came through."""
    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    notes = getattr(error, "__notes__", [])
    return [" < ".join(reversed(places)), *notes, *f"{type(error).__name__}: {error}".splitlines()]

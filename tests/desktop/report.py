"""Results of a test in the form of TAP."""

from __future__ import annotations

import traceback
from typing import Callable


class Report:
    """Prints TAP and remembers whether all went well."""

    def __init__(self) -> None:
        self.number = 0
        self.failed = False

    def check(self, title: str, step: Callable[[], object]) -> bool:
        """Run one step and print its result; whether it passed."""
        self.number += 1
        try:
            step()
        except Exception as error:  # any failure is a result, and the next step still runs
            self.failed = True
            print(f"not ok {self.number} - {title}", flush=True)
            print("".join(f"# {line}\n" for line in lines_of(error)), end="", flush=True)
            return False
        print(f"ok {self.number} - {title}", flush=True)
        return True

    def finish(self) -> int:
        """Print the plan; the exit status."""
        print(f"1..{self.number}", flush=True)
        return 1 if self.failed or not self.number else 0


def lines_of(error: Exception) -> list[str]:
    """An error as lines for TAP comments, with the places in the test it came through."""
    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    return [" < ".join(reversed(places)), *f"{type(error).__name__}: {error}".splitlines()]

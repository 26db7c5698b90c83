"""What the tests of the command share: TAP, and running the program that was built."""

from __future__ import annotations

import os
import subprocess
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

BUILD = Path(os.environ["abs_top_builddir"])
SOURCE = Path(os.environ["abs_top_srcdir"])
PROGRAM = BUILD / "src" / "command" / "account-doctor"
TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What the program left behind."""

    status: int
    out: str
    err: str


def run(*words: str, stdin: str | bytes = b"", env: dict[str, str] | None = None, pass_fds: tuple[int, ...] = (),
        home: Path | None = None) -> Answer:
    """Run the program. The home folder is an empty one unless given: no profile of the user's own is read."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    with tempfile.TemporaryDirectory() as empty:
        environment = dict(os.environ, HOME=str(home or empty), **(env or {}))
        done = subprocess.run([str(PROGRAM), *words], input=data, capture_output=True, env=environment,
                              pass_fds=pass_fds, timeout=TIMEOUT_SECONDS, check=False)
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def equal(got: object, wanted: object) -> None:
    if got != wanted:
        raise AssertionError(f"got {got!r}, wanted {wanted!r}")


def contains(text: str, part: str) -> None:
    if part not in text:
        raise AssertionError(f"{part!r} is not in {text!r}")


def main(tests: dict[str, Callable[[], None]]) -> None:
    """Run each test and report in TAP."""
    print(f"1..{len(tests)}", flush=True)
    for number, (name, test) in enumerate(tests.items(), 1):
        try:
            test()
        except Exception:  # one failing test must not hide the others
            print("".join("# " + line + "\n" for line in traceback.format_exc().splitlines()), end="")
            print(f"not ok {number} - {name}", flush=True)
        else:
            print(f"ok {number} - {name}", flush=True)

#!/usr/bin/python3
"""Measures explain --batch on 10,000 replies, each with words of its own.

bench_explain.py --builddir DIR

The replies are those of tests/replies, which every rule on phrases has a share in. Prints what was used of the budget;
exit status 1 when it is missed. Counted is processor time, of both threads together: these machines are shared.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

BUDGET_SECONDS = 1.0  # design.md §8
REPLIES = 10_000
RUNS = 5
SOURCE = Path(__file__).resolve().parents[2]


def read_replies() -> list[dict[str, object]]:
    """Read the lines "SIGN SERVICE STAGE [KEY=VALUE ...] | TEXT" of all files."""
    replies = []
    for path in sorted((SOURCE / "tests" / "replies").glob("*.replies")):
        for line in path.read_text(encoding="utf-8").splitlines():
            head, bar, text = line.partition(" | ")
            if not bar or head[0] not in "+~-":
                continue
            _, service, stage, *known = head.split()
            reply: dict[str, object] = {"text": text.replace("\\n", "\n").replace("\\t", "\t")}
            reply.update({key: word for key, word in (("service", service), ("stage", stage)) if word != "-"})
            reply.update(dict(each.partition("=")[::2] for each in known))
            replies.append(reply)
    return replies


def vary(reply: dict[str, object], number: int, chance: random.Random) -> str:
    """Return @reply as a line that occurs once."""
    name = "".join(chance.choice("abcdefghijklmnoprstuvw") for _ in range(7))
    return json.dumps({"id": number, **reply, "text": f"{reply['text']} ({name} {number}, mx-{name}.example.net)"})


def measure(program: Path, lines: Path) -> float:
    """Return the processor time in seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with lines.open("rb") as stdin:
        done = subprocess.run([program, "explain", "--batch"], stdin=stdin, capture_output=True, check=True,
                              env={**os.environ, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.stdout.count(b"\n") != REPLIES or b'"error"' in done.stdout:
        sys.exit("bench_explain.py: not every reply was answered")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Measure, print, and tell whether the budget was kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--builddir", type=Path, required=True)
    program = parser.parse_args().builddir / "src" / "command" / "account-doctor"
    chance = random.Random(1)
    replies = read_replies()
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "replies"
        lines.write_text("".join(vary(chance.choice(replies), number, chance) + "\n" for number in range(REPLIES)),
                         encoding="utf-8")
        seconds = min(measure(program, lines) for _ in range(RUNS))
    kept = seconds < BUDGET_SECONDS
    print(f"{'explain --batch, 10,000 replies':52} {seconds:8.3f} s    budget {BUDGET_SECONDS:g}: "
          f"{'kept' if kept else 'MISSED'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())

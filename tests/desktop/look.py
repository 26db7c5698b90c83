"""One look at a part of the screen, and what must hold of everything of ours: readable, whole, named.

A look is taken at once and judged afterwards, so that what moves in between is not compared with itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from a11y import Element, Gone
from driver import TEXT_ROLES

# What stays Latin in a Japanese text: addresses, names of protocols, methods, programs and servers, fingerprints.
LATIN = re.compile(r"https?://[\w./-]+|[\w.+-]+@[\w.-]+|(?:[0-9A-F]{2}[: ])+[0-9A-F]{2}|\b(?:TLS certificates|IMAP"
                   r"|SMTP|POP3|TLS|SSL|STARTTLS|DNS|IPv4|IPv6|PLAIN|LOGIN|EHLO|CRAM-MD5|OAuth2|SOCKS5|SHA-256|UTC"
                   r"|VPN|SPF|DKIM|DMARC|MB|kB|CN=[\w -]+|Wi-Fi|ms|s|TLSv1\.\d|localhost|Claws Mail"
                   r"|Account Doctor|App Mail|Separate Mail|Lab)\b|\b[a-z0-9-]+(?:\.[a-z0-9-]+)+\b", re.ASCII)
ENGLISH = re.compile(r"[A-Za-z]{2,}")
HOLE = re.compile(r"[{}%]|\bNULL\b|\(null\)")
PERCENT = re.compile(r"\d+ ?%")
# Roles of what a person operates, and of what only holds others; anything else is a surprise.
CONTROLS = {"push button", "toggle button", "check box", "radio button", "combo box", "password text", "text", "link",
            "entry", "spin button", "table", "tree table", "list box"}
# The size of what has not been laid out yet.
UNPLACED = (1, 1)
UNSPOKEN = {"unknown", "invalid"}
GAP = 30  # more than any padding and spacing


@dataclass(frozen=True)
class Seen:
    """An element as it was."""

    element: Element
    role: str
    name: str
    text: str
    states: frozenset[str]
    place: tuple[int, int, int, int]
    below: tuple["Seen", ...] = field(default=())

    def walk(self) -> Iterator["Seen"]:
        yield self
        for each in self.below:
            yield from each.walk()

    @property
    def right(self) -> int:
        return self.place[0] + self.place[2]

    @property
    def bottom(self) -> int:
        return self.place[1] + self.place[3]

    def __str__(self) -> str:
        return f"{self.role} “{self.text or self.name}” at {self.place}"


def look(top: Element) -> Seen:
    """What is to be seen of this element and below; GTK calls showing what a shut expander hides.

    Gone when it vanishes meanwhile.
    """
    role, states = top.role, frozenset(top.states)
    below = []
    for child in [] if role == "toggle button" and "expanded" not in states else top.children():
        try:
            if "showing" in child.states:
                below.append(look(child))
        except Gone:
            continue
    text = top.text.strip() if role in TEXT_ROLES else ""
    name = top.name or " ".join(label.name for label in (top.labels if role in CONTROLS else []))
    return Seen(top, role, name, text, states, tuple(top.extents), tuple(below))


def settled(top: Element, looks: int = 20) -> Seen:
    """The first of so many looks that is as the one before and has everything in its place."""
    seen = look(top)
    for _ in range(looks):
        before, seen = seen, look(top)
        if before == seen and not any(each.place[2:] == UNPLACED for each in seen.walk()):
            break
    return seen


def texts(seen: Seen) -> list[str]:
    """Visible texts in reading order."""
    return [each.text for each in seen.walk() if each.text]


# -- judgements: each gives the faults, in words ---------------------------------------------------------------

def unreadable(seen: Seen, japanese: bool, names: Iterable[str] = ()) -> list[str]:
    """A hole, a raw value; in Japanese a word of English that is no name."""
    found = []
    for text in texts(seen):
        if HOLE.search(PERCENT.sub("", text)):
            found.append(f"a hole in “{text}”")
        if japanese and ENGLISH.search(without_names(text, names)):
            found.append(f"English on a Japanese screen: “{text}”")
    return found


def without_names(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, "")
    return LATIN.sub("", text)


def misplaced(seen: Seen) -> list[str]:
    """What has no size, reaches over the sides of the whole, or lies over its neighbour."""
    found = []
    for each in seen.walk():
        if min(each.place[2:]) <= 0:
            found.append(f"no size: {each}")
        if each.place[0] < seen.place[0] or each.right > seen.right:
            found.append(f"cut off at the side of {seen.place}: {each}")
        for number, first in enumerate(each.below):
            found += [f"{first} lies over {second}" for second in each.below[number + 1:] if overlap(first, second)]
    return found


def gaps(seen: Seen) -> list[str]:
    """A column whose contents end well above what follows below it."""
    found = []
    for each in seen.walk():
        for first, second in zip(each.below, each.below[1:]):
            if first.role != "filler" or second.place[1] < first.bottom or not first.below:
                continue
            end = max(inner.bottom for inner in first.below)
            if first.bottom - end > GAP:
                found.append(f"a gap of {first.bottom - end} above {second}")
    return found


def overlap(first: Seen, second: Seen) -> bool:
    return (first.place[0] < second.right and second.place[0] < first.right
            and first.place[1] < second.bottom and second.place[1] < first.bottom)


def unnamed(seen: Seen) -> list[str]:
    """A control without a name or with a role that says nothing."""
    return [f"without a name: {each}" if each.role in CONTROLS else f"without a role: {each}"
            for each in seen.walk()
            if each.role in UNSPOKEN or "focusable" in each.states and each.role in CONTROLS and not each.name]

"""What is on the screen, read and operated over the accessibility bus.

This speaks the bus protocol itself, through GLib's D-Bus client: the usual binding keeps one connection and
one cache per process, so a second desktop in the same test would see the first one's remains.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterator, Optional

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from wording import bare  # noqa: E402

CALL_TIMEOUT_MS = 5000
ROOT_PATH = "/org/a11y/atspi/accessible/root"
NULL_PATH = "/org/a11y/atspi/null"
REGISTRY = "org.a11y.atspi.Registry"
SCREEN_COORDINATES = 0
MAX_NODES = 20000
LABELLED_BY = 2  # of AtspiRelationType

# Bits of AtspiStateType that tests ask about.
STATES = {
    "active": 1, "busy": 3, "checked": 4, "editable": 7, "enabled": 8, "expanded": 10, "focusable": 11,
    "focused": 12, "modal": 16, "selected": 23, "sensitive": 24, "showing": 25, "visible": 30,
}
# Roles with a new name since ATK 2.36 or so keep the name under which people look for them.
ROLE_ALIASES = {"button": "push button"}


class Gone(Exception):
    """The widget behind an element no longer exists, or its program does not answer."""


class Bus:
    """One connection to an accessibility bus."""

    def __init__(self, address: str) -> None:
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        self._connection = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)

    def call(self, name: str, path: str, interface: str, method: str, signature: str = "()",
             *arguments):
        """Call a method and return its results as a tuple; Gone when nobody answers."""
        try:
            reply = self._connection.call_sync(name, path, interface, method,
                                               GLib.Variant(signature, arguments), None,
                                               Gio.DBusCallFlags.NONE, CALL_TIMEOUT_MS, None)
        except GLib.Error as error:
            raise Gone(f"{interface}.{method} on {path}: {error.message}") from error
        return reply.unpack()

    def get(self, name: str, path: str, interface: str, prop: str):
        """Read one property."""
        return self.call(name, path, "org.freedesktop.DBus.Properties", "Get", "(ss)", interface, prop)[0]

    def applications(self) -> list["Element"]:
        """The programs that have joined the bus."""
        return Element(self, REGISTRY, ROOT_PATH).children()

    def process_id(self, name: str) -> int:
        """The process that owns a bus name."""
        return self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                         "GetConnectionUnixProcessID", "(s)", name)[0]

    def close(self) -> None:
        """Leave the bus."""
        try:
            self._connection.close_sync(None)
        except GLib.Error:
            pass


@dataclass(frozen=True)
class Element:
    """One accessible object. Its values are read anew at each use; Gone when it has vanished."""

    bus: Bus
    owner: str
    path: str

    def _call(self, interface: str, method: str, signature: str = "()", *arguments):
        return self.bus.call(self.owner, self.path, f"org.a11y.atspi.{interface}", method, signature, *arguments)

    def _get(self, interface: str, prop: str):
        return self.bus.get(self.owner, self.path, f"org.a11y.atspi.{interface}", prop)

    @property
    def role(self) -> str:
        """Untranslated role, for example “push button”, “label”, “menu item”, “frame”, “info bar”."""
        role = self._call("Accessible", "GetRoleName")[0]
        return ROLE_ALIASES.get(role, role)

    @property
    def name(self) -> str:
        """Accessible name as shown, in the language of the program."""
        return self._get("Accessible", "Name")

    @property
    def description(self) -> str:
        """Accessible description."""
        return self._get("Accessible", "Description")

    @property
    def interfaces(self) -> list[str]:
        """Short names of the interfaces, for example “Action”, “Text”."""
        return [name.rpartition(".")[2] for name in self._call("Accessible", "GetInterfaces")[0]]

    @property
    def states(self) -> set[str]:
        """The states, of those in STATES, that hold now."""
        words = self._call("Accessible", "GetState")[0]
        bits = words[0] | (words[1] << 32)
        return {name for name, bit in STATES.items() if bits >> bit & 1}

    def has(self, *states: str) -> bool:
        """Whether all of `states` hold; False when the widget is gone."""
        try:
            return set(states) <= self.states
        except Gone:
            return False

    @property
    def text(self) -> str:
        """Contents of a text widget, else the name."""
        if "Text" in self.interfaces:
            return self._call("Text", "GetText", "(ii)", 0, -1)[0] or self.name
        return self.name

    @property
    def extents(self) -> tuple[int, int, int, int]:
        """x, y, width and height on the screen."""
        return self._call("Component", "GetExtents", "(u)", SCREEN_COORDINATES)[0]

    @property
    def labels(self) -> list["Element"]:
        """What names it without being in it, as a label with a mnemonic does."""
        relations = self._call("Accessible", "GetRelationSet")[0]
        return [Element(self.bus, owner, path) for kind, targets in relations if kind == LABELLED_BY
                for owner, path in targets]

    @property
    def parent(self) -> Optional["Element"]:
        """The container, or None at the top."""
        owner, path = self._get("Accessible", "Parent")
        return None if path == NULL_PATH else Element(self.bus, owner, path)

    def window(self) -> "Element":
        """The top-level window that holds it."""
        element = self
        while (above := element.parent) is not None and above.role != "application":
            element = above
        return element

    def children(self) -> list["Element"]:
        """The direct children in order."""
        references = self._call("Accessible", "GetChildren")[0]
        return [Element(self.bus, owner, path) for owner, path in references if path != NULL_PATH]

    def walk(self, showing: bool = True) -> Iterator["Element"]:
        """This element and what is below it, in document order; by default only what is on the screen.

        What vanishes on the way is left out.
        """
        pending = [self]
        for _ in range(MAX_NODES):
            if not pending:
                return
            element = pending.pop()
            try:
                if showing and element is not self and "showing" not in element.states:
                    continue
                below = element.children()
            except Gone:
                continue
            yield element
            pending.extend(reversed(below))

    def actions(self) -> list[str]:
        """Untranslated names of the actions it offers now; an insensitive widget has none."""
        return [self._call("Action", "GetName", "(i)", index)[0]
                for index in range(self._get("Action", "NActions"))]

    def act(self, name: Optional[str] = None) -> None:
        """Perform the named action, or the first one.

        The program handles no further call before the action has returned, so what opens a modal panel or
        talks to a server must be clicked instead.
        """
        offered = self.actions()
        wanted = name or next(iter(offered), "")
        if wanted not in offered:
            raise AssertionError(f"{self} offers {offered}, not “{wanted}”")
        if not self._call("Action", "DoAction", "(i)", offered.index(wanted))[0]:
            raise AssertionError(f"{self} refuses its action “{wanted}”")

    def focus(self) -> None:
        """Ask for the keyboard focus."""
        self._call("Component", "GrabFocus")

    def set_text(self, text: str) -> None:
        """Replace the contents of an editable text."""
        if not self._call("EditableText", "SetTextContents", "(s)", text)[0]:
            raise AssertionError(f"{self} takes no text")

    def select_child(self, index: int) -> None:
        """Select a child of a list, a notebook or a combo box's menu."""
        if not self._call("Selection", "SelectChild", "(i)", index)[0]:
            raise AssertionError(f"{self} has no child {index} to select")

    def selected_child(self) -> "Element":
        """What is chosen in a list or a combo box."""
        owner, path = self._call("Selection", "GetSelectedChild", "(i)", 0)[0]
        return Element(self.bus, owner, path)

    def __str__(self) -> str:
        try:
            return f"{self.role} “{self.name}”"
        except Gone:
            return f"gone {self.path}"


def matcher(role: Optional[str], names: Optional[set[str]], name_contains: Optional[str],
            states: tuple[str, ...]) -> Callable[[Element], bool]:
    """A test for elements; `names` are bare. Cheap questions come first."""
    def matches(element: Element) -> bool:
        if role is not None and element.role != role:
            return False
        if names is not None and bare(element.name) not in names:
            return False
        if name_contains is not None and name_contains not in element.text:
            return False
        return not states or element.has(*states)

    def guarded(element: Element) -> bool:
        try:
            return matches(element)
        except Gone:
            return False

    return guarded


def outline(top: Element, showing: bool = True) -> str:
    """The tree below `top` as indented text, for failure messages."""
    lines: list[str] = []

    def add(element: Element, depth: int) -> None:
        try:
            if showing and depth and "showing" not in element.states:
                return
            lines.append("  " * depth + str(element))
            for child in element.children():
                add(child, depth + 1)
        except Gone:
            return

    add(top, 0)
    return "\n".join(lines)

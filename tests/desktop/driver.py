"""A real Claws Mail on a private screen, driven and read over the accessibility bus.

    with Desktop(profile, root, lang="ja_JP.UTF-8") as desktop:
        desktop.activate_menu("Tools", "Network Log")
        desktop.receive_all()
        print(desktop.dialogs()[0].texts)

Names in English find the translated widget as well. Every wait has a deadline; Timeout tells what was
awaited and what was on the screen instead. Leaving the block ends everything that was started.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterable, Optional, Union

from a11y import Element, Gone, matcher, outline
from wording import LOCALE_DIR, Names, bare
from lifetime import Timeout, end_group, wait_for
from session import Session

START_S = 30.0
QUIT_S = 10.0
FIND_S = 10.0
SETTLED_LOOKS = 4
TEXT_ROLES = {"label", "text", "entry", "password text", "push button", "toggle button", "check box",
              "radio button", "table cell", "menu", "menu item", "heading", "link", "static", "paragraph",
              "page tab", "combo box", "spin button", "info bar", "status bar", "tree item", "list item"}
WINDOW_ROLES = {"frame", "dialog", "alert", "file chooser"}
WARNING_LINE = re.compile(r"-(WARNING|CRITICAL|ERROR) \*\*|: (WARNING|CRITICAL|ERROR) \*\*:")
SANITIZER_LINE = re.compile(r"ERROR: \w+Sanitizer|runtime error:")
# What the stock program prints by itself: its protocol log, which it repeats as warnings, and its own faults.
HOST_LINES = re.compile(r"WARNING \*\*: [\d:.]+: \[\d{4}-\d\d-\d\d |: assertion 'session != NULL' failed"
                        r"|Negative content (width|height)|WARNING \*\*: [\d:.]+: (session timeout|can't connect to server)$"
                        r"|g_node_insert_before: assertion")  # of its folder tree; nothing of ours has a GNode

Where = Optional[Element]


@dataclass(frozen=True)
class Dialog:
    """A window above the main window, with its visible texts."""

    window: Element
    title: str
    texts: tuple[str, ...]
    modal: bool

    def buttons(self) -> list[Element]:
        """The buttons in document order."""
        return [element for element in self.window.walk() if element.role == "push button"]


class Desktop:
    """Claws Mail with the profile in `profile`, private home and XDG folders below `root`."""

    def __init__(self, profile: Path, root: Path, lang: str = "en_US.UTF-8",
                 env: Optional[dict[str, str]] = None, arguments: Iterable[str] = (),
                 wrapper: Iterable[str] = (), locale_dirs: Iterable[str] = (LOCALE_DIR,),
                 entrance: Optional[Callable[[], None]] = None) -> None:
        """`entrance` is called in the program's process before it starts, for example to enter a network."""
        self.profile = Path(profile).resolve()
        self.lang = lang
        self.session = Session(Path(root).resolve(), lang, env)
        self.names = Names(lang, locale_dirs)
        self._program = [*wrapper, "claws-mail", "--alternate-config-dir", str(self.profile)]
        self._arguments = list(arguments)
        self._entrance = entrance
        self._log = Path(root).resolve() / "claws.log"
        self._claws: Optional[subprocess.Popen] = None

    # Life

    def __enter__(self) -> "Desktop":
        try:
            self.session.start()
            self.start_claws()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_unused) -> None:
        self.stop()

    def start_claws(self) -> None:
        """Start the program and wait for its main window; also after `quit`."""
        with self._log.open("ab") as log:
            self._claws = self.session.processes.start([*self._program, *self._arguments], self.session.env,
                                                       stdout=log, stderr=subprocess.STDOUT,
                                                       preexec_fn=self._entrance)
        self.wait_for("the main window of Claws Mail", self._main_window, START_S)

    def stop(self) -> None:
        """End everything at once, without asking the program."""
        if self._claws and self._claws.poll() is None:
            end_group(self._claws)
        self._claws = None
        self.session.stop()

    def quit(self) -> int:
        """Leave Claws Mail as a user does, answer its questions, and return its exit status."""
        self.remote("--quit")
        self.wait_for("the end of Claws Mail", self._ended_or_answered, QUIT_S)
        status = self._claws.returncode
        self._claws = None
        return status

    def _ended_or_answered(self) -> bool:
        if self._claws.poll() is not None:
            return True
        for dialog in self.dialogs():
            self._press(dialog, -1)
        return False

    def process_id(self) -> int:
        """The program that runs."""
        return self._claws.pid

    def remote(self, *arguments: str) -> str:
        """Hand a command line to the running instance, as a second start of the program does."""
        return self.session.processes.run([*self._program, *arguments], self.session.env)

    # Finding

    def application(self) -> Optional[Element]:
        """Claws Mail on the accessibility bus, or None when it is not there."""
        try:
            for element in self.session.bus.applications():
                if element.name.startswith("claws-mail"):
                    return element
        except Gone:
            return None
        return None

    def windows(self) -> list[Element]:
        """The program's windows that are on the screen."""
        application = self.application()
        try:
            children = application.children() if application else []
        except Gone:
            return []
        return [window for window in children if window.has("showing")]

    def _main_window(self) -> Optional[Element]:
        for window in self.windows():
            if window.role == "frame" and any(child.role == "menu bar" for child in window.walk()):
                return window
        return None

    def main_window(self) -> Element:
        """The main window."""
        return self.wait_for("the main window", self._main_window)

    def find_all(self, role: Optional[str] = None, name: Optional[str] = None,
                 name_contains: Optional[str] = None, within: Where = None, states: Iterable[str] = (),
                 showing: bool = True) -> list[Element]:
        """Every element that fits, in document order; `name` is English or as shown."""
        names = self.names.of(name) if name is not None else None
        matches = matcher(role, names, name_contains, tuple(states))
        tops = [within] if within else self.windows()
        return [element for top in tops for element in top.walk(showing) if matches(element)]

    def find(self, role: Optional[str] = None, name: Optional[str] = None, name_contains: Optional[str] = None,
             within: Where = None, states: Iterable[str] = (), showing: bool = True,
             timeout: float = FIND_S) -> Element:
        """The first element that fits, waiting for it to appear."""
        wanted = f"role={role} name={name} name_contains={name_contains} states={tuple(states)}"
        return self.wait_for(wanted, lambda: self.find_all(role, name, name_contains, within, states, showing),
                             timeout)[0]

    def wait_for(self, what: str, probe: Callable, timeout: float = FIND_S):
        """Poll until `probe` returns something true; on Timeout show the screen in words."""
        def alive():
            try:
                return probe()
            except Gone:
                return None
        try:
            return wait_for(what, alive, timeout)
        except Timeout as error:
            raise Timeout(f"{error}\n{self.describe()}") from None

    def wait_gone(self, element: Element, timeout: float = FIND_S) -> None:
        """Wait until an element is off the screen."""
        self.wait_for(f"the end of {element}", lambda: not element.has("showing"), timeout)

    def texts(self, within: Where = None) -> list[str]:
        """Visible texts in reading order."""
        tops = [within] if within else self.windows()
        found = []
        for top in tops:
            for element in top.walk():
                try:
                    text = element.text.strip() if element.role in TEXT_ROLES else ""
                except Gone:
                    continue
                if text and (not found or found[-1] != text):
                    found.append(text)
        return found

    def focus_owner(self) -> Optional[Element]:
        """The element with the keyboard focus in the active window, or None."""
        for window in self.windows():
            if window.has("active"):
                return next((element for element in window.walk() if element.has("focused")), None)
        return None

    # Acting

    def click(self, target: Union[Element, str], within: Where = None, timeout: float = FIND_S) -> None:
        """Click with the mouse on an element, or on the button of this name."""
        if isinstance(target, str):
            target = self.find("push button", target, within=within, states=("sensitive",), timeout=timeout)
        self.wait_for(f"{target} to be clickable", lambda: target.has("showing", "sensitive"), timeout)
        self._raise(target)
        x, y, width, height = self._settled_extents(target)
        self.session.click(x + width // 2, y + height // 2)

    def _raise(self, element: Element) -> None:
        """Bring the window of an element to the front, as a user would do before clicking."""
        window = element.window()
        if window.role in WINDOW_ROLES and not window.has("active"):
            self.session.raise_window(window.name)
            self.wait_for(f"{window} in front", lambda: window.has("active"))

    def _settled_extents(self, element: Element) -> tuple[int, int, int, int]:
        """Where an element is, once several looks in a row agree."""
        looks: list[tuple[int, int, int, int]] = []

        def settled():
            looks.append(element.extents)
            last = looks[-SETTLED_LOOKS:]
            return len(last) == SETTLED_LOOKS and len(set(last)) == 1 and min(last[0][2:]) > 0 and last[0]
        return self.wait_for(f"a place on the screen for {element}", settled)

    def activate_menu(self, *path: str) -> None:
        """Choose a menu item by its path in English, for example ("Tools", "Network Log")."""
        place = self.find("menu bar", within=self.main_window())
        for step in path:
            place = self.menu_entry(place, step)
            self.click(place)

    def menu_entry(self, menu: Element, name: str, timeout: float = FIND_S) -> Element:
        """The direct entry of a menu or menu bar; closed menus have their entries too."""
        names = self.names.of(name)

        def entry() -> Optional[Element]:
            return next((child for child in menu.children() if bare(child.name) in names), None)
        return self.wait_for(f"menu entry {name}", entry, timeout)

    def type_text(self, text: str, into: Where = None) -> None:
        """Type into the element, or with the keyboard into whatever has the focus."""
        if into is not None:
            into.set_text(text)
            return
        self.session.type_text(text)

    def press_key(self, combination: str) -> None:
        """Press a key or combination, for example "Tab", "F10", "ctrl+shift+l"."""
        self.session.press_key(combination)

    # Dialogs

    def dialogs(self) -> list[Dialog]:
        """Windows other than the main window, for example alert panels, newest last."""
        main = self._main_window()
        return [self._dialog(window) for window in self.windows()
                if window != main and window.role in WINDOW_ROLES]

    def _dialog(self, window: Element) -> Dialog:
        return Dialog(window, window.name, tuple(self.texts(window)), window.has("modal"))

    def wait_dialog(self, contains: str = "", timeout: float = FIND_S) -> Dialog:
        """The first dialog with this text."""
        def probe() -> Optional[Dialog]:
            return next((dialog for dialog in self.dialogs()
                         if contains in "\n".join((dialog.title, *dialog.texts))), None)
        return self.wait_for(f"a dialog with “{contains}”", probe, timeout)

    def dismiss_dialogs(self, button: int = 0) -> list[Dialog]:
        """Close every modal dialog by its first button (or the given one) and return what they said."""
        closed = []
        for dialog in self.dialogs():
            if dialog.modal and self._press(dialog, button):
                self.wait_gone(dialog.window)
                closed.append(dialog)
        return closed

    def close(self, dialog: Dialog) -> None:
        """Close a window as the window manager does. A window above the main window covers it for clicks."""
        self.session.raise_window(dialog.title)
        self.wait_for(f"{dialog.title} in front", lambda: dialog.window.has("active"))
        self.press_key("alt+F4")
        self.wait_gone(dialog.window)

    @staticmethod
    def _press(dialog: Dialog, button: int) -> bool:
        try:
            dialog.buttons()[button].act("click")
            return True
        except (Gone, IndexError):
            return False

    # Mail

    def receive_all(self) -> None:
        """Have the running instance fetch every account; returns when it has begun."""
        self.remote("--receive-all")

    def receive(self, account: Optional[str] = None) -> None:
        """Fetch one account by name, or the current one."""
        if account is None:
            self.remote("--receive")
        else:
            self.activate_menu("Message", "Receive", account)

    def send_queue(self) -> None:
        """Have the running instance send what is queued."""
        self.remote("--send")

    # Evidence

    def screenshot(self, path: Union[Path, str]) -> None:
        """Save the screen as an image."""
        self.session.screenshot(Path(path))

    def describe(self) -> str:
        """Windows and widgets on the screen as an outline."""
        return "\n".join(outline(window) for window in self.windows()) or "nothing on the screen"

    def app_log(self) -> str:
        """What Claws Mail and its plugins printed."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def warnings(self, ignore: Iterable[str] = ()) -> list[str]:
        """Warnings and worse of GLib, GTK and the sanitizers, without those the stock program has."""
        lines = [line for line in self.app_log().splitlines()
                 if WARNING_LINE.search(line) or SANITIZER_LINE.search(line)]
        return [line for line in lines
                if not HOST_LINES.search(line) and not any(text in line for text in ignore)]

"""A private screen with window manager, message bus and accessibility bus."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Optional

from a11y import Bus
from lifetime import Processes, wait_for

SCREEN = "1280x1600x24"  # high enough for a menu with an entry for every account of a test
# What passes from the caller's environment; everything else is the session's own.
INHERITED = ("PATH", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS")


class Session:
    """Xvfb, D-Bus, accessibility bus and Openbox, with home and XDG folders below `root`."""

    def __init__(self, root: Path, lang: str = "en_US.UTF-8", env: Optional[dict[str, str]] = None) -> None:
        self.root = root
        self.processes = Processes()
        self.bus: Optional[Bus] = None
        # Socket paths are limited to 107 bytes, so this folder must have a short name.
        self._runtime = Path(tempfile.mkdtemp(prefix="ad-"))
        self.env = self._environment(lang, env or {})

    def _environment(self, lang: str, extra: dict[str, str]) -> dict[str, str]:
        folders = {
            "HOME": "home", "XDG_CONFIG_HOME": "home/.config", "XDG_DATA_HOME": "home/.local/share",
            "XDG_CACHE_HOME": "home/.cache", "XDG_STATE_HOME": "home/.local/state",
        }
        for folder in folders.values():
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        env = {name: os.environ[name] for name in INHERITED if name in os.environ}
        env.update({name: str(self.root / folder) for name, folder in folders.items()})
        env.update(XDG_RUNTIME_DIR=str(self._runtime), LANG=lang, LC_ALL=lang, LANGUAGE="",
                   GTK_THEME="Adwaita", GTK_OVERLAY_SCROLLING="0", GDK_BACKEND="x11", GSETTINGS_BACKEND="memory",
                   GIO_USE_VFS="local", GVFS_DISABLE_FUSE="1", LIBGL_ALWAYS_SOFTWARE="1", TZ="UTC")
        env.update(extra)
        return env

    def start(self) -> None:
        """Start the session's programs in order of need."""
        self.env["DISPLAY"] = self._start_screen()
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self._start_bus()
        self.processes.start(["openbox", "--sm-disable"], self.env,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        address = self._accessibility_address()
        self.env["AT_SPI_BUS_ADDRESS"] = address
        self.bus = Bus(address)
        wait_for("the window manager", self._window_manager_ready)

    def _start_screen(self) -> str:
        number, command = self._start_with_pipe(
            lambda fd: ["Xvfb", "-displayfd", str(fd), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"])
        if not number:
            raise RuntimeError(f"{command} gave no display number")
        return f":{number}"

    def _start_bus(self) -> str:
        address, command = self._start_with_pipe(
            # A socket with a path is reached from another network namespace as well.
            lambda fd: ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--print-address={fd}",
                        f"--address=unix:path={self._runtime}/bus"])
        if not address:
            raise RuntimeError(f"{command} gave no address")
        return address

    def _start_with_pipe(self, command_for) -> tuple[str, str]:
        """Start a server that reports one line on an inherited descriptor when it is ready."""
        readable, writable = os.pipe()
        command = command_for(writable)
        self.processes.start(command, self.env, pass_fds=[writable],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writable)
        with os.fdopen(readable, "r") as report:
            return report.readline().strip(), command[0]

    def _accessibility_address(self) -> str:
        output = self.processes.run(
            ["dbus-send", "--session", "--print-reply=literal", "--dest=org.a11y.Bus", "/org/a11y/bus",
             "org.a11y.Bus.GetAddress"], self.env)
        return output.strip()

    def _window_manager_ready(self) -> bool:
        return bool(re.search(r"window id", self.processes.run(
            ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], self.env)))

    def click(self, x: int, y: int) -> None:
        """Click with the mouse at a place on the screen."""
        self.processes.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], self.env)

    def press_key(self, combination: str) -> None:
        """Strike a key or combination in xdotool's spelling, for example "Tab", "ctrl+shift+l"."""
        self.processes.run(["xdotool", "key", "--clearmodifiers", combination], self.env)

    def type_text(self, text: str) -> None:
        """Strike the key of each character."""
        self.processes.run(["xdotool", "type", "--clearmodifiers", "--delay", "2", "--", text], self.env)

    def raise_window(self, title: str) -> None:
        """Ask the window manager to bring the newest window of this title to the front."""
        pattern = "^" + re.sub(r"([][(){}.*+?^$|\\])", r"\\\1", title) + "$"
        found = self.processes.run(["xdotool", "search", "--onlyvisible", "--name", pattern], self.env)
        self.processes.run(["xdotool", "windowactivate", found.split()[-1]], self.env)

    def screenshot(self, path: Path) -> None:
        """Save the whole screen as an image; the name's ending chooses the format."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.processes.run(["import", "-window", "root", str(path)], self.env)

    def stop(self) -> None:
        """End every program of the session and remove its sockets."""
        if self.bus:
            self.bus.close()
            self.bus = None
        try:
            self.processes.stop()
        finally:
            shutil.rmtree(self._runtime, ignore_errors=True)

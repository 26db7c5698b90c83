#!/usr/bin/python3
"""TAP test of the desktop driver with the stock Claws Mail: it sees, acts, and leaves nothing behind."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from driver import Desktop
from lifetime import carriers
from report import Report

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "lab"))  # before the standard library
from profile import Account, Server, make_profile  # noqa: E402

# No server is needed: nothing listens on port 9 of the loopback, and a refusal comes at once.
REFUSED = Server(host="127.0.0.1", port=9, security="none", user="ann", password="secret")
ACCOUNT = Account(name="Work", address="ann@example.test", protocol="imap", receive=REFUSED, send=REFUSED)
LANGUAGES = ("en_US.UTF-8", "ja_JP.UTF-8")
PNG_SIGNATURE = b"\x89PNG"


def main_window_shows_account(desktop: Desktop) -> None:
    assert "Claws Mail" in desktop.main_window().name
    assert "Work" in desktop.texts(), desktop.texts()


def tools_menu_opens(desktop: Desktop) -> None:
    desktop.activate_menu("Tools", "Network Log")
    log = desktop.wait_dialog()
    assert not log.modal
    desktop.close(log)


def menu_opens_by_keyboard(desktop: Desktop) -> None:
    desktop.session.raise_window(desktop.main_window().name)
    desktop.press_key("F10")
    first = desktop.find("menu bar").children()[0]
    desktop.wait_for("the first menu, open", lambda: any(item.has("showing") for item in first.children()))
    desktop.press_key("Escape")
    desktop.wait_for("the menu, closed", lambda: not any(item.has("showing") for item in first.children()))


def text_can_be_typed(desktop: Desktop) -> None:
    entry = desktop.find("text", within=desktop.main_window(), states=("editable", "focusable"))
    desktop.type_text("日本 x", into=entry)
    assert entry.text == "日本 x", entry.text
    desktop.click(entry)
    desktop.wait_for("the focus in the entry", lambda: entry.has("focused"))
    desktop.press_key("End")
    desktop.type_text("typed")
    desktop.wait_for("the typed text", lambda: entry.text == "日本 xtyped")


def failure_is_seen(desktop: Desktop) -> None:
    desktop.receive_all()
    panel = desktop.wait_for("a modal panel", lambda: [each for each in desktop.dialogs() if each.modal])[0]
    assert "127.0.0.1:9" in " ".join(panel.texts), panel.texts
    assert len(desktop.dismiss_dialogs()) == 1


def screenshot_is_taken(desktop: Desktop) -> None:
    path = desktop.session.root / "screen.png"
    desktop.screenshot(path)
    assert path.read_bytes().startswith(PNG_SIGNATURE)


def program_leaves(desktop: Desktop) -> None:
    assert desktop.quit() == 0
    assert desktop.warnings() == [], desktop.warnings()


STEPS = (main_window_shows_account, tools_menu_opens, menu_opens_by_keyboard, text_can_be_typed,
         failure_is_seen, screenshot_is_taken, program_leaves)


def nothing_left(desktop: Desktop, runtime: str) -> None:
    assert not carriers(desktop.session.processes.token)
    assert not Path(runtime).exists()


def stops_after_exception(folder: Path) -> None:
    profile = make_profile(folder / "profile", [ACCOUNT])
    token = ""
    try:
        with Desktop(profile, folder) as desktop:
            token = desktop.session.processes.token
            assert carriers(token)
            raise ValueError("on purpose")
    except ValueError:
        assert token and not carriers(token)


def run(report: Report, folder: Path, lang: str) -> None:
    """All steps in one language."""
    desktop = Desktop(make_profile(folder / "profile", [ACCOUNT]), folder, lang=lang)
    runtime = desktop.session.env["XDG_RUNTIME_DIR"]
    with desktop:
        for step in STEPS:
            report.check(f"{lang}: {step.__name__.replace('_', ' ')}", lambda: step(desktop))
    report.check(f"{lang}: nothing is left behind", lambda: nothing_left(desktop, runtime))


def main() -> int:
    report = Report()
    with tempfile.TemporaryDirectory(prefix="ad-driver-") as folder:
        for lang in LANGUAGES:
            run(report, Path(folder) / lang, lang)
        report.check("an exception ends everything", lambda: stops_after_exception(Path(folder) / "exception"))
    return report.finish()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    sys.exit(main())

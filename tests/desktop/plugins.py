"""Loading and unloading a module in the running program, through its own window."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from driver import Desktop, Dialog


@contextmanager
def plugins_window(desktop: Desktop) -> Iterator[Dialog]:
    """The window of Configuration → Plugins, closed at the end."""
    desktop.activate_menu("Configuration", "Plugins")
    dialog = desktop.wait_for("the plugins window", lambda: next(
        (each for each in desktop.dialogs() if each.title in desktop.names.of("Plugins")), None))
    yield dialog
    desktop.click("Close", within=dialog.window)
    desktop.wait_gone(dialog.window)


def loaded_plugins(desktop: Desktop, dialog: Dialog) -> list[str]:
    """Names in the list of loaded plugins."""
    return [cell.name for cell in desktop.find_all("table cell", within=dialog.window)]


def load_plugin(desktop: Desktop, module: Path, name: str) -> None:
    """Load a module from its file and wait for its name in the list."""
    with plugins_window(desktop) as dialog:
        desktop.click("Load", within=dialog.window)
        chooser = desktop.find("file chooser")
        desktop.wait_for("the file chooser in front", lambda: chooser.has("active"))
        # A typed path opens the chooser's entry for it.
        desktop.type_text(str(Path(module).resolve()))
        desktop.wait_for("the typed path", lambda: desktop.find_all("text", name_contains=Path(module).name,
                                                                    within=chooser))
        desktop.press_key("Return")
        desktop.wait_gone(chooser)
        desktop.wait_for(f"plugin {name} in the list", lambda: name in loaded_plugins(desktop, dialog))


def unload_plugin(desktop: Desktop, name: str) -> None:
    """Unload a plugin by its name and wait until it is off the list."""
    with plugins_window(desktop) as dialog:
        desktop.click(desktop.find("table cell", name, within=dialog.window))
        desktop.click("Unload", within=dialog.window)
        desktop.wait_for(f"plugin {name} off the list", lambda: name not in loaded_plugins(desktop, dialog))

"""Texts of a program as the user sees them, found by their English form."""

from __future__ import annotations

import gettext
from typing import Iterable

LOCALE_DIR = "/usr/share/locale"
# GTK's own texts are part of what a dialog of Claws Mail shows.
DOMAINS = ("claws-mail", "gtk30", "account-doctor")


def bare(text: str) -> str:
    """A text without its trailing ellipsis; names are compared in this form."""
    return text.removesuffix("...").removesuffix("…")


def shown(text: str) -> str:
    """The bare form of a catalogue's text, without the mark of its mnemonic."""
    return bare(text.replace("_", ""))


class Names:
    """Translations by shown English text; several places may translate one text differently."""

    def __init__(self, lang: str, folders: Iterable[str] = (LOCALE_DIR,)) -> None:
        self._shown: dict[str, set[str]] = {}
        for folder in folders:
            for domain in DOMAINS:
                self._read(gettext.translation(domain, folder, [lang], fallback=True))

    def _read(self, catalogue: gettext.NullTranslations) -> None:
        for key, value in getattr(catalogue, "_catalog", {}).items():
            if isinstance(key, str) and key and value:
                english = key.rpartition("\x04")[2]
                self._shown.setdefault(shown(english), set()).add(shown(value))

    def of(self, english: str) -> set[str]:
        """Every bare form in which `english` may stand on the screen, itself included."""
        return {bare(english)} | self._shown.get(bare(english), set())

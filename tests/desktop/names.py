"""Texts of a program as the user sees them, found by their English form."""

from __future__ import annotations

import gettext
from typing import Iterable

LOCALE_DIR = "/usr/share/locale"
# GTK's own texts are part of what a dialog of Claws Mail shows.
DOMAINS = ("claws-mail", "gtk30")


def shown(text: str) -> str:
    """A text without the mark of its mnemonic and without a trailing ellipsis."""
    return text.replace("_", "").removesuffix("...").removesuffix("…")


class Names:
    """Translations by shown English text; several places may translate one text differently."""

    def __init__(self, lang: str, folders: Iterable[str] = (LOCALE_DIR,)) -> None:
        self._shown: dict[str, set[str]] = {}
        for folder in folders:
            for domain in (*DOMAINS, "account-doctor"):
                self._read(gettext.translation(domain, folder, [lang], fallback=True))

    def _read(self, catalogue: gettext.NullTranslations) -> None:
        for key, value in getattr(catalogue, "_catalog", {}).items():
            if isinstance(key, str) and key and value:
                english = key.rpartition("\x04")[2]
                self._shown.setdefault(shown(english), set()).update(spellings(value))

    def of(self, english: str) -> set[str]:
        """Every form in which `english` may stand on the screen, itself included."""
        return spellings(english) | self._shown.get(shown(english), set())


def spellings(text: str) -> set[str]:
    """A text with and without its ellipsis; accessible names never hold mnemonic marks."""
    plain = text.replace("_", "")
    return {plain, shown(text)}

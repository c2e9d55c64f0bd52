"""Which language to speak to the person at the keyboard: `--lang` first, then the locale."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from player.model.words import Language

_CHINESE = 0x04  # the primary language identifier of Chinese on Windows


def language_of(environment: Mapping[str, str]) -> Language:
    """The language of the locale in `environment`, by POSIX's order of precedence; English where it says nothing."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return Language.ZH if value.lower().startswith("zh") else Language.EN
    return _of_windows()


def _of_windows() -> Language:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows alone

        if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _CHINESE:
            return Language.ZH
    return Language.EN

"""A sentence for people, in Chinese and in English; and a text of anybody's made fit to stand in one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Language(Enum):
    """The languages that the player speaks to staff."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages."""

    zh: str
    en: str

    def said(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.zh if language is Language.ZH else self.en


def plain_name(path: str) -> str:
    """The name of a file without its folders and its ending, for titles."""
    name = path.rsplit("/", 1)[-1]
    stem, dot, ending = name.rpartition(".")
    return stem if dot and stem and len(ending) <= 5 else name


def printable(text: str, limit: int = 200) -> str:
    """The text on one line, with what cannot be printed (marks of direction, control characters) written as escapes."""
    shown = "".join(char if char.isprintable() else _escaped(char) for char in text[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _escaped(char: str) -> str:
    return " " if char in "\t\u3000\xa0" else char.encode("unicode_escape").decode("ascii")

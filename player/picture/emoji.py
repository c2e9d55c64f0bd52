"""Emoji: text comes in as staff wrote it, text in which each emoji is one character of our own font goes out.

An emoji may be many characters: a family is five, a keycap three, a hand with its tone of skin two. Here they become one, for
private use (`assets/fonts/emoji.txt` says which, `tools/build_emoji.py` makes it with the font), so that all that follows
sees one letter: no line ends in it, and it is drawn whole or not at all.

A sign that was a letter before it was an emoji (☀ ☎ ✔) stays one where a font of the text has it, unless U+FE0F asks for the
emoji. Tones of skin are not told apart: the emoji are drawn in the colour of the text. Flags of places are none of ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from player.picture.assets import asset_root

FIRST = 0x10D000
"""The character of the first emoji in the table. The last plane of private use, which no font of a system begins with."""

LAST = 0x10EFFF

PICTURE, JOINER, CAP = "\ufe0f", "\u200d", "\u20e3"
"""Asks for the emoji; joins two to one; puts a digit on a key."""

_TONES = "\U0001f3fb-\U0001f3ff"
_MARK = rf"[{_TONES}\ufe0e\ufe0f\u20e3\U000e0020-\U000e007f]"
_REGIONAL = "[\U0001f1e6-\U0001f1ff]"
_DROPPED = re.compile(rf"[{_TONES}\ufe0f]")
_ALMOST = re.compile("[\u200d\u203c-\u3299\ufe0f\u20e3\U0001f000-\U0001faff]")


def emoji_font() -> Path:
    """The font of the emoji."""
    return asset_root() / "fonts" / "NotoEmoji-Bold.ttf"


def bare(text: str) -> str:
    """The emoji without what makes no difference to its glyph: tones of skin, and the sign that asks for a picture."""
    return _DROPPED.sub("", text) or text


def is_emoji(letter: str) -> bool:
    """Whether it is one of the characters that stand for an emoji here."""
    return FIRST <= ord(letter) <= LAST


def folded(text: str, has: Callable[[str], bool]) -> str:
    """The text with one character for each emoji that we have; `has` says whether the text's own fonts have a letter."""
    if not _ALMOST.search(text):
        return text
    table, unit = _table()

    def fold(found: re.Match[str]) -> str:
        said = found.group()
        if len(bare(said)) == 1 and PICTURE not in said and (said.endswith("\ufe0e") or has(said[0])):
            return said
        return table.get(bare(said), said)

    return unit.sub(fold, text)


def unfolded(text: str) -> str:
    """The text as staff would write it."""
    if all(ord(letter) < FIRST for letter in text):
        return text
    lines = _lines()
    return "".join(
        lines[ord(letter) - FIRST] if ord(letter) - FIRST in range(len(lines)) else letter for letter in text
    )


def units(text: str) -> list[str]:
    """The text cut into what is one sign each: an emoji with all that belongs to it, or a character."""
    if not _ALMOST.search(text):
        return list(text)
    parts: list[str] = []
    end = 0
    for found in _table()[1].finditer(text):
        parts += [*text[end : found.start()], found.group()]
        end = found.end()
    return [*parts, *text[end:]]


@cache
def _lines() -> tuple[str, ...]:
    """The emoji in the order of their characters."""
    try:
        return tuple((asset_root() / "fonts" / "emoji.txt").read_text(encoding="utf-8").split())
    except OSError:
        return ()


@cache
def _table() -> tuple[dict[str, str], re.Pattern[str]]:
    """The character of each emoji by its bare form, and what finds one in a text, with all that belongs to it."""
    table = {bare(text): chr(FIRST + number) for number, text in enumerate(_lines())}
    bases = sorted({letter for text in table for letter in text if ord(letter) > 0x7F and letter not in (JOINER, CAP)})
    base = f"(?:[{re.escape(''.join(bases))}\U0001f300-\U0001faff]{_MARK}*)"
    return table, re.compile(rf"{_REGIONAL}{{1,2}}|[0-9#*]\ufe0f?\u20e3|{base}(?:{JOINER}{base})*")

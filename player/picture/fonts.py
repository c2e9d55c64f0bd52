"""Font files as opened by Pillow, and how wide their letters are. Cached for the life of the process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import east_asian_width

from PIL import ImageFont

from player.picture.coverage import characters

EM = 1000
"""Widths are counted in thousandths of the type's size, so that they scale exactly."""

MISSING = "〓"
"""The printers' mark for type that is not in the case; stands for a Han character that no font has."""


@lru_cache(maxsize=64)
def opened(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """The font at `size` pixels an em. Basic layout: the same on every machine, with no library from the system."""
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def advance(path: Path, text: str) -> int:
    """How wide `text` is in thousandths of an em."""
    if len(text) > 1:
        return sum(advance(path, letter) for letter in text)
    return EM if east_asian_width(text) in "WF" else round(opened(path, EM).getlength(text))


class Ink(NamedTuple):
    """Where a letter's ink is, in thousandths of an em: from the pen to the right, from the baseline up and down."""

    left: int
    right: int
    above: int
    below: int


@lru_cache(maxsize=8192)
def ink(path: Path, letter: str) -> Ink:
    """How far the ink of a letter reaches from where the pen is put down."""
    left, top, right, bottom = opened(path, EM).getbbox(letter, anchor="ls")
    return Ink(round(left), round(right), round(-top), round(bottom))


@lru_cache(maxsize=8192)
def font_for(character: str, chain: tuple[Path, ...]) -> Path | None:
    """The first font of `chain` that has the character; None where none has it."""
    return next((path for path in chain if ord(character) in characters(path)), None)

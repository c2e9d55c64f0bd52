"""Font files as opened by Pillow, and how wide their letters are. Cached for the life of the process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import east_asian_width

from PIL import ImageFont

from player.picture.assets import asset_root
from player.picture.coverage import characters
from player.picture.emoji import emoji_font, is_emoji
from player.picture.fallback import Face, fallback

EM = 1000
"""Widths are counted in thousandths of the type's size, so that they scale exactly."""

MISSING = "〓"
"""The printers' mark for type that is not in the case; stands for a Han character that no font has."""


Font = Path | Face
"""A font file, or one face of a collection."""


@lru_cache(maxsize=64)
def opened(font: Font, size: int) -> ImageFont.FreeTypeFont:
    """The font at `size` pixels an em. Basic layout: the same on every machine, with no library from the system.

    Where it is not there, or no font, ours of that weight stands in for it.
    """
    path, index = font if isinstance(font, Face) else (font, 0)
    try:
        return ImageFont.truetype(str(path), size, index, layout_engine=ImageFont.Layout.BASIC)
    except OSError:
        if path == _own(font):
            raise
        return opened(_own(font), size)


def usable(path: Path) -> bool:
    """Whether the font file is there and can be read."""
    return bool(characters(path))


def _own(font: Font) -> Path:
    """The font of the project that comes nearest in weight: what every text can fall back on."""
    return asset_root() / "fonts" / f"NotoSansSC-{'Bold' if _is_bold(font) else 'Regular'}.otf"


def _is_bold(font: Font) -> bool:
    path = font.path if isinstance(font, Face) else font
    return any(part in path.stem.lower() for part in ("bold", "black", "heavy", "粗", "黑"))


@lru_cache(maxsize=8192)
def advance(font: Font, text: str) -> int:
    """How wide `text` is in thousandths of an em."""
    if len(text) > 1:
        return sum(advance(font, letter) for letter in text)
    return EM if east_asian_width(text) in "WF" else round(opened(font, EM).getlength(text))


class Ink(NamedTuple):
    """Where a letter's ink is, in thousandths of an em: from the pen to the right, from the baseline up and down."""

    left: int
    right: int
    above: int
    below: int


@lru_cache(maxsize=8192)
def ink(font: Font, letter: str) -> Ink:
    """How far the ink of a letter reaches from where the pen is put down; to the sides at least its own width."""
    left, top, right, bottom = opened(font, EM).getbbox(letter, anchor="ls")
    return Ink(round(left), round(right), round(-top), round(bottom))


@lru_cache(maxsize=256)
def printed(font: Font, mark: str) -> tuple[int, int]:
    """Where the ink of a mark begins and ends in its width, in thousandths of an em, as printed: slower than `ink`."""
    size = EM // 5
    picture, (left, _) = opened(font, size).getmask2(mark, mode="L", anchor="ls")
    box = picture.getbbox() or (0, 0, 0, 0)
    return (left + box[0]) * EM // size, (left + box[2]) * EM // size


def in_text_fonts(character: str, chain: tuple[Path, ...]) -> bool:
    """Whether a font of the text, or ours, has the character: then it is a letter, not an emoji."""
    return any(ord(character) in characters(path) for path in (*chain, _own(chain[0])))


@lru_cache(maxsize=8192)
def font_for(character: str, chain: tuple[Path, ...]) -> Font | None:
    """The first font of `chain` that has the character, else ours, else one of the system's; None where none has it."""
    code = ord(character)
    for path in (emoji_font(),) if is_emoji(character) else (*chain, _own(chain[0])):
        if code in characters(path):
            return path
    return fallback(character, bold=_is_bold(chain[0]))

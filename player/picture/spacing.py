"""Words with their widths: which font each letter has, and what stands between letters. Thousandths of an em throughout.

The gaps are CLREQ's (3.1.6, 3.2.1): a quarter em between Han and Latin, half an em less where full-width marks meet or
stand at the end of a line.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from unicodedata import category, normalize

from player.picture.breaking import CLOSING, OPENING, Word, words
from player.picture.emoji import folded, units
from player.picture.fonts import EM, MISSING, Font, advance, font_for, in_text_fonts, ink, printed

QUARTER = 250
"""Between Han and Latin or digits (CLREQ 3.2.1)."""

EIGHTH = 125
"""The same inside one word, such as a date."""

HALF = 500
"""What a full-width mark gives up at the end of a line or before another mark (CLREQ 3.1.6)."""

ROUNDED = 62
"""Half a pixel at the smallest size, eight pixels: letters begin at whole pixels."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Letters drawn in one go with one font, `width` thousandths of an em wide."""

    text: str
    font: Font
    width: int


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: its fonts in order of preference, `leading` in ems, `tracking` in thousandths of an em.

    `balanced`: lines of like length, for headings; else each line is filled, for running text. `indent` is that of a
    paragraph's first line, in thousandths of an em (a salutation, which ends with a colon, has none). `tight` is what
    a full-width mark gives up inside a line: in large type its empty half is a hole. Above the size
    `broken_at_most` a balanced line ends only where a mark, a space or the author ends it. `terms` are kept together besides
    those of the list.
    """

    fonts: tuple[Path, ...]
    leading: float = 1.4
    tracking: int = 0
    balanced: bool = True
    indent: int = 0
    tight: int = 0
    broken_at_most: int = 10_000
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """A word as cells: `width` with its own gaps; `after` is the gap to the next word on the same line.

    What it gives up at the start or end of a line; less than nothing where its ink reaches out of its width (f, j). How
    far its ink is `above` and `below` the baseline.
    """

    source: Word
    cells: tuple[tuple[int, Cell], ...]
    width: int
    trim_start: int
    trim_end: int
    above: int
    below: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words to be broken into lines. `starts[i]` is where word i begins if all stood on one line."""

    words: tuple[Setting, ...]
    starts: tuple[int, ...]
    indent: int

    def width(self, start: int, end: int) -> int:
        """How wide the words from `start` to `end` (exclusive) are as a line."""
        first, last = self.words[start], self.words[end - 1]
        inner = self.starts[end - 1] + last.width - self.starts[start]
        return inner - first.trim_start - last.trim_end + (self.indent if start == 0 else 0)

    def may_end(self, end: int, rank: int) -> bool:
        """Whether a line may end before word `end`, places of `rank` or better allowed."""
        return end == len(self.words) or self.words[end - 1].source.rank <= rank


def missing(text: str, fonts: tuple[Path, ...]) -> tuple[str, ...]:
    """What of `text` no font has, each once, in order: a character, or an emoji with all that belongs to it."""
    known = _folded(text, fonts)
    return tuple(dict.fromkeys(unit for unit in units(known) if any(not _has(letter, fonts) for letter in unit)))


@lru_cache(maxsize=256)
def paragraphs_of(text: str, kind: Type) -> tuple[Paragraph, ...]:
    """The author's lines as words; a character that no font has is replaced by a mark, or left out."""
    result: list[Paragraph] = []
    for line in normalize("NFC", text).split("\n"):
        known = "".join(_shown(unit, kind.fonts) for unit in units(_folded(line, kind.fonts)))
        found = words(known, kind.terms)
        if found:
            salutation = not result and found[-1].text[-1] in "：:"
            result.append(paragraph_of(found, kind, 0 if salutation else kind.indent))
    return tuple(result)


def _folded(text: str, fonts: tuple[Path, ...]) -> str:
    """The text with one character for each emoji."""
    return folded(text, lambda letter: in_text_fonts(letter, fonts))


def _has(letter: str, fonts: tuple[Path, ...]) -> bool:
    """Whether there is nothing to draw for it, or a font to draw it with."""
    return _invisible(letter) or font_for(letter, fonts) is not None


def _shown(unit: str, fonts: tuple[Path, ...]) -> str:
    """What is drawn for a sign: all of it, or what stands in for it; never a part."""
    if all(_has(letter, fonts) for letter in unit):
        return "".join(letter for letter in unit if not _invisible(letter))
    return _stand_in(unit) if len(unit) == 1 else ""


def paragraph_of(sources: tuple[Word, ...], kind: Type, indent: int) -> Paragraph:
    """The words as a paragraph, each with the gap to the next; its first line `indent` in."""
    sets = [_set(source, kind) for source in sources]
    joined = [_joined(one, other, kind) for one, other in zip(sets, (*sets[1:], None), strict=True)]
    starts = (0, *accumulate(word.width + word.after for word in joined))
    return Paragraph(tuple(joined), starts[:-1], indent)


def _joined(word: Setting, following: Setting | None, kind: Type) -> Setting:
    """The word with the gap to the one that follows it."""
    if following is None:
        return word
    before, after = word.cells[-1][1], following.cells[0][1]
    gap = _gap(before.text, after.text, QUARTER)
    if gap == 0 and _full(before, CLOSING):
        gap = -kind.tight
    elif gap == 0 and word.source.spaced:
        gap = advance(before.font, " ")
    return replace(word, after=gap + kind.tracking)


def _set(word: Word, kind: Type) -> Setting:
    cells = _cells(word.text, kind.fonts)
    placed: list[tuple[int, Cell]] = []
    place = 0
    for index, cell in enumerate(cells):
        if index:
            join = QUARTER if cells[index - 1].text in "日号" else EIGHTH  # between the day and the hour
            place += _gap(cells[index - 1].text, cell.text, join) + kind.tracking
        placed.append((place, cell))
        place += cell.width
    inks = [ink(cell.font, letter) for cell in cells for letter in cell.text]
    first = cells[0]
    trim_start = _empty(first, at_start=True) if _full(first, OPENING) else _overhang(inks[0].left)
    last = cells[-1]
    right = advance(last.font, last.text[-1]) - inks[-1].right
    trim_end = _empty(last, at_start=False) if _full(last, CLOSING) else _overhang(right)
    above, below = max(one.above for one in inks), max(one.below for one in inks)
    return Setting(word, tuple(placed), place, trim_start, trim_end, above, below)


def _empty(mark: Cell, *, at_start: bool) -> int:
    """What a full-width mark gives up at the start or end of a line: half an em, less where its ink needs more."""
    left, right = printed(mark.font, mark.text)
    return min(HALF, (left if at_start else EM - right) - ROUNDED)


def _overhang(bearing: int) -> int:
    """What a word takes beyond its width, as a number below zero, where ink reaches out of it; with room for rounding."""
    return bearing - ROUNDED if bearing < 0 else 0


def _cells(text: str, fonts: tuple[Path, ...]) -> list[Cell]:
    """The letters of a word in the runs that are drawn at once: each Han alone, Latin together."""
    runs: list[tuple[str, Font]] = []
    for letter in text:
        font = font_for(letter, fonts) or fonts[0]
        if runs and runs[-1][1] == font and _narrow(letter) and _narrow(runs[-1][0][-1]):
            runs[-1] = (runs[-1][0] + letter, font)
        else:
            runs.append((letter, font))
    return [Cell(run, font, advance(font, run)) for run, font in runs]


def _full(cell: Cell, marks: frozenset[str]) -> bool:
    return cell.text in marks and cell.width >= EM


def _gap(before: str, after: str, join: int) -> int:
    """What is added (or taken) between two cells that stand side by side."""
    last, first = before[-1], after[0]
    if (last in CLOSING and (first in CLOSING or first in OPENING)) or (last in OPENING and first in OPENING):
        return -HALF
    if (_han(last) and _letter(first)) or (_letter(last) and _han(first)):
        return join
    return 0


def _han(letter: str) -> bool:
    code = ord(letter)
    return (
        category(letter) == "Lo" and code >= 0x2E80
    ) or 0x20000 <= code < 0x40000  # planes newer than Python's tables


def _letter(letter: str) -> bool:
    return ord(letter) < 0x2E80 and category(letter)[0] in "LN" and category(letter) != "So"


def _narrow(letter: str) -> bool:
    return ord(letter) < 0x2000 or 0x2070 <= ord(letter) < 0x20A0


def _invisible(letter: str) -> bool:
    """Marks that choose a variant, colour or frame an emoji, join two, and control characters: nothing to draw or report."""
    code = ord(letter)
    return category(letter) in ("Cc", "Cf") or 0xFE00 <= code <= 0xFE0F or code == 0x20E3 or 0x1F3FB <= code <= 0x1F3FF


def _stand_in(letter: str) -> str:
    return MISSING if _han(letter) else ""

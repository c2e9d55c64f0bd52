"""Text set in lines: broken, balanced, and as large as its box allows. Arithmetic only; nothing is drawn here.

Widths are whole thousandths of an em, so a layout scales exactly with its size and "fits" is monotone: what fits at a
size fits at any smaller one, and what fits a box fits any bigger one. Hence the law that a bigger box never gives
smaller type, and a binary search for the size.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise
from math import ceil
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

from player.picture.breaking import ANYWHERE, CLOSING, MARK, OPENING, PHRASE, Word, words
from player.picture.fonts import EM, MISSING, advance, font_for

QUARTER = 250
"""Between Han and Latin or digits (CLREQ 3.2.1)."""

EIGHTH = 125
"""The same inside one word, such as a date."""

HALF = 500
"""What a full-width mark gives up at the end of a line or before another mark (CLREQ 3.1.6)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Letters drawn in one go with one font, `width` thousandths of an em wide."""

    text: str
    font: Path
    width: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its cells with their places from its left end, in thousandths of an em.

    `hang` is how much of its width is a mark at its end, which the eye does not count when lines are centred.
    """

    text: str
    cells: tuple[tuple[int, Cell], ...]
    width: int
    hang: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Lines at a size: `size` pixels an em, `pitch` from one baseline to the next, `width` and `height` of it all.

    `complete` is false where text had to be left out.
    """

    lines: tuple[Line, ...]
    size: int
    pitch: int
    width: int
    height: int
    complete: bool = True

    @property
    def text(self) -> str:
        """The lines as they were broken."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: its fonts in order of preference, `leading` in ems, `tracking` in thousandths of an em.

    `balanced`: lines of like length, for headings; else each line is filled, for running text. `indent` is that of a
    paragraph's first line, in thousandths of an em (a salutation, which ends with a colon, has none). `tight` is what
    a full-width mark gives up inside a line: in large type its empty half is a hole. Above the size
    `broken_at_most` a balanced line ends only where a mark, a space or the author ends it.
    """

    fonts: tuple[Path, ...]
    leading: float = 1.4
    tracking: int = 0
    balanced: bool = True
    indent: int = 0
    tight: int = 0
    broken_at_most: int = 10_000


@dataclass(frozen=True, slots=True)
class _Set:
    """A word as cells: `width` with its own gaps; `after` is the gap to the next word on the same line."""

    source: Word
    cells: tuple[tuple[int, Cell], ...]
    width: int
    trim_start: int
    trim_end: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Words to be broken into lines. `starts[i]` is where word i begins if all stood on one line."""

    words: tuple[_Set, ...]
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


def fit(text: str, kind: Type, *, width: int, height: int, smallest: int, largest: int) -> Block:
    """The text at the largest size from `smallest` to `largest` at which it fits the box, in pixels.

    What does not fit at `smallest` is cut, and `complete` is false.
    """
    paragraphs = _paragraphs(text, kind)
    if not paragraphs or width <= 0 or height <= 0:
        return Block((), smallest, 0, 0, 0)
    broken = min(largest, max(smallest, kind.broken_at_most))
    phrase = max(broken, largest * 4 // 5)
    ways = ((MARK, largest), (PHRASE, phrase), (ANYWHERE, broken)) if kind.balanced else ((ANYWHERE, largest),)
    best, chosen = smallest - 1, ANYWHERE
    for rank, limit in ways:
        size = _largest(paragraphs, kind, rank, Room(width, height), range(smallest, limit + 1))
        if size > best:
            best, chosen = size, rank
    if best < smallest:
        return _cut(paragraphs, kind, Room(width, height), smallest)
    return _block(paragraphs, kind, chosen, width, best)


def missing(text: str, fonts: tuple[Path, ...]) -> tuple[str, ...]:
    """The characters of `text` that no font has, each once, in order."""
    return tuple(dict.fromkeys(letter for letter in text if not _invisible(letter) and not font_for(letter, fonts)))


class Room(NamedTuple):
    """The box for a text, in pixels."""

    width: int
    height: int


def _largest(paragraphs: tuple[_Paragraph, ...], kind: Type, rank: int, room: Room, sizes: range) -> int:
    """The largest of `sizes` that fits with line ends of `rank` or better; one less than the first where none does."""
    below, above = sizes.start - 1, sizes.stop
    while above - below > 1:
        size = (below + above) // 2
        counts = [len(_fill(paragraph, rank, room.width * EM // size)) for paragraph in paragraphs]
        if all(counts) and _height(sum(counts), size, kind) <= room.height:
            below = size
        else:
            above = size
    return below


def _height(lines: int, size: int, kind: Type) -> int:
    """The pixels that so many lines take: the last needs room for its descenders only."""
    return ceil(((lines - 1) * kind.leading + 1.2) * size)


def _fill(paragraph: _Paragraph, rank: int, room: int) -> list[int]:
    """Where lines end (the index after the last word) when each takes as much as it can; empty where it cannot be."""
    ends: list[int] = []
    start = good = 0
    for end in range(1, len(paragraph.words) + 1):
        if not paragraph.may_end(end, rank):
            continue
        if paragraph.width(start, end) > room:
            if good == start or paragraph.width(good, end) > room:
                return []
            ends.append(good)
            start = good
        good = end
    return [*ends, len(paragraph.words)]


def _block(paragraphs: tuple[_Paragraph, ...], kind: Type, rank: int, width: int, size: int) -> Block:
    room = width * EM // size
    lines: list[Line] = []
    for paragraph in paragraphs:
        ends = _fill(paragraph, rank, room)
        if kind.balanced:
            ends = _balance(paragraph, rank, room, len(ends))
        elif len(ends) > 1:
            ends = _no_orphan(paragraph, ends)
        lines.extend(_line(paragraph, start, end, kind) for start, end in pairwise((0, *ends)))
    return _measured(tuple(lines), kind, size)


def _measured(lines: tuple[Line, ...], kind: Type, size: int, *, complete: bool = True) -> Block:
    widest = max((line.width for line in lines), default=0)
    wide, high = -(-widest * size // EM), _height(len(lines), size, kind)
    return Block(lines, size, round(kind.leading * size), wide, high, complete)


def _no_orphan(paragraph: _Paragraph, ends: list[int]) -> list[int]:
    """The line ends with no single character alone on the last line: another comes down to it."""
    last = ends[-2]
    alone = paragraph.width(last, ends[-1]) < 2 * EM
    start = ends[-3] if len(ends) > 2 else 0
    return [*ends[:-2], last - 1, ends[-1]] if alone and last - 1 > start else ends


def _balance(paragraph: _Paragraph, rank: int, room: int, count: int) -> list[int]:
    """Line ends for exactly `count` lines that make them most alike, a better place costing less."""
    if count <= 1:
        return [len(paragraph.words)]
    total = len(paragraph.words)
    ideal = paragraph.width(0, total) / count
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for number in range(1, count + 1):
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, path) in best.items():
            for end in range(start + 1, total + 1):
                wide = paragraph.width(start, end)
                if wide > room:
                    break
                if (end == total) != (number == count) or not paragraph.may_end(end, rank):
                    continue
                worse = 0.0 if end == total else (paragraph.words[end - 1].source.rank - MARK) * EM * EM / 2
                whole = cost + (wide - ideal) ** 2 + worse
                if end not in reached or whole < reached[end][0]:
                    reached[end] = (whole, (*path, end))
        best = reached
    return list(best[total][1]) if total in best else _fill(paragraph, rank, room)


def _cut(paragraphs: tuple[_Paragraph, ...], kind: Type, room: Room, size: int) -> Block:
    """As many lines as fit at `size`; a word wider than the box is broken anywhere."""
    wide = room.width * EM // size
    most = int((room.height / size - 1.2) / kind.leading) + 1
    lines: list[Line] = []
    for paragraph in paragraphs:
        narrow = _narrowed(paragraph, kind, wide)
        ends = _fill(narrow, ANYWHERE, wide)
        lines.extend(_line(narrow, start, end, kind) for start, end in pairwise((0, *ends)))
    if room.height < _height(1, size, kind):
        most = 0
    return _measured(tuple(lines[:most]), kind, size, complete=0 < len(lines) <= most)


def _narrowed(paragraph: _Paragraph, kind: Type, room: int) -> _Paragraph:
    """The words, those wider than a line taken apart letter by letter: an address that is longer than the screen."""
    result: list[Word] = []
    for word in paragraph.words:
        wide = word.width + paragraph.indent > room
        result.extend([Word(letter) for letter in word.source.text] if wide else [word.source])
    return _paragraph(tuple(result), kind, paragraph.indent)


def _line(paragraph: _Paragraph, start: int, end: int, kind: Type) -> Line:
    first, last = paragraph.words[start], paragraph.words[end - 1]
    indent = paragraph.indent if start == 0 else 0
    origin = paragraph.starts[start] + first.trim_start - indent
    cells = tuple(
        (paragraph.starts[index] + offset - origin, cell)
        for index in range(start, end)
        for offset, cell in paragraph.words[index].cells
    )
    text = "".join(word.source.text + (" " if word.source.spaced else "") for word in paragraph.words[start:end])
    ended = last.cells[-1][1]
    hang = ended.width - last.trim_end if ended.text in CLOSING and len(last.cells) > 1 else 0
    return Line(text.rstrip(), cells, paragraph.width(start, end), hang + (kind.tracking if hang else 0))


@lru_cache(maxsize=256)
def _paragraphs(text: str, kind: Type) -> tuple[_Paragraph, ...]:
    """The author's lines as words; a character that no font has is replaced by a mark, or left out."""
    result: list[_Paragraph] = []
    for line in text.split("\n"):
        visible = (letter for letter in line if not _invisible(letter))
        known = "".join(letter if font_for(letter, kind.fonts) else _stand_in(letter) for letter in visible)
        found = words(known)
        if found:
            salutation = not result and found[-1].text[-1] in "：:"
            result.append(_paragraph(found, kind, 0 if salutation else kind.indent))
    return tuple(result)


def _paragraph(sources: tuple[Word, ...], kind: Type, indent: int) -> _Paragraph:
    sets = [_set(source, kind) for source in sources]
    joined = [_joined(one, other, kind) for one, other in zip(sets, (*sets[1:], None), strict=True)]
    starts = (0, *accumulate(word.width + word.after for word in joined))
    return _Paragraph(tuple(joined), starts[:-1], indent)


def _joined(word: _Set, following: _Set | None, kind: Type) -> _Set:
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


def _set(word: Word, kind: Type) -> _Set:
    cells = _cells(word.text, kind.fonts)
    placed: list[tuple[int, Cell]] = []
    place = 0
    for index, cell in enumerate(cells):
        if index:
            place += _gap(cells[index - 1].text, cell.text, EIGHTH) + kind.tracking
        placed.append((place, cell))
        place += cell.width
    trim_start = HALF if _full(cells[0], OPENING) else 0
    trim_end = HALF if _full(cells[-1], CLOSING) else 0
    return _Set(word, tuple(placed), place, trim_start, trim_end)


def _cells(text: str, fonts: tuple[Path, ...]) -> list[Cell]:
    """The letters of a word in the runs that are drawn at once: each Han alone, Latin together."""
    runs: list[tuple[str, Path]] = []
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
    return category(letter) == "Lo" and ord(letter) >= 0x2E80


def _letter(letter: str) -> bool:
    return ord(letter) < 0x2E80 and category(letter)[0] in "LN" and category(letter) != "So"


def _narrow(letter: str) -> bool:
    return ord(letter) < 0x2000 or 0x2070 <= ord(letter) < 0x20A0


def _invisible(letter: str) -> bool:
    """Marks that choose a variant or join emoji, and control characters: nothing to draw, nothing to report."""
    return category(letter) in ("Cc", "Cf") or 0xFE00 <= ord(letter) <= 0xFE0F


def _stand_in(letter: str) -> str:
    return MISSING if _han(letter) else ""

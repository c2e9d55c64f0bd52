"""Text set in lines: broken, balanced, and as large as its box allows. Arithmetic only; nothing is drawn here.

Widths are whole thousandths of an em, so a layout scales exactly with its size and "fits" is monotone: what fits at a
size fits at any smaller one, and what fits a box fits any bigger one. Hence the law that a bigger box never gives
smaller type, and a binary search for the size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from unicodedata import category

from player.picture.breaking import ANYWHERE, CLOSING, OPENING, Word, words
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
    """One line: its cells with their places from its left end, in thousandths of an em."""

    text: str
    cells: tuple[tuple[int, Cell], ...]
    width: int


@dataclass(frozen=True, slots=True)
class Block:
    """Lines at a size: `size` pixels an em, `pitch` from one baseline to the next, `width` and `height` of it all."""

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
    paragraph's first line, in thousandths of an em. `broken_at_most`: above this size a line ends only where a mark or the
    author ends it.
    """

    fonts: tuple[Path, ...]
    leading: float = 1.4
    tracking: int = 0
    balanced: bool = True
    indent: int = 0
    broken_at_most: int = 10_000


@dataclass(frozen=True, slots=True)
class _Set:
    """A word as cells: `width` with its own gaps; `after` is the gap to the next word on the same line."""

    text: str
    cells: tuple[tuple[int, Cell], ...]
    width: int
    trim_start: int
    trim_end: int
    after: int
    rank: int


def fit(text: str, kind: Type, *, width: int, height: int, smallest: int, largest: int) -> Block:
    """The text at the largest size from `smallest` to `largest` at which it fits the box, in pixels.

    What does not fit at `smallest` is cut, and `complete` is false.
    """
    paragraphs = tuple(_paragraph(line, kind) for line in text.split("\n") if line.strip())
    if not paragraphs or width <= 0 or height <= 0:
        return Block((), smallest, 0, 0, 0)
    best, rank = smallest - 1, ANYWHERE
    for allowed, limit in ((1, largest), (ANYWHERE, min(largest, max(smallest, kind.broken_at_most)))):
        size = _largest(paragraphs, kind, allowed, width, height, smallest, limit)
        if size > best:
            best, rank = size, allowed
    if best < smallest:
        return _cut(paragraphs, kind, width, height, smallest)
    return _block(paragraphs, kind, rank, width, best)


def missing(text: str, fonts: tuple[Path, ...]) -> tuple[str, ...]:
    """The characters of `text` that no font has, each once, in order."""
    seen = dict.fromkeys(letter for letter in text if not _invisible(letter) and font_for(letter, fonts) is None)
    return tuple(seen)


def _largest(
    paragraphs: tuple[tuple[_Set, ...], ...], kind: Type, rank: int, width: int, height: int, low: int, high: int
) -> int:
    """The largest size that fits with line ends of `rank` or better; `low - 1` where none does."""
    below, above = low - 1, high + 1
    while above - below > 1:
        size = (below + above) // 2
        counts = [_count(paragraph, kind, rank, width * EM // size) for paragraph in paragraphs]
        if all(counts) and _height(sum(counts), size, kind) <= height:
            below = size
        else:
            above = size
    return below


def _height(lines: int, size: int, kind: Type) -> int:
    """The pixels that so many lines take: the last needs room for its descenders only."""
    return round(((lines - 1) * kind.leading + 1.2) * size)


def _count(paragraph: tuple[_Set, ...], kind: Type, rank: int, room: int) -> int:
    """The fewest lines of at most `room`; 0 where a stretch without a line end is wider."""
    return len(_fill(paragraph, kind, rank, room))


def _fill(paragraph: tuple[_Set, ...], kind: Type, rank: int, room: int) -> list[int]:
    """Where lines end (the index after the last word) when each takes as much as it can; empty where it cannot be."""
    ends: list[int] = []
    start, good = 0, 0
    for index in range(1, len(paragraph) + 1):
        if _width(paragraph, kind, start, index) > room:
            if good == start:
                return []
            ends.append(good)
            start = good
            if _width(paragraph, kind, start, index) > room:
                return []
        if index == len(paragraph) or paragraph[index - 1].rank <= rank:
            good = index
    return [*ends, len(paragraph)]


def _width(paragraph: tuple[_Set, ...], kind: Type, start: int, end: int) -> int:
    """How wide the words from `start` to `end` (exclusive) are as a line."""
    first, last = paragraph[start], paragraph[end - 1]
    inner = sum(word.width for word in paragraph[start:end]) + sum(word.after for word in paragraph[start : end - 1])
    return inner - first.trim_start - last.trim_end + (kind.indent if start == 0 else 0)


def _block(paragraphs: tuple[tuple[_Set, ...], ...], kind: Type, rank: int, width: int, size: int) -> Block:
    room = width * EM // size
    lines: list[Line] = []
    for paragraph in paragraphs:
        ends = _fill(paragraph, kind, rank, room)
        if kind.balanced or len(ends) <= 3:
            ends = _balance(paragraph, kind, rank, room, len(ends))
        lines.extend(_line(paragraph, kind, start, end) for start, end in zip([0, *ends[:-1]], ends, strict=True))
    return _measured(tuple(lines), kind, size, complete=True)


def _measured(lines: tuple[Line, ...], kind: Type, size: int, *, complete: bool) -> Block:
    widest = max((line.width for line in lines), default=0)
    return Block(
        lines, size, round(kind.leading * size), -(-widest * size // EM), _height(len(lines), size, kind), complete
    )


def _balance(paragraph: tuple[_Set, ...], kind: Type, rank: int, room: int, count: int) -> list[int]:
    """Line ends for exactly `count` lines that make them most alike, a better place costing less."""
    if count <= 1:
        return [len(paragraph)]
    ideal = _width(paragraph, kind, 0, len(paragraph)) / count
    best: list[dict[int, tuple[float, tuple[int, ...]]]] = [{0: (0.0, ())}]
    for number in range(1, count + 1):
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (cost, path) in best[-1].items():
            for end in range(start + 1, len(paragraph) + 1):
                wide = _width(paragraph, kind, start, end)
                if wide > room:
                    break
                last = end == len(paragraph)
                if last != (number == count) or (not last and paragraph[end - 1].rank > rank):
                    continue
                penalty = 0.0 if last else (paragraph[end - 1].rank - 1) * EM * EM / 2
                total = cost + (wide - ideal) ** 2 + penalty
                if end not in reached or total < reached[end][0]:
                    reached[end] = (total, (*path, end))
        best.append(reached)
    found = best[count].get(len(paragraph))
    return list(found[1]) if found else _fill(paragraph, kind, rank, room)


def _cut(paragraphs: tuple[tuple[_Set, ...], ...], kind: Type, width: int, height: int, size: int) -> Block:
    """As many whole words as fit at `size`; a word wider than the box is broken anywhere."""
    room = width * EM // size
    lines: list[Line] = []
    most = max(1, int(((height / size) - 1.2) / kind.leading) + 1)
    for paragraph in paragraphs:
        narrow = _narrowed(paragraph, kind, room)
        start = 0
        for end in _fill(narrow, kind, ANYWHERE, room) or [len(narrow)]:
            lines.append(_line(narrow, kind, start, end))
            start = end
    return _measured(tuple(lines[:most]), kind, size, complete=len(lines) <= most)


def _narrowed(paragraph: tuple[_Set, ...], kind: Type, room: int) -> tuple[_Set, ...]:
    """The words, those wider than a line taken apart letter by letter: an address that is longer than the screen."""
    result: list[_Set] = []
    for word in paragraph:
        if word.width + kind.indent <= room:
            result.append(word)
            continue
        fonts = tuple(dict.fromkeys(cell.font for _, cell in word.cells))
        parts = [_set(Word(letter), kind, fonts) for letter in word.text]
        result.extend(parts)
    return tuple(result)


def _line(paragraph: tuple[_Set, ...], kind: Type, start: int, end: int) -> Line:
    first, last = paragraph[start], paragraph[end - 1]
    place = (kind.indent if start == 0 else 0) - first.trim_start
    cells: list[tuple[int, Cell]] = []
    letters: list[str] = []
    for index in range(start, end):
        word = paragraph[index]
        cells.extend((place + offset, cell) for offset, cell in word.cells)
        letters.append(word.text)
        place += word.width + (word.after if index < end - 1 else 0)
        if index < end - 1 and word.after == advance(word.cells[-1][1].font, " ") + kind.tracking:
            letters.append(" ")
    return Line("".join(letters), tuple(cells), place - last.trim_end)


@lru_cache(maxsize=256)
def _paragraph(line: str, kind: Type) -> tuple[_Set, ...]:
    visible = "".join(letter for letter in line if not _invisible(letter))
    known = "".join(letter if font_for(letter, kind.fonts) else _stand_in(letter) for letter in visible)
    sets = [_set(word, kind, kind.fonts) for word in words(known)]
    return tuple(
        _joined(word, sets[index + 1] if index + 1 < len(sets) else None, source, kind)
        for index, (word, source) in enumerate(zip(sets, words(known), strict=True))
    )


def _joined(word: _Set, following: _Set | None, source: Word, kind: Type) -> _Set:
    """The word with the gap to the one that follows it."""
    if following is None:
        return word
    before, after = word.cells[-1][1], following.cells[0][1]
    gap = _gap(before.text, after.text, QUARTER) + kind.tracking
    if source.spaced and gap == kind.tracking:
        gap += advance(before.font, " ")
    return _Set(word.text, word.cells, word.width, word.trim_start, word.trim_end, gap, word.rank)


def _set(word: Word, kind: Type, fonts: tuple[Path, ...]) -> _Set:
    cells = _cells(word.text, fonts)
    placed: list[tuple[int, Cell]] = []
    place = 0
    for index, cell in enumerate(cells):
        if index:
            place += _gap(cells[index - 1].text, cell.text, EIGHTH) + kind.tracking
        placed.append((place, cell))
        place += cell.width
    trim_start = HALF if _full(cells[0], OPENING) else 0
    trim_end = HALF if _full(cells[-1], CLOSING) else 0
    return _Set(word.text, tuple(placed), place, trim_start, trim_end, 0, word.rank)


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

"""Text set in lines: broken, balanced, and as large as its box allows. Arithmetic only; nothing is drawn here.

Widths are whole thousandths of an em, so a layout scales exactly with its size and "fits" is monotone: what fits at a
size fits at any smaller one, and what fits a box fits any bigger one. Hence the law that a bigger box never gives
smaller type, and a binary search for the size.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from player.picture.breaking import ANYWHERE, CLOSING, MARK, PHRASE, Word
from player.picture.fonts import EM
from player.picture.spacing import Cell, Paragraph, Type, missing, paragraph_of, paragraphs_of

__all__ = ["EM", "Block", "Cell", "Line", "Type", "fit", "missing"]


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


def fit(text: str, kind: Type, *, width: int, height: int, smallest: int, largest: int) -> Block:
    """The text at the largest size from `smallest` to `largest` at which it fits the box, in pixels.

    What does not fit at `smallest` is cut, and `complete` is false.
    """
    paragraphs = paragraphs_of(text, kind)
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


class Room(NamedTuple):
    """The box for a text, in pixels."""

    width: int
    height: int


def _largest(paragraphs: tuple[Paragraph, ...], kind: Type, rank: int, room: Room, sizes: range) -> int:
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


def _fill(paragraph: Paragraph, rank: int, room: int) -> list[int]:
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


def _block(paragraphs: tuple[Paragraph, ...], kind: Type, rank: int, width: int, size: int) -> Block:
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


def _no_orphan(paragraph: Paragraph, ends: list[int]) -> list[int]:
    """The line ends with no single character alone on the last line: another comes down to it."""
    last = ends[-2]
    alone = paragraph.width(last, ends[-1]) < 2 * EM
    start = ends[-3] if len(ends) > 2 else 0
    return [*ends[:-2], last - 1, ends[-1]] if alone and last - 1 > start else ends


def _balance(paragraph: Paragraph, rank: int, room: int, count: int) -> list[int]:
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


def _cut(paragraphs: tuple[Paragraph, ...], kind: Type, room: Room, size: int) -> Block:
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


def _narrowed(paragraph: Paragraph, kind: Type, room: int) -> Paragraph:
    """The words, those wider than a line taken apart letter by letter: an address that is longer than the screen."""
    result: list[Word] = []
    for word in paragraph.words:
        wide = word.width + paragraph.indent > room
        result.extend([Word(letter) for letter in word.source.text] if wide else [word.source])
    return paragraph_of(tuple(result), kind, paragraph.indent)


def _line(paragraph: Paragraph, start: int, end: int, kind: Type) -> Line:
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

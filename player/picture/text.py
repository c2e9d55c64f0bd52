"""Text set in lines: broken, balanced, and as large as its box allows. Arithmetic only; nothing is drawn here.

Widths are whole thousandths of an em, so a layout scales exactly with its size and "fits" is monotone: what fits at a
size fits at any smaller one, and what fits a box fits any bigger one. Hence the law that a bigger box never gives
smaller type, and a binary search for the size.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from player.picture.breaking import CLOSING, NEVER_FIRST, NEVER_LAST, Word
from player.picture.emoji import unfolded
from player.picture.fonts import EM
from player.picture.phrases import INSIDE, LEAN, MARK, PHRASE, TERM, WORD
from player.picture.spacing import Cell, Paragraph, Type, missing, paragraph_of, paragraphs_of

__all__ = ["EM", "SPARE", "Block", "Cell", "Line", "Type", "fit", "missing"]


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

    The first baseline is `ascent` thousandths of an em below the top. `complete` is false where text had to be left out.
    """

    lines: tuple[Line, ...]
    size: int
    pitch: int
    width: int
    height: int
    complete: bool = True
    ascent: int = 980

    @property
    def first_baseline(self) -> int:
        """Pixels from the top to the baseline of the first line."""
        return _risen(self.ascent, self.size)

    @property
    def text(self) -> str:
        """The lines as they were broken."""
        return "\n".join(line.text for line in self.lines)


def fit(
    text: str, kind: Type, *, width: int, height: int, smallest: int, largest: int, readable: int | None = None
) -> Block:
    """The text at the largest size from `smallest` to `largest` at which it fits the box, in pixels.

    The better a line's end, the larger the type it may be used for (a word is torn at the size `readable` at most,
    `smallest` if left out); of ends that give the same size the best are taken. What does not fit at `smallest` is cut,
    and `complete` is false.
    """
    paragraphs = paragraphs_of(text, kind)
    if not paragraphs or width <= 0 or height <= 0:
        return Block((), smallest, 0, 0, 0)
    matter = _Matter(paragraphs, kind, *_reach(paragraphs))
    room = Room(width - SPARE, height)
    best, chosen = smallest - 1, TERM
    for rank, limit in _ways(kind, largest, smallest if readable is None else readable):
        size = _largest(matter, rank, room, range(best + 1, limit + 1))
        if size > best:
            best, chosen = size, rank
    if best < smallest:
        return _cut(matter, room, smallest)
    return _block(matter, chosen, room, best)


def _ways(kind: Type, largest: int, readable: int) -> tuple[tuple[int, int], ...]:
    """The ranks of line ends, the best first, and the largest size at which each may be used.

    They do not depend on the box: so in a bigger box each rank fits at least as large, and so does the largest of them.
    """
    if not kind.balanced:
        return (INSIDE, largest), (TERM, largest)
    broken = min(largest, max(readable, kind.broken_at_most))
    phrase = max(broken, largest * 4 // 5)
    leaning = max(readable, broken * 4 // 5)
    return (MARK, largest), (PHRASE, phrase), (WORD, broken), (LEAN, leaning), (INSIDE, readable), (TERM, readable)


class Room(NamedTuple):
    """The box for a text, in pixels."""

    width: int
    height: int


class _Matter(NamedTuple):
    """What is to be set: paragraphs, how, and how far its letters reach above the first and below the last baseline."""

    paragraphs: tuple[Paragraph, ...]
    kind: Type
    above: int
    below: int

    def height(self, lines: int, size: int) -> int:
        """The pixels that so many lines take at `size`."""
        inner = (lines - 1) * round(self.kind.leading * size)
        return _risen(self.above, size) + inner + _hung(self.below, size)


SPARE = 1
"""Pixels of a box's width that are left free, since where a letter begins is rounded to whole pixels."""

ABOVE, BELOW = 980, 220
"""How far a line reaches from its baseline at least, in thousandths of an em: so that texts alike stand alike."""


def _reach(paragraphs: tuple[Paragraph, ...]) -> tuple[int, int]:
    """How far the letters reach above and below their baselines: further than a Han character where accents or tails do."""
    every = [word for paragraph in paragraphs for word in paragraph.words]
    above, below = max(word.above for word in every), max(word.below for word in every)
    return above if above > ACCENTED else ABOVE, below if below > TAILED else BELOW


ACCENTED, TAILED = 900, 140
"""From here on, in thousandths of an em, hints may move the ink out of the usual: a capital with an accent, a comma."""


def _risen(above: int, size: int) -> int:
    """The pixels from the top to the first baseline; accents may be moved up by one where their outline is hinted."""
    return round(above * size / EM) if above == ABOVE else -(-above * size // EM) + 1


def _hung(below: int, size: int) -> int:
    """The pixels below the last baseline; tails may be moved down by one likewise."""
    return -(-max(below, BELOW) * size // EM) + (below != BELOW)


def _largest(matter: _Matter, rank: int, room: Room, sizes: range) -> int:
    """The largest of `sizes` that fits with line ends of `rank` or better; one less than the first where none does."""
    below, above = sizes.start - 1, sizes.stop
    while above - below > 1:
        size = (below + above) // 2
        counts = [len(_fill(paragraph, rank, room.width * EM // size)) for paragraph in matter.paragraphs]
        if all(counts) and matter.height(sum(counts), size) <= room.height:
            below = size
        else:
            above = size
    return below


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


def _block(matter: _Matter, rank: int, room: Room, size: int) -> Block:
    wide = room.width * EM // size
    lines: list[Line] = []
    for paragraph in matter.paragraphs:
        ends = _arranged(paragraph, matter.kind, rank, wide)
        lines.extend(_line(paragraph, start, end, matter.kind) for start, end in pairwise((0, *ends)))
    return _measured(tuple(lines), matter, size)


def _measured(lines: tuple[Line, ...], matter: _Matter, size: int, *, complete: bool = True) -> Block:
    widest = max((line.width for line in lines), default=0)
    wide, high = -(-widest * size // EM) + SPARE, matter.height(len(lines), size) if lines else 0
    return Block(lines, size, round(matter.kind.leading * size), wide, high, complete, matter.above)


def _arranged(paragraph: Paragraph, kind: Type, rank: int, room: int) -> list[int]:
    """The best line ends for as few lines as `_fill` needs, a better place costing less.

    Balanced, the lines are as much alike as can be; in running text they are full, and no character stands alone on
    the last. Lengths count by their squares in ems, and the cost of a place is given in the same.
    """
    filled = _fill(paragraph, rank, room)
    if len(filled) <= 1:
        return filled
    total = len(paragraph.words)
    ideal = paragraph.width(0, total) / len(filled) if kind.balanced else room
    best: list[tuple[int, float, int] | None] = [(0, 0.0, 0)] + [None] * total  # lines, cost, start of the last line
    for end in range(1, total + 1):
        if not paragraph.may_end(end, rank):
            continue
        for start in range(end - 1, -1, -1):
            before = best[start]
            if before is None:
                continue
            wide = paragraph.width(start, end)
            if wide > room:
                break
            cost = _length_cost(wide - ideal, kind, wide, last=end == total)
            if end < total:
                cost += COSTS[paragraph.words[end - 1].source.rank] if kind.balanced else _torn_cost(paragraph, end)
            found = (before[0] + 1, before[1] + cost, start)
            if best[end] is None or found < (best[end] or found):
                best[end] = found
    ends = [total]
    while (reached := best[ends[-1]]) is not None and reached[2]:
        ends.append(reached[2])
    return ends[::-1]


COSTS = {MARK: 0.0, PHRASE: 0.4, WORD: 1.5, LEAN: 9.0, INSIDE: 16.0, TERM: 60.0}
"""What a line's end costs by its rank, in square ems that a line is longer or shorter than it should be."""

ALONE = 12.0
"""What a single character on the last line of running text costs."""


def _length_cost(off: float, kind: Type, wide: int, *, last: bool) -> float:
    """What a line costs that is `wide`, `off` its length: the last of running text may be short, but for one character."""
    if last and not kind.balanced:
        return ALONE if wide < 2 * EM else 0.0
    return (off / EM) ** 2


def _torn_cost(paragraph: Paragraph, end: int) -> float:
    """What the end of a line of running text costs: only that a word is torn, where it ends is of no matter."""
    return max(0.0, COSTS[paragraph.words[end - 1].source.rank] - COSTS[WORD])


def _cut(matter: _Matter, room: Room, size: int) -> Block:
    """As many lines as fit at `size`; a word wider than the box is broken anywhere."""
    wide = room.width * EM // size
    lines: list[Line] = []
    for paragraph in matter.paragraphs:
        narrow = _narrowed(paragraph, matter.kind, wide)
        ends = _fill(narrow, TERM, wide)
        lines.extend(_line(narrow, start, end, matter.kind) for start, end in pairwise((0, *ends)))
    most = next((count for count in range(len(lines), 0, -1) if matter.height(count, size) <= room.height), 0)
    return _measured(tuple(lines[:most]), matter, size, complete=0 < len(lines) <= most)


def _narrowed(paragraph: Paragraph, kind: Type, room: int) -> Paragraph:
    """The words, those wider than a line taken apart: an address that is longer than the screen."""
    result: list[Word] = []
    for word in paragraph.words:
        wide = word.width + paragraph.indent > room
        result.extend(_torn(word.source, kind, room) if wide else [word.source])
    return paragraph_of(tuple(result), kind, paragraph.indent)


def _torn(word: Word, kind: Type, room: int) -> list[Word]:
    """The word letter by letter, marks with the letter that they belong to unless that is wider than a line itself."""
    groups: list[str] = []
    for letter in word.text:
        if groups and (letter in NEVER_FIRST or groups[-1][-1] in NEVER_LAST):
            groups[-1] += letter
        else:
            groups.append(letter)
    pieces: list[str] = []
    for group in groups:
        fits = len(group) == 1 or paragraph_of((Word(group),), kind, 0).width(0, 1) <= room
        pieces.extend((group,) if fits else group)
    return [Word(piece) for piece in pieces[:-1]] + [Word(pieces[-1], word.spaced, word.rank)]


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
    return Line(unfolded(text.rstrip()), cells, paragraph.width(start, end), hang + (kind.tracking if hang else 0))

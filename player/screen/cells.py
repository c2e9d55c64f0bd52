"""Which sprite stands in which live cell: places and rectangles only, so that every glass draws the same digits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from player.model.frame import Frame, Live


@dataclass(frozen=True, slots=True)
class Cell:
    """One live cell: its top left corner on the frame, its size, and the first row of its sprite in the strip.

    `row` is None where the character has no sprite: the frame's own pixels stand there.
    """

    x: int
    y: int
    width: int
    height: int
    row: int | None


def cells(frame: Frame, text: str | None) -> tuple[Cell, ...]:
    """Every live cell of the frame with what `text` puts into it; a text that is too short leaves cells empty."""
    live = frame.live
    if live is None or frame.strip is None:
        return ()
    padded = (text or "")[: len(live.cells)].ljust(len(live.cells), "\0")
    return tuple(_cell(live, corner, sign) for corner, sign in zip(live.cells, padded, strict=True))


def changed(frame: Frame, old_text: str | None, new_text: str | None) -> Iterator[Cell]:
    """The cells of `new_text` that look different from those of `old_text`."""
    for old, new in zip(cells(frame, old_text), cells(frame, new_text), strict=True):
        if old != new:
            yield new


def _cell(live: Live, corner: tuple[int, int], sign: str) -> Cell:
    index = live.alphabet.find(sign)
    return Cell(*corner, live.width, live.height, row=index * live.height if index >= 0 else None)

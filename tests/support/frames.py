"""Frames for tests: plain colours, patterns and live cells, without a painter."""

from __future__ import annotations

from player.model.frame import Frame, Live

Colour = tuple[int, int, int]

RED, GREEN, BLUE, WHITE = (220, 30, 40), (20, 170, 60), (30, 60, 200), (250, 250, 250)


def pixel(colour: Colour) -> bytes:
    """One BGRX pixel of this red, green and blue."""
    return bytes((colour[2], colour[1], colour[0], 255))


def plain(width: int, height: int, colour: Colour) -> Frame:
    """A frame of one colour."""
    return Frame(f"plain-{colour}", width, height, memoryview(pixel(colour) * (width * height)))


def pattern(width: int, height: int, seed: int = 0) -> Frame:
    """A frame in which every row differs from its neighbours and no pixel is black."""
    row = b"".join(pixel((40 + (x * 7 + seed) % 200, 40 + (x * 3) % 150, 50 + seed % 100)) for x in range(width + 64))
    rows = (row[(y % 64) * 4 : (y % 64 + width) * 4] for y in range(height))
    return Frame(f"pattern-{seed}", width, height, memoryview(b"".join(rows)))


SPRITE = (10, 14)
"""Width and height of a sprite of `clock`."""

CELLS = ((20, 30), (31, 30), (60, 50))
"""Where the cells of `clock` stand."""


def sprite(sign: str) -> Colour:
    """The colour that stands for a digit."""
    return (60 + int(sign) * 15, 200 - int(sign) * 15, 90)


def clock(width: int, height: int, colour: Colour) -> Frame:
    """A frame with three live cells; the sprite of each digit is a rectangle of one colour."""
    strip = b"".join(pixel(sprite(sign)) * (SPRITE[0] * SPRITE[1]) for sign in "0123456789")
    base = plain(width, height, colour)
    live = Live(*SPRITE, "0123456789", CELLS)
    return Frame("clock", width, height, base.pixels, live, memoryview(strip))

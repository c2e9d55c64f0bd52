"""Which characters a font has, read from its `cmap` table (formats 4 and 12; OpenType 1.9).

Pillow does not tell; it draws a box instead, and a box on the screen is what must never be.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from struct import iter_unpack, unpack_from

BEST = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
"""Platform and encoding of the Unicode maps, the fullest first."""


@cache
def characters(path: Path) -> frozenset[int]:
    """The code points that the font file has a glyph for; none where it is not a font that can be read."""
    table = _table(path.read_bytes(), b"cmap")
    if not table:
        return frozenset()
    (count,) = unpack_from(">H", table, 2)
    found = {(a, b): offset for a, b, offset in iter_unpack(">HHL", table[4 : 4 + 8 * count])}
    offset = next((found[pair] for pair in BEST if pair in found), None)
    if offset is None:
        return frozenset()
    (form,) = unpack_from(">H", table, offset)
    return frozenset(_segments(table[offset:]) if form == 4 else _groups(table[offset:]))


def _table(font: bytes, tag: bytes) -> bytes:
    (count,) = unpack_from(">H", font, 4)
    for name, _, start, length in iter_unpack(">4sLLL", font[12 : 12 + 16 * count]):
        if name == tag:
            return font[start : start + length]
    return b""


def _groups(table: bytes) -> set[int]:
    """Format 12: groups of consecutive characters and glyphs."""
    (count,) = unpack_from(">L", table, 12)
    return {
        code for first, last, _ in iter_unpack(">LLL", table[16 : 16 + 12 * count]) for code in range(first, last + 1)
    }


def _segments(table: bytes) -> set[int]:
    """Format 4: segments with a delta or a list of glyphs; glyph 0 is none."""
    size = unpack_from(">H", table, 6)[0]
    half = size // 2
    ends = unpack_from(f">{half}H", table, 14)
    starts = unpack_from(f">{half}H", table, 16 + size)
    deltas = unpack_from(f">{half}H", table, 16 + 2 * size)
    ranges = unpack_from(f">{half}H", table, 16 + 3 * size)
    found = set()
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, last + 1):
            if code == 0xFFFF:
                continue
            glyph = code
            if ranges[index]:
                place = 16 + 3 * size + 2 * index + ranges[index] + 2 * (code - first)
                glyph = unpack_from(">H", table, place)[0]
                if glyph == 0:
                    continue
            if (glyph + deltas[index]) & 0xFFFF:
                found.add(code)
    return found

"""Which characters a font has, read from its `cmap` table (formats 4 and 12; OpenType 1.9).

Pillow does not tell; it draws a box instead, and a box on the screen is what must never be.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from struct import error, iter_unpack, unpack_from

BEST = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
"""Platform and encoding of the Unicode maps, the fullest first."""

Directory = dict[bytes, tuple[int, int]]
"""Where in the file each table of a face begins, and how long it is."""


@cache
def characters(path: Path) -> frozenset[int]:
    """The code points that the font file has a glyph for; none where it is not there, or no font that can be read."""
    with suppress(OSError, error, ValueError, IndexError):
        found = set[int]()
        for first, last in _spans(path, faces(path)[0]):
            found.update(range(first, last + 1))
        return frozenset(found)
    return frozenset()


def faces(path: Path) -> tuple[Directory, ...]:
    """The faces of a font file: one, or those of a collection. Raises OSError, struct.error for what is no font."""
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] != b"ttcf":
            return (_directory(path, 0),)
        (count,) = unpack_from(">L", head, 8)
        starts = file.read(4 * min(count, 64))
    return tuple(_directory(path, start) for (start,) in iter_unpack(">L", starts))


def covers(path: Path, face: Directory, code: int) -> bool:
    """Whether the face has a glyph for the code point."""
    return any(first <= code <= last for first, last in _spans(path, face))


def named(path: Path, face: Directory) -> str:
    """The face's full name in English, such as `Noto Sans CJK SC Bold`; empty where it has none."""
    table = _table(path, face, b"name")
    count, strings = unpack_from(">HH", table, 2)
    for platform, _, language, name, length, offset in iter_unpack(">HHHHHH", table[6 : 6 + 12 * count]):
        if (platform, language, name) == (3, 0x409, 4):
            start = strings + offset
            return table[start : start + length].decode("utf-16-be", "replace")
    return ""


def _directory(path: Path, start: int) -> Directory:
    with path.open("rb") as file:
        file.seek(start)
        (count,) = unpack_from(">H", file.read(12), 4)
        rows = file.read(16 * count)
    return {name: (offset, length) for name, _, offset, length in iter_unpack(">4sLLL", rows)}


def _table(path: Path, face: Directory, name: bytes) -> bytes:
    offset, length = face.get(name, (0, 0))
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(length)


def _spans(path: Path, face: Directory) -> list[tuple[int, int]]:
    """The code points with a glyph, as first and last of each run."""
    table = _table(path, face, b"cmap")
    if not table:
        return []
    (count,) = unpack_from(">H", table, 2)
    found = {(a, b): offset for a, b, offset in iter_unpack(">HHL", table[4 : 4 + 8 * count])}
    offset = next((found[pair] for pair in BEST if pair in found), None)
    if offset is None:
        return []
    (form,) = unpack_from(">H", table, offset)
    return _segments(table[offset:]) if form == 4 else _groups(table[offset:]) if form == 12 else []


def _groups(table: bytes) -> list[tuple[int, int]]:
    """Format 12: groups of consecutive characters and glyphs."""
    (count,) = unpack_from(">L", table, 12)
    return [(first, last) for first, last, _ in iter_unpack(">LLL", table[16 : 16 + 12 * count])]


def _segments(table: bytes) -> list[tuple[int, int]]:
    """Format 4: segments with a delta or a list of glyphs; glyph 0 is none."""
    size = unpack_from(">H", table, 6)[0]
    half = size // 2
    ends = unpack_from(f">{half}H", table, 14)
    starts = unpack_from(f">{half}H", table, 16 + size)
    deltas = unpack_from(f">{half}H", table, 16 + 2 * size)
    ranges = unpack_from(f">{half}H", table, 16 + 3 * size)
    found = []
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
                found.append((code, code))
    return found

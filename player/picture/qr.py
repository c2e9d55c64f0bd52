"""QR codes: the matrix of dark modules, and how large they must be. The drawing is the stage's.

Rules (ISO/IEC 18004; the figures were measured with simulated cameras, see docs): the smallest version that holds the
text at level L, then the highest level that this version allows, since bigger modules are worth more than more
correction. Text that is not ASCII is UTF-8 and says so (ECI 26).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from qrcode import base, constants, util
from qrcode.main import QRCode

QUIET = 4
"""Modules of white around the code."""

WANTED, NEEDED = 300, 400
"""A module is a three hundredth of the viewing distance wide, at least a four hundredth."""

_LEVELS = (constants.ERROR_CORRECT_L, constants.ERROR_CORRECT_M, constants.ERROR_CORRECT_Q, constants.ERROR_CORRECT_H)
_ECI, _UTF8 = 0b0111, 26
_LARGEST = 40


class TooLong(ValueError):
    """No code holds so much text."""


@dataclass(frozen=True, slots=True)
class Code:
    """Rows of modules, True is dark, without the quiet zone; and its version and level."""

    rows: tuple[tuple[bool, ...], ...]
    version: int
    level: str

    @property
    def side(self) -> int:
        """Modules along one side, the quiet zone included."""
        return len(self.rows) + 2 * QUIET


@lru_cache(maxsize=32)
def code(text: str) -> Code:
    """The code that says exactly `text`. Raises TooLong."""
    ways = [
        (version, _length(way, text, version), index)
        for index, way in enumerate(_ways(text))
        for version in (_smallest(way, text),)
        if version is not None
    ]
    if not ways:
        raise TooLong(f"{len(text.encode())} bytes")
    version, _, index = min(ways)
    segments = _ways(text)[index]
    level = [level for level in _LEVELS if _fits(segments, text, version, level)][-1]
    matrix = QRCode(version=version, error_correction=level, border=0)
    matrix.data_cache = _codewords(segments, text, version, level)
    matrix.makeImpl(test=False, mask_pattern=matrix.best_mask_pattern())
    rows = tuple(tuple(bool(cell) for cell in row) for row in matrix.modules)
    return Code(rows, version, "LMQH"[_LEVELS.index(level)])


def _ways(text: str) -> tuple[list[util.QRData], ...]:
    """The text as segments, mixed and plain: which is shorter depends on it."""
    data = text.encode()
    plain = [util.QRData(data, mode=util.MODE_8BIT_BYTE)]
    if not text.isascii():
        return (plain,)
    return (plain, list(util.optimal_data_chunks(data, minimum=6)), [util.QRData(data)])


def _bits(segments: list[util.QRData], text: str, version: int) -> util.BitBuffer:
    buffer = util.BitBuffer()
    if not text.isascii():
        buffer.put(_ECI, 4)
        buffer.put(_UTF8, 8)
    for segment in segments:
        buffer.put(segment.mode, 4)
        buffer.put(len(segment), util.length_in_bits(segment.mode, version))
        segment.write(buffer)
    return buffer


def _capacity(version: int, level: int) -> int:
    """Bits of data."""
    words: int = sum(block.data_count for block in base.rs_blocks(version, level))
    return words * 8


def _smallest(segments: list[util.QRData], text: str) -> int | None:
    """The smallest version that holds the segments at level L."""
    return next((version for version in range(1, _LARGEST + 1) if _fits(segments, text, version, _LEVELS[0])), None)


def _fits(segments: list[util.QRData], text: str, version: int, level: int) -> bool:
    if any(len(segment) >= 1 << util.length_in_bits(segment.mode, version) for segment in segments):
        return False
    return _length(segments, text, version) <= _capacity(version, level)


def _length(segments: list[util.QRData], text: str, version: int) -> int:
    """Bits of the segments with their heads."""
    mark = 0 if text.isascii() else 12
    bits: int = sum(4 + util.length_in_bits(part.mode, version) + _payload(part) for part in segments)
    return mark + bits


def _payload(segment: util.QRData) -> int:
    """Bits of the segment's characters."""
    count = len(segment)
    if segment.mode == util.MODE_NUMBER:
        return count // 3 * 10 + (0, 4, 7)[count % 3]
    if segment.mode == util.MODE_ALPHA_NUM:
        return count // 2 * 11 + count % 2 * 6
    return count * 8


def _codewords(segments: list[util.QRData], text: str, version: int, level: int) -> list[int]:
    """Data and correction, padded as the standard says (7.4.9, 7.4.10)."""
    buffer = _bits(segments, text, version)
    room = _capacity(version, level)
    buffer.put(0, min(4, room - len(buffer)))
    buffer.put(0, -len(buffer) % 8)
    for index in range((room - len(buffer)) // 8):
        buffer.put((0xEC, 0x11)[index % 2], 8)
    words: list[int] = util.create_bytes(buffer, base.rs_blocks(version, level))
    return words

"""QR codes: the matrix of dark modules, and how large they must be. The drawing is in `code_card.py`.

Rules (ISO/IEC 18004; the figures were measured with simulated cameras, see docs/explanation/codes.md): the smallest
version that holds the text at level L, then the highest level that this version allows, since bigger modules are worth
more than more correction. The text is cut into segments (digits, capitals, bytes) so that it takes the fewest bits; what
is not ASCII is UTF-8 and says so (ECI 26): bare UTF-8 is guessed at by decoders, and guessed wrong.

`qrcode` knows the tables of the standard, the correction, the placing and the masks. It can neither mark a character set
nor cut a text in the best way, so the words of data are made here.
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

LOGO = {"M": 0.20, "Q": 0.30, "H": 0.30}
"""How much of the code's width a logo in its middle may take, by level; none at L."""

_LEVELS = (constants.ERROR_CORRECT_L, constants.ERROR_CORRECT_M, constants.ERROR_CORRECT_Q, constants.ERROR_CORRECT_H)
_ECI, _UTF8 = 0b0111, 26
LARGEST = 40
_CLASSES = ((1, 9), (10, 26), (27, LARGEST))  # versions in which the heads of segments are equally long
_CAPITALS = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
_DIGITS = frozenset(b"0123456789")
_MODES = (util.MODE_8BIT_BYTE, util.MODE_ALPHA_NUM, util.MODE_NUMBER)
_SIXTH = 6  # costs are counted in sixths of a bit: a digit takes 10/3, a capital 11/2


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


@dataclass(frozen=True, slots=True)
class Segment:
    """Bytes that stand in a code in one mode."""

    mode: int
    data: bytes


@lru_cache(maxsize=32)
def code(text: str) -> Code:
    """The code that says exactly `text`. Raises TooLong."""
    version, segments = _plan(text)
    bits = _length(segments, text, version)
    level = [level for level in _LEVELS if bits <= _capacity(version, level)][-1]
    matrix = QRCode(version=version, error_correction=level, border=0)
    matrix.data_cache = _codewords(segments, text, version, level)
    matrix.makeImpl(test=False, mask_pattern=matrix.best_mask_pattern())
    rows = tuple(tuple(bool(cell) for cell in row) for row in matrix.modules)
    return Code(rows, version, "LMQH"[_LEVELS.index(level)])


def version_of(text: str) -> int:
    """The version that the text's code has. Raises TooLong."""
    return _plan(text)[0]


def characters_in(version: int, level: str = "L") -> int:
    """How many characters of a link surely fit a code of that version and level: as bytes."""
    head: int = 4 + util.length_in_bits(util.MODE_8BIT_BYTE, version)
    return (_capacity(version, _LEVELS["LMQH".index(level)]) - head) // 8


def segments_of(text: str, version: int) -> tuple[Segment, ...]:
    """The text cut so that its code of that version takes the fewest bits.

    For each character the cheapest way to have come so far in each mode is kept (dynamic programming). A character is
    never cut in two, however many bytes it has.
    """
    heads = {mode: (4 + util.length_in_bits(mode, version)) * _SIXTH for mode in _MODES}
    ends: dict[int, int] = {}  # mode of the last character -> its cost so far
    came: list[dict[int, int]] = []  # for each character and mode: the mode of the one before
    letters = [letter.encode() for letter in text]
    for letter in letters:
        now: dict[int, int] = {}
        before: dict[int, int] = {}
        for mode, cost in _costs(letter).items():
            best, origin = (ends[mode], mode) if mode in ends else (None, mode)
            for other, spent in ends.items() if ends else ((mode, 0),):
                started = -(-spent // _SIXTH) * _SIXTH + heads[mode]
                if (other != mode or not ends) and (best is None or started < best):
                    best, origin = started, other
            assert best is not None, "a character can always begin a segment"
            now[mode], before[mode] = best + cost, origin
        ends = now
        came.append(before)
    return _joined(letters, came, ends)


def _costs(letter: bytes) -> dict[int, int]:
    """What the character costs, in sixths of a bit, in each mode that has it."""
    costs = {util.MODE_8BIT_BYTE: 8 * _SIXTH * len(letter)}
    if letter[0] in _CAPITALS:
        costs[util.MODE_ALPHA_NUM] = 33
    if letter[0] in _DIGITS:
        costs[util.MODE_NUMBER] = 20
    return costs


def _joined(letters: list[bytes], came: list[dict[int, int]], ends: dict[int, int]) -> tuple[Segment, ...]:
    """The way back from the cheapest end, as segments."""
    if not letters:
        return (Segment(util.MODE_8BIT_BYTE, b""),)
    mode = min(ends, key=lambda each: (-(-ends[each] // _SIXTH), each))
    modes = []
    for before in reversed(came):
        modes.append(mode)
        mode = before[mode]
    modes.reverse()
    segments: list[Segment] = []
    for letter, each in zip(letters, modes, strict=True):
        if segments and segments[-1].mode == each:
            segments[-1] = Segment(each, segments[-1].data + letter)
        else:
            segments.append(Segment(each, letter))
    return tuple(segments)


def _plan(text: str) -> tuple[int, tuple[Segment, ...]]:
    """The smallest version that holds the text at level L, and its segments there. Raises TooLong."""
    for first, last in _CLASSES:
        segments = segments_of(text, first)
        bits = _length(segments, text, first)
        for version in range(first, last + 1):
            if bits <= _capacity(version, _LEVELS[0]):
                return version, segments
    raise TooLong(f"{len(text.encode())} bytes")


def _length(segments: tuple[Segment, ...], text: str, version: int) -> int:
    """Bits of the segments with their heads; too many where a head cannot count its characters."""
    bits = 0 if text.isascii() else 12
    for part in segments:
        count = util.length_in_bits(part.mode, version)
        if len(part.data) >= 1 << count:
            return 1 << 20
        bits += 4 + count + _payload(part)
    return bits


def _payload(segment: Segment) -> int:
    """Bits of the segment's characters."""
    count = len(segment.data)
    if segment.mode == util.MODE_NUMBER:
        return count // 3 * 10 + (0, 4, 7)[count % 3]
    if segment.mode == util.MODE_ALPHA_NUM:
        return count // 2 * 11 + count % 2 * 6
    return count * 8


def _capacity(version: int, level: int) -> int:
    """Bits of data."""
    words: int = sum(block.data_count for block in base.rs_blocks(version, level))
    return words * 8


def _codewords(segments: tuple[Segment, ...], text: str, version: int, level: int) -> list[int]:
    """Data and correction, padded as the standard says (7.4.9, 7.4.10)."""
    buffer = util.BitBuffer()
    if not text.isascii():
        buffer.put(_ECI, 4)
        buffer.put(_UTF8, 8)
    for segment in segments:
        buffer.put(segment.mode, 4)
        buffer.put(len(segment.data), util.length_in_bits(segment.mode, version))
        util.QRData(segment.data, mode=segment.mode, check_data=False).write(buffer)
    room = _capacity(version, level)
    buffer.put(0, min(4, room - len(buffer)))
    buffer.put(0, -len(buffer) % 8)
    for index in range((room - len(buffer)) // 8):
        buffer.put((0xEC, 0x11)[index % 2], 8)
    words: list[int] = util.create_bytes(buffer, base.rs_blocks(version, level))
    return words

"""A small picture of what is on the glass: a frame comes in, a PNG of about 500 pixels' width goes out.

The process that writes the status page must stay small, so Pillow is not asked. Averaging is done on whole rows at once:
a row is one long integer, and the mean of the bytes of two is `(a & b) + ((a ^ b) >> 1)`, with the bits masked that
would cross from one byte into the next (H. S. Warren, Hacker's Delight, 2-5). Rounding down and up by turns keeps the
picture from growing darker.
"""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from pathlib import Path

from player.errors import PaintError
from player.model.frame import Frame
from player.prepare.frames import FrameStore

WIDEST = 700
"""Pixels of width above which the picture is halved once more."""

KEPT = 128
"""Pictures that are kept, about 50 kB each."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_END = b"\0\0\0\0IEND\xaeB`\x82"
_SPEED = 6  # of zlib: 9 takes four times as long for 2 % less
_SUB = b"\x01"  # PNG's filter of a row: each byte less the one a pixel before it, which suits soft grounds


class Thumbnails:
    """Small pictures of the frames of a store. Those without ticking digits are kept in `folder`, one a frame."""

    def __init__(self, frames: FrameStore, folder: Path) -> None:
        self._frames = frames
        self._folder = folder

    def of(self, key: str, text: str | None = None) -> bytes | None:
        """A PNG of the frame `key`, with the ticking digits `text` in it; None where there is no such frame."""
        kept = self._folder / f"{key}.png"
        if text is None:
            with suppress(OSError):
                if (made := kept.read_bytes()).startswith(_SIGNATURE) and made.endswith(_END):
                    return made
        try:
            mapped = self._frames.open(key)
        except PaintError:
            return None
        try:
            made = png(mapped.frame, text)
        finally:
            mapped.close()
        if text is None:
            with suppress(OSError):
                self._keep(kept, made)
        return made

    def _keep(self, path: Path, made: bytes) -> None:
        """The picture is there for the next time; the oldest make room. Not flushed: what a power cut spoils is made anew."""
        self._folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(made)
        part.replace(path)
        pictures = sorted(self._folder.iterdir(), key=lambda one: one.stat().st_mtime_ns)
        for old in pictures[:-KEPT]:
            old.unlink(missing_ok=True)


def png(frame: Frame, text: str | None = None) -> bytes:
    """The frame with the digits `text` in its live cells, made small by a power of two: 8-bit RGB, no other chunks."""
    halvings = 0
    while frame.width >> halvings > WIDEST:
        halvings += 1
    pixels = _ticked(frame, text) if text else frame.pixels
    width, height = frame.width >> halvings, frame.height >> halvings
    rows = _Rows(frame.width * 4, width, halvings)
    packed = zlib.compressobj(_SPEED)
    data = [packed.compress(rows.small(pixels, number)) for number in range(height)]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", b"".join(data) + packed.flush()) + _END


class _Rows:
    """Makes rows small: `stride` bytes a row of the frame, `width` pixels a row of the picture, `halvings` in between."""

    def __init__(self, stride: int, width: int, halvings: int) -> None:
        self._stride = stride
        self._width = width
        self._halvings = halvings
        used = (width << halvings) * 4
        self._used = used
        self._high = int.from_bytes(b"\xfe" * used, "little")
        self._sub = int.from_bytes(b"\x80" * (width * 3), "little")

    def small(self, pixels: memoryview, number: int) -> bytes:
        """Row `number` of the picture as PNG wants it: a filter byte, then the RGB bytes, filtered."""
        first = (number << self._halvings) * self._stride
        starts = range(first, first + (self._stride << self._halvings), self._stride)
        lines = [int.from_bytes(pixels[start : start + self._used], "little") for start in starts]
        step = 0
        while len(lines) > 1:
            lines = [self._mean(one, other, step) for one, other in zip(lines[::2], lines[1::2], strict=True)]
            step += 1
        line = lines[0]
        for halving in range(self._halvings):
            line = self._mean(line, line >> (32 << halving), step + halving)
        return self._filtered(memoryview(line.to_bytes(self._used, "little")).cast("I")[:: 1 << self._halvings])

    def _mean(self, one: int, other: int, step: int) -> int:
        half = ((one ^ other) & self._high) >> 1
        return (one | other) - half if step % 2 else (one & other) + half

    def _filtered(self, bgrx: memoryview) -> bytes:
        """PNG's filter "sub" over a row of B, G, R, unused: byte-wise differences, all at once."""
        plain = bgrx.tobytes()
        rgb = bytearray(self._width * 3)
        rgb[0::3], rgb[1::3], rgb[2::3] = plain[2::4], plain[1::4], plain[0::4]
        row = int.from_bytes(rgb, "little")
        left = int.from_bytes(bytes(3) + rgb[:-3], "little")
        high = self._sub
        low = row | high  # a borrow stops at the bit that was set, and the bit is put right below
        return _SUB + ((low - (left & ~high)) ^ ((row ^ ~left) & high)).to_bytes(len(rgb), "little")


def _ticked(frame: Frame, text: str) -> memoryview:
    """A copy of the frame's pixels with the characters of `text` in its live cells."""
    pixels = bytearray(frame.pixels)
    live, strip = frame.live, frame.strip
    if live is None or strip is None:
        return memoryview(pixels)
    wide = live.width * 4
    for (left, top), character in zip(live.cells, text, strict=False):
        sprite = live.alphabet.find(character) * live.height
        for line in range(live.height if sprite >= 0 else 0):
            start = ((top + line) * frame.width + left) * 4
            pixels[start : start + wide] = strip[(sprite + line) * wide : (sprite + line + 1) * wide]
    return memoryview(pixels)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(body, zlib.crc32(name)))

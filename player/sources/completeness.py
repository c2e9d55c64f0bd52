"""Whether the bytes of a picture or a workbook are all there: what a copy has not written yet, told by the bytes alone.

A copy that goes from front to back lacks the end. One that reserves the whole size first (Windows Explorer) or writes
out of order lacks a piece that reads as zeros, and such a JPEG opens, verifies and decodes without a complaint: so the
body of a JPEG, WebP or AVIF may have no aligned 4 KiB of zeros. A PNG carries a checksum for each piece instead, which
also tells an old half from a new one.

A workbook is a zip, whose directory is its end; its parts are packed, so that zeros are rare in it, and believed after a while.

A zero block can be honest in a JPEG alone, besides: in what a camera adds at its front, and where its tables give the code of zeros to "nothing changes here", a flat
area is a run of zeros. Such a run begins and ends anywhere, a missing piece at a multiple of a sector.

What this cannot see: a JPEG overwritten in place whose second half is still the old one; a bitmap (BMP) that lacks its
end in black; whatever follows the end of the picture itself.
"""

from __future__ import annotations

import zlib
from enum import Enum
from typing import Literal

BLOCK = 4096
"""Bytes of a page: what a copy has not written yet is missing by whole pages."""
_SECTOR = 512
_ZEROS = bytes(BLOCK)


class Lack(Enum):
    """What is missing."""

    HEAD = "head"
    END = "end"
    HOLE = "hole"
    MAYBE_HOLE = "maybe-hole"
    SUM = "sum"
    UNREAD = "unread"
    """Some of it cannot be read: told by whoever reads, not by the bytes."""


def lack_of(data: bytes) -> Lack | None:
    """What the picture or workbook lacks; None where nothing does, or where it is none that is known here."""
    if not data:
        return None
    if not any(data[:16]):
        return Lack.HEAD
    for head, check in _BY_HEAD:
        if data.startswith(head):
            return check(data)
    if data[4:8] == b"ftyp":
        return _boxes(data)
    return None


def _hole(data: bytes, start: int, end: int) -> int | None:
    """Where the first aligned block of zeros in the range is."""
    first = -(-start // BLOCK) * BLOCK
    return next((at for at in range(first, end - BLOCK + 1, BLOCK) if data.startswith(_ZEROS, at)), None)


def _has_gap(data: bytes, start: int, end: int) -> bool:
    """Whether the range has a block of zeros, or ends in a begun one: for formats that have no mark at their end."""
    last = end // BLOCK * BLOCK
    return _hole(data, start, end) is not None or (last >= start and end - last >= 16 and not any(data[last:end]))


def _jpeg(data: bytes) -> Lack | None:
    at, flat = 2, True
    while (marker := data[at : at + 2]) and marker != b"\xff\xda":
        if marker == b"\xff\xd9" or marker[0] != 0xFF:
            return Lack.HOLE if not any(marker) else None  # nonsense: the decoder has the better words
        if marker == b"\xff\xff":
            at += 1
            continue
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == b"\xff\xc4":
            flat = flat and _zeros_are_flat(data[at + 4 : at + 2 + size])
        at += 2 + max(size, 2)
    end = data.find(b"\xff\xd9", at) if marker else -1
    if end < 0:
        return Lack.END
    if not flat and _hole(data, at, end) is not None:
        return Lack.HOLE
    return _maybe_hole(data, 2, end)


def _maybe_hole(data: bytes, start: int, end: int) -> Lack | None:
    """Zeros that may be honest, but begin or end as if a copy had left them out."""
    while (hole := _hole(data, start, end)) is not None:
        body = data[hole:end]
        after = hole + len(body) - len(body.lstrip(b"\0"))
        before = start + len(data[start:hole].rstrip(b"\0"))
        if not before % _SECTOR or not after % _SECTOR:
            return Lack.MAYBE_HOLE
        start = after
    return None


def _zeros_are_flat(tables: bytes) -> bool:
    """Whether in all these Huffman tables the code of zeros, the first, means that nothing changes (ITU T.81, B.2.4.2)."""
    at = 0
    while at + 17 < len(tables):
        if tables[at + 17] & 0x0F or tables[at + 17] == 0xF0:
            return False
        at += 17 + sum(tables[at + 1 : at + 17])
    return True


def _png(data: bytes) -> Lack | None:
    view, at = memoryview(data), 8
    while at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if not any(kind):
            return Lack.HOLE
        if at + 12 + size > len(data):
            return Lack.END
        body = at + 8 + size
        if zlib.crc32(view[at + 4 : body]) != int.from_bytes(data[body : body + 4], "big"):
            return Lack.HOLE if _hole(data, at, body + 4) is not None else Lack.SUM
        if kind == b"IEND":
            return None
        at = body + 4
    return Lack.END


def _webp(data: bytes) -> Lack | None:
    if data[8:12] != b"WEBP":
        return None if any(data[8:12]) else Lack.HOLE
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        return Lack.END
    return Lack.HOLE if _has_gap(data, 12, end) else None


def _gif(data: bytes) -> Lack | None:
    """Walks over the blocks to the trailer (GIF89a, chapter 2)."""
    at = 13 + (3 << (data[10] & 7) + 1 if len(data) > 10 and data[10] & 0x80 else 0)
    while at < len(data):
        sort = data[at]
        if sort == 0x3B:
            return None
        if sort == 0x2C and at + 9 < len(data):
            at += 11 + (3 << (data[at + 9] & 7) + 1 if data[at + 9] & 0x80 else 0)
        elif sort == 0x21:
            at += 2
        else:
            return Lack.HOLE if not sort else None
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
    return Lack.END


def _bmp(data: bytes) -> Lack | None:
    return Lack.END if int.from_bytes(data[2:6], "little") > len(data) else None


def _tiff(data: bytes) -> Lack | None:
    """Whether the first directory is there: most programs write it last."""
    order: Literal["little", "big"] = "little" if data.startswith(b"II") else "big"
    at = int.from_bytes(data[4:8], order)
    entries = int.from_bytes(data[at : at + 2], order)
    if at < 8:
        return Lack.HEAD
    return None if entries and at + 2 + 12 * entries <= len(data) else Lack.END


def _boxes(data: bytes) -> Lack | None:
    """Walks over the boxes of an AVIF (ISO/IEC 14496-12, 4.2)."""
    at, has_data = 0, False
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if not any(kind):
            return Lack.END
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        end = at + size if size else len(data)
        if end > len(data) or end < at + 8:
            return Lack.END
        if kind == b"mdat":
            has_data = True
            if _has_gap(data, at, end):
                return Lack.HOLE
        at = end
    return None if has_data else Lack.END


def _zip(data: bytes) -> Lack | None:
    """Whether the end of the directory is there, which is written last (APPNOTE 4.3.16)."""
    at = data.rfind(b"PK\5\6", max(0, len(data) - 66_000))
    if at < 0 or at + 22 > len(data):
        return Lack.END
    begins = int.from_bytes(data[at + 16 : at + 20], "little")
    if data[begins : begins + 4] not in (b"PK\1\2", b"PK\5\6") and begins < 0xFFFFFFFF:
        return Lack.HOLE
    return Lack.MAYBE_HOLE if _hole(data, 0, at) is not None else None


_BY_HEAD = (
    (b"PK\3\4", _zip),
    (b"\xff\xd8", _jpeg),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"RIFF", _webp),
    (b"GIF8", _gif),
    (b"BM", _bmp),
    (b"II*\0", _tiff),
    (b"MM\0*", _tiff),
)

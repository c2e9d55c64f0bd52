"""Codes read back: what phones will read on a finished frame, and what they would read in a picture that staff dropped.

The decoder (zxing-cpp) shares nothing with the encoder, so what both agree on is right. It is a library in C++ that reads
whatever staff dropped: it is used in the worker's sandboxed child alone, and imported by the worker before it forks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import zxingcpp
from PIL import Image, ImageStat

from player.model.content import CodeSeen
from player.picture.box import Box
from player.picture.decode import load

OWN = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
"""What we draw."""

SCANNED = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.AllMatrix)
"""What cameras of phones react to by themselves. Striped codes are left out: photographs are full of what looks like one."""

LOOKS = ((3840, 2160), (1280, 720))
"""Sizes at which a picture is looked at: as the largest glass shows it, and as a phone sees it from further away."""

MOST = 20
"""Codes of one picture that are told."""

_LONGEST = 1000
_PALE = 200
_QUIET = 0.6


@dataclass(frozen=True, slots=True)
class Reading:
    """A code that was read: its text, where it is, how many modules it has along a side (0: not a QR code).

    `spare` is the share of its error correction that was not needed: 1 where every module was seen as it was meant.
    """

    text: str
    box: Box
    modules: int
    spare: float


def read_frame(image: Image.Image) -> tuple[Reading, ...]:
    """Every QR code on a finished frame."""
    grey = image.convert("L")
    return tuple(_reading(found) for found in zxingcpp.read_barcodes(grey, formats=OWN, try_invert=False))


def read_picture(path: Path) -> tuple[CodeSeen, ...]:
    """What phones could scan in the picture. Raises decode.PictureRefused."""
    picture = load(path, *LOOKS[0]).convert("L")
    seen: dict[str, CodeSeen] = {}
    for size in _sizes(picture):
        look = picture if size == picture.size else picture.resize(size, Image.Resampling.BOX)
        for found in zxingcpp.read_barcodes(look, formats=SCANNED):
            reading = _reading(found)
            is_whole = _is_whole(look, reading)
            before = seen.get(reading.text)
            seen[reading.text] = CodeSeen(reading.text, is_whole or (before is not None and before.whole))
    codes = tuple(seen.values())[:MOST]
    return codes if len(codes) == 1 else tuple(CodeSeen(code.text) for code in codes)


def _sizes(picture: Image.Image) -> Iterator[tuple[int, int]]:
    """The sizes at which to look; a small picture once only."""
    yield picture.size
    width, height = LOOKS[1]
    scale = min(width / picture.width, height / picture.height)
    if scale < 1:
        yield max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def _reading(found: zxingcpp.Barcode) -> Reading:
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
    across, down = sorted(corner.x for corner in corners), sorted(corner.y for corner in corners)
    extra = cast("dict[str, str | float]", found.extra)
    version = str(extra.get("Version", ""))
    is_qr = found.format == zxingcpp.BarcodeFormat.QRCode
    modules = 17 + 4 * int(version) if is_qr and version.isdecimal() else 0
    return Reading(
        _clean(found.text),
        Box(across[0], down[0], across[-1] - across[0], down[-1] - down[0]),
        modules,
        float(extra.get("UEC", 0.0)),
    )


def _clean(text: str) -> str:
    """The text with what cannot be written as UTF-8 replaced, and not endless."""
    return text.encode(errors="replace").decode()[:_LONGEST] if len(text) > _LONGEST or not _is_utf8(text) else text


def _is_utf8(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _is_whole(look: Image.Image, reading: Reading) -> bool:
    """Whether there is nothing but paper around the code: it may be drawn anew, and nothing is lost."""
    box = reading.box
    if not reading.modules or 2 * max(box.width, box.height) < min(look.size):
        return False
    rim = max(1, round(max(box.width, box.height) / reading.modules * _QUIET))
    edges = (box.y - rim, box.bottom + rim, box.x - rim, box.right + rim)
    around = (
        (0, 0, look.width, edges[0]),
        (0, edges[1], look.width, look.height),
        (0, 0, edges[2], look.height),
        (edges[3], 0, look.width, look.height),
    )
    return all(_is_paper(look, corners) for corners in around)


def _is_paper(look: Image.Image, corners: tuple[int, int, int, int]) -> bool:
    left, upper, right, lower = (max(0, edge) for edge in corners)
    right, lower = min(right, look.width), min(lower, look.height)
    if right <= left or lower <= upper:
        return True
    low, _ = ImageStat.Stat(look.crop((left, upper, right, lower))).extrema[0]
    return low >= _PALE

"""Codes read back: what phones will read on a finished frame, and what they would read in a picture that staff dropped.

The decoder (zxing-cpp) shares nothing with the encoder, so what both agree on is right. It is a library in C++ that reads
whatever staff dropped: it is used in the worker's sandboxed child alone, and imported by the worker before it forks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import zxingcpp
from PIL import Image, ImageStat

from player.model.content import CodeSeen, Slide
from player.model.problem import Place, Problem
from player.model.settings import Panel
from player.picture.box import Box
from player.picture.code_card import Meant
from player.picture.decode import load
from player.picture.qr import NEEDED
from player.prepare.answers import MOST_CODES
from player.slides.paint import Painted
from player.slides.remarks import HELD, PROBLEMS

OWN = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
"""What we draw."""

SCANNED = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.AllMatrix)
"""What cameras of phones react to by themselves. Striped codes are left out: photographs are full of what looks like one."""

PLAIN = zxingcpp.TextMode.Plain

LOOKS = ((3840, 2160), (1280, 720))
"""Sizes at which a picture is looked at: as the largest glass shows it, and as a phone sees it from further away."""

SPARE = 0.2
"""How much of its correction a code with a logo keeps for dirt and glare, at least. Without one it keeps all."""

_LONGEST = 1000
_NEARLY = 0.95  # what is measured on a picture is not exact
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


def read_frame(painted: Painted, formats: zxingcpp.BarcodeFormats = OWN) -> tuple[Reading, ...]:
    """Every code on a finished frame: QR codes, or whatever `formats` names. The pixels are read as they are, uncopied."""
    pixels: Any = painted.pixels
    view: Any = zxingcpp.ImageView(pixels, painted.width, painted.height, zxingcpp.ImageFormat.BGRA)
    found = zxingcpp.read_barcodes(view, formats=formats, try_invert=formats != OWN, text_mode=PLAIN)
    return tuple(_reading(one) for one in found)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What reading a frame back came to: `held` say why it must not be shown, `noted` what staff should know of it."""

    held: tuple[Problem, ...] = ()
    noted: tuple[Problem, ...] = ()


def judged(painted: Painted, slide: Slide, panel: Panel) -> Judgement:
    """Whether phones read on the frame what was meant, and nothing else. A frame without codes is not looked at."""
    seen = tuple(code.text for asset in slide.assets for code in asset.codes)
    if not painted.codes and not seen:
        return Judgement()
    place = Place(slide.source.file, slide.source.line)
    read = read_frame(painted, SCANNED if seen else OWN)
    held = [problem for problem in painted.problems if problem.on_screen == HELD]
    held += [
        PROBLEMS.problem("code-unread", place, text=meant.text)
        for meant in painted.codes
        if meant.module and not _is_read(meant, read)
    ]
    known = {meant.text for meant in painted.codes} | set(seen)
    held += [PROBLEMS.problem("code-stray", place, text=other.text) for other in read if other.text not in known]
    own = {meant.text for meant in painted.codes}
    notes = (_note_on(text, read, panel, place) for text in dict.fromkeys(seen) if text not in own)
    return Judgement(tuple(held), tuple(note for note in notes if note is not None))


def _is_read(meant: Meant, read: tuple[Reading, ...]) -> bool:
    """Whether the code was read where it was drawn, with what it must have to spare."""
    need = SPARE if meant.logo else 1.0
    return any(one.text == meant.text and one.spare >= need and meant.box.holds(one.box) for one in read)


def _note_on(text: str, read: tuple[Reading, ...], panel: Panel, place: Place) -> Problem | None:
    """What is to be said of a code in a picture: whether people can scan it from where they stand."""
    there = [one for one in read if one.text == text]
    if not there:
        return PROBLEMS.problem("code-lost", place, text=text)
    per_module = [min(one.box.width, one.box.height) / one.modules for one in there if one.modules]
    reaches = [pixels * NEEDED / panel.pixels_per_metre for pixels in per_module]
    if not reaches or max(reaches) >= panel.distance * _NEARLY:
        return None
    return PROBLEMS.problem("code-near", place, text=text, reach=f"{max(reaches):.1f}", distance=f"{panel.distance:g}")


def read_picture(path: Path) -> tuple[CodeSeen, ...]:
    """What phones could scan in the picture. Raises decode.PictureRefused."""
    return codes_in(load(path, *LOOKS[0]).convert("L"))


def codes_in(picture: Image.Image) -> tuple[CodeSeen, ...]:
    """What phones could scan in the grey picture, which is no larger than the first of `LOOKS`."""
    seen: dict[str, CodeSeen] = {}
    for size in _sizes(picture):
        look = picture if size == picture.size else picture.resize(size, Image.Resampling.BOX)
        for found in zxingcpp.read_barcodes(look, formats=SCANNED, text_mode=PLAIN):
            reading = _reading(found)
            is_whole = _is_whole(look, reading)
            before = seen.get(reading.text)
            seen[reading.text] = CodeSeen(reading.text, is_whole or (before is not None and before.whole))
    codes = tuple(seen.values())[:MOST_CODES]
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

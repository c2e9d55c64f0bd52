"""A code drawn: whole pixels a module, four modules of white around, black on a white card, nothing scaled afterwards.

How large a module has to be follows from where people stand (`qr.WANTED`, `qr.NEEDED`). What does not fit says from how
far it can be scanned instead, and how short a text would do.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PIL import Image, ImageDraw

from player.model.settings import Panel
from player.model.words import Words
from player.picture.box import Box
from player.picture.qr import LARGEST, LOGO, NEEDED, QUIET, WANTED, Code, characters_in

DARK, LIGHT = (0, 0, 0), (255, 255, 255)

_SMALLEST_SIDE = 21 + 2 * QUIET


@dataclass(frozen=True, slots=True)
class Meant:
    """A code that stands on a picture, and must be read there: its text, and its place with the quiet zone.

    `module`: pixels of one; 0 where it could not be drawn. `logo`: something stands in its middle.
    """

    text: str
    box: Box
    module: int
    logo: bool = False


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a code stands in a room: `module` pixels (0: not even one fits), and how far it reaches, in metres.

    `reach` is where it can just be scanned, `ease` where it scans easily. `spare` is the number of characters of a link
    that would scan from the viewing distance, `spare_version` the version that it would have; None where none would.
    """

    module: int
    reach: float
    ease: float
    spare: int | None
    spare_version: int | None


def fitting(matrix: Code, room: int, *, panel: Panel, liked: int = 0) -> Fitting:
    """How the code stands in a square of `room` pixels. It is no bigger than it need be, unless `liked` pixels are."""
    per_metre, distance = panel.pixels_per_metre, panel.distance
    wanted = max(ceil(distance / WANTED * per_metre), liked // matrix.side)
    module = max(0, min(room // matrix.side, wanted))
    best = _best(room, ceil(distance / WANTED * per_metre)) or _best(room, ceil(distance / NEEDED * per_metre))
    return Fitting(
        module,
        reach=module * NEEDED / per_metre,
        ease=module * WANTED / per_metre,
        spare=None if best is None else characters_in(best),
        spare_version=best,
    )


def advice(matrix: Code, standing: Fitting, text: str, panel: Panel) -> dict[str, str | Words]:
    """The figures of what is to be said of a code that is rather large for its place, and the cure."""
    if standing.spare is None or standing.spare_version is None:
        cure = Words(
            "这块屏离人太远，再短的链接也不够：核对 player.yaml 里的 diagonal（屏幕寸数）和 distance（观看距离）。",
            "The panel is too far from people for any link: check diagonal and distance in player.yaml.",
        )
    else:
        cure = Words(
            f"换成 {standing.spare} 个字符以内的链接（第 {standing.spare_version} 版），{panel.distance:g} 米处一扫就中。",
            f"Use a link of at most {standing.spare} characters (version {standing.spare_version}): it scans from {panel.distance:g} m.",
        )
    return {
        "version": str(matrix.version),
        "count": str(len(text)),
        "reach": f"{standing.reach:.1f}",
        "ease": f"{standing.ease:.1f}",
        "distance": f"{panel.distance:g}",
        "cure": cure,
    }


def _best(room: int, module: int) -> int | None:
    """The largest version whose modules can have that many pixels in `room`; None where not even the first can."""
    side = room // module
    return None if side < _SMALLEST_SIDE else min(LARGEST, (side - 2 * QUIET - 17) // 4)


def drawn(matrix: Code, module: int) -> Image.Image:
    """The code with its quiet zone, `module` pixels a module."""
    image = Image.new("RGB", (matrix.side * module, matrix.side * module), LIGHT)
    draw = ImageDraw.Draw(image)
    for y, row in enumerate(matrix.rows):
        top, start = (y + QUIET) * module, 0
        while start < len(row):
            if not row[start]:
                start += 1
                continue
            end = start
            while end < len(row) and row[end]:
                end += 1
            left, right = (start + QUIET) * module, (end + QUIET) * module
            draw.rectangle((left, top, right - 1, top + module - 1), fill=DARK)
            start = end
    return image


def logo_box(matrix: Code, module: int) -> Box | None:
    """Where a logo may stand, in pixels of the drawn code: whole modules in the middle. None where none may.

    ISO/IEC 18004 leaves what correction there is for dirt and glare; a logo takes a small part of it, so it needs level M.
    """
    share = LOGO.get(matrix.level)
    if share is None:
        return None
    across = int(len(matrix.rows) * share)
    across -= (across + len(matrix.rows)) % 2  # as far from the left as from the right
    start = (matrix.side - across) // 2 * module
    return Box(start, start, across * module, across * module)

"""Where the zones stand: the panel and who is on come in, a rectangle for each goes out; together they tile the glass.

Theory. What is around the slides takes from the glass, and the slides are laid out in what is left: nothing ever covers a
slide. A *bar* runs along an edge and holds the logo at its left, the clock at its right and the ticker between them; a
*corner* code stands in a column at the right of what the bar leaves, on an upright glass in a band above or below. A layout
of one's own divides what these leave, in hundredths of a percent of it.

How high the bar is follows from the viewing distance, as all type does, and from the glass: on a small or a far one it is
what can be read, never more than a part of the whole. All rectangles are whole pixels, none is empty, none overlaps another, and
the same zones on the same panel always stand in the same places.

A zone is painted as a frame of its own size, on a panel of its own (`part_of`) with the pixels of the whole one: so type and
the modules of codes keep their rules of distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot

from player.model.scene import MAIN
from player.model.settings import Panel
from player.model.snapshot import Share, Zone
from player.picture.box import Box

TICKER, CLOCK, LOGO, CORNER = "ticker", "clock", "logo", "corner"
"""The zones that have their places by themselves."""

BAR = (LOGO, TICKER, CLOCK)
"""From left to right."""

WHOLE = 10_000
"""All of the room, in hundredths of a percent."""

LETTER = 120.0
"""The viewing distance in heights of the bar's letters: a little larger than the least that can be read (140)."""

FACE = 0.92
"""How much of its em a Han character is high (`stage.FACE`)."""

HIGH = 2.1
"""The bar's height in letters."""

LEAST_BAR, MOST_BAR = 0.065, 0.24
"""The bar's height as parts of the glass's shorter side: never a thread, never a wall."""

CLOCK_WIDE, SECONDS_WIDE = 11.0, 2.4
"""The clock's width in letters: the date beside the time, and what the seconds take."""

LOGO_WIDE = 4.0
"""The logo's most width in heights of the bar, where there is something beside it."""

LOGO_AIR = 0.14
"""The room above and below the logo's plate, in heights of the bar."""

CODE_MODULES = 37
"""Modules of the code for which the column has room at D/400 each: a link of 50 letters, its quiet zone included."""

AROUND_CODE = 1.17
"""The column's width in widths of such a code: its card and its margins."""

LEAST_CORNER, MOST_CORNER = 0.16, 0.27
"""The width of the column as parts of the glass's width; in a band its height, of the glass's height."""

LONG = 3.0
"""From this ratio of width to height on a glass is a strip (`stage.LONG`)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the slides stand, and where each zone does, in the order of the zones that were asked about."""

    main: Box
    zones: tuple[tuple[str, Box], ...] = ()

    def box(self, name: str) -> Box:
        """The rectangle of a zone. Raises LookupError where it has none."""
        if name == MAIN:
            return self.main
        return next(box for zone, box in self.zones if zone == name)


def layout(panel: Panel, zones: Sequence[Zone]) -> Layout:
    """The rectangles of the zones that are on."""
    on = {zone.name: zone for zone in zones}
    main = Box(0, 0, panel.width, panel.height)
    places: dict[str, Box] = {}
    bar = [name for name in BAR if name in on]
    if bar:
        high, top = bar_height(panel), _is_top(on, bar)
        strip = Box(0, 0 if top else panel.height - high, panel.width, high)
        main = Box(0, high if top else 0, panel.width, panel.height - high)
        places |= _along(strip, bar, on)
    if CORNER in on:
        places[CORNER], main = _corner(main, panel)
    own = [(zone.name, zone.share) for zone in zones if zone.share is not None]
    rest = rest_of([share for _, share in own]) if own else None
    if rest is not None:  # else one with times of its own is off: the slides have the room of all until it is back
        places |= {name: _within(main, share) for name, share in own}
        main = _within(main, rest)
    return Layout(main, tuple((zone.name, places[zone.name]) for zone in zones if zone.name in places))


def part_of(panel: Panel, box: Box) -> Panel:
    """The part of a panel in a rectangle as a panel of its own, with pixels of the same size."""
    if (box.width, box.height) == (panel.width, panel.height):
        return panel
    inches = panel.pixels_per_metre * 0.0254
    return replace(panel, width=box.width, height=box.height, diagonal=hypot(box.width, box.height) / inches)


def letter(panel: Panel) -> int:
    """The height of the bar's letters (their em), in pixels."""
    return letter_of(bar_height(panel))


def letter_of(height: int) -> int:
    """The same, of a bar that is so high."""
    return max(8, round(height / HIGH))


def bar_height(panel: Panel) -> int:
    """How high the bar is, in pixels."""
    short = min(panel.width, panel.height)
    wanted = panel.distance / LETTER * panel.pixels_per_metre / FACE * HIGH
    return max(1, round(min(max(wanted, short * LEAST_BAR), short * MOST_BAR)))


def clock_width(zone: Zone, height: int) -> int:
    """How wide the clock's place in a bar of that height is."""
    seconds = any(slide.value("seconds") is True for slide in zone.slides)
    return round(letter_of(height) * (CLOCK_WIDE + (SECONDS_WIDE if seconds else 0)))


def logo_width(zone: Zone, height: int) -> int:
    """How wide the logo's place in a bar of that height is: its picture's shape, and margins."""
    asset = next((asset for slide in zone.slides for asset in slide.assets), None)
    shape = asset.width / asset.height if asset is not None and asset.height else 1.0
    return round(min(height * (1 - 2 * LOGO_AIR) * shape + letter_of(height) * 1.4, height * LOGO_WIDE))


def _is_top(on: dict[str, Zone], bar: list[str]) -> bool:
    """Whether the bar is at the upper edge: where the ticker wants to be, else where anything does; without one, above."""
    return on[TICKER].top if TICKER in bar else True


def _along(strip: Box, bar: list[str], on: dict[str, Zone]) -> dict[str, Box]:
    """The zones of the bar; the ticker, or where there is none the logo, takes what the others leave."""
    if len(bar) == 1:
        return {bar[0]: strip}
    left, right = strip.x, strip.right
    places = {}
    if CLOCK in bar:
        wide = min(clock_width(on[CLOCK], strip.height), strip.width // 2)
        right -= wide
        places[CLOCK] = Box(right, strip.y, wide, strip.height)
    if LOGO in bar and TICKER in bar:
        wide = min(logo_width(on[LOGO], strip.height), strip.width // 4)
        places[LOGO] = Box(left, strip.y, wide, strip.height)
        left += wide
    filler = TICKER if TICKER in bar else LOGO
    places[filler] = Box(left, strip.y, right - left, strip.height)
    return places


def _corner(room: Box, panel: Panel) -> tuple[Box, Box]:
    """The place of the code, and what it leaves: a column at the right, on an upright glass a band below."""
    side = CODE_MODULES * panel.distance / 400 * panel.pixels_per_metre * AROUND_CODE
    if room.height > room.width:
        high = round(min(max(side, room.height * LEAST_CORNER * 0.8), room.height * MOST_CORNER * 0.8))
        return Box(room.x, room.bottom - high, room.width, high), Box(room.x, room.y, room.width, room.height - high)
    most = room.width * MOST_CORNER
    if room.width >= LONG * room.height:  # on a strip the code is as high as the glass
        most = min(most, room.height * 1.0)
        side = room.height
    wide = max(1, round(min(max(side, room.width * LEAST_CORNER), most)))
    return Box(room.right - wide, room.y, wide, room.height), Box(room.x, room.y, room.width - wide, room.height)


def _within(room: Box, share: Share) -> Box:
    """The part of the room; edges that meet in parts meet in pixels."""
    left, right = (room.x + room.width * at // WHOLE for at in (share.x, share.x + share.width))
    upper, lower = (room.y + room.height * at // WHOLE for at in (share.y, share.y + share.height))
    return Box(left, upper, right - left, lower - upper)


def rest_of(shares: Sequence[Share]) -> Share | None:
    """The rectangle that is left for the slides; None where what is left is none, or there is nothing left."""
    xs = sorted({0, WHOLE, *(at for one in shares for at in (one.x, one.x + one.width))})
    ys = sorted({0, WHOLE, *(at for one in shares for at in (one.y, one.y + one.height))})
    free = [
        (x, y)
        for x in range(len(xs) - 1)
        for y in range(len(ys) - 1)
        if not any(one.x <= xs[x] < one.x + one.width and one.y <= ys[y] < one.y + one.height for one in shares)
    ]
    if not free:
        return None
    columns, rows = sorted({x for x, _ in free}), sorted({y for _, y in free})
    whole = len(free) == len(columns) * len(rows)
    if not whole or columns[-1] - columns[0] != len(columns) - 1 or rows[-1] - rows[0] != len(rows) - 1:
        return None
    left, upper = xs[columns[0]], ys[rows[0]]
    return Share(left, upper, xs[columns[-1] + 1] - left, ys[rows[-1] + 1] - upper)

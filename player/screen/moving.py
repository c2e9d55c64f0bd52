"""What moves on the glass between two plans: movers come in, and whenever one is due, rectangles that have changed go out.

Theory. A slide stands still: its frame is drawn once and nobody wakes for it. What moves (the text of a ticker, a film, a
photograph that grows slowly) is a *mover*: it says when it will next look different and draws itself into its rectangle. A
glass draws those that are due while it waits, and while a transition plays in another rectangle; it presents no more than
what has changed. Where nothing moves all of this costs nothing.

A mover is asked for instants on the glass's own clock (`Glass.now`), and should answer from the instant alone: then a step
that was left out is not missed, and a glass that was started again goes on where it should. Its steps stand on an absolute
schedule: a late one does not push the next ones back. Where drawing takes longer than a step lasts, movers are asked for
fewer steps a second (`Governor`), and for more again when the machine has caught its breath.

No pygame here: the window and its headless twin each bring a brush of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Protocol

from player.model.frame import Frame
from player.screen.pacing import Governor

Area = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""

Kept = dict[int, object]
"""What a brush keeps for a mover between two steps."""

RATES = (60, 30, 15, 10)
"""Steps a second that movers are asked for: the first unless the machine is too slow for it."""

EARLY = 0.0005
"""Seconds by which a step may be drawn before its time: a glass that has woken does not sleep again for less."""

REST = 1.0
"""Seconds after which movement counts as one more stretch of work done in time; `pacing.PATIENCE` of them make it faster."""


class Brush(Protocol):
    """Draws inside the rectangle of one mover, whose top left corner is (0, 0); what would fall outside is cut off.

    What a mover needs beyond copying becomes a method here, in the window's brush and in the headless one.
    """

    def copy(self, picture: Frame, source: Area, x: int, y: int) -> None:
        """The part `source` of the picture stands with its top left corner at (x, y), pixel for pixel."""
        ...

    def enlarge(self, picture: Frame, cut: float, kept: Kept) -> None:
        """The picture fills the rectangle, enlarged about its middle so that `cut` of its pixels are lost at each side.

        `cut` need not be whole: it moves by less than a pixel. With 0 it is the picture itself. `kept` is the mover's, for what
        the brush needs from one step to the next; it is empty at first.
        """
        ...


class Mover(Protocol):
    """Something on the glass that draws itself. It holds what it draws from; whoever made it closes it."""

    @property
    def area(self) -> Area:
        """The rectangle of the glass that it may draw in; the same for as long as it lives."""
        ...

    def due(self, after: float) -> float:
        """The first instant later than `after` at which it looks different, in seconds of `Glass.now`; `inf` for never."""
        ...

    def draw(self, brush: Brush, at: float) -> Sequence[Area]:
        """It looks as it should at an instant. Returns the rectangles that changed, as the brush counts; empty for none.

        What was drawn there before is still there, unless a transition or another frame has gone over it meanwhile.
        """
        ...

    def close(self) -> None:
        """It will not be drawn again and lets go of its memory."""
        ...


@dataclass(slots=True)
class _Planned:
    mover: Mover
    due: float


class Movement:
    """The movers of one glass and when each is due. `brush` makes one for a rectangle; None where that is not on the glass."""

    def __init__(self, brush: Callable[[Area], Brush | None]) -> None:
        self._brush = brush
        self._governor = Governor(RATES)
        self._planned: list[_Planned] = []
        self._rested = -inf

    @property
    def due(self) -> float:
        """When the next of them is to be drawn; `inf` where none is."""
        return min((planned.due for planned in self._planned), default=inf)

    @property
    def rate(self) -> int:
        """Steps a second that they are asked for."""
        return self._governor.rate

    def take(self, movers: Sequence[Mover], now: float) -> None:
        """These move from now on, and no others. Those that did so before keep their step."""
        before = {id(planned.mover): planned for planned in self._planned}
        self._planned = [before.get(id(mover)) or _Planned(mover, mover.due(now)) for mover in movers]

    def draw(self, now: float, *, beside: Area | None = None) -> list[Area]:
        """Draws those that are due and returns what changed, in pixels of the glass; leaves alone what meets `beside`."""
        changed: list[Area] = []
        for planned in self._planned:
            if planned.due > now + EARLY or (beside is not None and _meet(planned.mover.area, beside)):
                continue
            step = 1 / self._governor.rate
            at = planned.due if now < planned.due + step else now
            brush = self._brush(planned.mover.area)
            if brush is not None:
                x, y = planned.mover.area[:2]
                changed += [moved(area, x, y) for area in planned.mover.draw(brush, at)]
            planned.due = planned.mover.due(at + step - 1 / RATES[0])
        return changed

    def worked(self, now: float, seconds: float) -> None:
        """Takes note that a step took so long to draw and to present, and was over at `now`."""
        self._governor.worked(seconds)
        if now - self._rested >= REST:
            self._rested = now
            self._governor.ended()


def moved(area: Area, x: int, y: int) -> Area:
    """The rectangle, `x` further to the right and `y` further down."""
    return area[0] + x, area[1] + y, area[2], area[3]


def _meet(one: Area, other: Area) -> bool:
    """Whether two rectangles have a pixel in common."""
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )

"""The mover of a photograph that grows slowly: asked for by staff, slide by slide (`动效: 缓慢放大`).

It grows by `GROWTH` of its size from when its transition is over to the end of its cue, starting and ending gently. How far it has
grown follows from the cue and the instant alone, so that all screens agree. The transition to the next slide begins with what is
seen. What has to be exact stays still: a picture with a code in it, and one with a caption.

Where the machine cannot keep up (steps come late, time and again) the picture stands as it is until its cue ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, inf

from player.model.content import Slide
from player.model.frame import Frame
from player.roles.held import Held
from player.screen.moving import Area, Brush, Kept, Mover
from player.slides.image import Image, grows

GROWTH = 0.06
"""How much larger the picture is at the end."""

BEATS = 30
"""Steps a second. At the glass's edge the picture moves by a quarter of a pixel at each."""

SHORTEST = 3.0
"""Seconds of a cue for which a movement is worth it: below, six hundredths would not be gentle."""

LATE = 0.12
"""Seconds between two steps from which on a step counts as late."""

PATIENCE = 6
"""Late steps, less those in time since, after which the picture stands."""

_ROUNDING = 1e-6


def zoom_of(held: Held) -> Mover | None:
    """The mover of a photograph that is to grow; None for anything else, and where there is no time for it."""
    slide, cue = held.show.slide, held.show.cue
    if slide.kind != Image.name or cue is None or not is_growing(slide):
        return None
    length = (cue.end - cue.start) / 1e3 / held.rate
    still = slide.transition_time / 1e3 / held.rate
    return Zoom(held, held.began + still, held.began + length) if length - still >= SHORTEST else None


def is_growing(slide: Slide) -> bool:
    """Whether staff want it to grow and nothing on it has to be exact."""
    return grows(slide) and not slide.text("caption") and not any(asset.codes for asset in slide.assets)


def grown(at: float, begins: float, ends: float) -> float:
    """How much larger it is at an instant: from 0 to `GROWTH`, with no speed at both ends."""
    p = min(max((at - begins) / (ends - begins), 0.0), 1.0)
    return GROWTH * p * p * (3 - 2 * p)


class Zoom:
    """A picture that grows about its middle, from `begins` to `ends` in seconds of the glass."""

    def __init__(self, held: Held, begins: float, ends: float) -> None:
        self._picture: Frame | None = held.frame
        self._area = held.area
        self._begins, self._ends = begins, ends
        self._kept: Kept = {}
        self._last = -inf
        self._late = 0

    @property
    def area(self) -> Area:
        """The slide's whole rectangle."""
        return self._area

    def due(self, after: float) -> float:
        """The next step; none after its end, nor where steps keep coming late."""
        if after < self._begins:
            return self._begins
        if self._late >= PATIENCE or after >= self._ends:
            return inf
        step = (floor((after - self._begins) * BEATS + _ROUNDING) + 1) / BEATS
        return min(self._begins + step, self._ends)

    def draw(self, brush: Brush, at: float) -> Sequence[Area]:
        """The picture as large as it is at the instant."""
        if self._picture is None or self._late >= PATIENCE:
            return ()
        if self._last > -inf:
            self._late = max(0, self._late + (1 if at - self._last >= LATE else -1))
        self._last = at
        width = self._area[2]
        cut = width * (1 - 1 / (1 + grown(at, self._begins, self._ends))) / 2
        brush.enlarge(self._picture, cut, self._kept)
        return ((0, 0, *self._area[2:]),)

    def close(self) -> None:
        """Neither the frame's memory nor the pictures made from it are used any more."""
        self._picture = None
        self._kept.clear()

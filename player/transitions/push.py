"""Push: the new picture comes in from the right and pushes the old one out to the left."""

from __future__ import annotations

from typing import ClassVar

from player.model.words import Words
from player.transitions.transition import Layer, Picture, whole


def eased(progress: float) -> float:
    """Progress that starts and ends gently: 0 to 0, 1 to 1, rising, with no speed at both ends (3p² - 2p³)."""
    p = min(max(progress, 0.0), 1.0)
    return p * p * (3 - 2 * p)


class Push:
    """Both pictures move as one sheet, twice as wide as the glass."""

    name: ClassVar[str] = "push"
    alias: ClassVar[str] = "推入"
    about: ClassVar[Words] = Words("下一页从右边推进来", "the next slide pushes this one out to the left")
    takes_time: ClassVar[bool] = True

    def layers(self, progress: float, width: int, height: int) -> tuple[Layer, ...]:
        """The right part of the old picture, and the left part of the new one beside it."""
        come = round(width * eased(progress))
        if come == 0:
            return (whole(Picture.OUT, width, height),)
        if come == width:
            return (whole(Picture.IN, width, height),)
        out = Layer(Picture.OUT, (come, 0, width - come, height))
        into = Layer(Picture.IN, (0, 0, come, height), x=width - come)
        return (out, into)

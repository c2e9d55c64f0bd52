"""Fade: the new picture comes up through the old one."""

from __future__ import annotations

from typing import ClassVar

from player.model.words import Words
from player.transitions.transition import OPAQUE, Layer, Picture, whole


class Fade:
    """A cross-fade, linear in the pixel values, so that the mean brightness never dips between two bright pictures."""

    name: ClassVar[str] = "fade"
    alias: ClassVar[str] = "淡入"
    about: ClassVar[Words] = Words("下一页慢慢显现", "the next slide comes up through this one")
    takes_time: ClassVar[bool] = True

    def layers(self, progress: float, width: int, height: int) -> tuple[Layer, ...]:
        """The old picture, and the new one over it as opaque as the progress."""
        opacity = round(OPAQUE * min(max(progress, 0.0), 1.0))
        out, into = whole(Picture.OUT, width, height), whole(Picture.IN, width, height, opacity)
        if opacity == 0:
            return (out,)
        return (into,) if opacity == OPAQUE else (out, into)

"""Wipe: an edge runs over the glass from left to right and uncovers the new picture."""

from __future__ import annotations

from typing import ClassVar

from player.model.words import Words
from player.transitions.push import eased
from player.transitions.transition import Layer, Picture, whole


class Wipe:
    """Neither picture moves, only the edge between them: the cheapest transition, and calm for text."""

    name: ClassVar[str] = "wipe"
    alias: ClassVar[str] = "擦除"
    about: ClassVar[Words] = Words("下一页从左到右露出来", "the next slide is uncovered from left to right")
    takes_time: ClassVar[bool] = True

    def layers(self, progress: float, width: int, height: int) -> tuple[Layer, ...]:
        """The new picture left of the edge, the old one right of it."""
        edge = round(width * eased(progress))
        if edge == 0:
            return (whole(Picture.OUT, width, height),)
        if edge == width:
            return (whole(Picture.IN, width, height),)
        into = Layer(Picture.IN, (0, 0, edge, height))
        out = Layer(Picture.OUT, (edge, 0, width - edge, height), x=edge)
        return (into, out)

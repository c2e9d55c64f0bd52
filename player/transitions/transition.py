"""What a transition is: a pure function from progress to the layers to draw, lowest first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, Protocol

from player.model.words import Words

OPAQUE = 255
"""The opacity of a layer that hides what is below it."""


class Picture(Enum):
    """Which of the two pictures a layer shows."""

    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Layer:
    """A part of a picture and where it goes, in pixels.

    `source` is (left, top, width, height) in the picture, `x` and `y` the place of its top left corner on the glass,
    `opacity` 0 to 255 over what was drawn before.
    """

    picture: Picture
    source: tuple[int, int, int, int]
    x: int = 0
    y: int = 0
    opacity: int = OPAQUE


def whole(picture: Picture, width: int, height: int, opacity: int = OPAQUE) -> Layer:
    """The whole picture where it belongs."""
    return Layer(picture, (0, 0, width, height), opacity=opacity)


class Transition(Protocol):
    """How one picture gives way to the next. Instances have no state: one of each stands in `TRANSITIONS`."""

    name: ClassVar[str]
    alias: ClassVar[str]
    about: ClassVar[Words]
    takes_time: ClassVar[bool]
    """False where there is nothing to see between the two pictures: it is over as soon as it starts."""

    def layers(self, progress: float, width: int, height: int) -> tuple[Layer, ...]:
        """The layers at `progress`, to be drawn in order: 0 is the old picture alone, 1 the new one alone.

        They cover every pixel of the glass, nothing outside it, and the new picture never gives ground back.
        """
        ...

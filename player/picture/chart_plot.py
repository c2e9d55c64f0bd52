"""A chart's plot as values: bars, lines and ground lines, in shares of its box: `across` from its left, `up` from its foot."""

from __future__ import annotations

from dataclasses import dataclass

from player.picture.colour import Colour


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle from (`left`, `foot`) to (`right`, `top`), in shares of the box."""

    left: float
    right: float
    foot: float
    top: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Course:
    """A line through points in shares of the box, with a gap at each None. `marked`: a dot at each point, else at the last."""

    points: tuple[tuple[float, float] | None, ...]
    colour: Colour
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn, from back to front: ground lines at heights `lines` (the one at `zero` stronger), bars, courses.

    `stroke` is the width of a course in pixels; `upright` is false where bars lie and ground lines stand.
    """

    lines: tuple[float, ...]
    zero: float
    faint: Colour
    strong: Colour
    bars: tuple[Bar, ...] = ()
    courses: tuple[Course, ...] = ()
    stroke: float = 4.0
    upright: bool = True

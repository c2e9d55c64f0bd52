"""The looks at the landscape that kinds ask for by name: where its hills stand, its sun, its water. Numbers alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

SINK = 0.045
"""How far the skirts of a range reach below its foot: between its groups there is open water."""


@dataclass(frozen=True, slots=True)
class Peak:
    """A summit: `at` from the left (share of the width), `height` over its foot and `spread` (in shorter sides).

    `lean`: over 0 its right side is the steeper one.
    """

    at: float
    height: float
    spread: float
    lean: float = 0.0


@dataclass(frozen=True, slots=True)
class Range:
    """A row of hills over its `foot` (a share of the height). `tone`: 0 far and pale, 1 near and dark.

    `mist` is how far down the colour reaches (in shorter sides), `rough` how ragged the crest is.
    """

    foot: float
    tone: float
    mist: float
    rough: float
    seed: int
    peaks: tuple[Peak, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One look at the landscape. `sun` is its centre (shares of width and height) and radius (in shorter sides).

    `shore` is where the water begins, a share of the height.
    """

    ranges: tuple[Range, ...]
    sun: tuple[float, float, float] | None
    shore: float


WIDE = View(
    ranges=(
        Range(
            0.905,
            0.0,
            0.20,
            0.010,
            3,
            (
                Peak(0.04, 0.22, 0.20),
                Peak(0.235, 0.15, 0.16, 0.3),
                Peak(0.47, 0.085, 0.26),
                Peak(0.83, 0.27, 0.15, -0.3),
                Peak(0.99, 0.2, 0.2),
            ),
        ),
        Range(
            0.905,
            0.25,
            0.21,
            0.013,
            11,
            (
                Peak(-0.01, 0.28, 0.13),
                Peak(0.155, 0.18, 0.11, 0.2),
                Peak(0.30, 0.08, 0.14),
                Peak(0.735, 0.15, 0.13, -0.2),
                Peak(0.895, 0.30, 0.10, 0.2),
                Peak(1.03, 0.2, 0.14),
            ),
        ),
        Range(
            0.915,
            0.5,
            0.20,
            0.015,
            23,
            (
                Peak(0.06, 0.235, 0.10, 0.2),
                Peak(0.20, 0.10, 0.09),
                Peak(0.80, 0.13, 0.10),
                Peak(0.965, 0.28, 0.10, -0.25),
            ),
        ),
        Range(
            0.935,
            0.75,
            0.19,
            0.016,
            31,
            (
                Peak(-0.03, 0.21, 0.11),
                Peak(0.115, 0.10, 0.08, 0.4),
                Peak(0.90, 0.115, 0.075, -0.3),
                Peak(1.02, 0.21, 0.10),
            ),
        ),
        Range(
            0.97,
            1.0,
            0.17,
            0.014,
            47,
            (
                Peak(-0.03, 0.155, 0.10),
                Peak(0.055, 0.055, 0.05, 0.5),
                Peak(0.955, 0.06, 0.05, -0.5),
                Peak(1.03, 0.14, 0.09),
            ),
        ),
    ),
    sun=(0.645, 0.735, 0.058),
    shore=0.905,
)


def _low(view: View, scale: float, drop: float) -> View:
    """The same land from further away: its ranges `scale` as high, all of it `drop` (of the height) lower."""
    ranges = tuple(
        replace(
            hills,
            foot=hills.foot + drop,
            mist=hills.mist * (scale + 0.15),
            rough=hills.rough * 0.8,
            peaks=tuple(replace(peak, height=SINK + (peak.height - SINK) * scale) for peak in hills.peaks),
        )
        for hills in view.ranges
    )
    return View(ranges, None, view.shore + drop)


WINDOW = View(
    ranges=(
        Range(0.80, 0.0, 0.30, 0.012, 5, (Peak(0.16, 0.36, 0.15), Peak(0.42, 0.20, 0.17), Peak(0.88, 0.30, 0.16))),
        Range(
            0.80,
            0.3,
            0.34,
            0.016,
            13,
            (Peak(0.06, 0.30, 0.13), Peak(0.30, 0.47, 0.10, 0.2), Peak(0.74, 0.20, 0.14), Peak(0.97, 0.36, 0.12)),
        ),
        Range(
            0.82,
            0.6,
            0.28,
            0.018,
            29,
            (Peak(0.15, 0.27, 0.10, -0.2), Peak(0.42, 0.16, 0.09, 0.3), Peak(0.90, 0.26, 0.10)),
        ),
        Range(
            0.87, 0.85, 0.22, 0.018, 37, (Peak(0.03, 0.24, 0.11), Peak(0.22, 0.12, 0.08, 0.3), Peak(0.98, 0.22, 0.11))
        ),
        Range(0.94, 1.0, 0.2, 0.016, 51, (Peak(0.10, 0.13, 0.10, 0.3), Peak(0.92, 0.10, 0.08, -0.3))),
    ),
    sun=(0.635, 0.36, 0.085),
    shore=0.80,
)

VIEWS = {"wide": WIDE, "low": _low(WIDE, 0.45, 0.045), "window": WINDOW, "plain": View((), None, 1.0)}
"""The looks that kinds ask for by name."""

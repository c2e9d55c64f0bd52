"""The figures of a chart: how they are written in a slide's field, scaled to 万 and 亿, rounded alike, put on a scale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from math import floor, log10

MOST_SERIES = 4
"""Series that can be told apart from a distance."""

MOST_BARS = 20
"""Bars, or groups of bars, that can be labelled in letters that people can read."""

MOST_POINTS = 60
"""Points of a line."""

_LARGE = ((1e8, "亿"), (1e4, "万"))
_SCALED_FROM = 1e5
"""From this value on figures are told in 万: 99,999 can be read as it is."""

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Figures:
    """A table: `labels` of the points, `names` of the series, and `values` of each series, None where there is none.

    `grouped`: thousands are set apart, as in the cells that they come from.
    """

    labels: tuple[str, ...]
    names: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    grouped: bool = False

    @property
    def every(self) -> tuple[float, ...]:
        """All values that there are."""
        return tuple(value for value in chain(*self.values) if value is not None)


def written(figures: Figures) -> str:
    """The figures as text: a line a point, the names of the series first, tabs between; a comma in the corner where they are grouped."""
    rows = [("," if figures.grouped else "", *figures.names)]
    rows += [
        (label, *("" if series[at] is None else f"{series[at]:.12g}" for series in figures.values))
        for at, label in enumerate(figures.labels)
    ]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def read(text: str) -> Figures:
    """The figures of a text that `written` wrote; none for any other."""
    rows = [line.split("\t") for line in text.split("\n")]
    names = tuple(rows[0][1:])
    body = [row for row in rows[1:] if len(row) == len(names) + 1]
    try:
        values = tuple(tuple(float(row[at + 1]) if row[at + 1] else None for row in body) for at in range(len(names)))
    except ValueError:
        return Figures((), (), ())
    return Figures(tuple(row[0] for row in body), names, values, grouped=rows[0][0] == ",")


def scaled(figures: Figures, unit: str) -> tuple[Figures, str]:
    """The figures in 万 or 亿 of their unit where they are large, and the unit so called."""
    most = max(map(abs, figures.every), default=0.0)
    if most < _SCALED_FROM or unit.startswith(("万", "亿", "%", "‰")):
        return figures, unit
    factor, name = next((factor, name) for factor, name in _LARGE if most >= factor)
    values = tuple(tuple(None if value is None else value / factor for value in series) for series in figures.values)
    return replace(figures, values=values), f"{name}{unit}"


def decimals(figures: Figures) -> int:
    """How many decimals all figures are written with: as many as they have, fewer where they are large; 2 at most."""
    most = max(map(abs, figures.every), default=0.0)
    allowed = 0 if most >= 10_000 else 1 if most >= 1_000 else 2
    for count in range(allowed):
        if all(abs(value - round(value, count)) < 10**-count * 1e-6 for value in figures.every):
            return count
    return allowed


def said(value: float, count: int, *, grouped: bool = False) -> str:
    """The figure as it stands on the slide, with a true minus."""
    text = f"{abs(value):.{count}f}"
    shown = f"{abs(value):,.{count}f}" if grouped else text
    return f"−{shown}" if value < 0 and float(text) else shown


def scale(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Round figures, evenly apart, from `low` or below to `high` or above, about `most` of them at most."""
    reach = max(high - low, 1e-12)
    rough = reach / most
    size = 10.0 ** floor(log10(rough))
    step = next(size * each for each in _STEPS if size * each >= rough * 0.999)
    first = floor(low / step + 1e-9)
    places = [first * step]
    while places[-1] < high - step * 1e-6:
        places.append((first + len(places)) * step)
    return tuple(places)

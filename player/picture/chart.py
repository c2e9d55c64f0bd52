"""The plot of a chart by matplotlib (Agg): bars, lines, their ground lines. No letter is drawn here: the stage sets type.

Places are shares of the plot's box: `across` from its left, `up` from its foot. So whoever sets the labels knows where
each bar ends without asking the library, and the plot fits its box to the pixel.

Matplotlib is imported where a chart is painted and nowhere else. Its list of fonts is never asked for (see
`prepare/charts.py`).
"""

from __future__ import annotations

from math import ceil
from typing import Any

from PIL import Image

from player.picture.chart_plot import Plot
from player.picture.colour import Colour

_INCH = 100
_LAST, _OTHER = 3.4, 2.4  # how wide the last dot of a course is, and each other, in its strokes


def margin(plot: Plot) -> int:
    """Pixels by which dots and ends of courses reach over the plot's box."""
    return ceil(plot.stroke * _LAST / 2) + 1 if plot.courses else 0


def drawn(plot: Plot, width: int, height: int) -> Image.Image:
    """The plot as RGBA of that size and its `margin` all around, clear where nothing is drawn."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415  # half a second and 40 MB: for charts alone
    from matplotlib.figure import Figure  # noqa: PLC0415  # as above

    over = margin(plot)
    whole = width + 2 * over, height + 2 * over
    figure = Figure(figsize=(whole[0] / _INCH, whole[1] / _INCH), dpi=_INCH)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((over / whole[0], over / whole[1], width / whole[0], height / whole[1]))
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    figure.patch.set_alpha(0.0)
    point = 72 / _INCH
    rule = axes.axhline if plot.upright else axes.axvline
    for place in plot.lines:
        rule(place, color=_hex(plot.faint), linewidth=max(1.0, plot.stroke / 4) * point, zorder=1)
    for bar in plot.bars:
        size = (bar.right - bar.left, bar.top - bar.foot)
        axes.bar(bar.left, size[1], size[0], bar.foot, align="edge", color=_hex(bar.colour), linewidth=0, zorder=2)
    rule(plot.zero, color=_hex(plot.strong), linewidth=max(1.5, plot.stroke / 2) * point, zorder=3)
    for course in plot.courses:
        there = [(float("nan"), float("nan")) if at is None else at for at in course.points]
        across, up = [at[0] for at in there], [at[1] for at in there]
        (line,) = axes.plot(across, up, color=_hex(course.colour), linewidth=plot.stroke * point, zorder=4)
        line.set_solid_joinstyle("round")
        line.set_solid_capstyle("round")
        line.set_clip_on(False)
        last = max((number for number, at in enumerate(course.points) if at is not None), default=None)
        dots = [
            number for number, at in enumerate(course.points) if at is not None and (course.marked or number == last)
        ]
        for number in dots:
            big = _LAST if number == last else _OTHER
            axes.plot(
                [across[number]], [up[number]], "o", color=_hex(course.colour), markersize=plot.stroke * big * point,
                markeredgewidth=0, clip_on=False, zorder=5,
            )  # fmt: skip
    untyped: Any = canvas
    untyped.draw()
    return Image.frombuffer("RGBA", whole, untyped.buffer_rgba(), "raw", "RGBA", 0, 1).copy()


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)

"""A chart: what was achieved, as bars or lines with their figures, unit and source, large enough to read in passing."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from player.model.content import Slide
from player.model.frame import Live
from player.model.units import Millis
from player.model.words import Words
from player.picture.box import Box
from player.picture.chart_plot import Bar, Course, Plot
from player.picture.colour import Colour, contrast, mix
from player.slides.chart_figures import Figures, decimals, read, said, scale, scaled
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage
    from player.picture.text import Block

BARS, LINES = "bars", "lines"
_APART = 3.0  # contrast that a shape needs against its ground (WCAG 2.2, 1.4.11)
_TITLES = ("heading", "strong")
"""How a title is set: the first way that tears none of its words."""

_VALUE, _LABEL = "strong", "sub"


class Chart(Kind):
    """图表: figures as bars or lines. They stand in the slide itself, so that it needs no workbook any more."""

    name = "chart"
    alias = "图表"
    about = Words("一张图表：柱形或折线，数字来自表格", "a chart, bars or lines, its figures from a table")
    view = "low"
    least = Millis(12_000)  # a picture and figures
    fields = (
        Field(
            "chart",
            "图表",
            Shape.FIGURES,
            Words("表格文件（xlsx、csv），或图表的名字", "a spreadsheet (xlsx, csv), or the chart's name"),
            required=True,
            example="能耗.xlsx",
            limit=60,
        ),
        Field(
            "title",
            "标题",
            Shape.TEXT,
            Words("标题；不写就用表格里的标题或文件名", "its title; that of the table or the file's name if left out"),
            example="单位建筑面积能耗",
            limit=40,
        ),
        Field(
            "style",
            "样式",
            Shape.TEXT,
            Words("柱形或折线；不写就看数据", "bars or lines; by the figures if left out"),
            example="柱形",
            limit=10,
        ),
        Field(
            "unit",
            "单位",
            Shape.TEXT,
            Words("数字的单位", "the unit of the figures"),
            example="千克标准煤/平方米",
            limit=20,
        ),
        Field(
            "source",
            "来源",
            Shape.TEXT,
            Words("依据，用小字显示", "where it is from, shown in small print"),
            example="全国公共机构能源资源消费统计",
            limit=80,
        ),
        Field(
            "sheet",
            "工作表",
            Shape.TEXT,
            Words("表格的哪一张；不写就用第一张有数字的", "which sheet; the first with figures if left out"),
            example="Sheet2",
            limit=60,
        ),
        Field(
            "columns",
            "列",
            Shape.TEXT,
            Words("用哪几列：列名或字母，第一个是横轴", "which columns, by name or letter, the labels first"),
            example="年份, 能耗",
            limit=120,
        ),
        Field(
            "figures",
            "数据",
            Shape.FIGURES,
            Words("不用表格时，直接写数字", "the figures themselves, where there is no spreadsheet"),
            example="{2020: 18.48, 2022: 18.03}",
        ),
    )

    def words(self, slide: Slide) -> str:
        """The title, the labels and the figures."""
        return "\n".join((slide.text("title"), slide.text("unit"), slide.text("figures")))

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """A sheet before the far hills: title, unit and names above the plot, the source below it."""
        stage.ground(self.view)
        figures, unit = scaled(read(slide.text("figures")), slide.text("unit"))
        if not figures.every:
            return None
        stage.sheet(stage.safe, "card", radius=stage.share(0.012 if stage.long else 0.006), raised=True)
        inside = stage.safe.inset(stage.share(0.06), stage.share(0.05))
        room = (
            _beside(slide, unit, figures, inside, stage) if stage.long else _below(slide, unit, figures, inside, stage)
        )
        if slide.text("style") == LINES:
            _lines(figures, room, stage)
        else:
            _bars(figures, room, stage)
        return None


# What stands around the plot


def _below(slide: Slide, unit: str, figures: Figures, inside: Box, stage: Stage) -> Box:
    """Title and names above, the source below; returns the room that is left."""
    gap = stage.share(0.025)
    title = _title(slide.text("title"), inside.width, round(inside.height * 0.2), stage, largest=0.8)
    stage.place(title, inside, colour="print", align="centre")
    line = inside.y + title.height + gap
    stage.rule(inside.x, line, inside.width, "trim", stroke=0.004)
    top = line + stage.share(0.022) - inside.y
    top += _named(unit, figures, inside.below(top), stage, lines=slide.text("style") == LINES)
    source = slide.text("source")
    foot = 0
    if source:
        block = stage.set(f"来源：{source}", "small", inside.width, round(inside.height * 0.1))
        stage.place(block, inside.below(inside.height - block.height), colour="print")
        foot = block.height + gap
    return inside.below(top).top(inside.height - top - foot)


def _beside(slide: Slide, unit: str, figures: Figures, inside: Box, stage: Stage) -> Box:
    """On a strip: title, unit and source on the left of an upright line; returns the room on its right."""
    gap = stage.share(0.05)
    told = [f"单位：{unit}"] if unit else []
    source = [f"来源：{slide.text('source')}"] if slide.text("source") else []
    width, foot = round(inside.width * 0.3), None
    for share, lines in ((0.3, told + source), (0.38, told + source), (0.38, told), (0.3, told + source)):
        width = round(inside.width * share)
        small = "\n".join(lines)
        foot = stage.tried(small, "small", width, round(inside.height * 0.6)) if lines else None
        rest = inside.height - (foot.height + gap if foot else 0)
        if any(stage.keeps(slide.text("title"), role, width, rest) for role in _TITLES):
            break
    title = _title(slide.text("title"), width, rest, stage, largest=0.7)
    top = inside.y + max(0, (rest - title.height) // 2)
    stage.place(title, Box(inside.x, top, width, title.height), colour="print")
    if foot:
        foot = stage.set(small, "small", width, foot.height)
        stage.place(foot, Box(inside.x, inside.bottom - foot.height, width, foot.height), colour="print")
    stage.rule(inside.x + width + gap, inside.y, inside.height, "trim", stroke=0.012, upright=True)
    room = inside.beside(width + 2 * gap)
    names = _named("", figures, room, stage, lines=slide.text("style") == LINES)
    return room.below(names)


def _title(text: str, width: int, height: int, stage: Stage, *, largest: float) -> Block:
    """The title as a heading; where that tears its words or is too small to be read, in bold type of running text."""
    role = next((role for role in _TITLES if stage.keeps(text, role, width, height)), _TITLES[0])
    return stage.set(text, role, width, height, largest=largest if role == _TITLES[0] else 1.0)


def _named(unit: str, figures: Figures, room: Box, stage: Stage, *, lines: bool) -> int:
    """The unit at the right, the names of several series at the left; returns the height that they take."""
    high = 0
    beside = round(room.width * (0.45 if len(figures.names) > 1 else 1.0))
    told = stage.set(f"单位：{unit}", "small", beside, round(room.height * 0.15)) if unit else None
    if told:
        stage.place(told, room, colour="print", align="right")
        high = told.height
    if len(figures.names) > 1 and not (lines and _is_named(figures, room, stage)):
        high = _legend(figures, room, stage, told=told)
    return high + stage.share(0.015) if high else 0


def _legend(figures: Figures, room: Box, stage: Stage, *, told: Block | None) -> int:
    """The names of the series with their colours, beside what was told at the right, or below it; the height of all."""
    count = len(figures.names)
    free = room.width - (told.width + stage.share(0.03) if told else 0)
    ems = sum(stage.wide(name, _LABEL) for name in figures.names) + 2.2 * count
    upper = 0
    if told and ems * stage.least(_LABEL) > free:
        free, upper = room.width, told.height + stage.share(0.01)
    size = max(float(stage.least(_LABEL)), min(stage.most(_LABEL) * 0.8, free / ems))
    left, high = room.x, round(size * 1.3)
    for name, colour in zip(figures.names, _colours(count, stage), strict=True):
        side = round(size * 0.7)
        stage.swatch(Box(left, room.y + upper + (high - side) // 2, side, side), colour)
        wide = ceil(stage.wide(name, _LABEL) * size) + 3
        _write(name, _LABEL, size, Box(left + round(size), room.y + upper, wide, high), stage, align="left")
        left += round(size * 2.2) + wide
    return max(upper + high, told.height if told else 0)


def _colours(count: int, stage: Stage) -> tuple[Colour, ...]:
    """Colours for so many series, each told from the sheet; the first is the theme's accent where there are several."""
    card, ink, trim = stage.colour("card"), stage.colour("print"), stage.colour("trim")
    quiet = next((tone for tone in (stage.colour("mark"), mix(ink, card, 0.4)) if contrast(tone, card) >= _APART), ink)
    if count == 1:
        return (quiet,)
    return (trim, quiet, ink, next(tone for tone in (mix(trim, card, 0.35), trim) if contrast(tone, card) >= 2))[:count]


def _plot(stage: Stage, lines: tuple[float, ...], zero: float, *, upright: bool = True) -> Plot:
    """An empty plot in the colours of the sheet."""
    card, ink = stage.colour("card"), stage.colour("print")
    return Plot(
        lines, zero, mix(ink, card, 0.82), mix(ink, card, 0.3), stroke=max(3.0, stage.share(0.0065)), upright=upright
    )


# Bars


@dataclass(frozen=True, slots=True)
class _Axis:
    """Values from `low` to `high` along a plot; `of` gives a share of it."""

    low: float
    high: float

    def of(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low)


def _axis(figures: Figures) -> _Axis:
    low, high = min(0.0, *figures.every), max(0.0, *figures.every)
    return _Axis(low, high if high > low else low + 1)


def _bars(figures: Figures, room: Box, stage: Stage) -> None:
    """Upright bars; lying ones where the labels are too long to stand under them."""
    across = room.width / len(figures.labels)
    lines = max(ceil(stage.wide(label, _LABEL) * stage.least(_LABEL) / (across * 0.92)) for label in figures.labels)
    row = room.height / (len(figures.labels) * len(figures.names))
    widest = max(
        stage.wide(said(value, decimals(figures), grouped=figures.grouped), _VALUE) for value in figures.every
    ) * stage.least(_VALUE)
    if len(figures.names) > 1 and widest > across * 0.74 / len(figures.names):
        lines = max(lines, 2)
    if lines > 1 and row >= stage.least(_LABEL) * (1.4 if lines == 2 else 1.05):
        _lying(figures, room, stage)
    else:
        _upright(figures, room, stage, lines=min(lines, 2))


def _colour_of(series: int, point: int, figures: Figures, stage: Stage) -> Colour:
    """A single series is quiet but for its last bar, which is the news; where bars are names, none is more than another."""
    in_time = all(any(sign.isdigit() for sign in label) for label in figures.labels)
    if len(figures.names) == 1 and in_time and point == len(figures.labels) - 1:
        return stage.colour("trim")
    return _colours(len(figures.names), stage)[series]


def _upright(figures: Figures, room: Box, stage: Stage, *, lines: int) -> None:
    count, series = len(figures.labels), len(figures.names)
    step = room.width / count
    label = _size(stage, _LABEL, figures.labels, step * 0.92 * (1 if lines == 1 else 1.7))
    foot = round(label * (1.5 if lines == 1 else 2.8))
    share = 0.62 if series == 1 else 0.8
    width = step * share / series
    places = decimals(figures)
    texts = [said(value, places, grouped=figures.grouped) for value in figures.every]
    value = _size(stage, _VALUE, texts, (step * 0.96 if series == 1 else width * 1.02))
    crowded = stage.wide(max(texts, key=lambda text: stage.wide(text, _VALUE)), _VALUE) * value > step * 1.02
    head = round(value * 1.4)
    axis = _axis(figures)
    under = head if axis.low < 0 else 0
    box = room.top(room.height - foot - under).below(head)
    bars, told = [], []
    for at in range(count):
        for number, own in enumerate(figures.values):
            amount = own[at]
            if amount is None:
                continue
            left = (at + 0.5) * step + (number - series / 2) * width
            start, end_at = sorted((axis.of(0.0), axis.of(amount)))
            gap = 0.06 * width if series > 1 else 0.0
            bars.append(
                Bar(
                    (left + gap) / room.width,
                    (left + width - gap) / room.width,
                    start,
                    end_at,
                    _colour_of(number, at, figures, stage),
                )
            )
            told.append((at, number, amount, left + width / 2))
    plot = _plot(stage, (), axis.of(0.0))
    stage.plot(Plot(plot.lines, plot.zero, plot.faint, plot.strong, tuple(bars), (), plot.stroke), box)
    for at, _, amount, middle in told:
        if crowded and at != count - 1 and amount not in (max(figures.every), min(figures.every)):
            continue
        end = box.bottom - round(axis.of(amount) * box.height)
        y = end + round(value * 0.2) if amount < 0 else end - head
        text = said(amount, places, grouped=figures.grouped)
        wide = max(round(step if series == 1 else width * 1.3), ceil(stage.wide(text, _VALUE) * value) + 4)
        left = min(max(room.x, room.x + round(middle - wide / 2)), room.right - wide)
        _write(text, _VALUE, value, Box(left, y, wide, head), stage, stand="bottom" if amount >= 0 else "top")
    for at, name in enumerate(figures.labels):
        under_it = Box(room.x + round(at * step), room.bottom - foot, round(step), foot)
        _write(name, _LABEL, label, under_it, stage, stand="middle" if lines == 1 else "top")


def _lying(figures: Figures, room: Box, stage: Stage) -> None:
    """A row for each point: its label, its bars, their figures at their ends."""
    count, series = len(figures.labels), len(figures.names)
    step = room.height / count
    places = decimals(figures)
    texts = [said(value, places, grouped=figures.grouped) for value in figures.every]
    most = min(step * 0.62, stage.most(_LABEL))
    label = max(
        stage.least(_LABEL), min(most, room.width * 0.36 / max(stage.wide(name, _LABEL) for name in figures.labels))
    )
    value = max(stage.least(_VALUE), min(step * 0.62 / series, stage.most(_VALUE)))
    names = min(round(room.width * 0.42), max(ceil(stage.wide(name, _LABEL) * label) for name in figures.labels) + 4)
    ends = max(ceil(stage.wide(text, _VALUE) * value) for text in texts) + round(value * 0.6)
    gap = stage.share(0.02)
    axis = _axis(figures)
    under, over = (ends if axis.low < 0 else 0), (ends if axis.high > 0 and max(figures.every) > 0 else gap)
    box = Box(room.x + names + gap + under, room.y, room.width - names - gap - under - over, room.height)
    thick = min(step * (0.6 if series == 1 else 0.78) / series, stage.share(0.085))
    bars = []
    for at in range(count):
        for number, own in enumerate(figures.values):
            amount = own[at]
            if amount is None:
                continue
            upper = at * step + (step - thick * series) / 2 + number * thick
            start, end_at = sorted((axis.of(0.0), axis.of(amount)))
            foot, top = 1 - (upper + thick * 0.94) / room.height, 1 - (upper + thick * 0.06) / room.height
            bars.append(Bar(start, end_at, foot, top, _colour_of(number, at, figures, stage)))
            end = box.x + round(axis.of(amount) * box.width)
            left = end - ends if amount < 0 else end + round(value * 0.3)
            spot = Box(left, room.y + round(upper), ends, round(thick))
            _write(
                said(amount, places, grouped=figures.grouped),
                _VALUE,
                value,
                spot,
                stage,
                align="right" if amount < 0 else "left",
            )
        row = Box(room.x, room.y + round(at * step), names, round(step))
        if stage.wide(figures.labels[at], _LABEL) * label <= names:
            _write(figures.labels[at], _LABEL, label, row, stage, align="right")
        else:  # in two lines
            block = stage.set(figures.labels[at], _LABEL, names, row.height, largest=label / stage.most(_LABEL))
            stage.place(block, row, colour="print", align="right", stand="middle")
    plot = _plot(stage, (), axis.of(0.0), upright=False)
    stage.plot(Plot(plot.lines, plot.zero, plot.faint, plot.strong, tuple(bars), (), plot.stroke, upright=False), box)


# Lines


def _lines(figures: Figures, room: Box, stage: Stage) -> None:
    """Courses over a scale; a single one with its figures, several with their names and last figures at their ends."""
    count, series = len(figures.labels), len(figures.names)
    value = max(stage.least(_VALUE), min(stage.most(_VALUE) * 0.8, room.height * 0.09))
    head, foot = round(value * (1.3 if series == 1 else 0.6)), round(stage.least(_LABEL) * 1.6)
    low, high = min(figures.every), max(figures.every)
    if low > 0 and (low < high * 0.6 or low == high):
        low = 0.0
    elif low > 0 and series == 1:  # room for the figure of the lowest point, under it
        part = min(0.45, value * 1.8 / (room.height - head - foot))
        low = max(0.0, low - (high - low) * max(0.2, part / (1 - part)))
    places = scale(low, high, 4 if stage.long else 5)
    axis = _Axis(places[0], places[-1])
    exact = decimals(figures)
    whole = decimals(Figures(("",) * len(places), ("",), (places,)))
    ticks = [said(place, whole, grouped=figures.grouped) for place in places]
    tick = max(stage.least("small"), min(stage.most("small") * 1.2, room.height / len(ticks) * 0.6))
    left = max(ceil(stage.wide(text, "small") * tick) for text in ticks) + stage.share(0.02)
    ends = [_last(own) for own in figures.values]
    named = _is_named(figures, room, stage)
    texts = [
        f"{name} {said(amount, exact, grouped=figures.grouped)}"
        if named
        else said(amount, exact, grouped=figures.grouped)
        for name, (_, amount) in zip(figures.names, ends, strict=True)
    ]
    right = max(ceil(stage.wide(text, _VALUE) * value) for text in texts) + stage.share(0.03)
    box = Box(room.x + left, room.y + head, room.width - left - right, room.height - head - foot)
    step = box.width / count
    colours = (stage.colour("trim"),) if series == 1 else _colours(series, stage)
    courses = tuple(
        Course(
            tuple(None if amount is None else ((at + 0.5) / count, axis.of(amount)) for at, amount in enumerate(own)),
            colours[number],
            marked=count <= 24,
        )
        for number, own in enumerate(figures.values)
    )
    plot = _plot(stage, tuple(axis.of(place) for place in places), axis.of(max(axis.low, min(0.0, axis.high))))
    stage.plot(Plot(plot.lines, plot.zero, plot.faint, plot.strong, (), courses, plot.stroke), box)
    for place, text in zip(places, ticks, strict=True):
        middle = box.bottom - round(axis.of(place) * box.height)
        spot = Box(room.x, middle - round(tick * 0.8), left - stage.share(0.012), round(tick * 1.6))
        _write(text, "small", tick, spot, stage, align="right")
    _under(figures.labels, Box(box.x, box.bottom, box.width, foot), stage)
    heights = [axis.of(amount) for _, amount in ends]
    last = box.x + round((max(at for at, _ in ends) + 0.5) * step) + round(plot.stroke * 2.4)
    _at_ends(texts, heights, Box(last, box.y, box.right + right - last, box.height), stage, size=value)
    if series == 1:
        _at_points(figures, exact, axis, box, stage, size=value, but=ends[0][0])


def _at_points(figures: Figures, exact: int, axis: _Axis, box: Box, stage: Stage, *, size: float, but: int) -> None:
    """The figures of a single course: over each point where there is room, else of its highest and its lowest alone."""
    own = figures.values[0]
    step = box.width / len(own)
    high = round(size * 1.3)
    widest = max(stage.wide(said(amount, exact, grouped=figures.grouped), _VALUE) for amount in figures.every) * size
    crowded = widest > step * 0.95
    lowest, highest = own.index(min(figures.every)), own.index(max(figures.every))
    for at, amount in enumerate(own):
        if amount is None or at == but or (crowded and at not in (lowest, highest)):
            continue
        middle = box.bottom - round(axis.of(amount) * box.height)
        low = at == lowest if crowded else _is_low(own, at)
        under = low and middle + high * 1.3 < box.bottom
        away = stage.share(0.012)
        if at == lowest and at != highest and crowded and not under:
            continue
        top = middle + away if under else middle - high - away
        wide = max(round(step), ceil(widest) + 4)
        beside = 0.0 if crowded or under else _aside(own, at) * widest * 0.6
        left = min(max(box.x, round(box.x + (at + 0.5) * step - wide / 2 + beside)), box.right - wide)
        _write(
            said(amount, exact, grouped=figures.grouped),
            _VALUE,
            size,
            Box(left, top, wide, high),
            stage,
            stand="top" if under else "bottom",
        )


def _is_low(own: tuple[float | None, ...], at: int) -> bool:
    """Whether the course comes down to the point and goes up from it: over it there is no room, under it there is."""
    here, around = own[at], own[max(0, at - 1) : at] + own[at + 1 : at + 2]
    beside = [amount for amount in around if amount is not None]
    return here is not None and len(beside) == 2 and all(amount > here for amount in beside)


def _aside(own: tuple[float | None, ...], at: int) -> int:
    """To which side of its point a figure goes so that the course does not run through it: 1 is right, -1 left, 0 neither."""
    here = own[at] or 0.0
    before = next((amount for amount in own[max(0, at - 1) : at] if amount is not None), here)
    after = next((amount for amount in own[at + 1 : at + 2] if amount is not None), here)
    if before > here >= after:
        return 1
    return -1 if before <= here < after else 0


def _is_named(figures: Figures, room: Box, stage: Stage) -> bool:
    """Whether the names of several courses stand at their ends; else they stand above the plot."""
    longest = max(stage.wide(name, _VALUE) for name in figures.names) + 4
    return len(figures.names) > 1 and longest * stage.least(_VALUE) < room.width * 0.3


def _last(own: tuple[float | None, ...]) -> tuple[int, float]:
    """The last point of a series that has a figure, and that figure."""
    return max(((at, amount) for at, amount in enumerate(own) if amount is not None), default=(0, 0.0))


def _at_ends(texts: list[str], heights: list[float], room: Box, stage: Stage, *, size: float) -> None:
    """The last figures beside the ends of their courses, pushed apart where they would overlap."""
    pitch = round(size * 1.25)
    at = room.y - 2 * pitch
    for number in sorted(range(len(texts)), key=lambda number: -heights[number]):
        at = max(room.bottom - round(heights[number] * room.height) - pitch // 2, at + pitch)
        box = Box(room.x + stage.share(0.008), at, room.width, pitch)
        _write(texts[number], _VALUE, size, box, stage, align="left")


def _under(labels: tuple[str, ...], room: Box, stage: Stage) -> None:
    """The labels of the points, as many as have room: each, or every second, third … so that the last one is there."""
    step = room.width / len(labels)
    widest = max(stage.wide(label, _LABEL) for label in labels)
    size = max(stage.least(_LABEL), min(stage.most(_LABEL) * 0.8, room.height / 1.5))
    every = max(1, ceil(widest * size * 1.3 / step))
    for at, label in enumerate(labels):
        if (len(labels) - 1 - at) % every:
            continue
        wide = ceil(widest * size) + 6
        left = min(
            max(room.x - round(step), round(room.x + (at + 0.5) * step - wide / 2)),
            room.right + wide // 2 - wide,
        )
        _write(label, _LABEL, size, Box(left, room.y, wide, room.height), stage)


def _size(stage: Stage, role: str, texts: tuple[str, ...] | list[str], width: float) -> float:
    """The size at which all texts fit that width on a line, at least what can be read."""
    widest = max(stage.wide(text, role) for text in texts)
    return max(float(stage.least(role)), min(float(stage.most(role)), width / max(0.1, widest)))


def _write(
    text: str, role: str, size: float, box: Box, stage: Stage, *, align: str = "centre", stand: str = "middle"
) -> None:
    """A label at that size in `box`."""
    width = max(box.width, ceil(stage.wide(text, role) * size) + 3)
    block = stage.set(text, role, width, max(box.height, round(size * 1.3)), largest=size / stage.most(role))
    stage.place(block, box, colour="print", align=align, stand=stand)  # type: ignore[arg-type]  # our own words

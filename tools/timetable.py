"""`qingbo timetable`: every cue between two instants, as a table for people or a JSON object a line for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from player.model.scene import Cue
from player.model.units import HOUR, Millis
from player.model.words import Language, Words
from player.slides.naming import kind_name, title_of
from tools import arguments, instants, titles
from tools.reading import Reading, cue_object, read
from tools.refused import Refused
from tools.terminal import BOLD, DIM, paint, table

ABOUT = Words("一段时间内什么时候播放什么。", "What is on, when, between two instants.")
_HEAD = Words("时间 停留 种类 内容 出处", "time dwell kind content written-in")
_IDLE = Words("（没有安排内容，显示待机画面）", "(nothing is scheduled: the standby card)")
_COLUMNS = (8, 9, 9, 40)


def run(given: list[str], language: Language) -> int:
    """0; Refused where the end is not after the start."""
    parser = arguments.Parser("timetable", ABOUT, language)
    arguments.add_folder(parser)
    arguments.add_common(parser)
    parser.option(
        "--from",
        dest="start",
        type=arguments.when,
        metavar="ISO",
        about=Words("从什么时候，默认现在", "from when; now if left out"),
    )
    parser.option(
        "--to", dest="end", type=arguments.when, metavar="ISO",
        about=Words("到什么时候（只写日期则含当天），默认一小时后", "until when (a day counts whole); an hour later if left out"),
    )  # fmt: skip
    parser.option(
        "--json", action="store_true", about=Words("给程序看：一行一个 JSON 对象", "for programs: a JSON object a line")
    )
    options = parser.parse_args(given)
    screen = arguments.screen(options)
    start = options.start.instant(screen.settings.zone) if options.start else screen.instant()
    end = options.end.instant(screen.settings.zone, end=True) if options.end else Millis(start + HOUR)
    if end <= start:
        raise Refused("结束时间（--to）要晚于开始时间（--from）。", "The end (--to) must be after the start (--from).")
    found = read(screen)
    cues = found.timeline.cues(start, end)
    for line in _json(cues, found) if options.json else _told(cues, found, start, end, language):
        print(line)
    return 0


def _json(cues: Iterator[Cue], found: Reading) -> Iterator[str]:
    for cue in cues:
        yield json.dumps(cue_object(cue, found.calendar), ensure_ascii=False)


def _told(cues: Iterator[Cue], found: Reading, start: Millis, end: Millis, language: Language) -> Iterator[str]:
    """The table, a heading for each day, and a line where nothing is scheduled."""
    yield from (paint(line, DIM) for line in table([_HEAD.said(language).split()], _COLUMNS))
    day, reached = "", start
    for cue in cues:
        if cue.start > reached:
            yield f"{instants.clock(reached, found.calendar)}  {paint(_IDLE.said(language), DIM)}"
        heading = instants.day(cue.start, found.calendar, language)
        if heading != day:
            day = heading
            yield paint(day, BOLD)
        yield from table([_row(cue, found, language)], _COLUMNS)
        reached = cue.end
    if reached < end:
        yield f"{instants.full(reached, found.calendar, language)}  {paint(_IDLE.said(language), DIM)}"


def _row(cue: Cue, found: Reading, language: Language) -> tuple[str, ...]:
    return (
        instants.clock(cue.start, found.calendar),
        instants.duration(Millis(cue.end - cue.start), language),
        kind_name(cue.slide, language),
        title_of(cue.slide),
        titles.place(cue.slide, language),
    )

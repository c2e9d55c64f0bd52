"""`qingbo timetable`: every cue between two instants, as a table for people or a JSON object a line for programs.

`--html` and `--ics` write a week instead: a page to look at and to print, events for a calendar.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from heapq import merge
from pathlib import Path

from player.model.scene import Cue
from player.model.units import HOUR, Millis
from player.model.words import Language, Words
from player.slides.naming import kind_name, title_of
from tools import arguments, instants, titles
from tools.arguments import Screen, When
from tools.reading import Reading, cue_object, read
from tools.refused import Refused
from tools.terminal import BOLD, DIM, paint, table

ABOUT = Words("一段时间内什么时候播放什么。", "What is on, when, between two instants.")
_HEAD = Words("时间 停留 种类 内容 出处", "time dwell kind content written-in")
_IDLE = Words("（没有安排内容，显示待机画面）", "(nothing is scheduled: the standby card)")
_WROTE = Words("已写好 {path}", "Wrote {path}")
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
    parser.option(
        "--html", metavar="FILE",
        about=Words("把一周（--from 那天起，默认本周一起）写成一页，能看能打印", "write a week (from --from on, this week if left out) as a page, to look at and to print"),
    )  # fmt: skip
    parser.option(
        "--ics", metavar="FILE",
        about=Words("把一周写成日历文件，手机和邮箱能导入", "write the week as a calendar for phones and mail"),
    )  # fmt: skip
    options = parser.parse_args(given)
    screen = arguments.screen(options)
    if options.html or options.ics:
        return _week(screen, options.start, options.html, options.ics, language)
    start = options.start.instant(screen.settings.zone) if options.start else screen.instant()
    end = options.end.instant(screen.settings.zone, end=True) if options.end else Millis(start + HOUR)
    if end <= start:
        raise Refused("结束时间（--to）要晚于开始时间（--from）。", "The end (--to) must be after the start (--from).")
    found = read(screen)
    cues = found.timeline.cues(start, end)
    if options.json:
        cues = merge(cues, *_beside(found, start, end), key=lambda cue: cue.start)
    for line in _json(cues, found) if options.json else _told(cues, found, start, end, language):
        print(line)
    return 0


def _week(screen: Screen, start: When | None, html: str | None, ics: str | None, language: Language) -> int:
    """Writes the week that `start` begins, else the one that is on."""
    from tools.timetable_calendar import calendar  # noqa: PLC0415 - only where a week is asked for
    from tools.timetable_page import page  # noqa: PLC0415 - as above
    from tools.timetable_week import monday, week_of  # noqa: PLC0415 - as above

    outputs = [Path(name) for name in (html, ics) if name]
    for name, endings in ((html, (".html", ".htm")), (ics, (".ics",))):
        if name and Path(name).suffix.lower() not in endings:
            raise Refused(
                f"“{Path(name).name}”的扩展名不对：要写成 {endings[0]}，例如 一周{endings[0]}。要 PDF，就用浏览器打开网页再打印。",
                f"“{Path(name).name}” must end in {endings[0]}, as in week{endings[0]}. For a PDF print the page from a browser.",
            )
    for output in outputs:
        if not output.parent.is_dir():
            raise Refused(
                f"没有这个文件夹：{output.parent}。请先新建它。",
                f"There is no folder {output.parent}. Create it first.",
            )
    found = read(screen)
    first = found.calendar.day(start.instant(screen.settings.zone)) if start else monday(found.calendar.day(found.now))
    week = week_of(found, first)
    if html:
        Path(html).write_text(page(found, week, screen.settings, language), "utf-8", newline="\n")
    if ics:
        Path(ics).write_bytes(calendar(found, week, screen.settings, language))
    for output in outputs:
        print(_WROTE.said(language).format(path=output), file=sys.stderr)
    return 0


def _beside(found: Reading, start: Millis, end: Millis) -> Iterator[Iterator[Cue]]:
    """The cues of each zone beside the slides."""
    for name in dict.fromkeys(zone.name for zone in found.snapshot.zones):
        yield found.timeline.cues(start, end, name)


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

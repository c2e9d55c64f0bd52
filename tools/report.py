"""`qingbo report`: what was really shown, from the journal of the cache; and whether that journal is as it was written.

For now a table, JSON or CSV of plays and seconds, by day and slide. Documents (docx, xlsx) are made from the same rows.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from player.app import cache_for
from player.model.showing import Status
from player.model.snapshot import DayTable
from player.model.units import Millis
from player.model.words import Language, Words
from player.slides.kinds import KINDS
from player.store.verification import Flaw, Verification, verify
from player.timeline.calendar import Calendar
from tools import arguments, instants
from tools.plays import Row, rows_of
from tools.refused import Refused
from tools.terminal import BOLD, DIM, GREEN, RED, paint, table

ABOUT = Words(
    "真正播放过什么：每天每页播了几次、多久；并核对播放记录有没有被改动。",
    "What was really shown: plays and time by day and slide; and whether the records are as they were written.",
)
NOTHING = Words("{first} 到 {last} 没有播放记录（{place}）。", "Nothing was recorded from {first} to {last} ({place}).")
WHOLE = Words(
    "播放记录完整：{files} 个文件，{records} 条记录，{showings} 次播放，没有改动的痕迹。",
    "The records are whole: {files} files, {records} records, {showings} showings, no trace of a change.",
)
FLAWED = Words("播放记录有 {count} 处不对：", "The records are not as they were written, in {count} places:")
LOST = Words(
    "磁盘写不进时少记了 {lost} 次播放。", "{lost} showings were not recorded because the disk did not take them."
)
EMPTY = Words("还没有播放记录（{place}）。", "Nothing has been recorded yet ({place}).")
_HEAD = Words("次数 时长 种类 内容 出处", "plays time kind content written-in")
_NOT_ALL = Words("（{count} 次没有播完或没能播出）", "({count} cut short or failed)")
_DAY = Words("{day}  {screen}：播放 {plays} 次，共 {time}", "{day}  {screen}: {plays} plays, {time}")
_NOT_A_DAY = Words("--from 和 --to 写日期，例如 2020-07-04。", "--from and --to take a day, such as 2020-07-04.")
_ORDER = Words("--to 不能早于 --from。", "--to must not be before --from.")
_CSV_ALONE = Words("--csv 不能和 --json、--verify 一起用。", "--csv goes with neither --json nor --verify.")
_COLUMNS = (6, 10, 9, 40)
_HEADINGS = (
    "day", "screen", "slide", "title", "kind", "file", "playlist", "zone", "plays", "seconds",
    "success", "content interruption", "content failure", "hardware failure",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What was asked for, and what the journal in the cache `place` says of it."""

    first: date
    last: date
    place: Path
    rows: tuple[Row, ...]
    verification: Verification | None
    calendar: Calendar


def run(given: list[str], language: Language) -> int:
    """0; 1 where `--verify` found that the records are not as they were written."""
    parser = arguments.Parser("report", ABOUT, language)
    arguments.add_folder(parser)
    parser.option(
        "--from", dest="first", type=arguments.when, metavar="DAY", about=Words("从哪一天，默认今天", "the first day; today if left out")
    )  # fmt: skip
    parser.option(
        "--to", dest="last", type=arguments.when, metavar="DAY", about=Words("到哪一天（含），默认只看第一天", "the last day; the first one if left out")
    )  # fmt: skip
    parser.option(
        "--verify", action="store_true",
        about=Words("核对全部播放记录（不只这几天）有没有被改动", "check all records, not only of these days, for changes"),
    )  # fmt: skip
    parser.option("--json", action="store_true", about=Words("给程序看的 JSON", "JSON, for programs"))
    parser.option(
        "--csv", action="store_true", about=Words("表格（CSV），WPS 和 Excel 能打开", "a table (CSV) for a spreadsheet")
    )
    arguments.add_common(parser)
    options = parser.parse_args(given)
    if options.csv and (options.json or options.verify):
        raise Refused(_CSV_ALONE.zh, _CSV_ALONE.en)
    screen = arguments.screen(options)
    calendar = Calendar(screen.settings.zone, DayTable())
    first = _day(options.first) or _day(options.last) or calendar.day(screen.instant())
    last = _day(options.last) or first
    if last < first:
        raise Refused(_ORDER.zh, _ORDER.en)
    cache = (screen.cache or cache_for(screen.folder)).absolute()
    rows = rows_of(cache, first, last, calendar)
    report = Report(first, last, cache, rows, verify(cache) if options.verify else None, calendar)
    if options.json:
        print(json.dumps(_as_json(report), ensure_ascii=False, indent=1))
    elif options.csv:
        print(_as_csv(rows), end="")
    else:
        print("\n".join(_told(report, language)))
    return 0 if report.verification is None or report.verification.ok else 1


def _day(when: arguments.When | None) -> date | None:
    """The day that was asked for. Raises Refused where a time was given with it."""
    if when is None:
        return None
    if when.local is None or when.local.at is not None:
        raise Refused(_NOT_A_DAY.zh, _NOT_A_DAY.en)
    return when.local.day


# what is written


def _as_json(report: Report) -> dict[str, object]:
    """What `docs/reference/report.schema.json` describes."""
    return {
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "plays": sum(row.plays for row in report.rows),
        "seconds": round(sum(row.seconds for row in report.rows), 3),
        "rows": [dict(zip(_HEADINGS, _cells(row), strict=True)) for row in report.rows],
        "verification": None if report.verification is None else _verification_object(report.verification),
    }


def _verification_object(found: Verification) -> dict[str, object]:
    totals = found.totals
    return {
        "ok": found.ok,
        "flaws": [
            {"code": flaw.code, "file": flaw.file, "line": flaw.line, "message": {"zh": flaw.message.zh, "en": flaw.message.en}}
            for flaw in found.flaws
        ],
        "files": totals.files,
        "records": totals.records,
        "showings": totals.showings,
        "seconds": totals.duration / 1e3,
        "starts": totals.starts,
        "lost": totals.lost,
        "torn": totals.torn,
        "pruned": totals.pruned,
    }  # fmt: skip


def _cells(row: Row) -> tuple[str | float, ...]:
    went = (
        row.count(status)
        for status in (Status.SUCCESS, Status.INTERRUPTION, Status.CONTENT_FAILURE, Status.HARDWARE_FAILURE)
    )
    return (
        row.day.isoformat(), row.screen, row.slide, row.title, row.kind, row.file, row.playlist, row.zone, row.plays,
        round(row.seconds, 3), *went,
    )  # fmt: skip


def _as_csv(rows: tuple[Row, ...]) -> str:
    """Comma-separated, with a mark at its start by which spreadsheets know UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADINGS)
    writer.writerows([_harmless(cell) for cell in _cells(row)] for row in rows)
    return "\ufeff" + text.getvalue()


def _harmless(cell: str | float) -> str | float:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return (
        f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") and len(cell) > 1 else cell
    )


def _told(report: Report, language: Language) -> Iterator[str]:
    """A heading for each day and screen, a line for each slide; then what was verified."""
    if report.rows:
        yield from (paint(line, DIM) for line in table([_HEAD.said(language).split()], _COLUMNS))
    elif report.verification is None:
        yield NOTHING.said(language).format(first=report.first, last=report.last, place=report.place)
    for (day, screen), group in groupby(report.rows, key=lambda row: (row.day, row.screen)):
        listed = list(group)
        heading = _DAY.said(language).format(
            day=instants.day(report.calendar.midnight(day), report.calendar, language),
            screen=_plain(screen),
            plays=sum(row.plays for row in listed),
            time=_time(sum(row.seconds for row in listed), language),
        )
        yield paint(heading, BOLD)
        yield from table([_line(row, language) for row in listed], _COLUMNS)
    if report.verification is not None:
        yield from _told_verification(report.verification, report.place, language)


def _line(row: Row, language: Language) -> tuple[str, ...]:
    other = sum(count for status, count in row.went if status is not Status.SUCCESS)
    note = _NOT_ALL.said(language).format(count=other) if other else ""
    texts = (_kind(row.kind, language), row.title or row.slide, row.file + note)
    return str(row.plays), _time(row.seconds, language), *map(_plain, texts)


def _plain(text: str) -> str:
    """The text without what a terminal would obey: nobody knows who wrote a journal that is being checked."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _kind(name: str, language: Language) -> str:
    """The kind as staff write it; a kind that is no more, and the player's own cards, by their name."""
    alias = next((kind.alias for kind in KINDS if kind.name == name), name)
    return Words(alias, name).said(language)


def _time(seconds: float, language: Language) -> str:
    return instants.duration(Millis(round(seconds) * 1_000), language) if seconds >= 1 else f"{seconds:g} s"


def _told_verification(found: Verification, place: Path, language: Language) -> Iterator[str]:
    totals = found.totals
    if found.ok and not totals.records:
        yield EMPTY.said(language).format(place=place)
    elif found.ok:
        sentence = WHOLE.said(language).format(files=totals.files, records=totals.records, showings=totals.showings)
        yield paint(sentence, GREEN)
    else:
        yield paint(FLAWED.said(language).format(count=len(found.flaws)), RED)
        for flaw in found.flaws:
            yield f"  {_place(flaw, language)}  {flaw.message.said(language)}"
    if totals.lost:
        yield LOST.said(language).format(lost=totals.lost)


def _place(flaw: Flaw, language: Language) -> str:
    line = Words(" 第{}行", " line {}").said(language).format(flaw.line) if flaw.line else ""
    return flaw.file + line

"""`qingbo report`: what was really shown, from the journals of one or several screens; and whether they are as they were written.

On the terminal a table, JSON or CSV of plays and seconds, by day and slide; with `-o` the office's papers (docx, xlsx, csv), made
from the same rows. `--at` is the standing job, `--export` brings the records of this screen to others.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from player.app import cache_for
from player.clock import Clock, SimulatedClock, SystemClock
from player.ingest.decode_text import decode_text
from player.model.showing import Status
from player.model.snapshot import DayTable
from player.model.units import Millis
from player.model.words import Language, Words
from player.store.verification import Flaw, Verification, verify
from player.timeline.calendar import Calendar
from tools import arguments, instants, report_daily
from tools.arguments import Screen
from tools.plays import Row, rows_of
from tools.refused import Refused
from tools.report_book import book, comma, harmless
from tools.report_facts import ReportFacts, facts_of, kind_of_row
from tools.report_paper import paper
from tools.report_places import Place, about_of, export, places
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
_DAY_ALONE = Words("--day 不能和 --from、--to 一起用。", "--day goes with neither --from nor --to.")
_ENDING = Words(
    "不会写“{name}”：-o 后面写 .docx、.xlsx 或 .csv 文件。",
    "Cannot write “{name}”: -o takes a .docx, .xlsx or .csv file.",
)
_NO_FOLDER = Words("没有这个文件夹：{name}。请先新建它。", "There is no folder {name}. Create it first.")
_NO_HIGHLIGHTS = Words("读不了亮点文件“{name}”（{reason}）。", "Cannot read the highlights in “{name}” ({reason}).")
_WROTE = Words("已写好 {path}", "Wrote {path}")
_EXPORTED = Words("播放记录已复制到 {path}", "The records were copied to {path}")
_INTO_CONTENT = Words(
    "“{name}”在播放的文件夹里：导出的截图会上屏。请换一个文件夹。",
    "“{name}” is in the watched folder: the screenshots would come up on the screen. Choose another folder.",
)
_NEEDS_OUTPUT = Words("--at 要和 -o 一起用，写日报放在哪个文件夹。", "--at needs -o: the folder for the reports.")
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
    verifications: tuple[tuple[Path, Verification], ...]
    calendar: Calendar


def run(given: list[str], language: Language) -> int:
    """0; 1 where `--verify` found that the records are not as they were written."""
    parser = arguments.Parser("report", ABOUT, language)
    arguments.add_folder(parser)
    parser.option("--day", type=arguments.when, metavar="DAY", about=Words("只看这一天", "this day alone"))
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
    _add_papers(parser)
    arguments.add_common(parser)
    options = parser.parse_args(given)
    options.language = language
    if options.csv and (options.json or options.verify):
        raise Refused(_CSV_ALONE.zh, _CSV_ALONE.en)
    if options.day and (options.first or options.last):
        raise Refused(_DAY_ALONE.zh, _DAY_ALONE.en)
    screen = arguments.screen(options)
    calendar = Calendar(screen.settings.zone, DayTable())
    first = _day(options.day) or _day(options.first) or _day(options.last) or calendar.day(screen.instant())
    last = _day(options.last) or first
    if last < first:
        raise Refused(_ORDER.zh, _ORDER.en)
    own = Place((screen.cache or cache_for(screen.folder)).absolute(), about_of(screen.settings))
    if options.export:
        _export(own, Path(options.export), screen, language)
    if options.at is not None:
        return _stand(options, own, screen, calendar, language)
    found = places(own, options.also)
    if options.output:
        return _write(options, found, (first, last), screen, calendar)
    if options.export and not (options.json or options.csv or options.verify):
        return 0
    rows = tuple(row for place in found for row in rows_of(place.cache, first, last, calendar))
    checked = tuple((place.cache, verify(place.cache)) for place in found) if options.verify else ()
    report = Report(first, last, own.cache, rows, checked, calendar)
    if options.json:
        print(json.dumps(_as_json(report), ensure_ascii=False, indent=1))
    elif options.csv:
        print(_as_csv(rows), end="")
    else:
        print("\n".join(_told(report, language)))
    return 0 if all(verification.ok for _, verification in report.verifications) else 1


def _add_papers(parser: arguments.Parser) -> None:
    parser.option(
        "-o", "--output", action="append", default=[], metavar="FILE",
        about=Words("写成文件：日报.docx、.xlsx 或 .csv，可写几次；和 --at 一起用时写文件夹", "write a file: .docx, .xlsx or .csv, several if need be; with --at a folder"),
    )  # fmt: skip
    parser.option(
        "--also", action="append", default=[], metavar="DIR",
        about=Words("把别的屏幕的播放记录也算进来：缓存文件夹，或 --export 导出的文件夹；可写几次", "count the records of other screens too: a cache, or a folder that --export filled; several if need be"),
    )  # fmt: skip
    parser.option(
        "--export", metavar="DIR",
        about=Words("把这块屏幕的播放记录和截图复制到这个文件夹（共享或 U 盘）", "copy the records and screenshots of this screen into this folder (a share, a stick)"),
    )  # fmt: skip
    parser.option(
        "--at", type=arguments.day_time, metavar="HH:MM",
        about=Words("常驻：每天这个时刻写当天的日报", "stay, and write each day's report at this time"),
    )  # fmt: skip
    parser.option(
        "--highlights", metavar="FILE",
        about=Words("写好的活动亮点（文本文件，一行一段），代替留空", "the author's highlights (a text file, a paragraph a line) instead of blanks"),
    )  # fmt: skip


def _export(own: Place, target: Path, screen: Screen, language: Language) -> None:
    """Copies the records; not into what is played, where the screenshots would come up as slides."""
    if target.resolve().is_relative_to(screen.folder):
        raise _refused(_INTO_CONTENT, name=target)
    _tell(_EXPORTED, language, path=export(own, target))


def _write(
    options: Namespace, found: tuple[Place, ...], days: tuple[date, date], screen: Screen, calendar: Calendar
) -> int:
    """Writes every file that was asked for; 1 where records are not as they were written."""
    outputs, language = [Path(name) for name in options.output], options.language
    for output in outputs:
        if output.suffix.lower() not in (".docx", ".xlsx", ".csv"):
            raise _refused(_ENDING, name=output.name)
        if not output.parent.is_dir():
            raise _refused(_NO_FOLDER, name=output.parent)
    told = _highlights(options.highlights)
    facts = facts_of(found, *days, calendar, screen.settings, now=screen.instant(), highlights=told)
    for output in outputs:
        output.write_bytes(_paper(output, facts, language))
        _tell(_WROTE, language, path=output)
    if options.json:
        checked = tuple((place.cache, one.verification) for place, one in zip(found, facts.screens, strict=True))
        report = Report(*days, found[0].cache, facts.rows, checked if options.verify else (), calendar)
        print(json.dumps(_as_json(report), ensure_ascii=False, indent=1))
    return 0 if facts.is_whole else 1


def _stand(options: Namespace, own: Place, screen: Screen, calendar: Calendar, language: Language) -> int:
    """Stays, and writes each day's report."""
    if len(options.output) != 1:
        raise _refused(_NEEDS_OUTPUT)
    clock: Clock = SystemClock() if screen.now is None else SimulatedClock(screen.now)

    def write(day: date, now: Millis, path: Path) -> None:
        told = _highlights(options.highlights)
        facts = facts_of(places(own, options.also), day, day, calendar, screen.settings, now=now, highlights=told)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(_paper(path, facts, language))
        part.replace(path)

    def also() -> None:
        if options.export:
            export(own, Path(options.export))

    report_daily.stand(Path(options.output[0]), options.at, calendar, clock, write, language=language, also=also)
    return 0


def _paper(path: Path, facts: ReportFacts, language: Language) -> bytes:
    """The file's bytes, of the sort that its name says."""
    ending = path.suffix.lower()
    if ending == ".xlsx":
        return book(facts, language)
    return comma(facts.rows) if ending == ".csv" else paper(facts)


def _highlights(name: str | None) -> tuple[str, ...]:
    """The paragraphs that the author wrote."""
    if name is None:
        return ()
    try:
        read = decode_text(Path(name).read_bytes())
    except OSError as error:
        raise _refused(_NO_HIGHLIGHTS, name=name, reason=error.strerror or error) from None
    if read is None:
        raise _refused(_NO_HIGHLIGHTS, name=name, reason="?")
    return tuple(line.strip() for line in read.text.splitlines() if line.strip())


def _refused(words: Words, **facts: object) -> Refused:
    return Refused(words.zh.format(**facts), words.en.format(**facts))


def _tell(words: Words, language: Language, **facts: object) -> None:
    print(words.said(language).format(**facts), file=sys.stderr)


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
        "verification": _whole(report.verifications),
        "screens": [{"place": str(place), **_verification_object(found)} for place, found in report.verifications],
    }


def _whole(verifications: tuple[tuple[Path, Verification], ...]) -> dict[str, object] | None:
    """What was found in all journals together; None where nobody asked."""
    if not verifications:
        return None
    objects = [_verification_object(found) for _, found in verifications]
    together = dict(objects[0])
    for one in objects[1:]:
        for key, value in one.items():
            if key == "ok":
                together[key] = bool(together[key]) and bool(value)
            else:
                together[key] += value  # type: ignore[operator]  # lists and numbers alike
    return together


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
    writer.writerows([harmless(cell) for cell in _cells(row)] for row in rows)
    return "\ufeff" + text.getvalue()


def _told(report: Report, language: Language) -> Iterator[str]:
    """A heading for each day and screen, a line for each slide; then what was verified."""
    if report.rows:
        yield from (paint(line, DIM) for line in table([_HEAD.said(language).split()], _COLUMNS))
    elif not report.verifications:
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
    for place, verification in report.verifications:
        if len(report.verifications) > 1:
            yield paint(str(place), BOLD)
        yield from _told_verification(verification, place, language)


def _line(row: Row, language: Language) -> tuple[str, ...]:
    other = sum(count for status, count in row.went if status is not Status.SUCCESS)
    note = _NOT_ALL.said(language).format(count=other) if other else ""
    texts = (kind_of_row(row.kind, language), row.title or row.slide, row.file + note)
    return str(row.plays), _time(row.seconds, language), *map(_plain, texts)


def _plain(text: str) -> str:
    """The text without what a terminal would obey: nobody knows who wrote a journal that is being checked."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


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

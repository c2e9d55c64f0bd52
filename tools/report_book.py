"""The report as a workbook and as CSV: facts come in, .xlsx (汇总, 明细, 截图, 故障) or .csv with the names of ITU-T H.782 goes out.

Times are numbers that a spreadsheet can sum up (`[h]:mm:ss`), texts are texts whatever they begin with, headings stay in sight.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from player.model.showing import Status
from player.model.units import Millis
from player.model.words import Language, Words
from tools.plays import Row
from tools.report_facts import ReportFacts, kind_of_row

if TYPE_CHECKING:  # openpyxl is imported when a workbook is made
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | date | datetime | timedelta | None

SPAN, DAY, INSTANT, WHOLE, ONE = "[h]:mm:ss", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "#,##0", "0.00"
_INK, _PAPER, _LINE, _TOTAL = "FF175848", "FFE3EBE2", "FFB9CFC4", "FFF4EFE1"
_FONT = "微软雅黑"

_TOTAL_WORD = Words("合计", "Total")
_DAY_HEAD = Words(
    "日期|地点|显示屏|首次播放|末次播放|内容时长|待机画面|播放次数|用电 kWh|记录核对",
    "Day|Place|Screen|First|Last|Content|Standby card|Plays|kWh|Records",
)
_LINE_HEAD = Words("序号|内容|种类|播放次数|时长|文件", "No.|Content|Kind|Plays|Time|File")
_SHEETS = Words("汇总 明细 截图 故障", "Summary Slides Screenshots Faults")
_PICTURE_HIGH = 90  # points
_PICTURES = 24


def book(facts: ReportFacts, language: Language = Language.ZH) -> bytes:
    """The .xlsx."""
    from openpyxl import Workbook as new  # noqa: PLC0415, N813  # heavy, and only where a workbook is made

    workbook = new()
    names = _SHEETS.said(language).split()
    for name, fill in zip(names, (_summary, _details, _pictures, _faults), strict=True):
        fill(workbook.create_sheet(name), facts, language)
    del workbook[workbook.sheetnames[0]]
    workbook.active = 0
    _about(workbook, facts)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _about(workbook: Workbook, facts: ReportFacts) -> None:
    workbook.properties.title = "电子显示屏播放情况"
    workbook.properties.creator = facts.settings.unit or "qingbo"


def _summary(sheet: Worksheet, facts: ReportFacts, language: Language) -> None:
    """A row for each screen and day, then what they come to, then what each slide came to."""
    days = _screen_days(facts, language)
    spans = [sum((span for day in days if isinstance(span := day[at], timedelta)), timedelta()) for at in (5, 6)]
    plays = sum(day.plays for screen in facts.screens for day in screen.days)
    power = sum(float(kwh) for day in days if isinstance(kwh := day[8], float))
    total = (_TOTAL_WORD.said(language), "", "", None, None, *spans, plays, power, "")
    formats = (DAY, "", "", "hh:mm:ss", "hh:mm:ss", SPAN, SPAN, WHOLE, ONE, "")
    widths = (12, 40, 14, 11, 11, 12, 12, 11, 11, 11)
    at = _table(sheet, 1, _DAY_HEAD.said(language).split("|"), [*days, total], formats, widths=widths, total=True)
    lines: list[Sequence[Cell]] = [
        (number, line.title, kind_of_row(line.kind, language), line.plays, _span(line.seconds), line.file)
        for number, line in enumerate(facts.lines, 1)
    ]
    plays, seconds = sum(line.plays for line in facts.lines), sum(line.seconds for line in facts.lines)
    lines.append(("", _TOTAL_WORD.said(language), "", plays, _span(seconds), ""))
    head = _LINE_HEAD.said(language).split("|")
    end = _table(sheet, at + 2, head, lines, (WHOLE, "", "", WHOLE, SPAN, ""), total=True, freeze=False)
    for row in range(at + 2, end + 1):
        sheet.merge_cells(start_row=row, end_row=row, start_column=6, end_column=10)


def _screen_days(facts: ReportFacts, language: Language) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = []
    for screen in facts.screens:
        whole = Words("完整", "whole") if screen.verification.ok else Words("有改动", "changed")
        for day in screen.days:
            power = None if screen.energy is None else screen.energy.power.watts * (day.content + day.cards) / 3_600_000
            edges = _local(day.first, facts), _local(day.last, facts)
            spans = _span(day.content), _span(day.cards)
            rows.append((day.day, screen.place, screen.name, *edges, *spans, day.plays, power, whole.said(language)))
    return sorted(rows, key=lambda row: (str(row[0]), str(row[2])))


def _details(sheet: Worksheet, facts: ReportFacts, language: Language) -> None:
    """A row for each slide, screen and day."""
    head = (
        ("日期", "显示屏", "内容", "种类", "次数", "时长", "播完", "没播完", "没能播出", "显示器故障", "文件", "节目单", "分区", "页编号")
        if language is Language.ZH
        else ("Day", "Screen", "Content", "Kind", "Plays", "Time", "Whole", "Cut short", "Failed", "Display failed", "File", "Playlist", "Zone", "Slide")
    )  # fmt: skip
    rows = [
        (
            row.day, row.screen, row.title or row.slide, kind_of_row(row.kind, language), row.plays, _span(row.seconds),
            row.count(Status.SUCCESS), row.count(Status.INTERRUPTION), row.count(Status.CONTENT_FAILURE),
            row.count(Status.HARDWARE_FAILURE), row.file, row.playlist, row.zone, row.slide,
        )
        for row in facts.rows
    ]  # fmt: skip
    formats = (DAY, "", "", "", WHOLE, SPAN, WHOLE, WHOLE, WHOLE, WHOLE, "", "", "", "")
    _table(sheet, 1, head, rows, formats, widths=(12, 14, 40, 10, 9, 12, 9, 9, 10, 12, 28, 28, 8, 20))
    if rows:
        sheet.auto_filter.ref = f"A1:N{len(rows) + 1}"


def _pictures(sheet: Worksheet, facts: ReportFacts, language: Language) -> None:
    """The report's screenshots, each beside what it shows."""
    from openpyxl.drawing.image import Image  # noqa: PLC0415  # as above

    head = (
        ("截图", "时间", "显示屏", "内容", "种类", "文件")
        if language is Language.ZH
        else ("Picture", "At", "Screen", "Content", "Kind", "File")
    )
    rows = [
        ("", _local(kept.shot.at, facts), kept.shot.screen, kept.shot.title, kind_of_row(kept.shot.kind, language), kept.shot.file)
        for kept in facts.shots[:_PICTURES]
    ]  # fmt: skip
    _table(sheet, 1, head, rows, ("", INSTANT, "", "", "", ""), widths=(26, 20, 14, 40, 10, 30))
    for number, kept in enumerate(facts.shots[:_PICTURES], 2):
        image = Image(str(kept.path))
        image.height, image.width = (
            round(_PICTURE_HIGH * 1.25),
            round(_PICTURE_HIGH * 1.25 * image.width / image.height),
        )
        sheet.row_dimensions[number].height = _PICTURE_HIGH
        sheet.add_image(image, f"A{number}")


def _faults(sheet: Worksheet, facts: ReportFacts, language: Language) -> None:
    """What went wrong, and what the records are worth."""
    zh = language is Language.ZH
    head = ("时间", "显示屏", "情况", "恢复", "类别") if zh else ("At", "Screen", "What", "How it ended", "Sort")
    sort = (Words("故障", "fault"), Words("停播", "stop"))
    rows: list[Sequence[Cell]] = [
        (_local(fault.at, facts), fault.screen, fault.what.said(language), fault.end.said(language), sort[not fault.is_fault].said(language))
        for fault in facts.faults
    ]  # fmt: skip
    for screen in facts.screens:
        if screen.verification.ok:
            count = screen.verification.totals.records
            told = Words(f"记录完整，{count} 条", f"whole, {count} records").said(language)
            rows.append((None, screen.name, told, "", Words("核对", "records").said(language)))
        for flaw in screen.verification.flaws:
            where = f"{flaw.file} {flaw.line or ''}".strip()
            rows.append(
                (None, screen.name, flaw.message.said(language), where, Words("核对", "records").said(language))
            )
    _table(sheet, 1, head, rows, (INSTANT, "", "", "", ""), widths=(20, 14, 44, 56, 10))


def _table(
    sheet: Worksheet, top: int, head: Sequence[str], rows: Sequence[Sequence[Cell]], formats: Sequence[str], *, widths: Sequence[int] = (), total: bool = False, freeze: bool = True,
) -> int:  # fmt: skip
    """A table whose heading is in row `top`; its last row."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415  # as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  # as above

    line = Side(style="thin", color=_LINE)
    edge = Border(left=line, right=line, top=line, bottom=line)
    for number, texts in enumerate((head, *rows)):
        for column, value in enumerate(texts, 1):
            cell = sheet.cell(top + number, column)
            _set(cell, value)
            is_text = isinstance(value, str) and number
            cell.border = edge
            cell.alignment = Alignment(
                horizontal="left" if is_text else "center", vertical="center", wrap_text=bool(is_text)
            )
            last = total and number == len(rows)
            cell.font = Font(
                name=_FONT, size=10.5, bold=not number or last, color="FFFFFFFF" if not number else "FF1C2321"
            )
            if not number or last:
                cell.fill = PatternFill("solid", fgColor=_TOTAL if number else _INK)
            if number and formats[column - 1] and not isinstance(value, str):
                cell.number_format = formats[column - 1]
    for column, wide in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = wide
    sheet.row_dimensions[top].height = 22
    if freeze:
        sheet.freeze_panes = f"A{top + 1}"
        sheet.print_title_rows = f"{top}:{top}"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.sheet_view.showGridLines = False
    return top + len(rows)


def _set(cell: object, value: Cell) -> None:
    """The value is in the cell; a text stays one, though it begin with `=`."""
    if isinstance(value, str):
        cell.value = "".join(char if char.isprintable() else "\ufffd" for char in value)[:32_000]  # type: ignore[attr-defined]  # openpyxl's cells have two types
        cell.data_type = "s"  # type: ignore[attr-defined]  # as above
    else:
        cell.value = value  # type: ignore[attr-defined]  # as above


def _span(seconds: float) -> timedelta:
    return timedelta(milliseconds=round(seconds * 1000))


def _local(instant: Millis, facts: ReportFacts) -> datetime:
    at = facts.calendar.moment(instant)
    return datetime(at.day.year, at.day.month, at.day.day) + timedelta(seconds=(at.at or 0) // 1000)  # noqa: DTZ001 - a spreadsheet's time has no zone


# CSV

H782 = (
    "LogItemType", "TerminalIdRef", "Date", "ContentIdRef", "ContentTitle", "ContentKind", "ContentFile", "PlaylistIdRef", "RegionIdRef",
    "Plays", "Duration", "PlayStatus.success", "PlayStatus.content interruption", "PlayStatus.content failure", "PlayStatus.hardware failure",
)  # fmt: skip
"""The columns: those of ITU-T H.782 (2018), Table 10, by its names, and what sums need. Duration is in seconds."""


def comma(rows: Iterable[Row]) -> bytes:
    """A line a slide, screen and day, with a mark at its start by which spreadsheets know UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(H782)
    writer.writerows([harmless(cell) for cell in _cells(row)] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "backslashreplace")


def _cells(row: Row) -> Iterator[str | float]:
    yield from (
        "ContentLog",
        row.screen,
        row.day.isoformat(),
        row.slide,
        row.title,
        row.kind,
        row.file,
        row.playlist,
        row.zone,
    )
    yield from (row.plays, round(row.seconds, 3))
    for status in (Status.SUCCESS, Status.INTERRUPTION, Status.CONTENT_FAILURE, Status.HARDWARE_FAILURE):
        yield row.count(status)


def harmless(cell: str | float) -> str | float:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    begins = isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") and len(cell) > 1
    return f"'{cell}" if begins else cell

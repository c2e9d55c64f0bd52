"""A cell -> the text that YAML would have in its place. Where a spreadsheet program made something else of what was typed, that is undone and said.

What they do: 7-4 becomes a day of this year, 8-12 in the column of hours too; 9:00 in a cell for numbers becomes 0.375 and a day
44016; 1:30, meant as minutes and seconds, becomes half past one; long numbers lose their last digits; a link is on the cell and
not in it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from player.ingest.desk import Desk
from player.ingest.report import Spot
from player.ingest.sheet_columns import file_columns
from player.ingest.shown import shown
from player.ingest.tree import Text
from player.model.table import Cell, Sort
from player.model.traditional import simplified
from player.model.words import Words

_DAYS = range(36_526, 73_051)  # 2000 to 2099, counted from 1899-12-30
_EXPONENT = re.compile(r"\d(?:\.\d+)?[Ee]\+\d{2,3}")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_LONG = 1e15
_MOMENTS = frozenset(("from", "until", "countdown", "time"))
_TIMES = frozenset(("from", "until", "days", "hours", "when"))
_NEVER = "?"
"""What stands for a time that the cell does not hold: it holds its row back, since no time at all would mean always."""

_DECIMAL = re.compile(r"(1?\d)\.([123])")
_SEVERAL = re.compile("[、，,;；和~～至到—–]|(?<=\\d) ?- ?(?=\\d{4})")
_DAY_TEXT = re.compile(r"\d ?[月./-] ?\d|\d ?[日号]")
_NUMBERS = frozenset(("every", "priority"))
_WORDS = frozenset(("days", "transition", "theme", "fit", "kind", "shuffle", "takeover"))
_STROKES = frozenset(("-", "--", "—", "——", "－", "–", "/", "／", "\\"))
_NONE = frozenset(("无", "暂无", "没有", "不限", "n/a"))
_ENDLESS = frozenset(("长期", "长期有效", "永久", "一直", "不限期", "无限期"))
_MAY_BE_NONE = frozenset((*_TIMES, "dwell", "every", "source", "theme"))
_DATED = (Sort.DATE, Sort.MOMENT)


def says_nothing(cell: Cell, column: str) -> bool:
    """Whether the cell holds what people write so that none is empty: a stroke; 无 where there may be a time; 长期 for no end."""
    text = simplified(cell.text.strip().casefold())
    if cell.sort is Sort.FAULT:
        return False
    return text in _STROKES or (text in _NONE and column in _MAY_BE_NONE) or (text in _ENDLESS and column == "until")


def text_in(cell: Cell, column: str, spot: Spot, desk: Desk) -> Text | None:
    """The text of the cell for the column; None, told, for a formula's error and the like, where that is no time."""
    if cell.sort is Sort.FAULT:
        code = "table-formula" if cell.text == "=" else "table-narrow" if set(cell.text) == {"#"} else "table-fault"
        desk.add(code, spot, text=cell.text)
        return Text(spot, _NEVER) if column in _TIMES else None
    return Text(spot, _said(cell, column, spot, desk))


def _said(cell: Cell, column: str, spot: Spot, desk: Desk) -> str:
    if column in _MOMENTS:
        return _moment(cell, column, spot, desk)
    if column == "hours":
        return _hours(cell, spot, desk)
    if column == "dwell":
        return _dwell(cell, spot, desk)
    if column == "qr":
        return _link(cell, spot, desk)
    if column in _NUMBERS or column in _WORDS or column in file_columns():
        return cell.text
    return _words(cell, column, spot, desk)


def _moment(cell: Cell, column: str, spot: Spot, desk: Desk) -> str:
    """A day or a time; a bare number in its place is a day count, or the part of a day that a time is."""
    number = cell.number
    halved = _DECIMAL.fullmatch(cell.text) if cell.sort is Sort.NUMBER and column != "time" else None
    if halved is not None and int(halved[1]) in range(1, 13):
        month, day = halved.groups()
        if f"{month}.{day}" != "2.3":  # there is no 30 February
            first, second = (Words(f"{month}月{one}日", f"{month}-{one}") for one in (day, f"{day}0"))
            desk.add("table-day-decimal", spot, text=cell.text, first=first, second=second)
            return _NEVER
    if column in ("from", "until") and _several(cell.text):
        desk.add("table-days-several", spot, text=cell.text)
        return _NEVER
    if cell.sort is Sort.NUMBER and number is not None:
        days, seconds = divmod(round(number * 86_400), 86_400)
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
        if days in _DAYS:
            day = (date(1899, 12, 30) + timedelta(days=days)).isoformat()
            said = f"{day} {clock}" if seconds else day
        elif days == 0 and 0 < number < 1 and column in ("countdown", "time"):
            said = clock
        else:
            return cell.text
        desk.add("table-day-number", spot, text=cell.text, said=said)
        return said
    if cell.sort is Sort.DATE and number is not None and (hidden := round(number % 1 * 1440)) % 1440:
        said = f"{cell.text} {hidden // 60:02}:{hidden % 60:02}"
        desk.add("table-time-hidden", spot, said=said)
        return said
    if column == "until" and cell.sort is Sort.MOMENT and cell.text.endswith(" 00:00"):
        desk.add("table-midnight", spot, day=cell.text.partition(" ")[0])
    if cell.sort in _DATED and _hides_year(cell.form) and cell.text[:4] != str(desk.today.year):
        desk.add("table-year-hidden", spot, day=cell.text)
    return cell.text


def _several(text: str) -> bool:
    """Whether the text names more than one day: 7月4日至7月6日; but not `2020-07-04，9:00`."""
    return sum(1 for part in _SEVERAL.split(text) if _DAY_TEXT.search(part)) > 1


def _hides_year(form: str) -> bool:
    return bool(form) and not re.search("[ye]", _LITERAL.sub("", form), re.IGNORECASE)


def _hours(cell: Cell, spot: Spot, desk: Desk) -> str:
    """8-12 was made a day: the twelfth of August; 9:00 three eighths of one."""
    if cell.sort is Sort.NUMBER and cell.number is not None and 0 < cell.number < 1:
        minutes = round(cell.number * 1440)
        return f"{minutes // 60}:{minutes % 60:02}"
    if cell.sort is not Sort.DATE:
        return cell.text
    _, month, day = (int(part) for part in cell.text.split("-"))
    if not month < day <= 24:
        return cell.text
    said = f"{month}:00-{day}:00"
    desk.add("table-hours-day", spot, typed=f"{month}-{day}", said=said)
    return said


def _dwell(cell: Cell, spot: Spot, desk: Desk) -> str:
    """1:30 was made a time of day; as a length of time it is minutes and seconds."""
    if cell.sort not in (Sort.TIME, Sort.LENGTH) or cell.number is None:
        return cell.text
    seconds = round(cell.number * 86_400)
    if "s" not in _LITERAL.sub("", cell.form.replace("[s", "s")).casefold():
        seconds //= 60  # hours and minutes are what was typed as minutes and seconds
    if cell.sort is Sort.TIME:
        desk.add("table-dwell-time", spot, text=cell.text, said=f"{seconds}秒")
    return f"{seconds}秒"


def _link(cell: Cell, spot: Spot, desk: Desk) -> str:
    """What stands in the cell; the link that is on it where only a name for it does."""
    if re.match(r"(?i)https?://", cell.link) and not re.match(r"(?i)\s*https?://|\S+\.\S+/", cell.text):
        desk.add("table-link", spot, text=cell.text, link=cell.link)
        return cell.link
    return _words(cell, "qr", spot, desk)


def _words(cell: Cell, column: str, spot: Spot, desk: Desk) -> str:
    """A text for passers-by: what is seen in the cell."""
    said = shown(cell)
    if cell.sort in _DATED:
        said = said if said != cell.text else _day(cell)
        if column != "date":
            desk.add("table-day-in-text", spot, said=said)
        return said
    if cell.sort is Sort.TIME:
        return said if said != cell.text else cell.text.removeprefix("0")
    number = cell.number
    if (cell.sort is Sort.NUMBER and number is not None and abs(number) >= _LONG) or _EXPONENT.fullmatch(cell.text):
        desk.add("table-number-long", spot, text=cell.text)
    return said


def _day(cell: Cell) -> str:
    """The day as a text, with its year where the cell shows one."""
    day, _, clock = cell.text.partition(" ")
    year, month, number = (int(part) for part in day.split("-"))
    said = f"{month}月{number}日" if _hides_year(cell.form) else f"{year}年{month}月{number}日"
    return f"{said}{clock.removeprefix('0')}"


def is_comment(text: str) -> bool:
    """Whether a row that begins with the text is a remark: `# …`, `// …`; but not `#全国节能宣传周#`."""
    said = text.strip()
    return said.startswith("//") or (
        said[:1] in ("#", "＃") and not said[1:].rstrip().endswith(("#", "＃")) and "#" not in said[1:]
    )

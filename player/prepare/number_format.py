"""What a number in a workbook means by its number format: a number, a percentage, a date, a time; and how it is written here.

In the file a date is a count of days, a time a part of a day, and 26% is 0.26: the format alone says which. Files made in China
name the formats 27 to 36 and 50 to 58 without saying what they are (ECMA-376 part 1, 18.8.30, the list for zh-cn).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from player.model.table import Cell, Sort

_YEAR_MONTH, _MONTH_DAY, _WHOLE = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
_CLOCK, _CLOCK_SECONDS, _HALF = 'h"时"mm"分"', 'h"时"mm"分"ss"秒"', '上午/下午h"时"mm"分"'
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0', 7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;"¥"-#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: _YEAR_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY, 30: "m-d-yy", 31: _WHOLE, 32: _CLOCK, 33: _CLOCK_SECONDS,
    34: _HALF, 35: _HALF + 'ss"秒"', 36: _YEAR_MONTH, 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: _YEAR_MONTH, 51: _MONTH_DAY, 52: _YEAR_MONTH, 53: _MONTH_DAY,
    54: _MONTH_DAY, 55: _HALF, 56: _HALF + 'ss"秒"', 57: _YEAR_MONTH, 58: _MONTH_DAY,
}  # fmt: skip
"""The formats that a file names by number alone."""

_LITERAL = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|AM/PM|A/P|上午/下午", re.IGNORECASE)
_UNIT = re.compile(r'(?:"([^"]{0,20})"|\\(.))')
_PADDED = re.compile("0{2,}")
_FIRST = date(1899, 12, 30)
_FIRST_1904 = date(1904, 1, 1)
_LAST = 2_958_465  # 9999-12-31
_WEEK = "一二三四五六日"


@lru_cache(maxsize=512)
def sort_of(form: str) -> Sort:
    """What a number with the format is; TEXT: the day of the week of a date."""
    first = form.partition(";")[0]
    bare = re.sub("e[+-]", "", _LITERAL.sub("", first).casefold())
    if bare.strip() in ("", "general", "g/通用格式", "@"):
        return Sort.NUMBER
    if re.search(r"\[[hms]+\]", bare):
        return Sort.LENGTH
    if "aaa" in bare:
        return Sort.TEXT
    day, clock = bool(re.search("[yde]", bare)), bool(re.search("[hs]", bare))
    if day or clock or "m" in bare:
        return Sort.MOMENT if clock and day else Sort.TIME if clock else Sort.DATE
    return Sort.PERCENT if "%" in bare else Sort.NUMBER


def cell_of(number: float, form: str, *, since_1904: bool = False) -> Cell:
    """The cell that holds the number under the format."""
    sort = sort_of(form)
    first = _FIRST_1904 if since_1904 else _FIRST
    plain = "" if form.casefold() == "general" else form
    if sort in (Sort.NUMBER, Sort.PERCENT) or not 0 <= number <= _LAST:
        return Cell(_number_text(number, form, sort), Sort.NUMBER if sort is not Sort.PERCENT else sort, number, plain)
    serial = number + (_FIRST_1904 - _FIRST).days if since_1904 else number
    seconds = round(number * 86_400)
    days, rest = divmod(seconds, 86_400)
    if sort is Sort.LENGTH:
        return Cell(_clock(seconds), sort, serial, plain)
    if sort is Sort.TIME:
        return Cell(_clock(rest), sort, serial, plain)
    day = first + timedelta(days=min(days, _LAST - (first - _FIRST).days))
    if sort is Sort.TEXT:
        return Cell(f"周{_WEEK[day.weekday()]}", sort, serial, plain)
    text = day.isoformat() if sort is Sort.DATE else f"{day.isoformat()} {_clock(rest)}"
    return Cell(text, sort, serial, plain)


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours:02}:{rest // 60:02}" + (f":{rest % 60:02}" if rest % 60 else "")


def _number_text(number: float, form: str, sort: Sort) -> str:
    """The number in full, with the unit and the leading zeros that its format puts there: what people see in the cell."""
    if sort is Sort.PERCENT:
        return f"{plain_number(number * 100)}%"
    text = plain_number(number)
    first = form.partition(";")[0]
    if number >= 0 and text.isdigit() and _PADDED.fullmatch(first):
        return text.zfill(min(len(first), 30))
    if '"' in first or "\\" in first:
        before, _, after = (part.strip() for part in _around(first))
        return f"{before}{text}{after}"
    return text


def _around(form: str) -> tuple[str, str, str]:
    """The literal words before and after the digits of a format."""
    inside = re.search(r"[0#?][0#?,.]*", _UNIT.sub(lambda match: "\0" * len(match[0]), form))
    if inside is None:
        return "", "", ""

    def words(part: str) -> str:
        return "".join(match[1] or match[2] or "" for match in _UNIT.finditer(part))

    return words(form[: inside.start()]), "", words(form[inside.end() :])


def plain_number(number: float) -> str:
    """The number with the 15 digits that a spreadsheet keeps, without an exponent where that is bearable."""
    short = f"{number:.15g}"
    if "e" not in short or not 1e-9 < abs(number) < 1e21:
        return short
    return format(Decimal(short), "f")

"""Dates, times of day and lengths of time as people write them: 2020-7-4, 7月4日, 9点半, 下午3点, 15秒, 2分钟.

Each reader returns the value or raises Unclear, which names a problem of the catalogue.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from player.ingest.names import han_number
from player.model.content import Moment
from player.model.tokens import flat as flat  # noqa: PLC0414 - read from here by all that read times
from player.model.tokens import length_in, spoken
from player.model.units import DAY, HOUR, MINUTE, SECOND, DayTime, Millis
from player.model.words import Words


class Unclear(Exception):
    """A text that cannot be read as what is wanted: a code of the catalogue with its facts."""

    def __init__(self, code: str, **facts: str | int | Words) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(slots=True)
class Said:
    """A day's context: `today` in the screen's zone chooses the year of a date without one; `notes` are what was guessed."""

    today: date
    notes: list[tuple[str, dict[str, str | int | Words]]] = field(default_factory=list)


_LETTERS = re.compile(r"(?<=\d)[oOlI]|[oOlI](?=\d)")
"""Letters that were typed for digits."""


def unclear(code: str, text: str) -> Unclear:
    """Unclear by `code`; where a letter stands for a digit, that is said."""
    fixed = text
    while (match := _LETTERS.search(fixed)) is not None:
        fixed = fixed[: match.start()] + ("0" if match[0] in "oO" else "1") + fixed[match.end() :]
    if fixed == text or re.search(r"[A-Za-z]{2}", text):
        return Unclear(code, text=text)
    return Unclear("digit-letter", text=text, fixed=fixed)


_HAN = "零〇一二两三四五六七八九十百"
_NUM = rf"(?:\d+(?:\.\d+)?|[{_HAN}]+|半)"
_UNITS = {
    **dict.fromkeys(("毫秒", "ms"), 1),
    **dict.fromkeys(("", "秒", "秒钟", "s", "sec", "secs", "second", "seconds", "″", '"'), int(SECOND)),
    **dict.fromkeys(("分", "分钟", "m", "min", "mins", "minute", "minutes", "′", "'"), int(MINUTE)),
    **dict.fromkeys(("小时", "个小时", "时", "钟头", "个钟头", "h", "hr", "hrs", "hour", "hours"), int(HOUR)),
    **dict.fromkeys(("天", "日", "d", "day", "days"), int(DAY)),
}
_STROKES = (("′", "'"), ("’", "'"), ("‘", "'"), ("”", '"'), ("“", '"'), ("''", '"'))
_ROUND_PAGE = re.compile(r"(?:/|每|一)[页张屏次]$|[.,;]$")
_DURATION = re.compile(rf"({_NUM}) *([^\d{_HAN}半 ]*)(半)? *")

_PERIOD = r"(?P<period>凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|夜里|夜间|am|a\.m\.|pm|p\.m\.)?"
_TIME = re.compile(
    rf"{_PERIOD} *(?P<hour>\d{{1,2}}|[{_HAN}]{{1,3}}) *"
    rf"(?:(?:[:.h] *(?P<minute>\d{{1,2}})(?: *: *(?P<second>\d{{1,2}}))?)"
    rf"|(?:[点时] *(?:钟|整|(?P<half>半)|(?P<quarter>[一三1 3]) *刻|(?P<han>\d{{1,2}}|[{_HAN}]{{1,3}}) *分?)?))?"
    r" *(?P<after>am|pm|a\.m\.|p\.m\.)?",
    re.IGNORECASE,
)
_AFTERNOON = ("下午", "傍晚", "晚上", "晚", "夜里", "夜间", "pm", "p.m.")
_DATE = re.compile(
    r"(?:(?P<year>\d{4}|[零〇一二三四五六七八九]{4}) *(?:[-/.] *|年 *))?"
    rf"(?P<month>\d{{1,2}}|[{_HAN}]{{1,2}}) *(?:[-/.]|月) *(?P<day>\d{{1,2}}|[{_HAN}]{{1,3}})(?: *[日号])?"
)
_USUAL = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?: (\d\d?:\d\d))?", re.ASCII)
_COMPACT = re.compile(r"(?P<year>(?:19|20|21)\d\d)(?P<month>\d\d)(?P<day>\d\d)")
_WEEKDAY = re.compile(r" *[(（]? *(?:周|星期|礼拜)([一二三四五六日天]) *[)）]? *")
_SHORT_YEAR = re.compile(r"(?:\d{1,2}[-/.]){2}\d")  # 20-7-4, 04/07/2020: which is the year?
_RELATIVE = re.compile(
    r"(今|明|后|昨)[天日晚早]|(?:本|下|上|这)(?:周|月|星期)|today|tomorrow|yesterday|now|现在", re.IGNORECASE
)
_ZONED = re.compile(r"(?: *z| *[+-]\d\d:?\d\d)$", re.IGNORECASE)
_YEARS = range(2000, 2200)
WEEKDAYS = "一二三四五六日"
_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@lru_cache(maxsize=256)
def duration(text: str) -> Millis:
    """The length of time of 15, 15秒, １５ 秒, 2分钟, 1分30秒, 半小时, 1:30. Raises Unclear."""
    said = spoken(text).casefold()
    for stroke, meant in _STROKES:
        said = said.replace(stroke, meant)
    said = _ROUND_PAGE.sub("", length_in(said)).replace("一刻钟", "15分").replace("半钟", "半")
    clock = re.fullmatch(r"(?:(\d{1,2}):(?=\d\d:))?(\d{1,3}):([0-5]\d)", said)
    if clock:
        return Millis(int(clock[1] or 0) * HOUR + int(clock[2]) * MINUTE + int(clock[3]) * SECOND)
    total, at, least = 0.0, 0, None
    while at < len(said):
        match = _DURATION.match(said, at)
        unit = None if match is None else _UNITS.get(match[2])
        if match is None or unit is None or (least is not None and unit >= least):
            if match is not None and not match[2] and least == MINUTE and match.end() == len(said):
                unit = int(SECOND)  # 1分30
            else:
                raise unclear("duration-unclear", text)
        total += (_amount(match[1]) + (0.5 if match[3] else 0)) * unit
        at, least = match.end(), unit
    if least is None or total > 400 * DAY:
        raise Unclear("duration-unclear", text=text)
    return Millis(round(total))


def _amount(text: str) -> float:
    if text == "半":
        return 0.5
    han = han_number(text)
    return float(text[:20]) if han is None else float(han)


def _whole(text: str) -> int:
    han = han_number(text)
    return int(text) if han is None else han


@lru_cache(maxsize=1024)
def time_of_day(text: str) -> DayTime:
    """The time of day of 9:00, 9点, 9：00, 9点半, 下午3点一刻, 21:30:15, 24:00. Raises Unclear."""
    said = spoken(text).casefold()
    match = _TIME.fullmatch(said)
    if match is None or said.isdigit() or said in _HAN or (match["minute"] is None and not re.search("[点时]|m", said)):
        raise unclear("time-unclear", text)
    return _clock(match, text)


def _clock(match: re.Match[str], text: str) -> DayTime:
    hour, minute, second = _whole(match["hour"]), 0, int(match["second"] or 0)
    if match["minute"] or match["han"]:
        minute = _whole(match["minute"] or match["han"])
    elif match["half"]:
        minute = 30
    elif match["quarter"]:
        minute = 45 if match["quarter"] in "三3" else 15
    period = (match["period"] or match["after"] or "").casefold()
    if (period in _AFTERNOON and hour < 12) or (period == "中午" and hour < 3):
        hour += 12
    elif period in ("凌晨", "am", "a.m.") and hour == 12:
        hour = 0
    if hour > 24 or (hour == 24 and (minute or second)):
        raise Unclear("time-impossible", text=text, reason=Words("一天只到 24:00", "a day ends at 24:00"))
    if minute > 59 or second > 59:
        raise Unclear("time-impossible", text=text, reason=Words("分、秒最多 59", "minutes and seconds go up to 59"))
    return DayTime(hour * HOUR + minute * MINUTE + second * SECOND)


def moment(text: str, said: Said) -> Moment:
    """The day, or day and time, of the text. Raises Unclear."""
    usual = _USUAL.fullmatch(text)
    if usual is not None:
        day = real_day(int(usual[1]), int(usual[2]), int(usual[3]))
        return Moment(day, None if usual[4] is None else time_of_day(usual[4]))
    whole = spoken(text)
    if _RELATIVE.search(whole):
        raise Unclear("date-relative", text=text, example=said.today.isoformat())
    whole = (
        _ZONED.sub("", whole) if re.search(r"\d[ t]\d", whole, re.IGNORECASE) and re.search(r":\d\d", whole) else whole
    )
    before = _WEEKDAY.match(whole)  # 周六 7月4日
    whole = whole if before is None else whole[before.end() :]
    if _SHORT_YEAR.match(whole):
        reason = Words("年份要写四位数，写在最前面", "the year comes first, in four digits")
        raise Unclear("date-impossible", text=text, reason=reason)
    match = _COMPACT.match(whole) or _DATE.match(whole)
    if match is None:
        raise unclear("date-unclear", text)
    day = _day(match, text, said)
    rest = whole[match.end() :]
    weekday = _WEEKDAY.match(rest)
    rest = rest if weekday is None else rest[weekday.end() :]
    if weekday := weekday or before:
        _check_weekday(day, "一二三四五六日天".index(weekday[1]) % 7 if weekday[1] != "天" else 6, said)
    rest = rest.strip().removeprefix("T").removeprefix("t").strip(" ,")
    if not rest:
        return Moment(day)
    try:
        return Moment(day, time_of_day(rest))
    except Unclear as reason:
        if reason.code == "time-unclear":
            raise unclear("date-unclear", text) from reason
        raise


def _check_weekday(day: date, weekday: int, said: Said) -> None:
    if day.weekday() != weekday:
        right, wrong = (Words(f"周{WEEKDAYS[number]}", _ENGLISH[number]) for number in (day.weekday(), weekday))
        said.notes.append(("date-weekday", {"day": day.isoformat(), "right": right, "wrong": wrong}))


def _day(match: re.Match[str], text: str, said: Said) -> date:
    month, number = _whole(match["month"]), _whole(match["day"])
    if match["year"]:
        return real_day(_whole(match["year"]), month, number)
    _possible(month, number)
    this = said.today.year
    near = [date(year, month, number) for year in (this - 1, this, this + 1) if number <= monthrange(year, month)[1]]
    if not near:
        raise Unclear("date-unclear", text=text)
    day = min(near, key=lambda other: (abs(other - said.today), other < said.today))
    said.notes.append(("date-year", {"text": text, "day": day.isoformat()}))
    return day


def _possible(month: int, number: int) -> None:
    """Raises Unclear where no year has such a day."""
    last = monthrange(2000, month)[1] if 1 <= month <= 12 else 0  # a leap year: 2月29日 may be meant
    if 1 <= number <= last:
        return
    reason = Words(f"{month}月最多 {last} 天", f"month {month} has {last} days at most")
    if not last:
        reason = Words("月份只有 1 到 12", "there are months 1 to 12")
    raise Unclear("date-impossible", text=Words(f"{month}月{number}日", f"{month}-{number}"), reason=reason)


def real_day(year: int, month: int, number: int) -> date:
    """That day. Raises Unclear with the reason where there is none."""
    name = Words(f"{year}年{month}月{number}日", f"{year}-{month}-{number}")
    if year not in _YEARS:
        raise Unclear(
            "date-impossible",
            text=name,
            reason=Words("年份应在 2000 到 2199 之间", "the year should lie between 2000 and 2199"),
        )
    if not 1 <= month <= 12:
        raise Unclear("date-impossible", text=name, reason=Words("月份只有 1 到 12", "there are months 1 to 12"))
    last = monthrange(year, month)[1]
    if not 1 <= number <= last:
        reason = Words(f"{year}年{month}月只有 {last} 天", f"{year}-{month:02} has {last} days")
        raise Unclear("date-impossible", text=name, reason=reason)
    return date(year, month, number)

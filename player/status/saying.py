"""How the status page says things: instants and durations, places; text made safe for a page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from player.model.problem import Place
from player.model.table import cell_words
from player.model.units import DAY, HOUR, MINUTE, SECOND, Millis
from player.model.words import Language, Words
from player.sources.names import printable
from player.timeline.calendar import Calendar

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEEKDAYS = Words("周一 周二 周三 周四 周五 周六 周日", "Mon Tue Wed Thu Fri Sat Sun")
_UNITS = (
    (DAY, Words("天", " d")),
    (HOUR, Words("小时", " h")),
    (MINUTE, Words("分", " min")),
    (SECOND, Words("秒", " s")),
)


def escaped(text: str) -> str:
    """The text as the content of an element or of a quoted attribute: printable, and never live HTML.

    (The standard library's `html` would do; it brings a table of 2,231 entities along that nobody here needs.)
    """
    shown = printable(text)
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;")):
        if char in shown:
            shown = shown.replace(char, entity)
    return shown


def place(where: Place, language: Language) -> str:
    """The line and column, `第7行第3列`, or the cell, `第7行D列`; empty where there is none."""
    zh, en = [], []
    if where.cell is not None:
        return cell_words(where.cell).said(language)
    if where.line is not None:
        zh, en = [f"第{where.line}行"], [f"line {where.line}"]
        if where.column is not None:
            zh, en = [*zh, f"第{where.column}列"], [*en, f"column {where.column}"]
    return Words("".join(zh), ", ".join(en)).said(language)


def iso(instant: Millis, calendar: Calendar) -> str:
    """ISO 8601 with the offset that the zone has then; milliseconds only where there are any."""
    local = _local(instant, calendar)
    offset = local - (_EPOCH + timedelta(milliseconds=instant)).replace(tzinfo=None)
    return local.replace(tzinfo=timezone(offset)).isoformat(timespec="milliseconds" if instant % SECOND else "seconds")


def clock(instant: Millis, calendar: Calendar, today: Millis | None = None) -> str:
    """The local time, `08:59:50`; where it is of another day than the instant `today`, `7-5 08:59:50`."""
    local = _local(instant, calendar)
    if today is not None and _local(today, calendar).date() != local.date():
        return f"{local.month}-{local.day} {local:%H:%M:%S}"
    return f"{local:%H:%M:%S}"


def full(instant: Millis, calendar: Calendar, language: Language) -> str:
    """Day and time, `2020-07-04 周六 08:59:50`."""
    local = _local(instant, calendar)
    return f"{local.date().isoformat()} {_WEEKDAYS.said(language).split()[local.weekday()]} {local:%H:%M:%S}"


def duration(span: float, language: Language) -> str:
    """A duration in milliseconds in its two largest units: `3分20秒`, `3 min 20 s`."""
    parts, rest = [], int(max(span, 0))
    for unit, name in _UNITS:
        count, rest = divmod(rest, unit)
        if count:
            parts.append(f"{count}{name.said(language)}")
    if language is Language.ZH and len(parts) == 1 and parts[0].endswith("分"):
        return f"{parts[0]}钟"
    return Words("", " ").said(language).join(parts[:2]) or Words("不到1秒", "less than 1 s").said(language)


def long(span: float) -> Words:
    """The same in both languages."""
    return Words(*(duration(span, language) for language in (Language.ZH, Language.EN)))


def _local(instant: Millis, calendar: Calendar) -> datetime:
    """The local wall clock, naive."""
    seen = calendar.moment(instant)
    return datetime(seen.day.year, seen.day.month, seen.day.day) + timedelta(milliseconds=seen.at or 0)  # noqa: DTZ001  # a wall clock has no zone

"""Instants and durations for readers: ISO 8601 with offset for programs, short words for people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from player.model.units import DAY, HOUR, MINUTE, SECOND, Millis
from player.model.words import Language, Words
from player.timeline.calendar import Calendar

_EPOCH = datetime.fromtimestamp(0, UTC)
_WEEKDAYS = Words("周一 周二 周三 周四 周五 周六 周日", "Mon Tue Wed Thu Fri Sat Sun")


def iso(instant: Millis, calendar: Calendar) -> str:
    """ISO 8601 with the offset that the zone has then; milliseconds only where there are any."""
    local, offset = _local(instant, calendar)
    spec = "milliseconds" if instant % SECOND else "seconds"
    return local.replace(tzinfo=timezone(offset)).isoformat(timespec=spec)


def clock(instant: Millis, calendar: Calendar) -> str:
    """The local time of day, `08:59:50`."""
    return f"{_local(instant, calendar)[0]:%H:%M:%S}"


def day(instant: Millis, calendar: Calendar, language: Language) -> str:
    """The local day, `2020-07-04 周六`."""
    local = calendar.moment(instant).day
    return f"{local.isoformat()} {_WEEKDAYS.said(language).split()[local.weekday()]}"


def full(instant: Millis, calendar: Calendar, language: Language) -> str:
    """Day and time, `2020-07-04 周六 08:59:50`."""
    return f"{day(instant, calendar, language)} {clock(instant, calendar)}"


def duration(span: Millis, language: Language) -> str:
    """A duration in its two largest units: `3分20秒`, `3 min 20 s`."""
    if span < SECOND:
        return Words(f"{span}毫秒", f"{span} ms").said(language)
    units = (
        (DAY, Words("天", " d")),
        (HOUR, Words("小时", " h")),
        (MINUTE, Words("分", " min")),
        (SECOND, Words("秒", " s")),
    )
    parts, rest = [], int(span)
    for unit, name in units:
        count, rest = divmod(rest, unit)
        if count:
            parts.append(f"{count}{name.said(language)}")
    return Words("", " ").said(language).join(parts[:2])


def _local(instant: Millis, calendar: Calendar) -> tuple[datetime, timedelta]:
    """The local wall clock, naive, and how far it is ahead of UTC."""
    seen = calendar.moment(instant)
    local = datetime(seen.day.year, seen.day.month, seen.day.day) + timedelta(milliseconds=seen.at or 0)  # noqa: DTZ001 - a wall clock has no zone
    return local, local - (_EPOCH + timedelta(milliseconds=instant)).replace(tzinfo=None)

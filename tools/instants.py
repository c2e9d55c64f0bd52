"""Instants and durations for readers: ISO 8601 with offset for programs, short words for people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from player.model.content import Moment
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
    return f"{local.isoformat()} {weekday(local, language)}"


def weekday(local: date, language: Language) -> str:
    """The name of its weekday."""
    return weekday_name(local.weekday(), language)


def weekday_name(number: int, language: Language) -> str:
    """The name of weekday `number`, 0 being Monday."""
    return _WEEKDAYS.said(language).split()[number]


def full(instant: Millis, calendar: Calendar, language: Language) -> str:
    """Day and time, `2020-07-04 周六 08:59:50`."""
    return f"{day(instant, calendar, language)} {clock(instant, calendar)}"


def moment(local: Moment) -> str:
    """A moment as it would be written: `2020-07-04`, or `2020-07-04 09:00`."""
    return local.day.isoformat() if local.at is None else f"{local.day.isoformat()} {day_time(local.at)}"


def day_time(at: int) -> str:
    """A time of day, `09:00`; with seconds where there are any."""
    hours, rest = divmod(at, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    return f"{hours:02}:{minutes:02}" + (f":{rest // SECOND:02}" if rest else "")


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

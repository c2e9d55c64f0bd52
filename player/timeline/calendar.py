"""Local time, and nowhere else: wall clock to instants and back, workdays, and when a condition holds.

Theory. A *wall* time is milliseconds since 1970-01-01 00:00 on the wall clock; an *instant* is milliseconds since the
epoch. A wall time that does not exist (clocks put forward) moves on by the gap; one that exists twice (clocks put
back) means the first. Zoneinfo does both with `fold=0` (PEP 495).

The local day D is `[midnight(D), midnight(D + 1))`. That is not always the date on the wall: where clocks go back from
00:01 to 23:01 the wall reads yesterday again, but the day has begun. So days tile time without gap or overlap.

A condition (`When`) is a set of *windows*, each belonging to the day it starts on. Days of the week, workdays, and
`start` and `until` given as days, all ask about that day: 22:00-02:00 on the last day runs on until 02:00. `start` and
`until` with a time of day are exact instants that cut windows off.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from player.model.content import Daypart, Days, Moment, When
from player.model.snapshot import DayTable
from player.model.units import DAY, DayTime, Millis

Window = tuple[Millis, Millis]
"""Instants `[start, end)`."""

ONE_DAY = timedelta(days=1)
HORIZON_DAYS = 400
"""How far `next_change` looks: longer than a year, so that a yearly holiday is found."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = _EPOCH.toordinal()
_MILLISECOND = timedelta(milliseconds=1)
_FIRST = (date(2, 1, 1).toordinal() - _EPOCH_ORDINAL) * DAY
_LAST = (date(9998, 12, 31).toordinal() - _EPOCH_ORDINAL) * DAY
"""Offsets are asked of the zone within these only, where datetime cannot overflow."""

_OWNERS = (-2, -1, 0)
"""Days, relative to a day, whose windows may meet it; the night before last does so after a day that the zone skipped."""


class Calendar:
    """The wall clock of one IANA zone, with its workdays. An unknown zone raises `zoneinfo.ZoneInfoNotFoundError`."""

    def __init__(self, zone: str, days: DayTable) -> None:
        self.zone = zone
        self._zone = ZoneInfo(zone)
        self._origin = datetime(1970, 1, 1, tzinfo=self._zone)
        self._years = frozenset(days.years)
        self._off = frozenset(days.off)
        self._on = frozenset(days.on)

    def instant(self, moment: Moment) -> Millis:
        """The instant of a local moment; a day means its midnight."""
        return self._instant(moment.day.toordinal(), moment.at or 0)

    def moment(self, instant: Millis) -> Moment:
        """What calendar and clock on the wall read at an instant."""
        bounded = min(max(instant, _FIRST), _LAST)
        day, at = divmod(instant + _offset((_EPOCH + bounded * _MILLISECOND).astimezone(self._zone)), DAY)
        return Moment(date.fromordinal(day + _EPOCH_ORDINAL), DayTime(at))

    def midnight(self, day: date) -> Millis:
        """The instant at which a local day begins."""
        return self._instant(day.toordinal(), 0)

    def day(self, instant: Millis) -> date:
        """The local day that an instant lies in: the one whose midnight came last."""
        day = self.moment(instant).day
        while self.midnight(day + ONE_DAY) <= instant:  # the wall reads yesterday again, or the zone skipped a day
            day += ONE_DAY
        return day

    def is_workday(self, day: date) -> bool:
        """Whether people work: the table where it knows the year, else Monday to Friday."""
        if day.year in self._years:
            if day in self._off:
                return False
            if day in self._on:
                return True
        return day.weekday() < 5

    def windows(self, when: When, day: date) -> tuple[Window, ...]:
        """The windows that belong to a day, in order; hours that touch or overlap are one window."""
        if not self._includes(when, day):
            return ()
        low, high = self._cuts(when)
        ordinal = day.toordinal()
        spans = sorted(self._span(part, ordinal) for part in when.hours) if when.hours else [self._whole(ordinal)]
        windows = _joined((max(start, low), min(end, high)) for start, end in spans)
        return tuple((Millis(start), Millis(end)) for start, end in windows)

    def meeting(self, when: When, day: date) -> tuple[Window, ...]:
        """The windows that have an instant of the local day, uncut, in the order of the days they belong to."""
        if not when.hours:
            return self.windows(when, day)
        start, end = self.midnight(day), self.midnight(day + ONE_DAY)
        near = (window for days in _OWNERS for window in self.windows(when, day + timedelta(days=days)))
        return tuple(window for window in near if window[0] < end and window[1] > start)

    def holds(self, when: When, instant: Millis) -> bool:
        """Whether a condition holds at an instant."""
        return any(start <= instant < end for start, end in self.meeting(when, self.day(instant)))

    def next_change(self, when: When, instant: Millis) -> Millis | None:
        """The next instant after this one at which a condition begins or ceases to hold.

        None where that is never, or more than `HORIZON_DAYS` away. Before its `start` a condition is looked at from
        there on.
        """
        first = self.day(instant)
        if when.start is not None:
            first = max(first, when.start.day)
        for days in (3, 40, HORIZON_DAYS):
            known_until = self.midnight(first + timedelta(days=days))
            near = (self.windows(when, first + timedelta(days=offset)) for offset in range(_OWNERS[0], days))
            edges = (edge for window in _joined(sorted(w for ws in near for w in ws)) for edge in window)
            edge = next((edge for edge in edges if edge > instant), None)
            if edge is not None and edge < known_until:
                return Millis(edge)
        return None

    def _instant(self, ordinal: int, at: int) -> Millis:
        wall = (ordinal - _EPOCH_ORDINAL) * DAY + at
        return Millis(wall - _offset(self._origin + min(max(wall, _FIRST), _LAST) * _MILLISECOND))

    def _whole(self, ordinal: int) -> tuple[int, int]:
        return self._instant(ordinal, 0), self._instant(ordinal + 1, 0)

    def _span(self, part: Daypart, ordinal: int) -> tuple[int, int]:
        """A daypart on a day. It is empty where clocks put forward move its start past its end."""
        last = ordinal if part.start < part.end else ordinal + 1
        return self._instant(ordinal, part.start), self._instant(last, part.end)

    def _includes(self, when: When, day: date) -> bool:
        """Whether windows may belong to the day, as far as whole days decide."""
        if when.start is not None and when.start.at is None and day < when.start.day:
            return False
        if when.until is not None and when.until.at is None and day > when.until.day:
            return False
        return when.days is None or self._among(when.days, day)

    def _among(self, days: Days, day: date) -> bool:
        if day.weekday() in days.weekdays:
            return True
        return days.workdays if self.is_workday(day) else days.holidays

    def _cuts(self, when: When) -> tuple[int, int]:
        """The exact instants outside which nothing holds."""
        start, until = when.start, when.until
        low = _FIRST if start is None or start.at is None else self.instant(start)
        return low, _LAST if until is None or until.at is None else self.instant(until)


def _offset(local: datetime) -> int:
    """Milliseconds that the wall clock is ahead of UTC."""
    offset = local.utcoffset()
    return 0 if offset is None else offset // _MILLISECOND


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans without the empty ones, those that touch or overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined

"""The showings of a journal come in; rows go out: each slide's plays and time by day, as every report counts them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from player.model.showing import Showing, Status
from player.model.units import Millis
from player.store.verification import showings
from player.timeline.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Row:
    """One slide on one day of one screen: how often it began, for how long it was seen, and how its showings went."""

    day: date
    screen: str
    slide: str
    title: str
    kind: str
    file: str
    playlist: str
    zone: str
    plays: int
    seconds: float
    went: tuple[tuple[Status, int], ...]

    def count(self, status: Status) -> int:
        """How many of its showings went so."""
        return dict(self.went).get(status, 0)


def rows_of(cache: Path, first: date, last: date, calendar: Calendar) -> tuple[Row, ...]:
    """A row for each slide and day, by day and by when the slide first came up.

    A play counts on the day on which it began; its time is shared out among the days in which it was on.
    """
    found: dict[tuple[date, str, str, str, str], _Tally] = {}
    one_day = timedelta(days=1)
    widest = max(first, date.min + one_day) - one_day, min(last, date.max - one_day) + one_day
    for showing in showings(cache, *widest):  # a journal may have the days of another zone
        for day, span in _shares(showing, calendar):
            if first <= day <= last:
                key = (day, showing.screen, showing.zone, showing.playlist, showing.slide)
                tally = found.setdefault(key, _Tally(showing))
                tally.span += span
                if day == calendar.day(showing.start):
                    tally.plays += showing.duration > 0
                    tally.went[showing.status] = tally.went.get(showing.status, 0) + 1
    return tuple(_row(key[0], tally) for key, tally in sorted(found.items(), key=_by_day_and_start))


@dataclass(slots=True)
class _Tally:
    """What is summed up of the showings of one row; `sample` is the first of them."""

    sample: Showing
    plays: int = 0
    span: int = 0
    went: dict[Status, int] = field(default_factory=dict)


def _by_day_and_start(item: tuple[tuple[date, str, str, str, str], _Tally]) -> tuple[date, str, Millis]:
    (day, screen, *_), tally = item
    return day, screen, tally.sample.start


def _row(day: date, tally: _Tally) -> Row:
    one = tally.sample
    went = tuple((status, tally.went[status]) for status in Status if status in tally.went)
    return Row(
        day, one.screen, one.slide, one.title, one.kind, one.file, one.playlist, one.zone, tally.plays,
        tally.span / 1e3, went,
    )  # fmt: skip


def _shares(showing: Showing, calendar: Calendar) -> Iterator[tuple[date, int]]:
    """The days that the showing was on, each with its milliseconds of the duration."""
    at, left = showing.start, int(showing.duration)
    while True:
        day = calendar.day(at)
        midnight = calendar.midnight(day + timedelta(days=1))
        span = min(left, midnight - at)
        yield day, span
        left -= span
        if left <= 0:
            return
        at = midnight

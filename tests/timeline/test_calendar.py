"""Local time: gaps, times that exist twice, workdays, and when conditions hold."""

from __future__ import annotations

import zoneinfo
from datetime import date, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from player.model.content import ALWAYS, Days, Moment, When
from player.model.snapshot import DayTable, Snapshot
from player.model.units import DAY, HOUR, MINUTE, DayTime, Millis
from player.timeline.calendar import HORIZON_DAYS, Calendar
from tests.timeline import worlds
from tests.timeline.oracle import Oracle, day_of, instant_of
from tests.timeline.worlds import NO_TABLE, at, clock, hours, moment

SHANGHAI = Calendar("Asia/Shanghai", NO_TABLE)
BERLIN = Calendar("Europe/Berlin", NO_TABLE)
ZONES = st.sampled_from(sorted(worlds.DAYS_OF_CHANGE))
HERE = st.integers(0, 4_133_980_800_000).map(Millis)
TABLE_2020 = DayTable(  # the first half of the real year: Spring Festival, and Labour Day with two days worked for it
    (2020,),
    off=tuple(date.fromisoformat(f"2020-{day}") for day in ("01-01", "01-24", "05-01", "05-04", "05-05")),
    on=tuple(date.fromisoformat(f"2020-{day}") for day in ("01-19", "04-26", "05-09")),
)


@pytest.mark.parametrize(
    ("calendar", "wall", "instant"),
    [
        (SHANGHAI, "2020-07-04 9:00", "2020-07-04 01:00"),
        (SHANGHAI, "2020-07-04", "2020-07-03 16:00"),
        (SHANGHAI, "2020-07-04 24:00", "2020-07-04 16:00"),
        (BERLIN, "2020-03-29 1:59", "2020-03-29 00:59"),
        (BERLIN, "2020-03-29 2:30", "2020-03-29 01:30"),  # does not exist: 3:30
        (BERLIN, "2020-03-29 3:30", "2020-03-29 01:30"),
        (BERLIN, "2020-10-25 2:30", "2020-10-25 00:30"),  # exists twice: the first
        (BERLIN, "2020-10-25 3:00", "2020-10-25 02:00"),
        (Calendar("Australia/Lord_Howe", NO_TABLE), "2020-10-04 2:10", "2020-10-03 15:40"),  # a gap of 30 minutes
    ],
)
def test_instant(calendar: Calendar, wall: str, instant: str) -> None:
    assert calendar.instant(moment(wall)) == at(Calendar("UTC", NO_TABLE), instant)


@given(zone=ZONES, instant=HERE)
@settings(deadline=None)
def test_moment_and_back(zone: str, instant: Millis) -> None:
    """The wall's reading of an instant leads back to it, or, where the wall repeats itself, to the first such instant."""
    calendar = Calendar(zone, NO_TABLE)
    back = calendar.instant(calendar.moment(instant))
    assert back == instant or (back < instant and calendar.moment(back) == calendar.moment(instant))


@given(data=st.data(), zone=ZONES)
@settings(deadline=None, max_examples=60)
def test_instants_as_the_oracle_finds_them(data: st.DataObject, zone: str) -> None:
    """Gaps and repeated times around a change of clocks are resolved as by asking every offset."""
    day = worlds.DAYS_OF_CHANGE[zone] + timedelta(days=data.draw(st.integers(-1, 1)))
    wall = data.draw(worlds.day_times)
    calendar = Calendar(zone, NO_TABLE)
    instant = calendar.instant(Moment(day, wall))
    assert instant == instant_of(zone, day, wall)
    assert calendar.day(instant) == day_of(zone, instant)


def test_days_tile() -> None:
    """In every zone on earth: midnights never go backwards, and every instant lies in the day of the last midnight."""
    first = date(1970, 1, 1).toordinal()
    days = [date.fromordinal(first + days) for days in range(0, 47_000, 1_637)]
    days += [date(year, 1, 1) + timedelta(days=days) for year in (1987, 2011, 2020) for days in range(0, 366, 92)]
    days = [day + timedelta(days=offset) for day in days for offset in range(2)]
    for zone in sorted(zoneinfo.available_timezones()):
        calendar = Calendar(zone, NO_TABLE)
        for day in days:
            start, end = calendar.midnight(day), calendar.midnight(day + timedelta(days=1))
            assert start <= end, zone
            if start < end:
                assert calendar.day(start) == calendar.day(Millis(end - 1)) == day, zone
            assert calendar.day(end) > day, zone


def test_a_day_that_the_zone_skipped_is_empty() -> None:
    apia = Calendar("Pacific/Apia", NO_TABLE)
    assert apia.midnight(date(2011, 12, 30)) == apia.midnight(date(2011, 12, 31))
    assert apia.windows(ALWAYS, date(2011, 12, 30)) == ()


def test_a_day_begins_at_the_first_of_two_midnights_and_goes_on_while_the_wall_reads_yesterday() -> None:
    newfoundland = Calendar("America/St_Johns", NO_TABLE)  # at 0:01 back to 23:01
    start = newfoundland.midnight(date(2010, 11, 7))
    assert newfoundland.moment(Millis(start + 30 * MINUTE)) == moment("2010-11-06 23:30")
    assert newfoundland.day(Millis(start + 30 * MINUTE)) == date(2010, 11, 7)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        Calendar("Asia/Beijing", NO_TABLE)


def test_workdays_without_a_table_are_monday_to_friday() -> None:
    assert [SHANGHAI.is_workday(date(2020, 6, 29) + timedelta(days=days)) for days in range(7)] == [True] * 5 + [
        False
    ] * 2


def test_workdays_of_a_table() -> None:
    calendar = Calendar("Asia/Shanghai", TABLE_2020)
    assert calendar.is_workday(date(2020, 5, 9))  # a Saturday
    assert not calendar.is_workday(date(2020, 5, 4))  # a Monday
    assert calendar.is_workday(date(2020, 5, 8))
    assert not calendar.is_workday(date(2020, 5, 10))


def test_a_table_says_nothing_of_years_it_does_not_name() -> None:
    table = DayTable((2019,), TABLE_2020.off, TABLE_2020.on)
    assert not Calendar("Asia/Shanghai", table).is_workday(date(2020, 5, 9))
    assert Calendar("Asia/Shanghai", table).is_workday(date(2020, 5, 4))


@pytest.mark.parametrize(
    ("when", "holds", "holds_not"),
    [
        (
            When(moment("2020-07-04"), moment("2020-07-05")),
            "2020-07-04|2020-07-05 23:59:59.999",
            "2020-07-03 23:59:59.999|2020-07-06",
        ),
        (
            When(until=moment("2020-07-05 17:00")),
            "1970-01-01 8:00|2020-07-05 16:59:59.999",
            "2020-07-05 17:00|2100-01-01",
        ),
        (When(moment("2020-07-04 9:00")), "2020-07-04 9:00|2100-01-01", "2020-07-04 8:59:59.999"),
        (
            When(hours=hours("8:00-12:00", "13:30-18:00")),
            "2020-07-04 8:00|2020-07-04 13:30",
            "2020-07-04 12:00|2020-07-04 18:00",
        ),
        (
            When(hours=hours("22:00-2:00")),
            "2020-07-04 22:00|2020-07-05 1:59:59.999",
            "2020-07-04 21:59|2020-07-05 2:00",
        ),
        (When(hours=hours("22:00-24:00")), "2020-07-04 23:59:59.999", "2020-07-05|2020-07-04 21:59:59.999"),
        (
            When(hours=hours("9:00-9:00"), days=Days((5,))),
            "2020-07-04 9:00|2020-07-05 8:59:59.999",
            "2020-07-04 8:59|2020-07-05 9:00",
        ),
        (
            When(hours=hours("0:00-0:00"), days=Days((5,))),
            "2020-07-04|2020-07-04 23:59:59.999",
            "2020-07-03 23:59|2020-07-05",
        ),
        # The night of Friday belongs to Friday.
        (
            When(days=Days((4,)), hours=hours("22:00-6:00")),
            "2020-07-03 22:00|2020-07-04 5:59",
            "2020-07-03 5:00|2020-07-04 22:00",
        ),
        # The night of the last day is still its own; the morning of the first day is the night before's.
        (
            When(moment("2020-07-03"), moment("2020-07-04"), hours=hours("22:00-6:00")),
            "2020-07-05 5:59",
            "2020-07-03 5:00|2020-07-05 22:00",
        ),
        (When(until=moment("2020-07-05 1:00"), hours=hours("22:00-6:00")), "2020-07-05 0:59", "2020-07-05 1:00"),
        (When(days=Days(workdays=True)), "2020-07-03|2020-07-06", "2020-07-04|2020-07-05"),
        (When(days=Days(holidays=True)), "2020-07-04|2020-07-05", "2020-07-03|2020-07-06"),
        (When(days=Days((0,), holidays=True)), "2020-07-04|2020-07-06", "2020-07-03|2020-07-07"),
        (When(days=Days()), "", "2020-07-04|2020-07-06"),
    ],
)
def test_holds(when: When, holds: str, holds_not: str) -> None:
    assert all(SHANGHAI.holds(when, at(SHANGHAI, text)) for text in holds.split("|") if text)
    assert not any(SHANGHAI.holds(when, at(SHANGHAI, text)) for text in holds_not.split("|"))


def test_hours_on_the_days_on_which_clocks_change() -> None:
    morning = When(hours=hours("1:30-2:30"))
    assert BERLIN.windows(morning, date(2020, 3, 29)) == (
        (at(BERLIN, "2020-03-29 1:30"), at(BERLIN, "2020-03-29 3:30")),
    )
    ((start, end),) = BERLIN.windows(When(hours=hours("2:30-3:30")), date(2020, 10, 25))
    assert end - start == 2 * HOUR  # from the first 2:30
    assert BERLIN.windows(When(hours=hours("2:30-3:15")), date(2020, 3, 29)) == ()  # 3:30 to 3:15


def test_hours_that_touch_are_one_window() -> None:
    when = When(hours=hours("13:00-15:00", "8:00-12:00", "12:00-13:00", "9:00-10:00"))
    assert SHANGHAI.windows(when, date(2020, 7, 4)) == (
        (at(SHANGHAI, "2020-07-04 8:00"), at(SHANGHAI, "2020-07-04 15:00")),
    )


@given(data=st.data(), snapshot=worlds.snapshots(premieres=False))
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_holds_as_the_oracle_says(data: st.DataObject, snapshot: Snapshot) -> None:
    """A condition holds where some day's window contains the instant, found by trying all days near."""
    when = data.draw(worlds.whens(worlds.DAYS_OF_CHANGE[snapshot.zone]))
    now = data.draw(worlds.visits(snapshot))
    calendar = Calendar(snapshot.zone, snapshot.days)
    assert calendar.holds(when, now) == bool(Oracle(snapshot).owners(when, now))


@given(data=st.data(), snapshot=worlds.snapshots(premieres=False))
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_next_change(data: st.DataObject, snapshot: Snapshot) -> None:
    """The next change is where the condition turns; before it nothing does."""
    when = data.draw(worlds.whens(worlds.DAYS_OF_CHANGE[snapshot.zone]))
    now = data.draw(worlds.visits(snapshot))
    calendar = Calendar(snapshot.zone, snapshot.days)
    change = calendar.next_change(when, now)
    state = calendar.holds(when, now)
    if change is not None:
        assert change > now
        assert calendar.holds(when, change) != state
        assert calendar.holds(when, Millis(change - 1)) == state
    end = now + 6 * DAY if change is None else change
    edges = Oracle(snapshot).edges(calendar.day(now), calendar.day(Millis(min(end, now + 6 * DAY))))
    edges += [edge for offset in range(-2, 8) for edge in edges_of(calendar, when, now, offset)]
    assert all(calendar.holds(when, Millis(edge)) == state for edge in edges if now <= edge < end)


def edges_of(calendar: Calendar, when: When, now: Millis, offset: int) -> list[Millis]:
    windows = calendar.windows(when, calendar.day(now) + timedelta(days=offset))
    return [edge for window in windows for edge in window]


def test_next_change_far_away_or_never() -> None:
    calendar = Calendar("Asia/Shanghai", TABLE_2020)
    now = at(calendar, "2020-05-06")
    assert calendar.next_change(ALWAYS, now) is None
    assert calendar.next_change(When(days=Days()), now) is None
    assert calendar.next_change(When(moment("2031-05-06 9:00")), now) == at(calendar, "2031-05-06 9:00")
    assert calendar.next_change(When(until=moment("2020-07-06")), now) == at(calendar, "2020-07-07")
    assert calendar.next_change(When(hours=hours("9:00-17:00")), now) == at(calendar, "2020-05-06 9:00")
    assert calendar.next_change(When(until=moment("2019-07-06")), now) is None
    assert HORIZON_DAYS > 366


def test_absurd_years_are_answered() -> None:
    when = When(Moment(date.min, DayTime(0)), Moment(date.max, DayTime(DAY)))
    assert SHANGHAI.holds(when, at(SHANGHAI, "2020-07-04"))
    assert SHANGHAI.holds(When(Moment(date.min), Moment(date.max)), at(SHANGHAI, "2020-07-04"))
    assert not SHANGHAI.holds(When(Moment(date.max)), at(SHANGHAI, "2020-07-04"))


def test_clock_helper() -> None:
    assert clock("9:30:15.250") == 9 * HOUR + 30 * MINUTE + 15_250

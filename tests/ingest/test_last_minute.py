"""Whoever writes 23:59 as an end means the end of that day: 24:00 and 23:59 play the same, to the last minute."""

from __future__ import annotations

from datetime import date

import pytest

from player.ingest.pipeline import ingest, rules_of
from player.model.content import Moment, When
from player.model.settings import Settings
from player.model.snapshot import DayTable
from player.model.units import DAY, HOUR, MINUTE, Millis
from player.timeline.calendar import Calendar
from tests.ingest.memory import MemoryFiles

NOON = Millis(1_893_470_400_000)


def when_of(text: str) -> tuple[When, list[str]]:
    plan = f"slides:\n  - slogan: 绿水青山\n    when: {{{text}}}\n"
    taken = ingest(MemoryFiles({"节目单.yaml": plan.encode()}), previous=None, now=NOON, rules=rules_of(Settings()))
    (slide,) = taken.snapshot.slides()
    (when,) = slide.when
    return when, [problem.code for problem in taken.problems]


@pytest.mark.parametrize("end", ["23:59", "23:59:59", "夜里11:59", "24:00"])
def test_an_end_at_the_last_minute_is_the_end_of_the_day(end: str) -> None:
    when, codes = when_of(f"hours: 18:00-{end}")
    assert [part.end for part in when.hours] == [DAY]
    assert codes == ([] if end == "24:00" else ["time-last-minute"])


def test_no_minute_is_left_between_two_days() -> None:
    when, _ = when_of("hours: 0:00-23:59")
    calendar = Calendar("Asia/Shanghai", DayTable())
    midnight = calendar.midnight(date(2030, 1, 2))
    assert all(calendar.holds(when, Millis(midnight + at)) for at in range(-2 * MINUTE, 2 * MINUTE, 1_000))


def test_the_last_minute_of_the_last_day_belongs_to_it() -> None:
    when, codes = when_of("from: 2030-01-01, until: 2030-01-05 23:59")
    assert when.until == Moment(date(2030, 1, 5))
    assert codes == ["time-last-minute"]


@pytest.mark.parametrize("end", ["23:58", "23:00", "22:59"])
def test_any_other_minute_is_meant_as_it_is_written(end: str) -> None:
    when, codes = when_of(f"hours: 18:00-{end}")
    hour, minute = map(int, end.split(":"))
    assert [part.end for part in when.hours] == [hour * HOUR + minute * MINUTE]
    assert codes == []


def test_a_window_that_begins_at_the_last_minute_keeps_its_beginning() -> None:
    when, codes = when_of("hours: 23:59-6:00")
    assert [(part.start, part.end) for part in when.hours] == [(DAY - MINUTE, 6 * HOUR)]
    assert codes == []

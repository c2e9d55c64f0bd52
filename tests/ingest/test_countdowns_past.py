"""A countdown to a day that is long over, most often in a year that was left as it was, is told; one that has just ended is not."""

from __future__ import annotations

import pytest

from tests.ingest.conftest import Take


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2019-07-04 09:00", True),
        ("2019年12月1日", True),
        ("2019-11-30", True),
        ("2020-06-30", False),
        ("2020-01-02", False),
        ("2020-07-04", False),
        ("2021-07-04", False),
        ("12:30", False),
    ],
)
def test_a_countdown_to_a_day_of_a_past_year_is_told(take: Take, day: str, told: bool) -> None:
    """The day of the look is 2020-07-01."""
    problems = take({"a.yaml": f"slides:\n  - slogan: 甲\n  - countdown: {day}\n"}).problems
    assert [each.code for each in problems] == ["countdown-past"] * told
    assert all((each.place.line, each.place.column) == (3, 16) for each in problems)


def test_a_countdown_that_ended_around_new_year_is_over_and_no_mistake(take: Take) -> None:
    from datetime import UTC, datetime

    now = round(datetime(2020, 1, 3, tzinfo=UTC).timestamp() * 1000)
    assert not take({"a.yaml": "slides:\n  - countdown: 2020-01-01\n  - countdown: 2019-12-31\n"}, now=now).problems


def test_a_countdown_that_was_given_its_own_end_or_its_playlists_is_over_and_no_mistake(take: Take) -> None:
    """It was kept for the record: nobody counts on seeing it."""
    own = "slides:\n  - slogan: 甲\n  - countdown: 2019-07-04\n    when: {until: 2019-07-05}\n"
    whole = "when: {until: 2019-07-05}\nslides:\n  - slogan: 甲\n  - countdown: 2019-07-04\n"
    for text in (own, whole):
        assert not take({"a.yaml": text}).problems
        assert [each.code for each in take({"a.yaml": text.replace("2019-07-05", "2020-07-05")}).problems] == [
            "countdown-past"
        ]

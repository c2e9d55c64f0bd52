"""Which slide is guilty, and when it is safe mode: pure rules on the ends of the glass."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from player.roles.crashes import CONVICTING, CONVICTING_TIME, MANY, MANY_TIME, SAFE_TIME, Crashes, End


def after(*ends: End) -> Crashes:
    crashes = Crashes()
    for end in ends:
        crashes = crashes.at(end.at).ended(end)
    return crashes


def test_three_ends_on_one_slide_within_a_minute_convict_it() -> None:
    ends = [End(at, ("b",)) for at in (0.0, 20.0, 59.0)]
    assert after(*ends[:2]).guilty() is None
    assert after(*ends).guilty() == "b"
    assert after(*ends[:2], End(60.0, ("b",))).guilty() is None, "the first is too long ago"


def test_the_slide_that_was_coming_is_blamed_not_the_one_that_stood() -> None:
    assert after(*(End(at, ("coming", "stood")) for at in (0.0, 10.0, 20.0))).guilty() == "coming"


def test_ends_on_different_slides_convict_none() -> None:
    assert after(*(End(float(at), (str(at),)) for at in range(4))).guilty() is None
    assert after(*(End(float(at)) for at in range(4))).guilty() is None, "nor ends before anything was shown"


@given(st.lists(st.tuples(st.floats(0, 300), st.sampled_from("abc")), max_size=30))
def test_a_conviction_has_its_three_ends(steps: list[tuple[float, str]]) -> None:
    """Law: whoever is convicted was there at the last end and at two more within the minute before it."""
    now, ends = 0.0, []
    for pause, slide in steps:
        now += pause
        ends.append(End(now, (slide,)))
        crashes = after(*ends)
        if crashes.safe_since is not None:
            return
        within = [end for end in ends if now - end.at < CONVICTING_TIME and slide in end.slides]
        assert (crashes.guilty() == slide) == (len(within) >= CONVICTING)


def test_five_ends_within_ten_minutes_are_safe_mode_and_an_hour_later_it_is_tried_without() -> None:
    ends = [End(at * 100.0, (str(at),)) for at in range(MANY)]
    assert not after(*ends[:-1]).safe
    crashes = after(*ends)
    assert crashes.safe
    since = ends[-1].at
    assert crashes.at(since + SAFE_TIME - 1).safe
    tried = crashes.at(since + SAFE_TIME)
    assert not tried.safe
    assert tried.ended(End(since + SAFE_TIME + MANY_TIME - 1)).safe, "one end on trial, and it is safe mode again"
    assert not tried.ended(End(since + SAFE_TIME + MANY_TIME)).safe, "but after ten good minutes it is forgotten"


def test_five_ends_over_a_longer_time_are_no_safe_mode() -> None:
    assert not after(*(End(at * 151.0, (str(at),)) for at in range(20))).safe

"""What came lately, when it is first shown, and why not sooner."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from player.model.content import Daypart, Moment, Slide, When
from player.model.snapshot import Playlist, Premiere, Snapshot
from player.model.units import DAY, HOUR, DayTime, Millis
from player.status.arrivals import MOST, arrivals, first_showing
from player.timeline.scenes import Timeline
from tests.support.status import NOW, slogan

OLD = tuple(slogan(text) for text in "甲乙丙")
BEFORE = Snapshot(playlists=(Playlist("日常", "日常", OLD),))
NEW = slogan("新", "新.png")


def after(*slides: Slide, news: tuple[str, ...] = ()) -> Timeline:
    premieres = tuple(Premiere(name, NOW) for name in news)
    return Timeline(Snapshot(playlists=(Playlist("日常", "日常", slides),), premieres=premieres))


def test_a_first_start_is_no_news() -> None:
    assert arrivals(after(*OLD, NEW), None, (), NOW) == ()


def test_a_new_slide_is_told_with_the_cue_that_shows_it_first() -> None:
    shown = after(*OLD, NEW, news=(NEW.id,))
    (arrival,) = arrivals(shown, BEFORE, (), NOW)
    assert (arrival.file, arrival.title, arrival.came, arrival.waits) == ("新.png", "新", NOW, None)
    assert arrival.first is not None
    assert shown.scene_at(arrival.first).cues[0].slide == NEW
    assert all(cue.slide != NEW for cue in shown.cues(NOW, arrival.first))


def test_new_content_under_an_old_name_is_first_shown_at_an_edge() -> None:
    """What is on the glass stays until its cue ends, also where the new version has the same id."""
    changed = replace(OLD[0], fields=(("slogan", "甲改"),))
    shown = after(changed, *OLD[1:])
    during = shown.scene_at(NOW).cues[0]
    assert during.slide == changed
    later = Millis(during.start + 1_000)
    (arrival,) = arrivals(shown, BEFORE, (), later)
    assert arrival.first is not None
    assert arrival.first >= during.end


def test_what_was_told_stays_for_a_day_and_while_it_is_there() -> None:
    shown = after(*OLD, NEW)
    known = arrivals(shown, BEFORE, (), NOW)
    later = Millis(NOW + HOUR)
    assert arrivals(shown, shown.snapshot, known, later) == known
    assert arrivals(shown, shown.snapshot, known, Millis(NOW + DAY)) == ()
    assert arrivals(after(*OLD), shown.snapshot, known, later) == ()


def test_a_showing_still_to_come_is_reckoned_anew() -> None:
    came = Millis(NOW + 1)
    known = arrivals(after(*OLD, NEW), BEFORE, (), came)
    assert known[0].first is not None
    assert known[0].first > came
    slower = after(*(replace(slide, dwell=Millis(60_000)) for slide in OLD), NEW)
    (arrival,) = arrivals(slower, after(*OLD, NEW).snapshot, known, Millis(came + 1))
    assert arrival.came == came
    assert arrival.first == first_showing(slower, NEW.id, Millis(came + 1)) != known[0].first


def test_who_outranks_it_is_told() -> None:
    high = Playlist("云竞答.yaml", "云竞答", (slogan("答"),), When(until=Moment(date(2020, 7, 4))), priority=9)
    shown = Timeline(Snapshot(playlists=(Playlist("日常", "日常", (*OLD, NEW)), high)))
    (arrival,) = [one for one in arrivals(shown, BEFORE, (), NOW) if one.slide == NEW.id]
    assert arrival.first is not None
    assert arrival.first >= shown.calendar.midnight(date(2020, 7, 5))
    assert arrival.waits is not None
    assert arrival.waits.zh == "现在由“云竞答”优先播放"


def test_its_own_times_are_told() -> None:
    evening = When(hours=(Daypart(DayTime(18 * HOUR), DayTime(20 * HOUR)),))
    (arrival,) = arrivals(after(*OLD, replace(NEW, when=(evening,))), BEFORE, (), NOW)
    assert arrival.waits is not None
    assert arrival.waits.zh == "它的时间是：18:00-20:00"


def test_what_is_over_is_never_shown() -> None:
    over = When(until=Moment(date(2020, 7, 1)))
    (arrival,) = arrivals(after(*OLD, replace(NEW, when=(over,))), BEFORE, (), NOW)
    assert arrival.first is None
    assert arrival.waits is not None
    assert arrival.waits.zh == "它的时间是：到 2020-07-01 为止"


def test_there_are_never_too_many() -> None:
    many = tuple(slogan(f"第{number}页") for number in range(100))
    known = arrivals(after(*OLD, *many), BEFORE, (), NOW)
    assert len(known) == MOST
    assert len(arrivals(after(*OLD, *many, NEW), after(*OLD, *many).snapshot, known, NOW)) == MOST

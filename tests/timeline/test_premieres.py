"""Premieres: what is new is shown at once, and everything else as if nothing had happened."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from player.model.content import When
from player.model.scene import Cue
from player.model.snapshot import Premiere, Snapshot
from player.model.units import DAY, HOUR, SECOND, Millis
from player.timeline.premieres import HANDFUL
from player.timeline.rotation import SLIVER
from player.timeline.scenes import Timeline
from tests.timeline import worlds

WHOLE = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
OLD = tuple(worlds.slide(f"o{number}", 10) for number in range(4))
DAY_START = "2020-07-01"


def world(*new: str, at: str, seconds: float = 7, when: When = When()) -> Timeline:  # noqa: B008  # a frozen value
    """Four old slides of 10 s all day, and new ones after them that came at an instant."""
    slides = (*OLD, *(worlds.slide(name, seconds) for name in new))
    snapshot = Snapshot(playlists=(worlds.playlist("p", slides, when),))
    instant = worlds.at(Timeline(snapshot).calendar, at)
    return Timeline(replace(snapshot, premieres=tuple(Premiere(name, instant) for name in new)))


def told(timeline: Timeline, start: str, seconds: float) -> str:
    first = worlds.at(timeline.calendar, start)
    cues = timeline.cues(first, Millis(first + round(seconds * SECOND)))
    return " ".join(f"{cue.slide.id}:{(cue.end - cue.start) / SECOND:g}" for cue in cues)


def test_a_new_slide_comes_at_the_next_edge_and_the_rotation_goes_on_beneath() -> None:
    timeline = world("n", at="2020-07-01 0:00:12")
    assert told(timeline, "2020-07-01 0:00", 60) == "o0:10 o1:10 n:7 o2:3 o3:10 n:7 o0:10 o1:10"
    without = Timeline(replace(timeline.snapshot, premieres=()))
    assert told(without, "2020-07-01 0:00", 60) == "o0:10 o1:10 o2:10 o3:10 n:7 o0:10 o1:10"


def test_an_edge_at_the_very_instant_is_the_edge() -> None:
    assert told(world("n", at="2020-07-01 0:00:10"), "2020-07-01 0:00", 25) == "o0:10 n:7 o1:3 o2:10"
    assert told(world("n", at="2020-07-01 0:00:10.001"), "2020-07-01 0:00", 29) == "o0:10 o1:10 n:7 o2:3"


def test_what_would_be_a_sliver_after_it_is_given_to_it() -> None:
    timeline = world("n", at="2020-07-01 0:00:12", seconds=8.001)
    assert told(timeline, "2020-07-01 0:00", 40) == "o0:10 o1:10 n:10 o3:10"
    timeline = world("n", at="2020-07-01 0:00:12", seconds=8)
    assert told(timeline, "2020-07-01 0:00", 40) == "o0:10 o1:10 n:8 o2:2 o3:10"


def test_forty_at_once_show_a_handful_and_go_on() -> None:
    timeline = world(*(f"n{number:02}" for number in range(40)), at="2020-07-01 0:00:12")
    assert told(timeline, "2020-07-01 0:00", 70) == "o0:10 o1:10 n00:7 n01:7 n02:7 n03:7 n04:7 n02:6 n03:7 n04:7"


def test_named_twice_it_premieres_once_when_it_first_came() -> None:
    timeline = world("n", at="2020-07-01 0:00:12")
    (first,) = timeline.snapshot.premieres
    twice = replace(timeline.snapshot, premieres=(first, replace(first, at=Millis(first.at + 10 * SECOND))))
    assert told(Timeline(twice), "2020-07-01 0:00", 40) == "o0:10 o1:10 n:7 o2:3 o3:10"


def test_one_more_at_the_very_end_of_a_handful_lapses() -> None:
    timeline = world("n0", "n1", "n2", "n3", "n4", "n5", at="2020-07-01 0:00:12", seconds=10)
    *five, last = timeline.snapshot.premieres
    late = replace(last, at=Millis(last.at + 53 * SECOND))  # due at 0:01:10, where the others end
    shown = told(Timeline(replace(timeline.snapshot, premieres=(*five, late))), "2020-07-01 0:01:10", 40)
    assert shown == "n3:10 n4:10 n5:10 o0:10"


def test_a_premiere_in_the_next_stretch_is_a_run_of_its_own() -> None:
    first = world("n", at="2020-07-01 8:00:11", seconds=30, when=When(hours=worlds.hours("8:00-8:00:45")))
    second = worlds.playlist(
        "q", (worlds.slide("q", 10), worlds.slide("m", 10)), When(hours=worlds.hours("8:00:45-9:00"))
    )
    came = Millis(first.snapshot.premieres[0].at + 30 * SECOND)
    timeline = Timeline(
        replace(
            first.snapshot,
            playlists=(*first.snapshot.playlists, second),
            premieres=(*first.snapshot.premieres, Premiere("m", came)),
        )
    )
    assert told(timeline, "2020-07-01 8:00", 75) == "o0:10 o1:10 n:25 m:10 m:10 q:10"
    assert [[cue.slide.id for cue in run.cues] for run in timeline._runs] == [["n"], ["m"]]


def test_one_that_comes_while_others_premiere_joins_them() -> None:
    timeline = world("n", "m", at="2020-07-01 0:00:12")
    later = replace(timeline.snapshot.premieres[1], at=Millis(timeline.snapshot.premieres[0].at + 9 * SECOND))
    snapshot = replace(timeline.snapshot, premieres=(timeline.snapshot.premieres[0], later))
    assert told(Timeline(snapshot), "2020-07-01 0:00", 40) == "o0:10 o1:10 n:7 o2:3 m:7 o3:3"
    # The edge at 0:00:30 falls into a premiere of 25 s; it follows at once.
    slides = tuple(replace(slide, dwell=Millis(25_000)) if slide.id == "n" else slide for slide in snapshot.slides())
    snapshot = replace(snapshot, playlists=(replace(snapshot.playlists[0], slides=slides),))
    assert told(Timeline(snapshot), "2020-07-01 0:00", 60) == "o0:10 o1:10 n:25 m:7 n:13"


def test_before_opening_it_waits_for_the_first_edge_of_the_day() -> None:
    timeline = world("n", at="2020-07-01 7:12", when=When(hours=worlds.hours("8:00-8:01")))
    assert told(timeline, "2020-07-01 0:00", 9 * 3600) == "n:7 o0:3 o1:10 o2:10 o3:10 n:7 o0:10 o1:3"


def test_in_the_last_cue_of_a_day_it_waits_for_the_next_morning() -> None:
    timeline = world("n", at="2020-07-01 8:00:58", when=When(hours=worlds.hours("8:00-8:01")))
    assert told(timeline, "2020-07-01 0:00", 9 * 3600) == "o0:10 o1:10 o2:10 o3:10 n:7 o0:10 o1:3"
    assert told(timeline, "2020-07-02 0:00", 9 * 3600) == "n:7 o0:3 o1:10 o2:10 o3:10 n:7 o0:10 o1:3"


def test_at_the_end_of_its_stretch_it_ends() -> None:
    hours = When(hours=worlds.hours("8:00-8:00:45"))
    timeline = world("n", at="2020-07-01 8:00:11", seconds=30, when=hours)
    assert told(timeline, "2020-07-01 0:00", 9 * 3600) == "o0:10 o1:10 n:25"
    timeline = world("n", at="2020-07-01 8:00:29", seconds=30, when=hours)
    assert told(timeline, "2020-07-01 0:00", 9 * 3600) == "o0:10 o1:10 o2:10 n:15"
    timeline = world("n", at="2020-07-01 8:00:11", seconds=23.5, when=hours)  # 1.5 s would be left
    assert told(timeline, "2020-07-01 0:00", 9 * 3600) == "o0:10 o1:10 n:25"


def test_one_for_which_a_run_leaves_no_time_lapses() -> None:
    timeline = world("n", "m", at="2020-07-01 8:00:11", seconds=23.5, when=When(hours=worlds.hours("8:00-8:00:45")))
    assert told(timeline, "2020-07-01 0:00", 9 * 3600) == "o0:10 o1:10 n:25"
    assert "m" not in told(timeline, "2020-07-02 0:00", 9 * 3600)


def test_while_a_takeover_rules_it_lapses() -> None:
    timeline = world("n", at="2020-07-01 12:00")
    urgent = worlds.playlist("紧急", (worlds.slide("u", 20),), When(hours=worlds.hours("11:00-13:00")), takeover=True)
    both = Timeline(replace(timeline.snapshot, playlists=(*timeline.snapshot.playlists, urgent)))
    without = Timeline(replace(both.snapshot, premieres=()))
    start = worlds.at(both.calendar, DAY_START)
    assert list(both.cues(start, Millis(start + DAY))) == list(without.cues(start, Millis(start + DAY)))


def test_names_and_instants_that_mean_nothing_are_passed_over() -> None:
    timeline = world("n", at="2020-07-01 0:00:12")
    odd = tuple(Premiere(name, Millis(at)) for name in ("n", "gone") for at in (-1, -(10**18), 10**18))
    assert told(Timeline(replace(timeline.snapshot, premieres=odd)), "2020-07-01 0:00", 20) == "o0:10 o1:10"
    gone = (Premiere("gone", timeline.snapshot.premieres[0].at), *timeline.snapshot.premieres)
    assert told(Timeline(replace(timeline.snapshot, premieres=gone)), "2020-07-01 0:00", 29) == "o0:10 o1:10 n:7 o2:3"


@given(data=st.data(), snapshot=worlds.snapshots())
@WHOLE
def test_outside_its_runs_nothing_changes(data: st.DataObject, snapshot: Snapshot) -> None:
    """As if it had run all along: away from premieres each cue is the base timeline's, whole or the end of it."""
    timeline, base = Timeline(snapshot), Timeline(replace(snapshot, premieres=()))
    start = data.draw(worlds.visits(snapshot))
    run_cues = {(cue.start, cue.end) for run in timeline._runs for cue in run.cues}
    for cue in timeline.cues(start, Millis(start + DAY)):
        if (cue.start, cue.end) in run_cues:
            continue
        beneath = base.scene_at(cue.start).cues[0]
        assert replace(beneath, start=cue.start) == cue
        assert beneath.start == cue.start or any(end == cue.start for _, end in run_cues)


@given(snapshot=worlds.snapshots())
@WHOLE
def test_runs_are_short_and_stay_in_their_stretch(snapshot: Snapshot) -> None:
    """A run begins at a base edge, is gapless, shows each slide once, at most a handful, and ends with its stretch."""
    timeline = Timeline(snapshot)
    shown: list[str] = []
    for run in timeline._runs:
        stretch = timeline._base.stretch_at(run.start)
        assert next(timeline._base.cues(stretch, run.start)).start == run.start
        assert 1 <= len(run.cues) <= HANDFUL
        assert all(before.end == after.start for before, after in pairwise(run.cues))
        assert run.end <= stretch.end
        shown += [cue.slide.id for cue in run.cues]
        for cue in run.cues:
            assert cue.end - cue.start < cue.slide.dwell + SLIVER
            assert cue.end - cue.start >= min(cue.slide.dwell, stretch.end - cue.start)
            assert [cue] == list(timeline.cues(cue.start, cue.end))
    assert len(shown) == len(set(shown))
    assert all(
        before.end < after.start or not same_stretch(timeline, before.cues[0], after.cues[0])
        for before, after in pairwise(timeline._runs)
    )


def same_stretch(timeline: Timeline, one: Cue, other: Cue) -> bool:
    return timeline._base.stretch_at(one.start) == timeline._base.stretch_at(other.start)


@given(at=st.integers(0, 2 * HOUR), dwells=st.lists(worlds.dwells, min_size=1, max_size=5), dwell=worlds.dwells)
@WHOLE
def test_it_is_shown_at_the_first_edge(at: int, dwells: list[int], dwell: int) -> None:
    """A new slide that may be shown is shown at the first base edge at or after it came, no later and not before."""
    slides = tuple(worlds.slide(f"o{place}", each / 1000) for place, each in enumerate(dwells))
    snapshot = Snapshot(playlists=(worlds.playlist("p", (*slides, worlds.slide("n", dwell / 1000))),))
    base = Timeline(snapshot)
    start = worlds.at(base.calendar, DAY_START)
    timeline = Timeline(replace(snapshot, premieres=(Premiere("n", Millis(start + at)),)))
    edges = [cue.start for cue in base.cues(start, Millis(start + DAY))]
    edge = edges[bisect_left(edges, start + at)]
    cue = timeline.scene_at(edge).cues[0]
    assert (cue.slide.id, cue.start) == ("n", edge)
    assert list(timeline.cues(start, edge)) == list(base.cues(start, edge))
    assert timeline.next_showing("n", edge) == cue

"""The laws of the timeline: each a test, the law its docstring. The checks themselves stand in `laws.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from player.model.content import When
from player.model.snapshot import Playlist, Snapshot
from player.model.units import DAY, HOUR, Millis
from player.timeline.scenes import Timeline, scene_at
from tests.timeline import laws, worlds

WHOLE = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
ANY_INSTANT = st.integers(0, 4_133_980_800_000).map(Millis)  # 1970 to 2100


@given(snapshot=worlds.snapshots(), now=ANY_INSTANT)
@WHOLE
def test_total(snapshot: Snapshot, now: Millis) -> None:
    """Total: for any instant from 1970 to 2100 there is a scene, and it ends."""
    laws.total(Timeline(snapshot), now)


@given(data=st.data(), snapshot=worlds.snapshots())
@WHOLE
def test_contains(data: st.DataObject, snapshot: Snapshot) -> None:
    """Contains: the cue of a scene contains its instant and ends with the scene; its conditions hold."""
    laws.contains(Timeline(snapshot), data.draw(worlds.visits(snapshot)))


@given(data=st.data(), snapshot=worlds.snapshots(), fraction=st.floats(0, 1))
@WHOLE
def test_constant(data: st.DataObject, snapshot: Snapshot, fraction: float) -> None:
    """Constant: every instant of a cue has the same scene, and the instant of its end another."""
    laws.constant(Timeline(snapshot), data.draw(worlds.visits(snapshot)), fraction)


@given(data=st.data(), snapshot=worlds.snapshots(), steps=st.lists(st.integers(-HOUR, HOUR), min_size=1, max_size=6))
@WHOLE
def test_memory(data: st.DataObject, snapshot: Snapshot, steps: list[int]) -> None:
    """Memory: a timeline that was asked before, also on the way from scene to scene, says what a new one says."""
    asked, at = Timeline(snapshot), data.draw(worlds.visits(snapshot))
    for step in steps:
        at = Millis(at + step)
        scene = asked.scene_at(at)
        assert scene == Timeline(snapshot).scene_at(at)
        middle = Millis((at + scene.until) // 2)
        for then in (middle, Millis(scene.until - 1), scene.until):
            assert asked.scene_at(then) == Timeline(snapshot).scene_at(then)


@given(data=st.data(), snapshot=worlds.snapshots())
@WHOLE
def test_tiling(data: st.DataObject, snapshot: Snapshot) -> None:
    """Tiling: cues follow without gap or overlap wherever something rules; walking from scene to scene gives them all."""
    start = data.draw(worlds.visits(snapshot))
    laws.tiling(Timeline(snapshot), start, Millis(start + DAY))


@given(data=st.data(), snapshot=worlds.snapshots())
@WHOLE
def test_any_door(data: st.DataObject, snapshot: Snapshot) -> None:
    """Any door gives the same rest: whoever begins later, with no memory, sees the same cues from there on."""
    start = data.draw(worlds.visits(snapshot))
    door = Millis(start + data.draw(st.integers(0, DAY - 1)))
    end = Millis(start + DAY)
    laws.any_door(Timeline(snapshot), start, door, end)
    afresh = [cue for cue in Timeline(snapshot).cues(start, end) if cue.end > door]
    assert list(Timeline(snapshot).cues(door, end)) == afresh
    assert scene_at(snapshot, door) == Timeline(snapshot).scene_at(door)


@given(data=st.data(), snapshot=worlds.snapshots())
@WHOLE
def test_rank(data: st.DataObject, snapshot: Snapshot) -> None:
    """Rank: nothing of lower rank is shown while a playlist of higher rank has slides; a takeover ranks above all."""
    start = data.draw(worlds.visits(snapshot))
    laws.rank(Timeline(snapshot), start, Millis(start + DAY))


@given(
    data=st.data(), snapshot=worlds.snapshots(premieres=False), fresh=st.lists(worlds.dwells, min_size=1, max_size=4)
)
@WHOLE
def test_locality_of_a_change(data: st.DataObject, snapshot: Snapshot, fresh: list[int]) -> None:
    """Locality: new slides in a playlist change no cue of a stretch in which it does not rule."""
    number = data.draw(st.integers(0, max(0, len(snapshot.playlists) - 1)))
    if not snapshot.playlists or not snapshot.playlists[number].slides:
        return
    old = snapshot.playlists[number]
    when = old.slides[0].when
    slides = tuple(worlds.slide(f"new{place}", dwell / 1000, when=when) for place, dwell in enumerate(fresh))
    changed_playlist = replace(old, slides=slides)
    same_conditions = replace(old, slides=tuple(replace(slide, when=when) for slide in old.slides))
    before = Timeline(with_playlist(snapshot, number, same_conditions))
    after = Timeline(with_playlist(snapshot, number, changed_playlist))
    now = data.draw(worlds.visits(snapshot))
    end = Millis(now + DAY)
    while now < end:
        stretch = before._base.stretch_at(now)
        assert after._base.stretch_at(now).start == stretch.start
        if number not in dict(stretch.ruling):
            was = list(before.cues(now, stretch.end))
            assert list(after.cues(now, stretch.end)) == was
        now = stretch.end


@given(data=st.data(), snapshot=worlds.snapshots(premieres=False))
@WHOLE
def test_locality_of_an_addition(data: st.DataObject, snapshot: Snapshot) -> None:
    """Locality: a playlist added for some day changes nothing on days that are two or more away from it."""
    day = worlds.DAYS_OF_CHANGE[snapshot.zone]
    alone = When(
        worlds.Moment(day), worlds.Moment(day), hours=data.draw(st.lists(worlds.dayparts, max_size=2).map(tuple))
    )
    added = worlds.playlist("q", (worlds.slide("new", 600),), alone, priority=data.draw(st.integers(-1, 2)))
    before, after = Timeline(snapshot), Timeline(replace(snapshot, playlists=(*snapshot.playlists, added)))
    for away in (-3, 4):
        start = before.calendar.midnight(day + timedelta(days=away))
        assert list(after.cues(start, Millis(start + DAY))) == list(before.cues(start, Millis(start + DAY)))


def with_playlist(snapshot: Snapshot, number: int, playlist: Playlist) -> Snapshot:
    playlists = list(snapshot.playlists)
    playlists[number] = playlist
    return replace(snapshot, playlists=tuple(playlists))


@pytest.mark.parametrize(
    ("zone", "date", "length"),
    [
        ("Asia/Shanghai", "2020-07-04", 24),
        ("Europe/Berlin", "2020-03-29", 23),
        ("Europe/Berlin", "2020-10-25", 25),
        ("Australia/Lord_Howe", "2020-04-05", 24.5),
        ("Australia/Lord_Howe", "2020-10-04", 23.5),
        ("America/Havana", "2020-11-01", 25),  # midnight twice
        ("America/Asuncion", "2020-10-04", 23),  # no midnight
        ("America/St_Johns", "2010-11-07", 25),  # at 00:01 back to yesterday
        ("Pacific/Apia", "2011-12-30", 0),  # no such day
    ],
)
@given(opens=st.integers(3 * 60, 20 * 60), minutes=st.integers(1, 3 * 60), dwell=worlds.dwells)
@settings(deadline=None, max_examples=15)
def test_wall_clock(zone: str, date: str, *, length: float, opens: int, minutes: int, dwell: int) -> None:
    """Wall clock: on days of 23, 24 and 25 hours the day is tiled whole, and hours hold as the clock on the wall says."""
    day = worlds.moment(date).day
    text = "-".join(f"{each // 60}:{each % 60}" for each in (opens, opens + minutes))
    high = worlds.playlist("high", (worlds.slide("h", dwell / 1000),), When(hours=worlds.hours(text)), priority=1)
    timeline = Timeline(Snapshot(zone, (worlds.playlist("low", (worlds.slide("l", 600),)), high)))
    start, end = timeline.calendar.midnight(day), timeline.calendar.midnight(day + timedelta(days=1))
    assert end - start == length * HOUR
    cues = list(timeline.cues(start, end))
    assert sum(cue.end - cue.start for cue in cues) == end - start
    high_cues = [cue for cue in cues if cue.playlist == "high"]
    if high_cues:
        first, last = high_cues[0].start, high_cues[-1].end
        assert timeline.calendar.moment(first) == worlds.Moment(day, worlds.DayTime(opens * 60_000))
        assert timeline.calendar.moment(last) == worlds.Moment(day, worlds.DayTime((opens + minutes) * 60_000))
    assert bool(high_cues) == (length > 0)


@given(ordinary=st.lists(worlds.dwells, min_size=1, max_size=6), guests=st.lists(st.integers(1, 7), max_size=3))
@WHOLE
def test_share(ordinary: list[int], guests: list[int]) -> None:
    """Share of `every`: a slide that comes every n is shown after each n ordinary slides, counted from midnight on."""
    slides = [worlds.slide(f"o{place}", dwell / 1000) for place, dwell in enumerate(ordinary)]
    slides += [worlds.slide(f"e{place}", 200 + place, every=every) for place, every in enumerate(guests)]
    timeline = Timeline(Snapshot(playlists=(worlds.playlist("p", tuple(slides)),)))
    start = worlds.at(timeline.calendar, "2020-07-04")
    laws.share(timeline, start, Millis(start + DAY))


@given(dwells=st.lists(worlds.dwells, min_size=1, max_size=9), day=st.integers(0, 400))
@WHOLE
def test_shuffle(dwells: list[int], day: int) -> None:
    """Shuffle: each cycle is a permutation, and no slide comes twice in a row, not from cycle to cycle either."""
    slides = tuple(worlds.slide(f"s{place}", dwell / 1000) for place, dwell in enumerate(dwells))
    timeline = Timeline(Snapshot(playlists=(worlds.playlist("p", slides, shuffle=True),)))
    start = Millis(worlds.at(timeline.calendar, "2020-07-04") + day * DAY)
    laws.shuffled(timeline, start, Millis(start + DAY))


@given(data=st.data(), snapshot=worlds.snapshots())
@WHOLE
def test_no_slivers(data: st.DataObject, snapshot: Snapshot) -> None:
    """No slivers: a cue is shorter than 2 s only where what rules changes at both its ends."""
    start = data.draw(worlds.visits(snapshot))
    laws.no_slivers(Timeline(snapshot), start, Millis(start + DAY))


@given(data=st.data(), snapshot=worlds.snapshots(weekly=True, premieres=False, shuffle=False))
@WHOLE
def test_week_repeats(data: st.DataObject, snapshot: Snapshot) -> None:
    """Week repeats: where all conditions are weekly, so are the cues."""
    start = data.draw(worlds.visits(snapshot))
    laws.repeats(Timeline(snapshot), start, Millis(start + DAY))


@given(data=st.data(), snapshot=worlds.snapshots())
@WHOLE
def test_next_showing(data: st.DataObject, snapshot: Snapshot) -> None:
    """The next showing of a slide is its first cue that has not ended."""
    timeline = Timeline(snapshot)
    now = data.draw(worlds.visits(snapshot))
    near = list(timeline.cues(now, Millis(now + 2 * DAY)))
    for slide in snapshot.slides()[:4]:
        first = next((cue for cue in near if cue.slide.id == slide.id), None)
        found = timeline.next_showing(slide.id, now)
        if first is not None:
            assert found == first
        elif found is not None:
            assert found.start >= now + 2 * DAY
            assert found.slide.id == slide.id
            assert found in list(timeline.cues(found.start, found.end))
    assert timeline.next_showing("no such slide", now) is None

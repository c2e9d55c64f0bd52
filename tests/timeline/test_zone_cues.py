"""What stands around the slides, over time: pure like everything on the timeline, and no business of the slides'."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from player.model.content import ALWAYS, Daypart, Moment, Slide, Source, When
from player.model.scene import MAIN
from player.model.snapshot import Playlist, Snapshot, Zone
from player.model.units import DAY, HOUR, MINUTE, DayTime, Millis
from player.timeline.scenes import Timeline

START = Millis(int(datetime.fromisoformat("2026-06-29T00:00:00+08:00").timestamp() * 1000))
NAMES = ("ticker", "clock", "side")


def slide(name: str, dwell: int = 10_000, when: tuple[When, ...] = ()) -> Slide:
    return Slide(name, "slogan", Source("a"), Millis(dwell), when=when)


hours = st.tuples(st.integers(0, 23), st.integers(1, 24)).map(
    lambda pair: When(hours=(Daypart(DayTime(pair[0] * HOUR), DayTime(pair[1] * HOUR % DAY or DAY)),))
)
days = st.integers(0, 2).map(lambda day: When(start=Moment(date(2026, 6, 29 + min(day, 1)))))
whens = st.one_of(st.just(ALWAYS), hours, days)
dwells = st.integers(2_000, 40 * 60_000)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    playlists = tuple(
        Playlist(
            f"p{number}",
            f"p{number}",
            tuple(slide(f"p{number}-{at}", draw(dwells)) for at in range(draw(st.integers(1, 3)))),
            when=draw(whens),
            priority=draw(st.integers(0, 1)),
            takeover=draw(st.booleans()) if number == 2 else False,
        )
        for number in range(draw(st.integers(1, 3)))
    )
    zones = tuple(
        Zone(
            draw(st.sampled_from(NAMES)),
            tuple(
                slide(f"z{number}-{at}", draw(dwells), draw(st.sampled_from([(), (ALWAYS,)])))
                for at in range(draw(st.integers(1, 3)))
            ),
            owner=draw(st.sampled_from(["", *(playlist.id for playlist in playlists)])),
            when=draw(whens),
        )
        for number in range(draw(st.integers(0, 4)))
    )
    return Snapshot(playlists=playlists, zones=zones)


instants = st.integers(0, 3 * DAY).map(lambda at: Millis(START + at))


@settings(deadline=None)
@given(snapshots(), instants)
def test_a_scene_and_the_cues_agree_in_every_zone(snapshot: Snapshot, now: Millis) -> None:
    """`scene_at` says what `cues` says, zone by zone, and each cue has the instant in it."""
    timeline = Timeline(snapshot)
    scene = timeline.scene_at(now)
    for name in (MAIN, *NAMES):
        cue = scene.cue(name)
        assert list(timeline.cues(now, Millis(now + 1), name)) == ([] if cue is None else [cue])
        assert cue is None or cue.start <= now < cue.end


@settings(deadline=None)
@given(snapshots(), instants)
def test_nothing_changes_before_until_and_something_is_asked_again_then(snapshot: Snapshot, now: Millis) -> None:
    timeline = Timeline(snapshot)
    scene = timeline.scene_at(now)
    assert scene.until > now
    assert timeline.scene_at(Millis(scene.until - 1)).cues == scene.cues
    middle = Millis((now + scene.until) // 2)
    assert Timeline(snapshot).scene_at(middle) == scene  # whatever was asked before


@settings(deadline=None)
@given(snapshots(), instants, st.integers(1, 8))
def test_the_cues_of_a_zone_follow_one_another(snapshot: Snapshot, now: Millis, length: int) -> None:
    """In order, without overlap, whole; where one is on at an instant, the scene has it."""
    timeline = Timeline(snapshot)
    for name in NAMES:
        cues = list(timeline.cues(now, Millis(now + length * HOUR), name))
        for before, after in pairwise(cues):
            assert before.end <= after.start
        for cue in cues:
            assert cue.start < cue.end
            assert timeline.scene_at(max(cue.start, now)).cue(name) == cue
            assert timeline.scene_at(Millis(cue.end - 1)).cue(name) == cue


@settings(deadline=None)
@given(snapshots(), snapshots(), instants)
def test_the_slides_are_the_same_whatever_stands_around_them(one: Snapshot, other: Snapshot, now: Millis) -> None:
    """The main zone's cues and their ends do not depend on the zones."""
    around = replace(one, zones=other.zones)
    end = Millis(now + 2 * HOUR)
    assert list(Timeline(one).cues(now, end)) == list(Timeline(around).cues(now, end))
    assert Timeline(one).main_at(now) == Timeline(around).main_at(now) == Timeline(replace(one, zones=())).scene_at(now)


@settings(deadline=None)
@given(snapshots(), instants)
def test_a_zone_does_not_depend_on_what_another_holds(snapshot: Snapshot, now: Millis) -> None:
    if not snapshot.zones:
        return
    first = snapshot.zones[0]
    changed = replace(first, slides=(slide("other", 7_000),), when=ALWAYS)
    after = replace(snapshot, zones=(changed, *snapshot.zones[1:]))
    for name in set(NAMES) - {first.name}:
        assert Timeline(snapshot).scene_at(now).cue(name) == Timeline(after).scene_at(now).cue(name)


@settings(deadline=None)
@given(snapshots(), instants)
def test_a_takeover_has_the_whole_screen_but_for_its_own_zones(snapshot: Snapshot, now: Millis) -> None:
    timeline = Timeline(snapshot)
    main = timeline.main_at(now).cue()
    takeover = main is not None and next(one for one in snapshot.playlists if one.id == main.playlist).takeover
    owners = {zone.owner for zone, _ in timeline.around(now)[0]}
    if main is None:
        assert owners == set()
    elif takeover:
        assert owners <= {main.playlist}


def test_a_zone_is_on_while_its_playlist_rules_and_runs_on_through_its_stretches() -> None:
    """A ticker has one cue for a morning, though the slides' stretches change in it; it ends with the playlist."""
    morning = When(hours=(Daypart(DayTime(8 * HOUR), DayTime(12 * HOUR)),))
    early = When(hours=(Daypart(DayTime(8 * HOUR), DayTime(9 * HOUR)),))
    playlist = Playlist("p", "p", (slide("a"), slide("b", when=(early,))), when=morning)
    other = Playlist("q", "q", (slide("c"),), priority=-1)
    timeline = Timeline(Snapshot(playlists=(playlist, other), zones=(Zone("ticker", (slide("t"),), owner="p"),)))
    eight, twelve = Millis(START + 8 * HOUR), Millis(START + 12 * HOUR)
    cues = list(timeline.cues(START, Millis(START + DAY), "ticker"))
    assert [(cue.start, cue.end, cue.slide.id, cue.playlist) for cue in cues] == [(eight, twelve, "t", "p")]
    assert timeline.scene_at(Millis(eight - 1)).cue("ticker") is None


def test_the_playlists_own_zone_takes_the_place_of_the_folders() -> None:
    zones = (Zone("ticker", (slide("all"),)), Zone("ticker", (slide("own"),), owner="p"))
    ruled = When(hours=(Daypart(DayTime(8 * HOUR), DayTime(9 * HOUR)),))
    playlists = (Playlist("p", "p", (slide("a"),), when=ruled), Playlist("q", "q", (slide("c"),), priority=-1))
    timeline = Timeline(Snapshot(playlists=playlists, zones=zones))
    shown = [cue.slide.id for cue in timeline.cues(Millis(START + 7 * HOUR), Millis(START + 10 * HOUR), "ticker")]
    assert shown == ["all", "own", "all"]


def test_a_zone_with_several_slides_turns_like_a_playlist() -> None:
    zone = Zone("side", (slide("x", 60_000), slide("y", 30_000)))
    timeline = Timeline(Snapshot(playlists=(Playlist("p", "p", (slide("a"),)),), zones=(zone,)))
    cues = list(timeline.cues(START, Millis(START + 3 * MINUTE), "side"))
    assert [(cue.slide.id, (cue.start - START) // 1000) for cue in cues] == [("x", 0), ("y", 60), ("x", 90), ("y", 150)]
    assert {cue.zone for cue in cues} == {"side"}

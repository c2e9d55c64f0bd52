"""The laws of the timeline as checks of any timeline: what keeps them passes, what breaks one raises AssertionError.

Apart from the tests that draw worlds for them, so that the same checks can be seen to fail on a broken timeline.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Protocol

from player.model.scene import MAIN, Cue, Scene
from player.model.snapshot import Playlist, Snapshot
from player.model.units import DAY, Millis
from player.timeline.calendar import Calendar
from player.timeline.rotation import SLIVER


class Shows(Protocol):
    """What the laws look at."""

    snapshot: Snapshot

    @property
    def calendar(self) -> Calendar: ...
    def scene_at(self, now: Millis) -> Scene: ...
    def cues(self, start: Millis, end: Millis) -> Iterator[Cue]: ...


def total(timeline: Shows, now: Millis) -> None:
    scene = timeline.scene_at(now)
    assert isinstance(scene, Scene)
    assert now < scene.until
    assert len(scene.cues) <= 1
    assert scene.until <= now + 3 * DAY


def contains(timeline: Shows, now: Millis) -> None:
    scene = timeline.scene_at(now)
    for cue in scene.cues:
        assert cue.zone == MAIN
        assert cue.start <= now < cue.end
        assert scene.until == cue.end
        playlist = next(p for p in timeline.snapshot.playlists if p.id == cue.playlist)
        assert cue.slide in playlist.slides
        assert may_rule(timeline.calendar, playlist, now)
        assert all(timeline.calendar.holds(when, now) for when in cue.slide.when)


def constant(timeline: Shows, now: Millis, fraction: float) -> None:
    scene = timeline.scene_at(now)
    start = scene.cues[0].start if scene.cues else now
    for instant in (start, scene.until - 1, start + int(fraction * (scene.until - 1 - start))):
        assert timeline.scene_at(Millis(instant)) == scene
    assert timeline.scene_at(scene.until) != scene


def tiling(timeline: Shows, start: Millis, end: Millis) -> None:
    cues = list(timeline.cues(start, end))
    for before, after in pairwise(cues):
        assert before.end <= after.start
        for instant in gap_instants(timeline, before.end, after.start):
            assert not timeline.scene_at(instant).cues
    walked: list[Cue] = []
    now = start
    while now < end:
        scene = timeline.scene_at(now)
        walked += scene.cues
        now = scene.until
    assert walked == cues


def gap_instants(timeline: Shows, start: Millis, end: Millis) -> Iterator[Millis]:
    while start < end:
        yield start
        start = timeline.scene_at(start).until


def any_door(timeline: Shows, start: Millis, door: Millis, end: Millis) -> None:
    through = [cue for cue in timeline.cues(start, end) if max(cue.start, door) < min(cue.end, end)]
    assert list(timeline.cues(door, end)) == through


def rank(timeline: Shows, start: Millis, end: Millis) -> None:
    calendar, playlists = timeline.calendar, timeline.snapshot.playlists
    for cue in timeline.cues(start, end):
        shown = next(playlist for playlist in playlists if playlist.id == cue.playlist)
        for instant in (cue.start, Millis(cue.end - 1)):
            able = [playlist for playlist in playlists if has_slides(calendar, playlist, instant)]
            assert (shown.takeover, shown.priority) == max((p.takeover, p.priority) for p in able)
    for instant in range(start, end, 7_200_001):  # and where something could rule, something does
        able = [playlist for playlist in playlists if has_slides(calendar, playlist, Millis(instant))]
        assert bool(timeline.scene_at(Millis(instant)).cues) == bool(able)


def may_rule(calendar: Calendar, playlist: Playlist, now: Millis) -> bool:
    return calendar.holds(playlist.when, now) and (playlist.expires is None or now < playlist.expires)


def has_slides(calendar: Calendar, playlist: Playlist, now: Millis) -> bool:
    return may_rule(calendar, playlist, now) and any(
        all(calendar.holds(when, now) for when in slide.when) for slide in playlist.slides
    )


def share(timeline: Shows, start: Millis, end: Millis) -> None:
    """In a world of one all-day playlist, from a local midnight to the next."""
    (playlist,) = timeline.snapshot.playlists
    rotation = list(timeline.cues(start, end))
    guests = [slide for slide in playlist.slides if slide.every]
    assert len(guests) < len(playlist.slides)
    shown = 0
    expected: list[str] = []
    for cue in rotation:
        if expected:
            assert cue.slide.id == expected.pop(0)
            continue
        assert not cue.slide.every
        shown += 1
        expected = [slide.id for slide in guests if shown % slide.every == 0]
    for slide in guests:  # the share itself: the last showing may have fallen to the end of the day
        assert abs(sum(cue.slide.id == slide.id for cue in rotation) - shown // slide.every) <= 1


def shuffled(timeline: Shows, start: Millis, end: Millis) -> None:
    """In a world of one all-day shuffled playlist of ordinary slides, from a local midnight to the next."""
    (playlist,) = timeline.snapshot.playlists
    names = [cue.slide.id for cue in timeline.cues(start, end)]
    size = len(playlist.slides)
    whole = len(names) - 1  # the last may be any slide's, longer than it is
    for first in range(0, whole - size + 1, size):
        assert sorted(names[first : first + size]) == sorted(slide.id for slide in playlist.slides)
    if size > 1:
        assert all(before != after for before, after in pairwise(names))


def no_slivers(timeline: Shows, start: Millis, end: Millis) -> None:
    cues = list(timeline.cues(start, end))
    for before, cue, after in zip([None, *cues], cues, [*cues[1:], None], strict=False):
        if cue.end - cue.start >= SLIVER:
            continue
        # Too short to be seen only where what rules changes on both sides of it.
        edges = change_edges(timeline, cue.start - DAY, cue.end + DAY)
        assert before is None or cue.start in edges
        assert after is None or cue.end in edges


def change_edges(timeline: Shows, start: int, end: int) -> set[int]:
    """Every instant at which some condition of the snapshot begins or ends, or a day does."""
    calendar = timeline.calendar
    whens = {when for playlist in timeline.snapshot.playlists for slide in playlist.slides for when in slide.when}
    whens |= {playlist.when for playlist in timeline.snapshot.playlists}
    edges: set[int] = {playlist.expires for playlist in timeline.snapshot.playlists if playlist.expires is not None}
    day = calendar.day(Millis(start))
    while calendar.midnight(day) < end:
        edges.add(calendar.midnight(day))
        edges |= {edge for when in whens for window in calendar.meeting(when, day) for edge in window}
        day = day.fromordinal(day.toordinal() + 1)
    return edges


def repeats(timeline: Shows, start: Millis, end: Millis) -> None:
    """In a world whose conditions are all weekly, in a zone whose clocks stay."""
    week = 7 * DAY
    this = [(cue.slide.id, cue.playlist, cue.start + week, cue.end + week) for cue in timeline.cues(start, end)]
    following = timeline.cues(Millis(start + week), Millis(end + week))
    assert [(cue.slide.id, cue.playlist, cue.start, cue.end) for cue in following] == this

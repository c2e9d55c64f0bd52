"""Each law catches a timeline that breaks it: the same checks that the product passes, on worlds made for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from player.model.content import When
from player.model.scene import Cue, Scene
from player.model.snapshot import Playlist, Premiere, Snapshot
from player.model.units import DAY, HOUR, Millis
from player.timeline import base, premieres, rotation
from player.timeline.calendar import Calendar
from player.timeline.scenes import Timeline
from tests.timeline import laws
from tests.timeline.oracle import Oracle
from tests.timeline.worlds import at, hours, moment, playlist, slide

ROOT = Path(__file__).parents[2]
SLIDES = (slide("a", 600), slide("b", 900), slide("c", 700))
LOW = playlist("low", SLIDES)
HIGH = playlist("high", (slide("h", 500),), When(hours=hours("9:00-17:00:01")), priority=1)
WORLD = Snapshot(playlists=(LOW, HIGH))
START = at(Timeline(WORLD).calendar, "2020-07-04")
NOON = Millis(START + 12 * HOUR)
END = Millis(START + DAY)


class Stuck(Timeline):
    """Its scenes have ended already."""

    def scene_at(self, now: Millis) -> Scene:
        return Scene((), now)


class Late(Timeline):
    """Shows what was on a second before."""

    def scene_at(self, now: Millis) -> Scene:
        return super().scene_at(Millis(now - 1000))


class Jumpy(Timeline):
    """Every look begins a cue."""

    def scene_at(self, now: Millis) -> Scene:
        scene = super().scene_at(now)
        return Scene(tuple(replace(cue, start=now) for cue in scene.cues), scene.until)


class Leaky(Timeline):
    """Forgets every seventh cue."""

    def cues(self, start: Millis, end: Millis) -> Iterator[Cue]:
        return (cue for number, cue in enumerate(super().cues(start, end)) if number % 7 != 6)


class Fresh(Timeline):
    """Starts its rotation where it is asked, as a player does that plays from its first file at each start."""

    def cues(self, start: Millis, end: Millis) -> Iterator[Cue]:
        for turn in rotation.Rotation([(LOW, SLIDES)]).turns(start, 0):
            if start + turn.start >= end:
                return
            yield Cue("main", turn.slide, turn.playlist, Millis(start + turn.start), Millis(start + turn.end))


class Upside(Timeline):
    """Takes the lowest priority for the highest."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot)
        self._base.agenda._ranks = self._base.agenda._ranks[::-1]


class Elapsed(Calendar):
    """Counts hours from midnight instead of reading the wall."""

    def _instant(self, ordinal: int, at: int) -> Millis:
        return Millis(super()._instant(ordinal, 0) + at)


def law_fails(check: object, *arguments: object) -> None:
    with pytest.raises(AssertionError):
        check(*arguments)


def test_the_worlds_themselves_keep_the_laws() -> None:
    timeline = Timeline(WORLD)
    laws.total(timeline, NOON)
    laws.contains(timeline, NOON)
    laws.constant(timeline, NOON, 0.5)
    laws.tiling(timeline, START, END)
    laws.any_door(timeline, START, NOON, END)
    laws.rank(timeline, START, END)
    laws.no_slivers(timeline, START, END)
    laws.repeats(timeline, START, END)


def test_total_fails() -> None:
    law_fails(laws.total, Stuck(WORLD), NOON)


def test_contains_fails() -> None:
    law_fails(laws.contains, Late(WORLD), Timeline(WORLD).scene_at(NOON).until)


def test_constant_fails() -> None:
    law_fails(laws.constant, Jumpy(WORLD), NOON, 0.5)


def test_tiling_fails() -> None:
    law_fails(laws.tiling, Leaky(WORLD), START, END)


def test_any_door_fails() -> None:
    law_fails(laws.any_door, Fresh(WORLD), START, Millis(NOON + 1), END)


def test_rank_fails() -> None:
    law_fails(laws.rank, Upside(WORLD), START, END)


def test_no_slivers_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    uneven = Snapshot(playlists=(playlist("p", (slide("a", 600),), When(hours=hours("9:00-17:00:01"))),))
    laws.no_slivers(Timeline(uneven), START, END)
    monkeypatch.setattr(base, "SLIVER", 0)
    law_fails(laws.no_slivers, Timeline(uneven), START, END)


def test_no_slivers_after_premieres_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    new = replace(WORLD, playlists=(playlist("p", (*SLIDES, slide("n", 599))),), premieres=(Premiere("n", START),))
    laws.no_slivers(Timeline(new), START, END)
    monkeypatch.setattr(premieres, "SLIVER", 0)
    law_fails(laws.no_slivers, Timeline(new), START, END)


def test_share_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    guests = Snapshot(playlists=(playlist("p", (*SLIDES, slide("g", 100, every=2))),))
    laws.share(Timeline(guests), START, END)
    after = rotation.Rotation._after
    monkeypatch.setattr(rotation.Rotation, "_after", lambda self, count: after(self, count + 1))
    law_fails(laws.share, Timeline(guests), START, END)


def test_shuffle_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    mixed = Snapshot(playlists=(playlist("p", SLIDES, shuffle=True),))
    laws.shuffled(Timeline(mixed), START, END)
    monkeypatch.setattr(rotation, "permutation", rotation._drawn)
    law_fails(laws.shuffled, Timeline(mixed), START, END)


def test_week_repeats_fails() -> None:
    once = When(until=moment("2020-07-08"))
    law_fails(laws.repeats, Timeline(Snapshot(playlists=(playlist("p", SLIDES, once),))), START, END)


def test_wall_clock_fails() -> None:
    day = moment("2020-03-29").day
    opens = When(hours=hours("9:00-17:00"))
    for calendar, right in ((Calendar, True), (Elapsed, False)):
        zone = calendar("Europe/Berlin", WORLD.days)
        ((start, _),) = zone.windows(opens, day)
        assert (zone.moment(start) == moment("2020-03-29 9:00")) == right


def test_locality_fails() -> None:
    """A shuffle seeded by the whole snapshot would be disturbed by a slide that is not even on that day."""
    shuffled = replace(LOW, shuffle=True)

    def order(seed_of: object, *playlists: Playlist) -> list[list[int]]:
        snapshot = Snapshot(playlists=playlists)
        return [rotation.permutation(seed_of(snapshot), 20, cycle) for cycle in range(3)]

    by_snapshot, by_slides = (lambda s: Timeline(s).digest), (lambda s: s.playlists[0].slides[0].id)
    assert order(by_snapshot, shuffled) != order(by_snapshot, shuffled, HIGH)
    assert order(by_slides, shuffled) == order(by_slides, shuffled, HIGH)


def test_agreement_fails() -> None:
    """An order taken from Python's own hash differs from process to process."""
    program = """
from player.timeline import rotation
rotation.permutation = lambda seed, size, cycle: sorted(range(size), key=lambda place: hash((seed, cycle, place)))
from tests.timeline.test_laws_can_fail import LOW, START, replace, Snapshot
from tests.timeline.test_timeline_agreement import told
print(told(Snapshot(playlists=(replace(LOW, shuffle=True),)), START))
"""
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 2


def test_the_oracle_differs_from_a_rotation_that_forgets_an_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guests that come together stand in the playlist's order, not by how often they come."""
    guests = (slide("x", 100, every=2), slide("y", 100, every=1))
    world = Snapshot(playlists=(playlist("p", (*SLIDES, *guests)),))
    day = moment("2020-07-04").day
    told = Oracle(world).cues(day, day + timedelta(days=1))
    assert list(Timeline(world).cues(START, END)) == told
    after = rotation.Rotation._after
    often_first = lambda self, count: iter(sorted(after(self, count), key=lambda item: item.slide.every))  # noqa: E731  # one line
    monkeypatch.setattr(rotation.Rotation, "_after", often_first)
    assert list(Timeline(world).cues(START, END)) != told

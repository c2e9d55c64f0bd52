"""What the glass tells the journal of what nobody wakes for: a card that stands for hours, a slide that follows itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from player.clock import SimulatedClock
from player.director import Facts, Show, plan
from player.model.content import Slide, Source
from player.model.scene import Scene
from player.model.settings import Panel
from player.model.snapshot import Playlist, Snapshot
from player.model.units import HOUR, MINUTE, SECOND, Millis
from player.roles.proof import Proof
from player.store.journal import Journal
from player.timeline.scenes import Timeline
from tests.support.fake_clock import FakeClock

NOON = 1_893_470_400_000


def shown(timeline: Timeline | None, now: Millis) -> Show:
    """What the director would show: the slide that is on, or a card."""
    facts = Facts(
        timeline=timeline,
        offered=None,
        shown=None,
        ready=lambda _key: True,
        failed=lambda _key: False,
        panel=Panel(),
        look="",
    )
    show = plan(facts, now).show
    assert show is not None
    return show


def proof_of(clock: FakeClock, place: Path) -> Proof:
    return Proof(clock, "大厅", Journal(place, "大厅", background=False))


def showings(place: Path) -> list[dict[str, object]]:
    lines = [
        line for day in sorted((place / "journal").glob("*.jsonl")) for line in day.read_text("utf-8").splitlines()
    ]
    return [record for record in map(json.loads, lines) if record["type"] == "showing"]


def stand(proof: Proof, clock: FakeClock, timeline: Timeline | None, *, minutes: int, looks: bool = True) -> None:
    """What is on stays on for that long; the glass wakes each minute."""
    proof.begins()
    show = shown(timeline, clock.now())
    proof.comes(show, None if timeline is None else timeline.digest)
    for _ in range(minutes):
        clock.advance(60)
        if looks:
            show = proof.repeats(show, timeline)


def test_a_card_is_told_every_hour_so_that_a_power_cut_costs_an_hour_and_not_a_week(tmp_path: Path) -> None:
    clock = FakeClock(NOON)
    proof = proof_of(clock, tmp_path)
    stand(proof, clock, None, minutes=210)
    assert [record["duration"] for record in showings(tmp_path)] == [HOUR] * 3, "these are on the disk already"
    proof.ends()
    told = showings(tmp_path)
    assert [record["duration"] for record in told] == [HOUR, HOUR, HOUR, 30 * MINUTE]
    assert {record["status"] for record in told} == {"success"}
    assert [record["start"] for record in told[1:]] == [record["end"] for record in told[:-1]], "they tile the time"


def test_without_the_look_each_minute_nothing_of_it_is_on_the_disk(tmp_path: Path) -> None:
    """The control."""
    clock = FakeClock(NOON)
    stand(proof_of(clock, tmp_path), clock, None, minutes=210, looks=False)
    assert showings(tmp_path) == []


def test_a_slide_that_follows_itself_has_a_showing_for_each_of_its_cues(tmp_path: Path) -> None:
    slide = Slide("一", "slogan", Source("f"), Millis(20 * SECOND), (("slogan", "节能"),))
    timeline = Timeline(Snapshot(playlists=(Playlist("p", "p", (slide,)),)))
    clock = FakeClock(NOON)
    proof = proof_of(clock, tmp_path)
    stand(proof, clock, timeline, minutes=5)
    clock.advance(7)
    proof.ends()
    told = [(record["duration"], record["status"]) for record in showings(tmp_path)]
    assert told == [(20 * SECOND, "success")] * 15 + [(7 * SECOND, "content interruption")]


@pytest.mark.parametrize("minutes", [59, 60, 61])
def test_the_hour_is_counted_by_the_monotonic_clock(tmp_path: Path, minutes: int) -> None:
    clock = FakeClock(NOON)
    proof = proof_of(clock, tmp_path)
    proof.begins()
    card = shown(None, clock.now())
    proof.comes(card, None)
    clock.advance(60 * minutes)
    clock.jump(NOON)
    proof.repeats(card, None)
    assert len(showings(tmp_path)) == (minutes >= 60)


class Counted(Timeline):
    """A timeline that counts how often it is asked."""

    asked = 0

    def main_at(self, now: Millis) -> Scene:
        type(self).asked += 1
        return super().main_at(now)


@pytest.mark.fault(29)
@pytest.mark.parametrize("start", [0, NOON])
def test_a_clock_that_leaps_by_a_century_is_no_walk_through_all_its_showings(tmp_path: Path, start: int) -> None:
    """What stood through it has one showing, as long as it was by the monotonic clock; the next begins after the leap."""
    slide = Slide("一", "slogan", Source("f"), Millis(20 * SECOND), (("slogan", "节能"),))
    timeline = Counted(Snapshot(playlists=(Playlist("p", "p", (slide,)),)))
    clock = FakeClock(start)
    proof = proof_of(clock, tmp_path)
    proof.begins()
    show = shown(timeline, clock.now())
    proof.comes(show, timeline.digest)
    clock.advance(12)
    clock.jump(4_102_444_800_000)
    before, Counted.asked = Counted.asked, 0
    show = proof.repeats(show, timeline)
    assert Counted.asked < 5, before
    assert [record["duration"] for record in showings(tmp_path)] == [12 * SECOND]
    assert show.cue is not None
    assert show.cue.start <= clock.now() < show.cue.end
    for _ in range(3):
        clock.advance(20)
        show = proof.repeats(show, timeline)
    assert len(showings(tmp_path)) == 4


def test_showings_of_a_clock_that_runs_faster_last_as_long_as_they_did(tmp_path: Path) -> None:
    """A duration is true time, whatever the rate of the programme's clock."""
    slide = Slide("一", "slogan", Source("f"), Millis(20 * SECOND), (("slogan", "节能"),))
    timeline = Timeline(Snapshot(playlists=(Playlist("p", "p", (slide,)),)))
    clock = SimulatedClock(Millis(NOON), rate=600.0)
    proof = Proof(clock, "大厅", Journal(tmp_path, "大厅", background=False))
    proof.begins()
    show = shown(timeline, clock.now())
    proof.comes(show, timeline.digest)
    until = clock.monotonic() + 20.0
    while len(showings(tmp_path)) < 6 and clock.monotonic() < until:
        show = proof.repeats(show, timeline)
    lasted = [record["duration"] for record in showings(tmp_path)][1:5]
    assert all(isinstance(one, int) and abs(one - 20_000 / 600.0) < 5 for one in lasted), lasted

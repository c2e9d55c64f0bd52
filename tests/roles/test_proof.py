"""What the glass tells the journal of what nobody wakes for: a card that stands for hours, a slide that follows itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from player.director import Facts, Show, plan
from player.model.content import Slide, Source
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

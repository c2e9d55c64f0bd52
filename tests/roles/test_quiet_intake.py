"""A folder at which nothing happens is looked at rarely; what comes then is seen all the same, though nobody tells of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path

import pytest

from player.roles.beat import Beat
from player.roles.intake import Intake
from player.roles.orders import Orders
from player.roles.tally import Shared, Tally
from player.sources.folder import LONG_QUIET, POLL_QUIET
from player.sources.settle import QUIET
from tests.support.deaf import drop
from tests.support.fake_clock import FakeClock

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel is asked through /proc")

HEARD = 20.0
"""Seconds within which the real system has surely told of a change; usually it takes milliseconds."""


class Desk:
    """An intake that looks whenever that is due, by a clock that jumps there; the events of the folder are the real system's."""

    def __init__(self, place: Path) -> None:
        self.folder = place / "节目"
        self.folder.mkdir()
        self.clock = FakeClock()
        self.links = [end for _ in range(2) for end in Pipe()]
        orders = Orders(self.folder, place / "cache", self.clock, look="look")
        self.intake = Intake(orders, Beat(), Shared(Beat(), Tally(("painter",))), self.links[0], self.links[2])
        self.intake._listen()
        self.intake.step()

    def close(self) -> None:
        for hints in self.intake._hints:
            hints.close()
        for end in self.links:
            end.close()

    def drop(self, name: str) -> None:
        """Staff put a text there."""
        (self.folder / name).write_text("今天下午停水\n", "utf-8")

    def shows(self, name: str) -> bool:
        found = self.intake._previous
        return found is not None and name in {slide.source.file for slide in found.slides()}

    def looks(self) -> float:
        """The seconds until the next look, which is taken."""
        trees, now = self.intake._trees, self.clock.monotonic()
        trees.hinted(alive=self.intake._hears)
        rest = trees.wake_at(now) - now
        self.clock.advance(max(0.05, rest))
        self.intake._hint.clear()
        self.intake.step()
        return rest

    def falls_quiet(self) -> None:
        """Nothing happens for long."""
        self.drop("一.txt")
        while not self.shows("一.txt"):
            self.looks()
        self.clock.advance(LONG_QUIET)
        self.looks()
        assert self.looks() == POLL_QUIET
        self.intake._hint.clear()

    def is_deaf(self) -> None:
        """The kernel drops the watch on the folder, and nobody says so."""
        (hints,) = self.intake._hints
        drop(hints, self.folder.stat().st_ino)
        self.intake._hint.clear()

    def until_shown(self, name: str) -> float:
        """The seconds until it is published, by looks alone."""
        begun = self.clock.monotonic()
        while not self.shows(name):
            assert self.clock.monotonic() - begun < 600
            self.looks()
        return self.clock.monotonic() - begun


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    one = Desk(tmp_path)
    yield one
    one.close()


@pytest.mark.fault(7)
def test_an_event_that_was_lost_costs_half_a_minute_at_most(desk: Desk) -> None:
    desk.falls_quiet()
    desk.drop("二.txt")
    assert desk.intake._hint.wait(HEARD), "it is told, and is then thrown away as an overflow throws it away"
    desk.intake._hint.clear()
    assert desk.until_shown("二.txt") <= POLL_QUIET + QUIET + 0.5


@pytest.mark.fault(7)
def test_a_dead_observer_costs_half_a_minute_at_most_and_the_next_change_is_heard(desk: Desk) -> None:
    desk.falls_quiet()
    desk.is_deaf()
    desk.drop("二.txt")
    assert desk.until_shown("二.txt") <= POLL_QUIET + QUIET + 0.5
    desk.intake._hint.clear()
    desk.drop("三.txt")
    assert desk.intake._hint.wait(HEARD)


@pytest.mark.control(7)
def test_who_goes_by_events_alone_never_hears_of_it(desk: Desk) -> None:
    desk.falls_quiet()
    desk.is_deaf()
    desk.drop("二.txt")
    assert not desk.intake._hint.wait(2.0)
    assert not desk.shows("二.txt")

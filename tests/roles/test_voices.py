"""What the glass tells the speaker: only what changes, again where nobody lives there, and never so much that it would wait."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing import Pipe

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.model.units import Millis
from player.prepare.film_ring import Memory
from player.roles.voices import AGAIN, LIFE, MOST, Board, Teller, Voice, heard
from tests.support.fake_clock import FakeClock

VOICE = Voice(7, 10.0, 10.0, 40.0, 60)


class World:
    def __init__(self) -> None:
        self.memory = Memory().map()
        self.clock = FakeClock(Millis(1_800_000_000_000))
        self.clock.advance(100.0)
        self.ours, self.theirs = Pipe()
        self.teller = Teller(self.ours, self.memory, self.clock)
        self.board = Board(self.memory)

    def take(self) -> list[tuple[Voice, ...]]:
        """What lies in the link, taken as the speaker does."""
        found = []
        while self.theirs.poll():
            number, voices = heard(self.theirs.recv_bytes())
            self.board.heard(number)
            self.board.live(self.clock.monotonic())
            found.append(voices)
        return found


@pytest.fixture
def world() -> World:
    return World()


def test_nothing_is_said_where_nothing_is_to_be_heard(world: World) -> None:
    """So a player without such films never starts the speaker."""
    for _ in range(10):
        world.teller.tell(())
        world.clock.advance(AGAIN)
    assert world.take() == []


def test_only_changes_are_told(world: World) -> None:
    world.teller.tell([VOICE])
    assert world.take() == [(VOICE,)]
    for _ in range(20):
        world.clock.advance(LIFE / 4)
        world.board.live(world.clock.monotonic())
        world.teller.tell([replace(VOICE, origin=VOICE.origin + 0.004)])
    assert world.take() == []
    for changed in (replace(VOICE, volume=50), replace(VOICE, end=41.0), replace(VOICE, reel=8), None):
        world.teller.tell([changed] if changed else ())
        assert world.take() == [(changed,) if changed else ()]


def test_a_speaker_without_a_sign_of_life_is_told_again(world: World) -> None:
    """It was killed with what it knew: the message is what starts another."""
    world.teller.tell([VOICE])
    world.take()
    told = 0
    for _ in range(12):
        world.clock.advance(1.0)
        world.teller.tell([VOICE])
        told += world.theirs.poll()
        while world.theirs.poll():
            world.theirs.recv_bytes()
    assert 3 <= told <= 5


def test_a_speaker_that_takes_nothing_is_not_waited_for(world: World) -> None:
    """However much changes, and for however long: so few messages that the link never is full."""
    for number in range(500):
        world.teller.tell([replace(VOICE, reel=number)])
        world.clock.advance(1.0)
    assert len(world.take()) == MOST
    world.teller.tell([VOICE])
    assert world.take() == [(VOICE,)]


def test_an_heir_goes_on_counting(world: World) -> None:
    """Two glasses, one after the other: the second was made while the first still told."""
    heir = Teller(world.ours, world.memory, world.clock)
    for number in range(40):
        world.teller.tell([replace(VOICE, reel=number)])
        world.take()
    heir.tell([VOICE])
    assert world.take() == [(VOICE,)]


@given(st.floats(), st.floats())
def test_nonsense_on_the_board_never_raises(sign: float, last: float) -> None:
    world = World()
    world.board._cells[0], world.board._cells[1] = sign, last
    world.teller.tell([VOICE])
    assert world.board.last >= 0

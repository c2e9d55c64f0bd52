"""The sound follows the picture: laws of what is queued, on a loudspeaker whose clock runs as it likes."""

from __future__ import annotations

import os
from array import array
from dataclasses import dataclass, field
from itertools import islice, pairwise
from math import pi, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.model.sound import FRAME, RATE
from player.model.units import Digest, Millis
from player.prepare.film_ring import Memory, Reader, Reel, Writer
from player.prepare.sound_ring import SoundReader, SoundWriter
from player.roles.speech import LEAD, PATIENCE, PIECE, TICK, Speech, fitted
from player.roles.voices import Voice
from tests.support.sounds import left, sounds_in, steepest, step_of

CHUNK = 1024
HERTZ = 480
PERIOD = RATE // HERTZ
TONE = b"".join(array("h", (round(16_000 * sin(2 * pi * at / PERIOD)),) * 2).tobytes() for at in range(PERIOD))
SMOOTH = 1.6 * step_of(HERTZ)
"""The steepest step of that tone, and of one that is bent, or from which a sample was left out."""


@dataclass
class Loudspeaker:
    """A device that takes a chunk at a time, by a clock that runs `pace` times as fast as ours; it remembers what was heard when."""

    pace: float = 1.0
    now: float = 0.0
    queue_: bytearray = field(default_factory=bytearray)
    heard: bytearray = field(default_factory=bytearray)
    _owed: float = 0.0

    def queue(self, piece: bytes) -> None:
        self.queue_ += piece

    @property
    def waiting(self) -> int:
        return len(self.queue_) // FRAME

    def softened(self, piece: bytes, volume: int) -> bytes:
        if volume >= 100:
            return piece
        return array("h", (one * volume // 100 for one in array("h", piece))).tobytes()

    def go_on(self, seconds: float) -> None:
        """Time passes."""
        self.now += seconds
        self._owed += seconds * RATE * self.pace
        while self._owed >= CHUNK:
            self._owed -= CHUNK
            taken = bytes(self.queue_[: CHUNK * FRAME])
            del self.queue_[: CHUNK * FRAME]
            self.heard += taken.ljust(CHUNK * FRAME, b"\0")


class World:
    """A glass, the ring with as much sound as there is room for, and somebody who speaks."""

    def __init__(self, *, pace: float = 1.0, counted: bool = False) -> None:
        self.memory = Memory().map()
        self.device = Loudspeaker(pace)
        self.speech = Speech(SoundReader(self.memory))
        self.glasses: dict[int, Reader] = {}
        self.writers: dict[int, SoundWriter] = {}
        self.counted = counted

    def reel(self, number: int, track: int = 0) -> None:
        reel = Reel(number, Digest("0" * 64), 8, 4, Millis(10_000), sound=True)
        Writer(self.memory, track, reel).begin()
        self.writers[number] = SoundWriter(self.memory, track, reel)
        self.writers[number].begin(0)
        self.glasses[number] = Reader(self.memory, reel)

    def pass_by(self, seconds: float, *, shown: dict[int, float], decoded: bool = True) -> None:
        """Time goes on; `shown`: reels that move on the glass, with the instant at which they began."""
        for _ in range(round(seconds / TICK)):
            for number, began in shown.items():
                self.glasses[number].picture((self.device.now - began) * 1000)
            for number, writer in self.writers.items():
                if decoded and (writer.goal is not None or not writer.written):
                    goal = writer.goal
                    if goal is not None and goal > writer.written:
                        writer.begin(goal)
                    writer.put(self.wave(number, writer.written, writer.room))
            self.speech.tick(self.device, self.device.now)
            self.device.go_on(TICK)

    def wave(self, number: int, first: int, count: int) -> bytes:
        if self.counted:  # each sample tells its time: 10 ms a step, round and round
            return b"".join(array("h", (at // 480 % 30_000 + 1,) * 2).tobytes() for at in range(first, first + count))
        at = first % PERIOD * FRAME
        return (TONE * (count // PERIOD + 2))[at : at + count * FRAME]

    @property
    def heard(self) -> array[int]:
        return left(bytes(self.device.heard))


def voice(reel: int = 1, *, start: float = 1.0, end: float = 1e9, volume: int = 100) -> Voice:
    return Voice(reel, start, start, end, volume)


def test_it_begins_and_ends_with_the_cue_without_a_click() -> None:
    world = World()
    world.reel(1)
    world.speech.voices = (voice(end=4.0),)
    world.pass_by(1.0, shown={})
    world.pass_by(3.0, shown={1: 1.0})
    world.pass_by(1.0, shown={})
    ((begins, ends),) = sounds_in(world.heard)
    assert abs(begins / RATE - 1.0) < 0.08
    assert abs(ends / RATE - 4.0) < 0.08
    assert steepest(world.heard) < SMOOTH


@pytest.mark.timeout(600)
@pytest.mark.parametrize("pace", [1.0, 1.0002, 1.006, 0.994])
def test_sound_stays_with_the_picture_however_the_device_counts(pace: float) -> None:
    """A minute (an hour in the long form) on a device that is wrong by more than any crystal: never more than 80 ms from the picture, never a click."""
    world = World(pace=pace, counted=True)
    world.reel(1)
    world.speech.voices = (voice(start=0.0),)
    world.pass_by(3_600.0 if os.environ.get("QINGBO_NIGHTLY") else 60.0, shown={1: 0.0})
    heard = world.heard
    told = [(at, heard[at] - 1 - at / world.device.pace / 480) for at in range(RATE, len(heard) - RATE, RATE // 2)]
    offs = [
        (off + 15_000) % 30_000 - 15_000 for at, off in told if 100 < heard[at] < 29_900
    ]  # it counts round and round
    assert max(offs) - min(offs) < 8, "in steps of 10 ms"
    assert all(abs(off) < 8 for off in offs), offs
    steps = ((one, other) for one, other in pairwise(islice(heard, RATE, None)) if abs(one - other) > 2)
    assert all({1, 30_000} & set(step) for step in steps), "no sample is far from the one before"


@pytest.mark.fault(24, 25)
def test_there_is_silence_within_half_a_second_of_the_last_picture() -> None:
    """A glass that is killed or hangs leaves its goal where it is; when it moves again, the sound is where the picture is."""
    world = World()
    world.reel(1)
    world.speech.voices = (voice(start=0.0),)
    world.pass_by(3.0, shown={1: 0.0})
    world.pass_by(2.0, shown={})
    world.pass_by(2.0, shown={1: 0.0})
    first, again = sounds_in(world.heard)
    assert first[1] / RATE - 3.0 <= 0.5
    assert abs(again[0] / RATE - 5.0) < 0.08
    assert steepest(world.heard) < SMOOTH
    assert PATIENCE + LEAD + CHUNK / RATE < 0.5


@pytest.mark.control(24, 25)
def test_one_who_asks_for_no_sign_of_life_talks_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the goal is for: without it the sound of a glass that is gone goes on."""
    from player.roles import speech

    monkeypatch.setattr(speech, "PATIENCE", 1e9)
    world = World()
    world.reel(1)
    world.speech.voices = (voice(start=0.0),)
    world.pass_by(3.0, shown={1: 0.0})
    world.pass_by(1.5, shown={})
    assert sounds_in(world.heard)[0][1] / RATE > 4.0


def test_of_two_films_the_first_that_moves_is_heard() -> None:
    """The slides' film is told first; where it goes back to its still, the one beside it is heard."""
    world = World()
    world.reel(1, 0)
    world.reel(2, 1)
    world.speech.voices = (voice(1, start=0.0), voice(2, start=0.0, volume=25))
    world.pass_by(2.0, shown={1: 0.0, 2: 0.0})
    assert max(world.heard) > 15_000
    world.pass_by(1.0, shown={2: 0.0})
    before = len(world.heard)
    world.pass_by(2.0, shown={2: 0.0})
    assert 3_000 < max(world.heard[before:]) < 5_000
    assert steepest(world.heard) < SMOOTH


def test_a_film_that_follows_itself_goes_on_without_a_gap() -> None:
    """Two cues of one reel are one sound."""
    world = World()
    world.reel(1)
    world.speech.voices = (voice(start=0.0, end=2.0), Voice(1, 0.0, 2.0, 4.0))
    world.pass_by(5.0, shown={1: 0.0})
    assert len(sounds_in(world.heard)) == 1
    assert steepest(world.heard) < SMOOTH


def test_sound_that_is_not_there_yet_is_silence_and_comes_in_where_it_should_be() -> None:
    world = World()
    world.reel(1)
    world.speech.voices = (voice(start=0.0),)
    world.pass_by(2.0, shown={1: 0.0})
    world.pass_by(4.0, shown={1: 0.0}, decoded=False)
    world.pass_by(2.0, shown={1: 0.0})
    first, again = sounds_in(world.heard)
    assert 3.5 < first[1] / RATE < 4.5, "what was decoded ahead"
    assert 5.9 < again[0] / RATE < 6.2
    assert steepest(world.heard) < SMOOTH


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["told", "silent", "shown", "frozen", "undecoded", "fast"]), st.integers(1, 30)),
        max_size=12,
    )
)
def test_nothing_that_happens_clicks(steps: list[tuple[str, int]]) -> None:
    """Whatever the glass, the decoder and the device do: the queue stays short, and no step is steeper than the tone's own and the bend."""
    world = World()
    world.reel(1)
    shown, decoded = {1: 0.0}, True
    for step, ticks in steps:
        if step in ("told", "silent"):
            world.speech.voices = (voice(start=0.0),) if step == "told" else ()
        elif step in ("shown", "frozen"):
            shown = {1: 0.0} if step == "shown" else {}
        elif step == "fast":
            world.device.pace = 1.01 if world.device.pace == 1 else 1.0
        else:
            decoded = not decoded
        world.pass_by(ticks * TICK, shown=shown, decoded=decoded)
        assert world.device.waiting <= LEAD * RATE + PIECE + CHUNK
    assert steepest(world.heard) < SMOOTH


@given(st.integers(2, 1_000), st.integers(-10, 10))
def test_a_piece_is_made_to_fit(count: int, more: int) -> None:
    """As long as asked for, and no sample is outside those around it."""
    length = max(1, count + more)
    if abs(length - count) > count // 3:
        return
    piece = b"".join(array("h", (at * 7, -at * 7)).tobytes() for at in range(count))
    made = fitted(piece, length)
    assert len(made) == length * FRAME
    steps = left(made)
    assert list(steps) == sorted(steps)
    assert steepest(steps) <= 14
    assert (steps[0], steps[-1]) == (0, (count - 1) * 7) or length < 4

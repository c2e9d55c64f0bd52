"""Keeps a loudspeaker fed with the sound that belongs to the picture.

The sound follows the picture: which sample is due is a function of the time, as the picture is. A queue of `LEAD` seconds lies
before the device. What is put into it next is compared with what should be heard by then: a difference that grows, since no two
clocks agree, is made up for by single samples, left out or added where nobody hears it; one that is too large for that by a
jump, bent smooth (`sound_ring.joined`). Whatever begins, ends or breaks off is bent in the same way, so nothing clicks.

It is silent wherever the glass gives no sign of life: the goal that it writes into the ring at every picture moves on as long as the
film does.
"""

from __future__ import annotations

from array import array
from math import inf
from typing import Protocol

from player.model.sound import FRAME, RATE
from player.prepare.sound_ring import BEND, SoundReader, joined, last_of
from player.roles.voices import Voice

LEAD = 0.12
"""Seconds of sound that wait before the device."""

PATIENCE = 0.3
"""Seconds without a sign of life from the glass after which there is silence; with `LEAD` less than half a second."""

TICK = 0.025
"""Seconds between two looks at the queue while something is heard."""

SOON = 5.0
"""Seconds before a voice begins in which the device is opened."""

DEVICE = 0.02
"""Seconds that a device takes for what comes out of the queue, less what a display takes for a picture; small either way."""

PIECE = RATE // 50
"""Samples that are queued at once."""

LOST = RATE * 6 // 100
"""Samples by which sound may be off the picture before it jumps."""

_CALM = RATE // 200  # samples that are no reason for anything
_PULL = 100  # so many samples of difference are one that is left out or added in a piece
_STRETCH = 10  # of a piece's samples that are left out or added at most: a hundredth
_WEIGHT = 0.05  # of one look at the queue, which moves in steps of the device's own


class Device(Protocol):
    """What it needs of a loudspeaker (`screen/speaker.py`)."""

    def queue(self, piece: bytes) -> None:
        """The samples are heard after those that wait."""
        ...

    @property
    def waiting(self) -> int:
        """How many samples wait."""
        ...

    def softened(self, piece: bytes, volume: int) -> bytes:
        """The samples at `volume` percent."""
        ...


class Speech:
    """What is to be heard, and how far it has been. `voices` may be set at any moment."""

    def __init__(self, reader: SoundReader) -> None:
        self._reader = reader
        self.voices: tuple[Voice, ...] = ()
        self._signs: dict[int, tuple[float | None, float]] = {}
        self._reel: int | None = None
        self._next = 0
        self._off = 0.0
        self._last = (0, 0)

    def wanted(self, now: float) -> bool:
        """Whether something is to be heard now or soon."""
        return any(voice.start - SOON <= now < voice.end + LEAD for voice in self.voices)

    def tick(self, device: Device, now: float) -> None:
        """The queue is full enough again."""
        self._look(now)
        waiting = device.waiting
        if not waiting and self._reel is not None:  # it ran dry: the device has gone silent by itself
            self._reel, self._last = None, (0, 0)
        while waiting < LEAD * RATE:
            piece = self._piece(device, now, now + waiting / RATE)
            if not piece:
                return
            device.queue(piece)
            waiting += len(piece) // FRAME

    def _look(self, now: float) -> None:
        """Takes note of how far the glass is with each reel."""
        before, self._signs = self._signs, {}
        for reel in {voice.reel for voice in self.voices}:
            goal = self._reader.goal(reel)
            was, at = before.get(reel, (goal, -inf))
            self._signs[reel] = goal, now if goal is not None and goal != was else at

    def _voice(self, now: float, at: float) -> Voice | None:
        """Which is heard at an instant: the first whose film moves."""
        return next(
            (
                voice
                for voice in self.voices
                if voice.start <= at < voice.end and now - self._signs[voice.reel][1] < PATIENCE
            ),
            None,
        )

    def _piece(self, device: Device, now: float, at: float) -> bytes:
        """The samples that are heard from `at` on; none where there is silence."""
        voice = self._voice(now, at)
        if voice is None:
            return self._silence()
        due = round((at + DEVICE - voice.origin) * RATE)
        count = min(PIECE, max(1, round((voice.end - at) * RATE)))
        off = float(self._next - due)
        jumps = voice.reel != self._reel or abs(off) > LOST
        if jumps:
            self._next, self._off, off = due, 0.0, 0.0
        self._off += (off - self._off) * _WEIGHT
        more = (
            0 if abs(self._off) < _CALM or count < PIECE else max(-_STRETCH, min(_STRETCH, round(self._off / -_PULL)))
        )
        taken = self._reader.samples(voice.reel, self._next, count + more)
        if taken is None:
            return self._silence()
        self._reel = voice.reel
        self._next += count + more
        piece = device.softened(fitted(taken, count), voice.volume)
        piece = joined(self._last, piece) if jumps else piece
        self._last = last_of(piece)
        return piece

    def _silence(self) -> bytes:
        """What leads to silence from what was heard last; nothing where there is silence already."""
        last, self._last, self._reel = self._last, (0, 0), None
        return b"" if last == (0, 0) else joined(last, bytes(BEND * FRAME))


def fitted(piece: bytes, length: int) -> bytes:
    """The piece with `length` samples: some are added between two others, or two made one, evenly over it."""
    samples = array("i", piece)  # left and right together
    more = length - len(samples)
    if more == 0 or len(samples) < 2:
        return piece
    for number in range(abs(more), 0, -1):
        at = number * (len(samples) - 1) // (abs(more) + 1)
        between = _between(samples[at : at + 2])
        if more > 0:
            samples.insert(at + 1, between)
        else:
            samples[at] = between
            del samples[at + 1]
    return samples.tobytes()


def _between(two: array[int]) -> int:
    """The sample half way between two, as they stand in a piece."""
    left, right, other_left, other_right = array("h", two.tobytes())
    return array("i", array("h", ((left + other_left) // 2, (right + other_right) // 2)).tobytes())[0]

"""The sound beside the ring of pictures: samples that a decoder leaves and the speaker takes, by their number since the reel's beginning.

Each track has some seconds of sound. Sample number n of a reel stands in place n modulo `CAPACITY`, so where the film is says
which samples are heard, and the rounds of a film follow each other without a gap. One process writes (`SoundWriter`): as
far ahead of the glass as `AHEAD`, which it reads off the goal of the track's pictures, so what is heard now is never what is
being written. Another reads (`SoundReader`). Each cell is written by one of them alone:

    reel        whose sound it is; 0: nobody's
    first       the number of the first sample that was written without a gap to the last
    written     the number of the sample that comes next
    sign        when the writer last did anything, on the monotonic clock

The writer decodes a stranger's bytes and may have been taken over: numbers that make no sense are silence.
"""

from __future__ import annotations

import mmap
from array import array
from math import isfinite

from player.model.sound import FRAME, RATE
from player.prepare.film_ring import SOUND, SOUNDS_AT, TRACKS, Reel, goal_on, track_of

_HEAD = mmap.PAGESIZE
CAPACITY = (SOUND - _HEAD) // FRAME
"""Samples that a track holds: four seconds and more."""

AHEAD = 2 * RATE
"""Samples that are written ahead of the glass; as many of those that are over stay untouched."""

BEND = RATE // 100
"""Samples over which sound is bent so that it follows from what was heard before."""

_REEL, _FIRST, _WRITTEN, _SIGN = range(4)


def number_at(position: float) -> int:
    """The number of the sample that is heard `position` ms after the reel's beginning."""
    return round(position * RATE / 1000)


def joined(before: tuple[int, int], piece: bytes) -> bytes:
    """The piece, bent at its beginning so that it goes on from the sample `before`: the one rule against clicks.

    The difference to its own first sample goes to nothing over `BEND` samples; where there is none it stays as it is.
    """
    length = min(BEND, len(piece) // FRAME)
    if not length:
        return piece
    bent = array("h", piece[: length * FRAME])
    steps = before[0] - bent[0], before[1] - bent[1]
    if steps == (0, 0):
        return piece
    for at in range(length):
        left = length - at
        for side in (0, 1):
            value = bent[2 * at + side] + steps[side] * left // length
            bent[2 * at + side] = max(-32_768, min(32_767, value))
    return bent.tobytes() + piece[length * FRAME :]


def last_of(piece: bytes) -> tuple[int, int]:
    """The last sample of a piece that has one."""
    left, right = array("h", piece[-FRAME:])
    return left, right


class SoundWriter:
    """The decoder's end of the sound of a reel."""

    def __init__(self, memory: mmap.mmap, track: int, reel: Reel) -> None:
        self._memory = memory
        self._track = track
        self._reel = reel
        self._cells = _cells(memory, track)
        self._samples = _samples(memory, track)

    def begin(self, number: int) -> None:
        """The track's sound is the reel's from now on, and goes on from that sample; nothing is there yet."""
        self._cells[_REEL] = 0.0
        self._cells[_FIRST] = self._cells[_WRITTEN] = float(number)
        self._cells[_REEL] = float(self._reel.number)

    def live(self, now: float) -> None:
        """Gives a sign of life."""
        self._cells[_SIGN] = now

    @property
    def sign(self) -> float:
        """When the last one was given."""
        return float(self._cells[_SIGN])

    @property
    def goal(self) -> int | None:
        """The number of the sample that belongs to the picture on the glass; None while the reel only stands by."""
        goal = goal_on(self._memory, self._track)
        return number_at(goal) if isfinite(goal) and goal >= 0 else None

    @property
    def written(self) -> int:
        """The number of the sample that comes next."""
        return int(self._cells[_WRITTEN])

    @property
    def room(self) -> int:
        """How many samples may be written now."""
        goal = self.goal
        return max(0, (number_at(self._reel.begin) if goal is None else goal) + AHEAD - self.written)

    def put(self, piece: bytes) -> None:
        """The samples that come next. Call it with no more than there is `room` for."""
        written, count = self.written, len(piece) // FRAME
        at = written % CAPACITY
        here = min(count, CAPACITY - at)
        self._samples[at * FRAME : (at + here) * FRAME] = piece[: here * FRAME]
        self._samples[: (count - here) * FRAME] = piece[here * FRAME : count * FRAME]
        self._cells[_WRITTEN] = float(written + count)
        self._cells[_FIRST] = max(self._cells[_FIRST], float(written + count - CAPACITY))


class SoundReader:
    """The speaker's end: the sound of any reel, on whichever track it is."""

    def __init__(self, memory: mmap.mmap) -> None:
        self._memory = memory
        self._tracks = tuple((_cells(memory, track), _samples(memory, track)) for track in range(TRACKS))

    def goal(self, reel: int) -> float | None:
        """Where in the reel the glass is, in ms; None where it is not shown."""
        track = track_of(self._memory, reel)
        goal = -1.0 if track is None else goal_on(self._memory, track)
        return goal if isfinite(goal) and goal >= 0 else None

    def samples(self, reel: int, number: int, count: int) -> bytes | None:
        """So many samples of the reel from that number on; None where they are not all there."""
        for cells, samples in self._tracks:
            if cells[_REEL] != reel:
                continue
            first, written = cells[_FIRST], cells[_WRITTEN]
            if not (isfinite(first) and isfinite(written) and max(0, first) <= number and number + count <= written):
                return None
            if number < written - CAPACITY:
                return None
            at = number % CAPACITY
            here = min(count, CAPACITY - at)
            return bytes(samples[at * FRAME : (at + here) * FRAME]) + bytes(samples[: (count - here) * FRAME])
        return None


def _cells(memory: mmap.mmap, track: int) -> memoryview[float]:
    start = SOUNDS_AT + track * SOUND
    return memoryview(memory)[start : start + _HEAD].cast("d")


def _samples(memory: mmap.mmap, track: int) -> memoryview:
    start = SOUNDS_AT + track * SOUND + _HEAD
    return memoryview(memory)[start : start + CAPACITY * FRAME]

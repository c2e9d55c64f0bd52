"""The ring: memory in which a decoder leaves the pictures of a film and from which the glass draws them, without a copy.

There are two tracks, so that the film that comes next stands by on its first pictures while one is playing. A track is a page
of cells, then its places, each as large as a picture. One process writes them in their turn (`Writer`), another reads
(`Reader`); each cell is written by one of them alone, so nothing is locked and either may be killed at any moment:

    written     pictures that are whole, counted from the reel's first; number n stands in place n modulo the places
    taken       the number of the picture that the glass is at: the writer keeps out of its place and of those that follow
    goal        where the glass is, in ms of the reel; under zero while the reel only stands by
    sign        when the writer last did anything, on the monotonic clock
    times       when each picture is seen, in ms of the reel

The writer decodes a stranger's bytes and may have been taken over: the reader takes sizes from its own order, never from
the cells, and a number from them that makes no sense is no picture.

On Linux the memory is a file without a name: nothing of it reaches a disk, whoever has its descriptor may map it, and the
sandboxed children that decode pictures close theirs.
"""

from __future__ import annotations

import mmap
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite
from multiprocessing.connection import Connection

from player.model.sound import FRAME, RATE
from player.model.units import Digest, Millis

TRACKS = 2
"""Reels at once: the one that plays and the one that comes."""

PLACES = 8
"""Pictures ahead at most: a quarter of a second of most films, in which a decoder may be slow."""

LEAST_PLACES = 3
"""One that is shown, one that is written, one between."""

BUDGET = 64 << 20
"""Bytes that a track may take beyond the least number of places."""

LARGEST = 4096 * 2304 * 4
"""Bytes of the largest picture: on a larger glass the still stands."""

_HEAD = mmap.PAGESIZE
TRACK = _HEAD + LEAST_PLACES * LARGEST
"""Bytes of a track; what is not used is never there."""

SOUND = _HEAD + -(-4 * RATE * FRAME // mmap.PAGESIZE) * mmap.PAGESIZE
"""Bytes of a track's sound, four seconds (`sound_ring.py`), which lies behind the pictures of all tracks."""

SOUNDS_AT = TRACK * TRACKS
"""Where in the memory that begins."""

BOARD = mmap.PAGESIZE
"""Bytes by which the speaker answers the glass (`roles/voices.py`), at the very end."""

BOARD_AT = SOUNDS_AT + SOUND * TRACKS
"""Where they begin."""

_REEL, _WRITTEN, _TAKEN, _GOAL, _SIGN, _STATE = range(6)
_TIMES = 16  # the first cell of the times


@dataclass(frozen=True, slots=True)
class Reel:
    """One run of a film: what the glass wants decoded. `number` tells it from every other run.

    `width` and `height` in pixels of the glass. It is played from `begin` ms on (0: its first picture) and begins again at
    `length`; its times go on counting then. `lead`: the black at the film's beginning that is left out. `size` in bytes.
    `sound`: whether it is to be heard as well.
    """

    number: int
    digest: Digest
    width: int
    height: int
    length: Millis
    lead: Millis = Millis(0)
    begin: Millis = Millis(0)
    sound: bool = False

    @property
    def size(self) -> int:
        """Bytes of one picture."""
        return self.width * self.height * 4

    @property
    def places(self) -> int:
        """Pictures that its track holds; 0 where one is too large."""
        if not 0 < self.size <= LARGEST:
            return 0
        return max(LEAST_PLACES, min(PLACES, BUDGET // self.size))


class Memory:
    """The memory of all tracks, before it is mapped: made by the supervisor, inherited by the others."""

    def __init__(self) -> None:
        self._bytes = BOARD_AT + BOARD
        self._name = f"qingbo-film-{os.getpid()}"
        self._file = -1
        if hasattr(os, "memfd_create"):
            self._file = os.memfd_create(self._name)
            os.ftruncate(self._file, self._bytes)

    def map(self) -> mmap.mmap:
        """The memory, shared with whoever maps it too."""
        if self._file >= 0:
            return mmap.mmap(self._file, self._bytes)
        if sys.platform == "win32":
            return mmap.mmap(-1, self._bytes, tagname=self._name)
        raise OSError("this system has no shared memory without a name")

    def close(self) -> None:
        """The descriptor is closed; what is mapped stays."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


@dataclass(frozen=True, slots=True)
class FilmLink:
    """What the glass has of the worker: the link to it, and the memory of the ring; `speaker` is the link to whoever makes its sound heard."""

    link: Connection
    memory: Memory
    speaker: Connection | None = None


def let_go(memory: mmap.mmap) -> None:
    """Gives back what the pictures took, where the system can; their places read as zeros from then on."""
    with suppress(OSError, AttributeError, ValueError):
        for track in range(TRACKS):
            memory.madvise(mmap.MADV_REMOVE, track * TRACK + _HEAD, TRACK - _HEAD)
            memory.madvise(mmap.MADV_REMOVE, SOUNDS_AT + track * SOUND, SOUND)


def track_of(memory: mmap.mmap, reel: int) -> int | None:
    """The track of the reel with that number; None where it has none."""
    return next((track for track in range(TRACKS) if _cell(memory, track, _REEL) == reel), None)


def goal_on(memory: mmap.mmap, track: int) -> float:
    """Where the glass is in the reel of that track, in ms; under zero while it stands by."""
    return _cell(memory, track, _GOAL)


class Writer:
    """The decoder's end of a track."""

    def __init__(self, memory: mmap.mmap, track: int, reel: Reel) -> None:
        self.track = track
        self._cells = _cells(memory, track)
        self._pixels = memoryview(memory)[track * TRACK + _HEAD : (track + 1) * TRACK]
        self._reel = reel

    def begin(self) -> None:
        """The track is the reel's from now on, and empty."""
        self._cells[_REEL] = 0.0
        for cell in (_WRITTEN, _TAKEN, _STATE):
            self._cells[cell] = 0.0
        self._cells[_GOAL] = -1.0
        self._cells[_REEL] = float(self._reel.number)

    def live(self, now: float) -> None:
        """Gives a sign of life."""
        self._cells[_SIGN] = now

    @property
    def sign(self) -> float:
        """When the last one was given."""
        return float(self._cells[_SIGN])

    @property
    def has_room(self) -> bool:
        """Whether the next picture has a place."""
        return self._cells[_WRITTEN] - self._cells[_TAKEN] < self._reel.places

    @property
    def goal(self) -> float:
        """Where the glass is, in ms of the reel; under zero while it stands by."""
        return float(self._cells[_GOAL])

    def put(self, at: float, rows: memoryview, stride: int) -> None:
        """One more picture is whole. Call it where there `has_room`."""
        number = int(self._cells[_WRITTEN])
        place = number % self._reel.places
        start, wide = place * self._reel.size, self._reel.width * 4
        if stride == wide:
            self._pixels[start : start + self._reel.size] = rows[: self._reel.size]
        else:
            for row in range(self._reel.height):
                there = start + row * wide
                self._pixels[there : there + wide] = rows[row * stride : row * stride + wide]
        self._cells[_TIMES + place] = at
        self._cells[_WRITTEN] = number + 1.0


class Reader:
    """The glass's end of a reel, on whichever track it is."""

    def __init__(self, memory: mmap.mmap, reel: Reel) -> None:
        self._tracks = tuple(
            (_cells(memory, track), memoryview(memory)[track * TRACK + _HEAD : (track + 1) * TRACK])
            for track in range(TRACKS)
        )
        self._reel = reel

    @property
    def is_ready(self) -> bool:
        """Whether there is a picture."""
        found = self._found()
        return found is not None and _written(found[0]) > 0

    def picture(self, position: float) -> tuple[int, float, memoryview] | None:
        """Number, time and pixels of the picture that is seen at `position` ms of the reel, or the last one before; None where none is there yet.

        Those before it are let go of. The pixels hold until the next call.
        """
        found = self._found()
        if found is None:
            return None
        cells, pixels = found
        cells[_GOAL] = max(0.0, position)
        written = _written(cells)
        if not written:
            return None
        number = self._taken(cells, written)
        while number + 1 < written and self._time(cells, number + 1) <= position:
            number += 1
        cells[_TAKEN] = float(number)
        start = number % self._reel.places * self._reel.size
        return number, self._time(cells, number), pixels[start : start + self._reel.size]

    def next_time(self) -> float | None:
        """When the picture after the one that was asked for last is due, in ms of the reel; None where it is not there yet."""
        found = self._found()
        if found is None:
            return None
        written = _written(found[0])
        number = self._taken(found[0], written) + 1
        return self._time(found[0], number) if number < written else None

    def close(self) -> None:
        """The memory is let go of."""
        for cells, pixels in self._tracks:
            cells.release()
            pixels.release()
        self._tracks = ()

    def _found(self) -> tuple[memoryview[float], memoryview] | None:
        """The reel's track; None where it has none yet, or no more."""
        return next((track for track in self._tracks if track[0][_REEL] == self._reel.number), None)

    def _taken(self, cells: memoryview[float], written: int) -> int:
        """The number of the picture that is seen. Its own cell, but the writer could write there too."""
        first, taken = max(0, written - self._reel.places), cells[_TAKEN]
        return int(taken) if isfinite(taken) and first <= taken < written else first

    def _time(self, cells: memoryview[float], number: int) -> float:
        at = cells[_TIMES + number % self._reel.places]
        return float(at) if isfinite(at) else 0.0


def _cell(memory: mmap.mmap, track: int, cell: int) -> float:
    start = track * TRACK + cell * 8
    return float(memoryview(memory)[start : start + 8].cast("d")[0])


def _written(cells: memoryview[float]) -> int:
    count = cells[_WRITTEN]
    return int(count) if isfinite(count) and 0 < count < 1e12 else 0


def _cells(memory: mmap.mmap, track: int) -> memoryview[float]:
    """The cells of a track: eight bytes each, which the machine writes at once."""
    return memoryview(memory)[track * TRACK : track * TRACK + _HEAD].cast("d")

"""The clock of the soak: fast, one for all processes, and set wrong from outside while the player runs.

How far it is wrong lies in a small file that every process maps, so that a step is seen by all of them at once, as that of
a machine's own clock is.
"""

from __future__ import annotations

import mmap
import struct
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from player.clock import plausible
from player.model.units import Millis

_CELL = struct.Struct("<q")


@cache
def _cell(rule: Path) -> mmap.mmap:
    with rule.open("r+b") as file:
        return mmap.mmap(file.fileno(), _CELL.size)


def make_rule(rule: Path) -> None:
    """A clock that is right."""
    rule.write_bytes(_CELL.pack(0))


@dataclass(frozen=True, slots=True)
class SoakClock:
    """Shows `start` when the monotonic clock shows `origin`, runs `rate` times as fast, and is wrong by what `rule` says."""

    start: Millis
    rate: float
    origin: float
    rule: Path

    @property
    def wrong_by(self) -> int:
        """Milliseconds that it is ahead of the right time."""
        return int(_CELL.unpack_from(_cell(self.rule))[0])

    def step(self, wrong_by: int) -> None:
        """From now on it is ahead by that many milliseconds."""
        _CELL.pack_into(_cell(self.rule), 0, wrong_by)

    def right(self, monotonic: float) -> Millis:
        """What it shows, or should, at a monotonic time."""
        return Millis(self.start + int((monotonic - self.origin) * self.rate * 1e3))

    def when(self, instant: Millis) -> float:
        """The monotonic time at which it is right to show `instant`."""
        return self.origin + (instant - self.start) / (self.rate * 1e3)

    def now(self) -> Millis:
        """The instant by which slides are shown."""
        return Millis(self.right(time.monotonic()) + self.wrong_by)

    def machine(self) -> Millis:
        """The machine's own time, which is also that of its files."""
        return Millis(time.time_ns() // 1_000_000)

    def monotonic(self) -> float:
        """Real seconds: promises, pauses and quiet times are not hurried."""
        return time.monotonic()

    def seconds_until(self, instant: Millis) -> float:
        """Real seconds until it shows `instant`."""
        return max(0.0, (instant - self.now()) / (self.rate * 1e3))

    def plausible(self) -> bool:
        """Whether what it shows can be right."""
        return plausible(self.now())


@dataclass(frozen=True, slots=True)
class Hurried:
    """The same clock for whoever judges it: its durations run as fast as it does, as they would on a machine."""

    clock: SoakClock

    def now(self) -> Millis:
        """What the clock shows."""
        return self.clock.now()

    def machine(self) -> Millis:
        """The machine's own time."""
        return self.clock.machine()

    def monotonic(self) -> float:
        """Simulated seconds."""
        return time.monotonic() * self.clock.rate

    def seconds_until(self, instant: Millis) -> float:
        """Real seconds until it shows `instant`."""
        return self.clock.seconds_until(instant)

    def plausible(self) -> bool:
        """Whether what it shows can be right."""
        return self.clock.plausible()

"""The only place where time is read: the wall clock, the monotonic clock, and a clock that starts where one likes.

Everything below takes `now` as an argument. Whoever needs the time is handed a `Clock`; the tests hand in one that jumps.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Protocol

from player.model.units import Millis

FLOOR = Millis(1_767_225_600_000)
"""2026-01-01T00:00Z: this version did not exist before, so a machine that shows an earlier time has lost it."""


def plausible(now: Millis) -> bool:
    """Whether a machine's clock can be right that shows `now`: false for a clock that woke up in 1970."""
    return now >= FLOOR


class Clock(Protocol):
    """What tells the time. Instants are milliseconds since the Unix epoch, durations seconds."""

    def now(self) -> Millis:
        """The instant by which slides are shown."""
        ...

    def machine(self) -> Millis:
        """The instant that the machine itself believes in and stamps files with; never a simulated one."""
        ...

    def monotonic(self) -> float:
        """Seconds from some fixed start, for durations: always at the true rate, never set back."""
        ...

    def seconds_until(self, instant: Millis) -> float:
        """Seconds to sleep until `now()` reaches `instant`; 0 where it has."""
        ...

    def plausible(self) -> bool:
        """Whether `now()` can be believed; a simulated time is what it is meant to be."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's own time."""

    def now(self) -> Millis:
        """Milliseconds since the Unix epoch."""
        return Millis(time.time_ns() // 1_000_000)

    def machine(self) -> Millis:
        """The same."""
        return self.now()

    def monotonic(self) -> float:
        """Seconds since the machine started, one count for all its processes."""
        return time.monotonic()

    def seconds_until(self, instant: Millis) -> float:
        """Seconds until the wall clock reaches `instant`."""
        return max(0.0, (instant - time.time_ns() / 1e6) / 1e3)

    def plausible(self) -> bool:
        """Whether the machine's clock is past the floor."""
        return plausible(self.now())


@dataclass(frozen=True, slots=True)
class SimulatedClock:
    """A clock that showed `start` when the monotonic clock showed `origin`, and has run on from there `rate` times as fast.

    It is a value: handed to another process of the same machine, it goes on showing the same time.
    """

    start: Millis
    rate: float = 1.0
    origin: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        if not self.rate > 0:
            raise ValueError(f"a clock cannot run at {self.rate} times its speed")

    def now(self) -> Millis:
        """The simulated instant."""
        return Millis(self.start + int((time.monotonic() - self.origin) * self.rate * 1e3))

    def machine(self) -> Millis:
        """The machine's own time, which is also that of its files."""
        return Millis(time.time_ns() // 1_000_000)

    def monotonic(self) -> float:
        """Seconds since the machine started, not simulated: a writer's pause is as long as it is."""
        return time.monotonic()

    def seconds_until(self, instant: Millis) -> float:
        """Seconds of true time until the simulated clock reaches `instant`."""
        at = self.origin + (instant - self.start) / (self.rate * 1e3)
        return max(0.0, at - time.monotonic())

    def plausible(self) -> bool:
        """Always true."""
        return True

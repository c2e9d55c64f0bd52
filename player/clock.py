"""The only place where time is read: the wall clock, the monotonic clock, and a clock that starts where one likes.

Everything below takes `now` as an argument. Whoever needs the time is handed a `Clock`; the tests hand in one that jumps.

A machine's clock is not always right. `judged` decides whether it is believed:

* outside of [`FLOOR`, `CEILING`) never;
* earlier than the last good time that is known: not, until it is past it;
* after a jump of more than `JUMP` against the monotonic clock: not, until the jump is undone;
* but a clock that has run evenly for `STEADY` since is believed all the same: somebody may have set it right, and the last
  good time on the disk may be the wrong one.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import Protocol

from player.model.units import Millis

FLOOR = Millis(1_767_225_600_000)
"""2026-01-01T00:00Z: this version did not exist before, so a machine that shows an earlier time has lost it."""

CEILING = Millis(FLOOR + 30 * 31_557_600_000)
"""Thirty years later: nothing that runs now will run then."""

JUMP = Millis(3_600_000)
"""What the wall clock may be set by while the player runs: corrections are smaller, mistakes larger."""

STEADY = 600.0
"""Seconds after which a clock that only runs on is believed again."""


def plausible(now: Millis) -> bool:
    """Whether a machine's clock can be right that shows `now`: false for a clock that woke up in 1970, or in 2100."""
    return FLOOR <= now < CEILING


@dataclass(frozen=True, slots=True)
class Trust:
    """What was thought of the clock when it showed `now` at `monotonic` (seconds).

    `doubted_since`: the monotonic time since which it is not believed; None where it is. `right`: what it should have
    shown at `monotonic`, as far as is known; None where nothing is.
    """

    now: Millis
    monotonic: float
    doubted_since: float | None = None
    right: Millis | None = None

    @property
    def believed(self) -> bool:
        """Whether slides may go by the clock."""
        return self.doubted_since is None


def judged(before: Trust | None, now: Millis, monotonic: float, last_good: Millis = FLOOR) -> Trust:
    """What is thought of a clock that shows `now` at `monotonic`; `before`: at the last look, None at the first.

    `last_good`: an instant that has been, by what is known from before this start.
    """
    if before is None:
        fine = plausible(now) and now >= last_good
        return Trust(now, monotonic, None if fine else monotonic, now if fine else None)
    passed = round((monotonic - before.monotonic) * 1e3)
    right = None if before.right is None else Millis(before.right + passed)
    jumped = abs(now - before.now - passed) > JUMP
    seen = Trust(now, monotonic, before.doubted_since, right)
    if not plausible(now):
        return seen if not before.believed and not jumped else replace(seen, doubted_since=monotonic)
    if right is not None and abs(now - right) <= JUMP:
        return Trust(now, monotonic, None, now)  # small corrections are followed
    if right is None and now >= last_good:
        return Trust(now, monotonic, None, now)  # nothing was known, and now it is past what was
    if jumped or before.doubted_since is None:
        return replace(seen, doubted_since=monotonic)
    return Trust(now, monotonic, None, now) if monotonic - before.doubted_since >= STEADY else seen


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

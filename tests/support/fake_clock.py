"""A clock that stands still until it is told to jump: a whole `Clock`, for tests that never sleep."""

from __future__ import annotations

from player.clock import plausible
from player.model.units import Millis


class FakeClock:
    """Shows `now` until `advance` or `jump`; `machine()` follows `now()` unless it was given a time of its own."""

    def __init__(self, now: int = 1_800_000_000_000, *, monotonic: float = 1_000.0, machine: int | None = None) -> None:
        self._now = now
        self._monotonic = monotonic
        self._skew = 0 if machine is None else machine - now

    def now(self) -> Millis:
        return Millis(self._now)

    def machine(self) -> Millis:
        return Millis(self._now + self._skew)

    def monotonic(self) -> float:
        return self._monotonic

    def seconds_until(self, instant: Millis) -> float:
        return max(0.0, (instant - self._now) / 1e3)

    def plausible(self) -> bool:
        return plausible(self.now())

    def advance(self, seconds: float) -> None:
        """Time passes: both clocks move."""
        assert seconds >= 0, "time does not run backwards; use jump() for a clock that was set"
        self._monotonic += seconds
        self._now += round(seconds * 1e3)

    def jump(self, now: int) -> None:
        """Somebody sets the wall clock: the monotonic clock does not notice."""
        self._now = now

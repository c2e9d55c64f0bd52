"""Whether the machine's clock is believed, looked at as the glass wakes; and the last good time, kept on the disk.

The last good time is written hourly. It is a floor for the next start: a clock that lost its battery over a weekend
shows a time that has been already.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path

from player.clock import FLOOR, Clock, SimulatedClock, Trust, judged, plausible
from player.model.units import HOUR, Millis
from player.store.atomic import replace

LOG = logging.getLogger("qingbo.clock")

FILE = "last-good-time"
"""In the cache: milliseconds since the Unix epoch, as text."""


class Timekeeper:
    """Judges `clock`. A simulated one is always believed: it is what it is meant to be."""

    def __init__(self, clock: Clock, cache: Path) -> None:
        self._clock = clock
        self._path = cache / FILE
        self._trust: Trust | None = None
        self._last_good = FLOOR
        self._written: float | None = None

    def believed(self) -> bool:
        """Whether slides may go by the clock now. Logs when that changes."""
        if isinstance(self._clock, SimulatedClock):
            return True
        now, monotonic = self._clock.now(), self._clock.monotonic()
        before = self._trust
        if before is None:
            self._last_good = read(self._path)
        self._trust = judged(before, now, monotonic, self._last_good)
        if self._trust.believed != (before is None or before.believed):
            self._tell(self._trust)
        if self._trust.believed and (self._written is None or (monotonic - self._written) * 1e3 >= HOUR):
            self._keep(now, monotonic)
        return self._trust.believed

    def _keep(self, now: Millis, monotonic: float) -> None:
        """Writes the last good time; not at the start, which shall wait for no disk."""
        if self._written is not None:
            with suppress(OSError):
                replace(self._path, f"{now}\n".encode())
        self._written = monotonic

    def _tell(self, trust: Trust) -> None:
        if trust.believed:
            LOG.info("时钟恢复正常 (the clock is believed again)")
        else:
            LOG.error("时钟不准：没有日期的内容照常播放，有日期的先不放；请校准系统时间 (the clock is not believed)")


def read(path: Path) -> Millis:
    """The last good time in the file; the floor where it is missing, damaged, or beyond belief."""
    with suppress(OSError, ValueError):
        kept = Millis(int(path.read_bytes()[:20]))
        if plausible(kept):
            return kept
    return FLOOR

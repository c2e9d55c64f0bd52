"""Whether the machine's clock is believed, looked at as the glass wakes; what time it is else; the last good time on the disk.

The last good time is written hourly. It is a floor for the next start: a clock that lost its battery over a weekend
shows a time that has been already.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path

from player.clock import FLOOR, Clock, SimulatedClock, Trust, judged, plausible
from player.model.units import HOUR, Millis
from player.roles.beat import Beat
from player.store.atomic import replace

LOG = logging.getLogger("qingbo.clock")

FILE = "last-good-time"
"""In the cache: milliseconds since the Unix epoch, as text."""


class Timekeeper:
    """Judges `clock`. A simulated one is always believed: it is what it is meant to be.

    What is thought of it lies in `memory`, so that a glass that is started again goes on from there, and the intake goes by it.
    """

    def __init__(self, clock: Clock, cache: Path, memory: Beat) -> None:
        self._clock = clock
        self._path = cache / FILE
        self._memory = memory
        self._begun = clock.monotonic()
        self._last_good: Millis | None = None
        self._written: float | None = None

    def believed(self) -> bool:
        """Whether slides may go by the clock now. Logs when that changes, and keeps the last good time."""
        if isinstance(self._clock, SimulatedClock):
            return True
        before = self._memory.trust
        trust = self._judged(before)
        self._memory.trust = trust
        if trust.believed != (before is None or before.believed):
            self._tell(trust)
        if trust.believed and (self._written is None or (trust.monotonic - self._written) * 1e3 >= HOUR):
            self._keep(trust.now, trust.monotonic)
        return trust.believed

    def instant(self) -> tuple[Millis, bool]:
        """What time it is as far as is known, and whether the clock says so too; judges alone, changes nothing.

        A clock that is not believed is replaced by what it should show. Where nobody knows that, because the machine woke
        up with a wrong one, it is the last good time and what has gone by since.
        """
        if isinstance(self._clock, SimulatedClock):
            return self._clock.now(), True
        trust = self._judged(self._memory.trust)
        if trust.believed:
            return trust.now, True
        if trust.right is not None:
            return trust.right, False
        return Millis(self._floor() + round((trust.monotonic - self._begun) * 1e3)), False

    def _judged(self, before: Trust | None) -> Trust:
        return judged(before, self._clock.now(), self._clock.monotonic(), self._floor())

    def _floor(self) -> Millis:
        if self._last_good is None:
            self._last_good = read(self._path)
        return self._last_good

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

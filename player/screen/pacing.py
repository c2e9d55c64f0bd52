"""When to draw the steps of a transition: progress follows the clock, and a machine that is too slow draws fewer.

The steps stand on an absolute schedule, start + n / rate: a late step does not push the next ones back, and a step
whose time has gone by is left out. `Governor` lowers the rate where drawing takes longer than a step lasts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from math import floor

RATES = (60, 30, 0)
"""Steps a second that a governor chooses from; 0 is a cut."""

WINDOW = 10
"""How many steps a governor looks back on."""

TOO_MANY = 3
"""How many of them may take longer than their step lasts: more is not bad luck but a machine that is too slow."""

ROOM = 0.8
"""A higher rate is tried again when the work would fill no more than this part of its steps."""

PATIENCE = 20
"""Transitions at a lower rate before a higher one is tried again: what made the machine slow may have ended."""

_ROUNDING = 1e-6
"""Part of a step by which a clock may seem to stand before the step that it has just reached."""


class Governor:
    """How many steps a second this machine can draw, learned from how long its steps took."""

    def __init__(self, rates: tuple[int, ...] = RATES) -> None:
        self._rates = rates
        self._level = 0
        self._late: deque[bool] = deque(maxlen=WINDOW)
        self._longest = 0.0
        self._good = 0

    @property
    def rate(self) -> int:
        """Steps a second to draw now; 0 means cut."""
        return self._rates[self._level]

    def worked(self, seconds: float) -> None:
        """Takes note that one step took `seconds` to draw and to present; `rate` may be lower from now on."""
        if self.rate == 0:
            return  # nothing is drawn
        self._longest = max(self._longest, seconds)
        self._late.append(seconds * self.rate > 1)
        if sum(self._late) > TOO_MANY and self._level + 1 < len(self._rates):
            self._move(self._level + 1)

    def ended(self) -> None:
        """Takes note that a transition ended; after enough of them a higher rate is tried again."""
        self._good += 1
        if self._level > 0 and self._good >= PATIENCE and self._fits(self._rates[self._level - 1]):
            self._move(self._level - 1)
        self._longest = 0.0

    def _fits(self, rate: int) -> bool:
        return self._longest * rate <= ROOM

    def _move(self, level: int) -> None:
        self._level = level
        self._late.clear()
        self._good = 0


def beats(
    duration: float,
    governor: Governor,
    *,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
) -> Iterator[float]:
    """The progress of each step to draw, 0 < progress < 1, given when it is due; ends when `duration` seconds are over.

    What the consumer does between two of them is measured as the work of a step. Ends early when the rate falls to 0.
    """
    start = clock()
    now = start
    while governor.rate > 0:
        due = start + (floor((now - start) * governor.rate + _ROUNDING) + 1) / governor.rate
        if due >= start + duration:
            _sleep_until(start + duration, clock, sleep)
            break
        now = _sleep_until(due, clock, sleep)
        if now >= start + duration:
            break
        yield (now - start) / duration
        done = clock()
        governor.worked(done - now)
        now = done
    governor.ended()


def _sleep_until(due: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> float:
    """The instant on the clock at which `due` had come."""
    while (now := clock()) < due:
        sleep(due - now)
    return now

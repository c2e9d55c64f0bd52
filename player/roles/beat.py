"""What a part and its supervisor share: the part's promise, and what its exit code means."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from typing import Any

START_METHOD = "fork" if sys.platform.startswith("linux") else "spawn"

QUIT = 0
"""The exit code of a glass that was asked to stop."""
NO_DISPLAY = 3
"""The exit code of a glass that found no display and must have one."""


class Beat:
    """What a part promises, in memory that it shares with the others: frames presented, next sign of life."""

    def __init__(self) -> None:
        self._cells: Any = multiprocessing.get_context(START_METHOD).RawArray("d", 5)

    def promise(self, presented: int, until: float, *, now: float = 0.0) -> None:
        """Says that `presented` frames were put on the glass by `now`, and that the next promise comes by `until`.

        Both are seconds of the monotonic clock.
        """
        if presented != self._cells[0]:
            self._cells[2] = now
        self._cells[0] = presented
        self._cells[1] = until

    def tell_size(self, width: int, height: int) -> None:
        """Says how many pixels the glass has."""
        self._cells[3], self._cells[4] = width, height

    @property
    def presented(self) -> int:
        """Frames put on the glass so far."""
        return int(self._cells[0])

    @property
    def until(self) -> float:
        """When the next promise is due, on the monotonic clock; 0 before the first."""
        return float(self._cells[1])

    @property
    def presented_at(self) -> float:
        """When a frame was last put on the glass, on the monotonic clock; 0 before the first."""
        return float(self._cells[2])

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the glass in pixels; zeros before it was opened."""
        return int(self._cells[3]), int(self._cells[4])


class Tally:
    """How often each part was started again, and when last: the supervisor counts, the status page tells."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._cells: Any = multiprocessing.get_context(START_METHOD).RawArray("d", 2 * len(self.names))

    def count(self, name: str, now: float) -> None:
        """One more restart of the part `name`, at the monotonic time `now`."""
        at = 2 * self.names.index(name)
        self._cells[at] += 1
        self._cells[at + 1] = now

    def restarts(self) -> tuple[tuple[str, int, float], ...]:
        """The parts that were restarted at all: name, how often, when last on the monotonic clock."""
        cells = self._cells
        return tuple(
            (name, int(cells[2 * at]), float(cells[2 * at + 1])) for at, name in enumerate(self.names) if cells[2 * at]
        )

"""What a part and its supervisor share: the part's promise, and what its exit code means."""

from __future__ import annotations

import multiprocessing
import sys
from typing import Any

START_METHOD = "fork" if sys.platform.startswith("linux") else "spawn"

QUIT = 0
"""The exit code of a glass that was asked to stop."""
NO_DISPLAY = 3
"""The exit code of a glass that found no display and must have one."""


class Beat:
    """What a part promises, in memory that it shares with the supervisor: frames presented, next sign of life."""

    def __init__(self) -> None:
        self._cells: Any = multiprocessing.get_context(START_METHOD).RawArray("d", 2)

    def promise(self, presented: int, until: float) -> None:
        """Says that `presented` frames were put on the glass, and that the next promise comes by `until` (monotonic)."""
        self._cells[0] = presented
        self._cells[1] = until

    @property
    def presented(self) -> int:
        """Frames put on the glass so far."""
        return int(self._cells[0])

    @property
    def until(self) -> float:
        """When the next promise is due, on the monotonic clock; 0 before the first."""
        return float(self._cells[1])

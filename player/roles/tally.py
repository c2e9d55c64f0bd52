"""How often each part of the player was started again, and why: the supervisor counts, the status page tells.

In memory that all parts share, so that a part that is started again finds what was counted before.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from player.model.restart import Cause
from player.roles.beat import START_METHOD, Beat

_TITLE = 240  # bytes of a slide's title


class Tally:
    """The restarts of the parts called `names` since `started`, on the monotonic clock (seconds)."""

    def __init__(self, names: Sequence[str], started: float = 0.0) -> None:
        self.started = started
        self._rows = {row: 2 * number for number, row in enumerate(product(names, Cause))}
        context = multiprocessing.get_context(START_METHOD)
        self._cells: Any = context.RawArray("d", 2 * len(self._rows))
        self._on: Any = context.RawArray("c", _TITLE)

    def count(self, name: str, now: float, cause: Cause = Cause.ENDED) -> None:
        """One more restart of the part `name`, at the monotonic time `now`."""
        at = self._rows[name, cause]
        self._cells[at] += 1
        self._cells[at + 1] = now

    def restarts(self) -> tuple[tuple[str, Cause, int, float], ...]:
        """What was counted at all: part, cause, how often, when last on the monotonic clock."""
        cells = self._cells
        return tuple(
            (name, cause, int(cells[at]), float(cells[at + 1])) for (name, cause), at in self._rows.items() if cells[at]
        )

    def broke_off(self, title: str) -> None:
        """Takes note of what was on when the picture broke off."""
        self._on.value = title.encode("utf-8", "replace")[: _TITLE - 1]

    @property
    def was_on(self) -> str:
        """What was on when the picture last broke off; empty where it never did."""
        return str(self._on.value.decode("utf-8", "ignore"))


@dataclass(frozen=True, slots=True)
class Shared:
    """What the intake reads of the other parts, to tell staff."""

    glass: Beat
    tally: Tally

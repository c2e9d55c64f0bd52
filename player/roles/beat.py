"""What a part and its supervisor share: the part's promise, and what its exit code means."""

from __future__ import annotations

import multiprocessing
import sys
from typing import Any

from player.clock import Trust
from player.model.units import Millis

START_METHOD = "fork" if sys.platform.startswith("linux") else "spawn"

QUIT = 0
"""The exit code of a glass that was asked to stop."""
NO_DISPLAY = 3
"""The exit code of a glass that found no display and must have one."""
RENEW = 4
"""The exit code of a glass that leaves between two slides, to begin with fresh memory."""
DISPLAY_LOST = 5
"""The exit code of a glass whose display went away: no fault of its own, nor of a slide."""

_TRUST = slice(11, 15)  # of the cells
_KEY = 64  # bytes of a slide's key
_TITLE = 240  # bytes of a slide's title


class Beat:
    """What a part promises, in memory that it shares with the others: frames presented, next sign of life."""

    def __init__(self) -> None:
        context = multiprocessing.get_context(START_METHOD)
        self._cells: Any = context.RawArray("d", 17)
        self._on: Any = context.RawArray("c", _KEY)
        self._coming: Any = context.RawArray("c", _KEY)
        self._title: Any = context.RawArray("c", _TITLE)

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

    def tell_shown(self, width: int, height: int) -> None:
        """Says for how many pixels the picture that came up was made."""
        self._cells[15], self._cells[16] = width, height

    def tell_slides(self, *, on: str, coming: str = "") -> None:
        """Says which slide is on the glass and which one is being brought up, by their keys; empty for none."""
        self._on.value, self._coming.value = on.encode(), coming.encode()

    @property
    def slides(self) -> tuple[str, ...]:
        """The keys of the slides that were on or coming, the one that was coming first."""
        return tuple(key for key in (self._coming.value.decode(), self._on.value.decode()) if key)

    def tell_title(self, title: str) -> None:
        """Says what people call the slide that is on."""
        self._title.value = title.encode("utf-8", "replace")[: _TITLE - 1]

    @property
    def title(self) -> str:
        """What people call the slide that is on; empty before the first."""
        return str(self._title.value.decode("utf-8", "ignore"))

    @property
    def doubts_clock(self) -> bool:
        """Whether the glass does not believe the machine's clock."""
        return bool(self._cells[5])

    @doubts_clock.setter
    def doubts_clock(self, doubts: bool) -> None:
        self._cells[5] = doubts

    @property
    def trust(self) -> Trust | None:
        """What the glass last thought of the clock; None before its first look."""
        while True:  # whoever writes it meanwhile writes four numbers
            now, monotonic, since, right = cells = tuple(self._cells[_TRUST])
            if cells == tuple(self._cells[_TRUST]):
                break
        if not monotonic:
            return None
        return Trust(
            Millis(int(now)), monotonic, None if since < 0 else since, None if right < 0 else Millis(int(right))
        )

    @trust.setter
    def trust(self, trust: Trust) -> None:
        since = -1.0 if trust.doubted_since is None else trust.doubted_since
        right = -1.0 if trust.right is None else float(trust.right)
        self._cells[_TRUST] = [float(trust.now), trust.monotonic, since, right]

    @property
    def safe(self) -> bool:
        """Whether the glass is to show nothing but stills that have been good before."""
        return bool(self._cells[6])

    @safe.setter
    def safe(self, safe: bool) -> None:
        self._cells[6] = safe

    @property
    def renewing(self) -> int:
        """The number of the heir for whom the process before it is asked to leave, with `RENEW` and when it suits it; 0 for none."""
        return int(self._cells[7])

    @renewing.setter
    def renewing(self, number: int) -> None:
        self._cells[7] = number

    @property
    def standing_by(self) -> int:
        """The number of the heir (counted from 1) that is all set to go on with the part's work; 0 for none."""
        return int(self._cells[8])

    @standing_by.setter
    def standing_by(self, number: int) -> None:
        self._cells[8] = number

    @property
    def released(self) -> int:
        """The number of the last heir for whom everything was let go of that only one may hold."""
        return int(self._cells[9])

    @released.setter
    def released(self, number: int) -> None:
        self._cells[9] = number

    @property
    def relieved(self) -> int:
        """The number of the last heir whose picture is seen, so that the one before it may end."""
        return int(self._cells[10])

    @relieved.setter
    def relieved(self, number: int) -> None:
        self._cells[10] = number

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

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height for which the last picture was made that came up, in pixels; zeros before the first."""
        return int(self._cells[15]), int(self._cells[16])

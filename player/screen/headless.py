"""The glass without a screen: the same promises kept in memory alone, with no pygame.

What the player runs on where there is no display at all, and what tests look at.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from player.model.frame import Frame
from player.model.units import Millis
from player.screen.bell import Bell
from player.screen.cells import Cell, cells, changed
from player.screen.glass import Event, Happening, always
from player.screen.pacing import Governor, beats
from player.transitions.transition import Transition

_BYTES = 4
"""Bytes a pixel."""


class Headless:
    """A glass that keeps the last picture in memory. Transitions take their time but draw only their end.

    `wait` returns for signals too, if the glass was made in the main thread.
    """

    def __init__(
        self,
        size: tuple[int, int] = (1920, 1080),
        *,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._size = size
        self._clock, self._sleep = clock, sleep
        self._pixels = bytearray(size[0] * size[1] * _BYTES)
        self._governor = Governor()
        self._presented = 0
        self._woken = threading.Event()
        self._bell: Bell | None = Bell(self._ring)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._size

    @property
    def presented(self) -> int:
        """How many pictures were put on the glass so far."""
        return self._presented

    def show(self, frame: Frame, text: str | None = None) -> None:
        """The frame is kept, with `text` in its live cells."""
        if (frame.width, frame.height) != self._size:
            raise ValueError(f"a frame of {frame.width}x{frame.height} does not fit a glass of {self._size}")
        self._pixels[:] = frame.pixels
        for cell in cells(frame, text):
            self._draw_cell(frame, cell)
        self._presented += 1

    def tick(self, frame: Frame, old_text: str | None, new_text: str | None) -> int:
        """The number of live cells that were drawn anew."""
        anew = tuple(changed(frame, old_text, new_text))
        for cell in anew:
            self._draw_cell(frame, cell)
        self._presented += bool(anew)
        return len(anew)

    def play(
        self,
        out: Frame | None,
        into: Frame,
        transition: Transition,
        duration: Millis,
        *,
        text: str | None = None,
        out_text: str | None = None,
        keep_going: Callable[[], bool] = always,
    ) -> None:
        """`into` is kept after `duration`, or as soon as `keep_going` says no."""
        if transition.takes_time:
            for _ in beats(duration / 1000, self._governor, clock=self._clock, sleep=self._sleep):
                if not keep_going():
                    break
        self.show(into, text)

    def wait(self, timeout: float) -> tuple[Event, ...]:
        """WOKEN as soon as somebody called `wake()`; empty after `timeout` seconds."""
        if not self._woken.wait(timeout):
            return ()
        self._woken.clear()
        return (Event(Happening.WOKEN),)

    def wake(self) -> None:
        """`wait` returns with WOKEN. From any thread."""
        self._woken.set()

    @property
    def tells_size(self) -> bool:
        """True: its size never changes."""
        return True

    def check_display(self) -> Event | None:
        """None: nothing here changes its size."""
        return None

    def screenshot(self) -> bytes:
        """The last picture, as BGRX."""
        return bytes(self._pixels)

    def close(self) -> None:
        """Signals no longer end a wait."""
        if self._bell is not None:
            self._bell.close()
            self._bell = None

    def _ring(self, news: bool) -> None:
        self.wake()

    def _draw_cell(self, frame: Frame, cell: Cell) -> None:
        """One cell is copied row by row, from the strip or, where it has no sprite, from the frame."""
        width = cell.width * _BYTES
        for row in range(cell.height):
            there = ((cell.y + row) * frame.width + cell.x) * _BYTES
            if cell.row is None or frame.strip is None:
                self._pixels[there : there + width] = frame.pixels[there : there + width]
            else:
                here = (cell.row + row) * width
                self._pixels[there : there + width] = frame.strip[here : here + width]

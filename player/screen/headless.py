"""The glass without a screen: the same promises kept in memory alone, with no pygame.

What the player runs on where there is no display at all, and what tests look at.
"""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable, Sequence
from math import inf

from player.model.frame import Frame
from player.model.units import Millis
from player.screen.bell import Bell
from player.screen.cells import Cell, cells, changed
from player.screen.glass import Event, Happening, Part, always
from player.screen.moving import Area, Kept, Movement, Mover
from player.screen.pacing import Governor, beats
from player.transitions.transition import Transition

_BYTES = 4
"""Bytes a pixel."""


class MemoryBrush:
    """A mover's brush on a part of a picture in memory that is `stride` bytes wide."""

    def __init__(self, pixels: bytearray, stride: int, area: Area) -> None:
        self._pixels, self._stride, self._area = pixels, stride, area

    def copy(self, picture: Frame, source: Area, x: int, y: int) -> None:
        """The part of the picture stands at (x, y) of the area, as far as it lies in both."""
        left, top, width, height = source
        first, last = max(0, -x, -left), min(width, self._area[2] - x, picture.width - left)
        if first >= last:
            return
        for row in range(max(0, -y, -top), min(height, self._area[3] - y, picture.height - top)):
            here = ((top + row) * picture.width + left + first) * _BYTES
            there = (self._area[1] + y + row) * self._stride + (self._area[0] + x + first) * _BYTES
            size = (last - first) * _BYTES
            self._pixels[there : there + size] = picture.pixels[here : here + size]

    def enlarge(self, picture: Frame, cut: float, kept: Kept) -> None:
        """The picture as it is: nobody sees it, and enlarging it in Python would take seconds."""
        self.copy(picture, (0, 0, picture.width, picture.height), 0, 0)


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
        self._movement = Movement(self._brush)
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

    def now(self) -> float:
        """The clock of the movers."""
        return self._clock()

    def show(self, frame: Frame, text: str | None = None, *, at: Area | None = None) -> None:
        """The frame is kept, with `text` in its live cells."""
        place = (0, 0, *self._size) if at is None else at
        self._put(frame, text, place)
        self._presented += 1

    def stretch(self, frame: Frame) -> None:
        """The frame of another size is kept, at the size of the glass: each pixel is the one that lies nearest."""
        width, height = self._size
        columns = [x * frame.width // width for x in range(width)]
        source, target = frame.pixels.cast("B").cast("I"), memoryview(self._pixels).cast("I")
        for y in range(height):
            row = source[y * frame.height // height * frame.width :][: frame.width]
            target[y * width : (y + 1) * width] = memoryview(array("I", [row[x] for x in columns]))
        self._presented += 1

    def compose(self, parts: Sequence[Part]) -> None:
        """All parts are kept."""
        for part in parts:
            self._put(part.frame, part.text, part.area)
        self._presented += 1

    def tick(self, frame: Frame, old_text: str | None, new_text: str | None, *, x: int = 0, y: int = 0) -> int:
        """The number of live cells that were drawn anew."""
        anew = tuple(changed(frame, old_text, new_text))
        for cell in anew:
            self._draw_cell(frame, cell, x, y)
        self._presented += bool(anew)
        return len(anew)

    def move(self, movers: Sequence[Mover]) -> None:
        """These move from now on."""
        self._movement.take(movers, self.now())

    def play(
        self,
        out: Frame | None,
        into: Frame,
        transition: Transition,
        duration: Millis,
        *,
        text: str | None = None,
        out_text: str | None = None,
        at: Area | None = None,
        mover: Mover | None = None,
        keep_going: Callable[[], bool] = always,
    ) -> None:
        """`into` is kept after `duration`, or as soon as `keep_going` says no."""
        if transition.takes_time:
            where = (0, 0, *self._size) if at is None else at
            for _ in beats(duration / 1000, self._governor, clock=self._clock, sleep=self._sleep):
                self._presented += bool(self._movement.draw(self.now(), beside=where))
                if not keep_going():
                    break
        self.show(into, text, at=at)

    def wait(self, timeout: float) -> tuple[Event, ...]:
        """WOKEN as soon as somebody called `wake()`; empty after `timeout` seconds."""
        deadline = self.now() + timeout
        while True:
            until = min(self._movement.due, deadline)
            woken = self._woken.wait(max(0.0, until - self.now()))
            begun = self.now()
            if self._movement.draw(begun):
                self._presented += 1
                done = self.now()
                self._movement.worked(done, done - begun)
            if woken:
                self._woken.clear()
                return (Event(Happening.WOKEN),)
            if self._movement.due == inf or self.now() >= deadline:
                return ()

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

    def _brush(self, area: Area) -> MemoryBrush | None:
        return MemoryBrush(self._pixels, self._size[0] * _BYTES, area) if _holds(self._size, area) else None

    def _put(self, frame: Frame, text: str | None, place: Area) -> None:
        """The frame and its digits are in their place."""
        if (frame.width, frame.height) != place[2:] or not _holds(self._size, place):
            raise ValueError(f"a frame of {frame.width}x{frame.height} does not fit a place of {place[2:]}")
        if place == (0, 0, *self._size):
            self._pixels[:] = frame.pixels
        else:
            brush = MemoryBrush(self._pixels, self._size[0] * _BYTES, place)
            brush.copy(frame, (0, 0, frame.width, frame.height), 0, 0)
        for cell in cells(frame, text):
            self._draw_cell(frame, cell, *place[:2])

    def _draw_cell(self, frame: Frame, cell: Cell, x: int, y: int) -> None:
        """One cell of a frame at (x, y) is copied row by row, from the strip or, where it has no sprite, from the frame."""
        width = cell.width * _BYTES
        for row in range(cell.height):
            here = ((cell.y + row) * frame.width + cell.x) * _BYTES
            there = ((y + cell.y + row) * self._size[0] + x + cell.x) * _BYTES
            if cell.row is None or frame.strip is None:
                self._pixels[there : there + width] = frame.pixels[here : here + width]
            else:
                here = (cell.row + row) * width
                self._pixels[there : there + width] = frame.strip[here : here + width]


def _holds(size: tuple[int, int], area: Area) -> bool:
    """Whether the rectangle lies wholly on a glass of that size."""
    return min(area[:2]) >= 0 and area[0] + area[2] <= size[0] and area[1] + area[3] <= size[1]

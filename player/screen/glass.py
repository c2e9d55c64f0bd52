"""What every glass promises: a frame goes in, it is seen; what people do to the window comes out as events.

A frame stands in a rectangle of the glass (`at`), the whole of it where none is named. What moves by itself is given to
`move`; it is drawn in `wait` and in `play`.

A glass keeps nothing of a frame's memory: when `show`, `tick` or `play` has returned, the frame may be unmapped. Movers
are held until `move` is called again or the glass has another size.
It repairs itself when the window was covered: what is seen does not need the frame again. Only after `RESIZED` the
old picture stands in, stretched, until a frame of the new size is shown.

One thread owns a glass and calls everything on it; `wake()` alone may be called from any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from player.model.frame import Frame
from player.model.units import Millis
from player.screen.moving import Area, Mover
from player.transitions.transition import Transition


class Happening(Enum):
    """What can happen to a glass."""

    QUIT = "quit"  # the window was closed, or Esc or Q was pressed
    EXPOSED = "exposed"  # the window was uncovered; it has been repaired already
    RESIZED = "resized"  # the glass has another size now: paint frames of `Event.size`
    WOKEN = "woken"  # somebody called `wake()`
    KEY = "key"  # another key: `Event.key` is its name


@dataclass(frozen=True, slots=True)
class Event:
    """One happening. `size` is (width, height) in pixels for RESIZED, `key` the key's name in lower case for KEY."""

    what: Happening
    size: tuple[int, int] | None = None
    key: str = ""


def always() -> bool:
    """True: what `play` asks when nothing can end it early."""
    return True


@dataclass(frozen=True, slots=True)
class Part:
    """A frame at its place: `x`, `y` is its top left corner on the glass, `text` stands in its live cells."""

    frame: Frame
    text: str | None = None
    x: int = 0
    y: int = 0

    @property
    def area(self) -> Area:
        """Where it stands."""
        return self.x, self.y, self.frame.width, self.frame.height


class Glass(Protocol):
    """A place where frames are seen: a window, or nothing but memory."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        ...

    @property
    def presented(self) -> int:
        """How many pictures were put on the glass so far, each step of a transition and each tick included."""
        ...

    def now(self) -> float:
        """The clock of the movers: seconds from some fixed start, as fine as the machine has it."""
        ...

    def show(self, frame: Frame, text: str | None = None, *, at: Area | None = None) -> None:
        """The frame is on the glass, `text` in its live cells. The first one also brings the window up.

        Its size is that of its place. Raises ValueError where it is not, or the place is not on the glass.
        """
        ...

    def stretch(self, frame: Frame) -> None:
        """The frame, which was made for another size, is on the glass at its size: until one comes that was made for it."""
        ...

    def compose(self, parts: Sequence[Part]) -> None:
        """All parts are on the glass at once. Together they should cover it."""
        ...

    def tick(self, frame: Frame, old_text: str | None, new_text: str | None, *, x: int = 0, y: int = 0) -> int:
        """The number of live cells that differ between the texts and were drawn anew, on `frame`, which is shown at (x, y)."""
        ...

    def move(self, movers: Sequence[Mover]) -> None:
        """These move from now on, each in its rectangle, and no others: first when they are next due. See `moving.py`."""
        ...

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
        """`into` is on the glass after `duration` of the transition from `out` (None: from what is seen now).

        Movers go on meanwhile, but for those that meet its rectangle. `mover` draws on `into` while it comes on, so that
        a film moves from its first instant; give it to `move` afterwards.

        `text` stands in the live cells of `into`, `out_text` in those of `out`. When `keep_going` says no, and when
        the machine cannot keep up, it ends at once; it always ends with `into` exactly.
        """
        ...

    def wait(self, timeout: float) -> tuple[Event, ...]:
        """What happened, as soon as anything did; empty after `timeout` seconds. Sleeps in the kernel.

        Draws what moves while it waits.

        A signal ends it with WOKEN, after its Python handler has run, where the glass was made in the main thread.
        """
        ...

    def wake(self) -> None:
        """`wait` returns with WOKEN, now or when it is next called. From any thread."""
        ...

    @property
    def tells_size(self) -> bool:
        """True where `wait` tells of a new size of the display by itself, so that nobody has to look."""
        ...

    def check_display(self) -> Event | None:
        """RESIZED when the display has changed its size since the last look. Cheap: call it every second or two."""
        ...

    def screenshot(self) -> bytes:
        """What is on the glass: rows from the top, four bytes a pixel in the order B, G, R, unused."""
        ...

    def close(self) -> None:
        """The window is gone. Calling it again does nothing."""
        ...

"""The window: frames on a real screen through SDL. The glass of a player that has a display."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from math import inf

from player.model.frame import Frame
from player.model.units import Millis
from player.screen.bell import Bell
from player.screen.canvas import Living, Sheet, SurfaceBrush, draw_layers, part_of, sheet_of
from player.screen.cells import changed
from player.screen.glass import Event, Happening, Part, always
from player.screen.moving import Area, Movement, Mover, moved
from player.screen.pacing import Governor, beats
from player.screen.pane import Options, Pane, stretched
from player.screen.sdl import pygame
from player.screen.x11 import News
from player.transitions.transition import Picture, Transition

_POLL = 0.05
"""Seconds between two looks at the events where SDL cannot sleep."""

_FINE = 0.0015
"""Seconds before a mover is due in which the system's own sleep is finer than SDL's, which counts milliseconds."""

_FIRST = Options()


class Window:
    """A glass that is a window on a screen, hidden until the first `show`. Raises DisplayError where there is none.

    `wait` returns for signals too, if the window was opened in the main thread.
    """

    def __init__(self, options: Options = _FIRST) -> None:
        self._pane = Pane(options)
        self._governor = Governor()
        self._movement = Movement(self._brush)
        self._presented = 0
        self._rung = threading.Event()
        self._changed = threading.Event()
        self._listen()
        self._news = _news() if self._pane.x11 is not None else None
        self._pane.follow()  # what changed before anybody listened
        self._size = self._pane.size
        self._bell: Bell | None = Bell(self._ring, self._news.connection if self._news is not None else None)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the glass in pixels."""
        return self._pane.size

    @property
    def presented(self) -> int:
        """How many pictures were put on the glass so far."""
        return self._presented

    def now(self) -> float:
        """The clock of the movers."""
        return time.perf_counter()

    def show(self, frame: Frame, text: str | None = None, *, at: Area | None = None) -> None:
        """The frame is on the glass; the first one brings the window up with it."""
        self._sheet(frame, text, at).draw(part_of(self._pane.surface, at))
        areas = None if at is None else [at]
        self._present(areas)
        self._pane.keep(areas)

    def stretch(self, frame: Frame) -> None:
        """The frame of another size is on the glass."""
        self._pane.surface.blit(stretched(sheet_of(frame, None).pixels, self.size), (0, 0))
        self._present()
        self._pane.keep()

    def compose(self, parts: Sequence[Part]) -> None:
        """All parts are on the glass."""
        for part in parts:
            self._sheet(part.frame, part.text, part.area).draw(part_of(self._pane.surface, part.area))
        self._present()
        self._pane.keep()

    def tick(self, frame: Frame, old_text: str | None, new_text: str | None, *, x: int = 0, y: int = 0) -> int:
        """The number of live cells that were drawn anew; only their rectangles are presented."""
        cells = tuple(changed(frame, old_text, new_text))
        if cells:
            at = (x, y, frame.width, frame.height)
            sheet, target = self._sheet(frame, None, at), part_of(self._pane.surface, at)
            areas = [moved(sheet.draw_cell(target, cell), x, y) for cell in cells]
            self._present(areas)
            self._pane.keep(areas)
        return len(cells)

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
        """`into` is on the glass after `duration` of the transition; see `Glass.play`."""
        if self._pane.seen and transition.takes_time:
            target = part_of(self._pane.surface, at)
            size = target.get_size()
            old = Sheet(target.copy()) if out is None else self._sheet(out, out_text, at)
            sheets = {Picture.OUT: old, Picture.IN: self._sheet(into, text, at)}
            where = at or (0, 0, *size)
            living = None if mover is None else Living(sheets[Picture.IN], mover, where[:2])
            for progress in beats(duration / 1000, self._governor, clock=self.now, sleep=time.sleep):
                if living is not None:
                    sheets[Picture.IN] = living.sheet(self.now())
                draw_layers(target, transition.layers(progress, *size), sheets)
                self._present([where, *self._movement.draw(self.now(), beside=where)])
                if not keep_going():
                    break
            if living is not None:
                living.sheet(self.now()).draw(target)
                areas = None if at is None else [at]
                self._present(areas)
                self._pane.keep(areas)
                return
        self.show(into, text, at=at)

    def wait(self, timeout: float) -> tuple[Event, ...]:
        """What happened, as soon as anything did; empty after `timeout` seconds."""
        deadline = self.now() + timeout
        while True:
            due = self._movement.due
            self._sleep(min(due, deadline), fine=due < deadline)
            self._draw_moving()
            events = tuple(self._events())
            change = self._heard() if self._changed.is_set() else None
            if change is not None:
                return (*events, change)
            if events or self._movement.due == inf or self.now() >= deadline:
                return events

    def wake(self) -> None:
        """`wait` returns with WOKEN. From any thread."""
        if not self._rung.is_set():
            self._rung.set()
            pygame.event.post(pygame.event.Event(pygame.USEREVENT))

    @property
    def tells_size(self) -> bool:
        """True on X11, where the server's events are heard."""
        return self._pane.x11 is not None

    def check_display(self) -> Event | None:
        """RESIZED when the display has another size than at the last look; the window has followed it.

        On X11 `wait` does this by itself when the server tells of a change.
        """
        return self._resized() if self._pane.follow() else None

    def screenshot(self) -> bytes:
        """What is on the glass, as BGRX."""
        return self._pane.pixels()

    def close(self) -> None:
        """The window is gone."""
        if self._bell is not None:
            self._bell.close()
            self._bell = None
        if self._news is not None:
            self._news.close()
            self._news = None
        self._pane.close()

    def _sheet(self, frame: Frame, text: str | None, at: Area | None) -> Sheet:
        size = self.size if at is None else at[2:]
        if (frame.width, frame.height) != size:
            raise ValueError(f"a frame of {frame.width}x{frame.height} does not fit a place of {size}")
        return sheet_of(frame, text)

    def _brush(self, area: Area) -> SurfaceBrush | None:
        surface = self._pane.surface
        inside = surface.get_rect().contains(area)
        return SurfaceBrush(surface.subsurface(area)) if inside and self._pane.seen else None

    def _draw_moving(self) -> None:
        """What is due to move is drawn and presented."""
        if self._movement.due == inf:
            return
        begun = self.now()
        areas = self._movement.draw(begun)
        if areas:
            self._present(areas)
            done = self.now()
            self._movement.worked(done, done - begun)

    def _sleep(self, until: float, *, fine: bool) -> None:
        """Returns when an event waits or at that instant of `now`; to the fraction of a millisecond where it is `fine`."""
        left = max(0.0, until - self.now())
        if not self._pane.blocks:
            self._poll(time.monotonic() + left)
            return
        self._pane.sleep(left - _FINE if fine else left)
        if fine and (left := until - self.now()) > 0 and not pygame.event.peek():
            time.sleep(left)

    def _present(self, areas: list[Area] | None = None) -> None:
        self._pane.present(areas)
        self._presented += 1

    def _listen(self) -> None:
        """Only what a glass tells of can end a wait: a mouse that moves wakes nobody."""
        pygame.event.set_blocked(None)
        pygame.event.set_allowed(
            [pygame.QUIT, pygame.KEYDOWN, pygame.VIDEOEXPOSE, pygame.VIDEORESIZE, pygame.WINDOWCLOSE, pygame.USEREVENT]
        )

    def _ring(self, news: bool) -> None:
        """What the bell calls, on its own thread."""
        if news:
            self._changed.set()
        self.wake()

    def _heard(self) -> Event | None:
        """What the news of the display come to."""
        self._changed.clear()
        if self._news is not None and self._bell is not None:
            self._news.read()
            self._bell.answered()
        return self.check_display()

    def _poll(self, deadline: float) -> None:
        """Returns when an event waits, at the deadline, or when it was woken; for drivers that cannot sleep."""
        while not pygame.event.peek() and (left := deadline - time.monotonic()) > 0:
            if self._rung.wait(min(left, _POLL)):
                return

    def _events(self) -> Iterator[Event]:
        for event in pygame.event.get():
            if event.type in (pygame.QUIT, pygame.WINDOWCLOSE):
                yield Event(Happening.QUIT)
            elif event.type == pygame.KEYDOWN:
                yield _key(event.key)
            elif event.type == pygame.USEREVENT:
                self._rung.clear()
                yield Event(Happening.WOKEN)
            elif event.type == pygame.VIDEORESIZE and self.size != self._size:
                self._pane.repair()
                yield self._resized()
            elif event.type == pygame.VIDEOEXPOSE and self._pane.seen:
                self._pane.repair()
                yield Event(Happening.EXPOSED)

    def _resized(self) -> Event:
        self._size = self.size
        self._movement.take((), self.now())
        return Event(Happening.RESIZED, size=self._size)


def _news() -> News | None:
    """What tells of changes of the display; None where it must be asked."""
    try:
        return News()
    except (OSError, AttributeError):
        return None


def _key(key: int) -> Event:
    """What a pressed key means."""
    if key in (pygame.K_ESCAPE, pygame.K_q):
        return Event(Happening.QUIT)
    return Event(Happening.KEY, key=pygame.key.name(key).lower())

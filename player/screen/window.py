"""The window: frames on a real screen through SDL.

How it comes to be seen. The window is made hidden, so its size is known before anything is painted. The first `show`
draws, gives an X server the same picture as the window's background, and only then maps the window: it is never seen
empty. With no window manager (a kiosk) a frameless window of the screen's size is all that full screen means; a window
manager is asked for full screen after the first frame.

On X11 SDL's window surface goes through shared memory (MIT-SHM) instead of software OpenGL, 50 times faster.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from player.errors import DisplayError
from player.model.frame import Frame
from player.model.units import Millis
from player.screen.canvas import Sheet, draw_layers
from player.screen.cells import changed
from player.screen.glass import Event, Happening, always
from player.screen.pacing import Governor, beats
from player.screen.sdl import Sdl, pygame
from player.screen.x11 import X11, Monitors
from player.transitions.transition import Picture, Transition

if TYPE_CHECKING:  # player.screen.sdl decides how pygame is imported
    from pygame import Surface

_HINT = "SDL_FRAMEBUFFER_ACCELERATION"
"""SDL's switch between a window surface in shared memory ("0") and one that goes through OpenGL."""

_NO_DISPLAY = (
    "没有找到显示器：请检查显示器是否接好、是否开机；从终端或服务启动时请设置 DISPLAY（例如 DISPLAY=:0）。 "
    "No display was found: check that a monitor is connected and switched on; when starting from a terminal or a "
    "service, set DISPLAY (for example DISPLAY=:0)."
)

_BLIND = ("dummy", "offscreen")
"""Drivers of SDL that nobody can see, taken only where they were asked for by name."""

_POLL = 0.05
"""Seconds between two looks at the events where SDL cannot block (its dummy driver)."""


@dataclass(frozen=True, slots=True)
class Options:
    """Where and how the window stands. `size` in pixels, None for the whole display; `windowed` has a frame around it."""

    display: int = 0
    size: tuple[int, int] | None = None
    windowed: bool = False
    title: str = "青播 Qingbo"


class Window:
    """A glass that is a window on a screen. Raises DisplayError where there is no screen."""

    def __init__(self, options: Options = Options()) -> None:
        self._options = options
        self._sdl = Sdl()
        self._x11: X11 | None = None
        self._governor = Governor()
        self._presented = 0
        self._rung = threading.Event()
        self._seen = False
        self._blocks = False
        self._monitors: Monitors = ()
        self._open()

    # What a glass promises.

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the glass in pixels."""
        return self._surface.get_size()

    @property
    def presented(self) -> int:
        """How many pictures were put on the glass so far."""
        return self._presented

    def show(self, frame: Frame, text: str | None = None) -> None:
        """The frame is on the glass; the first one brings the window up with it."""
        Sheet(self._fitting(frame), text).draw(self._surface)
        if self._seen:
            self._present()
        else:
            self._appear()

    def tick(self, frame: Frame, old_text: str | None, new_text: str | None) -> int:
        """The number of live cells that were drawn anew; only their rectangles are presented."""
        sheet = Sheet(self._fitting(frame), None)
        areas = [sheet.draw_cell(self._surface, cell) for cell in changed(frame, old_text, new_text)]
        if areas:
            pygame.display.update(areas)
            self._presented += 1
        return len(areas)

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
        """`into` is on the glass after `duration` of the transition; see `Glass.play`."""
        if self._seen and transition.name != "cut" and duration > 0:
            self._play(self._sheets(out, out_text, into, text), transition, duration / 1000, keep_going)
        self.show(into, text)

    def wait(self, timeout: float) -> tuple[Event, ...]:
        """What happened, as soon as anything did; empty after `timeout` seconds."""
        if self._blocks:
            self._sdl.wait(timeout)
        else:
            self._poll(time.monotonic() + timeout)
        return tuple(self._events())

    def wake(self) -> None:
        """`wait` returns with WOKEN. From any thread."""
        if not self._rung.is_set():
            self._rung.set()
            pygame.event.post(pygame.event.Event(pygame.USEREVENT))

    def check_display(self) -> Event | None:
        """RESIZED when the display has another size than at the last look; the window has followed it."""
        monitors = self._look()
        if monitors == self._monitors:
            return None
        self._monitors = monitors
        if self._options.windowed or self._options.size is not None:
            return None
        return self._follow(self._own(monitors))

    def screenshot(self) -> bytes:
        """What is on the glass, as BGRX."""
        return bytes(pygame.image.tobytes(self._surface, "BGRA"))

    def close(self) -> None:
        """The window is gone."""
        if self._x11 is not None:
            self._x11.close()
            self._x11 = None
        pygame.display.quit()

    # How it is opened.

    def _open(self) -> None:
        try:
            pygame.display.init()
            self._x11 = X11() if _driver() == "x11" else None
            self._surface = self._make()
        except (pygame.error, OSError, IndexError) as error:
            self.close()
            raise DisplayError(f"{_NO_DISPLAY} ({error})", retry=True) from error
        self._seen = False
        self._blocks = self._x11 is not None
        self._monitors = self._look()
        self._place = self._own(self._monitors)
        self._listen()
        pygame.display.set_caption(self._options.title)
        pygame.display.set_allow_screensaver(False)  # on X11 this holds the monitor's power saving (DPMS) off too
        pygame.mouse.set_visible(False)

    def _make(self) -> Surface:
        """The surface of a new, hidden window."""
        screens = pygame.display.get_desktop_sizes()
        screen = screens[self._options.display if self._options.display < len(screens) else 0]
        options = self._options
        size = options.size or ((screen[0] * 3 // 4, screen[1] * 3 // 4) if options.windowed else screen)
        flags = pygame.HIDDEN | (0 if options.windowed else pygame.NOFRAME)
        if self._x11 is None:
            return pygame.display.set_mode(size, flags, display=options.display)
        os.environ[_HINT] = "0"
        try:
            return pygame.display.set_mode(size, flags, display=options.display)
        except pygame.error:
            del os.environ[_HINT]
            return pygame.display.set_mode(size, flags, display=options.display)

    def _listen(self) -> None:
        """Only what a glass tells of can end a wait: a mouse that moves wakes nobody."""
        pygame.event.set_blocked(None)
        pygame.event.set_allowed(
            [pygame.QUIT, pygame.KEYDOWN, pygame.VIDEOEXPOSE, pygame.VIDEORESIZE, pygame.WINDOWCLOSE, pygame.USEREVENT]
        )

    # How pictures are put on it.

    def _fitting(self, frame: Frame) -> Frame:
        if (frame.width, frame.height) != self.size:
            raise ValueError(f"a frame of {frame.width}x{frame.height} does not fit a glass of {self.size}")
        return frame

    def _present(self) -> None:
        pygame.display.flip()
        self._presented += 1

    def _appear(self) -> None:
        """The window is mapped with what was drawn as its background, then presents it for good."""
        handle = self._background()
        self._sdl.show()
        self._present()
        if handle is not None and self._x11 is not None:
            self._x11.drop_background(handle)
            if not self._options.windowed and self._x11.has_window_manager():
                self._sdl.fill_screen()
        self._seen = True

    def _background(self) -> int | None:
        """The X window that got the drawn picture as its background, if it is one."""
        if self._x11 is None or self._surface.get_bitsize() != 32:
            return None
        handle = int(pygame.display.get_wm_info()["window"])
        self._x11.set_background(handle, self.screenshot(), *self.size)
        return handle

    def _sheets(self, out: Frame | None, out_text: str | None, into: Frame, text: str | None) -> dict[Picture, Sheet]:
        """Both pictures; where the old frame is not given, what is on the glass now is taken as it is."""
        width, height = self.size
        seen = out if out is not None else Frame("", width, height, memoryview(self.screenshot()))
        return {Picture.OUT: Sheet(self._fitting(seen), out_text), Picture.IN: Sheet(self._fitting(into), text)}

    def _play(
        self, sheets: dict[Picture, Sheet], transition: Transition, seconds: float, keep_going: Callable[[], bool]
    ) -> None:
        for progress in beats(seconds, self._governor, clock=time.perf_counter, sleep=time.sleep):
            draw_layers(self._surface, transition.layers(progress, *self.size), sheets)
            self._present()
            if not keep_going():
                return

    # What happens to it.

    def _poll(self, deadline: float) -> None:
        """Returns when an event waits, at the deadline, or when it was woken; for drivers that cannot block."""
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
            elif event.type == pygame.VIDEORESIZE:
                yield Event(Happening.RESIZED, size=self.size)
            elif event.type == pygame.VIDEOEXPOSE and self._seen:
                self._present()
                yield Event(Happening.EXPOSED)

    # How it follows the display.

    def _look(self) -> Monitors:
        if self._x11 is not None:
            return self._x11.monitors()
        return tuple((0, 0, *size) for size in pygame.display.get_desktop_sizes())

    def _own(self, monitors: Monitors) -> tuple[int, int, int, int]:
        """The monitor that this window belongs to."""
        return monitors[self._options.display if self._options.display < len(monitors) else 0]

    def _follow(self, place: tuple[int, int, int, int]) -> Event | None:
        """The window fills its monitor at its new size."""
        if place == self._place:
            return None
        self._place = place
        pygame.display.quit()
        self.close()
        self._open()
        return Event(Happening.RESIZED, size=self.size)


def _key(key: int) -> Event:
    if key in (pygame.K_ESCAPE, pygame.K_q):
        return Event(Happening.QUIT)
    return Event(Happening.KEY, key=pygame.key.name(key).lower())


def _driver() -> str:
    """The name of SDL's driver. Raises OSError for one that nobody can see and nobody asked for."""
    driver = pygame.display.get_driver()
    if driver in _BLIND and os.environ.get("SDL_VIDEODRIVER") != driver:
        raise OSError(f"SDL found no screen and would draw into its {driver} driver")
    return driver

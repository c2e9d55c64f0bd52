"""The pane: one SDL window, how it comes to be seen, and how it follows its display. It knows surfaces, not frames.

It is made hidden, so its size is known before anything is painted, and mapped when its first picture is drawn: it is
never seen empty. With no window manager (a kiosk) a frameless window of the screen's size is all that full screen
means, and X leaves what was under it until the picture comes, a millisecond later. Where a window manager is running,
what composes the desktop may show a new window as black: there the X server first gets the picture as the window's
background; full screen is asked for after that, as SDL would wait for it for a tenth of a second.

Where somebody else rules over windows (a window manager, Wayland, Windows), SDL may throw its surface away at any time
and begin with a black one; there the pane keeps a copy of the picture to repair it from. In a kiosk on X11 it does
not: the surface is the picture.

On X11 SDL's window surface goes through shared memory (MIT-SHM) instead of software OpenGL, 50 times faster. Wayland
and Windows go SDL's own way.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from player.errors import DisplayError
from player.screen.sdl import Place, Sdl, pygame
from player.screen.x11 import X11, Monitors

if TYPE_CHECKING:  # player.screen.sdl decides how pygame is imported
    from pygame import Surface

_HINT = "SDL_FRAMEBUFFER_ACCELERATION"
"""SDL's switch between a window surface in shared memory ("0") and one that goes through OpenGL."""

_BLIND = ("dummy", "offscreen")
"""Drivers of SDL that nobody can see, taken only where they were asked for by name."""

_BLOCKING = ("x11", "wayland", "windows")
"""Drivers in which SDL sleeps in the kernel until an event comes; in the others it polls every millisecond."""

_AGREE = 0.5
"""Seconds in which a screen has to give the window the size that it was asked for."""

_BGRX = (0xFF0000, 0xFF00, 0xFF)
"""The masks of red, green and blue in pixels whose bytes are B, G, R and one unused."""

_NO_DISPLAY = (
    "没有找到显示器：请检查显示器是否接好、是否开机；从终端或服务启动时请设置 DISPLAY（例如 DISPLAY=:0）。 "
    "No display was found: check that a monitor is connected and switched on; when starting from a terminal or a "
    "service, set DISPLAY (for example DISPLAY=:0)."
)


@dataclass(frozen=True, slots=True)
class Options:
    """Where and how the window stands.

    `display` counts from 0; one that is not there means the first. `size` is in pixels, None for the whole display,
    or three quarters of it each way where it is `windowed`: a window with a title and a border among others.
    """

    display: int = 0
    size: tuple[int, int] | None = None
    windowed: bool = False
    title: str = "青播 Qingbo"


class Pane:
    """An SDL window with a surface to draw on. Raises DisplayError where there is no screen."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._sdl = Sdl()
        self.x11: X11 | None = None
        self.seen = False
        self._managed = False
        self._kept: Surface | None = None
        self._number = 0
        self._place: Place = (0, 0, 0, 0)
        try:
            self._open()
        except (pygame.error, OSError) as error:
            self.close()
            raise DisplayError(f"{_NO_DISPLAY} ({error})", retry=True) from error

    @property
    def surface(self) -> Surface:
        """What to draw on; SDL makes another one when the size changes, so it is asked for each time."""
        return cast("Surface", pygame.display.get_surface())

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.surface.get_size()

    @property
    def blocks(self) -> bool:
        """True where `sleep` costs nothing."""
        return _driver() in _BLOCKING

    def present(self, areas: list[Place] | None = None) -> None:
        """What was drawn is on the screen, or only these rectangles of it; the first time, the window with it."""
        if not self.seen:
            self._appear()
        elif areas is None:
            pygame.display.flip()
        else:
            pygame.display.update(areas)

    def keep(self, areas: list[Place] | None = None) -> None:
        """What was drawn, or these rectangles of it, can be repaired from now on."""
        if not self._managed:
            return
        if areas is None or self._kept is None or self._kept.get_size() != self.size:
            self._kept = self.surface.copy()
            return
        for area in areas:
            self._kept.blit(self.surface, area[:2], area)

    def repair(self) -> None:
        """The picture is on the screen again, stretched where the window has another size now."""
        if not self.seen:
            return
        if self._kept is not None:
            self.surface.blit(stretched(self._kept, self.size), (0, 0))
        pygame.display.flip()

    def sleep(self, seconds: float) -> None:
        """Returns when an event waits or the time is over."""
        self._sdl.wait(seconds)

    def pixels(self) -> bytes:
        """What was drawn, as BGRX from the top."""
        if self.surface.get_bitsize() == 32 and self.surface.get_masks()[:3] == _BGRX:
            return bytes(memoryview(_bytes(self.surface)))
        return bytes(pygame.image.tobytes(self.surface, "BGRA"))

    def follow(self) -> bool:
        """True where the display has changed and the window with it: the old picture, stretched, stands in.

        It may have changed between the look from which the window was made and the one that is remembered: so the window's own
        place is compared, not only the monitors with what they were.
        """
        monitors = self._look()
        place = monitors[self._number if self._number < len(monitors) else 0]
        if self._options.windowed or self._options.size is not None or place == self._place or 0 in place[2:]:
            return False
        self._place = place
        self._stretch(place)
        return True

    def close(self) -> None:
        """The window is gone."""
        if self.x11 is not None:
            self.x11.close()
            self.x11 = None
        self.seen = False
        self._kept = None
        pygame.display.quit()

    def _open(self) -> None:
        pygame.display.init()
        driver = _driver()
        if driver in _BLIND and os.environ.get("SDL_VIDEODRIVER") != driver:
            raise OSError(f"SDL found no screen and would draw into its {driver} driver")
        self.x11 = X11() if driver == "x11" else None
        number = self._options.display if self._options.display < pygame.display.get_num_displays() else 0
        self._place = self._sdl.bounds(number)
        self._make(number)
        monitors = self._look()
        self._number = monitors.index(self._place) if self._place in monitors else number
        pygame.display.set_caption(self._options.title)
        pygame.display.set_allow_screensaver(False)  # on X11 this holds the monitor's power saving (DPMS) off too
        pygame.mouse.set_visible(False)

    def _make(self, number: int) -> None:
        """There is a new, hidden window."""
        options, (width, height) = self._options, self._place[2:]
        size = options.size or ((width * 3 // 4, height * 3 // 4) if options.windowed else (width, height))
        flags = pygame.HIDDEN | (0 if options.windowed else pygame.NOFRAME)
        if self.x11 is not None:
            os.environ[_HINT] = "0"
            try:
                pygame.display.set_mode(size, flags, display=number)
            except pygame.error:
                del os.environ[_HINT]
            else:
                return
        pygame.display.set_mode(size, flags, display=number)

    def _appear(self) -> None:
        self._managed = self.x11.has_window_manager() if self.x11 is not None else _driver() not in _BLIND
        self.keep()
        if self.x11 is not None and self._managed:
            self._back(self.x11, self.surface)
        self._sdl.show()
        pygame.display.flip()
        self.seen = True
        if self.x11 is not None and self._managed:
            self.x11.drop_background(self._sdl.x_window())
        if self._managed and not self._options.windowed and self._options.size is None:
            self._sdl.fill_screen()
            self.repair()

    def _back(self, x11: X11, picture: Surface) -> None:
        """The server has the picture as the window's background."""
        if picture.get_bitsize() == 32:
            x11.set_background(self._sdl.x_window(), memoryview(_bytes(picture)), *picture.get_size())

    def _look(self) -> Monitors:
        if self.x11 is not None:
            return self.x11.monitors()
        return tuple(self._sdl.bounds(number) for number in range(pygame.display.get_num_displays()))

    def _stretch(self, place: Place) -> None:
        """The window stands at its new place, with the old picture stretched over it, never empty."""
        picture = stretched(self._kept or self.surface, place[2:])
        if self.x11 is not None and self.seen:
            self._back(self.x11, picture)
        self._sdl.place(place)
        deadline = time.monotonic() + _AGREE
        while self.size != place[2:] and time.monotonic() < deadline:
            pygame.event.pump()
            time.sleep(0.001)
        seen = self.seen
        if self.size != place[2:]:  # the last resort
            self.close()
            self._open()
        self.surface.blit(stretched(picture, self.size), (0, 0))
        self.keep()
        if seen:
            self.present()
            if self.x11 is not None:
                self.x11.drop_background(self._sdl.x_window())


def stretched(picture: Surface, size: tuple[int, int]) -> Surface:
    """The picture at this size; itself where it has it."""
    if picture.get_size() == size:
        return picture
    scaled: Surface = import_module("pygame.transform").scale(picture, size)
    return scaled


def _bytes(surface: Surface) -> Any:
    """The surface's own memory, for as long as the answer lives."""
    return surface.get_view("0")


def _driver() -> str:
    """The name of SDL's driver."""
    return pygame.display.get_driver()

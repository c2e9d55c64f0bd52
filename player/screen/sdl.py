"""The one import of pygame, without the parts that a player has no use for, and what SDL offers that pygame does not.

`import pygame` loads sound, fonts, sprites and more: 45 ms and 10 MB that a screen does not need. pygame's own
`__init__` takes a missing part for granted ("stripped down distributions"); so for the time of the import those
parts are said to be missing. Should a version want one of them after all, everything is imported as usual.
"""

from __future__ import annotations

import ctypes
import os
import sys
import warnings
from importlib import import_module
from pathlib import Path

UNUSED = (
    *("_debug", "draw", "font", "imageext", "mask", "mixer", "mixer_music", "pixelarray", "pixelcopy", "pkgdata"),
    *("scrap", "sndarray", "sprite", "surfarray", "sysfont", "system", "transform"),
)
"""Parts of pygame that it can do without, and that only games need."""


def _import_without(parts: tuple[str, ...]) -> None:
    """The package is imported with these parts missing; they can still be imported later. Nothing where that fails."""
    hidden = [name for part in parts if (name := f"pygame.{part}") not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None here means: not to be found
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # "import draw: not available", said for each of them
            import_module("pygame")
    except ImportError:
        for name in [name for name in sys.modules if name.partition(".")[0] == "pygame"]:
            del sys.modules[name]
    finally:
        for name in hidden:
            if name in sys.modules and sys.modules[name] is None:
                del sys.modules[name]


os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
if "pygame" not in sys.modules:
    _import_without(UNUSED)

import pygame  # noqa: E402  # after the parts that it should not load have been named

__all__ = ["Place", "Sdl", "library", "pygame"]


def library() -> ctypes.CDLL:
    """The very SDL that pygame itself uses."""
    base = Path(str(sys.modules["pygame.base"].__file__))
    if sys.platform == "win32":
        return ctypes.CDLL(str(base.with_name("SDL2.dll")))
    return ctypes.CDLL(str(base))  # what a library depends on is searched with it


Place = tuple[int, int, int, int]
"""Left, top, width and height in pixels of the desktop."""


class _About(ctypes.Structure):
    """SDL_SysWMinfo of SDL 2, as it is on X11."""

    _fields_ = (
        ("version", ctypes.c_uint8 * 3),
        ("system", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("rest", ctypes.c_uint8 * 64),
    )


_SYSTEM_X11 = 2
"""SDL_SYSWM_X11."""


class Sdl:
    """The calls of SDL 2 that pygame does not offer. All on the thread that opened the display."""

    def __init__(self) -> None:
        sdl = library()
        self._wait = sdl.SDL_WaitEventTimeout
        self._wait.argtypes, self._wait.restype = [ctypes.c_void_p, ctypes.c_int], ctypes.c_int
        self._window = sdl.SDL_GetWindowFromID
        self._window.argtypes, self._window.restype = [ctypes.c_uint32], ctypes.c_void_p
        self._bounds = sdl.SDL_GetDisplayBounds
        self._bounds.argtypes, self._bounds.restype = [ctypes.c_int, ctypes.c_void_p], ctypes.c_int
        self._show = sdl.SDL_ShowWindow
        self._show.argtypes, self._show.restype = [ctypes.c_void_p], None
        self._move = sdl.SDL_SetWindowPosition
        self._move.argtypes, self._move.restype = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int], None
        self._resize = sdl.SDL_SetWindowSize
        self._resize.argtypes, self._resize.restype = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int], None
        self._about = sdl.SDL_GetWindowWMInfo
        self._about.argtypes, self._about.restype = [ctypes.c_void_p, ctypes.c_void_p], ctypes.c_int
        self._fullscreen = sdl.SDL_SetWindowFullscreen
        self._fullscreen.argtypes, self._fullscreen.restype = [ctypes.c_void_p, ctypes.c_uint32], ctypes.c_int

    def wait(self, seconds: float) -> None:
        """Returns when an event waits in the queue or `seconds` are over; blocks in the kernel on X11."""
        self._wait(None, max(0, round(seconds * 1000)))

    def bounds(self, display: int) -> Place:
        """Where this display stands on the desktop."""
        place = (ctypes.c_int * 4)()
        if self._bounds(display, place) != 0:
            raise IndexError(f"there is no display {display}")
        return place[0], place[1], place[2], place[3]

    def window(self) -> int:
        """The address of the one window that is open."""
        return next(int(found) for number in range(1, 1000) if (found := self._window(number)))

    def x_window(self) -> int:
        """The window's number on its X server; pygame's own `get_wm_info` crashes now and then on Python 3.13."""
        about = _About(version=(ctypes.c_uint8 * 3)(2, 0, 0))
        if not self._about(self.window(), ctypes.byref(about)) or about.system != _SYSTEM_X11:
            raise OSError("SDL does not tell which window is its own")
        return int(about.window)

    def show(self) -> None:
        """The hidden window is on the screen."""
        self._show(self.window())

    def place(self, place: Place) -> None:
        """The window stands at these pixels of the desktop, as soon as the screen agrees."""
        self._resize(self.window(), *place[2:])
        self._move(self.window(), *place[:2])

    def fill_screen(self) -> None:
        """The window manager is asked to let the window fill its screen, without a change of the screen's mode."""
        self._fullscreen(self.window(), _FULLSCREEN_DESKTOP)


_FULLSCREEN_DESKTOP = 0x1001
"""SDL_WINDOW_FULLSCREEN_DESKTOP of SDL 2."""

"""What a player asks of an X server beyond SDL: the size of its monitors, a first picture, is there a window manager.

A connection of its own, opened with libX11, which is there wherever SDL's x11 driver works. Every call is short and
on the thread that owns the glass.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p
from typing import Any

from player.screen.sdl import Place

Monitors = tuple[Place, ...]
"""Where each monitor stands."""

_NO_PIXMAP = 0
_Z_PIXMAP = 2
_ANY_TYPE = 0
_EVENT_LONGS = 24
"""The size of an XEvent."""

_MONITORS_CHANGE = 1 | 2 | 4
"""RRScreenChangeNotifyMask, RRCrtcChangeNotifyMask, RROutputChangeNotifyMask."""


class _Monitor(ctypes.Structure):
    """XRRMonitorInfo."""

    _fields_ = (
        ("name", c_ulong),
        ("primary", c_int),
        ("automatic", c_int),
        ("outputs", c_int),
        ("x", c_int),
        ("y", c_int),
        ("width", c_int),
        ("height", c_int),
        ("millimetres_wide", c_int),
        ("millimetres_high", c_int),
        ("output", c_void_p),
    )


class X11:
    """A connection to the X server that the window is on. Raises OSError where there is none."""

    def __init__(self) -> None:
        self._x = _library("libX11.so.6", _XLIB)
        self._display = c_void_p(self._x.XOpenDisplay(None))
        if not self._display:
            raise OSError("no connection to the X server")
        self._root = self._x.XDefaultRootWindow(self._display)
        try:
            self._randr: ctypes.CDLL | None = _library("libXrandr.so.2", _XRANDR)
        except (OSError, AttributeError):
            self._randr = None

    def close(self) -> None:
        """The connection is closed."""
        if self._display:
            self._x.XCloseDisplay(self._display)
            self._display = c_void_p(None)

    def monitors(self) -> Monitors:
        """The monitors as they are now, 0.1 ms; the whole desktop where the server knows no monitors."""
        count = c_int()
        found = self._randr.XRRGetMonitors(self._display, self._root, 1, byref(count)) if self._randr else None
        if not found:
            return (self._desktop(),)
        try:
            return tuple((m.x, m.y, m.width, m.height) for m in found[: count.value])
        finally:
            self._x.XFree(found)

    def _desktop(self) -> Place:
        root, x, y = c_ulong(), c_int(), c_int()
        width, height, border, depth = c_uint(), c_uint(), c_uint(), c_uint()
        self._x.XGetGeometry(self._display, self._root, *map(byref, (root, x, y, width, height, border, depth)))
        return (0, 0, width.value, height.value)

    def has_window_manager(self) -> bool:
        """True where a window manager that knows full screen is running (_NET_SUPPORTING_WM_CHECK on the root)."""
        atom = self._x.XInternAtom(self._display, b"_NET_SUPPORTING_WM_CHECK", 1)
        if not atom:
            return False
        kind, form = c_ulong(), c_int()
        items, after, data = c_ulong(), c_ulong(), c_void_p()
        self._x.XGetWindowProperty(
            self._display, self._root, atom, 0, 1, 0, _ANY_TYPE, *map(byref, (kind, form, items, after, data))
        )
        if data:
            self._x.XFree(data)
        return items.value > 0

    def set_background(self, window: int, pixels: Any, width: int, height: int) -> None:
        """The server paints the window with these BGRX pixels whenever it uncovers it, before any client can.

        `pixels` is a buffer that can be written to, as ctypes wants it; it is only read.
        """
        screen = self._x.XDefaultScreen(self._display)
        depth = self._x.XDefaultDepth(self._display, screen)
        visual = c_void_p(self._x.XDefaultVisual(self._display, screen))
        data = (ctypes.c_char * (width * height * 4)).from_buffer(pixels)
        pixmap = self._x.XCreatePixmap(self._display, self._root, width, height, depth)
        context = c_void_p(self._x.XCreateGC(self._display, pixmap, 0, None))
        image = c_void_p(
            self._x.XCreateImage(self._display, visual, depth, _Z_PIXMAP, 0, data, width, height, 32, width * 4)
        )
        self._x.XPutImage(self._display, pixmap, context, image, 0, 0, 0, 0, width, height)
        self._x.XFree(image)  # the image's header alone: the pixels are Python's
        self._x.XFreeGC(self._display, context)
        self._x.XSetWindowBackgroundPixmap(self._display, window, pixmap)
        self._x.XFreePixmap(self._display, pixmap)  # the window holds on to it
        self._x.XSync(self._display, 0)

    def drop_background(self, window: int) -> None:
        """The server paints the window with nothing: what was there stays until the player draws."""
        self._x.XSetWindowBackgroundPixmap(self._display, window, _NO_PIXMAP)
        self._x.XSync(self._display, 0)


class News:
    """A connection that only listens: it has something to read when the monitors have changed, and at no other time.

    Raises OSError where the server cannot tell of such changes.
    """

    def __init__(self) -> None:
        self._x = _library("libX11.so.6", _XLIB)
        randr = _library("libXrandr.so.2", _XRANDR)
        self._display = c_void_p(self._x.XOpenDisplay(None))
        if not self._display:
            raise OSError("no connection to the X server")
        randr.XRRSelectInput(self._display, self._x.XDefaultRootWindow(self._display), _MONITORS_CHANGE)
        self._x.XSync(self._display, 0)
        self.connection: int = self._x.XConnectionNumber(self._display)
        """The file descriptor to sleep on."""

    def read(self) -> None:
        """What the server sent is read and forgotten: `X11.monitors` asks for the truth."""
        event = (c_long * _EVENT_LONGS)()
        while self._x.XPending(self._display):
            self._x.XNextEvent(self._display, event)

    def close(self) -> None:
        """The connection is closed."""
        if self._display:
            self._x.XCloseDisplay(self._display)
            self._display = c_void_p(None)


_XLIB: dict[str, tuple[Any, list[Any]]] = {
    "XOpenDisplay": (c_void_p, [c_char_p]),
    "XCloseDisplay": (c_int, [c_void_p]),
    "XDefaultRootWindow": (c_ulong, [c_void_p]),
    "XDefaultScreen": (c_int, [c_void_p]),
    "XDefaultDepth": (c_int, [c_void_p, c_int]),
    "XDefaultVisual": (c_void_p, [c_void_p, c_int]),
    "XFree": (c_int, [c_void_p]),
    "XSync": (c_int, [c_void_p, c_int]),
    "XConnectionNumber": (c_int, [c_void_p]),
    "XPending": (c_int, [c_void_p]),
    "XNextEvent": (c_int, [c_void_p, c_void_p]),
    "XGetGeometry": (c_int, [c_void_p, c_ulong] + [c_void_p] * 7),
    "XInternAtom": (c_ulong, [c_void_p, c_char_p, c_int]),
    "XGetWindowProperty": (
        c_int,
        [c_void_p, c_ulong, c_ulong, c_long, c_long, c_int, c_ulong] + [c_void_p] * 5,
    ),
    "XCreatePixmap": (c_ulong, [c_void_p, c_ulong, c_uint, c_uint, c_uint]),
    "XFreePixmap": (c_int, [c_void_p, c_ulong]),
    "XCreateGC": (c_void_p, [c_void_p, c_ulong, c_ulong, c_void_p]),
    "XFreeGC": (c_int, [c_void_p, c_void_p]),
    "XCreateImage": (
        c_void_p,
        [c_void_p, c_void_p, c_uint, c_int, c_int, c_void_p, c_uint, c_uint, c_int, c_int],
    ),
    "XPutImage": (
        c_int,
        [c_void_p, c_ulong, c_void_p, c_void_p, c_int, c_int, c_int, c_int, c_uint, c_uint],
    ),
    "XSetWindowBackgroundPixmap": (c_int, [c_void_p, c_ulong, c_ulong]),
}
"""What is called of libX11: result and arguments."""

_XRANDR: dict[str, tuple[Any, list[Any]]] = {
    "XRRSelectInput": (None, [c_void_p, c_ulong, c_int]),
    "XRRGetMonitors": (POINTER(_Monitor), [c_void_p, c_ulong, c_int, c_void_p]),
}
"""What is called of libXrandr."""


def _library(name: str, calls: dict[str, tuple[Any, list[Any]]]) -> ctypes.CDLL:
    library = ctypes.CDLL(name)
    for call, (result, arguments) in calls.items():
        function = getattr(library, call)
        function.restype, function.argtypes = result, arguments
    return library

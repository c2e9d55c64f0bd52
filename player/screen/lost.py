"""What happens when the X server dies: Xlib ends the process, and before that asks a handler, which is ours here."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from contextlib import suppress

_Handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)

_kept: list[object] = []  # what C calls must not be collected


def when_display_is_lost(act: Callable[[], None]) -> None:
    """`act` is called on the thread that finds the X server gone; where it returns, Xlib ends the process.

    Does nothing where there is no X.
    """

    def lost(_display: int) -> int:
        act()
        return 0

    handler = _Handler(lost)
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL("libX11.so.6")
        library.XSetIOErrorHandler.argtypes = [_Handler]
        library.XSetIOErrorHandler.restype = ctypes.c_void_p
        library.XSetIOErrorHandler(handler)
        _kept.append(handler)

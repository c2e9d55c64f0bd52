"""A virtual X display for tests: start it, look at it pixel by pixel, press its keys, change its size.

Looking is tear-free: one XShmGetImage answers between two requests of the player, never in the midst of one, and takes
about a millisecond at 1080p, so a `Recorder` sees hundreds of pictures a second. Needs the Debian packages xvfb,
libx11-6, libxext6, libxtst6 and (for `resize`) x11-xserver-utils; a missing one fails the test and says so.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_uint, c_ulong, c_void_p
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

if TYPE_CHECKING:
    from PIL import Image

T = TypeVar("T")

START = 20.0
"""Seconds that an X server may take to come up."""

TRIES = 5
"""How often a picture is asked for while the display changes its size."""


class Missing(Exception):
    """A program or library that the tests need is not on this machine; the message says how to get it."""


@dataclass(frozen=True)
class Capture:
    """What a display showed at one instant: rows from the top, four bytes a pixel in the order B, G, R, unused."""

    width: int
    height: int
    pixels: bytes

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """Red, green and blue of one pixel."""
        at = (y * self.width + x) * 4
        return self.pixels[at + 2], self.pixels[at + 1], self.pixels[at]

    def image(self) -> Image.Image:
        """The picture for Pillow, in RGB."""
        from PIL import Image

        return Image.frombytes("RGB", (self.width, self.height), self.pixels, "raw", "BGRX")

    def black(self, step: int = 97) -> bool:
        """True where every `step`-th pixel is black: nothing but black is on the display."""
        return not any(any(self.pixels[at : at + 3]) for at in range(0, len(self.pixels), step * 4))

    def any_black(self, step: int = 97) -> bool:
        """True where at least one of every `step`-th pixel is black."""
        return any(not any(self.pixels[at : at + 3]) for at in range(0, len(self.pixels), step * 4))


class Xvfb:
    """A running X server of its own. `name` is its DISPLAY; it ends with `stop()` or at the end of `with`.

    24 bits deep, no window manager, the root window black until `paint`. With `fbdir` the framebuffer is also a file
    there, always of the size that the server was started with. `number` is the display's, else the first free one: a
    server that is killed and started again wants one that no other test is given meanwhile.
    """

    def __init__(
        self, width: int = 1280, height: int = 720, *, fbdir: Path | None = None, number: int | None = None
    ) -> None:
        self._max = (width, height)
        self.fbdir = fbdir
        self.process, self.name = _start(width, height, fbdir, number)
        self._eye: _Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def env(self, **more: str) -> dict[str, str]:
        """The environment of a program that shall appear on this display."""
        without = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"}
        return {**without, "DISPLAY": self.name, "SDL_VIDEODRIVER": "x11", **more}

    @property
    def eye(self) -> _Connection:
        """The connection that looks and presses keys; opened when first used, for one thread at a time."""
        if self._eye is None:
            self._eye = _Connection(self.name)
        return self._eye

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the display now."""
        return self.eye.size()

    def capture(self) -> Capture:
        """What the display shows now, whole requests only."""
        return self.eye.capture()

    def screenshot(self) -> Image.Image:
        """What the display shows now, as a Pillow picture in RGB."""
        return self.capture().image()

    def framebuffer(self) -> Capture:
        """The server's framebuffer file (needs `fbdir`): costs the server nothing, but may show half a request."""
        if self.fbdir is None:
            raise ValueError("start the display with a folder for its framebuffer")
        return read_xwd(self.fbdir / "Xvfb_screen0")

    def paint(self, red: int, green: int, blue: int) -> None:
        """The root window has this colour, now and wherever nothing covers it."""
        self.eye.paint_root((red << 16) | (green << 8) | blue)

    def key(self, keysym: str) -> None:
        """A key is pressed and let go; its name is an X keysym ("Escape", "q", "space")."""
        self.eye.key(keysym)

    def windows(self) -> list[int]:
        """The visible top-level windows, lowest first."""
        return self.eye.windows()

    def ask_to_close(self, window: int | None = None) -> None:
        """The window (the topmost one) is asked to close, as a window manager's cross does."""
        self.eye.ask_to_close(window if window is not None else self.windows()[-1])

    @contextmanager
    def covered(self, x: int, y: int, width: int, height: int) -> Iterator[None]:
        """Another program's window, bright magenta, covers this part of the display."""
        window = self.eye.open_window(x, y, width, height, 0xFF00FF)
        try:
            yield
        finally:
            self.eye.destroy_window(window)

    @contextmanager
    def unmapped(self) -> Iterator[None]:
        """The topmost window is taken off the display, as a person or a window manager may do who hides it."""
        window = self.windows()[-1]
        self.eye.map_window(window, seen=False)
        try:
            yield
        finally:
            self.eye.map_window(window, seen=True)

    @contextmanager
    def output_off(self) -> Iterator[None]:
        """The one output is off: the server has no monitor, as when its cable is pulled."""
        xrandr = _program("xrandr", "x11-xserver-utils")
        command = [xrandr, "-d", self.name, "--output", "screen"]
        # xrandr ends with an error, as a screen of no size at all is more than the server can do; the output is off
        subprocess.run([*command, "--off"], check=False, capture_output=True, timeout=START)
        try:
            yield
        finally:
            subprocess.run([*command, "--auto"], check=True, capture_output=True, timeout=START)

    @contextmanager
    def silent_manager(self) -> Iterator[None]:
        """A window manager that says it is there (EWMH) and then answers nothing, as one that hangs."""
        window = self.eye.open_window(-2, -2, 1, 1, 0)
        self.eye.announce_manager(window)
        try:
            yield
        finally:
            self.eye.destroy_window(window)
            self.eye.withdraw_manager()

    def resize(self, width: int, height: int) -> None:
        """The display has another size, at most the one it was started with."""
        if width > self._max[0] or height > self._max[1]:
            raise ValueError(f"a display cannot grow over the {self._max} it was started with")
        xrandr = _program("xrandr", "x11-xserver-utils")
        mode = f"{width}x{height}"

        def run(*arguments: str, check: bool = True) -> None:
            subprocess.run([xrandr, "-d", self.name, *arguments], check=check, capture_output=True, timeout=START)

        run("--newmode", mode, "0", *[str(width)] * 4, *[str(height)] * 4, check=False)  # it may be known already
        run("--addmode", "screen", mode, check=False)
        run("--output", "screen", "--mode", mode)

    def stop(self) -> None:
        """The server is gone and its display is free."""
        if self._eye is not None:
            self._eye.close()
            self._eye = None
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)


class Recorder(Generic[T]):
    """Looks at a display as fast as it can, from a thread and a connection of its own, until the end of `with`.

    `seen` holds (seconds on `time.perf_counter`, what `judge` said of the picture).
    """

    def __init__(self, display: Xvfb, judge: Callable[[Capture], T]) -> None:
        self.seen: list[tuple[float, T]] = []
        self._judge = judge
        self._connection = _Connection(display.name)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, name="recorder", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join(START)
        self._connection.close()

    @property
    def rate(self) -> float:
        """Pictures a second that were seen."""
        return (len(self.seen) - 1) / (self.seen[-1][0] - self.seen[0][0]) if len(self.seen) > 1 else 0.0

    def _look(self) -> None:
        while not self._done.is_set():
            now = time.perf_counter()
            self.seen.append((now, self._judge(self._connection.capture())))


def read_xwd(path: Path) -> Capture:
    """The picture in an X window dump of 32 bits a pixel (XWD version 7, 25 big-endian words and a colour table)."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        words = [int.from_bytes(data[at : at + 4], "big") for at in range(0, 100, 4)]
        header, version, _, _, width, height = words[:6]
        bits, line, colours = words[11], words[12], words[19]
        if version != 7 or bits != 32:
            raise ValueError(f"an X window dump of version {version} with {bits} bits a pixel")
        start = header + colours * 12
        rows = (data[start + y * line : start + y * line + width * 4] for y in range(height))
        return Capture(width, height, b"".join(rows))


def _start(width: int, height: int, fbdir: Path | None, wanted: int | None) -> tuple[subprocess.Popen[bytes], str]:
    """An X server on the `wanted` or the first free display, and its name, once it takes connections."""
    program = _program("Xvfb", "xvfb")
    read, write = os.pipe()
    screen = ["-screen", "0", f"{width}x{height}x24"]
    options = ["-displayfd", str(write), "-noreset", "-nolisten", "tcp", *screen]
    options += ["-fbdir", str(fbdir)] if fbdir is not None else []
    name = [] if wanted is None else [f":{wanted}"]
    process = subprocess.Popen([program, *name, *options], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        number = answer.readline().strip().decode()
    if not number:
        process.wait(START)
        raise Missing(f"Xvfb could not start (exit code {process.returncode})")
    return process, f":{number}"


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Missing(f"{name} is not on this machine: apt-get install {package}")
    return found


class _Image(ctypes.Structure):
    """The head of an XImage."""

    _fields_ = (
        ("width", c_int),
        ("height", c_int),
        ("xoffset", c_int),
        ("format", c_int),
        ("data", c_void_p),
        ("orders", c_int * 4),
        ("depth", c_int),
        ("line", c_int),
    )


class _Segment(ctypes.Structure):
    """XShmSegmentInfo."""

    _fields_ = (("segment", c_ulong), ("id", c_int), ("address", c_void_p), ("read_only", c_int))


class _ClientMessage(ctypes.Structure):
    """XClientMessageEvent, padded to the size of an XEvent."""

    _fields_ = (
        ("type", c_int),
        ("serial", c_ulong),
        ("sent", c_int),
        ("display", c_void_p),
        ("window", c_ulong),
        ("message", c_ulong),
        ("format", c_int),
        ("data", c_long * 5),
        ("padding", c_long * 24),
    )


class _Attributes(ctypes.Structure):
    """XWindowAttributes, whose `map_state` is 2 for a window that can be seen."""

    _fields_ = (
        ("geometry", c_int * 6),
        ("visual", c_void_p),
        ("root", c_ulong),
        ("window_class", c_int),
        ("gravities", c_int * 3),
        ("planes", c_ulong * 2),
        ("save_under", c_int),
        ("colormap", c_ulong),
        ("map_installed", c_int),
        ("map_state", c_int),
        ("rest", c_long * 8),
    )


class _Override(ctypes.Structure):
    """XSetWindowAttributes, of which only the background and override_redirect are used."""

    _fields_ = (
        ("background_pixmap", c_ulong),
        ("background_pixel", c_ulong),
        ("border_pixmap", c_ulong),
        ("border_pixel", c_ulong),
        ("gravities", c_int * 2),
        ("backing_store", c_int),
        ("planes", c_ulong * 2),
        ("save_under", c_int),
        ("event_mask", c_long),
        ("do_not_propagate_mask", c_long),
        ("override_redirect", c_int),
        ("colormap", c_ulong),
        ("cursor", c_ulong),
    )


_ALL_PLANES = c_ulong(-1).value
_Z_PIXMAP = 2
_CLIENT_MESSAGE = 33
_VIEWABLE = 2
_XA_WINDOW = 33
_BACK_PIXEL, _OVERRIDE_REDIRECT = 1 << 1, 1 << 9


class _Connection:
    """One client of an X server. Not for two threads at once."""

    def __init__(self, name: str) -> None:
        self._x, self._ext, self._test = _libraries()
        self._display = c_void_p(self._x.XOpenDisplay(name.encode()))
        if not self._display:
            raise ConnectionError(f"no X server answers on {name}")
        self._root = self._x.XDefaultRootWindow(self._display)
        self._shared: _Shared | None = None

    def close(self) -> None:
        self._forget()
        if self._display:
            self._x.XCloseDisplay(self._display)
            self._display = c_void_p(None)

    def size(self) -> tuple[int, int]:
        return self.area(self._root)

    def area(self, window: int) -> tuple[int, int]:
        root, width, height, unused = c_ulong(), c_uint(), c_uint(), c_uint()
        x, y, depth = c_int(), c_int(), c_uint()
        self._x.XGetGeometry(self._display, window, *map(byref, (root, x, y, width, height, unused, depth)))
        return width.value, height.value

    def capture(self) -> Capture:
        for _ in range(TRIES):  # the display may change its size between the question and the answer
            size = self.size()
            if self._shared is None or self._shared.size != size:
                self._forget()
                self._shared = _Shared(self._x, self._ext, self._display, size)
            if (pixels := self._shared.take(self._root)) is not None:
                return Capture(*size, pixels)
            self._forget()
        raise ConnectionError("the X server did not give its picture")

    def _forget(self) -> None:
        if self._shared is not None:
            self._shared.close()
            self._shared = None

    def paint_root(self, pixel: int) -> None:
        self._x.XSetWindowBackground(self._display, self._root, pixel)
        self._x.XClearWindow(self._display, self._root)
        self._x.XSync(self._display, 0)

    def key(self, keysym: str) -> None:
        code = self._x.XKeysymToKeycode(self._display, self._x.XStringToKeysym(keysym.encode()))
        for pressed in (1, 0):
            self._test.XTestFakeKeyEvent(self._display, code, pressed, 0)
        self._x.XSync(self._display, 0)

    def move_pointer(self, x: int, y: int) -> None:
        self._test.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        self._x.XSync(self._display, 0)

    def windows(self) -> list[int]:
        root, parent, children, count = c_ulong(), c_ulong(), POINTER(c_ulong)(), c_uint()
        self._x.XQueryTree(self._display, self._root, *map(byref, (root, parent, children, count)))
        found = [int(children[number]) for number in range(count.value)]
        if children:
            self._x.XFree(children)
        return [window for window in found if self._viewable(window)]

    def _viewable(self, window: int) -> bool:
        attributes = _Attributes()
        return bool(
            self._x.XGetWindowAttributes(self._display, window, byref(attributes))
            and attributes.map_state == _VIEWABLE
            and attributes.window_class == 1
        )

    def ask_to_close(self, window: int) -> None:
        protocols = self._x.XInternAtom(self._display, b"WM_PROTOCOLS", 0)
        message = _ClientMessage(type=_CLIENT_MESSAGE, window=window, message=protocols, format=32)
        message.data[0] = self._x.XInternAtom(self._display, b"WM_DELETE_WINDOW", 0)
        self._x.XSendEvent(self._display, window, 0, 0, byref(message))
        self._x.XSync(self._display, 0)

    def open_window(self, x: int, y: int, width: int, height: int, pixel: int) -> int:
        attributes = _Override(background_pixel=pixel, override_redirect=1)
        window: int = self._x.XCreateWindow(
            self._display,
            self._root,
            *(x, y, width, height, 0, 0, 0, None),
            _BACK_PIXEL | _OVERRIDE_REDIRECT,
            byref(attributes),
        )
        self._x.XMapRaised(self._display, window)
        self._x.XSync(self._display, 0)
        return window

    def map_window(self, window: int, *, seen: bool) -> None:
        (self._x.XMapWindow if seen else self._x.XUnmapWindow)(self._display, window)
        self._x.XSync(self._display, 0)

    def announce_manager(self, window: int) -> None:
        atom, value = self._manager(), c_ulong(window)
        for owner in (self._root, window):
            self._x.XChangeProperty(self._display, owner, atom, _XA_WINDOW, 32, 0, byref(value), 1)
        self._x.XSync(self._display, 0)

    def withdraw_manager(self) -> None:
        self._x.XDeleteProperty(self._display, self._root, self._manager())
        self._x.XSync(self._display, 0)

    def _manager(self) -> int:
        return int(self._x.XInternAtom(self._display, b"_NET_SUPPORTING_WM_CHECK", 0))

    def destroy_window(self, window: int) -> None:
        self._x.XDestroyWindow(self._display, window)
        self._x.XSync(self._display, 0)


class _Shared:
    """Shared memory for one size of display, into which the server copies its picture."""

    def __init__(self, x: Any, ext: Any, display: c_void_p, size: tuple[int, int]) -> None:
        self.size = size
        self._x, self._ext, self._display, self._segment = x, ext, display, _Segment()
        screen = x.XDefaultScreen(display)
        visual, depth = c_void_p(x.XDefaultVisual(display, screen)), x.XDefaultDepth(display, screen)
        made = ext.XShmCreateImage(display, visual, depth, _Z_PIXMAP, None, byref(self._segment), *size)
        self._image = ctypes.cast(made, POINTER(_Image))
        self._length = self._image.contents.line * size[1]
        libc = _libc()
        self._segment.id = libc.shmget(0, self._length, 0o1600)  # IPC_PRIVATE, IPC_CREAT | 0600
        self._segment.address = self._image.contents.data = libc.shmat(self._segment.id, None, 0)
        ext.XShmAttach(display, byref(self._segment))
        x.XSync(display, 0)
        libc.shmctl(self._segment.id, 0, None)  # IPC_RMID: gone with the last who holds it

    def take(self, window: int) -> bytes | None:
        if not self._ext.XShmGetImage(self._display, window, self._image, 0, 0, _ALL_PLANES):
            return None
        return ctypes.string_at(self._segment.address, self._length)

    def close(self) -> None:
        self._ext.XShmDetach(self._display, byref(self._segment))
        self._x.XSync(self._display, 0)
        _libc().shmdt(c_void_p(self._segment.address))
        self._x.XFree(self._image)


@cache
def _libc() -> Any:
    libc = ctypes.CDLL(None)
    libc.shmat.restype, libc.shmat.argtypes = c_void_p, [c_int, c_void_p, c_int]
    libc.shmget.argtypes = [c_int, ctypes.c_size_t, c_int]
    libc.shmctl.argtypes = [c_int, c_int, c_void_p]
    libc.shmdt.argtypes = [c_void_p]
    return libc


_XLIB: dict[str, tuple[Any, list[Any]]] = {
    "XInitThreads": (c_int, []),
    "XSetErrorHandler": (c_void_p, [c_void_p]),
    "XOpenDisplay": (c_void_p, [c_char_p]),
    "XCloseDisplay": (c_int, [c_void_p]),
    "XDefaultRootWindow": (c_ulong, [c_void_p]),
    "XDefaultScreen": (c_int, [c_void_p]),
    "XDefaultDepth": (c_int, [c_void_p, c_int]),
    "XDefaultVisual": (c_void_p, [c_void_p, c_int]),
    "XFree": (c_int, [c_void_p]),
    "XSync": (c_int, [c_void_p, c_int]),
    "XGetGeometry": (c_int, [c_void_p, c_ulong, *[c_void_p] * 7]),
    "XSetWindowBackground": (c_int, [c_void_p, c_ulong, c_ulong]),
    "XClearWindow": (c_int, [c_void_p, c_ulong]),
    "XStringToKeysym": (c_ulong, [c_char_p]),
    "XKeysymToKeycode": (ctypes.c_ubyte, [c_void_p, c_ulong]),
    "XQueryTree": (c_int, [c_void_p, c_ulong, *[c_void_p] * 4]),
    "XGetWindowAttributes": (c_int, [c_void_p, c_ulong, c_void_p]),
    "XInternAtom": (c_ulong, [c_void_p, c_char_p, c_int]),
    "XSendEvent": (c_int, [c_void_p, c_ulong, c_int, c_long, c_void_p]),
    "XCreateWindow": (
        c_ulong,
        [c_void_p, c_ulong, c_int, c_int, c_uint, c_uint, c_uint, c_int, c_uint, c_void_p, c_ulong, c_void_p],
    ),
    "XChangeProperty": (c_int, [c_void_p, c_ulong, c_ulong, c_ulong, c_int, c_int, c_void_p, c_int]),
    "XDeleteProperty": (c_int, [c_void_p, c_ulong, c_ulong]),
    "XMapRaised": (c_int, [c_void_p, c_ulong]),
    "XMapWindow": (c_int, [c_void_p, c_ulong]),
    "XUnmapWindow": (c_int, [c_void_p, c_ulong]),
    "XDestroyWindow": (c_int, [c_void_p, c_ulong]),
}

_XEXT: dict[str, tuple[Any, list[Any]]] = {
    "XShmCreateImage": (c_void_p, [c_void_p, c_void_p, c_uint, c_int, c_void_p, c_void_p, c_uint, c_uint]),
    "XShmAttach": (c_int, [c_void_p, c_void_p]),
    "XShmDetach": (c_int, [c_void_p, c_void_p]),
    "XShmGetImage": (c_int, [c_void_p, c_ulong, c_void_p, c_int, c_int, c_ulong]),
}

_XTEST: dict[str, tuple[Any, list[Any]]] = {
    "XTestFakeKeyEvent": (c_int, [c_void_p, c_uint, c_int, c_ulong]),
    "XTestFakeMotionEvent": (c_int, [c_void_p, c_int, c_int, c_int, c_ulong]),
}


@ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p)
def _ignore(_display: int, _error: int) -> int:
    """An X error ends no test: the call that met it says so by its result."""
    return 0


@cache
def _libraries() -> tuple[Any, Any, Any]:
    x = _library("libX11.so.6", "libx11-6", _XLIB)
    x.XInitThreads()
    x.XSetErrorHandler(_ignore)
    return x, _library("libXext.so.6", "libxext6", _XEXT), _library("libXtst.so.6", "libxtst6", _XTEST)


def _library(name: str, package: str, calls: dict[str, tuple[Any, list[Any]]]) -> Any:
    try:
        library = ctypes.CDLL(name)
    except OSError as error:
        raise Missing(f"{name} is not on this machine: apt-get install {package}") from error
    for call, (result, arguments) in calls.items():
        function = getattr(library, call)
        function.restype, function.argtypes = result, arguments
    return library

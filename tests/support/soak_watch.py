"""Who looks on during the soak: at the glass, at what is published, at the processes, at the machine."""

from __future__ import annotations

import os
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.support.player import descendants
from tests.support.xvfb import Capture, Xvfb, _Connection

EVERY = 0.12
"""Seconds between two looks at the glass."""

WEIGHED = 2.0
"""Seconds between two looks at the processes."""

PICTURES = 60
"""Pictures that are kept of what no slide is, to be looked at."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was on the display at a monotonic time: its size, a checksum of its pixels, its colour where it is one."""

    at: float
    size: tuple[int, int]
    sum: int
    colour: tuple[int, int, int] | None

    @property
    def bare(self) -> bool:
        """Whether nothing of the player was there: black, or the display's own ground."""
        return self.colour in ((0, 0, 0), GROUND)


GROUND = (255, 255, 255)


def sum_of(blue: bytes, green: bytes, red: bytes) -> int:
    """A checksum of a picture by its colours alone."""
    return zlib.crc32(red, zlib.crc32(green, zlib.crc32(blue)))


def looked_at(at: float, seen: Capture) -> Seen:
    """What there is to know of a picture."""
    planes = tuple(seen.pixels[plane::4] for plane in range(3))
    even = all(plane.count(plane[:1]) == len(plane) for plane in planes)
    colour = (planes[2][0], planes[1][0], planes[0][0]) if even else None
    return Seen(at, (seen.width, seen.height), sum_of(*planes), colour)


class Watcher:
    """Looks at the display from a thread and a connection of its own."""

    def __init__(self, display: Xvfb, pictures: Path) -> None:
        self.seen: list[Seen] = []
        self._display = display
        self._pictures = pictures
        self._known: set[int] = set()
        self._blind = threading.Lock()
        self._eye: _Connection | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, name="watcher", daemon=True)
        pictures.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends."""
        self._done.set()
        self._thread.join(10)
        self.shut()

    def shut(self) -> None:
        """Closes the eye."""
        eye, self._eye = self._eye, None
        if eye is not None:
            eye.close()

    def blind(self) -> threading.Lock:
        """Held by whoever is about to kill the display: nobody looks meanwhile. Call `shut` first thing in it."""
        return self._blind

    def _look(self) -> None:
        due = time.monotonic()
        while not self._done.is_set():
            with self._blind:
                if self._eye is None:
                    self._eye = _Connection(self._display.name)
                seen = self._eye.capture()
            now = time.monotonic()
            found = looked_at(now, seen)
            self.seen.append(found)
            if found.colour is None and found.sum not in self._known and len(self._known) < PICTURES * 10:
                self._known.add(found.sum)
                seen.image().save(self._pictures / f"{found.sum}-{found.size[0]}.png", compress_level=1)
            due = max(due + EVERY, now)
            self._done.wait(max(0.01, due - time.monotonic()))


@dataclass(frozen=True, slots=True)
class Published:
    """The store's pointer named this digest from (just before) a monotonic time on."""

    since: float
    digest: str


class Reader:
    """Reads the store's pointer many times a second and keeps a copy of every snapshot."""

    def __init__(self, cache: Path, copies: Path) -> None:
        self.found: list[Published] = []
        self._cache = cache
        self._copies = copies
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._read, name="reader", daemon=True)
        copies.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends."""
        self._done.set()
        self._thread.join(10)

    def _read(self) -> None:
        before = time.monotonic()
        while not self._done.wait(0.04):
            with suppress(OSError, UnicodeDecodeError):
                digest = (self._cache / "current").read_bytes().decode("ascii").strip()
                if len(digest) == 64 and (not self.found or self.found[-1].digest != digest):
                    copy = self._copies / digest
                    if not copy.exists():
                        copy.write_bytes((self._cache / "snapshots" / digest).read_bytes())
                    self.found.append(Published(before, digest))
            before = time.monotonic()


@dataclass(frozen=True, slots=True)
class Vital:
    """One process at a monotonic time: kibibytes of its own and its proportional memory, open files, threads."""

    at: float
    name: str
    pid: int
    own: int
    proportional: int
    files: int
    threads: int
    state: str


@dataclass(frozen=True, slots=True)
class Room:
    """What lies around at a monotonic time: bytes of the cache, its frames, its log, objects in /dev/shm; the load."""

    at: float
    cache: int
    frames: int
    log: int
    shared: int
    load: float


class Nurse:
    """Weighs the processes below `parent()`."""

    def __init__(self, parent: Callable[[], int | None], cache: Path) -> None:
        self.vitals: list[Vital] = []
        self.rooms: list[Room] = []
        self._parent = parent
        self._cache = cache
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._weigh, name="nurse", daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends."""
        self._done.set()
        self._thread.join(10)

    def _weigh(self) -> None:
        while not self._done.wait(WEIGHED):
            parent = self._parent()
            if parent is not None:
                names = [(parent, "supervisor"), *((pid, "") for pid in descendants(parent))]
                for pid, name in names:
                    with suppress(OSError, ValueError, KeyError):
                        self.vitals.append(vital(pid, name))
            sizes = [sizes_of(self._cache / name) for name in ("", "frames", "log")]
            shared = len(list(Path("/dev/shm").iterdir()))
            self.rooms.append(Room(time.monotonic(), *sizes, shared, os.getloadavg()[0]))


def vital(pid: int, name: str) -> Vital:
    """The process as it is. Raises OSError where it is gone."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    status = dict(line.split(":", 1) for line in lines if ":" in line)
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    proportional = next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    own = int(status.get("RssAnon", "0 kB").split()[0])
    return Vital(
        time.monotonic(),
        name or status["Name"].strip(),
        pid,
        own,
        proportional,
        sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()),
        int(status["Threads"]),
        status["State"].split()[0],
    )


def sizes_of(folder: Path) -> int:
    """Bytes of all files below the folder."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += Path(place, name).lstat().st_size
    return total

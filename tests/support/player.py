"""The real program on a virtual display, as a person would run it: start it, look at its window, kill it."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from PIL import Image

from player.store.store import Store
from player.timeline.scenes import Timeline
from tests.support.xvfb import Xvfb

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 40.0
"""Seconds for which something is waited for before a test gives it up: a busy machine is no fault of the player."""

COLOURS = {
    "red": (200, 30, 40),
    "green": (20, 150, 60),
    "blue": (30, 60, 200),
    "yellow": (230, 200, 30),
    "violet": (130, 40, 170),
    "orange": (240, 120, 20),
    "cyan": (30, 190, 200),
}


def picture(path: Path, colour: str, size: tuple[int, int] = (640, 360)) -> Path:
    """A picture of one colour, written the way that a file manager does: beside it, then renamed."""
    temporary = path.with_name(f".{path.name}.tmp")
    Image.new("RGB", size, COLOURS[colour]).save(temporary, "PNG")
    temporary.replace(path)
    return path


def nearest(pixel: tuple[int, int, int], tolerance: int = 14) -> str:
    """The name of the colour, or its numbers."""
    for name, colour in COLOURS.items():
        if all(abs(a - b) <= tolerance for a, b in zip(pixel, colour, strict=True)):
            return name
    return str(pixel)


class Program:
    """`qingbo play` on `folder`, on `display`. Use it in a `with`."""

    def __init__(self, display: Xvfb | None, folder: Path, cache: Path, *options: str) -> None:
        self.display = display
        self.folder = folder
        self.cache = cache
        self.options = options
        self.log = cache.parent / f"{cache.name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def start(self) -> None:
        """Starts the program."""
        command = [sys.executable, "-m", "tools.qingbo", "play", str(self.folder), "--cache", str(self.cache)]
        environment = dict(os.environ) if self.display is None else self.display.env()
        if self.display is None:
            for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
                environment.pop(name, None)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *self.options], cwd=ROOT, env=environment, stderr=log, stdout=log
            )

    def stop(self) -> int:
        """Asks it to leave; its exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(20)

    def kill(self) -> None:
        """Kills it without a word, as a power cut would."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def said(self) -> str:
        """What it wrote on the terminal."""
        return self.log.read_text("utf-8", errors="replace") if self.log.exists() else ""

    def colour(self) -> str:
        """The name of the colour in the middle of the glass."""
        assert self.display is not None
        seen = self.display.capture()
        return nearest(seen.pixel(seen.width // 2, seen.height // 2))

    def until(self, what: Callable[[], bool], *, seconds: float = PATIENCE) -> float:
        """The seconds until `what` came true; fails with what the program said where it does not."""
        begun = time.monotonic()
        while not what():
            waited = time.monotonic() - begun
            assert waited < seconds, f"not in {seconds} s; the glass shows {self._sight()}\n{self.said()[-4000:]}"
            time.sleep(0.02)
        return time.monotonic() - begun

    def until_colour(self, *names: str, seconds: float = PATIENCE) -> float:
        """The seconds until one of the colours is on the glass."""
        return self.until(lambda: self.colour() in names, seconds=seconds)

    def colours_for(self, seconds: float) -> set[str]:
        """Every colour that stands still in the middle of the glass during that time."""
        found = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found.append(self.colour())
            time.sleep(0.05)
        return {one for one, two in itertools.pairwise(found) if one == two}

    def timeline(self) -> Timeline:
        """The timeline of what the store says is current."""
        snapshot = Store(self.cache).load().snapshot
        assert snapshot is not None, self.said()
        return Timeline(snapshot)

    def until_published(self, what: Callable[[Timeline], bool], *, seconds: float = PATIENCE) -> float:
        """The seconds until the store's current snapshot fulfils `what`."""
        return self.until(lambda: Store(self.cache).current() is not None and what(self.timeline()), seconds=seconds)

    def part(self, name: str) -> int | None:
        """The process number of one of its parts, found by what the part alone does."""
        assert self.process is not None
        for pid in descendants(self.process.pid):
            if PARTS[name](pid):
                return pid
        return None

    def _sight(self) -> str:
        return self.colour() if self.display is not None else "nothing"


def descendants(pid: int) -> Iterator[int]:
    """The processes below `pid`."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield int(child)
        yield from descendants(int(child))


def _maps(library: str) -> Callable[[int], bool]:
    def check(pid: int) -> bool:
        try:
            return library in Path(f"/proc/{pid}/maps").read_text()
        except OSError:
            return False

    return check


def _watches(pid: int) -> bool:
    try:
        return any("inotify" in str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return False


def _paints(pid: int) -> bool:
    """It has Pillow, and is not the one that only makes JPEGs of screenshots."""
    return _maps("_imaging.")(pid) and not _is_album(pid)


def _shows(pid: int) -> bool:
    """It has SDL, and is not the one that only makes sound with it."""
    return _maps("libSDL2")(pid) and not _is_speaker(pid)


def _is_called(name: str) -> Callable[[int], bool]:
    def check(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/comm").read_text().strip() == name
        except OSError:
            return False

    return check


_is_album, _is_speaker = _is_called("qingbo-album"), _is_called("qingbo-speaker")


PARTS = {"glass": _shows, "intake": _watches, "painter": _paints, "album": _is_album, "speaker": _is_speaker}


def yaml_of(entries: Iterable[object], **keys: object) -> str:
    """A playlist as text: JSON is YAML."""
    return json.dumps({**keys, "slides": list(entries)}, ensure_ascii=False, indent=1)


@contextmanager
def playing(display: Xvfb | None, folder: Path, cache: Path, *options: str) -> Iterator[Program]:
    """The program, started, and gone afterwards."""
    with Program(display, folder, cache, *options) as program:
        yield program

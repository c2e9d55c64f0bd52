"""The glass's side of screenshots: what is on the glass when a slide first comes up on a day is handed on, as raw pixels.

Nothing of it holds up a picture: the pixels are copied once (two milliseconds at 1080p) after the slide is wholly seen; a
thread of its own writes them to the cache; another process makes the JPEG (`album.py`), started when a word of it lies in
the link and gone when there is nothing more to do. A slide that was taken costs a look into a set from then on.
"""

from __future__ import annotations

import logging
import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from player.director import Show
from player.model.canon import canonical
from player.model.scene import MAIN
from player.model.units import Digest, Millis
from player.slides.card import Card
from player.store import chain
from player.store.atomic import PART
from player.store.screenshots import A_DAY, FOLDER, WAITING, Screenshot, mark_of, marks_on
from player.store.space import space

LOG = logging.getLogger("qingbo.glass")

AT_ONCE = 4
"""Pictures whose pixels may wait: 8 MB each at 1080p."""

AGAIN = 3600.0
"""Seconds after which somebody who makes no JPEGs of those that wait is called again."""

MAGIC = b"qingbo-raw-1\n"


class Seen(Protocol):
    """What the camera needs of a glass."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        ...

    def screenshot(self) -> bytes:
        """What is on the glass, as BGRX."""
        ...


@dataclass(frozen=True, slots=True)
class _Roll:
    """The marks of what was taken on one day."""

    day: str
    marks: set[str]


class Camera:
    """Takes the first showing of each slide on a day. `link` leads to whoever makes the JPEG; without one nothing is taken."""

    def __init__(self, cache: Path, screen: str, zone: str, link: Connection | None) -> None:
        self._cache = cache
        self._waiting = cache / FOLDER / WAITING
        self._screen = screen
        self._zone = ZoneInfo(zone)
        self._link = link
        self._roll = _Roll("", set())
        self._writer: threading.Thread | None = None
        self._called: float | None = None

    def sees(self, glass: Seen, show: Show, title: str, snapshot: Digest | None, *, now: Millis, mono: float) -> None:
        """It is wholly on the glass: is taken, if it is the slide's first time today and there is room. Never raises."""
        if self._link is None or show.cue is None or show.cue.zone != MAIN or show.slide.kind == Card.name:
            return
        local = chain.iso(now, self._zone)
        day, mark = local[:10], mark_of(show.slide.id)
        if self._roll.day != day:
            self._roll = _Roll(day, marks_on(self._cache, day))
        marks = self._roll.marks
        if mark in marks or len(marks) >= A_DAY or (self._writer is not None and self._writer.is_alive()):
            return
        if not self._has_room(mono):
            return
        source = show.slide.source.file
        shot = Screenshot(
            show.slide.id, title, show.slide.kind, source, show.cue.playlist, self._screen, now, snapshot,
            width=glass.size[0], height=glass.size[1],
        )  # fmt: skip
        pixels = glass.screenshot()
        marks.add(mark)
        path = self._waiting / f"{day}T{local[11:19].replace(':', '')}-{mark}.raw"
        self._writer = threading.Thread(target=self._write, args=(path, shot, pixels), name="camera", daemon=True)
        with suppress(RuntimeError):  # no more threads: there is a showing tomorrow
            self._writer.start()

    def _has_room(self, mono: float) -> bool:
        """Whether the disk can spare it and those before it have been made JPEGs; calls again whoever makes none."""
        seen = space(self._cache)
        if seen is not None and (seen.is_low or seen.read_only):
            return False
        try:
            waiting = sum(path.suffix == ".raw" for path in self._waiting.iterdir())
        except OSError:
            return True  # there is no such folder yet
        if waiting >= AT_ONCE and (self._called is None or mono - self._called >= AGAIN):
            self._called = mono
            self._call()
        return waiting < AT_ONCE

    def _write(self, path: Path, shot: Screenshot, pixels: bytes) -> None:
        """Runs in the thread."""
        part = path.with_suffix(PART)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(MAGIC + canonical(shot) + b"\n")
                file.write(pixels)
            part.replace(path)
        except OSError as error:
            LOG.info("这一页的截图没有留下 (a screenshot was not kept): %s", error)
            with suppress(OSError):
                part.unlink()
            return
        self._call()

    def _call(self) -> None:
        """A word into the link, which wakes whoever makes JPEGs. There are never more words in it than pictures that wait."""
        with suppress(OSError, ValueError):
            if self._link is not None:
                self._link.send_bytes(str(os.getpid()).encode())

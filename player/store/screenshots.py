"""Pictures of what was on the glass, for the reports: a folder a day, a JPEG and what it shows for each slide.

    screenshots/2020-07-04/090012-4f1c….jpg     what was on the glass, made small
    screenshots/2020-07-04/090012-4f1c….json    slide, title, instant, snapshot, and the SHA-256 of the JPEG
    screenshots/waiting/….raw                   pixels that have not been made a JPEG yet

The description is written after its picture and read first, so a picture that a crash left alone is not seen. All of it can
be done without: nothing here is flushed with care, and a disk that fills up loses the oldest days first.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from player.model.canon import NotCanonical, canonical, decode
from player.model.units import Digest, Millis
from player.store.atomic import replace
from player.store.space import MB, space

FOLDER = "screenshots"
"""The folder in the cache."""

WAITING = "waiting"
"""The folder in it where pixels wait."""

A_DAY = 40
"""Pictures that a day has at most: the first showing of so many slides."""

KEEP_DAYS = 92
"""Days that pictures are kept: a quarter, so that a campaign and its summary are done."""

KEEP_BYTES = 400 * MB
"""Bytes that all days may take; on a small disk no more than is to stay free on it."""

WIDEST = 1280
"""Pixels of the longer side: enough for half a page of paper at 300 dots an inch."""

_JPEG = re.compile(rb"\xff\xd8\xff\xe0..JFIF\0", re.DOTALL)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Screenshot:
    """What one picture shows: the slide `title` came up at `at` on `screen`. `sha256` is that of the JPEG."""

    slide: str
    title: str
    kind: str
    file: str
    playlist: str
    screen: str
    at: Millis
    snapshot: Digest | None = None
    sha256: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that is kept: what it shows, and where it is."""

    shot: Screenshot
    path: Path

    @property
    def is_whole(self) -> bool:
        """Whether the JPEG is as it was written; and it is one, since a folder that was brought from elsewhere may hold anything."""
        try:
            data = self.path.read_bytes()
        except OSError:
            return False
        return _JPEG.match(data) is not None and hashlib.sha256(data).hexdigest() == self.shot.sha256


def mark_of(slide: str) -> str:
    """What stands for a slide in a file's name."""
    return hashlib.sha256(slide.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def marks_on(root: Path, day: str) -> set[str]:
    """The marks of the slides of which the day has a picture, or pixels that wait to be one."""
    folder = root / FOLDER
    names: list[str] = []
    with suppress(OSError):
        names += [path.stem for path in (folder / day).glob("*.json")]
    with suppress(OSError):
        names += [path.stem for path in (folder / WAITING).glob(f"{day}*.raw")]
    return {name.rpartition("-")[2] for name in names}


def keep(root: Path, day: str, clock: str, shot: Screenshot, jpeg: bytes) -> None:
    """The picture is there, then what it shows. Raises OSError."""
    folder = root / FOLDER / day
    name = f"{clock}-{mark_of(shot.slide)}"
    replace(folder / f"{name}.jpg", jpeg)
    replace(folder / f"{name}.json", canonical(shot))


def listed(root: Path, first: date, last: date) -> tuple[Kept, ...]:
    """The pictures of the days `first` to `last`, by when they were taken. What cannot be read is left out."""
    found: list[Kept] = []
    for folder in _days(root):
        if first.isoformat() <= folder.name <= last.isoformat():
            found.extend(_of_day(folder))
    return tuple(sorted(found, key=lambda kept: (kept.shot.at, kept.shot.slide)))


def prune(root: Path, today: str) -> int:
    """Removes days that are too old, and the oldest where all take more than the disk can spare; how many. Raises OSError."""
    folders = list(_days(root))
    seen = space(root)
    budget = KEEP_BYTES if seen is None else seen.share(KEEP_BYTES)
    newest = date.fromisoformat(today).toordinal()
    sizes = [sum(path.stat().st_size for path in folder.iterdir()) for folder in folders]
    total, gone = sum(sizes), 0
    for folder, size in zip(folders, sizes, strict=True):
        old = newest - date.fromisoformat(folder.name).toordinal() >= KEEP_DAYS
        if folder.name == today or not (old or total > budget):
            continue
        shutil.rmtree(folder, ignore_errors=True)
        total -= size
        gone += 1
    return gone


def _days(root: Path) -> Iterator[Path]:
    """The folders of days, the oldest first."""
    with suppress(OSError):
        for folder in sorted((root / FOLDER).iterdir()):
            if _DAY.fullmatch(folder.name) and folder.is_dir() and _is_day(folder.name):
                yield folder


def _is_day(name: str) -> bool:
    try:
        date.fromisoformat(name)
    except ValueError:
        return False
    return True


def _of_day(folder: Path) -> Iterator[Kept]:
    try:
        paths = sorted(folder.glob("*.json"))
    except OSError:
        return
    for path in paths:
        with suppress(OSError, ValueError, RecursionError, NotCanonical):
            shot = decode(Screenshot, json.loads(path.read_bytes()))
            picture = path.with_suffix(".jpg")
            if picture.is_file():
                yield Kept(shot, picture)

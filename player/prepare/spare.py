"""A place in memory for a few frames, for when the disk takes none: it is full, read-only, or fails.

A frame can always be painted again, so nothing is lost with it; but a glass that has no frame is bare. So what the disk
refuses is kept here: the frames that are needed now, in files as on the disk, and at most `MOST` bytes of them. The place has
the cache's own name and belongs to one user; where somebody else was there first it is left alone.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  # files in memory; the folder in it is made and checked as one's own

MOST = 96 << 20
"""Bytes that frames may take in memory: eleven of 1080p, or two of 4K."""


def spare_of(root: Path) -> Path | None:
    """Where frames of the cache folder `root` go that its disk refuses; None where the system has no files in memory."""
    if not sys.platform.startswith("linux") or not os.access(MEMORY, os.W_OK):
        return None
    name = hashlib.sha256(os.fsencode(root.absolute())).hexdigest()[:16]
    return MEMORY / f"qingbo-frames-{os.geteuid()}-{name}"


def opened(place: Path, size: int) -> bool:
    """Whether the folder is there, one's own, and has room for so many bytes: the frames used longest ago make it."""
    with suppress(FileExistsError):
        place.mkdir(mode=0o700)
    about = place.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.geteuid() or about.st_mode & 0o077:
        return False
    make_room(place, size)
    return True


def make_room(place: Path, size: int = 0) -> None:
    """The frames used longest ago go, until so many bytes more are allowed."""
    dated = []
    for path in place.glob("*.frame"):
        with suppress(OSError):
            about = path.stat()
            dated.append((about.st_mtime_ns, about.st_size, path))
    total = sum(taken for _, taken, _ in dated) + size
    for _, taken, path in sorted(dated):
        if total <= MOST:
            return
        path.unlink(missing_ok=True)
        total -= taken


def clear(root: Path) -> None:
    """Nothing of the cache folder `root` stays in memory. Never raises."""
    place = spare_of(root)
    if place is None or place.is_symlink():
        return
    for path in place.glob("*"):
        with suppress(OSError):
            path.unlink()
    with suppress(OSError):
        place.rmdir()

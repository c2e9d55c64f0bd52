"""How much room there is on the disk of the cache, what is enough of it, and what takes it.

Pictures are large and need not be taken in at once; what plays, the journal and a corrected text must go on. So taking in
stops while there is still room for those: at 500 MB, or on a small disk (a card of 4 GB) at a sixteenth of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

MB = 1_000_000
"""Bytes, as disks are sold."""

ENOUGH = 500 * MB
"""Bytes that are to stay free on a disk that can spare them."""

PART = 16
"""On a small disk the sixteenth part is to stay free, and no more than that may go to records or to frames."""

BALLAST = 16 * MB
"""Bytes of the reserve on a disk that can spare them; on a small one an eighth of what is to stay free."""


@dataclass(frozen=True, slots=True)
class Space:
    """A disk: its size and what this user may still write, in bytes; whether it is to be read alone."""

    size: int
    free: int
    read_only: bool = False

    @property
    def enough(self) -> int:
        """How much is to stay free."""
        return self.share(ENOUGH)

    def share(self, most: int) -> int:
        """The bytes that one thing may take or must leave: `most`, or its part of a small disk."""
        return min(most, self.size // PART)

    @property
    def ballast(self) -> int:
        """How much is kept in reserve."""
        return min(BALLAST, self.enough // 8)

    @property
    def is_low(self) -> bool:
        """Whether nothing large may be taken in."""
        return self.free < self.enough

    @property
    def is_full(self) -> bool:
        """Whether so little is left that small things may fail."""
        return self.free < self.ballast // 2


def space(root: Path) -> Space | None:
    """The disk that holds the folder `root`, or the folder that it will be in; None where the system does not say."""
    for folder in (root, *root.parents):
        with suppress(FileNotFoundError, NotADirectoryError):
            return _space(folder)
    return None


def _space(folder: Path) -> Space | None:
    try:
        if sys.platform == "win32":
            import shutil  # noqa: PLC0415  # the glass, which reads the store, does without it

            found = shutil.disk_usage(folder)
            return Space(found.total, found.free)
        status = os.statvfs(folder)
    except (FileNotFoundError, NotADirectoryError):
        raise
    except OSError:
        return None
    read_only = bool(status.f_flag & os.ST_RDONLY)
    return Space(status.f_blocks * status.f_frsize, status.f_bavail * status.f_frsize, read_only)


def taken(root: Path) -> tuple[tuple[str, int], ...]:
    """What takes how many bytes of the cache: its folders and files by name, the largest first."""
    try:
        entries = list(os.scandir(root))
    except OSError:
        return ()
    sizes = ((entry.name, sum(_sizes(entry))) for entry in entries)
    return tuple(sorted(sizes, key=lambda one: (-one[1], one[0])))


def _sizes(entry: os.DirEntry[str]) -> Iterator[int]:
    """Bytes on the disk of the file, or of all files below the folder; links are not followed."""
    try:
        if not entry.is_dir(follow_symlinks=False):
            status = entry.stat(follow_symlinks=False)
            yield min(status.st_size, getattr(status, "st_blocks", status.st_size) * 512)
            return
        inside = list(os.scandir(entry))
    except OSError:
        return
    for one in inside:
        yield from _sizes(one)

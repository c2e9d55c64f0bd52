"""A file of nothing that holds room on the disk, to be let go of when there is none left.

A full disk would refuse a corrected text of a few kilobytes and every line of the journal as it refuses a picture. With
the ballast gone these still find room, until somebody has made more; then it is taken in again.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

NAME = "ballast"
"""Its name in the cache."""

_BLOCK = 1 << 20
_NEW = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Ballast:
    """The ballast of the cache `root`."""

    def __init__(self, root: Path) -> None:
        self.path = root / NAME

    @property
    def size(self) -> int:
        """The bytes that it holds on the disk; 0 where there is none."""
        try:
            status = self.path.lstat()
        except OSError:
            return 0
        return min(status.st_size, getattr(status, "st_blocks", status.st_size) * 512)

    def take(self, size: int) -> bool:
        """Holds `size` bytes from now on, really allocated; False where the disk has not that much to give."""
        if self.size >= size:
            return True
        try:
            fd = os.open(self.path, _NEW, 0o644)
        except OSError:
            return False
        try:
            _allocate(fd, size)
        except OSError:
            self.drop()
            return False
        finally:
            os.close(fd)
        return True

    def drop(self) -> bool:
        """Lets go of it; whether there was one."""
        with suppress(OSError):
            self.path.unlink()
            return True
        return False


def _allocate(fd: int, size: int) -> None:
    if sys.platform == "linux":
        os.posix_fallocate(fd, 0, size)
    else:
        for start in range(0, size, _BLOCK):  # elsewhere a long file of nothing may take no room: it is written
            os.write(fd, b"\xa5" * min(_BLOCK, size - start))

"""One player per cache: a lock that the system releases by itself when its holder ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from player.errors import CacheInUse
from player.store.atomic import make_folder
from player.store.trouble import told

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FAR = 1 << 30  # the byte that Windows locks: past the end, so that others can still read the number at the start

_NO_WRITING = frozenset({errno.EROFS, errno.EIO, errno.ENOSPC})


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """The block runs as the only holder of the lock file `path`. Raises CacheInUse, which names who holds it; StoreError.

    Children that are forked inside share the lock: it is free when the last of them has ended. A disk that takes nothing
    any more is no reason not to play what is on it: there the lock is held without a name in it.
    """
    with told("lock the cache"):
        fd = _opened(path)
    try:
        if not _take(fd):
            pid = holder(path)
            who = f"process {pid}" if pid else "another process"
            since = os.fstat(fd).st_mtime_ns // 1_000_000 if pid else None  # it was written when the lock was taken
            raise CacheInUse(f"the cache {path.parent} is in use by {who}", retry=True, pid=pid, since=since)
        with suppress(OSError):
            os.ftruncate(fd, 0)
            os.pwrite(fd, f"{os.getpid()}\n".encode(), 0) if sys.platform != "win32" else _write_at_start(fd)
        yield
        with suppress(OSError):
            os.ftruncate(fd, 0)
    finally:
        os.close(fd)


def holder(path: Path) -> int | None:
    """The process number written into the lock file; None where there is none."""
    try:
        text = path.read_bytes()[:20].decode("ascii").strip()
    except (OSError, ValueError):
        return None
    return int(text) if text.isdecimal() else None


def _opened(path: Path) -> int:
    """The lock file, open to be written, or where it cannot be to be read. Raises OSError."""
    binary = getattr(os, "O_BINARY", 0)
    try:
        make_folder(path.parent)
        return os.open(path, os.O_RDWR | os.O_CREAT | binary, 0o644)
    except OSError as error:
        if error.errno not in _NO_WRITING:
            raise
        try:
            return os.open(path, os.O_RDONLY | binary)
        except FileNotFoundError:
            raise error from None


def _write_at_start(fd: int) -> None:
    os.lseek(fd, 0, os.SEEK_SET)
    os.write(fd, f"{os.getpid()}\n".encode())


def _take(fd: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(fd, _FAR, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

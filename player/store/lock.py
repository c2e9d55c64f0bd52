"""One player per cache: a lock that the system releases by itself when its holder ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
import time
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

LEAVING = 5.0
"""Seconds that the parts of a player that was killed have to be gone."""

_NO_WRITING = frozenset({errno.EROFS, errno.EIO, errno.ENOSPC})


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """The block runs as the only holder of the lock file `path`. Raises CacheInUse, which names who holds it; StoreError.

    Children that are forked inside share the lock: it is free when the last of them has ended. They are waited for where
    the player itself is no more, so that one that was killed can be started again at once. A disk that takes nothing any
    more is no reason not to play what is on it: there the lock is held without a name in it.
    """
    with told("lock the cache"):
        fd = _opened(path)
    try:
        if not (_take(fd) or _take_from_orphans(fd, path)):
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


def _take_from_orphans(fd: int, path: Path) -> bool:
    """Takes the lock as soon as the parts of a player that is no more have let go of it; False where they do not."""
    until = time.monotonic() + LEAVING
    while (pid := holder(path)) is not None and not _runs(pid) and time.monotonic() < until:
        time.sleep(0.02)
        if _take(fd):
            return True
    return False


def _runs(pid: int) -> bool:
    """Whether there is such a process; on Windows, where children do not share a lock, it is not asked."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


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

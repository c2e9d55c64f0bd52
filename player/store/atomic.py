"""A file is wholly there under its name, or it is not: how the store writes.

A new file is written beside its place under a name of its own, flushed to the disk, renamed, and the rename is
flushed too. A crash at any point leaves the old file or the new one. Without the flush of the file a power cut leaves
a name with no content; without the flush of the folder it leaves no name (ext4, XFS and Btrfs all do both).

A disk may say that it took bytes and have taken others, or none. So what was flushed is read back before it gets its
name: a lie costs the new version, never the old one.

Windows renames by `os.replace` as well, has no way to flush a folder, and refuses to replace a file that somebody is
reading at that moment: there the rename is tried again for a second.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

PART = ".part"
"""How the names of unfinished files end. Whatever a crash leaves of them, `collect` sweeps."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_WINDOWS_TRIES = 100
_WINDOWS_PAUSE = 0.01  # seconds


class Staged:
    """A file that is being written in `folder` under a name of its own: `write`, then `land` it or `drop` it."""

    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        self.path = folder / f".{os.getpid()}-{os.urandom(6).hex()}{PART}"
        self._fd: int | None = os.open(self.path, _NEW, 0o644)

    def write(self, data: bytes | memoryview) -> None:
        """Appends all of `data`; a write that took only a part goes on with the rest."""
        assert self._fd is not None, "written after it was flushed"
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._fd, rest) :]

    def flush(self) -> None:
        """Everything written is on the disk, and the file is closed."""
        assert self._fd is not None, "flushed twice"
        os.fsync(self._fd)
        self._close()

    def land(self, target: Path) -> None:
        """The flushed file stands at `target`, in the place of what was there, and so it does after a power cut."""
        assert self._fd is None, "flush before landing: a rename may reach the disk before the bytes"
        make_folder(target.parent)
        _rename(self.path, target)
        sync_folder(target.parent)

    def drop(self) -> None:
        """The file is gone, unless it has landed."""
        self._close()
        self.path.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def replace(target: Path, data: bytes) -> None:
    """The file `target` holds `data`, durably and read back; a crash on the way leaves what it held before."""
    staged = Staged(target.parent)
    try:
        staged.write(data)
        staged.flush()
        _check(staged.path, data)
        staged.land(target)
    except BaseException:
        staged.drop()
        raise


def make_folder(folder: Path) -> None:
    """The folder is there, with its parents, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    try:
        sync_folder(folder.parent)
    except OSError:
        with suppress(OSError):
            folder.rmdir()  # or the next try would take it for one that is on the disk
        raise


def sync_folder(folder: Path) -> None:
    """What was created, renamed or removed in the folder is on the disk."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _check(path: Path, data: bytes) -> None:
    """Raises OSError where the disk gives back other bytes for the flushed file than `data`."""
    found = bytearray()
    with path.open("rb", buffering=0) as file:
        forget_cached(file.fileno())
        while chunk := file.read(len(data) + 1 - len(found)):
            found += chunk
    if found != data:
        raise OSError(errno.EIO, "the disk gave back other bytes than were written to it")


def forget_cached(fd: int) -> None:
    """The next read of the open, flushed file comes from the disk and not from memory, where the system can do that."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)


def _rename(old: Path, new: Path) -> None:
    if sys.platform == "win32":
        _rename_patiently(old, new)
    else:
        old.replace(new)


def _rename_patiently(old: Path, new: Path) -> None:
    for _ in range(_WINDOWS_TRIES):
        with suppress(PermissionError):
            old.replace(new)
            return
        time.sleep(_WINDOWS_PAUSE)
    old.replace(new)

"""Files of the folder, opened so that no link leads out of it, and read in questions that can be given up."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import FileIO

from player.errors import SourceError
from player.sources.errands import Errands
from player.sources.fresh import refresh
from player.sources.scan import Raw, raw
from player.sources.source import Reading

_PORTION = 128 << 10  # bytes that one question to the folder reads: 13 KB/s are an answer

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
"""Only to go on from: on a share, opening a folder to read it fetches its whole listing from the server."""


class Opening:
    """Opens what is below `root`; `by_fd`: the system can open a name inside an open folder."""

    def __init__(self, root: str, errands: Errands, *, by_fd: bool) -> None:
        self._root = root
        self._errands = errands
        self._by_fd = by_fd

    def file(self, path: str) -> FileIO:
        """The file at the system's own `path` below the root, opened step by step. To be called in an errand; raises OSError."""
        *folders, name = path.split("/")
        if not self._by_fd:
            return FileIO(os.open(os.path.join(self._root, *folders, name), _READ | _NO_LINK))  # noqa: PTH118  # 10,000 files: pathlib costs more than the open
        within = os.open(self._root, _FOLDER)
        try:
            for folder in folders:
                inner = os.open(folder, _FOLDER | _NO_LINK, dir_fd=within)
                os.close(within)
                within = inner
            fd = os.open(name, _READ | _NO_LINK, dir_fd=within)
        finally:
            os.close(within)
        return FileIO(fd)

    @contextmanager
    def listed(self, path: str, listed: Raw, *, shown: str, network: bool) -> Iterator[Reading]:
        """The file, to be read in the block. Raises SourceError, on entering or leaving, where it is not the one that was listed."""
        errands = self._errands
        try:
            file = errands.do(lambda: self.file(path), late=FileIO.close)
            try:
                errands.do(lambda: _same(file, listed, shown, network=network))
                yield _Portions(file, errands)
                errands.do(lambda: _same(file, listed, shown, network=network))
            finally:
                errands.afterwards(file.close)
        except OSError as error:
            raise SourceError(f"{shown} cannot be read: {error.strerror or error}", retry=True) from error


class _Portions:
    """An open file that is read in small questions, so that a slow share is told from one that hangs."""

    def __init__(self, file: FileIO, errands: Errands) -> None:
        self._file = file
        self._errands = errands

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, all that are left if it is negative; none at the end. Raises OSError."""
        return self._errands.do(lambda: read_all(self._file, size, self._errands.beat))


def read_all(file: FileIO, limit: int, beat: Callable[[], None]) -> bytes:
    """At most `limit` bytes, all if it is negative; `beat` is called for each portion."""
    parts: list[bytes] = []
    left = float("inf") if limit < 0 else limit
    while left > 0 and (part := file.read(int(min(left, _PORTION)))):
        parts.append(part)
        left -= len(part)
        beat()
    return b"".join(parts)


def _same(file: FileIO, listed: Raw, shown: str, *, network: bool) -> None:
    """Raises SourceError where the open file is not the one that was listed."""
    if network:
        refresh(file.fileno())
    about = os.fstat(file.fileno())
    if not stat.S_ISREG(about.st_mode) or raw(about) != listed:
        raise SourceError(f"{shown} is still changing", retry=True)

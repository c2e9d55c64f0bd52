"""A folder as a source: scanned as a whole at each look, on a disk of this machine or on a share."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import FileIO

from player.errors import SourceError
from player.model.listing import Listing
from player.model.problem import Problem
from player.model.units import Millis
from player.sources import lease
from player.sources.mounts import Mount, mount_of
from player.sources.remarks import problems_of
from player.sources.scan import BY_FD, LeftOut, Raw, Scan, raw, scan
from player.sources.settle import QUIET, QUIET_NETWORK, Settling

POLL = 2.0
"""Seconds between two looks at a folder of this machine whose events are not heard."""
POLL_NETWORK = 5.0
"""The same on a share, where nobody tells of what others write."""
POLL_HINTED = 10.0
"""The same where events are heard: one can be lost."""
POLL_QUIET = 30.0
"""The same once nothing has changed for `LONG_QUIET`."""
LONG_QUIET = 600.0
HINT_PAUSE = 0.25
"""Seconds between two looks however many events come: a copy in progress sends thousands."""
_POLL_EACH = 2.5e-3  # seconds of rest a file: a look takes 8 microseconds for it, so looking costs a third of a percent of a core
_HINT_EACH = 60e-6  # the same after events: at most a tenth

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)


class Folder:
    """The source of one folder and everything below it. `network`: whether it is a share; None finds out."""

    def __init__(self, root: str | os.PathLike[str], *, network: bool | None = None, by_fd: bool = BY_FD) -> None:
        self.root = os.fspath(root)
        self.left_out: tuple[LeftOut, ...] = ()
        self._network = network
        self._by_fd = by_fd
        self._mount = Mount(network=bool(network), stamps=False)
        self._identity: tuple[int, int] | None = None
        self._settling = Settling()
        self._found = Scan()
        self._listing: Listing | None = None
        self._looked = self._changed = float("-inf")
        self._due: float | None = None
        self._hints = False

    def look(self, now: float, wall: Millis | None = None) -> Listing:
        """The settled files at the monotonic time `now`; see `Source.look`. Raises SourceError where it is away."""
        self._looked = now
        try:
            found = scan(self.root, by_fd=self._by_fd)
        except OSError as error:
            raise self._away(f"{self.root} cannot be read: {error.strerror or error}") from error
        self._adopt(found)
        first = self._listing is None
        settled = self._settling.look(
            found.files,
            now,
            has_writer=self._has_writer,
            is_old=self._is_old(wall if first else None),
            is_closed=found.is_closed,
        )
        listing = Listing(settled.entries, tuple(sorted(found.folders)), settled.waiting)
        if listing != self._listing:
            self._changed = now
        self._listing, self._due, self.left_out = listing, settled.due, tuple(found.left_out)
        return listing

    def hinted(self, alive: bool) -> None:
        """Whether events of this folder are heard: then looks can be rare while nothing happens."""
        self._hints = alive

    def wake_at(self, now: float) -> float:
        """The monotonic time of the next look, never before `now`: soon while something is waited for, else later."""
        if self._mount.network:
            rest = POLL_NETWORK
        elif not self._hints:
            rest = POLL
        else:
            rest = POLL_QUIET if self._looked - self._changed >= LONG_QUIET else POLL_HINTED
        at = self._looked + max(rest, len(self._found.files) * _POLL_EACH)
        if self._due is not None:
            at = max(min(at, self._due), self.soonest)
        return max(now, at)

    @property
    def soonest(self) -> float:
        """The monotonic time before which not even a hint is worth a look."""
        return self._looked + max(HINT_PAUSE, len(self._found.files) * _HINT_EACH)

    @property
    def network(self) -> bool:
        """Whether the folder is on a share, as far as is known since the last look."""
        return self._mount.network

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the last look left out, and why."""
        return problems_of(self.left_out)

    def remember(self, paths: Iterable[str]) -> None:
        """Files that were there before a restart: if they are missing, that is doubted like any deletion."""
        self._settling.remember(paths)

    def read(self, path: str, limit: int) -> bytes:
        """The first `limit` bytes of a file of the last listing. Raises SourceError(retry) where it is not as listed."""
        with self.open(path) as file:
            return _read(file, limit)

    @contextmanager
    def open(self, path: str) -> Iterator[FileIO]:
        """A file of the last listing, to be read in the block.

        Raises SourceError(retry), on entering or on leaving, where it is not the file that was listed: what was read
        is not to be used then.
        """
        listed = self._found.files.get(path)
        if listed is None:
            raise SourceError(f"{path} was not there at the last look", retry=True)
        try:
            with self._opened(path) as file:
                self._same(path, file, listed)
                yield file
                self._same(path, file, listed)
        except OSError as error:
            raise SourceError(f"{path} cannot be read: {error.strerror or error}", retry=True) from error

    def _away(self, reason: str) -> SourceError:
        self._settling.doubt_again()
        self._due = self._looked + (POLL_NETWORK if self._mount.network else POLL)
        return SourceError(reason, retry=True)

    def _adopt(self, found: Scan) -> None:
        """Takes the scan as the truth; an empty folder in the place of the one that was there is not believed."""
        if found.identity != self._identity:
            if self._identity is not None and not found.files and len(self._settling):
                raise self._away(f"{self.root} was replaced by an empty folder")
            self._identity = found.identity
            self._mount = mount_of(self.root)
            if self._network is not None:
                self._mount = Mount(network=self._network, stamps=self._mount.stamps and not self._network)
            self._settling.quiet = QUIET_NETWORK if self._mount.network else QUIET
        self._found = found

    def _is_old(self, wall: Millis | None) -> Callable[[Raw], bool]:
        """Tells whether a file has not been touched for long, by its ctime, where that can be trusted."""
        if wall is None or not self._mount.stamps:
            return lambda _raw: False
        latest = (wall - int(self._settling.quiet * 1e3)) * 1_000_000
        return lambda seen: seen[2] <= latest

    def _has_writer(self, path: str) -> bool:
        """Whether a program is still writing the file; what cannot be opened now is asked again at the next look."""
        if self._mount.network:
            return False
        try:
            with self._opened(path) as file:
                return lease.has_writer(file.fileno())
        except OSError:
            return False

    @contextmanager
    def _opened(self, path: str) -> Iterator[FileIO]:
        """The file, opened step by step from the root, so that no link leads out of it. Raises OSError."""
        *folders, name = self._found.names.get(path, path).split("/")
        if not self._by_fd:
            with FileIO(os.open(os.path.join(self.root, *folders, name), _READ | _NO_LINK)) as file:  # noqa: PTH118  # 10,000 files: pathlib costs more than the open
                yield file
            return
        within = os.open(self.root, _FOLDER)
        try:
            for folder in folders:
                inner = os.open(folder, _FOLDER | _NO_LINK, dir_fd=within)
                os.close(within)
                within = inner
            fd = os.open(name, _READ | _NO_LINK, dir_fd=within)
        finally:
            os.close(within)
        with FileIO(fd) as file:
            yield file

    @staticmethod
    def _same(path: str, file: FileIO, listed: Raw) -> None:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode) or raw(about) != listed:
            raise SourceError(f"{path} is still changing", retry=True)


def _read(file: FileIO, limit: int) -> bytes:
    parts: list[bytes] = []
    while limit > 0 and (part := file.read(min(limit, 1 << 20))):
        parts.append(part)
        limit -= len(part)
    return b"".join(parts)

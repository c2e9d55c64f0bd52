"""One full scan of a folder: every regular file with its signature, and what was left out.

No symbolic link is followed: each folder is opened by its name below the open folder above it, so nobody can swap one
for a link in between. Where the system has no such way (Windows), paths are used and links are seen by their type.

A file that a cloud drive has not brought here yet is listed under its own name, as one of `clouds`: to read it would
fetch it, or hang. Windows marks it, Nextcloud's clients append an ending. That a file takes no blocks on the disk
proves nothing: small ones, compressed ones and those of many drives made by programs take none either.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from player.model.names import is_ignored
from player.sources.mounts import Mount, mount_of_open
from player.sources.names import is_confirmation, is_lock, of_placeholder, printable

MAX_ENTRIES = 20_000
"""Files and folders of one look, in order of their names."""
MAX_DEPTH = 8
"""Folders within folders, counted from the watched one."""

BY_FD = os.scandir in os.supports_fd and os.open in os.supports_dir_fd
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_HAS_BLOCKS = hasattr(os.stat_result, "st_blocks")
_REPARSE = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0x400)
_CLOUD_TAG = 0x9000001A  # IO_REPARSE_TAG_CLOUD and its family
_CLOUD_TAGS = 0xFFFF0FFF
_RECALL = 0x1000 | 0x40000 | 0x400000  # FILE_ATTRIBUTE_OFFLINE, RECALL_ON_OPEN, RECALL_ON_DATA_ACCESS
_VANISHED = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ESTALE})
_DENIED = frozenset({errno.EACCES, errno.EPERM})

Raw = tuple[int, int, int, int, int]
"""The fields of a `Signature`, in its order."""


class _Place(NamedTuple):
    """A path below the root, printable and as the system has it, and how many folders deep it is."""

    shown: str
    real: str
    depth: int


class Why(Enum):
    """Why something in the folder was left out."""

    LINK = "link"
    NOT_A_FILE = "not-a-file"
    UNREADABLE = "unreadable"
    TOO_MANY = "too-many"
    TOO_DEEP = "too-deep"
    SAME_NAME = "same-name"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing that was left out; `path` is printable. For TOO_MANY, `count` is how many more names were seen."""

    path: str
    why: Why
    count: int = 1


def _no_beat() -> None:
    """Nobody waits."""


@dataclass(slots=True)
class Scan:
    """What one scan found, paths printable and relative with `/`. `names` has the system's path where it differs.

    `closed` are folders and files that could not be looked at: nothing is known of what is there. `count`: files and folders.
    `locks` are the lock files of office programs, `clouds` the files whose bytes are still in a cloud; `confirmation` is what
    says that a mass deletion is meant. `mount` is what the folder lies on, where it was asked and the system tells.
    """

    files: dict[str, Raw] = field(default_factory=dict)
    folders: dict[str, None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    locks: set[str] = field(default_factory=set)
    clouds: set[str] = field(default_factory=set)
    confirmation: tuple[str, Raw] | None = None
    identity: tuple[int, int] = (0, 0)
    mount: Mount | None = None
    count: int = 0
    beat: Callable[[], None] = _no_beat

    def is_closed(self, path: str) -> bool:
        """Whether `path` is, or is inside, what could not be looked at."""
        return any(path == closed or path.startswith(closed + "/") for closed in self.closed)


def raw(found: os.stat_result) -> Raw:
    """What must stay the same for a file to count as untouched."""
    blocks = found.st_blocks if _HAS_BLOCKS else 0
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, blocks)


def scan(
    root: str,
    *,
    by_fd: bool = BY_FD,
    beat: Callable[[], None] = _no_beat,
    known: tuple[int, int] | None = None,
) -> Scan:
    """Everything below `root` that may be content; `beat` is called at each answer. Raises OSError where it cannot be read.

    Where it is still the folder `known` by its device and inode, nobody asks again what it lies on: that takes longer
    than to look through a small folder.
    """
    found = Scan(beat=beat)
    folder = os.open(root, _FOLDER) if by_fd else root
    try:
        about = os.stat(folder)  # noqa: PTH116  # an open folder is no path
        found.identity = (about.st_dev, about.st_ino)
        if isinstance(folder, int) and found.identity != known:
            found.mount = mount_of_open(folder)
        _walk(found, folder, _Place("", "", 0))
    finally:
        if isinstance(folder, int):
            os.close(folder)
    return found


def _walk(found: Scan, folder: int | str, here: _Place) -> None:
    """Adds what is in the open folder."""
    with os.scandir(folder) as entries:
        names = [entry for entry in entries if _is_content(found, entry, here)]
    names.sort(key=lambda entry: entry.name)
    for index, entry in enumerate(names):
        found.beat()
        name = of_placeholder(entry.name)
        shown = here.shown + printable(name)
        if found.count >= MAX_ENTRIES:
            found.left_out.append(LeftOut(shown, Why.TOO_MANY, len(names) - index))
            return
        if shown in found.files or shown in found.folders:
            found.left_out.append(LeftOut(shown, Why.SAME_NAME))
            continue
        try:
            if name != entry.name:
                found.clouds.add(shown)
            _take(found, folder, entry, _Place(shown, here.real + entry.name, here.depth))
        except OSError as error:
            if error.errno in _DENIED:
                found.left_out.append(LeftOut(shown, Why.UNREADABLE))
                found.closed.append(shown)
            elif error.errno not in _VANISHED:
                raise


def _is_content(found: Scan, entry: os.DirEntry[str], here: _Place) -> bool:
    """Whether the name can be content; what its being there says instead is noted."""
    if is_ignored(entry.name, top=not here.depth):
        if is_lock(entry.name):
            found.locks.add(here.shown + printable(entry.name))
        return False
    if here.depth or not is_confirmation(entry.name):
        return True
    with suppress(OSError):
        found.confirmation = (printable(entry.name), raw(entry.stat(follow_symlinks=False)))
    return False


def _take(found: Scan, folder: int | str, entry: os.DirEntry[str], there: _Place) -> None:
    """Adds one file, or a folder and what is in it."""
    shown, real, depth = there
    about = entry.stat(follow_symlinks=False) if isinstance(folder, int) else Path(entry.path).lstat()
    sort = stat.S_IFMT(about.st_mode)
    if sort == stat.S_IFLNK or _is_link(about):
        found.left_out.append(LeftOut(shown, Why.LINK))
    elif sort == stat.S_IFREG:
        found.count += 1
        found.files[shown] = raw(about)
        if getattr(about, "st_file_attributes", 0) & _RECALL:
            found.clouds.add(shown)
        if shown != real:
            found.names[shown] = real
    elif sort != stat.S_IFDIR:
        found.left_out.append(LeftOut(shown, Why.NOT_A_FILE))
    elif depth == MAX_DEPTH:
        found.left_out.append(LeftOut(shown, Why.TOO_DEEP))
    else:
        found.count += 1
        found.folders[shown] = None
        with _opened(entry.name if isinstance(folder, int) else entry.path, folder) as sub:
            _walk(found, sub, _Place(shown + "/", real + "/", depth + 1))


def _is_link(about: os.stat_result) -> bool:
    """Whether Windows leads elsewhere from here. What a cloud drive has put its own mark on is a file like any other."""
    if not getattr(about, "st_file_attributes", 0) & _REPARSE:
        return False
    return getattr(about, "st_reparse_tag", 0) & _CLOUD_TAGS != _CLOUD_TAG


@contextmanager
def _opened(name: str, within: int | str) -> Iterator[int | str]:
    """The folder `name` inside `within`: open, where `within` is an open folder, else its path."""
    if not isinstance(within, int):
        yield name
        return
    fd = os.open(name, _FOLDER | _NO_LINK, dir_fd=within)
    try:
        yield fd
    finally:
        os.close(fd)

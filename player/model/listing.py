"""What a source saw at one look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """What must stay the same for a file to count as untouched. Compared with `!=`, never with `<`."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    blocks: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A regular file seen in the folder: `path` relative to its root with `/`, safe to print."""

    path: str
    signature: Signature


@dataclass(frozen=True, slots=True)
class Listing:
    """The settled files of one look, in natural order, and the folders seen. `waiting` are files still changing."""

    entries: tuple[Entry, ...]
    folders: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

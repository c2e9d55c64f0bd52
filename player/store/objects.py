"""Objects: bytes under the name of their SHA-256, written once, never rewritten; only a damaged one is replaced."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from player.errors import StoreError
from player.model.units import Digest
from player.store.atomic import Staged, forget_cached, sync_folder

CHUNK = 1 << 20
"""Bytes held in memory while copying or hashing."""

_HEXADECIMAL = frozenset("0123456789abcdef")


class Readable(Protocol):
    """What bytes come from: an open file, a response, a BytesIO."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Stored:
    """What was kept: the name of the object and its size in bytes."""

    digest: Digest
    size: int


class Objects:
    """The objects under one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, digest: Digest) -> Path:
        """Where the object is, or would be. Raises ValueError for what is no digest."""
        if not is_digest(digest):
            raise ValueError(f"not a digest: {digest!r}")
        return self.root / digest[:2] / digest

    def keep(self, stream: Readable) -> Stored:
        """The stream's bytes as an object that is on the disk, read back and found right. Raises OSError, StoreError."""
        staged = Staged(self.root)
        try:
            stored = _copy(stream, staged)
            target = self.path(stored.digest)
            if self.is_sound(stored.digest, stored.size):
                os.utime(target)  # young again: a collection that is under way leaves it alone
                sync_folder(target.parent)  # whoever brought it here may have failed at that
                return stored
            staged.flush()
            if _hash(staged.path, anew=True) != stored.digest:
                raise StoreError("the disk gave back other bytes than were written to it", retry=True)
            staged.land(target)
        finally:
            staged.drop()
        return stored

    def has(self, digest: Digest, size: int) -> bool:
        """Whether an object of that size is there. Quick: its bytes are not read."""
        try:
            return self.path(digest).stat().st_size == size
        except (OSError, ValueError):
            return False

    def is_sound(self, digest: Digest, size: int, *, anew: bool = False) -> bool:
        """Whether the object is there and its bytes are what its name says. Reads all of it; `anew`: from the disk."""
        try:
            return self.has(digest, size) and _hash(self.path(digest), anew=anew) == digest
        except OSError:
            return False

    def __iter__(self) -> Iterator[Digest]:
        """The objects that are there, in no order."""
        for folder in self.root.glob("[0-9a-f][0-9a-f]"):
            yield from (Digest(path.name) for path in folder.iterdir() if is_digest(path.name))


def is_digest(text: str) -> bool:
    """Whether the text can name an object or a snapshot."""
    return len(text) == 64 and _HEXADECIMAL.issuperset(text)


def _copy(stream: Readable, staged: Staged) -> Stored:
    sha, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        sha.update(chunk)
        staged.write(chunk)
        size += len(chunk)
    return Stored(Digest(sha.hexdigest()), size)


def _hash(path: Path, *, anew: bool = False) -> str:
    """The SHA-256 of the file; `anew`: of what the disk gives, not the memory."""
    sha = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        if anew:
            forget_cached(file.fileno())
        while chunk := file.read(CHUNK):
            sha.update(chunk)
    return sha.hexdigest()

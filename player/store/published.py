"""Snapshots and the two pointers to them: which one is current, and whether it is whole.

Whole means: the pointer names a digest, the snapshot's file has that digest and can be read, and every object that it
needs is there with the right size. Where `current` is not whole `previous` plays; where neither is, the one with the
fewest gaps, since a campaign with one picture missing is better than none.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from player.errors import StoreError
from player.model.canon import NotCanonical, canonical, decode
from player.model.content import Asset
from player.model.problem import Problem
from player.model.snapshot import Snapshot
from player.model.units import Digest
from player.store import problems
from player.store.atomic import replace, sync_folder
from player.store.objects import Objects, is_digest

CURRENT = "current"
PREVIOUS = "previous"
FORMAT = 1
"""The format of snapshots that this version writes and reads."""
_POINTER_SIZE = 80  # bytes: 64 of the digest and a line's end; more is no pointer
_SNAPSHOT_SIZE = 64 << 20  # bytes: a thousand slides take half a megabyte


@dataclass(frozen=True, slots=True)
class Loaded:
    """What may be shown. `snapshot` is None where nothing can be; `missing` are the objects it lacks (usually none)."""

    snapshot: Snapshot | None = None
    digest: Digest | None = None
    problems: tuple[Problem, ...] = ()
    missing: tuple[Asset, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether there is a snapshot with everything that it needs."""
        return self.snapshot is not None and not self.missing


class Published:
    """The snapshots of one cache folder and its pointers."""

    def __init__(self, root: Path, objects: Objects) -> None:
        self.root = root
        self.objects = objects
        self.snapshots = root / "snapshots"

    def pointer(self, name: str) -> Digest | None:
        """The digest that a pointer names; None where there is no such pointer or it is damaged."""
        try:
            with (self.root / name).open("rb", buffering=0) as file:
                text = file.read(_POINTER_SIZE).decode("ascii").removesuffix("\n")
        except (OSError, ValueError):
            return None
        return Digest(text) if is_digest(text) else None

    def read(self, digest: Digest) -> Snapshot | None:
        """The snapshot of that digest; None where its file is missing, damaged, or of a format not known here."""
        data = self._bytes(digest)
        if data is None:
            return None
        try:
            snapshot = decode(Snapshot, json.loads(data))
        except (NotCanonical, ValueError, RecursionError):
            return None
        return snapshot if snapshot.format == FORMAT else None

    def is_sound(self, digest: Digest) -> bool:
        """Whether the snapshot's file has what its name says. What is in it is not read: it was before it got its name."""
        return self._bytes(digest) is not None

    def load_digest(self, digest: Digest) -> Loaded:
        """The snapshot of that digest and what it lacks; no snapshot where it cannot be read."""
        snapshot = self.read(digest)
        return Loaded() if snapshot is None else Loaded(snapshot, digest, (), self._missing(snapshot))

    def load(self) -> Loaded:
        """The current snapshot if it is whole, else the previous one, else what comes nearest. Never raises."""
        seen: list[Loaded] = []
        for name in (CURRENT, PREVIOUS):
            digest = self.pointer(name)
            loaded = Loaded() if digest is None else self.load_digest(digest)
            if loaded.whole:
                told = () if name == CURRENT else self._fell_back(seen[0])
                return Loaded(loaded.snapshot, loaded.digest, told)
            seen.append(loaded)
        with_gaps = [loaded for loaded in seen if loaded.snapshot is not None]
        if not with_gaps:
            return Loaded(problems=problems.nothing_left() if self.is_used() else ())
        best = min(with_gaps, key=lambda loaded: len(loaded.missing))
        return Loaded(best.snapshot, best.digest, problems.gaps(best.missing), best.missing)

    def publish(self, snapshot: Snapshot) -> Digest:
        """The snapshot is current, durably, and the last whole one is previous. Raises OSError, StoreError."""
        if lacking := self._missing(snapshot):
            raise StoreError(f"{len(lacking)} objects were not kept first, such as {lacking[0].name!r}", retry=True)
        if snapshot.format != FORMAT:
            raise StoreError(f"snapshots of format {snapshot.format} are not known here", retry=False)
        data = canonical(snapshot)
        digest = Digest(hashlib.sha256(data).hexdigest())
        self._write(digest, data)
        self._point(digest)
        return digest

    def _write(self, digest: Digest, data: bytes) -> None:
        target = self.snapshots / digest
        if self._bytes(digest) == data:
            os.utime(target)  # among the last five again
            sync_folder(self.snapshots)  # the try that brought it here may have failed at that
            return
        replace(target, data)
        if self._bytes(digest) != data:
            raise StoreError("the disk gave back another snapshot than was written to it", retry=True)

    def _point(self, digest: Digest) -> None:
        """`previous` first: at every moment one of the two names a whole snapshot."""
        current, previous = self.pointer(CURRENT), self.pointer(PREVIOUS)
        if current == digest:
            sync_folder(self.root)  # as above
            return
        if current is not None and current != previous and self.load_digest(current).whole:
            replace(self.root / PREVIOUS, f"{current}\n".encode())
        replace(self.root / CURRENT, f"{digest}\n".encode())
        if self.pointer(CURRENT) != digest:
            raise StoreError("the disk kept another pointer than was written to it", retry=True)

    def _bytes(self, digest: Digest) -> bytes | None:
        """The snapshot's file, if its content is what its name says."""
        try:
            with (self.snapshots / digest).open("rb") as file:
                data = file.read(_SNAPSHOT_SIZE)
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == digest else None

    def _missing(self, snapshot: Snapshot) -> tuple[Asset, ...]:
        return tuple(asset for asset in needed(snapshot) if not self.objects.has(asset.digest, asset.size))

    def _fell_back(self, current: Loaded) -> tuple[Problem, ...]:
        if current.missing:
            return problems.previous_plays(current.missing[0].name)
        return problems.previous_plays(None)

    def is_used(self) -> bool:
        """Whether something was published here, whole or not by now."""
        return any(_may_be_there(self.root / name) for name in (CURRENT, PREVIOUS))


def _may_be_there(path: Path) -> bool:
    """Whether there is such a file; true where the disk does not say."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def needed(snapshot: Snapshot) -> tuple[Asset, ...]:
    """The assets of all slides, each object once, in order of appearance."""
    assets = (asset for slide in snapshot.all_slides() for asset in slide.assets)
    return tuple({asset.digest: asset for asset in assets}.values())

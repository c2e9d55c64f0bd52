"""The store of one cache folder: what the intake process writes and the glass reads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from player.model.content import Asset
from player.model.snapshot import Snapshot
from player.model.units import Digest, Millis
from player.store.collect import Collected, collect
from player.store.lock import hold
from player.store.objects import Objects, Readable, Stored
from player.store.published import CURRENT, Loaded, Published, needed
from player.store.trouble import told


class Store:
    """Objects, snapshots and the pointer to the current one, under `root`. Reading creates nothing and never raises.

    One process writes (`keep`, `publish`, `collect`), any number read at the same time.
    """

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = Path(root)
        self._objects = Objects(self.root / "objects")
        self._published = Published(self.root, self._objects)

    def lock(self) -> AbstractContextManager[None]:
        """Holds the cache for one player while the block runs. Raises CacheInUse, which names the holder."""
        return hold(self.root / "lock")

    def keep(self, stream: Readable) -> Stored:
        """The stream's bytes as an object, safe on the disk when this returns. Raises StoreError.

        Reads from where the stream stands, a megabyte at a time; what the stream itself raises comes through.
        """
        with told("keep a file in the cache"):
            return self._objects.keep(stream)

    def object_path(self, digest: Digest) -> Path:
        """The file of an object; it need not be there. Raises ValueError for what is no digest."""
        return self._objects.path(digest)

    def publish(self, snapshot: Snapshot) -> Digest:
        """The snapshot is current, safe on the disk when this returns. Its objects were kept before. Raises StoreError."""
        with told("publish new content"):
            return self._published.publish(snapshot)

    def is_used(self) -> bool:
        """Whether something was published here, whole or not by now."""
        return self._published.is_used()

    def current(self) -> Digest | None:
        """The digest that is current by the pointer, unverified: a look that costs microseconds."""
        return self._published.pointer(CURRENT)

    def load(self) -> Loaded:
        """What may be shown: current, else previous, else the one with the fewest gaps; the problems say which and why.

        Sizes of objects are checked, their bytes are not: that is `damaged`.
        """
        return self._published.load()

    def load_digest(self, digest: Digest) -> Loaded:
        """That very snapshot, and what it lacks; no snapshot where it is not there or damaged."""
        return self._published.load_digest(digest)

    def is_sound_snapshot(self, digest: Digest) -> bool:
        """Whether that snapshot's file is there and has its digest; what it lacks is not asked."""
        return self._published.is_sound(digest)

    def damaged(self, snapshot: Snapshot) -> Iterator[Asset]:
        """The assets whose object is missing or has rotted. Reads every byte, one object at each step: can be spread."""
        return (asset for asset in needed(snapshot) if not self._objects.is_sound(asset.digest, asset.size))

    def is_sound(self, asset: Asset) -> bool:
        """Whether the asset's object is there and whole: all of it is read, from the disk and not from memory."""
        return self._objects.is_sound(asset.digest, asset.size, anew=True)

    def collect(self, now: Millis) -> Collected:
        """Removes what has been of no use for a day; `now` is the machine's time, which files are stamped with.

        Kept are all objects that current, previous or the last five snapshots need. Raises StoreError.
        """
        with told("tidy the cache"):
            return collect(self._published, now)

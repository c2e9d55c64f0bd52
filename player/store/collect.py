"""What nobody needs any more is removed: in the opposite order of writing, and never while in doubt."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from player.model.units import DAY, HOUR, Digest, Millis
from player.store.atomic import PART
from player.store.objects import is_digest
from player.store.published import CURRENT, PREVIOUS, Published, needed

LAST = 5
"""How many of the latest snapshots are kept besides those that the pointers name."""

_OBJECT_AGE = DAY  # an object younger than this may be on its way into a snapshot
_SNAPSHOT_AGE = HOUR  # the glass may still be showing a snapshot that was replaced a moment ago


@dataclass(frozen=True, slots=True)
class Collected:
    """How much was removed."""

    snapshots: int = 0
    objects: int = 0
    size: int = 0


def collect(published: Published, now: Millis) -> Collected:
    """Removes what has had no use for a day, by the time that files are stamped with. Raises OSError."""
    snapshots = published.snapshots.iterdir() if published.snapshots.is_dir() else ()
    objects = map(published.objects.path, published.objects)
    restamp((*_leavings(published.root), *snapshots, *objects), now)
    leavings = _young_or_gone(_leavings(published.root), now, DAY)
    for path in leavings:
        path.unlink(missing_ok=True)
    kept, dropped = _snapshots(published, now)
    for path in dropped:
        path.unlink(missing_ok=True)
    used = _used(published, kept)
    if used is None:
        return Collected(snapshots=len(dropped))
    unused = [published.objects.path(digest) for digest in published.objects if digest not in used]
    old = _young_or_gone(unused, now, _OBJECT_AGE)
    size = sum(path.stat().st_size for path in old)
    for path in old:
        path.unlink(missing_ok=True)
    return Collected(len(dropped), len(old), size)


def _snapshots(published: Published, now: Millis) -> tuple[list[Digest], list[Path]]:
    """The snapshots to keep and the files of those to remove."""
    if not published.snapshots.is_dir():
        return [], []
    pointed = {published.pointer(CURRENT), published.pointer(PREVIOUS)}
    files = sorted(
        (path for path in published.snapshots.iterdir() if is_digest(path.name)),
        key=lambda path: (-path.stat().st_mtime_ns, path.name),
    )
    dropped = set(_young_or_gone([path for path in files[LAST:] if path.name not in pointed], now, _SNAPSHOT_AGE))
    return [Digest(path.name) for path in files if path not in dropped], sorted(dropped)


def _used(published: Published, kept: list[Digest]) -> set[Digest] | None:
    """The objects that the kept snapshots need; None where one cannot be read, and nobody knows what it needs."""
    used: set[Digest] = set()
    for digest in kept:
        snapshot = published.read(digest)
        if snapshot is None:
            return None
        used.update(asset.digest for asset in needed(snapshot))
    return used


def _young_or_gone(paths: Iterator[Path] | list[Path], now: Millis, age: Millis) -> list[Path]:
    return [path for path in paths if path.stat().st_mtime_ns < (now - age) * 1_000_000]


def restamp(paths: Iterable[Path], now: Millis) -> int:
    """Files stamped a day or more after `now`, by a clock that was wrong, are of `now`: else they would be young for ever.

    How many there were. Raises OSError.
    """
    wrong = [path for path in paths if path.stat().st_mtime_ns >= (now + DAY) * 1_000_000]
    for path in wrong:
        os.utime(path, ns=(now * 1_000_000, now * 1_000_000))
    return len(wrong)


def _leavings(root: Path) -> Iterator[Path]:
    """Unfinished files that a crash left behind."""
    for folder in (root, root / "objects", root / "snapshots"):
        yield from folder.glob(f".*{PART}")

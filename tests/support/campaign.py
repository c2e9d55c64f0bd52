"""Small snapshots with real objects behind them, for the tests of the store."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path

from player.model.content import Asset, Slide, Source
from player.model.snapshot import Playlist, Snapshot
from player.model.units import Millis
from player.store.store import Store

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where hundreds of caches are made in a test: a file system in memory, where there is one, needs no disk to be quick."""


def kept(store: Store, name: str, content: bytes) -> Asset:
    """The content as an asset whose object is in the store."""
    stored = store.keep(io.BytesIO(content))
    return Asset(stored.digest, name, stored.size, 16, 9)


def showing(assets: Sequence[Asset], title: str = "节能") -> Snapshot:
    """A snapshot with a slide for each asset."""
    slides = tuple(
        Slide(f"s{index}", "image", Source(asset.name), Millis(8_000), (("title", title),), (asset,))
        for index, asset in enumerate(assets)
    )
    return Snapshot(playlists=(Playlist("demo", "节能宣传周", slides),))


def rot(path: Path) -> None:
    """A bit of the file turns over, and nothing else tells of it."""
    status = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def campaign(store: Store, title: str, contents: Sequence[bytes]) -> Snapshot:
    """A snapshot of these pictures, its objects kept, not yet published."""
    return showing([kept(store, f"{title}{i}.png", content) for i, content in enumerate(contents)], title)

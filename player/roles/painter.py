"""The process of a painter: resolves orders to slides of the store, and serves a link with the bench of `prepare/`."""

from __future__ import annotations

import signal
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path

from player.errors import StoreError
from player.model.content import Asset, Slide
from player.model.order import Order
from player.model.units import Digest
from player.prepare.frames import FrameStore
from player.prepare.limits import give_way
from player.prepare.worker import Bench, serve
from player.roles.quarantine import FOLDER, Quarantine
from player.slides.card import card_of
from player.store.store import Store


def run(cache: Path, link: Connection) -> None:
    """Serves `link` until there has been nothing to do for a while."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    give_way()
    store = Store(cache)
    frames = FrameStore(cache / "frames")
    frames.sweep()
    strikes = Quarantine(cache / FOLDER)
    serve(link, Bench(frames, Finder(store), lambda asset: _object(store, asset), strikes=strikes))


class Finder:
    """Finds the slide of an order: in the snapshot that it names, or among the player's own cards."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._load = lru_cache(maxsize=2)(lambda digest: _slides(store, digest))

    def __call__(self, order: Order) -> Slide:
        """The slide; raises StoreError where the snapshot is gone, does not have it, or a picture of it has rotted.

        A frame bears the name of what it should show: one that was painted from rotten bytes would stay wrong for good.
        """
        if order.snapshot is None:
            return card_of(order.slide)
        slide = self._load(order.snapshot).get(order.slide)
        if slide is None:
            raise StoreError(f"no slide {order.slide} in {order.snapshot}", retry=False)
        for asset in slide.assets:
            if not self._store.is_sound(asset):
                raise StoreError(f"{asset.name} is damaged in the cache", retry=True)
        return slide


def _slides(store: Store, digest: Digest) -> dict[str, Slide]:
    snapshot = store.load_digest(digest).snapshot
    if snapshot is None:
        raise StoreError(f"no snapshot {digest}", retry=True)
    return {slide.id: slide for slide in snapshot.all_slides()}


def _object(store: Store, asset: Asset) -> Path:
    return store.object_path(asset.digest)

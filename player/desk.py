"""What the desk tools use of the player: a folder read once, as the screen would, and frames painted from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path

from player.app import assets_for, cache_for, look_digest
from player.clock import SystemClock
from player.errors import PaintError
from player.ingest.pipeline import Ingested, ingest, rules_of
from player.model.canon import decode
from player.model.content import Asset, Slide
from player.model.order import order_for
from player.model.problem import Place, Problem
from player.model.settings import Panel, Settings
from player.model.snapshot import Snapshot
from player.model.units import Millis
from player.picture.theme import theme_problems, theme_words
from player.prepare.frames import FrameStore, MappedFrame
from player.prepare.inspector import ChildInspector
from player.prepare.worker import Bench, paint_order
from player.roles.pictures import Pictures, Trees
from player.sources.folder import Folder
from player.store.store import Store

AT_ONCE = 3600.0
"""Seconds that are said to have gone by between two looks, so that what was saved this moment counts as settled."""


class NotPainted(PaintError):
    """There is no frame of a slide: `problems` say why, where staff can mend it."""

    def __init__(self, message: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(message, retry=False)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Reading:
    """A folder as it was understood: what would be shown, and every problem."""

    ingested: Ingested
    cache: Path
    problems: tuple[Problem, ...]
    """Everything that staff can mend."""

    @property
    def snapshot(self) -> Snapshot:
        """Everything that may be shown."""
        return self.ingested.snapshot

    def object_path(self, asset: Asset) -> Path:
        """Where the bytes of an asset are."""
        return Store(self.cache).object_path(asset.digest)

    def found_by_painting(self, slide: Slide, face: str, panel: Panel) -> tuple[Problem, ...]:
        """What painting the slide brings to light, and why its frame is held back where it is: codes that do not scan."""
        with suppress(PaintError), self.frame(slide, face, panel):
            pass
        frames = FrameStore(self.cache / "frames")
        key = order_for(slide, face, panel=panel, look=look_digest(), snapshot=None).key
        return frames.problems(key, Place(slide.source.file, slide.source.line))

    @contextmanager
    def frame(self, slide: Slide, face: str, panel: Panel) -> Iterator[MappedFrame]:
        """The frame of `slide`, as the screen would show it, painted if it is not there. Raises PaintError."""
        frames = FrameStore(self.cache / "frames")
        order = order_for(slide, face, panel=panel, look=look_digest(), snapshot=None)
        if not frames.has(order.key):
            bench = Bench(frames, lambda _: slide, self.object_path)
            reply = paint_order(order, bench)
            if reply["error"] is not None:
                raise NotPainted(reply["error"], tuple(decode(Problem, told) for told in reply["problems"]))
        mapped = frames.open(order.key)
        try:
            yield mapped
        finally:
            mapped.close()


def read_folder(
    folder: Path, settings: Settings, now: Millis, *, assets: Path | None = None, cache: Path | None = None
) -> Reading:
    """The folder as the screen would take it in at `now`, files that were saved this moment included.

    Pictures are kept in the folder's cache, the one that `play` uses: a second reading decodes nothing. Raises
    SourceError where the folder cannot be looked at, StoreError where the cache cannot be written.
    """
    place = cache or cache_for(folder)
    extra = assets_for(folder, assets)
    trees = Trees(Folder(folder, per_look=inf), None if extra is None else Folder(extra, per_look=inf))
    for look in (0.0, AT_ONCE):
        trees.look(look, SystemClock().machine())
    pictures = Pictures(trees, Store(place), ChildInspector(), place / "known.json", patient=True)
    rules = rules_of(settings, themes=theme_words(), problems=theme_problems(settings.theme))
    ingested = ingest(pictures, previous=None, now=now, rules=rules)
    pictures.remember()
    return Reading(ingested, place, (*trees.problems, *ingested.problems))

"""How long it takes from a changed playlist of 500 slides to a timeline that can be shown, without the waiting."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from player.clock import SystemClock
from player.ingest.pipeline import ingest
from player.ingest.rules import rules_of
from player.model.settings import Settings
from player.model.snapshot import Snapshot
from player.model.words import Words
from player.prepare.inspector import ChildInspector
from player.roles.pictures import Pictures, Trees
from player.sources.folder import Folder
from player.store.store import Store
from player.timeline.scenes import Timeline
from tools.bench import content
from tools.bench.figures import Bench, Figure, NotMeasured, middle

SLIDES = 500


def take(bench: Bench) -> Iterator[Figure]:
    """Reads, publishes and adopts versions of one playlist, one after the other."""
    bench.tell("a playlist of 500 slides")
    folder, cache = bench.folder("long"), bench.scratch / "long-cache"
    reload = Reload(folder, cache)
    reload.once("")  # what is imported and compiled at the first time is paid for once
    times = [reload.once(f"第{number + 2}版") for number in range(bench.times(7, 3))]
    parts = [middle(list(values)) * 1e3 for values in zip(*times, strict=True)]
    names = (
        ("read", Words("读懂 500 页的播放列表", "ingest of a playlist of 500 slides")),
        ("publish", Words("保存并发布", "publish it")),
        ("adopt", Words("画面一方读取并采用", "load and adopt it in the glass")),
    )
    for (key, name), value in zip(names, parts, strict=True):
        yield Figure(f"reload.{key}", name, value, "ms")
    total = middle([sum(values) for values in times]) * 1e3
    yield Figure("reload.total", Words("500 页重新载入，合计", "reload of 500 slides, all of it"), total, "ms", 100)


class Reload:
    """A folder with one long playlist, taken in as the intake does it and loaded as the glass does it."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._file = folder / "long.yaml"
        self._store = Store(cache)
        self._trees = Trees(Folder(folder), None)
        self._pictures = Pictures(self._trees, self._store, ChildInspector(), cache / "known.json")
        self._previous: Snapshot | None = None
        self._clock = 0.0

    def once(self, mark: str) -> tuple[float, float, float]:
        """Seconds to ingest, to publish and to adopt the version with this mark."""
        self._file.write_text(content.long_playlist(SLIDES, mark), "utf-8")
        for _ in range(2):
            self._clock += 3600.0  # settled
            self._trees.look(self._clock, SystemClock().machine())
        now = SystemClock().now()
        at = [time.perf_counter()]
        ingested = ingest(self._pictures, previous=self._previous, now=now, rules=rules_of(Settings()))
        at.append(time.perf_counter())
        digest = self._store.publish(ingested.snapshot)
        at.append(time.perf_counter())
        snapshot = self._store.load_digest(digest).snapshot
        assert snapshot is not None
        timeline = Timeline(snapshot)
        timeline.scene_at(now)
        assert timeline.digest == digest
        at.append(time.perf_counter())
        self._previous = ingested.snapshot
        if len(snapshot.slides()) != SLIDES:
            raise NotMeasured(f"{len(snapshot.slides())} of {SLIDES} slides were understood")
        return at[1] - at[0], at[2] - at[1], at[3] - at[2]

"""A folder into which files have been dropped for years: ten thousand of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from player.model.words import Words
from player.store.store import Store
from tools.bench import campaign, content
from tools.bench.display import Display
from tools.bench.figures import Bench, Figure, NotMeasured, middle
from tools.bench.playing import Playing
from tools.bench.resting import SETTLED, rate

_TAKE_IN = 180.0
"""Seconds in which the files have to be published for the first time."""


def take(bench: Bench) -> Iterator[Figure]:
    """First slide and processor time when nothing happens, among so many files."""
    count = bench.times(10_000, 500)
    bench.tell(f"{count} files")
    folder, cache = bench.folder("crowd"), bench.scratch / "crowd-cache"
    content.many_texts(folder, count)
    with Display(*campaign.SIZE, bench.scratch) as display:
        with Playing(folder, cache, display) as player:
            began = time.perf_counter()
            _until_published(player, cache, count)
            published = time.perf_counter() - began
            player.first()
        first = []
        for _ in range(bench.times(5, 2)):
            with Playing(folder, cache, display) as player:
                first.append(player.first())
        with Playing(folder, cache, display) as player:
            player.first()
            player.until_alone(60.0 + SETTLED, calm=SETTLED)
            quiet = rate(player, bench.times(30, 4))
    many = f"{count:,}"
    yield Figure(
        "crowd.publish", Words(f"第一次读入 {many} 个文件", f"{many} files taken in for the first time"), published, "s"
    )
    yield Figure(
        "crowd.start",
        Words(f"{many} 个文件，启动到第一页", f"{many} files, start to first slide"),
        middle(first),
        "s",
        0.5,
    )
    rest = Words(f"{many} 个文件，平静时占一个处理器核", f"{many} files, when quiet: part of a core")
    yield Figure("crowd.quiet", rest, quiet.cpu * 100, "%", 0.5)


def _until_published(player: Playing, cache: Path, count: int) -> None:
    """Returns when what is published holds so many slides."""
    store, seen = Store(cache), None
    deadline = time.perf_counter() + _TAKE_IN
    while time.perf_counter() < deadline:
        if seen != (current := store.current()):
            seen = current
            snapshot = store.load().snapshot
            if snapshot is not None and len(snapshot.slides()) >= count:
                return
        time.sleep(0.05)
    raise NotMeasured(f"not published after {_TAKE_IN:g} s; the player said: {player.said()}")

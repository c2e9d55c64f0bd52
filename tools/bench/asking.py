"""What a question to the timeline costs: one instant, and a whole week of the demo campaign."""

from __future__ import annotations

import time
from collections.abc import Iterator

from player.desk import read_folder
from player.model.settings import Settings
from player.model.units import DAY, Millis
from player.model.words import Words
from player.timeline.scenes import Timeline
from tools import arguments
from tools.bench.figures import Bench, Figure, low, middle
from tools.bench.playing import SIMULATED

_ASKED = 1000
"""Instants asked for in one sample."""

_STRIDE = 7_919
"""Milliseconds from one instant to the next."""


def take(bench: Bench) -> Iterator[Figure]:
    """Queries in order, as a player asks, and the week."""
    bench.tell("the timeline")
    folder = arguments.demo_folder()
    now = arguments.when(SIMULATED).instant(Settings().zone)
    assets = folder.with_name(folder.name.replace("playlists", "assets"))
    reading = read_folder(folder, Settings(), now, assets=assets, cache=bench.scratch / "demo-cache")
    timeline = Timeline(reading.snapshot)
    queries = [_queries(timeline, Millis(now + number * 3_000)) for number in range(bench.times(15, 5))]
    query = Words("问一次“现在放什么”", "what is on at an instant")
    yield Figure("timeline.query", query, middle(queries) / _ASKED * 1e6, "µs", 50)
    weeks = []
    for _ in range(bench.times(5, 2)):
        fresh = Timeline(reading.snapshot)
        before = time.perf_counter()
        cues = sum(1 for _ in fresh.cues(Millis(now - 5 * DAY), Millis(now + 2 * DAY)))
        weeks.append(time.perf_counter() - before)
    week = Words(f"示例一周的全部 {cues} 次播放", f"a week of the demo, {cues} cues")
    yield Figure("timeline.week", week, low(weeks), "s", 2)


def _queries(timeline: Timeline, start: Millis) -> float:
    before = time.perf_counter()
    for number in range(_ASKED):
        timeline.scene_at(Millis(start + number * _STRIDE))
    return time.perf_counter() - before

"""What a slide costs that stands still: processor time and wakeups of all processes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from player.model.words import Words
from player.sources.folder import LONG_QUIET, POLL_HINTED
from tools.bench import campaign, content, processes
from tools.bench.display import Display
from tools.bench.figures import Bench, Figure
from tools.bench.playing import Playing

SETTLED = LONG_QUIET + POLL_HINTED
"""Seconds of nothing but the lasting processes before the measure begins: by then the folder is looked at as rarely as it is for days."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Seconds of processor time, and wakeups, in a second."""

    cpu: float
    wakeups: float


def take(bench: Bench) -> Iterator[Figure]:
    """A notice, then a countdown with seconds."""
    with Display(*campaign.SIZE, bench.scratch) as display:
        still = _spent(bench, "still", content.one_notice, display, bench.times(60, 30))
        ticking = _spent(bench, "ticking", content.countdown, display, bench.times(30, 6))
    name = Words("静止画面，全部进程的处理器时间", "a still slide: processor time of all processes")
    yield Figure("still.cpu", name, still.cpu * 60, "CPU s/min", 0.006)
    yield Figure("still.wakeups", Words("静止画面，唤醒次数", "a still slide: wakeups"), still.wakeups, "/s", 1)
    clock = Words("秒钟倒计时，占一个处理器核", "a clock of seconds: part of a core")
    yield Figure("clock.cpu", clock, ticking.cpu * 100, "%", 0.1)
    yield Figure(
        "clock.wakeups", Words("秒钟倒计时，唤醒次数", "a clock of seconds: wakeups"), ticking.wakeups, "/s", 3
    )


def _spent(bench: Bench, name: str, fill: Callable[[Path], None], display: Display, seconds: float) -> Rate:
    bench.tell(f"a slide that stands still: {name}")
    folder = bench.folder(name)
    fill(folder)
    with Playing(folder, bench.scratch / f"{name}-cache", display) as player:
        player.first()
        player.until_alone(60.0 + SETTLED, calm=SETTLED)
        return rate(player, seconds)


def rate(player: Playing, seconds: float) -> Rate:
    """What the player uses in each of so many seconds."""
    start, before = time.perf_counter(), processes.use(player.pid)
    time.sleep(seconds)
    spent, elapsed = processes.use(player.pid).since(before), time.perf_counter() - start
    return Rate(spent.cpu / elapsed, spent.wakeups / elapsed)

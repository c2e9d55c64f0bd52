"""What the campaign costs while it plays: memory of all processes, processor time of a change."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from player.model.words import Words
from tools.bench import campaign, processes
from tools.bench.display import Display
from tools.bench.figures import Bench, Figure, middle
from tools.bench.playing import Playing

_MANY = 20.0
"""The rate at which a thousand slides are shown in about two minutes."""

_FADE = 1.4
"""Seconds after which a fade of one second that has begun is over."""


def take(bench: Bench) -> Iterator[Figure]:
    """Plays the campaign from an empty cache, then goes on with the full one."""
    with Display(*campaign.SIZE, bench.scratch) as display:
        cache = bench.scratch / "living"
        with Playing(campaign.folder(bench), cache, display, rate=campaign.SLOW) as player:
            yield from _first_round(bench, player, cache)
            yield from _later(bench, player, display)
        with Playing(campaign.folder(bench), cache, display, rate=1.0) as player:
            player.first()
            player.until_alone()
            cost = _change(player, display, bench.times(8, 2), campaign.DWELL)
            usual = Words("一次换页（默认淡入），全部进程", "a change with the usual fade, all processes")
            yield Figure("change.usual", usual, cost, "CPU s")
        if not bench.quick:
            yield _growth(bench, cache, display)


def _first_round(bench: Bench, player: Playing, cache: Path) -> Iterator[Figure]:
    """Every slide is painted and shown for the first time."""
    bench.tell("first round of the campaign")
    slides, real = campaign.slides(bench), campaign.DWELL / campaign.SLOW
    player.first()
    before = processes.use(player.pid)
    samples = _sampled(slides * real, 0.2, lambda: processes.memory(player.pid))
    player.until_painted(cache, slides)
    cost = processes.use(player.pid).since(before).cpu / slides
    peak = max(value for _, value in samples)
    yield Figure("memory.peak", Words("内存最高时（正在制作画面）", "memory at its peak, while painting"), peak, "MiB")
    first = Words("一次换页，并先制作 1200 万像素的照片", "a change whose 12-megapixel photo is painted first")
    yield Figure("change.first", first, cost, "CPU s")


def _later(bench: Bench, player: Playing, display: Display) -> Iterator[Figure]:
    """Every slide has been shown, nothing is being painted."""
    player.until_alone()
    bench.tell("changes")
    cost = _change(player, display, bench.times(8, 2), campaign.DWELL / campaign.SLOW)
    change = Words("一次换页（1 秒淡入），全部进程", "a change with a fade of 1 s, all processes")
    yield Figure("change.fade", change, cost, "CPU s", 0.24)
    bench.tell("memory")
    samples = _sampled(bench.times(60, 7), 0.2, lambda: processes.memory(player.pid))
    steady = middle([value for _, value in samples])
    yield Figure("memory.steady", Words("内存，全部进程", "memory of all processes (PSS)"), steady, "MiB", 87)
    most = max(value for _, value in samples)
    yield Figure("memory.fading", Words("同上，换页最高时", "the same, at most during a change"), most, "MiB")


def _growth(bench: Bench, cache: Path, display: Display) -> Figure:
    """How memory grows while a thousand slides are shown, after as many; mapped frames, which come and go, apart."""
    bench.tell("two thousand slides")
    with Playing(campaign.folder(bench), cache, display, rate=_MANY) as player:
        player.first()
        player.until_alone()
        seconds = 1000 * campaign.DWELL / _MANY
        time.sleep(seconds)
        samples = _sampled(seconds, 0.25, lambda: processes.memory(player.pid, part="Pss_Anon"))
    name = Words("再放一千页后内存增加", "memory grown by a thousand slides more")
    tenth = max(1, len(samples) // 10)
    first, last = (min(value for _, value in part) for part in (samples[:tenth], samples[-tenth:]))
    return Figure("memory.growth", name, last - first, "MiB", 0.1)


def _change(player: Playing, display: Display, changes: int, every: float) -> float:
    """Seconds of processor time of one change: of a time in which so many happen, begun when one had ended."""
    display.changed(display.rows, display.rows(), every * 3)
    time.sleep(_FADE)
    before = processes.use(player.pid)
    time.sleep(changes * every)
    return processes.use(player.pid).since(before).cpu / changes


def _sampled(seconds: float, every: float, look: Callable[[], float]) -> list[tuple[float, float]]:
    """(seconds since the start, value) at these distances."""
    start = time.perf_counter()
    found = []
    while (now := time.perf_counter() - start) < seconds:
        found.append((now, look()))
        time.sleep(every)
    return found

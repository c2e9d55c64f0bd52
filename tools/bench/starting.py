"""How long after the start of the program the first slide is seen."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from player.model.words import Words
from tools import run
from tools.arguments import PROJECT
from tools.bench import campaign
from tools.bench.display import Display
from tools.bench.figures import Bench, Figure, middle
from tools.bench.playing import Playing


def take(bench: Bench) -> Iterator[Figure]:
    """Starts with a full cache, with an empty one, and through `tools/run.py`."""
    with Display(*campaign.SIZE, bench.scratch) as display:
        campaign.painted(bench, display)
        bench.tell("starts")
        _start(bench, display)
        plain, warm = [], []
        for _ in range(bench.times(9, 5)):
            plain.append(_python(display))
            warm.append(_start(bench, display))
        first = middle(warm)
        yield Figure("start.warm", Words("从启动到第一页（缓存已有）", "start to first slide, warm"), first, "s", 0.35)
        ratio = Words("同上，等于几次空的 Python 启动", "the same in empty starts of Python")
        yield Figure("start.warm_ratio", ratio, first / middle(plain), "x", 12)
        if run.is_ready("requirements.lock"):
            through = (sys.executable, str(PROJECT / "tools" / "run.py"))
            started = middle([_start(bench, display, through) for _ in range(bench.times(5, 2))])
            yield Figure(
                "start.run", Words("同上，用 tools/run.py 启动", "the same through tools/run.py"), started, "s"
            )
        empty = middle([_first_ever(bench, display) for _ in range(bench.times(3, 1))])
        yield Figure("start.cold", Words("第一次启动（缓存全空）", "the very first start, empty cache"), empty, "s")


def _start(bench: Bench, display: Display, command: Sequence[str] = ()) -> float:
    cache = campaign.painted(bench, display)
    with Playing(campaign.folder(bench), cache, display, command=command) as player:
        return player.first()


def _first_ever(bench: Bench, display: Display) -> float:
    cache = bench.scratch / "empty"
    shutil.rmtree(cache, ignore_errors=True)
    with Playing(campaign.folder(bench), cache, display) as player:
        return player.first()


def _python(display: Display) -> float:
    """Seconds of `python -c pass`."""
    before = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True, env=display.environment())
    return time.perf_counter() - before

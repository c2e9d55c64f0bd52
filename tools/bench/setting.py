"""What it costs to set the words of a slide in lines: the texts of the demo, each as if it had never been seen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from player.desk import read_folder
from player.model.content import Slide
from player.model.settings import Panel, Settings
from player.model.units import Millis
from player.model.words import Words
from player.picture.fonts import advance, font_for, ink
from player.picture.spacing import paragraphs_of
from player.picture.stage import Stage
from player.picture.text import Block
from player.picture.theme import theme
from player.slides.kinds import kind_of
from tools import arguments
from tools.bench.figures import Bench, Figure, low, middle
from tools.bench.playing import SIMULATED


class _Setter(Stage):
    """A stage that knows how long setting took."""

    seconds = 0.0

    def set(self, *given: Any, **how: Any) -> Block:
        """As on any stage, and timed."""
        before = time.process_time()
        block = super().set(*given, **how)
        self.seconds += time.process_time() - before
        return block


def take(bench: Bench) -> Iterator[Figure]:
    """The middle of the slides, and the slowest."""
    bench.tell("setting text")
    folder = arguments.demo_folder()
    now = Millis(arguments.when(SIMULATED).instant(Settings().zone))
    assets = folder.with_name(folder.name.replace("playlists", "assets"))
    reading = read_folder(folder, Settings(), now, assets=assets, cache=bench.scratch / "demo-cache")
    slides = [slide for slide in reading.snapshot.slides() if not slide.assets]
    rounds = [[_seconds(slide) for slide in slides] for _ in range(bench.times(5, 2))]
    best = [
        low(list(samples)) for samples in zip(*rounds, strict=True)
    ]  # of each slide; the first round reads the lists
    yield Figure("text.set", Words("排一页的文字", "setting the text of a slide"), middle(best) * 1000, "ms", 5)
    slowest = Words("其中最慢的一页", "the slowest of them")
    yield Figure("text.slowest", slowest, max(best) * 1000, "ms")


def _seconds(slide: Slide) -> float:
    for kept in (paragraphs_of, advance, ink, font_for):
        kept.cache_clear()
    stage = _Setter(Panel(), theme(slide.theme), lambda _: Path())
    kind_of(slide.kind).compose(slide, "", stage)
    return stage.seconds

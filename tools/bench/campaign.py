"""What most measures play: slides of 12-megapixel photographs and text, a fade of one second between them."""

from __future__ import annotations

from pathlib import Path

from tools.bench import content
from tools.bench.display import Display
from tools.bench.figures import Bench
from tools.bench.playing import Playing

SIZE = (1920, 1080)
DWELL = 2.0
"""Seconds of simulated time a slide stays."""
SLOW = 0.6
"""The rate of the clock at which the usual fade of 0.6 s lasts one second."""
FAST = 4.0
"""The rate at which a cache is filled."""


def slides(bench: Bench) -> int:
    """How many slides the campaign has."""
    return bench.times(20, 4)


def folder(bench: Bench) -> Path:
    """The campaign's folder, made when it is first asked for."""
    place = bench.scratch / "campaign" / "playlists"
    if not place.exists():
        bench.tell("12-megapixel photographs")
        place.mkdir(parents=True)
        (place.parent / "assets").mkdir()
        content.photos_and_texts(place, slides(bench), f"{DWELL:g}秒")
    return place


def painted(bench: Bench, display: Display) -> Path:
    """A cache of the campaign in which every frame has been painted, filled when it is first asked for."""
    cache = bench.scratch / "painted"
    if not cache.exists():
        bench.tell("filling a cache")
        with Playing(folder(bench), cache, display, rate=FAST) as player:
            player.until_painted(cache, slides(bench))
    return cache

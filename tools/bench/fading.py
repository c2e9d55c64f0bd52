"""How smoothly a fade runs, seen from outside: when the picture on the display became another one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from player.model.words import Words
from tools.bench import campaign, content
from tools.bench.display import Display
from tools.bench.figures import Bench, Figure, NotMeasured, middle
from tools.bench.playing import Playing

SIZES = (("1080p", campaign.SIZE, 59.0, 20.0), ("4k", (3840, 2160), 55.0, None))
"""Name, pixels, frames a second asked for (60.0 but for the rounding of a fade's ends), worst gap in ms asked for."""

_PAUSE = 0.3
"""Seconds without a change that part two fades."""

_STEPS = 10
"""Changes that a fade has at least; what has fewer is a cut."""


def take(bench: Bench) -> Iterator[Figure]:
    """Fades of one second between a dark and a light picture, at both sizes."""
    for name, size, rate, gap in SIZES:
        with Display(*size, bench.scratch) as display:
            bench.tell(f"fades at {name}")
            fades = _fades(bench, display, bench.scratch / f"fade-{name}")
        speeds = [(len(fade) - 1) / (fade[-1] - fade[0]) for fade in fades]
        gaps = [max(b - a for a, b in pairwise(fade)) * 1e3 for fade in fades]
        speed = Words(f"淡入，每秒画面数，{name}", f"a fade, pictures a second, {name}")
        yield Figure(f"fade.{name}.fps", speed, middle(speeds), "fps", rate, at_least=True)
        usual = Words(f"淡入，两个画面之间最久，{name}", f"a fade, the worst gap between two pictures, {name}")
        yield Figure(f"fade.{name}.gap", usual, middle(gaps), "ms", gap)
        worst = Words(f"同上，{len(fades)} 次中最差", f"the same, worst of {len(fades)} fades")
        yield Figure(f"fade.{name}.worst", worst, max(gaps), "ms")


def _fades(bench: Bench, display: Display, place: Path) -> list[list[float]]:
    """For each whole fade that was seen, when the picture changed."""
    folder, cache = place / "playlists", place / "cache"
    folder.mkdir(parents=True)
    content.dark_and_light(folder, f"{campaign.DWELL:g}秒")
    with Playing(folder, cache, display, rate=campaign.SLOW) as player:
        player.until_painted(cache, 2)
        player.until_alone()
        wanted = bench.times(9, 2)
        seen = display.changes((wanted + 1) * campaign.DWELL / campaign.SLOW)
    fades = [fade for fade in _parted(seen)[1:] if len(fade) >= _STEPS][:wanted]
    if not fades:
        raise NotMeasured(f"no fade was seen, {len(seen)} changes")
    return fades


def _parted(instants: list[float]) -> list[list[float]]:
    """The instants in groups, parted where nothing changed for a while."""
    groups: list[list[float]] = []
    for at in instants:
        if groups and at - groups[-1][-1] < _PAUSE:
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups

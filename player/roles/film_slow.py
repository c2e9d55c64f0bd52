"""The films that were too much for this machine, remembered in the cache by the glass, told by the intake."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from player.model.content import Slide
from player.model.problem import Catalogue, Place, Problem, warning
from player.model.units import Digest
from player.model.words import Words
from player.slides.video import film_of
from player.store.atomic import replace

FILE = "slow-films.json"
MOST = 100
"""Films that are remembered; the oldest are forgotten first."""

PROBLEMS = Catalogue(
    {
        "film-slow": warning(
            "这台电脑放不动这段视频（{width}×{height}，每秒 {rate} 幅）。", "This machine cannot keep up with this film ({width}×{height}, {rate} pictures a second).",
            "用剪映或格式工厂导出为 MP4（H.264，1080p 或 720p，每秒 25 或 30 幅）。", "Export it as MP4 (H.264, 1080p or 720p, 25 or 30 pictures a second).",
            Words("放它的第一幅画面，过一会儿再试。", "Its first picture stands; it is tried again later."),
        ),
    }
)  # fmt: skip


def read_slow(cache: Path) -> tuple[Digest, ...]:
    """The films that are remembered, the oldest first; none where the file is missing or damaged."""
    with suppress(OSError, ValueError):
        digests = json.loads((cache / FILE).read_text("utf-8"))
        if isinstance(digests, list):
            return tuple(Digest(digest) for digest in digests if isinstance(digest, str))
    return ()


def remember_slow(cache: Path, digest: Digest) -> None:
    """The film is remembered, where the disk takes it."""
    before = read_slow(cache)
    if digest not in before:
        with suppress(OSError):
            replace(cache / FILE, json.dumps([*before, digest][-MOST:]).encode())


def forget_slow(cache: Path, digest: Digest) -> None:
    """It went well: nothing more is said of it."""
    before = read_slow(cache)
    if digest in before:
        with suppress(OSError):
            replace(cache / FILE, json.dumps([one for one in before if one != digest]).encode())


def slow_films(slides: Iterable[Slide], slow: Iterable[Digest]) -> tuple[Problem, ...]:
    """One problem for each slide whose film was too much."""
    wanted = frozenset(slow)
    return tuple(
        PROBLEMS.problem(
            "film-slow",
            Place(slide.source.file, slide.source.line),
            width=slide.assets[0].width,
            height=slide.assets[0].height,
            rate=round(film.rate / 1000),
        )
        for slide in slides
        if (film := film_of(slide)) is not None and slide.assets[0].digest in wanted
    )

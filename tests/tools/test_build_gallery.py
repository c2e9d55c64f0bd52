"""The gallery: its command works, its page shows every theme and size, its pictures are there and small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from player.model.settings import Panel
from player.picture.theme import theme_names
from tools.build_gallery import DOCS, GAP, SIZES, WIDTH, Size, build, page, sample

WHOLE = 3_000_000  # bytes: a checkout is not to grow for pictures of itself


def test_the_command_draws_a_sheet(tmp_path: Path) -> None:
    """One small sheet, drawn by the real painter: as large as asked, with a picture in each place."""
    size = Size(Panel(320, 180), "小", "small", 4)
    (path,) = build(tmp_path, ["red"], [size], page_too=False)
    assert path.name == "red-320x180.jpg"
    with Image.open(path) as sheet:
        wide = (WIDTH - 3 * GAP) // 4
        high = round(wide * 180 / 320)
        assert sheet.size == (WIDTH, 3 * high + 2 * GAP)
        for row in (0, 1):
            for column in range(4):
                left, top = column * (wide + GAP), row * (high + GAP)
                extremes = sheet.convert("L").crop((left, top, left + wide, top + high)).getextrema()
                assert extremes[1] - extremes[0] > 60, (row, column)


def test_the_sample_is_a_playlist_without_a_problem() -> None:
    with sample() as found:
        assert found.problems == ()
        assert len(found.snapshot.playlists[0].slides) == 8


def test_the_page_is_that_of_the_command() -> None:
    """`python -m tools.build_gallery` after a theme is added or renamed."""
    assert (DOCS / "gallery.md").read_text("utf-8") == page()


@pytest.mark.parametrize("look", theme_names())
def test_every_theme_is_shown_at_every_size(look: str) -> None:
    shown = re.findall(r"\(gallery/(\S+\.jpg)\)", page())
    assert {f"{look}-{size.name}.jpg" for size in SIZES} <= set(shown)
    for name in shown:
        with Image.open(DOCS / "gallery" / name) as picture:
            assert picture.width == WIDTH or picture.width > WIDTH - 10


def test_the_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in (DOCS / "gallery").iterdir()) < WHOLE

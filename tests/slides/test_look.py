"""Laws of the look: every kind in every theme at every size that offices hang, LED strips included.

Inside the safe margins, readable from where people stand, told from the ground, no words over each other, and a code that
keeps its quiet zone. What is asked of the sizes is asked at a half of their dots, where the geometry is the same; by night
at all of them.
"""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from player.model.settings import Panel
from player.picture.box import Box
from player.picture.colour import NEEDED
from player.picture.legible import contrast_on
from player.picture.qr import QUIET
from player.picture.stage import Stage
from player.picture.text import Block
from player.picture.theme import theme, theme_names
from player.slides.kinds import kind_of
from tests.support.slides import SLIDES, write_photo

NIGHTLY = bool(os.environ.get("QINGBO_NIGHTLY"))
WHOLE = ((1920, 1080), (3840, 2160), (1080, 1920), (1366, 768), (1920, 360))
SIZES = WHOLE if NIGHTLY else ((960, 540), (540, 960), (1366, 768), (1920, 360))

COUNTER = Panel(1366, 768, diagonal=32, distance=2)
"""A small screen over a counter; the others have 55 inches and are read from 3 m."""

SLACK = 3
"""Pixels by which a letter's soft edge may reach out of the box of its line."""


class Seen(Stage):
    """A stage that remembers each text: its place, its size beside the least, and how well it is told from the ground."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.texts: list[tuple[str, Box, Box]] = []
        self.pale: list[str] = []

    def place(self, block: Block, box: Box, *, colour: str = "ink", **how: Any) -> Box:
        under = self.image.copy()
        taken = super().place(block, box, colour=colour, **how)
        if block.lines:
            self.texts.append((block.lines[0].text, taken, box))
            if contrast_on(under.crop(taken.corners), self.colour(colour)) < NEEDED:
                self.pale.append(block.lines[0].text)
        return taken


def composed(name: str, size: tuple[int, int], look: str, folder: Path) -> Seen:
    shown, face = SLIDES[name]
    stage = Seen(COUNTER if size == (1366, 768) else Panel(*size), theme(look), lambda _: write_photo(folder))
    kind_of(shown.kind).compose(shown, face, stage)
    return stage


@pytest.mark.parametrize("look", theme_names())
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SLIDES)
def test_what_a_proud_office_would_hang(name: str, size: tuple[int, int], look: str, tmp_path: Path) -> None:
    """Nothing outside the safe margins, too small, too pale, cut, or over something else; the code as it should be."""
    stage = composed(name, size, look, tmp_path)
    assert stage.texts
    assert stage.pale == []
    codes = {note.code for note in stage.notes}
    assert codes <= {"code-reach", "code-dense"}, stage.notes
    assert ("code-reach" in codes) <= stage.long  # a strip may be too low for the distance, and says so
    band = name == "image"  # its caption stands on a band along the edge
    for text, taken, box in stage.texts:
        assert stage.safe.x <= taken.x, text
        assert taken.right <= stage.safe.right, text
        assert (stage.whole if band else stage.safe).holds(taken), text
        assert taken.width <= box.width, text
    for (one, first, _), (other, second, _) in combinations(stage.texts, 2):
        assert not _overlap(first, second), (one, other)
    for meant in stage.codes:
        assert stage.safe.holds(meant.box)
        assert all(not _overlap(meant.box, taken) for _, taken, _ in stage.texts)
        quiet = stage.image.crop(meant.box.corners).convert("L")
        rim = meant.module * QUIET
        inner = (rim, rim, quiet.width - rim, quiet.height - rim)
        quiet.paste(255, inner)
        assert quiet.getextrema() == (255, 255)


def _overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > SLACK and down > SLACK


@pytest.mark.parametrize("look", theme_names())
def test_a_code_on_a_strip_is_as_high_as_the_glass_allows(look: str, tmp_path: Path) -> None:
    """Nine tenths of the safe height or more, up to a whole module; a hint under it would cost reach."""
    stage = composed("qr", (1920, 360), look, tmp_path)
    (meant,) = stage.codes
    modules = meant.box.height // meant.module
    assert meant.box.height + modules >= stage.safe.height * 0.95


def test_type_on_a_strip_is_large(tmp_path: Path) -> None:
    """A slogan takes a quarter of a strip's height or more: the height says little of how much room there is."""
    for look in theme_names():
        stage = composed("slogan", (1920, 360), look, tmp_path)
        assert max(taken.height for _, taken, _ in stage.texts) > 360 / 3


@pytest.mark.parametrize("size", [(1920, 360), (1920, 620), (3840, 360)], ids=str)
@pytest.mark.parametrize("count", [1, 3, 6, 10, 14])
def test_a_strip_has_room_for_many_rows(count: int, size: tuple[int, int], tmp_path: Path) -> None:
    """Rows stand side by side and in two lines or three, never over each other and never outside."""
    from tests.support.slides import ROWS, slide

    rows = tuple(ROWS[index % len(ROWS)] for index in range(count))
    stage = Seen(Panel(*size), theme("dark"), lambda _: tmp_path)
    kind_of("agenda").compose(slide("agenda", agenda="活动安排", rows=rows), "n" + "c" * (count - 1), stage)
    assert all(stage.safe.holds(taken) for _, taken, _ in stage.texts)
    for (one, first, _), (other, second, _) in combinations(stage.texts, 2):
        assert not _overlap(first, second), (one, other)

"""What cannot be read from where people stand is told with its figures: too small, too pale, too long. What can be is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from player.model.settings import Panel
from player.picture.box import Box
from player.picture.colour import contrast
from player.picture.legible import NEEDED, contrast_on
from player.picture.stage import Stage
from player.picture.theme import Theme, theme
from player.slides.proof import proofread
from player.slides.remarks import problem_of
from tests.support.slides import SLIDES, photo, slide

FAR = Panel(1920, 1080, diagonal=32, distance=12)

COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@settings(deadline=None)
@given(COLOURS, COLOURS)
def test_the_contrast_on_one_colour_is_that_of_the_two(
    text: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    """Measured on pixels it is what the formula says of the colours."""
    assert contrast_on(Image.new("RGB", (90, 50), ground), text) == pytest.approx(contrast(text, ground))


def test_the_worst_place_counts() -> None:
    """A twentieth of the ground in which white letters drown is enough; a speck is not."""
    ground = Image.new("RGB", (960, 480), (10, 30, 25))
    ground.paste((250, 250, 250), (0, 0, 48, 480))
    assert contrast_on(ground, (255, 255, 255)) < 1.2
    ground = Image.new("RGB", (960, 480), (10, 30, 25))
    ground.paste((250, 250, 250), (0, 0, 20, 20))
    assert contrast_on(ground, (255, 255, 255)) > 12


def pale(look: Theme, **colours: tuple[int, int, int]) -> Theme:
    return replace(look, name="pale", colours={**look.colours, **colours})


def notes(look: Theme) -> list[tuple[str, str]]:
    stage = Stage(Panel(640, 360), look, lambda _: Path())
    stage.text("绿水青山，节能增效", Box(20, 20, 600, 200), "slogan")
    return [(note.code, problem_of(note, SLIDES["slogan"][0].source).message.zh) for note in stage.notes]


def test_a_theme_in_which_letters_are_pale_is_told() -> None:
    """With the contrast that was measured; the same letters in the theme's own ink are not."""
    look = theme("green")
    ((code, said),) = notes(pale(look, ink=(150, 170, 160)))
    assert code == "text-pale"
    assert said == "“绿水青山，节能增效”的字太淡：和底色的对比度只有 2.1，看清至少要 4.5。"
    assert notes(look) == []
    assert contrast((150, 170, 160), look.colours["paper"]) < NEEDED


@pytest.mark.parametrize("name", [name for name, (shown, _) in SLIDES.items() if not shown.assets])
def test_slides_as_they_should_be_have_nothing_to_tell(name: str) -> None:
    assert proofread(*SLIDES[name], Panel()) == ()


def test_type_too_small_for_the_distance_is_told_in_millimetres() -> None:
    """The sizes are those on the glass: what staff can measure with a ruler."""
    (found,) = proofread(slide("slogan", slogan="水" * 20), "", FAR)
    assert found.code == "text-small"
    assert "12 米外看清至少要 120 毫米" in found.message.zh  # D/100
    assert proofread(slide("slogan", slogan="水" * 20), "", Panel()) == ()


def test_what_does_not_fit_is_told() -> None:
    assert [one.code for one in proofread(slide("notice", notice="水" * 400), "", FAR)] == ["text-cut"]


def test_a_slide_with_a_picture_is_left_to_the_painter() -> None:
    assert proofread(slide("image", image="a.png", assets=(photo("a.png", 9, 9),)), "", Panel()) == ()

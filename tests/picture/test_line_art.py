"""Drawings in two tones, such as round codes that no decoder of ours reads, are shown as they are, not smoothed."""

from __future__ import annotations

from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageDraw

from player.model.settings import Panel
from player.picture.line_art import is_drawing
from player.slides.paint import paint
from tests.support.slides import photo, slide


def round_code(side: int = 280) -> Image.Image:
    """Something like the round codes of small programs: spokes of dashes, three eyes, white around."""
    picture = Image.new("L", (side, side), 255)
    draw = ImageDraw.Draw(picture)
    middle = side / 2
    for spoke in range(36):
        angle = spoke * pi / 18
        for ring in range(8):
            if (spoke * 7 + ring * 5) % 3:
                radius = middle * (0.45 + 0.06 * ring)
                x, y = middle + radius * cos(angle), middle + radius * sin(angle)
                draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill=0)
    for x, y in ((0.18, 0.18), (0.82, 0.18), (0.18, 0.82)):
        draw.ellipse((x * side - 20, y * side - 20, x * side + 20, y * side + 20), fill=0)
    return picture.convert("RGB")


def test_a_round_code_is_a_drawing_and_a_photograph_is_not() -> None:
    assert is_drawing(round_code())
    assert not is_drawing(round_code().resize((280, 200)))
    assert not is_drawing(Image.linear_gradient("L"))
    assert not is_drawing(Image.new("RGB", (50, 50), "white"))
    assert not is_drawing(Image.effect_noise((100, 100), 60))


def test_a_small_drawing_is_enlarged_by_a_whole_number(tmp_path: Path) -> None:
    """Each of its pixels is a square of the same colour on the glass; a photograph of that size fills its room."""
    round_code().save(tmp_path / "a.png")
    shown = slide("image", assets=(photo("a.png", 280, 280),), image="a.png")
    frame = paint(shown, "", Panel(1280, 720), "green", lambda _: tmp_path / "a.png").image()
    inner = frame.crop((360, 80, 920, 640))
    assert inner.tobytes() == round_code().resize((560, 560), Image.Resampling.NEAREST).tobytes()
    Image.linear_gradient("L").resize((280, 280)).save(tmp_path / "b.png")
    other = paint(shown, "", Panel(1280, 720), "green", lambda _: tmp_path / "b.png").image()
    assert other.crop((300, 0, 980, 720)).resize((1, 720)).getpixel((0, 719)) != frame.getpixel((640, 719))

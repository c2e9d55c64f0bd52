"""Small ornament: a seal, a round window onto the landscape, soft shadows. Masks are drawn at four times the size."""

from __future__ import annotations

from functools import lru_cache
from hashlib import shake_256

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from player.picture.colour import Colour
from player.picture.fonts import opened
from player.picture.theme_values import Theme


@lru_cache(maxsize=8)
def seal(letters: str, side: int, theme: Theme) -> Image.Image:
    """The mask of a seal that is cut with its letters left white: read from the top right, down, then left.

    The ink is uneven, as that of a real one.
    """
    rows = 1 if len(letters) == 1 else 2
    columns = -(-len(letters) // rows)
    high = side * 4
    margin = high * 0.11
    cell = (high - 2 * margin) / rows
    wide = round((cell * columns + 2 * margin) / 4) * 4
    mask = Image.new("L", (wide, high))
    draw = ImageDraw.Draw(mask)
    draw.rounded_rectangle((0, 0, wide - 1, high - 1), radius=high // 10, fill=255)
    font = opened(theme.roles["heading"].fonts[0], round(cell * 0.96))
    for index, letter in enumerate(letters):
        column, row = columns - 1 - index // rows, index % rows
        centre = (wide / 2 + (column + 0.5 - columns / 2) * cell, margin + (row + 0.5) * cell)
        left, top, right, bottom = font.getbbox(letter, anchor="ls")
        draw.text(
            (centre[0] - (left + right) / 2, centre[1] - (top + bottom) / 2), letter, font=font, fill=0, anchor="ls"
        )
    return ImageChops.multiply(mask.reduce(4), _uneven(wide // 4, side))


def _uneven(width: int, height: int) -> Image.Image:
    """Patches where the ink is thinner."""
    grid = Image.frombytes("L", (24, 24), shake_256(b"seal").digest(24 * 24)).filter(ImageFilter.GaussianBlur(0.7))
    return grid.resize((width, height), Image.Resampling.BICUBIC).point(
        [min(255, 218 + max(0, value - 80) // 3) for value in range(256)]
    )


@lru_cache(maxsize=8)
def disc(side: int) -> Image.Image:
    """The mask of a circle."""
    mask = Image.new("L", (side * 4, side * 4))
    ImageDraw.Draw(mask).ellipse((0, 0, side * 4 - 1, side * 4 - 1), fill=255)
    return mask.reduce(4)


@lru_cache(maxsize=8)
def ring(side: int, stroke: int) -> Image.Image:
    """The mask of a circle's line, `stroke` pixels wide."""
    mask = Image.new("L", (side * 4, side * 4))
    ImageDraw.Draw(mask).ellipse((0, 0, side * 4 - 1, side * 4 - 1), outline=255, width=stroke * 4)
    return mask.reduce(4)


@lru_cache(maxsize=16)
def shadow(width: int, height: int, radius: int, reach: int) -> Image.Image:
    """The soft shadow of such a rectangle: `reach` pixels wider on each side. Blurred small, then enlarged."""
    part = max(1, reach // 8)
    whole = (width + 2 * reach, height + 2 * reach)
    small = Image.new("L", (max(4, whole[0] // part), max(4, whole[1] // part)))
    inner = (reach // part, reach // part, (reach + width) // part, (reach + height) // part)
    ImageDraw.Draw(small).rounded_rectangle(inner, radius // part, fill=255)
    soft = small.filter(ImageFilter.GaussianBlur(reach / part / 2.6)).resize(whole, Image.Resampling.BICUBIC)
    return soft.point([value * 80 // 255 for value in range(256)])


def backdrop(picture: Image.Image, width: int, height: int, tone: Colour) -> Image.Image:
    """The picture's own colours as a quiet ground of that size: enlarged to cover it, blurred, drawn towards `tone`."""
    small = (max(8, width // 24), max(8, height // 24))
    scale = max(small[0] / picture.width, small[1] / picture.height)
    covered = picture.resize(
        (max(small[0], round(picture.width * scale)), max(small[1], round(picture.height * scale))),
        Image.Resampling.BOX,
        reducing_gap=2.0,
    ).crop((0, 0, *small))
    soft = covered.filter(ImageFilter.GaussianBlur(5))
    return Image.blend(soft, Image.new("RGB", small, tone), 0.62).resize((width, height), Image.Resampling.BICUBIC)

"""How well a text can be told from what is under it, measured on the pixels (WCAG 2.2; numbers of the `colour` module)."""

from __future__ import annotations

from functools import cache

from PIL import Image

from player.picture.colour import NEEDED, Colour, luminance

__all__ = ["NEEDED", "contrast_on"]

SAMPLE = (48, 24)
"""So many places across and down are looked at: about one a letter."""


def contrast_on(under: Image.Image, colour: Colour) -> float:
    """The contrast, 1 to 21, that `colour` has at least against 99 % of the picture under it."""
    size = (min(SAMPLE[0], under.width), min(SAMPLE[1], under.height))
    data = under.convert("RGB").resize(size, Image.Resampling.BOX).tobytes()
    own = luminance(colour) + 0.05
    ratios = sorted(_ratio(own, data[at : at + 3]) for at in range(0, len(data), 3))
    return ratios[len(ratios) // 100]


def _ratio(own: float, pixel: bytes) -> float:
    red, green, blue = pixel
    other = _lights()[0][red] + _lights()[1][green] + _lights()[2][blue] + 0.05
    return max(own, other) / min(own, other)


@cache
def _lights() -> tuple[tuple[float, ...], ...]:
    """What each level of red, of green and of blue adds to the luminance."""
    return (
        tuple(luminance((level, 0, 0)) for level in range(256)),
        tuple(luminance((0, level, 0)) for level in range(256)),
        tuple(luminance((0, 0, level)) for level in range(256)),
    )

"""Colours and how well they are told apart (WCAG 2.2 contrast, numbers.md asks 4.5 and hopes for 7)."""

from __future__ import annotations

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255 each."""

NEEDED = 4.5
"""The contrast below which a text is too pale to be read in a lit hall."""


def parse(text: str) -> Colour:
    """The colour written as `#rrggbb`. Raises ValueError for anything else."""
    if len(text) != 7 or text[0] != "#":
        raise ValueError(f"{text!r} is not a colour like #1F4E3D")
    return (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """The colour `share` (0 to 1) of the way from `one` to `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def luminance(colour: Colour) -> float:
    """The relative luminance, 0 (black) to 1 (white), of an sRGB colour."""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

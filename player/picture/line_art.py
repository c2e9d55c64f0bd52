"""Drawings in two tones: codes that no decoder of ours reads (小程序码), stamps, line drawings. They stay what they are.

A code is made of edges, and a phone finds it by them. Enlarged smoothly they blur; enlarged by a whole number, each pixel
becomes a square of the same colour and nothing is lost.
"""

from __future__ import annotations

from PIL import Image

DARK, PALE = 90, 200
"""Up to where a grey is the drawing, from where it is paper."""

TWO_TONED = 0.9
"""How much of a drawing is one or the other; the rest are the soft edges that it was exported with."""

PAPER = (0.25, 0.97)
"""How much of a drawing is paper."""


def is_drawing(picture: Image.Image) -> bool:
    """Whether the picture is a square drawing in two tones."""
    if not 0.95 <= picture.width / picture.height <= 1.05:
        return False
    counts = picture.convert("L").histogram()
    total = sum(counts)
    dark, pale = sum(counts[: DARK + 1]) / total, sum(counts[PALE:]) / total
    return dark + pale >= TWO_TONED and PAPER[0] <= pale <= PAPER[1]

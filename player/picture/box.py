"""A rectangle in whole pixels, and the ways to cut it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: `x`, `y` its top left corner, `width` and `height`, in pixels of the frame."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column to the right of it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.height

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom; right and bottom exclusive, as `Image.paste` and `crop` take them."""
        return (self.x, self.y, self.right, self.bottom)

    def inset(self, across: int, down: int | None = None) -> Box:
        """The box with `across` pixels less at the left and right, `down` (the same if left out) at top and bottom."""
        down = across if down is None else down
        return Box(self.x + across, self.y + down, max(0, self.width - 2 * across), max(0, self.height - 2 * down))

    def top(self, height: int) -> Box:
        """Its upper `height` pixels."""
        return Box(self.x, self.y, self.width, min(height, self.height))

    def below(self, height: int) -> Box:
        """What is left under its upper `height` pixels."""
        height = min(height, self.height)
        return Box(self.x, self.y + height, self.width, self.height - height)

    def left(self, width: int) -> Box:
        """Its left `width` pixels."""
        return Box(self.x, self.y, min(width, self.width), self.height)

    def beside(self, width: int) -> Box:
        """What is left to the right of its left `width` pixels."""
        width = min(width, self.width)
        return Box(self.x + width, self.y, self.width - width, self.height)

    def holds(self, other: Box) -> bool:
        """Whether `other` is nowhere outside this box."""
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom

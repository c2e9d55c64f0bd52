"""How often a screen flashes, measured on pictures of it (WCAG 2.3.1, ITU-R BT.1702): pictures with instants in, reversals out.

The screen is cut into cells; the relative luminance of each is followed. It has *moved* when it is a tenth of the brightest white
away from its last turning point, and *reversed* when it moves the other way after that. The screen has reversed when a quarter of it
has done so the same way at about the same time: what merely travels over it, as a text that is pushed, is movement and no flash. A
flash is two opposing movements. Stricter than the standard in that dark flashes count too.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

COLUMNS, ROWS = 32, 18
"""Cells across and down."""

MOVED = 0.1
"""How much of the greatest luminance is a movement."""

AREA = 0.25
"""The part of the screen from which on a flash counts."""

AT_ONCE = 0.034
"""Seconds within which what reverses does so together."""

Grid = npt.NDArray[np.float64]

_LINEAR = np.array(
    [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in np.arange(256) / 255]
)


def luminance(pixels: bytes, width: int, height: int) -> Grid:
    """The relative luminance of each cell, 0 to 1; `pixels` are rows from the top: B, G, R, unused."""
    light = _LINEAR[np.frombuffer(pixels, np.uint8).reshape(height, width, 4)[:, :, :3]] @ np.array(
        [0.0722, 0.7152, 0.2126]
    )
    cut = light[: height // ROWS * ROWS, : width // COLUMNS * COLUMNS]
    means: Grid = cut.reshape(ROWS, height // ROWS, COLUMNS, width // COLUMNS).mean(axis=(1, 3))
    return means


@dataclass
class Flashes:
    """Follows a screen. Feed it pictures in the order of their instants, in seconds."""

    pictures: int = 0
    _turn: Grid | None = None
    _way: npt.NDArray[np.int8] = field(default_factory=lambda: np.zeros((ROWS, COLUMNS), np.int8))
    _reversed: list[tuple[float, npt.NDArray[np.int8]]] = field(default_factory=list)

    def see(self, at: float, light: Grid) -> None:
        """Takes a picture into account."""
        self.pictures += 1
        if self._turn is None:
            self._turn = light.copy()
            return
        way = np.where(light - self._turn >= MOVED, 1, np.where(light - self._turn <= -MOVED, -1, 0)).astype(np.int8)
        turned = (way != 0) & (self._way != 0) & (way != self._way)
        if turned.any():
            self._reversed.append((at, np.where(turned, way, 0).astype(np.int8)))
        further = (way != 0) | ((self._way > 0) & (light > self._turn)) | ((self._way < 0) & (light < self._turn))
        self._turn = np.where(further, light, self._turn)
        self._way = np.where(way != 0, way, self._way).astype(np.int8)

    def worst(self) -> int:
        """The largest number of reversals that the screen has within any second."""
        instants = self.reversals()
        return max((sum(begin <= at <= begin + 1.0 for at in instants) for begin in instants), default=0)

    def reversals(self) -> list[float]:
        """When a quarter of the screen had reversed the same way within `AT_ONCE`; each cell counts once for each."""
        instants: list[float] = []
        for way in (1, -1):
            gathered: list[tuple[float, npt.NDArray[np.bool_]]] = []
            for at, turned in self._reversed:
                gathered = [(then, cells) for then, cells in gathered if at - then <= AT_ONCE] + [(at, turned == way)]
                if np.logical_or.reduce([cells for _, cells in gathered]).mean() >= AREA:
                    instants.append(at)
                    gathered = []
        return sorted(instants)

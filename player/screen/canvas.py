"""Draws frames, live cells and the layers of a transition on a surface."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

from player.model.frame import Frame
from player.screen.cells import Cell, cells
from player.screen.moving import Area, Kept, Mover
from player.screen.sdl import pygame
from player.transitions.transition import OPAQUE, Layer, Picture

if TYPE_CHECKING:  # player.screen.sdl decides how pygame is imported
    from pygame import Surface


class SurfaceBrush:
    """A mover's brush on a part of a surface."""

    def __init__(self, target: Surface) -> None:
        self._target = target

    def copy(self, picture: Frame, source: Area, x: int, y: int) -> None:
        """The part of the picture stands at (x, y)."""
        surface = pygame.image.frombuffer(picture.pixels, (picture.width, picture.height), "BGRA")
        _blit(self._target, surface, (x, y), source, OPAQUE)

    def enlarge(self, picture: Frame, cut: float, kept: Kept) -> None:
        """Two sharp enlargements by whole pixels, the larger one over the other as far as `cut` lies between them.

        That is a thirtieth of the work of enlarging anew at each step, and smoother: nothing jumps by a pixel.
        """
        whole = int(cut)
        over = round((cut - whole) * OPAQUE)
        size = self._target.get_size()
        _blit(self._target, _enlarged(picture, whole, size, kept), (0, 0), (0, 0, *size), OPAQUE)
        if over:
            _blit(self._target, _enlarged(picture, whole + 1, size, kept), (0, 0), (0, 0, *size), over)
        for old in [level for level in kept if level < whole]:
            del kept[old]


def _enlarged(picture: Frame, cut: int, size: tuple[int, int], kept: Kept) -> Surface:
    """The picture less `cut` pixels at the left and right, and as many above and below as keep its shape, at that size."""
    surface = kept.get(cut)
    if surface is None:
        whole = pygame.image.frombuffer(picture.pixels, (picture.width, picture.height), "BGRA")
        if cut == 0 and size == whole.get_size():
            return whole
        down = round(cut * picture.height / picture.width)
        part = whole.subsurface((cut, down, picture.width - 2 * cut, picture.height - 2 * down))
        surface = kept[cut] = import_module("pygame.transform").smoothscale(part, size)
    return cast("Surface", surface)


class Living:
    """A picture that moves while it comes on: a copy of it, in which its mover draws. `corner`: where it will stand on the glass."""

    def __init__(self, still: Sheet, mover: Mover, corner: tuple[int, int]) -> None:
        x, y, *size = mover.area
        pixels = still.pixels.copy()
        self._sheet = Sheet(pixels, still.strip, still.cells)
        self._mover = mover
        self._brush = SurfaceBrush(pixels.subsurface((x - corner[0], y - corner[1], *size)))
        self._due = 0.0

    def sheet(self, now: float) -> Sheet:
        """The picture as it is at an instant."""
        if self._due <= now:
            self._mover.draw(self._brush, now)
            self._due = self._mover.due(now)
        return self._sheet


def part_of(target: Surface, area: Area | None) -> Surface:
    """The rectangle of the surface, as a surface on the same memory; all of it for None. Raises ValueError outside."""
    return target if area is None or area == (0, 0, *target.get_size()) else target.subsurface(area)


class Sheet:
    """A picture with its live cells: surfaces over the frame's own memory, nothing is copied.

    Drop the sheet before the memory goes: as long as it lives, an `mmap` under it cannot be closed.
    """

    def __init__(self, pixels: Surface, strip: Surface | None = None, cells: tuple[Cell, ...] = ()) -> None:
        self.pixels = pixels
        self.strip = strip
        self.cells = cells

    def draw(self, target: Surface) -> None:
        """The picture and its digits are on the target."""
        _blit(target, self.pixels, (0, 0), (0, 0, *self.pixels.get_size()), OPAQUE)
        for cell in self.cells:
            self.draw_cell(target, cell)

    def draw_cell(self, target: Surface, cell: Cell) -> Area:
        """The one cell is on the target; returns the rectangle that changed."""
        area = (cell.x, cell.y, cell.width, cell.height)
        if cell.row is None or self.strip is None:
            _blit(target, self.pixels, area[:2], area, OPAQUE)
        else:
            _blit(target, self.strip, area[:2], (0, cell.row, cell.width, cell.height), OPAQUE)
        return area


def sheet_of(frame: Frame, text: str | None) -> Sheet:
    """The frame as a sheet, with `text` in its live cells. In SDL's eyes its fourth byte is alpha, which is 255."""
    pixels = pygame.image.frombuffer(frame.pixels, (frame.width, frame.height), "BGRA")
    live = frame.live
    if live is None or frame.strip is None:
        return Sheet(pixels)
    strip = pygame.image.frombuffer(frame.strip, (live.width, live.height * len(live.alphabet)), "BGRA")
    return Sheet(pixels, strip, cells(frame, text))


def draw_layers(target: Surface, layers: tuple[Layer, ...], sheets: Mapping[Picture, Sheet]) -> None:
    """The layers are on the target in their order, each with the digits of its picture."""
    for number, layer in enumerate(layers):
        sheet = sheets[layer.picture]
        _blit(target, sheet.pixels, (layer.x, layer.y), layer.source, layer.opacity)
        for cell in sheet.cells:
            if cell.row is not None:
                _draw_cell_of_layer(target, cell, number, layers, sheets)


def _draw_cell_of_layer(
    target: Surface, cell: Cell, number: int, layers: tuple[Layer, ...], sheets: Mapping[Picture, Sheet]
) -> None:
    """A digit as part of its layer: it takes the place of the picture's pixels, it does not shine over them."""
    layer = layers[number]
    strip = sheets[layer.picture].strip
    left, top, width, height = layer.source
    x, y = cell.x - left + layer.x, cell.y - top + layer.y
    clip = pygame.Rect(x, y, cell.width, cell.height).clip((layer.x, layer.y, width, height))
    if strip is None or not clip:
        return
    before = target.get_clip()
    clip = clip.clip(before)
    target.set_clip(clip)
    if layer.opacity < OPAQUE:
        draw_layers(target, layers[:number], sheets)
    _blit(target, strip, (x, y), (0, cell.row or 0, cell.width, cell.height), layer.opacity)
    target.set_clip(before)


def _blit(target: Surface, source: Surface, at: tuple[int, int], area: Area, opacity: int) -> None:
    """A copy at the speed of memory where it is opaque, else pygame's own blend of two 32-bit pictures."""
    source.set_alpha(None if opacity == OPAQUE else opacity)
    target.blit(source, at, area)

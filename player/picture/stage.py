"""The stage: what slide kinds draw with. Boxes in pixels, type by role, colours by name; no kind sees Pillow.

A character's height follows from the panel: the standard asks for a share of the viewing distance (slogans D/100, body
D/140, small print D/200). A Han character fills 0.92 of its em.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw

from player.model.content import Asset
from player.model.settings import Panel
from player.picture.box import Box
from player.picture.fonts import EM, opened
from player.picture.text import Block, Type, fit, missing
from player.picture.theme import Role, Theme

Align = Literal["left", "centre", "right"]
Stand = Literal["top", "middle", "bottom"]

FACE = 0.92
"""How much of its em a Han character is high."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something staff should know about what was drawn: `code` of the problem and its figures."""

    code: str
    figures: tuple[str, ...] = ()


class Stage:
    """An empty picture of the panel's size in a theme, to draw one slide on."""

    def __init__(self, panel: Panel, theme: Theme, open_asset: Callable[[Asset], Path]) -> None:
        self.panel = panel
        self.theme = theme
        self.open_asset = open_asset
        self.width = panel.width
        self.height = panel.height
        self.short = min(panel.width, panel.height)
        self.portrait = panel.height > panel.width
        self.image = Image.new("RGBA", (panel.width, panel.height), (*theme.colours["paper"], 255))
        self.draw = ImageDraw.Draw(self.image)
        self.notes: list[Note] = []
        self.strip: Image.Image | None = None

    @property
    def whole(self) -> Box:
        """The whole glass."""
        return Box(0, 0, self.width, self.height)

    @property
    def safe(self) -> Box:
        """The glass without its safe margins."""
        return self.whole.inset(round(self.width * self.theme.safe), round(self.height * self.theme.safe))

    def share(self, part: float) -> int:
        """`part` of the glass's shorter side, in pixels, at least 1: the measure of all spaces and strokes."""
        return max(1, round(self.short * part))

    def least(self, role: str) -> int:
        """The size in pixels at which `role` can just be read from the viewing distance."""
        metres = self.panel.distance / self.theme.roles[role].readable
        return max(8, round(metres * self.panel.pixels_per_metre / FACE))

    def most(self, role: str) -> int:
        """The size in pixels that `role` has where there is room enough."""
        return max(self.least(role), self.share(self.theme.roles[role].largest))

    def set(self, text: str, role: str, width: int, height: int, *, largest: float = 1.0, indent: int = 0) -> Block:
        """The text as lines at the largest size of `role` (times `largest`) that fits; nothing is drawn."""
        top = max(self.least(role), round(self.most(role) * largest))
        kind = self._type(self.theme.roles[role], indent)
        block = fit(text, kind, width=width, height=height, smallest=min(top, self.least(role)), largest=top)
        if not block.complete:
            block = fit(text, kind, width=width, height=height, smallest=8, largest=self.least(role))
        return block

    def text(
        self,
        text: str,
        box: Box,
        role: str,
        *,
        colour: str = "ink",
        align: Align = "left",
        stand: Stand = "top",
        largest: float = 1.0,
        indent: int = 0,
    ) -> Box:
        """Draws the text inside `box` and returns the box of its lines. Notes what is missing or cut."""
        block = self.set(text, role, box.width, box.height, largest=largest, indent=indent)
        self._remark(text, role, block)
        return self.place(block, box, colour=colour, align=align, stand=stand)

    def place(self, block: Block, box: Box, *, colour: str = "ink", align: Align = "left", stand: Stand = "top") -> Box:
        """Draws lines that were set, inside `box`, and returns the box that they take."""
        spare = {"top": 0, "middle": (box.height - block.height) // 2, "bottom": box.height - block.height}[stand]
        top = box.y + spare
        fill = (*self.theme.colours[colour], 255)
        baseline = top + round(0.98 * block.size)
        for line in block.lines:
            wide = line.width * block.size / EM
            left = box.x + {"left": 0.0, "centre": (box.width - wide) / 2, "right": box.width - wide}[align]
            for offset, cell in line.cells:
                at = (round(left + offset * block.size / EM), baseline)
                self.draw.text(at, cell.text, font=opened(cell.font, block.size), fill=fill, anchor="ls")
            baseline += block.pitch
        across = {"left": 0, "centre": (box.width - block.width) // 2, "right": box.width - block.width}[align]
        return Box(box.x + across, top, block.width, block.height)

    def panel_of(self, box: Box, colour: str, *, radius: int = 0) -> None:
        """Fills `box` with a colour, its corners rounded."""
        self.draw.rounded_rectangle((box.x, box.y, box.right - 1, box.bottom - 1), radius, self.theme.colours[colour])

    def _type(self, role: Role, indent: int) -> Type:
        return Type(role.fonts, role.leading, round(role.tracking * EM), role.balanced, indent, self.share(role.broken))

    def _remark(self, text: str, role: str, block: Block) -> None:
        for letter in missing(text, self.theme.roles[role].fonts):
            self.notes.append(Note("missing-character", (letter, f"U+{ord(letter):04X}")))
        if block.lines and not block.complete:
            self.notes.append(Note("text-cut"))
        elif block.lines and block.size < self.least(role):
            self.notes.append(Note("text-too-small", (str(block.size), str(self.least(role)))))

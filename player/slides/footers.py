"""What several kinds share: a divider, the small print at the foot of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.picture.box import Box

if TYPE_CHECKING:
    from player.picture.stage import Stage


def divider(stage: Stage, x: int, y: int) -> None:
    """Two short lines and between them a small vermilion square, its middle at (x, y)."""
    scale = 2 if stage.long else 1
    line, gap, half = (stage.share(part * scale) for part in (0.085, 0.022, 0.0065))
    for left in (x - gap - line, x + gap):
        stage.rule(left, y, line, "faint", stroke=0.0016 * scale)
    stage.sheet(Box(x - half, y - half, 2 * half, 2 * half), "seal")


def source(stage: Stage, text: str, room: Box, *, label: str = "来源：") -> int:
    """Small print over a hairline at the foot of `room`; returns the height that it takes, 0 without text."""
    if not text:
        return 0
    block = stage.set(label + text, "small", room.width, round(room.height * 0.2))
    gap = stage.share(0.02)
    top = room.bottom - block.height
    stage.rule(room.x, top - gap, room.width, "faint", stroke=0.0012)
    stage.place(block, Box(room.x, top, room.width, block.height), colour="soft")
    return block.height + 3 * gap

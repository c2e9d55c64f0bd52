"""The rows of an agenda along a line of time: past ones dim, the current one on a dark band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.model.content import Moment, Row
from player.picture.box import Box

if TYPE_CHECKING:
    from player.picture.stage import Stage

WEEKDAYS = "一二三四五六日"


def time_of(row: Row) -> str:
    """When the row is, as one reads it: `6月29日 9:00`, `7月4日9:00至5日17:00`, `9:00至10:30`."""
    if row.start is None:
        return ""
    start = _said(row.start, None)
    return start if row.end is None else f"{start}至{_said(row.end, row.start)}"


def draw(stage: Stage, rows: tuple[Row, ...], face: str, room: Box) -> None:
    """Draws the rows, `face` a letter a row, as high as they may be, in `room`."""
    if not rows:
        return
    pitch = min(room.height // len(rows), stage.share(0.135))
    dots = stage.share(0.03)
    widths = [stage.set(time_of(row), "strong", room.width // 2, pitch).width for row in rows]
    times = min(max(widths), round(room.width * 0.42))
    stage.rule(room.x + dots - stage.share(0.001), room.y + pitch // 2, pitch * (len(rows) - 1), "faint", upright=True)
    for index, row in enumerate(rows):
        state = face[index] if index < len(face) else "c"
        box = Box(room.x, room.y + index * pitch, room.width, pitch)
        _row(stage, row, state, box, dots, times)


def _row(stage: Stage, row: Row, state: str, box: Box, dots: int, times: int) -> None:
    now = state == "n"
    if now:
        band = box.inset(0, stage.share(0.006))
        stage.sheet(band, "deep", radius=stage.share(0.01), raised=True)
    middle = box.y + box.height // 2
    stage.dot(box.x + dots, middle, stage.share(0.0085), "seal" if now else ("faint" if state == "p" else "hill"))
    colour = {"n": "light", "p": "faint", "c": "ink"}[state]
    inner = box.beside(2 * dots + stage.share(0.015)).inset(0, stage.share(0.012))
    stage.text(time_of(row), inner.left(times), "strong", colour=colour, stand="middle", largest=0.86)
    text = inner.beside(times + stage.share(0.04))
    tag = stage.share(0.13) if now else 0
    words = row.text + (f"　{row.note}" if row.note else "")
    stage.text(words, text.left(text.width - tag - stage.share(0.02)), "strong", colour=colour, stand="middle")
    if now:
        label = Box(text.right - tag, box.y, tag - stage.share(0.02), box.height)
        stage.text("进行中", label, "small", colour="light", align="right", stand="middle")


def _said(moment: Moment, after: Moment | None) -> str:
    day = f"{moment.day.month}月{moment.day.day}日"
    if after is not None and after.day == moment.day:
        day = ""
    elif after is not None and (after.day.year, after.day.month) == (moment.day.year, moment.day.month):
        day = f"{moment.day.day}日"
    if moment.at is None:
        return day
    minutes = moment.at // 60_000
    return f"{day}{minutes // 60}:{minutes % 60:02}"

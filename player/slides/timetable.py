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
    start = _said(row.start, row.start if row.daily else None)
    end = "" if row.end is None else _said(row.end, row.start)
    return f"{start}至{end}" if end else start


def draw(stage: Stage, rows: tuple[Row, ...], face: str, room: Box) -> None:
    """Draws the rows, `face` a letter a row, as high as they may be, in `room`."""
    if not rows:
        return
    pitch = min(room.height // len(rows), stage.share(0.21 if stage.portrait else 0.135))
    dots = stage.share(0.03)
    widths = [stage.set(time_of(row), "strong", room.width, pitch, largest=TIME).width for row in rows]
    times = 0 if stage.portrait else min(max(widths), round(room.width * 0.4))
    middle = room.x + dots - stage.share(0.002) // 2
    stage.rule(middle, room.y + pitch // 2, pitch * (len(rows) - 1), "faint", upright=True)
    for index, row in enumerate(rows):
        state = face[index] if index < len(face) else "c"
        box = Box(room.x, room.y + index * pitch, room.width, pitch)
        _mark(stage, box, state, dots)
        inner = box.beside(2 * dots + stage.share(0.012)).inset(0, stage.share(0.016))
        _row(stage, row, state, inner, times)


def draw_along(stage: Stage, rows: tuple[Row, ...], face: str, room: Box) -> None:
    """Draws the rows side by side, in two lines or more where they are many; `face` a letter a row."""
    if not rows:
        return
    abreast = max(1, min(ABREAST, room.width // (stage.most("strong") * ACROSS)))
    lines = -(-len(rows) // abreast)
    columns = -(-len(rows) // lines)
    gap = stage.share(0.05)
    wide = (room.width - gap * (columns - 1)) // columns
    high = (room.height - gap * (lines - 1)) // lines
    pad = stage.share(0.045 if lines == 1 else 0.02)
    for index, row in enumerate(rows):
        down, across = divmod(index, columns)
        state = face[index] if index < len(face) else "c"
        box = Box(room.x + across * (wide + gap), room.y + down * (high + gap), wide, high)
        colour = {"n": "light", "p": "past", "c": "ink"}[state]
        if state == "n":
            stage.sheet(box, "deep", radius=stage.share(0.02), raised=True)
        line = {"n": "seal", "p": "faint", "c": "mark"}[state]
        stage.rule(box.x + pad, box.y + pad, box.width - 2 * pad, line, stroke=0.012)
        inner = box.inset(pad, pad).below(pad)
        upper = round(inner.height * 0.4) if row.start is not None else 0
        when = stage.set(time_of(row), "small", inner.width, upper, largest=1.2)
        stage.place(when, inner.top(upper), colour=colour)
        words = inner.below(when.height + pad // 2 if upper else 0)
        note = stage.set(row.note, "small", words.width, round(words.height * 0.4)) if row.note else None
        text = stage.set(row.text, "strong", words.width, words.height - (note.height if note else 0))
        stage.place(text, words, colour=colour)
        if note:
            stage.place(note, words.below(text.height), colour=colour)


ABREAST = 5
"""So many rows stand side by side on a strip at most."""

ACROSS = 5
"""Characters across that each of them has room for."""

TIME = 0.86
"""How big the times are beside the texts."""


def _mark(stage: Stage, box: Box, state: str, dots: int) -> None:
    """The row's dot on the line of time, and the band behind the current one."""
    now = state == "n"
    if now:
        stage.sheet(box.inset(0, stage.share(0.007)), "deep", radius=stage.share(0.01), raised=True)
    colour = "seal" if now else "faint" if state == "p" else "mark"
    stage.dot(box.x + dots, box.y + box.height // 2, stage.share(0.0115 if now else 0.0085), colour)


def _row(stage: Stage, row: Row, state: str, box: Box, times: int) -> None:
    """The row's words: the time beside the text, or above it where `times`, the width for it, is 0."""
    colour = {"n": "light", "p": "past", "c": "ink"}[state]
    if state == "n":
        box = _tagged(stage, row, box, times + stage.share(0.05) if times else 0)
    if times:
        stage.text(time_of(row), box.left(times), "strong", colour=colour, stand="middle", largest=TIME)
        words = box.beside(times + stage.share(0.05))
    else:
        upper = round(box.height * 0.4) if row.start is not None else 0
        stage.text(time_of(row), box.top(upper), "small", colour=colour, stand="middle", largest=1.15)
        words = box.below(upper)
    _text(stage, row, words, colour)


def _tagged(stage: Stage, row: Row, box: Box, taken: int) -> Box:
    """Says that the row is on, at its right end, and returns what of `box` is left of that.

    Not where the text needs the room, beside the `taken` pixels of the time: the band says it too.
    """
    said = stage.set("进行中", "small", box.width, box.height)
    tag = max(stage.share(0.12), said.width + stage.share(0.05))
    text = stage.set(row.text, "strong", box.width - taken, box.height)
    if taken + text.width + tag > box.width:
        return box.left(box.width - stage.share(0.03))
    label = Box(box.right - tag, box.y, tag - stage.share(0.03), box.height)
    stage.place(said, label, colour="light", align="right", stand="middle")
    return box.left(box.width - tag)


def _text(stage: Stage, row: Row, room: Box, colour: str) -> None:
    """What happens, and the note in small print after it, or below it where the line is full."""
    gap = stage.share(0.03)
    text = stage.set(row.text, "strong", room.width, room.height)
    note = stage.set(row.note, "small", room.width, room.height) if row.note else None
    if note is None or text.width + gap + note.width <= room.width:
        drawn = stage.place(text, room, colour=colour, stand="middle")
        if note:
            stage.place(note, room.beside(drawn.width + gap), colour=colour, stand="middle")
        return
    upper = round(room.height * 0.62)
    stage.text(row.text, room.top(upper), "strong", colour=colour, stand="middle")
    stage.text(row.note, room.below(upper), "small", colour=colour, stand="middle")


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

"""An agenda: rows with their times; what is past is dim, what is on now is marked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from player.model.content import Moment, Row, Slide
from player.model.frame import Face, Live
from player.model.units import Millis
from player.model.words import Words
from player.picture.box import Box
from player.slides import footers, timetable
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage
    from player.timeline.calendar import Calendar

PAST, NOW, COMING = "pnc"
"""What a row is at an instant: one letter a row is the face key."""


class Agenda(Kind):
    """日程: what happens when. The face key has a letter a row: p past, n now, c coming."""

    name = "agenda"
    alias = "日程"
    about = Words("活动安排，标出正在进行的一项", "what happens when; the current row is marked")
    view = "low"
    fields = (
        Field(
            "agenda",
            "日程",
            Shape.TEXT,
            Words("标题", "the title"),
            required=True,
            example="活动安排",
            limit=30,
        ),
        Field("rows", "行", Shape.ROWS, Words("各项：时间和内容", "the rows: time and text"), required=True),
        Field("note", "备注", Shape.TEXT, Words("下面的一行小字", "a line of small print below"), limit=80),
    )

    def words(self, slide: Slide) -> str:
        """The title and every row."""
        return "\n".join((super().words(slide), *(f"{row.text} {row.note}" for row in rows_of(slide))))

    def face(self, slide: Slide, now: Millis, calendar: Calendar) -> Face:
        """What each row is at `now`, until the next start or end."""
        today = calendar.day(now)
        rows = rows_of(slide)
        spans = _spans(tuple(_on(row, today) for row in rows), calendar)
        key = "".join(span.state(now) for span in spans)
        ahead = [edge for span in spans for edge in (span.start, span.end) if edge is not None and edge > now]
        if any(row.daily for row in rows):
            ahead.append(calendar.midnight(today + timedelta(days=1)))
        return Face(key, min(ahead, default=None))

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """The title, then the rows along a line of time."""
        stage.ground(self.view)
        if stage.long:
            _along(stage, slide, face)
            return None
        safe = stage.safe.top(round(stage.height * 0.885) - stage.safe.y)
        page = safe.inset(0 if stage.portrait else round(safe.width * 0.045), 0)
        title = stage.set(slide.text("agenda"), "heading", page.width, round(page.height * 0.2))
        stage.place(title, page)
        stage.rule(page.x, page.y + title.height + stage.share(0.014), stage.share(0.09), "seal", stroke=0.006)
        room = page.below(title.height + stage.share(0.058))
        foot = footers.source(stage, slide.text("note"), room, label="")
        timetable.draw(stage, rows_of(slide), face, room.top(room.height - foot))
        return None


def _along(stage: Stage, slide: Slide, face: str) -> None:
    """On a strip: the title on the left, the rows side by side on its right."""
    safe, gap = stage.safe, stage.share(0.12)
    width = round(safe.width * 0.2)
    note = slide.text("note")
    title = stage.set(slide.text("agenda"), "heading", width, round(safe.height * (0.6 if note else 1.0)))
    small = stage.set(note, "small", width, round(safe.height * 0.35)) if note else None
    space = stage.share(0.04)
    column = safe.left(max(title.width, small.width if small else 0))
    top = column.y + (column.height - title.height - (small.height + space if small else 0)) // 2
    stage.place(title, Box(column.x, top, column.width, title.height))
    if small:
        stage.place(small, Box(column.x, top + title.height + space, column.width, small.height), colour="soft")
    timetable.draw_along(stage, rows_of(slide), face, safe.beside(column.width + gap))


def rows_of(slide: Slide) -> tuple[Row, ...]:
    """The rows of the slide."""
    value = slide.value("rows")
    return tuple(row for row in value if isinstance(row, Row)) if isinstance(value, tuple) else ()


def _on(row: Row, today: date) -> Row:
    """The row as it is today: a daily one has today's day."""
    if not row.daily or row.start is None:
        return row
    end = None if row.end is None else replace(row.end, day=today)
    return replace(row, start=replace(row.start, day=today), end=end)


@dataclass(frozen=True, slots=True)
class _Span:
    """When a row is on, `[start, end)`; a row without a start never is."""

    start: Millis | None
    end: Millis | None

    def state(self, now: Millis) -> str:
        if self.start is None or now < self.start:
            return COMING
        return PAST if self.end is not None and now >= self.end else NOW


def _spans(rows: tuple[Row, ...], calendar: Calendar) -> list[_Span]:
    """A row without an end lasts until the next one starts, at most to the end of its day; a whole day lasts the day."""
    starts = [None if row.start is None else calendar.instant(row.start) for row in rows]
    return [_Span(start, _end(row, start, starts, calendar)) for row, start in zip(rows, starts, strict=True)]


def _end(row: Row, start: Millis | None, starts: list[Millis | None], calendar: Calendar) -> Millis | None:
    if start is None or row.start is None:
        return None
    if row.end is not None:
        last = row.end if row.end.at is not None else Moment(row.end.day + timedelta(days=1))
        return calendar.instant(last)
    midnight = calendar.instant(Moment(row.start.day + timedelta(days=1)))
    if row.start.at is None:
        return midnight
    return min((other for other in (*starts, midnight) if other is not None and other > start), default=midnight)

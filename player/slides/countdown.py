"""A countdown to a day and time, or every day to a time of day. Its digits tick without painting anything anew."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from player.model.content import Moment, Slide, Value, When
from player.model.frame import Face, Live, Ticking
from player.model.units import DAY, SECOND, DayTime, Millis
from player.model.words import Words
from player.picture.box import Box
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage
    from player.timeline.calendar import Calendar

MOST_DAYS = 999
"""The days are counted to three digits."""


class Countdown(Kind):
    """倒计时: the days, hours, minutes and seconds that are left.

    The face key is the number of digits of the days, "0" where no day is left: the cards differ, the picture
    is painted anew; within one face only the digits tick.
    """

    name = "countdown"
    alias = "倒计时"
    about = Words("到某天某时的倒计时，或每天到某个钟点", "the time left to a day and time, or daily to a time of day")
    view = "wide"
    fields = (
        Field(
            "countdown",
            "倒计时",
            Shape.TARGET,
            Words(
                "到什么时候：日期、日期加时间，或每天的钟点", "until when: a day, a day and time, or a time every day"
            ),
            required=True,
            example="2020-07-04 09:00",
        ),
        Field("title", "标题", Shape.TEXT, Words("距什么", "to what"), example="距云竞答开始", limit=40),
        Field("caption", "说明", Shape.TEXT, Words("下面的一行说明", "a line below it"), limit=80),
    )

    def implied(self, fields: dict[str, Value]) -> When | None:
        """A countdown to a moment makes sense before it only; a daily one always."""
        target = fields.get("countdown")
        if not isinstance(target, Moment):
            return None
        return When(until=Moment(target.day, target.at or DayTime(0)))

    def face(self, slide: Slide, now: Millis, calendar: Calendar) -> Face:
        """How many digits the days have, and until when."""
        target = _target(slide, now, calendar)
        digits = _day_digits(_seconds(target, now))
        if digits == 0:
            return Face("0", target if target > now else None)
        fewest = 10 ** (digits - 1) * 86_400
        return Face(str(digits), Millis(target - (fewest - 1) * SECOND))

    def ticking(self, slide: Slide, now: Millis, calendar: Calendar) -> Ticking | None:
        """The digits at `now`: the seconds that have begun count whole, so 0 comes up at the target itself."""
        target = _target(slide, now, calendar)
        left = _seconds(target, now)
        if left == 0:
            return Ticking("0" * 6, Millis(now + DAY))
        minutes, seconds = divmod(left, 60)
        hours, minutes = divmod(minutes, 60)
        digits = _day_digits(left)
        days = ""
        if digits:
            days = str(min(MOST_DAYS, hours // 24))
            hours %= 24
        return Ticking(f"{days}{hours:02}{minutes:02}{seconds:02}", Millis(target - (left - 1) * SECOND))

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """The title, and below it a row of cards for the days, hours, minutes and seconds; in portrait in two rows."""
        stage.ground(self.view)
        if stage.long:
            return _along(stage, slide, face)
        safe = stage.safe
        air = safe.top(round(stage.height * (0.64 if stage.portrait else 0.70)) - safe.y)
        title = (
            stage.set(slide.text("title"), "heading", air.width, round(air.height * 0.3))
            if slide.text("title")
            else None
        )
        caption = (
            stage.set(slide.text("caption"), "sub", air.width, round(air.height * 0.16))
            if slide.text("caption")
            else None
        )
        gap = stage.share(0.06)
        around = (title.height + gap if title else 0) + (caption.height + gap if caption else 0)
        rows = _rows(int(face or "0"), stage.portrait)
        clock = _Clock(stage, rows, air.width, air.height - around)
        top = air.y + max(0, (air.height - around - clock.height) // 2)
        if title:
            stage.place(title, Box(air.x, top, air.width, title.height), align="centre")
            top += title.height + gap
        live = clock.draw(Box(air.x, top, air.width, clock.height))
        if caption:
            box = Box(air.x, top + clock.height + gap, air.width, caption.height)
            stage.place(caption, box, colour="soft", align="centre")
        return live


def _along(stage: Stage, slide: Slide, face: str) -> Live:
    """On a strip: what is counted to on the left, the cards on the right, as high as they fit."""
    safe, gap = stage.safe, stage.share(0.14)
    words = [
        stage.set(text, role, round(safe.width * 0.36), round(safe.height * part))
        for text, role, part in ((slide.text("title"), "heading", 0.6), (slide.text("caption"), "sub", 0.4))
        if text
    ]
    wide = max((block.width for block in words), default=-gap)
    clock = _Clock(stage, _rows(int(face or "0"), portrait=False), safe.width - wide - gap, safe.height)
    whole = wide + gap + clock.width
    left = safe.x + max(0, (safe.width - whole) // 2)
    top = safe.y + (safe.height - sum(block.height for block in words)) // 2
    for block, colour in zip(words, ("ink", "soft") if slide.text("title") else ("soft",), strict=False):
        stage.place(block, Box(left, top, wide, block.height), colour=colour)
        top += block.height
    return clock.draw(Box(left + wide + gap, safe.y + (safe.height - clock.height) // 2, clock.width, clock.height))


Group = tuple[int, str]
"""Digits that stand together, and their unit."""


def _rows(days: int, portrait: bool) -> tuple[tuple[Group, ...], ...]:
    """The groups, a tuple a row."""
    groups = (*(((days, "天"),) if days else ()), (2, "时"), (2, "分"), (2, "秒"))
    return (groups[:2], groups[2:]) if portrait else (groups,)


class _Clock:
    """Rows of cards, as large as they fit. All lengths follow from the width of a card."""

    RATIO = 1.42
    """A card's height in its widths."""

    def __init__(self, stage: Stage, rows: tuple[tuple[Group, ...], ...], width: int, height: int) -> None:
        self.stage = stage
        self.rows = rows
        units = max(self._length(row) for row in rows)
        tall = len(rows) * self.RATIO + (len(rows) - 1) * 0.35
        self.card = max(8, int(min(width / units, height / tall, stage.share(0.18 if not stage.long else 0.42))))
        self.tall = round(self.card * self.RATIO)
        self.width = ceil(units * self.card)
        self.height = len(rows) * self.tall + (len(rows) - 1) * round(self.card * 0.35)

    @staticmethod
    def _length(row: tuple[Group, ...]) -> float:
        """The row's width in cards: 0.12 between digits, 0.62 for a unit, 0.2 between groups."""
        return sum(count + 0.12 * (count - 1) + 0.62 for count, _ in row) + 0.2 * (len(row) - 1)

    def draw(self, box: Box) -> Live:
        """Draws the cards and units, and says where the digits tick."""
        cells: list[Box] = []
        top = box.y
        for row in self.rows:
            left = float(box.x + (box.width - self._length(row) * self.card) / 2)
            for count, unit in row:
                left = self._group(count, unit, left, top, cells) + 0.2 * self.card
            top += self.tall + round(self.card * 0.35)
        return self.stage.digits(tuple(cells), round(self.card * 1.12))

    def _group(self, count: int, unit: str, left: float, top: int, cells: list[Box]) -> float:
        radius = round(self.card * 0.1)
        for _ in range(count):
            card = Box(round(left), top, self.card, self.tall)
            self.stage.sheet(card, "deep", radius=radius, raised=True)
            cells.append(card.inset(radius // 2, radius // 2))
            left += self.card * 1.12
        left -= self.card * 0.12
        room = Box(round(left), top, round(self.card * 0.62), round(self.tall * 0.96))
        self.stage.text(unit, room, "strong", colour="soft", align="centre", stand="bottom")
        return left + self.card * 0.62


def _target(slide: Slide, now: Millis, calendar: Calendar) -> Millis:
    """The instant counted to: that of the moment, or the next one of the time of day."""
    value = slide.value("countdown")
    if isinstance(value, Moment):
        return calendar.instant(value)
    at = DayTime(value) if isinstance(value, int) else DayTime(0)
    today = calendar.moment(now).day
    target = calendar.instant(Moment(today, at))
    return target if target > now else calendar.instant(Moment(today + timedelta(days=1), at))


def _seconds(target: Millis, now: Millis) -> int:
    """The seconds left, the one that has begun counted whole; 0 from the target on."""
    return max(0, -(-(target - now) // SECOND))


def _day_digits(seconds: int) -> int:
    days = min(MOST_DAYS, seconds // 86_400)
    return len(str(days)) if days else 0

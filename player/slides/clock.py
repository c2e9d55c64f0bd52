"""A clock: the time in live digits, the date and the weekday, the lunar date and the solar term.

Where the machine's clock is doubted it shows --:-- and no date: never a wrong time.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from player.model.content import Moment, Slide
from player.model.frame import Face, Live, Ticking
from player.model.units import MINUTE, SECOND, Millis
from player.model.words import Words
from player.picture.box import Box
from player.picture.zones import letter_of
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage
    from player.timeline.calendar import Calendar

UNSURE = "?"
"""The face of a clock that nobody believes."""

_WEEK = "一二三四五六日"


class Clock(Kind):
    """时钟: a zone's kind. The face is the day; within it only the digits tick."""

    name = "clock"
    alias = "时钟"
    about = Words("时间、日期、星期，可带农历和节气", "time, date and weekday, with the lunar date")
    fields = (
        Field("seconds", "秒", Shape.FLAG, Words("是：显示秒", "yes: with seconds")),
        Field("lunar", "农历", Shape.FLAG, Words("否：不显示农历和节气", "no: without the lunar date")),
    )
    unsure = UNSURE

    def face(self, slide: Slide, now: Millis, calendar: Calendar) -> Face:
        """The local day, until its end."""
        day = calendar.day(now)
        return Face(day.isoformat(), calendar.instant(Moment(day + timedelta(days=1))))

    def ticking(self, slide: Slide, now: Millis, calendar: Calendar) -> Ticking | None:
        """The digits of the wall clock, and when the next of them changes."""
        at = calendar.moment(now).at or 0
        step = SECOND if slide.value("seconds") is True else MINUTE
        seconds = at // SECOND
        text = f"{seconds // 3600:02}{seconds // 60 % 60:02}" + (f"{seconds % 60:02}" if step == SECOND else "")
        return Ticking(text, Millis(now - at % step + step))

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """The time at the right; left of it the date over the lunar one, or, where there is room, both in a line."""
        from player.picture.zones_type import digits, lined  # noqa: PLC0415  # Pillow: the worker alone draws

        size = letter_of(stage.height)
        stage.sheet(stage.whole, "deep")
        air = round(size * 0.9)
        large = min(max(round(size * 1.36), stage.least("digit")), round(stage.height * 0.7))
        colon = lined(stage, ":", "digit", large)
        count = 6 if slide.value("seconds") is True else 4
        cell = round(large * 0.6)
        gap = round(large * 0.32)
        wide = count * cell + (count // 2 - 1) * gap
        left = stage.width - air - wide
        places: list[Box] = []
        for number in range(count):
            if number and number % 2 == 0:
                stage.place(colon, Box(left, 0, gap, stage.height), colour="light", align="centre", stand="middle")
                left += gap
            places.append(Box(left, (stage.height - round(large * 1.1)) // 2, cell, round(large * 1.1)))
            left += cell
        if face == UNSURE or not face:
            dash = lined(stage, "-", "digit", large)
            for place in places:
                stage.place(dash, place, colour="light", align="centre", stand="middle")
            return None
        rest = Box(air, 0, stage.width - 2 * air - wide - round(size * 0.7), stage.height)
        _date(stage, date.fromisoformat(face), rest, lunar=slide.value("lunar") is not False)
        return digits(stage, tuple(places), large, "light")


def _date(stage: Stage, day: date, room: Box, *, lunar: bool) -> None:
    """The date in the room: one line where it is wide, else two, right beside the time."""
    roomy = room.width > room.height * 8
    said = (
        f"{day.year}年{day.month}月{day.day}日　星期{_WEEK[day.weekday()]}"
        if roomy
        else (f"{day.month}月{day.day}日 周{_WEEK[day.weekday()]}")
    )
    words = lunar_words(day) if lunar else ""
    if not roomy:
        line = round(room.height * 0.46)
        stage.rule(0, (room.height - line) // 2, line, "hill", upright=True)
    if roomy:
        stage.text(f"{said}　{words}".strip("　"), room, "strong", colour="light", stand="middle", largest=0.9)
        return
    if not words:
        stage.text(said, room, "sub", colour="light", align="right", stand="middle")
        return
    half = round(room.height * 0.42)
    top = (room.height - 2 * half) // 2
    stage.text(
        said, Box(room.x, top, room.width, half), "small", colour="light", align="right", stand="bottom", largest=1.4
    )
    under = Box(room.x, top + half, room.width, half)
    stage.text(words, under, "small", colour="light", align="right", stand="top", largest=1.4)


def lunar_words(day: date) -> str:
    """The lunar month and day, and the solar term that begins on it; empty outside of the years that are known."""
    from borax.calendars.lunardate import LunarDate  # type: ignore[import-untyped]  # noqa: PLC0415  # it ships no types; 20 ms, of use to a painter of a clock alone

    try:
        lunar = LunarDate.from_solar(day)
    except ValueError:
        return ""
    words = f"农历{lunar.strftime('%L%M月%D')}"
    return f"{words} {lunar.term}" if lunar.term else words

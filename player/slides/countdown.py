"""A countdown to a day and time, or every day to a time of day. Its digits tick without painting anything anew."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from player.model.content import Moment, Slide, Value, When
from player.model.frame import Face, Live, Ticking
from player.model.units import DAY, SECOND, DayTime, Millis
from player.model.words import Words
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
        """The title, and below it a row of cards."""
        return None


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

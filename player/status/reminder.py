"""The reminder of the day's report: on a day of a campaign, in the half hour before the report is due, the status page says so.

A day is one of a campaign where a playlist that was given a first and a last day rules on it: whoever shows the same all year has
nobody to report to every afternoon.
"""

from __future__ import annotations

from player.model.content import Moment
from player.model.units import MINUTE, DayTime, Millis
from player.model.words import Words
from player.timeline.scenes import Timeline

AHEAD = 30 * MINUTE
"""How long before it is due it is reminded of."""

REMINDER = Words("今天的日报 {at} 前报送", "Today's report is due by {at}")
CURE = Words(
    "在电脑上运行 qingbo report -o 日报.docx，补上标黄的几处就能报送。",
    "Run qingbo report -o report.docx at a desk, and fill in what is marked yellow.",
)


def report_due(timeline: Timeline | None, now: Millis, by: int) -> Millis | None:
    """When the day's report is due, where it is time to say so; None where it is not, or there is none (`by` is under 0)."""
    if timeline is None or by < 0:
        return None
    calendar = timeline.calendar
    day = calendar.day(now)
    due = calendar.instant(Moment(day, DayTime(by)))
    if not due - AHEAD <= now < due:
        return None
    campaigns = (
        playlist
        for playlist in timeline.snapshot.playlists
        if playlist.when.start is not None and playlist.when.until is not None and not playlist.takeover
    )
    return due if any(calendar.meeting(playlist.when, day) for playlist in campaigns) else None

"""A week as a calendar (iCalendar, RFC 5545): an event for each time in which a playlist rules, and for each slide with times of its own."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from player.model.content import ALWAYS, Slide
from player.model.settings import Settings
from player.model.snapshot import Playlist
from player.model.units import Millis
from player.model.words import Language, Words
from player.slides.naming import kind_name, title_of
from tools import titles
from tools.reading import Reading
from tools.timetable_week import Span, Week, intervals

_NAME = Words("一周播放安排", "What plays this week")
_TAKEOVER = Words("紧急插播：", "Takeover: ")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LISTED = 30


def calendar(found: Reading, week: Week, settings: Settings, language: Language) -> bytes:
    """The .ics. Its times are UTC, which every calendar shows in its own zone; a running number of an event stays the same."""
    from icalendar import Calendar, Event  # noqa: PLC0415  # only where a calendar is made

    made = Calendar()
    made.add("prodid", "-//Qingbo//timetable//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _NAME.said(language))
    made.add("x-wr-timezone", settings.zone)
    for playlist, slide, span in intervals(found, week):
        event = Event()
        event.add("uid", _uid(settings, playlist, slide, span))
        event.add("dtstamp", _utc(found.now))
        event.add("dtstart", _utc(span[0]))
        event.add("dtend", _utc(span[1]))
        event.add("summary", _summary(playlist, slide, language))
        event.add("description", _description(playlist, slide, language))
        event.add("transp", "TRANSPARENT")
        if settings.place:
            event.add("location", settings.place)
        made.add_component(event)
    for one in week.around:
        if one.zone.when == ALWAYS:  # on with its playlist, which has events, or always
            continue
        for span in one.spans:
            event = Event()
            event.add("uid", _uid_named(settings, one.zone.owner, one.zone.name, one.zone.slides[0].id, str(span[0])))
            event.add("dtstamp", _utc(found.now))
            event.add("dtstart", _utc(span[0]))
            event.add("dtend", _utc(span[1]))
            event.add("summary", _plain(f"{titles.zone_name(one.zone.name, language)}：{titles.zone_title(one.zone)}"))
            event.add("transp", "TRANSPARENT")
            if settings.place:
                event.add("location", settings.place)
            made.add_component(event)
    return bytes(made.to_ical())


def _summary(playlist: Playlist, slide: Slide | None, language: Language) -> str:
    if slide is not None:
        return _plain(f"{title_of(slide)}（{kind_name(slide, language)}）")
    return _plain((_TAKEOVER.said(language) if playlist.takeover else "") + titles.playlist_name(playlist))


def _description(playlist: Playlist, slide: Slide | None, language: Language) -> str:
    if slide is not None:
        return _plain(f"{titles.playlist_name(playlist)} · {titles.place(slide, language)}")
    listed = [f"{number}. {title_of(one)}" for number, one in enumerate(playlist.slides[:_LISTED], 1)]
    more = ["…"] if len(playlist.slides) > _LISTED else []
    return "\n".join(_plain(line) for line in (playlist.id, *listed, *more))


def _plain(text: str) -> str:
    """The text without what a calendar cannot hold."""
    return "".join(char if char.isprintable() else " " for char in text)


def _uid(settings: Settings, playlist: Playlist, slide: Slide | None, span: Span) -> str:
    return _uid_named(settings, playlist.id, slide.id if slide else "", str(span[0]))


def _uid_named(settings: Settings, *names: str) -> str:
    named = "\0".join((settings.screen, *names))
    return f"{hashlib.sha256(named.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}@qingbo"


def _utc(instant: Millis) -> datetime:
    """The instant, to the second, as RFC 5545 has them."""
    return _EPOCH + timedelta(seconds=instant // 1000)

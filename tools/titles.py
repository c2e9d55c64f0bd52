"""What people call things: a slide by its first words, a kind by its name, a condition as one would say it."""

from __future__ import annotations

from player.ingest.names import plain_name
from player.model.content import Days, Slide, When
from player.model.snapshot import Playlist
from player.model.words import Language, Words
from player.slides.kinds import kind_of
from tools import instants

_RANGE = Words("{start} 至 {until}", "{start} to {until}")
_FROM = Words("{start} 起", "from {start}")
_UNTIL = Words("到 {until} 为止", "until {until}")
_WORKDAYS = Words("工作日", "workdays")
_HOLIDAYS = Words("节假日", "holidays")
_ALWAYS = Words("随时", "always")
_COMMA = Words("，", ", ")
_AND = Words("、", ", ")


def title(slide: Slide) -> str:
    """The slide's title or first text, in one line; else its file's name; else its kind."""
    named = slide.text(kind_of(slide.kind).fields[0].name)
    others = (value for _, value in slide.fields if isinstance(value, str))
    for text in (slide.text("title"), named, *others):
        if text.strip():
            return " ".join(text.split())
    return plain_name(slide.assets[0].name) if slide.assets else slide.kind


def kind_name(slide: Slide, language: Language) -> str:
    """The kind as staff write it."""
    return Words(kind_of(slide.kind).alias, slide.kind).said(language)


def playlist_name(playlist: Playlist) -> str:
    """The name that staff gave it, else its file or folder."""
    return playlist.name or playlist.id


def place(slide: Slide, language: Language) -> str:
    """Where the slide was written: the file, and its line where it has one."""
    line = Words(" 第{}行", " line {}").said(language).format(slide.source.line) if slide.source.line else ""
    return slide.source.file + line


def condition(when: When, language: Language) -> str:
    """When it holds, as one would say it: `2020-06-29 至 2020-07-05，工作日，08:00-12:00`."""
    parts = [_span(when, language), _days(when.days, language)]
    parts.append(
        _AND.said(language).join(
            f"{instants.day_time(part.start)}-{instants.day_time(part.end)}" for part in when.hours
        )
    )
    return _COMMA.said(language).join(part for part in parts if part) or _ALWAYS.said(language)


def _span(when: When, language: Language) -> str:
    start = instants.moment(when.start) if when.start else ""
    until = instants.moment(when.until) if when.until else ""
    words = _RANGE if start and until else _FROM if start else _UNTIL if until else Words("", "")
    return words.said(language).format(start=start, until=until)


def _days(days: Days | None, language: Language) -> str:
    if days is None:
        return ""
    parts = [instants.weekday_name(number, language) for number in days.weekdays]
    parts += [_WORKDAYS.said(language)] if days.workdays else []
    parts += [_HOLIDAYS.said(language)] if days.holidays else []
    return _AND.said(language).join(parts)

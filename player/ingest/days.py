"""Which days differ from Monday-to-Friday: the official holidays and swaps (调休). The only importer of chinese_calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from player.model.content import When
from player.model.snapshot import DayTable, Playlist

_SATURDAY = 5


def days_used(playlists: Iterable[Playlist]) -> bool:
    """Whether anything plays by workdays or holidays."""
    return any(when.days is not None and (when.days.workdays or when.days.holidays) for when in _whens(playlists))


def years_named(playlists: Iterable[Playlist]) -> set[int]:
    """The years that the content's dates touch."""
    years: set[int] = set()
    for when in _whens(playlists):
        ends = [end.day.year for end in (when.start, when.until) if end is not None]
        if ends:
            years |= set(range(min(ends), min(max(ends), min(ends) + 10) + 1))
    return years


def _whens(playlists: Iterable[Playlist]) -> Iterable[When]:
    for playlist in playlists:
        yield playlist.when
        for slide in playlist.slides:
            yield from slide.when


def table_for(years: Iterable[int], own: DayTable) -> DayTable:
    """The table of those of the `years` that are known; `own` goes before what is built in."""
    official = _official()
    wanted = sorted(set(years) | set(own.years))
    known: list[int] = []
    off: list[date] = []
    on: list[date] = []
    for year in wanted:
        if year in own.years:
            off += [day for day in own.off if day.year == year]
            on += [day for day in own.on if day.year == year]
        elif year in official:
            off += official[year][0]
            on += official[year][1]
        else:
            continue
        known.append(year)
    return DayTable(tuple(known), tuple(sorted(set(off))), tuple(sorted(set(on))))


_TABLES: dict[int, tuple[list[date], list[date]]] = {}


def _official() -> dict[int, tuple[list[date], list[date]]]:
    """For each year announced: weekdays off and weekend days worked."""
    if not _TABLES:
        from chinese_calendar import constants  # noqa: PLC0415  # half a megabyte, for content that rules by workdays

        holidays: dict[date, Any] = constants.holidays
        workdays: dict[date, Any] = constants.workdays
        for year in sorted({day.year for day in holidays}):
            off = sorted(day for day in holidays if day.year == year and day.weekday() < _SATURDAY)
            on = sorted(day for day in workdays if day.year == year and day.weekday() >= _SATURDAY)
            _TABLES[year] = (off, on)
    return _TABLES

"""The user's own file of holidays and swaps, for years that the built-in table does not know yet -> DayTable."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from player.ingest.clock_words import flat, moment
from player.ingest.desk import Desk, is_empty, pairs_of
from player.ingest.loose_desk import loose_desk
from player.ingest.parse import parse
from player.ingest.tree import MAX_BYTES, Items, Node, Table, Text
from player.ingest.vocabulary import HOLIDAY_KEYS
from player.model.problem import Problem
from player.model.snapshot import DayTable

_SATURDAY = 5
_LONGEST = 60  # days of one range


def read_holidays(path: Path) -> tuple[DayTable, tuple[Problem, ...]]:
    """The table that the file holds, and what is wrong with it; an empty table where there is no such file."""
    desk = loose_desk(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        desk.add("file-unreadable", reason=error.strerror or str(error))
        return DayTable(), tuple(desk.report.problems)
    parsed = parse(data, desk.report)
    table = _table(parsed.node, desk) if parsed.readable else DayTable()
    return table, tuple(desk.report.problems)


def _table(node: Node | None, desk: Desk) -> DayTable:
    if not isinstance(node, Table):
        desk.add("holidays-shape")
        return DayTable()
    found: dict[str, list[date]] = {"off": [], "on": []}
    years: set[int] = set()
    for word, key, value in pairs_of(node, HOLIDAY_KEYS, desk):
        if is_empty(value):
            continue
        for item in value.items if isinstance(value, Items) else [value]:
            if not isinstance(item, Text):
                desk.add("value-shape", item.spot, key=key.value, example=f"{word.name}: {word.example}")
            elif word.name == "years":
                years |= _years(item, desk)
            else:
                found[word.name] += _span(item, desk)
    years |= {day.year for days in found.values() for day in days}
    off = sorted({day for day in found["off"] if day.weekday() < _SATURDAY})
    on = sorted({day for day in found["on"] if day.weekday() >= _SATURDAY})
    return DayTable(tuple(sorted(years)), tuple(off), tuple(on))


def _years(item: Text, desk: Desk) -> set[int]:
    years: set[int] = set()
    for part in re.split(r"\s*[,;、]\s*", flat(item.value)):
        if re.fullmatch(r"2[01]\d\d年?", part):
            years.add(int(part[:4]))
        else:
            desk.add("number-unclear", item.spot, text=part, low=2000, high=2199, example="years: [2027]")
    return years


def _span(item: Text, desk: Desk) -> list[date]:
    """The days of `2027-02-08`, of `2027-02-06~02-12`, of several with commas."""
    days: list[date] = []
    for part in re.split(r"\s*[,;、]\s*", flat(item.value)):
        ends = re.split(r"\s*(?:~|至|到|\.\.| - )\s*", part)
        if len(ends) > 2:
            desk.add("date-unclear", item.spot, text=part)
            continue
        first = _day(ends[0], item, desk)
        if first is None:
            continue
        last = first
        if len(ends) == 2:
            end = ends[1] if re.match(r"\d{4}", ends[1]) else f"{first.year}-{ends[1]}"
            last = _day(end, item, desk) or first
        if not 0 <= (last - first).days <= _LONGEST:
            desk.add("date-unclear", item.spot, text=part)
            continue
        days += [first + timedelta(days=count) for count in range((last - first).days + 1)]
    return days


def _day(text: str, item: Text, desk: Desk) -> date | None:
    return desk.read(lambda value: moment(value, desk.said).day, Text(item.spot, text))

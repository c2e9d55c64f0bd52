"""The rows of an agenda: a list of {time, text, until, note}, or lines like `9:00-10:00 开幕式`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from player.ingest.clock_words import Said, Unclear, flat, moment, time_of_day
from player.ingest.desk import Desk, pairs_of, text_of
from player.ingest.tree import Items, Node, Table, Text
from player.ingest.vocabulary import ROW_KEYS
from player.model.content import Moment, Row

_DAILY = date(2000, 1, 1)
"""The day that stands in rows which are on every day; it means nothing."""

_MOST = 40
_LONGEST = 80
_TO = re.compile(r"\s*(?:-|~|至|到|->|\bto\b)\s*")
_TIME_WORDS = 5  # 2020-07-04 9:00 - 10:00 …


@dataclass(frozen=True, slots=True)
class _Span:
    start: Moment | None
    end: Moment | None
    daily: bool = False


def read_rows(node: Node, key: Text, desk: Desk) -> tuple[Row, ...] | None:
    """The rows that can be read; None where there is none."""
    if not isinstance(node, Items):
        desk.add("row-shape", node.spot if text_of(node).strip() or isinstance(node, Table) else key.spot)
        return None
    rows: list[tuple[Row, Node]] = []
    day: date | None = None
    for item in node.items[:_MOST]:
        row = _row(item, day, desk)
        if row is None:
            continue
        if row.start is not None:
            if rows and rows[-1][0].daily == row.daily and _later(rows[-1][0].start, row.start):
                desk.add("row-order", item.spot)
            day = None if row.daily else row.start.day
        rows.append((row, item))
    if len(node.items) > _MOST:
        desk.add("rows-many", node.items[_MOST].spot, count=len(node.items), limit=_MOST)
    if any(row.start is not None and not row.daily for row, _ in rows):
        for row, item in rows:
            if row.daily:
                desk.add("row-day", item.spot, text=row.text)
    return tuple(row for row, _ in rows) or None


def _row(item: Node, day: date | None, desk: Desk) -> Row | None:
    if isinstance(item, Text):
        return _row_line(item, day, desk)
    if not isinstance(item, Table):
        desk.add("row-shape", item.spot)
        return None
    parts: dict[str, Text] = {}
    for word, _, value in pairs_of(item, ROW_KEYS, desk):
        if text_of(value).strip():
            parts[word.name] = Text(value.spot, text_of(value))
    if "text" not in parts:
        desk.add("row-shape", item.spot)
        return None
    span: _Span | None = _Span(None, None)
    if "time" in parts:
        span = desk.read(lambda text: _read_span(text, day, desk.said), parts["time"])
    if span is None:
        return None
    if "until" in parts and span.start is not None:
        start, daily = span.start, span.daily
        end = desk.read(lambda text: _moment(text, start.day, desk.said)[0], parts["until"])
        span = _Span(start, end, daily)
    note = " ".join(parts["note"].value.split())[:_LONGEST] if "note" in parts else ""
    return _whole(" ".join(parts["text"].value.split()), span, note, item, desk)


def _row_line(item: Text, day: date | None, desk: Desk) -> Row | None:
    """The row of `9:00-10:00 开幕式`: the most words at its beginning that are a time, then the text."""
    words = item.value.split()
    if not words:
        desk.add("row-shape", item.spot)
        return None
    for count in range(min(len(words) - 1, _TIME_WORDS), 0, -1):
        try:
            span = _read_span(" ".join(words[:count]), day, desk.said)
        except Unclear as unclear:
            desk.said.notes.clear()
            if count == 1 and unclear.code in ("date-impossible", "time-impossible"):
                desk.add(unclear.code, item.spot, **unclear.facts)
                return None
            continue
        for code, facts in desk.said.notes:
            desk.add(code, item.spot, **facts)
        desk.said.notes.clear()
        return _whole(" ".join(words[count:]), span, "", item, desk)
    return _whole(" ".join(words), _Span(None, None), "", item, desk)


def _whole(text: str, span: _Span, note: str, item: Node, desk: Desk) -> Row | None:
    if len(text) > _LONGEST:
        desk.add("text-long", item.spot, key="text", count=len(text), limit=_LONGEST)
        return None
    end = span.end
    if span.start is not None and end is not None and _later(span.start, end):
        desk.add("row-end", item.spot)
        end = None
    return Row(text, span.start, end, note, daily=span.daily)


def _read_span(text: str, day: date | None, said: Said) -> _Span:
    """The start and end of 9:00, 2020-07-04 09:00-10:00, 7月4日, 9:00至10:00. Raises Unclear."""
    whole = flat(text)
    for cut in reversed([match for match in _TO.finditer(whole) if match.start() > 0 and match.end() < len(whole)]):
        first, last = whole[: cut.start()], whole[cut.end() :]
        try:
            start, daily = _moment(first, day, said)
            end, _ = _moment(last, start.day, said)
        except Unclear:
            said.notes.clear()
            continue
        if (start.at is None) == (end.at is None) and not last.isdigit():
            return _Span(start, end, daily)
    start, daily = _moment(whole, day, said)
    return _Span(start, None, daily)


def _moment(text: str, day: date | None, said: Said) -> tuple[Moment, bool]:
    """A day, a day and time, or a time on `day`; and whether it is on every day. Raises Unclear."""
    try:
        at = time_of_day(text)
    except Unclear as unclear:
        if unclear.code == "time-impossible":
            raise
        return moment(text, said), False
    return Moment(day or _DAILY, at), day is None


def _later(one: Moment | None, other: Moment) -> bool:
    """Whether `one` is later than `other`."""
    return one is not None and (one.day, one.at or 0) > (other.day, other.at if other.at is not None else 86_400_000)

"""The times of a row of a spreadsheet, as the table that YAML has under `when:`."""

from __future__ import annotations

from player.ingest.desk import Desk
from player.ingest.tree import Node, Table, Text
from player.ingest.vocabulary import WHEN_KEYS

TIMES = frozenset(word.name for word in WHEN_KEYS)
"""The columns that are times."""


def hours_meant(when: Table, desk: Desk) -> Table:
    """The times, where 开始 and 结束 hold times of day alone as hours of every day, which is told."""
    pairs = {_name(key): (key, value) for key, value in when.pairs}
    start, until = pairs.get("开始"), pairs.get("结束")
    if start is None or until is None or "时段" in pairs:
        return when
    first, last = start[1], until[1]
    if not (isinstance(first, Text) and isinstance(last, Text) and _is_clock(first.value) and _is_clock(last.value)):
        return when
    hours = f"{first.value.strip()}-{last.value.strip()}"
    desk.add("table-hours-meant", first.spot, said=hours)
    rest = [pair for pair in when.pairs if pair not in (start, until)]
    return Table(when.spot, [*rest, (Text(first.spot, "时段"), Text(first.spot, hours))])


def _name(key: Node) -> str:
    return key.value if isinstance(key, Text) else ""


def _is_clock(text: str) -> bool:
    """Whether the text is a time of day and nothing besides: 9:00, 09:00."""
    hours, mark, minutes = text.strip().replace("：", ":").partition(":")
    return bool(mark) and hours.isdigit() and minutes.isdigit() and len(hours) <= 2 and len(minutes) == 2

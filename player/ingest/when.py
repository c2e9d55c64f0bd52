"""When something plays: the tree of `when:` -> When. Also the short form on one line: 工作日 9:00-17:00."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from player.ingest.clock_words import Said, Unclear, flat, moment
from player.ingest.desk import Desk, pairs_of, text_of
from player.ingest.shapes import days, days_of_week, hours, hours_of_day
from player.ingest.tree import Node, Table, Text
from player.ingest.vocabulary import WHEN_KEYS, Word
from player.ingest.when_words import AT_ONCE, ENDLESS, ends_meant, is_clock, one_line
from player.model.content import Moment, When
from player.model.tokens import spoken
from player.model.units import DAY, MINUTE, SECOND, DayTime

_LAST_MINUTE = (DAY - MINUTE, DAY - SECOND)
"""23:59 and 23:59:59 as the end of something."""

_MOST_AROUND = 270
"""Days that a range without years may last across New Year."""

Pair = tuple[Word, Text, Node]
_MOST_SPACES = 8  # in one line of conditions; each is looked at as a place to part it


def read_when(node: Node, key: Text, desk: Desk) -> When | None:
    """The conditions of `when:`; None where a part of them is wrong, so that nothing plays at a wrong time."""
    before = desk.errors
    if isinstance(node, Text):
        when = _from_line(node, desk) if node.value.strip() else None
        if not node.value.strip():
            desk.add("value-missing", key.spot, key=key.value, example="when: {from: 2020-06-29, until: 2020-07-05}")
    elif isinstance(node, Table):
        when = _from_table(node, desk)
    else:
        when = _from_line(Text(node.spot, text_of(node)), desk)
    if when is None or desk.errors > before:
        return None
    return _checked(when, key, desk)


def _from_table(node: Table, desk: Desk) -> When:
    when = When()
    pairs = _as_meant(list(pairs_of(node, WHEN_KEYS, desk)), desk)
    said, anchors = desk.said, _anchors({word.name: text_of(value) for word, _, value in pairs}, desk)
    for word, key, value in pairs:
        text = text_of(value)
        desk.said = replace(said, today=anchors.get(word.name, said.today))
        if not text.strip():
            desk.add("value-missing", key.spot, key=key.value, example=f"{word.name}: {word.example}")
            continue
        when = _with(when, word, Text(value.spot, text), desk)
    desk.said = said
    return when


def _as_meant(pairs: list[Pair], desk: Desk) -> list[Pair]:
    """The pairs; where `from` or `until` holds a range, or both hold times of day, what is meant by them, which is told."""
    held = {word.name: (key, text_of(value).strip()) for word, key, value in pairs}
    _, start = held.get("from", (None, ""))
    key, until = held.get("until", (None, ""))
    key, _ = held.get("from", (key, ""))
    ends = ends_meant(start, until) if start or until else None
    if ends is None or key is None or (ends.hours and "hours" in held):
        return pairs
    said = {name: text for name, text in ends._asdict().items() if text}
    names = {"hours": "hours", "start": "from", "until": "until"}
    made = [(word, text) for name, text in said.items() if (word := WHEN_KEYS.find(names[name])) is not None]
    fixed = ", ".join(f"{word.name if key.value.isascii() else word.alias}: {text}" for word, text in made)
    spot = next(value.spot for word, _, value in pairs if word.name in ("from", "until"))
    written = ", ".join(text for text in (start, until) if text)
    desk.add("when-meant", spot, key=key.value, text=written, fixed=fixed)
    rest = [pair for pair in pairs if pair[0].name not in ("from", "until")]
    return rest + [(word, Text(key.spot, word.name), Text(spot, text)) for word, text in made]


def _anchors(texts: dict[str, str], desk: Desk) -> dict[str, date]:
    """The days near which `from` and `until` are meant, where neither has a year: in that year which brings their range nearest."""
    ends = [texts.get(name, "").strip() for name in ("from", "until")]
    if not all(ends) or any(_has_year(end) for end in ends):
        return {}
    try:
        start, until = (moment(end, Said(desk.today)) for end in ends)
    except Unclear:
        return {}
    around = nearest(When(start=start, until=_after(start, until, ends[1])), desk.today)
    return {name: end.day for name, end in (("from", around.start), ("until", around.until)) if end is not None}


def _with(when: When, word: Word, text: Text, desk: Desk) -> When:
    """The conditions with one more read."""
    if word.name in ("from", "until") and is_clock(text.value):
        desk.add("date-no-day", text.spot, key=word.both, text=text.value.strip())
        return when
    if (ENDLESS if word.name == "until" else AT_ONCE).fullmatch(text.value.strip()) and word.name in ("from", "until"):
        return when
    if word.name == "from":
        start = desk.read(lambda value: moment(value, desk.said), text)
        return when if start is None else replace(when, start=start)
    if word.name == "until":
        until = desk.read(lambda value: moment(value, desk.said), text)
        return when if until is None else replace(when, until=_after(when.start, until, text.value))
    if word.name == "days":
        named = desk.read(days_of_week, text)
        return when if named is None else replace(when, days=named)
    windows = desk.read(hours_of_day, text)
    return when if windows is None else replace(when, hours=windows)


def _after(start: Moment | None, until: Moment, text: str) -> Moment:
    """An `until` without a year means the first such day after the start."""
    if start is None or _has_year(text) or until.day >= start.day:
        return until
    for year in (start.day.year, start.day.year + 1):
        try:
            day = until.day.replace(year=year)
        except ValueError:
            continue
        if day >= start.day:
            return replace(until, day=day)
    return until


def _from_line(text: Text, desk: Desk) -> When | None:
    """The conditions of one line: a range of days, days of the week, hours, in any order."""
    whole = spoken(text.value)
    attempts: tuple[Callable[[], When], ...] = (
        lambda: _range(whole, desk.said) if _are_days(whole) else When(hours=hours(whole)),
        lambda: When(days=days(whole)),
        lambda: _range(whole, desk.said),
    )
    for attempt in attempts:
        try:
            when = attempt()
        except Unclear as unclear:
            if unclear.code in ("date-impossible", "time-impossible", "date-relative", "digit-letter"):
                desk.add(unclear.code, text.spot, **unclear.facts)
                return None
            continue
        return when
    said = one_line(whole, desk.said)
    if isinstance(said, When):
        return said
    if said != whole:
        return _from_line(Text(text.spot, said), desk)
    first, _, rest = whole.rpartition(" ")
    if first and rest and whole.count(" ") <= _MOST_SPACES:
        return _both(Text(text.spot, first), Text(text.spot, rest), text, desk)
    desk.add("when-unclear", text.spot, text=text.value)
    return None


_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2}) ?(?:-|~|至|到) ?(\d{1,2})\.(\d{1,2})")


def _are_days(text: str) -> bool:
    """Whether 7.4-7.5 are days and not hours: both can be days, or one of them cannot be a time (9.00-17.30)."""
    match = _DOTTED.fullmatch(text)
    if match is None:
        return False
    month, day, last_month, last_day = map(int, match.groups())
    days = all(1 <= one <= 12 and 1 <= other <= 31 for one, other in ((month, day), (last_month, last_day)))
    return days or min(len(match[2]), len(match[4])) < 2


def _both(left: Text, right: Text, whole: Text, desk: Desk) -> When | None:
    quiet = desk.quiet()
    one, other = _from_line(left, quiet), _from_line(right, quiet)
    if one is None or other is None:
        desk.add("when-unclear", whole.spot, text=whole.value)
        return None
    return When(
        start=one.start or other.start,
        until=one.until or other.until,
        days=one.days or other.days,
        hours=one.hours or other.hours,
    )


def _range(text: str, said: Said) -> When:
    """The days of 2020-06-29 至 07-05, 6月29日-7月5日, or one day alone."""
    ends = re.split(r"\s*(?:~|至|到|\bto\b|\.\.| - )\s*", text)
    if len(ends) == 1 and text.count("-") == 1:
        ends = text.split("-")
    if len(ends) == 1:
        day = moment(text, said)
        return When(start=day, until=None if day.at is not None else day)
    if len(ends) != 2:
        raise Unclear("when-unclear", text=text)
    start = moment(ends[0], said)
    last = ends[1]
    if re.fullmatch(r"\d{1,2} *[日号]?", last):
        last = f"{start.day.month}-{last}"
    until = moment(last, said)
    wrapped = _after(start, until, last)
    if wrapped != until and (wrapped.day - start.day).days > _MOST_AROUND:
        return When(start=start, until=until)  # 7月5日-7月4日 are the wrong way round, not a year but a day
    if _has_year(ends[0] + last):
        return When(start=start, until=wrapped)
    return nearest(When(start=start, until=wrapped), said.today)


def _has_year(text: str) -> bool:
    return bool(re.search(r"\d{4}|[零〇一二三四五六七八九]{4}", flat(text)))


def nearest(when: When, today: date) -> When:
    """The conditions, whose days have no years of their own, in the year in which they are nearest to `today`: around it if they can be."""
    if when.start is None or when.until is None:
        return when
    choices = [moved for years in (0, -1, 1) if (moved := _moved(when.start, when.until, years)) is not None]

    def away(ends: tuple[Moment, Moment]) -> int:
        return max((ends[0].day - today).days, (today - ends[1].day).days, 0)

    start, until = min(choices, key=away)
    return replace(when, start=start, until=until)


def _moved(start: Moment, until: Moment, years: int) -> tuple[Moment, Moment] | None:
    try:
        days = [end.day.replace(year=end.day.year + years) for end in (start, until)]
    except ValueError:  # 29 February
        return None
    return replace(start, day=days[0]), replace(until, day=days[1])


def _checked(when: When, key: Text, desk: Desk) -> When | None:
    """The conditions if they can ever hold; a problem where they cannot."""
    start, until = when.start, when.until
    if start is not None and until is not None:
        late = until.day < start.day or (
            until.day == start.day and until.at is not None and until.at <= (start.at or 0)
        )
        if late:
            desk.add("when-reversed", key.spot, start=moment_text(start), until=moment_text(until))
            return None
    whole = _to_the_end(when)
    if whole != when:
        desk.add("time-last-minute", key.spot)
    return whole


def _to_the_end(when: When) -> When:
    """The conditions with ends at 23:59 moved to the end of the day: nobody means the last minute to be left out."""
    hours = tuple(replace(part, end=DayTime(DAY)) if part.end in _LAST_MINUTE else part for part in when.hours)
    until = when.until
    if until is not None and until.at in _LAST_MINUTE:
        until = Moment(until.day)
    return replace(when, hours=hours, until=until)


def is_over(when: When, now: Moment) -> bool:
    """True where the conditions' end has passed."""
    until = when.until
    if until is None:
        return False
    return until.day < now.day or (until.at is not None and until.day == now.day and until.at <= (now.at or 0))


def moment_text(at: Moment) -> str:
    """A day, or day and time, for a sentence."""
    if at.at is None:
        return at.day.isoformat()
    minutes = at.at // 60_000
    return f"{at.day.isoformat()} {minutes // 60:02}:{minutes % 60:02}"

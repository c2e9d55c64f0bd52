"""What people write under `when:` besides the forms that are meant: a range where one day belongs, 7月1日起, 长期, 工作日9点到17点."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from player.ingest.clock_words import Said, Unclear, moment, time_of_day
from player.ingest.shapes import hours_of_day
from player.model.content import ALWAYS, Moment, When
from player.model.tokens import parts_of, spoken

ENDLESS = re.compile("(?:长期|永久|一直|始终|不限|常年|无期限|没有期限|一直放|无|-+)(?:有效|播放|放)?")
"""An end that is none."""

AT_ONCE = re.compile("(?:立即|立刻|马上|即刻|即日|即日起|不限|无|-+)(?:开始)?")
"""A beginning that is none."""

_UNTIL = re.compile(r"(?:即日起)?(?:至|到|截至|截止到?)(.+?)(?:止|为止)?|(.+?)(?:止|为止|截止)")
_FROM = re.compile("(?:从|自)?(.+?)(?:起|开始|以后|之后)")
_CLOCK_SIGN = re.compile("[:：点时點時]|[ap]m", re.IGNORECASE)
_MOST_LOOKED_AT = 40  # characters of a line of conditions
_RANGE = re.compile(r"\s*(?:~|至|到|--|\bto\b|\.\.| - )\s*")


_ANY_DAY = date(2020, 1, 1)
"""For a look whether something is a day at all."""


class Ends(NamedTuple):
    """What was written as `from` and `until` and means something else: hours of every day, or the two days."""

    hours: str = ""
    start: str = ""
    until: str = ""


def ends_meant(start: str, until: str) -> Ends | None:
    """What a range in one of the two means, the other being empty, or times of day in both; None where nothing else is meant."""
    if start and until:
        return Ends(hours=f"{start}-{until}") if _is_clock(start) and _is_clock(until) else None
    whole = start or until
    if len(whole) > _MOST_LOOKED_AT:
        return None
    if _are_hours(whole):
        return Ends(hours=whole)
    ends = _RANGE.split(spoken(whole))
    if len(ends) == 1 and ends[0].count("-") == 1:
        ends = ends[0].split("-")
    if len(ends) == 2 and all(_is_day(end) for end in ends):
        return Ends(start=ends[0], until=ends[1])
    return None


def is_clock(text: str) -> bool:
    """Whether the text is a time of day, or a range of them, without a day."""
    return _is_clock(text) or _are_hours(text)


def _is_clock(text: str) -> bool:
    try:
        time_of_day(text)
    except Unclear:
        return False
    return bool(_CLOCK_SIGN.search(text))  # 7.4 is rather a day


def _are_hours(text: str) -> bool:
    try:
        hours_of_day(text)
    except Unclear:
        return False
    return bool(_CLOCK_SIGN.search(text))


def _is_day(text: str) -> bool:
    try:
        moment(text, Said(_ANY_DAY))
    except Unclear:
        return False
    return True


def one_line(text: str, said: Said) -> When | str:
    """The conditions of `text` where it says one end, or none at all; else the text, parted or shortened for the reader of `when:`."""
    if len(text) > _MOST_LOOKED_AT:
        return text
    if ENDLESS.fullmatch(text):
        return ALWAYS
    until, start = _UNTIL.fullmatch(text), _FROM.fullmatch(text)
    if until is not None and (day := _moment(until[1] or until[2], said)) is not None:
        return replace(ALWAYS, until=day)
    if start is not None and (day := _moment(start[1], said)) is not None:
        return replace(ALWAYS, start=day)
    parts = parts_of(text) if " " not in text else []
    if len(parts) == 2:
        return " ".join(parts)
    return re.sub("^(?:从|自)|(?:止|为止)$", "", text)


def _moment(text: str, said: Said) -> Moment | None:
    try:
        return moment(text, said)
    except Unclear:
        return None

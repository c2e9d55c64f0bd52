"""A journal comes in; what went wrong, and how the screen came back, goes out: the page of faults of a report.

Everything is read from what the player wrote while it ran. A start that follows no stop means that the picture broke off:
the machine's boot and the player's process, which a start notes, tell a power cut from a part that was started again. How
long it lasted is bounded by the records on both sides; the showing that was on then is the one that a kill costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain as chained
from itertools import groupby
from pathlib import Path
from typing import Any

from player.model.showing import Status
from player.model.units import MINUTE, Millis
from player.model.words import Words
from player.store import chain
from player.timeline.calendar import Calendar

PAUSE = MINUTE
"""A stop that somebody asked for is told from so long on; shorter ones are updates and restarts."""

_POWER = Words("断电或电脑重启", "power cut, or the machine was restarted")
_BROKE = Words("画面中断", "the picture broke off")
_KILLED = Words("播放程序中断", "the player was killed")
_DISPLAY = Words("显示器断开", "the display was lost")
_FAILED = Words("有一页没能做成画面", "a slide could not be made")
_LOST = Words("磁盘写不进，少记播放记录", "the disk did not take records")
_STOPPED = Words("按要求停止播放", "stopped on request")
_BACK = Words("已自动恢复，最长{long}没有播放记录", "back by itself; nothing is recorded for {long} at most")
_BACK_POWER = Words(
    "来电后自动恢复，最长{long}没有播放记录", "back with the power; nothing is recorded for {long} at most"
)
_NOT_BACK = Words("统计时尚未恢复", "not back when this was written")
_STOOD_IN = Words(
    "“{title}”共 {count} 次没能播出，由前一页代替，画面未中断",
    "“{title}” failed {count} times; the slide before it stood in",
)
_LOST_SO_MANY = Words("少记 {count} 次播放，画面未中断", "{count} showings were not recorded; the picture stayed")
_PAUSED = Words("停播{long}后继续", "went on after {long}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What happened at `at` on `screen`, and how it ended. `is_fault` is False for a stop that somebody asked for."""

    at: Millis
    screen: str
    what: Words
    end: Words
    is_fault: bool = True


def faults_of(cache: Path, screen: str, first: date, last: date, calendar: Calendar) -> tuple[Fault, ...]:
    """What happened on the local days `first` to `last`, in order."""
    records = _records(cache, first - timedelta(days=1), last + timedelta(days=1))
    begin, end = calendar.midnight(first), calendar.midnight(last + timedelta(days=1))
    found = chained(_breaks(records, screen, calendar), _failures(records, screen, calendar), _gaps(records, screen))
    return tuple(sorted((fault for fault in found if begin <= fault.at < end), key=lambda fault: fault.at))


def _records(cache: Path, first: date, last: date) -> list[dict[str, Any]]:
    """The records of the files of these days by number; what is none is passed over."""
    found: dict[int, dict[str, Any]] = {}
    for path in chain.files(cache / chain.JOURNAL):
        if not first.isoformat() <= path.stem <= last.isoformat():
            continue
        for line in chain.lines_of(path.read_bytes()):
            number, record = chain.number_of(line), chain.parsed(line)
            if number is not None and record is not None:
                found[number] = record
    return [found[number] for number in sorted(found)]


def _breaks(records: list[dict[str, Any]], screen: str, calendar: Calendar) -> Iterator[Fault]:
    """Where the picture broke off: starts that follow no stop, displays that went away; and stops on request."""
    known: dict[str, Any] | None = None  # the last start before
    for number, record in enumerate(records):
        before = records[number - 1] if number else None
        if record.get("type") == "start":
            if before is not None:
                yield from _break(before, record, known, back=_next(records, number), screen=screen, calendar=calendar)
            known = record
        elif record.get("status") == Status.HARDWARE_FAILURE.value:
            yield from _told(record.get("end"), _next(records, number + 1), _DISPLAY, _BACK, screen)


def _break(
    before: dict[str, Any],
    start: dict[str, Any],
    known: dict[str, Any] | None,
    *,
    back: object,
    screen: str,
    calendar: Calendar,
) -> Iterator[Fault]:
    """What lies between a record and the start after it."""
    if before.get("status") == Status.HARDWARE_FAILURE.value:
        return  # the display: told already
    at = before.get("end") or before.get("at")
    if before.get("type") == "stop":
        began, ended = _instant(at), _instant(back)
        same_day = began is not None and ended is not None and calendar.day(began) == calendar.day(ended)
        if began is not None and ended is not None and same_day and ended - began >= PAUSE:
            yield Fault(began, screen, _STOPPED, _filled(_PAUSED, _long(ended - began)), is_fault=False)
        return
    sort = _sort(known, start)
    yield from _told(at, back, sort, _BACK_POWER if sort is _POWER else _BACK, screen)


def _sort(known: dict[str, Any] | None, start: dict[str, Any]) -> Words:
    """Why it broke off, by what two starts note of boot and process."""
    boots = (known or {}).get("boot"), start.get("boot")
    runs = (known or {}).get("run"), start.get("run")
    if not all(boots):
        return _BROKE
    if boots[0] != boots[1]:
        return _POWER
    return _BROKE if runs[0] == runs[1] else _KILLED


def _told(at: object, back: object, what: Words, end: Words, screen: str) -> Iterator[Fault]:
    began, ended = _instant(at), _instant(back)
    if began is None:
        return
    yield Fault(began, screen, what, _NOT_BACK if ended is None else _filled(end, _long(max(0, ended - began))))


def _next(records: list[dict[str, Any]], number: int) -> object:
    """When something was next seen."""
    return next(
        (one.get("start") for one in records[number:] if one.get("type") == "showing" and one.get("duration")), None
    )


def _failures(records: list[dict[str, Any]], screen: str, calendar: Calendar) -> Iterator[Fault]:
    """Slides that could not be made, one line a slide and day."""
    failed = [
        (at, str(one.get("title") or one.get("slide")))
        for one in records
        if one.get("status") == Status.CONTENT_FAILURE.value and (at := _instant(one.get("start"))) is not None
    ]
    by = sorted(failed, key=lambda one: (calendar.day(one[0]), one[1], one[0]))
    for (_, title), group in groupby(by, key=lambda one: (calendar.day(one[0]), one[1])):
        ones = list(group)
        yield Fault(ones[0][0], screen, _FAILED, _filled(_STOOD_IN, Words(title, title), count=len(ones)))


def _gaps(records: list[dict[str, Any]], screen: str) -> Iterator[Fault]:
    for one in records:
        at = _instant(one.get("since") or one.get("at"))
        if one.get("type") == "gap" and at is not None:
            yield Fault(at, screen, _LOST, _filled(_LOST_SO_MANY, Words("", ""), count=one.get("lost")))


def _filled(words: Words, fact: Words, count: object = 0) -> Words:
    return Words(
        words.zh.format(long=fact.zh, title=fact.zh, count=count),
        words.en.format(long=fact.en, title=fact.en, count=count),
    )


def _long(span: int) -> Words:
    seconds = max(1, round(span / 1000))
    if seconds < 60:
        return Words(f"{seconds}秒", f"{seconds} s")
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return Words(f"{minutes}分{rest}秒" if rest else f"{minutes}分钟", f"{minutes} min {rest} s")
    return Words(f"{minutes // 60}小时{minutes % 60}分", f"{minutes // 60} h {minutes % 60} min")


def _instant(text: object) -> Millis | None:
    try:
        return chain.instant_of(str(text))
    except ValueError:
        return None

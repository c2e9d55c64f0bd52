"""The standing job: every day at one time of day that day's report is written, by a plain process that sleeps.

It goes by the wall clock and looks at it at least once a minute: so a clock that is set, a machine that slept, a start that comes late
cost nothing but a later report, whose text says until when it was drawn up. A report that is there is never written again.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from player.clock import Clock
from player.model.content import Moment
from player.model.units import DayTime, Millis
from player.model.words import Language, Words
from player.timeline.calendar import Calendar

LOOK = 60.0
"""The longest sleep, in seconds."""

ENDINGS = (".docx", ".xlsx")
"""What is written where a folder was named."""

_WAITS = Words(
    "每天 {at} 写日报，放在 {place}。停止：Ctrl-C", "Writing the day's report at {at}, into {place}. Stop: Ctrl-C"
)
_WROTE = Words("已写好 {path}", "Wrote {path}")
_AGAIN = Words(
    "{path} 没写成（{error}），一分钟后再试", "{path} could not be written ({error}); trying again in a minute"
)

Write = Callable[[date, Millis, Path], None]
"""Writes the report of a day, drawn up at an instant, to a path. Raises OSError."""


def paths_of(output: Path, day: date) -> tuple[Path, ...]:
    """The files of a day's report: `日报-2020-07-04.docx` and `.xlsx` in a folder, or beside the name of one file."""
    if output.suffix.lower() in (*ENDINGS, ".csv"):
        return (output.with_name(f"{output.stem}-{day.isoformat()}{output.suffix}"),)
    return tuple(output / f"日报-{day.isoformat()}{ending}" for ending in ENDINGS)


def due(day: date, at: DayTime, calendar: Calendar) -> Millis:
    """When the report of the day is written."""
    return calendar.instant(Moment(day, at))


def stand(
    output: Path,
    at: DayTime,
    calendar: Calendar,
    clock: Clock,
    write: Write,
    *,
    language: Language = Language.ZH,
    also: Callable[[], object] = lambda: None,
    days: int | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Writes each day's report when it is due, for ever or for so many `days`. `also` is done after each of them."""
    _tell(_WAITS, language, at=f"{at // 3_600_000:02}:{at // 60_000 % 60:02}", place=output)
    done = 0
    while days is None or done < days:
        now = clock.now()
        day = calendar.day(now)
        wanted = [path for path in paths_of(output, day) if not path.exists()]
        if wanted and now >= due(day, at, calendar):
            if _write(wanted, day, now, write, language):
                done += 1
                also()
            else:
                sleep(LOOK)
            continue
        following = due(calendar.day(Millis(calendar.midnight(day) + 36 * 3_600_000)), at, calendar)
        soon = due(day, at, calendar) if wanted and now < due(day, at, calendar) else following
        sleep(max(0.05, min(LOOK, (soon - now) / 1e3)))


def _write(wanted: list[Path], day: date, now: Millis, write: Write, language: Language) -> bool:
    """Whether all of them are there now."""
    for path in wanted:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(day, now, path)
        except OSError as error:
            _tell(_AGAIN, language, path=path, error=error.strerror or error)
            return False
        _tell(_WROTE, language, path=path)
    return True


def _tell(words: Words, language: Language, **facts: object) -> None:
    print(words.said(language).format(**facts), file=sys.stderr, flush=True)

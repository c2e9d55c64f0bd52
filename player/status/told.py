"""What a player last told of itself, kept in its cache for `doctor`: facts of the page come in, one small value goes out and back.

It is there whatever happens to the watched folder, and it says everything in both languages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from player.model.canon import decode, encode
from player.model.problem import Problem, Severity
from player.model.units import Millis
from player.model.words import Words
from player.slides.naming import title_of
from player.sources.names import printable
from player.status.facts import StatusFacts
from player.status.machine import Line, lines
from player.status.verdict import notices

NAME = "told.json"
"""The file's name in the cache."""

MOST = 20
"""So many problems of the content are kept, the errors first; `more` says how many there are besides."""

_STANDBY = Words("现在没有安排内容，显示待机画面", "nothing is scheduled now; the standby card is shown")
_WELCOME = Words("在等内容，显示欢迎画面", "waiting for content; the welcome card is shown")


@dataclass(frozen=True, slots=True)
class Told:
    """What was told at `written`, by the player's clock. `page` is where the status page stands; `on` what the glass shows."""

    version: str
    written: Millis
    page: str
    on: Words
    notices: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    more: int = 0
    lines: tuple[Line, ...] = ()


def told(facts: StatusFacts, page: str) -> Told:
    """What is kept of the facts."""
    worst = sorted(facts.problems, key=lambda problem: problem.severity is not Severity.ERROR)
    return Told(
        version=facts.version,
        written=facts.now,
        page=page,
        on=_on(facts),
        notices=notices(facts),
        problems=tuple(worst[:MOST]),
        more=max(0, len(worst) - MOST),
        lines=lines(facts),
    )


def _on(facts: StatusFacts) -> Words:
    cue = next(iter(facts.current), None)
    if cue is None:
        return _STANDBY if facts.slides else _WELCOME
    title = printable(title_of(cue.slide))
    return Words(f"正在播放“{title}”", f"“{title}” is on")


def written(value: Told) -> bytes:
    """The value as a file's bytes, whatever the names in it."""
    return json.dumps(encode(value)).encode("ascii")


def read(data: bytes) -> Told | None:
    """The value that `written` wrote; None where the bytes are something else, or of another version of the player."""
    try:
        return decode(Told, json.loads(data))
    except (ValueError, RecursionError):
        return None

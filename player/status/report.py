"""The status for programs: facts come in, what `docs/reference/status.schema.json` describes goes out."""

from __future__ import annotations

from typing import Any

from player.model.problem import Problem
from player.model.scene import Cue
from player.model.units import Millis
from player.model.words import Language
from player.slides.naming import title_of
from player.sources.names import printable
from player.status import saying
from player.status.facts import Arrival, StatusFacts
from player.status.verdict import notices, verdict


def as_json(facts: StatusFacts, language: Language = Language.ZH) -> dict[str, Any]:
    """The facts as plain lists, dicts and scalars. Sentences are in `language`; instants ISO 8601 with offset."""
    return {
        "format": 1,
        "version": facts.version,
        "screen": printable(facts.screen),
        "machine": printable(facts.machine),
        "folder": printable(facts.folder),
        "written": _instant(facts.now, facts),
        "state": verdict(facts).value,
        "snapshot": facts.snapshot,
        "slides": facts.slides,
        "current": [_cue(cue, facts) for cue in facts.current],
        "next": [_cue(cue, facts) for cue in facts.following],
        "arrivals": [_arrival(arrival, facts, language) for arrival in facts.arrivals],
        "understood": [
            {"file": printable(one.file), "words": printable(one.words.said(language))} for one in facts.understood
        ],
        "problems": [_problem(problem, language) for problem in facts.problems],
        "notices": [_notice(notice, language) for notice in notices(facts)],
        "report_due": _instant(facts.report_due, facts),
        "folder_away_since": _instant(facts.away_since, facts),
        "restarts": [
            {
                "part": printable(one.part),
                "cause": one.cause.value,
                "count": one.count,
                "last": _instant(one.last, facts),
            }
            for one in facts.restarts
        ],
        "broke_off": printable(facts.broke_off) or None,
        "hears": facts.hears,
        "size": None if facts.size is None else list(facts.size),
        "clock_plausible": facts.clock_plausible,
        "clock_offset": None if facts.clock_offset is None else facts.clock_offset / 1000,
        "memory": _rounded(facts.memory, 1),
        "uptime": _rounded(facts.uptime, 0),
        "frame_age": _rounded(facts.frame_age, 1),
    }


def _instant(instant: Millis | None, facts: StatusFacts) -> str | None:
    return None if instant is None else saying.iso(instant, facts.calendar)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(max(value, 0.0), digits)


def _cue(cue: Cue, facts: StatusFacts) -> dict[str, str]:
    """A cue, as a line of `qingbo timetable --json`."""
    return {
        "zone": cue.zone,
        "slide": printable(cue.slide.id),
        "kind": cue.slide.kind,
        "playlist": printable(cue.playlist),
        "title": printable(title_of(cue.slide)),
        "file": printable(cue.slide.source.file),
        "start": saying.iso(cue.start, facts.calendar),
        "end": saying.iso(cue.end, facts.calendar),
    }


def _arrival(arrival: Arrival, facts: StatusFacts, language: Language) -> dict[str, str | None]:
    return {
        "slide": printable(arrival.slide),
        "title": printable(arrival.title),
        "file": printable(arrival.file),
        "came": _instant(arrival.came, facts),
        "first": _instant(arrival.first, facts),
        "waits": None if arrival.waits is None else printable(arrival.waits.said(language)),
    }


def _problem(problem: Problem, language: Language) -> dict[str, str | int | None]:
    """A problem, as in `qingbo check --json`."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": None if place.file is None else printable(place.file),
        "line": place.line,
        "column": place.column,
        "cell": None if place.cell is None else printable(place.cell),
        "message": printable(problem.message.said(language)),
        "hint": printable(problem.hint.said(language)),
        "on_screen": printable(problem.on_screen.said(language)),
    }


def _notice(notice: Problem, language: Language) -> dict[str, str]:
    return {
        "code": notice.code,
        "severity": notice.severity.value,
        "message": printable(notice.message.said(language)),
        "hint": printable(notice.hint.said(language)),
        "on_screen": printable(notice.on_screen.said(language)),
    }

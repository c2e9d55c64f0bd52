"""A playlist that breaks off: a save that was interrupted leaves the beginning of a file, cut anywhere.

Nothing marks the end of a text, so a cut is known by its last line alone: it is wrong as it stands, and the line has no end.
Many programs leave the last line without an end, and people make mistakes; both at once in the same line is a cut. Where the
line has its end, only a bracket or a quotation mark that is open to the end of the file says the same.

What cannot be known: a cut between two lines, and one in the middle of plain words (`slogan: 节约` for 节约用水).
"""

from __future__ import annotations

import re

from player.ingest.report import Report
from player.ingest.vocabulary import known_keys, plain
from player.model.problem import Problem, Severity

_OPEN = frozenset({"quote-open", "bracket-open"})
_PAIRS = (("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"), ("《", "》"), ("（", "）"), ("【", "】"))
_ITEM = re.compile(r"[ \u3000\t]*-[ \u3000\t]*(\S*)[ \u3000\t]*")


def was_cut(report: Report, *, has_slides: bool) -> int | None:
    """The line (from 1) in which the file breaks off; None where it does not seem to.

    `report` has the problems of the whole file. A playlist that had slides before and has not even their key now
    breaks off above it.
    """
    lines = report.source.written
    last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=0)
    if not last:
        return None
    told = [one for one in report.problems if (one.place.line or 0) >= last]
    if not has_slides or _stays_open(told, last):
        return last
    if last < len(lines):  # the line has its end
        return None
    return last if any(map(_is_wrong, told)) or _is_begun(lines[last - 1]) else None


def _stays_open(told: list[Problem], last: int) -> bool:
    """Whether a bracket or a quotation mark is open to the end of the file, and nothing could be made of it."""
    if any(one.code == "yaml-syntax" and (one.place.line or 0) > last for one in told):
        return True
    wrong = any(one.severity is Severity.ERROR for one in told)
    return wrong and any(one.code in _OPEN for one in told)


def _is_wrong(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR or problem.code in _OPEN


def _is_begun(line: str) -> bool:
    """Whether the line is right as it stands and yet the beginning of one: a key alone, a dash and part of a key, an open 「."""
    if line.rstrip().endswith((":", "：")):
        return True
    item = _ITEM.fullmatch(line)
    if item is not None:
        word = plain(item[1])
        return any(key.startswith(word) for key in known_keys())
    return any(line.count(opening) > line.count(closing) for opening, closing in _PAIRS)

"""Problems of one file are gathered here, each with its place, the line itself and a caret right under the character.

Places are given in what YAML saw (see `front.py`); they are told in what staff wrote.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from player.ingest.catalogue import PROBLEMS
from player.ingest.front import Fronted
from player.model.problem import Fact, Place, Problem, Severity
from player.model.words import Words

_MOST = 200  # problems of one file that are listed
_WIDTH = 60  # characters of a long line that an excerpt shows


class Spot(NamedTuple):
    """A place in a file: `line` and `column` from 1, or a spreadsheet's `cell`."""

    line: int | None = None
    column: int | None = None
    cell: str | None = None


NOWHERE = Spot()
_EMPTY = Fronted((), ())


@dataclass(slots=True)
class Report:
    """The problems of one file, in the order in which they were met; `errors` counts what was refused, listed or not."""

    file: str
    source: Fronted = _EMPTY
    problems: list[Problem] = field(default_factory=list)
    errors: int = 0
    on_screen: Words | None = None  # what errors mean for the screen just now, where the catalogue says otherwise

    def add(self, code: str, spot: Spot = NOWHERE, /, **facts: Fact) -> None:
        """Adds a problem at `spot`, which is a place in the lines that YAML saw."""
        line, column, cell = spot
        if line is not None and column is not None:
            column = self.source.column(line, column)
        self.tell(code, Spot(line, column, cell), **facts)

    def tell(self, code: str, spot: Spot = NOWHERE, /, **facts: Fact) -> None:
        """Adds a problem at `spot`, which is a place in the lines that staff wrote."""
        line, column, cell = spot
        is_error = PROBLEMS[code].severity is Severity.ERROR
        self.errors += is_error
        if len(self.problems) > _MOST:
            return
        if len(self.problems) == _MOST:
            code, facts = "problems-many", {"limit": _MOST}
        excerpt = ""
        if line is not None and 0 < line <= len(self.source.written):
            excerpt = caret_under(self.source.written[line - 1], column)
        one = PROBLEMS.problem(code, Place(self.file, line, column, cell), excerpt=excerpt, **facts)
        if is_error and self.on_screen is not None:
            one = replace(one, on_screen=self.on_screen)
        self.problems.append(one)


def caret_under(line: str, column: int | None) -> str:
    """The line and, below it, a caret under its `column` (from 1): two lines. A long line is shown around the column."""
    shown = "".join(
        char if char.isprintable() or char in "\t\u3000" else "\N{REPLACEMENT CHARACTER}" for char in line.rstrip()
    )
    if column is None:
        return shown if len(shown) <= _WIDTH else shown[: _WIDTH - 1] + "…"
    at = min(max(column - 1, 0), len(shown))
    if len(shown) > _WIDTH:
        start = max(0, min(at - _WIDTH // 2, len(shown) - _WIDTH))
        head, tail = ("…" if start else ""), ("…" if start + _WIDTH < len(shown) else "")
        shown, at = head + shown[start : start + _WIDTH] + tail, at - start + len(head)
    return f"{shown}\n{''.join(_blank(char) for char in shown[:at])}^"


def _blank(char: str) -> str:
    """A blank exactly as wide as the character."""
    if char == "\t":
        return "\t"
    if unicodedata.combining(char):
        return ""
    return "\N{IDEOGRAPHIC SPACE}" if unicodedata.east_asian_width(char) in "WF" else " "

"""A problem: something that staff can fix, with its place, its cure and what the screen does meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from player.model.words import Words


class Severity(Enum):
    """How bad it is: an error leaves something off the screen, a warning is worth a look, a remark says what was understood."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where: `file` relative to the watched folder with `/`; `line` and `column` from 1; `cell` of a spreadsheet."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or was guessed. `code` is a stable kebab-case name from `ingest/problems.py`.

    `excerpt` is the line itself with a caret under the place (two lines), or empty.
    """

    code: str
    severity: Severity
    place: Place
    message: Words
    hint: Words
    on_screen: Words
    excerpt: str = ""

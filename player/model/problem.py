"""A problem: something that staff can fix, with its place, its cure and what the screen does meanwhile.

Every room that has something to tell keeps its sentences in one catalogue, `PROBLEMS = Catalogue({code: error(…), code: warning(…)})`,
and makes its problems from it: `PROBLEMS.problem(code, place, facts…)`. So no problem exists that is not in a catalogue, and
`docs/reference/problems.md` is made from all of them (`tools/problems.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from player.model.words import Words, printable


class Severity(Enum):
    """How bad it is: an error leaves something off the screen, a warning is worth a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where: `file` relative to the watched folder with `/`; `line` and `column` from 1; `cell` of a spreadsheet."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    cell: str | None = None


NOWHERE = Place()
"""The place of what belongs to no file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or was guessed. `code` is the stable kebab-case name of its sort in some `Catalogue`.

    `excerpt` is the line itself with a caret under the place (two lines), or empty.
    """

    code: str
    severity: Severity
    place: Place
    message: Words
    hint: Words
    on_screen: Words
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of problem: what is wrong, how to mend it, what the screen does meanwhile. `{…}` are filled with facts of the case."""

    severity: Severity
    message: Words
    hint: Words
    on_screen: Words


Fact = str | int | Words
"""What fills a `{…}`: the same in both languages, or `Words`."""

_LONGEST_FACT = 160


class Catalogue(Mapping[str, Sort]):
    """The sorts of problems that one room can tell, by their codes. A code is stable; its sentences may improve."""

    def __init__(self, sorts: Mapping[str, Sort]) -> None:
        self._sorts = dict(sorts)

    def __getitem__(self, code: str) -> Sort:
        return self._sorts[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sorts)

    def __len__(self) -> int:
        return len(self._sorts)

    def problem(self, code: str, place: Place = NOWHERE, /, *, excerpt: str = "", **facts: Fact) -> Problem:
        """The problem `code` at `place`, its sentences filled with `facts`, each on one line, printable and not too long."""
        sort = self._sorts[code]
        zh = _Facts({name: _said(fact, chinese=True) for name, fact in facts.items()})
        en = _Facts({name: _said(fact, chinese=False) for name, fact in facts.items()})
        return Problem(
            code=code,
            severity=sort.severity,
            place=place,
            message=_filled(sort.message, zh, en),
            hint=_filled(sort.hint, zh, en),
            on_screen=_filled(sort.on_screen, zh, en),
            excerpt=excerpt,
        )


def error(zh: str, en: str, cure_zh: str, cure_en: str, on_screen: Words) -> Sort:
    """A sort of problem that leaves something off the screen."""
    return Sort(Severity.ERROR, Words(zh, en), Words(cure_zh, cure_en), on_screen)


def warning(zh: str, en: str, cure_zh: str, cure_en: str, on_screen: Words) -> Sort:
    """A sort of problem that is worth a look."""
    return Sort(Severity.WARNING, Words(zh, en), Words(cure_zh, cure_en), on_screen)


class _Facts(dict[str, str]):
    """The facts in one language; one that was not given is left out of the sentence rather than break it."""

    def __missing__(self, key: str) -> str:
        return ""


def _said(fact: Fact, *, chinese: bool) -> str:
    text = (fact.zh if chinese else fact.en) if isinstance(fact, Words) else str(fact)
    return printable(text, _LONGEST_FACT)


def _filled(words: Words, zh: _Facts, en: _Facts) -> Words:
    return Words(words.zh.format_map(zh).strip(), words.en.format_map(en).strip())

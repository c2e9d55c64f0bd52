"""What comes back from a child that looked at a stranger's bytes, as values: nothing that it says is taken unread.

A decoder that was taken over can answer whatever it likes. So an answer is of its type, its sizes are sizes that there
are, its words are short and can be printed, or the job counts as dead.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TypeVar

from player.model.canon import decode
from player.model.content import CodeSeen
from player.model.frame import Live
from player.model.problem import Problem
from player.model.words import Words, printable
from player.prepare.limits import JobDied

T = TypeVar("T")

LONGEST = 300
"""Characters of one sentence from a child."""

MOST_CODES = 20
"""Codes of one picture that are told."""

_CODES = frozenset({"picture-unreadable", "picture-incomplete", "picture-too-big"})
_SIDE = 100_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a picture cannot be shown: the code of the problem and its figures. `raw`: the decoder's own words, for the log."""

    code: str
    figures: tuple[tuple[str, Words], ...] = ()
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture as it will be seen, in pixels, and the codes in it; or why it cannot be shown."""

    width: int = 0
    height: int = 0
    codes: tuple[CodeSeen, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """What was filled into a frame; or, where `error` says something, why nothing was.

    `held`: it was filled, and must not be shown: `problems` say why.
    """

    width: int = 0
    height: int = 0
    live: Live | None = None
    problems: tuple[Problem, ...] = ()
    error: str = ""
    held: bool = False


def looked(answer: bytes) -> Looked:
    """The child's answer to an inspection. Raises JobDied where it makes no sense."""
    said = _read(Looked, answer)
    if said.refusal is None:
        if not (0 < said.width <= _SIDE and 0 < said.height <= _SIDE):
            raise _nonsense()
        return replace(said, codes=said.codes[:MOST_CODES])
    if said.refusal.code not in _CODES:
        raise _nonsense()
    figures = tuple((name, _sayable(words)) for name, words in said.refusal.figures[:5])
    return Looked(refusal=Refusal(said.refusal.code, figures, printable(said.refusal.raw, LONGEST)))


def composed(answer: bytes) -> Composed:
    """The child's answer to an order. Raises JobDied where it makes no sense."""
    said = _read(Composed, answer)
    return replace(
        said, problems=tuple(_plain(problem) for problem in said.problems), error=printable(said.error, LONGEST)
    )


def _read(kind: type[T], answer: bytes) -> T:
    try:
        return decode(kind, json.loads(answer))
    except (ValueError, RecursionError):
        raise _nonsense() from None


def _plain(problem: Problem) -> Problem:
    return replace(
        problem,
        message=_sayable(problem.message),
        hint=_sayable(problem.hint),
        on_screen=_sayable(problem.on_screen),
        excerpt="",
    )


def _sayable(words: Words) -> Words:
    return Words(printable(words.zh, LONGEST), printable(words.en, LONGEST))


def _nonsense() -> JobDied:
    return JobDied("the job's answer makes no sense", Words("结果不可信", "its answer makes no sense"))

"""What the inspector is asked of a file that was kept, and how its answers are told: the same for pictures, films, documents, tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from player.ingest.catalogue import PROBLEMS
from player.model.problem import Place, Problem
from player.model.words import Words
from player.prepare.inspector import Refused
from player.prepare.strikes import Strikes
from player.roles.quarantine import DEATHS

Told = TypeVar("Told")


def asked(strikes: Strikes, name: str, ask: Callable[[], Told]) -> tuple[Told, None] | tuple[None, Words]:
    """The answer; or of what the decoder died over `name`, each time or before. Raises PaintError where nobody answers.

    Once it has died it is asked once more; then `name` is held, and it is not asked at all.
    """
    cause = strikes.cause(name)
    for _ in range(DEATHS):
        if strikes.cause(name) is not None:
            break
        found = ask()
        died = found.died if isinstance(found, Refused) else None
        if died is None:
            if strikes.struck(name):
                strikes.forgive(name)
            return found, None
        strikes.strike(name, died)
        cause = died
    assert cause is not None, "it was held, or it died just now"
    return None, cause


def refused(path: str, why: Refused) -> Problem:
    """What staff are told of a file that the inspector refused."""
    facts: dict[str, Any] = dict(why.figures)
    return PROBLEMS.problem(why.code, Place(path), **facts)


def unread(path: str, error: Exception) -> Problem:
    """What staff are told of a file that could not be read, or looked at, this time."""
    return PROBLEMS.problem("file-unreadable", Place(path), reason=str(error))

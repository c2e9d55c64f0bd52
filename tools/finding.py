"""What `doctor` finds: how it is, in words, and the cure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from player.model.words import Words

NOTHING = Words("", "")


class State(Enum):
    """How a check went: a warning lets the player play, an error does not, or not well."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Found:
    """The result of one check: what was found, and the cure where something is not right.

    `code` is the problem's, or the fact's own stable name, where a check finds several things.
    """

    state: State
    words: Words
    cure: Words = NOTHING
    code: str = ""

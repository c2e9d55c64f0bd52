"""That a part of the player was started again: which, how often, why, when last."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from player.model.units import Millis


class Cause(Enum):
    """Why a part of the player was started again."""

    ENDED = "ended"
    HUNG = "hung"
    MEMORY = "memory"
    DISPLAY = "display"


@dataclass(frozen=True, slots=True)
class Restart:
    """How often a part of the player (`glass`, `intake`, …) was started again for one cause, and when last.

    Since the player started.
    """

    part: str
    count: int
    last: Millis | None = None
    cause: Cause = Cause.ENDED

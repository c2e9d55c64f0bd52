"""Why a file that has been quiet is held back all the same, when to ask again, and from when on staff are told.

Nothing is ever refused here: what is held is asked about again, after 1, 2, 4 ... 60 seconds, for as long as it is
there. Until then its last version stays, or the slide is not shown yet.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from enum import Enum

from player.sources.completeness import Lack
from player.sources.scan import Raw
from player.sources.steady import APART

SAID_AFTER = 60.0
"""Seconds without a change after which staff are told that a copy seems to have stopped."""
LONGEST_PAUSE = 60.0
"""Seconds between two questions at most."""
SHARE_PAUSE = 4.0
"""The same on a share while staff are not told yet: there bytes may come of which neither size nor times tell."""
WRITER_PAUSE = 1.0
"""Seconds between two questions whether a file is still open for writing or being edited: both end without a trace."""
MAYBE_FOR = 600.0
"""Seconds after which a file is taken that has what may be a hole and may be a flat area."""
LOCK_FOR = 12 * 3600.0
"""Seconds for which a lock file is believed: a program that crashed leaves it for ever."""


class In(Enum):
    """Whose hands a file is in."""

    WRITER = "writer"
    EDITOR = "editor"
    CLOUD = "cloud"
    CHANGE = "change"
    """Its bytes are not those of some seconds ago, or were not read some seconds ago."""


Reason = Lack | In


@dataclass(frozen=True, slots=True)
class Held:
    """A file that is held: as what, since its last change and since it was first held, when to ask again."""

    path: str
    raw: Raw
    reason: Reason
    since: float
    begun: float
    pause: float
    again: float

    def is_said(self, now: float) -> bool:
        """Whether staff are told: at once of what they alone can end, of anything else when nothing has changed for a while."""
        at_once = self.reason in (In.EDITOR, In.CLOUD)
        return (
            at_once or now >= self.since + SAID_AFTER
        )  # the sum that `again` is made of: a difference would be rounded


class Holding:
    """Remembers between looks what is held. `network`: on a share."""

    def __init__(self) -> None:
        self.network = False
        self._held: dict[str, Held] = {}

    def until(self, path: str, raw: Raw, *, since: float, now: float, ask: Callable[[], Reason | None]) -> float | None:
        """When to ask again about a file that has not changed `since`; None where nothing holds it.

        `ask()` says what does, now; it may read the file, and is not called before it is due.
        """
        before = self._held.get(path)
        if before is not None and before.raw == raw and now < before.again:
            return before.again
        reason = ask()
        begun = before.begun if before is not None and before.reason is reason else now
        if reason is None or _is_over(reason, since, begun, now):
            self._held.pop(path, None)
            return None
        same = before is not None and before.raw == raw
        pause = APART if reason is In.CHANGE else WRITER_PAUSE
        if isinstance(reason, Lack) and before is not None and same:
            longest = SHARE_PAUSE if self.network and now < since + SAID_AFTER else LONGEST_PAUSE
            pause = min(longest, before.pause * 2)
        again = now + pause
        if now < since + SAID_AFTER:
            again = min(again, since + SAID_AFTER)
        self._held[path] = Held(path, raw, reason, since, begun, pause, again)
        return again

    def keep(self, waiting: Container[str]) -> None:
        """Forgets what is not waited for any more."""
        for path in [path for path in self._held if path not in waiting]:
            del self._held[path]

    def said(self, now: float) -> tuple[Held, ...]:
        """What staff are told of, by path."""
        return tuple(held for _, held in sorted(self._held.items()) if held.is_said(now))


def _is_over(reason: Reason, since: float, begun: float, now: float) -> bool:
    if reason is Lack.MAYBE_HOLE:
        return now - since >= MAYBE_FOR
    return reason is In.EDITOR and now - begun >= LOCK_FOR

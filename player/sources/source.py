"""What every source is: something that can be looked at, and whose settled files can be read."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Protocol

from player.model.listing import Listing
from player.model.problem import Problem
from player.model.units import Millis


class Reading(Protocol):
    """An open file."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes, all that are left if it is negative; none at the end."""
        ...


class Source(Protocol):
    """A place that holds staff's files. The suite in tests/support/source_laws.py says how it must behave."""

    def look(self, now: float, wall: Millis | None = None) -> Listing:
        """The settled files at the monotonic time `now` (seconds).

        `wall` is the machine's time, which files are stamped with; with it, files that have not been touched for long
        count at the very first look. Raises SourceError(retry=True) where the place is away: then nothing is believed
        of what seems to be missing.
        """
        ...

    def hinted(self, alive: bool) -> None:
        """Whether events of the place are heard: then looks can be rare while nothing happens."""
        ...

    def wake_at(self, now: float) -> float:
        """The monotonic time at which the next look makes sense, never before `now`."""
        ...

    @property
    def soonest(self) -> float:
        """The monotonic time before which not even a hint is worth a look."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the last look left out, and why."""
        ...

    def remember(self, paths: Iterable[str]) -> None:
        """Files that were there before a restart: if they are missing, that is doubted like any deletion."""
        ...

    def read(self, path: str, limit: int) -> bytes:
        """The first `limit` bytes of a file of the last listing. Raises SourceError where it is not as listed."""
        ...

    def open(self, path: str) -> AbstractContextManager[Reading]:
        """A file of the last listing, to be read in the block. Leaving the block raises SourceError if it changed."""
        ...

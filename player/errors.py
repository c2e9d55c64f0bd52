"""What may be raised when the machine fails; what staff can fix is a `Problem`, a value, never raised.

    PlayerError                 the machine failed; `retry` says whether trying again can help
    ├── DisplayError            screen/    no display, or the display went away
    ├── StoreError              store/     the cache cannot be read or written
    │   └── CacheInUse          store/     another player holds this cache
    ├── SourceError             sources/   the watched folder cannot be looked at
    └── PaintError              prepare/   a frame could not be made

Anything else that escapes is a bug: the supervisor catches it, keeps the last frame up and restarts the part.
"""

from __future__ import annotations


class PlayerError(Exception):
    """The machine failed. `retry` is true where the same call may work later."""

    def __init__(self, message: str, *, retry: bool) -> None:
        super().__init__(message)
        self.retry = retry


class DisplayError(PlayerError):
    """There is no display to show anything on, or it went away."""


class StoreError(PlayerError):
    """The cache folder cannot be read or written."""


class CacheInUse(StoreError):
    """Another player holds this cache: the process `pid`, since `since` (milliseconds of the Unix epoch), where they are known."""

    def __init__(self, message: str, *, retry: bool, pid: int | None = None, since: int | None = None) -> None:
        super().__init__(message, retry=retry)
        self.pid = pid
        self.since = since


class SourceError(PlayerError):
    """The watched folder cannot be looked at."""


class PaintError(PlayerError):
    """A frame could not be made."""

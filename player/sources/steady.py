"""Whether the bytes of a file on a share stay the same: asked of the bytes, because its times may say nothing.

A writer that keeps the time of a file, and a client that knows no other time than that (Samba's own library gives it for
both), leave a file half old and half new for as long as it is being written, and nothing in its size or times tells. So what
is quiet on a share is read twice, some seconds apart.
"""

from __future__ import annotations

from collections.abc import Container
from hashlib import blake2b

from player.sources.scan import Raw

APART = 3.0
"""Seconds between the two readings."""
_ENOUGH = 2.5  # seconds between them at least: a look takes its time


class Steady:
    """Remembers between looks what each file held."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[Raw, bytes, float]] = {}

    def is_steady(self, path: str, seen: Raw, data: bytes, at: float) -> bool:
        """Whether the bytes, read at the monotonic time `at`, are those that it held some seconds before."""
        digest = blake2b(data, digest_size=16).digest()
        held, then, since = self._held.get(path, (None, b"", at))
        if (held, then) != (seen, digest):
            self._held[path] = (seen, digest, at)
            return False
        return at - since >= _ENOUGH

    def keep(self, waiting: Container[str]) -> None:
        """Forgets what is not waited for any more."""
        for path in [path for path in self._held if path not in waiting]:
            del self._held[path]

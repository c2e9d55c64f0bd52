"""Pictures at which the decoder died twice: they are not decoded again, whatever they are called, after a restart either.

Kept by the hash of their bytes, so that a new version of the file is a new file, and with the version of the player,
so that a newer one tries once more.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from player import __version__
from player.model.canon import NotCanonical, canonical, decode
from player.model.units import Digest
from player.model.words import Words
from player.store.atomic import replace

MOST = 1000
"""How many are remembered; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Held:
    """A picture in quarantine, and of what its decoder died."""

    digest: Digest
    cause: Words


@dataclass(frozen=True, slots=True)
class _Memory:
    version: str
    held: tuple[Held, ...] = ()


class Quarantine:
    """The pictures that are held, remembered in the file `memory`. A memory that cannot be read holds none."""

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._held = {held.digest: held for held in _read(memory)}

    def cause(self, digest: Digest) -> Words | None:
        """Why the picture is held; None where it is not."""
        held = self._held.get(digest)
        return None if held is None else held.cause

    def hold(self, digest: Digest, cause: Words) -> None:
        """Holds the picture from now on. Where the disk takes nothing it is held until the process ends."""
        self._held[digest] = Held(digest, cause)
        newest = tuple(self._held.values())[-MOST:]
        with suppress(OSError):
            replace(self._memory, canonical(_Memory(__version__, newest)))


def _read(path: Path) -> tuple[Held, ...]:
    try:
        memory = decode(_Memory, json.loads(path.read_bytes()))
    except (OSError, ValueError, NotCanonical):
        return ()
    return memory.held if memory.version == __version__ else ()

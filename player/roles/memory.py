"""What versions of files turned out to be, by their paths, on the disk too: after a restart nothing is opened again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from player.model.canon import decode, encode
from player.store import atomic


class OfFile(Protocol):
    """What is known of the file at `path`."""

    @property
    def path(self) -> str:
        """Of the file, as it was listed."""
        ...


Known = TypeVar("Known", bound=OfFile)


class Memory(Generic[Known]):
    """Values of the dataclass `kind`, kept in `file`. `looks`: for what files are looked through; what was kept for less is not read.

    What nobody asked for between two calls of `remember` is forgotten: its files are gone.
    """

    def __init__(self, file: Path, kind: type[Known], looks: str) -> None:
        self._file = file
        self._kind = kind
        self._looks = looks
        self._kept = {known.path: known for known in self._read()}
        self._asked: dict[str, Known] = {}

    def __iter__(self) -> Iterator[Known]:
        return iter((*self._asked.values(), *self._kept.values()))

    def get(self, path: str) -> Known | None:
        """What is known of the file; it may be of another version than is there now."""
        return self._asked.get(path) or self._kept.get(path)

    def note(self, known: Known, *, asked: bool = True) -> None:
        """Takes note of it; `asked`: because somebody asked for the file."""
        (self._asked if asked else self._kept)[known.path] = known

    def remember(self) -> None:
        """Writes down what is known of the files that were asked for, where that has changed. Call it after an ingest."""
        if self._asked != self._kept:
            self._kept = self._asked
            data = {"known": [encode(known) for known in self._kept.values()], "looks": self._looks}
            with suppress(OSError):
                atomic.replace(self._file, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
        self._asked = {}

    def forget(self, which: Callable[[Known], bool]) -> None:
        """Those files are looked at anew at the next ingest."""
        self._kept, self._asked = (
            {path: known for path, known in held.items() if not which(known)} for held in (self._kept, self._asked)
        )

    def _read(self) -> Iterator[Known]:
        """What was written down; nothing where the file is missing or damaged."""
        try:
            data = json.loads(self._file.read_bytes())
            if data["looks"] == self._looks:
                yield from [decode(self._kind, known) for known in data["known"]]
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return

"""Presentations of the folder made into PDFs, one at a time, while everything else goes on: what `prepare/office.py` does, remembered.

A PDF is kept in the store like any other; which presentation it came of is remembered by the presentation's bytes, so
that none is converted twice. What fails is tried once more after a while, then held until it changes.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from player.ingest.catalogue import PROBLEMS
from player.ingest.names import ending_of
from player.model.canon import NotCanonical, canonical, decode
from player.model.problem import Place, Problem
from player.model.units import Digest
from player.prepare import office
from player.prepare.strikes import Strikes
from player.store import atomic
from player.store.objects import Stored

REST = 20.0
"""Seconds until one that failed is tried again."""

MOST = 200
"""Presentations that are remembered."""

PASSING = frozenset({"office-converting", "office-missing", "office-failed"})
"""What may be otherwise at the next look, though the file is the same."""

FOLDER = "office"


@dataclass(frozen=True, slots=True)
class _Made:
    """The PDF that came of a presentation."""

    source: Digest
    digest: Digest
    size: int


@dataclass(frozen=True, slots=True)
class _Memory:
    made: tuple[_Made, ...] = ()


class Shelf(Protocol):
    """Where PDFs are kept."""

    def keep_file(self, path: Path) -> Stored:
        """A file of this machine as an object."""
        ...

    def object_path(self, digest: Digest) -> Path:
        """Where an object is."""
        ...


class Press:
    """One conversion at a time. `patient`: a question waits for its answer, as a command does."""

    def __init__(self, shelf: Shelf, strikes: Strikes, cache: Path, *, patient: bool = False) -> None:
        self._shelf = shelf
        self._strikes = strikes
        self._root = cache / FOLDER
        self._memory = cache / f"{FOLDER}.json"
        self._patient = patient
        self._made = _read_memory(self._memory)
        self._running: tuple[Digest, office.Conversion] | None = None
        self._asked: set[Digest] = set()
        self._tried: dict[Digest, float] = {}
        self.busy = False
        """True where another look will say more."""

    def begin(self) -> None:
        """A new look begins: what nobody asked for at the last one is given up."""
        if self._running is not None and self._running[0] not in self._asked:
            self._running[1].close()
            self._running = None
        self._asked = set()
        self.busy = False

    def pdf(self, path: str, source: Stored) -> Stored | Problem:
        """The PDF of the presentation at `path`, whose bytes are the object `source`; a Problem where there is none, or not yet."""
        made = self._made.get(source.digest)
        if made is not None and self._shelf.object_path(made.digest).exists():
            return Stored(made.digest, made.size)
        self._asked.add(source.digest)
        name = f"office-{source.digest}"
        while (cause := self._strikes.cause(name)) is None:
            program = office.program()
            if program is None:
                return PROBLEMS.problem("office-missing", Place(path), ending=f".{ending_of(path)}")
            outcome = self._outcome(source, ending_of(path), program)
            if outcome is None:
                self.busy = True
                return PROBLEMS.problem("office-converting", Place(path))
            if isinstance(outcome, Stored):
                return outcome
            if outcome.cause is None:
                figures: dict[str, Any] = dict(outcome.figures)
                return PROBLEMS.problem(outcome.code, Place(path), **figures)
            self._strikes.strike(name, outcome.cause)
            self._tried[source.digest] = time.monotonic()
        return PROBLEMS.problem("office-failed", Place(path), cause=cause)

    def _outcome(self, source: Stored, ending: str, program: Path) -> Stored | office.Outcome | None:
        """The PDF, kept; or what else came of it; None where it is not done, or not its turn."""
        if self._running is None:
            failed = self._tried.get(source.digest)
            if failed is not None and not self._patient and time.monotonic() - failed < REST:
                return None
            office.sweep(self._root)
            started = office.Conversion(self._shelf.object_path(source.digest), ending, self._root, program)
            self._running = (source.digest, started)
        digest, conversion = self._running
        if digest != source.digest:
            return None
        outcome = conversion.wait() if self._patient else conversion.poll()
        if outcome is None:
            return None
        try:
            if outcome.pdf is None:
                return outcome
            kept = self._shelf.keep_file(outcome.pdf)
        finally:
            conversion.close()
            self._running = None
        self._strikes.forgive(f"office-{digest}")
        self._remember(_Made(digest, kept.digest, kept.size))
        return kept

    def _remember(self, made: _Made) -> None:
        self._made.pop(made.source, None)
        self._made[made.source] = made
        with suppress(OSError):
            atomic.replace(self._memory, canonical(_Memory(tuple(self._made.values())[-MOST:])))


def _read_memory(path: Path) -> dict[Digest, _Made]:
    try:
        memory = decode(_Memory, json.loads(path.read_bytes()))
    except (OSError, ValueError, NotCanonical):
        return {}
    return {made.source: made for made in memory.made}

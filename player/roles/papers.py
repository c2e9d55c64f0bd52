"""The documents of the folder as ingest wants them: kept in the store, looked through once, a few pages at a time.

What the pages turned out to be is remembered with the file's signature, on disk too: after a restart nothing is opened
again. A document of a hundred pages takes half a minute of looking; meanwhile other content is published, and `unfinished`
asks for another look.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from player.errors import PaintError, SourceError
from player.ingest.catalogue import PROBLEMS
from player.ingest.names import ending_of
from player.ingest.sorts import OFFICE
from player.model.listing import Signature
from player.model.paper import MOST_PAGES, Page, Paper, Span, chosen
from player.model.problem import Place, Problem
from player.model.units import Digest
from player.prepare.documents import Told
from player.prepare.inspector import Inspector, Refused
from player.prepare.strikes import Strikes, picture_name
from player.roles.asking import asked, unread
from player.roles.memory import Memory
from player.roles.press import PASSING, Press
from player.store.objects import Stored

LARGEST = 200_000_000
"""Bytes of a document's file."""

Answer = tuple[Paper | None, tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Known:
    """What one version of a document turned out to be. `pages` were looked through, `bad` are those that cannot be shown.

    `count` 0: not opened yet, or `problem` says why it cannot be.
    """

    path: str
    signature: Signature
    digest: Digest
    size: int
    count: int = 0
    pages: tuple[Page, ...] = ()
    bad: tuple[tuple[int, Problem], ...] = ()
    problem: Problem | None = None

    @property
    def seen(self) -> frozenset[int]:
        """The pages that need no looking at any more."""
        return frozenset((*(page.number for page in self.pages), *(number for number, _ in self.bad)))


LOOKS = "pages-1"
"""For what pages are looked through. What was remembered before, is looked at again."""


class Keeper(Protocol):
    """Who keeps files in the store."""

    def kept(self, path: str) -> Stored | Problem:
        """The file as an object; or why it could not be read or kept."""
        ...

    def signature(self, path: str) -> Signature | None:
        """The signature under which `path` was listed."""
        ...

    def object_path(self, digest: Digest) -> Path:
        """Where an object is."""
        ...

    def keep_file(self, path: Path) -> Stored:
        """A file of this machine as an object."""
        ...


class Papers:
    """Documents by path, for one intake or one command. `enough` is asked before each further question to the painter."""

    def __init__(
        self, keeper: Keeper, inspector: Inspector, strikes: Strikes, memory: Path, *, patient: bool = False
    ) -> None:
        self._keeper = keeper
        self._inspector = inspector
        self._strikes = strikes
        self._memory = Memory(memory, Known, LOOKS)
        self._questions = 0
        self._press = Press(keeper, strikes, memory.parent, patient=patient)
        self._sources: dict[str, tuple[Signature, Stored]] = {}
        self.enough: Callable[[], bool] = lambda: False
        self.unfinished = False
        """True where pages are left to look at, so that another look says more."""

    def begin(self, enough: Callable[[], bool]) -> None:
        """A new look begins."""
        self.enough, self.unfinished, self._questions = enough, False, 0
        self._press.begin()

    @property
    def converting(self) -> bool:
        """Whether a presentation is being made into a PDF, or waits for its turn."""
        return self._press.busy

    def document(self, path: str, wanted: tuple[Span, ...]) -> Answer:
        """The document with the pages that are wanted, and what is wrong with it; None where it is not to be had, or not yet.

        Raises StoreError where the cache takes nothing.
        """
        signature = self._keeper.signature(path)
        if signature is None:
            return None, (unread(path, SourceError("it is gone", retry=True)),)
        known = self._memory.get(path)
        if known is None or known.signature != signature or not self._holds(known):
            found = self._taken_in(path, signature)
            if isinstance(found, Problem):
                return None, (found,)
            known = found
        try:
            known = self._looked_through(known, wanted)
        except PaintError as error:
            self._memory.note(known)
            self.unfinished = True
            return None, (unread(path, error),)
        self._memory.note(known)
        return self._answer(known, wanted)

    def remember(self) -> None:
        """Writes down what is known of the documents that were asked for, where that has changed. Call it after an ingest."""
        self._memory.remember()

    def forget(self, digest: Digest) -> None:
        """The files of that object are read and looked through anew at the next ingest."""
        self._memory.forget(lambda known: known.digest == digest)

    def _answer(self, known: Known, wanted: tuple[Span, ...]) -> Answer:
        path = known.path
        if known.problem is not None:
            return None, (replace(known.problem, place=Place(path)),)
        numbers = chosen(wanted, known.count)[:MOST_PAGES]
        left = [number for number in numbers if number not in known.seen]
        if left or not known.count:
            self.unfinished = True
            facts: dict[str, Any] = {"count": len(numbers), "done": len(numbers) - len(left)}
            return None, (PROBLEMS.problem("document-reading", Place(path), **facts),)
        pages = {page.number: page for page in known.pages}
        there = tuple(pages[number] for number in numbers if number in pages)
        bad = tuple(replace(problem, place=Place(path)) for number, problem in known.bad if number in numbers)
        return Paper(known.digest, path, known.size, known.count, there), bad

    def _holds(self, known: Known) -> bool:
        """Whether what is known is still so: the object is there, and it neither went into quarantine nor left it since."""
        held = self._strikes.cause(picture_name(known.digest)) is not None
        if held != (known.problem is not None and known.problem.code == "document-crashes"):
            return False
        return known.problem is not None or self._keeper.object_path(known.digest).exists()

    def _taken_in(self, path: str, signature: Signature) -> Known | Problem:
        """Copies the file into the store. Another file with the same bytes tells what is in it."""
        if signature.size > LARGEST:
            size, limit = f"{signature.size / 1e6:.0f} MB", f"{LARGEST / 1e6:.0f} MB"
            problem = PROBLEMS.problem("document-too-big", Place(path), size=size, limit=limit)
            return Known(path, signature, Digest(""), signature.size, problem=problem)
        kept = self._pdf(path, signature) if ending_of(path) in OFFICE else self._keeper.kept(path)
        if isinstance(kept, Problem):
            lasting = ending_of(path) in OFFICE and kept.code not in PASSING | {"file-unreadable", "disk-full"}
            return Known(path, signature, Digest(""), signature.size, problem=kept) if lasting else kept
        same = (known for known in self._memory if known.digest == kept.digest)
        alike = next((known for known in same if known.problem is None), None)
        if alike is not None:
            return replace(alike, path=path, signature=signature)
        return Known(path, signature, kept.digest, kept.size)

    def _pdf(self, path: str, signature: Signature) -> Stored | Problem:
        """The PDF that is made of a presentation; its own bytes are copied once."""
        source = self._sources.get(path)
        if source is None or source[0] != signature or not self._keeper.object_path(source[1].digest).exists():
            kept = self._keeper.kept(path)
            if isinstance(kept, Problem):
                return kept
            source = self._sources[path] = (signature, kept)
        return self._press.pdf(path, source[1])

    def _looked_through(self, known: Known, wanted: tuple[Span, ...]) -> Known:
        """What is known once more pages were looked at, as many as time allows. Raises PaintError where nobody answers."""
        while known.problem is None:
            numbers = chosen(wanted, known.count)[:MOST_PAGES] if known.count else (1,)
            left = tuple(number for number in numbers if number not in known.seen)
            if not left or (self._questions and self.enough()):
                break
            self._questions += 1
            known = self._told(known, left)
        return known

    def _told(self, known: Known, numbers: tuple[int, ...]) -> Known:
        """What is known after one question."""
        told = self._inspected(known.digest, numbers)
        if isinstance(told, Refused):
            figures: dict[str, Any] = dict(told.figures)
            return replace(known, problem=PROBLEMS.problem("document-crashes", Place(known.path), **figures))
        known = replace(known, count=told.count, pages=(*known.pages, *told.pages))
        if told.refusal is None:
            if not told.pages:  # page 1 is asked for before it is known that there is one
                return replace(known, problem=PROBLEMS.problem("document-broken", Place(known.path)))
            return known
        facts: dict[str, Any] = dict(told.refusal.figures)
        problem = PROBLEMS.problem(told.refusal.code, Place(known.path), **facts)
        if told.at and told.count:
            return replace(known, bad=(*known.bad, (told.at, problem)))
        return replace(known, problem=problem)

    def _inspected(self, digest: Digest, numbers: tuple[int, ...]) -> Told | Refused:
        """What the pages turned out to be. A document at which the decoder dies is tried once more, then held."""
        path = str(self._keeper.object_path(digest))
        found, cause = asked(self._strikes, picture_name(digest), lambda: self._inspector.document(path, numbers))
        if found is None:
            assert cause is not None, "there is an answer, or the decoder died"
            return Refused("document-crashes", {"cause": cause}, cause)
        return found

"""The files of the folder as ingest wants them: bytes of texts, and pictures kept in the store and inspected once.

What a picture turned out to be is remembered with its signature, on disk too: after a restart nothing is decoded again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from player.errors import PaintError, SourceError, StoreError
from player.ingest.catalogue import PROBLEMS
from player.ingest.files import ASSETS
from player.ingest.names import ending_of, never_touched
from player.ingest.sorts import FILMS, PICTURES
from player.model.content import Asset
from player.model.listing import Listing, Signature
from player.model.paper import Paper, Span
from player.model.problem import Place, Problem
from player.model.table import Book
from player.model.units import Digest, Millis
from player.prepare.inspector import Inspector, Refused, Size, died, film_died
from player.prepare.strikes import picture_name
from player.roles.asking import asked, refused, unread
from player.roles.memory import Memory
from player.roles.papers import Papers
from player.roles.quarantine import FOLDER, Quarantine
from player.roles.tables import Tables
from player.roles.upkeep import Upkeep
from player.sources.folder import Folder
from player.store.objects import Stored
from player.store.store import Store

LARGEST_FILM = 4_000_000_000
"""Bytes of a film's file: an hour at 8 Mbit a second."""

LARGEST = 500_000_000
"""Bytes of a picture's file: as many pixels as are allowed take 400 MB if they are stored as wastefully as can be."""


@dataclass(frozen=True, slots=True)
class Known:
    """What one version of a file turned out to be: an asset, or a problem."""

    path: str
    signature: Signature
    asset: Asset | None = None
    problem: Problem | None = None
    held: Digest | None = None
    """The bytes, where they are in quarantine."""


LOOKS = "codes"
"""For what pictures are looked through. What was remembered before, is looked at again."""


class Trees:
    """The watched folder and, where there is one, the tree of `assets/`."""

    def __init__(self, folder: Folder, assets: Folder | None) -> None:
        self._folder = folder
        self._assets = assets
        self.listing = Listing(())
        self.extras = Listing(())
        self._signatures: dict[str, Signature] = {}

    def look(self, monotonic: float, machine: Millis) -> tuple[Listing, Listing]:
        """What is there now. Raises SourceError where the watched folder is away; a missing assets tree is empty."""
        before = self.listing, self.extras
        self.listing = self._folder.look(monotonic, machine)
        if self._assets is not None:
            with suppress(SourceError):
                self.extras = self._assets.look(monotonic, machine)
        if self.listing is before[0] and self.extras is before[1]:
            return before
        self._signatures = {entry.path: entry.signature for entry in self.listing.entries}
        if self._assets is not None:
            self._signatures |= {ASSETS + entry.path: entry.signature for entry in self.extras.entries}
        return self.listing, self.extras

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the last look left out or did not believe yet, and why."""
        return self._folder.problems

    @property
    def folders(self) -> tuple[int, ...]:
        """How many folders the last look found in each tree."""
        return tuple(len(seen.folders) for seen in (self.listing, self.extras)[: len(self._folders())])

    @property
    def identities(self) -> tuple[tuple[int, int] | None, ...]:
        """Device and inode of each tree at the last look; None where it was away."""
        return tuple(folder.identity for folder in self._folders())

    def wake_at(self, now: float) -> float:
        """When to look again, on the monotonic clock."""
        return min(folder.wake_at(now) for folder in self._folders())

    def hinted(self, *, alive: bool) -> None:
        """Says whether hints come, so that looks may be rare while nothing happens."""
        for folder in self._folders():
            folder.hinted(alive)

    @property
    def soonest(self) -> float:
        """Before when not even a hint is worth a look, on the monotonic clock."""
        return max(folder.soonest for folder in self._folders())

    def remember(self, paths: Iterable[str]) -> None:
        """Files of the watched folder that were there before a restart."""
        self._folder.remember(paths)

    def vouch(self, taken: Callable[[str, Signature], bool]) -> None:
        """Says which pictures need not be read to be believed, asked with paths as of a listing of both trees."""
        self._folder.vouched = taken
        if self._assets is not None:
            self._assets.vouched = lambda path, signature: taken(ASSETS + path, signature)

    def _folders(self) -> tuple[Folder, ...]:
        return (self._folder,) if self._assets is None else (self._folder, self._assets)

    def tree(self, path: str) -> tuple[Folder, str]:
        """The tree that `path` is in, and the path inside it."""
        if path.startswith(ASSETS) and self._assets is not None:
            return self._assets, path.removeprefix(ASSETS)
        return self._folder, path

    def signature(self, path: str) -> Signature | None:
        """The signature under which `path` was listed."""
        return self._signatures.get(path)


class Pictures:
    """`ingest.Files` over two folders, a store and a painter."""

    def __init__(
        self,
        trees: Trees,
        store: Store,
        inspector: Inspector,
        memory: Path,
        *,
        upkeep: Upkeep | None = None,
        patient: bool = False,
    ) -> None:
        self._trees = trees
        self._store = store
        self._upkeep = upkeep
        self._inspector = inspector
        self._memory = Memory(memory, Known, LOOKS)
        self.quarantine = Quarantine(memory.with_name(FOLDER))
        self.later: frozenset[str] = frozenset()
        """Pictures that were put off: they count as files that are still being copied."""
        self._papers = Papers(self, inspector, self.quarantine, memory.with_name("papers.json"), patient=patient)
        self._tables = Tables(self, inspector, self.quarantine, memory.with_name("tables"))
        trees.vouch(self._is_vouched)
        self.unsure = False
        """True where a file could not be read or inspected this time, so that another look may say more."""

    @property
    def listing(self) -> Listing:
        """The settled files of the watched folder, without those that were put off."""
        seen = self._trees.listing
        if not self.later:
            return seen
        entries = tuple(entry for entry in seen.entries if entry.path not in self.later)
        return replace(seen, entries=entries, waiting=(*seen.waiting, *sorted(self.later)))

    def take_in_some(self, enough: Callable[[], bool]) -> None:
        """Takes in pictures that are not known yet, in the order of the listing, until it is `enough`; puts off the others.

        Raises StoreError where the cache takes nothing.
        """
        self.later = frozenset()
        self._papers.begin(enough)
        new = [path for path in self._new() if not never_touched(path)]
        for number, path in enumerate(new):
            if number and enough():
                self.later = frozenset(new[number:])
                return
            known = self._looked_at(path)
            if isinstance(known, Known):
                self._memory.note(known, asked=False)

    def _new(self) -> Iterator[str]:
        """The pictures of the watched folder of which this version is not known."""
        for entry in self._trees.listing.entries:
            known = self._memory.get(entry.path)
            if ending_of(entry.path) in PICTURES | FILMS and (known is None or known.signature != entry.signature):
                yield entry.path

    @property
    def extras(self) -> frozenset[str]:
        """The files of the second tree, as `assets/…`."""
        return frozenset(ASSETS + entry.path for entry in self._trees.extras.entries)

    def read(self, path: str, limit: int) -> bytes:
        """The first bytes of the file, at most `limit`. Raises SourceError."""
        tree, inside = self._trees.tree(path)
        return tree.read(inside, limit)

    def picture(self, path: str) -> Asset | Problem:
        """The picture, kept and inspected; or what is wrong with it. Raises StoreError where the cache takes nothing."""
        known = self._looked_at(path)
        if isinstance(known, Problem):
            return known
        self._memory.note(known)
        result = known.asset or known.problem
        assert result is not None, "a known file is an asset or a problem"
        return result

    def document(self, path: str, wanted: tuple[Span, ...]) -> tuple[Paper | None, tuple[Problem, ...]]:
        """The document with the pages that are wanted, and what is wrong with it. Raises StoreError as above."""
        return self._papers.document(path, wanted)

    def table(self, path: str) -> Book | Problem:
        """The cells of the workbook, or why there are none. Raises StoreError as above."""
        return self._tables.table(path)

    @property
    def converting(self) -> bool:
        """Whether a look in a second may say more: of presentations that are being made into PDFs."""
        return self._papers.converting

    @property
    def unfinished(self) -> bool:
        """Whether another look at once would say more: of documents that are being read."""
        return self._papers.unfinished

    def remember(self) -> None:
        """Writes down what is known of the files that were asked for, where that has changed. Call it after an ingest."""
        self._papers.remember()
        self._memory.remember()

    def forget(self, digest: Digest) -> None:
        """The files of that object are read and inspected anew at the next ingest."""
        self._papers.forget(digest)
        self._tables.forget(digest)
        self._memory.forget(lambda known: known.asset is not None and known.asset.digest == digest)

    def _is_vouched(self, path: str, signature: Signature) -> bool:
        """Whether this very version was taken in as a picture before."""
        known = self._memory.get(path)
        return known is not None and known.asset is not None and known.signature == signature

    def _holds(self, known: Known) -> bool:
        """Whether what is known is still so: the object is there, and nothing went into quarantine or left it since."""
        if known.asset is None:
            return known.held is None or self.quarantine.cause(picture_name(known.held)) is not None
        if self.quarantine.cause(picture_name(known.asset.digest)) is not None:
            return False
        return self._store.object_path(known.asset.digest).exists()

    def _looked_at(self, path: str) -> Known | Problem:
        """What the file is, from memory where this version is known. A Problem where it could not be read this time."""
        signature = self._trees.signature(path)
        if signature is None:
            self.unsure = True
            return unread(path, SourceError("it is gone", retry=True))
        known = self._memory.get(path)
        if known is not None and known.signature == signature and self._holds(known):
            return known
        return self._take_in(path, signature) if signature.size <= _largest(path) else _too_large(path, signature)

    def _take_in(self, path: str, signature: Signature) -> Known | Problem:
        """Copies the file into the store and has it inspected. A Problem where it could not be read this time."""
        kept = self.kept(path)
        if isinstance(kept, Problem):
            return kept
        try:
            result = self._inspected(kept.digest, film=ending_of(path) in FILMS)
        except (PaintError, OSError) as error:
            self.unsure = True
            return unread(path, error)
        if isinstance(result, Refused):
            return Known(path, signature, problem=refused(path, result), held=kept.digest if result.died else None)
        asset = Asset(kept.digest, path, kept.size, result.width, result.height, result.codes, result.film)
        return Known(path, signature, asset=asset)

    def kept(self, path: str) -> Stored | Problem:
        """The file as an object of the store; a Problem where it could not be read, or kept, this time."""
        if self._upkeep is not None and not self._upkeep.has_room():
            return self._upkeep.no_room(path)
        tree, inside = self._trees.tree(path)
        try:
            with tree.open(inside) as stream:
                return self._store.keep(stream)
        except (SourceError, OSError) as error:
            self.unsure = True
            return unread(path, error)
        except StoreError as error:
            if self._upkeep is None or not self._upkeep.is_full(error):
                raise
            return self._upkeep.no_room(path)

    def signature(self, path: str) -> Signature | None:
        """The signature under which the file was listed."""
        return self._trees.signature(path)

    def keep_file(self, path: Path) -> Stored:
        """A file of this machine as an object of the store. Raises StoreError."""
        with path.open("rb") as stream:
            return self._store.keep(stream)

    def object_path(self, digest: Digest) -> Path:
        """Where an object of the store is."""
        return self._store.object_path(digest)

    def _inspected(self, digest: Digest, *, film: bool) -> Size | Refused:
        """What the object turned out to be. One at which the decoder dies is tried once more, then held."""
        name = picture_name(digest)
        path = str(self._store.object_path(digest))
        ask = self._inspector.film if film else self._inspector.inspect
        found, cause = asked(self.quarantine, name, lambda: ask(path))
        if found is None:
            assert cause is not None, "there is an answer, or the decoder died"
            return film_died(cause) if film else died(cause)
        return found


def _largest(path: str) -> int:
    """Bytes that the file may have."""
    return LARGEST_FILM if ending_of(path) in FILMS else LARGEST


def _too_large(path: str, signature: Signature) -> Known:
    size, limit = f"{signature.size / 1e6:.0f} MB", f"{_largest(path) / 1e6:.0f} MB"
    code = "film-too-big" if ending_of(path) in FILMS else "picture-too-big"
    return Known(path, signature, problem=PROBLEMS.problem(code, Place(path), size=size, limit=limit))

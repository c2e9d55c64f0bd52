"""Where a file that a playlist names is: beside the playlist, then in `assets/`. No path leaves those two trees."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from player.ingest.clock_words import Unclear
from player.ingest.files import ASSETS, Files
from player.ingest.names import ending_of, never_touched
from player.ingest.sorts import DOCUMENTS, FILMS, PICTURES
from player.ingest.vocabulary import near, plain
from player.model.content import Asset
from player.model.paper import Paper, Span
from player.model.problem import Problem
from player.model.table import Book
from player.model.words import Words

_TOP = Words("文件夹最上层", "the folder itself")


@dataclass(slots=True)
class Found:
    """A file that was named: its path, and how it is really called where that is not quite what was written."""

    path: str
    near: str = ""
    waiting: bool = False


@dataclass(slots=True)
class Names:
    """All names of both trees, made ready once for all playlists of a look."""

    files: Files
    settled: frozenset[str] = field(init=False)
    waiting: frozenset[str] = field(init=False)
    pictures: dict[str, Asset | Problem] = field(default_factory=dict)
    documents: dict[tuple[str, tuple[Span, ...]], tuple[Paper | None, tuple[Problem, ...]]] = field(
        default_factory=dict
    )
    tables: dict[str, Book | Problem] = field(default_factory=dict)
    _flat: dict[str, str] | None = None

    def __post_init__(self) -> None:
        listing = self.files.listing
        self.settled = frozenset(entry.path for entry in listing.entries) | self.files.extras
        self.waiting = frozenset(listing.waiting)

    def flat(self) -> dict[str, str]:
        """Every path by its form without case, width and spaces."""
        if self._flat is None:
            self._flat = {plain(path): path for path in sorted(self.settled | self.waiting, reverse=True)}
        return self._flat


@dataclass(frozen=True, slots=True)
class Lookup:
    """Finds files for a playlist that stands in `folder` (empty: the root)."""

    names: Names
    folder: str

    def find(self, written: str) -> Found:
        """The file that is meant. Raises Unclear."""
        path = self._inside(written.strip())
        for candidate in self._places(path):
            if candidate in self.names.settled and not never_touched(candidate):
                return Found(candidate)
        for candidate in self._places(path):
            if candidate in self.names.waiting:
                return Found(candidate, waiting=True)
        for candidate in self._places(path):
            alike = self.names.flat().get(plain(candidate))
            if alike is not None and not never_touched(alike):
                same = unicodedata.normalize("NFC", alike) == unicodedata.normalize("NFC", candidate)  # from a Mac
                return Found(alike, near="" if same else self._short(alike), waiting=alike in self.names.waiting)
        raise Unclear("file-missing", path=written, near=self._nearest(path), folder=self.folder or _TOP)

    def picture(self, path: str) -> Asset | Problem:
        """The picture, or what is wrong with it; asked for once a look."""
        if path not in self.names.pictures:
            self.names.pictures[path] = self.names.files.picture(path)
        return self.names.pictures[path]

    def document(self, path: str, wanted: tuple[Span, ...]) -> tuple[Paper | None, tuple[Problem, ...]]:
        """The document with its pages, and what is wrong with it; asked for once a look."""
        if (path, wanted) not in self.names.documents:
            self.names.documents[path, wanted] = self.names.files.document(path, wanted)
        return self.names.documents[path, wanted]

    def table(self, path: str) -> Book | Problem:
        """The cells of a workbook, or why there are none; asked for once a look."""
        if path not in self.names.tables:
            self.names.tables[path] = self.names.files.table(path)
        return self.names.tables[path]

    def _places(self, path: str) -> tuple[str, ...]:
        beside = f"{self.folder}/{path}" if self.folder else path
        return (beside, ASSETS + path, *((path,) if path.startswith(ASSETS) else ()))

    @staticmethod
    def _inside(written: str) -> str:
        """The path with `/`, proven to stay inside. Raises Unclear."""
        if len(written) > 2 and written[0] == written[-1] == '"':  # as Windows copies it; no name on Windows has one
            written = written[1:-1]
        if re.match(r"(?i)(?!file:)[a-z][a-z+.-]+:[/\\]{2}", written):
            raise Unclear("path-link", path=written)
        path = written.replace("\\", "/").replace("／", "/")
        name = path.rstrip("/").rsplit("/", 1)[-1] or "海报.png"
        if re.match(r"(?i)[a-z][:：]|/|~|file:", path):
            raise Unclear("path-drive", path=written, fixed=re.sub("^.*[:：]", "", name))
        parts = [part for part in path.split("/") if part not in ("", ".")]
        if ".." in parts:
            raise Unclear("path-parent", path=written, fixed=name)
        return "/".join(parts)

    def _short(self, path: str) -> str:
        return path.removeprefix(f"{self.folder}/") if self.folder else path

    def _nearest(self, path: str) -> Words:
        """Which file may be meant: the same name elsewhere or with another ending, or nearly the same name."""
        wanted = plain(path.rsplit("/", 1)[-1])
        stem = wanted.rpartition(".")[0] or wanted
        names = [known for known in sorted(self.names.settled) if ending_of(known) in PICTURES | DOCUMENTS | FILMS]
        short = {known: plain(known.rsplit("/", 1)[-1]) for known in names[:2000]}
        same = [known for known, name in short.items() if name == wanted or (name.rpartition(".")[0] or name) == stem]
        alike = same[0] if same else near(short.values(), wanted)
        if alike is None:
            return Words("", "")
        meant = alike if same else next(known for known, name in short.items() if name == alike)
        shown = self._short(meant)
        return Words(f"你是不是想写“{shown}”？", f"Did you mean “{shown}”?")

"""Files held in memory that keep the promise of `player.ingest.files.Files`."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime

from player.errors import SourceError
from player.ingest.catalogue import PROBLEMS
from player.model.content import Asset, Film
from player.model.listing import Entry, Listing, Signature
from player.model.paper import MOST_PAGES, Page, Paper, Span, chosen
from player.model.problem import Place, Problem
from player.model.table import Book
from player.model.units import Digest, Millis
from player.prepare.workbook import NotRead, read_workbook

NOW = Millis(int(datetime.fromisoformat("2020-07-01T10:00:00+08:00").timestamp() * 1000))


class MemoryFiles:
    """Two trees in memory. Bytes that begin with `bad` are no picture; a file without bytes (None) cannot be read."""

    def __init__(self, files: dict[str, bytes | None], waiting: tuple[str, ...] = ()) -> None:
        self._files = files
        self.listing = Listing(
            tuple(
                Entry(path, Signature(len(data or b""), 1, 1, 1, 1))
                for path, data in files.items()
                if not path.startswith("assets/") and path not in waiting
            ),
            waiting=waiting,
        )
        self.extras = frozenset(path for path in files if path.startswith("assets/"))

    def read(self, path: str, limit: int) -> bytes:
        data = self._files[path]
        if data is None:
            raise SourceError("权限不够", retry=False)
        return data[:limit]

    def picture(self, path: str) -> Asset | Problem:
        data = self._files[path] or b""
        if data.startswith(b"bad"):
            return PROBLEMS.problem("picture-unreadable", Place(path), reason="?")
        film = None
        if path.endswith((".mp4", ".mov")):
            sound, unheard = b"sound" in data or b"dts" in data, "dca" if b"dts" in data else ""
            film = Film(Millis(15_000), hdr=data.startswith(b"hdr"), sound=sound, unheard=unheard)
        return Asset(Digest(hashlib.sha256(data).hexdigest()), path, len(data), 1920, 1080, film=film)

    def document(self, path: str, wanted: tuple[Span, ...]) -> tuple[Paper | None, tuple[Problem, ...]]:
        """Bytes that begin with `bad` are no document; others are one of as many pages as there are bytes."""
        data = self._files[path] or b""
        if data.startswith(b"bad"):
            return None, (PROBLEMS.problem("document-broken", Place(path)),)
        pages = tuple(Page(number, 960, 540, 40, 500) for number in chosen(wanted, len(data)))
        return Paper(Digest(hashlib.sha256(data).hexdigest()), path, len(data), len(data), pages[:MOST_PAGES]), ()

    def table(self, path: str) -> Book | Problem:
        """The cells of the workbook that the bytes are."""
        try:
            return read_workbook(io.BytesIO(self._files[path] or b""))
        except NotRead as refused:
            return PROBLEMS.problem(refused.code, Place(path), **refused.figures)

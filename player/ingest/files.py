"""What ingest needs of the watched folder: names, bytes, pictures. The intake process implements it over a disk."""

from __future__ import annotations

from typing import Protocol

from player.model.content import Asset
from player.model.listing import Listing
from player.model.paper import Paper, Span
from player.model.problem import Problem
from player.model.table import Book

ASSETS = "assets/"
"""How paths of the second tree begin, so that they are told from those of the watched folder."""


class Files(Protocol):
    """Two trees: the watched folder, and `assets/` for pictures that playlists name. Both end at their roots."""

    @property
    def listing(self) -> Listing:
        """The settled files of the watched folder."""

    @property
    def extras(self) -> frozenset[str]:
        """The files of the second tree, each path beginning with `assets/`."""

    def read(self, path: str, limit: int) -> bytes:
        """The first bytes of the file, at most `limit`. Raises SourceError where it cannot be read."""

    def picture(self, path: str) -> Asset | Problem:
        """The picture kept in the store, named `path`; or what is wrong with it, by a code of `ingest/catalogue.py`."""

    def document(self, path: str, wanted: tuple[Span, ...]) -> tuple[Paper | None, tuple[Problem, ...]]:
        """The document kept in the store with the pages that are wanted (all where nothing is), and what is wrong with it.

        None where it is not to be had, or not yet.
        """

    def table(self, path: str) -> Book | Problem:
        """The cells of the workbook (.xlsx); or why there are none."""

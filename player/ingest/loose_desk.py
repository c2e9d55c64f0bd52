"""A desk for files that are no playlists: the settings, the holidays."""

from __future__ import annotations

from datetime import date

from player.ingest.catalogue import PROBLEMS
from player.ingest.desk import Desk
from player.ingest.files import Files
from player.ingest.lookup import Lookup, Names
from player.ingest.report import Report
from player.ingest.rules import Rules
from player.model.content import Asset, Moment
from player.model.listing import Listing
from player.model.paper import Paper, Span
from player.model.problem import Place, Problem
from player.model.table import Book


class NoFiles:
    """No files at all."""

    listing = Listing(())
    extras: frozenset[str] = frozenset()

    def read(self, path: str, limit: int) -> bytes:
        """Nothing."""
        return b""

    def picture(self, path: str) -> Asset | Problem:
        """There is none."""
        return PROBLEMS.problem("picture-unreadable", Place(path))

    def document(self, path: str, wanted: tuple[Span, ...]) -> tuple[Paper | None, tuple[Problem, ...]]:
        """There is none."""
        return None, ()

    def table(self, path: str) -> Book | Problem:
        """There is none."""
        return PROBLEMS.problem("table-broken", Place(path))


def loose_desk(file: str) -> Desk:
    """A desk on which `file` is read; dates in it have years, so the day does not matter."""
    files: Files = NoFiles()
    return Desk(Report(file), Rules(), Moment(date(2000, 1, 1)), Lookup(Names(files), ""))

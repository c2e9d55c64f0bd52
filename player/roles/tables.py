"""The workbooks of the folder as ingest wants them: decoded once in a painter's child, kept as plain cells.

What is in a workbook lies in the cache under the digest of its bytes, so that one that has not changed is never decoded twice,
whatever it is called and after a restart too.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from player.errors import PaintError, SourceError
from player.ingest.catalogue import PROBLEMS
from player.model.canon import decode
from player.model.listing import Signature
from player.model.problem import Place, Problem
from player.model.table import Book
from player.model.units import Digest
from player.prepare.inspector import Inspector
from player.prepare.strikes import Strikes, picture_name
from player.roles.asking import asked, refused, unread
from player.roles.papers import Keeper

LARGEST = 50_000_000
"""Bytes of a workbook's file: pictures in it are not read, and may be large."""

KEPT = 200
"""Workbooks whose cells are kept; the oldest go first."""

_VERSION = "1"
"""What cells are read as: with another reader they are read anew."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What one version of a file turned out to be."""

    signature: Signature
    digest: Digest
    said: Book | Problem


class Tables:
    """Workbooks by path, for one intake or one command; their cells are files in `folder`."""

    def __init__(self, keeper: Keeper, inspector: Inspector, strikes: Strikes, folder: Path) -> None:
        self._keeper = keeper
        self._inspector = inspector
        self._strikes = strikes
        self._folder = folder
        self._known: dict[str, _Known] = {}

    def table(self, path: str) -> Book | Problem:
        """The cells of the workbook, or why there are none. Raises StoreError where the cache takes nothing."""
        signature = self._keeper.signature(path)
        if signature is None:
            return unread(path, SourceError("it is gone", retry=True))
        known = self._known.get(path)
        if known is not None and known.signature == signature and self._holds(known):
            return known.said
        if signature.size > LARGEST:
            size, limit = f"{signature.size / 1e6:.0f} MB", f"{LARGEST / 1e6:.0f} MB"
            return PROBLEMS.problem("table-too-big", Place(path), size=size, limit=limit)
        kept = self._keeper.kept(path)
        if isinstance(kept, Problem):
            return kept
        try:
            said = self._kept(kept.digest) or self._decoded(path, kept.digest)
        except PaintError as error:
            return unread(path, error)
        self._known[path] = _Known(signature, kept.digest, said)
        return said

    def forget(self, digest: Digest) -> None:
        """The files of that object are read anew at the next ingest."""
        self._known = {path: known for path, known in self._known.items() if known.digest != digest}

    def _holds(self, known: _Known) -> bool:
        """Whether it neither went into quarantine nor left it since."""
        held = self._strikes.cause(picture_name(known.digest)) is not None
        return held == (isinstance(known.said, Problem) and known.said.code == "table-crashes")

    def _file(self, digest: Digest) -> Path:
        return self._folder / f"{digest}.{_VERSION}.json"

    def _kept(self, digest: Digest) -> Book | None:
        """The cells that were read before; None where none were, or where their file is damaged."""
        try:
            return decode(Book, json.loads(self._file(digest).read_bytes()))
        except (OSError, ValueError, RecursionError):
            return None

    def _decoded(self, path: str, digest: Digest) -> Book | Problem:
        """What the workbook turned out to be. One at which the decoder dies is tried once more, then held. Raises PaintError."""
        place, into = str(self._keeper.object_path(digest)), str(self._file(digest))
        why, cause = asked(self._strikes, picture_name(digest), lambda: self._inspector.table(place, into))
        if cause is not None:
            return PROBLEMS.problem("table-crashes", Place(path), cause=cause)
        if why is not None:
            return refused(path, why)
        self._prune()
        book = self._kept(digest)
        if book is None:
            raise PaintError("the cells of the workbook are not there", retry=True)
        return book

    def _prune(self) -> None:
        """Removes the oldest."""
        with suppress(OSError):
            files = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
            for path in files[:-KEPT]:
                path.unlink(missing_ok=True)

"""`Files` over two folders of this disk, settled as they are: what ingest reads when nothing is being copied."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PIL import Image

from player.errors import SourceError
from player.ingest.files import ASSETS
from player.ingest.names import path_key
from player.ingest.pipeline import Ingested, ingest
from player.ingest.rules import Rules
from player.model.content import Asset, Film
from player.model.listing import Entry, Listing, Signature
from player.model.paper import Page, Paper, Span
from player.model.problem import Problem
from player.model.table import Book
from player.model.units import Digest, Millis
from player.prepare.workbook import read_workbook


class DiskFiles:
    """The watched folder `root` and the folder `assets` beside it, for pictures that playlists name."""

    def __init__(self, root: Path, assets: Path | None = None) -> None:
        self.root = root
        self.assets = assets
        found = {path.relative_to(root).as_posix(): path for path in root.rglob("*")}
        names = sorted((name for name, path in found.items() if path.is_file()), key=path_key)
        folders = tuple(sorted(name for name, path in found.items() if path.is_dir()))
        self.listing = Listing(tuple(Entry(name, _signature(root / name)) for name in names), folders)
        self.extras = frozenset(
            ASSETS + path.relative_to(assets).as_posix()
            for path in (assets.rglob("*") if assets else ())
            if path.is_file()
        )

    def path(self, name: str) -> Path:
        """Where the file is on the disk."""
        return self.assets / name.removeprefix(ASSETS) if self.assets and name in self.extras else self.root / name

    def read(self, path: str, limit: int) -> bytes:
        """The first bytes of the file. Raises SourceError where it cannot be read."""
        try:
            with self.path(path).open("rb") as file:
                return file.read(limit)
        except OSError as error:
            raise SourceError(str(error), retry=True) from error

    def picture(self, path: str) -> Asset:
        """The picture as it stands on the disk."""
        content = self.path(path).read_bytes()
        if path.endswith((".mp4", ".mov")):
            digest = Digest(hashlib.sha256(content).hexdigest())
            return Asset(digest, path, len(content), 1920, 1080, film=Film(Millis(15_000), sound=True))
        with Image.open(self.path(path)) as image:
            width, height = image.size
        return Asset(Digest(hashlib.sha256(content).hexdigest()), path, len(content), width, height)

    def document(self, path: str, wanted: tuple[Span, ...]) -> tuple[Paper | None, tuple[Problem, ...]]:
        """A document of one page."""
        content = self.path(path).read_bytes()
        return Paper(Digest(hashlib.sha256(content).hexdigest()), path, len(content), 1, (Page(1, 960, 540),)), ()

    def table(self, path: str) -> Book | Problem:
        """The cells of a workbook that can be read."""
        with self.path(path).open("rb") as file:
            return read_workbook(file)


def _signature(path: Path) -> Signature:
    status = path.stat()
    return Signature(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, 1)


def read(root: Path, now: Millis, *, assets: Path | None = None, rules: Rules | None = None) -> Ingested:
    """What the folder comes to at `now`, read for the first time."""
    return ingest(DiskFiles(root, assets), previous=None, now=now, rules=rules or Rules())

"""A folder is a source, opened step by step (Linux) or by paths (as on Windows), on a disk or on a share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from player.errors import SourceError
from player.model.listing import Listing
from player.model.units import Millis
from player.sources.folder import Folder
from player.sources.scan import BY_FD
from player.sources.settle import QUIET, QUIET_NETWORK
from tests.support.source_laws import Place, SourceLaws


class Punctual(Folder):
    """A share that is looked at whenever it asks to be: its bytes are read twice before they are believed."""

    at: float | None = None

    def look(self, now: float, wall: Millis | None = None) -> Listing:
        if self.at is not None and now - self.at > QUIET_NETWORK:
            self.at = None  # what happened meanwhile happened just now
        while self.at is not None and (due := self.wake_at(self.at)) < now:
            self.at = due
            with suppress(SourceError):
                super().look(due, wall)
        self.at = now
        return super().look(now, wall)


class FolderPlace:
    """A real folder and its source."""

    def __init__(self, root: Path, *, network: bool, by_fd: bool) -> None:
        root.mkdir()
        self.root = root
        self.source = (Punctual if network else Folder)(root, network=network, by_fd=by_fd)
        self.quiet = QUIET_NETWORK if network else QUIET

    def write(self, path: str, data: bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        before = target.stat().st_ctime_ns if target.exists() else 0
        while not target.exists() or target.stat().st_ctime_ns == before:  # a tick of the file system's clock is 4 ms
            target.write_bytes(data)

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    @contextmanager
    def away(self) -> Iterator[None]:
        elsewhere = self.root.with_name("elsewhere")
        self.root.rename(elsewhere)
        try:
            yield
        finally:
            elsewhere.rename(self.root)


class TestLocal(SourceLaws):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        return FolderPlace(tmp_path / "content", network=False, by_fd=BY_FD)


class TestShare(SourceLaws):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        return FolderPlace(tmp_path / "content", network=True, by_fd=BY_FD)


class TestByPaths(SourceLaws):
    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        return FolderPlace(tmp_path / "content", network=False, by_fd=False)

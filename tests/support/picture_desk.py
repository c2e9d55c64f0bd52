"""A folder, its cache, and what a process would hold of them: pictures taken in, by decoders that really decode."""

from __future__ import annotations

from pathlib import Path

from player.errors import PaintError
from player.model.content import Asset
from player.model.paper import Paper
from player.model.problem import Problem
from player.model.units import Millis
from player.prepare.documents import Told
from player.prepare.inspector import ChildInspector, Refused, Size
from player.prepare.limits import Limits
from player.roles.pictures import Pictures, Trees
from player.sources.folder import Folder
from player.store.store import Store


class PictureDesk:
    """An inspector that counts (`asked`), whose limits are set from outside: `limits` for the coming looks, then `usual`."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "节目"
        self.folder.mkdir()
        self.cache = root / "cache"
        self.limits: list[Limits] = []
        self.usual = Limits()
        self.works = True
        self.asked: list[str] = []
        self.restart()

    def inspect(self, path: str) -> Size | Refused:
        """What a decoder says."""
        self.asked.append(path)
        if not self.works:
            raise PaintError("no painter answers", retry=True)
        return ChildInspector(self.limits.pop(0) if self.limits else self.usual).inspect(path)

    def film(self, path: str) -> Size | Refused:
        """What a decoder says of a film."""
        self.asked.append(path)
        return ChildInspector(self.limits.pop(0) if self.limits else self.usual).film(path)

    def document(self, path: str, pages: tuple[int, ...]) -> Told | Refused:
        """What is said of a document."""
        self.asked.append(path)
        if not self.works:
            raise PaintError("no painter answers", retry=True)
        return ChildInspector(self.limits.pop(0) if self.limits else self.usual).document(path, pages)

    def paper(self, name: str, *wanted: tuple[int, int | None]) -> tuple[Paper | None, tuple[Problem, ...]]:
        """What a settled document of that name is."""
        for _ in range(2):
            self.now += 3600
            self.trees.look(self.now, Millis(0))
        found = self.pictures.document(name, wanted)
        self.pictures.remember()
        return found

    def table(self, path: str, into: str) -> Refused | None:
        """What a decoder says of a workbook."""
        self.asked.append(path)
        return ChildInspector(self.limits.pop(0) if self.limits else self.usual).table(path, into)

    def restart(self) -> None:
        """The process is a new one: what it knows comes from the disk."""
        self.now = 0.0
        self.trees = Trees(Folder(self.folder), None)
        self.pictures = Pictures(self.trees, Store(self.cache), self, self.cache / "known.json")

    def ask(self, name: str) -> Asset | Problem:
        """What a settled file of that name is."""
        for _ in range(2):
            self.now += 3600
            self.trees.look(self.now, Millis(0))
        found = self.pictures.picture(name)
        self.pictures.remember()
        return found

"""Pictures are decoded once in their life, whatever restarts; what is wrong with one is said and remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from player.errors import PaintError
from player.model.content import Asset
from player.model.problem import Problem
from player.model.units import Millis
from player.prepare.inspector import ChildInspector, Refused, Size
from player.roles.pictures import Pictures, Trees
from player.sources.folder import Folder
from player.store.store import Store
from tests.support.writers import nonsense_png


class Counting:
    """An inspector that really inspects, and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.works = True

    def inspect(self, path: str) -> Size | Refused:
        self.asked.append(path)
        if not self.works:
            raise PaintError("no painter answers", retry=True)
        return ChildInspector().inspect(path)


class Desk:
    """A folder, a cache, and what a process would hold of them."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "节目"
        self.folder.mkdir()
        self.cache = root / "cache"
        self.inspector = Counting()
        self.restart()

    def restart(self) -> None:
        self.now = 0.0
        self.trees = Trees(Folder(self.folder), None)
        self.pictures = Pictures(self.trees, Store(self.cache), self.inspector, self.cache / "known.json")

    def ask(self, name: str) -> Asset | Problem:
        for _ in range(2):
            self.now += 3600
            self.trees.look(self.now, Millis(0))
        found = self.pictures.picture(name)
        self.pictures.remember()
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    one = Desk(tmp_path)
    Image.new("RGB", (40, 30), "red").save(one.folder / "a.png")
    return one


def test_a_picture_is_kept_with_its_size_and_decoded_once(desk: Desk) -> None:
    asset = desk.ask("a.png")
    assert isinstance(asset, Asset)
    assert (asset.name, asset.width, asset.height) == ("a.png", 40, 30)
    assert Store(desk.cache).object_path(asset.digest).read_bytes() == (desk.folder / "a.png").read_bytes()
    assert desk.ask("a.png") == asset
    desk.restart()
    assert desk.ask("a.png") == asset
    assert len(desk.inspector.asked) == 1


def test_new_bytes_under_the_same_name_are_looked_at(desk: Desk) -> None:
    before = desk.ask("a.png")
    Image.new("RGB", (40, 30), "blue").save(desk.folder / "a.png")
    after = desk.ask("a.png")
    assert isinstance(after, Asset)
    assert after != before


def test_a_bad_picture_is_a_problem_that_is_remembered_too(desk: Desk) -> None:
    (desk.folder / "a.png").write_bytes(nonsense_png())
    found = desk.ask("a.png")
    assert isinstance(found, Problem)
    assert found.place.file == "a.png"
    desk.restart()
    assert desk.ask("a.png") == found
    assert len(desk.inspector.asked) == 1


def test_a_picture_whose_object_is_lost_is_taken_in_again(desk: Desk) -> None:
    asset = desk.ask("a.png")
    assert isinstance(asset, Asset)
    Store(desk.cache).object_path(asset.digest).unlink()
    assert desk.ask("a.png") == asset
    assert Store(desk.cache).object_path(asset.digest).exists()


def test_without_a_painter_nothing_is_remembered(desk: Desk) -> None:
    desk.inspector.works = False
    assert isinstance(desk.ask("a.png"), Problem)
    desk.inspector.works = True
    assert isinstance(desk.ask("a.png"), Asset)


def test_a_damaged_memory_is_as_good_as_none(desk: Desk) -> None:
    asset = desk.ask("a.png")
    (desk.cache / "known.json").write_text('{"known": [{"path": 3}]}')
    desk.restart()
    assert desk.ask("a.png") == asset

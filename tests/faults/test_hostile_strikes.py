"""Two strikes: a picture at which the decoder dies is tried once more, then held by its hash, over every restart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from player.model.content import Asset
from player.model.problem import Problem
from player.model.units import Digest, Millis
from player.model.words import Words
from player.prepare.inspector import ChildInspector, Refused, Size
from player.prepare.limits import CAN_FORK, Limits
from player.roles.pictures import Pictures, Trees
from player.roles.quarantine import MOST, Quarantine
from player.sources.folder import Folder
from player.store.store import Store
from tests.support.hostile import broken, vast

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="without fork a picture is decoded in the worker itself")
TIGHT = Limits(seconds=0.01)
"""Less than the picture below takes: its decoder dies for real."""


class Desk:
    """A folder, its cache, and decoders whose limits are set from outside: one for each coming look, then `usual`."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "节目"
        self.folder.mkdir()
        self.cache = root / "cache"
        self.limits: list[Limits] = []
        self.usual = Limits()
        self.looks = 0
        self.restart()

    def inspect(self, path: str) -> Size | Refused:
        self.looks += 1
        return ChildInspector(self.limits.pop(0) if self.limits else self.usual).inspect(path)

    def restart(self) -> None:
        self.now = 0.0
        self.trees = Trees(Folder(self.folder), None)
        self.pictures = Pictures(self.trees, Store(self.cache), self, self.cache / "known.json")

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
    (one.folder / "大.png").write_bytes(vast())
    return one


def test_the_second_death_is_remembered_by_the_bytes(desk: Desk) -> None:
    desk.limits = [TIGHT, TIGHT]
    held = desk.ask("大.png")
    assert isinstance(held, Problem)
    assert held.code == "picture-crashes"
    assert "已隔离" in held.message.zh
    assert "0.01 秒" in held.message.zh
    assert "0.01 s" in held.message.en
    assert desk.looks == 2
    # whatever it is called, and after a restart that forgot everything else, it is not decoded again
    (desk.cache / "known.json").unlink()
    (desk.folder / "大.png").rename(desk.folder / "另一个名字.png")
    desk.restart()
    again = desk.ask("另一个名字.png")
    assert isinstance(again, Problem)
    assert again.message == held.message
    assert desk.looks == 2
    # other bytes under the old name are a new picture
    Image.new("RGB", (40, 30)).save(desk.folder / "大.png")
    assert isinstance(desk.ask("大.png"), Asset)


def test_one_death_is_forgiven(desk: Desk) -> None:
    desk.limits = [TIGHT]
    assert isinstance(desk.ask("大.png"), Asset)
    assert desk.looks == 2
    assert not (desk.cache / "quarantine.json").exists()


def test_a_bad_picture_is_refused_at_once_and_not_held(desk: Desk) -> None:
    (desk.folder / "坏.png").write_bytes(broken())
    refused = desk.ask("坏.png")
    assert isinstance(refused, Problem)
    assert refused.code == "picture-unreadable"
    assert desk.looks == 1
    assert not (desk.cache / "quarantine.json").exists()


def test_a_damaged_memory_holds_none_and_an_older_player_held_its_own(tmp_path: Path) -> None:
    place = tmp_path / "quarantine.json"
    digest = Digest("a" * 64)
    Quarantine(place).hold(digest, Words("原因", "cause"))
    assert Quarantine(place).cause(digest) == Words("原因", "cause")
    whole = place.read_bytes()
    place.write_bytes(whole.replace(b'"version":"', b'"version":"0.0.'))
    assert Quarantine(place).cause(digest) is None
    for cut in range(0, len(whole), 7):
        place.write_bytes(whole[:cut])
        assert Quarantine(place).cause(digest) is None


def test_the_memory_is_bounded_and_keeps_the_newest(tmp_path: Path) -> None:
    place = tmp_path / "quarantine.json"
    digests = [Digest(f"{number:064x}") for number in range(MOST + 5)]
    quarantine = Quarantine(place)
    quarantine._held = {digest: quarantine_entry(digest) for digest in digests[:-1]}
    quarantine.hold(digests[-1], Words("原因", "cause"))
    kept = Quarantine(place)
    assert [kept.cause(digest) is not None for digest in digests] == [False] * 5 + [True] * MOST


def quarantine_entry(digest: Digest) -> object:
    from player.roles.quarantine import Held

    return Held(digest, Words("原因", "cause"))

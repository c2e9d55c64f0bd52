"""Pictures are decoded once in their life, whatever restarts; what is wrong with one is said and remembered."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PIL import Image

from player.model.content import Asset
from player.model.problem import Problem
from player.store.store import Store
from tests.support.picture_desk import PictureDesk
from tests.support.writers import nonsense_png


@pytest.fixture
def desk(tmp_path: Path) -> PictureDesk:
    one = PictureDesk(tmp_path)
    Image.new("RGB", (40, 30), "red").save(one.folder / "a.png")
    return one


def test_a_picture_is_kept_with_its_size_and_decoded_once(desk: PictureDesk) -> None:
    asset = desk.ask("a.png")
    assert isinstance(asset, Asset)
    assert (asset.name, asset.width, asset.height) == ("a.png", 40, 30)
    assert Store(desk.cache).object_path(asset.digest).read_bytes() == (desk.folder / "a.png").read_bytes()
    assert desk.ask("a.png") == asset
    desk.restart()
    assert desk.ask("a.png") == asset
    assert len(desk.asked) == 1


def test_new_bytes_under_the_same_name_are_looked_at(desk: PictureDesk) -> None:
    before = desk.ask("a.png")
    Image.new("RGB", (40, 30), "blue").save(desk.folder / "a.png")
    after = desk.ask("a.png")
    assert isinstance(after, Asset)
    assert after != before


def test_a_bad_picture_is_a_problem_that_is_remembered_too(desk: PictureDesk) -> None:
    (desk.folder / "a.png").write_bytes(nonsense_png())
    found = desk.ask("a.png")
    assert isinstance(found, Problem)
    assert found.place.file == "a.png"
    desk.restart()
    assert desk.ask("a.png") == found
    assert len(desk.asked) == 1


def test_a_picture_whose_object_is_lost_is_taken_in_again(desk: PictureDesk) -> None:
    asset = desk.ask("a.png")
    assert isinstance(asset, Asset)
    Store(desk.cache).object_path(asset.digest).unlink()
    assert desk.ask("a.png") == asset
    assert Store(desk.cache).object_path(asset.digest).exists()


def test_without_a_painter_nothing_is_remembered(desk: PictureDesk) -> None:
    desk.works = False
    assert isinstance(desk.ask("a.png"), Problem)
    desk.works = True
    assert isinstance(desk.ask("a.png"), Asset)


def test_a_damaged_memory_is_as_good_as_none(desk: PictureDesk) -> None:
    asset = desk.ask("a.png")
    (desk.cache / "known.json").write_text('{"known": [{"path": 3}]}')
    desk.restart()
    assert desk.ask("a.png") == asset


def test_many_new_pictures_come_in_some_at_a_time_and_the_others_count_as_waiting(desk: PictureDesk) -> None:
    for number in range(5):
        Image.new("RGB", (40, 30 + number), "green").save(desk.folder / f"{number}.png")
    (desk.folder / "说明.txt").write_text("请勿吸烟", "utf-8")
    desk.ask("a.png")
    seen: list[tuple[list[str], tuple[str, ...]]] = []
    while not seen or desk.pictures.later:
        turns = iter((False, True))
        desk.pictures.take_in_some(lambda: next(turns))  # noqa: B023  # called at once
        listing = desk.pictures.listing
        seen.append(([entry.path for entry in listing.entries], listing.waiting))
        for entry in listing.entries:
            if entry.path.endswith("png"):
                desk.pictures.picture(entry.path)
        desk.pictures.remember()
    every = ["0.png", "1.png", "2.png", "3.png", "4.png", "a.png", "说明.txt"]
    assert seen == [
        ([*every[:2], *every[5:]], ("2.png", "3.png", "4.png")),
        ([*every[:4], *every[5:]], ("4.png",)),
        (every, ()),
    ]
    assert len(desk.asked) == 6, "each was decoded once"


def test_one_picture_is_taken_in_at_least_however_little_time_there_is(desk: PictureDesk) -> None:
    desk.ask("a.png")
    Image.new("RGB", (40, 30), "blue").save(desk.folder / "b.png")
    Image.new("RGB", (40, 31), "blue").save(desk.folder / "c.png")
    desk.ask("a.png")
    desk.pictures.take_in_some(lambda: True)
    assert desk.pictures.later == {"c.png"}


def test_a_file_that_no_picture_needs_to_be_so_large_is_not_even_copied(desk: PictureDesk) -> None:
    """A terabyte of nothing, called a picture: refused by its size, with both figures."""
    with (desk.folder / "a.png").open("r+b") as file:
        file.truncate(1 << 40)
    started = time.monotonic()
    found = desk.ask("a.png")
    assert time.monotonic() - started < 60
    assert isinstance(found, Problem)
    assert found.code == "picture-too-big"
    assert "1099512 MB" in found.message.zh
    assert "500 MB" in found.message.zh
    assert desk.asked == []
    assert not list((desk.cache / "objects").rglob("*/*")) if (desk.cache / "objects").exists() else True

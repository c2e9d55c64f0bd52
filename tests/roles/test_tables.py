"""Workbooks of the folder: decoded once, in a child that may die; their cells kept by what is in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.model.problem import Problem
from player.model.table import Book
from player.model.units import Millis
from player.prepare.limits import Limits
from tests.support.books import edited, workbook
from tests.support.picture_desk import PictureDesk

GOOD = workbook({"节目": [["标语", "停留"], ["节约用电", 15]]})


@pytest.fixture
def desk(tmp_path: Path) -> PictureDesk:
    return PictureDesk(tmp_path)


def table(desk: PictureDesk, name: str) -> Book | Problem:
    for _ in range(2):
        desk.now += 3600
        desk.trees.look(desk.now, Millis(0))
    return desk.pictures.table(name)


def words(found: Book | Problem) -> list[list[str]]:
    assert isinstance(found, Book), found
    return [[cell.text for cell in line.cells] for line in found.sheets[0].lines]


def test_a_workbook_that_has_not_changed_is_never_decoded_twice(desk: PictureDesk) -> None:
    """Not at the next look, not under another name, not after a restart; a changed one is."""
    (desk.folder / "甲.xlsx").write_bytes(GOOD)
    (desk.folder / "乙.xlsx").write_bytes(GOOD)
    assert words(table(desk, "甲.xlsx")) == [["标语", "停留"], ["节约用电", "15"]]
    assert words(table(desk, "甲.xlsx")) == words(table(desk, "乙.xlsx"))
    desk.restart()
    assert words(table(desk, "甲.xlsx"))[1] == ["节约用电", "15"]
    assert len(desk.asked) == 1
    (desk.folder / "甲.xlsx").write_bytes(workbook({"节目": [["标语"], ["人走灯灭"]]}))
    assert words(table(desk, "甲.xlsx"))[1] == ["人走灯灭"]
    assert len(desk.asked) == 2


def test_cells_that_rotted_in_the_cache_are_read_again(desk: PictureDesk) -> None:
    (desk.folder / "甲.xlsx").write_bytes(GOOD)
    table(desk, "甲.xlsx")
    (file,) = (desk.cache / "tables").iterdir()
    file.write_bytes(file.read_bytes()[:-5])
    desk.restart()
    assert words(table(desk, "甲.xlsx"))[1] == ["节约用电", "15"]
    assert len(desk.asked) == 2


def code(found: Book | Problem) -> str:
    assert isinstance(found, Problem), found
    return found.code


def test_what_cannot_be_read_is_told(desk: PictureDesk) -> None:
    (desk.folder / "锁.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    (desk.folder / "坏.xlsx").write_bytes(edited(GOOD, lambda name, part: part[:99] if "sheet1" in name else part))
    (desk.folder / "网.xlsx").write_bytes(b"<html>")
    (desk.folder / "大.xlsx").write_bytes(b"x" * 16)
    with (desk.folder / "大.xlsx").open("r+b") as file:
        file.truncate(60_000_000)
    assert code(table(desk, "锁.xlsx")) == "table-locked"
    assert code(table(desk, "坏.xlsx")) == "table-broken"
    assert code(table(desk, "网.xlsx")) == "table-not-one"
    assert code(table(desk, "大.xlsx")) == "table-too-big"
    assert code(table(desk, "没有.xlsx")) == "file-unreadable"


@pytest.mark.fault(17)
def test_a_workbook_at_which_the_decoder_dies_is_set_aside(desk: PictureDesk) -> None:
    """Twice, and it is held: not opened again at any look until its bytes are others. Others are read meanwhile."""
    (desk.folder / "坏.xlsx").write_bytes(workbook({"节目": [["x" * 300] * 50] * 300}))
    (desk.folder / "好.xlsx").write_bytes(GOOD)
    desk.limits = [Limits(seconds=0.01)] * 2
    found = table(desk, "坏.xlsx")
    assert code(found) == "table-crashes"
    assert len(desk.asked) == 2
    desk.restart()
    assert code(table(desk, "坏.xlsx")) == "table-crashes"
    assert len(desk.asked) == 2
    assert words(table(desk, "好.xlsx"))[1] == ["节约用电", "15"]
    (desk.folder / "坏.xlsx").write_bytes(workbook({"节目": [["标语"], ["改好了"]]}))
    assert words(table(desk, "坏.xlsx"))[1] == ["改好了"]


@pytest.mark.control(17)
def test_without_a_quarantine_it_would_be_opened_for_ever(desk: PictureDesk) -> None:
    """The control: forgiven after each death, it kills a child at every look."""
    (desk.folder / "坏.xlsx").write_bytes(workbook({"节目": [["x" * 300] * 50] * 300}))
    desk.usual = Limits(seconds=0.01)
    for look in range(1, 4):
        assert code(table(desk, "坏.xlsx")) == "table-crashes"
        for file in (desk.cache / "quarantine").iterdir():
            file.unlink()
        assert len(desk.asked) == 2 * look

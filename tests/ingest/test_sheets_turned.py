"""A table that was typed sideways, its names in the first column, is one answer at one place; no other table is taken for one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ingest.conftest import Take
from tests.ingest.mistakes_in_sheets import book

Rows = list[list[Any]]

TURNED: dict[str, tuple[Rows, str]] = {
    "with kinds": ([["类型", "标语", "图片"], ["内容", "绿水青山", "海报.png"], ["停留", 15, 20]], "A1"),
    "a column of a kind": ([["标语", "绿水青山", "节能"], ["停留", 15, 20], ["开始", "2020-07-04", None]], "A1"),
    "one slide": ([["类型", "标语"], ["内容", "绿水青山"], ["停留", "15秒"]], "A1"),
    "below a title": ([["节能宣传周节目单"], [], ["类型", "标语"], ["内容", "绿水青山"], ["停留", "15秒"]], "A3"),
    "from C5 on": ([[], [], [], [], [None, None, "标语", "绿水青山", "节能"], [None, None, "停留", 15, 20]], "C5"),
    "with numbers above": ([["序号", 1, 2], ["类型", "标语", "通知"], ["内容", "绿水青山", "停水"]], "A2"),
    "other words": ([["種類", "標語"], ["內容", "綠水青山"], ["停留時間", "15秒"]], "A1"),
}

RIGHT: dict[str, Rows] = {
    "kinds in the first column": [["类型", "内容"], ["标语", "绿水青山"], ["图片", "海报.png"], ["通知", "停水"]],
    "kinds without a head": [["标语", "绿水青山"], ["图片", "海报.png"], ["通知", "停水"]],
    "a setting above one column": [["停留", "20秒"], ["标语"], ["绿水青山"], ["节能"]],
    "settings above": [["停留", "20秒"], ["开始", "2020-07-04"], ["类型", "内容"], ["标语", "绿水青山"]],
    "slogans that are names": [["标语"], ["开始"], ["内容"], ["结束"]],
    "a slogan that is a name": [["标语", "停留"], ["开始", 15], ["绿水青山", 15]],
    "no names at all": [["绿水青山", 15], ["节能", 20]],
    "empty": [],
}


@pytest.mark.parametrize("name", TURNED)
def test_a_table_that_lies_sideways_is_one_answer(take: Take, name: str) -> None:
    rows, cell = TURNED[name]
    result = take({"节目单.xlsx": book(rows)})
    assert [(each.code, each.place.cell) for each in result.problems] == [("table-turned", cell)]
    assert "转置" in result.problems[0].hint.zh
    assert "Transpose" in result.problems[0].hint.en
    assert not result.snapshot.slides()


@pytest.mark.parametrize("name", RIGHT)
def test_no_other_table_is_taken_for_one(take: Take, name: str) -> None:
    assert "table-turned" not in {each.code for each in take({"节目单.xlsx": book(RIGHT[name])}).problems}


def test_one_sheet_that_lies_sideways_leaves_the_others_alone(take: Take) -> None:
    result = take({"节目单.xlsx": book([["标语"], ["绿水青山"]], 第二页=TURNED["one slide"][0])})
    assert [(each.code, each.place.cell) for each in result.problems] == [("table-turned", "第二页!A1")]
    assert len(result.snapshot.slides()) == 1

"""Tables as offices make them: titles, totals, notes and signatures around the rows, names in two rows, formulas that failed."""

from __future__ import annotations

from typing import Any

import pytest

from player.model.content import Moment
from tests.ingest.conftest import Take
from tests.ingest.mistakes_in_sheets import Touch, book

Rows = list[list[Any]]


def taken(take: Take, rows: Rows, touch: Touch | None = None) -> tuple[list[str], list[tuple[str, str | None]]]:
    """What the slides show, and what is told where."""
    result = take({"节目单.xlsx": book(rows, touch), "海报.png": b"x"})
    slides = [slide for slide in result.snapshot.slides() if slide.id != "海报.png"]
    shown = [str(dict(slide.fields).get(slide.kind, slide.assets and slide.assets[0].name)) for slide in slides]
    return shown, [(each.code, each.place.cell) for each in result.problems]


@pytest.mark.parametrize(
    "row",
    [
        ["合计", 30],
        ["总计：", 30],
        ["小计", None],
        ["注：以上内容经办公室审核", None],
        ["备注:图片另附", None],
        ["制表人：张三", "2020年7月1日"],
        ["审核：李四", None],
        ["填报单位：某局", None],
    ],
)
@pytest.mark.parametrize("head", [["标语", "停留"], ["类型", "内容"]])
def test_totals_notes_and_signatures_are_not_shown_to_passers_by(take: Take, row: list[Any], head: list[str]) -> None:
    slide = ["甲", 15] if head[0] == "标语" else ["标语", "甲"]
    assert taken(take, [head, slide, row]) == (["甲"], [("table-row-aside", "A3")])


@pytest.mark.parametrize("text", ["注意安全", "合计节约用电 30 度", "说明：明天停水", "审核流程请看大厅公告"])
def test_a_slogan_that_begins_alike_is_shown(take: Take, text: str) -> None:
    assert taken(take, [["标语", "停留"], ["甲", 15], [text, 15]]) == (["甲", text], [])


def test_names_that_are_repeated_further_down_are_no_slide(take: Take) -> None:
    assert taken(take, [["标语", "停留"], ["甲", 15], ["标语", "停留"], ["乙", 15]]) == (["甲", "乙"], [])
    assert taken(take, [["类型", "内容"], ["标语", "甲"], [], ["类型", "内容"], ["标语", "乙"]]) == (["甲", "乙"], [])


def test_a_second_table_below_with_other_columns_is_read_by_its_own_names(take: Take) -> None:
    rows = [["标语", "停留"], ["甲", 15], [], ["图片", "说明"], ["海报.png", "好"]]
    shown, told = taken(take, rows)
    assert (shown, told) == (["甲", "海报.png"], [])


def test_a_slide_whose_words_are_names_is_a_slide(take: Take) -> None:
    assert taken(take, [["类型", "内容"], ["标语", "甲"], [], ["标语", "通知"]]) == (["甲", "通知"], [])
    assert taken(take, [["标语"], ["绿水青山"], ["海报"], ["公告"]]) == (["绿水青山", "海报", "公告"], [])


def test_names_in_two_rows_are_read_together(take: Take) -> None:
    """播放时间 over 开始 and 结束, as offices like it."""

    def merged(made: Any) -> None:
        made["节目"].merge_cells("B1:C1")
        made["节目"].merge_cells("A1:A2")

    result = take(
        {
            "节目单.xlsx": book(
                [["标语", "播放时间", None], [None, "开始", "结束"], ["甲", "2020-07-04", "2020-07-05"]], merged
            )
        }
    )
    (slide,) = result.snapshot.slides()
    (when,) = slide.when
    assert isinstance(when.start, Moment)
    assert isinstance(when.until, Moment)
    assert (when.start.day.day, when.until.day.day) == (4, 5)
    assert not result.problems


@pytest.mark.parametrize("rows", [[["类型", "内容"], ["标语", "乙"], ["#N/A", "甲"]], [["标语", "停留"], ["乙", 15], ["#REF!", 15]]])  # fmt: skip
def test_a_row_does_not_vanish_because_its_first_cell_is_a_failed_formula(take: Take, rows: Rows) -> None:
    """`#N/A` begins with # and is no remark; it is told once."""
    assert taken(take, rows) == (["乙"], [("table-fault", "A3")])


def test_a_failed_formula_in_the_content_is_one_answer(take: Take) -> None:
    assert taken(take, [["类型", "内容"], ["标语", "#REF!"], ["标语", "乙"]]) == (["乙"], [("table-fault", "B2")])


def test_a_row_of_what_cannot_be_seen_is_empty(take: Take) -> None:
    assert taken(take, [["类型", "内容"], ["标语", "甲"], ["\u200b", "　"]]) == (["甲"], [])


def test_hours_under_a_time_hold_together_with_a_first_and_a_last_day(take: Take) -> None:
    result = take(
        {"节目单.xlsx": book([["标语", "开始", "结束", "时间"], ["甲", "2020-07-04", "2020-07-05", "9:00-17:00"]])}
    )
    (slide,) = result.snapshot.slides()
    (when,) = slide.when
    assert when.start
    assert when.until
    assert len(when.hours) == 1
    assert not result.problems


@pytest.mark.parametrize(
    ("head", "row", "shown"),
    [
        (["【类型】", "【内容】"], ["标语", "甲"], "甲"),
        (["“类型”", "“内容”"], ["标语", "甲"], "甲"),
        (["类型*", "内容/文字"], ["标语", "甲"], "甲"),
        (["标语", "停留/秒"], ["甲", 15], "甲"),
    ],
)
def test_names_in_brackets_and_with_units_are_known(take: Take, head: list[str], row: list[Any], shown: str) -> None:
    assert taken(take, [head, row]) == ([shown], [])


@pytest.mark.parametrize(
    ("head", "value", "shown"), [("图片名称", "海报.png", "海报.png"), ("文件名", "海报.png", "海报.png"), ("标语内容", "甲", "甲")]
)  # fmt: skip
def test_other_words_for_columns_are_taken_and_mentioned(take: Take, head: str, value: str, shown: str) -> None:
    found, told = taken(take, [[head, "停留"], [value, 15]])
    assert found == [shown]
    assert ("table-column-meant", "A1") in told


@pytest.mark.parametrize("head", ["是否播放", "是否显示", "是否启用", "是否播放？"])
@pytest.mark.parametrize("no", ["否", "不", "N", "×", "停播", "不放", False, 0])
def test_a_column_of_yes_and_no_leaves_rows_out(take: Take, head: str, no: object) -> None:
    """Nobody who wrote 否 beside a slide believes that it plays."""
    assert taken(take, [["标语", head], ["甲", "是"], ["乙", no], ["丙", None]]) == (["甲", "丙"], [])


def test_what_is_neither_yes_nor_no_is_told_and_plays(take: Take) -> None:
    assert taken(take, [["标语", "是否播放"], ["甲", "再说"]]) == (["甲"], [("flag-unclear", "B2")])

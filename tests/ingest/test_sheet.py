"""A playlist in a spreadsheet: the same slides as the playlist in YAML, whatever spreadsheet programs made of what was typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from player.ingest.pipeline import Ingested, ingest
from player.ingest.rules import Rules
from player.model.content import Daypart, Days, Moment, Slide, When
from player.model.snapshot import Snapshot
from player.model.units import HOUR, DayTime
from tests.ingest.memory import NOW, MemoryFiles
from tests.support.books import Rows, same, workbook

FILE = "节目单.xlsx"
PICTURES: dict[str, bytes | None] = {"海报.png": b"one", "标志.png": b"two"}


def taken(files: dict[str, bytes | None], previous: Snapshot | None = None) -> Ingested:
    return ingest(MemoryFiles({**PICTURES, **files}), previous=previous, now=NOW, rules=Rules())


def read(
    rows: Rows, touch: Callable[[openpyxl.Workbook], None] | None = None, **more: Rows
) -> tuple[tuple[Slide, ...], list[tuple[str, str | None]]]:
    """The slides of a workbook whose first sheet has these rows, and its problems by code and cell."""
    found = taken({FILE: workbook({"节目": rows, **more}, touch)})
    slides = next((playlist.slides for playlist in found.snapshot.playlists if playlist.id == FILE), ())
    return slides, [(problem.code, problem.place.cell) for problem in found.problems if problem.place.file == FILE]


def fields(slides: tuple[Slide, ...]) -> list[dict[str, Any]]:
    return [{"kind": slide.kind, **dict(slide.fields)} for slide in slides]


def told(*rows: list[Any], **more: Rows) -> list[tuple[str, str | None]]:
    return read(rows, **more)[1]


# One row, one slide


def test_a_kind_and_its_content() -> None:
    slides, problems = read([
        ["类型", "内容", "正文", "停留"],
        ["标语", "绿水青山/节能增效", None, "15秒"],
        ["贴士", "夏季空调不低于26℃", "人走关灯\n不开窗", 20],
        ["图片", "海报.png"],
        ["倒计时", dt.datetime(2020, 7, 4, 9)],  # noqa: DTZ001  # a cell has no zone
        ["二维码", "https://example.org/quiz"],
    ])  # fmt: skip
    assert problems == []
    assert fields(slides) == [
        {"kind": "slogan", "slogan": "绿水青山\n节能增效"},
        {"kind": "tip", "tip": "夏季空调不低于26℃", "text": "人走关灯\n不开窗"},
        {"kind": "image"},
        {"kind": "countdown", "countdown": Moment(dt.date(2020, 7, 4), DayTime(9 * HOUR))},
        {"kind": "qr", "qr": "https://example.org/quiz"},
    ]
    assert [slide.dwell for slide in slides[:2]] == [15_000, 20_000]
    assert [slide.source.line for slide in slides] == [2, 3, 4, 5, 6]


def test_a_kind_by_the_column_that_is_filled() -> None:
    slides, problems = read([
        ["停留", "图片", "标语", "二维码", "标题", "说明"],
        ["10", None, "人走灯灭"],
        [None, "海报.png", None, None, None, "大厅"],
        [None, None, None, "https://example.org/", "扫码"],
    ])  # fmt: skip
    assert problems == []
    assert [slide.kind for slide in slides] == ["slogan", "image", "qr"]


def test_english_names_do_as_well_in_any_order() -> None:
    slides, problems = read(
        [["until", "Content", "KIND", "Dwell"], [dt.date(2020, 7, 5), "Save power", "slogan", "12 s"]]
    )
    assert problems == []
    assert fields(slides) == [{"kind": "slogan", "slogan": "Save power"}]
    assert slides[0].when == (When(until=Moment(dt.date(2020, 7, 5))),)


def test_when_a_row_plays() -> None:
    slides, problems = read([
        ["标语", "开始", "结束", "星期", "时段", "每隔", "过渡"],
        ["节能", dt.date(2020, 6, 29), dt.datetime(2020, 7, 5, 18), "工作日", "9:00-12:00, 13:30-18:00", 2, "擦除"],  # noqa: DTZ001  # as above
    ])  # fmt: skip
    assert problems == []
    hours = (Daypart(DayTime(9 * HOUR), DayTime(12 * HOUR)), Daypart(DayTime(27 * HOUR // 2), DayTime(18 * HOUR)))
    start, until = Moment(dt.date(2020, 6, 29)), Moment(dt.date(2020, 7, 5), DayTime(18 * HOUR))
    assert slides[0].when == (When(start, until, Days(workdays=True), hours),)
    assert (slides[0].every, slides[0].transition) == (2, "wipe")


def test_what_people_write_so_that_no_cell_is_empty_says_nothing() -> None:
    """Strokes everywhere; 无 where a time may be; 长期 as the end. A text that says 无 is a text."""
    slides, problems = read([
        ["类型", "内容", "来源", "开始", "结束", "星期", "时段", "停留", "过渡"],
        ["标语", "节能", "-", "—", "长期", "/", "无", "--", "/"],
        ["标语", "无", "暂无", "无", "長期有效", "不限", "不限", "无", "－"],
        ["-", "/", "-", "-", "-", "-", "-", "-", "-"],
    ])  # fmt: skip
    assert problems == []
    assert fields(slides) == [{"kind": "slogan", "slogan": "节能"}, {"kind": "slogan", "slogan": "无"}]
    assert {slide.when for slide in slides} == {()}


# Around the rows


def test_titles_blank_rows_remarks_numbers_and_notes_of_ones_own_are_no_slides() -> None:
    def touch(book: openpyxl.Workbook) -> None:
        book.active.merge_cells("A1:D1")

    slides, problems = read([
        ["节能宣传周节目单"],
        [],
        ["序号", "类型", "内容", "备注"],
        [1, "标语", "一", "张三写的"],
        [],
        ["# 下面的还没有定"],
        [2, "标语", "#全国节能宣传周#"],
        [3],
        ["// 完"],
    ], touch)  # fmt: skip
    assert problems == []
    assert [slide.text("slogan") for slide in slides] == ["一", "#全国节能宣传周#"]


def test_several_sheets_are_parts_in_their_order() -> None:
    slides, problems = read([["标语"], ["一"]], 第二天=[["贴士"], ["二"]], 说明=[["怎样填写"]])
    assert problems == []
    assert [slide.kind for slide in slides] == ["slogan", "tip"]


def test_what_is_hidden_is_not_played_and_said() -> None:
    def touch(book: openpyxl.Workbook) -> None:
        book["草稿"].sheet_state = "hidden"
        book["节目"].row_dimensions[3].hidden = True

    slides, problems = read([["标语"], ["一"], ["二"], ["三"]], touch, 草稿=[["标语"], ["四"]])
    assert [slide.text("slogan") for slide in slides] == ["一", "三"]
    assert problems == [("table-sheet-hidden", None), ("table-row-hidden", "A3")]


def test_merged_cells_hold_for_their_rows_and_a_merged_slide_is_one() -> None:
    def touch(book: openpyxl.Workbook) -> None:
        book.active.merge_cells("A2:A4")
        book.active.merge_cells("C2:C3")
        book.active.merge_cells("B5:D5")
        book.active.merge_cells("A6:A7")
        book.active.merge_cells("B6:B7")

    rows = [
        ["类型", "内容", "停留"],
        ["标语", "一", 15],
        [None, "二"],
        [None, "三", 30],
        ["标语", "四"],
        ["标语", "五", 10],
        [None, None, 40],
    ]
    slides, problems = read(rows, touch)
    assert [(slide.text("slogan"), slide.dwell) for slide in slides][:3] == [
        ("一", 15_000),
        ("二", 15_000),
        ("三", 30_000),
    ]
    assert [slide.text("slogan") for slide in slides][3:] == ["四", "五"]
    assert problems == [("table-merged", "C7")]


def test_the_sheet_of_settings_rules_for_all() -> None:
    rows: Rows = [
        ["项目", "内容", "说明"],
        ["名称", "节能宣传周"],
        ["优先级", 3],
        ["停留", "20秒"],
        ["开始", dt.date(2020, 6, 29)],
        ["时段", "9:00-17:00"],
        ["过渡"],
        ["紧要", 1],
    ]
    found = taken({FILE: workbook({"节目": [["标语"], ["一"]], "设置": rows})})
    (playlist,) = [each for each in found.snapshot.playlists if each.id == FILE]
    assert (playlist.name, playlist.priority, playlist.slides[0].dwell) == ("节能宣传周", 3, 20_000)
    assert playlist.when == When(
        start=Moment(dt.date(2020, 6, 29)), hours=(Daypart(DayTime(9 * HOUR), DayTime(17 * HOUR)),)
    )
    assert [(problem.code, problem.place.cell) for problem in found.problems] == [("table-setting-unknown", "设置!A8")]
    assert "节能宣传周：1 页" in next(one.words.zh for one in found.understood if one.file == FILE)


def test_a_csv_has_its_settings_above() -> None:
    text = "名称,节能周\n优先级,2\n\n标语,停留\n一,15\n"
    (playlist,) = [each for each in taken({"单.csv": text.encode()}).snapshot.playlists if each.id == "单.csv"]
    assert (playlist.name, playlist.priority, len(playlist.slides)) == ("节能周", 2, 1)


def test_an_agenda_has_its_rows_on_a_sheet_or_in_a_cell() -> None:
    day: Rows = [["时间", "内容", "备注"], [dt.datetime(2020, 7, 4, 9), "开幕式", "一楼"], ["10:00", "答题"]]  # noqa: DTZ001  # as above
    slides, problems = read(
        [
            ["类型", "内容", "行"],
            ["日程", "活动安排", "第一天"],
            ["日程", "第一天"],
            ["日程", "今天", "9:00 开会\n10:00-11:00 检查"],
        ],
        第一天=day,
    )
    assert problems == []
    assert slides[0].value("rows") == slides[1].value("rows")
    assert [[row.text for row in slide.value("rows")] for slide in slides] == [["开幕式", "答题"]] * 2 + [
        ["开会", "检查"]
    ]  # type: ignore[union-attr]  # rows


def test_a_row_of_an_agenda_without_a_text_is_told_and_its_hidden_rows_are_left_out() -> None:
    def touch(book: openpyxl.Workbook) -> None:
        book["第一天"].row_dimensions[4].hidden = True

    day: Rows = [["时间", "内容"], ["9:00", "开会"], ["10:00", None], ["11:00", "另定"]]
    slides, problems = read([["日程"], ["第一天"]], touch, 第一天=day)
    assert [row.text for row in slides[0].value("rows")] == ["开会"]  # type: ignore[union-attr]  # rows
    assert problems == [("table-row-shape", "第一天!A3")]


def test_a_chart_has_its_figures_in_a_cell_on_a_sheet_beside_or_in_another_workbook() -> None:
    """A workbook whose figures a chart shows is no playlist; one that holds the figures of its own charts is."""
    figures: Rows = [["年份", "单位面积能耗"], [2020, 18.48], [2022, 18.03]]
    rows: Rows = [
        ["类型", "内容", "数据", "工作表"],
        ["图表", "人均用水", "2020: 21.53\n2022：20.99"],
        ["图表", FILE, None, "能耗"],
        ["图表", "能耗.xlsx"],
    ]
    found = taken({FILE: workbook({"节目": rows, "能耗": figures}), "能耗.xlsx": workbook({"表": figures})})
    assert found.problems == ()
    slides = [slide for slide in found.snapshot.slides() if slide.kind == "chart"]
    assert [slide.text("figures").split("\n")[1:] for slide in slides] == [
        ["2020\t21.53", "2022\t20.99"],
        *([["2020\t18.48", "2022\t18.03"]] * 2),
    ]
    assert {playlist.id for playlist in found.snapshot.playlists} == {FILE, "."}


# What spreadsheet programs make of what was typed


@pytest.mark.parametrize(
    ("column", "value", "form", "code", "as_if"),
    [
        ("开始", 44016, "General", "table-day-number", "2020-07-04"),
        ("结束", 44016.375, "General", "table-day-number", "2020-07-04 09:00"),
        ("开始", dt.date(2019, 7, 4), 'm"月"d"日"', "table-year-hidden", "2019-07-04"),
        ("开始", dt.datetime(2020, 7, 4, 9, 30), "yyyy/m/d", "table-time-hidden", "2020-07-04 09:30"),  # noqa: DTZ001  # as above
        ("结束", dt.datetime(2020, 7, 5), "yyyy/m/d h:mm", "table-midnight", "2020-07-05 00:00"),  # noqa: DTZ001  # as above
        ("时段", dt.date(2020, 8, 12), 'm"月"d"日"', "table-hours-day", "8:00-12:00"),
        ("停留", dt.time(1, 30), "h:mm", "table-dwell-time", "90秒"),
        ("停留", dt.time(0, 1, 30), "h:mm:ss", "table-dwell-time", "90秒"),
        ("停留", 15, '0"秒"', None, "15秒"),
        ("停留", dt.timedelta(seconds=45), "[m]:ss", None, "45秒"),
        ("每隔", 2.0, "0.0", None, "2"),
        ("副题", 0.26, "0%", None, "26%"),
        ("副题", dt.date(2020, 7, 4), 'm"月"d"日"', "table-day-in-text", "7月4日"),
        ("副题", dt.date(2020, 7, 4), "yyyy/m/d", "table-day-in-text", "2020年7月4日"),
        ("副题", dt.time(9, 0), "h:mm", None, "9:00"),
        ("副题", 1_234_567_890_123_456_789, "General", "table-number-long", "1234567890123460000"),
        ("副题", 7, "000", None, "007"),
    ],
)
def test_what_was_typed_is_understood(column: str, value: object, form: str, code: str | None, as_if: str) -> None:
    """The cell reads as if the text had been kept, and what was guessed is said with the cell."""

    def touch(book: openpyxl.Workbook) -> None:
        book.active["B2"].number_format = form

    slides, problems = read([["标语", column], ["节能", value]], touch)
    plain, none = read([["标语", column], ["节能", as_if]])
    assert slides == plain
    assert none == []
    assert problems == ([] if code is None else [(code, "B2")])


def test_times_of_day_in_from_and_until_are_hours() -> None:
    slides, problems = read([["标语", "开始", "结束"], ["节能", dt.time(9, 0), "17:00"]])
    assert slides[0].when == (When(hours=(Daypart(DayTime(9 * HOUR), DayTime(17 * HOUR)),)),)
    assert problems == [("table-hours-meant", "B2")]


def test_a_link_on_a_cell_is_its_link() -> None:
    def touch(book: openpyxl.Workbook) -> None:
        book.active["A2"].hyperlink = "https://example.org/quiz?a=1"
        book.active["A2"].value = "点这里答题"
        book.active["A3"].hyperlink = "https://example.org/other"
        book.active["A3"].value = "https://example.org/shown"

    slides, problems = read([["二维码"], ["x"], ["y"]], touch)
    assert [slide.text("qr") for slide in slides] == ["https://example.org/quiz?a=1", "https://example.org/shown"]
    assert problems == [("table-link", "A2")]


def test_a_csv_that_excel_has_spoilt_is_told() -> None:
    text = "标语,副题,开始\n一,1.23457E+15,########\n二,#REF!,2020/7/4\n"
    found = taken({"单.csv": text.encode("utf-8-sig")})
    assert [(problem.code, problem.place.cell) for problem in found.problems] == [
        ("table-number-long", "B2"),
        ("table-narrow", "C2"),
        ("table-fault", "B3"),
        ("table-when-broken", "C2"),
    ]


@pytest.mark.parametrize("value", ["#REF!", "#N/A", 7.1, "7月4日至7月6日"])
@pytest.mark.parametrize("column", ["开始", "结束"])
def test_a_row_whose_time_is_lost_is_held_back_and_its_cell_told_once(column: str, value: object) -> None:
    """No time at all would mean always: what failed in a cell must not put a row on the screen for ever."""
    slides, problems = read([["标语", column], ["一"], ["二", value]])
    assert [slide.text("slogan") for slide in slides] == ["一"]
    assert [cell for _, cell in problems] == ["B3", "B3"]
    assert problems[1] == ("table-when-broken", "B3")


def test_settings_whose_time_is_lost_are_not_taken() -> None:
    rows: Rows = [["项目", "内容"], ["开始", "#REF!"]]
    found = taken({FILE: workbook({"节目": [["标语"], ["一"]], "设置": rows})})
    assert [playlist for playlist in found.snapshot.playlists if playlist.id == FILE] == []
    assert [problem.code for problem in found.problems] == ["table-fault", "playlist-when"]


@pytest.mark.parametrize("value", ["7月4日", "2020-07-04，9:00", "2020-07-04 - 09:00", 7.4, 2.3, "7.10"])
def test_a_time_of_one_meaning_is_no_lost_one(value: object) -> None:
    assert not {code for code, _ in told(["标语", "开始"], ["一", value])} & {"table-day-decimal", "table-days-several"}


# What is wrong is told with its cell


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["标语", "停溜"], ["一", 15]], ("table-column-unknown", "B1")),
        ([["标语", "停留", "停留"], ["一", 15, 20]], ("table-column-twice", "C1")),
        ([["标语", "停留时间"], ["一", 15]], ("table-column-meant", "B1")),
        ([["标语", "停留"], ["一", "很久"]], ("duration-unclear", "B2")),
        ([["标语", "开始"], ["一", dt.date(2020, 7, 4)], ["二", "2月30日"]], ("date-impossible", "B3")),
        ([["标语", "开始", "结束"], ["一", dt.date(2020, 7, 4), dt.date(2020, 7, 1)]], ("when-reversed", "B2")),
        ([["标语", "开始"], ["一", "节日那天"]], ("table-when-broken", "B2")),
        ([["类型", "内容"], ["标语", None]], ("table-value-missing", "A2")),
        ([["类型", "内容"], ["日程", "安排"]], ("table-field-missing", "B2")),
        ([["类型", "内容"], ["标浯", "一"]], ("table-kind-unknown", "A2")),
        ([["类型", "内容"], ["口号", "一"]], ("table-kind-meant", "A2")),
        ([["类型", "内容"], [None, "海报.png"]], ("table-kind-guessed", "B2")),
        ([["标语", "正文"], [None, "人走关灯"]], ("table-kind-missing", "B2")),
        ([["标语", "图片"], ["一", "海报.png"]], ("table-kind-several", "B2")),
        ([["类型", "内容", "标语"], ["标语", "一", "二"]], ("table-content-twice", "C2")),
        ([["标语", "落款"], ["一", "某局"]], ("table-not-for-kind", "B2")),
        ([["图片"], ["海豹.png"]], ("file-missing", "A2")),
        ([["日程", "行"], ["安排", "x" * 90]], ("text-long", "B2")),
        ([["标语", "副题"], ["一", "=A1"]], ("table-formula", "B2")),
    ],
)  # fmt: skip
def test_a_problem_names_its_cell(rows: Rows, found: tuple[str, str]) -> None:
    assert found in read(rows)[1]


def test_a_sheet_without_names_is_told() -> None:
    assert told(["今天天气很好"], ["明天也是"]) == [("table-header", "A1")]
    assert told(["标语"]) == [("table-empty", "A1")]
    assert told(["标语"], ["一"], 附表=[["随便写写", "x"]]) == [("table-sheet-unused", "附表!A1")]
    assert told() == [("table-empty", None)]


def test_hints_are_about_cells_not_about_yaml() -> None:
    found = taken(
        {
            FILE: workbook(
                {"节目": [["类型", "内容", "落款"], ["日程", "安排", "某局"], ["标语", None], ["标语", "一", "落"]]}
            )
        }
    )
    for problem in found.problems:
        assert "- " not in problem.hint.zh, problem
        assert "加一行" not in problem.hint.zh, problem
        assert ": " not in problem.hint.zh, problem


# The last good version


GOOD = workbook({"节目": [["标语"], ["一"]]})


@pytest.mark.fault(8, 9, 11)
@pytest.mark.parametrize(
    "broken",
    [
        GOOD[:2000],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        workbook({"节目": [["一", "二"]]}),
        workbook({"节目": [["标语"]]}),
    ],
)
def test_a_workbook_that_cannot_be_read_keeps_its_last_good_version(broken: bytes) -> None:
    before = taken({FILE: GOOD})
    after = taken({FILE: broken}, before.snapshot)
    assert after.snapshot == before.snapshot
    assert [problem.place.file for problem in after.problems] == [FILE]


@pytest.mark.control(8, 9, 11)
def test_without_the_last_version_a_broken_workbook_empties_the_screen() -> None:
    assert [slide.source.file for slide in taken({FILE: GOOD}).snapshot.slides()].count(FILE)
    assert not [slide for slide in taken({FILE: GOOD[:2000]}).snapshot.slides() if slide.source.file == FILE]


def test_one_bad_row_never_stops_the_others() -> None:
    slides, problems = read([["图片", "标语"], ["没有.png"], [None, "一"]])
    assert [slide.kind for slide in slides] == ["slogan"]
    assert [code for code, _ in problems] == ["file-missing"]


def test_a_lock_file_is_nobodys() -> None:
    found = taken({FILE: GOOD, "~$节目单.xlsx": b"\x05\xe5\xbc\xa0"})
    assert found.problems == ()


@pytest.mark.parametrize("ending", ["xls", "et", "ods", "xlsb"])
def test_other_formats_are_told_how_to_be_saved(ending: str) -> None:
    (problem,) = taken({f"节目单.{ending}": b"x"}).problems
    assert problem.code == "table-old"
    assert "另存为" in problem.hint.zh
    assert "xlsx" in problem.hint.zh


def test_gbk_and_utf8_are_the_same() -> None:
    text = "类型,内容,副题,开始\r\n标语,绿水青山，节能增效,单位能耗下降26%,2020/6/29\r\n贴士,夏季空调不低于26度,,\r\n"
    plain = taken({"单.csv": text.encode()}).snapshot
    assert len(plain.playlists[0].slides) == 2
    for data in (
        text.encode("gbk"),
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
        text.replace(",", ";").encode("gb18030"),
    ):
        assert same(taken({"单.csv": data}).snapshot, plain)

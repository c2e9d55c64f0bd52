"""Zones from a spreadsheet: the sheet 分区 says what YAML says under `zones:`, every problem with its cell."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from player.ingest.pipeline import Ingested
from player.model.content import Source
from player.model.snapshot import Zone
from tests.ingest.conftest import Take
from tests.support.books import converted, workbook

FILE = "节目单.xlsx"
BESIDE: dict[str, bytes] = {"assets/标志.png": b"one", "assets/滚动字幕.txt": "节约用电\n从我做起".encode()}
SLIDES: list[list[Any]] = [["标语"], ["绿水青山"]]
HEAD = [
    "分区",
    "内容",
    "说明",
    "位置",
    "滚动",
    "秒",
    "农历",
    "左边",
    "上边",
    "宽",
    "高",
    "页面",
    "开始",
    "结束",
    "星期",
    "时段",
]
Rows = list[list[Any]]


def row(zone: str, content: Any = None, **more: Any) -> list[Any]:
    return [zone, content, *(more.get(name) for name in HEAD[2:])]


def taken(take: Take, zones: Rows, **sheets: Rows) -> Ingested:
    return take({FILE: workbook({"节目": SLIDES, "分区": zones, **sheets}), **BESIDE})


def told(found: Ingested) -> list[tuple[str, str | None]]:
    return [(one.code, one.place.cell) for one in found.problems]


def bare(zones: tuple[Zone, ...]) -> list[Zone]:
    """The zones, wherever they were written."""
    return [
        replace(
            zone,
            owner="",
            slides=tuple(
                replace(slide, id="", source=Source(slide.source.file if slide.source.file.endswith(".txt") else ""))
                for slide in zone.slides
            ),
        )
        for zone in zones
    ]


def same(take: Take, zones: Rows, yaml: str, **sheets: Rows) -> None:
    """That the sheet is understood, without a word, as the YAML is."""
    one = taken(take, zones, **sheets)
    other = take({"单.yaml": f"分区:\n{yaml}页面:\n  - 标语: 绿水青山\n", **BESIDE})
    assert other.problems == ()
    assert told(one) == []
    assert bare(one.snapshot.zones) == bare(other.snapshot.zones)
    assert [slide.text("slogan") for slide in one.snapshot.slides()] == ["绿水青山"]


def test_each_zone_says_what_it_says_in_yaml(take: Take) -> None:
    same(
        take,
        [
            HEAD,
            row("滚动字幕", "人走关灯，随手断电", 位置="上", 滚动="否"),
            row("时钟", "是", 秒="是", 农历="否"),
            row("标志", "标志.png"),
            row("角标", "https://example.org/quiz", 说明="扫码答题", 开始="2020-07-04 09:00", 结束="2020-07-05", 星期="周六", 时段="9:00-17:00"),
        ],
        "  滚动字幕: {文字: '人走关灯，随手断电', 位置: 上, 滚动: 否}\n  时钟: {秒: 是, 农历: 否}\n  标志: 标志.png\n"
        "  角标: {二维码: 'https://example.org/quiz', 说明: 扫码答题,"
        " 时间: {开始: 2020-07-04 09:00, 结束: 2020-07-05, 星期: 周六, 时段: '9:00-17:00'}}\n",
    )  # fmt: skip


def test_two_columns_without_a_heading_will_do(take: Take) -> None:
    """As on the sheet of settings: what it is, and beside it what is in it. An empty 时钟 is one that is on."""
    same(
        take,
        [["滚动字幕", "滚动字幕.txt"], ["时钟"], ["# 标志", "标志.png"]],
        "  滚动字幕: 滚动字幕.txt\n  时钟: 是\n",
    )


def test_rows_of_the_ticker_are_its_messages(take: Take) -> None:
    same(
        take,
        [["分区", "内容"], ["滚动字幕", "人走关灯"], ["滚动字幕", 1200], ["滚动字幕", "节约用水"]],
        "  滚动字幕: [人走关灯, '1200', 节约用水]\n",
    )


def test_a_clock_that_is_off_is_off(take: Take) -> None:
    same(take, [["分区", "内容"], ["时钟", "否"], ["滚动字幕", "人走关灯"]], "  时钟: 否\n  滚动字幕: 人走关灯\n")


def test_a_layout_of_ones_own_has_its_slides_on_sheets(take: Take) -> None:
    """Those of 右边 stand on the sheet of that name; they are no slides of the playlist."""
    yaml = "  布局:\n    主区: {宽: 70%}\n    右边:\n      宽: 30%\n      页面:\n        - 标语: 人走关灯\n        - 标语: 节约用水\n"
    part: Rows = [["标语"], ["人走关灯"], ["节约用水"]]
    same(take, [HEAD, row("主区", 宽="70%"), row("右边", 宽="30%")], yaml, 右边=part)
    same(take, [HEAD, row("主区", 宽=70), row("右边", 宽=30, 页面="侧栏")], yaml, 侧栏=part)


def test_percentages_may_be_numbers_of_that_format(take: Take) -> None:
    def touch(book: openpyxl.Workbook) -> None:
        for at in (2, 3):
            book["分区"].cell(at, 2).number_format = "0%"

    sheets = {"节目": SLIDES, "分区": [["分区", "宽"], ["主区", 0.7], ["右边", 0.3]], "右边": [["标语"], ["人走关灯"]]}
    found = take({FILE: workbook(sheets, touch)})
    assert told(found) == []
    assert [(zone.name, zone.share and zone.share.width) for zone in found.snapshot.zones] == [("右边", 3000)]


def test_it_is_told_where_a_zone_is_wrong(take: Take) -> None:
    """With its cell; the other zones and all slides play."""
    found = taken(
        take,
        [
            [*HEAD, "颜色"],
            row("滚动字慕", "人走关灯"),
            row("时钟", "是", 位置="上"),
            row("标志", "没有.png"),
            row("角标", "https://example.org/quiz", 开始="很快"),
            row("滚动字幕", "人走关灯", 位置="左"),
            row("右边", 宽="30%"),
            [None, "没有写是哪一块"],
        ],
    )
    assert sorted(told(found), key=lambda one: one[1] or "") == [
        ("table-zone-unknown", "分区!A2"),
        ("zone-when", "分区!A5"),
        ("table-zone-sheet", "分区!A7"),
        ("file-missing", "分区!B4"),
        ("table-zone-unknown", "分区!B8"),
        ("table-zone-column", "分区!D3"),
        ("word-unknown", "分区!D6"),
        ("date-unclear", "分区!M5"),
        ("table-column-unknown", "分区!Q1"),
    ]
    assert {zone.name for zone in found.snapshot.zones} == {"clock", "ticker"}
    assert len(found.snapshot.slides()) == 1
    assert all(one.hint.zh and "None" not in one.message.zh for one in found.problems)


def test_the_first_sheet_is_the_playlist_whatever_it_is_called(take: Take) -> None:
    found = take({FILE: workbook({"分区": SLIDES})})
    assert told(found) == []
    assert len(found.snapshot.slides()) == 1


@pytest.mark.timeout(240)
def test_saved_by_libreoffice_it_says_the_same(take: Take, tmp_path: Path) -> None:
    zones = [
        HEAD,
        row("滚动字幕", "人走关灯", 滚动="否"),
        row("时钟", "是"),
        row("主区", 宽="70%"),
        row("右边", 宽="30%"),
    ]
    data = workbook({"节目": SLIDES, "分区": zones, "右边": [["标语"], ["节约用水"]]})
    path = tmp_path / FILE
    path.write_bytes(data)
    saved = converted(path, "xlsx", tmp_path / "saved").read_bytes()
    assert saved != data
    assert len(openpyxl.load_workbook(io.BytesIO(saved)).sheetnames) == 3
    one, other = (take({FILE: each}).snapshot for each in (data, saved))
    assert len(one.zones) == 3
    assert one.zones == other.zones

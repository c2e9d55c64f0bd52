"""Photographs that grow slowly: said on a slide, or once in a playlist for all its pictures."""

from __future__ import annotations

from typing import Any

import pytest

from player.ingest.pipeline import Ingested
from player.roles.zoom import is_growing
from tests.ingest.conftest import Take
from tests.support.books import workbook

PICTURES: dict[str, bytes | str] = {"assets/甲.png": b"one", "assets/乙.png": b"two"}


def growing(found: Ingested) -> list[bool]:
    return [is_growing(slide) for slide in found.snapshot.slides()]


def codes(found: Ingested) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize("said", ["动效: 缓慢放大", "motion: zoom", "動效: 緩慢放大", "动效: 推近"])
def test_a_playlist_says_it_for_all_its_pictures(take: Take, said: str) -> None:
    """Those that say something themselves go by that; what has a caption stays still; other kinds are not touched."""
    text = f"{said}\n页面:\n  - 图片: 甲.png\n  - 图片: 乙.png\n    动效: 不动\n  - 图片: 甲.png\n    说明: 大厅\n  - 标语: 绿水青山\n"
    found = take({"单.yaml": text, **PICTURES})
    assert codes(found) == []
    assert growing(found) == [True, False, False, False]
    assert found.snapshot.slides()[3].value("motion") is None


def test_a_slide_may_say_it_where_its_playlist_does_not(take: Take) -> None:
    found = take({"单.yaml": "页面:\n  - 图片: 甲.png\n    动效: 缓慢放大\n  - 图片: 乙.png\n", **PICTURES})
    assert codes(found) == []
    assert growing(found) == [True, False]


def test_a_folder_says_it_for_what_is_dropped_into_it(take: Take) -> None:
    found = take(
        {
            "照片/节目单.yaml": "动效: 缓慢放大\n",
            "照片/1.png": b"one",
            "照片/2.png": b"two",
            "照片/3.txt": "通知\n今天停水",
        }
    )
    assert codes(found) == []
    assert growing(found) == [True, True, False]


def test_a_spreadsheet_says_it_on_its_sheet_of_settings(take: Take) -> None:
    rows: list[list[Any]] = [["图片", "动效"], ["甲.png", None], ["乙.png", "不动"]]
    found = take({"单.xlsx": workbook({"节目": rows, "设置": [["动效", "缓慢放大"]]}), **PICTURES})
    assert codes(found) == []
    assert growing(found) == [True, False]


def test_what_is_no_such_word_is_told(take: Take) -> None:
    found = take({"单.yaml": "动效: 旋转\n页面:\n  - 图片: 甲.png\n    动效: 缓慢放达\n", **PICTURES})
    assert codes(found) == ["word-unknown", "word-unknown"]
    assert "缓慢放大" in found.problems[1].hint.zh
    assert growing(found) == [False]

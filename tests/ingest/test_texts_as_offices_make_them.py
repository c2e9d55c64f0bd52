"""Texts and CSV as they come out of other programs: Markdown from a chat, a playlist saved as .txt, Tabs, what Excel writes for text."""

from __future__ import annotations

import pytest

from tests.ingest.conftest import Take


def fields(take: Take, text: str) -> dict[str, object]:
    result = take({"通知.txt": text})
    assert not result.problems
    (slide,) = result.snapshot.slides()
    return dict(slide.fields)


@pytest.mark.parametrize(
    "text", ["# 停水通知\n**明天**停水", "停水通知\n**明天**停水", "## 停水通知\n\n明天停水", "**停水通知**\n明天停水"]
)
def test_a_text_with_the_marks_of_markdown_is_shown_without_them(take: Take, text: str) -> None:
    """Nobody who copies an answer of a chat program means the stars to be read."""
    assert fields(take, text) == {"notice": "停水通知", "text": "明天停水"}


@pytest.mark.parametrize("text", ["#节能宣传周#", "3*5*2", "停水\n* 自备水桶", "----", "#1 楼停水"])
def test_other_texts_keep_their_signs(take: Take, text: str) -> None:
    found = fields(take, text)
    assert "\n".join(str(found[key]) for key in ("notice", "text") if key in found) == text


def test_a_tab_in_a_text_stays_a_gap(take: Take) -> None:
    assert fields(take, "停水安排\n一楼\t9:00\n二楼\t10:00")["text"] == "一楼　9:00\n二楼　10:00"


@pytest.mark.parametrize("text", ["slides:\n  - slogan: 甲\n", "name: 周会\n页面：\n－ 标语：甲\n"])
def test_a_playlist_that_was_saved_as_a_text_is_told_and_not_shown(take: Take, text: str) -> None:
    result = take({"节目单.txt": text})
    assert not result.snapshot.slides()
    (told,) = result.problems
    assert told.code == "text-playlist"
    assert "节目单.yaml" in told.hint.zh
    assert "节目单.yaml" in told.hint.en


def test_what_excel_writes_so_that_a_text_stays_one_is_the_text(take: Take) -> None:
    (slide,) = take({"a.csv": '标语,停留\r\n"=""00123""",15\r\n'}).snapshot.slides()
    assert slide.fields == (("slogan", "00123"),)


@pytest.mark.parametrize(
    ("first", "second"), [("图.jpg", "图.png"), ("图.JPG", "图.jpg"), ("大会(1).png", "大会（1）.png")]
)
def test_of_two_pictures_of_one_name_each_is_named(take: Take, first: str, second: str) -> None:
    (told,) = take({first: b"1", second: b"2"}).problems
    assert told.code == "file-same-name"
    other = ({first, second} - {told.place.file}).pop()
    assert f"“{other}”" in told.message.zh

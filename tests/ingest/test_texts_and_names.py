"""Bytes of a text to characters; names of files in the order people mean; a caret right under wide characters."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.ingest.decode_text import Coding, decode_text
from player.ingest.names import han_number, natural_key, never_touched
from player.ingest.report import caret_under
from player.ingest.vocabulary import distance, near
from player.model.words import printable


@pytest.mark.parametrize("text", ["通知", "学习", "停水"])
def test_gbk_words_that_happen_to_be_utf_8_are_read_as_gbk_and_that_is_said(text: str) -> None:
    data = text.encode("gbk")
    assert data.decode("utf-8") != text
    decoded = decode_text(data)
    assert decoded is not None
    assert (decoded.text, decoded.coding) == (text, Coding.GUESSED)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-32"])
def test_a_notice_is_read_in_every_usual_coding(coding: str) -> None:
    text = "关于停水的通知：7月2日9:00至17:00停水。\r\n请提前储水。"
    decoded = decode_text(text.encode(coding))
    assert decoded is not None
    assert decoded.text == text
    assert (decoded.coding is Coding.GB18030) == (coding == "gb18030")


@pytest.mark.parametrize("data", [b"\x00\x01", b"\xff\xfe\x00", b"\x81", b"a\x00b"])
def test_what_is_no_text_is_said_to_be_none(data: bytes) -> None:
    assert decode_text(data) is None


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=3, max_size=60))
def test_utf_8_with_han_in_it_is_never_taken_for_anything_else(text: str) -> None:
    """A text that shows Han characters as UTF-8 is UTF-8."""
    decoded = decode_text(text.encode())
    assert decoded is not None
    assert decoded.text == text


def test_names_stand_in_the_order_that_people_mean() -> None:
    for ordered in (
        ["第2页.png", "第10页.png"], ["2.png", "10.png"], ["一.png", "二.png", "三.png", "十.png", "十一.png", "二十.png"],
        ["第九章", "第十章", "第二十一章", "第一百章"], ["海报1", "海报２", "海报10"], ["a", "A2", "a10"],
    ):  # fmt: skip
        mixed = ordered[::-1]
        assert sorted(mixed, key=natural_key) == ordered


@given(st.lists(st.text(max_size=8), max_size=6, unique=True))
def test_the_order_is_total_and_the_same_everywhere(names: list[str]) -> None:
    """Any names sort, and their first order does not matter."""
    wanted = sorted(names, key=natural_key)
    for other in itertools.islice(itertools.permutations(names), 24):
        assert sorted(other, key=natural_key) == wanted


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("二〇二〇", 2020),
        ("两千", 2000),
        ("一万二千", 12000),
        ("甲", None),
        ("", None),
    ],
)
def test_han_numbers(text: str, number: int | None) -> None:
    assert han_number(text) == number


@pytest.mark.parametrize(
    "path",
    [".git/x", "~$节目单.xlsx", ".~lock.a#", "a.tmp", "a.png.part", "a.crdownload", ".syncthing.a.tmp", "Thumbs.db", "子/desktop.ini",
     ".DS_Store", "._a.png", "@eaDir/a.png", "状态/状态.html", "a.sync-conflict-2020.png", "a.swp", "a~", "4913", "a.filepart"],
)  # fmt: skip
def test_names_that_are_never_touched(path: str) -> None:
    assert never_touched(path)


@pytest.mark.parametrize("path", ["海报.png", "紧急/a.txt", "子/状态/a.png", "tmp.png", "a~b.png", "第2页.yaml"])
def test_names_that_are_content(path: str) -> None:
    assert not never_touched(path)


@given(st.text())
def test_a_printed_name_is_one_line_that_can_be_printed(name: str) -> None:
    """Marks of direction, newlines, lone surrogates: all are escaped."""
    shown = printable(name)
    assert shown.isprintable()
    shown.encode()


def test_the_caret_stands_right_under_wide_characters() -> None:
    assert caret_under("标语: 绿水青山", 5) == "标语: 绿水青山\n\u3000\u3000  ^"
    assert caret_under("\ta: b", 2) == "\ta: b\n\t^"
    assert caret_under("\u3000正文：甲", 4) == "\u3000正文：甲\n\u3000\u3000\u3000^"
    assert len(caret_under("字" * 500, 400).split("\n")[0]) <= 62


def test_near_words() -> None:
    assert near(["dwell", "停留"], "停流") == "停留"
    assert near(["slogan", "image"], "slogn") == "slogan"
    assert near(["slogan", "image"], "完全不同") is None


@given(st.text(max_size=8), st.text(max_size=8))
def test_the_distance_is_one(left: str, right: str) -> None:
    """Zero for the same, the same both ways, never more than the longer text."""
    assert distance(left, left) == 0
    assert distance(left, right) == distance(right, left) <= max(len(left), len(right))

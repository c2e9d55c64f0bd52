"""A CSV from Excel in Hong Kong, Macao or Taiwan, whose characters are Big5, is read by its headings; no other file is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.ingest.big5 import big5_text
from tests.ingest.conftest import Take

TABLE = "類型,內容,停留\r\n標語,綠水青山，節約用電,15\r\n通知,停水,20\r\n"
ONE = "標語\r\n節約用電\r\n"


@pytest.mark.parametrize("coding", ["cp950", "big5hkscs"])
@pytest.mark.parametrize("table", [TABLE, ONE, TABLE.replace(",", "\t"), "停水公告節目單\r\n" + TABLE])
def test_it_plays_as_the_same_table_in_utf_8_and_that_is_said(take: Take, coding: str, table: str) -> None:
    result, wanted = take({"節目單.csv": table.encode(coding)}), take({"節目單.csv": table.encode()})
    assert [(each.code, each.place.file) for each in result.problems] == [("text-big5", "節目單.csv")]
    assert result.snapshot.slides() == wanted.snapshot.slides()
    assert len(result.snapshot.slides()) == table.count("\r\n") - 1 - table.startswith("停水")
    assert wanted.snapshot.slides()[0].fields[0][1] in ("綠水青山，節約用電", "節約用電")


def test_characters_of_hong_kong_alone_are_read(take: Take) -> None:
    data = "標語\r\n我哋嘅屋邨\r\n".encode("big5hkscs")
    with pytest.raises(UnicodeDecodeError):
        data.decode("cp950")
    (slide,) = take({"a.csv": data}).snapshot.slides()
    assert slide.fields == (("slogan", "我哋嘅屋邨"),)


def test_a_table_without_known_names_is_not_guessed_at(take: Take) -> None:
    """It may be the figures of a chart: it is read as before."""
    assert big5_text("月份,用電量\r\n一月,12\r\n".encode("cp950")) is None
    assert "text-big5" not in {
        each.code for each in take({"a.csv": "月份,用電量\r\n一月,12\r\n".encode("cp950")}).problems
    }


@given(st.lists(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=6), min_size=1))
def test_gbk_with_known_names_and_utf_8_are_never_taken_for_it(words: list[str]) -> None:
    text = "标语,内容\r\n" + "\r\n".join(words)
    assert big5_text(text.encode("gb18030")) is None
    assert big5_text(text.encode()) is None


@given(st.binary(max_size=60))
def test_any_bytes_can_be_asked(data: bytes) -> None:
    assert big5_text(data) is None or "\0" not in str(big5_text(data))

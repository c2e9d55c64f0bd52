"""What is read in a workbook, whoever wrote it; and that what cannot be read is told by its code, never by an accident."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from player.model.canon import decode, encode
from player.model.table import MOST_CELLS, MOST_COLUMNS, NOTHING, Book, Cell, Sort, cell_words, letters
from player.prepare.number_format import cell_of, sort_of
from player.prepare.workbook import NotRead, read_workbook
from tests.support.books import cells, edited, workbook


def one(value: Any, form: str = "") -> Cell:
    """The cell that a program writes for the value."""

    def touch(book: openpyxl.Workbook) -> None:
        if form:
            book.active["A1"].number_format = form

    return cells(workbook({"表": [[value]]}, touch)).sheets[0].lines[0].cell(0)


@pytest.mark.parametrize(
    ("value", "form", "text", "sort"),
    [
        ("节约用电", "", "节约用电", Sort.TEXT),
        ("甲\r\n乙", "", "甲\n乙", Sort.TEXT),
        ("  两边有空  ", "", "  两边有空  ", Sort.TEXT),
        ("007", "", "007", Sort.TEXT),
        (26, "", "26", Sort.NUMBER),
        (26.0, "0.0", "26", Sort.NUMBER),
        (0.1 + 0.2, "", "0.3", Sort.NUMBER),
        (-3.5, "", "-3.5", Sort.NUMBER),
        (1234567.5, "#,##0.00", "1234567.5", Sort.NUMBER),
        (15, '0"秒"', "15秒", Sort.NUMBER),
        (5, '"第"0"期"', "第5期", Sort.NUMBER),
        (7, "000", "007", Sort.NUMBER),
        (1_234_567_890_123_456, "", "1234567890123460", Sort.NUMBER),
        (1.5e300, "", "1.5e+300", Sort.NUMBER),
        (0.26, "0%", "26%", Sort.PERCENT),
        (0.255, "0.0%", "25.5%", Sort.PERCENT),
        (0.07, "0%", "7%", Sort.PERCENT),
        (dt.date(2020, 7, 4), "", "2020-07-04", Sort.DATE),
        (dt.date(2020, 7, 4), 'm"月"d"日"', "2020-07-04", Sort.DATE),
        (dt.date(2020, 7, 4), "[$-804]aaaa", "周六", Sort.TEXT),
        (dt.datetime(2020, 7, 4, 9), "", "2020-07-04 09:00", Sort.MOMENT),  # noqa: DTZ001  # a cell has no zone
        (dt.datetime(2020, 7, 4, 9), "yyyy/m/d", "2020-07-04", Sort.DATE),  # noqa: DTZ001  # as above
        (dt.time(9, 0), "", "09:00", Sort.TIME),
        (dt.time(9, 0, 30), 'h"时"mm"分"ss"秒"', "09:00:30", Sort.TIME),
        (dt.timedelta(hours=24), "[h]:mm:ss", "24:00", Sort.LENGTH),
        (0.375, "上午/下午h:mm", "09:00", Sort.TIME),
        (0.375, "", "0.375", Sort.NUMBER),
        (44016, "G/通用格式", "44016", Sort.NUMBER),
        (True, "", "是", Sort.FLAG),
        ("#DIV/0!", "", "#DIV/0!", Sort.FAULT),
        ("=1+1", "", "=", Sort.FAULT),
    ],
)
def test_a_cell_is_its_value_in_one_writing(value: object, form: str, text: str, sort: Sort) -> None:
    found = one(value, form)
    assert (found.text, found.sort) == (text, sort)


@pytest.mark.parametrize(
    ("ident", "text"), [(31, "2020-07-04"), (57, "2020-07-04"), (58, "2020-07-04"), (32, "00:00"), (14, "2020-07-04")]
)
def test_formats_that_a_chinese_excel_names_by_number_alone_are_known(ident: int, text: str) -> None:
    """7月4日 typed in a Chinese Excel is a day count with the format 58, which the file does not explain."""

    def change(name: str, part: bytes) -> bytes:
        return part.replace(b'numFmtId="14"', b'numFmtId="%d"' % ident) if name.endswith("styles.xml") else part

    def touch(book: openpyxl.Workbook) -> None:
        book.active["A1"].number_format = "mm-dd-yy"

    data = edited(workbook({"表": [[44016]]}, touch), change)
    assert cells(data).sheets[0].lines[0].cell(0).text == text


@given(
    number=st.floats(allow_nan=True, allow_infinity=True) | st.integers(-(10**18), 10**18),
    form=st.text(max_size=30)
    | st.sampled_from(["yyyy-m-d", "h:mm", "[h]:mm", "0%", "aaaa", "General", '0"秒"', "m/d h"]),
)
def test_any_number_under_any_format_is_written_somehow(number: float, form: str) -> None:
    """No number and no format kills the reader."""
    found = cell_of(float(number), form)
    assert found.text
    assert found.sort in (sort_of(form), Sort.NUMBER)


def test_a_date_since_1904_is_the_same_day() -> None:
    def touch(book: openpyxl.Workbook) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    found = cells(workbook({"表": [[dt.date(2020, 7, 4)]]}, touch)).sheets[0].lines[0].cell(0)
    assert found.text == "2020-07-04"
    assert found.number == 44016


def test_merged_cells_say_from_where_their_value_spread() -> None:
    def touch(book: openpyxl.Workbook) -> None:
        book.active.merge_cells("A2:A4")
        book.active.merge_cells("A1:C1")

    lines = cells(workbook({"表": [["题"], ["标语", "一"], [None, "二"], [None, "三"]]}, touch)).sheets[0].lines
    assert [[(cell.text, cell.spread) for cell in line.cells] for line in lines] == [
        [("题", ""), ("题", "across")],
        [("标语", ""), ("一", "")],
        [("标语", "down"), ("二", "")],
        [("标语", "down"), ("三", "")],
    ]


def test_hidden_sheets_and_rows_links_and_blank_rows_are_known() -> None:
    def touch(book: openpyxl.Workbook) -> None:
        book["草稿"].sheet_state = "veryHidden"
        book["表"].row_dimensions[4].hidden = True
        book["表"]["A1"].hyperlink = "https://example.org/?a=1&b=2"
        book["表"]["A1"].comment = Comment("批注", "某人")

    book = cells(workbook({"表": [["点这里"], [], ["二"], ["三"]], "草稿": [["x"]]}, touch))
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [("表", False), ("草稿", True)]
    assert [(line.number, line.hidden) for line in book.sheets[0].lines] == [(1, False), (3, False), (4, True)]
    assert book.sheets[0].lines[0].cell(0).link == "https://example.org/?a=1&b=2"
    assert [sheet.name for sheet in book.shown] == ["表"]
    assert book.place(book.sheets[0], book.sheets[0].lines[1], 3) == "D3"
    assert book.place(book.sheets[1], book.sheets[1].lines[0], 0) == "草稿!A1"


def test_a_cell_is_named_as_people_say_it() -> None:
    assert cell_words("D7").zh == "第7行D列"
    assert cell_words("AB12").en == "cell AB12"
    assert cell_words("设置!B2").zh == "“设置”表第2行B列"
    assert cell_words("a!b!C3").en == "sheet “a!b”, cell C3"


def test_columns_have_letters() -> None:
    assert [letters(column) for column in (0, 3, 25, 26, 701, 702)] == ["A", "D", "Z", "AA", "ZZ", "AAA"]


def test_a_style_that_full_readers_trip_over_is_nothing_here() -> None:
    """WPS writes colours that are none; openpyxl refuses such a workbook whole."""

    def change(name: str, part: bytes) -> bytes:
        return part.replace(b'rgb="00FF0000"', b'rgb="WINDOW"') if name.endswith("styles.xml") else part

    def touch(book: openpyxl.Workbook) -> None:
        book.active["A1"].font = openpyxl.styles.Font(color="FF0000")

    data = edited(workbook({"表": [["标语"]]}, touch), change)
    with pytest.raises(ValueError, match=r"(?i)colou?r|styles"):
        openpyxl.load_workbook(io.BytesIO(data))
    assert cells(data).sheets[0].lines[0].cell(0).text == "标语"


def test_rich_text_is_its_words_without_how_they_are_said() -> None:
    shared = """<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>甲</t></si>
    <si><r><t>节</t></r><r><rPr><b/></rPr><t>能_x000D_</t></r><rPh sb="0" eb="1"><t>jie</t></rPh></si></sst>"""

    def change(name: str, part: bytes) -> bytes:
        if name.endswith("sheet1.xml"):
            start, end = part.index(b' t="inlineStr"'), part.index(b"</is>") + 5
            return part[:start] + b' t="s"><v>1</v>' + part[end:]
        about = b'<Relationship Id="rId99" Type="http://x/relationships/sharedStrings" Target="sharedStrings.xml"/>'
        return part.replace(b"</Relationships>", about + b"</Relationships>") if "workbook.xml.rels" in name else part

    data = edited(workbook({"表": [["一"]]}), change, {"xl/sharedStrings.xml": shared.encode()})
    assert cells(data).sheets[0].lines[0].cell(0).text == "节能\n"


def code(data: bytes) -> str:
    with pytest.raises(NotRead) as refused:
        read_workbook(io.BytesIO(data))
    return refused.value.code


GOOD = workbook({"表": [["标语", "停留"], ["节约用电", 15]]})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_what_is_no_workbook_is_told_apart() -> None:
    assert code(OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le")) == "table-locked"
    assert code(OLE + bytes(500)) == "table-old-inside"
    assert code(b"<html><table>") == "table-not-one"
    assert code(b"") == code(bytes(4000)) == "table-incomplete"
    assert code(GOOD[: len(GOOD) // 2]) == "table-incomplete"
    assert code(GOOD[:-30]) == "table-incomplete"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        parts.writestr("word/document.xml", "<w/>")
    assert code(stream.getvalue()) == "table-not-one"
    assert (
        code(edited(GOOD, lambda name, part: b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>" if "sheet1" in name else part))
        == "table-broken"
    )
    assert code(edited(GOOD, lambda name, part: part[:200] if "sheet1" in name else part)) == "table-broken"


def test_bombs_are_refused_before_they_go_off() -> None:
    zeros = bytes(90_000_000)
    assert code(edited(GOOD, lambda name, part: zeros if "sheet1" in name else part)) == "table-too-big"
    many = workbook({"表": [["x"] * 100] * (MOST_CELLS // 100 + 1)})
    assert code(many) == "table-too-big"
    assert code(workbook({"表": [["x"] * (MOST_COLUMNS + 1)]})) == "table-too-big"

    def merged(name: str, part: bytes) -> bytes:
        wide = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells><pageMargins'
        return part.replace(b"<pageMargins", wide) if "sheet1" in name else part

    lines = cells(edited(GOOD, merged)).sheets[0].lines
    assert [[cell.text for cell in line.cells] for line in lines] == [["标语", "标语"]] * 2


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20
)


@settings(max_examples=30, deadline=None)
@given(
    rows=st.lists(st.lists(texts | st.integers(-(10**14), 10**14) | st.booleans() | st.none(), max_size=5), max_size=8)
)
def test_what_openpyxl_wrote_is_read_and_comes_through_the_canon(rows: list[list[Any]]) -> None:
    """Texts, whole numbers and flags come back as they were, each in its place; the book survives its own writing."""
    rows = [[None if isinstance(value, str) and value[:1] in "=#" else value for value in row] for row in rows]
    book = cells(workbook({"表": rows}))
    found = {
        (line.number, column): cell.text
        for line in book.sheets[0].lines
        for column, cell in enumerate(line.cells)
        if cell != NOTHING
    }
    meant = {
        (number, column): {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)
        for number, row in enumerate(rows, 1)
        for column, value in enumerate(row)
        if value is not None and str(value).strip()
    }
    assert {place: text.replace("\n", "") for place, text in found.items()} == meant
    assert decode(Book, encode(book)) == book


def test_any_damage_is_a_refusal_or_another_book() -> None:
    """300 workbooks with bytes changed, cut out or doubled: read or refused by a code, nothing else."""
    chance = random.Random(5)
    read = 0
    for _ in range(300):
        data = bytearray(GOOD)
        for _ in range(chance.randint(1, 6)):
            at, what = chance.randrange(len(data)), chance.randrange(3)
            if what == 0:
                data[at] = chance.randrange(256)
            elif what == 1:
                del data[at : at + chance.randint(1, 50)]
            else:
                data[at:at] = data[at : at + chance.randint(1, 50)]
        try:
            read_workbook(io.BytesIO(bytes(data)))
            read += 1
        except NotRead:
            continue
    assert 0 < read < 300

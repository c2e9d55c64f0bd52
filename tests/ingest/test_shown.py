"""What is seen in a cell is what is shown: numbers under their formats, as LibreOffice shows them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.ingest.pipeline import Ingested
from player.ingest.shown import is_grouped, shown
from player.model.table import Cell, Sort
from player.prepare.number_format import BUILT_IN, cell_of
from player.slides.chart_figures import read
from tests.ingest.conftest import Take
from tests.support.books import cells, converted, workbook

NUMBERS = (1200, 0, -1200, 0.256, 1234567.891, -0.5, 26, 18.03, 99999, 59, 2.345, 1e-4)
DAYS = (44016.0, 44016.395834, 43831.99, 44196.5)
FORMATS = (
    "General", "0", "0.00", "#,##0", "#,##0.00", "0%", "0.0%", "0.00%", "0.00E+00", "##0.0E+0", "# ?/?", "# ??/??",
    '"¥"#,##0', "[$¥-804]#,##0.00", "[$$-409]#,##0.00;[Red]-[$$-409]#,##0.00", "#,##0;[Red]-#,##0", "#,##0;(#,##0)",
    '#,##0"元"', '0.0"吨"', '"约"0"度"', '0\\.0,"万"', "#,##0.0,", '0.0,,"百万"', "000", "00000", "000-0000", "#.##",
    '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', '[<60]"不及格";[>=60]"及格"', '0;-0;"零"', "+0;-0;0", "[Blue]0.0",
    '"共"#,##0"人";"少"#,##0"人"', '0 "kWh"', '#,##0.00\\ "元"', "0.0_ ", "#",
)  # fmt: skip
DAY_FORMATS = (
    'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', 'm"月"d"日"', "[$-804]aaaa", 'yyyy"年"m"月"d"日" h"时"mm"分"', 'yy"年"m"月"',
    '[DBNum1][$-804]yyyy"年"m"月"d"日"', '[DBNum1][$-804]m"月"d"日"', 'yyyy"年"mm"月"dd"日" hh:mm', "yyyy\\年m\\月d\\日",
)  # fmt: skip


def _book() -> bytes:
    """A sheet with every number under every format, and below it every day."""
    book = openpyxl.Workbook()
    sheet = book.active
    for values, forms in ((NUMBERS, FORMATS), (DAYS, DAY_FORMATS)):
        for value in values:
            sheet.append([value] * len(forms))
            for column, form in enumerate(forms, 1):
                sheet.cell(sheet.max_row, column).number_format = form
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.timeout(240)
def test_cells_are_shown_as_libreoffice_shows_them(tmp_path: Path) -> None:
    """Cell by cell, against a table that LibreOffice writes as it shows it; where it shows nothing, the number stands."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(_book())
    made = converted(path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true", tmp_path / "as shown")
    theirs = list(csv.reader(made.read_text("utf-8").splitlines()))
    ours = cells(path.read_bytes()).sheets[0].lines
    compared, other = 0, []
    for row, forms in zip(
        range(len(NUMBERS) + len(DAYS)), [FORMATS] * len(NUMBERS) + [DAY_FORMATS] * len(DAYS), strict=True
    ):
        for column, form in enumerate(forms):
            said, wanted = shown(ours[row].cell(column)), theirs[row][column]
            if not wanted.strip():
                assert said == ours[row].cell(column).text
            elif "".join(said.split()) != "".join(wanted.split()):
                other.append((form, ours[row].cell(column).number, said, wanted))
            compared += 1
    assert compared > 450
    assert other == []


@pytest.mark.parametrize(
    ("number", "form", "said"),
    [
        (1200, "#,##0", "1,200"),
        (0.256, "0%", "26%"),
        (-1200, '"¥"#,##0.00', "-¥1,200.00"),
        (-1200, "[Red](#,##0)", "-(1,200)"),
        (12345, '0!.0,"万"', "1.2万"),  # as WPS and Excel in Chinese write it
        (12345, '[>=10000]0.0,"千";0', "12.3千"),
        (-3, '[>=10000]0.0,"千";0', "-3"),
        (1200, "[DBNum1][$-804]General", "一千二百"),
        (10010, "[DBNum1]General", "一万〇一十"),
        (1200.5, "[DBNum2]General", "壹仟贰佰.伍"),
        (2020, "[DBNum1]0", "二〇二〇"),
        (13800138000, "000 0000 0000", "138 0013 8000"),
        (1 / 3, "", "0.3333333333"),
        (0.1 + 0.2, "", "0.3"),
        (12345678901, "", "12345678901"),
        (0, "#", "0"),
        (1200, "@", "1200"),
        (1200, "", "1200"),
        (5, '"', "5"),
        (44016, "[$-804]aaa", "周六"),
        (44016.75, '上午/下午h"时"mm"分"', "下午6时00分"),
        (44016, "yyyy/m/d", "2020-07-04"),  # depends on the machine: as it stands
        (7, '"第"0"名";;', "第7名"),
    ],
)  # fmt: skip
def test_formats_by_hand(number: float, form: str, said: str) -> None:
    assert shown(cell_of(number, form)) == said


@given(
    number=st.floats(-1e25, 1e25) | st.integers(-(10**9), 10**9).map(float),
    form=st.text('0#?.,%E+-;/"\\_*[]<>=@yYmdhsa!DBNum1Red年月日万¥ General上午/下午', max_size=40),
)
def test_no_format_stops_it(number: float, form: str) -> None:
    """Whatever a file calls a format, something is shown, on one line and not without end."""
    said = shown(cell_of(number, form))
    assert said.strip()
    assert len(said) <= 400


def _texts(found: Ingested) -> list[str]:
    return [slide.text("slogan") for slide in found.snapshot.slides()]


def _formatted(book: openpyxl.Workbook) -> None:
    sheet = book["节目"]
    for row, form in enumerate(("#,##0", "0%", '#,##0.00"元"', 'yyyy"年"m"月"', "General"), 2):
        sheet.cell(row, 1).number_format = form


def test_a_text_of_a_slide_is_what_is_seen_in_its_cell(take: Take) -> None:
    rows: list[list[Any]] = [["标语", "停留"], [1200, 15], [0.256, 15], [3.5, 15], [dt.date(2020, 7, 4), 15], [26, 15]]
    found = take({"节目单.xlsx": workbook({"节目": rows}, _formatted)})
    assert _texts(found) == ["1,200", "26%", "3.50元", "2020年7月", "26"]


def test_the_formats_that_files_name_by_number_alone() -> None:
    """Currency and bookkeeping, as the Chinese editions of the programs name them: 5 to 8 and 41 to 44."""
    assert [shown(cell_of(-1200, BUILT_IN[number])) for number in (5, 7, 41, 42, 44)] == [
        *("¥-1,200", "¥-1,200.00", "-1,200", "¥-1,200", "¥-1,200.00"),
    ]
    assert [shown(cell_of(1200.5, BUILT_IN[number])) for number in (3, 4, 6, 8, 43)] == [
        *("1,201", "1,200.50", "¥1,201", "¥1,200.50", "1,200.50"),
    ]


def test_what_is_no_text_stays_the_number_that_it_is(take: Take) -> None:
    """A dwell of 1,200 under `#,##0` is twenty minutes, every of 2 under `0.00` is 2."""

    def touch(book: openpyxl.Workbook) -> None:
        sheet = book["节目"]
        sheet["B2"].number_format = "#,##0"
        sheet["C2"].number_format = "0.00"

    found = take(
        {"节目单.xlsx": workbook({"节目": [["标语", "停留", "每隔"], ["甲", 1200, 2], ["乙", 10, None]]}, touch)}
    )
    assert found.problems == ()
    slide = next(iter(found.snapshot.slides()))
    assert (slide.dwell, slide.every) == (1_200_000, 2)


def test_figures_of_a_chart_are_grouped_as_in_their_cells(take: Take) -> None:
    def touch(book: openpyxl.Workbook) -> None:
        for row in (2, 3):
            book["数据"].cell(row, 1).number_format = '0"年"'
            book["数据"].cell(row, 2).number_format = "#,##0"

    book = workbook({"数据": [["年份", "用电"], [2020, 12345], [2021, 11200]]}, touch)
    found = take({"a.yaml": "slides:\n  - chart: 数据.xlsx\n", "数据.xlsx": book})
    figures = read(
        next(iter(found.snapshot.slides())).text("figures") or next(iter(found.snapshot.slides())).text("chart")
    )
    assert figures.labels == ("2020年", "2021年")
    assert figures.values == ((12345.0, 11200.0),)
    assert figures.grouped


def test_figures_of_a_csv_with_commas_are_numbers(take: Take) -> None:
    found = take({"a.yaml": "slides:\n  - chart: 数据.csv\n", "数据.csv": '年份,用电\n2020,"1,200"\n2021,"1,150"\n'})
    slide = next(iter(found.snapshot.slides()))
    figures = read(slide.text("figures") or slide.text("chart"))
    assert figures.values == ((1200.0, 1150.0),)
    assert figures.grouped
    assert not is_grouped(Cell("1200", Sort.NUMBER, 1200.0))

"""CSV text -> cells: what separates them, what a number is, which row is which."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.ingest.csv_cells import read_csv
from player.ingest.report import Report
from player.model.table import MOST_CELLS, MOST_COLUMNS, Cell, Sort


def read(text: str) -> tuple[list[tuple[int, list[str]]], list[str]]:
    report = Report("节目单.csv")
    book = read_csv(text, report)
    lines = [] if book is None else [(line.number, [cell.text for cell in line.cells]) for line in book.sheets[0].lines]
    return lines, [problem.code for problem in report.problems]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_separator_is_found_by_trying(sign: str) -> None:
    text = f"标语{sign}停留\r\n绿水青山，节能增效{sign}15秒\r\n\r\n“人走灯灭”{sign}\r\n"
    assert read(text) == ([(1, ["标语", "停留"]), (2, ["绿水青山，节能增效", "15秒"]), (4, ["“人走灯灭”"])], [])


def test_excels_own_first_line_says_it() -> None:
    assert read("sep=;\r\n标语;停留\r\n甲,乙;3") == ([(2, ["标语", "停留"]), (3, ["甲,乙", "3"])], [])


def test_full_width_commas_are_taken_and_said() -> None:
    assert read("标语，停留\n节能，15秒\n") == ([(1, ["标语", "停留"]), (2, ["节能", "15秒"])], ["csv-separator"])


def test_one_column_needs_no_separator() -> None:
    assert read("标语\n绿水青山，节能增效\n人走灯灭\n") == (
        [(1, ["标语"]), (2, ["绿水青山，节能增效"]), (3, ["人走灯灭"])],
        [],
    )


def test_a_quotation_mark_that_is_never_closed_is_said() -> None:
    lines, codes = read('标语,停留\n"节能,15\n人走灯灭,20\n')
    assert codes == ["csv-quote"]
    assert lines[0] == (1, ["标语", "停留"])


def test_too_much_is_refused() -> None:
    assert read("x,y\n" * (MOST_CELLS // 2 + 1)) == ([], ["table-too-big"])
    assert read("x," * MOST_COLUMNS + "x") == ([], ["table-too-big"])


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("26%", Cell("26%", Sort.PERCENT, 0.26)),
        ("1,234.5", Cell("1,234.5", Sort.NUMBER, 1234.5)),
        ("-3", Cell("-3", Sort.NUMBER, -3.0)),
        ("007", Cell("007")),
        ("2020/7/4", Cell("2020/7/4")),
        ("#REF!", Cell("#REF!", Sort.FAULT)),
        ("########", Cell("########", Sort.FAULT)),
        ("# 说明", Cell("# 说明")),
    ],
)
def test_what_reads_as_a_number_has_its_value_and_stays_as_written(text: str, cell: Cell) -> None:
    book = read_csv(f'"{text}"', Report("x.csv"))
    assert book is not None
    assert book.sheets[0].lines[0].cells == (cell,)


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=12,
)


@given(
    rows=st.lists(st.lists(words, min_size=2, max_size=2), min_size=1, max_size=8),
    sign=st.sampled_from([",", ";", "\t"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_program_writes_is_read(rows: list[list[str]], sign: str, end: str) -> None:
    """Every cell of a file that quotes what needs it comes back, whatever is in it, where the file says its separator."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=sign, lineterminator=end).writerows(rows)
    assert read(f"sep={sign}{end}{stream.getvalue()}")[0] == [(number, row) for number, row in enumerate(rows, 2)]


@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text kills the reader."""
    read(text)

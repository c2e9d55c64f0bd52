"""Whatever stands in the cells of a table: a playlist or problems come out, each with its cell; nothing is raised."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from player.ingest.pipeline import ingest
from player.ingest.rules import Rules
from player.ingest.sheet_columns import columns, terms
from player.model.canon import canonical, decode, encode
from player.model.problem import Problem
from player.model.snapshot import Snapshot
from player.model.table import Book, Cell, Line, Sheet, Sort
from player.prepare.number_format import cell_of
from player.slides.kinds import KINDS
from tests.ingest.memory import NOW, MemoryFiles

heads = [form for word in (*columns(), *terms()) for form in (word.name, word.alias)]
usual = [
    *heads,
    *(kind.alias for kind in KINDS),
    "海报.png",
    "9:00",
    "2020-07-04",
    "15秒",
    "26%",
    "工作日",
    "是",
    "设置",
    "甲",
    "# x",
    "开始时间",
]
words = st.sampled_from(usual) | st.text(max_size=12)
texts = words.filter(lambda text: text.strip()).map(Cell)
numbers = st.tuples(
    st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 60_000).map(float) | st.floats(0, 1),
    st.sampled_from(["General", "yyyy/m/d", 'm"月"d"日"', "h:mm", "[h]:mm:ss", "0%", "yyyy/m/d h:mm", "aaaa", "000"]),
).map(lambda pair: cell_of(*pair))
others = st.sampled_from(
    [
        Cell("是", Sort.FLAG),
        Cell("#REF!", Sort.FAULT),
        Cell("=", Sort.FAULT),
        Cell("####", Sort.FAULT),
        Cell("点", link="https://example.org/"),
        Cell(),
    ]
)
cells = st.one_of(texts, numbers, others, st.builds(Cell, words, spread=st.sampled_from(["", "down", "across"])))
rows = st.lists(cells, min_size=1, max_size=7).map(tuple)


def sheet(name: str, head: list[str], body: list[tuple[Cell, ...]], hidden: list[int]) -> Sheet:
    first = [tuple(Cell(text) for text in head)] if head else []
    lines = (Line(number, row, hidden=number in hidden) for number, row in enumerate([*first, *body], 1))
    return Sheet(name, tuple(line for line in lines if any(cell.text for cell in line.cells)))


sheets = st.builds(
    sheet,
    st.sampled_from(["节目", "设置", "说明", "安排", "", "甲!乙"]),
    st.lists(st.sampled_from(heads) | st.just("类型") | st.just("内容") | st.just("时间"), max_size=7),
    st.lists(rows, max_size=6),
    st.lists(st.integers(1, 6), max_size=2),
)


class OneBook(MemoryFiles):
    """A folder whose workbook has these cells."""

    def __init__(self, book: Book) -> None:
        super().__init__({"节目单.xlsx": b"x", "海报.png": b"one"})
        self.book = book

    def table(self, path: str) -> Book | Problem:
        return self.book


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(book=st.lists(sheets, max_size=3).map(lambda found: Book(tuple(found))))
def test_any_cells_are_a_playlist_or_problems(book: Book) -> None:
    """The book comes through its own writing, the snapshot too; what is wrong in a row is said of a cell of it."""
    assert decode(Book, encode(book)) == book
    found = ingest(OneBook(book), previous=None, now=NOW, rules=Rules())
    assert decode(Snapshot, encode(found.snapshot)) == found.snapshot
    assert canonical(found.snapshot)
    for problem in found.problems:
        assert problem.message.zh
        assert not re.search(r"\{[a-z]+\}", problem.hint.zh.replace("{screen}", ""))
        cell = problem.place.cell
        assert cell is None or re.fullmatch(r"(?:.*!)?[A-Z]{1,3}[0-9]+", cell, re.DOTALL), cell
        if problem.place.line is not None:
            assert cell is not None
            assert cell.endswith(str(problem.place.line))

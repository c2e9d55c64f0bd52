"""Which pages are meant, which slides they become, and what is said where they are not there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.ingest.clock_words import Unclear
from player.ingest.document import pages, told
from player.ingest.pipeline import ingest
from player.ingest.rules import Rules
from player.model.content import CodeSeen
from player.model.paper import MOST_PAGES, Page, Paper, Span, chosen
from player.model.problem import Problem
from player.model.snapshot import Snapshot
from player.model.units import Digest
from player.slides.naming import title_of
from tests.ingest.memory import NOW, MemoryFiles

FORMS = {
    "2-5": ((2, 5),),
    "2,4-6": ((2, 2), (4, 6)),
    "2， 4 － 6": ((2, 2), (4, 6)),
    "第2页至第5页": ((2, 5),),
    "第二页到第五页": ((2, 5),),
    "2-": ((2, None),),
    "2到最后一页": ((2, None),),
    "-3": ((1, 3),),
    "3": ((3, 3),),
    "第3页": ((3, 3),),
    "１、３和５": ((1, 1), (3, 3), (5, 5)),
    "p2~p4": ((2, 4),),
    "5-2": ((2, 5),),
    "第十页至第十二页": ((10, 12),),
    "二十一": ((21, 21),),
    "1 3 5": ((1, 1), (3, 3), (5, 5)),
    "全部": (),
    "all": (),
}


@pytest.mark.parametrize("text", FORMS)
def test_pages_are_understood_as_people_write_them(text: str) -> None:
    assert pages(text) == FORMS[text]


@pytest.mark.parametrize("text", ["", "前三页", "0", "一些", "2-4-6", "2--", "a-b", "封面"])
def test_what_cannot_be_read_as_pages_is_said(text: str) -> None:
    with pytest.raises(Unclear) as caught:
        pages(text)
    assert caught.value.code == "pages-unclear"


SPANS = st.lists(
    st.tuples(st.integers(1, 60), st.integers(0, 60) | st.none()).map(
        lambda ends: (ends[0], None if ends[1] is None else ends[0] + ends[1])
    ),
    min_size=1,
    max_size=6,
).map(tuple)


@given(SPANS)
def test_what_is_told_of_pages_is_read_as_the_same(spans: tuple[Span, ...]) -> None:
    """`told` and `pages` are each other's inverse."""
    assert pages(told(spans)) == spans


@given(SPANS, st.integers(0, 80))
def test_pages_chosen_are_there_and_come_once(spans: tuple[Span, ...], count: int) -> None:
    """Every page that is shown exists, was asked for, and is shown once."""
    numbers = chosen(spans, count)
    assert len(set(numbers)) == len(numbers)
    assert all(1 <= number <= count for number in numbers)
    assert set(numbers) == {
        number
        for number in range(1, count + 1)
        if any(first <= number <= (count if last is None else last) for first, last in spans)
    }


def taken(
    files: dict[str, bytes | None], previous: Snapshot | None = None, **rules: tuple[str, ...]
) -> tuple[Snapshot, list[str]]:
    found = ingest(MemoryFiles(files), previous=previous, now=NOW, rules=Rules(**rules))  # type: ignore[arg-type]
    return found.snapshot, [problem.code for problem in found.problems]


def shown(snapshot: Snapshot) -> list[object]:
    return [slide.value("page") for slide in snapshot.slides()]


def test_a_dropped_document_is_a_slide_for_each_page() -> None:
    snapshot, codes = taken({"方案.pdf": b"12345"})
    assert codes == []
    assert shown(snapshot) == [1, 2, 3, 4, 5]
    assert [title_of(slide) for slide in snapshot.slides()][2] == "方案.pdf 第3页"
    assert {slide.kind for slide in snapshot.slides()} == {"document"}
    assert len({slide.id for slide in snapshot.slides()}) == 5
    assert {slide.assets[0].name for slide in snapshot.slides()} == {"方案.pdf"}


@pytest.mark.parametrize(
    ("said", "wanted", "problems"),
    [
        ("pages: 2-4", [2, 3, 4], []),
        ("页码: 第2页至第3页", [2, 3], []),
        ("pages: 4-", [4, 5], []),
        ("pages: 4-9", [4, 5], ["pages-beyond"]),
        ("pages: 7, 9-", [], ["pages-nothing"]),
        ("pages: 前三页", [1, 2, 3, 4, 5], ["pages-unclear"]),
        ("标题: 工作方案", [1, 2, 3, 4, 5], []),
    ],
)
def test_a_playlist_chooses_pages(said: str, wanted: list[int], problems: list[str]) -> None:
    sheet = f"slides:\n  - document: 方案.pdf\n    {said}\n  - slogan: 节约用水\n".encode()
    snapshot, codes = taken({"方案.pdf": b"12345", "a.yaml": sheet})
    assert shown(snapshot) == [*wanted, None]
    assert codes == problems
    assert len(snapshot.playlists) == 1


def test_a_page_that_is_not_there_is_named_with_how_many_there_are() -> None:
    sheet = "slides:\n  - document: 方案.pdf\n    pages: 4-9\n".encode()
    found = ingest(MemoryFiles({"方案.pdf": b"12345", "a.yaml": sheet}), previous=None, now=NOW, rules=Rules())
    assert found.problems[0].message.zh == "没有第6-9页：这份文档共 5 页。"
    assert found.problems[0].place.line == 2


def test_more_pages_than_are_shown_are_said() -> None:
    snapshot, codes = taken({"方案.pdf": b"x" * (MOST_PAGES + 30)})
    assert codes == ["pages-many"]
    assert len(snapshot.slides()) == MOST_PAGES


def test_dwell_theme_and_times_hold_for_every_page() -> None:
    sheet = "slides:\n  - {文档: 方案.pdf, 停留: 12秒, 主题: red, when: {until: 2020-07-05}}\n".encode()
    snapshot, _ = taken({"方案.pdf": b"123", "a.yaml": sheet})
    assert {(slide.dwell, slide.theme, len(slide.when)) for slide in snapshot.slides()} == {(12_000, "red", 1)}


def test_a_bare_name_of_a_document_is_one() -> None:
    snapshot, codes = taken({"方案.pdf": b"12", "a.yaml": "slides:\n  - 方案.pdf\n".encode()})
    assert shown(snapshot) == [1, 2]
    assert codes == ["slide-text"]


def test_another_file_is_no_document() -> None:
    _, codes = taken({"图.png": b"x", "a.yaml": "slides:\n  - document: 图.png\n".encode()})
    assert codes == ["document-not-one"]


def test_pages_keep_their_last_good_version_while_the_document_is_bad() -> None:
    for files in (
        {"方案.pdf": b"123"},
        {"方案.pdf": b"123", "a.yaml": "slides:\n  - document: 方案.pdf\n  - slogan: 甲\n".encode()},
    ):
        good, _ = taken(files)
        kept, codes = taken(files | {"方案.pdf": b"bad"}, good)
        assert shown(kept) == shown(good)
        assert codes == ["document-broken"]
        waiting = ingest(MemoryFiles(files, waiting=("方案.pdf",)), previous=good, now=NOW, rules=Rules())
        assert shown(waiting.snapshot) == shown(good)


class Coded(MemoryFiles):
    """The second page of every document has a code on it."""

    def document(self, path: str, wanted: tuple[Span, ...]) -> tuple[Paper | None, tuple[Problem, ...]]:
        sheets = (Page(1, 960, 540), Page(2, 960, 540, codes=(CodeSeen("https://elsewhere.example.org/a"),)))
        return Paper(Digest("a" * 64), path, 1, 2, sheets), ()


@pytest.mark.fault(33)
def test_a_page_whose_code_leads_elsewhere_is_left_out_and_the_code_told() -> None:
    rules = Rules(hosts=("quiz.example.org",))
    found = ingest(Coded({"方案.pdf": b"x"}), previous=None, now=NOW, rules=rules)
    assert shown(found.snapshot) == [1]
    assert [problem.code for problem in found.problems] == ["code-host"]
    assert "elsewhere.example.org" in found.problems[0].message.zh


@pytest.mark.control(33)
def test_a_page_whose_code_leads_where_it_may_is_shown_long_enough_to_scan() -> None:
    """The control: with the host on the list the very page is shown, for 20 s at least, cut in."""
    rules = Rules(hosts=("elsewhere.example.org",))
    found = ingest(Coded({"方案.pdf": b"x"}), previous=None, now=NOW, rules=rules)
    assert shown(found.snapshot) == [1, 2]
    assert found.snapshot.slides()[1].dwell >= 20_000
    assert found.snapshot.slides()[1].transition == "cut"


def test_a_page_with_much_to_read_stays_longer_and_too_much_is_said() -> None:
    class Long(MemoryFiles):
        def document(self, path: str, wanted: tuple[Span, ...]) -> tuple[Paper | None, tuple[Problem, ...]]:
            sheets = tuple(Page(number, 960, 540, units) for number, units in ((1, 0), (2, 60), (3, 400)))
            return Paper(Digest("a" * 64), path, 1, 3, sheets), ()

    found = ingest(Long({"方案.pdf": b"x"}), previous=None, now=NOW, rules=Rules())
    assert [slide.dwell for slide in found.snapshot.slides()] == [10_000, 20_140, 30_000]
    assert [problem.code for problem in found.problems] == ["page-much"]
    assert found.problems[0].message.zh.startswith("第3页有 400 个字")

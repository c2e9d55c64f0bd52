"""Documents are looked through once in their life, a few pages at a time; one that kills its reader is set aside."""

from __future__ import annotations

import ctypes
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from player.model.content import CodeSeen
from player.picture.qr import code
from player.prepare import documents
from player.prepare.limits import CAN_FORK, JobDied, Limits
from player.roles import papers
from tests.support.papers import Leaf, pdf, squares
from tests.support.picture_desk import PictureDesk

LINK = "https://example.org/quiz/2020"


@pytest.fixture
def desk(tmp_path: Path) -> PictureDesk:
    one = PictureDesk(tmp_path)
    (one.folder / "方案.pdf").write_bytes(pdf([Leaf(), Leaf(595, 842, lines=("一", "二三四")), coded()]))
    return one


def coded() -> Leaf:
    """A page with a code and a line."""
    rows = code(LINK).rows
    return Leaf(lines=("扫码参加",), drawing=squares(rows, 500, 100, 8))


def codes(problems: object) -> list[str]:
    return [problem.code for problem in problems]  # type: ignore[attr-defined]


def test_a_document_is_kept_and_looked_through_once(desk: PictureDesk) -> None:
    paper, problems = desk.paper("方案.pdf")
    assert paper is not None
    assert problems == ()
    assert [(page.number, page.width, page.height) for page in paper.pages] == [
        (1, 960, 540),
        (2, 595, 842),
        (3, 960, 540),
    ]
    assert [page.units for page in paper.pages] == [8, 4, 4]
    assert paper.pages[0].letter == pytest.approx(40 * 0.92 / 540 * 10_000, rel=0.1)
    assert [page.codes for page in paper.pages] == [(), (), (CodeSeen(LINK),)]
    asked = len(desk.asked)
    desk.restart()
    assert desk.paper("方案.pdf") == (paper, ())
    (desk.folder / "副本.pdf").write_bytes((desk.folder / "方案.pdf").read_bytes())
    copy, _ = desk.paper("副本.pdf")
    assert copy == replace(paper, name="副本.pdf")
    assert len(desk.asked) == asked


def test_pages_are_looked_at_when_they_are_wanted(desk: PictureDesk) -> None:
    paper, _ = desk.paper("方案.pdf", (3, 3))
    assert paper is not None
    assert [page.number for page in paper.pages] == [3]
    assert paper.count == 3
    paper, _ = desk.paper("方案.pdf", (2, None))
    assert paper is not None
    assert [page.number for page in paper.pages] == [2, 3]


def test_a_long_document_comes_in_steps_and_says_how_far_it_is(
    desk: PictureDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "STEP", 0.0)  # a page a question
    desk.pictures.take_in_some(lambda: True)
    said = []
    for _ in range(10):
        paper, problems = desk.paper("方案.pdf")
        if paper is not None:
            break
        assert desk.pictures.unfinished
        assert codes(problems) == ["document-reading"]
        said.append(problems[0].message.zh)
        desk.pictures.take_in_some(lambda: True)
    assert paper is not None
    assert not desk.pictures.unfinished
    assert said == ["正在逐页读取：共 3 页，已读 1 页。", "正在逐页读取：共 3 页，已读 2 页。"]


def test_a_thousand_pages_are_counted_and_no_more_opened_than_are_shown(
    desk: PictureDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "MOST_PAGES", 12)
    (desk.folder / "长.pdf").write_bytes(pdf([Leaf(96, 54, lines=())] * 1000))
    desk.pictures.take_in_some(lambda: False)
    paper, problems = desk.paper("长.pdf")
    assert paper is not None
    assert problems == ()
    assert paper.count == 1000
    assert [page.number for page in paper.pages] == list(range(1, 13))


def test_a_page_of_no_size_is_left_out_and_the_others_are_there(desk: PictureDesk) -> None:
    (desk.folder / "方案.pdf").write_bytes(pdf([Leaf(), Leaf(400_000, 300_000, lines=()), Leaf()]))
    paper, problems = desk.paper("方案.pdf")
    assert paper is not None
    assert [page.number for page in paper.pages] == [1, 3]
    assert codes(problems) == ["document-size"]
    assert "第2页" in problems[0].message.zh


def test_a_damaged_page_is_left_out(desk: PictureDesk) -> None:
    data = pdf([Leaf(), Leaf()])
    assert data.count(b"/Type/Page/") == 2
    at = data.rindex(b"/Type/Page/")
    (desk.folder / "方案.pdf").write_bytes(data[:at] + b"/Type/Nope/" + data[at + 11 :])
    paper, problems = desk.paper("方案.pdf")
    assert paper is None or [page.number for page in paper.pages] == [1] or problems == ()
    assert set(codes(problems)) <= {"document-page-broken", "document-broken"}


def test_a_document_that_cannot_be_opened_is_said_and_remembered(desk: PictureDesk) -> None:
    (desk.folder / "方案.pdf").write_bytes(pdf(password="秘密"))
    paper, problems = desk.paper("方案.pdf")
    assert paper is None
    assert codes(problems) == ["document-locked"]
    desk.restart()
    assert desk.paper("方案.pdf") == (None, problems)
    assert len(desk.asked) == 1


def test_one_that_is_too_big_is_not_copied(desk: PictureDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "LARGEST", 100)
    assert codes(desk.paper("方案.pdf")[1]) == ["document-too-big"]
    assert not list((desk.cache / "objects").rglob("??*/*"))


def test_without_a_painter_nothing_is_remembered(desk: PictureDesk) -> None:
    desk.works = False
    assert codes(desk.paper("方案.pdf")[1]) == ["file-unreadable"]
    desk.works = True
    assert desk.paper("方案.pdf")[0] is not None


@pytest.mark.skipif(not CAN_FORK, reason="without fork the worker ends with its job")
@pytest.mark.fault(17, 18)
def test_a_document_at_which_the_reader_dies_twice_is_set_aside(desk: PictureDesk) -> None:
    desk.limits = [Limits(seconds=0.0), Limits(seconds=0.0)]
    paper, problems = desk.paper("方案.pdf")
    assert paper is None
    assert codes(problems) == ["document-crashes"]
    assert "已隔离" in problems[0].message.zh
    desk.restart()
    assert codes(desk.paper("方案.pdf")[1]) == ["document-crashes"]
    assert len(desk.asked) == 2
    for held in (desk.cache / "quarantine").glob("*.json"):
        held.unlink()
    assert desk.paper("方案.pdf")[0] is not None


@pytest.mark.skipif(not CAN_FORK, reason="without fork the worker ends with its job")
@pytest.mark.control(17, 18)
def test_one_death_is_no_verdict(desk: PictureDesk) -> None:
    """The control: a document is not set aside because its reader was once in trouble."""
    desk.limits = [Limits(seconds=0.0)]
    assert desk.paper("方案.pdf")[0] is not None
    assert len(desk.asked) >= 2


@pytest.mark.skipif(not CAN_FORK, reason="the job is done in the worker itself")
@pytest.mark.fault(17)
def test_a_reader_that_crashes_is_a_death_with_a_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf())
    monkeypatch.setattr(documents, "_look_through", lambda *_: ctypes.string_at(0))
    answer = documents.look({"op": "document", "path": str(path), "pages": [1]}, Limits())
    assert "SIGSEGV" in answer["died"]["zh"]


LIES = (
    {"count": 3, "pages": [{"number": 2, "width": 1, "height": 1}]},
    {"count": 3, "pages": [{"number": 1, "width": -1, "height": 1}]},
    {"count": 3, "pages": [{"number": 1, "width": 1, "height": 1, "letter": 99_999}]},
    {"count": 10**9},
    {"refusal": {"code": "picture-crashes"}},
    {"count": "3"},
    [],
)


@pytest.mark.parametrize("said", LIES, ids=str)
def test_an_answer_that_makes_no_sense_is_not_believed(said: object) -> None:
    with pytest.raises(JobDied):
        documents._believed(json.dumps(said).encode(), (1, 2, 3))


def test_an_answer_that_makes_sense_is(tmp_path: Path) -> None:
    """The control of the test above."""
    said = {"count": 3, "pages": [{"number": 1, "width": 960, "height": 540}]}
    assert documents._believed(json.dumps(said).encode(), (1, 2, 3)).count == 3


def test_a_picture_called_pdf_is_told_so(desk: PictureDesk) -> None:
    Image.new("RGB", (40, 30)).save(desk.folder / "图.png")
    (desk.folder / "图.png").rename(desk.folder / "方案.pdf")
    assert codes(desk.paper("方案.pdf")[1]) == ["document-unknown"]

"""A page of a document on the glass: whole, undistorted, named where there is room, and told where it is too small."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from player.model.content import Asset, Slide
from player.model.settings import Panel
from player.model.units import Digest
from player.picture.theme import theme, theme_names
from player.slides.kinds import kind_of
from player.slides.naming import title_of
from player.slides.paint import paint
from player.slides.proof import proofread
from tests.slides.test_goldens import GOLDEN, differing
from tests.slides.test_look import SIZES, Seen
from tests.support.papers import Leaf, pdf
from tests.support.slides import slide

DECK = Leaf(
    lines=("绿水青山，节能增效", "夏季空调不低于26℃", "人走关灯，随手关水"),
    size=56,
    drawing="0.8 0.9 0.8 rg 0 0 960 60 re f",
)
SHEET = Leaf(595, 842, lines=tuple(f"第{n}条 公共机构应当节约用能" for n in "一二三四五六七八九十"), size=30)
LEAVES = {"deck": DECK, "sheet": SHEET, "old": Leaf(720, 540, lines=("四比三的旧幻灯片",), size=60)}


def page(leaf: Leaf, *, letter: int = 0, title: str = "节能宣传周工作方案") -> Slide:
    asset = Asset(Digest("0" * 64), "方案.pdf", 1, round(leaf.width), round(leaf.height))
    return slide(
        "document", assets=(asset,), document="方案.pdf 第3页", page=1, of=12, units=30, letter=letter, title=title
    )


def file(leaf: Leaf, folder: Path) -> Path:
    path = folder / "方案.pdf"
    path.write_bytes(pdf([leaf]))
    return path


@pytest.mark.parametrize("look", theme_names())
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", LEAVES)
def test_a_page_is_whole_and_nothing_stands_on_it(name: str, size: tuple[int, int], look: str, tmp_path: Path) -> None:
    """The page is as large as the glass allows; words beside it are inside the safe margins, dark enough, off the page."""
    leaf = LEAVES[name]
    path = file(leaf, tmp_path)
    stage = Seen(Panel(*size), theme(look), lambda _: path)
    placed = []
    draw = stage.page
    stage.page = lambda *given: placed.append(draw(*given)) or placed[-1]  # type: ignore[method-assign, func-returns-value]
    kind_of("document").compose(page(leaf), "", stage)
    (box,) = placed
    assert stage.whole.holds(box)
    assert box.width >= size[0] - 1 or box.height >= size[1] - 1
    assert box.width / box.height == pytest.approx(leaf.width / leaf.height, rel=0.01)
    assert stage.pale == []
    assert {note.code for note in stage.notes} == set()
    for text, taken, _ in stage.texts:
        assert stage.safe.holds(taken), text
        apart = taken.right <= box.x or taken.x >= box.right or taken.bottom <= box.y or taken.y >= box.bottom
        assert apart, text
    free = max(size[0] - box.width, 0) / size[0], max(size[1] - box.height, 0) / size[1]
    assert bool(stage.texts) == (max(free) > 0.34)


def test_small_text_is_told_before_anything_is_painted() -> None:
    """Of a page whose letters are 1 % of its height the size and the least are said, in millimetres; of 8 % nothing."""
    panel = Panel(1920, 1080)
    (told,) = proofread(page(DECK, letter=100), "", panel)
    assert told.code == "page-small"
    assert "只有 7 毫米" in told.message.zh
    assert proofread(page(DECK, letter=800), "", panel) == ()
    assert proofread(page(DECK, letter=0), "", panel) == ()


def test_the_painter_says_the_same(tmp_path: Path) -> None:
    path = file(DECK, tmp_path)
    painted = paint(page(DECK, letter=100), "", Panel(1920, 1080), "green", lambda _: path)
    assert [problem.code for problem in painted.problems] == ["page-small"]


def test_people_call_a_page_by_its_file_and_number() -> None:
    assert title_of(page(DECK)) == "方案.pdf 第3页"


@pytest.mark.parametrize(
    ("name", "size", "look"),
    [
        ("deck", (480, 270), "green"),
        ("sheet", (480, 270), "red"),
        ("deck", (270, 480), "dark"),
        ("old", (640, 120), "green"),
    ],
)
def test_golden(name: str, size: tuple[int, int], look: str, tmp_path: Path) -> None:
    path = file(LEAVES[name], tmp_path)
    golden = GOLDEN / f"document-{name}-{size[0]}-{look}.png"
    actual = paint(page(LEAVES[name]), "", Panel(*size), look, lambda _: path).image()
    if not golden.exists():
        actual.save(golden)
        pytest.fail(f"{golden.name} was missing and has been written: look at it")
    with Image.open(golden) as expected:
        share, _ = differing(actual, expected.convert("RGB"))
    assert share <= 1 / 500

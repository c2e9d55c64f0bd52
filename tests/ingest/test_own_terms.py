"""Terms of the house: a text file in the watched folder that says what must not be torn."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.model.order import frame_key
from player.model.settings import Panel
from player.model.snapshot import Snapshot
from player.picture.phrases import TERM, joints
from player.picture.spacing import Type
from player.picture.text import fit
from tests.ingest.conftest import Take
from tests.support.fonts import REGULAR

NAME = "青峦县数智碳汇服务专班"
SHEET = f"slides:\n  - slogan: {NAME}成立\n  - slogan: 人走灯灭\n"
PANEL = Panel(1280, 720)


def keys(snapshot: Snapshot) -> list[str]:
    return [frame_key(slide, "", PANEL, "") for slide in snapshot.slides()]


@pytest.mark.parametrize("name", ["词语.txt", "术语.txt", "terms.txt"])
def test_a_slide_carries_the_terms_that_stand_in_it(take: Take, name: str) -> None:
    """The file is no slide; its terms go with the slides in which they stand, and it is said how it was understood."""
    result = take({"a.yaml": SHEET, name: f"# 我们单位\n{NAME}、云碳通 专班\n"})
    assert [slide.terms for slide in result.snapshot.slides()] == [(NAME, "专班"), ()]
    assert result.problems == ()
    assert ("3 个词语" in words.words.zh for words in result.understood if words.file == name)
    assert [one.file for one in result.understood].count(name) == 1


def test_a_new_term_paints_anew_only_where_it_stands(take: Take) -> None:
    """The frames of the other slides keep their names, and a term is no news: nothing has a premiere."""
    before = take({"a.yaml": SHEET}).snapshot
    after = take({"a.yaml": SHEET, "词语.txt": NAME}, previous=before).snapshot
    assert keys(before)[0] != keys(after)[0]
    assert keys(before)[1] == keys(after)[1]
    assert after.premieres == ()
    gone = take({"a.yaml": SHEET}, previous=after).snapshot
    assert keys(gone) == keys(before)


def test_while_it_is_copied_or_cannot_be_read_the_former_terms_count(take: Take) -> None:
    before = take({"a.yaml": SHEET, "词语.txt": NAME}).snapshot
    waiting = take({"a.yaml": SHEET, "词语.txt": NAME}, previous=before, waiting=("词语.txt",))
    assert [slide.terms for slide in waiting.snapshot.slides()] == [(NAME,), ()]
    for broken in (None, b"\x00\x01\x02\xff\xfe\x00\x81" * 9):
        result = take({"a.yaml": SHEET, "词语.txt": broken}, previous=before)
        assert [slide.terms for slide in result.snapshot.slides()] == [(NAME,), ()]
        assert [one.code for one in result.problems] == ["terms-unreadable"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("请各处室于七月十日前将活动总结报机关事务管理局节能处", "terms-long"),
        ("局", "terms-short"),
        ("12345", "terms-short"),
        ("————", "terms-short"),
    ],
)
def test_a_line_that_is_no_term_is_told_with_its_line(take: Take, text: str, code: str) -> None:
    """It is told where, and the others count."""
    result = take({"a.yaml": SHEET, "词语.txt": f"{NAME}\n{text}\n"})
    assert [(one.code, one.place.file, one.place.line) for one in result.problems] == [(code, "词语.txt", 2)]
    assert result.snapshot.slides()[0].terms == (NAME,)


def test_too_many_and_two_files_are_told(take: Take) -> None:
    many = " ".join(f"词{number}" for number in range(1_200))
    assert [one.code for one in take({"a.yaml": SHEET, "词语.txt": many}).problems] == ["terms-many"]
    twice = take({"a.yaml": SHEET, "词语.txt": NAME, "terms.txt": "人走"})
    assert [one.code for one in twice.problems] == ["terms-twice"]


def test_the_term_stands_on_one_line_and_without_it_would_be_torn() -> None:
    """The law and its control: the same text in the same box, with the term and without."""
    text = f"热烈祝贺{NAME}今日成立"
    widths = range(440, 900, 20)

    def torn(own: tuple[str, ...]) -> int:
        kind = Type((REGULAR,), terms=own)
        blocks = [fit(text, kind, width=width, height=900, smallest=30, largest=36) for width in widths]
        return sum(all(NAME not in line.text for line in block.lines) for block in blocks)

    assert torn((NAME,)) == 0
    assert torn(()) > 0
    assert TERM in joints(text, (NAME,))
    assert TERM not in joints(text[4:-4], ())


def test_a_file_of_that_name_deeper_down_is_a_slide_like_any_other(take: Take) -> None:
    """Only the folder itself has terms."""
    result = take({"里面/词语.txt": "温馨提示\n请节约用水"})
    assert len(result.snapshot.slides()) == 1


def test_painting_takes_them_along() -> None:
    """What is painted follows the terms that the slide carries."""
    from dataclasses import replace

    from player.model.content import Slide, Source
    from player.model.units import Millis
    from player.slides.paint import paint

    differ = 0
    for lead in ("", "今", "今日", "今日起", "自今日起", "现定于今日"):
        fields = (("notice", "通知"), ("text", f"{lead}成立{NAME}，" * 3))
        slide = Slide("a", "notice", Source("a.yaml"), Millis(6000), fields)
        plain, whole = (
            paint(each, "", Panel(640, 360), "green", lambda _: Path()).pixels
            for each in (slide, replace(slide, terms=(NAME,)))
        )
        differ += plain != whole
    assert differ

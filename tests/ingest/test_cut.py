"""A playlist whose save was interrupted: whatever was cut off, what was good before plays on, as far as a text can tell."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from player.ingest.decode_text import Coding, decode_text
from player.ingest.pipeline import Ingested, ingest, rules_of
from player.model.content import Slide
from player.model.problem import Severity
from player.model.settings import Settings
from player.model.snapshot import Snapshot
from tests.ingest.memory import NOW, MemoryFiles

GOOD = """# 办公室
name: 一层大厅
dwell: 12秒
when: {from: 2020-06-01, until: 2020-12-31, days: [周一, 周二]}
slides:
  - slogan: 节约用水
    sub: "随手关灯"
    dwell: 9秒
  - 绿色出行，从我做起
  - notice: 会议室预订
    text: |
      请到一楼大厅登记
      每天九点到十七点
    sign: 办公室
  - image: 照片.jpg
    caption: '大厅'
    when: {days: [周一, 周三]}
  - qr: https://example.org/a/b
    title: 扫码答题
  - slogan: 低碳生活
    dwell:
      10秒
"""
FILES: dict[str, bytes | None] = {"assets/照片.jpg": b"good"}


def read(text: bytes, previous: Snapshot | None = None) -> Ingested:
    files = MemoryFiles(FILES | {"a.yaml": text})
    return ingest(files, previous=previous, now=NOW, rules=rules_of(Settings()))


def told(found: Ingested) -> list[str]:
    return [problem.code for problem in found.problems if problem.place.file == "a.yaml"]


def is_begun(slide: Slide, whole: Slide) -> bool:
    """Whether the slide may be the beginning of the whole one: the same kind, nothing in it that is not in the other."""
    fields = dict(whole.fields)
    return slide.kind == whole.kind and all(
        str(fields.get(key, "")).startswith(str(value).rstrip()) for key, value in slide.fields
    )


def assert_kept_or_begun(text: str, cut: int) -> str:
    """The law, for one cut: which of the two it was."""
    good = read(text.encode())
    before = good.snapshot.slides()
    found = read(text.encode()[:cut], good.snapshot)
    after = found.snapshot.slides()
    if found.snapshot.playlists == good.snapshot.playlists:
        return "kept"
    assert len(after) <= len(before)
    for slide, whole in zip(after[:-1], before, strict=False):
        assert (slide.kind, slide.fields, slide.dwell) == (whole.kind, whole.fields, whole.dwell)
    if after:
        assert is_begun(after[-1], before[len(after) - 1]), (text.encode()[:cut].decode("utf-8", "replace"), after[-1])
    if text.encode()[:cut].decode("utf-8", "replace").rpartition("\n")[2].strip():
        assert not [one for one in found.problems if one.severity is Severity.ERROR], "what is wrong is never taken"
    return "begun"


LINES = st.sampled_from(
    [
        "  - slogan: 节约用水\n    sub: '随手关灯'\n",
        '  - slogan: "绿色 出行"\n    dwell: 9秒\n',
        "  - 少开一次车\n",
        "  - notice: 会议室预订\n    text: |\n      请到大厅登记\n    sign: 办公室\n",
        "  - qr: https://example.org/a\n    title: 扫码\n",
        "  - image: 照片.jpg\n    when: {days: [周一, 周三]}\n",
        "  - {slogan: 低碳生活, dwell: 8秒}\n",
        "  - slogan: 「双碳」目标\n",
    ]
)


@example(slides=[], cut=10**6)
@given(slides=st.lists(LINES, min_size=1, max_size=5, unique=True), cut=st.integers(0, 400))
def test_a_cut_list_is_the_last_good_one_or_its_whole_beginning(slides: list[str], cut: int) -> None:
    """Every beginning of a good playlist keeps the last good list, or is one that may have been meant.

    The slides of that are the good ones in their order; the last may be shorter than it was, by whole lines or by the
    end of a plain word. A line that is wrong and has no end is a cut, and nothing is taken of it.
    """
    text = "name: 大厅\nslides:\n" + "".join(slides) if slides else GOOD
    assert_kept_or_begun(text, min(cut, len(text.encode())))


def test_what_cannot_be_known_is_little() -> None:
    """All cuts of one playlist: which of them are taken for a save. A reader who is told of them can judge."""
    data = GOOD.encode()
    begun = [cut for cut in range(1, len(data)) if assert_kept_or_begun(GOOD, cut) == "begun"]
    for cut in begun:
        last = data[:cut].decode("utf-8", "ignore").rpartition("\n")[2]
        assert not last.strip() or last.rstrip()[-1] not in ":{[-", last
    assert len(begun) < len(data) / 3


@pytest.mark.fault(11)
@pytest.mark.parametrize(
    "end",
    [
        "    dwell: [8",
        "    dwell: [8\n",
        '    sub: "随手',
        "    when: {days: [周一\n",
        "    when: {",
        "    titl",
        "    title:",
        "  -",
        "  - slo",
        "  - 标",
        "  - slogan: 「双碳",
        "  - image: 照片.jp",
    ],
)
def test_a_line_that_breaks_off_keeps_the_last_good_list_and_is_named(end: str) -> None:
    good = read(b"slides:\n  - slogan: \xe7\x94\xb2\n  - slogan: \xe4\xb9\x99\n  - slogan: \xe4\xb8\x99\n")
    cut = f"slides:\n  - slogan: 甲\n  - slogan: 丁\n{end}".encode()
    found = read(cut, good.snapshot)
    assert found.snapshot == good.snapshot
    (problem,) = [one for one in found.problems if one.code == "playlist-cut"]
    assert problem.place.line == 4
    assert problem.on_screen.zh


@pytest.mark.control(11)
@pytest.mark.parametrize("end", ["    dwell: [8", '    sub: "随手', "  - slo"])
def test_without_a_version_before_the_beginning_is_all_there_is(end: str) -> None:
    """And so it is shown, with what is wrong: that is what a cut would do to a good list if nobody looked for it."""
    found = read(f"slides:\n  - slogan: 甲\n  - slogan: 丁\n{end}".encode())
    assert 2 <= len(found.snapshot.slides()) <= 3
    assert "playlist-cut" not in told(found)


@pytest.mark.parametrize(
    "end",
    [
        "  - slogan: 丙",  # many programs end no last line
        "  - {slogan: 丙, dwell: 8秒}",
        '  - slogan: "丙"',
        '  - slogan: "丙\n',  # a mistake in a line that has its end is mended as ever
        "  - slogan: 丙\n    titl: 丁\n",
        "  - slogan: 丙\n    title 丁\n  - slogan: 戊\n",
        "  - 今日值班：张三",
        "  - slogan: 丙\n    ",
    ],
)
def test_a_change_that_is_whole_is_taken_with_and_without_a_last_line_end(end: str) -> None:
    good = read(b"slides:\n  - slogan: \xe7\x94\xb2\n  - slogan: \xe4\xb9\x99\n")
    found = read(f"slides:\n  - slogan: 甲\n{end}".encode(), good.snapshot)
    assert found.snapshot != good.snapshot
    assert "playlist-cut" not in told(found)


@given(text=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=30))
def test_a_text_cut_within_a_character_is_no_text_of_other_characters(text: str) -> None:
    """Two of three cuts of a Chinese text in UTF-8 fall there, and most of what is left could be GB18030."""
    data = text.encode()
    for cut in range(4, len(data)):
        decoded = decode_text(data[:cut])
        if cut % 3:
            assert decoded is None
        elif decoded is not None and decoded.coding is Coding.PLAIN:
            assert text.startswith(decoded.text)


@given(text=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12))
def test_texts_of_old_programs_are_no_cut_ones(text: str) -> None:
    decoded = decode_text(text.encode("gb18030"))
    assert decoded is not None


@pytest.mark.control(11)
def test_what_a_cut_text_would_be_without_a_look_at_its_end() -> None:
    """The last character lacks a byte; what GB18030 makes of the rest would come up on the screen."""
    data = "低碳生活，从我做起".encode()
    found = [data[:cut].decode("gb18030", "replace") for cut in range(1, len(data)) if cut % 3]
    assert any("浣庣⒊" in text and "\ufffd" not in text for text in found)

"""What always holds for text in lines, whatever is written and however wide the box; long runs with QINGBO_NIGHTLY=1."""

from __future__ import annotations

import itertools
import os
import random
import statistics
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from player.model.settings import Panel
from player.picture import phrases
from player.picture.box import Box
from player.picture.breaking import allowed, words
from player.picture.phrases import TERM, segments, terms
from player.picture.spacing import paragraphs_of
from player.picture.stage import Stage
from player.picture.text import EM, SPARE, Block, Type, fit
from player.picture.theme import theme
from tests.support.slogans import SLOGANS

NIGHTLY = "QINGBO_NIGHTLY" in os.environ
MANY = 5_000 if NIGHTLY else 400
ROLES = ("slogan", "heading", "sub", "body", "lead", "strong", "small")
PANELS = (Panel(640, 360), Panel(360, 640), Panel(320, 180))

LETTERS = "绿水青山节能增效就是金银，。！？：、；（）《》“”‘’—…·%℃0123456789年月日 abcgjpqyXYZÅÉÇŤÑß"
PIECES = (*SLOGANS, *"，。！？：、；", "（试行）", "——", "……", "“", "”", "26℃", "9:00-17:00", "7月4日", " green ", "https://example.org/a", "\n", "《", "》")  # fmt: skip


def written(dice: random.Random) -> str:
    """A text as staff might write or paste it: slogans, marks in odd places, numbers, an address."""
    return "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 8)))[:160]


def stage(panel: Panel = PANELS[0]) -> Stage:
    return Stage(panel, theme("green"), lambda _: Path())


def kind(role: str) -> Type:
    return stage()._type(theme("green").roles[role], 2 * EM if role == "body" else 0)


# Nothing is outside its box


def ink(role: str, text: str, size: tuple[int, int], panel: Panel, **how: str) -> tuple[Box, Box | None]:
    """The box that a text was given, and that of the pixels that it changed."""
    drawn = stage(panel)
    blank = drawn.image.copy()
    wide, high = min(size[0], panel.width - 20), min(size[1], panel.height - 20)
    box = Box(10, 10, wide, high)
    block = drawn.set(text, role, wide, high, indent=2.0 if role == "body" else 0)
    drawn.place(block, box, **how)  # type: ignore[arg-type]  # the two choices are drawn from their lists
    changed = ImageChops.difference(drawn.image.convert("RGB"), blank.convert("RGB")).getbbox()
    return box, None if changed is None else Box(
        changed[0], changed[1], changed[2] - changed[0], changed[3] - changed[1]
    )


@settings(max_examples=4_000 if NIGHTLY else 120, deadline=None)
@given(
    st.text(LETTERS + "\n", min_size=1, max_size=80),
    st.sampled_from(ROLES),
    st.tuples(st.integers(20, 620), st.integers(12, 340)),
    st.sampled_from(PANELS),
    st.sampled_from(list(itertools.product(("left", "centre", "right"), ("top", "middle", "bottom")))),
)
def test_no_pixel_is_outside_the_box(
    text: str, role: str, size: tuple[int, int], panel: Panel, how: tuple[str, str]
) -> None:
    """The ink of any text in any role is inside the box it was given: measured on the picture, not on the widths."""
    box, inked = ink(role, text, size, panel, align=how[0], stand=how[1])
    assert inked is None or box.holds(inked), (box, inked)


def test_ink_outside_would_be_seen() -> None:
    box, inked = ink("slogan", "绿水青山", (300, 100), PANELS[0])
    assert inked
    assert not replace(box, width=inked.right - box.x - 1).holds(inked)


# A bigger box never gives smaller type


@settings(max_examples=4_000 if NIGHTLY else 150, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(ROLES), st.sampled_from(PANELS))
def test_a_bigger_box_never_gives_smaller_type(dice: random.Random, role: str, panel: Panel) -> None:
    """For every role of the theme, as slides set it."""
    text = written(dice)
    wide, high = dice.randint(30, panel.width), dice.randint(12, panel.height)
    room = stage(panel)
    small = room.set(text, role, wide, high)
    big = room.set(text, role, wide + dice.randint(0, 200), high + dice.randint(0, 100))
    assert not small.complete or not small.lines or (big.complete and big.size >= small.size)


# No forbidden break


def forbidden(block: Block, text: str) -> list[str]:
    """Line ends that the marks forbid and the author did not write."""
    own = {
        (line[-1], other[0])
        for line, other in itertools.pairwise("".join(text.split(" ")).split("\n"))
        if line and other
    }
    joints = itertools.pairwise(line.text for line in block.lines)
    return [
        f"{before}|{after}"
        for before, after in joints
        if not allowed(before[-1], after[0]) and (before[-1], after[0]) not in own
    ]


def roomy(text: str, setting: Type, width: int, size: int) -> bool:
    """Whether every word has room on a line: one that has none is torn, so that it is not lost."""
    return all(
        word.width + part.indent <= (width - SPARE) * EM // size
        for part in paragraphs_of(text, setting)
        for word in part.words
    )


def test_no_forbidden_break() -> None:
    """Of thousands of random texts and widths not one line ends where CLREQ and GB/T 15834 forbid it."""
    dice = random.Random(15834)
    looked = 0
    for _ in range(MANY):
        text, setting = written(dice), kind(dice.choice(ROLES))
        width, size = dice.randint(60, 1400), dice.randint(12, 80)
        block = fit(text, setting, width=width, height=9000, smallest=size, largest=size)
        if roomy(text, setting, width, size):
            looked += len(block.lines) - 1
            assert forbidden(block, text) == [], block.text
            assert "".join(block.text.split()) == "".join(text.split())
    assert looked > MANY


def test_the_naive_way_breaks_what_is_forbidden() -> None:
    """What the law is for: cutting each line where it is full ends lines before marks in most texts."""
    dice = random.Random(15834)
    texts = [written(dice).replace("\n", "") for _ in range(200)]
    cut = [[text[at : at + 9] for at in range(0, len(text), 9)] for text in texts]
    bad = sum(any(not allowed(a[-1], b[0]) for a, b in itertools.pairwise(lines)) for lines in cut)
    assert bad > 50


# Terms stay whole


def split_terms(text: str, block: Block) -> list[str]:
    """The terms of the text that a line's end goes through. Counted in solid characters: spaces at ends are gone."""
    solid = "".join(text.split())
    ends = set(itertools.accumulate(len("".join(line.text.split())) for line in block.lines))
    return [
        term
        for term in terms()
        for at in range(len(solid))
        if solid.startswith(term, at) and any(at < end < at + len(term) for end in ends)
    ]


def fits_whole(text: str, setting: Type, width: int, height: int, block: Block) -> bool:
    """Whether the text can be set at the block's size with no term split: each line taking as much as it can."""
    lines = 0
    for part in paragraphs_of(text, setting):
        ranks = [word.source.rank for word in part.words]
        start = 0
        while start < len(ranks):
            ends = [end for end in range(start + 1, len(ranks) + 1) if end == len(ranks) or ranks[end - 1] < TERM]
            good = [end for end in ends if part.width(start, end) <= (width - SPARE) * EM // block.size]
            if not good:
                return False
            lines, start = lines + 1, good[-1]
    return block.height + (lines - len(block.lines)) * block.pitch <= height


def test_no_term_is_split_without_need() -> None:
    """Where a layout of the same size exists that splits no term, none is split."""
    dice = random.Random(2020)
    split = 0
    for _ in range(MANY):
        text = "".join(dice.choice((*SLOGANS, *terms())) for _ in range(dice.randint(1, 5)))
        setting, size = kind(dice.choice(ROLES)), dice.randint(16, 60)
        width, height = dice.randint(60, 900), dice.randint(40, 600)
        block = fit(text, setting, width=width, height=height, smallest=size, largest=size + 40)
        found = split_terms(text, block) if block.complete else []
        split += bool(found)
        if found and roomy(text, setting, width, block.size):
            assert not fits_whole(text, setting, width, height, block), (found, block.text)
    assert split > MANY // 100  # boxes in which it cannot be helped do occur, so the law is put to the test


def test_terms_are_split_where_they_are_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with an empty list of words and terms, the same slogans are split somewhere."""

    def broken() -> int:
        kinds = [fit(text, kind("slogan"), width=300, height=400, smallest=30, largest=60) for text in SLOGANS]
        return sum(bool(split_terms(text, block)) for text, block in zip(SLOGANS, kinds, strict=True))

    assert broken() == 0
    paragraphs_of.cache_clear()
    monkeypatch.setattr(phrases, "joints", lambda text, own=(): (phrases.INSIDE,) * (len(text) + 1))  # noqa: ARG005  # called as the real one is
    monkeypatch.setattr("player.picture.breaking.joints", phrases.joints)
    try:
        assert broken() > 3
    finally:
        paragraphs_of.cache_clear()


# Lines of like length


def evenness(block: Block) -> float:
    widths = [line.width - line.hang for line in block.lines]
    return min(widths) / max(widths)


def test_lines_are_balanced() -> None:
    """Over the slogans, in boxes from wide to narrow: at the median the shortest line is at least 0.7 of the longest."""
    found = [
        evenness(block)
        for text in SLOGANS
        for width, height in ((1676, 560), (1100, 560), (860, 700), (700, 500))
        if len((block := stage(Panel()).set(text, "slogan", width, height)).lines) > 1
    ]
    assert len(found) > 100
    assert statistics.median(found) >= 0.7, statistics.median(found)


# Words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("绿水青山就是金山银山", "绿水青山|就是|金山银山"),
        ("本中心二楼医保窗口因系统升级暂停服务", "本|中心|二楼|医保|窗口|因|系统升级|暂停|服务"),
        ("垃圾分类工作就是新时尚", "垃圾分类|工作|就是|新时尚"),
        ("南京市长江大桥管理处提醒您", "南京市|长江大桥|管理处|提醒|您"),
        ("龘", "龘"),
    ],
)
def test_words_are_found(text: str, expected: str) -> None:
    assert "|".join(text[a:b] for a, b in itertools.pairwise(segments(text))) == expected


def test_terms_are_a_list_that_people_can_read() -> None:
    """Each once, none empty, and each is kept together by the breaking itself."""
    assert len(terms()) > 150
    for term in terms():
        assert all(word.rank == TERM for word in words(term)[:-1]), term


def test_pictures_are_not_needed_for_words() -> None:
    """Setting text draws nothing: the picture of a stage is as it was."""
    room = stage()
    before = room.image.tobytes()
    room.set("绿水青山", "slogan", 300, 100)
    assert room.image.tobytes() == before
    assert isinstance(room.image, Image.Image)

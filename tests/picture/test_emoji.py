"""Emoji: each is one sign, whole or not at all, in the colour of the text; never a box."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from player.ingest.front import mend_lines
from player.model.settings import Panel
from player.picture.assets import asset_root
from player.picture.box import Box
from player.picture.coverage import characters
from player.picture.emoji import FIRST, bare, emoji_font, folded, is_emoji, unfolded
from player.picture.fonts import EM, in_text_fonts, ink
from player.picture.spacing import missing, paragraphs_of
from player.picture.stage import Stage
from player.picture.text import Type, fit
from player.picture.theme import theme
from tests.support.fonts import REGULAR, only_fonts_in

LINES = (asset_root() / "fonts" / "emoji.txt").read_text(encoding="utf-8").split()
BODY = Type((REGULAR,))
FAMILY, KEYCAP, HAND, FLAG = "👨‍👩‍👧", "1️⃣", "👍🏽", "🇨🇳"


def drawn(text: str, *, size: tuple[int, int] = (640, 360)) -> tuple[Stage, Image.Image]:
    """The stage after the text was drawn on it, and what that changed."""
    stage = Stage(Panel(*size), theme("green"), lambda _: Path())
    before = stage.image.convert("RGB")
    stage.text(text, Box(20, 20, size[0] - 40, size[1] - 40), "slogan")
    return stage, ImageChops.difference(stage.image.convert("RGB"), before)


def test_every_emoji_of_the_table_has_its_glyph_within_a_han_characters_height() -> None:
    """What is listed can be drawn; its ink stays in its width, and in the height of a line."""
    assert characters(emoji_font()) == {FIRST + number for number in range(len(LINES))}
    assert len(LINES) > 1200
    for number in range(len(LINES)):
        place = ink(emoji_font(), chr(FIRST + number))
        assert place.left >= 0, LINES[number]
        assert place.right <= 1.13 * EM, LINES[number]
        assert -0.05 * EM <= place.above <= 0.92 * EM, LINES[number]
        assert place.below <= 0.16 * EM, LINES[number]


@given(st.lists(st.sampled_from([*LINES, "节", "能", "a", "1", "，", " "]), max_size=12).map("".join))
def test_folding_and_unfolding_say_the_same(text: str) -> None:
    """Folded and unfolded again a text is what was written, but for the tones of skin and the sign for pictures."""
    said = folded(text, partial(in_text_fonts, chain=(REGULAR,)))
    assert bare(unfolded(said)) == bare(text) or said == text


@given(
    st.lists(st.sampled_from([FAMILY, KEYCAP, HAND, "♻️", "❤️", "🏳️‍🌈", "节", "能源", "，", "26℃"]), min_size=1, max_size=14),
    st.integers(60, 900),
)  # fmt: skip
def test_an_emoji_is_never_broken_in_lines(parts: list[str], width: int) -> None:
    """However narrow the box, an emoji of several characters stands on one line, and all of them are there."""
    block = fit("".join(parts), BODY, width=width, height=4000, smallest=20, largest=60)
    for emoji in (FAMILY, KEYCAP, "🏳️‍🌈"):
        assert sum(line.text.count(emoji) for line in block.lines) == parts.count(emoji)


def test_between_emoji_and_beside_them_a_line_may_end() -> None:
    """They are as wide as Han characters, and a line ends where it would between those; not before a comma."""
    words = paragraphs_of("节能💡🌱，绿色", BODY)[0].words
    assert [len(word.source.text) for word in words] == [1, 1, 1, 2, 1, 1]
    assert is_emoji(words[2].source.text)


@pytest.mark.fault(32)
@pytest.mark.parametrize("emoji", [FAMILY, KEYCAP, HAND, "♻️", "💡", "👩🏽‍🔧", "❤️"])
def test_an_emoji_is_drawn_whole_without_a_font_of_the_system(emoji: str) -> None:
    """It is ink of our own font, nothing is reported, and it stands where one character stands."""
    with only_fonts_in():
        stage, picture = drawn(emoji)
        assert stage.notes == []
        box = picture.getbbox()
        assert box is not None
        assert box[2] - box[0] < 1.3 * (box[3] - box[1]) + 40


@pytest.mark.fault(32)
@pytest.mark.parametrize("emoji", [FLAG, "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "👨‍💡"])
def test_what_cannot_be_drawn_whole_is_left_out_whole_and_named_whole(emoji: str) -> None:
    """A flag of a country, a pair that nobody has drawn: no half of it on the glass, and staff are told all of it."""
    with only_fonts_in():
        stage, picture = drawn(f"节{emoji}能")
        _, plain = drawn("节能")
        assert ImageChops.difference(picture, plain).getbbox() is None
        assert [note.figures["character"] for note in stage.notes] == [emoji]


@pytest.mark.control(32)
def test_letter_by_letter_a_family_would_fall_apart() -> None:
    """The control: looked for one character at a time, a family is three people and two signs that no one can draw."""
    found = [folded(letter, lambda _: False) for letter in FAMILY]
    assert sum(is_emoji(letter) for letter in found) == 3
    assert is_emoji(folded(FAMILY, lambda _: False))
    assert len(folded(FAMILY, lambda _: False)) == 1


def test_a_sign_that_is_a_letter_stays_one_unless_a_picture_is_asked_for() -> None:
    """→ ★ © ♻ are type; ❤ is an emoji where no font of the text has it; U+FE0F asks for the picture."""
    has = partial(in_text_fonts, chain=(REGULAR,))
    assert folded("★→©1#♻", has) == "★→©1#♻"
    assert is_emoji(folded("❤", has))
    assert is_emoji(folded("©\ufe0f", has))
    assert missing("★→©❤", (REGULAR,)) == ()


def test_a_joiner_between_emoji_reaches_the_slide_and_one_in_a_word_does_not() -> None:
    """A joiner is part of an emoji; anywhere else it is an invisible character, dropped and told."""
    told: list[str] = []

    def tell(code: str, *_: object, **__: object) -> None:
        told.append(code)

    assert FAMILY in mend_lines(f"- slogan: 全家{FAMILY}节能\n", tell).mended[0]
    assert told == []
    assert "节能" in mend_lines("- slogan: 节\u200d能\n", tell).mended[0]
    assert len(told) == 1

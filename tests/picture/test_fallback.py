"""A character that our fonts do not have: taken from the system, or left out and named. Never a box."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont
from PIL import Image, ImageChops

from player.model.content import Source
from player.model.settings import Panel
from player.picture.box import Box
from player.picture.coverage import characters, covers, faces, named
from player.picture.fallback import Face, fallback, font_folders
from player.picture.fonts import font_for, opened
from player.picture.spacing import missing
from player.picture.stage import Stage
from player.picture.theme import Theme, theme
from player.slides.remarks import problem_of
from tests.support.fonts import RARE, REGULAR, made_font, only_fonts_in

NONE = "\U0010abcd"
"""A character for private use, which nobody has."""


@pytest.fixture
def bare() -> Iterator[None]:
    """A machine without a font of its own."""
    with only_fonts_in():
        yield


def test_a_font_of_the_system_has_it(tmp_path: Path) -> None:
    """The rare character of a name is drawn with the system's font, and there is nothing to report."""
    path = made_font(tmp_path / "truetype" / "Rare-Regular.otf", "Rare", "龙", RARE)
    with only_fonts_in(tmp_path):
        assert font_for(RARE, (REGULAR,)) == Face(path)
        assert missing(f"节{RARE}", (REGULAR,)) == ()
        stage, _ = drawn(f"节{RARE}")
        assert stage.notes == []


def test_the_bold_face_is_taken_for_bold_type(tmp_path: Path) -> None:
    light = made_font(tmp_path / "Rare-Regular.otf", "Rare", "龙", RARE)
    bold = made_font(tmp_path / "Rare-Bold.otf", "Rare Bold", "龙", RARE)
    with only_fonts_in(tmp_path):
        assert fallback(RARE) == Face(light)
        assert fallback(RARE, bold=True) == Face(bold)


def test_of_a_collection_the_simplified_chinese_face_is_taken(tmp_path: Path) -> None:
    """In a .ttc the face is chosen by its name: the first is often the Japanese one, whose shapes differ."""
    parts = [
        made_font(tmp_path / "parts" / f"{number}.otf", name, letters, RARE)
        for number, (name, letters) in enumerate((("Some Sans CJK JP", "龍"), ("Some Sans CJK SC", "龙")))
    ]
    collection = TTCollection()
    collection.fonts = [TTFont(part) for part in parts]
    collection.save(str(tmp_path / "SomeSansCJK-Regular.ttc"))
    shutil.rmtree(tmp_path / "parts")
    every = faces(tmp_path / "SomeSansCJK-Regular.ttc")
    assert [named(tmp_path / "SomeSansCJK-Regular.ttc", face)[-2:] for face in every] == ["JP", "SC"]
    with only_fonts_in(tmp_path):
        assert fallback(RARE) == Face(tmp_path / "SomeSansCJK-Regular.ttc", 1)


def test_strange_files_among_the_fonts_are_passed_over(tmp_path: Path) -> None:
    """Empty, cut off, random, a folder that ends like a font: none stops the search."""
    (tmp_path / "a.ttf").write_bytes(b"")
    (tmp_path / "b.ttc").write_bytes(b"ttcf" + bytes(8) + b"\xff" * 40)
    (tmp_path / "c.otf").write_bytes(REGULAR.read_bytes()[:3000])
    (tmp_path / "d.ttf").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "e.otf").mkdir()
    path = made_font(tmp_path / "z.otf", "Rare", "龙", RARE)
    with only_fonts_in(tmp_path):
        assert fallback(RARE) == Face(path)
        assert fallback(NONE) is None


def test_the_folders_of_both_systems_are_known() -> None:
    assert {Path("/usr/share/fonts"), Path("C:/Windows/Fonts")} <= set(font_folders())


def test_a_table_tells_each_character() -> None:
    (face,) = faces(REGULAR)
    assert covers(REGULAR, face, ord("节"))
    assert not covers(REGULAR, face, ord(RARE))


# Never a box


def drawn(text: str, look: Theme | None = None) -> tuple[Stage, Image.Image]:
    """The stage after the text was drawn on it, and what that changed."""
    stage = Stage(Panel(640, 360), look or theme("green"), lambda _: Path())
    before = stage.image.convert("RGB")
    stage.text(text, Box(20, 20, 600, 200), "slogan")
    return stage, ImageChops.difference(stage.image.convert("RGB"), before)


@pytest.mark.fault(32)
def test_what_no_font_has_is_named_and_never_a_box(bare: None) -> None:
    """A Han character is shown as 〓, a sign is left out; both are named to staff."""
    stage, picture = drawn(f"节{RARE}能{NONE}")
    assert [note.code for note in stage.notes] == ["missing-character"] * 2
    assert [note.figures["character"] for note in stage.notes] == [RARE, NONE]
    _, meant = drawn("节〓能")
    assert ImageChops.difference(picture, meant).getbbox() is None


def test_what_only_changes_an_emoji_is_not_reported(bare: None) -> None:
    """What chooses a variant or a tone of skin is nothing to draw: with a character that nobody has, that one is named."""
    stage, picture = drawn("节\ufe0f能\U0001f3fd")
    assert stage.notes == []
    _, plain = drawn("节能\U0001f3fd")
    assert ImageChops.difference(picture, plain).getbbox() is None


@pytest.mark.control(32)
def test_drawn_as_it_is_there_would_be_a_box() -> None:
    """The control: the library draws a box for each of the two and says nothing."""
    font = opened(REGULAR, 60)
    boxes = [font.getmask(letter) for letter in (RARE, NONE)]
    assert all(box.getbbox() for box in boxes)
    assert bytes(boxes[0]) == bytes(boxes[1])


@pytest.mark.fault(32)
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "text"])
def test_a_font_that_is_gone_or_damaged_is_stood_in_for(damage: str, tmp_path: Path, bare: None) -> None:
    """A theme whose fonts are not there, or no fonts, is set in ours: every letter comes out."""
    path = tmp_path / "方正小标宋.ttf"
    if damage != "gone":
        path.write_bytes({"empty": b"", "cut": REGULAR.read_bytes()[:5000], "text": b"not a font" * 99}[damage])
    stage, picture = drawn("绿水青山", with_fonts((path,)))
    assert picture.getbbox()
    assert not characters(path) or damage == "cut"
    _, ours = drawn("绿水青山", with_fonts((REGULAR,)))
    assert damage == "cut" or ImageChops.difference(picture, ours).getbbox() is None
    assert [note.code for note in stage.notes if note.code == "missing-character"] == []


def with_fonts(chain: tuple[Path, ...]) -> Theme:
    """The green theme with other fonts in every role."""
    from dataclasses import replace

    look = theme("green")
    return replace(look, roles={name: replace(role, fonts=chain) for name, role in look.roles.items()})


def test_a_font_that_is_gone_is_named(tmp_path: Path, bare: None) -> None:
    stage, _ = drawn("绿水青山", with_fonts((tmp_path / "方正小标宋.ttf", REGULAR)))
    assert [(note.code, note.figures["font"]) for note in stage.notes] == [("font-missing", "方正小标宋.ttf")]
    assert "方正小标宋.ttf" in problem_of(stage.notes[0], Source("a.yaml")).message.zh

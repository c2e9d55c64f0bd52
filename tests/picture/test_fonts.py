"""The shipped fonts have every character that an office writes."""

from pathlib import Path

import pytest

from player.picture.assets import asset_root
from player.picture.coverage import characters
from player.picture.theme import theme, theme_names

FONTS = asset_root() / "fonts"
OTHERS = "、，。；：！？「」『』（）《》〈〉【】〔〕“”‘’—…·～￥℃㎡²³₂%‰×÷≥≤±→←↑↓①②⑩⑳※○●□■△▲★〓々〇№ⅠⅡ"
ASCII = "".join(map(chr, range(0x20, 0x7F)))


@pytest.mark.parametrize("path", sorted(FONTS.glob("*.otf")), ids=lambda path: path.name)
def test_every_font_has_the_standard_characters(path: Path) -> None:
    """0 of the 8,105 characters of 通用规范汉字表 are missing; GB 2312 and what goes with it are there too."""
    standard = "".join((FONTS / "standard-characters.txt").read_text("utf-8").split())
    assert len(set(standard)) == 8105
    gb2312 = bytes(code for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for code in (high, low))
    wanted = standard + gb2312.decode("gb2312", "ignore") + OTHERS + ASCII
    assert [letter for letter in wanted if ord(letter) not in characters(path)] == []


def test_coverage_tells_what_is_missing() -> None:
    have = characters(FONTS / "NotoSansSC-Regular.otf")
    assert 0x9F98 not in have  # 龘 is not in the table
    assert 0x1F600 not in have
    assert 0x20164 in have  # 𠅤 lies outside the first plane


def test_the_fonts_are_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in FONTS.glob("*.otf")) < 12_000_000
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize("name", theme_names())
def test_themes_name_fonts_that_exist(name: str) -> None:
    for role in theme(name).roles.values():
        assert all(path.is_file() for path in role.fonts), role.name


def test_an_unknown_theme_is_the_default_one() -> None:
    assert theme("no-such") == theme("green")
    assert theme("../green") == theme("green")

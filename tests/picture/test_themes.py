"""Theme files: what is left out is as in the green one, what is wrong is named with its line, and nothing stops the player."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.desk import read_folder
from player.ingest.rules import rules_of
from player.model.settings import Panel, Settings
from player.model.units import Millis
from player.picture.assets import asset_root
from player.picture.colour import NEEDED, contrast
from player.picture.grounds import SORTS, ground
from player.picture.stage import Stage
from player.picture.theme import theme, theme_names, theme_problems, theme_words
from player.picture.theme_file import COLOURS, PAIRS, ROLES, SECTIONS, Found, read_theme
from player.picture.views import VIEWS

THEMES = asset_root() / "themes"
FONTS = asset_root() / "fonts"


def read(text: str) -> Found:
    return read_theme("mine", text, FONTS)


def told(text: str) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.place.line) for problem in read(text).problems]


def test_there_is_a_green_a_red_and_a_dark_one() -> None:
    assert set(theme_names()) >= {"green", "red", "dark"}


@pytest.mark.parametrize("name", theme_names())
def test_nothing_is_wrong_with_those_that_ship(name: str) -> None:
    assert theme_problems(name) == ()
    assert theme(name).title != name


@pytest.mark.parametrize("name", theme_names())
def test_their_colours_are_told_apart(name: str) -> None:
    """Letters have at least 4.5 on what they lie on, and 7 where they are the main ones."""
    colours = theme(name).colours
    for text, ground_colour in PAIRS:
        assert contrast(colours[text], colours[ground_colour]) >= NEEDED
        if text in ("ink", "print", "light"):
            assert contrast(colours[text], colours[ground_colour]) >= 7, (text, ground_colour)


def test_an_empty_file_is_the_green_theme() -> None:
    """The file of the green theme writes out every default, so that it can be copied and changed."""
    green, empty = theme("green"), read("").theme
    assert (empty.colours, empty.roles, empty.safe) == (green.colours, green.roles, green.safe)
    assert (empty.background, empty.line, empty.shadow) == (green.background, green.line, green.shadow)
    written = tomllib.loads((THEMES / "green.toml").read_text("utf-8"))
    assert set(written["colours"]) == set(COLOURS)
    assert set(written["type"]) == set(ROLES)


def test_a_copy_with_other_colours_is_another_theme() -> None:
    """What a non-programmer does: copy, change a line, and the picture has the colour."""
    text = (THEMES / "green.toml").read_text("utf-8").replace('paper = "#F4EFE1"', 'paper = "#DCE9F7"')
    found = read(text.replace('kind = "mountains"', 'kind = "plain"').replace("grain = true", "grain = false"))
    assert found.problems == ()
    stage = Stage(Panel(320, 180), found.theme, lambda _: Path())
    stage.ground("wide")
    assert stage.image.getpixel((160, 175)) == (0xDC, 0xE9, 0xF7, 255)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('name = "x"\n[colours]\npaper = "white"', "theme-value", 3),
        ("[colours]\nink = 5", "theme-value", 2),
        ('[colours]\nsoft = "#FFFFFF"', "theme-pale", 2),
        ('[colours]\npapper = "#FFFFFF"', "theme-key", 2),
        ('[color]\npaper = "#FFFFFF"', "theme-key", 1),
        ("[margins]\nsafe = 0.5", "theme-value", 2),
        ('[margins]\nsafe = "5%"', "theme-value", 2),
        ('[background]\nkind = "photo"', "theme-value", 2),
        ("[background]\nrays = true", "theme-value", 2),
        ('[ornament]\nshadow = "yes"', "theme-value", 2),
        ('[ornament]\nseal = "五个字的印"', "theme-value", 2),
        ('[type.slogan]\nfonts = "NotoSansSC-Bold.otf"', "theme-value", 2),
        ('[type.slogan]\nfonts = ["../NotoSansSC-Bold.otf"]', "theme-value", 2),
        ('[type.slogan]\nfonts = ["方正小标宋.ttf"]', "theme-font", 2),
        ("[type.title]\nlargest = 0.1", "theme-key", 1),
        ("[type.slogan]\nlargest = 9", "theme-value", 2),
        ("name = 5", "theme-value", 1),
        ('name = "x"\n[colours\npaper = "#FFFFFF"', "theme-unreadable", 2),
        ("[colours]\npaper = “#FFFFFF”", "theme-unreadable", 2),
        ("colours = 5", "theme-value", 1),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, code: str, line: int) -> None:
    assert (code, line) in told(text)


def test_a_value_that_cannot_be_used_costs_itself_alone() -> None:
    found = read('[colours]\npaper = "white"\nink = "#000000"\n[margins]\nsafe = 0.08')
    assert found.theme.colours["paper"] == theme("green").colours["paper"]
    assert found.theme.colours["ink"] == (0, 0, 0)
    assert found.theme.safe == 0.08


def test_the_words_say_what_to_write() -> None:
    (found,) = read('[colours]\npapper = "#FFFFFF"').problems
    assert found.message.zh == "主题里没有“colours.papper”这一项，是不是“paper”。"
    (found,) = read("[margins]\nsafe = 0.5").problems
    assert found.message.zh == "主题的“margins.safe”写成了 0.5，应是0.05 到 0.15 的数。"
    assert found.hint.zh == "改成例如 safe = 0.05。"
    assert found.place.file == "assets/themes/mine.toml"


def test_a_theme_that_does_not_exist_is_told() -> None:
    """The name in the screen's settings; what it has to say reaches staff with the rest."""
    (found,) = theme_problems("gren")
    assert found.code == "theme-unknown"
    assert "dark、green、red、深色大屏、绿水青山、喜庆红" in found.hint.zh
    assert rules_of(Settings(theme="gren"), problems=theme_problems("gren")).problems == (found,)


def test_a_theme_goes_by_its_title_too() -> None:
    """`主题: 喜庆红` is `theme: red`: staff read the one and see the other in the folder."""
    assert theme("喜庆红") is theme("red")
    assert theme_problems("喜庆红") == ()
    assert {"red", "喜庆红"} <= set(theme_words())


def test_staff_are_told_of_a_theme_that_does_not_exist_and_may_choose_one_in_a_playlist(tmp_path: Path) -> None:
    """Through the real folder: the screen's own is named, the playlist's rules its slides, and a slide's rules itself."""
    (tmp_path / "content").mkdir()
    text = "主题: 喜庆红\n页面:\n  - 标语: 同庆\n  - {标语: 夜, 主题: dark}\n"
    (tmp_path / "content" / "a.yaml").write_text(text, "utf-8")
    given_settings = Settings(theme="gren")
    found = read_folder(tmp_path / "content", given_settings, Millis(1_593_600_000_000), cache=tmp_path / "cache")
    assert [problem.code for problem in found.problems] == ["theme-unknown"]
    assert [theme(slide.theme).name for slide in found.snapshot.slides()] == ["red", "dark"]


_VALUES = st.one_of(
    st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.lists(st.text(max_size=8), max_size=2)
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*((section, key) for section, keys in SECTIONS.items() for key in keys)]), _VALUES)
def test_any_value_is_taken_or_told(at: tuple[str, str], value: object) -> None:
    """Whatever stands at a key, there is a theme, within its bounds, or a problem with the line."""
    written = str(value).lower() if isinstance(value, bool | float) else None
    if written is None:
        written = "[]" if isinstance(value, list) else f"'{_plain(value)}'" if isinstance(value, str) else str(value)
    found = read(f"[{at[0]}]\n{at[1]} = {written}")
    assert 0.05 <= found.theme.safe <= 0.15
    assert found.theme.background.kind in SORTS
    assert all(problem.place.line == 2 for problem in found.problems)


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() and letter != "'")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_theme(text: str) -> None:
    assert read(text).theme.roles


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", theme_names())
def test_every_background_fills_every_glass(name: str, view: str) -> None:
    """Opaque and of the size asked for, also on strips and very small ones."""
    for size in ((64, 36), (36, 64), (320, 60), (60, 320), (32, 18)):
        image = ground(*size, theme(name), view)
        assert image.size == size
        assert image.getchannel("A").getextrema() == (255, 255)


def test_the_dark_theme_has_no_gradient_that_bands() -> None:
    """On its ground there are few flat colours: nothing runs from one into another but along edges."""
    image = ground(960, 540, theme("dark"), "wide").convert("RGB")
    counts = sorted((count for count, _ in image.getcolors(960 * 540) or ()), reverse=True)
    assert sum(counts[:5]) > 0.985 * 960 * 540
    green = ground(960, 540, theme("green"), "wide").convert("RGB")
    counts = sorted((count for count, _ in green.getcolors(960 * 540) or ()), reverse=True)
    assert sum(counts[:5]) < 0.5 * 960 * 540  # the control: a wash has a thousand


def test_the_theme_of_the_page_is_one() -> None:
    """The example of the how-to is read without a problem, and is another theme than the green one."""
    page = (asset_root().parent / "docs" / "how-to" / "font-and-theme.md").read_text("utf-8")
    text = page.split("```toml theme\n", 1)[1].split("```", 1)[0]
    found = read(text)
    assert found.problems == ()
    assert found.theme.title == "湛蓝"
    assert found.theme.colours["paper"] == (0xEF, 0xF4, 0xFA)

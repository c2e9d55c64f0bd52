"""Laws of codes on finished frames, whatever staff write and whatever the panel is.

Whole pixels a module, every module of one colour, four modules of white around, black on white, exactly the text, and
as large as the distance asks for, or else staff are told. Each law is looked at on the pixels, not on what drew them.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from player.model.settings import Panel, PanelKind
from player.picture import code_card
from player.picture.code_card import Meant
from player.picture.qr import NEEDED, QUIET, TooLong, code
from player.picture.theme import theme_names
from player.prepare.readback import read_frame
from player.slides.paint import Painted, paint
from tests.support.decoders import zbar
from tests.support.slides import photo, slide

SLIDES = 10_000 if os.environ.get("QINGBO_NIGHTLY") else 80
SIZES = (
    (1920, 1080),
    (1080, 1920),
    (1366, 768),
    (1280, 720),
    (720, 1280),
    (1024, 768),
    (800, 800),
    (1920, 360),
    (640, 360),
)
HAN = "绿水青山节能增效公共机构低碳生活垃圾分类扫码关注活动通知，。！：“”《》"
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#&=%+"
CONTRAST, SPAN = 6.0, 0.85


def some(rng: random.Random, letters: str, most: int) -> str:
    return "".join(rng.choice(letters) for _ in range(rng.randint(1, most)))


def random_panel(rng: random.Random, size: tuple[int, int]) -> Panel:
    kind = rng.choice(list(PanelKind))
    return Panel(
        *size,
        diagonal=rng.choice((21.5, 32, 43, 55, 65, 86, 110)),
        distance=rng.choice((1, 1.5, 2, 3, 4, 6)),
        kind=kind,
    )


def random_fields(rng: random.Random) -> dict[str, Any]:
    most = rng.choice((20, 20, 60, 60, 200, 200, 200, 800))
    link = rng.choice(
        (
            lambda: "https://example.org/" + some(rng, LATIN, most),
            lambda: some(rng, HAN, most // 3),
            lambda: "https://example.org/" + some(rng, HAN, 10) + "?s=" + some(rng, "0123456789", most),
        )
    )()
    fields: dict[str, Any] = {"qr": link}
    for name, most in (("title", 40), ("account", 40), ("caption", 120)):
        if rng.random() < 0.6:
            fields[name] = some(rng, HAN + LATIN, most)
    return fields


def violations(painted: Painted, panel: Panel) -> list[str]:
    """What is wrong with the codes of a frame; empty where nothing is."""
    picture = painted.image()
    pixels = np.asarray(picture)
    found: list[str] = []
    read = read_frame(painted)
    told = {problem.code for problem in painted.problems}
    for meant in painted.codes:
        if not meant.module:
            if not told & {"code-small", "code-long"}:
                found.append("left out in silence")
            continue
        found += on_pixels(meant, pixels)
        if [one.text for one in read] != [meant.text]:
            found.append("exact text")
        if (meant.module * NEEDED < panel.distance * panel.pixels_per_metre) != ("code-reach" in told):
            found.append("reach")
    return found


def on_pixels(meant: Meant, pixels: np.ndarray[Any, Any]) -> list[str]:
    """What is wrong with how one code is drawn."""
    rows = np.array(code(meant.text).rows)
    wanted = np.pad(rows, QUIET)
    side, module, box = len(wanted), meant.module, meant.box
    if box.width != side * module or box.height != side * module:
        return ["whole modules"]
    cut = pixels[box.y : box.bottom, box.x : box.right]
    if cut.shape[:2] != (side * module, side * module):
        return ["inside the glass"]
    cells = cut.reshape(side, module, side, module, 3).swapaxes(1, 2).reshape(side, side, -1, 3)
    found = []
    if (cells != cells[:, :, :1]).any():
        found.append("each module of one colour")
    light = luminances(cells[:, :, 0])
    dark, pale = float(light[wanted].max()), float(light[~wanted].min())
    if (pale + 0.05) / (dark + 0.05) < CONTRAST or pale - dark < SPAN:
        found.append("contrast")
    seen = light < 0.5
    if (seen != wanted)[QUIET:-QUIET, QUIET:-QUIET].any():
        found.append("modules as they are meant")
    around = seen.copy()
    around[QUIET:-QUIET, QUIET:-QUIET] = False
    if around.any():
        found.append("quiet zone")
    return found


def luminances(colours: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The relative luminance of each sRGB colour, 0 to 1."""
    share = colours / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_law_holds_on_every_frame(size: tuple[int, int]) -> None:
    """Whatever the text, the words beside it, the distance, the theme: nothing is wrong."""
    rng = random.Random(f"{size}")
    wrong: Counter[str] = Counter()
    for _ in range(-(-SLIDES // len(SIZES))):
        panel, fields = random_panel(rng, size), random_fields(rng)
        painted = paint(slide("qr", **fields), "", panel, rng.choice(theme_names()), lambda _: Path())
        assert painted.codes
        for law in violations(painted, panel):
            wrong[law] += 1
    assert not wrong


def one_short(drawn: Image.Image, module: int) -> Image.Image:
    """The first finder's right edge is a pixel short."""
    at = (QUIET + 7) * module - 1
    ImageDraw.Draw(drawn).line((at, QUIET * module, at, (QUIET + 7) * module - 1), fill="white")
    return drawn


def half_quiet(drawn: Image.Image, module: int) -> Image.Image:
    """Something stands two modules beside the code."""
    ImageDraw.Draw(drawn).rectangle((0, 0, 2 * module - 1, drawn.height), fill="black")
    return drawn


def pale(drawn: Image.Image, module: int) -> Image.Image:
    """Grey squares: nice to look at."""
    return drawn.point([max(110, level) for level in range(256)] * 3)


def scaled(drawn: Image.Image, module: int) -> Image.Image:
    """Scaled after it was drawn, as web pages do."""
    return drawn.resize((drawn.width - 5, drawn.height - 5)).resize(drawn.size)


def other(drawn: Image.Image, module: int) -> Image.Image:
    """One module of the text is wrong: every decoder corrects it."""
    at = (QUIET + 12) * module
    colour = 255 - drawn.getpixel((at, at))[0]  # type: ignore[index]  # it is RGB
    ImageDraw.Draw(drawn).rectangle((at, at, at + module - 1, at + module - 1), fill=(colour,) * 3)
    return drawn


@pytest.mark.parametrize(
    ("harm", "law"),
    [
        (one_short, "each module of one colour"),
        (half_quiet, "quiet zone"),
        (pale, "contrast"),
        (scaled, "each module of one colour"),
        (other, "modules as they are meant"),
    ],
)
def test_a_harm_is_seen(harm: Any, law: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The controls: most decoders would still read it, and the law says what is wrong."""
    drawn = code_card.drawn
    monkeypatch.setattr("player.picture.stage.drawn", lambda matrix, module: harm(drawn(matrix, module), module))
    painted = paint(slide("qr", qr="https://example.org/quiz/2020"), "", Panel(), "green", lambda _: Path())
    assert law in violations(painted, Panel())


def test_nothing_is_wrong_with_the_same_slide_unharmed() -> None:
    painted = paint(slide("qr", qr="https://example.org/quiz/2020"), "", Panel(), "green", lambda _: Path())
    assert violations(painted, Panel()) == []


# ---- how large, and what staff are told


def test_a_long_link_is_told_with_how_short_would_do() -> None:
    """The figures are right: a link of the length that is named has no such problem."""
    for count, expected in ((200, "code-dense"), (800, "code-reach")):
        painted = paint(
            slide("qr", qr="https://example.org/" + "x" * (count - 20)), "", Panel(), "green", lambda _: Path()
        )
        (problem,) = painted.problems
        assert problem.code == expected
        assert f"{count} 个字符" in problem.message.zh
        limit = int(problem.hint.zh.partition("换成 ")[2].partition(" 个字符")[0])
        assert limit < count
        short = slide("qr", qr="https://example.org/" + "x" * (limit - 20))
        assert paint(short, "", Panel(), "green", lambda _: Path()).problems == ()
        longer = slide("qr", qr="https://example.org/" + "x" * (limit - 19))
        assert paint(longer, "", Panel(), "green", lambda _: Path()).problems


def test_a_panel_too_far_away_is_told_as_such() -> None:
    painted = paint(
        slide("qr", qr="https://example.org"), "", Panel(diagonal=10, distance=20), "green", lambda _: Path()
    )
    (problem,) = painted.problems
    assert problem.code == "code-reach"
    assert "diagonal" in problem.hint.zh
    assert "distance" in problem.hint.en


def test_what_no_code_holds_is_told() -> None:
    text = "😀" * 900
    with pytest.raises(TooLong):
        code(text)
    painted = paint(slide("qr", qr=text), "", Panel(), "green", lambda _: Path())
    assert [problem.code for problem in painted.problems] == ["code-long"]
    small = paint(slide("qr", qr="x" * 900), "", Panel(96, 54), "green", lambda _: Path())
    assert "code-small" in [problem.code for problem in small.problems]


# ---- what stands beside it


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"qr": "https://example.org/quiz", "account": "公共机构节能"}, ("公众号", "公共机构节能")),
        ({"qr": "https://example.org/quiz"}, ("网址", "example.org/quiz")),
        ({"qr": "https://example.org/"}, ("网址", "example.org")),
        ({"qr": "https://example.org/r/a-very-long-path-that-nobody-types"}, ("", "")),
        ({"qr": "https://example.org/?id=1"}, ("", "")),
        ({"qr": "扫一扫"}, ("", "")),
    ],
)
def test_those_who_cannot_scan_are_told_what_to_look_for(fields: dict[str, Any], said: tuple[str, str]) -> None:
    from player.slides.qr import by_hand

    assert by_hand(slide("qr", **fields)) == said


# ---- a logo


def logo(folder: Path) -> Path:
    picture = Image.new("RGB", (300, 300), (200, 30, 30))
    ImageDraw.Draw(picture).ellipse((30, 30, 270, 270), fill=(250, 220, 60))
    picture.save(folder / "logo.png")
    return folder / "logo.png"


@pytest.mark.parametrize("link", ["https://example.org/quiz", "https://example.org/r/gonggongjigou", "https://a.cn"])
def test_a_logo_stays_within_its_limits(link: str, tmp_path: Path) -> None:
    """At most 20 % of the width at M, 30 % at Q and H; two decoders read the code, with correction to spare."""
    path = logo(tmp_path)
    shown = slide("qr", assets=(photo("logo.png", 300, 300),), qr=link)
    painted = paint(shown, "", Panel(), "green", lambda _: path)
    plain = paint(slide("qr", qr=link), "", Panel(), "green", lambda _: path)
    matrix = code(link)
    if matrix.level == "L":
        assert [problem.code for problem in painted.problems] == ["code-logo"]
        assert not painted.codes[0].logo
        assert painted.pixels == plain.pixels
        return
    assert painted.codes[0].logo
    box = Image.frombytes(
        "L", (1920, 1080), bytes(a != b for a, b in zip(painted.pixels[::4], plain.pixels[::4], strict=True))
    ).getbbox()
    assert box
    share = max(box[2] - box[0], box[3] - box[1]) / (len(matrix.rows) * painted.codes[0].module)
    assert 0.05 < share <= (0.2 if matrix.level == "M" else 0.3)
    (read,) = read_frame(painted)
    assert read.text == link
    assert read.spare >= 0.2
    assert zbar(painted.image()) == [link]

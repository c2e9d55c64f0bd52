"""Every frame with a code is scanned before it may be shown; what does not scan is held back, and staff are told why."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from player.model.content import Asset, CodeSeen, Slide
from player.model.order import order_for
from player.model.problem import Place
from player.model.settings import Panel
from player.model.units import Digest
from player.picture.code_card import drawn
from player.picture.qr import Code, code
from player.prepare.frames import HELD, FrameStore
from player.prepare.inspector import ChildInspector, Size
from player.prepare.readback import judged, read_frame, read_picture
from player.prepare.worker import Bench, paint_order
from player.slides.paint import paint
from tests.support.slides import slide

LINK = "https://example.org/quiz/2020"
PANEL = Panel(640, 360)


class Painter:
    """A worker's bench over a folder, and what it answers."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.frames = FrameStore(root / "frames")

    def paint(self, shown: Slide, panel: Panel = PANEL) -> dict[str, Any]:
        order = order_for(shown, "", panel=panel, look="x", snapshot=None)
        bench = Bench(self.frames, lambda _: shown, lambda asset: self.root / asset.name)
        return paint_order(order, bench)


@pytest.fixture
def painter(tmp_path: Path) -> Painter:
    return Painter(tmp_path)


def poster(root: Path, *codes: str, module: int = 6, seen: tuple[str, ...] | None = None) -> Slide:
    """A picture with codes on a green ground, as staff would drop it; `seen` is what was found in it when it came."""
    picture = Image.new("RGB", (1280, 720), (30, 110, 70))
    for index, text in enumerate(codes):
        picture.paste(drawn(code(text), module), (60 + 420 * index, 200))
    picture.save(root / "poster.png")
    found = tuple(CodeSeen(text) for text in (codes if seen is None else seen))
    return slide("image", assets=(Asset(Digest("0" * 64), "poster.png", 1, 1280, 720, found),), image="poster.png")


def test_a_code_that_scans_is_shown(painter: Painter) -> None:
    reply = painter.paint(slide("qr", qr=LINK, title="云竞答"))
    assert reply["error"] is None
    assert painter.frames.has(reply["key"])


def flipped(matrix: Code, module: int) -> Image.Image:
    """An encoder that is wrong in a few modules: every phone would still read it, with less to spare."""
    rows = [list(row) for row in matrix.rows]
    for at in range(10, 13):
        rows[at][at] = not rows[at][at]
    return drawn(Code(tuple(map(tuple, rows)), matrix.version, matrix.level), module)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda _, module: drawn(code("https://example.org/other"), module).resize((33 * module,) * 2),
        flipped,
        lambda matrix, module: drawn(matrix, module).crop((0, 0, 20 * module, 33 * module)),
        lambda matrix, module: drawn(matrix, module).point(lambda level: 255 - level),
        lambda matrix, module: Image.new("RGB", (matrix.side * module,) * 2, "white"),
    ],
    ids=["another text", "wrong modules", "cut off", "inverted", "nothing"],
)
def test_a_code_that_does_not_say_what_was_meant_is_held_back(
    wrong: Any, painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever our own drawing does wrong, the frame is not there, and why not is told, after a restart too."""
    shown = slide("qr", qr=LINK)
    monkeypatch.setattr("player.picture.stage.drawn", wrong)
    reply = painter.paint(shown)
    assert reply["error"].startswith("held back")
    assert not painter.frames.has(reply["key"])
    told = FrameStore(painter.root / "frames").problems(reply["key"], Place("a.yaml", 3))
    assert "code-unread" in {problem.code for problem in told}
    assert all(problem.place == Place("a.yaml", 3) for problem in told)
    assert LINK in next(problem for problem in told if problem.code == "code-unread").message.zh
    monkeypatch.undo()
    assert painter.paint(shown)["error"] is None, "the control: drawn as it should be, it is shown"
    assert FrameStore(painter.root / "frames").problems(reply["key"], Place("a.yaml", 3)) == ()


def test_a_code_that_cannot_be_drawn_is_held_back(painter: Painter) -> None:
    for text, panel in (("😀" * 900, PANEL), ("x" * 900, Panel(96, 54))):
        reply = painter.paint(slide("qr", qr=text), panel)
        assert reply["error"].startswith("held back")
        assert {problem["code"] for problem in reply["problems"]} <= {
            "code-long",
            "code-small",
            "text-small",
            "text-cut",
        }
        assert painter.frames.problems(reply["key"], Place())


def test_why_it_was_held_back_stays_until_there_are_many_newer_reasons(painter: Painter) -> None:
    """The glass removes frames that it does not need soon; staff have to be told all the same."""
    key = painter.paint(slide("qr", qr="😀" * 900))["key"]
    told = painter.frames.problems(key, Place())
    assert told
    painter.frames.prune(budget=0, keep=())
    assert painter.frames.problems(key, Place()) == told
    os.utime(painter.root / "frames" / f"{key}.held", (1, 1))
    for number in range(HELD):
        painter.frames.hold(f"newer{number}", told)
    painter.frames.prune(budget=0, keep=())
    assert painter.frames.problems(key, Place()) == ()
    assert painter.frames.told() == {f"newer{number}" for number in range(HELD)}


def test_a_logo_that_takes_too_much_is_held_back(painter: Painter, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a logo may take at most is measured on the frame, whatever the limits were thought to be."""
    Image.new("RGB", (200, 200), (200, 30, 30)).save(painter.root / "logo.png")
    shown = slide("qr", assets=(Asset(Digest("0" * 64), "logo.png", 1, 200, 200),), qr="https://example.org/quiz")
    assert painter.paint(shown)["error"] is None
    monkeypatch.setattr("player.picture.code_card.LOGO", {"M": 0.42})
    assert painter.paint(shown)["error"].startswith("held back")


# ---- codes in pictures


def test_codes_in_a_picture_are_found_where_it_is_inspected(tmp_path: Path) -> None:
    """In the child, in its sandbox: all of them, in a corner, turned, small, inverted, of other sorts."""
    poster(tmp_path, LINK, "https://evil.cn/x", module=4)
    seen = ChildInspector().inspect(str(tmp_path / "poster.png"))
    assert isinstance(seen, Size)
    assert {one.text for one in seen.codes} == {LINK, "https://evil.cn/x"}
    assert not any(one.whole for one in seen.codes)
    with Image.open(tmp_path / "poster.png") as picture:
        for name, other in (
            ("turned.jpg", picture.rotate(17, expand=True)),
            ("upside.webp", picture.transpose(Image.Transpose.ROTATE_180)),
            ("inverted.png", picture.point(lambda level: 255 - level)),
            ("large.jpg", picture.resize((5120, 2880))),
        ):
            other.save(tmp_path / name)
            assert {one.text for one in read_picture(tmp_path / name)} == {LINK, "https://evil.cn/x"}, name


def test_other_sorts_that_phones_scan_are_found(tmp_path: Path) -> None:
    import zxingcpp

    for sort in (zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Aztec):
        made = zxingcpp.create_barcode("https://evil.cn/x", sort)
        Image.fromarray(zxingcpp.write_barcode_to_image(made, scale=6)).save(tmp_path / "a.png")
        assert read_picture(tmp_path / "a.png") == (CodeSeen("https://evil.cn/x"),)


def test_photographs_have_no_codes(tmp_path: Path) -> None:
    """Noise, stripes, letters and squares are not taken for codes."""
    Image.effect_noise((900, 600), 90).save(tmp_path / "noise.png")
    Image.effect_mandelbrot((900, 600), (-2, -1.2, 1, 1.2), 60).save(tmp_path / "set.png")
    picture = paint(
        slide("slogan", slogan="绿水青山，节能增效"), "", Panel(960, 540), "green", lambda _: Path()
    ).image()
    picture.save(tmp_path / "text.png")
    for name in ("noise.png", "set.png", "text.png"):
        assert read_picture(tmp_path / name) == ()


def test_a_picture_that_is_a_code_is_drawn_anew(painter: Painter) -> None:
    """A blurred, small, crooked picture of a code comes out as sharp as one of ours, and says the same."""
    picture = drawn(code(LINK), 5).resize((200, 200), Image.Resampling.BICUBIC).rotate(1.5, fillcolor="white")
    picture.save(painter.root / "code.jpg", quality=60)
    (seen,) = read_picture(painter.root / "code.jpg")
    assert seen == CodeSeen(LINK, whole=True)
    shown = slide("image", assets=(Asset(Digest("1" * 64), "code.jpg", 1, 200, 200, (seen,)),), image="code.jpg")
    painted = paint(shown, "", Panel(), "green", lambda asset: painter.root / asset.name)
    (meant,) = painted.codes
    assert meant.text == LINK
    (read,) = read_frame(painted)
    assert (read.text, read.spare) == (LINK, 1.0)
    assert painter.paint(shown)["error"] is None


def test_a_code_that_came_up_unseen_is_held_back(painter: Painter) -> None:
    """A picture in which nothing was found when it came, and a phone would find something on the glass."""
    shown = poster(painter.root, LINK, "https://evil.cn/x", seen=(LINK,))
    reply = painter.paint(shown, Panel())
    assert [problem["code"] for problem in reply["problems"]] == ["code-stray"]
    assert "https://evil.cn/x" in reply["problems"][0]["message"]["zh"]


def test_a_code_in_a_picture_that_is_too_small_is_told(painter: Painter) -> None:
    for module, panel, told in ((6, Panel(), ["code-near"]), (12, Panel(), []), (3, Panel(160, 90), ["code-lost"])):
        reply = painter.paint(poster(painter.root, LINK, module=module), panel)
        assert reply["error"] is None
        assert [problem["code"] for problem in reply["problems"]] == told


def test_a_frame_without_codes_costs_nothing_and_one_with_codes_little() -> None:
    """No slide without a code is looked at; with one it is a small part of the painting. CPU time, with room."""
    plain = slide("slogan", slogan="节能")
    assert judged(paint(plain, "", PANEL, "green", lambda _: Path()), plain, PANEL).held == ()
    shown = slide("qr", qr=LINK)
    painted = paint(shown, "", Panel(), "green", lambda _: Path())
    best = 9.0
    for _ in range(3):
        start = time.process_time()
        assert judged(painted, shown, Panel()).held == ()
        best = min(best, time.process_time() - start)
    assert best < 0.2

"""Hostile bytes: whatever is dropped into the folder, nothing dies or hangs but the child that looks at it.

A sample in every run; `QINGBO_NIGHTLY=1` for 20,000 mutants, `QINGBO_HOSTILE=n` for another number.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image, ImageSequence, PngImagePlugin

from player.ingest.catalogue import PROBLEMS
from player.ingest.decode_text import is_han
from player.model.content import Asset, Slide, Source
from player.model.order import order_for
from player.model.problem import Place
from player.model.settings import Panel
from player.model.units import Digest, Millis
from player.prepare.frames import FrameStore
from player.prepare.inspector import ChildInspector, Refused, Size
from player.prepare.limits import CAN_FORK, Limits
from player.prepare.worker import Bench, paint_order
from tests.support.checkout import ROOT
from tests.support.hostile import Hostile, bombs, broken, mutant, seeds
from tests.support.hostile_crafted import crafted, endless, heavy

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="without fork a picture is decoded in the worker itself")

NIGHTLY = bool(os.environ.get("QINGBO_NIGHTLY"))
MUTANTS = int(os.environ.get("QINGBO_HOSTILE") or (20_000 if NIGHTLY else 300))
PANEL = Panel(160, 90)
LIMITS = Limits(seconds=8.0, memory=800_000_000)
SLACK = 4.0
"""Seconds over its limit after which a job counts as hung: the machine may be busy."""


@dataclass
class Lab:
    """Looks at hostile bytes as the player does: inspected, and painted where they pass."""

    root: Path
    limits: Limits = LIMITS
    seen: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    errors: list[str] = field(default_factory=list)
    """Why pictures that passed could not be painted all the same."""

    def look(self, hostile: Hostile) -> Size | Refused:
        """What was said of it, once everything that must hold of any answer was asserted."""
        path = self.root / "object"
        path.write_bytes(hostile.data)
        started = time.monotonic()
        answer = ChildInspector(self.limits).inspect(str(path))
        if isinstance(answer, Size):
            error = self._paint(path, answer)
            self.seen["painted" if error is None else "not painted"] += 1
            if error is not None:
                self.errors.append(f"{hostile.name}: {error}")
        else:
            self.seen[answer.code] += 1
            assert_said(answer, hostile)
        took = time.monotonic() - started
        self.slowest = max(self.slowest, (took, hostile.name))
        assert took < 2 * self.limits.seconds + SLACK, f"{hostile.name} took {took:.1f} s"
        return answer

    def _paint(self, path: Path, size: Size) -> str | None:
        asset = Asset(Digest("0" * 64), "a.png", 1, size.width, size.height)
        slide = Slide("a", "image", Source("a.png"), Millis(9000), (("image", "a.png"),), assets=(asset,))
        frames = FrameStore(self.root / "frames")
        order = order_for(slide, "", panel=PANEL, look="x", snapshot=None)
        frames.path(order.key).unlink(missing_ok=True)
        error: str | None = paint_order(order, Bench(frames, lambda _: slide, lambda _: path, self.limits))["error"]
        assert frames.has(order.key) == (error is None), "a frame is there and whole, or it is said that there is none"
        return error


def assert_said(refused: Refused, hostile: Hostile) -> None:
    """The refusal is one of the catalogue, and its words are whole sentences in both languages."""
    assert refused.code in PROBLEMS, hostile.name
    told = PROBLEMS.problem(refused.code, Place("a.png"), **refused.figures)
    for figure in refused.figures.values():
        assert any(map(is_han, figure.zh)), f"{hostile.name}: staff do not read what a decoder says: {figure.zh}"
        assert figure.en.isascii() or "×" in figure.en, f"{hostile.name}: {figure.en}"
    for words in (told.message, told.hint, told.on_screen):
        for text in (words.zh, words.en):
            assert text, f"{hostile.name}: no words"
            assert text.isprintable(), f"{hostile.name}: {text!r}"
            assert "{" not in text, f"{hostile.name}: {text}"
            assert "Traceback" not in text, f"{hostile.name}: {text}"
            assert str(Path.cwd()) not in text, f"{hostile.name}: {text}"


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(tmp_path)


def test_the_sound_ones_are_shown(lab: Lab) -> None:
    """The control: what the mutants begin from is accepted and painted, in the same sandbox."""
    for name, data in seeds().items():
        answer = lab.look(Hostile(name, data))
        assert isinstance(answer, Size), f"{name}: {answer}"
    assert lab.seen == {"painted": len(seeds())}


@pytest.mark.fault(16)
@pytest.mark.timeout(3 * 3600)
def test_no_mutant_hurts_anybody(lab: Lab) -> None:
    children = _children()
    for seed in range(MUTANTS):
        lab.look(mutant(seed))
    assert _children() == children, "no child is left"
    told = ", ".join(f"{count} {what}" for what, count in sorted(lab.seen.items()))
    print(f"{MUTANTS} mutants: {told}; slowest {lab.slowest[0]:.2f} s ({lab.slowest[1]})")
    assert lab.errors == [], "what passes inspection can be painted"
    assert sum(lab.seen.values()) == MUTANTS
    assert lab.seen["painted"] > MUTANTS / 20, "some damage does not matter: the mutants reach the decoders"
    assert lab.seen["picture-unreadable"] + lab.seen["picture-incomplete"] > MUTANTS / 10


@pytest.mark.fault(16)
@pytest.mark.timeout(900 if NIGHTLY else 240)
def test_no_bomb_goes_off(lab: Lab) -> None:
    for bomb in (*bombs(), *crafted(), *(heavy() if NIGHTLY else ())):
        answer = lab.look(bomb)
        said = answer if isinstance(answer, Size) else (answer.code, answer.figures)
        print(f"{bomb.name}: {len(bomb.data)} bytes, {said}")
        if bomb.code is None:
            continue
        assert isinstance(answer, Refused), bomb.name
        assert answer.code == bomb.code, f"{bomb.name}: {answer}"
        if bomb.code == "picture-too-big":
            told = PROBLEMS.problem(answer.code, Place("a.png"), **answer.figures).message.zh
            assert "最多 50 百万像素，每边 30000 像素" in told, "the limit is said"
            assert re.search(r"（(\d+ × \d+，共 )?[\d.]+ 百万像素）", told), "and how big the picture is"


@pytest.mark.fault(18)
def test_a_decoder_that_does_not_end_is_ended(lab: Lab) -> None:
    """A sound JPEG that keeps its decoder busy for minutes: it gets its second, and is refused with that figure."""
    lab.limits = Limits(seconds=1.0)
    answer = lab.look(Hostile("endless", endless()))
    assert isinstance(answer, Refused)
    assert answer.code == "picture-crashes"
    assert "超过 1 秒" in answer.figures["cause"].zh


@pytest.mark.control(18)
def test_without_the_limit_the_same_decoder_is_still_at_it(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(endless())
    worker = multiprocessing.get_context("fork").Process(target=naive, args=(tmp_path / "a.jpg",))
    worker.start()
    try:
        worker.join(4.0)
        assert worker.is_alive(), "four times that long, and no end"
    finally:
        worker.kill()
        worker.join()


def naive(path: Path) -> None:
    """A picture opened as if nobody meant harm: no limit of pixels, of texts, of frames."""
    Image.MAX_IMAGE_PIXELS = None
    PngImagePlugin.MAX_TEXT_CHUNK = 1 << 40
    with Image.open(path) as image:
        for frame in ImageSequence.Iterator(image):
            frame.load()


@pytest.mark.control(16)
@pytest.mark.parametrize(
    "name",
    ["png 14000 x 14000, all there", "png with iTXt of 300 MB", "png with iCCP of 300 MB", "gif of 20000 frames"],
)
def test_without_our_limits_the_same_bombs_go_off(name: str, lab: Lab) -> None:
    """In the same small child a naive decoder runs out of memory or time; ours says why not, or shows the first frame."""
    bomb = next(bomb for bomb in bombs() if bomb.name == name)
    path = lab.root / "bomb"
    path.write_bytes(bomb.data)
    small = "seconds=0.25" if "frames" in name else "seconds=5.0, memory=60_000_000"
    code = (
        "import sys; from pathlib import Path; from player.prepare.limits import Limits, run_limited; from tests.faults.test_hostile import naive\n"
        f"run_limited(lambda: naive(Path(sys.argv[1])) or b'', Limits({small}))"
    )  # a program of its own: this one may have kept much memory of other tests, which does not count again
    done = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "JobDied" in done.stderr, done
    print(f"{name}: {done.stderr.splitlines()[-1]}")
    if bomb.code is not None:
        answer = ChildInspector(Limits(memory=200_000_000)).inspect(str(path))
        assert isinstance(answer, Refused)
        assert answer.died is None


def test_a_picture_that_breaks_half_way_is_neither_accepted_nor_painted(lab: Lab) -> None:
    """What cannot be decoded whole is refused, never shown half: when it is taken in, and if it comes to be painted."""
    answer = lab.look(Hostile("broken rows", broken()))
    assert isinstance(answer, Refused)
    assert answer.code == "picture-unreadable"
    assert lab._paint(lab.root / "object", Size(8, 8)) is not None


def test_a_mutant_is_the_same_whenever_it_is_made() -> None:
    assert [mutant(seed) for seed in range(50)] == [mutant(seed) for seed in range(50)]
    assert len({mutant(seed).data for seed in range(50)}) > 45


def _children() -> set[str]:
    return {pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}

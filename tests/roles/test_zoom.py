"""A photograph that grows slowly: the same at the same instant everywhere, by less than a pixel a step, still where it has to be."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from player import director
from player.model.content import Asset, CodeSeen, Slide, Source
from player.model.frame import Frame
from player.model.order import order_for
from player.model.scene import Cue
from player.model.settings import Panel
from player.model.units import Digest, Millis
from player.roles.held import Held
from player.roles.moving import mover_of
from player.roles.zoom import BEATS, GROWTH, LATE, PATIENCE, Zoom, grown, zoom_of
from player.screen.headless import Headless
from player.screen.moving import Kept
from player.screen.pane import Options
from player.screen.window import Window
from tests.support.xvfb import Xvfb

SIZE = (960, 540)
ASSET = Asset(Digest("0" * 64), "a.jpg", 1, 4000, 3000)


class Told:
    """A brush that notes how far it is asked to enlarge."""

    def __init__(self) -> None:
        self.cuts: list[float] = []

    def copy(self, *_: object) -> None:
        raise AssertionError

    def enlarge(self, picture: Frame, cut: float, kept: Kept) -> None:
        self.cuts.append(cut)


def slide_of(
    *, motion: str = "缓慢放大", caption: str = "", assets: tuple[Asset, ...] = (ASSET,), kind: str = "image"
) -> Slide:
    fields = {"image": "a.jpg", "motion": motion, **({"caption": caption} if caption else {})}
    return Slide("a", kind, Source("a.yaml"), Millis(10_000), tuple(sorted(fields.items())), assets)


def held_of(slide: Slide, frame: Frame | None = None, *, began: float = 100.0, dwell: int = 10_000) -> Held:
    cue = Cue("main", slide, "p", Millis(0), Millis(dwell))
    order = order_for(slide, "", panel=Panel(*SIZE), look="", snapshot=None)
    show = director.Show(order, slide, Millis(0), cue)
    made = frame or Frame("", *SIZE, memoryview(bytes(SIZE[0] * SIZE[1] * 4)))
    return Held(show, made, (0, 0, *SIZE), began)


def blobs() -> Frame:
    """Smooth spots, so that where one is can be measured to a hundredth of a pixel."""
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(float)
    light = np.zeros((SIZE[1], SIZE[0]))
    for cx in (120, 480, 840):
        for cy in (100, 270, 440):
            light += 200 * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * 9.0**2))
    grey = np.clip(light, 0, 255).astype(np.uint8)
    pixels = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
    return Frame("blobs", *SIZE, memoryview(pixels.tobytes()))


def place(pixels: bytes, near: tuple[float, float]) -> tuple[float, float]:
    """Where the spot is that lies near this place, in pixels."""
    grey = np.frombuffer(pixels, np.uint8).reshape(SIZE[1], SIZE[0], 4)[:, :, 0].astype(float)
    left, top = round(near[0]) - 34, round(near[1]) - 34
    part = grey[top : top + 68, left : left + 68]
    y, x = np.mgrid[0:68, 0:68]
    return float((part * x).sum() / part.sum() + left), float((part * y).sum() / part.sum() + top)


@given(st.floats(0, 20), st.floats(0, 20))
def test_how_far_it_has_grown_follows_from_the_instant_alone(one: float, other: float) -> None:
    """It only grows, from nothing to `GROWTH`, and two screens (or a restarted one) agree, whatever each has drawn before."""
    assert 0 <= grown(one, 2, 12) <= GROWTH
    if one <= other:
        assert grown(one, 2, 12) <= grown(other, 2, 12)
    first, second = Told(), Told()
    mover, fresh = zoom_of(held_of(slide_of())), zoom_of(held_of(slide_of()))
    assert mover is not None
    assert fresh is not None
    mover.draw(first, 100 + one)
    mover.draw(first, 100 + other)
    fresh.draw(second, 100 + other)
    assert first.cuts[-1] == second.cuts[-1]


def test_it_begins_when_the_transition_is_over_and_ends_with_the_cue() -> None:
    mover = zoom_of(held_of(slide_of()))
    assert mover is not None
    assert mover.due(99.0) == pytest.approx(100.6)
    assert mover.due(100.6) == pytest.approx(100.6 + 1 / BEATS)
    assert mover.due(109.99) == pytest.approx(110.0)
    assert mover.due(110.0) == inf


@pytest.mark.parametrize(
    "slide",
    [
        slide_of(motion=""),
        slide_of(motion="不动"),
        slide_of(caption="启动仪式"),
        slide_of(assets=(Asset(Digest("0" * 64), "a.jpg", 1, 4000, 3000, (CodeSeen("https://example.org"),)),)),
        slide_of(kind="slogan"),
    ],
)
def test_what_has_to_be_exact_stays_still(slide: Slide) -> None:
    """Nobody asked for it, a caption, a code in the picture, another kind: nothing moves."""
    assert mover_of(held_of(slide)) is None


def test_a_short_cue_stays_still() -> None:
    assert zoom_of(held_of(slide_of(), dwell=3000)) is None


def test_where_the_machine_cannot_keep_up_the_picture_stands() -> None:
    """Late steps, time and again: it is not drawn any more, and what is seen stays."""
    mover, brush = zoom_of(held_of(slide_of())), Told()
    assert isinstance(mover, Zoom)
    at = 101.0
    for _ in range(PATIENCE + 1):
        mover.draw(brush, at)
        at += LATE + 0.01
    count = len(brush.cuts)
    assert count <= PATIENCE + 1
    assert mover.due(at) == inf
    assert list(mover.draw(brush, at)) == []
    assert len(brush.cuts) == count


def test_one_late_step_is_forgiven() -> None:
    mover, brush = zoom_of(held_of(slide_of())), Told()
    assert mover is not None
    for step in range(60):
        mover.draw(brush, 101.0 + step / BEATS + (0.5 if step > 30 else 0))
    assert mover.due(104.0) < inf


@pytest.fixture(scope="module")
def window() -> Iterator[Window]:
    with Xvfb(*SIZE) as display, pytest.MonkeyPatch.context() as patch:
        for key, value in display.env().items():
            patch.setenv(key, value)
        patch.delenv("WAYLAND_DISPLAY", raising=False)
        glass = Window(Options())
        yield glass
        glass.close()


def shifts(window: Window, mover: Zoom | Naive, seconds: float) -> list[float]:
    """How far a spot near the left edge moves at each step on a real window, in pixels."""
    frame = blobs()
    window.show(frame)
    from player.screen.canvas import SurfaceBrush  # pygame is imported where a window is

    brush = SurfaceBrush(window._pane.surface)  # type: ignore[attr-defined]  # the surface that is presented
    near, moved = (120.0, 270.0), []
    for step in range(round(seconds * BEATS)):
        mover.draw(brush, 104.0 + step / BEATS)
        seen = place(window.screenshot(), near)
        moved.append(near[0] - seen[0])
        near = seen
    return moved[1:]


class Naive:
    """Crops whole pixels, as one would at first."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.kept: Kept = {}

    def draw(self, brush: object, at: float) -> None:
        cut = SIZE[0] * (1 - 1 / (1 + grown(at, 100.6, 110.0))) / 2
        brush.enlarge(self.frame, float(round(cut)), self.kept)  # type: ignore[attr-defined]  # a brush


def test_no_step_is_a_jump(window: Window) -> None:
    """Seen on the glass a spot near the edge goes outwards by parts of a pixel, never back, never by half a pixel at once."""
    mover = zoom_of(held_of(slide_of(), blobs()))
    assert isinstance(mover, Zoom)
    moved = shifts(window, mover, 2.0)
    assert max(moved) < 0.3
    assert min(moved) > -0.05
    assert sum(moved) > 4


def test_by_whole_pixels_it_would_jump(window: Window) -> None:
    """The control: rounded to whole pixels the same spot stands and jumps."""
    moved = shifts(window, Naive(blobs()), 2.0)
    assert max(moved) > 0.6


def test_ungrown_it_is_the_picture_to_the_last_bit(window: Window) -> None:
    """At its start nothing differs from the still: it begins unseen."""
    frame = blobs()
    mover = zoom_of(held_of(slide_of(), frame))
    assert mover is not None
    window.show(frame)
    before = window.screenshot()
    from player.screen.canvas import SurfaceBrush  # as above

    mover.draw(SurfaceBrush(window._pane.surface), 100.6)  # type: ignore[attr-defined]  # as above
    assert window.screenshot() == before


def test_it_moves_while_the_glass_waits_and_its_memory_is_let_go(window: Window) -> None:
    """Given to a glass it is drawn while that waits; closed, it holds no picture."""
    frame = blobs()
    began = window.now() - 4
    mover = zoom_of(held_of(slide_of(), frame, began=began))
    assert isinstance(mover, Zoom)
    window.show(frame)
    before = window.screenshot()
    window.move((mover,))
    window.wait(0.4)
    window.wait(0.2)
    assert window.screenshot() != before
    window.move(())
    mover.close()
    assert mover._kept == {}
    assert list(mover.draw(Told(), began + 6)) == []


def test_headless_it_costs_a_copy() -> None:
    glass = Headless(SIZE)
    mover = zoom_of(held_of(slide_of(), began=glass.now() - 5))
    assert mover is not None
    glass.move((mover,))
    glass.wait(0.2)
    assert glass.presented > 0
    glass.close()

"""The laws of every transition in the table, and how each one looks, drawn by a raster of a few lines."""

from __future__ import annotations

from itertools import pairwise
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.transitions.table import TRANSITIONS, transition_of
from player.transitions.transition import OPAQUE, Layer, Picture, Transition

every_transition = pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda each: each.name)
progresses = st.floats(0, 1)
widths = st.integers(1, 40)
heights = st.integers(1, 12)

Pixel = tuple[float, int, int]
"""How much of the new picture is seen here (0 to 1), and from which place of a picture it comes."""


def raster(layers: tuple[Layer, ...], width: int, height: int) -> dict[tuple[int, int], Pixel]:
    """Every pixel that the layers draw: the share of the new picture, and the place the topmost layer took it from."""
    glass: dict[tuple[int, int], Pixel] = {}
    for layer in layers:
        left, top, wide, high = layer.source
        share = float(layer.picture is Picture.IN)
        for row in range(high):
            for column in range(wide):
                at = (layer.x + column, layer.y + row)
                below = glass[at][0] if layer.opacity < OPAQUE else share
                mixed = below + (share - below) * layer.opacity / OPAQUE
                glass[at] = (mixed, left + column, top + row)
    return glass


def share(transition: Transition, progress: float, width: int, height: int) -> float:
    """How much of the glass shows the new picture."""
    pixels = raster(transition.layers(progress, width, height), width, height)
    return sum(pixel[0] for pixel in pixels.values()) / (width * height)


def art(transition: Transition, progress: float, width: int = 12, height: int = 3) -> str:
    """The glass in letters: columns of the old picture are a, b, c …, of the new one A, B, C …; % where both shine."""
    pixels = raster(transition.layers(progress, width, height), width, height)
    rows = []
    for y in range(height):
        row = [pixels[x, y] for x in range(width)]
        rows.append("".join("%" if 0 < new < 1 else chr((65 if new else 97) + column) for new, column, _ in row))
    return "\n".join(rows)


@every_transition
@given(width=widths, height=heights)
def test_it_starts_with_the_old_picture_alone(transition: Transition, width: int, height: int) -> None:
    """At 0 the one layer is the whole old picture in its place."""
    assert transition.layers(0.0, width, height) == (Layer(Picture.OUT, (0, 0, width, height)),)


@every_transition
@given(width=widths, height=heights)
def test_it_ends_with_the_new_picture_alone(transition: Transition, width: int, height: int) -> None:
    """At 1 the one layer is the whole new picture in its place."""
    assert transition.layers(1.0, width, height) == (Layer(Picture.IN, (0, 0, width, height)),)


@every_transition
@given(progress=progresses, width=widths, height=heights)
def test_every_pixel_is_covered_and_none_outside(
    transition: Transition, progress: float, width: int, height: int
) -> None:
    """What is drawn is the glass, no more and no less, and what lets light through has an opaque layer below it."""
    pixels = raster(transition.layers(progress, width, height), width, height)
    assert pixels.keys() == {(x, y) for x in range(width) for y in range(height)}


@every_transition
@given(progress=progresses, width=widths, height=heights)
def test_no_layer_takes_what_a_picture_has_not(
    transition: Transition, progress: float, width: int, height: int
) -> None:
    """Every source rectangle lies in its picture and is not empty."""
    for layer in transition.layers(progress, width, height):
        left, top, wide, high = layer.source
        assert min(left, top) >= 0
        assert min(wide, high) > 0
        assert left + wide <= width
        assert top + high <= height
        assert 0 < layer.opacity <= OPAQUE


@every_transition
@given(progresses=st.lists(progresses, min_size=2, max_size=8), width=widths, height=heights)
def test_the_new_picture_never_gives_ground_back(
    transition: Transition, progresses: list[float], width: int, height: int
) -> None:
    """Further progress never shows less of the new picture."""
    shares = [share(transition, progress, width, height) for progress in sorted(progresses)]
    assert all(before <= after + 1e-9 for before, after in pairwise(shares))


@every_transition
@given(progress=progresses, width=widths, height=heights)
def test_it_depends_on_its_arguments_alone(transition: Transition, progress: float, width: int, height: int) -> None:
    """Asked twice, it answers the same."""
    assert transition.layers(progress, width, height) == transition.layers(progress, width, height)


@every_transition
@given(progress=st.one_of(st.floats(-5, 0), st.floats(1, 5)))
def test_progress_beyond_the_ends_is_the_end(transition: Transition, progress: float) -> None:
    """A late or an early clock shows the last or the first picture."""
    assert transition.layers(progress, 30, 20) == transition.layers(float(progress >= 1), 30, 20)


@pytest.mark.parametrize("transition", [each for each in TRANSITIONS if each.takes_time], ids=lambda each: each.name)
def test_a_transition_that_takes_time_moves_all_the_time(transition: Transition) -> None:
    """At full size 60 steps a second are 60 different pictures: nothing jumps, nothing stands still."""
    steps = [transition.layers(step / 36, 1920, 1080) for step in range(37)]
    assert len(set(steps)) == 37


def test_names_and_aliases_are_unique() -> None:
    names = [name for each in TRANSITIONS for name in (each.name, each.alias)]
    assert len(names) == len(set(names))
    assert [each.name for each in TRANSITIONS] == ["cut", "fade", "push", "wipe"]
    assert [each.alias for each in TRANSITIONS] == ["直切", "淡入", "推入", "擦除"]


def test_a_transition_is_found_by_either_name() -> None:
    for each in TRANSITIONS:
        assert transition_of(each.name) is each
        assert transition_of(each.alias) is each
    assert transition_of("explode") is None


def test_fade_is_linear() -> None:
    """Halfway through, half the light is the new picture's (to half a step of 255)."""
    fade = transition_of("fade")
    assert fade is not None
    for percent in range(101):
        assert abs(share(fade, percent / 100, 4, 4) - percent / 100) <= 0.5 / OPAQUE + 1e-9


GOLDEN = {
    ("cut", 0.5): """
        abcdefghijkl
        abcdefghijkl
        abcdefghijkl
    """,
    ("cut", 1.0): """
        ABCDEFGHIJKL
        ABCDEFGHIJKL
        ABCDEFGHIJKL
    """,
    ("fade", 0.5): """
        %%%%%%%%%%%%
        %%%%%%%%%%%%
        %%%%%%%%%%%%
    """,
    ("push", 0.25): """
        cdefghijklAB
        cdefghijklAB
        cdefghijklAB
    """,
    ("push", 0.5): """
        ghijklABCDEF
        ghijklABCDEF
        ghijklABCDEF
    """,
    ("wipe", 0.25): """
        ABcdefghijkl
        ABcdefghijkl
        ABcdefghijkl
    """,
    ("wipe", 0.5): """
        ABCDEFghijkl
        ABCDEFghijkl
        ABCDEFghijkl
    """,
}


@pytest.mark.parametrize(("name", "progress"), GOLDEN, ids=str)
def test_it_looks_like_this(name: str, progress: float) -> None:
    transition = transition_of(name)
    assert transition is not None
    assert art(transition, progress) == dedent(GOLDEN[name, progress]).strip()

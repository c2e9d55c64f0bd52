"""Where the zones stand: whole pixels, no overlap, nothing left over, whatever the panel."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.model.content import Asset, Slide, Source
from player.model.settings import Panel
from player.model.snapshot import Share, Zone
from player.model.units import Digest, Millis
from player.picture.box import Box
from player.picture.zones import WHOLE, bar_height, layout, letter, part_of, rest_of

SIZES = [(1920, 1080), (3840, 2160), (1080, 1920), (1366, 768), (1920, 360), (640, 360)]


def slide(kind: str, width: int = 300, height: int = 120) -> Slide:
    assets = (Asset(Digest("0" * 64), "a.png", 1, width, height),) if kind == "logo" else ()
    return Slide(kind, kind, Source(""), Millis(0), assets=assets)


@st.composite
def shares(draw: st.DrawFn) -> list[Share]:
    """Columns or rows that leave one part for the slides."""
    cuts = sorted({0, WHOLE, *draw(st.lists(st.integers(1, WHOLE - 1), max_size=3))})
    parts = list(pairwise(cuts))
    parts.pop(draw(st.integers(0, len(parts) - 1)))
    across = draw(st.booleans())
    return [Share(low, 0, high - low, WHOLE) if across else Share(0, low, WHOLE, high - low) for low, high in parts]


@st.composite
def on(draw: st.DrawFn) -> list[Zone]:
    names = draw(st.lists(st.sampled_from(["ticker", "clock", "logo", "corner"]), unique=True))
    zones = [
        Zone(name, (slide(name, draw(st.integers(1, 2000)), draw(st.integers(1, 2000))),), top=draw(st.booleans()))
        for name in names
    ]
    own = draw(st.one_of(st.just([]), shares()))
    return zones + [Zone(f"own-{number}", (slide("slogan"),), share=share) for number, share in enumerate(own)]


panels = st.builds(
    Panel,
    width=st.integers(480, 4096),
    height=st.integers(270, 4096),
    diagonal=st.floats(10, 300),
    distance=st.floats(0.5, 30),
)


def _overlap(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


@given(panels, on())
def test_the_rectangles_tile_the_glass(panel: Panel, zones: list[Zone]) -> None:
    """All inside, none over another, together the whole glass: every pixel belongs to one zone."""
    places = layout(panel, zones)
    boxes = [places.main, *(box for _, box in places.zones)]
    whole = Box(0, 0, panel.width, panel.height)
    assert all(whole.holds(box) and min(box.width, box.height) >= 0 for box in boxes)
    assert not any(_overlap(one, other) for number, one in enumerate(boxes) for other in boxes[:number])
    assert sum(box.width * box.height for box in boxes) == panel.width * panel.height
    assert [name for name, _ in places.zones] == [zone.name for zone in zones]


@given(panels, on())
def test_the_same_zones_in_any_order_stand_in_the_same_places(panel: Panel, zones: list[Zone]) -> None:
    one, other = layout(panel, zones), layout(panel, zones[::-1])
    assert one.main == other.main
    assert dict(one.zones) == dict(other.zones)


@given(panels, on())
def test_the_slides_keep_most_of_the_glass(panel: Panel, zones: list[Zone]) -> None:
    """What stands along the edges never takes half of the glass."""
    edges = [zone for zone in zones if zone.share is None]
    main = layout(panel, edges).main
    assert main.width * main.height >= 0.5 * panel.width * panel.height


@given(panels, st.integers(1, 4096), st.integers(1, 4096))
def test_a_part_has_pixels_of_the_same_size(panel: Panel, width: int, height: int) -> None:
    part = part_of(panel, Box(0, 0, width, height))
    assert part.pixels_per_metre == pytest.approx(panel.pixels_per_metre, rel=1e-9)
    assert (part.distance, part.kind) == (panel.distance, panel.kind)


@pytest.mark.parametrize("size", SIZES)
def test_the_bar_can_be_read_from_where_people_stand(size: tuple[int, int]) -> None:
    """Letters of at least D/140 of the viewing distance on ordinary panels (numbers of the house: 34 px at 55 inches and 3 m)."""
    panel = Panel(*size)
    assert letter(panel) * 0.92 >= panel.distance / 140 * panel.pixels_per_metre - 1
    assert bar_height(panel) <= 0.25 * min(size)


def test_the_bar_is_where_the_ticker_wants_to_be_and_above_without_one() -> None:
    panel = Panel()
    below = layout(panel, [Zone("ticker", (slide("ticker"),)), Zone("clock", (slide("clock"),))])
    assert below.main.y == 0
    above = layout(panel, [Zone("ticker", (slide("ticker"),), top=True)])
    assert above.main.y == above.box("ticker").height
    assert layout(panel, [Zone("clock", (slide("clock"),))]).box("clock").y == 0


def test_what_parts_leave() -> None:
    assert rest_of([Share(7000, 0, 3000, WHOLE)]) == Share(0, 0, 7000, WHOLE)
    assert rest_of([Share(0, 0, 5000, 5000)]) is None
    assert rest_of([Share(0, 0, WHOLE, WHOLE)]) is None
    assert rest_of([Share(7000, 0, 3000, 5000), Share(7000, 5000, 3000, 5000)]) == Share(0, 0, 7000, WHOLE)


def test_where_a_part_with_times_of_its_own_is_off_the_slides_have_the_room() -> None:
    """Where what is left is no rectangle, the others of the layout wait with it: nothing ever stands over the slides."""
    corner = Zone("own", (slide("slogan"),), share=Share(7000, 0, 3000, 5000))
    places = layout(Panel(), [corner])
    assert places.zones == ()
    assert places.main == Box(0, 0, 1920, 1080)

"""Rotations by themselves: order, guests, permutations, and any door."""

from __future__ import annotations

from collections import Counter
from itertools import islice, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from player.model.content import Slide
from player.model.units import Millis
from player.timeline.rotation import Rotation, permutation
from tests.timeline.worlds import playlist, slide

START = Millis(1_593_792_000_000)


def names(rotation: Rotation, number: int, elapsed: int = 0) -> str:
    return " ".join(turn.slide.id for turn in islice(rotation.turns(START, elapsed), number))


def rotation(*slides: Slide, shuffle: bool = False) -> Rotation:
    return Rotation([(playlist("p", slides, shuffle=shuffle), slides)])


def test_guests_come_after_every_nth_ordinary_slide_in_their_order() -> None:
    slides = (slide("x", every=2), slide("a"), slide("b"), slide("y", every=1), slide("c"))
    assert names(rotation(*slides), 14) == "a y b x y c y a x y b y c x"


def test_a_guest_that_comes_seldom_counts_through_cycles() -> None:
    assert names(rotation(slide("a"), slide("b"), slide("x", every=5)), 12) == "a b a b a x b a b a b x"


def test_a_playlist_of_guests_alone_rotates() -> None:
    assert names(rotation(slide("x", every=2), slide("y", every=3)), 5) == "x y x y x"


def test_guests_of_one_playlist_visit_the_other() -> None:
    one, two = (slide("a"), slide("b")), (slide("x", every=2),)
    both = Rotation([(playlist("p", one), one), (playlist("q", two), two)])
    assert names(both, 7) == "a b x a b x a"
    assert [turn.playlist for turn in islice(both.turns(START, 0), 3)] == ["p", "p", "q"]


def test_a_slide_alone_repeats() -> None:
    assert names(rotation(slide("a"), shuffle=True), 3) == "a a a"


def test_dwells_that_nobody_may_write_break_nothing() -> None:
    turns = list(islice(rotation(slide("a", 0), slide("b", -5), slide("c", 0.5)).turns(START, 1_000_000), 3))
    assert all(turn.end - turn.start == 2_000 for turn in turns)


def test_one_shuffled_and_one_ordered_playlist_keep_their_places() -> None:
    mixed, ordered = tuple(map(slide, "abcd")), tuple(map(slide, "xyz"))
    both = Rotation([(playlist("p", mixed, shuffle=True), mixed), (playlist("q", ordered), ordered)])
    for cycle in range(20):
        turns = names(both, 7, cycle * 70_000).split()
        assert sorted(turns[:4]) == list("abcd")
        assert turns[4:] == list("xyz")


@given(
    dwells=st.lists(st.integers(2_000, 30_000), min_size=1, max_size=7),
    guests=st.lists(st.tuples(st.integers(1, 9), st.integers(2_000, 30_000)), max_size=4),
    shuffle=st.booleans(),
    elapsed=st.integers(0, 1_500_000),
)
@settings(deadline=None)
def test_any_time_is_found_without_stepping(
    dwells: list[int], guests: list[tuple[int, int]], shuffle: bool, elapsed: int
) -> None:
    """Bisection finds the turn that stepping from the start arrives at, and goes on alike."""
    slides = [slide(f"o{place}", dwell / 1000) for place, dwell in enumerate(dwells)]
    slides += [slide(f"g{place}", dwell / 1000, every=every) for place, (every, dwell) in enumerate(guests)]
    rotating = rotation(*slides, shuffle=shuffle)
    stepped = (turn for turn in rotating.turns(START, 0) if turn.end > elapsed)
    found = list(islice(rotating.turns(START, elapsed), 10))
    assert found == list(islice(stepped, 10))
    assert found[0].start <= elapsed < found[0].end
    assert all(before.end == after.start for before, after in pairwise(found))


@given(seed=st.text(max_size=5), size=st.integers(1, 40), cycle=st.integers(0, 10_000))
def test_permutation(seed: str, size: int, cycle: int) -> None:
    """Each cycle is a permutation, the last of one never the first of the next."""
    order, following = permutation(seed, size, cycle), permutation(seed, size, cycle + 1)
    assert sorted(order) == list(range(size))
    assert size == 1 or order[-1] != following[0]


def test_permutations_are_fair() -> None:
    """Each of the 24 orders of four slides comes about as often as the others: no slide is favoured."""
    seen = Counter(tuple(permutation("fair", 4, cycle)) for cycle in range(12_000))
    assert len(seen) == 24
    assert max(seen.values()) < 1.6 * min(seen.values())
    for place in range(4):
        at_place = Counter(permutation("fair", 4, cycle)[place] for cycle in range(4_000))
        assert all(850 < number < 1_150 for number in at_place.values())


def test_permutations_stay_what_they_are() -> None:
    """Screens of different versions play side by side: the draw is part of what they agree on."""
    assert permutation("青播", 6, 0) == [4, 2, 5, 3, 0, 1]
    assert permutation("青播", 6, 1) == [0, 1, 3, 2, 4, 5]
    assert permutation("青播", 2, 7) == permutation("青播", 2, 8)

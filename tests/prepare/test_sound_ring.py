"""The ring of sound: sample n is where sample n was put, whatever the two ends do; and nothing clicks."""

from __future__ import annotations

from array import array
from itertools import pairwise
from math import nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.model.sound import FRAME, RATE
from player.model.units import Digest, Millis
from player.prepare.film_ring import SOUND, SOUNDS_AT, Memory, Reader, Reel, Writer
from player.prepare.sound_ring import (
    AHEAD,
    BEND,
    CAPACITY,
    SoundReader,
    SoundWriter,
    joined,
    last_of,
    number_at,
)


def reel(number: int = 1, begin: int = 0) -> Reel:
    return Reel(number, Digest("0" * 64), 8, 4, Millis(1000), begin=Millis(begin), sound=True)


def numbered(first: int, count: int) -> bytes:
    """Samples that bear their number, a half of it on each side."""
    return b"".join((number & 0xFFFFFFFF).to_bytes(4, "little") for number in range(first, first + count))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 3 * CAPACITY), st.lists(st.integers(1, RATE // 2), min_size=1, max_size=14))
def test_what_is_put_is_read_by_its_number(begin: int, pieces: list[int]) -> None:
    """Any stretch of the last `CAPACITY` samples is there as it was put; what lies before, or is not written yet, is not."""
    mapped = Memory().map()
    writer, reader = SoundWriter(mapped, 1, reel()), SoundReader(mapped)
    writer.begin(begin)
    assert reader.samples(1, begin, 1) is None
    at = begin
    for count in pieces:
        writer.put(numbered(at, count))
        at += count
    first = max(begin, at - CAPACITY)
    assert reader.samples(1, first, at - first) == numbered(first, at - first)
    middle = (first + at) // 2
    assert reader.samples(1, middle, 1) == numbered(middle, 1)
    assert reader.samples(1, first - 1, 2) is None
    assert reader.samples(1, at - 1, 2) is None
    assert reader.samples(2, first, 1) is None


def test_it_is_written_ahead_of_the_glass_and_never_where_it_is_heard() -> None:
    """Two seconds ahead of the picture; so what belongs to the picture, and two seconds before it, stay."""
    mapped = Memory().map()
    pictures, glass = Writer(mapped, 0, reel()), Reader(mapped, reel())
    writer, reader = SoundWriter(mapped, 0, reel()), SoundReader(mapped)
    pictures.begin()
    writer.begin(0)
    assert (writer.goal, reader.goal(1), writer.room) == (None, None, AHEAD)
    writer.put(numbered(0, AHEAD))
    assert writer.room == 0
    for second in range(1, 12):
        glass.picture(second * 1000.0)
        assert reader.goal(1) == second * 1000
        assert writer.goal == second * RATE
        assert writer.room == RATE
        writer.put(numbered(writer.written, RATE))
        assert reader.samples(1, second * RATE, AHEAD) == numbered(second * RATE, AHEAD)
        before = max(0, (second - 2) * RATE + 1)
        assert reader.samples(1, before, 10) == numbered(before, 10)


@given(st.floats(allow_nan=True, allow_infinity=True), st.integers(0, 3))
def test_nonsense_in_the_cells_is_silence(value: float, cell: int) -> None:
    """Whoever writes there decodes a stranger's bytes: what he says of himself is never trusted, and never an exception."""
    mapped = Memory().map()
    writer, reader = SoundWriter(mapped, 0, reel()), SoundReader(mapped)
    writer.begin(0)
    writer.put(numbered(0, 100))
    memoryview(mapped)[SOUNDS_AT : SOUNDS_AT + SOUND - SOUND % 8].cast("d")[cell] = value
    found = reader.samples(1, 10, 20)
    assert found is None or len(found) == 20 * FRAME
    assert reader.goal(1) is None


def test_a_goal_that_is_no_number_is_none() -> None:
    mapped = Memory().map()
    pictures, glass = Writer(mapped, 0, reel()), Reader(mapped, reel())
    pictures.begin()
    glass.picture(nan)
    assert SoundReader(mapped).goal(1) in (None, 0.0)


SAMPLE = st.integers(-32_768, 32_767)


@given(st.tuples(SAMPLE, SAMPLE), st.lists(st.tuples(SAMPLE, SAMPLE), min_size=1, max_size=900))
def test_what_is_joined_goes_on_from_where_it_was(before: tuple[int, int], samples: list[tuple[int, int]]) -> None:
    """No step is steeper than the piece's own and the little that the bend adds; behind the bend nothing is changed."""
    piece = b"".join(array("h", each).tobytes() for each in samples)
    whole = joined(before, piece)
    assert len(whole) == len(piece)
    assert whole[BEND * FRAME :] == piece[BEND * FRAME :]
    made = array("h", whole)
    length = min(BEND, len(samples))
    for side in (0, 1):
        was, now = [before[side], *(each[side] for each in samples)], [before[side], *made[side::2]]
        assert now[1] == before[side]
        extra = abs(was[1] - was[0]) / length + 2
        for number, ((a, b), (c, d)) in enumerate(zip(pairwise(was), pairwise(now), strict=True)):
            assert number == 0 or abs(d - c) <= abs(b - a) + extra
    assert last_of(whole) == (made[-2], made[-1])


def test_what_follows_smoothly_is_left_as_it_is() -> None:
    """A round of a film that is made to go round is not touched."""
    piece = numbered(5, 1000)
    assert joined(last_of(piece[:FRAME]), piece) == piece
    assert joined((1, 2), b"") == b""


@pytest.mark.parametrize("position", [0.0, 1.0, 999.99, 3_600_000.0, 8.64e7])
def test_the_number_of_a_sample_is_exact_after_a_day(position: float) -> None:
    assert abs(number_at(position) - position * 48) <= 0.5

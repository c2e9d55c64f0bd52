"""The ring: what is put in is what is seen, in its turn, whatever the two ends do."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.model.units import Digest, Millis
from player.prepare.film_ring import BUDGET, LARGEST, LEAST_PLACES, PLACES, TRACK, Memory, Reader, Reel, Writer, let_go

SIZE = (8, 4)


def reel(number: int = 1, size: tuple[int, int] = SIZE) -> Reel:
    return Reel(number, Digest("0" * 64), *size, length=Millis(1000))


def filled(number: int, size: tuple[int, int] = SIZE) -> bytes:
    return bytes([number % 256]) * (size[0] * size[1] * 4)


@given(st.lists(st.one_of(st.just(-1.0), st.floats(0, 2_000)), max_size=60))
def test_the_newest_picture_that_is_due_is_seen(steps: list[float]) -> None:
    """-1: the writer puts one in, where there is room; else the reader looks at that time (time only goes on)."""
    memory = Memory()
    mapped = memory.map()
    memory.close()
    writer, reader = Writer(mapped, 0, reel()), Reader(mapped, reel())
    writer.begin()
    put, now = 0, 0.0
    seen = 0
    for step in steps:
        if step < 0:
            if writer.has_room:
                writer.put(put * 40.0, memoryview(filled(put)), 32)
                put += 1
            continue
        now = max(now, step)
        found = reader.picture(now)
        if not put:
            assert found is None
            continue
        assert found is not None
        meant = max(seen, min(put - 1, int(now // 40)))
        assert (found[0], bytes(found[2])) == (meant, filled(meant))
        seen = meant
    assert put - seen <= reel().places


def test_rows_with_a_gap_are_put_without_it() -> None:
    mapped = Memory().map()
    writer, reader = Writer(mapped, 1, reel()), Reader(mapped, reel())
    writer.begin()
    padded = b"".join(bytes([row]) * 32 + b"\xff" * 16 for row in range(4))
    writer.put(0.0, memoryview(padded), 48)
    found = reader.picture(0.0)
    assert found is not None
    assert bytes(found[2]) == b"".join(bytes([row]) * 32 for row in range(4))


def test_each_reel_has_a_track_of_its_own() -> None:
    mapped = Memory().map()
    first, second = reel(1), reel(2)
    for track, each in enumerate((first, second)):
        writer = Writer(mapped, track, each)
        writer.begin()
        writer.put(0.0, memoryview(filled(each.number)), 32)
    for each in (first, second):
        found = Reader(mapped, each).picture(0.0)
        assert found is not None
        assert bytes(found[2]) == filled(each.number)
    assert Reader(mapped, reel(3)).picture(0.0) is None


def test_a_track_that_goes_to_another_reel_shows_nothing_of_it() -> None:
    mapped = Memory().map()
    writer, reader = Writer(mapped, 0, reel(1)), Reader(mapped, reel(1))
    writer.begin()
    writer.put(0.0, memoryview(filled(1)), 32)
    assert reader.is_ready
    Writer(mapped, 0, reel(2)).begin()
    assert not reader.is_ready
    assert reader.picture(0.0) is None
    assert reader.next_time() is None


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -5.0, 1e300, 7.5e11])
def test_cells_that_make_no_sense_are_no_picture_or_an_old_one(bad: float) -> None:
    """A decoder that was taken over may write whatever it likes into them: nothing outside the track is read."""
    mapped = Memory().map()
    writer, reader = Writer(mapped, 0, reel()), Reader(mapped, reel())
    writer.begin()
    writer.put(0.0, memoryview(filled(9)), 32)
    for cell in range(1, 30):
        kept = writer._cells[cell]
        writer._cells[cell] = bad
        found = reader.picture(500.0)
        assert found is None or len(found[2]) == reel().size
        reader.next_time()
        writer._cells[cell] = kept


def test_sizes_fit_their_tracks() -> None:
    for size in ((1920, 1080), (3840, 2160), (4096, 2304), (640, 360), (1080, 1920)):
        each = reel(size=size)
        assert LEAST_PLACES <= each.places <= PLACES
        assert each.places * each.size <= TRACK - os.sysconf("SC_PAGE_SIZE")
        assert each.places == LEAST_PLACES or each.places * each.size <= BUDGET
    assert reel(size=(7680, 4320)).places == 0
    assert reel(size=(7680, 4320)).size > LARGEST


def test_memory_that_is_let_go_of_is_given_back() -> None:
    memory = Memory()
    mapped = memory.map()
    big = reel(size=(1920, 1080))
    writer = Writer(mapped, 0, big)
    writer.begin()
    for _ in range(big.places):
        writer.put(0.0, memoryview(bytes(big.size)), big.width * 4)
    before = os.fstat(memory._file).st_blocks
    let_go(mapped)
    after = os.fstat(memory._file).st_blocks
    memory.close()
    assert before * 512 > big.places * big.size * 0.9
    assert after * 512 < 100_000

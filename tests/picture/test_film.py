"""Films: what is opened and what not, how long they are, and which picture is seen when."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from player.model.content import Film
from player.picture.film import FASTEST, FilmLimits, FilmRefused, Tape, packed, still
from tests.support.films import film, number_in


@contextmanager
def opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def looked_at(path: Path) -> tuple[int, int, Film]:
    with opened(path) as descriptor, Tape(descriptor) as tape:
        return tape.looked_at()


def refused(path: Path) -> str:
    with pytest.raises(FilmRefused) as caught:
        looked_at(path)
    return caught.value.code


def played(path: Path, *, since: float = 0, width: int = 320, height: int = 240) -> list[tuple[int, int]]:
    """Number and time in ms of each picture from `since` on."""
    film_in_it = looked_at(path)[2]
    with opened(path) as descriptor, Tape(descriptor) as tape:
        return [
            (number_in(packed(picture, width, height), width, box=(0, 0, width, height)), round(picture.at))
            for picture in tape.pictures(width, height, since=since, lead=film_in_it.lead)
        ]


@pytest.mark.parametrize(
    ("name", "codec", "form"),
    [
        ("a.mp4", "libx264", "yuv420p"),
        ("a.mov", "libx265", "yuv420p10le"),
        ("a.mkv", "libx264", "yuv444p"),
        ("a.webm", "libvpx-vp9", "yuv420p"),
        ("b.mov", "prores_ks", "yuva444p10le"),
        ("b.mp4", "mpeg4", "yuv420p"),
    ],
)
def test_every_picture_is_seen_in_its_turn(tmp_path: Path, name: str, codec: str, form: str) -> None:
    """Whatever the container, codec, depth and alpha: all pictures, in order, at their times."""
    path = film(tmp_path / name, codec=codec, form=form, count=10)
    width, height, found = looked_at(path)
    assert (width, height) == (320, 240)
    assert abs(found.length - 333) <= 2
    assert played(path) == [(n, round(n * 1000 / 30)) for n in range(10)]


def test_the_picture_at_an_instant_is_the_one_that_the_film_shows_then(tmp_path: Path) -> None:
    """A still is what is seen at its instant, wherever in the film: the same bytes that playing gives."""
    path = film(tmp_path / "a.mp4", count=40, every_key=25)
    found = looked_at(path)[2]
    with opened(path) as descriptor:
        with Tape(descriptor) as tape:
            all_of_it = [packed(one, 160, 120) for one in tape.pictures(160, 120, since=0, lead=0)]
        for at, number in ((0, 0), (33, 0), (34, 1), (700, 21), (1332, 39), (99_999, 39)):
            assert still(descriptor, 160, 120, film=found, at=at) == all_of_it[number]


@pytest.mark.parametrize("since", [0, 10, 500, 834, 1300])
def test_a_film_is_taken_up_anywhere(tmp_path: Path, since: int) -> None:
    path = film(tmp_path / "a.mp4", count=40, every_key=25)
    first = since * 30 // 1000
    assert [number for number, _ in played(path, since=since)] == list(range(first, 40))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(20, 400), min_size=3, max_size=12))
def test_distances_between_pictures_may_change(tmp_path: Path, distances: list[int]) -> None:
    """A picture is seen from its own time until the next one's, however far they are apart."""
    times = [0, *accumulate(distances)]
    path = film(tmp_path / "v.mkv", times=times, count=len(times), size=(96, 64), every_key=4)
    at_all = played(path, width=96, height=64)
    assert [number for number, _ in at_all] == list(range(len(times)))
    assert all(abs(at - meant) <= 1 for (_, at), meant in zip(at_all, times, strict=True))


@pytest.mark.parametrize(("turned", "size"), [(90, (240, 320)), (-90, (240, 320)), (180, (320, 240)), (0, (320, 240))])
def test_a_phone_that_was_held_upright(tmp_path: Path, turned: int, size: tuple[int, int]) -> None:
    """The size is the one that is seen, and the picture is turned to it."""
    path = film(tmp_path / "p.mov", turned=turned, count=4)
    width, height, found = looked_at(path)
    assert (width, height) == size
    with opened(path) as descriptor:
        pixels = still(descriptor, width, height, film=found, at=0)
    middles = ((width // 2, 8), (width // 2, height - 8), (8, height // 2), (width - 8, height // 2))
    above, below, left, right = (pixels[(y * width + x) * 4 + 2] > 120 for x, y in middles)
    red, not_red = {0: (below, above), 180: (above, below), 90: (right, left), -90: (left, right)}[turned]
    assert red
    assert not not_red


def test_black_at_the_beginning_is_left_out(tmp_path: Path) -> None:
    """The glass is never black: a film begins with its first picture that is worth seeing, and is shorter by so much."""
    path = film(tmp_path / "a.mp4", count=30, dark=9)
    found = looked_at(path)[2]
    assert (found.lead, found.length) == (300, 700)
    assert played(path)[0] == (9, 0)
    with opened(path) as descriptor:
        assert number_in(still(descriptor, 320, 240, film=found, at=0), 320, box=(0, 0, 320, 240)) == 9


def test_what_is_dark_for_long_is_meant(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", count=90, dark=80, size=(64, 48))
    assert looked_at(path)[2].lead == 0


def test_a_fast_film_is_shown_as_fast_as_a_glass(tmp_path: Path) -> None:
    times = [at for _, at in played(film(tmp_path / "a.mp4", rate=120, count=60, size=(96, 64)), width=96, height=64)]
    assert all(after - before >= 990 // FASTEST for before, after in pairwise(times))
    assert len(times) == 30


def test_odd_sizes_and_pixels_that_are_not_square(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", size=(322, 242), form="yuv444p", count=5)
    assert looked_at(path)[:2] == (322, 242)
    assert [number for number, _ in played(path, width=161, height=121)] == [0, 1, 2, 3, 4]


def test_what_matters_of_it_is_known(tmp_path: Path) -> None:
    found = looked_at(film(tmp_path / "a.mp4", sound=True, count=30))[2]
    assert (found.sound, found.codec, found.hdr, round(found.rate / 1000)) == (True, "h264", False, 30)
    assert looked_at(film(tmp_path / "h.mkv", codec="libx265", form="yuv420p10le", count=3, color_trc=16))[2].hdr


@pytest.mark.fault(16)
def test_what_is_no_film_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20)
    (tmp_path / "b.mp4").write_bytes(b"#EXTM3U\nhttp://example.org/a.ts\n")
    (tmp_path / "c.mp4").write_bytes(b"")
    (tmp_path / "d.mp4").write_bytes(b"ffconcat version 1.0\nfile 'a.mp4'\n")
    assert [refused(tmp_path / f"{name}.mp4") for name in "abcd"] == ["film-unreadable"] * 4


@pytest.mark.fault(9, 16)
@pytest.mark.parametrize("front", [True, False])
def test_half_a_film_is_refused(tmp_path: Path, front: bool) -> None:
    """One whose end was not copied, with its index in front or, as most are, at the end."""
    options = {"movflags": "faststart"} if front else {}
    path = film(tmp_path / "a.mp4", count=90, container_options=options)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert refused(path) == "film-incomplete"


@pytest.mark.control(9, 16)
def test_who_plays_what_can_be_played_shows_the_half_of_a_film(tmp_path: Path) -> None:
    import av

    path = film(tmp_path / "a.mp4", count=90, container_options={"movflags": "faststart"})
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    seen = 0
    with av.open(str(path)) as container, suppress(av.FFmpegError):  # the picture that was cut through
        for _ in container.decode(video=0):
            seen += 1
    assert 20 < seen < 80


def test_a_film_without_an_index_is_played(tmp_path: Path) -> None:
    """A recording that was broken off, as meeting rooms make them, and one that says nothing of its length."""
    path = film(tmp_path / "a.mkv", count=30, container_options={"live": "1"})
    assert abs(looked_at(path)[2].length - 1000) <= 34
    assert [number for number, _ in played(path, since=500)][-1] == 29


def test_sound_alone_is_refused(tmp_path: Path) -> None:
    import av

    path = film(tmp_path / "a.mp4", sound=True)
    with av.open(str(path)) as whole, av.open(str(tmp_path / "b.mp4"), "w") as part:
        stream = part.add_stream_from_template(whole.streams.audio[0])
        for packet in whole.demux(whole.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = stream
                part.mux(packet)
    assert refused(tmp_path / "b.mp4") == "film-no-picture"


@pytest.mark.fault(16)
def test_limits_hold(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", count=10)
    for limits, code in (
        (FilmLimits(pixels=1000), "film-large"),
        (FilmLimits(rate=20), "film-fast"),
        (FilmLimits(length=100), "film-long"),  # type: ignore[arg-type]
    ):
        with opened(path) as descriptor, Tape(descriptor) as tape, pytest.raises(FilmRefused) as caught:
            tape.looked_at(limits)
        assert caught.value.code == code


def test_bytes_that_change_on_the_way_do_no_more_than_spoil_pictures(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", count=60)
    data = bytearray(path.read_bytes())
    at = data.index(b"mdat") + 400
    data[at : at + 300] = bytes(300)
    path.write_bytes(data)
    assert len(played(path)) > 30

"""A film's still: the very picture that the film begins with, on its place, with its caption readable below it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from player.model.content import Asset, Slide, Source
from player.model.settings import Panel
from player.model.units import Digest, Millis
from player.picture.decode import PictureRefused
from player.picture.film import Tape, packed
from player.slides.kinds import kind_of
from player.slides.paint import Painted, paint
from player.slides.video import face_at, place, position
from tests.support.films import film, number_in

SIZE = (960, 540)


def slide_of(path: Path, **fields: str) -> Slide:
    with path.open("rb") as file, Tape(file.fileno()) as tape:
        width, height, found = tape.looked_at()
    asset = Asset(Digest("a" * 64), path.name, 1, width, height, film=found)
    return Slide("v", "video", Source("v"), Millis(0), tuple(sorted(fields.items())), (asset,))


def painted(slide: Slide, path: Path, face: str = "", size: tuple[int, int] = SIZE) -> Painted:
    return paint(slide, face, Panel(*size), "green", lambda _: path)


def within(picture: Painted, slide: Slide) -> bytes:
    """The pixels of the film's place on the frame."""
    at = place(slide, picture.width, picture.height)
    rows = (picture.pixels[((at.y + y) * picture.width + at.x) * 4 :][: at.width * 4] for y in range(at.height))
    return b"".join(rows)


@pytest.mark.parametrize("caption", ["", "机关节能三分钟"])
@pytest.mark.parametrize("shape", [(320, 180), (320, 240), (180, 320)])
def test_the_still_is_the_films_first_picture_to_the_last_bit(
    tmp_path: Path, shape: tuple[int, int], caption: str
) -> None:
    """What stands until the film moves is what it begins with: nobody sees where one becomes the other."""
    path = film(tmp_path / "a.mp4", size=shape, count=5)
    slide = slide_of(path, **({"caption": caption} if caption else {}))
    picture = painted(slide, path)
    at = place(slide, *SIZE)
    with path.open("rb") as file, Tape(file.fileno()) as tape:
        first = next(tape.pictures(at.width, at.height, since=0, lead=0))
        meant = packed(first, at.width, at.height)
    assert within(picture, slide) == meant


def test_the_face_of_an_instant_is_the_picture_that_is_seen_then(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", size=(320, 180), count=60)
    slide = slide_of(path)
    asset = slide.assets[0]
    assert asset.film is not None
    for now, number in ((0, 0), (1_000, 30), (1_999, 59), (2_000, 0), (4_500, 15)):
        face = face_at(position(asset.film, Millis(0), Millis(now)))
        picture = painted(slide, path, face)
        at = place(slide, *SIZE)
        assert number_in(picture.pixels, SIZE[0], box=(at.x, at.y, at.width, at.height)) == number


def test_around_the_film_is_the_themes_own_ground(tmp_path: Path) -> None:
    """A film in another shape than the glass has no black bars."""
    path = film(tmp_path / "a.mp4", size=(180, 320), count=3)
    picture = painted(slide_of(path), path)
    for x, y in ((20, 20), (20, 500), (940, 270)):
        blue, green, red = picture.pixels[(y * SIZE[0] + x) * 4 :][:3]
        assert max(blue, green, red) > 60


def test_how_long_it_lasts_is_as_long_as_the_film(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", size=(96, 64), count=240, rate=30)
    assert kind_of("video").lasts(slide_of(path)) == 8_000
    assert kind_of("video").lasts(Slide("v", "video", Source("v"), Millis(0))) is None


@pytest.mark.fault(16)
def test_a_film_that_has_rotted_since_is_refused_not_fatal(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", size=(96, 64), count=5)
    slide = slide_of(path)
    path.write_bytes(os.urandom(5_000))
    with pytest.raises(PictureRefused):
        painted(slide, path)

"""Films as the intake takes them in: kept in the store, looked through once, remembered; what cannot be played is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.model.content import Asset, Slide, Source
from player.model.problem import Problem
from player.model.units import Digest, Millis
from player.prepare.limits import Limits
from player.roles import pictures
from player.roles.film_slow import forget_slow, read_slow, remember_slow, slow_films
from tests.support.films import film
from tests.support.picture_desk import PictureDesk


@pytest.fixture
def desk(tmp_path: Path) -> PictureDesk:
    return PictureDesk(tmp_path)


def code_of(found: Asset | Problem) -> str:
    assert isinstance(found, Problem), found
    return found.code


def test_a_film_is_looked_through_once_and_remembered(desk: PictureDesk) -> None:
    film(desk.folder / "片.mp4", count=30)
    found = desk.ask("片.mp4")
    assert isinstance(found, Asset)
    assert found.film is not None
    assert (found.width, found.height, found.film.length) == (320, 240, 1000)
    desk.restart()
    asked = len(desk.asked)
    assert desk.ask("片.mp4") == found
    assert len(desk.asked) == asked


@pytest.mark.fault(9)
def test_half_a_film_is_told_and_the_whole_one_taken(desk: PictureDesk) -> None:
    whole = film(desk.folder / "片.mp4", count=90).read_bytes()
    (desk.folder / "片.mp4").write_bytes(whole[: len(whole) // 2])
    assert code_of(desk.ask("片.mp4")) == "film-incomplete"
    (desk.folder / "片.mp4").write_bytes(whole)
    assert isinstance(desk.ask("片.mp4"), Asset)


def test_a_picture_that_is_called_a_film_is_told_so(desk: PictureDesk) -> None:
    (desk.folder / "片.mp4").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    found = desk.ask("片.mp4")
    assert code_of(found) == "film-unreadable"
    assert isinstance(found, Problem)
    assert "PNG" in found.message.zh


@pytest.mark.fault(17)
def test_a_film_at_which_the_decoder_dies_twice_is_set_aside(desk: PictureDesk) -> None:
    film(desk.folder / "片.mp4", count=60, size=(640, 480))
    desk.usual = Limits(seconds=0.02)
    assert code_of(desk.ask("片.mp4")) == "film-crashes"
    desk.usual = Limits()
    desk.restart()
    assert code_of(desk.ask("片.mp4")) == "film-crashes", "it is not tried again"


@pytest.mark.control(17)
def test_without_a_quarantine_the_film_would_be_opened_for_ever(desk: PictureDesk) -> None:
    film(desk.folder / "片.mp4", count=60, size=(640, 480))
    desk.usual = Limits(seconds=0.02)
    for look in range(1, 4):
        assert code_of(desk.ask("片.mp4")) == "film-crashes"
        assert len(desk.asked) == 2 * look
        for file in (desk.cache / "quarantine").iterdir():
            file.unlink()


def test_a_film_may_be_larger_than_a_picture_but_not_endless(
    desk: PictureDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    film(desk.folder / "片.mp4", count=30)
    monkeypatch.setattr(pictures, "LARGEST", 10)
    assert isinstance(desk.ask("片.mp4"), Asset)
    film(desk.folder / "长.mp4", count=30)
    monkeypatch.setattr(pictures, "LARGEST_FILM", 10)
    assert code_of(desk.ask("长.mp4")) == "film-too-big"


def test_a_film_that_is_too_much_is_told_where_it_is_written(tmp_path: Path, desk: PictureDesk) -> None:
    film(desk.folder / "片.mp4", count=30)
    asset = desk.ask("片.mp4")
    assert isinstance(asset, Asset)
    shown = Slide("v", "video", Source("单.yaml", 3), Millis(6_000), assets=(asset,))
    cache = tmp_path / "other"
    cache.mkdir()
    assert slow_films([shown], read_slow(cache)) == ()
    remember_slow(cache, Digest("b" * 64))
    remember_slow(cache, asset.digest)
    (problem,) = slow_films([shown], read_slow(cache))
    assert (problem.code, problem.place.file, problem.place.line) == ("film-slow", "单.yaml", 3)
    assert "320×240" in problem.message.zh
    forget_slow(cache, asset.digest)
    assert slow_films([shown], read_slow(cache)) == ()

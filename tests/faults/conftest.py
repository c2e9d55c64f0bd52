"""A display for each test, a folder with two slides that change by a cut, and a cache; a file that needs others makes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.player import picture
from tests.support.xvfb import Xvfb


@pytest.fixture
def display() -> Iterator[Xvfb]:
    with Xvfb(640, 360) as one:
        one.paint(255, 255, 255)
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "节目"
    place.mkdir()
    (place / "playlist.yaml").write_text("dwell: 3秒\ntransition: cut\n", "utf-8")
    picture(place / "1.png", "red")
    picture(place / "2.png", "green")
    return place


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"

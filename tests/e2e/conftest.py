"""A display for each test, and a folder with two pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.player import picture
from tests.support.xvfb import Xvfb


@pytest.fixture
def display() -> Iterator[Xvfb]:
    with Xvfb(1280, 720) as one:
        one.paint(255, 255, 255)
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "节目"
    place.mkdir()
    (place / "playlist.yaml").write_text("dwell: 3秒\n", "utf-8")  # so that the tests do not wait for long
    picture(place / "1.png", "red")
    picture(place / "2.png", "green")
    return place


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"

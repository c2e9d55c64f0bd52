"""Fixtures that many tests share, of the size and with the content that a room or a file wants: `display = display_of(320, 180)`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.player import picture
from tests.support.xvfb import Xvfb


def display_of(width: int, height: int, *, number: int | None = None) -> Any:
    """A display for each test, white where nothing covers it."""

    @pytest.fixture
    def display() -> Iterator[Xvfb]:
        with Xvfb(width, height, number=number) as one:
            one.paint(255, 255, 255)
            yield one

    return display


def folder_of(rules: str, *colours: str) -> Any:
    """A folder with these lines for a playlist, and pictures of these colours: 1.png, 2.png and so on."""

    @pytest.fixture
    def folder(tmp_path: Path) -> Path:
        place = tmp_path / "节目"
        place.mkdir()
        (place / "playlist.yaml").write_text(rules, "utf-8")
        for number, colour in enumerate(colours, 1):
            picture(place / f"{number}.png", colour)
        return place

    return folder

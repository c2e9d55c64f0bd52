"""One virtual display for the tests of this room, and a window on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from player.screen.pane import Options
from player.screen.window import Window
from tests.support.xvfb import Xvfb

SIZE = (640, 360)


@pytest.fixture(scope="session")
def server() -> Iterator[Xvfb]:
    with Xvfb(*SIZE) as display:
        yield display


@pytest.fixture
def display(server: Xvfb, monkeypatch: pytest.MonkeyPatch) -> Xvfb:
    """The display, painted green, at its full size; DISPLAY names it."""
    for key, value in server.env().items():
        monkeypatch.setenv(key, value)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    if server.size != SIZE:
        server.resize(*SIZE)
    server.paint(0, 200, 0)
    return server


@pytest.fixture
def window(display: Xvfb) -> Iterator[Window]:
    """A window over the whole display, hidden until its first frame."""
    glass = Window(Options())
    yield glass
    glass.close()

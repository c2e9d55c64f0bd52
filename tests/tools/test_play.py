"""`qingbo play` as a service manager sees it: exit codes and signals. What is on the glass is tested in tests/e2e."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.checkout import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")

ENOUGH = 60.0  # seconds


def environment(place: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
    }
    return {
        **kept,
        "HOME": str(place),
        "XDG_CACHE_HOME": str(place / "cache"),
        "LANG": "zh_CN.UTF-8",
        "PYTHONPATH": str(ROOT),
    }


def start(place: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tools.qingbo", "play", str(place / "in"), *arguments]
    return subprocess.Popen(
        command, env=environment(place), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "通知.txt").write_text("停水通知\n今天下午停水。\n", "utf-8")
    return tmp_path


def wait_for(path: Path) -> None:
    """Returns when the file is there."""
    end = time.monotonic() + ENOUGH
    while not path.exists():
        assert time.monotonic() < end, f"{path.name} never came"
        time.sleep(0.05)


def test_without_a_display_it_plays_on_and_says_so_and_a_signal_ends_it_well(place: Path) -> None:
    process = start(place, "--cache", str(place / "cache"))
    try:
        wait_for(place / "cache" / "current")
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=ENOUGH)
    finally:
        process.kill()
    assert process.returncode == 0, said
    assert "没有显示器" in said
    assert "Traceback" not in said


def test_a_required_display_that_is_not_there_is_code_3(place: Path) -> None:
    process = start(place, "--require-display")
    _, said = process.communicate(timeout=ENOUGH)
    assert process.returncode == 3, said
    assert said.count("\n") == 1


def test_a_second_player_on_one_cache_is_refused_and_the_first_goes_on(place: Path) -> None:
    first = start(place, "--headless", "--cache", str(place / "cache"))
    try:
        wait_for(place / "cache" / "current")
        second = start(place, "--headless", "--cache", str(place / "cache"))
        _, said = second.communicate(timeout=ENOUGH)
        assert second.returncode == 2
        assert str(first.pid) in said
        assert first.poll() is None
    finally:
        first.send_signal(signal.SIGINT)
        first.communicate(timeout=ENOUGH)
    assert first.returncode == 0

"""The cache is damaged, or the power failed, under the whole player: what is on the window, and what staff are told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from player.store.store import Store
from tests.support.altered import Altered
from tests.support.campaign import rot
from tests.support.fixtures import display_of, folder_of
from tests.support.player import Program, picture, playing
from tests.support.told import problems
from tests.support.xvfb import Xvfb

pytestmark = [pytest.mark.timeout(240), pytest.mark.skipif(not hasattr(os, "fork"), reason="needs an X server")]

SMALL = ("--size", "320x180")
OFTEN = "from player.roles import upkeep\nupkeep.SCRUB = 0.2\n"
"""An hour of looking after the cache in some seconds."""


display = display_of(320, 180)
folder = folder_of("dwell: 3秒\ntransition: cut\n", "red")


def an_object(cache: Path, name: str) -> Path:
    """The object of the picture `name` of what is current."""
    store = Store(cache)
    snapshot = store.load().snapshot
    assert snapshot is not None
    (asset,) = {asset for slide in snapshot.slides() for asset in slide.assets if asset.name == name}
    return store.object_path(asset.digest)


def two_versions(display: Xvfb, folder: Path, cache: Path) -> None:
    """A red version was published, then a green one; then the player was stopped."""
    with playing(display, folder, cache, *SMALL) as program:
        program.until_colour("red")
        picture(folder / "1.png", "green")
        program.until_colour("green")
        assert program.stop() == 0


@pytest.mark.fault(19)
def test_rot_in_the_cache_is_found_fetched_again_and_told(display: Xvfb, folder: Path, cache: Path) -> None:
    picture(folder / "2.png", "green")
    with Altered(display, folder, cache, *SMALL, code=OFTEN) as program:
        program.until_colour("red")
        program.until_colour("green")
        path = an_object(cache, "2.png")
        rot(path)
        program.until(lambda: path.read_bytes() == (folder / "2.png").read_bytes())
        program.until(lambda: "cache-mended" in problems(folder))
        assert "2.png" in problems(folder)["cache-mended"]["message"]
        program.until_colour("red")
        program.until_colour("green")
        assert "Traceback" not in program.said()


@pytest.mark.fault(20)
@pytest.mark.parametrize("victim", ["current", "snapshot"] if os.environ.get("QINGBO_NIGHTLY") else ["snapshot"])
def test_with_the_current_version_damaged_the_one_before_plays_until_it_is_read_again(
    display: Xvfb, folder: Path, cache: Path, victim: str
) -> None:
    two_versions(display, folder, cache)
    rot(cache / "current" if victim == "current" else cache / "snapshots" / (cache / "current").read_text().strip())
    away = folder.rename(folder.with_name("away"))  # the server is up later than the screen
    with playing(display, folder, cache, *SMALL) as program:
        program.until_colour("red")
        program.until(lambda: "cache-previous" in problems(cache))
        away.rename(folder)
        program.until_colour("green")
        program.until(lambda: "cache-mended" in problems(folder))
        assert "Traceback" not in program.said()


@pytest.mark.control(20)
def test_without_the_version_before_a_damaged_one_leaves_a_card(display: Xvfb, folder: Path, cache: Path) -> None:
    """Control: the same damage in a cache that keeps the newest version alone."""
    two_versions(display, folder, cache)
    (cache / "previous").unlink()
    rot(cache / "current")
    folder.rename(folder.with_name("away"))
    with playing(display, folder, cache, *SMALL) as program:
        program.until(lambda: program.colour() not in ("red", "green", "(255, 255, 255)", "(0, 0, 0)"))
        assert not {"red", "green"} & program.colours_for(5)


@pytest.mark.fault(22)
def test_after_a_power_cut_staff_are_told_once_and_after_a_good_end_nothing(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    """The processes die without a word, and the next start is on another boot of the machine."""
    with playing(display, folder, cache, *SMALL) as program:
        program.until_colour("red")
        program.until((cache / "run").exists)
        program.kill()
        run = (cache / "run").read_text().split()
        (cache / "run").write_text(" ".join(["11111111-2222-3333-4444-555555555555", *run[1:]]) + "\n")
        program.start()
        program.until_colour("red")
        program.until(lambda: "power-lost" in problems(folder))
        assert program.stop() == 0
        assert program.said().count("上次异常断电") == 1
        program.start()
        program.until(lambda: not problems(folder) and (cache / "run").exists())
        assert program.stop() == 0
        assert not (cache / "run").exists()
        assert program.said().count("上次异常断电") == 1


def test_a_kill_is_nothing_for_staff(display: Xvfb, folder: Path, cache: Path) -> None:
    program = Program(display, folder, cache, *SMALL)
    with program:
        program.until_colour("red")
        program.until((cache / "run").exists)
        program.kill()
        program.start()
        program.until(lambda: "上次没有正常退出" in program.said())
        program.until_colour("red")
        assert "power-lost" not in problems(folder)

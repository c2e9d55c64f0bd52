"""Faults of the display, and a second player: what passers-by see of them; each with the same fault and no protection.

Bounds are generous, for a busy machine. Run with `-s`: what was measured is printed.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.support.altered import Altered, middle
from tests.support.fixtures import display_of, folder_of
from tests.support.player import COLOURS, Program, nearest, picture, playing
from tests.support.xvfb import Xvfb

pytestmark = pytest.mark.timeout(240)

GENEROUS = 10.0
"""Seconds that take the place of two on a machine that does other things besides."""

SMALL, LARGE = (480, 270), (640, 360)


display = display_of(*LARGE)
folder = folder_of(
    "dwell: 30秒\ntransition: cut\n", "red"
)  # one slide: nothing is drawn anew unless the glass means to


def is_full(display: Xvfb) -> bool:
    """Whether one slide's colour is seen from edge to edge, in a window of the display's size."""
    windows = display.windows()
    if not windows or display.eye.area(windows[-1]) != display.size:
        return False
    seen = display.capture()
    columns, rows = (1, seen.width // 2, seen.width - 2), (1, seen.height // 2, seen.height - 2)
    return {nearest(seen.pixel(x, y)) for x in columns for y in rows} <= set(COLOURS)


def begin(program: Program, display: Xvfb) -> None:
    program.until_colour("red")
    program.until(lambda: is_full(display))


@pytest.mark.fault(30)
def test_another_resolution_is_filled_within_two_seconds(display: Xvfb, folder: Path, cache: Path) -> None:
    display.resize(*SMALL)
    with playing(display, folder, cache) as program:
        begin(program, display)
        times = []
        for size in (LARGE, SMALL, LARGE):
            display.resize(*size)
            times.append(program.until(lambda: is_full(display), seconds=GENEROUS))
        print(f"\nfull again {', '.join(f'{one:.2f}' for one in times)} s after the display had another size")
        program.until(lambda: program.said().count("屏幕分辨率变为") == 3)


@pytest.mark.control(30)
def test_a_window_that_does_not_follow_leaves_a_part_of_the_display_bare(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    display.resize(*SMALL)
    code = "from player.screen.pane import Pane\nPane.follow = lambda _: False\n"
    with Altered(display, folder, cache, code=code) as program:
        begin(program, display)
        display.resize(*LARGE)
        program.until(lambda: not is_full(display))
        time.sleep(4)
        assert not is_full(display)


@pytest.mark.fault(30)
@pytest.mark.parametrize("way", ["covered", "hidden", "output off"])
def test_what_was_covered_hidden_or_off_is_a_full_picture_again(
    display: Xvfb, folder: Path, cache: Path, way: str
) -> None:
    with playing(display, folder, cache) as program:
        begin(program, display)
        if way == "covered":
            with display.covered(0, 0, *LARGE):
                program.until(lambda: not is_full(display))
                time.sleep(2)
        elif way == "hidden":
            with display.unmapped():
                program.until(lambda: not is_full(display))
                time.sleep(2)
        else:
            with display.output_off():
                time.sleep(3)
        back = program.until(lambda: is_full(display), seconds=GENEROUS)
        print(f"\n{way}: full again after {back:.2f} s")
        picture(folder / "2.png", "green")
        program.until_colour("green")
        assert "Traceback" not in program.said()
        assert "glass 结束" not in program.said(), "one and the same glass went on"
        assert program.stop() == 0


@pytest.mark.control(30)
@pytest.mark.parametrize("way", ["covered", "hidden"])
def test_a_window_that_repairs_nothing_stays_as_the_other_one_left_it(
    display: Xvfb, folder: Path, cache: Path, way: str
) -> None:
    code = "from player.screen.pane import Pane\nPane.repair = lambda _: None\n"
    with Altered(display, folder, cache, code=code) as program:
        begin(program, display)
        with display.covered(0, 0, *LARGE) if way == "covered" else display.unmapped():
            time.sleep(1)
        time.sleep(3)
        assert not is_full(display)


@pytest.mark.fault(34)
def test_a_second_player_is_told_who_holds_the_cache_and_since_when(display: Xvfb, folder: Path, cache: Path) -> None:
    with playing(display, folder, cache) as program:
        begin(program, display)
        other = Program(display, folder, cache)
        other.log = cache.parent / "other.log"
        other.start()
        assert program.process is not None
        assert other.process is not None
        assert other.process.wait(60) == 2
        assert f"另一个播放器（进程 {program.process.pid}，" in other.said()
        assert "启动）" in other.said()
        assert len(display.windows()) == 1
        picture(folder / "2.png", "green")
        program.until_colour("green")


@pytest.mark.control(34)
def test_without_the_lock_two_players_share_one_cache_and_one_display(display: Xvfb, folder: Path, cache: Path) -> None:
    code = (
        "from contextlib import nullcontext\nfrom player.store.store import Store\n"
        "Store.lock = lambda _: nullcontext()\n"
    )
    with playing(display, folder, cache) as program:
        begin(program, display)
        with Altered(display, folder, cache, code=code) as other:
            other.until(lambda: len(display.windows()) == 2)
            assert middle(display.capture()) == "red"
            time.sleep(1)
            assert other.process is not None
            assert other.process.poll() is None

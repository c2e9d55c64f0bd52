"""A glass that starts on a display of another size than it had, while nothing can be painted: it is not bare meanwhile."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.faults.test_supervision_display import LARGE, SMALL, begin, display, folder, is_full
from tests.support.altered import Altered
from tests.support.xvfb import Xvfb

__all__ = ["display", "folder"]

pytestmark = pytest.mark.timeout(240)

NOTHING_FOR_THE_LARGE = f"""
import time
from player.prepare import worker
painted = worker.paint_order
def paint_order(order, bench):
    if order.panel.width == {LARGE[0]}:
        time.sleep(6)
    return painted(order, bench)
worker.paint_order = paint_order
"""

NO_STAND_IN = "from player.roles.glass import GlassRole\nGlassRole._stand_in = lambda _: None\n"


def bare_after_start(display: Xvfb, folder: Path, cache: Path, code: str) -> float:
    """Seconds for which a glass is not full that was killed just as its display got another size."""
    display.resize(*SMALL)
    with Altered(display, folder, cache, code=NOTHING_FOR_THE_LARGE + code) as program:
        begin(program, display)
        glass = program.glass()
        os.kill(glass, signal.SIGSTOP)
        display.resize(*LARGE)
        os.kill(glass, signal.SIGKILL)
        program.until_other_glass(glass)
        return program.until(lambda: is_full(display), seconds=40)


@pytest.mark.fault(30)
def test_the_last_picture_stands_in_stretched_until_one_of_the_right_size_is_painted(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    full = bare_after_start(display, folder, cache, "")
    print(f"\nfull {full:.2f} s after the new glass was there; painting takes 6 s")
    assert full < 4


@pytest.mark.control(30)
def test_without_it_the_glass_is_bare_as_long_as_painting_takes(display: Xvfb, folder: Path, cache: Path) -> None:
    assert bare_after_start(display, folder, cache, NO_STAND_IN) > 4

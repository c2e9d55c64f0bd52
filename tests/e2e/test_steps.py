"""Many new pictures at once: the first are on the glass before the last have been looked at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.altered import Altered
from tests.support.player import COLOURS, picture
from tests.support.xvfb import Xvfb

pytestmark = pytest.mark.timeout(200)

STEPS = "from player.roles import intake\nintake.FIRST_STEP = intake.STEP = {seconds}\n"


def published(program: Altered) -> list[int]:
    """How many slides each publication had."""
    return [int(number) for number in re.findall("已更新：([0-9]+) 页", program.said())]


def fill(folder: Path) -> int:
    for number, colour in enumerate(COLOURS):
        picture(folder / f"{number + 1}.png", colour)
    return len(COLOURS)


def test_what_takes_longer_than_a_step_comes_in_several(display: Xvfb, folder: Path, cache: Path) -> None:
    """Each step is over after its first picture here, as with photos that take seconds each."""
    every = fill(folder)
    with Altered(display, folder, cache, code=STEPS.format(seconds=0.0)) as program:
        program.until_published(lambda rules: 0 < len(rules.snapshot.slides()) < every)
        program.until_published(lambda rules: len(rules.snapshot.slides()) == every)
        program.until(lambda: published(program) == list(range(1, every + 1)))
        program.until_colour("cyan")
        assert "还在复制" not in program.said(), "those whose turn has not come are no problem"
        assert program.stop() == 0


def test_what_takes_less_is_not_shown_by_halves(display: Xvfb, folder: Path, cache: Path) -> None:
    """The control, and the usual case."""
    every = fill(folder)
    with Altered(display, folder, cache, code=STEPS.format(seconds=600.0)) as program:
        program.until_published(lambda rules: len(rules.snapshot.slides()) == every)
        program.until(lambda: published(program) == [every])

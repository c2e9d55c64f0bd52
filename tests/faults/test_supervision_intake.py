"""The process of the content, dead or stopped: what is known plays on, and what is new comes when it is back."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.support.altered import Altered, watching
from tests.support.player import picture, playing
from tests.support.xvfb import Xvfb

pytestmark = pytest.mark.timeout(240)

SLIDES = {"red", "green"}

IMPATIENT = "from player import supervise\nfrom player.roles import intake\nintake.PATIENCE = supervise.GRACE = 1.0\n"
"""A look may take a second and not a minute and a half, so that the test does not wait for that."""

DEAD = "import os\nfrom player import app\napp.run_intake = lambda *_: os._exit(1)\n"


@pytest.mark.fault(28)
@pytest.mark.parametrize("way", [signal.SIGSTOP, pytest.param(signal.SIGKILL, marks=pytest.mark.nightly)])
def test_the_content_is_taken_in_again_after_its_process_was_stopped_or_killed(
    display: Xvfb, folder: Path, cache: Path, way: signal.Signals
) -> None:
    with Altered(display, folder, cache, code=IMPATIENT) as program:
        program.until_colour("red")
        program.until_colour("green")
        program.until(lambda: program.part("intake") is not None)
        victim = program.part("intake")
        assert victim is not None
        with watching(display) as seen:
            os.kill(victim, way)
            picture(folder / "3.png", "blue")
            program.until_published(lambda rules: len(rules.snapshot.slides()) == 3)
            program.until_colour("blue")
        assert {colour for _, colour in seen.seen} <= {*SLIDES, "blue"}, "nobody passing by noticed"
        assert program.part("intake") != victim


@pytest.mark.control(28)
def test_a_stopped_intake_that_nobody_counts_on_takes_in_nothing_more(display: Xvfb, folder: Path, cache: Path) -> None:
    code = f"{IMPATIENT}supervise.Supervisor._hangs = lambda *_: False\n"
    with Altered(display, folder, cache, code=code) as program:
        program.until_colour("green")
        program.until(lambda: program.part("intake") is not None)
        os.kill(program.part("intake") or 0, signal.SIGSTOP)
        picture(folder / "3.png", "blue")
        time.sleep(8)
        assert len(program.timeline().snapshot.slides()) == 2
        assert program.colours_for(4) <= SLIDES


@pytest.mark.fault(28)
def test_with_an_intake_that_dies_at_every_start_the_last_content_plays_on(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    with playing(display, folder, cache) as program:
        program.until_colour("red")
        program.until_colour("green")
        assert program.stop() == 0
    with Altered(display, folder, cache, code=DEAD) as program:
        program.until_colour(*SLIDES)
        with watching(display) as seen:
            program.until(lambda: program.said().count("intake 结束") >= 3)
            time.sleep(6)
        assert {colour for _, colour in seen.seen} == SLIDES
        assert program.stop() == 0

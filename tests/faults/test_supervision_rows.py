"""Faults of the player's own parts and of its display, seen on a real window; each with the same fault and no protection.

Bounds are generous, for a busy machine. Run with `-s`: what was measured is printed.
"""

from __future__ import annotations

import os
import signal
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from player.model.showing import Showing, Status
from player.model.units import SECOND
from player.roles.barred import FILE
from player.store.verification import showings, verify
from tests.support.altered import DYING, Altered, longest, still, watching
from tests.support.player import Program, picture
from tests.support.xvfb import Xvfb

pytestmark = pytest.mark.timeout(240)

SLIDES = {"red", "green"}
GENEROUS = 10.0
"""Seconds that take the place of two or three on a machine that does other things besides."""


def both(program: Program) -> None:
    """Returns when both slides have been on, so that their frames are ready."""
    program.until_colour("red")
    program.until_colour("green")


# 24: the glass is frozen


@pytest.mark.fault(24)
@pytest.mark.parametrize("way", [signal.SIGSTOP, signal.SIGUSR1], ids=["stopped", "endless loop"])
def test_a_frozen_glass_is_a_still_picture_for_seconds_and_then_goes_on(
    display: Xvfb, folder: Path, cache: Path, way: signal.Signals
) -> None:
    with Altered(display, folder, cache) as program:
        both(program)
        victim = program.glass()
        with watching(display) as seen:
            os.kill(victim, way)
            program.until_other_glass(victim)
            both(program)
        print(f"\nfrozen by {way.name}: still {still(seen.seen):.2f} s, bare {longest(seen.seen, 'bare'.__eq__):.3f} s")
        assert still(seen.seen) < 3 + GENEROUS
        assert longest(seen.seen, "bare".__eq__) < 1.0
        assert {colour for _, colour in seen.seen} <= {*SLIDES, "bare"}


@pytest.mark.control(24)
def test_a_frozen_glass_whose_promises_nobody_counts_on_stays_frozen(display: Xvfb, folder: Path, cache: Path) -> None:
    code = "from player.supervise import Supervisor\nSupervisor._hangs = lambda *_: False\n"
    with Altered(display, folder, cache, code=code) as program:
        both(program)
        os.kill(program.glass(), signal.SIGSTOP)
        time.sleep(3 + 5)
        assert len(program.colours_for(7)) == 1, "two slides should have come and gone"


# 25: the glass crashes


@pytest.mark.fault(25)
def test_a_glass_that_crashes_is_back_within_a_second(display: Xvfb, folder: Path, cache: Path) -> None:
    with Altered(display, folder, cache) as program:
        both(program)
        gaps = []
        for way in (signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT):
            victim = program.glass()
            with watching(display) as seen:
                time.sleep(0.1)
                os.kill(victim, way)
                program.until_other_glass(victim)
                program.until_colour(*SLIDES)
                time.sleep(0.3)
            gaps.append(longest(seen.seen, "bare".__eq__))
            time.sleep(1.2)
        print(f"\nback after {', '.join(f'{gap:.2f}' for gap in gaps)} s")
        assert all(0 < gap < GENEROUS for gap in gaps)


@pytest.mark.control(25)
def test_a_glass_that_nobody_starts_again_leaves_the_screen_bare(display: Xvfb, folder: Path, cache: Path) -> None:
    with Altered(display, folder, cache, code="from player import supervise\nsupervise.PAUSES = (1e9,)\n") as program:
        both(program)
        os.kill(program.glass(), signal.SIGKILL)
        program.until(lambda: not display.windows())
        with watching(display) as seen:
            time.sleep(5)
        assert {colour for _, colour in seen.seen} == {"bare"}


# 26: it crashes again and again


@pytest.mark.fault(26)
def test_a_slide_that_kills_the_glass_by_itself_is_out_after_three_ends(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    picture(folder / "3.png", "blue")
    with Altered(display, folder, cache, code=DYING) as program:
        program.until((cache / FILE).exists)
        assert program.said().count("glass 结束") == 3
        program.until_colour("red", "blue")
        with watching(display) as seen:
            time.sleep(12)
        assert {colour for _, colour in seen.seen} == {"red", "blue"}, "and nothing bare"
        assert program.said().count("glass 结束") == 3
        assert program.stop() == 0


@pytest.mark.control(26)
def test_where_nobody_is_convicted_the_slide_kills_the_glass_for_ever(display: Xvfb, folder: Path, cache: Path) -> None:
    code = f"{DYING}\nfrom player.supervise import Supervisor\nSupervisor._count = lambda *_: None\n"
    with Altered(display, folder, cache, code=code) as program:
        program.until(lambda: program.said().count("glass 结束") >= 5)
        assert not (cache / FILE).exists()


SHORT_SAFE = """
from player import supervise
from player.roles import crashes
supervise.SAFE_TIME = crashes.SAFE_TIME = 14.0
supervise.PAUSES = (0.0,)
"""


def kill_five_times(program: Altered) -> None:
    """The glass dies five times, of no slide's fault."""
    for colour in ("red", "green", "blue", "red", "green"):
        program.until_colour(colour)
        victim = program.glass()
        os.kill(victim, signal.SIGSEGV)
        program.until_other_glass(victim)


@pytest.mark.fault(26)
def test_safe_mode_shows_what_was_ready_and_is_left_for_a_try(display: Xvfb, folder: Path, cache: Path) -> None:
    picture(folder / "3.png", "blue")
    with Altered(display, folder, cache, code=SHORT_SAFE) as program:
        program.until_colour("blue")
        kill_five_times(program)
        program.until(lambda: "进入安全模式" in program.said())
        entered = time.monotonic()
        picture(folder / "4.png", "yellow")
        program.until_published(lambda rules: len(rules.snapshot.slides()) == 4)
        seen = program.colours_for(max(0.0, entered + 12 - time.monotonic()))
        assert seen <= {"red", "green", "blue"}
        assert len(seen) >= 2
        program.until(lambda: "离开安全模式" in program.said())
        program.until_colour("yellow")


@pytest.mark.nightly
@pytest.mark.control(26)
def test_without_safe_mode_what_is_new_comes_up_though_the_glass_keeps_dying(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    picture(folder / "3.png", "blue")
    with Altered(display, folder, cache, code=f"{SHORT_SAFE}\ncrashes.MANY = 1000\n") as program:
        program.until_colour("blue")
        kill_five_times(program)
        picture(folder / "4.png", "yellow")
        program.until_colour("yellow")
        assert "安全模式" not in program.said()


# 27: the glass takes more and more memory

WEIGHED = """
from player import app, supervise
app.GLASS_MEMORY, supervise.WEIGHING, supervise.GRACE = 150 << 20, 0.5, 1.0
"""


def memory(pid: int) -> int:
    """Bytes that the process takes."""
    return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def told(cache: Path) -> list[Showing]:
    """The showings that the journal has, without the first one's card."""
    every = showings(cache, date(2020, 1, 1), date(2100, 1, 1))
    return [showing for showing in every if showing.kind == "image"]


@pytest.mark.fault(27)
def test_a_glass_that_grows_is_relieved_between_two_slides_and_nobody_sees_it(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    with Altered(display, folder, cache, code=WEIGHED) as program:
        both(program)
        program.until(lambda: display.windows() != [])
        with watching(display) as seen:
            for _ in range(2):
                victim = program.glass()
                os.kill(victim, signal.SIGUSR2)
                program.until(lambda pid=victim: not Path(f"/proc/{pid}").exists())
                assert memory(program.glass()) < 150 << 20
                both(program)
        colours = {colour for _, colour in seen.seen}
        print(f"\nrelieved twice: {sorted(colours)}, still {still(seen.seen):.2f} s, {seen.rate:.0f} looks a second")
        assert colours == SLIDES, "no desktop, no black, nothing but the slides"
        assert seen.rate > 30
        assert program.said().count("占内存") == 2
        assert "glass 结束" not in program.said(), "it left by itself"
        assert "没有响应" not in program.said()
        assert program.stop() == 0
    found = verify(cache)
    assert [flaw.message.en for flaw in found.flaws] == [], "one chain, though three processes wrote it"
    gaps = [after.start - before.end for before, after in pairwise(told(cache))]
    assert max(gaps) < 3 * SECOND, "the showings tile the time, the changes of process included"
    assert {showing.status for showing in told(cache)[1:-1]} == {Status.SUCCESS}


@pytest.mark.nightly
@pytest.mark.control(27)
def test_a_glass_that_nobody_weighs_grows(display: Xvfb, folder: Path, cache: Path) -> None:
    with Altered(display, folder, cache, code=f"{WEIGHED}\nsupervise.WEIGHING = 1e9\n") as program:
        both(program)
        victim = program.glass()
        for size in (200, 400):
            os.kill(victim, signal.SIGUSR2)
            program.until(lambda size=size: memory(victim) > size << 20)
        assert program.colours_for(4) <= SLIDES
        assert program.glass() == victim


@pytest.mark.control(27)
def test_a_renewal_without_an_heir_shows_what_is_behind(display: Xvfb, folder: Path, cache: Path) -> None:
    """The control of the seamless change: the heir comes to nothing, and the glass is restarted in the plain way."""
    code = f"""{WEIGHED}
import os
runs = app.run_glass
app.run_glass = lambda *given, heir=0: os._exit(1) if heir else runs(*given)
"""
    with Altered(display, folder, cache, code=code) as program:
        both(program)
        victim = program.glass()
        with watching(display) as seen:
            os.kill(victim, signal.SIGUSR2)
            program.until_other_glass(victim)
            both(program)
        print(f"\nbare without an heir: {longest(seen.seen, 'bare'.__eq__):.2f} s")
        assert "bare" in {colour for _, colour in seen.seen}

"""A machine's clock that is wrong, and one that is put forward and back for summer time, seen on the real window."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from player.clock import SystemClock
from player.model.units import DAY
from player.timeline.scenes import Timeline
from tests.support.altered import Altered
from tests.support.player import picture, playing, yaml_of
from tests.support.xvfb import Xvfb

pytestmark = pytest.mark.timeout(240)

LONG = bool(os.environ.get("QINGBO_NIGHTLY"))

GULLIBLE = "from player.roles.timekeeper import Timekeeper\nTimekeeper.believed = lambda _: True\n"
"""The control: whatever the clock shows is believed."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Red and green without any date; blue from 2020 to 2090."""
    place = tmp_path / "节目"
    place.mkdir()
    assets = tmp_path / "assets"
    assets.mkdir()
    for colour in ("red", "green", "blue"):
        picture(assets / f"{colour}.png", colour)
    dated = {"image": "blue.png", "dwell": "3秒", "when": "2020-01-01~2090-01-01"}
    always = [{"image": f"{colour}.png", "dwell": "3秒"} for colour in ("red", "green")]
    (place / "节目单.yaml").write_text(yaml_of([*always, dated], transition="cut"), "utf-8")
    return place


class Faked(Altered):
    """The program under a system clock that a file rules: `set` changes it while it runs.

    The library that fakes it spoils `time.sleep`, by which transitions are paced: play without any. The intake may end by it, and is
    started again.
    """

    def __init__(self, display: Xvfb, folder: Path, cache: Path, *, code: str = "") -> None:
        super().__init__(display, folder, cache, code=code)
        self.rule = cache.parent / "time"
        library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
        assert library is not None, "faketime is not on this machine: apt-get install faketime"
        self.environment = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.rule),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }
        self.set("+0")

    def set(self, time: str) -> None:
        """The clock is wrong by that from now on."""
        temporary = self.rule.with_suffix(".new")
        temporary.write_text(time + "\n", "utf-8")
        temporary.replace(self.rule)


def whole(rules: Timeline) -> bool:
    return len(rules.snapshot.slides()) == 3


def journal(cache: Path) -> list[dict[str, object]]:
    days = sorted((cache / "journal").glob("*.jsonl"))
    return [json.loads(line) for day in days for line in day.read_text("utf-8").splitlines()]


@pytest.mark.fault(29)
def test_with_a_wrong_clock_what_has_no_dates_plays_and_all_of_it_when_it_is_right(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    """It shows 1972, 2100, a day later, a day earlier."""
    with Faked(display, folder, cache) as program:
        program.until_published(whole, seconds=120)
        program.until_colour("blue")
        assert "时钟不准" not in program.said()
        for wrong in ("-20000d", "+1d", *(("+27000d", "-1d") if LONG else ())):
            program.set(wrong)
            program.until(lambda: program.said().count("时钟不准") > program.said().count("时钟恢复正常"))
            program.until_colour("red", "green")
            assert program.colours_for(7) <= {"red", "green"}, wrong
            program.set("+0")
            program.until(lambda: program.said().count("时钟不准") == program.said().count("时钟恢复正常"))
            program.until_colour("blue")
        records = journal(cache)
        assert len(records) < 120, "no burst"
        assert program.stop() == 0
        assert "glass 结束" not in program.said(), "one and the same glass showed it all"


@pytest.mark.control(29)
def test_a_player_that_believes_any_clock_shows_the_slides_of_another_day(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    with Faked(display, folder, cache, code=GULLIBLE) as program:
        program.until_published(whole, seconds=120)
        program.until_colour("blue")
        program.set("+1d")
        assert "blue" in program.colours_for(14), "it goes by tomorrow's clock"
        assert "时钟不准" not in program.said()


@pytest.mark.fault(29)
@pytest.mark.parametrize("wrong", [pytest.param("-20000d", marks=pytest.mark.nightly), "+27000d"], ids=["1972", "2100"])
def test_a_machine_that_wakes_in_another_century_plays_what_has_no_dates(
    display: Xvfb, folder: Path, cache: Path, wrong: str
) -> None:
    faked = Faked(display, folder, cache)
    faked.set(wrong)
    with faked as program:
        program.until_published(whole, seconds=120)
        program.until_colour("red")
        assert program.colours_for(7) == {"red", "green"}
        assert "时钟不准" in program.said()
        program.set("+0")
        program.until_colour("blue")


BEFORE = 30
"""Seconds before the change at which the program is started: a busy machine needs some until the first slide."""

SUMMER = ("2026-03-29T01:59:30+01:00", "00:00~02:00", "03:00~05:00")
"""An instant of Berlin's clocks; a time of day until the hour that is left out, one from its end."""

WINTER = ("2026-10-25T02:59:30+02:00", "02:00~03:00", "03:00~05:00")
"""The first time that it is nearly three; the hour that comes twice, and the one after it."""


def of_day(folder: Path, before: str, after: str) -> None:
    """Red in one time of the day, green in another, blue whenever neither holds."""
    slides = {"red": before, "green": after}
    for number, (colour, when) in enumerate(slides.items()):
        entry = [{"image": f"{colour}.png", "dwell": "3秒"}]
        (folder / f"{number}.yaml").write_text(yaml_of(entry, transition="cut", priority=1, when=when), "utf-8")
    (folder / "节目单.yaml").write_text(yaml_of([{"image": "blue.png", "dwell": "3秒"}], transition="cut"), "utf-8")


@pytest.mark.fault(29)
@pytest.mark.parametrize(("change", "next_on"), [(SUMMER, "green"), (WINTER, "red")], ids=["summer", "winter"])
def test_the_clocks_are_changed_and_the_slides_of_the_new_hour_are_on(
    display: Xvfb, folder: Path, cache: Path, change: tuple[str, str, str], next_on: str
) -> None:
    """In summer the hour after the change begins at once; in winter the hour that comes twice is one of two hours."""
    now, before, after = change
    of_day(folder, before, after)
    begun = time.monotonic()
    with playing(display, folder, cache, "--now", now, "--tz", "Europe/Berlin") as program:
        program.until_colour("red", "green", seconds=120)
        seen = program.colours_for(max(0.0, begun + BEFORE + 10 - time.monotonic()))
        assert seen <= {"red", next_on}, "nothing between the two hours"
        assert program.colours_for(5) == {next_on}


@pytest.mark.control(29)
@pytest.mark.parametrize(
    ("change", "elsewhere"),
    [(SUMMER, ("Etc/GMT-1", "blue")), pytest.param(WINTER, ("Etc/GMT-2", "green"), marks=pytest.mark.nightly)],
    ids=["summer", "winter"],
)
def test_where_the_zone_has_no_summer_time_other_slides_are_on(
    display: Xvfb, folder: Path, cache: Path, change: tuple[str, str, str], elsewhere: tuple[str, str]
) -> None:
    now, before, after = change
    zone, next_on = elsewhere
    of_day(folder, before, after)
    with playing(display, folder, cache, "--now", now, "--tz", zone) as program:
        program.until_colour(next_on, seconds=120)
        assert program.colours_for(5) == {next_on}


def drop_urgent(program: Faked, folder: Path, *, killed: bool = False) -> None:
    """A takeover is put into the folder of a machine that believes that it is 1972; then its clock is set right.

    `killed`: the intake, and another one is at work, before it is.
    """
    program.until_published(whole, seconds=120)
    program.until_colour("red", "green")
    (folder / "紧急").mkdir()
    picture(folder / "紧急" / "停水.png", "orange")
    program.until_published(lambda rules: len(rules.snapshot.slides()) == 4)
    if killed:
        victim = program.part("intake")
        assert victim is not None
        os.kill(victim, signal.SIGKILL)
        program.until(lambda: program.part("intake") not in (victim, None))
    assert "orange" not in program.colours_for(5), "it has an end, and waits"
    program.set("+0")


@pytest.mark.fault(28, 29)
@pytest.mark.parametrize(
    "killed", [True, pytest.param(False, marks=pytest.mark.nightly)], ids=["intake killed", "intake lives"]
)
def test_a_takeover_that_came_while_nobody_knew_the_time_has_its_day_when_it_is_known(
    display: Xvfb, folder: Path, cache: Path, *, killed: bool
) -> None:
    faked = Faked(display, folder, cache)
    faked.set("-20000d")
    with faked as program:
        drop_urgent(program, folder, killed=killed)
        program.until_colour("orange")
        (urgent,) = (playlist for playlist in program.timeline().snapshot.playlists if playlist.takeover)
        assert urgent.expires is not None
        assert 0 < urgent.expires - SystemClock().now() <= DAY


@pytest.mark.control(29)
def test_an_intake_that_believes_any_clock_lets_it_end_before_anybody_saw_it(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    code = (
        "from player.roles.timekeeper import Timekeeper\nTimekeeper.instant = lambda self: (self._clock.now(), True)\n"
    )
    faked = Faked(display, folder, cache, code=code)
    faked.set("-20000d")
    with faked as program:
        drop_urgent(program, folder)
        program.until_colour("blue")
        assert "orange" not in program.colours_for(10)

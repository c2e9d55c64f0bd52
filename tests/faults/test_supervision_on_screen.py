"""Faults of the machine, seen on the real window: the X server dies, a slide kills the glass, the clock is wrong."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from player.log import FileLog
from player.roles.barred import FILE
from player.timeline.scenes import Timeline
from tests.support.player import ROOT, Program, picture, playing, yaml_of
from tests.support.xvfb import Xvfb

pytestmark = pytest.mark.timeout(200)


@pytest.fixture
def display() -> Iterator[Xvfb]:
    with Xvfb(640, 360, number=1000 + os.getpid() % 5000) as one:  # it may be killed: nobody else shall get its number
        one.paint(255, 255, 255)
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "节目"
    place.mkdir()
    (place / "playlist.yaml").write_text("dwell: 3秒\n", "utf-8")
    picture(place / "1.png", "red")
    picture(place / "2.png", "green")
    return place


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def kill_server(display: Xvfb) -> None:
    """The X server dies, and whoever looks at it knows that it does."""
    eye, display._eye = display._eye, None
    if eye is not None:
        eye.close()
    display.process.kill()
    display.process.wait()


def revive_server(display: Xvfb) -> None:
    """An X server is there again under the same name."""
    program = shutil.which("Xvfb")
    assert program is not None
    number = display.name.removeprefix(":")
    for left in (Path(f"/tmp/.X{number}-lock"), Path(f"/tmp/.X11-unix/X{number}")):
        left.unlink(missing_ok=True)
    command = [program, display.name, "-noreset", "-nolisten", "tcp", "-screen", "0", "640x360x24"]
    display.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while not Path(f"/tmp/.X11-unix/X{number}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    display.paint(255, 255, 255)


def journal(cache: Path) -> list[dict[str, object]]:
    days = sorted((cache / "journal").glob("*.jsonl"))
    return [json.loads(line) for day in days for line in day.read_text("utf-8").splitlines()]


def test_the_picture_is_back_when_the_x_server_is(display: Xvfb, folder: Path, cache: Path) -> None:
    with playing(display, folder, cache) as program:
        program.until_colour("red", "green")
        for away in (0.0, 5.0):
            before = program.part("glass")
            kill_server(display)
            time.sleep(away)
            assert program.process is not None
            assert program.process.poll() is None, "the player itself goes on"
            revive_server(display)
            assert program.until_colour("red", "green", seconds=20) < 5
            assert program.part("glass") != before
        assert program.until_colour("red") < 10
        assert program.until_colour("green") < 10
        assert not (cache / FILE).exists(), "no slide is blamed for it"
        assert program.stop() == 0
        assert "Traceback" not in program.said()
    assert [one["status"] for one in journal(cache) if one.get("status") == "hardware failure"]


def test_a_slide_on_which_the_glass_dies_three_times_is_left_out_and_remembered(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    picture(folder / "3.png", "blue")
    with playing(display, folder, cache) as program:
        for colour in ("red", "green", "blue"):
            program.until_colour(colour)
        for _ in range(3):
            program.until_colour("green")
            kill_glass(program)
        program.until((cache / FILE).exists)
        assert "隔离" in program.said()
        assert program.until_colour("red", "blue") < 10
        assert program.colours_for(12) <= {"red", "blue"}
        program.until(lambda: "slide-quarantined" in status(folder))
        program.kill()
        program.until(lambda: not display.windows())
        program.start()
        program.until_colour("red", "blue")
        assert program.colours_for(12) <= {"red", "blue"}, "after a restart it is left out too"
        picture(folder / "2.png", "yellow")
        program.until_colour("yellow")
        assert program.stop() == 0


def kill_glass(program: Program) -> None:
    """The glass dies while its slide is on, and another one is there."""
    victim = program.part("glass")
    assert victim is not None
    os.kill(victim, signal.SIGSEGV)
    program.until(lambda: program.part("glass") not in (victim, None))


def status(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in (folder / "状态").glob("*.json"))


def test_five_deaths_are_safe_mode_in_which_nothing_new_comes_up(display: Xvfb, folder: Path, cache: Path) -> None:
    picture(folder / "3.png", "blue")
    with playing(display, folder, cache) as program:
        for colour in ("red", "green", "blue", "red", "green"):
            program.until_colour(colour)
            kill_glass(program)
        program.until(lambda: "安全模式" in program.said())
        program.until_colour("red", "green", "blue")
        picture(folder / "4.png", "yellow")
        program.until_published(lambda rules: len(rules.snapshot.slides()) == 4)
        assert program.colours_for(15) <= {"red", "green", "blue"}
        program.until(lambda: "safe-mode" in status(folder))


class Faked(Program):
    """The program under a system clock that a file rules: `set` changes it while it runs.

    The library that fakes it spoils `time.sleep`, by which transitions are paced: play without any. The intake may end by it, and is
    started again.
    """

    def set(self, time: str) -> None:
        temporary = self.rule.with_suffix(".new")
        temporary.write_text(time + "\n", "utf-8")
        temporary.replace(self.rule)

    @property
    def rule(self) -> Path:
        return self.cache.parent / "time"

    def start(self) -> None:
        library = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
        assert library is not None, "faketime is not on this machine: apt-get install faketime"
        assert self.display is not None
        environment = {
            **self.display.env(),
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.rule),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }
        command = [sys.executable, "-m", "tools.qingbo", "play", str(self.folder), "--cache", str(self.cache)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *self.options], cwd=ROOT, env=environment, stderr=log, stdout=log
            )


def test_with_a_wrong_clock_what_has_no_dates_plays_and_all_of_it_when_it_is_right(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    (folder / "1.png").unlink()
    (folder / "2.png").unlink()
    assets = folder.parent / "assets"
    assets.mkdir()
    for colour in ("red", "green", "blue"):
        picture(assets / f"{colour}.png", colour)
    always = [{"image": "red.png", "dwell": "3秒"}, {"image": "green.png", "dwell": "3秒"}]
    (folder / "节目单.yaml").write_text(
        yaml_of([*always, {"image": "blue.png", "dwell": "3秒", "when": "2020-01-01~2090-01-01"}], transition="cut"),
        "utf-8",
    )

    def whole(rules: Timeline) -> bool:
        return len(rules.snapshot.slides()) == 3

    faked = Faked(display, folder, cache)
    faked.set("+0")
    with faked as program:
        program.until_published(whole)
        program.until_colour("blue")
        assert "时钟不准" not in program.said()
        for wrong in ("-20000d", "+27000d", "+2d"):
            program.set(wrong)
            program.until(lambda: program.said().count("时钟不准") > program.said().count("时钟恢复正常"))
            program.until_colour("red", "green")
            assert program.colours_for(10) <= {"red", "green"}, wrong
            program.set("+0")
            program.until(lambda: program.said().count("时钟不准") == program.said().count("时钟恢复正常"))
            program.until_colour("blue")
        records = journal(cache)
        assert len(records) < 100, "no burst"
        assert program.stop() == 0
        assert "glass 结束" not in program.said(), "one and the same glass showed it all"


def test_each_process_keeps_a_log_of_its_own_in_the_cache(display: Xvfb, folder: Path, cache: Path) -> None:
    (folder / "坏.png").write_bytes(b"no picture")
    with playing(display, folder, cache) as program:
        program.until_colour("red", "green")
        program.until((cache / "log" / "intake.log").exists)
        program.until(lambda: "坏.png" in (cache / "log" / "intake.log").read_text("utf-8"))
        kill_glass(program)
        program.until(lambda: "glass" in (cache / "log" / "player.log").read_text("utf-8"))


def test_the_log_is_turned_over_and_capped(tmp_path: Path) -> None:
    import logging

    log = FileLog(tmp_path / "log" / "glass.log", size=1000, files=3)
    for number in range(500):
        log.handle(logging.makeLogRecord({"msg": f"第{number}行", "levelno": logging.INFO, "levelname": "INFO"}))
    log.close()
    files = sorted((tmp_path / "log").iterdir())
    assert len(files) == 3
    assert all(file.stat().st_size <= 1000 for file in files)
    assert "第499行" in files[0].read_text("utf-8")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Python itself, of the device
def test_a_log_that_cannot_be_written_costs_lines_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import logging

    (tmp_path / "log").write_bytes(b"")
    log = FileLog(tmp_path / "log" / "glass.log")
    log.handle(logging.makeLogRecord({"msg": "一行", "levelno": logging.INFO}))
    log.close()
    full = FileLog(Path("/dev/full"))
    full.handle(logging.makeLogRecord({"msg": "一行", "levelno": logging.INFO}))
    full.close()
    assert capsys.readouterr().err == ""


class Hungry(Program):
    """The program with a glass that is over its memory from its start, and is looked at twice a second."""

    def start(self) -> None:
        code = (
            "import sys, player.app as app, player.supervise as supervise\n"
            "app.GLASS_MEMORY, supervise.WEIGHING, supervise.FAR_OVER, supervise.GRACE = 1, 0.5, 1e9, 0.5\n"
            "from tools.qingbo import main\n"
            "sys.exit(main(sys.argv[1:]))\n"
        )
        assert self.display is not None
        command = [sys.executable, "-c", code, "play", str(self.folder), "--cache", str(self.cache)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.display.env(), stderr=log, stdout=log)


def test_a_glass_that_takes_too_much_memory_is_renewed_between_two_slides(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    with Hungry(display, folder, cache) as program:
        program.until_colour("red", "green")
        program.until(lambda: "占内存" in program.said())
        for _ in range(2):
            before = program.part("glass")
            program.until(lambda old=before: program.part("glass") not in (old, None))
            program.until_colour("red", "green")
        assert program.stop() == 0
        assert "glass 结束" not in program.said(), "it left by itself"
        assert not (cache / FILE).exists()
    sorts = [str(one["type"]) for one in journal(cache) if one.get("type") in ("start", "stop")]
    assert len(sorts) >= 6
    assert sorts[::2] == ["start"] * (len(sorts) // 2), "each start but the first follows a stop"

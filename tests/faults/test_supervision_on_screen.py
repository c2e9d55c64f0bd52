"""Faults of the machine, seen on the real window: the X server dies, a slide kills the glass."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from player.log import FileLog
from player.roles.barred import FILE
from tests.support.altered import Altered
from tests.support.fixtures import display_of, folder_of
from tests.support.player import Program, picture, playing
from tests.support.xvfb import Xvfb

pytestmark = pytest.mark.timeout(200)


display = display_of(640, 360, number=1000 + os.getpid() % 5000)  # it may be killed: nobody else shall get its number
folder = folder_of("dwell: 3秒\n", "red", "green")


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


@pytest.mark.fault(31)
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


@pytest.mark.control(31)
def test_without_a_restart_the_picture_does_not_come_back_with_the_x_server(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    code = "from player import supervise\nsupervise.DISPLAY_LOST, supervise.PAUSES = -99, (1e9,)\n"
    with Altered(display, folder, cache, code=code) as program:
        program.until_colour("red", "green")
        kill_server(display)
        revive_server(display)
        time.sleep(6)
        assert not display.windows()
        assert program.process is not None
        assert program.process.poll() is None


@pytest.mark.fault(26)
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


def test_each_process_keeps_a_log_of_its_own_in_the_cache(display: Xvfb, folder: Path, cache: Path) -> None:
    (folder / "坏.png").write_bytes(b"no picture")
    with playing(display, folder, cache) as program:
        program.until_colour("red", "green")
        program.until((cache / "log" / "intake.log").exists)
        program.until(lambda: "坏.png" in (cache / "log" / "intake.log").read_text("utf-8"))
        kill_glass(program)
        log = cache / "log" / "player.log"
        program.until(lambda: log.exists() and "glass" in log.read_text("utf-8"))


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

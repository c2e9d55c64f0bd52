"""The process of the content stops, or ends and cannot be started again: the screen plays on, and staff are told for how long.

Row 28 of the table of faults. What the page itself says when nobody renews it: `tests/status/test_in_a_browser.py`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from player.clock import SystemClock
from player.model.units import MINUTE
from player.status.told import NAME
from tests.support.fixtures import folder_of
from tests.support.player import ROOT, Program, picture
from tests.support.told import report

pytestmark = [
    pytest.mark.timeout(200),
    pytest.mark.skipif(sys.platform != "linux", reason="a process is stopped by a signal"),
]

BEGIN = """
import sys
from pathlib import Path
from player import supervise
from player.roles import intake
from tools.qingbo import main
intake.PATIENCE = 2.0
"""

AS_IT_IS = ""
NO_PROMISES = "supervise.GRACE = 1e9\n"  # what hangs is never noticed
CANNOT_START = """
run, way = intake.run, Path(sys.argv.pop(1))
def barred(*given):
    if way.exists():
        raise SystemExit(1)
    run(*given)
intake.run = barred
supervise.SILENT = 3.0
"""


class Patched(Program):
    """The program with short patience, and with what `change` does to it before it starts."""

    def __init__(self, folder: Path, cache: Path, change: str, *arguments: str) -> None:
        super().__init__(None, folder, cache)
        self._change = change
        self._arguments = arguments

    def start(self) -> None:
        code = BEGIN + textwrap.dedent(self._change) + "sys.exit(main(sys.argv[1:]))\n"
        play = ["play", str(self.folder), "--cache", str(self.cache), "--headless", "--size", "320x180"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", code, *self._arguments, *play], cwd=ROOT, stderr=log, stdout=log
            )

    def told(self) -> dict[str, Any]:
        """The report beside the status page."""
        return report(self.folder)

    def knows(self, name: str) -> bool:
        """Whether the file has been taken in."""
        return any(one["file"] == name for one in self.told().get("arrivals", ()))

    def plays(self) -> int:
        """How many showings the journal has."""
        return sum(len(day.read_bytes().splitlines()) for day in (self.cache / "journal").glob("*.jsonl"))


folder = folder_of("dwell: 2秒\n", "red", "green")


def stop(program: Patched) -> int:
    """Stops the process of the content, as one that waits for a frozen share for ever; its number."""
    program.until(lambda: program.told().get("slides") == 2)
    pid = program.part("intake")
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    return pid


@pytest.mark.fault(28)
def test_an_intake_that_stops_is_started_again_and_that_is_told(folder: Path, cache: Path) -> None:
    with Patched(folder, cache, AS_IT_IS) as program:
        stopped = stop(program)
        shown = program.plays()
        picture(folder / "3.png", "blue")
        program.until(lambda: program.knows("3.png"))
        assert program.part("intake") != stopped
        assert program.plays() > shown, "the screen noticed nothing"
        program.until(lambda: ("intake", "hung") in {(one["part"], one["cause"]) for one in program.told()["restarts"]})
        assert "intake 没有响应，重新启动" in program.said()
        assert "glass" not in {one["part"] for one in program.told()["restarts"]}


@pytest.mark.control(28)
def test_without_promises_an_intake_that_stops_takes_nothing_in_any_more(folder: Path, cache: Path) -> None:
    with Patched(folder, cache, NO_PROMISES) as program:
        stopped = stop(program)
        picture(folder / "3.png", "blue")
        with pytest.raises(AssertionError, match="not in 25"):
            program.until(lambda: program.knows("3.png"), seconds=25)
        assert program.part("intake") == stopped
        os.kill(stopped, signal.SIGCONT)
        program.until(lambda: program.knows("3.png"))


def doctor(folder: Path, cache: Path) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tools.qingbo", "doctor", str(folder), "--cache", str(cache), "--json"]
    environment = {**os.environ, "PYTHONUTF8": "1", "LANG": "zh_CN.UTF-8"}
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, check=False)
    found: list[dict[str, Any]] = json.loads(told.stdout)["checks"]
    return found


@pytest.mark.fault(28)
def test_an_intake_that_cannot_be_started_again_leaves_the_screen_playing_and_the_rest_is_said(
    folder: Path, cache: Path, tmp_path: Path
) -> None:
    """The supervisor says it in the log, the doctor with its minutes; when it can start again everything is as before."""
    way = tmp_path / "barred"
    with Patched(folder, cache, CANNOT_START, str(way)) as program:
        program.until(lambda: program.told().get("slides") == 2)
        before = program.part("intake")
        assert before is not None
        way.touch()
        os.kill(before, signal.SIGKILL)
        log = cache / "log" / "player.log"
        program.until(lambda: log.exists() and "更新已停止" in log.read_text("utf-8"))
        shown = program.plays()
        program.until(lambda: program.plays() > shown + 1)
        assert [one for one in doctor(folder, cache) if one["code"] == "updates-stopped"] == [], "not for ten minutes"
        for name, minutes in (("lock", 13), (NAME, 12)):  # it began, and told of itself, so long ago
            long_ago = (SystemClock().machine() - minutes * MINUTE) / 1e3
            os.utime(cache / name, (long_ago, long_ago))
        (said,) = [one for one in doctor(folder, cache) if one["code"] == "updates-stopped"]
        assert said["state"] == "error"
        assert said["message"].startswith("更新已停止12分")
        picture(folder / "3.png", "blue")
        time.sleep(0.5)
        assert not program.knows("3.png")
        way.unlink()
        program.until(lambda: program.knows("3.png"), seconds=80)
        program.until(lambda: "更新恢复" in log.read_text("utf-8"))
        assert "glass" not in {one["part"] for one in program.told()["restarts"]}
        assert [one for one in doctor(folder, cache) if one["code"] == "updates-stopped"] == []

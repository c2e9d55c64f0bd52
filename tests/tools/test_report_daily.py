"""The standing job: each day's report once, at its time, whatever happens to the clock; and by a real process that is left alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from player.model.snapshot import DayTable
from player.model.units import DAY, HOUR, MINUTE, DayTime, Millis
from player.timeline.calendar import Calendar
from tests.support.checkout import ROOT
from tests.support.fake_clock import FakeClock
from tests.support.journals import BEGIN, journal, showing
from tools.report_daily import LOOK, paths_of, stand

SHANGHAI = Calendar("Asia/Shanghai", DayTable())
HALF_PAST_THREE = DayTime(15 * HOUR + 30 * MINUTE)


class Wall(FakeClock):
    """A clock that sleeping moves on; what `jumps` says is put on top of it after the sleep of that number."""

    def __init__(self, now: int, jumps: dict[int, int] | None = None) -> None:
        super().__init__(now)
        self.sleeps: list[float] = []
        self._jumps = jumps or {}

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.advance(seconds)
        self.jump(self.now() + self._jumps.get(len(self.sleeps), 0))


def stood(place: Path, wall: Wall, days: int) -> list[tuple[str, str, str]]:
    """Which reports were written, of which day, at what time of day."""
    written: list[tuple[str, str, str]] = []

    def write(day: date, now: Millis, path: Path) -> None:
        at = SHANGHAI.moment(now)
        written.append(
            (path.name, day.isoformat(), f"{at.day} {(at.at or 0) // HOUR:02}:{(at.at or 0) // MINUTE % 60:02}")
        )
        path.write_bytes(b"report")

    stand(place, HALF_PAST_THREE, SHANGHAI, wall, write, days=days, sleep=wall.sleep)
    return written


def test_each_day_once_at_its_time(tmp_path: Path) -> None:
    wall = Wall(BEGIN + 9 * HOUR)
    assert stood(tmp_path / "日报", wall, 3) == [
        (f"日报-{day}{ending}", day, f"{day} 15:30") for day in ("2020-07-04", "2020-07-05", "2020-07-06") for ending in (".docx", ".xlsx")
    ]  # fmt: skip
    assert max(wall.sleeps) <= LOOK


def test_a_start_that_comes_late_writes_at_once_and_never_again(tmp_path: Path) -> None:
    wall = Wall(BEGIN + 20 * HOUR)
    assert [when for *_, when in stood(tmp_path, wall, 1)] == ["2020-07-04 20:00"] * 2
    again = Wall(BEGIN + 21 * HOUR)
    assert {day for _, day, _ in stood(tmp_path, again, 1)} == {"2020-07-05"}


@pytest.mark.parametrize(
    ("jumps", "wanted"),
    [
        ({10: 3 * HOUR}, ["2020-07-04 15:30", "2020-07-05 15:30"]),  # set on by hours before it is due
        ({10: -5 * HOUR}, ["2020-07-04 15:30", "2020-07-05 15:30"]),  # set back before it is due
        ({420: -2 * HOUR}, ["2020-07-04 15:30", "2020-07-05 15:30"]),  # set back after it was written
        ({10: 12 * HOUR}, ["2020-07-04 21:10", "2020-07-05 15:30"]),  # the machine slept over it
        ({10: DAY}, ["2020-07-05 15:30", "2020-07-06 15:30"]),
    ],
)
def test_a_clock_that_is_set_costs_a_later_report_at_most(
    tmp_path: Path, jumps: dict[int, int], wanted: list[str]
) -> None:
    wall = Wall(BEGIN + 9 * HOUR, jumps)
    assert [when for name, _, when in stood(tmp_path, wall, 2) if name.endswith(".docx")] == wanted


def test_one_file_has_the_day_in_its_name(tmp_path: Path) -> None:
    assert paths_of(tmp_path / "大厅.docx", date(2020, 7, 4)) == (tmp_path / "大厅-2020-07-04.docx",)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    place = tmp_path / "cache"
    kept = journal(place)
    for number in range(6):
        kept.record(showing(number, BEGIN + 15 * HOUR + number * MINUTE, seconds=60))
    kept.stop(Millis(BEGIN + 15 * HOUR + 10 * MINUTE))
    return place


def test_by_a_process_that_is_left_alone(tmp_path: Path, cache: Path) -> None:
    place = tmp_path / "日报"
    command = [
        sys.executable, "-m", "tools.qingbo", "--lang", "zh", "report", "--cache", str(cache), "--now", "2020-07-04T15:29:57+08:00",
        "--at", "15:30", "-o", str(place), "--export", str(tmp_path / "share"),
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            deadline = time.monotonic() + 60
            while not (place / "日报-2020-07-04.xlsx").exists() and time.monotonic() < deadline:
                assert process.poll() is None, process.stderr.read() if process.stderr else ""
                time.sleep(0.05)
            time.sleep(0.5)
        finally:
            process.send_signal(signal.SIGTERM)
            told = process.communicate(timeout=20)[1]
    assert "每天 15:30 写日报" in told
    assert "已写好" in told
    text = "\n".join(paragraph.text for paragraph in Document(str(place / "日报-2020-07-04.docx")).paragraphs)
    assert "本报告统计截至15时30分，最后一条播放记录止于15:05:00。" in text
    assert (tmp_path / "share" / "screen" / "journal" / "2020-07-04.jsonl").exists()
    assert sorted(path.name for path in place.iterdir()) == ["日报-2020-07-04.docx", "日报-2020-07-04.xlsx"]


def test_a_disk_that_does_not_take_it_is_tried_again(tmp_path: Path) -> None:
    wall = Wall(BEGIN + 16 * HOUR)
    tries: list[Path] = []

    def write(day: date, now: Millis, path: Path) -> None:
        tries.append(path)
        if len(tries) < 3:
            raise OSError(28, "No space left on device")
        path.write_bytes(b"report")

    stand(tmp_path / "日报", HALF_PAST_THREE, SHANGHAI, wall, write, days=1, sleep=wall.sleep)
    assert len(tries) == 4  # two that failed, then both files
    assert sum(wall.sleeps) == pytest.approx(2 * LOOK)

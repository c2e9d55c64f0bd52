"""A machine's clock that is wrong: what is believed, what is kept on the disk, what is seen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from player.clock import FLOOR, SimulatedClock
from player.model.units import DAY, SECOND, Millis
from player.roles.timekeeper import FILE, Timekeeper, read
from tests.support.fake_clock import FakeClock

NOW = int(FLOOR + 200 * DAY)


def test_the_last_good_time_is_written_hourly_and_is_a_floor_for_the_next_start(tmp_path: Path) -> None:
    clock = FakeClock(now=NOW)
    keeper = Timekeeper(clock, tmp_path)
    assert keeper.believed()
    assert not (tmp_path / FILE).exists(), "a start waits for no disk"
    clock.advance(3_601)
    assert keeper.believed()
    assert read(tmp_path / FILE) == clock.now()
    lost = FakeClock(now=NOW - DAY)
    again = Timekeeper(lost, tmp_path)
    assert not again.believed()
    lost.advance(30)
    assert not again.believed()
    lost.jump(NOW + 2 * DAY)
    assert again.believed()


def test_a_time_that_is_not_believed_is_not_kept(tmp_path: Path) -> None:
    clock = FakeClock(now=NOW)
    keeper = Timekeeper(clock, tmp_path)
    assert keeper.believed()
    clock.jump(4_102_444_800_000)
    for _ in range(10):
        clock.advance(3_600)
        assert not keeper.believed()
    assert read(tmp_path / FILE) == FLOOR


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\xfe", b"-5", b"9" * 100, b"0"])
def test_a_damaged_last_good_time_is_no_floor(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert read(tmp_path / FILE) == FLOOR


def test_a_cache_that_cannot_be_written_is_no_fault_of_the_clock(tmp_path: Path) -> None:
    clock = FakeClock(now=NOW)
    keeper = Timekeeper(clock, tmp_path / "file" / "cache")
    (tmp_path / "file").write_bytes(b"")
    for _ in range(3):
        assert keeper.believed()
        clock.advance(4_000)


def test_a_simulated_time_is_always_believed(tmp_path: Path) -> None:
    keeper = Timekeeper(SimulatedClock(Millis(1_593_824_390_000), rate=1e6), tmp_path)
    assert keeper.believed()
    assert keeper.believed()
    assert not (tmp_path / FILE).exists()


def test_a_machine_that_is_set_to_another_day_is_doubted() -> None:
    """The system's own clock, faked under a real process: it wakes in 1970, is set right, is set wrong."""
    faketime = shutil.which("faketime")
    assert faketime, "faketime is not on this machine: apt-get install faketime"
    script = (
        "import pathlib, sys, tempfile\n"
        "from player.clock import SystemClock\n"
        "from player.roles.timekeeper import Timekeeper\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    print(Timekeeper(SystemClock(), pathlib.Path(folder)).believed())\n"
    )
    root = Path(__file__).resolve().parents[2]

    def asked(time: str) -> str:
        command = [faketime, "-f", time, sys.executable, "-c", script]
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.strip()

    assert asked("@1970-01-02 00:00:00") == "False"
    assert asked("@2100-01-01 00:00:00") == "False"
    assert asked("+0") == "True", "the control"


def test_seconds_are_counted_by_the_monotonic_clock() -> None:
    clock = FakeClock(now=NOW)
    before = clock.monotonic()
    clock.jump(NOW - DAY)
    clock.advance(5)
    assert round((clock.monotonic() - before) * 1e3) == 5 * SECOND

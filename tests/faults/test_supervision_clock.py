"""A machine's clock that is wrong: what is believed, what is kept on the disk, what is seen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from player.clock import FLOOR, SimulatedClock, Trust
from player.model.units import DAY, SECOND, Millis
from player.roles.beat import Beat
from player.roles.timekeeper import FILE, Timekeeper, read
from tests.support.fake_clock import FakeClock

NOW = int(FLOOR + 200 * DAY)


def test_the_last_good_time_is_written_hourly_and_is_a_floor_for_the_next_start(tmp_path: Path) -> None:
    clock = FakeClock(now=NOW)
    keeper = Timekeeper(clock, tmp_path, Beat())
    assert keeper.believed()
    assert not (tmp_path / FILE).exists(), "a start waits for no disk"
    clock.advance(3_601)
    assert keeper.believed()
    assert read(tmp_path / FILE) == clock.now()
    lost = FakeClock(now=NOW - DAY)
    again = Timekeeper(lost, tmp_path, Beat())
    assert not again.believed()
    lost.advance(30)
    assert not again.believed()
    lost.jump(NOW + 2 * DAY)
    assert again.believed()


def test_a_time_that_is_not_believed_is_not_kept(tmp_path: Path) -> None:
    clock = FakeClock(now=NOW)
    keeper = Timekeeper(clock, tmp_path, Beat())
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
    keeper = Timekeeper(clock, tmp_path / "file" / "cache", Beat())
    (tmp_path / "file").write_bytes(b"")
    for _ in range(3):
        assert keeper.believed()
        clock.advance(4_000)


def test_a_simulated_time_is_always_believed(tmp_path: Path) -> None:
    keeper = Timekeeper(SimulatedClock(Millis(1_593_824_390_000), rate=1e6), tmp_path, Beat())
    assert keeper.believed()
    assert keeper.believed()
    assert not (tmp_path / FILE).exists()


@pytest.mark.fault(29)
def test_a_machine_that_is_set_to_another_day_is_doubted() -> None:
    """The system's own clock, faked under a real process: it wakes in 1970, is set right, is set wrong."""
    faketime = shutil.which("faketime")
    assert faketime, "faketime is not on this machine: apt-get install faketime"
    script = (
        "import pathlib, sys, tempfile\n"
        "from player.clock import SystemClock\n"
        "from player.roles.beat import Beat\n"
        "from player.roles.timekeeper import Timekeeper\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    print(Timekeeper(SystemClock(), pathlib.Path(folder), Beat()).believed())\n"
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


def test_a_glass_that_is_started_again_goes_on_from_what_the_one_before_it_thought(tmp_path: Path) -> None:
    clock, memory = FakeClock(now=NOW), Beat()
    assert Timekeeper(clock, tmp_path, memory).believed()
    clock.advance(5)
    clock.jump(NOW + DAY)
    assert not Timekeeper(clock, tmp_path, memory).believed(), "the jump is seen across a restart"
    assert not Timekeeper(clock, tmp_path, memory).believed()
    clock.advance(5)
    clock.jump(NOW + 10 * SECOND)
    assert Timekeeper(clock, tmp_path, memory).believed()


def test_what_time_it_is_is_known_from_before_a_jump(tmp_path: Path) -> None:
    clock, memory = FakeClock(now=NOW), Beat()
    glass, intake = Timekeeper(clock, tmp_path, memory), Timekeeper(clock, tmp_path, memory)
    begun = clock.monotonic()
    assert glass.believed()
    assert intake.instant() == (NOW, True)
    for wrong in (NOW + DAY, NOW - DAY, 0, 4_102_444_800_000):
        clock.advance(1)
        clock.jump(wrong)
        right = NOW + round((clock.monotonic() - begun) * 1e3)
        assert intake.instant() == (right, False), "before the glass has looked at all"
        assert not glass.believed()
        assert intake.instant() == (right, False)
        clock.jump(right)
        assert glass.believed()
        assert intake.instant() == (right, True)


def test_where_nobody_knows_the_time_goes_on_from_the_last_good_one(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(str(NOW))
    clock = FakeClock(now=0)
    intake = Timekeeper(clock, tmp_path, Beat())
    assert intake.instant() == (NOW, False)
    clock.advance(90)
    assert intake.instant() == (NOW + 90 * SECOND, False)
    clock.jump(NOW + DAY)
    assert intake.instant() == (NOW + DAY, True)


def test_what_is_thought_of_the_clock_is_kept_whole_in_shared_memory() -> None:
    memory = Beat()
    assert memory.trust is None
    for trust in (
        Trust(Millis(NOW), 5.5),
        Trust(Millis(0), 7.25, 6.0),
        Trust(Millis(NOW), 8.0, 6.5, Millis(NOW - DAY)),
    ):
        memory.trust = trust
        assert memory.trust == trust

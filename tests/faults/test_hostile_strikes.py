"""Two strikes: a picture at which the decoder dies is tried once more, then held by its hash, over every restart."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from PIL import Image

from player.model.content import Asset
from player.model.problem import Problem
from player.model.words import Words
from player.prepare.limits import CAN_FORK, Limits, run_limited
from player.roles.quarantine import DEATHS, MOST, Quarantine
from tests.support.hostile import broken, vast
from tests.support.picture_desk import PictureDesk

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="without fork a picture is decoded in the worker itself")
TIGHT = Limits(seconds=0.01)
"""Less than the picture below takes: its decoder dies for real."""

WHY = Words("原因", "cause")


@pytest.fixture
def desk(tmp_path: Path) -> PictureDesk:
    one = PictureDesk(tmp_path)
    (one.folder / "大.png").write_bytes(vast())
    return one


@pytest.mark.fault(17, 18)
def test_the_second_death_is_remembered_by_the_bytes(desk: PictureDesk) -> None:
    desk.limits = [TIGHT, TIGHT]
    held = desk.ask("大.png")
    assert isinstance(held, Problem)
    assert held.code == "picture-crashes"
    assert "无法显示，已隔离" in held.message.zh
    assert "0.01 秒" in held.message.zh
    assert "0.01 s" in held.message.en
    assert len(desk.asked) == 2
    # whatever it is called, and after a restart that forgot everything else, it is not decoded again
    (desk.cache / "known.json").unlink()
    (desk.folder / "大.png").rename(desk.folder / "另一个名字.png")
    desk.restart()
    again = desk.ask("另一个名字.png")
    assert isinstance(again, Problem)
    assert again.message == held.message
    assert len(desk.asked) == 2
    # other bytes under the old name are a new picture
    Image.new("RGB", (40, 30)).save(desk.folder / "大.png")
    assert isinstance(desk.ask("大.png"), Asset)


def test_it_leaves_quarantine_with_a_newer_player(desk: PictureDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried again though the file and what is known of it are the same; it may be well now."""
    desk.limits = [TIGHT, TIGHT]
    assert isinstance(desk.ask("大.png"), Problem)
    monkeypatch.setattr("player.roles.quarantine.__version__", "99")
    desk.restart()
    assert isinstance(desk.ask("大.png"), Asset)
    assert len(desk.asked) == 3


def test_what_goes_into_quarantine_later_is_no_longer_taken_in(desk: PictureDesk) -> None:
    """A painter may find out what the inspector did not: the picture that was good is held from then on."""
    good = desk.ask("大.png")
    assert isinstance(good, Asset)
    before = desk.pictures.quarantine.stamp()
    Quarantine(desk.cache / "quarantine").hold(f"picture-{good.digest}", WHY)
    assert desk.pictures.quarantine.stamp() != before
    held = desk.ask("大.png")
    assert isinstance(held, Problem)
    assert held.code == "picture-crashes"
    (desk.cache / "quarantine" / f"picture-{good.digest}.json").unlink()
    assert desk.ask("大.png") == good


def test_one_death_is_forgiven(desk: PictureDesk) -> None:
    desk.limits = [TIGHT]
    assert isinstance(desk.ask("大.png"), Asset)
    assert len(desk.asked) == 2
    assert list((desk.cache / "quarantine").iterdir()) == []


def test_a_bad_picture_is_refused_at_once_and_not_held(desk: PictureDesk) -> None:
    (desk.folder / "坏.png").write_bytes(broken())
    refused = desk.ask("坏.png")
    assert isinstance(refused, Problem)
    assert refused.code == "picture-unreadable"
    assert len(desk.asked) == 1
    assert not (desk.cache / "quarantine").exists()


@pytest.mark.control(17)
def test_without_a_child_the_same_death_is_the_processs_own() -> None:
    """What kills a job kills whoever does it: a child here, and in the second half a process that does it itself."""

    def deadly() -> bytes:
        os.kill(os.getpid(), signal.SIGSEGV)
        return b""

    with pytest.raises(Exception, match="SIGSEGV"):
        run_limited(deadly, Limits())
    worker = os.fork()
    if worker == 0:
        deadly()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) == -signal.SIGSEGV


@pytest.mark.control(18)
def test_without_a_time_out_the_same_job_goes_on() -> None:
    started = time.monotonic()
    with pytest.raises(Exception, match=r"more than 0\.2 s"):
        run_limited(lambda: time.sleep(60) or b"", Limits(seconds=0.2))  # type: ignore[func-returns-value]
    assert time.monotonic() - started < 30
    worker = os.fork()
    if worker == 0:
        time.sleep(60)
        os._exit(0)
    try:
        time.sleep(1.0)
        assert os.waitpid(worker, os.WNOHANG) == (0, 0), "five times that long, and it is still at it"
    finally:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)


def test_a_damaged_record_holds_nothing_and_an_older_player_held_its_own(tmp_path: Path) -> None:
    Quarantine(tmp_path).hold("picture-a", WHY)
    place = tmp_path / "picture-a.json"
    assert Quarantine(tmp_path).cause("picture-a") == WHY
    whole = place.read_bytes()
    place.write_bytes(whole.replace(b'"version":"', b'"version":"0.0.'))
    assert Quarantine(tmp_path).cause("picture-a") is None
    for cut in (*range(0, len(whole), 7), None):
        place.write_bytes(whole[:cut] if cut is not None else b"[" * 100_000)
        assert Quarantine(tmp_path).cause("picture-a") is None
        assert Quarantine(tmp_path).stamp() == ()


def test_deaths_are_counted_for_all_processes_together(tmp_path: Path) -> None:
    one, other = Quarantine(tmp_path), Quarantine(tmp_path)
    one.strike("slide-a", WHY)
    assert other.struck("slide-a")
    assert other.cause("slide-a") is None
    other.strike("slide-a", WHY)
    assert one.cause("slide-a") == WHY
    one.forgive("slide-a")
    assert not other.struck("slide-a")


def test_what_the_disk_does_not_take_is_known_until_the_process_ends(tmp_path: Path) -> None:
    (tmp_path / "quarantine").write_bytes(b"no folder")
    quarantine = Quarantine(tmp_path / "quarantine")
    for _ in range(DEATHS):
        quarantine.strike("slide-a", WHY)
    assert quarantine.cause("slide-a") == WHY
    assert quarantine.problems(()) == ()


def test_the_records_are_bounded_and_the_newest_are_kept(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    quarantine.hold("picture-0", WHY)
    whole = (tmp_path / "picture-0.json").read_bytes()
    for number in range(MOST + 5):
        path = tmp_path / f"picture-{number}.json"
        path.write_bytes(whole)
        os.utime(path, (number, number))
    quarantine.hold("picture-new", WHY)
    kept = {path.stem for path in tmp_path.iterdir()}
    assert len(kept) == MOST
    assert {"picture-new", f"picture-{MOST + 4}"} <= kept
    assert "picture-5" not in kept

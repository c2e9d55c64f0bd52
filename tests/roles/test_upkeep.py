"""The cache is looked after: room, rot, failures and how the last run ended, each seen and each told with its figures."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from player.clock import FLOOR
from player.errors import StoreError
from player.model.problem import Problem
from player.model.snapshot import Snapshot
from player.model.units import DAY, HOUR, Digest
from player.roles.upkeep import LOOK, SCRUB, Upkeep
from player.store import last_run
from player.store.ballast import Ballast
from player.store.space import MB, Space, space, taken
from player.store.store import Store
from player.store.trouble import told
from tests.support.campaign import campaign, kept, rot, showing
from tests.support.fake_clock import FakeClock
from tests.support.recording_disk import run
from tests.support.small_disk import clear, fill, needs_mounts, small_disk


class Desk:
    """A store with two versions, its upkeep, and what that asked to be fetched again."""

    def __init__(self, root: Path) -> None:
        self.clock = FakeClock(FLOOR + 200 * DAY)
        self.store = Store(root)
        self.old = campaign(self.store, "a", [b"common", b"old"])
        self.store.publish(self.old)
        self.new = campaign(self.store, "b", [b"common", b"new"])
        self.digest = self.store.publish(self.new)
        self.asked: list[Digest] = []
        self.start()

    def start(self) -> None:
        """A start of the intake."""
        self.upkeep = Upkeep(self.store, self.clock, "Asia/Shanghai", self.asked.append)
        self.upkeep.begin(self.store.load())

    def read(self) -> None:
        """The intake has read the folder and found what is published."""
        self.upkeep.taken_in()

    def tend(self, seconds: float = 0.0) -> tuple[str, ...]:
        """Some time later; the codes of what is told then."""
        self.clock.advance(seconds)
        self.upkeep.tend(self.new, self.digest, self.clock.now())
        return tuple(problem.code for problem in self.upkeep.problems)

    def told(self, code: str) -> Problem:
        (problem,) = (problem for problem in self.upkeep.problems if problem.code == code)
        return problem

    def path(self, index: int) -> Path:
        """The object of one of the pictures."""
        return self.store.object_path(self.new.slides()[index].assets[0].digest)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# rot


@pytest.mark.fault(19)
def test_a_rotten_object_is_found_within_a_round_told_and_fetched_again(desk: Desk) -> None:
    rot(desk.path(1))
    assert desk.store.load().problems == (), "sizes are right: a start does not see it"
    for _ in range(4):
        desk.tend(SCRUB)
    assert desk.asked == [desk.path(1).name], "asked for once"
    gap = desk.told("cache-gap")
    assert gap.place.file == "b1.png"
    kept(desk.store, "b1.png", b"new")  # the intake reads the folder again
    assert desk.tend(1) == ("cache-mended",)
    mended = desk.told("cache-mended")
    assert mended.message.zh == "缓存损坏，已重取“b1.png”。"
    assert not list(desk.store.damaged(desk.new))
    assert desk.tend(DAY / 1e3) == (), "and after a day it is no news"


@pytest.mark.control(19)
def test_without_the_round_rot_stays_unseen(desk: Desk) -> None:
    """Control: the same rot, and no minute for the round: nobody is told, and the picture stays rotten."""
    rot(desk.path(1))
    for _ in range(40):
        desk.tend(1)
    assert (desk.asked, desk.upkeep.problems) == ([], ())
    assert list(desk.store.damaged(desk.new))


def test_a_round_reads_each_object_once_and_no_more_than_one_a_minute(desk: Desk) -> None:
    for path in (desk.path(0), desk.path(1)):
        rot(path)
    seen = []
    for _ in range(6):
        desk.tend(SCRUB / 2)
        seen.append(len(desk.asked))
    assert seen[-1] == 2
    assert all(after - before <= 1 for before, after in zip(seen[::2], seen[2::2], strict=False))


def test_what_is_not_needed_any_more_is_not_told(desk: Desk) -> None:
    rot(desk.path(1))
    for _ in range(4):
        desk.tend(SCRUB)
    desk.new = campaign(desk.store, "c", [b"common"])
    desk.digest = desk.store.publish(desk.new)
    assert desk.tend(1) == ()


@pytest.mark.fault(20)
@pytest.mark.parametrize("victim", ["current", "snapshot"])
def test_a_damaged_pointer_or_snapshot_is_written_again_while_the_player_runs(desk: Desk, victim: str) -> None:
    rot(desk.store.root / "current" if victim == "current" else desk.store.root / "snapshots" / desk.digest)
    assert desk.store.load().snapshot == desk.old, "a start now would show the version before"
    desk.tend(SCRUB)
    assert desk.store.load().snapshot == desk.old, "nobody has read the folder yet"
    desk.read()
    desk.tend(SCRUB)
    desk.tend(SCRUB)
    desk.tend(SCRUB)
    assert desk.store.load().snapshot == desk.new
    assert desk.tend() == ("cache-mended",)


@pytest.mark.fault(20)
def test_a_start_that_falls_back_says_so_until_it_is_mended(desk: Desk) -> None:
    rot(desk.store.root / "snapshots" / desk.digest)
    desk.start()
    assert [problem.code for problem in desk.upkeep.problems] == ["cache-previous"]
    assert desk.tend(SCRUB) == ("cache-previous",)
    desk.store.publish(desk.new)  # the intake reads the folder and publishes what is there
    desk.read()
    assert desk.tend(1) == ("cache-mended",)


@pytest.mark.control(20)
def test_without_the_version_before_a_damaged_one_leaves_nothing(desk: Desk) -> None:
    """Control: the same damage in a cache that keeps one version only: nothing is left to play."""
    (desk.store.root / "previous").unlink()
    rot(desk.store.root / "snapshots" / desk.digest)
    assert desk.store.load().snapshot is None


# failures


def refusal(number: int) -> StoreError:
    """What the store says where the system says `number`."""
    with pytest.raises(StoreError) as caught, told("publish new content"):
        raise OSError(number, os.strerror(number))
    return caught.value


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk-full"), (errno.EDQUOT, "disk-full"), (errno.EROFS, "disk-read-only"), (errno.EIO, "cache-refused")],
)  # fmt: skip
def test_a_cache_that_takes_nothing_is_told_with_the_room_there_is_until_it_does(
    desk: Desk, number: int, code: str
) -> None:
    desk.upkeep.refused(refusal(number))
    assert desk.tend(LOOK) == (code,)
    assert re.search(r"剩余? ?[\d.]+ [GM]B", desk.told(code).message.zh), desk.told(code).message.zh
    desk.upkeep.taken_in()
    assert desk.tend(LOOK) == ()


def test_a_refusal_is_logged_once(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "qingbo"):
        for _ in range(5):
            desk.upkeep.refused(refusal(errno.EIO))
            desk.tend(LOOK)
        desk.upkeep.taken_in()
        desk.tend(LOOK)
    assert len(caplog.records) == 2, "the failure and its end"


# room


@pytest.mark.parametrize(
    ("size", "enough", "ballast"),
    [(4_000, 250, 16), (8_000, 500, 16), (256_000, 500, 16), (1_024, 64, 8), (64, 4, 0.5)],
)
def test_small_disks_keep_less_in_reserve(size: float, enough: float, ballast: float) -> None:
    seen = Space(round(size * MB), 0)
    assert (seen.enough, seen.ballast) == (enough * MB, ballast * MB)


def test_the_disk_of_a_folder_that_is_not_there_yet_is_known(tmp_path: Path) -> None:
    assert space(tmp_path / "not" / "there") == space(tmp_path)


def test_what_takes_most_is_told_first(tmp_path: Path) -> None:
    for name, size in (("objects/ab/x", 90_000), ("frames/y", 200_000), ("log/z", 5)):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_bytes(os.urandom(size))
    (tmp_path / "loop").symlink_to(tmp_path)
    names = [name for name, _ in taken(tmp_path)]
    assert names[:2] == ["frames", "objects"]
    assert dict(taken(tmp_path))["frames"] >= 200_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 64) as place:
        yield place


@needs_mounts
def test_the_ballast_is_really_there_and_really_goes(disk: Path) -> None:
    ballast = Ballast(disk)
    before = os.statvfs(disk).f_bavail
    assert ballast.take(2 * MB)
    assert (before - os.statvfs(disk).f_bavail) * 4096 >= 2 * MB
    assert ballast.size >= 2 * MB
    assert ballast.drop()
    assert os.statvfs(disk).f_bavail == before
    fill(disk, leave=MB)
    assert not ballast.take(2 * MB)
    assert (ballast.size, ballast.path.exists()) == (0, False), "half a ballast is none"


@needs_mounts
@pytest.mark.fault(23)
def test_taking_in_stops_before_the_disk_is_full_and_goes_on_when_there_is_room(disk: Path) -> None:
    desk = Desk(disk / "cache")
    assert desk.tend() == ()
    assert Ballast(desk.store.root).size > 0
    assert desk.upkeep.has_room()
    fill(disk, leave=3 * MB)
    assert not desk.upkeep.has_room()
    assert desk.tend(LOOK) == ("disk-low",)
    low = desk.told("disk-low").message
    assert "只剩 3.0 MB" in low.zh
    assert "67 MB" in low.zh
    assert "别的程序和系统占" in low.zh
    assert Ballast(desk.store.root).size > 0, "not yet"
    refused = desk.upkeep.no_room("新.png")
    assert (refused.code, refused.place.file) == ("disk-no-room", "新.png")
    assert "3.0 MB" in refused.message.zh
    clear(disk)
    assert desk.tend(LOOK) == ()
    assert desk.upkeep.has_room()


@needs_mounts
@pytest.mark.fault(23)
def test_on_a_full_disk_the_ballast_makes_room_for_a_small_version(disk: Path) -> None:
    desk = Desk(disk / "cache")
    desk.tend()
    fill(disk)
    text = showing([desk.new.slides()[0].assets[0]], "改正后的通知")
    with pytest.raises(StoreError) as caught:
        desk.store.publish(text)
    desk.upkeep.refused(caught.value)
    assert desk.told("disk-full").message.zh.startswith("磁盘满了：只剩 ")
    desk.digest, desk.new = desk.store.publish(text), text
    desk.upkeep.taken_in()
    assert desk.store.load().snapshot == text
    assert desk.tend(LOOK) == ("disk-low",)
    clear(disk)
    assert desk.tend(LOOK) == ()
    assert Ballast(desk.store.root).size > 0, "and there is ballast again"


@needs_mounts
@pytest.mark.control(23)
def test_without_ballast_a_full_disk_takes_not_even_a_small_version(disk: Path) -> None:
    """Control: the same full disk without ballast: there is nothing to let go of, and the text stays wrong."""
    desk = Desk(disk / "cache")
    fill(disk)
    text = showing([desk.new.slides()[0].assets[0]], "改正后的通知")
    for _ in range(2):
        with pytest.raises(StoreError) as caught:
            desk.store.publish(text)
        desk.upkeep.refused(caught.value)
    assert desk.store.load().snapshot == desk.new, "the last good version stays whole"


@needs_mounts
def test_a_disk_that_became_read_only_is_told_before_anything_is_written(disk: Path) -> None:
    desk = Desk(disk / "cache")
    run("mount", "-o", "remount,ro", str(disk))
    assert desk.tend(LOOK) == ("disk-read-only",)
    run("mount", "-o", "remount,rw", str(disk))
    assert desk.tend(LOOK) == ()


@needs_mounts
def test_frames_take_no_more_than_their_part_of_a_small_disk(disk: Path) -> None:
    desk = Desk(disk / "cache")
    frames = desk.store.root / "frames"
    frames.mkdir()
    for number in range(12):
        path = frames / f"{number:032x}.frame"
        path.write_bytes(bytes(MB))
        os.utime(path, (number, number))
    desk.tend()
    assert sorted(path.stem[-1] for path in frames.iterdir()) == ["8", "9", "a", "b"], "those used last, 4 of 64 MB"


# the last run


def test_a_good_end_is_no_news(desk: Desk) -> None:
    last_run.end(desk.store.root)
    desk.start()
    assert desk.tend() == ()


@pytest.mark.fault(22)
def test_a_machine_that_went_down_is_told_for_a_day_and_logged_once(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    before = last_run.read(desk.store.root)
    assert before is not None
    (desk.store.root / "run").write_text(f"another-boot {before.process} {before.began} -\n")
    with caplog.at_level("WARNING", "qingbo"):
        desk.start()
        desk.start()  # the intake is restarted within the run
    assert desk.tend() == ("power-lost",)
    assert "上次异常断电：" in desk.told("power-lost").message.zh
    assert "20" in desk.told("power-lost").message.zh, "since when"
    assert len(caplog.records) == 1
    assert desk.tend(23 * HOUR / 1e3) == ("power-lost",)
    assert desk.tend(HOUR / 1e3) == ()


def test_a_player_that_was_killed_is_nothing_for_staff(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    before = last_run.read(desk.store.root)
    assert before is not None
    (desk.store.root / "run").write_text(f"{before.boot} {before.process + 1} {before.began} -\n")
    with caplog.at_level("WARNING", "qingbo"):
        desk.start()
    assert desk.tend() == ()
    assert len(caplog.records) == 1


@pytest.mark.parametrize("garbage", [b"", b"\xff\xfe", b"a b c d", b"boot 1 2", b"x" * 5000])
def test_a_run_file_of_garbage_is_none(desk: Desk, garbage: bytes) -> None:
    (desk.store.root / "run").write_bytes(garbage)
    desk.start()
    assert desk.tend() == ()


def test_nothing_is_tended_where_nothing_is_published(tmp_path: Path) -> None:
    upkeep = Upkeep(Store(tmp_path), FakeClock(), "Asia/Shanghai", print)
    upkeep.begin(Store(tmp_path).load())
    upkeep.tend(None, None, FakeClock().now())
    upkeep.tend(Snapshot(), None, FakeClock().now())
    assert upkeep.problems == ()

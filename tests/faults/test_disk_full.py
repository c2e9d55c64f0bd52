"""A disk that is full, or was made read-only by its file system, under the whole player: what was good goes on, on a real window.

The disks are real and small: one in memory that somebody else fills, and an ext4 that finds an error in itself.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from player.store.store import Store
from player.timeline.scenes import Timeline
from tests.support.altered import Altered
from tests.support.fixtures import display_of
from tests.support.player import Program, picture
from tests.support.small_disk import clear, fill, needs_mounts, small_disk, small_ext4
from tests.support.told import problems
from tests.support.xvfb import Xvfb

pytestmark = [needs_mounts, pytest.mark.timeout(240)]

SIZE = ("--size", "320x180", "--lang", "en")
"""Frames of a quarter megabyte, for a disk of 64."""


display = display_of(320, 180)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 64) as place:
        yield place


def files(timeline: Timeline) -> set[str]:
    return {slide.source.file for slide in timeline.snapshot.slides()}


def drop_both(folder: Path) -> None:
    """Staff put a text and a picture into the folder."""
    (folder / "通知.txt").write_text("今天下午停水\n", "utf-8")
    picture(folder / "3.png", "blue")


def looks_well(program: Program) -> None:
    """Both pictures still come up, and nothing but slides is ever seen."""
    program.until_colour("red")
    seen = program.colours_for(4)
    program.until_colour("green")
    assert not {"(0, 0, 0)", "(255, 255, 255)"} & seen, seen


@pytest.mark.fault(23)
def test_on_a_full_disk_what_was_good_goes_on_texts_are_taken_and_it_recovers(
    display: Xvfb, folder: Path, disk: Path, tmp_path: Path
) -> None:
    program = Program(display, folder, disk / "cache", *SIZE)
    program.log = tmp_path / "said"
    with program:
        program.until_published(lambda timeline: files(timeline) == {"1.png", "2.png"})
        program.until((disk / "cache" / "ballast").exists)
        looks_well(program)
        parts = [program.part("glass"), program.part("intake")]
        fill(disk)
        program.until(lambda: bool({"disk-low", "disk-full"} & problems(folder).keys()))
        drop_both(folder)
        picture(folder / "2.png", "yellow")
        program.until_published(lambda timeline: "通知.txt" in files(timeline))
        assert "3.png" not in files(program.timeline())
        program.until(lambda: "disk-no-room" in problems(folder))
        program.until(lambda: program.colour() not in ("red", "green"))  # and the notice is seen
        told = problems(folder)
        assert told["disk-no-room"]["file"] in ("2.png", "3.png")
        room = told.get("disk-full") or told["disk-low"]
        assert "67 MB" in room["message"] or "disk-full" in told
        assert "other programs and the system" in room["message"], "and what takes it"
        looks_well(program)  # so the picture that was changed is seen as it was
        clear(disk)
        program.until_published(lambda timeline: "3.png" in files(timeline))
        program.until_colour("blue")
        program.until_colour("yellow")
        program.until(lambda: not any(code.startswith("disk-") for code in problems(folder)))
        assert [program.part("glass"), program.part("intake")] == parts, "nothing had to be restarted"
        assert program.stop() == 0
        assert "Traceback" not in program.said()


@pytest.mark.control(23)
def test_without_limits_and_ballast_a_full_disk_takes_not_even_a_text(display: Xvfb, folder: Path, disk: Path) -> None:
    """Control: the same full disk under a player that takes what it gets and keeps nothing in reserve."""
    code = (
        "from player.store import space, ballast\n"
        "space.Space.is_low = space.Space.is_full = False\n"
        "ballast.Ballast.take = lambda self, size: False\n"
    )
    with Altered(display, folder, disk / "cache", *SIZE, code=code) as program:
        program.until_published(lambda timeline: files(timeline) == {"1.png", "2.png"})
        looks_well(program)
        fill(disk)
        drop_both(folder)
        program.until(lambda: "disk-full" in problems(folder))
        time.sleep(5)
        assert files(program.timeline()) == {"1.png", "2.png"}, "the notice is not taken in"


def other_size(display: Xvfb, folder: Path, disk: Path, code: str) -> tuple[set[str], float]:
    """A player that has only been at another size begins anew on a full disk: what is seen in the first seconds, and when."""
    program = Program(display, folder, disk / "cache", *SIZE)
    with program:
        program.until_published(lambda timeline: files(timeline) == {"1.png", "2.png"})
        looks_well(program)
        assert program.stop() == 0
    (disk / "cache" / "ballast").unlink(missing_ok=True)  # what was kept back was used up long ago
    fill(disk)
    with Altered(display, folder, disk / "cache", "--size", "256x144", "--lang", "en", code=code) as small:
        try:
            waited = small.until_colour("red", "green", seconds=SOON)
        except AssertionError:
            return set(), SOON
        return small.colours_for(3), waited


SOON = 20.0
"""Seconds: a guard. On a machine that does nothing else the first slide is there in one."""


@pytest.mark.fault(23)
@pytest.mark.fault(30)
def test_a_glass_of_another_size_is_not_bare_on_a_full_disk(display: Xvfb, folder: Path, disk: Path) -> None:
    """None of its frames are there and the disk takes none: they are painted all the same, in memory."""
    seen, waited = other_size(display, folder, disk, "")
    print(f"{waited:.1f} s")
    assert seen
    assert seen <= {"red", "green"}, seen


@pytest.mark.control(23)
def test_without_memory_for_frames_it_stays_bare(display: Xvfb, folder: Path, disk: Path) -> None:
    code = (
        "from player.prepare import spare\n"
        "from player.store import ballast\n"
        "spare.spare_of = lambda root: None\n"
        "ballast.Ballast.take = lambda self, size: False\n"
    )
    assert other_size(display, folder, disk, code) == (set(), SOON)


@pytest.mark.fault(23)
def test_a_disk_that_made_itself_read_only_is_told_and_what_was_good_goes_on(
    display: Xvfb, folder: Path, tmp_path: Path
) -> None:
    """Real: an ext4 that finds an error in itself takes nothing any more, as it does when its disk fails."""
    program = Program(display, folder, tmp_path / "ext4" / "cache", *SIZE)
    program.log = tmp_path / "said"
    with small_ext4(tmp_path, 64) as disk, program:
        program.until_published(lambda timeline: files(timeline) == {"1.png", "2.png"})
        looks_well(program)
        before = program.part("glass")
        disk.fail()
        with pytest.raises(OSError, match=r"[Rr]ead-only|[Ii]nput/output"):
            os.mkdir(disk.place / "new")  # noqa: PTH102  # the fault is there
        drop_both(folder)
        program.until(lambda: bool({"disk-read-only", "cache-refused"} & problems(folder).keys()))
        looks_well(program)
        assert Store(disk.place / "cache").load().whole
        assert program.part("glass") == before
        assert program.stop() == 0
        program.start()
        looks_well(program)  # and a start from a disk that can only be read shows what is on it
        program.until(lambda: bool({"disk-read-only", "cache-refused"} & problems(folder).keys()))
        assert program.stop() == 0
        assert "Traceback" not in program.said()

"""Frames that the disk does not take lie in memory: a few, one's own, and gone when nobody needs them. On disks really full."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from player.model.canon import encode
from player.model.content import Slide, Source
from player.model.order import order_for
from player.model.settings import Panel
from player.model.units import Millis
from player.prepare import spare
from player.prepare.client import AGAIN, Painter
from player.prepare.frames import HEADER, FrameStore, NoRoom
from player.prepare.worker import Bench, answer
from tests.support.small_disk import clear, fill, needs_mounts, small_disk

pytestmark = [
    needs_mounts,
    pytest.mark.skipif(spare.spare_of(Path("x")) is None, reason="this system has no files in memory"),
]

WIDTH, HEIGHT = 320, 180
PIXELS = b"\x80" * (WIDTH * HEIGHT * 4)
SLIDE = Slide("a", "slogan", Source("f"), Millis(9000), (("slogan", "节能增效"),))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MiB, and nothing of it in memory afterwards."""
    with small_disk(tmp_path / "disk", 4) as place:
        yield place
        spare.clear(place / "frames")


def write(frames: FrameStore, key: str) -> None:
    frames.write(key, width=WIDTH, height=HEIGHT, pixels=PIXELS, live=None, strip=b"")


@pytest.mark.fault(23)
def test_a_full_disk_takes_no_frame_and_memory_does_until_there_is_room_again(disk: Path) -> None:
    frames, glass = FrameStore(disk / "frames"), FrameStore(disk / "frames")
    write(frames, "before")
    fill(disk)
    write(frames, "while")
    assert glass.has("before")
    assert glass.has("while")
    assert glass.path("while").parent == glass.spare
    mapped = glass.open("while")
    assert bytes(mapped.frame.pixels) == PIXELS
    mapped.close()
    assert glass.told() == {"before", "while"}
    glass.touch("while")
    clear(disk)
    write(frames, "while")
    write(frames, "after")
    assert {glass.path(key).parent for key in ("before", "while", "after")} == {disk / "frames"}
    glass.prune(budget=1 << 30, keep=())
    assert glass.spare is not None
    assert list(glass.spare.glob("*")) == [], "what the disk has needs no memory"


@pytest.mark.control(23)
def test_without_a_place_in_memory_a_full_disk_means_no_frame(disk: Path) -> None:
    frames = FrameStore(disk / "frames")
    frames.spare = None
    write(frames, "before")
    fill(disk)
    with pytest.raises(NoRoom):
        write(frames, "while")
    assert not frames.has("while")
    assert list((disk / "frames").glob("*.tmp")) == []


def test_memory_takes_few_and_those_used_last(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare, "MOST", 3 * (HEADER + len(PIXELS)))
    frames = FrameStore(disk / "frames")
    fill(disk)
    for key in "abcde":
        write(frames, key)
        frames.touch(key)
    assert [key for key in "abcde" if frames.has(key)] == ["c", "d", "e"]
    spare.clear(disk / "frames")
    assert frames.spare is not None
    assert not frames.spare.exists()


@pytest.mark.parametrize("sort", ["link", "open to all", "file"])
def test_a_place_that_somebody_else_took_is_left_alone(disk: Path, tmp_path: Path, sort: str) -> None:
    frames = FrameStore(disk / "frames")
    fill(disk)
    assert frames.spare is not None
    other = tmp_path / "theirs"
    other.mkdir(mode=0o700)
    try:
        if sort == "link":
            frames.spare.symlink_to(other)
        elif sort == "file":
            frames.spare.write_bytes(b"theirs")
        else:
            frames.spare.mkdir()
            frames.spare.chmod(0o777)
        with pytest.raises(NoRoom):
            write(frames, "a")
        assert list(other.iterdir()) == []
    finally:
        if sort == "open to all":
            frames.spare.rmdir()
        else:
            frames.spare.unlink()


def test_where_nothing_takes_it_that_is_no_fault_of_the_slides(disk: Path) -> None:
    """The painter says that it may be tried again, and the glass does so in seconds, not after the rest of what is broken."""
    frames = FrameStore(disk / "frames")
    frames.spare = None
    fill(disk)
    order = order_for(SLIDE, "", panel=Panel(WIDTH, HEIGHT), look="x", snapshot=None)
    bench = Bench(frames, lambda _: SLIDE, lambda _: disk)
    request = {"op": "paint", "order": encode(order)}
    reply = answer(request, bench)
    assert reply["error"]
    assert reply["again"]
    ours, theirs = multiprocessing.Pipe()
    painter = Painter(ours, frames)
    painter.want([order], 0.0)
    painter.hear(json.dumps(reply).encode(), 0.0)
    assert painter.is_failed(order.key, AGAIN - 1)
    assert not painter.is_failed(order.key, AGAIN)
    clear(disk)
    assert answer(request, bench)["error"] is None
    assert frames.has(order.key)
    ours.close()
    theirs.close()

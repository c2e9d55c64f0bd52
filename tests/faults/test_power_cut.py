"""The power goes while new versions are published: on a real ext4, whose disk kept what a disk may keep.

The disk is a loop device whose writes and flushes are recorded; from the record, disks are built as power cuts could
have left them, mounted, and read as a start of the player would. `QINGBO_NIGHTLY=1` for a thousand cuts.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from player.model.units import HOUR, Digest, Millis
from player.store.store import Store
from player.store.verification import verify
from tests.support.campaign import MEMORY
from tests.support.journals import BEGIN, journal, showing
from tests.support.power import Cut, Record, cuts, leftovers, read_log
from tests.support.recording_disk import Unmountable, mounted, recorded_disk, run

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0 or not os.access("/dev/fuse", os.W_OK),
    reason="needs Linux, root, /dev/fuse and loop devices",
)

NIGHTLY = bool(os.environ.get("QINGBO_NIGHTLY"))
CUTS = 1000 if NIGHTLY else 60
VERSIONS = 120 if NIGHTLY else 30
SIZE = 24 << 20
"""Bytes of the disk."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What was done to a disk while versions were published, and the disk as it was before."""

    begin: Path
    records: Sequence[Record]
    digests: Sequence[Digest]
    acknowledged: Sequence[int]


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        yield Path(place)


def recording(folder: Path, mode: str, options: str = "commit=1") -> Recording:
    """A publisher publishes versions on a recorded disk, mounted with these options."""
    begin, image = folder / "begin", folder / "image"
    with begin.open("wb") as file:
        file.truncate(SIZE)
    run("mkfs.ext4", "-q", "-F", "-b", "4096", "-J", "size=4", str(begin))
    image.write_bytes(begin.read_bytes())
    with recorded_disk(folder, image) as disk, mounted(disk.device, folder / "disk", options) as place:
        told = run(
            sys.executable, "-m", "tests.support.publish_on", mode, str(place / "cache"), str(disk.log), str(VERSIONS)
        )  # fmt: skip
    lines = [line.split() for line in told.splitlines()]
    return Recording(
        begin, read_log(folder / "log"), [Digest(line[0]) for line in lines], [int(line[1]) for line in lines]
    )


def verdict(made: Recording, cut: Cut, cache: Path) -> str:
    """What a start of the player finds after the cut."""
    store = Store(cache)
    loaded = store.load()
    length = made.records[cut.record - 1].end
    acknowledged = sum(ack <= length for ack in made.acknowledged)
    if loaded.snapshot is None:
        return "lost" if acknowledged else "nothing yet"
    if not loaded.whole or list(store.damaged(loaded.snapshot)):
        return "mixed"
    if loaded.digest not in made.digests[max(0, acknowledged - 1) :]:
        return "older"
    return "told" if loaded.problems else "whole"


def after_cuts(folder: Path, made: Recording, number: int) -> Iterator[tuple[Cut, Path]]:
    """The cache as each of the cuts left it, on its own ext4, whose journal has been replayed by the mount.

    Where the file system is beyond that, a folder that is not there.
    """
    planned = cuts(made.records, made.acknowledged, number, random.Random(22))
    image = folder / "left"
    for cut in leftovers(made.begin, made.records, planned, image):
        try:
            with mounted(str(image), folder / "after", "loop") as place:
                yield cut, place / "cache"
        except Unmountable:
            yield cut, folder / "no file system"


def goes_on(cache: Path) -> bool:
    """Whether the journal takes another record."""
    kept = journal(cache)
    taken = kept.record(showing(900, BEGIN + 900 * HOUR)) and kept.stop(Millis(BEGIN + 901 * HOUR))
    if kept._fd is not None:
        os.close(kept._fd)  # the disk is about to be unmounted
    return taken


@pytest.mark.fault(22)
@pytest.mark.timeout(1800 if NIGHTLY else 240)
def test_after_a_power_cut_the_last_acknowledged_version_is_whole(folder: Path) -> None:
    """Law: whatever an honest disk kept of what was not flushed, the last version that was said to be published loads whole, or a newer one."""
    made = recording(folder, "right")
    assert len(made.digests) == VERSIONS
    found = Counter[str]()
    with closing(after_cuts(folder, made, CUTS)) as left:
        for cut, cache in left:
            said = verdict(made, cut, cache)
            found[said] += 1
            assert said in ("whole", "nothing yet"), (said, cut)
            assert verify(cache).ok, (verify(cache).flaws, cut)
            assert goes_on(cache), cut
            assert verify(cache).ok, (verify(cache).flaws, cut)
    assert found["whole"] > CUTS * 0.8, found


@pytest.mark.control(22)
@pytest.mark.timeout(240)
@pytest.mark.parametrize(("mode", "options"), [("no-flush", "commit=1"), ("right", "commit=1,barrier=0")])
def test_without_flushes_a_power_cut_loses_what_was_acknowledged(folder: Path, mode: str, options: str) -> None:
    """Control: the same cuts, with the flushes taken out of the store, or kept from the disk by the file system."""
    made = recording(folder, mode, options)
    assert len(made.digests) == VERSIONS
    with closing(after_cuts(folder, made, 20)) as left:
        found = Counter(verdict(made, cut, cache) for cut, cache in left)
    assert found["lost"] + found["mixed"] + found["older"] > 0, found

"""A disk that is small enough to be filled, in memory and mounted for real. Needs root on Linux."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.recording_disk import run

needs_mounts = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0, reason="needs Linux and root, to mount a disk"
)

STUFF = "stuff of others"
"""The file that fills the disk."""


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A disk of so many megabytes (of 2**20 bytes) at `place`."""
    place.mkdir(exist_ok=True)
    run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "qingbo-test", str(place))
    try:
        yield place
    finally:
        run("umount", "--lazy", str(place))


def fill(place: Path, *, leave: int = 0) -> None:
    """Somebody else takes all room on the disk but `leave` bytes, or gives some back."""
    path = place / STUFF
    fd = os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)
    try:
        status = os.statvfs(place)
        taken = os.fstat(fd).st_blocks * 512
        wanted = max(0, taken + status.f_bavail * status.f_frsize - leave)
        if wanted > taken:
            os.posix_fallocate(fd, 0, wanted)
        os.ftruncate(fd, wanted)
    finally:
        os.close(fd)


def clear(place: Path) -> None:
    """Somebody makes room again."""
    (place / STUFF).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Ext4:
    """A mounted ext4 in an image, on its loop device."""

    place: Path
    device: str

    def fail(self) -> None:
        """The file system finds an error in itself, and becomes read-only."""
        Path(f"/sys/fs/ext4/{Path(self.device).name}/trigger_fs_error").write_text("a test", "ascii")


@contextmanager
def small_ext4(folder: Path, megabytes: int) -> Iterator[Ext4]:
    """An ext4 of so many megabytes in `folder`, which goes read-only at an error as it does by default."""
    image, place = folder / "ext4.image", folder / "ext4"
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    run("mkfs.ext4", "-q", "-F", str(image))
    place.mkdir()
    device = run("losetup", "--find", "--show", str(image))
    try:
        run("mount", "-o", "errors=remount-ro", device, str(place))
        try:
            yield Ext4(place, device)
        finally:
            run("umount", "--lazy", str(place))
    finally:
        run("losetup", "--detach", device)

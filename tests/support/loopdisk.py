"""A real disk in a file: mounted through a loop device, to be pulled out while it is read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Self

import pytest

_PATH = "/usr/sbin:/sbin:/usr/bin:/bin"


class LoopDisk:
    """An ext4 disk on `point`. Use it in a `with`; skips where mounting is not allowed."""

    def __init__(self, place: Path, *, megabytes: int = 8) -> None:
        if sys.platform != "linux" or os.geteuid() or not shutil.which("mkfs.ext4", path=_PATH):
            pytest.skip("mounting a disk needs Linux, root and mkfs.ext4")
        self.image, self.point = place / "disk.img", place / "stick"
        self.point.mkdir(exist_ok=True)
        self.image.touch()
        os.truncate(self.image, megabytes << 20)
        _run("mkfs.ext4", "-q", str(self.image))

    def __enter__(self) -> Self:
        self.mount()
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", "-l", self.point], capture_output=True, check=False, env={"PATH": _PATH})

    def mount(self) -> None:
        """It is there, as it was."""
        done = subprocess.run(
            ["mount", "-o", "loop", self.image, self.point], capture_output=True, check=False, env={"PATH": _PATH}
        )
        if done.returncode:
            pytest.skip(f"mounting is not allowed here: {done.stderr.decode(errors='replace').strip()}")

    def unmount(self, *, lazily: bool = False) -> None:
        """It is gone; with `lazily`, also while somebody reads from it."""
        _run("umount", *(["-l"] if lazily else []), str(self.point))

    def pull_out(self) -> None:
        """Whatever was not read yet cannot be read any more: the device behind it is gone."""
        _run("sync", "-f", str(self.point))
        for path in self.point.rglob("*"):
            if path.is_file():
                fd = os.open(path, os.O_RDONLY)
                os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(fd)
        os.truncate(self.image, 0)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, env={"PATH": _PATH})

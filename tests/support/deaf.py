"""A watch that goes deaf, as the kernel makes it when a disk is unmounted or too much happens at once."""

from __future__ import annotations

import ctypes
from pathlib import Path

from player.sources.hints import Hints


def drop(hints: Hints, inode: int) -> None:
    """The kernel drops the watch on that folder, and nobody says so."""
    assert hints._watch is not None
    descriptor = hints._watch.inotify
    assert descriptor is not None
    lines = Path(f"/proc/self/fdinfo/{descriptor}").read_text().splitlines()
    line = next(line for line in lines if f" ino:{inode:x} " in line)
    number = int(line.split("wd:")[1].split()[0], 16)
    assert ctypes.CDLL(None, use_errno=True).inotify_rm_watch(descriptor, number) == 0

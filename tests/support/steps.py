"""Every step that a program takes on a disk, one after the other: counted, written down, or the last it ever takes.

The store speaks to the disk through `os` alone; here its functions are replaced by ones that tell a `Watcher` first.
Only for programs of their own (a child process that may be killed), never inside the test process.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

STEPS = ("open", "write", "fsync", "close", "replace", "rename", "mkdir", "unlink", "utime", "ftruncate")
"""The functions of `os` that are steps."""


class Doom:
    """Kills the process with SIGKILL before step `number` (from 0), or in the middle of it where it is a write."""

    def __init__(self, number: int, *, halfway: bool) -> None:
        self.number = number
        self.halfway = halfway
        self.step = 0

    def __call__(self, name: str, function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        if self.step == self.number:
            if self.halfway and name == "write":
                function(args[0], bytes(args[1])[: len(args[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        self.step += 1
        return function(*args, **options)


def intercept(watcher: Callable[..., Any]) -> None:
    """From here on every step of this process goes through `watcher(name, function, *args)`."""
    for name in STEPS:
        setattr(os, name, _through(watcher, name, getattr(os, name)))


def _through(watcher: Callable[..., Any], name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def step(*args: Any, **options: Any) -> Any:
        return watcher(name, function, *args, **options)

    return step

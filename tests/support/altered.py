"""The real program with something done to it first: hooks by which a test makes it fail, or a protection left out.

The code runs in its first process, before the program; the parts are forked from that and inherit it. The product knows
nothing of it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.support.player import ROOT, Program, nearest
from tests.support.xvfb import Capture, Recorder, Xvfb

HOOKS = """
import signal

def loop(*_):
    while True:
        pass

eaten = []

def eat(*_):
    eaten.append(b"x" * (200 << 20))

signal.signal(signal.SIGUSR1, loop)
signal.signal(signal.SIGUSR2, eat)
"""
"""SIGUSR1: the main thread of a part loops for ever. SIGUSR2: the part takes 200 MB and keeps them."""

DYING = """
import os
from player.roles import glass

comes = glass.Proof.comes

def dies(self, show, snapshot):
    if show.slide.source.file == "2.png":
        os.kill(os.getpid(), signal.SIGSEGV)
    return comes(self, show, snapshot)

glass.Proof.comes = dies
"""
"""The glass dies whenever the slide of 2.png comes up."""

NAMES = ("red", "green", "blue", "yellow", "violet", "orange", "cyan")


class Altered(Program):
    """The program after `code`."""

    def __init__(self, display: Xvfb, folder: Path, cache: Path, *options: str, code: str = "") -> None:
        super().__init__(display, folder, cache, *options)
        self.code = code
        self.environment: dict[str, str] = {}

    def start(self) -> None:
        """Starts the program."""
        code = f"{HOOKS}\n{self.code}\nimport sys\nfrom tools.qingbo import main\nsys.exit(main(sys.argv[1:]))\n"
        command = [sys.executable, "-c", code, "play", str(self.folder), "--cache", str(self.cache), *self.options]
        assert self.display is not None
        environment = self.display.env(**self.environment)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log, stdout=log)

    def glass(self) -> int:
        """The process number of the glass, once it is there."""
        self.until(lambda: self.part("glass") is not None)
        return self.part("glass") or 0

    def until_other_glass(self, than: int) -> None:
        """Returns when another process is the glass."""
        self.until(lambda: self.part("glass") not in (than, None))


def middle(seen: Capture) -> str:
    """The colour in the middle of the glass: a slide's, `bare` where the desktop or nothing is seen, else numbers."""
    pixel = seen.pixel(seen.width // 2, seen.height // 2)
    return "bare" if pixel in ((255, 255, 255), (0, 0, 0)) else nearest(pixel)


def longest(seen: list[tuple[float, str]], what: Callable[[str], bool]) -> float:
    """Seconds of the longest time for which `what` was seen without anything else between."""
    best, since = 0.0, None
    for at, colour in seen:
        since = (at if since is None else since) if what(colour) else None
        best = max(best, 0.0 if since is None else at - since)
    return best


def still(seen: list[tuple[float, str]]) -> float:
    """Seconds of the longest time for which one and the same slide was seen."""
    return max(longest(seen, lambda one, name=name: one == name) for name in NAMES)  # type: ignore[misc]  # a default


def watching(display: Xvfb) -> Recorder[str]:
    """What is in the middle of the glass, again and again."""
    return Recorder(display, middle)

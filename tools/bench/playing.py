"""The real program, started as people start it, on a display of the benchmark; and told to stop."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tools.arguments import PROJECT
from tools.bench import processes
from tools.bench.display import Display
from tools.bench.figures import NotMeasured

SIMULATED = "2020-07-04T10:00:00+08:00"
"""Where a simulated clock starts, which a rate needs."""

FIRST = 30.0
"""Seconds after which the benchmark no longer waits for something to be seen."""

ALONE = 3
"""Processes of a player with nothing to paint: supervisor, glass, intake."""


class Playing:
    """`qingbo play FOLDER` on a display, until the end of the `with` block. `rate`: a simulated clock runs so fast.

    A rate below 1 makes everything longer, fades too: at 0.6 the usual fade of 0.6 s lasts a second.
    """

    def __init__(
        self, folder: Path, cache: Path, display: Display, *, rate: float | None = None, command: Sequence[str] = ()
    ) -> None:
        self._display = display
        self._log = cache.parent / f"{cache.name}.log"
        self._before = display.rows()
        simulated = () if rate is None else ("--now", SIMULATED, "--rate", str(rate))
        arguments = ("play", str(folder), "--cache", str(cache), "--lang", "en", *simulated)
        start = command or (sys.executable, "-m", "tools.qingbo")
        with self._log.open("ab") as log:
            self.started = time.perf_counter()
            self._process = subprocess.Popen(
                [*start, *arguments], cwd=PROJECT, env=display.environment(), stdout=log, stderr=log
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(8)
        except subprocess.TimeoutExpired:
            for pid in reversed(processes.family(self.pid)):
                subprocess.run(["kill", "-9", str(pid)], check=False, stderr=subprocess.DEVNULL)
            self._process.wait()
        self._display.changed(self._display.rows, self._display.rows(), 0.05)  # the server takes the window away

    @property
    def pid(self) -> int:
        """The supervisor's process."""
        return self._process.pid

    def first(self) -> float:
        """Seconds from the start to the first pixel that the display did not show before."""
        seen = self._display.changed(self._display.rows, self._before, FIRST)
        if seen is None:
            raise NotMeasured(f"nothing was seen in {FIRST:g} s; the player said: {self.said()}")
        return seen - self.started

    def until_painted(self, cache: Path, frames: int, seconds: float = 120.0) -> None:
        """Returns when so many frames lie in the cache."""
        deadline = time.perf_counter() + seconds
        while len(list((cache / "frames").glob("*.frame"))) < frames:
            if time.perf_counter() > deadline:
                raise NotMeasured(f"{frames} frames were not painted in {seconds:g} s; the player said: {self.said()}")
            self._alive()
            time.sleep(0.1)

    def until_alone(self, seconds: float = 60.0, calm: float = 1.0) -> None:
        """Returns when the painters have ended and nothing but the lasting processes has run for `calm` seconds."""
        deadline = time.perf_counter() + seconds
        since = time.perf_counter()
        while time.perf_counter() - since < calm:
            if time.perf_counter() > deadline:
                raise NotMeasured(f"it had not come to rest after {seconds:g} s; the player said: {self.said()}")
            self._alive()
            if len(processes.family(self.pid)) > ALONE:
                since = time.perf_counter()
            time.sleep(0.1)

    def said(self) -> str:
        """The end of what the player wrote to its log."""
        return self._log.read_text(errors="replace")[-600:].strip() or "nothing"

    def _alive(self) -> None:
        if self._process.poll() is not None:
            raise NotMeasured(f"the player ended with {self._process.returncode}; it said: {self.said()}")

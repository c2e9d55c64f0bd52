"""A virtual X display of its own (Xvfb), looked at through the file of its framebuffer: looking costs it nothing.

The server draws into a file that is mapped here too. A look reads a few rows, in microseconds, and may see half of a
request: enough to know when something changed, not what a whole picture was.
"""

from __future__ import annotations

import mmap
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from tools.refused import Refused

BLINK = 0.0004
"""Seconds between two looks while watching."""

_FIRST_WORDS = 100
"""Bytes of the 25 big-endian words that begin an X window dump."""


class Display:
    """A running X server of this size, 24 bits deep, with no window manager: a kiosk. Ends with the `with` block.

    Raises Refused where there is no Xvfb on this machine.
    """

    def __init__(self, width: int, height: int, scratch: Path) -> None:
        program = shutil.which("Xvfb")
        if program is None:
            raise Refused(
                "这台电脑没有虚拟显示器 Xvfb，无法测量。请先安装（Debian、Ubuntu：sudo apt-get install xvfb）。",
                "This machine has no virtual display (Xvfb) to measure on. Install it: sudo apt-get install xvfb",
            )
        self.width, self.height = width, height
        self._scratch = scratch
        folder = scratch / f"display-{width}x{height}"
        folder.mkdir(parents=True, exist_ok=True)
        self._process, self.name = _start(program, width, height, folder)
        self._memory, self._start, self._line = _map(folder / "Xvfb_screen0")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._memory.close()
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def environment(self) -> dict[str, str]:
        """The environment of a program that shall appear here and nowhere else, and whose modules are compiled once.

        Where the caller's Python may not leave compiled modules beside their sources, they go into the scratch: else
        every start would be one of the compiler.
        """
        found = {key: value for key, value in os.environ.items() if key not in ("WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
        if found.pop("PYTHONDONTWRITEBYTECODE", None):
            found["PYTHONPYCACHEPREFIX"] = str(self._scratch / "compiled")
        return {**found, "DISPLAY": self.name}

    def rows(self, count: int = 12) -> bytes:
        """So many rows, spread over the picture."""
        lines = (self.height * (number * 2 + 1) // (count * 2) for number in range(count))
        return b"".join(self._bytes(0, y, self.width) for y in lines)

    def patch(self) -> bytes:
        """A few pixels of one row in the middle: written by the server in one go."""
        return self._bytes(self.width // 2 - 16, self.height // 2, 32)

    def changed(self, look: Callable[[], bytes], before: bytes, seconds: float) -> float | None:
        """The instant (`perf_counter`) at which `look` no longer gave `before`; None where it always did."""
        deadline = time.perf_counter() + seconds
        while (now := time.perf_counter()) < deadline:
            if look() != before:
                return now
            time.sleep(BLINK)
        return None

    def changes(self, seconds: float) -> list[float]:
        """The instants at which the patch became another one."""
        found, seen = [], self.patch()
        deadline = time.perf_counter() + seconds
        while (now := time.perf_counter()) < deadline:
            if (patch := self.patch()) != seen:
                seen = patch
                found.append(now)
            time.sleep(BLINK)
        return found

    def _bytes(self, x: int, y: int, width: int) -> bytes:
        at = self._start + y * self._line + x * 4
        return self._memory[at : at + width * 4]


def _start(program: str, width: int, height: int, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """The server on the first free display, and its name, once it takes connections."""
    read, write = os.pipe()
    screen = ("-screen", "0", f"{width}x{height}x24", "-fbdir", str(folder))
    options = ("-displayfd", str(write), "-noreset", "-nolisten", "tcp", *screen)
    process = subprocess.Popen([program, *options], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        number = answer.readline().strip().decode()
    if not number:
        process.wait()
        raise Refused("虚拟显示器 Xvfb 启动不了。", "The virtual display (Xvfb) does not start.")
    return process, f":{number}"


def _map(path: Path) -> tuple[mmap.mmap, int, int]:
    """The framebuffer, the offset of its first pixel, and the bytes of a row (X window dump, version 7)."""
    with path.open("rb") as file:
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    words = [int.from_bytes(memory[at : at + 4], "big") for at in range(0, _FIRST_WORDS, 4)]
    return memory, words[0] + words[19] * 12, words[12]

"""What the glass costs, on a virtual display, in units of one memcpy of the frame (M) measured in the same run.

`python -m tests.screen.bench_screen` prints a table; `measure()` gives the figures to the project's one benchmark
command. M is the 5th percentile of 60 samples, and so is every figure in M.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from player.model.frame import Frame
from player.model.units import Millis
from player.transitions.table import transition_of
from tests.support.frames import pattern
from tests.support.xvfb import Xvfb

SAMPLES = 60

TARGETS: dict[str, dict[str, float]] = {
    "1920x1080": {
        "present_m": 2, "fade_m": 14, "ticker_m": 1, "fade_600ms_cpu_s": 0.2, "gap_ms": 20, "rss_mb": 60, "pss_mb": 45,
    },
    "3840x2160": {"present_m": 2, "fade_m": 5.5},
}  # fmt: skip
"""At most this, by display size."""

LEAST: dict[str, dict[str, float]] = {"1920x1080": {"fps": 59.5}, "3840x2160": {"fps": 55}}
"""At least this."""


def measure(width: int, height: int) -> dict[str, float]:
    """The figures of one display size, taken in a process of its own on a display of its own."""
    with Xvfb(width, height) as display:
        done = subprocess.run(
            [sys.executable, "-m", "tests.screen.bench_screen", "inside"],
            env=display.env(PYTHONPATH=os.pathsep.join(sys.path)),
            stdout=subprocess.PIPE,
            check=True,
            timeout=120,
        )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def inside() -> dict[str, float]:
    """The figures of the display that this process was started on."""
    start = time.perf_counter()
    from player.screen.window import Window

    imported = time.perf_counter()
    glass = Window()
    opened = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        old, new = (_mapped(Path(folder) / str(seed), *glass.size, seed) for seed in (1, 2))
        ready = time.perf_counter()
        glass.show(old)
        figures = {
            "import_ms": (imported - start) * 1e3,
            "open_ms": (opened - imported) * 1e3,
            "first_show_ms": (time.perf_counter() - ready) * 1e3,
        }
        while glass.wait(0.1):
            pass
        figures |= _played(glass, old, new)
        figures |= _memory()
        figures |= _drawn(glass, old, new)
        figures |= _idle(glass)
        glass.close()
    return figures


def _mapped(path: Path, width: int, height: int, seed: int) -> Frame:
    """A frame whose pixels are a mapped file, as the player has them."""
    import mmap

    path.write_bytes(pattern(width, height, seed).pixels)
    with path.open("rb") as file:
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    sum(view[::4096])  # the pages are there, as after a painter
    return replace(Frame("", width, height, view), key=str(seed))


def _played(glass: object, old: Frame, new: Frame) -> dict[str, float]:
    """CPU seconds, steps a second and the worst gap of fades: the best of three, as the machine is not ours alone."""
    figures: dict[str, float] = {}
    for name, duration in (("fade_600ms", 600), ("fade_1s", 1000)):
        tries = [_fade(glass, old, new, Millis(duration)) for _ in range(3)]
        figures[f"{name}_cpu_s"] = min(cpu for cpu, _, _ in tries)
        figures["fps"] = max(fps for _, fps, _ in tries)
        figures["gap_ms"] = min(gap for _, _, gap in tries)
    return figures


def _fade(glass: object, old: Frame, new: Frame, duration: Millis) -> tuple[float, float, float]:
    """CPU seconds, steps a second and the worst gap in milliseconds of one fade, at a governor that has seen nothing."""
    from player.screen.pacing import Governor
    from player.screen.window import Window

    assert isinstance(glass, Window)
    fade = transition_of("fade")
    assert fade is not None
    glass._governor = Governor()
    instants: list[float] = []

    def note() -> bool:
        instants.append(time.perf_counter())
        return True

    before = time.process_time()
    start = time.perf_counter()
    glass.play(old, new, fade, duration, keep_going=note)
    end = time.perf_counter()
    gaps = [later - earlier for earlier, later in pairwise([*instants, end])]
    return time.process_time() - before, (len(instants) + 1) / (end - start), max(gaps, default=end - start) * 1e3


def _drawn(glass: object, old: Frame, new: Frame) -> dict[str, float]:
    """What single pictures cost, in M."""
    from player.screen.canvas import draw_layers, sheet_of
    from player.screen.sdl import pygame
    from player.screen.window import Window
    from player.transitions.transition import Picture

    assert isinstance(glass, Window)
    width, height = glass.size
    fade = transition_of("fade")
    assert fade is not None
    surface = pygame.display.get_surface()
    assert surface is not None
    sheets = {Picture.OUT: sheet_of(old, None), Picture.IN: sheet_of(new, None)}

    def blend(sample: int) -> None:
        draw_layers(surface, fade.layers((sample + 1) / (SAMPLES + 2), width, height), sheets)
        pygame.display.flip()

    size = width * height * 4
    here, there = ctypes.create_string_buffer(bytes(old.pixels), size), ctypes.create_string_buffer(size)
    unit = _sampled(lambda _: ctypes.memmove(there, here, size))
    return {
        "m_ms": unit * 1e3,
        "present_m": _sampled(lambda _: pygame.display.flip()) / unit,
        "show_m": _sampled(lambda _: glass.show(old)) / unit,
        "fade_m": _sampled(blend) / unit,
        "ticker_m": _sampled(lambda _: pygame.display.update((0, height - 96, width, 96))) / unit,
    }


def _sampled(call: Callable[[int], object]) -> float:
    """The 5th percentile of what the call takes, in seconds."""
    taken = []
    for sample in range(SAMPLES):
        start = time.perf_counter()
        call(sample)
        taken.append(time.perf_counter() - start)
    return sorted(taken)[SAMPLES // 20]


def _memory() -> dict[str, float]:
    """Memory of the process in MB, the two frames that it has mapped included."""
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in rollup.splitlines()[1:]}
    return {"rss_mb": sizes["Rss"], "pss_mb": sizes["Pss"]}


def _idle(glass: object, seconds: float = 5.0) -> dict[str, float]:
    """Wake-ups a second and CPU (percent of a core) while nothing happens."""
    from player.screen.window import Window

    assert isinstance(glass, Window)
    while glass.wait(0.1):
        pass
    before = resource.getrusage(resource.RUSAGE_SELF)
    glass.wait(seconds)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"idle_wakeups_per_s": (after.ru_nvcsw - before.ru_nvcsw) / seconds, "idle_cpu_percent": cpu / seconds * 100}


def main() -> int:
    """Prints the table; 1 when a figure misses its target."""
    if sys.argv[1:] == ["inside"]:
        print(json.dumps(inside()))
        return 0
    missed = 0
    for width, height in ((1920, 1080), (3840, 2160)):
        size = f"{width}x{height}"
        print(size)
        for name, figure in measure(width, height).items():
            most, least = TARGETS[size].get(name), LEAST[size].get(name)
            bad = (most is not None and figure > most) or (least is not None and figure < least)
            asked = f"<= {most}" if most is not None else f">= {least}" if least is not None else ""
            missed += bad
            print(f"  {name:20} {figure:10.3f}  {asked:8} {'MISSED' if bad else ''}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())

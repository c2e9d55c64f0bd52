"""What presenting and blending cost, in units of one copy of the frame in memory (M), so that machines compare.

Runs in a process of its own, on the display that it is given: `python -m tools.bench.glass` prints the seconds of
every sample as JSON. What is timed is what `player.screen.window` does for each step.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from player.model.frame import Frame
from player.model.words import Words
from tools.arguments import PROJECT
from tools.bench.display import Display
from tools.bench.fading import SIZES
from tools.bench.figures import Bench, Figure, NotMeasured, low

SAMPLES = 60

_STRIP = 96
"""Rows of a ticker."""

_ASKED = {"1080p": 14.0, "4k": 5.5}
"""Copies of the frame that a step of a fade may cost."""


def take(bench: Bench) -> Iterator[Figure]:
    """Both sizes: a presented frame, a step of a fade, a ticker's strip."""
    for name, size, _, _ in SIZES:
        bench.tell(f"drawing at {name}")
        with Display(*size, bench.scratch) as display:
            samples = _samples(display)
        copy = samples["copy"]
        yield Figure(
            f"glass.{name}.copy",
            Words(f"M：内存里复制一帧，{name}", f"M, one copy of a frame, {name}"),
            copy * 1e3,
            "ms",
        )
        present = Words(f"送上屏幕，{name}", f"present a frame, {name}")
        yield Figure(f"glass.{name}.present", present, samples["present"] / copy, "M", 2)
        step = Words(f"淡入的一步（混合并送上屏幕），{name}", f"a step of a fade, blended and presented, {name}")
        yield Figure(f"glass.{name}.fade", step, samples["fade"] / copy, "M", _ASKED[name])
        push = Words(f"推移的一步，{name}", f"a step of a push, {name}")
        yield Figure(f"glass.{name}.push", push, samples["push"] / copy, "M")
        if name == "1080p":
            strip = Words("滚动字幕的一帧（96 行），1080p", "a frame of a ticker, 96 rows, 1080p")
            yield Figure("glass.1080p.strip", strip, samples["strip"] / copy, "M", 1)


def _samples(display: Display) -> dict[str, float]:
    """The 5th percentile in seconds of each thing timed."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench.glass"],
        cwd=PROJECT,
        env=display.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotMeasured(done.stderr.strip()[-300:])
    return {name: low(values) for name, values in json.loads(done.stdout).items()}


def main() -> None:
    """Times it all on the display of the environment."""
    from player.screen.canvas import draw_layers, sheet_of  # noqa: PLC0415 - pygame, in this process alone
    from player.screen.pane import Options, Pane  # noqa: PLC0415 - as above
    from player.transitions.fade import Fade  # noqa: PLC0415 - as above
    from player.transitions.push import Push  # noqa: PLC0415 - as above
    from player.transitions.transition import Picture  # noqa: PLC0415 - as above

    pane = Pane(Options())
    width, height = pane.size
    frames = (_frame(width, height, 40), _frame(width, height, 200))
    sheets = dict(zip((Picture.OUT, Picture.IN), (sheet_of(frame, None) for frame in frames), strict=True))
    target = memoryview(bytearray(frames[0].pixels))
    sheets[Picture.OUT].draw(pane.surface)
    pane.present()

    def copy() -> None:
        target[:] = frames[0].pixels

    def step(transition: Fade | Push) -> Callable[[], None]:
        def run() -> None:
            draw_layers(pane.surface, transition.layers(0.37, width, height), sheets)
            pane.present()

        return run

    timed: dict[str, Callable[[], None]] = {
        "copy": copy,
        "present": pane.present,
        "fade": step(Fade()),
        "push": step(Push()),
        "strip": lambda: pane.present([(0, height - _STRIP, width, _STRIP)]),
    }
    samples: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(SAMPLES):  # in turns, so that a disturbance meets all alike
        for name, run in timed.items():
            before = time.perf_counter()
            run()
            samples[name].append(time.perf_counter() - before)
    pane.close()
    print(json.dumps(samples))


def _frame(width: int, height: int, level: int) -> Frame:
    return Frame(str(level), width, height, memoryview(bytes((level, level // 2, 255 - level, 255)) * (width * height)))


if __name__ == "__main__":
    main()

"""How evenly a ticker moves and what it costs: `python -m tests.screen.bench_moving`. A bench, not a test: it measures this machine.

A window on a virtual display of 1920x1080, a real ticker's frame from the painter, ten seconds. Said are the intervals
between pictures, steps that were left out, the work of a step in frames' copies (M), and the processor time of it all.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from player.director import Show
from player.model.content import Slide, Source
from player.model.frame import Frame
from player.model.order import order_for
from player.model.scene import Cue
from player.model.settings import Panel
from player.model.snapshot import Zone
from player.model.units import Millis
from player.picture.zones import layout, part_of
from player.roles.crawl import crawl_of
from player.roles.held import Held
from player.screen.moving import Area, Brush
from player.screen.pane import Options
from player.slides.paint import paint
from tests.support.xvfb import Xvfb

SECONDS = 10.0
TEXT = "夏季空调温度不低于26℃，离开办公室30分钟以上请关闭空调、电脑和照明，节约一度电、一滴水、一张纸，从我做起。"


def main(width: int, height: int) -> None:
    panel = Panel(width, height)
    slide = Slide("t", "ticker", Source("t"), Millis(0), fields=(("ticker", TEXT),))
    ((_, box),) = layout(panel, (Zone("ticker", (slide,)),)).zones
    painted = paint(slide, "", part_of(panel, box), "green", lambda _: Path())
    assert painted.strip is not None
    frame = Frame(
        "", painted.width, painted.height, memoryview(painted.pixels), painted.live, memoryview(painted.strip)
    )
    cue = Cue("ticker", slide, "", Millis(0), Millis(1 << 40))
    area = (box.x, box.y, box.width, box.height)
    show = Show(order_for(slide, "", panel=panel, look="", snapshot=None), slide, Millis(0), cue, area)
    with Xvfb(width, height) as display:
        os.environ.update(display.env())
        from player.screen.window import Window

        window = Window(Options())
        window.show(Frame("", width, height, memoryview(b"\x80" * (width * height * 4))))
        while window.wait(0.2):
            pass
        mover = crawl_of(Held(show, frame, area, window.now()))
        assert mover is not None
        drawn: list[float] = []
        draw = mover.draw

        def watched(brush: Brush, at: float) -> Sequence[Area]:
            drawn.append(window.now())
            return draw(brush, at)

        mover.draw = watched  # type: ignore[method-assign]  # the bench looks over its shoulder
        copies = _copy(width * height * 4)
        for name, moving in (("still", ()), ("ticker", (mover,))):
            window.move(moving)
            begun, spent = time.perf_counter(), time.process_time()
            while time.perf_counter() - begun < SECONDS:
                window.wait(1.0)
            used = time.process_time() - spent
            print(f"{name}: {used / SECONDS * 100:.2f} % of a core, {len(drawn)} steps")
            if drawn:
                gaps = [after - before for before, after in pairwise(drawn)]
                work = used / len(drawn)
                late = sum(gap > 1.5 / 60 for gap in gaps)
                print(
                    f"  interval {statistics.mean(gaps) * 1e3:.3f} ms, sd {statistics.stdev(gaps) * 1e3:.3f} ms, longest {max(gaps) * 1e3:.1f} ms"
                )
                print(f"  {late} of {len(gaps)} longer than a step and a half")
                print(
                    f"  a step costs {work * 1e3:.3f} ms of processor time = {work / copies:.2f} M (M = {copies * 1e3:.2f} ms)"
                )
        window.close()


def _copy(size: int) -> float:
    """Seconds for a copy of so many bytes that are in no cache: the 5th percentile, as in `qingbo benchmark`."""
    pairs = [(bytes([level]) * size, bytearray(size)) for level in range(6)]
    took = []
    for number in range(60):
        source, target = pairs[number % len(pairs)]
        begun = time.perf_counter()
        memoryview(target)[:] = source
        took.append(time.perf_counter() - begun)
    return sorted(took)[3]


if __name__ == "__main__":
    main(*(int(each) for each in (sys.argv[1:3] or ("1920", "1080"))))

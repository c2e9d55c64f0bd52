"""A slide whose frame is held back is told like any other that painting found something about, until it is mended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from player.model.content import Slide
from player.model.order import frame_key, order_for
from player.model.settings import Panel
from player.prepare.frames import FrameStore
from player.prepare.worker import Bench, paint_order
from player.roles.painted import Painted
from tests.support.slides import slide

PANEL = Panel(320, 180)


def test_staff_are_told_of_a_slide_that_is_held_back(tmp_path: Path) -> None:
    frames = FrameStore(tmp_path)
    painted = Painted(FrameStore(tmp_path))

    def painting(shown: Slide) -> None:
        order = order_for(shown, "", panel=PANEL, look="x", snapshot=None)
        paint_order(order, Bench(frames, lambda _: shown, lambda _: tmp_path))

    def told(shown: Slide) -> list[str]:
        found = painted.problems(
            [shown], lambda one: frame_key(one, "", PANEL, "x"), content=shown.fields, stage="x", now=0
        )
        return [problem.code for problem in found]

    bad = replace(slide("qr", qr="😀" * 900), id="a")
    assert told(bad) == []
    painting(bad)
    assert "code-long" in told(bad)
    good = replace(slide("qr", qr="https://a.cn"), id="b")
    painting(good)
    assert "code-long" not in told(good)

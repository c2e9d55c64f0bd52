"""The painter's child, closed into its sandbox, still finds the fonts of the system, and no box is drawn without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.model.content import Slide, Source
from player.model.order import order_for
from player.model.settings import Panel
from player.model.units import Millis
from player.picture.assets import asset_root
from player.prepare import worker
from player.prepare.frames import FrameStore
from player.prepare.limits import guards
from player.prepare.worker import Bench, paint_order
from tests.support.fonts import RARE, made_font, only_fonts_in

SLIDE = Slide("a", "slogan", Source("a.yaml"), Millis(9000), (("slogan", f"节能{RARE}"),))


def found(root: Path) -> list[str]:
    """The codes of what painting the slide brought to light."""
    bench = Bench(FrameStore(root / "frames"), lambda _: SLIDE, lambda _: root)
    reply = paint_order(order_for(SLIDE, "", panel=Panel(320, 180), look="x", snapshot=None), bench)
    assert reply["error"] is None, reply
    return [problem["code"] for problem in reply["problems"]]


@pytest.mark.fault(32)
def test_a_painter_in_its_sandbox_uses_the_systems_fonts(tmp_path: Path) -> None:
    made_font(tmp_path / "fonts" / "Rare-Regular.otf", "Rare", "龙", RARE)
    with only_fonts_in(tmp_path / "fonts"):
        assert found(tmp_path) == []
    with only_fonts_in():
        assert found(tmp_path / "other") == ["missing-character"]


@pytest.mark.skipif(not guards().landlock, reason="the kernel has no landlock")
def test_it_may_read_them_only_because_it_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without their folders in its room it cannot, and says which character is missing."""
    made_font(tmp_path / "fonts" / "Rare-Regular.otf", "Rare", "龙", RARE)
    monkeypatch.setattr(worker, "_reads", lambda *_: (asset_root(),))
    with only_fonts_in(tmp_path / "fonts"):
        assert found(tmp_path) == ["missing-character"]

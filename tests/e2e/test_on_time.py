"""Slides change when the timeline says, and the demo's countdown turns into codes that a phone can read."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
import zxingcpp

from player.clock import SystemClock
from player.model.units import SECOND, Millis
from tests.support.player import ROOT, nearest, picture, playing, yaml_of
from tests.support.xvfb import Capture, Recorder, Xvfb

pytestmark = pytest.mark.timeout(200)


def test_slides_change_when_the_timeline_says(display: Xvfb, tmp_path: Path, cache: Path) -> None:
    folder, assets = tmp_path / "节目", tmp_path / "assets"
    folder.mkdir()
    assets.mkdir()
    names = {f"{picture(assets / f'{colour}.png', colour).name}": colour for colour in ("red", "green", "blue")}
    entries = [{"image": name, "dwell": "2秒", "transition": "cut"} for name in names]
    (folder / "节目单.yaml").write_text(yaml_of(entries), "utf-8")

    def judge(seen: Capture) -> tuple[Millis, str]:
        return SystemClock().now(), nearest(seen.pixel(640, 360))

    with playing(display, folder, cache) as program:
        for colour in names.values():
            program.until_colour(colour)
        with Recorder(display, judge) as recorder:
            time.sleep(20)
        rules = program.timeline()
    seen = [found for _, found in recorder.seen]
    changes = [(after, colour) for (_, before), (after, colour) in pairwise(seen) if colour != before]
    assert len(changes) >= 8
    late = []
    for at, colour in changes:
        cue = rules.scene_at(Millis(at - 1)).cue()
        assert cue is not None
        assert names[dict(cue.slide.fields).get("image") or cue.slide.assets[0].name.rpartition("/")[2]] == colour
        late.append(at - cue.start)
    assert sorted(late)[len(late) // 2] < 250, late  # generous, for a busy machine
    assert max(late) < SECOND, "a frame that is not ready before it is due comes late"


def test_the_demo_at_the_minute_when_the_quiz_opens(tmp_path: Path) -> None:
    """Ten seconds before, a countdown; from nine o'clock on, a code that is read from the screenshot."""
    with Xvfb(1920, 1080) as display:
        display.paint(255, 255, 255)
        cache = tmp_path / "cache"
        options = ("--now", "2020-07-04T08:59:45+08:00")
        with playing(display, ROOT / "playlists", cache, *options) as program:
            program.until(lambda: bool(display.windows()))
            started = time.monotonic()
            program.until(lambda: bool(_codes(display)))
            codes = _codes(display)
            assert all(code.startswith("https://example.org/") for code in codes), codes
            assert time.monotonic() - started < 30
            rules = program.timeline()
    before = rules.scene_at(Millis(1_593_824_399_999)).cue()
    after = rules.scene_at(Millis(1_593_824_400_000)).cue()
    assert before is not None
    assert after is not None
    assert (before.slide.kind, before.end) == ("countdown", 1_593_824_400_000)
    assert (after.slide.kind, after.start) == ("qr", 1_593_824_400_000)
    assert after.slide.text("qr") in codes


def _codes(display: Xvfb) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(display.screenshot())]

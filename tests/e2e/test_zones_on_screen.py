"""What stands around the slides, on a real window: seen by passers-by, scanned from the glass, changed by staff."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from player.model.settings import Panel
from player.picture.zones import layout
from tests.support.altered import Altered
from tests.support.decoders import zbar, zxing
from tests.support.player import picture, playing
from tests.support.xvfb import Capture, Recorder, Xvfb

pytestmark = pytest.mark.timeout(300)

LINK = "https://example.org/quiz"
MESSAGE = (
    "夏季空调温度不低于26℃，离开办公室30分钟以上请关闭空调、电脑和照明，节约一度电、一滴水、一张纸。\n人走关灯。\n"
)
ZONES = f"zones:\n  ticker: 滚动字幕.txt\n  clock: 是\n  corner: {{qr: {LINK}, caption: 扫码答题}}\n"
SLIDES = "transition: fade\nslides:\n  - image: red.png\n    dwell: 5秒\n  - image: green.png\n    dwell: 5秒\n"


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    place = tmp_path / "节目"
    place.mkdir()
    (tmp_path / "assets").mkdir()
    for colour in ("red", "green"):
        picture(tmp_path / "assets" / f"{colour}.png", colour, (1600, 900))
    (place / "滚动字幕.txt").write_text(MESSAGE, "utf-8")
    (place / "周.yaml").write_text(ZONES + SLIDES, "utf-8")
    return place


def scans(seen: Capture) -> bool:
    """Whether phones would read the code on the glass: two decoders do."""
    image = seen.image()
    return LINK in zxing(image) and LINK in zbar(image)


def bar(seen: Capture) -> bytes:
    """The lower edge of the picture, without the clock."""
    rows = range(seen.height - 30, seen.height - 10)
    return b"".join(seen.pixels[row * seen.width * 4 :][: seen.width * 2] for row in rows)


def slide(seen: Capture) -> tuple[int, int, int]:
    return seen.pixel(seen.width // 3, seen.height // 2)


def test_the_zones_are_seen_and_the_code_scans_from_the_glass(display: Xvfb, hall: Path, cache: Path) -> None:
    with playing(display, hall, cache) as program:
        program.until(lambda: scans(display.capture()))
        # the ticker moves under a slide that stands still, and the slide changes above it
        program.until(lambda: slide(display.capture())[0] > 150)
        one = display.capture()
        time.sleep(0.2)
        other = display.capture()
        if slide(one) == slide(other):
            assert bar(one) != bar(other)
        program.until(lambda: slide(display.capture())[1] > 120)
        assert scans(display.capture())
        # another text in the file
        before = program.timeline().digest
        (hall / "滚动字幕.txt").write_text("节约用水", "utf-8")
        program.until(lambda: program.timeline().digest != before)
        program.until(lambda: stands_still(display))
        # a display of another size is divided anew
        display.resize(1024, 600)
        program.until(
            lambda: (display.capture().width, display.capture().height) == (1024, 600) and scans(display.capture())
        )
        assert program.stop() == 0
        assert "Traceback" not in program.said()
    records = [
        json.loads(line)
        for path in sorted((cache / "journal").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    zones = {record["zone"] for record in records if "zone" in record}
    assert {"main", "ticker", "clock", "corner"} <= zones


def stands_still(display: Xvfb) -> bool:
    one = bar(display.capture())
    time.sleep(0.3)
    return bar(display.capture()) == one


def test_a_glass_that_is_killed_comes_back_with_everything(display: Xvfb, hall: Path, cache: Path) -> None:
    """Never half of it: the first picture of the new glass has all zones, since their frames are there."""
    panel = Panel(1280, 720)
    with playing(display, hall, cache) as program:
        program.until(lambda: scans(display.capture()))
        places = layout(panel, program.timeline().snapshot.zones)
        corner = places.box("corner")
        glass = program.part("glass")
        assert glass is not None
        seen = display.capture()
        ground = seen.pixel(corner.x + 3, corner.y + 30)
        with Recorder(display, lambda seen: (seen.pixel(corner.x + 3, corner.y + 30), seen.pixel(5, 300))) as recorder:
            os.kill(glass, signal.SIGKILL)
            program.until(lambda: program.part("glass") not in (None, glass))
            program.until(lambda: scans(display.capture()))
        bare = (255, 255, 255)
        looks = {look for _, look in recorder.seen}
        assert all(beside in (ground, bare) for beside, _ in looks), looks


@pytest.mark.fault(27)
def test_a_renewal_shows_no_seam_in_any_zone(display: Xvfb, hall: Path, cache: Path) -> None:
    """A glass that grew is relieved by its heir: bar and corner are there in every picture, as the slides are."""
    code = "from player import app, supervise\napp.GLASS_MEMORY, supervise.WEIGHING, supervise.GRACE = 150 << 20, 0.5, 1.0\n"
    with Altered(display, hall, cache, code=code) as program:
        program.until(lambda: scans(display.capture()))
        program.until(lambda: slide(display.capture())[0] > 150)
        program.until(lambda: slide(display.capture())[1] > 120)
        places = layout(Panel(1280, 720), program.timeline().snapshot.zones)
        corner = places.box("corner")
        spots = ((3, 718), (1277, 717), (corner.x + 3, 40))
        grounds = tuple(display.capture().pixel(*spot) for spot in spots)
        victim = program.glass()
        with Recorder(display, lambda seen: tuple(seen.pixel(*spot) for spot in spots)) as recorder:
            os.kill(victim, signal.SIGUSR2)
            program.until(lambda: not Path(f"/proc/{victim}").exists())
            program.until(lambda: scans(display.capture()))
        assert {look for _, look in recorder.seen} == {grounds}
        assert program.stop() == 0

"""The gallery's sheet of what stands around the slides: every theme on every glass, laid out and painted as on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from player.model.content import Slide, Source, Value
from player.model.settings import Panel
from player.model.snapshot import DayTable, Zone
from player.model.units import Millis
from player.picture.zones import layout, part_of
from player.slides.kinds import kind_of
from player.slides.paint import paint
from player.timeline.calendar import Calendar

MESSAGE = "夏季空调温度不低于26℃，冬季不高于20℃；人走关灯，随手断电，及时关闭电器电源，多走楼梯少乘电梯。"
LINK = "https://example.org/energy/quiz"
GLASSES = (
    (Panel(1920, 1080), ("ticker", "clock", "corner")),
    (Panel(1080, 1920), ("ticker", "clock", "corner")),
    (Panel(1366, 768, diagonal=32, distance=2), ("ticker", "clock")),
    (Panel(1920, 360), ("ticker", "clock")),
)
"""Each glass with what stands around its slides: three side by side, the strip below them."""


def zones_sheet(
    looks: Sequence[str], slides: Sequence[Slide], now: Millis, *, width: int, gap: int, paper: str
) -> Image.Image:
    """The sheet, `width` pixels wide; `slides` are shown in turn in the middle of it all."""
    upper, strip = GLASSES[:-1], GLASSES[-1][0]
    high = int((width - gap * (len(upper) - 1)) / sum(panel.width / panel.height for panel, _ in upper))
    low = round(width * strip.height / strip.width)
    page = Image.new("RGB", (width, len(looks) * (high + low + 3 * gap) - 2 * gap), paper)
    for row, look in enumerate(looks):
        top, left = row * (high + low + 3 * gap), 0
        for number, (panel, names) in enumerate(GLASSES):
            glass = composed(panel, names, look, slides[(row + number) % len(slides)], now)
            size = (width, low) if panel is strip else (round(high * panel.width / panel.height), high)
            small = glass.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
            page.paste(small, (0, top + high + gap) if panel is strip else (left, top))
            left += size[0] + gap
    return page


def composed(panel: Panel, names: Sequence[str], look: str, slide: Slide, now: Millis) -> Image.Image:
    """One glass at an instant."""
    zones = [Zone(name, (_slide(name),)) for name in names]
    places = layout(panel, zones)
    glass = Image.new("RGB", (panel.width, panel.height))
    parts = [(places.main, slide), *((box, zone.slides[0]) for zone, (_, box) in zip(zones, places.zones, strict=True))]
    calendar = Calendar("Asia/Shanghai", DayTable())
    for box, one in parts:
        kind = kind_of(one.kind)
        painted = paint(one, kind.face(one, now, calendar).key, part_of(panel, box), look, _nothing)
        ticking = kind.ticking(one, now, calendar)
        glass.paste(painted.image(ticking.text if ticking else ""), (box.x, box.y))
    return glass


def _slide(name: str) -> Slide:
    fields: dict[str, dict[str, Value]] = {
        "ticker": {"ticker": MESSAGE},
        "clock": {},
        "corner": {"qr": LINK, "caption": "扫码答题"},
    }
    return Slide(name, name, Source(""), Millis(0), fields=tuple(sorted(fields[name].items())))


def _nothing(_asset: object) -> Path:
    raise LookupError("what stands around the slides in the gallery has no pictures")

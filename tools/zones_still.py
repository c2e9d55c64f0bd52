"""The glass with everything around the slides at an instant: the pictures of all zones, each in its rectangle, the ticker where it is then."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from player.desk import NotPainted
from player.director import Show
from player.model.frame import Frame
from player.model.order import order_for
from player.model.scene import Cue
from player.model.settings import Panel
from player.model.units import Millis
from player.picture.zones import layout, part_of
from player.roles.crawl import crawl_of
from player.roles.held import Held
from player.screen.headless import MemoryBrush
from player.slides.kinds import kind_of
from tools.reading import Reading


def with_zones(found: Reading, at: Millis, panel: Panel, slides: Callable[[Panel], Image.Image]) -> Image.Image:
    """The whole glass, RGB. `slides` draws what is in the main zone for a panel of that zone's size."""
    around, _ = found.timeline.around(at)
    if not around:
        return slides(panel)
    places = layout(panel, [zone for zone, _ in around])
    glass = Image.new("RGB", (panel.width, panel.height))
    main = slides(part_of(panel, places.main))
    edge = main.crop((0, main.height - 1, 1, main.height))
    glass.paste(edge.resize(glass.size))  # what is not ready is plain, as on the glass
    glass.paste(main, (places.main.x, places.main.y))
    placed = dict(places.zones)
    for zone, cue in around:
        if zone.name in placed:
            box = placed[zone.name]
            image = _zone(found, cue, at, part_of(panel, box))
            if image is not None:
                glass.paste(image, (box.x, box.y))
    return glass


def _zone(found: Reading, cue: Cue, at: Millis, panel: Panel) -> Image.Image | None:
    """What is in a zone; None where it could not be painted."""
    kind = kind_of(cue.slide.kind)
    face = kind.face(cue.slide, at, found.calendar).key
    try:
        with found.folder.frame(cue.slide, face, panel) as mapped:
            return _drawn(mapped.frame, cue, at, panel, found)
    except NotPainted:
        return None


def _drawn(frame: Frame, cue: Cue, at: Millis, panel: Panel, found: Reading) -> Image.Image:
    pixels, area = bytearray(frame.pixels), (0, 0, frame.width, frame.height)
    order = order_for(cue.slide, "", panel=panel, look="", snapshot=None)
    mover = crawl_of(Held(Show(order, cue.slide, cue.start, cue), frame, area, began=0.0))
    ticking = kind_of(cue.slide.kind).ticking(cue.slide, at, found.calendar)
    if mover is not None:
        mover.draw(MemoryBrush(pixels, frame.width * 4, mover.area), (at - cue.start) / 1e3)
        mover.close()
    elif ticking is not None and frame.live is not None and frame.strip is not None:
        live = frame.live
        strip = Frame("", live.width, live.height * len(live.alphabet), frame.strip)
        brush = MemoryBrush(pixels, frame.width * 4, area)
        for (x, y), sign in zip(live.cells, ticking.text, strict=False):
            brush.copy(strip, (0, live.alphabet.index(sign) * live.height, live.width, live.height), x, y)
    return Image.frombytes("RGB", (frame.width, frame.height), bytes(pixels), "raw", "BGRX")

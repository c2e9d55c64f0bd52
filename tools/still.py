"""An instant comes in, the picture that is on the glass then goes out: the slide, its digits, its transition."""

from __future__ import annotations

from PIL import Image

from player.model.content import Slide
from player.model.frame import Live
from player.model.scene import Cue
from player.model.settings import Panel
from player.model.units import Millis
from player.slides.card import STANDBY, WELCOME, card
from player.slides.kinds import kind_of
from player.slides.paint import Painted, paint
from player.transitions.table import transition_of
from player.transitions.transition import Layer, Picture
from tools.reading import Reading


def still(read: Reading, at: Millis, panel: Panel, folder: str) -> Image.Image:
    """The glass at `at`, RGB; where nothing is scheduled, the player's own card."""
    cue = read.timeline.scene_at(at).cue()
    if cue is None:
        own = card(STANDBY, "") if read.snapshot.slides() else card(WELCOME, folder)
        return picture(read, own, at, panel)
    into = picture(read, cue.slide, at, panel)
    before = _before(read, cue) if at < cue.start + cue.slide.transition_time else None
    transition = transition_of(cue.slide.transition)
    if before is None or transition is None:
        return into
    out = picture(read, before.slide, Millis(cue.start - 1), panel)
    progress = (at - cue.start) / cue.slide.transition_time
    return _composed(transition.layers(progress, panel.width, panel.height), out, into)


def picture(read: Reading, slide: Slide, at: Millis, panel: Panel) -> Image.Image:
    """The slide alone as it looks at `at`, its ticking digits included."""
    kind = kind_of(slide.kind)
    face = kind.face(slide, at, read.calendar).key if kind else ""
    painted = paint(slide, face, panel, slide.theme, read.object_path)
    ticking = kind.ticking(slide, at, read.calendar) if kind else None
    image = painted.image()
    if painted.live and ticking:
        _tick(image, painted, painted.live, ticking.text)
    return image


def _tick(image: Image.Image, painted: Painted, live: Live, text: str) -> None:
    """Puts the characters of `text` into the live cells, as the glass does."""
    strip = Image.frombytes("RGBA", (live.width, live.height * len(live.alphabet)), painted.strip or b"", "raw", "BGRA")
    for cell, character in zip(live.cells, text, strict=False):
        top = live.alphabet.index(character) * live.height
        image.paste(strip.crop((0, top, live.width, top + live.height)).convert("RGB"), cell)


def _before(read: Reading, cue: Cue) -> Cue | None:
    """The cue whose end is this one's start."""
    return read.timeline.scene_at(Millis(cue.start - 1)).cue()


def _composed(layers: tuple[Layer, ...], out: Image.Image, into: Image.Image) -> Image.Image:
    """The layers over one another, lowest first."""
    glass = Image.new("RGB", out.size)
    for layer in layers:
        left, top, width, height = layer.source
        part = (out if layer.picture is Picture.OUT else into).crop((left, top, left + width, top + height))
        glass.paste(part, (layer.x, layer.y), Image.new("L", part.size, layer.opacity))
    return glass

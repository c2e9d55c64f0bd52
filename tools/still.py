"""An instant comes in, the picture that is on the glass then goes out: the slide, its digits, its transition."""

from __future__ import annotations

from PIL import Image

from player.desk import NotPainted
from player.model.content import Slide
from player.model.frame import Live
from player.model.problem import Problem
from player.model.scene import Cue
from player.model.settings import Panel
from player.model.units import Millis
from player.slides.card import STANDBY, WELCOME, card
from player.slides.kinds import kind_of
from player.slides.video import face_at, film_of, position
from player.transitions.table import transition_of
from player.transitions.transition import Layer, Picture
from tools.reading import Reading
from tools.refused import Refused
from tools.zones_still import with_zones

FILM_STEP = 200
"""Milliseconds between two pictures of a film: each is decoded and composed for itself."""


def still(found: Reading, at: Millis, panel: Panel, folder: str, theme: str = "green") -> Image.Image:
    """The glass at `at`, RGB; where nothing is scheduled, the player's own card in the screen's theme."""
    return with_zones(found, at, panel, lambda part: _slides(found, at, part, folder, theme))


def _slides(found: Reading, at: Millis, panel: Panel, folder: str, theme: str) -> Image.Image:
    """The main zone at `at`, on a panel of its size."""
    cue = found.timeline.scene_at(at).cue()
    if cue is None:
        own = card(STANDBY, "", theme) if found.snapshot.slides() else card(WELCOME, folder, theme)
        return picture(found, own, at, panel)
    into = picture(found, cue.slide, at, panel, face=picture_at(cue, at))
    before = _before(found, cue) if at < cue.start + cue.slide.transition_time else None
    transition = transition_of(cue.slide.transition)
    if before is None or transition is None:
        return into
    last = Millis(cue.start - 1)
    out = picture(found, before.slide, last, panel, face=picture_at(before, last))
    progress = (at - cue.start) / cue.slide.transition_time
    return _composed(transition.layers(progress, panel.width, panel.height), out, into)


def picture_at(cue: Cue, at: Millis) -> str | None:
    """The face of the picture of a film that is seen at `at`, to a fifth of a second; None for a slide that is no film."""
    film = film_of(cue.slide)
    return None if film is None else face_at(position(film, cue.start, at) // FILM_STEP * FILM_STEP)


def picture(found: Reading, slide: Slide, at: Millis, panel: Panel, *, face: str | None = None) -> Image.Image:
    """The slide alone as it looks at `at`, its ticking digits included: the very frame that the glass shows.

    `face`: which of its faces, where that does not follow from the slide and the time alone. Raises Refused for a slide
    that the screen would not show.
    """
    kind = kind_of(slide.kind)
    face = kind.face(slide, at, found.calendar).key if face is None else face
    ticking = kind.ticking(slide, at, found.calendar)
    try:
        with found.folder.frame(slide, face, panel) as mapped:
            frame = mapped.frame
            image = Image.frombytes("RGB", (frame.width, frame.height), bytes(frame.pixels), "raw", "BGRX")
            if frame.live and frame.strip and ticking:
                _tick(image, frame.live, bytes(frame.strip), ticking.text)
    except NotPainted as error:
        if not error.problems:
            raise
        raise _held_back(error.problems[0]) from error
    return image


def _held_back(problem: Problem) -> Refused:
    """The sentence for a slide that the screen would not show."""
    place, message, hint = problem.place, problem.message, problem.hint
    return Refused(
        f"{place.file} 第{place.line}行的这一页不会上屏：{message.zh}{hint.zh}"
        if place.line
        else f"{place.file} 不会上屏：{message.zh}{hint.zh}",
        f"{place.file} {place.line or ''} is held back: {message.en} {hint.en}",
    )


def _tick(image: Image.Image, live: Live, strip: bytes, text: str) -> None:
    """Puts the characters of `text` into the live cells, as the glass does."""
    sprites = Image.frombytes("RGB", (live.width, live.height * len(live.alphabet)), strip, "raw", "BGRX")
    for cell, character in zip(live.cells, text, strict=False):
        top = live.alphabet.index(character) * live.height
        image.paste(sprites.crop((0, top, live.width, top + live.height)), cell)


def _before(found: Reading, cue: Cue) -> Cue | None:
    """The cue whose end is this one's start."""
    return found.timeline.scene_at(Millis(cue.start - 1)).cue()


def _composed(layers: tuple[Layer, ...], out: Image.Image, into: Image.Image) -> Image.Image:
    """The layers over one another, lowest first."""
    glass = Image.new("RGB", out.size)
    for layer in layers:
        left, top, width, height = layer.source
        part = (out if layer.picture is Picture.OUT else into).crop((left, top, left + width, top + height))
        glass.paste(part, (layer.x, layer.y), Image.new("L", part.size, layer.opacity))
    return glass

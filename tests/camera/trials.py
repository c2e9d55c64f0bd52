"""What phones see of the demo's codes: every QR slide, on two panels, in two kinds of conditions, before two decoders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PIL import Image

from player.model.content import Slide
from player.model.settings import Panel
from player.slides.paint import paint
from tests.support.camera import HARD, TYPICAL, Camera, Conditions
from tests.support.decoders import DECODERS
from tests.support.demo import ingested

PANELS = {"1080p": Panel(1920, 1080), "4K": Panel(3840, 2160)}
"""55 inches, seen from 3 m: what is taken where the settings say nothing."""

NAMED = {"typical": TYPICAL, "hard": HARD}


@dataclass(frozen=True, slots=True)
class Trial:
    """One picture: a slide on a panel, seen from `distance` metres."""

    slide: int
    panel: str
    conditions: str
    distance: float
    seed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether each decoder read the text, the whole text and nothing else; camera pixels a module, seen straight on."""

    trial: Trial
    read: dict[str, bool]
    pixels: float


@cache
def slides() -> tuple[Slide, ...]:
    """The demo's slides with a code, each content once."""
    found = [slide for slide in ingested("2020-06-28 10:00").snapshot.slides() if slide.kind == "qr"]
    return tuple({slide.fields: slide for slide in found}.values())


@cache
def frame(index: int, panel: str) -> tuple[Image.Image, int]:
    """The slide as the panel shows it, and how many of its pixels a module has."""
    slide = slides()[index]
    painted = paint(slide, "", PANELS[panel], slide.theme, lambda _: Path())
    return painted.image(), painted.codes[0].module


def trials(conditions: str, *, times: int, part: float, panels: tuple[str, ...] = tuple(PANELS)) -> Iterator[Trial]:
    """Every slide on every panel, `times` each, from `part` of the declared distance."""
    for panel in panels:
        for index in range(len(slides())):
            for time in range(times):
                yield Trial(index, panel, conditions, PANELS[panel].distance * part, seed=1000 * index + time)


def outcomes(wanted: Iterator[Trial]) -> Iterator[Outcome]:
    """What the decoders make of each picture."""
    camera, of = None, None
    for trial in wanted:
        if of != (trial.slide, trial.panel, trial.distance):
            of = (trial.slide, trial.panel, trial.distance)
            camera = Camera(frame(trial.slide, trial.panel)[0], PANELS[trial.panel], trial.distance)
        assert camera is not None
        yield outcome(trial, camera, NAMED[trial.conditions])


def outcome(trial: Trial, camera: Camera, conditions: Conditions) -> Outcome:
    """What the decoders make of one picture."""
    picture = camera.preview(conditions, trial.seed)
    text = slides()[trial.slide].text("qr")
    module = frame(trial.slide, trial.panel)[1] / PANELS[trial.panel].pixels_per_metre
    read = {name: decode(picture) == [text] for name, decode in DECODERS.items()}
    return Outcome(trial, read, module * camera.pixels_per_metre)


def shares(found: list[Outcome]) -> dict[str, float]:
    """Which part of the pictures each decoder read."""
    read = Counter(name for one in found for name, is_read in one.read.items() if is_read)
    return {name: read[name] / len(found) for name in DECODERS}


def smaller(panel: Panel) -> Panel:
    """A panel of half the size with the same pixels: every module is half as large, the phone as far away."""
    return replace(panel, diagonal=panel.diagonal / 2)

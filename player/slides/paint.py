"""One slide to pixels: the only door through which slides become pictures, for the worker and for previews alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from player.model.content import Asset, Slide, Source
from player.model.frame import Live
from player.model.problem import Problem
from player.model.settings import Panel
from player.model.units import Millis
from player.picture.code_card import Meant
from player.picture.stage import Stage
from player.picture.theme import theme
from player.slides.card import Card
from player.slides.kinds import KINDS, kind_of
from player.slides.reading import reading_time
from player.slides.remarks import problem_of

__all__ = ["Painted", "paint", "reading_time", "warm"]


@dataclass(frozen=True)
class Painted:
    """A frame: `pixels` are rows from the top, four bytes a pixel: B, G, R, 255. `strip` the sprites of `live` alike.

    `codes` are those that were drawn on it: what phones have to read there.
    """

    pixels: bytes
    width: int
    height: int
    live: Live | None = None
    strip: bytes | None = None
    problems: tuple[Problem, ...] = ()
    codes: tuple[Meant, ...] = ()

    def image(self, ticking: str = "") -> Image.Image:
        """The frame as an RGB image, for files and tests; with the characters `ticking` in its live cells."""
        image = Image.frombytes("RGBA", (self.width, self.height), self.pixels, "raw", "BGRA").convert("RGB")
        if self.live is None or self.strip is None:
            return image
        width, height, alphabet = self.live.width, self.live.height, self.live.alphabet
        strip = Image.frombytes("RGBA", (width, height * len(alphabet)), self.strip, "raw", "BGRA").convert("RGB")
        for cell, character in zip(self.live.cells, ticking, strict=False):
            top = alphabet.index(character) * height
            image.paste(strip.crop((0, top, width, top + height)), cell)
        return image


def paint(slide: Slide, face: str, panel: Panel, theme_name: str, open_asset: Callable[[Asset], Path]) -> Painted:
    """The slide as it looks with the face key `face` on `panel`. Raises LookupError where no kind has its name."""
    kind = kind_of(slide.kind)
    stage = Stage(panel, theme(theme_name), open_asset, slide.terms)
    live = kind.compose(slide, face, stage)
    strip = stage.strip.tobytes("raw", "BGRA") if stage.strip is not None else None
    problems = tuple(problem_of(note, slide.source) for note in stage.notes)
    pixels = stage.image.tobytes("raw", "BGRA")
    return Painted(pixels, stage.width, stage.height, live, strip, problems, tuple(stage.codes))


def warm(panel: Panel, theme_name: str, kind_name: str = "") -> None:
    """Makes ready what slides of the theme need, so that processes forked from here find it: fonts and their tables.

    With `kind_name` an empty slide of that kind is composed too, which leaves its landscape in memory: most of the work
    of a slide of text. Nothing that staff wrote is touched; an unknown kind is left for `paint` to refuse.
    """
    stage = Stage(panel, theme(theme_name), lambda _: Path())
    for role in stage.theme.roles:
        stage.set("青", role, stage.width, stage.height)
    kind = next((kind for kind in (*KINDS, Card()) if kind.name == kind_name), None)
    if kind is not None and kind.view:
        kind.compose(Slide("", kind.name, Source(""), Millis(0)), "", stage)

"""A slide of text read as a proof: composed as for the screen, looked at, and thrown away.

What a desk tool tells before anything is shown: type too small for the distance, too pale, cut, characters that no font has.
Slides with pictures are not for this: their bytes are decoded where they can hurt nobody, and what is found there is
told by the painter.
"""

from __future__ import annotations

from pathlib import Path

from player.model.content import Asset, Slide
from player.model.problem import Problem
from player.model.settings import Panel
from player.picture.stage import Stage
from player.picture.theme import theme
from player.slides.kinds import kind_of
from player.slides.remarks import problem_of


def proofread(slide: Slide, face: str, panel: Panel) -> tuple[Problem, ...]:
    """What composing the slide with the face key `face` on `panel` brings to light; of one with assets what can be foreseen."""
    stage = Stage(panel, theme(slide.theme), _no_asset, slide.terms)
    if slide.assets:
        kind_of(slide.kind).foresee(slide, stage)
    else:
        kind_of(slide.kind).compose(slide, face, stage)
    return tuple(problem_of(note, slide.source) for note in stage.notes)


def _no_asset(asset: Asset) -> Path:
    raise LookupError(f"a slide without assets has {asset.name}")

"""Every slide of the demo as passers-by see it: nothing cut, missing or too small, and codes that say their link."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
import zxingcpp
from PIL import Image

from player.model.content import Slide
from player.model.settings import Panel
from player.slides.kinds import kind_of
from player.slides.paint import paint
from tests.support.demo import ASSETS, PLAYLISTS, at, week
from tests.support.disk_files import DiskFiles
from tools import build_demo_pictures

PANEL = Panel()


@cache
def files() -> DiskFiles:
    return DiskFiles(PLAYLISTS, ASSETS)


def slides() -> Iterator[Slide]:
    """Each slide once, however many playlists show the same."""
    seen = set()
    for slide in week().snapshot.slides():
        if (slide.kind, slide.fields, slide.assets) not in seen:
            seen.add((slide.kind, slide.fields, slide.assets))
            yield slide


def painted(slide: Slide) -> tuple[Image.Image, list[str]]:
    """The picture at the slide's first showing, and what was remarked on it."""
    cue = week().next_showing(slide.id, at("2020-06-28 10:00"))
    assert cue is not None, f"{slide.id} is never shown"
    face = kind_of(slide.kind).face(slide, cue.start, week().calendar)
    done = paint(slide, face.key, PANEL, slide.theme, lambda asset: files().path(asset.name))
    return done.image(), [problem.message.en for problem in done.problems]


@pytest.mark.parametrize("kind", sorted({slide.kind for slide in week().snapshot.slides()}))
def test_every_slide_is_painted_without_a_remark(kind: str) -> None:
    for slide in slides():
        if slide.kind == kind:
            image, remarks = painted(slide)
            assert (slide.id, remarks) == (slide.id, [])
            if kind == "qr":
                assert [code.text for code in zxingcpp.read_barcodes(image)] == [slide.text("qr")]


def test_the_pictures_are_those_that_the_script_draws() -> None:
    """The kept script draws the poster that is shipped: nearly every pixel, whatever the version of Pillow."""
    drawn = build_demo_pictures.poster()
    with Image.open(build_demo_pictures.POSTER) as shipped:
        apart = sum(abs(a - b) for a, b in zip(_small(drawn), _small(shipped), strict=True))
    assert apart / len(_small(drawn)) < 1


def _small(image: Image.Image) -> bytes:
    return image.convert("RGB").resize((96, 54), Image.Resampling.BOX).tobytes()

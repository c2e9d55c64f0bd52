"""A logo in the bar: a picture on a white plate, whole and undistorted, so that it is seen in every theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.model.content import Slide
from player.model.frame import Live
from player.model.words import Words
from player.picture.box import Box
from player.picture.zones import LOGO_AIR, letter_of
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage


class Logo(Kind):
    """标志: a zone's kind."""

    name = "logo"
    alias = "标志"
    about = Words("单位标志，一张图片", "the office's logo, a picture")
    fields = (Field("logo", "标志", Shape.FILE, Words("标志图片", "the picture"), required=True, example="标志.png"),)

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """The picture at the left of the bar, as high as the plate allows."""
        from player.picture.zones_type import inlay  # noqa: PLC0415  # Pillow: the worker alone draws

        stage.sheet(stage.whole, "deep")
        asset = self.picture(slide)
        if asset is None:
            return None
        air = max(2, round(stage.height * LOGO_AIR))
        left = round(letter_of(stage.height) * 0.9)
        inner = stage.height - 2 * air
        pad = max(1, round(inner * 0.1))
        wide = round((inner - 2 * pad) * asset.width / max(1, asset.height)) + 2 * pad
        plate = Box(left, air, min(stage.width - left, max(inner, wide)), inner)
        stage.sheet(plate, "white", radius=round(inner * 0.12))
        inlay(stage, asset, plate.inset(pad))
        return None

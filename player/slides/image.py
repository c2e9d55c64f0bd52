"""A picture: whole, never stretched, on a ground made from itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.model.content import Asset, Slide
from player.model.frame import Live
from player.model.units import Millis
from player.model.words import Words
from player.picture.box import Box
from player.slides.kind import Field, Kind, Shape
from player.slides.qr import SCAN, near

if TYPE_CHECKING:
    from player.picture.stage import Stage

COVER = frozenset({"cover", "铺满", "裁切", "填满"})
"""What staff write for a picture that fills the glass and loses its edges."""


GROW = frozenset({"zoom", "缓慢放大", "放大", "推近"})
"""What staff write for a photograph that grows slowly."""


def grows(slide: Slide) -> bool:
    """Whether staff want the picture to grow slowly while it is on."""
    return slide.text("motion").strip().lower() in GROW


class Image(Kind):
    """图片: a poster or photograph as staff dropped it."""

    name = "image"
    alias = "图片"
    least = Millis(10_000)  # a picture says more than its caption
    about = Words("一张图片，完整显示，不变形", "a picture, whole and undistorted")
    fields = (
        Field(
            "image",
            "图片",
            Shape.FILE,
            Words("图片文件名", "the picture's file name"),
            required=True,
            example="海报.png",
        ),
        Field("caption", "说明", Shape.TEXT, Words("图片下面的说明", "a caption below it"), limit=60),
        Field(
            "fit",
            "铺放",
            Shape.TEXT,
            Words("完整（默认）或铺满", "contain (the default) or cover"),
            example="完整",
            limit=10,
        ),
        Field(
            "motion",
            "动效",
            Shape.TEXT,
            Words(
                "不动（默认）或缓慢放大；有说明文字、有二维码的图总是不动",
                "still (the default) or zoom, for photographs; one with a caption or a code stays still",
            ),
            example="不动",
            limit=10,
        ),
    )

    def words(self, slide: Slide) -> str:
        """The caption: how much a picture says is not known."""
        return slide.text("caption")

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """The picture as large as it goes on a ground of its own colours; the caption on a band below it."""
        cover = slide.text("fit").strip().lower() in COVER
        caption = slide.text("caption")
        asset = self.picture(slide)
        if asset is None:
            raise LookupError(f"slide {slide.id} has no picture")
        code = asset.codes[0].text if len(asset.codes) == 1 and asset.codes[0].whole else ""
        if stage.long and caption and not cover and not code:
            _along(stage, asset, caption)
            return None
        block = stage.set(caption, "sub", stage.safe.width, stage.share(0.2)) if caption else None
        band = block.height + 2 * stage.share(0.028) if block else 0
        room = stage.whole if cover else stage.whole.top(stage.height - band)
        if code:
            _code(code, room, stage)
        else:
            stage.picture(asset, room, cover=cover)
        if block:
            box = stage.whole.below(stage.height - band)
            stage.sheet(box, "deep")
            stage.rule(0, box.y, stage.width, "seal", stroke=0.003)
            inner = Box(stage.safe.x, box.y, stage.safe.width, box.height)
            stage.place(block, inner, colour="light", align="centre", stand="middle")
        return None


def _along(stage: Stage, asset: Asset, caption: str) -> None:
    """On a strip: the picture as high as the glass, the caption beside it and not under it."""
    room = stage.whole.left(round(stage.width * 0.58))
    stage.picture(asset, room)
    panel = stage.whole.beside(room.width)
    stage.sheet(panel, "deep")
    stage.rule(panel.x, 0, panel.height, "seal", stroke=0.012, upright=True)
    pad = stage.share(0.16)
    inner = Box(panel.x + pad, stage.safe.y, stage.safe.right - panel.x - pad, stage.safe.height)
    stage.text(caption, inner, "heading", colour="light", stand="middle")


def _code(text: str, room: Box, stage: Stage) -> None:
    """A picture that is a code and nothing besides, drawn anew: sharp, and as large as the distance asks for."""
    stage.ground("low")
    inner = room.inset(stage.safe.x, stage.safe.y)
    hint = stage.share(0.08)
    card, reach = stage.code(text, inner.top(inner.height - hint))
    under = Box(inner.x, card.bottom + stage.share(0.018), inner.width, hint - stage.share(0.018))
    stage.text(SCAN if reach is None else near(reach), under, "small", colour="soft", align="centre", stand="middle")

"""A slogan: one sentence as large as the glass allows, perhaps a line below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.model.content import Slide
from player.model.frame import Live
from player.model.words import Words
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage


class Slogan(Kind):
    """标语: what is read from the far end of the hall."""

    name = "slogan"
    alias = "标语"
    about = Words("一句标语，可带副题", "a slogan, perhaps with a line below it")
    fields = (
        Field(
            "slogan",
            "标语",
            Shape.TEXT,
            Words("标语；用 / 换行", "the slogan; `/` breaks the line"),
            required=True,
            example="绿水青山，节能增效",
            limit=60,
        ),
        Field(
            "sub",
            "副题",
            Shape.TEXT,
            Words("标语下面的一行小字", "the smaller line below it"),
            example="2020年全国公共机构节能宣传周",
            limit=80,
        ),
    )

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """The slogan in the calm upper part of the landscape."""
        stage.text(slide.text("slogan"), stage.safe, "slogan", align="centre", stand="middle")
        return None

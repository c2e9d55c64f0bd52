"""A slogan: one sentence as large as the glass allows, perhaps a line below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.model.content import Slide
from player.model.frame import Live
from player.model.words import Words
from player.picture.box import Box
from player.slides import footers
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage


class Slogan(Kind):
    """标语: what is read from the far end of the hall."""

    name = "slogan"
    alias = "标语"
    about = Words("一句标语，可带副题", "a slogan, perhaps with a line below it")
    view = "wide"
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
        """The slogan in the calm air above the landscape, a small square of vermilion between it and the line below."""
        stage.ground(self.view)
        sub = slide.text("sub")
        safe = stage.safe
        air = safe if stage.long else safe.top(round(stage.height * (0.60 if stage.portrait else 0.62)) - safe.y)
        below = stage.set(sub, "sub", round(safe.width * 0.86), round(air.height * 0.22)) if sub else None
        gap = stage.share(0.056) if below else 0
        rest = air.height - (below.height + 2 * gap if below else 0)
        slogan = stage.set(slide.text("slogan"), "slogan", round(air.width * 0.97), rest)
        whole = slogan.height + (below.height + 2 * gap if below else 0)
        top = air.y + round((air.height - whole) * (0.5 if stage.long else 0.56))
        stage.place(slogan, Box(air.x, top, air.width, slogan.height), align="centre")
        if below:
            line = top + slogan.height + gap
            footers.divider(stage, stage.width // 2, line)
            stage.place(below, Box(air.x, line + gap, air.width, below.height), colour="soft", align="centre")
        return None

"""A tip: what to do, a few words on how, and the source that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.model.content import Slide
from player.model.frame import Live
from player.model.words import Words
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage


class Tip(Kind):
    """贴士: a piece of advice that names its source."""

    name = "tip"
    alias = "贴士"
    about = Words("一条提示：做什么、怎么做、依据是什么", "a piece of advice: what to do, how, and on whose authority")
    fields = (
        Field(
            "tip",
            "贴士",
            Shape.TEXT,
            Words("提示；用 / 换行", "the advice; `/` breaks the line"),
            required=True,
            example="夏季空调不低于26℃",
            limit=60,
        ),
        Field(
            "text",
            "正文",
            Shape.LINES,
            Words("具体说明，两三行为好", "how to do it; two or three lines are best"),
            example="人走关灯、关空调；空调运行时不开窗。",
            limit=160,
        ),
        Field(
            "source",
            "来源",
            Shape.TEXT,
            Words("依据，用小字显示", "where it is from, shown in small print"),
            example="国办发〔2007〕42号",
            limit=80,
        ),
    )

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """The advice on the left, a window onto the landscape beside it."""
        stage.text(slide.text("tip"), stage.safe, "heading", align="left", stand="middle")
        return None

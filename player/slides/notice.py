"""A notice as an office writes one: title, body, who signs and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.model.content import Slide
from player.model.frame import Live
from player.model.words import Words
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage


class Notice(Kind):
    """通知: running text on a sheet of paper."""

    name = "notice"
    alias = "通知"
    about = Words("一则通知：标题、正文、落款", "a notice: title, text, who signs it")
    fields = (
        Field(
            "notice",
            "通知",
            Shape.TEXT,
            Words("标题", "the title"),
            required=True,
            example="关于开展能源紧缺体验的通知",
            limit=40,
        ),
        Field(
            "text",
            "正文",
            Shape.LINES,
            Words("正文，一段一行", "the text, a line a paragraph"),
            example="7月2日为全国低碳日。当天停开部分电梯，请步行上下三层以内的楼层。",
            limit=600,
        ),
        Field("sign", "落款", Shape.TEXT, Words("落款单位", "who signs it"), example="机关事务管理局", limit=40),
        Field("date", "日期", Shape.TEXT, Words("落款日期", "its date"), example="2020年6月28日", limit=20),
    )

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """A sheet before the far hills."""
        stage.text(slide.text("notice"), stage.safe, "heading", align="centre", stand="top")
        return None

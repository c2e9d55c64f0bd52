"""A code to scan: the code on a white card, and beside it what it is for and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.model.content import Slide
from player.model.frame import Live
from player.model.words import Words
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage


class Qr(Kind):
    """二维码: for passers-by with a phone, and for those who cannot scan the account's name."""

    name = "qr"
    alias = "二维码"
    about = Words("一个二维码，旁边写明用途", "a QR code, and beside it what it is for")
    scanned = True
    fields = (
        Field(
            "qr",
            "二维码",
            Shape.LINK,
            Words("链接或文字，原样放进二维码", "a link or text, put into the code exactly as given"),
            required=True,
            example="https://example.org/quiz",
            limit=1000,
        ),
        Field(
            "title",
            "标题",
            Shape.TEXT,
            Words("扫码做什么", "what scanning is for"),
            example="云竞答",
            limit=40,
        ),
        Field(
            "account",
            "公众号",
            Shape.TEXT,
            Words("公众号名称，给不方便扫码的人", "the account's name, for those who cannot scan"),
            example="公共机构节能",
            limit=40,
        ),
        Field(
            "caption",
            "说明",
            Shape.LINES,
            Words("一两句说明", "a sentence or two"),
            example="7月4日9:00至5日17:00，扫码参加节能知识竞答",
            limit=120,
        ),
    )

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """The code at one side, the words at the other."""
        stage.text(slide.text("title"), stage.safe, "heading", align="left", stand="middle")
        return None

"""A notice as an office writes one: title, body, who signs and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.model.content import Slide
from player.model.frame import Live
from player.model.words import Words
from player.picture.box import Box
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage
    from player.picture.text import Block


LARGER = (1.8, 1.65, 1.5, 1.42)
"""Sizes, in the role's, at which a brief notice fills its sheet, if no paragraph has to be broken for it."""

BRIEF = 60
"""Characters of a notice for which that is tried."""

LARGEST = 1.35
"""The largest size of running text."""


class Notice(Kind):
    """通知: running text on a sheet of paper."""

    name = "notice"
    alias = "通知"
    about = Words("一则通知：标题、正文、落款", "a notice: title, text, who signs it")
    view = "low"
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
        """A sheet before the far hills: the title, a line of vermilion, the text, and at its end who signs."""
        stage.ground(self.view)
        if stage.long:
            _along(stage, slide)
            return None
        safe = stage.safe
        sheet = safe.inset(0 if stage.portrait else round(safe.width * 0.05), 0)
        stage.sheet(sheet, "card", radius=stage.share(0.006), raised=True)
        page = sheet.inset(stage.share(0.085), stage.share(0.06))
        title = stage.set(slide.text("notice"), "heading", page.width, round(page.height * 0.26), largest=0.86)
        stage.place(title, page, colour="print", align="centre")
        line = page.y + title.height + stage.share(0.03)
        stage.rule(page.x, line, page.width, "trim", stroke=0.0045)
        stage.rule(page.x, line + stage.share(0.0085), page.width, "trim", stroke=0.0014)
        _letter(stage, slide, page.below(line + stage.share(0.05) - page.y))
        return None


def _along(stage: Stage, slide: Slide) -> None:
    """On a strip: the title and who signs on the left of an upright line, the text on its right."""
    stage.sheet(stage.safe, "card", radius=stage.share(0.012), raised=True)
    page, gap = stage.safe.inset(stage.share(0.09), stage.share(0.045)), stage.share(0.035)
    width = round(page.width * 0.3)
    signers = "\n".join(line for line in (slide.text("sign"), slide.text("date")) if line)
    sign = stage.set(signers, "small", width, round(page.height * 0.35)) if signers else None
    rest = page.height - (sign.height + gap if sign else 0)
    title = stage.set(slide.text("notice"), "heading", width, rest, largest=0.86)
    column = page.left(max(title.width, sign.width if sign else 0))
    top = page.y + (rest - title.height) // 2
    stage.place(title, Box(column.x, top, column.width, title.height), colour="print", align="centre")
    if sign:
        top += title.height + gap
        stage.place(sign, Box(column.x, top, column.width, sign.height), colour="print", align="centre")
    stage.rule(column.right + 2 * gap, page.y, page.height, "trim", stroke=0.012, upright=True)
    room = page.beside(column.width + 4 * gap)
    body = _body(stage, slide.text("text"), room.width, room.height)
    stage.place(body, room, colour="print", stand="middle")


def _letter(stage: Stage, slide: Slide, room: Box) -> None:
    """Paragraphs with their first line two characters in, as official writing has them; who signs below, at the right."""
    gap = stage.share(0.035)
    signers = "\n".join(line for line in (slide.text("sign"), slide.text("date")) if line)
    sign = stage.set(signers, "body", room.width, round(room.height * 0.28)) if signers else None
    rest = room.height - (sign.height + gap if sign else 0)
    body = _body(stage, slide.text("text"), room.width, rest)
    top = room.y + min(round((rest - body.height) * 0.4), stage.share(0.18))
    stage.place(body, Box(room.x, top, room.width, body.height), colour="print")
    if sign:
        top = min(top + body.height + 2 * gap, room.bottom - sign.height)
        box = Box(room.right - sign.width - min(2 * sign.size, room.width - sign.width), top, sign.width, sign.height)
        stage.place(sign, box, colour="print", align="centre")


def _body(stage: Stage, text: str, width: int, height: int) -> Block:
    """The paragraphs, larger where that breaks none of them."""
    paragraphs = text.count("\n") + 1
    for size in LARGER if len(text) <= BRIEF else ():
        body = stage.set(text, "body", width, height, largest=size, indent=2.0)
        if len(body.lines) == paragraphs:
            return body
    largest = LARGEST * (0.85 if stage.long else 1.0)
    return stage.set(text, "body", width, height, largest=largest, indent=2.0)

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

TALL = (2.3, 2.1, 1.95, 1.8, 1.65, 1.5, 1.4, 1.3, 1.2, 1.1)
"""The same on an upright sheet, where paragraphs are broken anyway: the largest at which the text leaves some paper free."""

SIGNED = 1.25
"""The largest size of who signs there."""

EVEN = 0.72
"""How much of its width each line but the last has to fill."""

FULL = 0.72
"""How much of an upright sheet's room the text may take at one of those sizes."""

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
        if stage.portrait:
            _upright(stage, slide)
            return None
        safe = stage.safe
        sheet = safe.inset(round(safe.width * 0.05), 0)
        stage.sheet(sheet, "card", radius=stage.share(0.006), raised=True)
        page = sheet.inset(stage.share(0.085), stage.share(0.06))
        title = stage.set(slide.text("notice"), "heading", page.width, round(page.height * 0.26), largest=0.86)
        stage.place(title, page, colour="print", align="centre")
        line = page.y + title.height + stage.share(0.03)
        _lines(stage, page, line)
        _letter(stage, slide, page.below(line + stage.share(0.05) - page.y))
        return None


def _lines(stage: Stage, page: Box, line: int) -> None:
    """The two lines of vermilion under a title: a strong one and a fine one."""
    stage.rule(page.x, line, page.width, "trim", stroke=0.0045)
    stage.rule(page.x, line + stage.share(0.0085), page.width, "trim", stroke=0.0014)


def _upright(stage: Stage, slide: Slide) -> None:
    """On an upright glass: a sheet as high as its text asks for, in the middle of the land, its type as large as is calm."""
    safe, pad = stage.safe, stage.share(0.1)
    across = safe.width - 2 * stage.share(0.085)
    title = stage.set(slide.text("notice"), "heading", across, round(safe.height * 0.2), largest=1.12)
    signers = "\n".join(line for line in (slide.text("sign"), slide.text("date")) if line)
    head = title.height + stage.share(0.045) + stage.share(0.075)
    body, sign = _tall(stage, slide.text("text"), signers, across, safe.height - 2 * pad - head)
    foot = sign.height + stage.share(0.09) if sign else 0
    least = round(safe.height * 0.5)
    high = min(safe.height, max(least, 2 * pad + head + body.height + foot))
    spare = max(0, high - 2 * pad - head - body.height - foot)
    sheet = Box(safe.x, safe.y + round((safe.height - high) * 0.42), safe.width, high)
    stage.sheet(sheet, "card", radius=stage.share(0.006), raised=True)
    page = Box(sheet.x + stage.share(0.085), sheet.y + pad, across, sheet.height - 2 * pad)
    stage.place(title, page, colour="print", align="centre")
    line = page.y + title.height + stage.share(0.045)
    _lines(stage, page, line)
    top = page.y + head + round(spare * 0.4)
    stage.place(body, Box(page.x, top, across, body.height), colour="print")
    if sign:
        under = top + body.height + stage.share(0.09) + round(spare * 0.25)
        box = Box(page.right - sign.width - min(sign.size, across - sign.width), under, sign.width, sign.height)
        stage.place(sign, box, colour="print", align="centre")


def _tall(stage: Stage, text: str, signers: str, width: int, height: int) -> tuple[Block, Block | None]:
    """The paragraphs and who signs, for an upright sheet: as large as leaves paper free, who signs never larger than the text."""
    for size in (*TALL, 1.0):
        sign = _signed(stage, signers, width, min(size, SIGNED))
        room = height - (sign.height + stage.share(0.09) if sign else 0)
        body = stage.set(text, "body", width, round(room * FULL), largest=size, indent=2.0)
        if body.complete and body.size >= round(stage.most("body") * size) and _even(body, text, width):
            return body, sign
    sign = _signed(stage, signers, width, 0.9)
    room = height - (sign.height + stage.share(0.07) if sign else 0)
    body = stage.set(text, "body", width, room, largest=LARGEST, indent=2.0)
    if sign and sign.size > body.size:
        sign = _signed(stage, signers, width, body.size / stage.most("body"))
    return body, sign


def _signed(stage: Stage, signers: str, width: int, largest: float) -> Block | None:
    return stage.set(signers, "body", width, stage.share(0.3), largest=largest) if signers else None


def _even(body: Block, text: str, width: int) -> bool:
    """Whether a single paragraph fills its lines: in large type a date that does not fit leaves a hole in the line before it."""
    lines = body.lines[:-1] if "\n" not in text else ()
    from player.picture.text import EM  # noqa: PLC0415  # it loads Pillow, which the glass never does

    return all(line.width * body.size >= EVEN * width * EM for line in lines)


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

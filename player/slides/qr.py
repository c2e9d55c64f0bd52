"""A code to scan: the code on a white card, and beside it what it is for and where it leads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from player.model.content import Asset, Slide
from player.model.frame import Live
from player.model.words import Words
from player.picture.box import Box
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage

SCAN = "请用手机扫一扫"
"""What stands under a code."""

_TYPED = re.compile(r"https?://([a-z0-9.-]+(?:/[a-z0-9._/-]{0,11}[a-z0-9])?)/?", re.IGNORECASE)
"""Links that people can type."""

_EASY = 32
"""Characters of a link that people may be asked to type."""


def link_field(limit: int) -> Field:
    """The field that holds what a code says, of `limit` characters at most."""
    about = Words("链接或文字，原样放进二维码", "a link or text, put into the code exactly as given")
    return Field("qr", "二维码", Shape.LINK, about, required=True, example="https://example.org/quiz", limit=limit)


class Qr(Kind):
    """二维码: for passers-by with a phone, and for those who cannot scan the account's name."""

    name = "qr"
    alias = "二维码"
    about = Words("一个二维码，旁边写明用途", "a QR code, and beside it what it is for")
    scanned = True
    view = "low"
    fields = (
        link_field(900),
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
        Field(
            "logo",
            "标志",
            Shape.FILE,
            Words(
                "放在码中间的标志图片；码有余量才放，大小由程序定",
                "a logo for the middle of the code, where it has correction to spare; its size follows",
            ),
            example="标志.png",
        ),
    )

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """The words on the left, the code on the right; in portrait the code stands below."""
        stage.ground(self.view)
        if stage.long:
            _along(stage, slide, self.picture(slide))
            return None
        safe = stage.safe.top(round(stage.height * 0.86) - stage.safe.y)
        if stage.portrait:
            side = round(min(safe.width * 0.86, safe.height * 0.52))
            room, words = safe.below(safe.height - side), safe.top(safe.height - side - stage.share(0.12))
        else:
            side = round(min(safe.height, safe.width * 0.46))
            room, words = safe.beside(safe.width - side), safe.left(safe.width - side - stage.share(0.07))
        hint = stage.set(SCAN, "strong", room.width, stage.share(0.2), largest=0.74).height + stage.share(0.03)
        card, reach = stage.code(slide.text("qr"), room.top(room.height - hint), self.picture(slide))
        said = SCAN if reach is None else near(reach)
        under = Box(room.x, card.bottom + stage.share(0.018), room.width, hint - stage.share(0.018))
        stage.text(said, under, "strong", colour="soft", align="centre", stand="middle", largest=0.74)
        _invitation(stage, slide, words)
        return None


def _along(stage: Stage, slide: Slide, logo: Asset | None) -> None:
    """On a strip: the code as high as the glass allows, how to come by it in words beside it, what it is for on the left."""
    safe, gap = stage.safe, stage.share(0.12)
    card, reach = stage.code(slide.text("qr"), safe.beside(safe.width - safe.height), logo)
    words = Box(safe.x, safe.y, card.x - gap - safe.x, safe.height)
    called, account = by_hand(slide)
    said = SCAN if reach is None else near(reach).replace("（", "\n（")
    lines = [(said, "strong", "ink")]
    lines += [(called, "small", "soft"), (account, "strong", "ink")] if account else []
    width = round(words.width * 0.3)
    blocks = [stage.set(text, role, width, words.height // 3, largest=0.9) for text, role, _ in lines]
    column = words.beside(words.width - max(block.width for block in blocks))
    top = words.y + (words.height - sum(block.height for block in blocks)) // 2
    for block, (_, _, colour) in zip(blocks, lines, strict=True):
        stage.place(block, Box(column.x, top, column.width, block.height), colour=colour)
        top += block.height
    rule = round(words.height * 0.5)
    stage.rule(column.x - gap // 2, words.y + (words.height - rule) // 2, rule, "seal", stroke=0.008, upright=True)
    main = words.left(column.x - gap - words.x)
    caption = slide.text("caption")
    share = 0.55 if caption else 1.0
    title = stage.set(slide.text("title") or "扫码了解", "slogan", main.width, round(main.height * share), largest=0.72)
    space = stage.share(0.03)
    body = stage.set(caption, "lead", main.width, main.height - title.height - space) if caption else None
    whole = title.height + (space + body.height if body else 0)
    top = main.y + (main.height - whole) // 2
    stage.place(title, Box(main.x, top, main.width, title.height))
    if body:
        stage.place(body, Box(main.x, top + title.height + space, main.width, body.height), colour="soft")


def near(reach: float) -> str:
    """What stands under a code that scans from `reach` metres at most."""
    return f"请走近扫码（约{reach:.1f}米内可扫）"


def by_hand(slide: Slide) -> tuple[str, str]:
    """What those who cannot scan may look for, and what to call it: the account's name, or a link that can be typed."""
    if slide.text("account"):
        return "公众号", slide.text("account")
    typed = _TYPED.fullmatch(slide.text("qr"))
    return ("网址", typed[1]) if typed and len(typed[1]) <= _EASY else ("", "")


def _invitation(stage: Stage, slide: Slide, room: Box) -> None:
    """What scanning is for, a few words on it, and the account's name or a short link."""
    gap = stage.share(0.042)
    caption = slide.text("caption")
    title = slide.text("title") or "扫码了解"
    called, account = by_hand(slide)
    label = stage.set(called, "small", room.width, room.height // 6) if account else None
    name = stage.set(account, "strong", room.width, room.height // 4) if account else None
    foot = label.height + name.height + 2 * gap + gap // 4 if label and name else 0
    heading = stage.set(title, "slogan", room.width, round((room.height - foot) * 0.55), largest=0.8)
    body = stage.set(caption, "lead", room.width, room.height - foot - heading.height - gap) if caption else None
    whole = heading.height + (gap + body.height if body else 0) + foot
    top = room.y + max(0, (room.height - whole) // 2)
    stage.place(heading, Box(room.x, top, room.width, heading.height))
    top += heading.height
    if body:
        stage.place(body, Box(room.x, top + gap, room.width, body.height), colour="soft")
        top += gap + body.height
    if label and name:
        stage.rule(room.x, top + gap, stage.share(0.07), "seal", stroke=0.004)
        top += 2 * gap
        stage.place(label, Box(room.x, top, room.width, label.height), colour="soft")
        stage.place(name, Box(room.x, top + label.height + gap // 4, room.width, name.height))

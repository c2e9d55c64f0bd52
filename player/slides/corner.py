"""A code that stays beside all slides: in a column at the right, on an upright glass in a band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.model.content import Slide
from player.model.frame import Live
from player.model.words import Words
from player.picture.box import Box
from player.slides.kind import Field, Kind, Shape
from player.slides.qr import SCAN, link_field, near

if TYPE_CHECKING:
    from player.picture.stage import Stage


class Corner(Kind):
    """角标: a zone's kind. The code keeps the rules of distance; where it scans from nearer only, it says from where."""

    name = "corner"
    alias = "角标"
    about = Words("一直留在画面旁边的二维码", "a code that stays beside all slides")
    scanned = True
    fields = (
        link_field(300),
        Field(
            "caption",
            "说明",
            Shape.TEXT,
            Words("扫码做什么，几个字", "what scanning is for, in a few words"),
            example="扫码答题",
            limit=24,
        ),
    )

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """The words over the code, in a band or on a strip beside it."""
        stage.sheet(stage.whole, "surround")
        air = stage.share(0.06)
        stage.rule(
            0,
            0,
            max(stage.height, stage.width),
            "hill",
            upright=stage.width <= stage.height,
        )
        room = stage.whole.inset(air)
        caption = slide.text("caption") or "扫码了解"
        if stage.width > stage.height * 1.5:
            _beside(stage, slide.text("qr"), caption, room, air)
            return None
        if stage.height < stage.width * 1.35:
            _low(stage, slide.text("qr"), caption, room)
            return None
        hint = stage.set(SCAN, "small", room.width, stage.share(0.2), largest=1.3)
        title = stage.set(caption, "heading", room.width, round(room.height * 0.3), largest=1.3)
        side = min(room.width, room.height - title.height - hint.height - 4 * air)
        top = room.y + (room.height - (title.height + side + hint.height + 3 * air)) // 2
        stage.place(title, Box(room.x, top, room.width, title.height), colour="light", align="centre")
        top += title.height + round(air * 1.5)
        card, reach = stage.code(slide.text("qr"), Box(room.x, top, room.width, side))
        said = SCAN if reach is None else near(reach)
        under = Box(room.x, card.bottom + air, room.width, room.bottom - card.bottom - air)
        stage.text(said, under, "small", colour="light", align="centre", largest=1.3)
        return None


def _low(stage: Stage, link: str, caption: str, room: Box) -> None:
    """A square, as on a strip: the words in a line under the code."""
    foot = max(round(room.height * 0.16), round(stage.least("strong") * 1.4))
    _, reach = stage.code(link, room.top(room.height - foot))
    said = caption if reach is None else f"{reach:.1f}米内可扫"
    under = Box(room.x, stage.height - foot - (stage.height - room.bottom) // 2, room.width, foot)
    stage.text(said, under, "strong", colour="light", align="centre", stand="middle")


def _beside(stage: Stage, link: str, caption: str, room: Box, air: int) -> None:
    """A band: the code at the right, the words at the left of it."""
    card, reach = stage.code(link, room.beside(room.width - room.height))
    words = Box(room.x + air, room.y, card.x - room.x - 3 * air, room.height)
    title = stage.set(caption, "heading", words.width, round(words.height * 0.6), largest=1.6)
    hint = stage.set(SCAN if reach is None else near(reach), "sub", words.width, round(words.height * 0.3))
    top = words.y + (words.height - title.height - hint.height - air) // 2
    stage.place(title, Box(words.x, top, words.width, title.height), colour="light")
    stage.place(hint, Box(words.x, top + title.height + air, words.width, hint.height), colour="light")

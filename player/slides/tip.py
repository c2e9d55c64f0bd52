"""A tip: what to do, a few words on how, and the source that says so."""

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


class Tip(Kind):
    """贴士: a piece of advice that names its source."""

    name = "tip"
    alias = "贴士"
    about = Words("一条提示：做什么、怎么做、依据是什么", "a piece of advice: what to do, how, and on whose authority")
    view = "plain"
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
        """The advice on the left, a round window onto the landscape beside it; above and below each other in portrait."""
        stage.ground(self.view)
        safe = stage.safe
        if stage.portrait:
            side = round(min(safe.width * 0.74, safe.height * 0.42))
            stage.window(Box(safe.x, safe.y, safe.width, side))
            words = safe.below(side + stage.share(0.075))
        else:
            side = round(min(safe.height * 0.80, safe.width * 0.36))
            stage.window(Box(safe.right - side, safe.y, side, safe.height))
            words = safe.left(safe.width - side - stage.share(0.085))
        footer = footers.source(stage, slide.text("source"), words)
        words = words.top(words.height - footer)
        _advice(stage, slide, words)
        return None


def _advice(stage: Stage, slide: Slide, room: Box) -> None:
    """The seal, the advice and how to follow it, as one group in the middle of `room`."""
    mark, gap = stage.share(0.1), stage.share(0.048)
    if stage.long:  # the seal stands before the words, not over them
        stage.seal("贴士", room.x, room.y + (room.height - 2 * mark) // 2, 2 * mark)
        room, mark = room.beside(2 * mark + gap), -gap
    text = slide.text("text")
    rest = room.height - mark - gap
    tip = stage.set(
        slide.text("tip"),
        "heading",
        room.width,
        round(rest * (0.55 if text else 1.0)),
        largest=1.05 if stage.long else 1.3,
    )
    body = stage.set(text, "lead", room.width, rest - tip.height - gap) if text else None
    whole = mark + gap + tip.height + (gap + body.height if body else 0)
    top = room.y + (room.height - whole) // 2
    if mark > 0:
        stage.seal("贴士", room.x, top, mark)
    top += mark + gap
    stage.place(tip, Box(room.x, top, room.width, tip.height))
    if body:
        stage.place(body, Box(room.x, top + tip.height + gap, room.width, body.height), colour="soft")

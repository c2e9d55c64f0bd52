"""The player's own cards, for when there is nothing of staff's to show: finished pictures that say what to do.

They are slides like any other, so that one path paints everything; their id carries all that they say, since a painter
is told no more than the id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from player.model.content import Slide, Source
from player.model.frame import Live
from player.model.units import Millis
from player.model.words import Words
from player.picture.box import Box
from player.slides import footers
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage

WELCOME = "welcome"
"""No content has come yet: says where to put it."""

STANDBY = "standby"
"""There is content, but nothing that may be shown now."""

_MARK = "card:"

_PLAIN = "green"
"""The theme that an id need not name."""

_SAID = {
    WELCOME: (
        "青播已就绪",
        "把图片、文字或节目单放进这个文件夹，几秒后就会显示\nDrop pictures, texts or a playlist into this folder",
    ),
    STANDBY: ("此刻没有安排内容", "Nothing is scheduled at this moment"),
}


def card(name: str, folder: str, theme: str = _PLAIN) -> Slide:
    """The card called `name`, which names the watched folder, in the screen's `theme`."""
    fields = tuple(sorted({"card": name, "folder": folder}.items()))
    theme = theme.replace(":", "")  # a name that no file has; the id has to be taken apart again
    said = name if theme == _PLAIN else f"{name}@{theme}"
    return Slide(f"{_MARK}{said}:{folder}", "card", Source(""), Millis(10_000), fields, theme=theme)


def card_of(slide_id: str) -> Slide:
    """The card with that id. Raises LookupError where it is not one."""
    if not slide_id.startswith(_MARK):
        raise LookupError(f"{slide_id} is not a card")
    said, _, folder = slide_id.removeprefix(_MARK).partition(":")
    name, _, theme = said.partition("@")
    return card(name, folder, theme or _PLAIN)


class Card(Kind):
    """The kind of the player's own cards. Not in KINDS: staff do not write it."""

    name = "card"
    alias = "卡片"
    about = Words("没有内容时显示的画面", "what is shown when there is no content")
    view = "wide"
    fields = (
        Field("card", "卡片", Shape.TEXT, Words("哪一张", "which one"), required=True),
        Field("folder", "文件夹", Shape.TEXT, Words("放内容的文件夹", "the folder for content")),
    )

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """What to do, over the landscape."""
        stage.ground(self.view)
        heading, lines = _SAID[slide.text("card") if slide.text("card") in _SAID else WELCOME]
        if stage.long:
            _along(stage, heading, lines, slide.text("folder"))
            return None
        safe = stage.safe
        air = safe.top(round(stage.height * 0.6) - safe.y)
        title = stage.set(heading, "heading", air.width, round(air.height * 0.32), largest=1.1)
        body = stage.set(lines, "sub", air.width, round(air.height * 0.34))
        folder = slide.text("folder")
        path = stage.set(folder, "strong", round(air.width * 0.9), round(air.height * 0.2)) if folder else None
        gap = stage.share(0.037)
        mark = stage.share(0.09) if air.height > stage.share(0.5) else 0
        head = mark + gap if mark and stage.theme.seal else 0
        whole = head + title.height + 2 * gap + body.height + (gap + path.height if path else 0)
        top = air.y + max(0, (air.height - whole) // 2)
        if head:
            stage.seal(stage.theme.seal, stage.width // 2 - mark // 2, top, mark)
            top += head
        stage.place(title, Box(air.x, top, air.width, title.height), align="centre")
        top += title.height + gap
        footers.divider(stage, stage.width // 2, top)
        top += gap
        stage.place(body, Box(air.x, top, air.width, body.height), colour="soft", align="centre")
        if path:
            pad = stage.share(0.02)
            box = Box(air.x + (air.width - path.width) // 2, top + body.height + gap, path.width, path.height)
            stage.sheet(
                Box(box.x - 2 * pad, box.y - pad, box.width + 4 * pad, box.height + 2 * pad), "card", radius=pad
            )
            stage.place(path, box, colour="print", align="centre")
        return None


def _along(stage: Stage, heading: str, lines: str, folder: str) -> None:
    """On a strip: what it is on the left, what to do on the right."""
    safe, gap = stage.safe, stage.share(0.12)
    letters = stage.theme.seal
    mark = stage.share(0.42) if letters else 0
    title = stage.set(heading, "heading", round(safe.width * 0.4), safe.height, largest=1.2)
    head = (round(mark * 0.6) if len(letters) == 2 else mark) + gap // 2 if mark else 0  # two stand above each other
    room, pad = safe.width - head - title.width - 2 * gap, stage.share(0.03)
    body = stage.set(lines, "sub", room, round(safe.height * (0.55 if folder else 0.9)))
    path = stage.set(folder, "strong", room - 4 * pad, round(safe.height * 0.3)) if folder else None
    right = max(body.width, path.width + 4 * pad if path else 0)
    left = safe.x + max(0, (safe.width - head - title.width - 2 * gap - right) // 2)
    stage.seal(letters, left, safe.y + (safe.height - mark) // 2, mark)
    column = Box(left + head, safe.y, title.width, safe.height)
    stage.place(title, column, stand="middle")
    rule = round(safe.height * 0.5)
    stage.rule(column.right + gap, safe.y + (safe.height - rule) // 2, rule, "seal", stroke=0.008, upright=True)
    whole = body.height + (path.height + 3 * pad if path else 0)
    top = safe.y + (safe.height - whole) // 2
    words = Box(column.right + 2 * gap, top, right, body.height)
    stage.place(body, words, colour="soft")
    if path:
        box = Box(words.x + 2 * pad, words.bottom + 2 * pad, path.width, path.height)
        stage.sheet(Box(words.x, box.y - pad, box.width + 4 * pad, box.height + 2 * pad), "card", radius=pad)
        stage.place(path, box, colour="print")

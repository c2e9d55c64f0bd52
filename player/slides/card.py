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
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage

WELCOME = "welcome"
"""No content has come yet: says where to put it."""

STANDBY = "standby"
"""There is content, but nothing that may be shown now."""

_MARK = "card:"


def card(name: str, folder: str) -> Slide:
    """The card called `name`, which names the watched folder."""
    fields = tuple(sorted({"card": name, "folder": folder}.items()))
    return Slide(f"{_MARK}{name}:{folder}", "card", Source(""), Millis(10_000), fields)


def card_of(slide_id: str) -> Slide:
    """The card with that id. Raises LookupError where it is not one."""
    if not slide_id.startswith(_MARK):
        raise LookupError(f"{slide_id} is not a card")
    name, _, folder = slide_id.removeprefix(_MARK).partition(":")
    return card(name, folder)


class Card(Kind):
    """The kind of the player's own cards. Not in KINDS: staff do not write it."""

    name = "card"
    alias = "卡片"
    about = Words("没有内容时显示的画面", "what is shown when there is no content")
    fields = (
        Field("card", "卡片", Shape.TEXT, Words("哪一张", "which one"), required=True),
        Field("folder", "文件夹", Shape.TEXT, Words("放内容的文件夹", "the folder for content")),
    )

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """What to do, over the landscape."""
        stage.text("青播", stage.safe, "slogan", align="centre", stand="middle")
        return None

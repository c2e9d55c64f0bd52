"""A ticker: messages along an edge. What fits stands still; longer text runs, at a speed at which it can be read, or comes in pages.

How it moves is not drawn here: the frame holds the whole text once (`picture/zones_type.py`), and where it has to be at an
instant follows from the time alone (`offset`, `page`), so that screens side by side agree and a restart goes on.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from player.model.content import Slide
from player.model.frame import Live
from player.model.words import Words
from player.picture.box import Box
from player.picture.zones import letter_of
from player.slides.kind import Field, Kind, Shape

if TYPE_CHECKING:
    from player.picture.stage import Stage

SPEED = 4.3
"""Characters that go by in a second: at the pace at which Chinese is read (docs/adr/0015)."""

BEATS = 60
"""Steps a second: the speed is a whole number of pixels a step, so that each step is like the other."""

PAGE = 2.0
"""Seconds to find one's place on a page, before a character of it is read."""

LONGEST = 400
"""Characters of one slide of a ticker: longer texts are several slides that take turns."""

WIDE = 45
"""Characters that a wide glass has room for at once: what a text that is shown once has to travel besides its own length."""


class Ticker(Kind):
    """滚动字幕: a zone's kind. `once`: it comes in at the right and goes out at the left within its cue, and others follow."""

    name = "ticker"
    alias = "滚动字幕"
    about = Words("屏幕边上滚动的一行字", "a line of text that runs along an edge")
    fields = (
        Field(
            "ticker",
            "滚动字幕",
            Shape.LINES,
            Words("要滚动的文字，一行一条", "what runs, a message a line"),
            limit=4000,
        ),
        Field("still", "静止", Shape.FLAG, Words("是：不滚动，一屏一屏地换", "yes: in pages, nothing moves")),
        Field("once", "一遍", Shape.FLAG, Words("是：一遍放完再换下一段", "yes: once, then the next part")),
    )

    def compose(self, slide: Slide, face: str, stage: Stage) -> Live | None:
        """The bar, and on it the text from its beginning."""
        from player.picture.zones_type import crawl, pages  # noqa: PLC0415  # Pillow: the worker alone draws

        size = letter_of(stage.height)
        stage.sheet(stage.whole, "deep")
        messages = tuple(line for line in slide.text("ticker").split("\n") if line)
        air = round(size * 0.9)
        window = Box(air, 0, stage.width - 2 * air, stage.height)
        draw = pages if slide.value("still") is True else crawl
        return draw(stage, messages, window, size, ground="deep", ink="light") if messages else None


def speed(letter: int) -> int:
    """Pixels a step for letters of that size."""
    return max(1, round(SPEED * letter / BEATS))


def offset(seconds: float, letter: int, length: int) -> int:
    """How many pixels of the line, which is `length` long and follows itself, have gone by after so many seconds."""
    return floor(seconds * BEATS + 1e-6) * speed(letter) % length


def passing(part: float, window: int, length: int) -> int:
    """The same for a line that is shown once: it comes in at the right at part 0 of its time and has gone at part 1."""
    return round((window + length) * min(max(part, 0.0), 1.0)) - window


def page_time(window: int, letter: int) -> float:
    """Seconds for a page: what fits into the window at the pace of reading."""
    return PAGE + window / letter / SPEED

"""The mover of a ticker: the frame's pieces of text, put together where the time says (`slides/ticker.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from player.model.frame import Frame, Live
from player.picture.zones import letter_of
from player.roles.held import Held
from player.screen.moving import Area, Brush, Mover
from player.slides.ticker import BEATS, Ticker, offset, page_time, passing

_ROUNDING = 1e-6


def crawl_of(held: Held) -> Mover | None:
    """The mover of a ticker whose text does not fit; None for anything else."""
    slide, live = held.show.slide, held.frame.live
    if slide.kind != Ticker.name or live is None or held.frame.strip is None:
        return None
    line = _line(held, live)
    if slide.value("still") is True:
        return Pages(line)
    cue = held.show.cue
    if slide.value("once") is True and cue is not None:
        return Crawl(line, lasts=(cue.end - cue.start) / 1e3 / held.rate)
    return Crawl(line)


@dataclass(frozen=True, slots=True)
class _Line:
    """The text: `pieces` one below the other in `picture`, the window on the glass, the height of a letter, when it began."""

    picture: Frame
    ground: Frame
    wide: int
    pieces: int
    window: Area
    letter: int
    began: float

    @property
    def length(self) -> int:
        return self.wide * self.pieces


def _line(held: Held, live: Live) -> _Line:
    frame, count = held.frame, len(live.alphabet)
    assert frame.strip is not None
    (left, top), right = live.cells[0], live.cells[-1][0] + live.width
    window = (held.area[0] + left, held.area[1] + top, right - left, live.height)
    ground = memoryview(bytes(frame.pixels[:4]) * (window[2] * window[3]))
    return _Line(
        Frame("", live.width, live.height * count, frame.strip),
        Frame("", window[2], window[3], ground),
        live.width,
        count,
        window,
        letter_of(frame.height),
        held.began,
    )


class Crawl:
    """Text that runs. `lasts`: the seconds in which it passes once; None where it follows itself without end."""

    def __init__(self, line: _Line, lasts: float | None = None) -> None:
        self._line: _Line | None = line
        self._window = line.window
        self._began = line.began
        self._lasts = lasts

    @property
    def area(self) -> Area:
        """The window in which the text is seen."""
        return self._window

    def due(self, after: float) -> float:
        """The next beat."""
        return self._began + (floor((after - self._began) * BEATS + _ROUNDING) + 1) / BEATS

    def draw(self, brush: Brush, at: float) -> Sequence[Area]:
        """The pieces that are in the window, and the ground where there is none."""
        line = self._line
        if line is None:
            return ()
        if self._lasts is None:
            self._pieces(line, brush, offset(at - line.began, line.letter, line.length), endless=True)
        else:
            gone = passing((at - line.began) / self._lasts, line.window[2], line.length)
            if gone < 0:
                brush.copy(line.ground, (0, 0, -gone, line.window[3]), 0, 0)
            self._pieces(line, brush, gone, endless=False)
            end = line.length - gone
            if end < line.window[2]:
                brush.copy(line.ground, (0, 0, line.window[2] - max(0, end), line.window[3]), max(0, end), 0)
        return ((0, 0, *line.window[2:]),)

    def close(self) -> None:
        """The frame's memory is not used any more."""
        self._line = None

    @staticmethod
    def _pieces(line: _Line, brush: Brush, gone: int, *, endless: bool) -> None:
        high = line.window[3]
        first = gone // line.wide
        for number in range(first, first + line.window[2] // line.wide + 2):
            if endless or 0 <= number < line.pieces:
                source = (0, number % line.pieces * high, line.wide, high)
                brush.copy(line.picture, source, number * line.wide - gone, 0)


class Pages:
    """Text that stands, a page after the other."""

    def __init__(self, line: _Line) -> None:
        self._line: _Line | None = line
        self._window = line.window
        self._began = line.began
        self._lasts = page_time(line.window[2], line.letter)

    @property
    def area(self) -> Area:
        """The window in which the pages stand."""
        return self._window

    def due(self, after: float) -> float:
        """When the next page comes up."""
        return self._began + (floor((after - self._began) / self._lasts + _ROUNDING) + 1) * self._lasts

    def draw(self, brush: Brush, at: float) -> Sequence[Area]:
        """The page whose turn it is."""
        line = self._line
        if line is None:
            return ()
        number = floor((at - line.began) / self._lasts + _ROUNDING) % line.pieces
        brush.copy(line.picture, (0, number * line.window[3], line.wide, line.window[3]), 0, 0)
        return ((0, 0, *line.window[2:]),)

    def close(self) -> None:
        """The frame's memory is not used any more."""
        self._line = None

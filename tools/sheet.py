"""All slides of a folder come in, one page with their names and dwell goes out, to look at or to print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from player.ingest.understood import when_words
from player.model.content import Slide
from player.model.settings import Panel
from player.model.snapshot import Playlist
from player.model.units import DAY, Millis
from player.model.words import Language, Words
from player.picture.fonts import opened
from player.picture.theme import theme
from player.slides.naming import kind_name, title_of
from tools import instants, titles
from tools.reading import Reading
from tools.refused import Refused
from tools.still import picture

PAGE = 1920  # pixels wide: a page that fits a screen and prints on A4 across
MARGIN, GAP = 48, 28
CAPTION = 26  # pixels of type
INK, FAINT, PAPER, EDGE = "#1c2321", "#66706c", "#f4f5f2", "#c9cec9"

BLANK = (208, 208, 208)
"""What stands for a slide that the screen would not show."""

_ABOUT = Words("{count} 页，停留 {dwell}；{when}", "{count} slide(s), {dwell}; {when}")
_CAPTION = Words("{number}. {kind}，{dwell}", "{number}. {kind}, {dwell}")


@dataclass(frozen=True, slots=True)
class Grid:
    """How small pictures stand on the page: so many in a row, each of this size, captions below."""

    columns: int
    width: int
    height: int

    @property
    def row(self) -> int:
        """Pixels from one row to the next."""
        return self.height + 3 * CAPTION + GAP + 14

    def place(self, number: int) -> tuple[int, int]:
        """The top left corner of picture `number`, below where the grid begins."""
        row, column = divmod(number, self.columns)
        return MARGIN + column * (self.width + GAP), row * self.row


def sheet(
    found: Reading, at: Millis, panel: Panel, language: Language, tell: Callable[[int, int], None]
) -> Image.Image:
    """The page, RGB. `tell(done, all)` is called after each slide."""
    grid = grid_for(panel)
    heading = 3 * CAPTION + GAP
    heights = [heading + -(-len(playlist.slides) // grid.columns) * grid.row for playlist in found.snapshot.playlists]
    page = Image.new("RGB", (PAGE, sum(heights) + 2 * MARGIN), PAPER)
    done, total, top = 0, len(found.snapshot.slides()), MARGIN
    for playlist, height in zip(found.snapshot.playlists, heights, strict=True):
        _head(page, playlist, top, language)
        for number, slide in enumerate(playlist.slides):
            left, down = grid.place(number)
            small = _small(found, slide, _seen(found, slide, playlist, at), panel, (grid.width, grid.height))
            _put(page, small, (left, top + heading + down), _caption(slide, number + 1, language))
            done += 1
            tell(done, total)
        top += height
    return page


def _small(found: Reading, slide: Slide, at: Millis, panel: Panel, size: tuple[int, int]) -> Image.Image:
    """The slide, small; a blank where the screen would not show it (`check` says why)."""
    try:
        whole = picture(found, slide, at, panel)
    except Refused:
        return Image.new("RGB", size, BLANK)
    return whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def _seen(found: Reading, slide: Slide, playlist: Playlist, at: Millis) -> Millis:
    """When the slide is on, or next on, or first was: a countdown that has run out by now shows nothing worth a look."""
    cue = found.timeline.next_showing(slide.id, at)
    if cue is not None:
        return Millis(max(cue.start, at))
    starts = [found.calendar.instant(when.start) for when in (*slide.when, playlist.when) if when.start is not None]
    ends = [found.calendar.instant(when.until) for when in slide.when if when.until is not None]
    was = (
        found.timeline.next_showing(slide.id, max(starts) if starts else Millis(min(ends) - DAY))
        if starts or ends
        else None
    )
    return at if was is None else was.start


def grid_for(panel: Panel) -> Grid:
    """Four in a row for an ordinary screen, more of an upright one, fewer of a long strip."""
    shape = panel.width / panel.height
    columns = 6 if shape < 1 else 4 if shape < 3 else 2
    width = (PAGE - 2 * MARGIN - (columns - 1) * GAP) // columns
    return Grid(columns, width, max(1, round(width / shape)))


def _head(page: Image.Image, playlist: Playlist, top: int, language: Language) -> None:
    dwell = Millis(sum(slide.dwell for slide in playlist.slides))
    about = _ABOUT.said(language).format(
        count=len(playlist.slides),
        dwell=instants.duration(dwell, language),
        when=when_words(playlist.when).said(language),
    )
    _write(page, titles.playlist_name(playlist), (MARGIN, top), PAGE - 2 * MARGIN, size=round(CAPTION * 1.5), ink=INK)
    _write(page, about, (MARGIN, top + 2 * CAPTION), PAGE - 2 * MARGIN, size=CAPTION, ink=FAINT)


def _caption(slide: Slide, number: int, language: Language) -> tuple[str, str, str]:
    """Its number, kind and dwell; its title; the times of its own, where it has any."""
    dwell = instants.duration(slide.dwell, language)
    about = _CAPTION.said(language).format(number=number, kind=kind_name(slide, language), dwell=dwell)
    own = "；".join(when_words(when).said(language) for when in slide.when)
    return about, title_of(slide), own


def _put(page: Image.Image, small: Image.Image, place: tuple[int, int], caption: tuple[str, str, str]) -> None:
    """A small picture with a thin edge, and its lines of caption."""
    left, top = place
    page.paste(small, place)
    ImageDraw.Draw(page).rectangle((left - 1, top - 1, left + small.width, top + small.height), outline=EDGE)
    for line, (text, ink) in enumerate(zip(caption, (INK, FAINT, FAINT), strict=True)):
        _write(
            page, text, (left, top + small.height + 8 + line * CAPTION), small.width, size=round(CAPTION * 0.8), ink=ink
        )


def _write(page: Image.Image, text: str, place: tuple[int, int], room: int, *, size: int, ink: str) -> None:
    """One line, cut with an ellipsis where it is longer than the room."""
    font = opened(theme("green").roles["body"].fonts[0], size)
    while font.getlength(text) > room and len(text) > 1:
        text = text.removesuffix("…")[:-1] + "…"
    ImageDraw.Draw(page).text(place, text, font=font, fill=ink)

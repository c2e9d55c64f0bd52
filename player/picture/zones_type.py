"""What the zones are drawn with beyond the stage: a line of text as long as it is, pages of lines, plain digits that tick.

A ticker's text is painted once, in a line, which is cut into pieces of equal width; they become the sprites of live cells
(`model/frame.Live`), so that a ticker's frame is a frame like any other: kept, checked, mapped. The glass puts the pieces
together again wherever they have to be. What stands in the frame itself is the beginning of the text: what is seen before
anything moves, and where nothing may.
"""

from __future__ import annotations

from dataclasses import replace

from PIL import Image, ImageDraw

from player.model.content import Asset
from player.model.frame import Live
from player.picture.box import Box
from player.picture.decode import load
from player.picture.fonts import EM, opened
from player.picture.stage import Stage
from player.picture.text import Block, Type, fit

PIECE = 4.0
"""The width of a piece in letters."""

MOST_PIECES = 250
"""Pieces of a line: their signs must fit into a frame's header. Ingest sees to it that texts are shorter."""

BETWEEN = 2.6
"""Letters of room between two messages."""

_FIRST_SIGN = 0x4E00


def signs(count: int) -> str:
    """The names of so many sprites."""
    return "".join(chr(_FIRST_SIGN + number) for number in range(count))


def lined(stage: Stage, text: str, role: str, size: int, width: int = 1 << 24) -> Block:
    """The text in lines of at most `width` pixels at exactly this size; in one line if left out. Nothing is drawn."""
    kind = stage.theme.roles[role]
    way = Type(kind.fonts, kind.leading, round(kind.tracking * EM), False, 0, round(kind.tight * EM), 0)
    block = fit(text, way, width=width, height=1 << 24, smallest=size, largest=size)
    stage._remark(text, role, block)  # noqa: SLF001  # what no font has is told as of any text
    return block


def crawl(stage: Stage, messages: tuple[str, ...], window: Box, size: int, *, ground: str, ink: str) -> Live | None:
    """Draws the messages in a line, one after the other; None where all of them fit into the window and so stand there.

    The length of the line is a whole number of pieces, and it may be followed by itself.
    """
    blocks = [lined(stage, message, "strong", size) for message in messages]
    gap = round(BETWEEN * size)
    length = sum(block.width for block in blocks) + gap * (len(blocks) - 1)
    if length <= window.width:
        _lay(stage, blocks, window, gap, size=size, ink=ink)
        return None
    wide = round(PIECE * size)
    count = min(MOST_PIECES, -(-(length + gap) // wide))
    line = Stage(replace(stage.panel, width=count * wide, height=window.height), stage.theme, stage._open_asset)  # noqa: SLF001  # a sheet of its own
    line.sheet(line.whole, ground)
    _lay(line, blocks, line.whole, gap, size=size, ink=ink)
    end = length + (count * wide - length) // 2
    line.dot(end, window.height // 2, max(2, round(size * 0.11)), "sun")
    _take_remarks(stage, line)
    stage.image.paste(line.image.crop((0, 0, window.width, window.height)), (window.x, window.y))
    strip = Image.new("RGBA", (wide, window.height * count))
    for number in range(count):
        strip.paste(
            line.image.crop((number * wide, 0, (number + 1) * wide, window.height)), (0, number * window.height)
        )
    stage.strip = strip
    return Live(wide, window.height, signs(count), ((window.x, window.y), (window.right - wide, window.y)))


def pages(stage: Stage, messages: tuple[str, ...], window: Box, size: int, *, ground: str, ink: str) -> Live | None:
    """Draws the messages as pages of one line each, all as large as the window; None where there is one page."""
    lines = [
        line
        for message in messages
        for whole in (lined(stage, message, "strong", size, window.width),)
        for line in whole.text.split("\n")
    ][:MOST_PIECES]
    blocks = [lined(stage, line, "strong", size) for line in lines]
    stage.place(blocks[0], window, colour=ink, stand="middle")
    if len(blocks) == 1:
        return None
    strip = Image.new("RGBA", (window.width, window.height * len(blocks)))
    for number, block in enumerate(blocks):
        page = Stage(replace(stage.panel, width=window.width, height=window.height), stage.theme, stage._open_asset)  # noqa: SLF001  # a sheet of its own
        page.sheet(page.whole, ground)
        page.place(block, page.whole, colour=ink, stand="middle")
        _take_remarks(stage, page)
        strip.paste(page.image, (0, number * window.height))
    stage.strip = strip
    return Live(window.width, window.height, signs(len(blocks)), ((window.x, window.y),))


def digits(stage: Stage, places: tuple[Box, ...], size: int, colour: str) -> Live:
    """Makes the places, all of one size on an even ground, where plain digits tick; the frame itself shows none."""
    first = places[0]
    face = stage.image.crop(first.corners)
    font = opened(stage.theme.roles["digit"].fonts[0], size)
    top, bottom = font.getbbox("0", anchor="ls")[1::2]
    baseline = round((first.height - (bottom - top)) / 2 - top)
    strip = Image.new("RGBA", (first.width, first.height * 10))
    for digit in range(10):
        sprite = face.copy()
        at = (first.width / 2, baseline)
        ImageDraw.Draw(sprite).text(at, str(digit), font=font, fill=(*stage.colour(colour), 255), anchor="ms")
        strip.paste(sprite, (0, digit * first.height))
    stage.strip = strip
    return Live(first.width, first.height, "0123456789", tuple((place.x, place.y) for place in places))


def inlay(stage: Stage, asset: Asset, box: Box) -> None:
    """The picture in the middle of the box, whole and undistorted; nothing else of the stage changes."""
    picture = load(stage._open_asset(asset), box.width, box.height)  # noqa: SLF001  # as the stage's own `picture`
    scale = min(box.width / picture.width, box.height / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    picture = picture if size == picture.size else picture.resize(size, Image.Resampling.BICUBIC)
    stage.image.paste(picture, (box.x + (box.width - size[0]) // 2, box.y + (box.height - size[1]) // 2))


def _lay(stage: Stage, blocks: list[Block], window: Box, gap: int, *, size: int, ink: str) -> None:
    """The blocks side by side from the window's left, a dot in each gap."""
    left = window.x
    for number, block in enumerate(blocks):
        if number:
            stage.dot(left - gap // 2, window.y + window.height // 2, max(2, round(size * 0.11)), "sun")
        stage.place(block, Box(left, window.y, block.width, window.height), colour=ink, stand="middle")
        left += block.width + gap


def _take_remarks(stage: Stage, other: Stage) -> None:
    stage.notes += [note for note in other.notes if note not in stage.notes]

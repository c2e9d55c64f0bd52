"""The stage: what slide kinds draw with. Boxes in pixels, type by role, colours by name; no kind sees Pillow.

A character's height follows from the panel: it is a share of the viewing distance (slogans D/100, body D/140, small
print D/200; `docs` has the sources). A Han character fills 0.92 of its em.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw

from player.model.content import Asset, Film
from player.model.frame import Live
from player.model.settings import Panel
from player.model.words import Words
from player.picture.box import Box
from player.picture.chart_plot import Plot
from player.picture.code_card import LIGHT, Meant, advice, drawn, fitting, logo_box
from player.picture.colour import Colour, mix
from player.picture.decode import PictureRefused, load
from player.picture.fonts import EM, advance, opened, usable
from player.picture.grounds import ground
from player.picture.legible import NEEDED, contrast_on
from player.picture.line_art import is_drawing
from player.picture.ornament import backdrop, disc, ring, seal, shadow
from player.picture.phrases import is_torn
from player.picture.qr import Code, TooLong, characters_in, code
from player.picture.text import SPARE, Block, Type, fit, missing
from player.picture.theme import Role, Theme

Align = Literal["left", "centre", "right"]
Stand = Literal["top", "middle", "bottom"]

FACE = 0.92
"""How much of its em a Han character is high."""

LONG = 3.0
"""From this ratio of width to height a glass is a long one: an LED strip over a door, a bar along a counter."""

LONGER = 2.2
"""How much larger type may be on a long glass: its height says little of how much room there is."""

ENLARGED = 4.0
"""How much a small picture is enlarged at most."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something staff should know about what was drawn: `code` of the problem and its figures."""

    code: str
    figures: dict[str, str | Words] = field(default_factory=dict)


class Stage:
    """An empty picture of the panel's size in a theme, to draw one slide on."""

    def __init__(
        self, panel: Panel, theme: Theme, open_asset: Callable[[Asset], Path], terms: tuple[str, ...] = ()
    ) -> None:
        self.panel = panel
        self.theme = theme
        self.width = panel.width
        self.height = panel.height
        self.short = min(panel.width, panel.height)
        self.portrait = panel.height > panel.width
        self.long = panel.width >= LONG * panel.height
        self._enlarged = LONGER if self.long else 1.0
        self.notes: list[Note] = []
        self.codes: list[Meant] = []
        self.strip: Image.Image | None = None
        self._lay(Image.new("RGBA", (panel.width, panel.height), (*theme.colours["paper"], 255)))
        self._open_asset = open_asset
        self._terms = terms

    # measures

    @property
    def whole(self) -> Box:
        """The whole glass."""
        return Box(0, 0, self.width, self.height)

    @property
    def safe(self) -> Box:
        """The glass without its safe margins."""
        return self.whole.inset(round(self.width * self.theme.safe), round(self.height * self.theme.safe))

    def share(self, part: float) -> int:
        """`part` of the glass's shorter side, in pixels, at least 1: the measure of all spaces and strokes."""
        return max(1, round(self.short * part))

    def least(self, role: str) -> int:
        """The size in pixels at which `role` can just be read from the viewing distance."""
        metres = self.panel.distance / self.theme.roles[role].readable
        return max(8, ceil(metres * self.panel.pixels_per_metre / FACE))

    def most(self, role: str) -> int:
        """The size in pixels that `role` has where there is room enough."""
        return max(self.least(role), self.share(self.theme.roles[role].largest * self._enlarged))

    def wide(self, text: str, role: str) -> float:
        """How wide the text is on one line, in ems of `role`."""
        vast = 1_000_000
        block = fit(text, self._type(self.theme.roles[role], 0), width=vast, height=vast, smallest=EM, largest=EM)
        return block.width / EM

    def readable(self, role: str) -> float:
        """How high the face of a Han character must be, in pixels, to be read as `role` from the viewing distance."""
        return self.least(role) * FACE

    def remark(self, code: str, **figures: str) -> None:
        """Notes that staff are to be told `code` of this slide."""
        self._note(Note(code, {**figures}))

    # type

    def set(self, text: str, role: str, width: int, height: int, *, largest: float = 1.0, indent: float = 0) -> Block:
        """The text as lines at the largest size of `role` (times `largest`) that fits; nothing is drawn.

        Below the readable size only where it would not fit otherwise; cut only where that is not enough.
        """
        block = self.tried(text, role, width, height, largest=largest, indent=indent)
        self._remark(text, role, block)
        return block

    def tried(self, text: str, role: str, width: int, height: int, *, largest: float = 1.0, indent: float = 0) -> Block:
        """The lines that `set` would make, as a trial: nothing is said of what is too small or left out."""
        kind = self._type(self.theme.roles[role], round(indent * EM))
        least = self.least(role)
        top = max(least, round(self.most(role) * largest))
        tiny = max(8, least // 3)
        return fit(text, kind, width=width, height=height, smallest=tiny, largest=top, readable=least)

    def keeps(self, text: str, role: str, width: int, height: int) -> bool:
        """Whether the text goes there at the readable size of `role` with no word and no term torn; nothing is drawn or said."""
        least = self.least(role)
        kind = self._type(self.theme.roles[role], 0)
        block = fit(text, kind, width=width, height=height, smallest=least, largest=max(least, self.most(role)))
        return block.complete and not is_torn(text, block.text, self._terms)

    def place(self, block: Block, box: Box, *, colour: str = "ink", align: Align = "left", stand: Stand = "top") -> Box:
        """Draws lines that were set, inside `box`, and returns the box that they take."""
        spare = {"top": 0, "middle": (box.height - block.height) // 2, "bottom": box.height - block.height}[stand]
        across = {"left": 0, "centre": (box.width - block.width) // 2, "right": box.width - block.width}[align]
        taken = Box(box.x + across, box.y + spare, block.width, block.height)
        self._judge(block, taken, colour)
        fill = (*self.colour(colour), 255)
        baseline = box.y + spare + block.first_baseline
        for line in block.lines:
            wide = line.width * block.size / EM
            hang = line.hang * block.size / EM if len(block.lines) > 1 else 0
            right = box.width - wide - SPARE
            left = box.x + {"left": 0.0, "centre": min((box.width - wide + hang) / 2, right), "right": right}[align]
            for place, cell in line.cells:
                font, offset = opened(cell.font, block.size), place
                for letter in cell.text:  # one by one: Pillow would round the advance of each, and errors add up
                    at = (round(left + offset * block.size / EM), baseline)
                    self._draw.text(at, letter, font=font, fill=fill, anchor="ls")
                    offset += advance(cell.font, letter)
            baseline += block.pitch
        return taken

    def text(
        self,
        text: str,
        box: Box,
        role: str,
        *,
        colour: str = "ink",
        align: Align = "left",
        stand: Stand = "top",
        largest: float = 1.0,
    ) -> Box:
        """Sets the text and draws it inside `box`; returns the box of its lines."""
        block = self.set(text, role, box.width, box.height, largest=largest)
        return self.place(block, box, colour=colour, align=align, stand=stand)

    def colour(self, name: str) -> Colour:
        """The theme's colour of that name; `white` is white in every theme."""
        return (255, 255, 255) if name == "white" else self.theme.colours[name]

    # ornament

    def ground(self, view: str) -> None:
        """Lays the theme's background as seen in `view` over the whole glass."""
        view = "low" if self.long and view == "wide" else view  # a strip has no sky to spare
        self._lay(ground(self.width, self.height, self.theme, view).copy())

    def window(self, box: Box) -> None:
        """A round window onto the theme's background, in the middle of `box`."""
        side = min(box.width, box.height)
        x, y = box.x + (box.width - side) // 2, box.y + (box.height - side) // 2
        gap = self.share(0.013)
        inner = side - 2 * gap
        self.image.paste(ground(inner, inner, self.theme, "window"), (x + gap, y + gap), disc(inner))
        washed = self.theme.background.kind == "mountains"
        line = mix(self.colour("hill"), self.colour("paper"), 0.2) if washed else self.colour("faint")
        self.image.paste(line, (x, y), ring(side, self._stroke(0.0025)))

    def sheet(self, box: Box, colour: str, *, radius: int = 0, raised: bool = False) -> None:
        """Fills `box` with a colour, its corners rounded; `raised` lays a soft shadow under it."""
        if box.width <= 0 or box.height <= 0:
            return
        if raised and self.theme.shadow:
            self._shadow(box, radius)
        radius = min(radius, (box.width - 1) // 2, (box.height - 1) // 2)
        right, bottom = box.right - 1, box.bottom - 1
        fill = (*self.colour(colour), 255)
        self._draw.rectangle((box.x + radius, box.y, right - radius, bottom), fill=fill)
        if radius:
            self._draw.rectangle((box.x, box.y + radius, right, bottom - radius), fill=fill)
            round_corner = disc(radius * 2)
            for x, left in ((box.x, 0), (box.right - radius, radius)):
                for y, upper in ((box.y, 0), (box.bottom - radius, radius)):
                    corner = round_corner.crop((left, upper, left + radius, upper + radius))
                    self.image.paste(self.colour(colour), (x, y), corner)

    def _shadow(self, box: Box, radius: int) -> None:
        """A soft shadow around `box`. Only its rim is laid: most of it is under the sheet."""
        reach, drop = self.share(0.03), self.share(0.009)
        soft = shadow(box.width, box.height, radius, reach)
        rim = reach + drop + radius
        for x, y, right, bottom in (
            (0, 0, soft.width, rim),
            (0, soft.height - rim, soft.width, soft.height),
            (0, rim, rim, soft.height - rim),
            (soft.width - rim, rim, soft.width, soft.height - rim),
        ):
            if right > x and bottom > y:
                at = (box.x - reach + x, box.y - reach + drop + y)
                self.image.paste(self.colour("near"), at, soft.crop((x, y, right, bottom)))

    def rule(self, x: int, y: int, length: int, colour: str, *, stroke: float = 0.002, upright: bool = False) -> None:
        """A line from (x, y) to the right, or down where it is `upright`; `stroke` of the shorter side thick."""
        thick = self._stroke(stroke)
        end = (x + thick, y + length) if upright else (x + length, y + thick)
        self._draw.rectangle((x, y, end[0] - 1, end[1] - 1), fill=(*self.colour(colour), 255))

    def dot(self, x: int, y: int, radius: int, colour: str) -> None:
        """A filled circle around (x, y)."""
        self.image.paste(self.colour(colour), (x - radius, y - radius), disc(radius * 2))

    def seal(self, letters: str, x: int, y: int, side: int) -> None:
        """A seal with its top left corner at (x, y)."""
        if letters:
            self.image.paste(self.colour("seal"), (x, y), seal(letters, side, self.theme))

    # codes and pictures

    def code(self, text: str, room: Box, logo: Asset | None = None) -> tuple[Box, float | None]:
        """Draws a code on a white card in the middle of `room`: the card's box, and its reach.

        The reach is in metres where it is shorter than the viewing distance, else None. A code that cannot be drawn
        leaves the card empty and an error among the notes, and the frame will not be shown. A `logo` stands in its
        middle where its level allows one.
        """
        edge = self.share(0.012)
        try:
            matrix = code(text)
        except TooLong:
            self._note(Note("code-long", {"count": str(len(text.encode()))}))
            return self._card(text, room, None, edge), None
        liked = self.share(0.56)
        standing = fitting(matrix, min(room.width, room.height) - 2 * edge, panel=self.panel, liked=liked)
        if not standing.module:
            self._note(Note("code-small", advice(matrix, standing, text, self.panel)))
            return self._card(text, room, None, edge), None
        image = drawn(matrix, standing.module)
        if logo is not None and not self._with_logo(image, logo, matrix, standing.module):
            most = str(characters_in(matrix.version, "M"))
            self._note(Note("code-logo", {"version": str(matrix.version), "level": matrix.level, "most": most}))
            logo = None
        card = self._card(text, room, image, edge, module=standing.module, logo=logo is not None)
        if standing.ease < self.panel.distance:
            is_far = standing.reach >= self.panel.distance
            self._note(Note("code-dense" if is_far else "code-reach", advice(matrix, standing, text, self.panel)))
        return card, standing.reach if standing.reach < self.panel.distance else None

    def _card(
        self, text: str, room: Box, image: Image.Image | None, edge: int, *, module: int = 0, logo: bool = False
    ) -> Box:
        """The white card with the code in the middle of `room`; an empty one where there is none."""
        side = min(room.width, room.height) - 2 * edge if image is None else image.width
        inner = Box(room.x + (room.width - side) // 2, room.y + (room.height - side) // 2, side, side)
        card = Box(inner.x - edge, inner.y - edge, side + 2 * edge, side + 2 * edge)
        self.sheet(card, "white", radius=edge, raised=True)
        if image is not None:
            self.image.paste(image, (inner.x, inner.y))
        self.codes.append(Meant(text, inner, module, logo))
        return card

    def _with_logo(self, image: Image.Image, logo: Asset, matrix: Code, module: int) -> bool:
        """Puts the logo on a white plate in the middle of the drawn code. False where none may stand there."""
        plate = logo_box(matrix, module)
        if plate is None:
            return False
        inner = plate.inset(module // 2)
        picture = load(self._open_asset(logo), inner.width, inner.height)
        image.paste(LIGHT, plate.corners)
        at = (inner.x + (inner.width - picture.width) // 2, inner.y + (inner.height - picture.height) // 2)
        image.paste(picture, at)
        return True

    def picture(self, asset: Asset, box: Box, *, cover: bool = False) -> Box:
        """Draws the picture in the middle of `box`, whole and undistorted, and returns where.

        What of the glass it leaves free is its own colours, blurred and dark. With `cover` it fills the box and loses
        its edges. A small drawing, such as a round code, is enlarged by a whole number. Raises decode.PictureRefused.
        """
        picture = load(self._open_asset(asset), box.width, box.height, cover=cover)
        scale = (max if cover else min)(box.width / picture.width, box.height / picture.height)
        scale = scale if cover else min(scale, ENLARGED)
        smoothly = Image.Resampling.BICUBIC
        if scale > 1 and not cover and is_drawing(picture):
            scale, smoothly = int(scale), Image.Resampling.NEAREST
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        if cover or size != (self.width, self.height):
            self.image.paste(backdrop(picture, self.width, self.height, self.colour("surround")))
        picture = picture if size == picture.size else picture.resize(size, smoothly)
        left, upper = max(0, (size[0] - box.width) // 2), max(0, (size[1] - box.height) // 2)
        picture = picture.crop((left, upper, left + min(size[0], box.width), upper + min(size[1], box.height)))
        at = (box.x + (box.width - picture.width) // 2, box.y + (box.height - picture.height) // 2)
        self.image.paste(picture, at)
        return Box(*at, picture.width, picture.height)

    def page(self, asset: Asset, number: int, box: Box) -> Box:
        """Draws page `number` of a document as large as it goes in the middle of `box`, on a soft shadow; returns where.

        Raises decode.PictureRefused.
        """
        from player.picture import pdf  # noqa: PLC0415  # where a document is, and nowhere else

        sheet = pdf.painted(self._open_asset(asset), number, box.width, box.height)
        at = Box(
            box.x + (box.width - sheet.width) // 2, box.y + (box.height - sheet.height) // 2, sheet.width, sheet.height
        )
        if at != self.whole and self.theme.shadow:
            self._shadow(at, 0)
        self.image.paste(sheet, (at.x, at.y))
        return at

    def film(self, asset: Asset, film: Film, box: Box, at: float = 0) -> None:
        """Draws the picture that is seen `at` ms into the film, in `box`: the very pixels that playing it gives there.

        Raises decode.PictureRefused.
        """
        from player.picture.film import FilmRefused, still  # noqa: PLC0415  # where a film is, and nowhere else

        try:
            with self._open_asset(asset).open("rb") as file:
                pixels = still(file.fileno(), box.width, box.height, film=film, at=at)
        except FilmRefused as refused:
            raise PictureRefused(refused.code, refused.raw, **refused.figures) from None
        self.image.paste(Image.frombytes("RGB", (box.width, box.height), pixels, "raw", "BGRX"), (box.x, box.y))

    def plot(self, plot: Plot, box: Box) -> None:
        """Draws a chart's plot over `box`."""
        from player.picture import chart  # noqa: PLC0415  # where a chart is, and nowhere else

        if box.width > 0 and box.height > 0:
            image = chart.drawn(plot, box.width, box.height)
            over = chart.margin(plot)
            self.image.paste(image, (box.x - over, box.y - over), image)

    def swatch(self, box: Box, colour: Colour) -> None:
        """A square in a chart's own colour."""
        self._draw.rectangle((box.x, box.y, box.right - 1, box.bottom - 1), fill=(*colour, 255))

    def digits(self, cells: tuple[Box, ...], size: int) -> Live:
        """Makes `cells`, all of one size and drawn alike, places where a digit ticks: `size` pixels an em."""
        first = cells[0]
        face = self.image.crop(first.corners)
        strip = Image.new("RGBA", (first.width, first.height * 10))
        font = opened(self.theme.roles["digit"].fonts[0], size)
        for digit in range(10):
            sprite = face.copy()
            draw = ImageDraw.Draw(sprite)
            top, bottom = font.getbbox("0", anchor="ls")[1::2]
            baseline = round((first.height - (bottom - top)) / 2 - top)
            draw.text(
                (first.width / 2, baseline), str(digit), font=font, fill=(*self.colour("light"), 255), anchor="ms"
            )
            middle = first.height // 2
            thick = max(1, round(first.height * 0.012))
            draw.rectangle((0, middle - thick // 2, first.width, middle - thick // 2 + thick - 1), fill=self._hinge())
            strip.paste(sprite, (0, first.height * digit))
        self.strip = strip
        return Live(first.width, first.height, "0123456789", tuple((cell.x, cell.y) for cell in cells))

    def _stroke(self, part: float) -> int:
        """The thickness of a line in pixels: `part` of the shorter side, or the theme's thinnest."""
        return self.share(max(part, self.theme.line))

    def _lay(self, image: Image.Image) -> None:
        """Begins the picture with `image`, which is the stage's own from here on."""
        self.image = image
        self._draw = ImageDraw.Draw(image)

    def _hinge(self) -> tuple[int, int, int, int]:
        """The line across a digit's card, where its halves meet."""
        return (*mix(self.colour("deep"), (0, 0, 0), 0.35), 255)

    def _type(self, role: Role, indent: int) -> Type:
        tracking, tight = round(role.tracking * EM), round(role.tight * EM)
        return Type(
            role.fonts,
            role.leading,
            tracking,
            role.balanced,
            indent,
            tight,
            self.share(role.broken * self._enlarged),
            self._terms,
        )

    def _remark(self, text: str, role: str, block: Block) -> None:
        for path in self.theme.roles[role].fonts:
            if not usable(path):
                self._note(Note("font-missing", {"font": path.name, "theme": self.theme.name}))
        for letter in missing(text, self.theme.roles[role].fonts):
            self._note(
                Note(
                    "missing-character",
                    {"character": letter, "number": " ".join(f"U+{ord(one):04X}" for one in letter)},
                )
            )
        if block.lines and not block.complete:
            self._note(Note("text-cut", {"text": block.lines[0].text}))
        elif block.lines and block.size < self.least(role):
            size = block.size * FACE / self.panel.pixels_per_metre
            least = self.panel.distance / self.theme.roles[role].readable
            figures = {"size": _millimetres(size), "least": _millimetres(least), "distance": f"{self.panel.distance:g}"}
            self._note(Note("text-small", {**figures}))

    def _judge(self, block: Block, box: Box, colour: str) -> None:
        """Remarks on a text that is hard to tell from what is under it in `box`."""
        if block.lines and block.width > 0:
            ratio = contrast_on(self.image.crop(box.corners), self.colour(colour))
            if ratio < NEEDED:
                figures: dict[str, str | Words] = {"ratio": f"{ratio:.1f}", "least": f"{NEEDED:g}"}
                self._note(Note("text-pale", {"text": block.lines[0].text, **figures}))

    def _note(self, note: Note) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _millimetres(metres: float) -> str:
    return f"{metres * 1000:.0f}"

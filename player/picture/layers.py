"""The background 叠层: flat shapes one before the other, as cut from paper. Waves or hills, with a rim, shadows and a sun.

Every shape is one flat colour, so nothing bands on a panel with few shades; what softens it (shadow between the layers,
rays, grain) is the theme's to choose. Crests are high at the sides and low in the middle, where a slide has its words and
the sun stands. All lengths are shares of the glass's shorter side.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, pi, sin

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from player.picture.colour import Colour, mix
from player.picture.landscape import COLUMNS, grain, noise, sky
from player.picture.theme_values import Background, Theme

STRIP = 3.0
"""From this ratio of width to height a glass is a strip: its layers keep to the corners."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a view sees the layers: `scale` their height; `sun` its place and radius, None for none.

    A place is a share of the width, and how far over the bottom in shorter sides.

    `valley` is how high they are in the middle beside what they are at the sides.
    """

    scale: float
    sun: tuple[float, float, float] | None
    valley: float = 0.3


LOOKS = {
    "wide": _Look(1.0, (0.5, 0.125, 0.105)),
    "low": _Look(0.42, None),
    "window": _Look(2.0, (0.5, 0.50, 0.19), valley=0.7),
    "plain": _Look(0.0, None),
}

CENTRE = (0.5, 0.125)
"""Where the rays come from in the looks that have no sun: as the place of one."""


def layers(width: int, height: int, theme: Theme, view: str) -> Image.Image:
    """The layers in that look and size, opaque RGBA."""
    look, manner, colours = LOOKS[view], theme.background, theme.colours
    image = sky(width, height, colours)
    short = min(width, height)
    across, over = look.sun[:2] if look.sun else CENTRE
    x, y = across * width, height - over * short
    if manner.rays:
        _rays(image, (x, y), manner.rays, colours)
    if look.sun:
        _disc(image, round(x), round(y), round(look.sun[2] * short), colours["sun"])
    if look.scale:
        for index in range(manner.count):
            _layer(image, index, manner, look, colours)
    if manner.grain:
        grain(image)
    return image


def _rays(image: Image.Image, centre: tuple[float, float], count: int, colours: dict[str, Colour]) -> None:
    """Beams as wide as the gaps between them, hardly lighter than the sky."""
    width, height = image.size
    reach = hypot(width, height)
    mask = Image.new("L", (width, height))
    draw = ImageDraw.Draw(mask)
    for index in range(count):
        angles = ((index + side) * 2 * pi / count for side in (-0.25, 0.25))
        ends = [(centre[0] + reach * sin(angle), centre[1] - reach * cos(angle)) for angle in angles]
        draw.polygon([centre, *ends], fill=255)
    beam = mix(colours["sky"], colours["sun"], 0.055)
    image.paste(beam, (0, 0), mask)


def _disc(image: Image.Image, x: int, y: int, radius: int, colour: Colour) -> None:
    side = 2 * radius
    mask = Image.new("L", (side * 4, side * 4))
    ImageDraw.Draw(mask).ellipse((0, 0, side * 4 - 1, side * 4 - 1), fill=255)
    image.paste(colour, (x - radius, y - radius), mask.reduce(4))


def _layer(image: Image.Image, index: int, manner: Background, look: _Look, colours: dict[str, Colour]) -> None:
    """One shape with its shadow on what is behind it and its rim."""
    width, height = image.size
    short = min(width, height)
    crest = [height - rise * look.scale * short for rise in _crest(index, manner, look.valley, width / height)]
    top = max(0, int(min(crest)) - 2 - round(manner.rim * short))
    deep = height - top
    if deep < 4:
        return
    mask = _under(crest, width, top, deep)
    if manner.shadow:
        _shade(image, mask, top, short, mix(colours["near"], (0, 0, 0), 0.5))
    image.paste(_tone(index, manner.count, colours), (0, top), mask)
    if manner.rim:
        thick = max(1, round(manner.rim * short))
        band = ImageChops.subtract(mask, ImageChops.offset(mask, 0, thick))
        band.paste(mask.crop((0, 0, width, thick)), (0, 0))
        image.paste(mix(colours["seal"], _tone(index, manner.count, colours), 0.25), (0, top), band)


def _crest(index: int, manner: Background, low: float, shape: float) -> list[float]:
    """How high the layer stands over the bottom at each column, before the look's scale."""
    behind = 1 - index / manner.count
    points = []
    for column in range(COLUMNS * 2 + 1):
        share = column / (COLUMNS * 2)
        side = abs(2 * share - 1)
        valley = low + (1 - low) * side**1.6 if shape < STRIP else 0.12 + 0.88 * side**3
        x = share * min(max(shape, 1.0), 4.0)
        if manner.crest == "waves":
            swell = 0.5 + 0.5 * sin(x * 3.1 + index * 1.9) * cos(x * 1.3 - index * 0.7)
            rise = 0.55 + 0.45 * swell
        else:
            ridge = 1 - abs(noise(x * 2.6 + index * 5.3, 91 + index))
            rise = 0.35 + 0.65 * ridge**1.5 + 0.05 * noise(x * 17, 97 + index)
        points.append(manner.height * valley * (0.22 + 0.78 * behind) * rise)
    return points


def _under(crest: list[float], width: int, top: int, deep: int) -> Image.Image:
    """The mask of what is under the crest, its edge smooth."""
    step = width * 2 / (len(crest) - 1)
    points = [(index * step, (y - top) * 2) for index, y in enumerate(crest)]
    mask = Image.new("L", (width * 2, deep * 2))
    ImageDraw.Draw(mask).polygon([*points, (width * 2, deep * 2), (0, deep * 2)], fill=255)
    return mask.reduce(2)


def _shade(image: Image.Image, mask: Image.Image, top: int, short: int, colour: Colour) -> None:
    """The soft shadow that the layer casts upwards on what is behind it."""
    reach = max(4, round(short * 0.03))
    room = min(top, reach)
    part = max(1, reach // 8)
    size = (mask.width, mask.height + room)
    wide = Image.new("L", size)
    wide.paste(mask, (0, max(0, room - reach // 3)))
    small = wide.resize((max(2, size[0] // part), max(2, size[1] // part)), Image.Resampling.BOX)
    soft = small.filter(ImageFilter.GaussianBlur(reach / part / 3)).resize(size, Image.Resampling.BICUBIC)
    image.paste(colour, (0, top - room), soft.point([value * 90 // 255 for value in range(256)]))


def _tone(index: int, count: int, colours: dict[str, Colour]) -> Colour:
    """The flat colour of a layer: the far one's at the back, the near one's in front, the hill's between."""
    share = index / max(1, count - 1)
    if share < 0.5:
        return mix(colours["far"], colours["hill"], share * 2)
    return mix(colours["hill"], colours["near"], share * 2 - 1)

"""The ornament 山水: a low sun, ranges of hills that sink into mist, and water. Drawn, for any size, from numbers alone.

How a range is made. Its crest is the highest of a few peaks, roughened by noise. Under the crest the colour is full and
thins out downwards into mist, as a wet brush leaves it: for each column a slice of one table of fading tones, so the
whole wash costs a few hundred slices, made small and enlarged. The crest's edge alone is drawn sharp, at four times the
dots. Side slopes that turn away from the sun are darker. All lengths are shares of the glass's shorter side.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import shake_256

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from player.picture.colour import Colour, mix
from player.picture.theme_values import Theme
from player.picture.views import SINK, WIDE, Range, View

COLUMNS = 240
"""Columns of the small wash that is enlarged to the width of the glass."""


def landscape(width: int, height: int, theme: Theme, view: View = WIDE) -> Image.Image:
    """The view at that size, opaque RGBA."""
    colours = theme.colours
    image = sky(width, height, colours)
    if view.sun:
        _sun(image, view.sun, colours)
    banks = tuple(hills for hills in view.ranges if hills.foot > view.shore)
    for hills in view.ranges:
        if hills.foot <= view.shore:
            _range(image, hills, colours)
    _water(image, view, colours)
    for hills in banks:
        _range(image, hills, colours)
    if theme.background.grain:
        grain(image)
    return image


def noise(x: float, seed: int) -> float:
    """Smooth noise from -1 to 1 along a line, the same for ever."""
    table = _table(seed)
    left = int(x // 1)
    part = x - left
    part = part * part * (3 - 2 * part)
    return (table[left % 256] * (1 - part) + table[(left + 1) % 256] * part) / 127.5 - 1


@lru_cache(maxsize=64)
def _table(seed: int) -> bytes:
    return shake_256(b"ridge %d" % seed).digest(256)


def _crest(hills: Range, share: float, aspect: float) -> float:
    """How high the range stands over its foot at `share` of the width, in shorter sides; below 0 it is under it."""
    best = 0.0
    for peak in hills.peaks:
        away = (share - peak.at) * aspect / peak.spread
        away = abs(away) * (1 + peak.lean * (1 if away > 0 else -1))
        best = max(best, peak.height / (1 + away**1.75))
    x = share * aspect
    rough = noise(x * 9, hills.seed) + noise(x * 23, hills.seed + 1) * 0.5 + noise(x * 61, hills.seed + 2) * 0.25
    return best - SINK + rough * hills.rough * (0.3 + best * 4)


def sky(width: int, height: int, colours: dict[str, Colour]) -> Image.Image:
    """The sky's tone, which turns to paper towards the horizon."""
    ramp = Image.new("RGB", (1, 64))
    for row in range(64):
        ramp.putpixel((0, row), mix(colours["sky"], colours["paper"], min(1.0, row / 63 * 1.6)))
    return ramp.resize((width, height), Image.Resampling.BICUBIC).convert("RGBA")


def _sun(image: Image.Image, sun: tuple[float, float, float], colours: dict[str, Colour]) -> None:
    """A disc that pales downwards into the haze, and its glow."""
    x, y, radius = round(sun[0] * image.width), round(sun[1] * image.height), round(sun[2] * min(image.size))
    reach = radius * 5
    fade = [round(105 * max(0.0, 1 - value / 181) ** 2.2) for value in range(256)]  # 181: the edge of the square
    glow = Image.radial_gradient("L").point(fade).resize((reach * 2, reach * 2), Image.Resampling.BICUBIC)
    image.paste(mix(colours["sun"], colours["paper"], 0.3), (x - reach, y - reach), glow)
    side = radius * 2
    disc = Image.new("L", (side * 4, side * 4))
    ImageDraw.Draw(disc).ellipse((0, 0, side * 4 - 1, side * 4 - 1), fill=255)
    haze = Image.linear_gradient("L").resize((side, side)).point([255 - value * 140 // 255 for value in range(256)])
    image.paste(colours["sun"], (x - radius, y - radius), ImageChops.multiply(disc.reduce(4), haze))


ROWS = 128
"""Rows of the small wash."""

FINER = 3
"""Points of the crest for each of its columns."""


def _range(image: Image.Image, hills: Range, colours: dict[str, Colour]) -> None:
    width, height = image.size
    short = min(width, height)
    foot = hills.foot * height
    fine = COLUMNS * FINER
    crest = [foot - _crest(hills, i / fine, width / short) * short for i in range(fine + 1)]
    top, bottom = max(0, int(min(crest)) - 2), min(height, round(foot))
    if bottom - top < 4:
        return  # all of it is under its foot
    edge = _edge(crest, width, top, bottom)
    body, wash = _wash(crest, hills, (width, bottom - top), top, short)
    image.paste(
        mix(colours["paper"], colours["far"], 0.25 + hills.tone * 0.3), (0, top), ImageChops.multiply(edge, body)
    )
    image.paste(_tone(hills.tone, colours), (0, top), ImageChops.multiply(edge, wash))


def _edge(crest: list[float], width: int, top: int, bottom: int) -> Image.Image:
    """What is under the crest, sharp and smooth."""
    step = width * 2 / (len(crest) - 1)
    points = [(i * step, (y - top) * 2) for i, y in enumerate(crest)]
    under = (bottom - top) * 2
    mask = Image.new("L", (width * 2, under))
    ImageDraw.Draw(mask).polygon([*points, (width * 2, under * 2), (0, under * 2)], fill=255)
    return mask.reduce(2)


def _wash(
    crest: list[float], hills: Range, size: tuple[int, int], top: int, short: int
) -> tuple[Image.Image, Image.Image]:
    """How opaque the range is, and how strong its colour, over `size` pixels from row `top` down."""
    scale = size[1] / ROWS
    tables = [_falloff(hills.mist * short / scale, 150 + shade * 8 + round(hills.tone * 50)) for shade in range(9)]
    last = len(crest) - 1
    strips = []
    for index in range(FINER // 2, last, FINER):
        slope = (crest[min(last, index + 15)] - crest[max(0, index - 15)]) / short
        shade = min(8, max(0, round(4 + slope * 40)))
        start = min(ROWS, max(0, ROWS - round((crest[index] - top) / scale)))
        strips.append(tables[shade][start : start + ROWS])
    small = Image.frombytes("L", (ROWS, len(strips)), b"".join(strips)).transpose(Image.Transpose.TRANSPOSE)
    small = small.filter(ImageFilter.GaussianBlur(2))
    haze = 0.05 if hills.tone < 0.7 else 0.012
    ramp = Image.new("L", (1, ROWS))
    for row in range(ROWS):
        ramp.putpixel((0, row), round(255 * min(1.0, (ROWS - row - 0.5) * scale / short / haze)))
    small = ImageChops.multiply(small, ramp.resize(small.size))
    return ramp.resize(size, Image.Resampling.BILINEAR), small.resize(size, Image.Resampling.BICUBIC)


def _tone(tone: float, colours: dict[str, Colour]) -> Colour:
    if tone < 0.5:
        return mix(colours["far"], colours["hill"], tone * 2)
    return mix(colours["hill"], colours["near"], tone * 2 - 1)


def _falloff(depth: float, full: int) -> bytes:
    """Tones of a column: `ROWS` of nothing but full over the crest, then less and less, none at `depth` below."""
    full = min(255, full)
    return bytes([full] * ROWS + [round(full * max(0.0, 1 - i / depth) ** 1.2) for i in range(ROWS)])


def _water(image: Image.Image, view: View, colours: dict[str, Colour]) -> None:
    """What stands above the shore upside down and blurred, and strokes of light on it."""
    width, height = image.size
    short = min(width, height)
    top = round(view.shore * height)
    deep = height - top
    if deep < 4:
        return
    above = image.crop((0, max(0, top - deep * 2), width, top)).resize(
        (max(2, width // 8), max(2, deep // 4)), Image.Resampling.BOX
    )
    mirror = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).filter(ImageFilter.GaussianBlur(2))
    mirror = mirror.resize((width, deep), Image.Resampling.BICUBIC)
    water = Image.blend(mirror, Image.new("RGBA", mirror.size, (*colours["water"], 255)), 0.55)
    image.paste(water, (0, top))
    layer = Image.new("L", (width, deep))
    draw = ImageDraw.Draw(layer)
    thick = short / 900
    count = 44
    for index in range(count):
        share = ((index + 0.5) / count) ** 1.5
        y = share * deep
        middle = (noise(index * 7.31, 71) * 0.62 + 0.5) * width
        half = (0.03 + 0.10 * abs(noise(index * 3.7, 73))) * short * (0.6 + share * 1.6)
        stroke = thick * (0.5 + share)
        draw.polygon(
            [(middle - half, y), (middle, y - stroke), (middle + half, y), (middle, y + stroke)],
            fill=round(150 * min(1.0, stroke + 0.3)),
        )
    image.paste(mix(colours["card"], colours["paper"], 0.2), (0, top), layer)
    if view.sun:
        _glitter(image, view.sun, top, colours["sun"])


def _glitter(image: Image.Image, sun: tuple[float, float, float], top: int, colour: Colour) -> None:
    """Short strokes of the sun's colour on the water under it."""
    width, height = image.size
    short = min(width, height)
    layer = Image.new("L", (width, height - top))
    draw = ImageDraw.Draw(layer)
    for index in range(9):
        share = (index + 0.7) / 9
        half = sun[2] * short * (0.75 - share * 0.3) * (0.7 + 0.3 * noise(index * 5.1, 75))
        middle = sun[0] * width + noise(index * 3.3, 77) * short * 0.008
        y, thick = share * (height - top) * 0.8, short / 700
        points = [(middle - half, y), (middle, y - thick), (middle + half, y), (middle, y + thick)]
        draw.polygon(points, fill=round(150 * (1 - share) * min(1.0, thick)))
    image.paste(colour, (0, top), layer)


def grain(image: Image.Image) -> None:
    """The tooth of the paper; it also hides the steps of long soft gradients."""
    side = 256
    noise = Image.frombytes("L", (side, side), shake_256(b"paper").digest(side * side))
    tile = noise.point([value * 8 // 255 for value in range(256)])
    for x in range(0, image.width, side):
        for y in range(0, image.height, side):
            image.paste((84, 76, 56), (x, y), tile)

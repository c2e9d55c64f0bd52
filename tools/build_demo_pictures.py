"""The pictures of the demo campaign, drawn from nothing into `assets/pictures` and `playlists`. Run by hand, rarely.

    .venv/bin/python -m tools.build_demo_pictures

Everything is drawn at twice the size and made smaller at the end, which is what makes the edges smooth. No randomness
but what `wave` makes of its seed, so that the same script gives the same pictures.
"""

from __future__ import annotations

from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "assets" / "fonts"
LANDSCAPE = ROOT / "playlists" / "节能宣传周2020图片" / "01 绿水青山.jpg"
POSTER = ROOT / "assets" / "pictures" / "待机也耗电.png"

WIDTH, HEIGHT = 1920, 1080
DRAWN = 2
"""Pixels drawn for each pixel kept, along each side."""

Colour = tuple[int, int, int]
Point = tuple[float, float]


class Sheet:
    """A picture being drawn. Every place and length is given in pixels of the finished picture."""

    def __init__(self, ground: Colour) -> None:
        self.image = Image.new("RGB", (WIDTH * DRAWN, HEIGHT * DRAWN), ground)

    def finished(self) -> Image.Image:
        """The picture at its final size."""
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)

    def mask(self) -> Image.Image:
        """An empty mask as large as the drawing."""
        return Image.new("L", self.image.size, 0)

    def lay(self, colour: Colour, mask: Image.Image, strength: float = 1.0) -> None:
        """Lays `colour` over the picture where `mask` is white, at most as strongly as `strength`."""
        faded = mask if strength >= 1 else mask.point([round(level * strength) for level in range(256)])
        self.image.paste(colour, (0, 0), faded)

    def polygon(self, points: list[Point]) -> Image.Image:
        """The mask of a polygon."""
        mask = self.mask()
        ImageDraw.Draw(mask).polygon([(x * DRAWN, y * DRAWN) for x, y in points], fill=255)
        return mask

    def ellipse(self, x: float, y: float, across: float, down: float | None = None) -> Image.Image:
        """The mask of an ellipse around (x, y) with these radii."""
        mask = self.mask()
        down = across if down is None else down
        box = [(x - across) * DRAWN, (y - down) * DRAWN, (x + across) * DRAWN, (y + down) * DRAWN]
        ImageDraw.Draw(mask).ellipse(box, fill=255)
        return mask

    def box(self, left: float, top: float, right: float, bottom: float, *, radius: float = 0) -> Image.Image:
        """The mask of a rectangle with round corners."""
        mask = self.mask()
        box = [left * DRAWN, top * DRAWN, right * DRAWN, bottom * DRAWN]
        ImageDraw.Draw(mask).rounded_rectangle(box, radius * DRAWN, fill=255)
        return mask

    def text(self, x: float, y: float, text: str, *, font: str, size: float, colour: Colour) -> float:
        """Writes `text` at (x, y), the left end of its base line; returns how wide it is."""
        (file,) = FONTS.glob(f"{font}.*")
        face = ImageFont.truetype(str(file), round(size * DRAWN))
        ImageDraw.Draw(self.image).text((x * DRAWN, y * DRAWN), text, fill=colour, font=face, anchor="ls")
        return face.getlength(text) / DRAWN


def down(size: tuple[int, int], stops: list[tuple[float, int]]) -> Image.Image:
    """A mask whose level changes from top to bottom through `stops` of (part of the height, level)."""
    column = Image.new("L", (1, size[1]))
    for y in range(size[1]):
        part = y / size[1]
        before = max((stop for stop in stops if stop[0] <= part), default=stops[0])
        after = min((stop for stop in stops if stop[0] > part), default=stops[-1])
        share = (part - before[0]) / (after[0] - before[0]) if after[0] > before[0] else 0
        column.putpixel((0, y), round(before[1] + (after[1] - before[1]) * share))
    return column.resize(size)


def soft(mask: Image.Image, radius: float) -> Image.Image:
    """The mask blurred by `radius` pixels; done on a quarter of its size, since nobody sees the difference."""
    small = mask.resize((mask.width // 4, mask.height // 4), Image.Resampling.BOX)
    return small.filter(ImageFilter.GaussianBlur(radius * DRAWN / 4)).resize(mask.size, Image.Resampling.BICUBIC)


def wave(x: float, seed: float) -> float:
    """A smooth uneven line, between about -1 and 1, at x in pixels."""
    t = x / WIDTH * 2 * pi
    return sum(sin(t * turns + seed * (i + 3) * 1.7) / (i + 1.6) for i, turns in enumerate((0.8, 1.9, 3.7, 7.3))) / 1.25


# ---- 绿水青山: hills in mist over still water -------------------------------------------------------------------------

SHORE = 742.0


def landscape() -> Image.Image:
    """Five ranges of hills, each nearer one deeper in colour, a sun in mist, and all of it again in the water."""
    sheet = Sheet((246, 241, 226))
    sheet.lay((222, 235, 226), down(sheet.image.size, [(0, 235), (0.3, 120), (0.62, 0)]))
    sheet.lay((255, 226, 178), soft(sheet.ellipse(1388, 352, 250), 130), 0.75)
    sheet.lay((240, 122, 72), sheet.ellipse(1388, 352, 78))
    ranges: list[tuple[float, float, float, Colour]] = [
        (470, 105, 0.6, (187, 212, 202)),
        (540, 120, 2.5, (142, 187, 171)),
        (610, 105, 4.1, (92, 155, 133)),
        (672, 78, 5.9, (48, 118, 95)),
        (722, 46, 7.7, (22, 84, 66)),
    ]
    for base, height, seed, colour in ranges:
        _range(sheet, base, height, seed, colour)
    _water(sheet)
    for x, y, size in ((420, 250, 30), (502, 214, 23), (560, 262, 19), (344, 300, 17)):
        _bird(sheet, x, y, size)
    _boat(sheet, 640, 868)
    return _grained(sheet.finished())


def _range(sheet: Sheet, base: float, height: float, seed: float, colour: Colour) -> None:
    """One range of hills, with mist rising from its foot."""
    crest: list[Point] = [(x, base - height * (0.35 + wave(x, seed))) for x in range(-10, WIDTH + 11, 4)]
    hills = sheet.polygon([*crest, (WIDTH + 10, SHORE), (-10, SHORE)])
    sheet.lay(colour, hills)
    top = min(y for _, y in crest) / HEIGHT
    mist = down(sheet.image.size, [(0, 0), (top + 0.05, 0), (SHORE / HEIGHT, 205), (1, 205)])
    far = (770 - base) / 300
    sheet.lay((240, 241, 228), ImageChops.multiply(hills, mist), 0.85 * far)


def _water(sheet: Sheet) -> None:
    """The lower part: what stands above the shore again, upside down, paler, broken by ripples."""
    shore = round(SHORE * DRAWN)
    deep = sheet.image.height - shore
    above = sheet.image.crop((0, shore - deep, sheet.image.width, shore)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    above = above.filter(ImageFilter.GaussianBlur(5 * DRAWN))
    sheet.image.paste(above, (0, shore))
    below = down((sheet.image.width, deep), [(0, 60), (0.5, 105), (1, 190)])
    whole = sheet.mask()
    whole.paste(below, (0, shore))
    sheet.lay((208, 229, 218), whole)
    for line in range(46):
        depth = line / 45
        y = SHORE + 6 + (HEIGHT - SHORE) * depth**1.35
        middle = WIDTH * (0.5 + 0.52 * sin(line * 2.4 + 0.7))
        length = 90 + 240 * (0.5 + 0.5 * cos(line * 5.1)) * (0.4 + depth)
        ripple = sheet.ellipse(middle, y, length, 0.9 + 1.7 * depth)
        sheet.lay((250, 250, 240) if line % 3 else (96, 158, 138), ripple, 0.5 if line % 3 else 0.28)
    glow = sheet.mask()
    glow.paste(soft(sheet.ellipse(1388, SHORE + 120, 58, 240), 26), (0, 0))
    glow.paste(0, (0, 0, sheet.image.width, shore))
    sheet.lay((250, 170, 118), glow, 0.42)


def _bird(sheet: Sheet, x: float, y: float, size: float) -> None:
    """An egret far away: two wings, each a thin crescent."""
    for side in (-1, 1):
        outer: list[Point] = []
        inner: list[Point] = []
        for step in range(21):
            part = step / 20
            lift = sin(part * pi * 0.62)
            outer.append((x + side * size * part, y - size * 0.55 * lift))
            inner.append((x + side * size * part, y - size * 0.55 * lift + size * 0.13 * (1 - part)))
        sheet.lay((252, 252, 246), sheet.polygon(outer + inner[::-1]))


def _boat(sheet: Sheet, x: float, y: float) -> None:
    """A small boat with a mat roof and a boatman, and its shadow in the water."""
    ink, straw = (20, 52, 44), (138, 104, 62)
    bow = [(part / 24, sin(part / 24 * pi)) for part in range(25)]
    for line, strength in ((y, 0.26), (y + 9, 0.16), (y + 17, 0.08)):
        sheet.lay(ink, sheet.ellipse(x, line + 9, 92 - (line - y) * 2, 6), strength)
    sheet.lay(straw, sheet.polygon([(x - 36 + 84 * part, y - 6 - 30 * high**0.6) for part, high in bow]))
    for rib in (-14, 6, 26):
        sheet.lay((104, 76, 44), sheet.box(x + rib - 1, y - 34, x + rib + 1, y - 6))
    keel = [(x - 98 + 196 * part, y - 14 + 26 * high**0.8) for part, high in bow]
    rail = [(x - 98 + 196 * part, y - 16 + 11 * high) for part, high in bow]
    sheet.lay(ink, sheet.polygon(keel + rail[::-1]))
    sheet.lay(ink, sheet.polygon([(x - 74, y - 4), (x - 56, y - 4), (x - 60, y - 40), (x - 69, y - 40)]))
    sheet.lay(ink, sheet.ellipse(x - 64.5, y - 44, 6))
    sheet.lay(straw, sheet.polygon([(x - 80, y - 45), (x - 49, y - 45), (x - 64.5, y - 57)]))
    sheet.lay(ink, sheet.polygon([(x - 92, y - 78), (x - 90, y - 79), (x - 42, y + 22), (x - 44, y + 22)]))


def _grained(image: Image.Image) -> Image.Image:
    """The picture with a little paper grain, which also hides the steps of its soft colours."""
    grain = Image.new("L", (WIDTH, HEIGHT))
    grain.putdata(
        [128 + round(9 * sin(i * 12.9898 + i // WIDTH * 78.233) * sin(i * 3.17)) for i in range(WIDTH * HEIGHT)]
    )
    return ImageChops.overlay(image, Image.merge("RGB", (grain, grain, grain)))


# ---- 待机也耗电: an office at night, and what is still on --------------------------------------------------------------

NIGHT: Colour = (13, 46, 42)
PAPER: Colour = (244, 241, 229)
LEAF: Colour = (125, 205, 160)
AMBER: Colour = (250, 176, 72)


def poster() -> Image.Image:
    """The title on the left with the sum; on the right an office at night with two lights left on."""
    sheet = Sheet(NIGHT)
    sheet.lay((7, 27, 29), down(sheet.image.size, [(0, 0), (1, 230)]))
    _window(sheet)
    _desk(sheet)
    sheet.text(132, 272, "待机", font="NotoSerifSC-Bold", size=150, colour=PAPER)
    sheet.text(132, 272 + 178, "也耗电", font="NotoSerifSC-Bold", size=150, colour=PAPER)
    sheet.lay(AMBER, sheet.box(138, 506, 138 + 92, 506 + 8, radius=4))
    _sum(sheet)
    sheet.text(134, 874, "下班前，请把电源开关关掉。", font="NotoSansSC-Regular", size=48, colour=PAPER)
    sheet.text(
        134, 972, "按每台待机功率5瓦、每夜待机10小时计算", font="NotoSansSC-Regular", size=30, colour=(158, 186, 172)
    )
    return sheet.finished()


def _sum(sheet: Sheet) -> None:
    """2台 × 5瓦 × 10小时 = 约0.1千瓦时, the result in amber."""
    x, y = 134.0, 652.0
    for number, unit in (("2", "台"), ("5", "瓦"), ("10", "小时")):
        x += sheet.text(x, y, number, font="NotoSansSC-Bold", size=84, colour=LEAF) + 8
        x += sheet.text(x, y, unit, font="NotoSansSC-Regular", size=42, colour=LEAF) + 24
        if unit != "小时":
            x += sheet.text(x, y - 8, "×", font="NotoSansSC-Regular", size=54, colour=(158, 186, 172)) + 24
    x = 134.0
    x += sheet.text(x, y + 102, "= 约", font="NotoSansSC-Regular", size=46, colour=(158, 186, 172)) + 14
    x += sheet.text(x, y + 102, "0.1", font="NotoSansSC-Bold", size=84, colour=AMBER) + 8
    x += sheet.text(x, y + 102, "千瓦时 / 夜", font="NotoSansSC-Regular", size=46, colour=AMBER)


def _window(sheet: Sheet) -> None:
    """A window to the night: moon, stars, roofs of the town, none of them lit."""
    left, top, right, bottom = 1010.0, 120.0, 1788.0, 610.0
    pane = sheet.box(left, top, right, bottom, radius=10)
    sheet.lay((27, 78, 76), pane)
    fall = down(sheet.image.size, [(0, 0), (top / HEIGHT, 190), (bottom / HEIGHT, 0), (1, 0)])
    sheet.lay((10, 40, 50), ImageChops.multiply(pane, fall))
    sheet.lay((252, 240, 205), ImageChops.multiply(pane, soft(sheet.ellipse(1596, 248, 92), 62)), 0.34)
    moon = ImageChops.subtract(sheet.ellipse(1596, 248, 58), sheet.ellipse(1570, 234, 52))
    sheet.lay((252, 240, 205), moon)
    for star in range(24):
        x, y = left + 28 + star * 31, top + 26 + (star * 0.618034 % 1) * 210
        if abs(x - 1596) > 84 or y > 330:
            sheet.lay((226, 238, 226), sheet.ellipse(x, y, 1.3 + star % 3 * 0.6), 0.45 + star % 4 * 0.15)
    for roof in range(13):
        x, wide, high = left + roof * 62 - 8, 46 + (roof * 29) % 34, 60 + (roof * 67) % 118
        house = sheet.box(x, bottom - high, x + wide, bottom)
        sheet.lay((14, 50, 54) if roof % 2 else (18, 58, 60), ImageChops.multiply(house, pane))
    middle = (left + right) / 2
    sheet.lay((9, 34, 34), sheet.box(middle - 6, top, middle + 6, bottom))
    frame = ImageChops.subtract(sheet.box(left - 16, top - 16, right + 16, bottom + 16, radius=18), pane)
    sheet.lay((9, 34, 34), frame)
    sheet.lay((36, 92, 84), sheet.box(left - 34, bottom + 16, right + 34, bottom + 34, radius=6))


def _desk(sheet: Sheet) -> None:
    """A desk with a monitor and a printer, both dark but for the light that says standby."""
    sheet.lay((24, 74, 66), sheet.box(940, 876, 1860, 898, radius=6))
    for leg in (1000.0, 1782.0):
        sheet.lay((18, 60, 54), sheet.box(leg, 898, leg + 18, 1080))
    body, edge = (8, 28, 30), (44, 104, 94)
    sheet.lay(edge, sheet.box(1076, 560, 1452, 800, radius=14))
    sheet.lay(body, sheet.box(1082, 566, 1446, 794, radius=10))
    sheet.lay((14, 44, 46), sheet.polygon([(1096, 580), (1300, 580), (1180, 780), (1096, 780)]), 0.85)
    sheet.lay(edge, sheet.box(1240, 800, 1288, 856))
    sheet.lay(edge, sheet.box(1180, 856, 1348, 876, radius=8))
    sheet.lay(edge, sheet.box(1530, 726, 1790, 876, radius=16))
    sheet.lay(body, sheet.box(1537, 733, 1783, 869, radius=12))
    sheet.lay((210, 214, 200), sheet.polygon([(1580, 733), (1740, 733), (1730, 660), (1590, 660)]), 0.9)
    sheet.lay((4, 16, 18), sheet.box(1562, 816, 1758, 830, radius=7))
    for x, y in ((1424.0, 780.0), (1754.0, 762.0)):
        _standby(sheet, x, y)


def _standby(sheet: Sheet, x: float, y: float) -> None:
    """A small amber light that shines further than it should."""
    sheet.lay(AMBER, soft(sheet.ellipse(x, y, 46), 34), 0.6)
    sheet.lay(AMBER, soft(sheet.ellipse(x, y, 15), 8), 0.9)
    sheet.lay((255, 232, 184), sheet.ellipse(x, y, 6.5))


def main() -> None:
    """Draws both pictures."""
    LANDSCAPE.parent.mkdir(parents=True, exist_ok=True)
    POSTER.parent.mkdir(parents=True, exist_ok=True)
    landscape().save(LANDSCAPE, quality=92, subsampling=0)
    poster().save(POSTER, optimize=True)
    for path in (LANDSCAPE, POSTER):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e3:.0f} KB")


if __name__ == "__main__":
    main()

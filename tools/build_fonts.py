"""The fonts in `assets/fonts`, made from Debian's `fonts-noto-cjk` and `unicode-data`. Run by hand, rarely.

    .venv/bin/python -m tools.build_fonts

Each is a static TrueType subset of the simplified Chinese face: the 8,105 characters of 通用规范汉字表, GB 2312, Latin,
punctuation, arrows, circled numbers and units. TrueType and not CFF: see `docs` of the figures in `main`.

Why a subset: the source is 90 MB; why static: a variable font's default weight is a hairline.
"""

from __future__ import annotations

import bz2
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable

NOTO = Path("/usr/share/fonts/opentype/noto")
UNICODE = Path("/usr/share/unicode")
FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"

FACES = (
    ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", "NotoSansSC-Regular.ttf"),
    ("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC Bold", "NotoSansSC-Bold.ttf"),
    ("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC Bold", "NotoSerifSC-Bold.ttf"),
)
"""Source file, the face's full name (by name, since the first face of these collections is Japanese), result."""

RANGES = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # Latin-1 and Latin Extended-A
    (0x2010, 0x2027),  # dashes, quotation marks, ellipsis
    (0x2030, 0x205E),  # per mille, primes, ※
    (0x2070, 0x209C),  # raised and lowered digits: m², CO₂
    (0x20A0, 0x20BF),  # money
    (0x2100, 0x214F),  # ℃, №, ™
    (0x2150, 0x218B),  # fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematics
    (0x2460, 0x24FF),  # circled and bracketed numbers
    (0x2500, 0x257F),  # lines
    (0x25A0, 0x26FF),  # shapes, stars
    (0x2713, 0x2717),  # ticks and crosses
    (0x2776, 0x2793),  # white numbers on black
    (0x3000, 0x30FF),  # Chinese punctuation, kana
    (0x3200, 0x33FF),  # bracketed Han, units: ㎡, ㎏
    (0xFE30, 0xFE4F),  # upright forms
    (0xFF01, 0xFF5E),  # full-width Latin
    (0xFFE0, 0xFFE6),  # ￥
)

ERROR = 0.8
"""How far a curve may move when it is converted, in thousandths of an em: a twelfth of a pixel at 100 px."""


def standard_characters() -> list[str]:
    """The 8,105 characters of 通用规范汉字表 (2013), from Unihan's field kTGH, in its order."""
    ranked = []
    for path in sorted(UNICODE.glob("Unihan_*.txt.bz2")):
        with bz2.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if "\tkTGH\t2013:" in line:
                    code, _, place = line.split("\t")
                    ranked.append((int(place.split(":")[1].split()[0]), chr(int(code[2:], 16))))
    return [character for _, character in sorted(ranked)]


def gb2312() -> list[str]:
    """Every character of GB 2312."""
    found = []
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            found.extend(bytes((high, low)).decode("gb2312", "ignore"))
    return found


def wanted() -> set[int]:
    """The code points that every font should have."""
    codes = {ord(character) for character in (*standard_characters(), *gb2312())}
    for first, last in RANGES:
        codes.update(range(first, last + 1))
    return codes


def face(path: Path, name: str) -> TTFont:
    """The face called `name` of a collection."""
    for font in TTCollection(str(path)).fonts:
        if font["name"].getDebugName(4) == name:
            return font
    raise LookupError(f"{path} has no face {name}")


def subset(font: TTFont, codes: set[int]) -> None:
    """Leaves in `font` only the glyphs of `codes`, kerning, and the tables that a renderer reads."""
    options = Options()
    options.layout_features = ["kern", "ccmp", "mark", "mkmk"]
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG"]
    subsetter = Subsetter(options=options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def to_truetype(font: TTFont) -> None:
    """Replaces the cubic outlines of `font` by quadratic ones."""
    glyphs = font.getGlyphSet()
    order = font.getGlyphOrder()
    converted: dict[str, Any] = {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, ERROR, reverse_direction=True))
        converted[name] = pen.glyph()
    font["loca"] = newTable("loca")
    glyf = font["glyf"] = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = converted
    del font["CFF "]
    _maximum_profile(font)
    font["post"].formatType = 3.0  # no glyph names: nobody reads them, 100 KB
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\000\001\000\000"


def _maximum_profile(font: TTFont) -> None:
    table = font["maxp"]
    table.tableVersion = 0x00010000
    for name in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"):
        setattr(table, name, 1 if name == "maxZones" else 0)
    for name in ("maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxComponentDepth"):
        setattr(table, name, 0)
    for name in ("maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours"):
        setattr(table, name, 0)
    font["glyf"].compile(font)
    table.recalc(font)


def main() -> None:
    """Writes the fonts and the list of standard characters that the tests hold them to."""
    codes = wanted()
    FONTS.mkdir(parents=True, exist_ok=True)
    for source, name, result in FACES:
        font = face(NOTO / source, name)
        subset(font, codes)
        to_truetype(font)
        font.save(FONTS / result)
        print(f"{result}: {(FONTS / result).stat().st_size / 1e6:.2f} MB, {len(font.getBestCmap())} characters")


if __name__ == "__main__":
    main()

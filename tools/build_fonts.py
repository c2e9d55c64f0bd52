"""The fonts in `assets/fonts`, made from Debian's `fonts-noto-cjk` and `unicode-data`. Run by hand, rarely.

    pip install fonttools
    python -m tools.build_fonts

Each is a static OpenType subset of the simplified Chinese face: the 8,105 characters of 通用规范汉字表, GB 2312, Latin,
punctuation, arrows, circled numbers and units.

Why a subset: the source is 90 MB. Why static: a variable font's default weight is a hairline. Why CFF with its hints,
not TrueType: measured with Pillow 13 at 100 px, twelve characters take 0.6 ms against 1.5 ms (FreeType hints TrueType
by itself, at every letter), a font opens in 0.15 ms either way, it is 2.4 MB against 2.8, and its stems are crisper.
"""

from __future__ import annotations

import bz2
from pathlib import Path

from fontTools.pens.t2CharStringPen import T2CharStringPen  # type: ignore[import-untyped]  # it ships no types
from fontTools.pens.transformPen import TransformPen  # type: ignore[import-untyped]  # as above
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # it ships no types
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]  # it ships no types

NOTO = Path("/usr/share/fonts/opentype/noto")
UNICODE = Path("/usr/share/unicode")
FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"

FACES = (
    ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", "NotoSansSC-Regular.otf"),
    ("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC Bold", "NotoSansSC-Bold.otf"),
    ("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC Bold", "NotoSerifSC-Bold.otf"),
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

STANDARD = "standard-characters.txt"
"""The 8,105 characters, 50 a line: what the tests hold the fonts to."""


LOWERED = 0.62
"""The size of a lowered digit beside a full one."""

LOWER_ZERO, UNUSED = 0x2080, 0x3358
"""₀, and the first of the telegraph signs for hours, whose places the lowered digits take."""


def standard_characters() -> list[str]:
    """The 8,105 characters of 通用规范汉字表 (2013), from Unihan's field kTGH, in its order."""
    ranked = []
    for path in sorted(UNICODE.glob("Unihan_*.txt.bz2")):
        with bz2.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if "\tkTGH\t2013:" in line:
                    code, _, place = line.split("\t")
                    ranked.append((int(place.split(":")[1].split()[0]), chr(int("0x" + code[2:], 0))))
    return [character for _, character in sorted(ranked)]


def gb2312() -> list[str]:
    """Every character of GB 2312."""
    found: list[str] = []
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
    """Leaves in `font` only the glyphs of `codes` and the tables that a renderer reads."""
    options = Options()
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GDEF", "GPOS", "GSUB", "DSIG"]
    subsetter = Subsetter(options=options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def lower_digits(font: TTFont) -> None:
    """Gives the font ₀ to ₉, which Noto CJK does not have and CO₂ needs: its digits, smaller and lower.

    They take the places of signs that nobody writes, since a new place would touch half the tables of a CID font.
    """
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    top = font["CFF "].cff.topDictIndex[0]
    drawn = {}
    for digit in range(10):
        pen = T2CharStringPen(None, glyphs)
        glyphs[cmap[ord("0") + digit]].draw(TransformPen(pen, (LOWERED, 0, 0, LOWERED, 15, -130)))
        drawn[digit] = pen
    for digit, pen in drawn.items():
        name = cmap[UNUSED + digit]
        old = top.CharStrings[name]
        charstring = pen.getCharString(private=old.private, globalSubrs=old.globalSubrs)
        charstring.fdSelectIndex = getattr(old, "fdSelectIndex", None)
        top.CharStrings[name] = charstring
        width = font["hmtx"][cmap[ord("0") + digit]][0]
        font["hmtx"][name] = (round(width * LOWERED) + 30, 15)
        for table in font["cmap"].tables:
            if table.cmap.pop(UNUSED + digit, None):
                table.cmap[LOWER_ZERO + digit] = name


def main() -> None:
    """Writes the fonts and the list of standard characters that the tests hold them to."""
    codes = wanted()
    FONTS.mkdir(parents=True, exist_ok=True)
    standard = "".join(standard_characters())
    lines = [standard[start : start + 50] for start in range(0, len(standard), 50)]
    (FONTS / STANDARD).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for source, name, result in FACES:
        font = face(NOTO / source, name)
        lower_digits(font)
        subset(font, codes)
        font.save(FONTS / result)
        print(f"{result}: {(FONTS / result).stat().st_size / 1e6:.2f} MB, {len(font.getBestCmap())} characters")


if __name__ == "__main__":
    main()

"""The font and the table of emoji in `assets/fonts`, made from Noto Emoji (SIL OFL 1.1). Run by hand, rarely.

    pip install fonttools
    apt-get install unicode-data libharfbuzz-bin
    python -m tools.build_emoji NotoEmoji_700Bold.ttf

The source is a static bold instance of the outlined Noto Emoji, as Google Fonts has it. An emoji is often several characters
(a family, a keycap, a hand with a tone of skin), and the font draws them as one glyph by its rules. Here each such sequence of
Unicode's own list is shaped once, and its glyph gets a character for private use: so the player needs no shaping and an emoji
is one character to it, that no line can tear. The table says which: a line an emoji, in the order of their characters.

What is left out: flags of countries and regions. The font draws them as two letters on a cloth, which is no flag.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.misc.transform import Transform  # type: ignore[import-untyped]  # it ships no types
from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-untyped]  # as above
from fontTools.pens.recordingPen import DecomposingRecordingPen  # type: ignore[import-untyped]  # as above
from fontTools.pens.transformPen import TransformPen  # type: ignore[import-untyped]  # as above
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]  # as above
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # as above
from fontTools.ttLib import TTFont, newTable  # type: ignore[import-untyped]  # as above
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable  # type: ignore[import-untyped]  # as above

from player.picture.emoji import FIRST, PICTURE, bare

LIST = Path("/usr/share/unicode/emoji/emoji-test.txt")
FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"

TONES = range(0x1F3FB, 0x1F400)
REGIONAL = range(0x1F1E6, 0x1F200)
TAGS = range(0xE0020, 0xE0080)

WIDTH = 1.12
"""The width of every emoji in ems: the widest ink is an em, like a Han character's, and there is air on both sides."""

HIGHEST, LOWEST = 0.88, -0.12
"""The ink's highest and lowest place, in ems: a Han character's."""


def emoji_listed() -> Iterator[str]:
    """The emoji of Unicode's list, fully written, without tones of skin and without flags of places."""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        said, _, status = line.partition("#")[0].partition(";")
        codes = [int(code, 16) for code in said.split()]
        if status.strip() not in ("fully-qualified", "component") or not codes:
            continue
        if any(code in TONES or code in REGIONAL or code in TAGS for code in codes):
            continue
        yield "".join(map(chr, codes))


def glyph_of(font: Path, text: str) -> int | None:
    """The number of the one glyph that the font draws for the text; None where it has none, or draws it in pieces."""
    codes = ",".join(f"U+{ord(letter):04X}" for letter in text)
    shaped = subprocess.run(
        ["hb-shape", "--no-positions", "--no-clusters", "--no-glyph-names", f"--unicodes={codes}", str(font)],
        capture_output=True, text=True, check=True,
    ).stdout.strip("[]\n")  # fmt: skip
    numbers = [int(number) for number in shaped.split("|") if number]
    return numbers[0] if len(numbers) == 1 and numbers[0] else None


def main(source: Path) -> None:
    """Writes the font and the table."""
    font = TTFont(source)
    found: dict[str, str] = {}
    lines: list[str] = []
    for text in emoji_listed():
        glyph = glyph_of(source, text) or glyph_of(source, text.replace(PICTURE, ""))
        if glyph and bare(text) not in found:
            found[bare(text)] = font.getGlyphName(glyph)
            lines.append(text)
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = [0, 1, 2, 4, 5, 13, 14]
    subsetter = Subsetter(options=options)
    subsetter.populate(glyphs=sorted(set(found.values())))
    subsetter.subset(font)
    for table in ("GSUB", "GDEF", "GPOS", "STAT", "DSIG", "gasp", "meta", "vhea", "vmtx", "prep"):
        if table in font:
            del font[table]
    _fitted(font, set(found.values()))
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = {FIRST + number: found[bare(text)] for number, text in enumerate(lines)}
    font["cmap"] = newTable("cmap")
    font["cmap"].tableVersion = 0
    font["cmap"].tables = [table]
    font.save(FONTS / "NotoEmoji-Bold.ttf")
    (FONTS / "emoji.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "emoji,", (FONTS / "NotoEmoji-Bold.ttf").stat().st_size, "bytes")


def _fitted(font: TTFont, names: set[str]) -> None:
    """All glyphs in boxes of one width, the ink in the middle and as high as a Han character at most."""
    em = font["head"].unitsPerEm
    drawn = font.getGlyphSet()
    made = {}
    for name in sorted(names):
        pen = BoundsPen(drawn)
        drawn[name].draw(pen)
        left, low, right, high = pen.bounds or (0, 0, 0, 0)
        scale = min(1.0, em / max(1, right - left), (HIGHEST - LOWEST) * em / max(1, high - low))
        middle = (low + high) / 2 * scale
        down = (HIGHEST + LOWEST) / 2 * em - middle
        if LOWEST * em <= low * scale and high * scale <= HIGHEST * em:
            down = 0.0
        across = (WIDTH * em - (left + right) * scale) / 2
        whole = DecomposingRecordingPen(drawn)
        drawn[name].draw(whole)
        glyph = TTGlyphPen(None)
        whole.replay(TransformPen(glyph, Transform(scale, 0, 0, scale, across, down)))
        made[name] = glyph.glyph()
    for name, glyph in made.items():
        font["glyf"][name] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (round(WIDTH * em), getattr(glyph, "xMin", 0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

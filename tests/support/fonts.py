"""A machine that has other fonts than this one: none at all, or those of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from player.picture import coverage, fallback, fonts, spacing
from player.picture.assets import asset_root

REGULAR = asset_root() / "fonts" / "NotoSansSC-Regular.otf"
BOLD = asset_root() / "fonts" / "NotoSansSC-Bold.otf"

RARE = "龘"
"""A Han character that is in no standard, and in none of our fonts."""


@contextmanager
def only_fonts_in(*folders: Path) -> Iterator[None]:
    """Inside it the system's fonts are those below `folders`, and nothing is remembered of others."""
    usual = fallback.font_folders
    forget()
    fallback.font_folders = lambda: folders
    try:
        yield
    finally:
        fallback.font_folders = usual
        forget()


def forget() -> None:
    """Forgets all that was found out about fonts."""
    for kept in (fallback._files, fallback.fallback, fonts.font_for, fonts.opened, fonts.advance, fonts.ink):
        kept.cache_clear()  # type: ignore[attr-defined]  # each is a cached function
    coverage.characters.cache_clear()
    spacing.paragraphs_of.cache_clear()


def made_font(path: Path, name: str, letters: str, wanted: str) -> Path:
    """A small font with the shapes of `letters`, which it has for the characters `wanted`."""
    font = TTFont(BOLD if "Bold" in name else REGULAR)
    options = Options()
    options.notdef_outline = True
    subsetter = Subsetter(options=options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    for table in font["cmap"].tables:
        if table.format in (4, 12) and (table.format == 12 or ord(max(wanted)) < 0x10000):
            table.cmap = {ord(other): table.cmap[ord(letter)] for letter, other in zip(letters, wanted, strict=True)}
    for record in font["name"].names:
        if record.nameID == 4:
            record.string = name
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
    return path

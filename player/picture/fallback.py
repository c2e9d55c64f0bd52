"""Fonts of the system, for a character that none of ours has: a rare name, another script, a symbol.

Looked for only when such a character comes up. The folders are those of fontconfig's and Windows' defaults; where a painter may
not read them, nothing is found, and staff are told of the character. What cannot be drawn well is left out: bitmap and colour
fonts (no outlines), variable ones (they open at their thinnest), faces of a collection that are not simplified Chinese.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from re import split
from struct import error
from typing import NamedTuple

from player.picture.coverage import covers, faces, named

MOST = 300
"""So many font files are looked into."""

SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})

LIKED = ("notosanscjk", "sourcehan", "notoserifcjk", "notosanssc", "msyh", "deng", "simhei", "simsun", "simsunb", "wqy", "droidsansfallback", "unifont_upper", "hanazono", "notosans", "dejavusans", "seguisym")  # fmt: skip
"""How the names of fonts begin that are tried first: those with many Han characters, then those with many others."""

FOREIGN = (
    "mono",
    "italic",
    "oblique",
    "condensed",
    "thin",
    "light",
    "black",
    "jp",
    "kr",
    "korean",
    "color",
    "lastresort",
)
"""Endings of the parts of a name that speak against a font."""


class Face(NamedTuple):
    """A face of a font file: a collection (.ttc) has several."""

    path: Path
    number: int = 0


def font_folders() -> tuple[Path, ...]:
    """Where systems keep their fonts; not all of them are there."""
    places = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("C:/Windows/Fonts")]
    with suppress(RuntimeError):  # a user without a home
        home = Path.home()
        places += [home / ".fonts", home / ".local/share/fonts", home / "AppData/Local/Microsoft/Windows/Fonts"]
    return tuple(places)


@lru_cache(maxsize=512)
def fallback(character: str, *, bold: bool = False) -> Face | None:
    """The face of a system's font that has the character; a bold one if asked for and there is one. None without one."""
    regular = None
    for path in _files():
        face = _face(path, ord(character))
        if face is not None and ("bold" in path.stem.lower()) == bold:
            return face
        regular = regular or face
    return regular


@cache
def _files() -> tuple[Path, ...]:
    """The font files of the system, the likeliest first."""
    found = (path for folder in font_folders() for path in _below(folder) if path.suffix.lower() in SUFFIXES)
    return tuple(sorted(islice(found, 5_000), key=_rank)[:MOST])


def _below(folder: Path) -> Iterator[Path]:
    with suppress(OSError):  # not there, or not to be read
        yield from folder.rglob("*")


def _rank(path: Path) -> tuple[bool, int, str]:
    parts = split(r"[-_ ]+", path.stem.lower())
    name = "".join(parts)
    place = next((place for place, start in enumerate(LIKED) if name.startswith(start)), len(LIKED))
    return any(part.endswith(FOREIGN) for part in parts), place, path.name


def _face(path: Path, code: int) -> Face | None:
    """The face of the file that has the character and can be drawn well; the simplified Chinese one of several."""
    with suppress(OSError, error, ValueError, IndexError):  # not there any more, or no font
        every = faces(path)
        for index, face in enumerate(every):
            if not {b"glyf", b"CFF "} & face.keys() or b"fvar" in face or not covers(path, face, code):
                continue
            if len(every) == 1 or " CJK " not in named(path, face) or named(path, face).split(" CJK ")[1][:2] == "SC":
                return Face(path, index)
    return None

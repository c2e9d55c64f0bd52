"""The text of a CSV that is Big5, as Excel in Hong Kong, Macao and Taiwan writes it; known by the names of its columns alone.

Most Big5 is GB18030 too, of other characters, so bytes alone do not tell. But where no column has a known name as GB18030, and
one has as Big5, it is Big5. What has no such names (a notice, figures) is not guessed at.
"""

from __future__ import annotations

import re

from player.ingest.decode_text import Coding, decode_text
from player.ingest.sheet_columns import columns, named

_CODINGS = ("cp950", "big5hkscs")
_FIRST_LINES = 20


def big5_text(data: bytes) -> str | None:
    """The text of the bytes as Big5; None where that is not plain."""
    usual = decode_text(data)
    if data.isascii() or b"\0" in data or (usual is not None and usual.coding is Coding.PLAIN):
        return None
    if usual is not None and _names_columns(usual.text):
        return None
    for coding in _CODINGS:
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            continue
        return text if _names_columns(text) else None
    return None


def _names_columns(text: str) -> bool:
    """Whether a line among the first has nothing but names, two thirds of them known."""
    for line in re.split(r"\r\n|\r|\n", text, maxsplit=_FIRST_LINES)[:_FIRST_LINES]:
        cells = [cell.strip(' "') for cell in re.split("[,;\t，|]", line) if cell.strip(' "')]
        known = sum(1 for cell in cells if named(cell, columns())[0] is not None)
        if known and known * 3 >= len(cells) * 2:
            return True
    return False

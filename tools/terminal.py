"""What a terminal knows: colours where there are any, and columns that stand straight under wide characters."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence

RED, YELLOW, GREEN, BOLD, DIM = "31", "33", "32", "1", "2"


def coloured() -> bool:
    """True where stdout is a terminal that understands colours and nobody asked for none."""
    if not sys.stdout.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb":
        return False
    return os.name != "nt" or "WT_SESSION" in os.environ


def paint(text: str, *styles: str) -> str:
    """The text in these styles, or as it is where there are no colours."""
    return f"\x1b[{';'.join(styles)}m{text}\x1b[0m" if coloured() else text


def width(text: str) -> int:
    """How many columns the text takes: two for a wide character, none for a combining one."""
    return sum(_columns(char) for char in text)


def fit(text: str, columns: int) -> str:
    """The text in exactly so many columns: filled with blanks, or cut with an ellipsis."""
    if width(text) <= columns:
        return text + " " * (columns - width(text))
    kept, used = "", 0
    for char in text:
        if used + _columns(char) > columns - 1:
            break
        kept, used = kept + char, used + _columns(char)
    return kept + "…" + " " * (columns - 1 - used)


def table(rows: Iterable[Sequence[str]], columns: Sequence[int]) -> Iterable[str]:
    """Each row as a line whose columns are so wide; the last one is left as it is."""
    for row in rows:
        cells = [fit(cell, wide) for cell, wide in zip(row[:-1], columns, strict=True)]
        yield "  ".join((*cells, row[-1])).rstrip()


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1

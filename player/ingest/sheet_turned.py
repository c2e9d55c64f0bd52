"""A sheet whose names stand in its first column, one below the other, so that each column were a slide: told, not read."""

from __future__ import annotations

from player.ingest.sheet_columns import columns, is_ignored, named
from player.model.table import Line, Sheet
from player.slides.kinds import KINDS

_KINDS = frozenset(("kind", *(kind.fields[0].name for kind in KINDS)))
_FIRST_ROWS = 40


def turned_names(sheet: Sheet) -> tuple[tuple[Line, int], list[str]] | None:
    """The first cell of such a column of names, and what they are; None where the names stand side by side, or there are none.

    A column of kinds is none, and no name stands in it twice; beside it, no row has the names that a row of names would have.
    """
    lines = sheet.lines[:_FIRST_ROWS]
    column = next((index for index in range(3) if any(line.cell(index).text.strip() for line in lines)), 0)
    named_lines: list[tuple[Line, str]] = []
    for line in lines:
        cell = line.cell(column)
        if not cell.text.strip() or cell.spread or is_ignored(cell.text):
            continue
        name = _name_of(cell.text)
        if name is not None:
            named_lines.append((line, name))
        elif named_lines:
            return None
    names = [name for _, name in named_lines]
    if len(names) < 2 or len(set(names)) < len(names) or set(names) <= _KINDS:
        return None
    beside = [cell.text for line, _ in named_lines for cell in line.cells[column + 1 :] if cell.text.strip()]
    if not beside or any(_name_of(text) not in (None, *_KINDS) for text in beside):
        return None
    return (named_lines[0][0], column), [line.cell(column).text.strip() for line, _ in named_lines]


def _name_of(text: str) -> str | None:
    word = named(text, columns())[0] if text.strip() else None
    return None if word is None else word.name

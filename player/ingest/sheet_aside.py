"""Rows that office tables have around what they are about: totals, notes, who made it; and names that stand there once more."""

from __future__ import annotations

import re

from player.ingest.sheet_columns import Column, columns, is_ignored, named
from player.ingest.vocabulary import kind_named
from player.model.table import Cell, Line, Sheet, Sort
from player.slides.kinds import KINDS

_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总时长)\s*[:：]?")
_NOTE = re.compile(
    r"(?:注|备注|附注|制表人?|制表日期|填表人?|填表日期|填报人|填报单位|填报日期|审核人?|审批人?|核稿人?|编制人?|复核人?|经办人|签发人?|打印日期)\s*[:：]"
)
_LONGEST_NAME = 20
_KINDS = frozenset(kind.fields[0].name for kind in KINDS)


def is_aside(line: Line) -> bool:
    """Whether the row is a total, a note or a signature: nothing that anybody means to show to passers-by."""
    filled = own_cells(line)
    if not filled:
        return False
    first, *others = filled
    text = first.text.strip()
    total = bool(_TOTAL.fullmatch(text)) and all(cell.sort is not Sort.TEXT for cell in others)
    return total or bool(_NOTE.match(text))


def repeats(line: Line, head: list[Column]) -> bool:
    """Whether the row has the names of the columns again, as the top of a printed page has."""
    words = {column.index: column.word.name for column in head}
    found = _names(line)
    return len(found) > 1 and all(words.get(index) == name for index, name in found.items() if name)


def begins_another(line: Line, before: Line, head: list[Column]) -> bool:
    """Whether the row has the names of another table, below an empty row."""
    found = _names(line)
    if line.number < before.number + 2 or len(found) < 2 or set(found.values()) <= {*_KINDS, "kind", ""}:
        return False
    return not any(column.word.name == "kind" and kind_named(line.cell(column.index).text) for column in head)


def lower_names(sheet: Sheet, head: Line) -> Line | None:
    """The row of names below `head`, where that has names over several columns: 播放时间 over 开始 and 结束."""
    below = next((line for line in sheet.lines if line.number == head.number + 1), None)
    if below is None or not _names(below):
        return None
    over = {index for index, cell in enumerate(head.cells) if cell.spread == "across"}
    over |= {index - 1 for index in over}
    return below if set(_names(below)) <= over else None


def own_cells(line: Line) -> list[Cell]:
    """The cells of the row that have something of their own in them."""
    return [cell for cell in line.cells if cell.text.strip() and not cell.spread]


def _names(line: Line) -> dict[int, str]:
    """The column of each name in the row, `""` for one that people keep for themselves; nothing where a cell is no name."""
    found: dict[int, str] = {}
    if max((len(cell.text) for cell in line.cells), default=0) > _LONGEST_NAME:
        return found
    for index, cell in enumerate(line.cells):
        if not cell.text.strip() or cell.spread:
            continue
        word = named(cell.text, columns())[0]
        if word is None and not is_ignored(cell.text):
            return {}
        found[index] = "" if word is None else word.name
    return found

"""A table of cells, as a workbook or a CSV file holds it: what playlists and charts are read from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from player.model.words import Words

MOST_CELLS = 20_000
"""Filled cells of one file at most."""

MOST_COLUMNS = 200
"""Columns of one sheet at most."""

MOST_ROWS = 20_000
"""The last row that is looked at."""

MOST_SHEETS = 40
"""Sheets of one workbook at most."""

LONGEST = 5_000
"""Characters of one cell; what is more is cut off."""


class Sort(Enum):
    """What a cell holds, which decides how its text is written."""

    TEXT = "text"
    NUMBER = "number"  # 26, 0.5, -3
    PERCENT = "percent"  # 26%
    DATE = "date"  # 2020-07-04
    TIME = "time"  # 09:00, 09:00:30
    MOMENT = "moment"  # 2020-07-04 09:00
    LENGTH = "length"  # 33:30:00, a length of time in hours
    FLAG = "flag"  # 是, 否
    FAULT = (
        "fault"  # #REF!, #DIV/0!; `=` for a formula that was never worked out, `####` for a column that was too narrow
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its value as `text` in the one writing of its sort, empty where there is nothing in it.

    `number`: what the file holds, where that is a number: 0.26 for 26%, the days since 1899-12-30 for a date.
    `form`: the number format of the file, where it has one. `link`: where a hyperlink on the cell leads to.
    `spread`: the value is that of a merged cell: `down` from above, `across` from the left; empty for the cell's own.
    """

    text: str = ""
    sort: Sort = Sort.TEXT
    number: float | None = None
    form: str = ""
    link: str = ""
    spread: str = ""


NOTHING = Cell()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet that has something in it: its `number` from 1, its cells from column A on, to the last one filled."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False

    def cell(self, column: int) -> Cell:
        """The cell in the column, from 0; an empty one where there is none."""
        return self.cells[column] if column < len(self.cells) else NOTHING


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the rows that have something in them, from the top."""

    name: str = ""
    lines: tuple[Line, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook in their order; a CSV file has one, without a name."""

    sheets: tuple[Sheet, ...] = ()

    @property
    def shown(self) -> tuple[Sheet, ...]:
        """The sheets that are not hidden."""
        return tuple(sheet for sheet in self.sheets if not sheet.hidden)

    def place(self, sheet: Sheet, line: Line, column: int) -> str:
        """The cell as people say it: `D7`, with the sheet's name where it is not the first that is shown: `设置!B2`."""
        name = f"{letters(column)}{line.number}"
        return name if not self.shown or sheet.name == self.shown[0].name else f"{sheet.name}!{name}"


def cell_words(place: str) -> Words:
    """A cell as people say it: `D7` is 第7行D列, `设置!B2` is “设置”表第2行B列."""
    sheet, _, name = place.rpartition("!")
    column, row = name.rstrip("0123456789"), name[len(name.rstrip("0123456789")) :]
    zh, en = f"第{row}行{column}列", f"cell {name}"
    return Words(f"“{sheet}”表{zh}", f"sheet “{sheet}”, {en}") if sheet else Words(zh, en)


def letters(column: int) -> str:
    """The letters of a column, which is counted from 0: A, Z, AA."""
    said = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(ord("A") + rest) + said
    return said

"""The sheet 分区 of a workbook -> what YAML has under `zones:`: a row a zone, or a part of a layout of one's own.

The first column says which zone, 内容 what is in it, as the bare text after its key in YAML: the text of a ticker or the file that
says it, 是 for a clock, a picture, a link. Options and times stand in columns of their own. A row that says how wide or high it is is a
part of the layout; its slides stand on the sheet that 页面 names, or on the one that is called as the part is. Rows of 滚动字幕
with nothing but a text are its messages, one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from player.ingest.desk import Desk
from player.ingest.report import Spot
from player.ingest.sheet_columns import Column, is_ignored, named, nearest
from player.ingest.sheet_values import is_comment, text_in
from player.ingest.sheet_when import TIMES, hours_meant
from player.ingest.tree import Items, Node, Table, Text
from player.ingest.vocabulary import NO, WHEN_KEYS, YES, Lexicon, Word, plain
from player.ingest.zones_words import (
    ALONE,
    CLOCK_KEYS,
    CORNER_KEYS,
    LOGO_KEYS,
    MAIN_NAMES,
    PART_KEYS,
    TICKER_KEYS,
    ZONE_KEYS,
)
from player.model.table import Book, Line, Sheet, Sort
from player.model.words import Words

ZONES_SHEETS = ALONE
"""What the sheet may be called."""

ZONE = Word("zone", "分区", Words("哪一块", "which zone"), "滚动字幕")
CONTENT = Word(
    "content",
    "内容",
    Words("这一块的内容：文字、文件名、网址；时钟写 是", "its text, file or link; yes for a clock"),
    "节约用电，从我做起",
)
_SHEET = Word(
    "slides",
    "页面",
    Words("自己分的块：它的页面写在哪张工作表里", "for a part of a layout of your own: the sheet with its slides"),
    "右边",
)
_BARE = {"ticker": "text", "logo": "image", "corner": "qr"}
_KEYS = {"ticker": TICKER_KEYS, "clock": CLOCK_KEYS, "logo": LOGO_KEYS, "corner": CORNER_KEYS}
_SIZES = ("x", "y", "width", "height")
_PART_COLUMNS = frozenset((*_SIZES, "slides"))
_AS_IT_STANDS = "kind"  # a column of words: its cells are not read as dates or numbers


@cache
def zone_columns() -> Lexicon:
    """Every column of the sheet."""
    options = {
        word.name: word
        for words in (TICKER_KEYS, CLOCK_KEYS, CORNER_KEYS, PART_KEYS)
        for word in words
        if word.name not in ("text", "file", "qr", "slides", "when")
    }
    when = next(word for word in TICKER_KEYS if word.name == "when")
    return Lexicon(ZONE, CONTENT, *options.values(), _SHEET, *WHEN_KEYS, when)


def is_zones_sheet(sheet: Sheet) -> bool:
    """Whether the sheet is for zones: by its name."""
    return plain(sheet.name) in ZONES_SHEETS


@dataclass(slots=True)
class _Row:
    """A row: which zone it says, what else is filled in."""

    line: Line
    zone: str
    at: Spot
    cells: dict[str, int] = field(default_factory=dict)

    @property
    def is_part(self) -> bool:
        """Whether it is a part of a layout."""
        return ZONE_KEYS.find(self.zone) is None and bool(
            MAIN_NAMES.find(self.zone) or any(name in self.cells for name in _PART_COLUMNS)
        )


class SheetZones:
    """The zones of one sheet."""

    def __init__(self, book: Book, sheet: Sheet, desk: Desk) -> None:
        self.book = book
        self.sheet = sheet
        self.desk = desk
        self.rows: list[_Row] = []
        self._read()

    def sheets_named(self) -> set[str]:
        """The sheets that hold the slides of parts, by their plain names."""
        return {plain(self._slides_on(row)) for row in self.rows if row.is_part}

    def pair(self, slides_on: Callable[[str], Items | None]) -> tuple[Text, Table] | None:
        """The key `zones` and its table; `slides_on` reads the slides of the sheet of that name. None where it says nothing."""
        if not self.rows:
            return None
        zones = Table(self.rows[0].at)
        layout = Table(self.rows[0].at)
        for row in self.rows:
            if row.is_part:
                layout.pairs.append((Text(row.at, row.zone), self._part(row, slides_on)))
                continue
            word = ZONE_KEYS.find(row.zone)
            if word is None or word.name == "layout":
                self._unknown(row)
                continue
            node = self._zone(row, word)
            if word.name == "ticker" and self._is_message(row) and self._added(zones, node):
                continue
            zones.pairs.append((Text(row.at, row.zone), node))
        if layout.pairs:
            zones.pairs.append((Text(layout.spot, "layout"), layout))
        return (Text(zones.spot, ALONE[0]), zones) if zones.pairs else None

    # Reading the sheet

    def _spot(self, line: Line, column: int) -> Spot:
        return Spot(line.number, None, self.book.place(self.sheet, line, column))

    def _read(self) -> None:
        columns: list[Column] = [Column(0, ZONE), Column(1, CONTENT)]
        begun = False
        for line in self.sheet.lines:
            filled = [index for index, cell in enumerate(line.cells) if cell.text.strip() and cell.spread != "across"]
            if not filled:
                continue
            if not begun and named(line.cell(filled[0]).text, zone_columns())[0] is not None:
                columns, begun = self._columns(line, filled), True
                continue
            if is_comment(line.cell(filled[0]).text):
                continue
            if line.hidden:
                self.desk.add("table-row-hidden", self._spot(line, filled[0]))
                continue
            self._row(line, columns)

    def _columns(self, line: Line, filled: list[int]) -> list[Column]:
        """The columns that the row names; those that it does not know are told."""
        columns: list[Column] = []
        for index in filled:
            text, spot = line.cell(index).text, self._spot(line, index)
            word, meant = named(text, zone_columns())
            twice = next((column for column in columns if word is not None and column.word.name == word.name), None)
            if word is None and not is_ignored(text) and plain(text) not in ("备注", "note"):
                names = "、".join(one.alias for one in zone_columns())
                near = nearest(text, zone_columns())
                self.desk.add("table-column-unknown", spot, text=text, near=near, names=names)
            elif twice is not None:
                first = self.book.place(self.sheet, line, twice.index)
                self.desk.add("table-column-twice", spot, text=text, first=first)
            elif word is not None:
                columns.append(Column(index, word))
                if meant:
                    self.desk.add("table-column-meant", spot, text=text, name=Words(word.alias, word.name))
        return columns

    def _row(self, line: Line, columns: list[Column]) -> None:
        cells = {column.word.name: column.index for column in columns if line.cell(column.index).text.strip()}
        at = cells.pop(ZONE.name, None)
        if at is not None:
            self.rows.append(_Row(line, " ".join(line.cell(at).text.split()), self._spot(line, at), cells))
        elif cells:
            self.desk.add("table-zone-unknown", self._spot(line, min(cells.values())), text="", near="", names=_names())

    def _unknown(self, row: _Row) -> None:
        near = nearest(row.zone, ZONE_KEYS)
        self.desk.add("table-zone-unknown", row.at, text=row.zone, near=near, names=_names())

    # What the rows say

    def _text(self, row: _Row, column: str, name: str) -> Text | None:
        at = row.cells[column]
        return text_in(row.line.cell(at), name, self._spot(row.line, at), self.desk)

    def _zone(self, row: _Row, word: Word) -> Node:
        """The value of a zone, as the table or the bare text that YAML would have."""
        table = Table(row.at)
        if CONTENT.name in row.cells:
            text = self._text(row, CONTENT.name, _BARE.get(word.name, _AS_IT_STANDS))
            if text is not None and word.name not in _BARE:
                if plain(text.value) in NO or plain(text.value) not in YES:
                    return text
            elif text is not None:
                table.pairs.append((Text(text.spot, _BARE[word.name]), text))
        self._options(row, _KEYS[word.name], word.alias, table)
        if word.name == "clock" and not table.pairs:
            return Text(row.at, YES[0])
        return table

    def _options(self, row: _Row, words: Lexicon, name: str, table: Table) -> None:
        """Adds what stands in the other columns; what this zone has no use for is told."""
        when = Table(row.at)
        for column in row.cells:
            if column == CONTENT.name:
                continue
            if column in TIMES:
                if (text := self._text(row, column, column)) is not None:
                    alias = next(word.alias for word in WHEN_KEYS if word.name == column)
                    when.pairs.append((Text(text.spot, alias), text))
                continue
            word = words.find(column)
            if word is None:
                known = "、".join(one.alias for one in words if zone_columns().find(one.name) is not None)
                spot = self._spot(row.line, row.cells[column])
                own = zone_columns().find(column)
                key = Words(own.alias, own.name) if own is not None else Words(column, column)
                self.desk.add("table-zone-column", spot, zone=name, key=key, keys=known)
            elif column != _SHEET.name:
                shown = column if column in ("when", "caption") else _AS_IT_STANDS
                if (text := self._text(row, column, shown)) is not None:
                    table.pairs.append((Text(text.spot, word.alias), text))
        if when.pairs:
            table.pairs.append((Text(when.pairs[0][0].spot, "when"), hours_meant(when, self.desk)))

    @staticmethod
    def _is_message(row: _Row) -> bool:
        return set(row.cells) == {CONTENT.name}

    @staticmethod
    def _added(zones: Table, node: Node) -> bool:
        """Whether the text went to the ticker that is there, as one more message."""
        ticker = next((value for key, value in zones.pairs if isinstance(key, Text) and _is_ticker(key)), None)
        if not isinstance(ticker, Table) or not isinstance(node, Table) or not node.pairs:
            return False
        for at, (key, value) in enumerate(ticker.pairs):
            if isinstance(key, Text) and key.value == "text":
                before = value.items if isinstance(value, Items) else [value]
                ticker.pairs[at] = (key, Items(value.spot, [*before, node.pairs[0][1]]))
                return True
        return False

    # Parts of a layout

    def _slides_on(self, row: _Row) -> str:
        """The name of the sheet with the slides of the part."""
        for name in (_SHEET.name, CONTENT.name):
            if name in row.cells and row.line.cell(row.cells[name]).sort is not Sort.FAULT:
                return row.line.cell(row.cells[name]).text.strip()
        return row.zone

    def _part(self, row: _Row, slides_on: Callable[[str], Items | None]) -> Table:
        table = Table(row.at)
        self._options(row, PART_KEYS, row.zone, table)
        if MAIN_NAMES.find(row.zone) is not None:
            return table
        slides = slides_on(self._slides_on(row))
        if slides is not None:
            table.pairs.append((Text(row.at, _SHEET.name), slides))
        return table


def _is_ticker(key: Text) -> bool:
    word = ZONE_KEYS.find(key.value)
    return word is not None and word.name == "ticker"


def _names() -> str:
    return "、".join(word.alias for word in ZONE_KEYS if word.name != "layout")

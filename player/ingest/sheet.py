"""The cells of a spreadsheet -> the tree of a playlist, the same as YAML has: a row a slide, its texts with their cells as places.

A sheet is found by the names of its columns, which stand in its first row, or below a title. Each sheet that is shown is a part
of the playlist, in order. These are not: 设置 says how the whole plays; 分区 what stays around the slides; a sheet that an agenda
names holds its rows, one that a part of a layout names its slides; one called 说明 is for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from player.ingest.catalogue import PROBLEMS
from player.ingest.desk import Desk
from player.ingest.names import ending_of
from player.ingest.report import Spot
from player.ingest.shapes import flag
from player.ingest.sheet_aside import begins_another, is_aside, lower_names, repeats
from player.ingest.sheet_columns import (
    CONTENT,
    KIND,
    Column,
    columns,
    is_ignored,
    is_rows,
    is_switch,
    named,
    nearest,
    terms,
)
from player.ingest.sheet_turned import turned_names
from player.ingest.sheet_values import is_comment, says_nothing, text_in
from player.ingest.sheet_when import TIMES, hours_meant
from player.ingest.sheet_zones import SheetZones, is_zones_sheet
from player.ingest.sorts import DOCUMENTS, PICTURES
from player.ingest.tree import Items, Node, Table, Text
from player.ingest.vocabulary import ROW_KEYS, kind_named, plain
from player.model.table import NOTHING, Book, Cell, Line, Sheet, Sort
from player.model.words import Words
from player.slides.kind import Kind
from player.slides.kinds import KINDS, kind_of

SETTINGS_SHEETS = ("设置", "设定", "settings")
HELP_SHEETS = ("说明", "填写说明", "使用说明", "帮助", "示例说明", "help", "readme", "选项", "lists")
_OFF = frozenset(("停播", "停", "不播", "不放", "不播放", "不显示", "暂停", "下架"))
_FIRST_ROWS = 20
"""Rows among which the names of the columns are looked for."""

_HEADS = ("项目", "设置", "设置项", "key", "setting", "item")
_ROW_OUT = PROBLEMS["table-kind-missing"].on_screen
_OWN = {kind.fields[0].name: kind for kind in KINDS}
_ROWS = "rows"


@dataclass(slots=True)
class _Part:
    """A sheet with its columns; `line` is the one that names them."""

    sheet: Sheet
    line: Line
    columns: list[Column] = field(default_factory=list)


def sheet_tree(book: Book, desk: Desk) -> Node | None:
    """The playlist in the book; None, told, where there is none."""
    return _Reading(book, desk).tree()


class _Reading:
    def __init__(self, book: Book, desk: Desk) -> None:
        self.book = book
        self.desk = desk
        self.rows_of: dict[str, Sheet] = {}
        self.zones: SheetZones | None = None
        self.settings = Table(Spot(1))
        self.when = Table(Spot(1))

    def tree(self) -> Node | None:
        """As above."""
        for sheet in self.book.sheets:
            if sheet.hidden and sheet.lines and plain(sheet.name) not in HELP_SHEETS:
                self.desk.add("table-sheet-hidden", sheet=sheet.name)
        rest = self._without_settings([sheet for sheet in self.book.shown if sheet.lines])
        parts = self._parts(rest)
        if not parts:
            return None
        slides = Items(self._spot(parts[0].sheet, parts[0].line, 0))
        for part in parts:
            slides.items += self._slides(part)
        if not slides.items:
            self.desk.add("table-empty", slides.spot)
        pairs = [*self.settings.pairs]
        if self.when.pairs:
            pairs.append((Text(self.when.pairs[0][0].spot, "when"), self.when))
        zones = None if self.zones is None else self.zones.pair(self._slides_on)
        if zones is not None:
            pairs.append(zones)
        return Table(slides.spot, [*pairs, (Text(slides.spot, "slides"), slides)])

    def _without_settings(self, shown: list[Sheet]) -> list[Sheet]:
        """The sheets without those that say how the others play, which are read."""
        zones = next((sheet for sheet in shown[1:] if is_zones_sheet(sheet)), None)
        self.zones = None if zones is None else SheetZones(self.book, zones, self.desk)
        aside = set() if self.zones is None else self.zones.sheets_named()
        rest = []
        for sheet in shown:
            name = plain(sheet.name)
            if name in SETTINGS_SHEETS and sheet is not shown[0]:
                self._set(sheet)
            elif sheet is not zones and name not in aside and (name not in HELP_SHEETS or len(shown) == 1):
                rest.append(sheet)
        return rest

    def _slides_on(self, name: str) -> Items | None:
        """The slides of the sheet of that name, for a part of a layout; None where there are none."""
        sheet = next((sheet for sheet in self.book.shown if plain(sheet.name) == plain(name) and sheet.lines), None)
        head = None if sheet is None else self._head(sheet)
        if sheet is None or head is None:
            return None
        return Items(self._spot(sheet, head, 0), list(self._slides(self._part(sheet, head))))

    def _spot(self, sheet: Sheet, line: Line, column: int) -> Spot:
        return Spot(line.number, None, self.book.place(sheet, line, column))

    # Sheets

    def _parts(self, sheets: list[Sheet]) -> list[_Part]:
        """The sheets that hold slides, each with its columns; the others are told."""
        heads = {id(sheet): self._head(sheet) for sheet in sheets}
        self.rows_of = self._agendas(sheets)
        used = {id(sheet) for sheet in (*self.rows_of.values(), *self._figures(sheets, heads))}
        parts = []
        without = []
        told = False
        for sheet in sheets:
            head = heads[id(sheet)]
            if id(sheet) in used:
                continue
            turned = turned_names(sheet)
            if turned is not None:
                self.desk.add("table-turned", self._spot(sheet, *turned[0]), text="、".join(turned[1]))
                told = True
            elif head is None:
                without.append(sheet)
            else:
                parts.append(self._part(sheet, head))
        if not parts:
            if not told:
                self._headless(without)
            return []
        for sheet in without:
            self.desk.add("table-sheet-unused", self._spot(sheet, sheet.lines[0], 0), sheet=sheet.name)
        return parts

    def _headless(self, sheets: list[Sheet]) -> None:
        if not sheets:
            self.desk.add("table-empty")
            return
        sheet = sheets[0]
        line = sheet.lines[0]
        texts = [cell.text for cell in line.cells if cell.text.strip()]
        others = [text for text in texts if named(text, columns())[0] is None]  # a kind where its column is wanted
        near = next((words for text in others if (words := nearest(text, columns())).zh), "")
        self.desk.add("table-header", self._spot(sheet, line, 0), text=" | ".join(texts)[:60], near=near)

    def _head(self, sheet: Sheet) -> Line | None:
        """The row that names the columns: the first with two names; else the only one that has a name at all."""
        lines = sheet.lines[:_FIRST_ROWS]
        first: Line | None = None
        for line in lines:
            texts = [cell.text for cell in line.cells if cell.text.strip() and not cell.spread]
            known = [text for text in texts if named(text, columns())[0] is not None]
            told = [text for text in texts if not is_ignored(text)]
            if len(known) >= 2 and len(known) * 2 >= len(told):
                return line
            if known and not _is_setting(texts):
                if first is not None and len(texts) == 1:
                    continue  # a slide that reads 海报
                if first is not None:
                    return None  # the first row is a slide already: 标语 | 绿水青山
                first = line
        return first

    def _agendas(self, sheets: list[Sheet]) -> dict[str, Sheet]:
        """The sheets with rows that some agenda names, by their names."""
        by_name = {plain(sheet.name): sheet for sheet in sheets if sheet.name and self._is_rows(sheet)}
        if not by_name:
            return {}
        texts = {plain(cell.text) for sheet in sheets for line in sheet.lines for cell in line.cells if cell.text}
        return {name: sheet for name, sheet in by_name.items() if name in texts}

    @staticmethod
    def _figures(sheets: list[Sheet], heads: dict[int, Line | None]) -> Iterator[Sheet]:
        """The sheets whose figures a chart of this workbook shows: those that its column 工作表 names."""
        said: set[str] = set()
        for sheet in sheets:
            head = heads[id(sheet)]
            texts = [] if head is None else [cell.text for cell in head.cells]
            for index, text in enumerate(texts):
                word, _ = named(text, columns()) if text else (None, False)
                if word is not None and word.name == "sheet":
                    said |= {plain(line.cell(index).text) for line in sheet.lines if line is not head}
        yield from (sheet for sheet in sheets if sheet.name and plain(sheet.name) in said)

    @staticmethod
    def _is_rows(sheet: Sheet) -> bool:
        return is_rows([cell.text for cell in sheet.lines[0].cells if cell.text])

    def _part(self, sheet: Sheet, head: Line) -> _Part:
        """The columns of a sheet; what cannot be one is told once, where it is named."""
        for line in sheet.lines:
            if line is head:
                break
            self._set_above(sheet, line)
        below = lower_names(sheet, head)
        part = _Part(sheet, head if below is None else below)
        part.columns = self._columns(sheet, *(line for line in (below, head) if line is not None))
        return part

    def _columns(self, sheet: Sheet, *heads: Line) -> list[Column]:
        """The columns that the rows of names come to, the lowest first."""
        found: list[Column] = []
        met: dict[str, str] = {}
        for index in range(max(len(head.cells) for head in heads)):
            line = next((head for head in heads if _is_name(head.cell(index))), None)
            if line is None or is_ignored(line.cell(index).text):
                continue
            text, spot = line.cell(index).text, self._spot(sheet, line, index)
            word, meant = named(text, columns())
            if word is None:
                near = nearest(text, columns())
                self.desk.add("table-column-unknown", spot, text=text, near=near, names=self._names())
            elif word.name in met:
                self.desk.add("table-column-twice", spot, text=text, first=met[word.name])
            else:
                met[word.name] = spot.cell or ""
                found.append(Column(index, word, meant))
                if meant:
                    self.desk.add("table-column-meant", spot, text=text, name=Words(word.alias, word.name))
        return found

    @staticmethod
    def _names() -> str:
        return "、".join(word.alias for word in columns())

    # What rules for the whole

    def _set(self, sheet: Sheet) -> None:
        """Reads the sheet 设置: in each row a name, and its value beside it."""
        for number, line in enumerate(sheet.lines):
            filled = [(index, cell) for index, cell in enumerate(line.cells) if cell.text.strip() and not cell.spread]
            if not filled or is_comment(filled[0][1].text) or (not number and plain(filled[0][1].text) in _HEADS):
                continue
            at, key = filled[0]
            word, _ = named(key.text, terms())
            if word is None:
                near = nearest(key.text, terms())
                names = "、".join(one.alias for one in terms())
                self.desk.add(
                    "table-setting-unknown", self._spot(sheet, line, at), text=key.text, near=near, names=names
                )
            elif len(filled) > 1 and filled[1][0] == at + 1:
                self._term(sheet, line, at, word.name)

    def _set_above(self, sheet: Sheet, line: Line) -> None:
        """A row above the names of the columns: a setting where it reads as one, else a title."""
        filled = [index for index, cell in enumerate(line.cells) if cell.text.strip() and not cell.spread]
        if len(filled) == 2 and filled[1] == filled[0] + 1:
            word, _ = named(line.cell(filled[0]).text, terms())
            if word is not None:
                self._term(sheet, line, filled[0], word.name)

    def _term(self, sheet: Sheet, line: Line, at: int, name: str) -> None:
        text = text_in(line.cell(at + 1), name, self._spot(sheet, line, at + 1), self.desk)
        if text is not None:
            into = self.when if name in TIMES else self.settings
            into.pairs.append((Text(self._spot(sheet, line, at), name), text))

    # Rows

    def _slides(self, part: _Part) -> Iterator[Node]:
        """The slides of the rows below the names."""
        lines = part.sheet.lines
        for before, line in pairwise(lines[lines.index(part.line) :]):
            if repeats(line, part.columns):
                continue
            if begins_another(line, before, part.columns):
                part = _Part(part.sheet, line, self._columns(part.sheet, line))
                continue
            yield from self._slide(part, line)

    def _slide(self, part: _Part, line: Line) -> Iterator[Node]:
        """The slide of a row, or nothing."""
        cells = [(column, line.cell(column.index)) for column in part.columns]
        filled = [
            (column, cell) for column, cell in cells if _is_filled(cell) and not says_nothing(cell, column.word.name)
        ]
        own = [(column, cell) for column, cell in filled if not cell.spread]
        first = next((cell for cell in line.cells if _is_filled(cell)), NOTHING)
        if not own or (is_comment(first.text) and first.sort is not Sort.FAULT):
            return
        if self._is_off(part, line):
            return
        if is_aside(line):
            self.desk.add("table-row-aside", self._spot(part.sheet, line, line.cells.index(first)), text=first.text)
            return
        if line.hidden:
            self.desk.add("table-row-hidden", self._spot(part.sheet, line, own[0][0].index))
            return
        main = [pair for pair in filled if pair[0].word is CONTENT or pair[0].word.name in _OWN]
        if main and all(cell.spread for _, cell in main):
            at = own[0][0].index
            self.desk.add("table-merged", self._spot(part.sheet, line, at), text=main[0][1].text)
            return
        if self._failed(part, line, own):
            return
        table = Table(self._spot(part.sheet, line, (main or own)[0][0].index))
        kind = self._kind(part, line, filled, table)
        if not table.pairs and kind is None:
            self.desk.add("table-kind-missing", table.spot)
            return
        self._fill(part, line, filled, kind, table)
        yield table

    def _is_off(self, part: _Part, line: Line) -> bool:
        """Whether the row has 否 in its column 是否播放."""
        at = next((index for index, cell in enumerate(part.line.cells) if is_switch(cell.text)), None)
        if at is None or not line.cell(at).text.strip():
            return False
        if plain(line.cell(at).text) in _OFF:
            return True
        return self.desk.read(flag, Text(self._spot(part.sheet, line, at), line.cell(at).text)) is False

    def _failed(self, part: _Part, line: Line, own: list[tuple[Column, Cell]]) -> bool:
        """Whether a formula failed that was to say what the row shows, which is told once."""
        for column, cell in own:
            if cell.sort is Sort.FAULT and (column.word in (KIND, CONTENT) or column.word.name in _OWN):
                text_in(cell, column.word.name, self._spot(part.sheet, line, column.index), self.desk)
                told = self.desk.report.problems
                told[-1:] = [replace(one, on_screen=_ROW_OUT) for one in told[-1:]]
                return True
        return False

    def _kind(self, part: _Part, line: Line, filled: list[tuple[Column, Cell]], table: Table) -> Kind | None:
        """The kind of the row, as its first pair: by 类型 and 内容, or by the column that is filled."""
        cells = {column.word.name: (column, cell) for column, cell in filled}
        said, content = cells.get(KIND.name), cells.get(CONTENT.name)
        if said is not None:
            column, cell = said
            spot = self._spot(part.sheet, line, column.index)
            kind = kind_named(cell.text) or self._kind_meant(cell.text, spot)
            if kind is not None and kind.fields[0].name in cells and content is None:
                return self._kind_of(part, line, cells, kind, table)
            key = Text(spot, cell.text if kind is None else kind.alias)
            value: Text | None = Text(spot, "")
            if content is not None:
                value = self._text(part, line, content, kind.name if kind is not None else "text")
            if value is not None:
                table.pairs.append((key, value))
            return kind
        for name, kind in _OWN.items():
            if name in cells:
                return self._kind_of(part, line, cells, kind, table)
        if content is not None and content[1].sort is not Sort.FAULT:
            kind = kind_of(guessed(content[1]))
            value = self._text(part, line, content, kind.name)
            if value is not None:
                self.desk.add("table-kind-guessed", value.spot, kind=kind.alias)
                table.pairs.append((Text(value.spot, kind.alias), value))
                return kind
        return None

    def _kind_meant(self, text: str, spot: Spot) -> Kind | None:
        """The kind that another word for it means, which is mentioned; or None."""
        word, _ = named(text, columns())
        kind = None if word is None else _OWN.get(word.name)
        if kind is not None:
            self.desk.add("table-kind-meant", spot, text=text, kind=Words(kind.alias, kind.name))
        return kind

    def _kind_of(
        self, part: _Part, line: Line, cells: dict[str, tuple[Column, Cell]], kind: Kind, table: Table
    ) -> Kind:
        """The kind by its own column."""
        name = kind.fields[0].name
        text = self._text(part, line, cells[name], name)
        table.pairs.append(
            (Text(self._spot(part.sheet, line, cells[name][0].index), kind.alias), text or Text(table.spot, ""))
        )
        return kind

    def _fill(
        self, part: _Part, line: Line, filled: list[tuple[Column, Cell]], kind: Kind | None, table: Table
    ) -> None:
        """Adds the other cells of the row, its times together."""
        when = Table(table.spot)
        known = {field.name for field in kind.fields} if kind is not None else set()
        names = {column.word.name for column, _ in filled}
        for column, cell in filled:
            name = column.word.name
            if column.word is KIND or column.word is CONTENT or (kind is not None and name == kind.fields[0].name):
                if kind is not None and name == kind.fields[0].name and CONTENT.name in names:
                    spot = self._spot(part.sheet, line, column.index)
                    self.desk.add("table-content-twice", spot, name=kind.alias)
                continue
            spot = self._spot(part.sheet, line, column.index)
            if name == "note" and name not in known:
                continue  # 备注: what people note for themselves
            if name == _ROWS:
                table.pairs.append((Text(spot, name), self._rows(cell, spot)))
                continue
            if name == "figures":
                table.pairs.append((Text(spot, name), _figures_in(cell, spot)))
                continue
            name, alias = _time_among(names, column)
            text = self._text(part, line, (column, cell), name)
            if text is not None:
                (when if name in TIMES else table).pairs.append((Text(spot, alias), text))
        if kind is not None and kind.name == "agenda" and all(_name(key) != _ROWS for key, _ in table.pairs):
            self._named_rows(table)
        if when.pairs:
            when = hours_meant(when, self.desk)
            table.pairs.append((Text(when.pairs[0][0].spot, "when"), when))

    def _text(self, part: _Part, line: Line, pair: tuple[Column, Cell], name: str) -> Text | None:
        column, cell = pair
        return text_in(cell, name, self._spot(part.sheet, line, column.index), self.desk)

    # The rows of an agenda

    def _rows(self, cell: Cell, spot: Spot) -> Node:
        """The rows that a cell holds, a line each; or those of the sheet that it names."""
        sheet = self.rows_of.get(plain(cell.text))
        if sheet is not None:
            return self._sheet_rows(sheet)
        return Items(spot, [Text(spot, line) for line in cell.text.split("\n") if line.strip()])

    def _named_rows(self, table: Table) -> None:
        """An agenda without rows has those of the sheet that is called as it is."""
        title = table.pairs[0][1] if table.pairs else None
        sheet = self.rows_of.get(plain(title.value)) if isinstance(title, Text) else None
        if sheet is not None:
            table.pairs.append((Text(table.spot, _ROWS), self._sheet_rows(sheet)))

    def _sheet_rows(self, sheet: Sheet) -> Items:
        head = sheet.lines[0]
        found = [(index, ROW_KEYS.find(cell.text)) for index, cell in enumerate(head.cells) if cell.text]
        items = Items(self._spot(sheet, head, 0))
        for line in sheet.lines[1:]:
            row = Table(self._spot(sheet, line, 0))
            for index, word in found:
                cell = line.cell(index)
                if word is None or not _is_filled(cell):
                    continue
                text = text_in(
                    cell, "time" if word.name == "until" else word.name, self._spot(sheet, line, index), self.desk
                )
                if text is not None:
                    row.pairs.append((Text(text.spot, word.name), text))
            if row.pairs and not line.hidden:
                items.items.append(row)
        return items


def _is_setting(texts: list[str]) -> bool:
    """Whether the row reads as a setting above the names: 停留 | 20秒."""
    return len(texts) == 2 and named(texts[0], terms())[0] is not None


def guessed(cell: Cell) -> str:
    """The kind of a row that names none: what a bare text is in YAML."""
    text = cell.text.strip()
    if ending_of(text) in PICTURES:
        return "image"
    if ending_of(text) in DOCUMENTS:
        return "document"
    return "qr" if re.match("(?i)https?://", text) or cell.link else "slogan"


def _figures_in(cell: Cell, spot: Spot) -> Items:
    """The figures of a chart that stand in a cell, a line each: `2020: 18.48`."""
    parts = (
        re.split("[:：,，\t]| +", line.strip(), maxsplit=1) for line in re.split("[\n;；]", cell.text) if line.strip()
    )
    return Items(spot, [Items(spot, [Text(spot, word.strip()) for word in part]) for part in parts])


def _is_filled(cell: Cell) -> bool:
    return any(char.isprintable() and not char.isspace() for char in cell.text) and cell.spread != "across"


def _time_among(names: set[str], column: Column) -> tuple[str, str]:
    """The name and alias of a column of the row that has `names`: 时间, beside 开始 and 结束, are the hours."""
    word = column.word
    hours = word.name == "when" and names & TIMES and "hours" not in names
    return ("hours", "时段") if hours else (word.name, word.alias)


def _is_name(cell: Cell) -> bool:
    return bool(cell.text.strip()) and cell.spread != "across"


def _name(key: Node) -> str:
    return key.value if isinstance(key, Text) else ""

"""A spreadsheet, or figures in a playlist -> the figures of a chart, its title, unit and source, and how it is drawn.

Tables of offices have a title over the columns, a line with the unit, a total below, years down or across. What has one
clear meaning is understood; cells that hold no figure are told by their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from player.ingest.desk import Desk
from player.ingest.report import Spot
from player.ingest.shown import is_grouped, shown
from player.ingest.tree import Items, Node, Table, Text
from player.ingest.vocabulary import near, plain
from player.model.table import Book, Cell, Sheet, Sort, letters
from player.model.tokens import spoken
from player.model.traditional import simplified
from player.model.words import Words
from player.slides.chart_figures import MOST_BARS, MOST_POINTS, MOST_SERIES, Figures

STYLES = {
    **dict.fromkeys(("bars", "bar", "柱形", "柱形图", "柱状", "柱状图", "条形", "条形图", "column", "columns"), "bars"),
    **dict.fromkeys(("lines", "line", "折线", "折线图", "线", "曲线", "曲线图", "趋势"), "lines"),
}
"""What people call the two ways of drawing."""

_FEW = 8
"""So many points of one series are better told apart as bars, even where they are years."""

_TIME = re.compile(
    r"(?:[’']?\d{2}|(?:19|20)\d{2})\s*年?(?:度|底|末)?|(?:(?:19|20)\d{2}\s*[年./-]\s*)?(?:1[0-2]|0?[1-9])\s*月(?:份)?"
    r"|(?:19|20)\d{2}[./-](?:1[0-2]|0?[1-9])(?:[./-]\d{1,2})?|(?:(?:19|20)\d{2}\s*年?\s*)?(?:第?[一二三四1-4]季度|[Qq][1-4])"
    r"|[一二三四五六七八九十]{1,3}月(?:份)?|(?:\d{1,2}\s*月)?\d{1,2}\s*[日号]|\d{1,2}[:：点时]\d{0,2}|(?:周|星期)[一二三四五六日天]|\d{1,2}"
)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_LARGE = {"万": 1e4, "亿": 1e8}
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "n/a", "na", "null", "…", "……", "缺"})
_TOTALS = frozenset({"合计", "总计", "小计", "总和", "total", "sum", "合计数"})
_ASIDE = re.compile(r"[（(\[【]\s*(?:单位\s*[:：]?)?\s*([^（）()\[\]【】]{1,20}?)\s*[)）\]】]\s*$")
_UNIT = re.compile(r"(?:计量)?单位\s*[:：]\s*(.{1,20})")
_SOURCE = re.compile(r"(?:数据|资料)?来源\s*[:：]\s*(.{1,80})")
_LONGEST = 20
_THOUSAND = 1000


@dataclass(slots=True)
class Found:
    """What was found: the figures, and what stands beside them in the table."""

    figures: Figures
    title: str = ""
    unit: str = ""
    source: str = ""


@dataclass(slots=True)
class _Grid:
    """The cells of a table, row by row: texts, figures where they are, and the name of each for people."""

    rows: list[list[Cell]]
    names: list[list[str]]
    aside: dict[str, str] = field(default_factory=dict)


def style_for(figures: Figures) -> str:
    """Lines for what runs on in time over many points, bars for all else."""
    in_time = all(_TIME.fullmatch(spoken(label)) for label in figures.labels)
    points = len(figures.labels)
    return "lines" if in_time and (points > _FEW or (len(figures.names) > 1 and points > _FEW // 2)) else "bars"


def from_book(book: Book, desk: Desk, spot: Spot, *, path: str, sheet: str, columns: str) -> Found | None:
    """The figures of a workbook's sheet; None, and a problem, where there are none."""
    chosen = _sheet(book, sheet, desk, spot)
    if chosen is None:
        return None
    grid = _grid(book, chosen)
    table = _cut(grid)
    if table is None:
        desk.add("chart-empty", spot, path=path)
        return None
    head, body, names = table
    names = [[f"{path} {name}" for name in row] for row in names]
    wanted = _columns(columns, head, desk, spot) if columns else None
    if columns and wanted is None:
        return None
    found = _read(head, body, names, wanted, desk)
    if found is None:
        desk.add("chart-empty", spot, path=path)
        return None
    found.title = grid.aside.get("title", "")
    found.unit = found.unit or grid.aside.get("unit", "")
    found.source = grid.aside.get("source", "")
    return found


def inline(node: Node, desk: Desk) -> Found | None:
    """The figures that stand in a playlist: `{2020: 18.48, 2022: 18.03}`, `- 2020: 18.48`, `- [2020, 18.48]`."""
    rows = list(_written(node))
    if not rows:
        desk.add("chart-figures", node.spot)
        return None
    cells = [[_cell(text) for text in row] for row, _ in rows]
    wide = max(len(row) for row in cells)
    has_head = not any(_figure(cell) is not None for cell in cells[0][1:]) and len(cells) > 1
    head = cells[0] if has_head else [Cell()] * wide
    body = cells[1:] if has_head else cells
    names = [list(row) for row, _ in rows[1 if has_head else 0 :]]
    found = _read(head, body, names, None, desk)
    if found is None:
        desk.add("chart-figures", node.spot)
    return found


def checked(found: Found, style: str, desk: Desk, spot: Spot) -> bool:
    """Whether the chart can be read from a distance as it is; told where it cannot."""
    points, series = len(found.figures.labels), len(found.figures.names)
    limit = MOST_POINTS if style == "lines" else MOST_BARS
    if series > MOST_SERIES:
        desk.add("chart-series", spot, count=series, limit=MOST_SERIES)
        return False
    if points > limit:
        desk.add("chart-points", spot, count=points, limit=limit)
        return False
    return True


# The sheet and its columns


def _sheet(book: Book, wanted: str, desk: Desk, spot: Spot) -> Sheet | None:
    """The sheet that is meant: by its name or its number, else the first in which there are figures."""
    shown = book.shown or book.sheets
    if not wanted:
        return next((sheet for sheet in shown if _has_figures(sheet)), shown[0] if shown else None)
    said = plain(wanted)
    named = next((sheet for sheet in book.sheets if plain(sheet.name) == said), None)
    if named is not None:
        return named
    number = re.fullmatch(r"第?(\d{1,2})[张个页]?(?:工作?表)?", said)
    if number and 0 < int(number[1]) <= len(shown):
        return shown[int(number[1]) - 1]
    names = [sheet.name for sheet in shown]
    meant = near(names, wanted)
    told = Words(f"你是不是想写“{meant}”？", f"Did you mean “{meant}”?") if meant else Words("", "")
    desk.add("chart-sheet", spot, sheet=wanted, near=told, sheets="、".join(names))
    return None


def _has_figures(sheet: Sheet) -> bool:
    return sum(_figure(cell) is not None for line in sheet.lines for cell in line.cells[1:]) > 1


def _grid(book: Book, sheet: Sheet) -> _Grid:
    """The sheet's rows without what stands above and below the table, which is put aside: title, unit, source."""
    grid = _Grid([], [])
    for line in sheet.lines:
        if line.hidden:
            continue
        texts = [cell.text.strip() for cell in line.cells if cell.text.strip() and not cell.spread]
        if _noted(texts, grid) or (len(texts) == 1 and not grid.rows and _titled(texts[0], grid)):
            continue
        grid.rows.append(list(line.cells))
        grid.names.append([book.place(sheet, line, column) for column in range(len(line.cells))])
    return grid


def _noted(texts: Sequence[str], grid: _Grid) -> bool:
    """Whether the row says the unit or the source and nothing besides."""
    if not texts or len(texts) > 2:
        return False
    for text in texts:
        for name, pattern in (("unit", _UNIT), ("source", _SOURCE)):
            if (match := pattern.fullmatch(simplified(text))) is not None:
                grid.aside.setdefault(name, text[match.start(1) : match.end(1)].strip())
                break
        else:
            return False
    return True


def _titled(text: str, grid: _Grid) -> bool:
    if _number(text) is not None:
        return False
    grid.aside.setdefault("title", text)
    return True


_Cut = tuple[list[Cell], list[list[Cell]], list[list[str]]]


def _cut(grid: _Grid) -> _Cut | None:
    """The heading of the columns, the rows below it, and the names of their cells; years across are turned down."""
    rows = [(row, names) for row, names in zip(grid.rows, grid.names, strict=True) if any(cell.text for cell in row)]
    if not rows:
        return None
    first = next((at for at, (row, _) in enumerate(rows) if any(_figure(cell) is not None for cell in row[1:])), None)
    if first is None:
        return None
    wide = max(len(row) for row, _ in rows)
    own = rows[first][0]
    is_head = first == 0 and _is_heading(own, [row for row, _ in rows[1:]])
    if is_head:
        first = 1
    head = rows[first - 1][0] if first else [Cell()] * wide
    body = [_full(row, wide) for row, _ in rows[first:]]
    names = [[*each, *[""] * (wide - len(each))] for _, each in rows[first:]]
    head = _full(head, wide)
    if _is_across(head, body):
        table = [head, *body]
        turned = [[row[column] for row in table] for column in range(wide)]
        places = [["", *(row[column] for row in names)] for column in range(1, wide)]
        return turned[0], turned[1:], places
    return head, body, names


def _is_heading(row: list[Cell], below: list[list[Cell]]) -> bool:
    """Whether a row of figures is a heading all the same: years over columns."""
    years = [cell.text for cell in row[1:] if cell.text]
    return bool(below) and bool(years) and all(re.fullmatch(r"(?:19|20)\d{2}年?", text) for text in years)


def _is_across(head: list[Cell], body: list[list[Cell]]) -> bool:
    """Whether the points run from left to right: times over the columns, and none beside the rows."""
    over = [cell.text for cell in head[1:] if cell.text]
    beside = [row[0].text for row in body if row[0].text]
    if len(over) < 2 or not all(_TIME.fullmatch(spoken(text)) for text in over):
        return False
    return not all(_TIME.fullmatch(spoken(text)) for text in beside)


def _full(row: list[Cell], wide: int) -> list[Cell]:
    return [*row, *[Cell()] * (wide - len(row))]


def _columns(said: str, head: list[Cell], desk: Desk, spot: Spot) -> list[int] | None:
    """The columns that are meant, by what stands over them or by their letters; None, told, where one is not there."""
    names = {plain(cell.text): at for at, cell in reversed(list(enumerate(head))) if cell.text}
    bare = {plain(_ASIDE.sub("", cell.text)): at for at, cell in reversed(list(enumerate(head))) if cell.text}
    by_letter = {letters(at).casefold(): at for at in range(len(head))}
    chosen: list[int] = []
    for part in re.split(r"\s*[,，、;；]\s*", said.strip()):
        ends = re.fullmatch(r"([A-Za-z]{1,2})\s*[-:~：至到]\s*([A-Za-z]{1,2})", part)
        if ends and plain(part) not in names:
            first, last = by_letter.get(ends[1].casefold()), by_letter.get(ends[2].casefold())
            found = [] if first is None or last is None else list(range(first, last + 1))
        else:
            one = plain(part.removesuffix("列"))
            at = next(
                (table[key] for key in (plain(part), one) for table in (names, bare, by_letter) if key in table), None
            )
            found = [] if at is None else [at]
        if not found:
            over = [cell.text for cell in head if cell.text]
            desk.add("chart-column", spot, column=part, columns="、".join(over))
            return None
        chosen += found
    return list(dict.fromkeys(chosen))


# The figures


def _read(
    head: list[Cell], body: list[list[Cell]], names: list[list[str]], wanted: list[int] | None, desk: Desk
) -> Found | None:
    """The figures of the columns: the first holds the labels, the others that hold figures are the series."""
    labels = 0 if not wanted else wanted[0]
    body, names = _without_totals(body, names, labels)
    if wanted is not None:
        columns = wanted[1:]
    else:
        columns = [at for at in range(labels + 1, len(head)) if _is_series([row[at] for row in body])]
    if not columns or not body:
        return None
    values = tuple(tuple(_told(row[at], names[number][at], desk) for number, row in enumerate(body)) for at in columns)
    if not any(value is not None for series in values for value in series):
        return None
    units = {unit for at in columns if (unit := _unit_of(head[at].text, [row[at] for row in body]))}
    titles = [_bare(head[at].text) or f"系列{number}" for number, at in enumerate(columns, 1)]
    series = tuple(title[:_LONGEST] for title in titles)
    points = tuple(_label(row[labels], at) for at, row in enumerate(body, 1))
    large = [row[at] for row in body for at in columns if abs(_figure(row[at]) or 0) >= _THOUSAND]
    figures = Figures(points, series, values, grouped=bool(large) and all(map(is_grouped, large)))
    unit = units.pop() if len(units) == 1 else ""
    if unit == "%":
        cells = [[row[at] for row in body] for at in columns]
        figures = _in_hundredths(figures, cells)
    return Found(figures, unit=unit)


def _in_hundredths(figures: Figures, cells: list[list[Cell]]) -> Figures:
    """What a workbook holds as 0.26 and shows as 26%, in hundredths."""
    values = tuple(
        tuple(
            value * 100 if value is not None and cell.sort is Sort.PERCENT and cell.number is not None else value
            for value, cell in zip(own, column, strict=True)
        )
        for own, column in zip(figures.values, cells, strict=True)
    )
    return replace(figures, values=values)


def _without_totals(
    body: list[list[Cell]], names: list[list[str]], labels: int
) -> tuple[list[list[Cell]], list[list[str]]]:
    """The rows without those that add up the others: a bar of their sum would make all others small."""
    kept = [
        at for at, row in enumerate(body) if any(cell.text for cell in row) and plain(row[labels].text) not in _TOTALS
    ]
    return [body[at] for at in kept], [names[at] for at in kept]


def _is_series(cells: list[Cell]) -> bool:
    """Whether a column holds figures: at least half of what is in it."""
    filled = [cell for cell in cells if plain(cell.text) not in _NOTHING]
    return bool(filled) and 2 * sum(_figure(cell) is not None for cell in filled) >= len(filled)


def _told(cell: Cell, name: str, desk: Desk) -> float | None:
    """The figure of a cell; None, and a problem where something else stands in it."""
    value = _figure(cell)
    if value is None and plain(cell.text) not in _NOTHING:
        desk.add("chart-cell", place=name, text=cell.text[:20])
    return value


def _figure(cell: Cell) -> float | None:
    """The figure that a cell holds; None where it holds a text, a date, or nothing."""
    if cell.sort in (Sort.NUMBER, Sort.PERCENT) and cell.number is not None:
        return cell.number
    if cell.sort in (Sort.TEXT, Sort.NUMBER, Sort.PERCENT):
        return _number(cell.text)
    return None


def _number(text: str) -> float | None:
    """The number of 18.48, 1,234, −3, 26%, 12.3万; None of any other text."""
    said = spoken(text).replace(" ", "").replace(",", "").replace("\N{MINUS SIGN}", "-").rstrip("%")
    factor = _LARGE.get(said[-1:], 1.0)
    said = said[:-1] if said[-1:] in _LARGE else said
    return float(said) * factor if _NUMBER.fullmatch(said) else None


def _unit_of(over: str, cells: list[Cell]) -> str:
    """The unit of a column: in brackets in its heading, or % where all its figures are."""
    aside = _ASIDE.search(simplified(over))
    if aside and _number(aside[1]) is None:
        return over[aside.start(1) : aside.end(1)]
    filled = [cell for cell in cells if _figure(cell) is not None]
    if filled and all(cell.sort is Sort.PERCENT or cell.text.rstrip().endswith(("%", "％")) for cell in filled):
        return "%"
    return ""


def _bare(over: str) -> str:
    return " ".join(_ASIDE.sub("", over).split())


def _label(cell: Cell, number: int) -> str:
    """What stands under a point: as it is written, a month or a day of a date short, a number where there is nothing."""
    text = " ".join(shown(cell).split())
    day = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    if day:
        text = f"{int(day[2])}月{int(day[3])}日"
    return (text or str(number))[:_LONGEST]


def _cell(text: str) -> Cell:
    return Cell(text.strip(), Sort.PERCENT if text.strip().endswith(("%", "％")) else Sort.TEXT)


def _written(node: Node) -> Iterator[tuple[list[str], Spot]]:
    """The rows of figures in a playlist: a label and one figure or several each."""
    if isinstance(node, Table):
        for key, value in node.pairs:
            if isinstance(key, Text):
                yield [key.value, *_texts(value)], key.spot
    elif isinstance(node, Items):
        for item in node.items:
            if isinstance(item, Table):
                yield from _of_table(item)
            elif isinstance(item, Items):
                yield _texts(item), item.spot
            else:
                yield from _of_text(item)
    else:
        for line in node.value.split("\n"):
            yield from _of_text(Text(node.spot, line))


def _of_table(item: Table) -> Iterator[tuple[list[str], Spot]]:
    """`2020: 18.48`, or several pairs whose first is the label: `{年份: 2020, 能耗: 18.48}`."""
    if len(item.pairs) == 1:
        yield from _written(item)
    else:
        yield [text for _, value in item.pairs for text in _texts(value)], item.spot


def _of_text(item: Text) -> Iterator[tuple[list[str], Spot]]:
    parts = [part for part in re.split(r"\s*[,，、;；:：\t=]\s*|\s+", item.value.strip()) if part]
    if len(parts) > 1:
        yield parts, item.spot


def _texts(node: Node) -> list[str]:
    if isinstance(node, Items):
        return [item.value for item in node.items if isinstance(item, Text)]
    return re.split(r"\s*[,，;；]\s*", node.value) if isinstance(node, Text) else []

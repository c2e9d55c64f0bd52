"""The text of a CSV file -> its cells. What separates the columns is found by trying: comma, semicolon, Tab.

`sep=;` on the first line, as Excel writes it, says so itself. Else that sign wins which makes most rows as wide as the first;
the full-width comma is tried last. A row's number is that which a spreadsheet program shows for it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from player.ingest.report import Report, Spot
from player.model.table import LONGEST, MOST_CELLS, MOST_COLUMNS, NOTHING, Book, Cell, Line, Sheet, Sort

_SIGNS = (",", ";", "\t", "，", "|")
_LOOKED_AT = 50  # rows by which the separator is judged
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d{0,14}|[1-9]\d{0,2}(?:,\d{3}){1,4})(?:\.\d{1,12})?(%?)")
_FAULT = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|#+)")


def read_csv(text: str, report: Report) -> Book | None:
    """The cells of the text; None, and a problem, where there are more than are read."""
    said = re.match(r"sep=(.)(?:\r\n|\r|\n|$)", text)
    body = text[said.end() :] if said else text
    sign = said[1] if said else _separator(body)
    if sign in "，|" and not said:
        report.tell("csv-separator", sign=sign)
    lines: list[Line] = []
    count = 0
    for number, row in enumerate(_rows(body, sign), 2 if said else 1):
        cells = [_cell(text) for text in row]
        while cells and cells[-1] == NOTHING:
            cells.pop()
        count += sum(1 for cell in cells if cell.text)
        if count > MOST_CELLS or len(cells) > MOST_COLUMNS:
            size = f"{count}" if count > MOST_CELLS else f"{len(cells)} × {number}"
            limit = f"{MOST_CELLS}" if count > MOST_CELLS else f"{MOST_COLUMNS} × {MOST_CELLS}"
            report.tell("table-too-big", Spot(number), size=size, limit=limit)
            return None
        if cells:
            lines.append(Line(number, tuple(cells)))
    if body.count('"') % 2:
        report.tell("csv-quote", Spot(_unclosed(body)))
    return Book((Sheet("", tuple(lines)),))


def _rows(text: str, sign: str) -> Iterator[list[str]]:
    """The rows. A line end inside quotation marks is part of a cell; a quotation mark inside a text is a text."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    reader = csv.reader((line for line in lines if line), delimiter=sign)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell longer than any that is read, or a line that is none
            yield []


def _separator(text: str) -> str:
    """The sign that separates the columns; a comma where nothing does."""
    best, most = ",", (0, 0)
    for sign in _SIGNS:
        rows = [
            row
            for row, _ in zip(_rows(text, sign), range(_LOOKED_AT), strict=False)
            if any(cell.strip() for cell in row)
        ]
        wide = max((len(row) for row in rows[:1]), default=0)
        alike = sum(1 for row in rows if len(row) == wide)
        if wide > 1 and (alike, wide) > most and alike * 2 > len(rows):
            best, most = sign, (alike, wide)
    return best


def _unclosed(text: str) -> int:
    """The line of the quotation mark that is probably the odd one: the last line with an odd number of them."""
    odd = [number for number, line in enumerate(text.splitlines(), 1) if line.count('"') % 2]
    return odd[-1] if odd else 1


def _cell(text: str) -> Cell:
    """The cell that holds the text. What reads as a number has its value; how it was written stays."""
    said = "".join(char for char in text.replace("\r\n", "\n").replace("\r", "\n") if char in "\n\t" or ord(char) >= 32)
    said = said.replace("\ufeff", "").strip()[:LONGEST]
    if said.startswith('="') and said.endswith('"') and len(said) > 2:
        return Cell(said[2:-1].replace('""', '"'))  # what programs write so that Excel leaves 00123 alone
    if not said:
        return NOTHING
    if _FAULT.fullmatch(said):
        return Cell(said[:20], Sort.FAULT)
    number = _NUMBER.fullmatch(said)
    if number is None:
        return Cell(said)
    value = float(said.rstrip("%").replace(",", ""))
    return Cell(said, Sort.PERCENT, value / 100) if number[1] else Cell(said, Sort.NUMBER, value)

"""The bytes of an .xlsx workbook -> its sheets of cells. Runs in a sandboxed child alone. Raises NotRead.

An .xlsx is a zip of XML parts (ECMA-376). What is wanted of it is small: the sheets with their names, the texts, the numbers
with their formats, what is merged, hidden or a link. So that is read here, and nothing besides: no fonts, no colours, no drawings,
since programs write those in ways that trip full readers (WPS above all), and a playlist must not go off the screen for a colour.

Nothing is unpacked but the parts that are read; what they say that they unpack to is added up first, and a part never yields
more than it says. XML with a DTD or entities is refused.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from player.model.table import (
    LONGEST,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    NOTHING,
    Book,
    Cell,
    Line,
    Sheet,
    Sort,
)
from player.prepare.number_format import BUILT_IN, cell_of

MOST_BYTES = 80_000_000
"""Bytes that the parts of a workbook may unpack to."""

MOST_PARTS = 5_000
MOST_MERGED = 2_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ISO_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?)?Z?")


class NotRead(Exception):
    """The file cannot be read as a workbook: a code of `ingest/table_words.py`, with figures."""

    def __init__(self, code: str, raw: str = "", **figures: str) -> None:
        super().__init__(code)
        self.code = code
        self.raw = raw
        self.figures = figures


def read_workbook(file: IO[bytes]) -> Book:
    """The sheets of the workbook. Raises NotRead."""
    _check_head(file)
    try:
        with zipfile.ZipFile(file) as parts:
            return _Parts(parts).book()
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise NotRead("table-broken" if _has_end(file) else "table-incomplete", str(error)) from error
    except (ParseError, DefusedXmlException, ValueError, LookupError, ArithmeticError, RuntimeError) as error:
        raise NotRead("table-broken", f"{type(error).__name__}: {error}") from error


def _check_head(file: IO[bytes]) -> None:
    """Raises NotRead where the file is none of the zip files that are wanted."""
    head = file.read(8)
    if head == _OLE:
        raise NotRead("table-locked" if _ENCRYPTED in file.read(40_000_000) else "table-old-inside")
    if not head.strip(b"\0"):
        raise NotRead("table-incomplete")
    if not head.startswith(b"PK"):
        raise NotRead("table-not-one")
    file.seek(0)


def _has_end(file: IO[bytes]) -> bool:
    """Whether the zip has its directory's end, which is the last thing that is written."""
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 66_000))
    return b"PK\5\6" in file.read()


@dataclass(slots=True)
class _Rough:
    """A cell as it stands in the file."""

    sort: str = "n"
    style: int = 0
    value: str | None = None
    inline: str | None = None
    formula: bool = False


@dataclass(slots=True)
class _Page:
    """A sheet while it is read: cells by row and column, both from 0 but for the row's own number."""

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)


class _Parts:
    """The parts of an opened workbook."""

    def __init__(self, parts: zipfile.ZipFile) -> None:
        self._zip = parts
        infos = parts.infolist()
        if len(infos) > MOST_PARTS:
            raise NotRead("table-too-big", size=str(len(infos)), limit=str(MOST_PARTS))
        if any(info.flag_bits & 1 for info in infos):
            raise NotRead("table-locked")
        self._names = {info.filename.replace("\\", "/").lstrip("/"): info for info in infos}
        self._read = 0
        self._cells = 0
        self._texts: list[str] = []
        self._forms: list[str] = []
        self._since_1904 = False

    def book(self) -> Book:
        """The sheets in their order."""
        main = self._main()
        links = self._relations(main)
        sheets: list[tuple[str, str, bool]] = []
        for element in self._elements(main):
            tag = _tag(element)
            if tag == "workbookPr":
                self._since_1904 = element.get("date1904") in ("1", "true")
            elif tag == "sheet":
                wanted = next((value for key, value in element.attrib.items() if _bare(key) == "id"), "")
                kind, target = links.get(wanted, ("", ""))
                if kind == "worksheet":
                    hidden = element.get("state", "visible") != "visible"
                    sheets.append((element.get("name", "")[:100], target, hidden))
        if len(sheets) > MOST_SHEETS:
            raise NotRead("table-too-big", size=f"{len(sheets)} sheets", limit=str(MOST_SHEETS))
        for kind, target in links.values():
            if kind == "sharedStrings" and target in self._names:
                self._texts = list(self._shared(target))
            elif kind == "styles" and target in self._names:
                self._forms = self._formats(target)
        return Book(tuple(self._sheet(name, target, hidden=hidden) for name, target, hidden in sheets))

    def _main(self) -> str:
        """The part of the workbook itself. Raises NotRead where this is another sort of file."""
        names = self._names
        if "xl/workbook.bin" in names:
            raise NotRead("table-old-inside")
        if "mimetype" in names and "content.xml" in names:
            raise NotRead("table-old-inside")
        for kind, target in self._relations("").values():
            if kind == "officeDocument" and target in names and target.rpartition("/")[2].startswith("workbook"):
                return target
        if "xl/workbook.xml" in names:
            return "xl/workbook.xml"
        raise NotRead("table-not-one")

    def _open(self, name: str) -> IO[bytes]:
        info = self._names[name]
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotRead("table-broken", f"compressed by {info.compress_type}")
        self._read += info.file_size
        if self._read > MOST_BYTES:
            raise NotRead("table-too-big", size=f"{self._read / 1e6:.0f} MB", limit=f"{MOST_BYTES / 1e6:.0f} MB")
        return self._zip.open(info)

    def _elements(self, name: str) -> Iterator[Element]:
        """The elements of a part as they end; what is over is forgotten, or a sheet would fill the memory."""
        with self._open(name) as file:
            around: list[Element] = []
            walk: Iterator[tuple[str, Any]] = iterparse(file, events=("start", "end"), forbid_dtd=True)
            for event, element in walk:
                if event == "start":
                    around.append(element)
                    continue
                around.pop()
                yield element
                if _tag(element) in _WHOLE:
                    element.clear()
                    if around:
                        around[-1].remove(element)

    def _relations(self, of: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: by its id, of what kind it is, and its name (or its address)."""
        folder, name = posixpath.split(of)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self._names:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for element in self._elements(path):
            if _tag(element) == "Relationship":
                target = element.get("Target", "")
                if element.get("TargetMode") != "External":
                    target = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                    target = posixpath.normpath(target)
                found[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], target)
        return found

    def _shared(self, name: str) -> Iterator[str]:
        """The texts that cells name by number."""
        for element in self._elements(name):
            if _tag(element) == "si":
                yield _words(element)

    def _formats(self, name: str) -> list[str]:
        """The number format of each style that cells name by number."""
        own: dict[int, str] = {}
        forms: list[str] = []
        for element in self._elements(name):
            tag = _tag(element)
            if tag == "numFmt":
                own[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")[:200]
            elif tag == "cellXfs":
                numbers = [int(one.get("numFmtId", "0")) for one in element if _tag(one) == "xf"]
                forms = [own.get(number) or BUILT_IN.get(number, "General") for number in numbers]
        return forms

    def _sheet(self, name: str, target: str, *, hidden: bool) -> Sheet:
        if target not in self._names:
            return Sheet(name, hidden=hidden)
        page, at = _Page(), 0
        for element in self._elements(target):
            tag = _tag(element)
            if tag == "row":
                at = int(element.get("r") or at + 1)
                if element.get("hidden") in ("1", "true"):
                    page.hidden.add(at)
                self._row(element, at, page)
            elif tag == "mergeCell":
                page.merged.append(_range(element.get("ref", "")))
                if len(page.merged) > MOST_MERGED:
                    raise NotRead("table-too-big", size=f"{MOST_MERGED}+", limit=str(MOST_MERGED))
            elif tag == "hyperlink":
                ident = next((value for key, value in element.attrib.items() if _bare(key) == "id"), "")
                page.links.append((element.get("ref", ""), ident, element.get("location", "")))
        if page.links:
            self._link(page, self._relations(target))
        _spread(page)
        return Sheet(name, tuple(_lines(page)), hidden=hidden)

    def _row(self, row: Element, number: int, page: _Page) -> None:
        column = -1
        for element in row:
            if _tag(element) != "c":
                continue
            reference = _REFERENCE.fullmatch(element.get("r", ""))
            column = _column(reference[1]) if reference else column + 1
            cell = self._cell(_rough(element))
            if cell == NOTHING:
                continue
            if column >= MOST_COLUMNS or number > MOST_ROWS:
                size, limit = f"{element.get('r')}", f"{MOST_COLUMNS} × {MOST_ROWS}"
                raise NotRead("table-too-big", size=size, limit=limit)
            self._cells += 1
            if self._cells > MOST_CELLS:
                raise NotRead("table-too-big", size=f"{MOST_CELLS}+", limit=str(MOST_CELLS))
            page.rows.setdefault(number, {})[column] = cell

    def _cell(self, rough: _Rough) -> Cell:
        value = rough.value
        if rough.sort == "inlineStr":
            return _text(rough.inline or "")
        if value is None or not value.strip():
            return Cell("=", Sort.FAULT) if rough.formula and rough.sort == "n" else NOTHING
        if rough.sort == "s":
            return _text(self._texts[int(value)])
        if rough.sort == "str":
            return _text(value)
        if rough.sort == "b":
            return Cell("是" if value.strip() in ("1", "true") else "否", Sort.FLAG)
        if rough.sort == "e":
            return Cell(value.strip()[:20], Sort.FAULT)
        if rough.sort == "d":
            return _dated(value.strip())
        form = self._forms[rough.style] if rough.style < len(self._forms) else "General"
        return cell_of(float(value), form, since_1904=self._since_1904)

    @staticmethod
    def _link(page: _Page, relations: dict[str, tuple[str, str]]) -> None:
        """Gives cells the links that are on them."""
        for where, ident, inside in page.links:
            target = relations.get(ident, ("", ""))[1]
            if inside and target:
                target = f"{target}#{inside}"
            if not target:
                continue
            top, left, bottom, right = _range(where)
            for row in range(top, min(bottom, top + 500) + 1):
                for column, cell in list(page.rows.get(row, {}).items()):
                    if left <= column <= right:
                        page.rows[row][column] = replace(cell, link=target[:2000])


_WHOLE = frozenset(("row", "si", "mergeCell", "hyperlink", "Relationship", "dataValidation", "conditionalFormatting"))
"""Elements that are not needed any more when they have ended."""


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def _tag(element: Element) -> str:
    """The element's name without its namespace: there are two of them, of the transitional and of the strict form."""
    return _bare(element.tag) if isinstance(element.tag, str) else ""


def _words(element: Element) -> str:
    """The text of a shared or inline text: its runs, without what says how it is pronounced."""
    parts: list[str] = []
    for part in element:
        if _tag(part) == "t":
            parts.append(part.text or "")
        elif _tag(part) == "r":
            parts += [run.text or "" for run in part if _tag(run) == "t"]
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(parts))


def _text(text: str) -> Cell:
    """The cell of a text; line ends as here, signs that cannot be shown left out."""
    said = text.replace("\r\n", "\n").replace("\r", "\n")[:LONGEST]
    said = "".join(char for char in said if char in "\n\t" or ord(char) >= 32)
    said = said.encode("utf-8", "ignore").decode()  # an escaped half of a surrogate pair
    return Cell(said) if said.strip() else NOTHING


def _dated(text: str) -> Cell:
    match = _ISO_DAY.fullmatch(text)
    if match is None:
        return _text(text)
    if match[2] is None:
        return Cell(match[1], Sort.DATE)
    return Cell(f"{match[1]} {match[2]}" + (f":{match[3]}" if int(match[3] or 0) else ""), Sort.MOMENT)


def _rough(element: Element) -> _Rough:
    rough = _Rough(element.get("t", "n"), int(element.get("s") or 0))
    for part in element:
        tag = _tag(part)
        if tag == "v":
            rough.value = part.text or ""
        elif tag == "f":
            rough.formula = True
        elif tag == "is":
            rough.inline = _words(part)
    if rough.sort == "str" and rough.value:
        rough.value = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), rough.value)
    return rough


def _column(letters: str) -> int:
    """The column, from 0, of its letters."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - ord("A") + 1
    return number - 1


def _range(text: str) -> tuple[int, int, int, int]:
    """The rows and columns of `B2:C5`: top, left, bottom, right. Raises ValueError."""
    ends = [_REFERENCE.fullmatch(end) for end in text.replace("$", "").split(":")]
    if len(ends) not in (1, 2) or ends[0] is None or ends[-1] is None:
        raise ValueError(f"no range: {text[:40]!r}")
    return int(ends[0][2]), _column(ends[0][1]), int(ends[-1][2]), _column(ends[-1][1])


def _spread(page: _Page) -> None:
    """A merged cell's value stands in all its cells, as far as there are rows and columns at all."""
    last = max(page.rows, default=0)
    width = max((max(row, default=-1) for row in page.rows.values()), default=-1)
    room = MOST_CELLS
    for top, left, bottom, right in page.merged:
        cell = page.rows.get(top, {}).get(left, NOTHING)
        if cell == NOTHING:
            continue
        for row in range(top, min(bottom, last) + 1):
            for column in range(left, min(right, width) + 1):
                if (row, column) != (top, left):
                    room -= 1
                    if room < 0:
                        raise NotRead("table-too-big", size=f"{MOST_CELLS}+", limit=str(MOST_CELLS))
                    page.rows.setdefault(row, {})[column] = replace(cell, spread="across" if column > left else "down")


def _lines(page: _Page) -> Iterator[Line]:
    for number in sorted(page.rows):
        row = page.rows[number]
        cells = tuple(row.get(column, NOTHING) for column in range(max(row) + 1))
        yield Line(number, cells, hidden=number in page.hidden)

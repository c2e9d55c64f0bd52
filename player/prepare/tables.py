"""Workbooks read in a child under limits; what is in them comes back as plain JSON, through a file.

    {"op": "table", "path": path, "into": path}    -> {…, "code": "", "figures": …}, and the file `into` is there
                                                      {…, "code": why it cannot be read, …} or {…, "died": Words}

The file is the canonical JSON of a `Book`. It goes by a file since a message must be small enough to be written whole, and so
that a workbook, named by its digest, is decoded once.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from player.model.canon import canonical, decode, encode
from player.model.table import LONGEST, MOST_CELLS, MOST_COLUMNS, MOST_SHEETS, Book
from player.model.words import Words, printable
from player.prepare.limits import JobDied, Limits, Room, run_limited

TABLE_LIMITS = Limits(seconds=20.0, memory=700_000_000, answer=40_000_000)
"""What the reading of one workbook may use."""

CODES = frozenset(
    {"table-locked", "table-old-inside", "table-not-one", "table-incomplete", "table-broken", "table-too-big"}
)
"""Why a workbook cannot be read."""

_FIGURE = 60


@dataclass(frozen=True, slots=True)
class Told:
    """What the child says: the book; or the code of why there is none, with figures. `raw`: words for the log."""

    book: Book | None = None
    code: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    raw: str = ""


def read(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """The answer to a request."""
    from player.prepare import workbook as _  # noqa: F401, PLC0415  # where a workbook is, and nowhere else; before the fork

    path, into = Path(request["path"]), Path(request["into"])
    most = replace(TABLE_LIMITS, seconds=min(limits.seconds, TABLE_LIMITS.seconds))
    try:
        told = _believed(run_limited(partial(_read, path), most, Room((path,))))
    except JobDied as died:
        return request | {"died": encode(died.cause)}
    if told.book is not None:
        _write(into, told.book)
    return request | {"code": told.code, "figures": dict(told.figures), "raw": told.raw}


def _read(path: Path) -> bytes:
    """Runs in the child."""
    from player.prepare.workbook import NotRead, read_workbook  # noqa: PLC0415  # it is there already

    try:
        with path.open("rb") as file:
            told = Told(read_workbook(file))
    except NotRead as refused:
        told = Told(None, refused.code, tuple(refused.figures.items()), refused.raw)
    return json.dumps(encode(told)).encode()


def _believed(answer: bytes) -> Told:
    """The child's answer, of which nothing is taken unread. Raises JobDied where it makes no sense."""
    try:
        told = decode(Told, json.loads(answer))
    except (ValueError, RecursionError):
        raise _nonsense() from None
    if told.book is None:
        if told.code not in CODES:
            raise _nonsense()
        figures = tuple((name[:20], printable(figure, _FIGURE)) for name, figure in told.figures[:5])
        return replace(told, figures=figures, raw=printable(told.raw, 300))
    if told.code or not _fits(told.book):
        raise _nonsense()
    return told


def _fits(book: Book) -> bool:
    """Whether the book keeps to the limits."""
    lines = [line for sheet in book.sheets for line in sheet.lines]
    cells = [cell for line in lines for cell in line.cells]
    return (
        len(book.sheets) <= MOST_SHEETS
        and all(len(line.cells) <= MOST_COLUMNS for line in lines)
        and sum(1 for cell in cells if cell.text) <= 2 * MOST_CELLS
        and all(len(cell.text) <= LONGEST and len(cell.link) <= LONGEST for cell in cells)
    )


def _write(into: Path, book: Book) -> None:
    """The file, whole or not at all. One that is lost with the power is made again."""
    into.parent.mkdir(parents=True, exist_ok=True)
    draft = into.with_name(f".{into.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(canonical(book))
        draft.replace(into)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _nonsense() -> JobDied:
    return JobDied("the job's answer makes no sense", Words("结果不可信", "its answer makes no sense"))

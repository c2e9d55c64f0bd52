"""A spreadsheet of the folder -> its cells. A workbook is decoded elsewhere, under limits; a CSV is text, and is read here."""

from __future__ import annotations

from player.errors import SourceError
from player.ingest.big5 import big5_text
from player.ingest.csv_cells import read_csv
from player.ingest.desk import Desk
from player.ingest.names import ending_of
from player.ingest.parse import text_from
from player.ingest.report import Report
from player.ingest.sorts import BOOKS
from player.model.problem import Problem, Severity
from player.model.table import Book

MAX_CSV = 1024 * 1024
"""Bytes of a CSV file."""


def read_table(path: str, desk: Desk) -> Book | None:
    """The cells of the spreadsheet at `path`, which was found by `desk.lookup`; None, and problems, where there are none."""
    said = desk.lookup.table(path) if ending_of(path) in BOOKS else _read_csv(path, desk)
    if isinstance(said, Problem):
        _tell(said, desk)
        return None
    return said


def _read_csv(path: str, desk: Desk) -> Book | None:
    try:
        data = desk.lookup.names.files.read(path, MAX_CSV + 1)
    except SourceError as error:
        desk.add("file-unreadable", reason=str(error))
        return None
    report = Report(path)  # its places are in the table, not in the playlist that names it
    text = big5_text(data) if len(data) <= MAX_CSV else None
    if text is not None:
        report.tell("text-big5")
    else:
        text = text_from(data, report, MAX_CSV)
    book = None if text is None else read_csv(text, report)
    for problem in report.problems:
        _tell(problem, desk)
    return book


def _tell(problem: Problem, desk: Desk) -> None:
    """Tells it, though several slides name the same table, once."""
    if problem not in desk.report.problems:
        desk.report.problems.append(problem)
        desk.report.errors += problem.severity is Severity.ERROR

"""Workbooks for tests: written by openpyxl, and by LibreOffice where it is to be asked."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from player.model.content import Slide
from player.model.snapshot import Snapshot
from player.model.table import Book
from player.prepare.workbook import read_workbook

Rows = Iterable[Iterable[Any]]


def workbook(sheets: dict[str, Rows], touch: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """The bytes of a workbook with these sheets; `touch` may add to it what rows cannot say."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if touch is not None:
        touch(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cells(data: bytes) -> Book:
    """What is read in the workbook."""
    return read_workbook(io.BytesIO(data))


def edited(data: bytes, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> bytes:
    """The workbook with each part as `change` makes it; None leaves it out. `more` are parts besides."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return stream.getvalue()


def converted(path: Path, ending: str, into: Path) -> Path:
    """The file as LibreOffice saves it with another ending, in the folder `into`."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is not installed"
    into.mkdir(exist_ok=True)
    profile = (into / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, "--outdir", str(into)]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, timeout=110, check=False)
    made = into / f"{path.stem}.{ending.partition(':')[0]}"
    assert made.exists(), done.stdout + done.stderr
    return made


def same(one: Snapshot, other: Snapshot) -> bool:
    """Whether the playlists `单.*` of two snapshots show the same, wherever it was written."""
    return _bare(one) == _bare(other)


def _bare(snapshot: Snapshot) -> list[object]:
    return [
        replace(playlist, id="", slides=tuple(_loose(slide) for slide in playlist.slides))
        for playlist in snapshot.playlists
        if playlist.id.startswith("单.")
    ]


def _loose(slide: Slide) -> Slide:
    return replace(slide, id="", source=replace(slide.source, file="", line=None))

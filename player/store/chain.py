"""The lines of the journal: how one is written, how it names the one before, and what a file's end tells.

    journal/2020-07-04.jsonl    a record a line, filed under the local day on which it was written
    journal/head                number and digest of a record that is known to be on the disk

Theory. Records are numbered from 1 without a gap (`n`), and each carries the SHA-256 of the whole line before it, its
newline included (`before`; the first one carries zeros). Files are only pages: the chain runs on from the last line of
one into the first of the next. Where somebody sets the clock back, the player goes on in an older file. So the order of
records is that of their numbers, a file holds one or more *runs* of consecutive records, and all runs together must
tile the numbers. What is removed at the very end would leave no trace in the chain: that is what `head` is for.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from player.model.units import Digest, Millis
from player.store.atomic import replace

JOURNAL = "journal"
"""The folder of the journal in the cache."""

HEAD = "head"
SUFFIX = ".jsonl"

_NUMBER = re.compile(rb'\{"n":([1-9]\d{0,15}),')
_HEAD = re.compile(rb"(0|[1-9]\d{0,15}) ([0-9a-f]{64})\n")
_FILE = re.compile(r"\d{4}-\d{2}-\d{2}\.jsonl")
_EPOCH = datetime.fromtimestamp(0, UTC)
_TAIL = 1 << 13  # bytes: more than one line takes, nearly always


@dataclass(frozen=True, slots=True)
class Link:
    """The record `number` and the SHA-256 of its line."""

    number: int
    digest: Digest


LAST_INSTANT = Millis(253_370_000_000_000)
"""In 9998: what a calendar can still write down."""

GENESIS = Link(0, Digest("0" * 64))
"""What the first record follows."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive records, `first` to `last.number`, that follow the line with the digest `before`."""

    first: int
    before: str
    last: Link


@dataclass(frozen=True, slots=True)
class Tail:
    """How a file ends: its last whole line (None: it has none) and the bytes after it, left by a write that was cut off."""

    last: Link | None
    torn: int
    size: int


def line_of(link: Link, sort: str, fields: Mapping[str, object]) -> tuple[bytes, Link]:
    """The line of a record that follows `link`, and the link that it is itself."""
    number = link.number + 1
    record = {"n": number, "type": sort, **fields, "before": link.digest}
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace") + b"\n"
    return line, Link(number, digest_of_line(line))


def digest_of_line(line: bytes) -> Digest:
    """The SHA-256 of the line with its newline."""
    return Digest(hashlib.sha256(line).hexdigest())


def number_of(line: bytes) -> int | None:
    """The number that the line carries; None where it is no record."""
    match = _NUMBER.match(line)
    return int(match[1]) if match else None


def parsed(line: bytes) -> dict[str, Any] | None:
    """The record of a line; None where it is none."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and isinstance(record.get("before"), str) else None


def files(folder: Path) -> list[Path]:
    """The files of the journal, by day; none where there is no folder."""
    try:
        return sorted(path for path in folder.iterdir() if _FILE.fullmatch(path.name))
    except FileNotFoundError:
        return []


def tail(path: Path) -> Tail:
    """How the file ends. A last line that is no record gets the number that it must have had."""
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - _TAIL))
        found = _tail(stream.read(), size)
        if found.last is None and size > _TAIL:
            stream.seek(0)
            found = _tail(stream.read(), size)
    return found


def _tail(data: bytes, size: int) -> Tail:
    """What `data`, the end of a file of `size` bytes, tells of it."""
    whole = data[: data.rfind(b"\n") + 1]
    lines = lines_of(whole)
    for after, line in enumerate(reversed(lines)):
        number = number_of(line)
        if number is not None:
            return Tail(Link(number + after, digest_of_line(lines[-1])), len(data) - len(whole), size)
    return Tail(None, len(data) - len(whole), size)


def lines_of(data: bytes) -> list[bytes]:
    """The whole lines, each with its newline; a carriage return ends none."""
    return [part + b"\n" for part in data.split(b"\n")[:-1]]


def runs(path: Path) -> list[Run]:
    """The runs of a file that is sound; looks at its first and last line alone where it is one run, as nearly always."""
    data = path.read_bytes()
    lines = data.count(b"\n")
    first, last = data[: data.find(b"\n") + 1], data[data.rfind(b"\n", 0, -1) + 1 :]
    edges = list(_runs((first, last)))
    if edges and edges[-1].last.number - edges[0].first + 1 == lines:
        return [Run(edges[0].first, edges[0].before, edges[-1].last)]
    return list(_runs(lines_of(data)))


def _runs(lines: Iterable[bytes]) -> Iterator[Run]:
    run: Run | None = None
    for line in lines:
        number, record = number_of(line), parsed(line)
        if number is None or record is None:
            continue
        link = Link(number, digest_of_line(line))
        if run is not None and (number, record["before"]) == (run.last.number + 1, run.last.digest):
            run = Run(run.first, run.before, link)
            continue
        if run is not None:
            yield run
        run = Run(number, record["before"], link)
    if run is not None:
        yield run


def write_head(folder: Path, link: Link) -> None:
    """The head names `link`, durably. Raises OSError."""
    replace(folder / HEAD, f"{link.number} {link.digest}\n".encode())


def read_head(folder: Path) -> Link | None:
    """What the head names; None where it is gone or is not a head. Raises OSError where the disk fails.

    A disk that fails for a moment must not look like a head that somebody took away: that is written down for ever.
    """
    try:
        match = _HEAD.fullmatch((folder / HEAD).read_bytes())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    return Link(int(match[1]), Digest(match[2].decode())) if match else None


def iso(instant: Millis, zone: tzinfo) -> str:
    """ISO 8601 in local time with its offset and milliseconds: an xs:dateTime. The day is its first ten characters."""
    bounded = min(max(instant, 0), LAST_INSTANT)
    return (_EPOCH + timedelta(milliseconds=bounded)).astimezone(zone).isoformat(timespec="milliseconds")


def instant_of(text: str) -> Millis:
    """The instant of an ISO 8601 time with offset. Raises ValueError."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return Millis((read - _EPOCH) // timedelta(milliseconds=1))

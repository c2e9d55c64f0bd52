"""The bytes of a YAML file -> its tree, every problem told; a slide that YAML cannot read is left out, the rest is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from player.ingest.decode_text import Coding, decode_text
from player.ingest.front import Fronted, mend_lines
from player.ingest.report import Report, Spot
from player.ingest.tree import MAX_BYTES, Node, Unread, read_tree

_MOST_TRIES = 25
_SLIDES = re.compile(r"(?:slides|页面) *:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree (None: the file holds nothing); `readable` is False where nothing could be made of the file."""

    node: Node | None
    readable: bool = True


_UNREADABLE = Parsed(None, readable=False)


def parse(data: bytes, report: Report) -> Parsed:
    """The tree of the file. Never raises."""
    text = text_from(data, report, MAX_BYTES)
    if text is None:
        return _UNREADABLE
    notes: list[tuple[str, Spot, dict[str, str]]] = []

    def tell(code: str, line: int, column: int, **facts: str) -> None:
        notes.append((code, Spot(line, column), facts))

    report.source = mend_lines(text, tell)
    for code, spot, facts in notes:
        report.tell(code, spot, **facts)
    return _read(report.source, report)


def text_from(data: bytes, report: Report, limit: int) -> str | None:
    """The text of a file of at most `limit` bytes; how it was read is told. None where it is none."""
    if len(data) > limit:
        report.tell("file-too-big", size=f"{len(data) / 1024:.0f} KB+", limit=f"{limit // 1024} KB")
        return None
    decoded = decode_text(data)
    if decoded is None:
        report.tell("text-unreadable")
        return None
    if decoded.coding is Coding.GB18030:
        report.tell("text-gb18030")
    elif decoded.coding is Coding.GUESSED:
        report.tell("text-guessed", text=" ".join(decoded.text.split())[:20])
    return decoded.text


def _read(source: Fronted, report: Report) -> Parsed:
    lines = list(source.mended)
    last = 0
    for _ in range(_MOST_TRIES):
        try:
            return Parsed(read_tree("\n".join(lines) + "\n"))
        except Unread as unread:
            line = unread.spot.line or 1
            if line > last:
                report.add(unread.code, unread.spot, **unread.facts)
            if unread.code not in ("yaml-syntax", "yaml-anchor", "yaml-tag", "yaml-long"):
                return _UNREADABLE
            if not _leave_out(lines, line, again=line <= last):
                report.tell("yaml-unreadable")
                return _UNREADABLE
            last = max(last, line)
    report.tell("yaml-unreadable")
    return _UNREADABLE


def _leave_out(lines: list[str], line: int, *, again: bool) -> bool:
    """Blanks the slide that holds `line` (from 1), the one before it too where it was tried already. False: no slide does."""
    head = next((number for number, text in enumerate(lines) if _SLIDES.match(text)), None)
    if head is None or line <= head + 1:
        return False
    first = next((number for number in range(head + 1, len(lines)) if re.match(r" *-(?: |$)", lines[number])), None)
    if first is None:
        return False
    column = len(lines[first]) - len(lines[first].lstrip())
    start = re.compile(rf" {{{column}}}-(?: |$)")
    starts = [number for number in range(first, len(lines)) if start.match(lines[number])]
    inside = [number for number in starts if number < line]
    if not inside:
        return False
    begin = inside[-2] if again and len(inside) > 1 else inside[-1]
    end = next((number for number in starts if number >= line), None)
    if end is None:
        end = _end_of_list(lines, max(begin + 1, line), column)
    lines[begin:end] = [""] * (end - begin)
    return True


def _end_of_list(lines: list[str], begin: int, column: int) -> int:
    """Where the list ends: at the next key of the table around it."""
    for number in range(begin, len(lines)):
        text = lines[number]
        if (
            text.strip()
            and not text.startswith("#")
            and len(text) - len(text.lstrip()) < max(column, 1)
            and text[0] != "-"
        ):
            return number
    return len(lines)

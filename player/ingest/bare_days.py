"""Names that begin with days and no bracket, 7.4-7.5 海报.jpg: titles, which is said, once for all of a folder that begin alike.

Days are guessed to be nothing: in a name they are often those of the photo. One day alone is not mentioned, nor what is not
plainly from one day to another (2020-07-04-05 is the fifth photo).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from player.ingest.names import ending_of, folder_of
from player.ingest.sorts import PLAYLISTS
from player.model.tokens import flat, is_token, tokens_of

_END = r"(?:\d{4} ?[-.年] ?)?\d{1,2} ?[-.月] ?\d{1,2}(?: ?[日号])?|(?:19|20)\d{6}"
_DAYS = re.compile(rf"({_END}) ?(-|~|至|到) ?({_END})(?!\.?\d)[ _-]*")


class Bare(NamedTuple):
    """`path` begins with `days`; with a bracket its name is `fixed`. `many` names of its folder begin so."""

    path: str
    days: str
    fixed: str
    many: int


def bare_days(paths: Iterable[str]) -> Iterator[Bare]:
    """The first name of each folder that begins with certain days: of the files at `paths` that are no playlists, and of their folders."""
    names = dict.fromkeys(path for path in paths if ending_of(path) not in PLAYLISTS)
    folders = dict.fromkeys(around for path in names for around in _around(path))
    met: dict[tuple[bool, str, str], list[str]] = {}
    for path in (*folders, *names):
        days = _days_of(path.rsplit("/", 1)[-1])
        if days:
            met.setdefault((path in folders, folder_of(path), days), []).append(path)
    for (_, _, days), alike in met.items():
        name = flat(alike[0].rsplit("/", 1)[-1])
        match = _DAYS.match(name)
        rest = name[match.end() :] if match is not None else ""
        yield Bare(alike[0], days, f"[{days}]{rest}", len(alike))


def _around(path: str) -> Iterator[str]:
    folder = folder_of(path)
    while folder:
        yield folder
        folder = folder_of(folder)


def _days_of(name: str) -> str:
    """The days from one to another at the beginning of the name; empty where there are none, or a bracket says when it plays."""
    if not name[:1].isdigit() or tokens_of(name):
        return ""
    match = _DAYS.match(flat(name))
    if match is None or _mixed(*match.groups()):
        return ""
    days = match[0].rstrip(" _-")
    return days if is_token(days) else ""


def _mixed(first: str, sign: str, last: str) -> bool:
    """Whether it may be a day and a time or a number: 2026-06-01-09-30, 2026-06-01-09.30."""
    marks = [set(re.findall("[-.月]", end)) for end in (first, last)]
    return sign == "-" and ("-" in marks[0] | marks[1] and len(last) < 8)

"""Endings of names that went wrong: 海报。png, 海报png, 海报.png。, 海报.jgp -> what was meant."""

from __future__ import annotations

import re
from typing import NamedTuple

from player.ingest.sorts import DOCUMENTS, FILMS, LINKS, PICTURES, PLAYLISTS, TEXTS
from player.ingest.vocabulary import near
from player.model.words import Words

_USUAL = ("jpg", "png", "xlsx", "csv", "yaml", "txt", "pdf", "mp4")
_SHOWN = tuple(sorted(PICTURES | TEXTS | LINKS | PLAYLISTS | DOCUMENTS | FILMS))
_DOTS = "。．｡﹒，,、·‧・…"
_MEANT = re.compile(rf"(?i)(.*?[^\s.{_DOTS}])(\s*[.{_DOTS}]*\s*)({'|'.join(_SHOWN)})([\s.{_DOTS}]*)", re.DOTALL)


class Meant(NamedTuple):
    """The name as it was meant, its ending, and what stands in its way, for a sentence."""

    fixed: str
    ending: str
    what: Words


def meant(path: str) -> Meant | None:
    """What the name of a file was meant to be, where a mark before or behind its ending hides it; else None."""
    called = path.rsplit("/", 1)[-1]
    match = _MEANT.fullmatch(called)
    if match is None:
        return None
    stem, mark, ending, _ = match.groups()
    fixed = f"{stem}.{ending}"
    if fixed == called or (not mark and stem[-1].isascii() and stem[-1].isalnum()):
        return None
    sign = next((char for char in mark if char in _DOTS), "")
    if not mark:
        what = Words("前面少了一个点", "a dot is missing before")
    elif sign:
        name = "逗号" if sign == "," else f"中文的“{sign}”"
        what = Words(f"前面的点写成了{name}", f"“{sign}” stands in place of a plain dot before")
    elif mark == ".":
        what = Words("后面多了点或空格", "there is a dot or a space behind")
    else:
        what = Words("前面多了点或空格", "there is a dot or a space too many before")
    return Meant(fixed, ending, what)


def nearest(ending: str) -> Words:
    """“If it is a typo …” with the ending that is nearest; empty where none is."""
    found = (near(_USUAL, ending) or near(_SHOWN, ending)) if ending.isascii() and len(ending) > 1 else None
    if found is None:
        return Words("", "")
    return Words(f"如果是扩展名打错了，改成“.{found}”。", f"If the ending is a typo, make it “.{found}”.")

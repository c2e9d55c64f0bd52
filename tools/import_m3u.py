"""An M3U or M3U8 playlist, as VLC, foobar2000, Kodi and others write it."""

from __future__ import annotations

import re
from urllib.parse import unquote

from player.ingest.names import ending_of
from player.ingest.sorts import DOCUMENTS, FILMS, PICTURES
from player.model.words import Words, printable
from tools.importing import Entry, Foreign

_INF = re.compile(r"#EXTINF:\s*(-?\d+(?:\.\d+)?)[^,]*,?(.*)", re.IGNORECASE)
_OPTION = re.compile(r"#EXTVLCOPT:\s*(?:image-duration|run-time)\s*=\s*(\d+(?:\.\d+)?)", re.IGNORECASE)
_PART = re.compile(r"#EXTVLCOPT:\s*(start-time|stop-time)\b", re.IGNORECASE)
_NEVER_SEEN = re.compile(
    r"#(?:EXTM3U|EXTENC|EXTALB|EXTART|EXTGENRE|EXTGRP|EXTBYT|EXTBIN|EXTIMG|EXTALBUMARTURL|EXTVLCOPT|EXT-X-\w+)",
    re.IGNORECASE,
)
"""What names and sorts the entries, or is about how they are fetched."""

_STREAM = re.compile(r"#EXT-X-(?:TARGETDURATION|STREAM-INF|MEDIA-SEQUENCE)", re.IGNORECASE)


def read(text: str) -> Foreign:
    """The list; lengths of `#EXTINF` are dwells, a name of `#PLAYLIST` is the playlist's."""
    foreign = Foreign()
    if _STREAM.search(text):
        foreign.leave(
            Words("这是网络视频流的列表，没有文件可带。", "This is the list of a video stream; it holds no files.")
        )
        return foreign
    dwell: float | None = None
    title: tuple[int, str] = (0, "")
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip().lstrip("\ufeff")
        if (match := _INF.match(line)) is not None:
            title = (number, match[2].strip())
        if line.startswith("#"):
            dwell = _told(line, number, dwell, foreign)
        elif line:
            if not foreign.add(Entry(line, number, dwell)):
                break
            _leave_title(*title, line, foreign)
            dwell, title = None, (0, "")
    return foreign


def _leave_title(number: int, title: str, source: str, foreign: Foreign) -> None:
    """Tells of a title that says more than the name of its file, if that is one that comes over."""
    name = unquote(source).replace("\\", "/").rpartition("/")[2]
    stem, said = (re.sub(r"[\W_]", "", text).casefold() for text in (name.rpartition(".")[0], title))
    if not said or said.endswith(stem) or ending_of(name) not in PICTURES | FILMS | DOCUMENTS:
        return
    shown = printable(title, 60)
    foreign.leave(
        Words(
            f"名称“{shown}”没有带过来；要显示在图片下面，就给那一页加一行 caption: {shown}",
            f"The title “{shown}” is left; to show it below the picture give its slide a line caption: {shown}",
        ),
        number,
    )


def _told(line: str, number: int, dwell: float | None, foreign: Foreign) -> float | None:
    """The dwell of the next entry, after a line that begins with #."""
    if (match := _INF.match(line)) is not None:
        return float(match[1]) if float(match[1]) > 0 else None
    if (match := _OPTION.match(line)) is not None:
        return float(match[1])
    if line.upper().startswith("#PLAYLIST:"):
        foreign.name = line.partition(":")[2].strip()[:100]
    elif (part := _PART.match(line)) is not None:
        _leave_once(
            f"{part[1]}：视频总是从头放到尾。",
            f"{part[1]}: a film plays from its beginning to its end.",
            number,
            foreign,
        )
    elif line.upper().startswith("#EXT") and not _NEVER_SEEN.match(line):
        shown = printable(line.partition(":")[0], 40)
        _leave_once(f"{shown} 这一项没有对应的说法。", f"{shown} has nothing to match it.", number, foreign)
    return dwell


def _leave_once(zh: str, en: str, number: int, foreign: Foreign) -> None:
    words = Words(zh, en)
    if all(left.words != words for left in foreign.left):
        foreign.leave(words, number)

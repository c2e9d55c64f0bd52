"""An M3U or M3U8 playlist, as VLC, foobar2000, Kodi and others write it."""

from __future__ import annotations

import re

from player.model.words import Words
from tools.importing import Entry, Foreign

_INF = re.compile(r"#EXTINF:\s*(-?\d+(?:\.\d+)?)[^,]*,?(.*)", re.IGNORECASE)
_OPTION = re.compile(r"#EXTVLCOPT:\s*(?:image-duration|run-time)\s*=\s*(\d+(?:\.\d+)?)", re.IGNORECASE)
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
    titles = 0
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip().lstrip("\ufeff")
        if (match := _INF.match(line)) is not None:
            titles += bool(match[2].strip())
        if line.startswith("#"):
            dwell = _told(line, number, dwell, foreign)
        elif line:
            if not foreign.add(Entry(line, number, dwell)):
                break
            dwell = None
    if titles:
        foreign.leave(
            Words(
                f"{titles} 个曲目名没有带过来：它们不显示在画面上。",
                f"{titles} titles are left: nothing showed them on the screen.",
            )
        )
    return foreign


def _told(line: str, number: int, dwell: float | None, foreign: Foreign) -> float | None:
    """The dwell of the next entry, after a line that begins with #."""
    if (match := _INF.match(line)) is not None:
        return float(match[1]) if float(match[1]) > 0 else None
    if (match := _OPTION.match(line)) is not None:
        return float(match[1])
    if line.upper().startswith("#PLAYLIST:"):
        foreign.name = line.partition(":")[2].strip()[:100]
    elif line.upper().startswith("#EXT") and not line.upper().startswith("#EXTM3U"):
        shown = line.partition(":")[0][:40]
        foreign.leave(Words(f"{shown} 这一项没有对应的说法。", f"{shown} has nothing to match it."), number)
    return dwell

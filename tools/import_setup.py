"""A `setup.csv` of the Android player Slideshow: which file is shown from when until when, and commands to the player.

Its documentation: slideshow.digital/documentation (Setup.csv file). Parts are separated by commas or semicolons; `//` and `#`
begin notes, `:` begins a command. Files beside it that are not named are shown at all times.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from player.ingest.names import natural_key
from player.model.words import Words
from tools.importing import Entry, Foreign

_COMMANDS = {
    "DELETE": Words("删除文件", "deleting files"),
    "CONFIG": Words("换一份设置", "another configuration"),
    "UPDATE": Words("更新播放器", "updating the player"),
    "WIFI": Words("连接无线网", "connecting to a network"),
    "RELOAD": Words("重新载入", "reloading"),
    "REBOOT": Words("重新启动", "restarting"),
}
_FORMS = (
    *("%Y-%m-%d", "%d.%m.%Y"),
    *(
        f"{day}{sign}{time}"
        for day in ("%Y-%m-%d", "%d.%m.%Y")
        for sign in (" ", "T")
        for time in ("%H:%M", "%H:%M:%S")
    ),
)


def read(text: str, others: Iterable[str], zone: str) -> Foreign:
    """The list; `others` are the names of the files beside it, `zone` is that of timestamps."""
    foreign = Foreign()
    named: set[str] = set()
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith(("//", "#")):
            continue
        parts = _parts(line)
        if line.startswith(":"):
            _command(parts, number, zone, foreign)
            continue
        named.add(parts[0].casefold())
        when = _times(parts[1:3], number, zone, foreign)
        if when is None:
            continue
        if not foreign.add(Entry(parts[0], number, None, when)):
            return foreign
    for name in sorted(others, key=natural_key):
        if name.casefold() not in named and not foreign.add(Entry(name)):
            break
    return foreign


def _parts(line: str) -> list[str]:
    """The parts of a line, whichever of both signs separates them."""
    bare = re.sub(r'"[^"]*"', "", line)
    sign = ";" if ";" in bare else ","
    return [part.strip() for part in next(csv.reader([line], delimiter=sign, skipinitialspace=True))]


def _command(parts: list[str], number: int, zone: str, foreign: Foreign) -> None:
    name = parts[0][1:].strip().upper()
    if name == "VALID":
        foreign.when = _times(parts[1:3], number, zone, foreign) or ()
        return
    what = _COMMANDS.get(
        name, Words("不认识的命令", "an unknown command")
    )  # what follows may be a password: it is not shown
    foreign.leave(
        Words(
            f":{name[:20]} 是给原来的播放器的命令（{what.zh}）。",
            f":{name[:20]} is a command to that player ({what.en}).",
        ),
        number,
    )


def _times(ends: list[str], number: int, zone: str, foreign: Foreign) -> tuple[tuple[str, str], ...] | None:
    """The `from` and `until`; None, told, where one cannot be read, so that nothing plays at a wrong time."""
    when: list[tuple[str, str]] = []
    for key, written in zip(("from", "until"), ends, strict=False):
        if not written:
            continue
        said = _instant(written, zone)
        if said is None:
            shown = written[:40]
            foreign.leave(
                Words(
                    f"看不懂日期“{shown}”，这一行没有带过来。", f"The date “{shown}” cannot be read; this line is left."
                ),
                number,
            )
            return None
        when.append((key, said))
    return tuple(when)


def _instant(written: str, zone: str) -> str | None:
    """The day, or day and time, as playlists have it."""
    if re.fullmatch(r"\d{11,14}", written):
        return f"{datetime.fromtimestamp(int(written) / 1000, UTC).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    for form in _FORMS:
        try:
            at = datetime.strptime(written, form)  # noqa: DTZ007 - a wall clock, as the list means it
        except ValueError:
            continue
        return f"{at:%Y-%m-%d %H:%M}" if "%H" in form else f"{at:%Y-%m-%d}"
    return None

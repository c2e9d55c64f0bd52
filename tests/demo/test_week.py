"""The demo week as a text that a review can read: `week.txt`, written anew with QINGBO_WRITE_GOLDEN=1."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from player.model.scene import Cue
from tests.support.demo import at, clock, said, week

GOLDEN = Path(__file__).with_name("week.txt")
FIRST, LAST = date(2020, 6, 28), date(2020, 7, 6)
CLOSELY = (("2020-07-04 08:59:30", "2020-07-04 09:01:00"), ("2020-07-05 16:59:00", "2020-07-05 17:01:00"))


def written() -> str:
    """Each day's slides with their first and last second on the glass and how often; then two windows cue by cue."""
    lines = ["# first    last     times  playlist            kind       slide"]
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        lines += ["", f"{day:%Y-%m-%d %a}", *_day(day)]
    for start, end in CLOSELY:
        lines += ["", f"{start} .. {end[11:]}, cue by cue", *map(_cue, week().cues(at(start), at(end)))]
    return "\n".join(lines) + "\n"


def _day(day: date) -> Iterator[str]:
    shown: dict[str, list[Cue]] = {}
    for cue in week().cues(at(f"{day} 00:00"), at(f"{day + timedelta(days=1)} 00:00")):
        shown.setdefault(cue.slide.id, []).append(cue)
    for cues in shown.values():
        first, last = clock(cues[0].start, "%H:%M:%S")[:8], clock(cues[-1].end, "%H:%M:%S")[:8]
        yield f"  {first} {last} {len(cues):5}  {_row(cues[0])}"


def _cue(cue: Cue) -> str:
    return f"  {clock(cue.start)} {clock(cue.end)}  {_row(cue)}"


def _row(cue: Cue) -> str:
    """Playlist, kind and words; Han characters count for two columns, so that the rows stand under each other."""
    name = cue.playlist.removesuffix(".yaml")
    wide = sum(2 if ord(letter) > 0x2E80 else 1 for letter in name)
    return f"{name}{' ' * (20 - wide)}{cue.slide.kind:10} {said(cue.slide)}"


def test_the_week_is_as_reviewed() -> None:
    if os.environ.get("QINGBO_WRITE_GOLDEN"):
        GOLDEN.write_text(written(), "utf-8")
    assert written() == GOLDEN.read_text("utf-8")

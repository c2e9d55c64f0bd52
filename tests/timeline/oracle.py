"""The timeline told a second time, slowly and plainly: no bisection, no memory, local time by asking every offset.

Shares nothing with the product but the model and the order of a shuffled cycle, which has laws of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count, pairwise
from zoneinfo import ZoneInfo

from player.model.content import Slide, When
from player.model.scene import MAIN, Cue
from player.model.snapshot import Playlist, Snapshot
from player.model.units import DAY, Millis
from player.timeline.rotation import permutation

SHORTEST = 2_000
ROW = 5


@cache
def offset(zone: str, instant: int) -> int:
    local = datetime.fromtimestamp(instant // 1000, UTC).astimezone(ZoneInfo(zone))
    return round(local.utcoffset().total_seconds() * 1000)


@cache
def instant_of(zone: str, day: date, at: int) -> int:
    """The first instant at which the wall reads this; where none does, on by the gap."""
    wall = (day - date(1970, 1, 1)).days * DAY + at
    offsets = sorted({offset(zone, wall + hours * 3_600_000) for hours in range(-50, 51)})
    found = [wall - each for each in offsets if offset(zone, wall - each) == each]
    return min(found) if found else wall - offset(zone, wall - max(offsets) - 1)


def midnight(zone: str, day: date) -> int:
    return instant_of(zone, day, 0)


@cache
def day_of(zone: str, instant: int) -> date:
    guess = date(1970, 1, 1) + timedelta(days=instant // DAY)
    near = [guess + timedelta(days=days) for days in range(-3, 4)]
    return max(day for day in near if midnight(zone, day) <= instant)


@dataclass
class Oracle:
    snapshot: Snapshot

    def workday(self, day: date) -> bool:
        table = self.snapshot.days
        known = day.year in table.years
        return (day.weekday() < 5 and not (known and day in table.off)) or (known and day in table.on)

    def owners(self, when: When, instant: int) -> list[date]:
        """The days whose windows hold at an instant."""
        here = day_of(self.snapshot.zone, instant)
        days = [here + timedelta(days=days) for days in range(-3, 4)]
        return [day for day in days if self.owns(when, day, instant)]

    def owns(self, when: When, day: date, instant: int) -> bool:
        zone = self.snapshot.zone
        for bound, sign in ((when.start, 1), (when.until, -1)):
            if bound is None:
                continue
            if bound.at is None and (day - bound.day).days * sign < 0:
                return False
            if bound.at is not None and (instant >= instant_of(zone, bound.day, bound.at)) != (sign > 0):
                return False
        days = when.days
        if days is not None and not (
            day.weekday() in days.weekdays
            or (days.workdays and self.workday(day))
            or (days.holidays and not self.workday(day))
        ):
            return False
        return any(start <= instant < end for start, end in self.parts(when, day))

    def parts(self, when: When, day: date) -> Iterator[tuple[int, int]]:
        zone, tomorrow = self.snapshot.zone, day + timedelta(days=1)
        if not when.hours:
            yield midnight(zone, day), midnight(zone, tomorrow)
        for part in when.hours:
            last = day if part.end > part.start else tomorrow
            yield instant_of(zone, day, part.start), instant_of(zone, last, part.end)

    def edges(self, first: date, last: date) -> list[int]:
        """Every instant at which anything could change."""
        zone, found = self.snapshot.zone, set()
        whens = [when for playlist in self.snapshot.playlists for when in whens_of(playlist)]
        for days in range((last - first).days + 1):
            day = first + timedelta(days=days)
            found.add(midnight(zone, day))
            found |= {edge for when in whens for part in self.parts(when, day) for edge in part}
        bounds = [bound for when in whens for bound in (when.start, when.until) if bound]
        found |= {instant_of(zone, bound.day, bound.at) for bound in bounds if bound.at is not None}
        found |= {playlist.expires for playlist in self.snapshot.playlists if playlist.expires is not None}
        return sorted(edge for edge in found if midnight(zone, first) <= edge <= midnight(zone, last))

    def ruling(self, instant: int) -> tuple[list[tuple[Playlist, list[Slide]]], list[object]]:
        """Who rules, and what must stay the same for it to be one stretch."""
        best: dict[tuple[bool, int], list[tuple[Playlist, list[Slide]]]] = {}
        why: dict[tuple[bool, int], list[object]] = {}
        for playlist in self.snapshot.playlists:
            owners = self.owners(playlist.when, instant)
            slides = [slide for slide in playlist.slides if all(self.owners(when, instant) for when in slide.when)]
            expired = playlist.expires is not None and instant >= playlist.expires
            if owners and slides and not expired:
                rank = (playlist.takeover, playlist.priority)
                best.setdefault(rank, []).append((playlist, slides))
                why.setdefault(rank, []).append((playlist.id, owners, [slide.id for slide in slides]))
        if not best:
            return [], [day_of(self.snapshot.zone, instant)]
        return best[max(best)], why[max(best)]

    def stretches(self, first: date, last: date) -> list[tuple[int, int, list[tuple[Playlist, list[Slide]]]]]:
        made: list[list[object]] = []
        edges = self.edges(first, last)
        for start, end in pairwise(edges):
            ruling, why = self.ruling(start)
            if made and made[-1][3] == why:
                made[-1][1] = end
            else:
                made.append([start, end, ruling, why])
        return [(start, end, ruling) for start, end, ruling, _ in made]

    def base(self, first: date, last: date) -> list[list[Cue]]:
        """The cues of each ruled stretch."""
        return [rotated(*stretch) for stretch in self.stretches(first, last) if stretch[2]]

    def cues(self, first: date, last: date) -> list[Cue]:
        stretches = self.base(first, last)
        edges = sorted(cue.start for cues in stretches for cue in cues)
        due: dict[str, tuple[int, int, int]] = {}
        for number, premiere in enumerate(self.snapshot.premieres):
            edge = next((edge for edge in edges if edge >= premiere.at), None)
            week = midnight(self.snapshot.zone, day_of(self.snapshot.zone, premiere.at) + timedelta(days=7))
            if edge is not None and edge < week:
                key = (edge, premiere.at, number)
                due[premiere.slide] = min(key, due.get(premiere.slide, key))
        queue = sorted((key, name) for name, key in due.items())
        return [cue for cues in stretches for cue in self.with_premieres(cues, queue)]

    def with_premieres(self, cues: list[Cue], queue: list[tuple[tuple[int, int, int], str]]) -> list[Cue]:
        """Cues of a stretch with the premieres due at their edges laid over them."""
        end = cues[-1].end
        ruling, _ = self.ruling(cues[0].start)
        places = {slide.id: (slide, playlist.id) for playlist, slides in ruling for slide in slides}
        rows: list[list[Cue]] = []
        for (edge, _, _), name in queue:
            if not cues[0].start <= edge < end or name not in places:
                continue
            slide, playlist = places[name]
            row = rows[-1] if rows and edge <= rows[-1][-1].end else []
            start = row[-1].end if row else edge
            if row and (len(row) == ROW or end - start < SHORTEST):
                continue
            stop = start + max(slide.dwell, SHORTEST)
            stop = next((c.end for c in cues if c.start < stop < c.end and c.end - stop < SHORTEST), stop)
            cue = Cue(MAIN, slide, playlist, Millis(start), Millis(min(stop, end)))
            if not row:
                rows.append(row)
            row.append(cue)
        over = [cue for row in rows for cue in row]
        rest = []
        for cue in cues:
            for row in rows:
                if row[0].start <= cue.start < row[-1].end:
                    cue = replace(cue, start=row[-1].end)  # noqa: PLW2901  # what is left of it
            if cue.start < cue.end:
                rest.append(cue)
        return sorted(over + rest, key=lambda cue: cue.start)


def whens_of(playlist: Playlist) -> list[When]:
    return [playlist.when, *(when for slide in playlist.slides for when in slide.when)]


def rotated(start: int, end: int, ruling: list[tuple[Playlist, list[Slide]]]) -> list[Cue]:
    """A stretch played slide after slide from its start."""
    cues: list[Cue] = []
    now = start
    for slide, playlist in sequence(start, ruling):
        if now >= end:
            break
        stop = min(now + max(slide.dwell, SHORTEST), end)
        cues.append(Cue(MAIN, slide, playlist.id, Millis(now), Millis(stop)))
        now = stop
    while len(cues) > 1 and end - cues[-1].start < SHORTEST:
        cues.pop()
        cues[-1] = replace(cues[-1], end=Millis(end))
    return cues


def sequence(start: int, ruling: list[tuple[Playlist, list[Slide]]]) -> Iterator[tuple[Slide, Playlist]]:
    ordinary_only = all(slide.every for _, slides in ruling for slide in slides)
    guests = [(s, p) for p, slides in ruling for s in slides if s.every and not ordinary_only]
    shown = 0
    for cycle in count():
        for playlist, slides in ruling:
            ordinary = [slide for slide in slides if ordinary_only or not slide.every]
            if playlist.shuffle and len(ordinary) > 1:
                names = "\n".join(slide.id for slide in ordinary)
                seed = hashlib.sha256(names.encode()).hexdigest() + f"\n{start}"
                ordinary = [ordinary[place] for place in permutation(seed, len(ordinary), cycle)]
            for slide in ordinary:
                yield slide, playlist
                shown += 1
                yield from ((guest, home) for guest, home in guests if shown % guest.every == 0)

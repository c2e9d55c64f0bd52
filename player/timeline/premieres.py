"""First showings of what is new: premieres and the base timeline come in, runs of cues that stand over it go out.

Theory. Staff who drop a picture want to see it now. A premiere is due at the first edge of a base cue at or after the
instant it came; if the slide is among those that rule there, it is shown for its dwell, otherwise it lapses: the
rotation brings it in its own time. Premieres due at one edge, or while others still run, follow one another as one
*run*, at most `HANDFUL` of them, so that forty pictures dropped at once do not stop everything else. The base
timeline is hidden behind a run and comes out after it as if it had run all along.

A run never outlives its stretch, and leaves no sliver: not of itself, not of the base cue that it uncovers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from player.model.content import Slide
from player.model.scene import MAIN, Cue
from player.model.snapshot import Premiere, Snapshot
from player.model.units import Millis
from player.timeline.agenda import Stretch
from player.timeline.base import Base
from player.timeline.rotation import SLIVER, dwell

HANDFUL = 5
"""Premieres in a row."""

PATIENCE = timedelta(days=7)
"""How long a premiere waits for anything at all to be shown."""

_CENTURIES = Millis(7_258_118_400_000)
"""The year 2200: what claims to have come later, or before the epoch, has no premiere."""


@dataclass(frozen=True, slots=True)
class Run:
    """Premieres in a row: cues without gap, all within one stretch."""

    cues: tuple[Cue, ...]

    @property
    def start(self) -> Millis:
        """Where the run begins: an edge of the base timeline."""
        return self.cues[0].start

    @property
    def end(self) -> Millis:
        """Where the base timeline comes out again."""
        return self.cues[-1].end


def runs(snapshot: Snapshot, base: Base) -> tuple[Run, ...]:
    """All runs of a snapshot, in order, without overlap."""
    made: list[Run] = []
    for edge, name in _due(snapshot, base):
        stretch = base.stretch_at(edge)
        found = _ruler(snapshot, stretch, name)
        if found is None:
            continue
        joins = bool(made) and made[-1].start >= stretch.start and edge <= made[-1].end
        before = made[-1].cues if joins else ()
        start = before[-1].end if before else edge
        if len(before) == HANDFUL or (before and stretch.end - start < SLIVER):
            continue
        cue = Cue(MAIN, *found, start, _end(base, stretch, start, found[0]))
        if joins:
            made[-1] = Run((*before, cue))
        else:
            made.append(Run((cue,)))
    return tuple(made)


def _due(snapshot: Snapshot, base: Base) -> list[tuple[Millis, str]]:
    """Edges and the ids of the slides that are due there, in the order in which they are shown; each slide once."""
    due: dict[str, tuple[Millis, Millis, int]] = {}
    for number, premiere in enumerate(snapshot.premieres):
        edge = _edge(base, premiere)
        if edge is not None:
            key = (edge, premiere.at, number)
            due[premiere.slide] = min(key, due.get(premiere.slide, key))
    return [(key[0], name) for name, key in sorted(due.items(), key=lambda item: item[1])]


def _edge(base: Base, premiere: Premiere) -> Millis | None:
    """The first edge of a base cue at or after the instant; None where nothing is shown for too long."""
    at = premiere.at
    if not 0 <= at < _CENTURIES:
        return None
    for stretch in _stretches(base, at):
        if stretch.ruling and stretch.start >= at:
            return stretch.start
        if stretch.ruling:
            cue = next(base.cues(stretch, at))
            edge = cue.start if cue.start >= at else cue.end
            if edge < stretch.end:
                return edge
    return None


def _stretches(base: Base, at: Millis) -> Iterator[Stretch]:
    patience = base.calendar.midnight(base.calendar.day(at) + PATIENCE)
    while at < patience:
        stretch = base.stretch_at(at)
        yield stretch
        at = stretch.end


def _ruler(snapshot: Snapshot, stretch: Stretch, name: str) -> tuple[Slide, str] | None:
    """The slide of that id among those that rule, and its playlist."""
    for number, slides in stretch.ruling:
        playlist = snapshot.playlists[number]
        for slide in slides:
            if playlist.slides[slide].id == name:
                return playlist.slides[slide], playlist.id
    return None


def _end(base: Base, stretch: Stretch, start: Millis, slide: Slide) -> Millis:
    """The end of a premiere: its dwell, and what is too short to be seen after it."""
    end = start + dwell(slide)
    if stretch.end - end < SLIVER:
        return stretch.end
    uncovered = next(base.cues(stretch, Millis(end)))
    return uncovered.end if uncovered.end - end < SLIVER else Millis(end)


def uncovered(cue: Cue, run: Run | None) -> Cue:
    """A base cue without the part of it that the run before it hides."""
    return cue if run is None or cue.start >= run.end else replace(cue, start=run.end)

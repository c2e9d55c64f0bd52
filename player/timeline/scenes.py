"""What is on the glass, and until when: a snapshot and an instant come in, a scene goes out.

Nothing here is stepped to or remembered: any instant is answered from the snapshot alone, so screens agree without
talking, a preview of next Tuesday is a call, and a restart lands on the right slide at the right second.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property

from player.model.canon import digest_of
from player.model.scene import MAIN, Cue, Scene
from player.model.snapshot import Snapshot, Zone
from player.model.units import Digest, Millis
from player.timeline.agenda import Stretch
from player.timeline.around import Around
from player.timeline.base import Base
from player.timeline.calendar import ONE_DAY, Calendar
from player.timeline.premieres import Run, runs, uncovered

HORIZON = timedelta(days=366)
"""How far `next_showing` looks."""

DAYS_TRIED = 40
"""On how many days `next_showing` lets a slide be outranked before it gives up: a day costs up to a millisecond."""


LATELY = 16
"""Scenes that a timeline keeps: those around now are asked for again and again."""


class Timeline:
    """A snapshot made ready to be asked. Compiles what it is asked for, and remembers a bounded number of days and scenes.

    `digest` is the snapshot's name where it is known already, which spares working it out.
    """

    def __init__(self, snapshot: Snapshot, digest: Digest | None = None) -> None:
        self.snapshot = snapshot
        self._base = Base(snapshot)
        self._digest = digest
        self._lately: deque[Scene] = deque(maxlen=LATELY)

    @property
    def calendar(self) -> Calendar:
        """The snapshot's local time."""
        return self._base.calendar

    @cached_property
    def digest(self) -> Digest:
        """The snapshot's name."""
        return self._digest or digest_of(self.snapshot)

    def scene_at(self, now: Millis) -> Scene:
        """What is on the glass at an instant (1970 to 2100 at least), in every zone, and when that next changes.

        Where nothing is to be shown there is no cue, and `until` is when that may change: the next local midnight at
        the latest.
        """
        main = self.main_at(now)
        around, until = self.around(now)
        return Scene((*main.cues, *(cue for _, cue in around)), min(main.until, until)) if around else main

    def main_at(self, now: Millis) -> Scene:
        """The scene without what stands around the slides: it is the same whatever that is."""
        for scene in self._lately:
            if scene.cues[0].start <= now < scene.until:
                return scene
        stretch = self._base.stretch_at(now)
        if not stretch.ruling:
            return Scene((), stretch.end)
        cue = next(self._shown(stretch, now))
        self._lately.append(Scene((cue,), cue.end))
        return self._lately[-1]

    def around(self, now: Millis) -> tuple[tuple[tuple[Zone, Cue], ...], Millis]:
        """What stands around the slides at an instant, in the snapshot's order, and until when."""
        stretch = self._base.stretch_at(now)
        if not self.snapshot.zones:
            return (), stretch.end
        return self._around.scene(stretch, now)

    def cues(self, start: Millis, end: Millis, zone: str = MAIN) -> Iterator[Cue]:
        """All cues of a zone that have an instant of `[start, end)`, in order and whole, also where they reach beyond it."""
        if zone != MAIN:
            yield from self._cues_around(zone, start, end)
            return
        while start < end:
            stretch = self._base.stretch_at(start)
            if stretch.ruling:
                for cue in self._shown(stretch, start):
                    if cue.start >= end:
                        return
                    yield cue
            start = stretch.end

    def _cues_around(self, zone: str, start: Millis, end: Millis) -> Iterator[Cue]:
        while start < end:
            stretch = self._base.stretch_at(start)
            for cue in self._around.cues(zone, stretch, start):
                if cue.start >= end:
                    return
                yield cue
                start = cue.end
            start = max(start, stretch.end)

    def next_showing(self, slide_id: str, now: Millis) -> Cue | None:
        """The cue of a slide that is on now, else its next one.

        None where there is none within a year, or where on 40 days on which it might be shown others outrank it.
        """
        places = {
            (number, place)
            for number, playlist in enumerate(self.snapshot.playlists)
            for place, slide in enumerate(playlist.slides)
            if slide.id == slide_id
        }
        for stretch in self._stretches_for(places, now):
            cue = next((cue for cue in self._shown(stretch, max(now, stretch.start)) if cue.slide.id == slide_id), None)
            if cue is not None:
                return cue
        return None

    def _stretches_for(self, places: set[tuple[int, int]], now: Millis) -> Iterator[Stretch]:
        """The stretches from now on in which a slide rules that stands at one of the places (playlist, slide)."""
        day = self.calendar.day(now)
        last, tried = day + HORIZON, 0
        while day < last and tried < DAYS_TRIED:
            if any(self._base.agenda.may_show(number, place, day) for number, place in places):
                tried += 1
                for stretch in self._base.stretches(day):
                    ruling = {(number, slide) for number, slides in stretch.ruling for slide in slides}
                    if stretch.end > now and not ruling.isdisjoint(places):
                        yield stretch
            day += ONE_DAY

    @cached_property
    def _around(self) -> Around:
        return Around(self.snapshot, self._base)

    @cached_property
    def _runs(self) -> tuple[Run, ...]:
        return runs(self.snapshot, self._base)

    @cached_property
    def _run_starts(self) -> list[Millis]:
        return [run.start for run in self._runs]

    def _shown(self, stretch: Stretch, now: Millis) -> Iterator[Cue]:
        """The cues of a ruled stretch from the one at `now` on: premieres, and the base timeline around them."""
        begun = bisect_right(self._run_starts, now)
        while now < stretch.end:
            run = self._runs[begun - 1] if begun else None
            if run is not None and now < run.end:
                yield from (cue for cue in run.cues if now < cue.end)
                now = run.end
                continue
            stop = min(self._run_starts[begun], stretch.end) if begun < len(self._runs) else stretch.end
            for cue in self._base.cues(stretch, now):
                if cue.start >= stop:
                    break
                yield uncovered(cue, run)
            now = stop
            begun += 1


def scene_at(snapshot: Snapshot, now: Millis) -> Scene:
    """What is on the glass at an instant, and when that next changes. Whoever asks often keeps a `Timeline`."""
    return Timeline(snapshot).scene_at(now)

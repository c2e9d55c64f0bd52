"""What the status page is made of: all that is known of one screen at one instant, gathered by whoever knows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from player.ingest.understood import Understood
from player.model.problem import Problem
from player.model.restart import Restart
from player.model.scene import Cue
from player.model.snapshot import DayTable
from player.model.units import DAY, Digest, Millis
from player.model.words import Words
from player.status.reminder import report_due
from player.timeline.calendar import Calendar
from player.timeline.scenes import Timeline

NEXT = 6
"""How many cues after the present one are told."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A slide that came with the last changes: its file, when it came, and its first showing (None: not within a year).

    `waits` says why the first showing is not soon, where that is known.
    """

    slide: str
    file: str
    title: str
    came: Millis
    first: Millis | None = None
    waits: Words | None = None


@dataclass(frozen=True)
class StatusFacts:
    """One screen at the instant `now`. What is not known is None, and is told as such or left out.

    `timeline` is what the screen plays; `away_since` since when the watched folder cannot be looked at, and `away` why;
    `hears` whether the system tells when the folder changes; `broke_off` what was on when the picture last broke off;
    `clock_offset` how far the machine's clock is ahead of the true time (ms); `memory` MiB of all processes; `uptime`
    seconds since the player started; `frame_age` seconds since the glass last presented a frame; `size` its pixels;
    `picture` a PNG or JPEG of what is on now; `report_by` the time of day by which the day's report is due (ms; -1: none). `is_trial`: `now` is a simulated time, which says nothing of today.
    """

    version: str
    screen: str
    folder: str
    now: Millis
    zone: str = "Asia/Shanghai"
    timeline: Timeline | None = None
    snapshot: Digest | None = None
    understood: tuple[Understood, ...] = ()
    problems: tuple[Problem, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    away_since: Millis | None = None
    away: Problem | None = None
    hears: bool | None = None
    broke_off: str = ""
    restarts: tuple[Restart, ...] = ()
    clock_plausible: bool = True
    clock_offset: Millis | None = None
    memory: float | None = None
    uptime: float | None = None
    frame_age: float | None = None
    size: tuple[int, int] | None = None
    picture: bytes | None = None
    machine: str = ""
    is_trial: bool = False
    report_by: int = -1

    @cached_property
    def calendar(self) -> Calendar:
        """The local time of the screen."""
        return Calendar(self.zone, DayTable()) if self.timeline is None else self.timeline.calendar

    @cached_property
    def report_due(self) -> Millis | None:
        """When the day's report is due, where it is time to say so."""
        return report_due(self.timeline, self.now, self.report_by)

    @cached_property
    def slides(self) -> int:
        """How many slides may be shown."""
        return 0 if self.timeline is None else len(self.timeline.snapshot.slides())

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The cue of this instant, where there is one, and those that follow it within a day, in order."""
        if self.timeline is None or not self.slides:
            return ()
        return tuple(islice(self.timeline.cues(self.now, Millis(self.now + DAY)), NEXT + 1))

    @property
    def current(self) -> tuple[Cue, ...]:
        """The cues of this instant, one a zone."""
        return tuple(cue for cue in self.cues[:1] if cue.start <= self.now)

    @property
    def following(self) -> tuple[Cue, ...]:
        """What comes next, at most `NEXT` cues."""
        return tuple(cue for cue in self.cues if cue.start > self.now)[:NEXT]

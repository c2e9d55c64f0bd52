"""The timeline without premieres: an instant comes in, its stretch and the stretch's cues go out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from player.model.scene import MAIN, Cue
from player.model.snapshot import Snapshot
from player.model.units import Millis
from player.timeline.agenda import Agenda, Ruling, Stretch
from player.timeline.calendar import Calendar
from player.timeline.memo import Memo
from player.timeline.rotation import SLIVER, Rotation

_DAYS_KEPT = 16
_ROTATIONS_KEPT = 32


class Base:
    """Compiled and memoised; the memory is bounded, and nothing that it answers depends on what was asked before."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.calendar = Calendar(snapshot.zone, snapshot.days)
        self.agenda = Agenda(snapshot, self.calendar)
        self._snapshot = snapshot
        self._days: Memo[date, tuple[Stretch, ...]] = Memo(_DAYS_KEPT, self.agenda.stretches)
        self._rotations: Memo[Ruling, Rotation] = Memo(_ROTATIONS_KEPT, self._rotation)
        self._today: tuple[Stretch, ...] = ()

    def stretch_at(self, instant: Millis) -> Stretch:
        """The stretch that an instant lies in; where nobody rules it ends at the next local midnight at the latest."""
        if not (self._today and self._today[0].start <= instant < self._today[-1].end):
            self._today = self._days[self.calendar.day(instant)]
        return next(stretch for stretch in self._today if instant < stretch.end)

    def stretches(self, day: date) -> tuple[Stretch, ...]:
        """The stretches that have an instant of a local day."""
        return self._days[day]

    def cues(self, stretch: Stretch, instant: Millis) -> Iterator[Cue]:
        """The cues of a ruled stretch from the one at an instant on.

        What would begin in the last moments of the stretch, too short to be seen, is given to the slide before it.
        """
        start, last = stretch.start, max(stretch.start, stretch.end - SLIVER)
        rotation = self._rotations[stretch.ruling]
        for slide, playlist, begins, ends in rotation.turns(start, min(instant, last) - start):
            if start + ends > last:
                yield Cue(MAIN, slide, playlist, Millis(start + begins), stretch.end)
                return
            yield Cue(MAIN, slide, playlist, Millis(start + begins), Millis(start + ends))

    def _rotation(self, ruling: Ruling) -> Rotation:
        playlists = ((self._snapshot.playlists[number], slides) for number, slides in ruling)
        return Rotation([(playlist, [playlist.slides[slide] for slide in slides]) for playlist, slides in playlists])

"""Proof of play, as the process of the glass gives it: what it shows comes in, showings go to the journal.

It puts its own part to what `store/showing.py` knows of one showing after the other: what the journal is told of a slide,
showings of a slide that follows itself, showings of what has no end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from player.clock import Clock, SimulatedClock
from player.director import Show
from player.model.scene import MAIN
from player.model.showing import Showing, Status
from player.model.units import HOUR, Digest, Millis
from player.slides.naming import title_of
from player.store.journal import Journal
from player.store.showing import Seen, Witness
from player.timeline.scenes import Timeline

LONGEST = HOUR
"""Between two looks at what repeats, in true time: a glass looks every half minute, so more than that is a clock that was set."""

_TITLE = 60  # characters: enough to tell slides apart in a table


class Proof:
    """Tells the `journal` what is seen; where there is none, nobody."""

    def __init__(
        self,
        clock: Clock,
        screen: str,
        journal: Journal | None,
        judge: Callable[[Seen], Status | None] = lambda _seen: None,
    ) -> None:
        """`judge` as in `store/showing.py`."""
        self._clock = clock
        self._judge = judge
        self._journal = journal
        self._screen = screen
        self._witnesses: dict[str, Witness] = {}
        self._told_at = 0.0

    def begins(self) -> None:
        """The player started."""
        if self._journal is not None:
            self._journal.start(self._clock.now())

    def ends(self) -> None:
        """The player was asked to leave: what is on is over."""
        self.goes()
        if self._journal is not None:
            self._journal.stop(self._clock.now())

    def prune(self) -> None:
        """Records that are too old go."""
        if self._journal is not None:
            self._journal.prune(self._clock.now())

    def comes(self, show: Show, snapshot: Digest | None) -> str:
        """It is wholly on the glass, as `snapshot` has it; returns what people call it."""
        now = self._clock.monotonic()
        seen = seen_of(show, snapshot)
        if seen.zone == MAIN:
            self._told_at = now
        self._of(seen.zone).came(seen, self._clock.now(), now)
        return seen.title

    def goes(self, status: Status | None = None, *, zone: str | None = None) -> None:
        """What is on the glass is over, in every zone or in one. `status`: how it ended, where that does not follow from its cue."""
        for name, witness in self._witnesses.items():
            if zone in (None, name):
                witness.went(self._clock.now(), self._clock.monotonic(), status)

    def misses(self, show: Show, snapshot: Digest | None) -> None:
        """It should be on the glass and cannot."""
        seen = seen_of(show, snapshot)
        self._of(seen.zone).failed(seen, self._clock.now())

    def repeats(self, show: Show, rules: Timeline | None) -> Show:
        """What is on by now where it was `show` and nothing changed on the glass: its latest cue by `rules`.

        A slide that follows itself wakes nobody: its showings are told here. What has no cue that ends, such as a
        card, is told every hour.
        """
        if show.cue is None:
            if (self._clock.monotonic() - self._told_at) * 1e3 >= HOUR:
                self.goes()
                self.comes(show, None)
            return show
        now, rate = self._clock.now(), rate_of(self._clock)
        if rules is not None and now - show.cue.end > LONGEST * rate:
            return self._leaps(show, rules, now)
        while rules is not None and show.cue is not None:
            cue = rules.main_at(show.cue.end).cue()
            if show.cue.end > now or cue is None or cue.slide != show.slide:
                break
            show = replace(show, start=cue.start, cue=cue)
            began = self._clock.monotonic() - (now - cue.start) / rate / 1e3
            self._of(MAIN).came(seen_of(show, rules.digest), cue.start, began)
        return show

    def _leaps(self, show: Show, rules: Timeline, now: Millis) -> Show:
        """The cue of `now` where the slide's is long past: the clock was set, and no showing was there in between."""
        cue = rules.main_at(now).cue()
        if cue is None or cue.slide != show.slide:
            return show
        show = replace(show, start=cue.start, cue=cue)
        self._of(MAIN).came(seen_of(show, rules.digest), now, self._clock.monotonic())
        return show

    def _of(self, zone: str) -> Witness:
        """Who looks at a zone."""
        if zone not in self._witnesses:
            self._witnesses[zone] = Witness(self._screen, self._record, self._judge)
        return self._witnesses[zone]

    def _record(self, showing: Showing) -> bool:
        return self._journal is not None and self._journal.record(showing)


def rate_of(clock: Clock) -> float:
    """How many seconds the clock shows in a true one."""
    return clock.rate if isinstance(clock, SimulatedClock) else 1.0


def seen_of(show: Show, snapshot: Digest | None) -> Seen:
    """What the journal is told of it."""
    cue = show.cue
    return Seen(
        show.slide,
        show.start,
        None if cue is None else cue.end,
        title_of(show.slide, _TITLE),
        playlist="" if cue is None else cue.playlist,
        zone=MAIN if cue is None else cue.zone,
        snapshot=None if cue is None else snapshot,
    )

"""What comes up on the glass and when it goes, told by the process of the glass; out go whole showings to the journal.

A showing begins when its picture is wholly there and ends when the next one is: so transitions belong to the slide that
leaves, and showings tile the time. A slide that is painted anew within its cue (a countdown, a current row) goes on.

It succeeded where it stayed to the end of its cue, give or take `SLACK`. It was interrupted where it left before: by a
takeover, new content, or the end of the player. A slide whose picture could not be made has a showing too: a content
failure that lasted 0 ms, while the picture before it stood in and goes on being counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from player.model.content import Slide
from player.model.scene import MAIN
from player.model.showing import Showing, Status
from player.model.units import Digest, Millis

SLACK = Millis(250)
"""How much earlier than its cue's end a slide may leave and still count as shown in full."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A slide as it stands on the glass: for the cue `[start, end)` of `playlist` (`end` None: a card, which has none)."""

    slide: Slide
    start: Millis
    end: Millis | None
    title: str
    playlist: str = ""
    zone: str = MAIN
    snapshot: Digest | None = None


@dataclass(slots=True)
class _Open:
    """The showing that is on: what it is, and when it began by both clocks (milliseconds, seconds)."""

    seen: Seen
    now: Millis
    monotonic: float


class Witness:
    """Turns what is seen into showings of one zone, each given to `record` when it is over."""

    def __init__(
        self,
        screen: str,
        record: Callable[[Showing], bool],
        judge: Callable[[Seen], Status | None] = lambda _seen: None,
    ) -> None:
        """`judge` says how a showing went that is over, where it knows better than the clock."""
        self._screen = screen
        self._record = record
        self._judge = judge
        self._open: _Open | None = None
        self._failed: tuple[str, Millis] | None = None

    def came(self, seen: Seen, now: Millis, monotonic: float) -> None:
        """The slide is wholly on the glass since `now`, in the place of what was there; `monotonic` are seconds."""
        on = self._open
        if on is not None and (on.seen.slide.id, on.seen.start) == (seen.slide.id, seen.start):
            on.seen = seen  # painted anew, or its cue ends at another time than it was thought
            return
        self.went(now, monotonic)
        self._open = _Open(seen, now, monotonic)

    def went(self, now: Millis, monotonic: float, status: Status | None = None) -> None:
        """Nothing is on the glass any more. `status`: how it ended; None tells success from interruption by the cue."""
        on = self._open
        if on is None:
            return
        self._open = None
        status = status or self._judge(on.seen)
        if status is None:
            early = on.seen.end is not None and now < on.seen.end - SLACK
            status = Status.INTERRUPTION if early else Status.SUCCESS
        duration = Millis(max(0, round((monotonic - on.monotonic) * 1e3)))
        self._record(self._showing(on.seen, on.now, now, duration, status))

    def failed(self, seen: Seen, now: Millis) -> None:
        """The slide is due at `now` and cannot be shown; said once a cue, however often the glass asks."""
        if self._failed != (seen.slide.id, seen.start):
            self._failed = (seen.slide.id, seen.start)
            self._record(self._showing(seen, now, now, Millis(0), Status.CONTENT_FAILURE))

    def _showing(self, seen: Seen, start: Millis, end: Millis, duration: Millis, status: Status) -> Showing:
        slide = seen.slide
        return Showing(
            slide=slide.id,
            kind=slide.kind,
            file=slide.source.file,
            playlist=seen.playlist,
            zone=seen.zone,
            start=start,
            end=end,
            duration=duration,
            status=status,
            screen=self._screen,
            snapshot=seen.snapshot,
            assets=tuple(asset.digest for asset in slide.assets),
            title=seen.title,
        )

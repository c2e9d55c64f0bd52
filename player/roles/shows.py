"""What is seen: shows come in, the glass is told what to draw. Digits that tick and what moves belong to the show that is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from player import director
from player.clock import Clock
from player.errors import PaintError
from player.model.frame import Frame, Ticking
from player.model.units import Millis
from player.prepare.frames import FrameStore, MappedFrame
from player.roles.moving import Held, mover_of
from player.screen.glass import Glass
from player.screen.moving import Mover
from player.slides.kinds import kind_of
from player.timeline.scenes import Timeline
from player.transitions.table import TRANSITIONS, transition_of

NEVER = Millis(1 << 62)
"""An instant that does not come."""

MOVING_LOOK = 1.0
"""The longest sleep, in seconds, while something moves: what hangs in drawing is found out as fast as a slide that hangs."""

STILL_LOOK = 3600.0
"""That of a glass on which nothing moves: whoever sleeps has shorter reasons."""


@dataclass(frozen=True, slots=True)
class OnGlass:
    """What is seen: what the director knows of it, its frame while digits tick or something moves on it, the digits, the mover."""

    shown: director.Shown
    frame: MappedFrame | None
    show: director.Show
    text: str | None
    mover: Mover | None = None


class Shows:
    """Brings shows up on `glass` from the frames of `frames`. `keep_going` says whether a transition may run on."""

    def __init__(
        self, glass: Glass, frames: FrameStore, clock: Clock, *, rate: float, keep_going: Callable[[], bool]
    ) -> None:
        self._glass = glass
        self._frames = frames
        self._clock = clock
        self._rate = rate
        self._keep_going = keep_going
        self.on: OnGlass | None = None

    @property
    def patience(self) -> float:
        """Seconds for which a glass may sleep at most."""
        return MOVING_LOOK if self.on is not None and self.on.mover is not None else STILL_LOOK

    def put(self, show: director.Show, timeline: Timeline | None, *, plain: bool) -> bool:
        """Whether the show is on the glass now. `plain`: with no transition, and nothing moves on it."""
        before = self.on
        if before is not None and before.shown.key == show.order.key:
            self.on = replace(before, shown=self._shown(show), show=show)
            return True
        try:
            mapped = self._frames.open(show.order.key)
        except PaintError:
            return False  # gone since the plan was made: the next plan orders it again
        ticking = _ticking(show, timeline, self._clock.now())
        text = None if ticking is None else ticking.text
        self._glass.move(())
        self._change(show, mapped.frame, text, plain=plain or before is None or self.is_same_cue(show))
        self._let_go(before)
        mover = None if plain else mover_of(self._held(show, mapped.frame))
        held = mapped if mover is not None or mapped.frame.live is not None else None
        if held is None:
            mapped.close()
        self.on = OnGlass(self._shown(show), held, show, text, mover)
        self._glass.move(() if mover is None else (mover,))
        self._frames.touch(show.order.key)
        return True

    def tick(self, timeline: Timeline | None) -> Millis:
        """Draws the digits that changed since they were last drawn; returns when they next do."""
        on = self.on
        ticking = None if on is None or on.frame is None else _ticking(on.show, timeline, self._clock.now())
        if on is None or on.frame is None or ticking is None:
            return NEVER
        if ticking.text != on.text:
            self._glass.tick(on.frame.frame, on.text, ticking.text)
            self.on = replace(on, text=ticking.text)
        return ticking.until

    def repeat(self, show: director.Show) -> None:
        """What is seen is on for a later cue of the same slide by now."""
        if self.on is not None:
            self.on = replace(self.on, show=show, shown=replace(self.on.shown, start=show.start))

    def outlive_cue(self) -> director.Show | None:
        """What is seen has no cue any more, which belonged to another time; returned as a show. None where nothing is seen."""
        if self.on is None:
            return None
        show = replace(self.on.show, cue=None, start=Millis(0))
        self.on = replace(self.on, show=show, shown=replace(self.on.shown, start=Millis(0), since=Millis(0)))
        return show

    def is_same_cue(self, show: director.Show) -> bool:
        """Whether the show belongs to the cue that is seen."""
        shown = None if self.on is None else self.on.shown
        return shown is not None and (shown.start, shown.slide) == (show.start, show.slide.id)

    def _change(self, show: director.Show, frame: Frame, text: str | None, *, plain: bool) -> None:
        """Draws the frame: by its slide's transition at the start of a cue, at once within one."""
        before = self.on
        if before is None or plain:
            self._glass.show(frame, text)
            return
        self._glass.play(
            None if before.frame is None or before.mover is not None else before.frame.frame,
            frame,
            transition_of(show.slide.transition) or TRANSITIONS[0],
            Millis(round(show.slide.transition_time / self._rate)),
            text=text,
            out_text=before.text,
            keep_going=self._keep_going,
        )

    def _let_go(self, before: OnGlass | None) -> None:
        """The memory of what was seen goes."""
        if before is not None and before.mover is not None:
            before.mover.close()
        if before is not None and before.frame is not None:
            before.frame.close()

    def _held(self, show: director.Show, frame: Frame) -> Held:
        passed = (self._clock.now() - show.start) / 1e3 / self._rate if show.cue is not None else 0.0
        return Held(show, frame, (0, 0, frame.width, frame.height), self._glass.now() - passed, self._rate)

    def _shown(self, show: director.Show) -> director.Shown:
        """What the director is told of it from now on."""
        since = self.on.shown.since if self.on is not None and self.is_same_cue(show) else self._clock.now()
        return director.Shown(show.order.key, show.slide.id, show.start, since, card=show.cue is None)


def _ticking(show: director.Show, timeline: Timeline | None, now: Millis) -> Ticking | None:
    """The digits of a show at an instant; None where it has none."""
    if timeline is None or show.cue is None:
        return None
    return kind_of(show.slide.kind).ticking(show.slide, now, timeline.calendar)

"""What is seen: shows come in, the glass is told what to draw. Digits that tick and what moves belong to the show that is on.

The slides (`on`) and each zone around them have a rectangle of their own. Where the slides' changes, everything is drawn anew at
once; a zone whose frame is not ready is plain until then, in the colour of the slide's edge. A zone never waits for the slides, and the slides never
wait for a zone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from player import director
from player.clock import Clock
from player.errors import PaintError
from player.model.frame import Frame, Ticking
from player.model.scene import MAIN
from player.model.units import NEVER, Millis
from player.prepare.frames import FrameStore, MappedFrame
from player.roles.held import Held
from player.roles.moving import Maker, mover_of
from player.screen.glass import Glass, Part
from player.screen.moving import Area, Mover
from player.slides.kinds import kind_of
from player.timeline.scenes import Timeline
from player.transitions.table import TRANSITIONS, transition_of

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


@dataclass(frozen=True, slots=True)
class Surrounding:
    """What changed around the slides: shows that came up (or began another cue), zones whose show is over."""

    came: tuple[director.Show, ...] = ()
    gone: tuple[str, ...] = ()


class Shows:
    """Brings shows up on `glass` from the frames of `frames`. `keep_going` says whether a transition may run on."""

    def __init__(
        self,
        glass: Glass,
        frames: FrameStore,
        clock: Clock,
        *,
        rate: float,
        keep_going: Callable[[], bool],
        early: tuple[Maker, ...] = (),
    ) -> None:
        """`early`: makers of what moves while it comes on already."""
        self._glass = glass
        self._frames = frames
        self._clock = clock
        self._rate = rate
        self._keep_going = keep_going
        self._early = early
        self.on: OnGlass | None = None
        self._around: dict[str, OnGlass] = {}
        self._plain: dict[str, Area] = {}
        self._edge = b"\0\0\0\xff"

    @property
    def patience(self) -> float:
        """Seconds for which a glass may sleep at most."""
        return MOVING_LOOK if self._movers() else STILL_LOOK

    # the slides

    def put(
        self, show: director.Show, timeline: Timeline | None, *, plain: bool, around: Sequence[director.Show] = ()
    ) -> bool:
        """Whether the show is on the glass now. `plain`: with no transition, and nothing moves on it.

        `around`: what has its place beside it; drawn with it where the glass is divided anew.
        """
        before = self.on
        if before is not None and (before.shown.key, before.show.area) == (show.order.key, show.area):
            self.on = replace(before, shown=self._shown(show), show=show)
            return True
        mapped = self._open(show)
        if mapped is None:
            return False
        text = _text(show, timeline, self._clock.now())
        mover = None if plain else mover_of(self._to_move(show, mapped.frame), self._early)
        self._edge = bytes(mapped.frame.pixels[-4 * mapped.frame.width :][:4])
        if before is None or before.show.area != show.area:
            self._divide(show, mapped.frame, text, timeline, around, plain=plain)
        else:
            self._glass.move(self._movers(MAIN))
            out = None if before.frame is None or before.mover is not None else before.frame.frame
            same = plain or self.is_same_cue(show)
            self._change(show, out, mapped.frame, text, before.text, plain=same, mover=mover)
        _let_go(before)
        self.on = self._held(show, mapped, text, plain=plain, mover=mover)
        self._glass.move(self._movers())
        return True

    def is_same_cue(self, show: director.Show) -> bool:
        """Whether the show belongs to the cue that is seen."""
        shown = None if self.on is None else self.on.shown
        return shown is not None and (shown.start, shown.slide) == (show.start, show.slide.id)

    def repeat(self, show: director.Show) -> None:
        """What is seen is on for a later cue of the same slide by now."""
        if self.on is not None:
            self.on = replace(self.on, show=show, shown=replace(self.on.shown, start=show.start))

    def outlive_cue(self) -> director.Show | None:
        """What is seen has no cue any more, which belonged to another time; returned as a show. None where nothing is seen."""
        self._around = {name: replace(on, show=replace(on.show, cue=None)) for name, on in self._around.items()}
        if self.on is None:
            return None
        show = replace(self.on.show, cue=None, start=Millis(0))
        self.on = replace(self.on, show=show, shown=replace(self.on.shown, start=Millis(0), since=Millis(0)))
        return show

    # what is around them

    def surround(
        self, around: Sequence[director.Show], main: Area | None, timeline: Timeline | None, *, plain: bool
    ) -> Surrounding:
        """Brings up what should be around the slides, as far as its frames are ready and the slides stand at `main`."""
        if self.on is None or self.on.show.area != main:
            return Surrounding()
        wanted = {_zone(show): show for show in around}
        gone = tuple(name for name in self._around if name not in wanted)
        if gone:
            self._glass.move(self._movers(*gone))
        for name in gone:
            _let_go(self._around.pop(name))
        for name in [name for name in self._plain if name not in wanted]:
            del self._plain[name]
        came = [show for show in wanted.values() if self._put_around(show, timeline, plain=plain)]
        return Surrounding(tuple(came), gone)

    def tick(self, timeline: Timeline | None) -> Millis:
        """Draws the digits that changed since they were last drawn; returns when they next do."""
        until = NEVER
        for name, on in (*(((MAIN, self.on),) if self.on is not None else ()), *self._around.items()):
            ticking = None if on.frame is None else _ticking(on.show, timeline, self._clock.now())
            if on.frame is None or on.frame.frame.live is None or ticking is None:
                continue
            until = min(until, ticking.until)
            if ticking.text == on.text:
                continue
            x, y = on.show.area[:2] if on.show.area is not None else (0, 0)
            self._glass.tick(on.frame.frame, on.text, ticking.text, x=x, y=y)
            ticked = replace(on, text=ticking.text)
            if name == MAIN:
                self.on = ticked
            else:
                self._around[name] = ticked
        return until

    def _put_around(self, show: director.Show, timeline: Timeline | None, *, plain: bool) -> bool:
        """Brings up the show of a zone. True where it came up or began another cue."""
        name, area = _zone(show), show.area
        before = self._around.get(name)
        stays = before is not None and before.show.area == area
        if before is not None and stays and before.shown.key == show.order.key:
            self._around[name] = replace(before, shown=self._shown(show), show=show)
            return before.show.cue != show.cue
        mapped = self._open(show) if self._frames.has(show.order.key) else None
        if mapped is None or area is None:
            if not stays and area is not None and self._plain.get(name) != area:
                self._glass.show(self._blank(area), at=area)
                self._plain[name] = area
            return False
        text = _text(show, timeline, self._clock.now())
        self._glass.move(self._movers(name))
        out = None if before is None or before.frame is None or before.mover is not None else before.frame.frame
        same = plain or not stays or (before is not None and before.show.cue == show.cue)
        mover = None if plain else mover_of(self._to_move(show, mapped.frame), self._early)
        self._change(show, out, mapped.frame, text, None if before is None else before.text, plain=same, mover=mover)
        _let_go(before)
        self._around[name] = self._held(show, mapped, text, plain=plain, mover=mover)
        self._plain.pop(name, None)
        self._glass.move(self._movers())
        return True

    def _divide(
        self,
        show: director.Show,
        frame: Frame,
        text: str | None,
        timeline: Timeline | None,
        around: Sequence[director.Show],
        *,
        plain: bool,
    ) -> None:
        """Draws everything at once: the slides have another place, or nothing is seen yet."""
        self._glass.move(())
        if show.area is None and self.on is not None and not plain:
            self._change(show, None, frame, text, None, plain=self.is_same_cue(show))  # over all: it may fade in
        elif show.area is None:
            self._glass.show(frame, text)
        else:
            self._compose(show, frame, text, timeline, around)
        for on in self._around.values():
            _let_go(on)
        self._around, self._plain = {}, {}

    def _compose(
        self,
        show: director.Show,
        frame: Frame,
        text: str | None,
        timeline: Timeline | None,
        around: Sequence[director.Show],
    ) -> None:
        assert show.area is not None
        parts, mapped = [Part(frame, text, *show.area[:2])], []
        for each in around:
            if each.area is None:
                continue
            ready = self._open(each) if self._frames.has(each.order.key) else None
            if ready is None:
                parts.append(Part(self._blank(each.area), None, *each.area[:2]))
                continue
            mapped.append(ready)
            parts.append(Part(ready.frame, _text(each, timeline, self._clock.now()), *each.area[:2]))
        self._glass.compose(parts)
        for one in mapped:
            one.close()

    def _blank(self, area: Area) -> Frame:
        """A frame of one colour: that of the slide's lower left corner."""
        return Frame("", area[2], area[3], memoryview(self._edge * (area[2] * area[3])))

    # both

    def _open(self, show: director.Show) -> MappedFrame | None:
        """The frame; None where it went since the plan was made: the next plan orders it again."""
        with suppress(PaintError):
            return self._frames.open(show.order.key)
        return None

    def _change(
        self,
        show: director.Show,
        out: Frame | None,
        into: Frame,
        text: str | None,
        out_text: str | None,
        *,
        plain: bool,
        mover: Mover | None = None,
    ) -> None:
        """Draws the frame in its place: by its slide's transition, or at once."""
        if plain:
            self._glass.show(into, text, at=show.area)
            return
        self._glass.play(
            out,
            into,
            transition_of(show.slide.transition) or TRANSITIONS[0],
            Millis(round(show.slide.transition_time / self._rate)),
            text=text,
            out_text=out_text,
            at=show.area,
            mover=mover,
            keep_going=self._keep_going,
        )

    def _to_move(self, show: director.Show, frame: Frame) -> Held:
        """What a mover of the show is made from."""
        passed = (self._clock.now() - show.start) / 1e3 / self._rate if show.cue is not None else 0.0
        area = show.area or (0, 0, frame.width, frame.height)
        return Held(show, frame, area, self._glass.now() - passed, self._rate)

    def _held(
        self, show: director.Show, mapped: MappedFrame, text: str | None, *, plain: bool, mover: Mover | None = None
    ) -> OnGlass:
        """What is on the glass now, with its mover; the frame's memory goes where nobody needs it."""
        frame = mapped.frame
        if mover is None and not plain:
            mover = mover_of(self._to_move(show, frame))
        held = mapped if mover is not None or frame.live is not None else None
        if held is None:
            mapped.close()
        self._frames.touch(show.order.key)
        return OnGlass(self._shown(show), held, show, text, mover)

    def _movers(self, *but: str) -> tuple[Mover, ...]:
        """Everything that moves, without what is in these zones."""
        every = (*(((MAIN, self.on),) if self.on is not None else ()), *self._around.items())
        return tuple(on.mover for name, on in every if on.mover is not None and name not in but)

    def _shown(self, show: director.Show) -> director.Shown:
        """What the director is told of it from now on."""
        since = self.on.shown.since if self.on is not None and self.is_same_cue(show) else self._clock.now()
        return director.Shown(show.order.key, show.slide.id, show.start, since, card=show.cue is None, area=show.area)


def _let_go(on: OnGlass | None) -> None:
    """The memory of what was seen goes."""
    if on is not None and on.mover is not None:
        on.mover.close()
    if on is not None and on.frame is not None:
        on.frame.close()


def _zone(show: director.Show) -> str:
    return MAIN if show.cue is None else show.cue.zone


def _text(show: director.Show, timeline: Timeline | None, now: Millis) -> str | None:
    ticking = _ticking(show, timeline, now)
    return None if ticking is None else ticking.text


def _ticking(show: director.Show, timeline: Timeline | None, now: Millis) -> Ticking | None:
    """The digits of a show at an instant; None where it has none."""
    if timeline is None or show.cue is None:
        return None
    return kind_of(show.slide.kind).ticking(show.slide, now, timeline.calendar)

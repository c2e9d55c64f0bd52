"""The process of the glass: the director's plan, carried out on a window. It parses nothing that staff wrote.

A loop of three steps: gather the facts, ask the director, do what the plan says; then sleep until the plan's next
instant or until something happens (a frame is ready, a snapshot was published, the window was touched).
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from multiprocessing.connection import Connection

from player import director
from player.errors import PaintError
from player.model.content import Slide
from player.model.order import Order
from player.model.settings import Panel
from player.model.showing import Status
from player.model.units import NEVER, Digest, Millis
from player.prepare.client import Painter
from player.prepare.frames import FrameStore
from player.roles.barred import key_of, read_barred
from player.roles.beat import DISPLAY_LOST, QUIT, RENEW, Beat
from player.roles.camera import Camera
from player.roles.content import Content
from player.roles.film_glass import films_of, next_cues
from player.roles.links import NOBODY_BESIDE, Beside, Links
from player.roles.opening import opened, opened_by_heir
from player.roles.orders import Orders
from player.roles.proof import Proof
from player.roles.shows import OnGlass, Shows
from player.roles.timekeeper import Timekeeper
from player.screen.glass import Event, Glass, Happening
from player.slides.card import Card
from player.store.journal import Journal
from player.store.last_run import this_run
from player.store.space import space
from player.store.store import Store

LOG = logging.getLogger("qingbo.glass")

LOOK_UP = 30.0
"""The longest sleep, in seconds."""

LOOK_UP_BLIND = 2.0
"""The longest sleep where the system does not tell that the display's size has changed."""

FIRST_CONTENT = 8.0
"""Seconds after the very first start in which the intake is waited for before the welcome card comes up."""

FIRST_PROMISE = 10.0
"""Seconds in which the journal is opened and the first picture comes up."""

STAND_BY = 0.05
"""Seconds between two looks of an heir whether it is its turn."""

LET_GO = 2.0
"""Seconds in which an heir has to show its first picture before the window under it goes."""

BARE = 0.1
"""Seconds after a start in which the due frame may still be painted before a picture of another size stands in for it."""

RENEW_BY = 60.0
"""Seconds after which a glass that is asked to renew itself does so though no other slide came up."""

FRAME_BUDGET = 1 << 30
"""Bytes of the cache that frames may take; on a small disk its part."""


def run(
    orders: Orders,
    beat: Beat,
    painter: Connection,
    intake: Connection,
    beside: Beside = NOBODY_BESIDE,
    *,
    heir: int = 0,
) -> None:
    """Runs the glass until it is asked to leave; leaves by `SystemExit` with QUIT, RENEW or NO_DISPLAY.

    An heir (its number is not 0) stands by with its window hidden until the glass that it is to relieve lets go.
    """
    glass = opened_by_heir(orders) if heir else opened(orders, beat)
    role = GlassRole(orders, beat, glass, painter, intake, beside=beside, heir=heir)
    signal.signal(signal.SIGTERM, lambda _number, _frame: role.leave())
    if not orders.headless:
        from player.screen.lost import when_display_is_lost  # noqa: PLC0415  # no display, nothing to lose

        when_display_is_lost(role.display_lost)
    try:
        if not heir or role.stand_by():
            role.run()
    finally:
        glass.close()
    raise SystemExit(RENEW if role.renews else QUIT)


class GlassRole:
    """The loop and what it remembers: the adopted and the offered timeline, and what is on the glass."""

    def __init__(
        self,
        orders: Orders,
        beat: Beat,
        glass: Glass,
        painter: Connection,
        intake: Connection,
        *,
        beside: Beside,
        heir: int,
    ) -> None:
        self._orders = orders
        self._clock = orders.clock
        self._beat = beat
        self._heir = heir
        self._glass = glass
        self._frames = FrameStore(orders.cache / "frames")
        self._painter = Painter(painter, self._frames)
        screen, zone = orders.settings.screen, orders.settings.zone
        journal = None if orders.is_trial else Journal(orders.cache, screen, zone, about=this_run())
        self._films = films_of(beside.films, orders, glass.now)
        self._proof = Proof(orders.clock, screen, journal, lambda seen: self._films.judge(seen.slide, seen.start))
        self._camera = Camera(orders.cache, screen, zone, None if orders.is_trial else beside.album)
        heard = {painter: self._hear_painter, intake: self._hear_intake}
        if beside.films is not None:
            heard[beside.films.link] = self._films.hear
        self._links = Links(heard, glass.wake)
        self._panel = self._panel_of(glass.size)
        beat.tell_size(*glass.size)
        self._stand_in_size = beat.shown_size if not heir and beat.shown_size != glass.size else (0, 0)
        self._barred = frozenset(read_barred(orders.cache))
        self._timekeeper = Timekeeper(orders.clock, orders.cache, beat)
        self._renew_by: float | None = None
        self.renews = False
        self._content = Content(Store(orders.cache))
        self._shows = Shows(
            glass,
            self._frames,
            orders.clock,
            rate=orders.rate,
            keep_going=self._may_go_on,
            early=(self._films.maker,),
        )
        self._leaving = False
        self._ticks_at = NEVER
        self._started = self._clock.monotonic()
        self._looked = self._started

    def leave(self) -> None:
        """Asks the loop to end; safe in a signal handler."""
        self._leaving = True
        self._glass.wake()

    def stand_by(self) -> bool:
        """Waits, all set, until the glass before this one lets go. False where the player is asked to leave first."""
        self._beat.standing_by = self._heir
        while self._beat.released < self._heir and not self._leaving:
            self._take(self._glass.wait(STAND_BY))
        self._content.renew()  # the other one heard of it, too late to show it
        return not self._leaving

    def run(self) -> None:
        """Shows what is due until asked to leave."""
        self._promise(FIRST_PROMISE)
        self._proof.begins()
        self._links.start()
        while not self._leaving:
            self._look_at_clock()
            self._look_at_repeats()
            plan = director.plan(self._facts(), self._clock.now())
            if plan.missed is not None:
                self._proof.misses(plan.missed, self._content.digest)
            if self._beat.renewing > self._heir and self._may_renew(plan.show):
                self.renews = True
                break
            if plan.adopt:
                self._adopt({order.key for order in plan.prepare})
            if plan.show is not None:
                self._put(plan.show, plan.around)
            self._surround(plan)
            self._ticks_at = self._shows.tick(self._content.timeline)
            self._painter.want(plan.prepare, self._clock.monotonic())
            if plan.adopt or plan.show is not None:
                self._rest(0.0)
            else:
                self._stand_in()
                self._rest_until(min(plan.wake_at, self._look_ahead(plan.prepare)))
        self._promise(LET_GO)
        self._look_at_repeats()
        self._links.stop()
        self._proof.ends()
        if self.renews:
            self._let_go()

    def _let_go(self) -> None:
        """Leaves journal and links to the heir that stands by, if one does; its picture covers this one before this goes."""
        heir = self._beat.standing_by
        self._beat.released = heir
        until = self._clock.monotonic() + LET_GO
        while heir > self._heir and self._beat.relieved < heir and self._clock.monotonic() < until:
            self._glass.wait(0.01)

    def _rest_until(self, wake_at: Millis) -> None:
        """Sleeps until then or until something happens; digits tick meanwhile, which needs no new plan."""
        if self._shows.on is None:  # the first moments: the welcome card is due soon
            soon = 500 if 0 in self._stand_in_size else round(BARE * 1000)
            wake_at = min(wake_at, Millis(self._clock.now() + soon))
        while not self._leaving and not self._rest(self._clock.seconds_until(min(wake_at, self._ticks_at))):
            if self._clock.now() >= wake_at or self._ticks_at == NEVER:
                return
            self._ticks_at = self._shows.tick(self._content.timeline)

    def _look_ahead(self, orders: Sequence[Order]) -> Millis:
        """Has the films of the next cues made ready in time; returns when to look again."""
        rules = self._content.ruling
        if rules is None or self._beat.safe:
            return NEVER
        panels = {order.slide: order.panel for order in orders}
        now = self._clock.now()
        self._films.goes_on(rules.scene_at(now).cues)
        cues = next_cues(rules, now)
        sizes = (panels.get(cue.slide.id, self._panel) for cue in cues)
        return self._films.look_ahead([(cue, (at.width, at.height)) for cue, at in zip(cues, sizes, strict=True)])

    # the facts

    def _facts(self) -> director.Facts:
        mono = self._clock.monotonic()
        return director.Facts(
            timeline=self._content.ruling,
            offered=self._content.offered,
            offered_at=self._content.offered_at,
            shown=None if self._shows.on is None else self._shows.on.shown,
            ready=self._frames.has,
            failed=lambda key: self._painter.is_failed(key, mono),
            panel=self._panel,
            look=self._orders.look,
            folder=str(self._orders.folder),
            theme=self._orders.settings.theme,
            waiting=mono - self._started < FIRST_CONTENT,
            barred=self._is_barred,
            safe=self._beat.safe,
            doubtful=not self._content.believes,
        )

    def _is_barred(self, slide: Slide) -> bool:
        return bool(self._barred) and self._key_of(slide) in self._barred

    def _key_of(self, slide: Slide) -> str:
        return key_of(slide, self._panel, self._orders.look)

    def _look_at_clock(self) -> None:
        """Notes whether the clock is believed. Where that changes, a showing ends: its cue belongs to another time."""
        believes = self._timekeeper.believed()
        if believes == self._content.believes:
            return
        self._content.believes = believes
        self._beat.doubts_clock = not believes
        self._proof.goes()
        show = self._shows.outlive_cue()
        if show is not None:
            self._came(show)

    def _panel_of(self, size: tuple[int, int]) -> Panel:
        settings = self._orders.settings
        return Panel(*size, diagonal=settings.diagonal, distance=settings.distance, kind=settings.panel)

    # carrying out the plan

    def _adopt(self, wanted: set[str]) -> None:
        """The offered timeline rules from now on; frames that nobody has wanted for long make room."""
        self._content.adopt()
        disk = space(self._orders.cache)
        self._frames.prune(budget=FRAME_BUDGET if disk is None else disk.share(FRAME_BUDGET), keep=wanted)
        if self._content.believes:
            self._proof.prune()

    def _put(self, show: director.Show, around: tuple[director.Show, ...]) -> None:
        """Brings the frame up, unless it is what is seen already; `around`: what stands beside it."""
        self._tell_slides(self._shows.on, show)
        if self._shows.put(show, self._content.timeline, plain=self._beat.safe, around=around):
            self._beat.tell_shown(self._panel.width, self._panel.height)
            self._came(show)

    def _stand_in(self) -> None:
        """A glass that begins with another size than the one before it, and has no frame for it yet, is not bare meanwhile."""
        if self._shows.on is not None or 0 in self._stand_in_size or self._clock.monotonic() - self._started < BARE:
            return
        facts = replace(self._facts(), panel=self._panel_of(self._stand_in_size))
        self._stand_in_size = (0, 0)
        show = director.plan(facts, self._clock.now()).show
        if show is not None:
            with suppress(PaintError), closing(self._frames.open(show.order.key)) as mapped:
                self._glass.stretch(mapped.frame)

    def _surround(self, plan: director.Plan) -> None:
        """Brings up what stands around the slides, and tells the journal of it, zone by zone."""
        changed = self._shows.surround(plan.around, plan.main, self._content.timeline, plain=self._beat.safe)
        for name in changed.gone:
            self._proof.goes(zone=name)
        for show in changed.came:
            self._proof.comes(show, self._content.digest)
        for show in plan.missing:
            self._proof.misses(show, self._content.digest)

    def _came(self, show: director.Show) -> None:
        """Says that it is wholly on the glass: to the journal, to the supervisor."""
        title = self._proof.comes(show, self._content.digest)
        self._beat.tell_slides(on=self._key_of(show.slide) if show.slide.kind != Card.name else "")
        self._beat.tell_title(title)
        self._beat.relieved = self._heir
        if self._content.believes:
            now, mono = self._clock.now(), self._clock.monotonic()
            self._camera.sees(self._glass, show, title, self._content.digest, now=now, mono=mono)

    def _tell_slides(self, before: OnGlass | None, show: director.Show) -> None:
        """Says which slide is about to come up, so that it is known if the process ends over it."""
        on = "" if before is None or before.show.slide.kind == Card.name else self._key_of(before.show.slide)
        self._beat.tell_slides(on=on, coming="" if show.slide.kind == Card.name else self._key_of(show.slide))

    def _may_renew(self, show: director.Show | None) -> bool:
        """Whether this is a moment to leave for a renewal: another slide is ready to come up, or it has waited enough."""
        mono = self._clock.monotonic()
        if self._renew_by is None:
            self._renew_by = mono + RENEW_BY
        return mono >= self._renew_by or (show is not None and not self._shows.is_same_cue(show))

    def _may_go_on(self) -> bool:
        return not self._leaving

    # proof of play

    def _look_at_repeats(self) -> None:
        """A slide that follows itself changes nothing on the glass, and nobody wakes for it."""
        on = self._shows.on
        if on is None:
            return
        show = self._proof.repeats(on.show, self._content.ruling)
        if show is not on.show:
            self._shows.repeat(show)

    def display_lost(self) -> None:
        """The display died under the glass: says so in the journal, and leaves at once, as whoever lost it must."""
        with suppress(Exception):
            self._proof.goes(Status.HARDWARE_FAILURE)
        LOG.error("显示器的连接断了，恢复后自动接上 (the display is lost and waited for)")
        os._exit(DISPLAY_LOST)

    # sleeping, and what wakes

    def _rest(self, seconds: float) -> bool:
        """Sleeps at most `seconds`, after a promise to the supervisor; then deals with what happened."""
        timeout = min(seconds, LOOK_UP if self._glass.tells_size else LOOK_UP_BLIND, self._shows.patience)
        self._promise(timeout + 0.5)
        happened = self._take(self._glass.wait(timeout))
        if not self._glass.tells_size and self._clock.monotonic() - self._looked >= LOOK_UP_BLIND:
            self._looked = self._clock.monotonic()
            changed = self._glass.check_display()
            happened |= changed is not None and self._take((changed,))
        return self._links.deal() or happened

    def _promise(self, seconds: float) -> None:
        """Promises the supervisor another look at the world within that time."""
        now = self._clock.monotonic()
        self._beat.promise(self._glass.presented, now + seconds, now=now)

    def _take(self, events: tuple[Event, ...]) -> bool:
        """Does what the events of the window ask for; whether there were any."""
        for event in events:
            if event.what is Happening.QUIT and not self._orders.settings.locked:
                self._leaving = True
            elif event.what is Happening.RESIZED and event.size is not None:
                self._resize(event.size)
        return bool(events)

    def _resize(self, size: tuple[int, int]) -> None:
        LOG.warning("屏幕分辨率变为 %dx%d (the display's size changed)", *size)
        self._panel = self._panel_of(size)
        self._beat.tell_size(*size)

    def _hear_painter(self, message: bytes) -> None:
        done = self._painter.hear(message, self._clock.monotonic())
        if done is not None and done.error is not None:
            LOG.error("一页无法制作，画面保持上一页 (a frame could not be painted): %s", done.error)
        elif done is not None:
            self._frames.warm(done.key)
        for problem in () if done is None else done.problems:
            LOG.warning("%s%s", problem.message.zh, problem.hint.zh)

    def _hear_intake(self, message: bytes) -> None:
        self._content.hear(Digest(message.decode("ascii")), self._clock.now())

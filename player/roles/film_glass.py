"""Films on the glass: which the worker is to decode, and the mover of the one that is on.

The position in a film is a function of its cue's start and the time, round and round, and of nothing else: so screens agree,
a glass that was started again goes on where it should be, and a clock that runs faster runs the film faster. What the worker
decodes is a *reel*: one run of a film at one size. The film that comes next stands by on its first pictures `AHEAD` of its
cue; a slide that follows itself goes on with the reel it has where its dwell is a whole number of rounds.

A film that is to be heard has a voice as long as its cue is on: the speaker is told (`voices.py`), and follows the picture.

Where there is no picture the still stands, which is the film's first one. A film that this machine cannot keep up with goes
back to its still after `TRIAL` seconds, for a while (`RESTS`); one whose decoder died does so at once. Either is said in the log once and
told on the status page, and the showing counts as a content failure unless the film was seen to move for most of it.
"""

from __future__ import annotations

import json
import logging
import mmap
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from multiprocessing.connection import Connection
from typing import Any

from player.clock import Clock
from player.model.canon import encode
from player.model.content import Film, Slide
from player.model.frame import Frame
from player.model.scene import MAIN, Cue
from player.model.showing import Status
from player.model.units import NEVER, SECOND, Digest, Millis
from player.prepare.film_ring import TRACKS, FilmLink, Reader, Reel
from player.roles.film_slow import forget_slow, read_slow, remember_slow
from player.roles.held import Held
from player.roles.orders import Orders
from player.roles.voices import Teller, Voice, teller_of
from player.screen.moving import Area, Brush
from player.slides.video import film_of, place, volume_of
from player.timeline.scenes import Timeline

LOG = logging.getLogger("qingbo.film")

AHEAD = Millis(4 * SECOND)
"""How long before its cue a film is made ready: the worker's start takes a tenth of that."""

TRIAL = 4.0
"""Seconds over which it is judged whether the machine keeps up."""

STARVED = 0.5
"""Part of that time for which no picture was there in time, from which on it does not."""

PATIENCE = 8.0
"""Seconds in which the first picture has to come: a film that is taken up in its middle has to be searched through first."""

HUNGRY = 1.0
"""Seconds without a picture in stock after which the worker is told again what is wanted: it may be another one, which knows of nothing."""

RESTS = (30.0, 300.0, 3600.0)
"""Seconds for which a film that was too much for the machine is not tried again, after each time: it may have been busy with something else."""

MOVED = 0.25
"""Part of a film's pictures that were seen, from which on its showing counts: a slow machine leaves some out."""

_HEARD_STEP = 0.1  # seconds between two signs of life of a film that is heard, however rare its pictures are
_POLL = 1 / 60  # seconds between two looks for a picture that should be there
_EARLY = 1.0  # ms by which a picture may be drawn before its time: clocks are read in whole ones
_LONGEST_STEP = 0.5  # seconds: the glass did something else meanwhile
_CHANGES = 4  # of the scene, that are looked through for what comes next
_REMEMBERED = 50  # showings of which it is known whether they moved


@dataclass(slots=True)
class _Run:
    """A reel and how it is getting on. `origin`: the instant of its beginning; `volume`: at how many percent it is heard."""

    reel: Reel
    reader: Reader
    origin: Millis
    volume: int = 0
    died: bool = False


@dataclass(slots=True)
class _Turn:
    """A cue of the film that is on: from `start` to `end` this run is seen. `drawn`: pictures of it that were."""

    start: Millis
    run: _Run
    drawn: int = 0
    end: Millis = NEVER


@dataclass(slots=True)
class _Judge:
    """Whether the machine keeps up: of the last `TRIAL` seconds, for how many no picture was there."""

    lenient: bool
    at: float = -inf
    over: float = 0.0
    without: float = 0.0
    waited: float = 0.0

    def sees(self, at: float, *, starved: bool, begun: bool) -> bool:
        """Takes note of how it is at an instant; False where it is too much for the machine."""
        step = min(max(0.0, at - self.at), _LONGEST_STEP) if self.at > -inf else 0.0
        self.at = at
        if self.lenient:
            return True
        if not begun:
            self.waited += step
            return self.waited < PATIENCE
        self.over += step
        self.without += step if starved else 0.0
        if self.over < TRIAL:
            return True
        keeps_up = self.without < STARVED * self.over
        self.over = self.without = 0.0
        return keeps_up


class FilmMover:
    """The pictures of a film in their rectangle; its still again where they do not come."""

    def __init__(
        self,
        area: Area,
        *,
        still: Frame,
        corner: tuple[int, int],
        turn: _Turn,
        times: _Times,
        rests: Callable[[bool], float],
        revive: Callable[[], _Turn | None],
    ) -> None:
        """`corner`: where on the still's frame the film stands.

        `rests` is called when it goes back to its still, with whether its decoder died, and says for how many seconds; `revive`
        after that, for another reel.
        """
        self._area = area
        self._still = still
        self._corner = corner
        self.turns = [turn]
        self._times = times
        self._rests = rests
        self._revive = revive
        self._judge = _Judge(lenient=times.rate != 1)
        self._seen: tuple[int, int] | None = None
        self._again = -inf
        self.closed = False
        self._over = False
        self.fed = times.glass_now()
        """When there was last a picture in stock."""

    @property
    def area(self) -> Area:
        """The rectangle of the glass that the film takes."""
        return self._area

    def due(self, after: float) -> float:
        """When the next picture is seen; soon where it should be there and is not."""
        if self._over:
            return inf if self.closed else max(self._again, after + _POLL)
        turn = self._turn(after)
        follows = turn.run.reader.next_time()
        if self._seen is None or follows is None or self._seen[0] != turn.run.reel.number:
            return after + _POLL
        latest = after + _HEARD_STEP if turn.run.reel.sound else inf
        return min(
            latest,
            max(after + 0.001, after + (follows - self._times.position(turn.run, after)) / 1e3 / self._times.rate),
        )

    def draw(self, brush: Brush, at: float) -> Sequence[Area]:
        """The picture of the instant is there, where it was not yet."""
        if self._over and (self.closed or at < self._again or not self._begins_again(at)):
            return ()
        whole = (0, 0, *self._area[2:])
        turn = self._turn(at)
        run = turn.run
        found = None if run.died else run.reader.picture(self._times.position(run, at) + _EARLY)
        starved = run.reader.next_time() is None
        self.fed = self.fed if starved else at
        if run.died or not self._judge.sees(at, starved=starved, begun=found is not None):
            self._over = True
            self._again = at + self._rests(run.died)
            brush.copy(self._still, (*self._corner, *whole[2:]), 0, 0)
            return (whole,)
        if found is None or self._seen == (run.reel.number, found[0]):
            return ()
        self._seen = run.reel.number, found[0]
        turn.drawn += 1
        brush.copy(Frame("", run.reel.width, run.reel.height, found[2]), whole, 0, 0)
        return (whole,)

    def close(self) -> None:
        """The pictures are let go of."""
        self._over = self.closed = True
        for turn in self.turns:
            turn.run.reader.close()

    @property
    def moves(self) -> bool:
        """Whether it has not gone back to its still."""
        return not self._over

    def _begins_again(self, at: float) -> bool:
        """Whether there is another reel, after a rest."""
        turn = self._revive()
        if turn is None:
            self._again = at + RESTS[0]
            return False
        for before in self.turns:
            before.run.reader.close()
        self.turns, self._seen, self._over, self.fed = [turn], None, False, at
        self._judge = _Judge(self._judge.lenient)
        return True

    def _turn(self, at: float) -> _Turn:
        """The cue that is on at an instant; those before it are over."""
        now = self._times.wall(at) + _EARLY
        while len(self.turns) > 1 and self.turns[1].start <= now:
            gone = self.turns.pop(0)
            if all(gone.run is not turn.run for turn in self.turns):
                gone.run.reader.close()
        return self.turns[0]


@dataclass(frozen=True, slots=True)
class _Times:
    """The player's clock at instants of the glass's own."""

    clock: Clock
    glass_now: Callable[[], float]
    rate: float

    def wall(self, at: float) -> float:
        """What the player's clock says at an instant of the glass's."""
        return self.clock.now() + (at - self.glass_now()) * 1e3 * self.rate

    def position(self, run: _Run, at: float) -> float:
        """How many ms of its reel have gone by then."""
        return self.wall(at) - run.origin


@dataclass(slots=True)
class _Film:
    """A film as it is to be seen: which, where on its frame, since when."""

    film: Film
    digest: Digest
    size: tuple[int, int]
    corner: tuple[int, int]
    start: Millis
    end: Millis
    volume: int


@dataclass(slots=True)
class _Told:
    """Which showings had a film that moved: by slide and start of the cue."""

    moved: dict[tuple[str, Millis], _Turn] = field(default_factory=dict)

    def note(self, slide: Slide, turn: _Turn) -> None:
        """The showing is of that turn."""
        self.moved[slide.id, turn.start] = turn
        while len(self.moved) > _REMEMBERED:
            self.moved.pop(next(iter(self.moved)))


class Films:
    """All films of one glass. `tell` is called with the digest of one that is too much for the machine."""

    def __init__(
        self,
        link: Connection | None,
        memory: mmap.mmap | None,
        *,
        clock: Clock,
        glass_now: Callable[[], float],
        rate: float = 1.0,
        tell: Callable[[Digest], None] = lambda _digest: None,
        well: Callable[[Digest], None] = lambda _digest: None,
        slow: Iterable[Digest] = (),
        teller: Teller | None = None,
    ) -> None:
        """`slow`: films that were too much before; `well` is called with one of them, or of those told, that went well since.

        `teller` tells the speaker what is to be heard; without one all films are silent.
        """
        self._link = link if memory is not None else None
        self._memory = memory
        self._clock = clock
        self._times = _Times(clock, glass_now, rate)
        self._tell = tell
        self._well = well
        self._slow = set(slow)
        self._number = int(clock.monotonic() * 1e3) & 0xFFFF_FFFF  # no reel of a glass before this one has it
        self._coming: list[_Run] = []
        self._on: dict[str, tuple[str, FilmMover]] = {}
        self._asked: tuple[int, ...] = ()
        self._resting: dict[Digest, float] = {}
        self._times_over: dict[Digest, int] = {}
        self._failed: set[Digest] = set()
        self._mute: set[Digest] = set()
        self._told = _Told()
        self._teller = teller
        self._cues_coming: list[tuple[str, _Turn]] = []

    def maker(self, held: Held) -> FilmMover | None:
        """The mover of a show, where it is a film's (`roles/moving.py`)."""
        show = held.show
        if show.cue is None:
            self._on.pop(MAIN, None)
            self._speak()
            return None
        cue = show.cue
        return self.begin(show.slide, show.start, held.frame, held.area, cue.zone, end=cue.end)

    def begin(
        self, slide: Slide, start: Millis, frame: Frame, area: Area, zone: str = MAIN, *, end: Millis = NEVER
    ) -> FilmMover | None:
        """The mover of a slide whose cue is from `start` to `end` and whose still stands in `area`; None where nothing moves."""
        found = self._film(slide, start, end, (frame.width, frame.height))
        self._on.pop(zone, None)
        if found is None or self._memory is None or self._rests(found.digest):
            self._speak()
            return None
        turn = _Turn(start, self._run(found), end=end)
        x, y = area[0] + found.corner[0], area[1] + found.corner[1]
        mover = FilmMover(
            (x, y, *found.size),
            still=frame,
            corner=found.corner,
            turn=turn,
            times=self._times,
            rests=lambda died: self._gives_up(found.digest, slide, died=died),
            revive=lambda: self._revived(slide, found),
        )
        self._on[zone] = slide.id, mover
        self._told.note(slide, turn)
        self._ask()
        self._speak()
        return mover

    def look_ahead(self, cues: Iterable[tuple[Cue, tuple[int, int]]]) -> Millis:
        """Makes ready the films among the cues that come next, each with the size of its frame; returns when to look again.

        The film that is on is told when its own next cue comes.
        """
        now = self._clock.now()
        again = NEVER
        runs: list[_Run] = []
        self._cues_coming = []
        for cue, size in cues:
            found = self._film(cue.slide, cue.start, cue.end, size) if cue.start > now else None
            if found is None or self._memory is None or self._rests(found.digest):
                continue
            if cue.start - now > AHEAD:
                again = min(again, Millis(cue.start - AHEAD))
            elif self._is_on(cue):
                self._go_on(cue, found)
            elif self._free():
                runs.append(self._standing(found) or self._run(found))
                self._cues_coming.append((cue.zone, _Turn(cue.start, runs[-1], end=cue.end)))
        for run in self._coming:
            if all(run is not kept for kept in runs) and not self._is_used(run):
                run.reader.close()
        self._coming = runs
        self._look_at_stock()
        self._ask()
        self._speak()
        return again

    def goes_on(self, cues: Iterable[Cue]) -> None:
        """These cues are on: new content may have given one of them another end."""
        for cue in cues:
            slide, mover = self._on.get(cue.zone, ("", None))
            for turn in mover.turns if mover is not None and slide == cue.slide.id else ():
                if turn.start == cue.start:
                    turn.end = cue.end

    def hear(self, message: bytes) -> None:
        """What the worker says: a reel came to nothing."""
        said: dict[str, Any] = json.loads(message)
        for run in (*self._coming, *(turn.run for turn in self._turns())):
            if run.reel.number == said["number"] and "silent" in said:
                if run.reel.digest not in self._mute:
                    self._mute.add(run.reel.digest)
                    LOG.warning(
                        "视频的声音放不出来，画面照常 (the sound of a film came to nothing): %s", said["silent"]
                    )
            elif run.reel.number == said["number"]:
                run.died = True
                if run.reel.digest in self._failed:
                    continue
                self._failed.add(run.reel.digest)
                LOG.error("视频放不出来，画面停在第一幅 (a film came to nothing): %s", said["error"])

    def judge(self, slide: Slide, start: Millis) -> Status | None:
        """How a showing went as far as its film goes: a content failure where only its still was seen; None where there is nothing to say."""
        film = film_of(slide)
        if film is None:
            return None
        turn = self._told.moved.get((slide.id, start))
        should = (self._clock.now() - start) * film.rate / 1e6 * MOVED
        if turn is None or turn.drawn < max(1.0, should):
            return Status.CONTENT_FAILURE
        digest = slide.assets[0].digest
        if digest in self._slow and not self._rests(digest):
            self._slow.discard(digest)
            self._times_over.pop(digest, None)
            self._well(digest)
        return None

    def _turns(self) -> list[_Turn]:
        return [turn for _, mover in self._on.values() if mover.moves for turn in mover.turns]

    def _is_on(self, cue: Cue) -> bool:
        slide, mover = self._on.get(cue.zone, ("", None))
        return mover is not None and mover.moves and slide == cue.slide.id

    def _is_used(self, run: _Run) -> bool:
        return any(turn.run is run for turn in self._turns())

    def _go_on(self, cue: Cue, found: _Film) -> None:
        """The slide follows itself: the reel that is on goes on where its rounds end with the cue, else another stands by."""
        turns = self._on[cue.zone][1].turns
        last = turns[-1]
        if last.start < cue.start:
            whole = (cue.start - last.run.origin) % last.run.reel.length == 0
            turns.append(_Turn(cue.start, last.run if whole else self._run(found), end=cue.end))
            self._told.note(cue.slide, turns[-1])

    def _look_at_stock(self) -> None:
        """A film that has gone back to its still needs nothing; of one that gets no pictures the worker is told again."""
        self._on = {zone: on for zone, on in self._on.items() if not on[1].closed}
        now = self._times.glass_now()
        for _, mover in self._on.values():
            if mover.moves and now - mover.fed > HUNGRY:
                mover.fed = now
                self._asked = ()

    def _free(self) -> bool:
        """Whether a track is left for a film that comes."""
        return len({turn.run.reel.number for turn in self._turns()}) < TRACKS

    def _standing(self, found: _Film) -> _Run | None:
        """The reel that stands by for it."""
        return next((run for run in self._coming if _is_of(run, found) and run.origin == found.start), None)

    def _run(self, found: _Film) -> _Run:
        """The reel for it: one that stands by, or a new one, that begins where the film should be now."""
        standing = self._standing(found)
        if standing is not None:
            return standing
        assert self._memory is not None, "whoever asks has looked"
        self._number += 1
        begin = Millis(max(0, self._clock.now() - found.start))
        sound = found.volume > 0
        reel = Reel(self._number, found.digest, *found.size, found.film.length, found.film.lead, begin, sound)
        return _Run(reel, Reader(self._memory, reel), found.start, found.volume)

    def _ask(self) -> None:
        """The worker is told which reels are wanted, where that has changed."""
        runs = [*(turn.run for turn in self._turns()), *self._coming]
        reels = {run.reel.number: run.reel for run in runs if not run.died}
        wanted = tuple(reels)[:TRACKS]
        if wanted != self._asked and self._link is not None:
            self._asked = wanted
            self._link.send_bytes(json.dumps({"reels": [encode(reels[number]) for number in wanted]}).encode())

    def _rests(self, digest: Digest) -> bool:
        return self._clock.monotonic() < self._resting.get(digest, -inf)

    def _revived(self, slide: Slide, found: _Film) -> _Turn | None:
        """Another reel of a film that is on and rested; None where it rests still."""
        if self._rests(found.digest):
            return None
        turn = _Turn(found.start, self._run(found), end=found.end)
        self._told.note(slide, turn)
        return turn

    def _gives_up(self, digest: Digest, slide: Slide, *, died: bool) -> float:
        """A film goes back to its still, and is silent with it: for how many seconds."""
        rest = RESTS[0] if died else self._too_much(digest, slide)
        self._speak()
        return rest

    def _speak(self) -> None:
        """The speaker is told what is to be heard: of the slides' film first, as it is on or comes, then of those around it."""
        if self._teller is None:
            return
        turns = [(zone, turn) for zone, (_, mover) in self._on.items() if mover.moves for turn in mover.turns]
        every = sorted([*turns, *self._cues_coming], key=lambda each: (each[0] != MAIN, each[1].start))
        wall, mono = self._clock.now(), self._clock.monotonic()

        def instant(at: Millis) -> float:
            return inf if at == NEVER else mono + (at - wall) / 1e3

        voices = (
            Voice(run.reel.number, instant(run.origin), instant(turn.start), instant(turn.end), run.volume)
            for _, turn in every
            if (run := turn.run).volume and not run.died
        )
        self._teller.tell(list(dict.fromkeys(voices)))

    def _film(self, slide: Slide, start: Millis, end: Millis, size: tuple[int, int]) -> _Film | None:
        """The film of a slide, as it is to be seen on a frame of that size, and heard."""
        film = film_of(slide)
        if film is None:
            return None
        at, volume = place(slide, *size), 0 if self._teller is None else volume_of(slide)
        digest = slide.assets[0].digest
        return _Film(film, digest, (at.width, at.height), (at.x, at.y), start, end, volume)

    def _too_much(self, digest: Digest, slide: Slide) -> float:
        """The machine does not keep up with it: not again for so many seconds."""
        times = self._times_over.get(digest, 0)
        self._times_over[digest] = times + 1
        rest = RESTS[min(times, len(RESTS) - 1)]
        self._resting[digest] = self._clock.monotonic() + rest
        self._slow.add(digest)
        if not times:
            LOG.warning("这台电脑放不动这段视频，画面停在第一幅 (too much for this machine): %s", slide.assets[0].name)
        self._tell(digest)
        return rest


def next_cues(timeline: Timeline, now: Millis) -> tuple[Cue, ...]:
    """The next cue of each zone, as far as it comes within a few changes of the scene."""
    found: dict[str, Cue] = {}
    at = now
    for _ in range(_CHANGES):
        at = timeline.scene_at(at).until
        for cue in timeline.scene_at(at).cues:
            if cue.start > now:
                found.setdefault(cue.zone, cue)
    return tuple(found.values())


def films_of(link: FilmLink | None, orders: Orders, glass_now: Callable[[], float]) -> Films:
    """The films of a glass; stills alone where there is no link, or no memory to be had."""
    memory: mmap.mmap | None = None
    if link is not None:
        with suppress(OSError, ValueError):
            memory = link.memory.map()
    return Films(
        None if link is None else link.link,
        memory,
        clock=orders.clock,
        glass_now=glass_now,
        rate=orders.rate,
        tell=lambda digest: remember_slow(orders.cache, digest),
        well=lambda digest: forget_slow(orders.cache, digest),
        slow=read_slow(orders.cache),
        teller=teller_of(link, memory, orders.clock, rate=orders.rate),
    )


def _is_of(run: _Run, found: _Film) -> bool:
    reel = run.reel
    return (reel.digest, reel.width, reel.height, run.volume) == (found.digest, *found.size, found.volume)

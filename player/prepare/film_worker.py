"""Decodes films as the glass asks for them: reels come in over a link, pictures go out through the ring.

    {"reels": [Reel, …]}                          what is wanted now, all of it; at most one a track
    -> {"number": …, "error": text}               of a reel that came to nothing: the glass keeps the still
    -> {"number": …, "silent": text}              of a reel whose sound came to nothing

What is wanted is said anew whenever it changes, so nothing is lost when either end is killed. Each reel is decoded by a child
of its own, in a sandbox in which it can read the one file that is open to it and nothing besides, write to the ring and
nowhere else. It decodes ahead until its track is full, then as fast as the glass takes pictures. One that gives no sign
of life, dies or takes too much memory is ended; its film has a strike then, and is in quarantine at the second.

The sound of a reel that is to be heard comes from a child of its own (`film_sound.py`): one that comes to nothing leaves the
film silent, and no more.

A decoder that falls behind leaves out first what nobody will see, then what no other picture needs, then jumps ahead.
"""

from __future__ import annotations

import json
import logging
import mmap
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from player.errors import PaintError
from player.model.canon import decode
from player.model.units import Digest
from player.model.words import Words
from player.picture import film
from player.picture.film import FilmRefused, Tape
from player.prepare.film_ring import TRACKS, Reel, Writer, let_go
from player.prepare.film_sound import play_sound
from player.prepare.limits import CAN_FORK, Limits, Room, death, enclose
from player.prepare.sound_ring import SoundWriter, number_at
from player.prepare.strikes import NO_STRIKES, Strikes, picture_name

LOG = logging.getLogger("qingbo.film")

IDLE = 20.0
"""Seconds without a reel after which the worker ends and its memory goes back."""

LOOK = 0.25
"""Seconds between two looks at the children."""

HANGS = 5.0
"""Seconds without a sign of life after which a child is killed: one picture of the slowest film takes a tenth of one."""

SOUND_TRIES = 2
"""How often the sound of a film may come to nothing before it is not tried again, until the worker has rested."""

LATE = 100.0
"""Milliseconds by which a picture may come too late and is put into the ring all the same."""

SEEN = 0.4
"""Seconds after which one is put there however late it is."""

LOST = 2_500.0
"""Milliseconds behind which the decoder jumps to where the glass is."""

LIMITS = Limits(seconds=1e8, memory=1_500_000_000, file=0, nice=0)
"""What a child may use; it runs for as long as its film does, and gives way to nobody: a picture is due every few milliseconds."""

_REFUSED = 3
"""The exit code of a child whose film cannot be decoded after all."""

_NAP = (0.003, 0.02)  # seconds that a child with a full track sleeps between two looks, at least and at most


@dataclass(frozen=True, slots=True)
class Desk:
    """What the worker works with: the mapped ring, where the bytes of a film are, who keeps count of its deaths."""

    memory: mmap.mmap
    path_of: Callable[[Digest], Path]
    strikes: Strikes = NO_STRIKES
    limits: Limits = LIMITS


@dataclass(slots=True)
class _Run:
    """A reel under way. `child` is its process, 0 for a thread (where there is no fork); `sound_child` that of its sound."""

    reel: Reel
    track: int
    writer: Writer
    child: int = 0
    sound: SoundWriter | None = None
    sound_child: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    error: list[str] = field(default_factory=list)


def serve(link: Connection, desk: Desk, *, idle: float = IDLE) -> None:
    """Decodes what is asked for on `link` until nothing has been for `idle` seconds or the other end is gone."""
    film.ready()
    worker = Worker(desk, lambda answer: link.send_bytes(json.dumps(answer).encode()))
    try:
        rested = time.monotonic()
        while True:
            if link.poll(LOOK if worker.runs else max(0.0, rested + idle - time.monotonic())):
                worker.want(decode(tuple[Reel, ...], json.loads(link.recv_bytes())["reels"]))
                rested = time.monotonic()
            elif not worker.runs:
                return
            worker.look(time.monotonic())
            if worker.runs:
                rested = time.monotonic()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    finally:
        worker.want(())
        let_go(desk.memory)


class Worker:
    """The reels that are under way, and their children."""

    def __init__(self, desk: Desk, tell: Callable[[dict[str, object]], None]) -> None:
        self._desk = desk
        self._tell = tell
        self._over: list[int] = []
        self._silent: list[Digest] = []
        self.runs: list[_Run] = []

    def want(self, reels: Sequence[Reel]) -> None:
        """These are under way from now on and no others. One that came to nothing before is not tried again."""
        numbers = {reel.number for reel in reels}
        for run in [run for run in self.runs if run.reel.number not in numbers]:
            self._end(run)
        for reel in reels:
            under_way = any(run.reel.number == reel.number for run in self.runs)
            free = [track for track in range(TRACKS) if all(run.track != track for run in self.runs)]
            if not under_way and free and reel.number not in self._over:
                self._start(reel, free[0])

    def look(self, now: float) -> None:
        """Takes note of children that are over, and ends those that hang."""
        for run in tuple(self.runs):
            self._look_at_sound(run, now)
            if now - run.writer.sign > HANGS:
                cause = Words(f"超过 {HANGS:g} 秒没有解出一幅画面", f"no picture was decoded for {HANGS:g} s")
                self._kill(run)
                self._died(run, cause)
            elif run.child:
                pid, status = os.waitpid(run.child, os.WNOHANG)
                if pid:
                    run.child = 0
                    self._ended(run, os.waitstatus_to_exitcode(status))
            elif run.error:
                self._died(run, Words(run.error[0], run.error[0]))

    def _start(self, reel: Reel, track: int) -> None:
        run = _Run(reel, track, Writer(self._desk.memory, track, reel))
        cause = self._desk.strikes.cause(picture_name(reel.digest))
        if cause is not None or not reel.places:
            self._give_up(run, "in quarantine" if cause is not None else "its pictures are too large")
            return
        run.writer.live(time.monotonic())
        run.writer.begin()
        self.runs.append(run)
        if not CAN_FORK:
            threading.Thread(target=_in_thread, args=(run, self._desk), daemon=True).start()
            self._start_sound(run)
            return
        child = self._fork(run, lambda descriptor: play(run.writer, reel, descriptor))
        if child is None:
            self._give_up(run, "its file is gone")
            return
        run.child = child
        self._start_sound(run)

    def _start_sound(self, run: _Run) -> None:
        """The decoder of its sound, where it is to be heard and has not come to nothing again and again."""
        if not run.reel.sound or self._silent.count(run.reel.digest) >= SOUND_TRIES:
            return
        sound = run.sound = SoundWriter(self._desk.memory, run.track, run.reel)
        sound.live(time.monotonic())
        sound.begin(number_at(run.reel.begin))
        if CAN_FORK:
            run.sound_child = self._fork(run, lambda descriptor: play_sound(sound, run.reel, descriptor)) or 0
        else:
            threading.Thread(target=_sound_in_thread, args=(run, sound, self._desk), daemon=True).start()

    def _fork(self, run: _Run, job: Callable[[int], None]) -> int | None:
        """A child in its sandbox, which has the film open and does the job; None where the file cannot be opened."""
        try:
            descriptor = os.open(self._desk.path_of(run.reel.digest), os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None
        from player.prepare import sandbox  # noqa: PLC0415  # ctypes, which only workers need; loaded before the fork

        sandbox.ready()
        child = os.fork()
        if child == 0:
            _as_child(job, descriptor, self._desk.limits)
        os.close(descriptor)
        return child

    def _look_at_sound(self, run: _Run, now: float) -> None:
        """A decoder of sound that is over or hangs is done without: no strike for the film, whose pictures go on."""
        if not run.sound_child or run.sound is None:
            return
        cause = ""
        pid, status = os.waitpid(run.sound_child, os.WNOHANG)
        if pid:
            run.sound_child = 0
            cause = _cause(os.waitstatus_to_exitcode(status), self._desk.limits).en
        elif now - run.sound.sign > HANGS:
            self._kill_sound(run)
            cause = f"no sound was decoded for {HANGS:g} s"
        if cause:
            self._silent = [*self._silent[-100:], run.reel.digest]
            self._tell({"number": run.reel.number, "silent": cause})

    def _ended(self, run: _Run, code: int) -> None:
        """A child is over, which none is before it is told to be."""
        cause = Words("里面的画面数据坏了", "the pictures inside are damaged")
        self._died(run, cause if code == _REFUSED else _cause(code, self._desk.limits))

    def _died(self, run: _Run, cause: Words) -> None:
        self._desk.strikes.strike(picture_name(run.reel.digest), cause)
        self._give_up(run, cause.en)

    def _give_up(self, run: _Run, error: str) -> None:
        self._kill_sound(run)
        self._over = [*self._over[-20:], run.reel.number]
        if run in self.runs:
            self.runs.remove(run)
        self._tell({"number": run.reel.number, "error": error})

    def _end(self, run: _Run) -> None:
        """The reel is not wanted any more: it went well."""
        self._kill(run)
        self.runs.remove(run)
        name = picture_name(run.reel.digest)
        if run.writer.goal > 0 and self._desk.strikes.struck(name) and self._desk.strikes.cause(name) is None:
            self._desk.strikes.forgive(name)

    def _kill_sound(self, run: _Run) -> None:
        if run.sound_child:
            with suppress(ProcessLookupError):
                os.kill(run.sound_child, signal.SIGKILL)
            os.waitpid(run.sound_child, 0)
            run.sound_child = 0

    def _kill(self, run: _Run) -> None:
        run.stopped.set()
        self._kill_sound(run)
        if run.child:
            with suppress(ProcessLookupError):
                os.kill(run.child, signal.SIGKILL)
            os.waitpid(run.child, 0)
            run.child = 0


def _cause(code: int, limits: Limits) -> Words:
    return death(code, limits).cause


def _as_child(job: Callable[[int], None], descriptor: int, limits: Limits) -> NoReturn:
    """Never returns: decodes until it is killed."""
    code = 1
    try:
        enclose(limits, Room(), keeps={descriptor})
        job(descriptor)
    except MemoryError:
        code = 77
    except FilmRefused:
        code = _REFUSED
    except BaseException:  # noqa: BLE001, S110  # whatever it was, its exit code tells the parent that it failed
        pass
    finally:
        os._exit(code)


def _in_thread(run: _Run, desk: Desk) -> None:
    """The same where there is no fork: a decoder that dies takes the worker with it, which is started again."""
    try:
        with Path(desk.path_of(run.reel.digest)).open("rb") as file:
            play(run.writer, run.reel, file.fileno(), going=lambda: not run.stopped.is_set())
    except (FilmRefused, OSError, PaintError, MemoryError) as error:
        run.error.append(str(error))


def _sound_in_thread(run: _Run, sound: SoundWriter, desk: Desk) -> None:
    """The sound where there is no fork; one that comes to nothing is silence."""
    with (
        suppress(FilmRefused, OSError, PaintError, MemoryError),
        Path(desk.path_of(run.reel.digest)).open("rb") as file,
    ):
        play_sound(sound, run.reel, file.fileno(), going=lambda: not run.stopped.is_set())


def play(
    writer: Writer,
    reel: Reel,
    descriptor: int,
    *,
    going: Callable[[], bool] = lambda: True,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Decodes the reel round and round into the ring, for as long as it is `going`. Raises FilmRefused."""
    with Tape(descriptor) as tape:
        _Projection(tape, writer, reel, going, clock, sleep).run()


@dataclass(slots=True)
class _Projection:
    tape: Tape
    writer: Writer
    reel: Reel
    going: Callable[[], bool]
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    put_at: float = 0.0

    def run(self) -> None:
        """Round after round; a jump begins another one in the middle."""
        at: float = self.reel.begin
        while self.going():
            after = self._round(at)
            if after is None:
                raise FilmRefused("film-unreadable", "a round without a picture")
            at = after

    def _round(self, begin: float) -> float | None:
        """Puts the pictures from `begin` ms of the reel to the end of that round into the ring; where to go on. None where there are none."""
        length = self.reel.length
        base = begin // length * length
        found = False
        size = self.reel.width, self.reel.height
        for picture in self.tape.pictures(
            *size, since=begin - base, lead=self.reel.lead, needed=lambda at: self._is_needed(base + at)
        ):
            found = True
            if not self._wait():
                return begin
            if picture.at >= length:
                break
            self.writer.put(base + picture.at, picture.rows, picture.stride)
            self.put_at = self.clock()
            goal = self.writer.goal
            if goal - (base + picture.at) > LOST:
                return goal
        return base + length if found else None

    def _is_needed(self, at: float) -> bool:
        """Whether a picture of that time is worth being made. Asked for each that was decoded, so it is the sign of life too."""
        now = self.clock()
        self.writer.live(now)
        behind = self.writer.goal - at
        self.tape.hurry(behind > LATE)
        return behind <= LATE or now - self.put_at > SEEN

    def _wait(self) -> bool:
        """Returns when the track has room; False where it is to end."""
        nap = min(max(1 / 90, _NAP[0]), _NAP[1])
        while self.going():
            self.writer.live(self.clock())
            if self.writer.has_room:
                return True
            self.sleep(_NAP[1] if self.writer.goal < 0 else nap)
        return False

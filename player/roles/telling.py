"""What staff are told by the intake: the log's edges, and the status page with all that is known of this screen.

The page is renewed when something changes that staff should see, and every few minutes in any case: its time tells that
the player lives. What the intake cannot know itself (frames presented, restarts) it reads from memory shared with the
glass and the supervisor.
"""

from __future__ import annotations

import json
import os
import platform
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from player import __version__
from player.director import panel_of
from player.ingest.understood import Understood
from player.model.canon import canonical, decode
from player.model.content import Slide
from player.model.order import frame_key
from player.model.problem import Place, Problem
from player.model.restart import Cause, Restart
from player.model.settings import Panel
from player.model.snapshot import Snapshot
from player.model.units import HOUR, Digest, Millis
from player.prepare.frames import FrameStore
from player.roles.barred import key_of, read_barred
from player.roles.film_slow import FILE as SLOW_FILMS
from player.roles.film_slow import read_slow, slow_films
from player.roles.no_sound import FILE as NO_SOUND
from player.roles.no_sound import no_sound
from player.roles.orders import Orders
from player.roles.painted import Painted
from player.roles.tally import Shared
from player.roles.troubles import troubles
from player.slides.kinds import kind_of
from player.status.arrivals import REMEMBERED, arrivals
from player.status.facts import Arrival, StatusFacts
from player.status.page import html
from player.status.reminder import report_due
from player.status.report import as_json
from player.status.thumbnail import Thumbnails
from player.status.told import NAME, told, written
from player.status.write import AT_MOST, StatusWriter
from player.store import atomic
from player.timeline.scenes import Timeline

ARRIVALS = "arrivals.json"
"""What has come lately, in the cache: a restart shall not forget it."""

PAINTING = 10.0
"""Seconds in which the frame of what is on is waited for, so that the page has its picture soon after a start."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the intake knows when it tells: the content as it was understood, and since when the folder is away, and why.

    `hears`: the system tells when the folder changes.
    """

    snapshot: Snapshot | None
    digest: Digest | None
    understood: tuple[Understood, ...]
    problems: tuple[Problem, ...]
    away_since: Millis | None
    away: Problem | None = None
    hears: bool | None = None


class Telling:
    """Writes the status page of one screen."""

    def __init__(self, orders: Orders, shared: Shared) -> None:
        self._orders = orders
        self._clock = orders.clock
        self._glass = shared.glass
        self._tally = shared.tally
        self._writer = StatusWriter(orders.folder, orders.cache, orders.settings.screen)
        frames = FrameStore(orders.cache / "frames")
        others = (frames.root, frames.spare, orders.cache / SLOW_FILMS, orders.cache / NO_SOUND)
        self._others = tuple(os.fspath(path) for path in others if path is not None)
        """What other parts write of which staff are told."""
        self._thumbnails = Thumbnails(frames, orders.cache / "thumbnails")
        self._painted = Painted(frames)
        self._timeline: Timeline | None = None
        self._arrivals = remembered(orders.cache)
        self._blind_since: float | None = None
        self._sights = 0
        self._seen: object = None
        self._key: object = None
        self._asked: object = None
        self._found: tuple[Place, ...] = ()

    def published(self, snapshot: Snapshot, digest: Digest, previous: Snapshot | None, now: Millis) -> None:
        """Takes note of new content at `now`, as far as that is known; the new slides and their first showings follow."""
        self._timeline = Timeline(snapshot, digest)
        self._arrivals = arrivals(self._timeline, previous, self._arrivals, now)
        remember(self._orders.cache, self._arrivals)

    @property
    def wake_at(self) -> float | None:
        """When to tell again though nothing else happens: what is on is being painted, and its picture is missing."""
        if self._blind_since is None or self._clock.monotonic() - self._blind_since > PAINTING:
            return None
        return self._clock.monotonic() + AT_MOST

    def tell(self, known: Known, right: Millis | None = None) -> None:
        """Renews the page where that is due. Never raises for a disk's sake.

        `right`: what time it is as far as is known, where the clock is not believed.
        """
        mono, now = self._clock.monotonic(), self._clock.now()
        glass, restarts = self._glass, self._tally.restarts()
        stamps = tuple(map(_stamp, self._others))
        seen = (known, restarts, glass.doubts_clock, glass.size, glass.safe, stamps)
        if seen == self._seen and self._blind_since is None and not self._writer.due(self._key, mono):
            return  # what the hour alone changes is told when the page is renewed
        self._seen = seen
        timeline = self._timeline_of(known)
        problems = (
            *troubles(self._barred(known, restarts), safe=glass.safe),
            *(problem for problem in known.problems if problem != known.away),  # it is told with its time
            *self._unpainted(timeline, now),
            *(() if timeline is None else slow_films(timeline.snapshot.slides(), read_slow(self._orders.cache))),
            *no_sound(self._orders.cache, () if timeline is None else timeline.snapshot.slides()),
        )
        known = replace(known, problems=problems)
        if self._blind_since is not None and self._picture(timeline, now) is not None:
            self._blind_since, self._sights = None, self._sights + 1
        due = report_due(timeline, now, self._orders.settings.report)
        self._key = key = (replace(known, snapshot=None), restarts, glass.doubts_clock, glass.size, self._sights, due)
        if not self._writer.due(key, mono):
            return
        facts = self._facts(known, timeline, restarts, now=now, mono=mono)
        lately = now if right is None else right
        facts = replace(facts, arrivals=tuple(one for one in self._arrivals if 0 <= lately - one.came < REMEMBERED))
        if not facts.current or facts.picture is not None:
            self._blind_since = None
        elif self._blind_since is None:
            self._blind_since = mono
        page, report = html(facts, self._orders.language), as_json(facts, self._orders.language)
        at = self._writer.write(page, report, away=known.away_since is not None, key=key, now=mono)
        _keep(self._orders.cache / NAME, written(told(facts, "" if at is None else str(at))))

    def _facts(
        self,
        known: Known,
        timeline: Timeline | None,
        restarts: tuple[tuple[str, Cause, int, float], ...],
        *,
        now: Millis,
        mono: float,
    ) -> StatusFacts:
        presented, size = self._glass.presented_at, self._glass.size
        return StatusFacts(
            version=__version__,
            screen=self._orders.settings.screen,
            folder=str(self._orders.folder),
            now=now,
            zone=self._orders.settings.zone,
            timeline=timeline,
            snapshot=known.digest,
            understood=known.understood,
            problems=known.problems,
            away_since=known.away_since,
            away=known.away,
            hears=known.hears,
            broke_off=self._tally.was_on,
            restarts=tuple(
                Restart(name, times, Millis(now - round((mono - at) * 1e3)), cause)
                for name, cause, times, at in restarts
            ),
            clock_plausible=self._clock.plausible() and not self._glass.doubts_clock,
            memory=_memory(),
            uptime=mono - self._tally.started,
            frame_age=mono - presented if presented else None,
            size=size if all(size) else None,
            picture=self._picture(timeline, now),
            machine=platform.node(),
            is_trial=self._orders.is_trial,
            report_by=self._orders.settings.report,
        )

    def _unpainted(self, timeline: Timeline | None, now: Millis) -> tuple[Problem, ...]:
        """What painting found wrong with the slides, as far as they have been painted."""
        width, height = self._glass.size
        if timeline is None or not width:
            return ()
        return self._painted.problems(
            timeline.snapshot.all_slides(),
            lambda slide: self._key_of(slide, timeline, now),
            content=timeline.digest,
            stage=(width, height),
            now=now // HOUR,
        )

    def _barred(self, known: Known, restarts: object) -> tuple[Place, ...]:
        """Where the slides in quarantine are written, looked up again when the content changed or a part was restarted."""
        width, height = self._glass.size
        asked = (known.digest, restarts, width, height)
        if self._asked != asked:
            self._asked = asked
            keys = frozenset(read_barred(self._orders.cache))
            slides = known.snapshot.slides() if keys and known.snapshot is not None else ()
            panel, look = self._panel(width, height), self._orders.look
            found = (
                Place(slide.source.file, slide.source.line) for slide in slides if key_of(slide, panel, look) in keys
            )
            self._found = tuple(dict.fromkeys(found))
        return self._found

    def _panel(self, width: int, height: int) -> Panel:
        settings = self._orders.settings
        return Panel(width, height, diagonal=settings.diagonal, distance=settings.distance, kind=settings.panel)

    def _timeline_of(self, known: Known) -> Timeline | None:
        if self._timeline is None and known.snapshot is not None:
            self._timeline = Timeline(known.snapshot, known.digest)
        return self._timeline

    def _key_of(self, slide: Slide, timeline: Timeline, now: Millis) -> str:
        """The name of the slide's frame at `now`."""
        face = kind_of(slide.kind).face(slide, now, timeline.calendar)
        panel = panel_of(timeline, slide.id, self._panel(*self._glass.size), now)
        return frame_key(slide, face.key, panel, self._orders.look)

    def _picture(self, timeline: Timeline | None, now: Millis) -> bytes | None:
        """A small picture of what is on, where its frame is there."""
        cue = None if timeline is None else timeline.scene_at(now).cue()
        if cue is None or timeline is None or not self._glass.size[0]:
            return None
        ticking = kind_of(cue.slide.kind).ticking(cue.slide, now, timeline.calendar)
        return self._thumbnails.of(self._key_of(cue.slide, timeline, now), None if ticking is None else ticking.text)


def remembered(cache: Path) -> tuple[Arrival, ...]:
    """What had come lately before the intake was started again; nothing where nobody wrote it down."""
    try:
        return decode(tuple[Arrival, ...], json.loads((cache / ARRIVALS).read_bytes()))
    except (OSError, ValueError, RecursionError):
        return ()


def remember(cache: Path, lately: tuple[Arrival, ...]) -> None:
    """Writes down what has come lately. A disk that does not take it costs that after a restart, no more."""
    with suppress(OSError):
        atomic.replace(cache / ARRIVALS, canonical(lately))


def _keep(path: Path, data: bytes) -> None:
    """The file holds the data, or what it held before. Not flushed to the disk: the next start tells anew."""
    temporary = path.with_suffix(".tmp")
    with suppress(OSError):
        temporary.write_bytes(data)
        temporary.replace(path)


def _stamp(path: str) -> tuple[int, int] | None:
    """What changes when the file or the folder is written; None where it is not there."""
    try:
        status = os.stat(path)  # noqa: PTH116  # four at each look of the intake: a Path takes three times as long
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino


def _memory() -> float | None:
    """MiB that the player's processes take together, each shared page counted once; None where nobody says."""
    total = 0
    parent = os.getppid()
    with suppress(OSError, ValueError, IndexError):
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
        for pid in (str(parent), *children):
            with suppress(OSError):
                total += _proportional(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"))
    return total / 1024 or None


def _proportional(rollup: str) -> int:
    line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1])

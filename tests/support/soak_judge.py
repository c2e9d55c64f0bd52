"""What was seen in a soak, held against what should have been: the glass, the content, the processes, the journal.

What must be on the glass is a function of snapshot and time. So each picture that the watcher saw is one of these:

* right: the frame of a slide that was due at that moment, or at most `LATE` before, in a snapshot that could rule then;
* stale: the frame of another slide;
* torn: no frame of any slide;
* bare: black, or the display's own ground.

Which snapshot could rule follows from when the store's pointer named it and from the rule of adoption: a newer one rules at
the latest from its first edge after it was published, unless a still newer one came before.

What must be in the content is told by the campaign, which wrote down what it wrote (`Entry`).
"""

from __future__ import annotations

import json
import statistics
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from player.app import look_digest
from player.model.canon import decode
from player.model.content import Asset, Slide
from player.model.order import frame_key
from player.model.settings import Panel
from player.model.snapshot import Snapshot
from player.model.units import DAY, Millis
from player.picture.decode import PictureRefused
from player.slides.card import STANDBY, WELCOME, card
from player.slides.kinds import kind_of
from player.slides.paint import paint
from player.store.objects import is_digest
from player.store.verification import showings, verify
from player.timeline.scenes import Timeline
from tests.support.soak_campaign import Entry, keys_of
from tests.support.soak_clock import SoakClock
from tests.support.soak_faults import KINDS, Fault
from tests.support.soak_watch import Room, Seen, Vital, sum_of

LATE = 0.8
"""Real seconds by which a slide may be late on a machine that does much else, and no more is thought of it."""

EARLY = 0.2
"""Real seconds between a thing and its being seen by the harness."""

TAKE_IN = 7.0
"""Real seconds in which what was written must be in the content: two of quiet, two of a second look, and room."""

LONGEST = 3600.0
"""Simulated seconds of the longest slide: a start follows an end that may have cost the record of the slide that was on."""

LEAK = 1.0
"""Mebibytes a day that a part's memory may grow by."""

WARM = 15.0
"""Real seconds of a process's life before its memory counts."""

BY_NAME = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Span:
    """From `at` to `until` something was wrong; `what`: bare, torn, stale, missing, overstayed."""

    what: str
    at: float
    until: float
    about: str = ""

    @property
    def seconds(self) -> float:
        """How long."""
        return self.until - self.at


@dataclass(frozen=True, slots=True)
class Reign:
    """A snapshot could rule from `since` to `until`."""

    digest: str
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Slope:
    """The growth of a part's own memory over its lives, after each one's first seconds."""

    name: str
    lives: int
    seconds: float
    per_second: float
    error: float
    most: float

    def a_day(self, rate: float) -> float:
        """Mebibytes a simulated day."""
        return self.per_second * DAY / 1e3 / rate

    def a_day_shown(self, pace: float) -> float:
        """Mebibytes in as many showings as a day has of ten seconds; `pace` are showings a real second."""
        return self.per_second / pace * 8640 if pace else 0.0


class Judgement:
    """The verdict on one record; `root` is the folder in which the rest of what was seen lies."""

    def __init__(self, record: Any, root: Path) -> None:
        self.record = record
        self.root = root
        orders = record.orders
        self.rate = float(orders["rate"])
        self._clock = SoakClock(Millis(orders["start"]), self.rate, orders["origin"], root / "clock")
        self.seen = [Seen(at, (w, h), s, None if c is None else tuple(c)) for at, w, h, s, c in record.seen]  # type: ignore[arg-type]  # three numbers
        self.faults = [Fault(**one) for one in record.faults]
        self.entries = [Entry(**one) for one in record.entries]
        self.vitals = [Vital(*one) for one in record.vitals]
        self.rooms = [Room(*one) for one in record.rooms]
        self._sums: dict[tuple[str, tuple[int, int]], int | None] = {}
        self._look = look_digest()

    # what should have been

    @cached_property
    def timelines(self) -> dict[str, Timeline]:
        """Every snapshot that was published."""
        found = {}
        for _, digest in self.record.published:
            data = json.loads((self.root / "snapshots" / digest).read_bytes())
            found[digest] = Timeline(decode(Snapshot, data), digest)
        return found

    def shown(self, at: float) -> Millis:
        """What the clock showed, or should have."""
        return self._clock.right(at)

    @cached_property
    def reigns(self) -> list[Reign]:
        """When each published snapshot could rule."""
        published = self.record.published
        edges = [self._edge(digest, since + EARLY) for since, digest in published]
        nexts = [*(since for since, _ in published[1:]), float("inf")]
        found = []
        for number, (since, digest) in enumerate(published):
            until = next(
                (edges[later] for later in range(number + 1, len(published)) if edges[later] <= nexts[later]),
                float("inf"),
            )
            found.append(Reign(digest, since, until))
        return found

    def _edge(self, digest: str, at: float) -> float:
        """The first edge of the snapshot's own timeline from then on."""
        timeline, now = self.timelines[digest], self.shown(at)
        scene = timeline.scene_at(now)
        cue = scene.cue()
        if cue is None:
            return at
        return self._clock.when(scene.until)

    def due(self, at: float, *, late: float = LATE) -> Iterator[tuple[Slide, Timeline] | None]:
        """The slides that could be right then; None for a card."""
        for reign in self.reigns:
            if reign.since - EARLY > at or reign.until + late < at:
                continue
            timeline = self.timelines[reign.digest]
            first, last = self.shown(at - late), self.shown(at + EARLY)
            empty = True
            for cue in timeline.cues(first, last):
                empty = False
                yield cue.slide, timeline
            if empty:
                yield None

    def sum_of(self, slide: Slide, timeline: Timeline, size: tuple[int, int]) -> int | None:
        """The checksum of the slide's frame, painted here; None where what it shows was never written."""
        panel = Panel(*size)
        face = kind_of(slide.kind).face(slide, Millis(0), timeline.calendar).key
        key = frame_key(slide, face, panel, self._look), size
        if key not in self._sums:
            try:
                painted = paint(slide, face, panel, slide.theme, self._asset)
                planes = [painted.pixels[plane::4] for plane in range(3)]
                self._sums[key] = sum_of(*planes)
            except (OSError, PictureRefused):
                self._sums[key] = None
        return self._sums[key]

    def _asset(self, asset: Asset) -> Path:
        return self.root / "truth" / asset.digest

    @cached_property
    def known(self) -> dict[tuple[tuple[int, int], int], str]:
        """The checksums of all slides of all snapshots, at all sizes that were seen."""
        sizes = {one.size for one in self.seen}
        found = {}
        for timeline in self.timelines.values():
            for slide in timeline.snapshot.slides():
                for size in sizes:
                    if (sum_ := self.sum_of(slide, timeline, size)) is not None:
                        found[size, sum_] = slide.id
        for size in sizes:
            for own in (card(STANDBY, ""), card(WELCOME, self.record.orders["folder"])):
                painted = paint(own, "", Panel(*size), "green", self._asset)
                found[size, sum_of(*(painted.pixels[plane::4] for plane in range(3)))] = "card"
        return found

    # the glass

    def verdict(self, one: Seen) -> str:
        """What is to be said of one picture."""
        if one.bare:
            return "bare"
        if (one.size, one.sum) not in self.known:
            return "torn"
        for found in self.due(one.at):
            if found is None:
                return "right"
            if self.sum_of(*found, one.size) == one.sum:
                return "right"
        return "stale"

    @cached_property
    def wrong(self) -> list[Span]:
        """When the glass was bare, torn or stale, since content was on it first, but for what covered it."""
        covered = [(f.at - EARLY, f.until + EARLY) for f in self.faults if f.kind == "window covered"]
        spans: list[Span] = []
        begun = self.record.begun
        for one, after in pairwise(self.seen):
            if one.at < begun or any(start <= one.at <= end for start, end in covered):
                continue
            what = self.verdict(one)
            if what == "right":
                continue
            until = min(after.at, one.at + 1.0)  # where nobody could look, nothing is said
            if spans and spans[-1].what == what and one.at - spans[-1].until < 0.01:
                spans[-1] = Span(what, spans[-1].at, until, spans[-1].about)
            else:
                about = self.known.get((one.size, one.sum), str(one.colour or one.sum))
                spans.append(Span(what, one.at, until, about))
        return spans

    def lateness(self) -> list[float]:
        """Real seconds from the edge of a slide to the first picture of it, where nothing else was going on."""
        at = [one.at for one in self.seen]
        troubled = [
            (fault.at - 1.0, fault.until + min(5.0, 2.0 + max(BY_NAME[fault.kind].black, BY_NAME[fault.kind].stale)))
            for fault in self.faults
            if BY_NAME[fault.kind].black or BY_NAME[fault.kind].stale
        ]
        found = []
        for reign, after in zip(self.reigns, [*self.reigns[1:], None], strict=True):
            timeline = self.timelines[reign.digest]
            begun = max([reign.since, *(one.until for one in self.reigns if one.since < reign.since)]) + 1.0
            until = min(reign.until, after.since if after is not None else float("inf"), self.seen[-1].at) - 2.0
            if until <= begun:
                continue
            for cue in timeline.cues(self.shown(begun), self.shown(until)):
                edge = self._clock.when(cue.start)
                if edge < begun or any(start <= edge <= end for start, end in troubled):
                    continue
                first = bisect_left(at, edge)
                seen = (one.at for one in self.seen[first : first + 40] if self._is_of(one, cue.slide, timeline))
                found.append(next(seen, edge + 5.0) - edge)
        return sorted(found)

    def _is_of(self, one: Seen, slide: Slide, timeline: Timeline) -> bool:
        return self.sum_of(slide, timeline, one.size) == one.sum

    def allowed(self, what: str) -> list[tuple[float, float, str]]:
        """When faults may be seen as `what`."""
        found = []
        for fault in self.faults:
            kind = BY_NAME[fault.kind]
            bound = max(kind.stale, kind.black) if what == "stale" else kind.black
            if bound:
                found.append((fault.at - EARLY, fault.until + bound + EARLY, fault.kind))
        return found

    def beyond(self, spans: Iterable[Span]) -> list[Span]:
        """What is left of the spans outside of what the faults allow."""
        left = []
        for span in spans:
            pieces = [(span.at, span.until)]
            for start, end, _ in self.allowed(span.what):
                pieces = [
                    piece
                    for at, until in pieces
                    for piece in ((at, min(until, start)), (max(at, end), until))
                    if piece[0] < piece[1]
                ]
            left += [Span(span.what, at, until, span.about) for at, until in pieces]
        return left

    def worst(self) -> dict[str, dict[str, float]]:
        """For each kind of fault and each way to be wrong: the longest that was seen with that fault as the latest cause."""
        found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for span in self.wrong:
            causes = [(start, kind) for start, end, kind in self.allowed(span.what) if start <= span.at <= end]
            kind = max(causes)[1] if causes else "none"
            found[kind][span.what] = max(found[kind][span.what], span.seconds)
        return found

    # the content

    @cached_property
    def content(self) -> list[Span]:
        """When something that should be in the content was not, or the other way round."""
        published = self.record.published
        starts = [since for since, _ in published]
        ends = [*starts[1:], self.record.ended]
        keys = {digest: keys_of(timeline.snapshot) for digest, timeline in self.timelines.items()}
        found = []
        for entry in self.entries:
            until = self.record.ended if entry.until is None else entry.until
            due, over = self.deadline(entry.must), self.deadline(until)
            for start, end, (_, digest) in zip(starts, ends, published, strict=True):
                there = entry.key in keys[digest]
                must = max(start, due, self.record.begun), min(end, until)
                if not there and must[0] < must[1]:
                    found.append(Span("missing", *must, entry.name))
                gone = max(start, over), end
                if there and entry.until is not None and gone[0] < gone[1]:
                    found.append(Span("overstayed", *gone, entry.name))
        return found

    def deadline(self, at: float) -> float:
        """By when a change at that moment must be in the content: later where faults came between, and theirs in turn."""
        by = at + TAKE_IN
        for _ in range(2):
            between = (
                fault.until + BY_NAME[fault.kind].late + TAKE_IN
                for fault in self.faults
                if BY_NAME[fault.kind].late and fault.at <= by and fault.until + BY_NAME[fault.kind].late >= at
            )
            by = max([by, *between])
        return by

    @cached_property
    def strangers(self) -> list[str]:
        """What was published though nobody ever wrote it as a whole, or before it was whole."""
        right = {entry.key: entry.since for entry in self.entries}
        found = []
        for since, digest in self.record.published:
            for key in keys_of(self.timelines[digest].snapshot):
                is_early = key in right and since < right[key] - EARLY
                if is_early or (is_digest(key) and key not in right):
                    found.append(key)
        return found

    def delays(self) -> list[float]:
        """Seconds from the moment that something was whole until it was published."""
        found = []
        for entry in self.entries:
            if entry.must < entry.since:
                continue  # it was there from the beginning
            for since, digest in self.record.published:
                if since >= entry.since and entry.key in keys_of(self.timelines[digest].snapshot):
                    found.append(since - entry.must)
                    break
        return sorted(found)

    # the processes

    def slopes(self) -> list[Slope]:
        """The growth of each part."""
        lives: dict[tuple[str, int], list[Vital]] = defaultdict(list)
        for one in self.vitals:
            lives[one.name, one.pid].append(one)
        leaking = [fault.at for fault in self.faults if fault.kind == "glass leaks"]
        found = []
        for name in sorted({name for name, _ in lives}):
            across = spread = weight = 0.0
            residues: list[tuple[float, float]] = []
            count, seconds = 0, 0.0
            for (part, _), life in lives.items():
                until = min((at for at in leaking if at > life[0].at and part == "glass"), default=float("inf"))
                old = [one for one in life if one.at - life[0].at > WARM and one.at < until]
                if part != name or len(old) < 3:
                    continue
                count += 1
                seconds += old[-1].at - old[0].at
                at, own = statistics.fmean(one.at for one in old), statistics.fmean(one.own for one in old)
                residues += [(one.at - at, one.own - own) for one in old]
            across = sum(x * y for x, y in residues)
            spread = sum(x * x for x, _ in residues)
            if not spread:
                continue
            slope = across / spread
            weight = max(1, len(residues) - count - 1)
            error = (sum((y - slope * x) ** 2 for x, y in residues) / weight / spread) ** 0.5
            most = max(one.own for one in self.vitals if one.name == name) / 1024
            found.append(Slope(name, count, seconds, slope / 1024, error / 1024, most))
        return found

    def leaks(self) -> list[str]:
        """Parts that take more than a mebibyte more each simulated day, by more than twice the error of that figure.

        What a part does in its first minute says little of a day: it was watched for five, or grew much.
        """
        grows = [one for one in self.slopes() if (one.per_second - 2 * one.error) * DAY / 1e3 / self.rate > LEAK]
        return [
            f"{one.name} {one.a_day(self.rate):.2f} MiB a day"
            for one in grows
            if one.seconds > 300 or one.per_second * one.seconds / one.lives > 2 * LEAK
        ]

    def zombies(self) -> int:
        """Processes that were seen dead and not buried at two looks in a row."""
        dead: Counter[int] = Counter(one.pid for one in self.vitals if one.state == "Z")
        return sum(count > 1 for count in dead.values())

    def most_files(self) -> dict[str, tuple[int, int]]:
        """For each part, the most open files and the most threads at any time."""
        found: dict[str, tuple[int, int]] = {}
        for one in self.vitals:
            files, threads = found.get(one.name, (0, 0))
            found[one.name] = max(files, one.files), max(threads, one.threads)
        return found

    # the journal

    @cached_property
    def journal(self) -> dict[str, Any]:
        """Whether it is whole, and its seconds against those that were watched."""
        kept = self.root / "kept"
        found = verify(kept)
        told: Counter[str] = Counter()
        for one in showings(kept, date(2000, 1, 1), date(2100, 1, 1)):
            if one.start < self._clock.start:
                continue  # shown while the clock was lost
            # A slide that followed itself is timed by the programme's clock, which is no second's here.
            told[one.slide] += min(one.duration, max(0, round((one.end - one.start) / self.rate)))
        watched: Counter[str] = Counter()
        for one, after in pairwise(self.seen):
            name = self.known.get((one.size, one.sum))
            if name is not None and name != "card":
                watched[name] += round((min(after.at, one.at + 1.0) - one.at) * 1e3)
        total, seen = sum(told.values()) / 1e3, sum(watched.values()) / 1e3
        return {
            "ok": found.ok,
            "flaws": [f"{flaw.code} {flaw.file}:{flaw.line} {flaw.message.en}" for flaw in found.flaws][:10],
            "files": found.totals.files,
            "records": found.totals.records,
            "showings": found.totals.showings,
            "starts": found.totals.starts,
            "lost": found.totals.lost,
            "torn": found.totals.torn,
            "seconds": round(total, 1),
            "watched": round(seen, 1),
            "difference": round((total - seen) / seen, 4) if seen else None,
            "explained": abs(total - seen)
            <= 0.01 * seen + (found.totals.starts + found.totals.lost) * LONGEST / self.rate,
        }

    # the whole

    @cached_property
    def harm(self) -> list[Span]:
        """All that was wrong beyond the bounds of every fault.

        Where slides are brisk, a frame that has to be painted again is late by many of them: only what is bare or torn counts.
        """
        spans = [span for span in (*self.beyond(self.wrong), *self.content) if span.seconds > 0.05]
        return [span for span in spans if not self.record.plan["brisk"] or span.what in ("bare", "torn")]

    @property
    def ok(self) -> bool:
        """Whether all that was promised was kept."""
        return (
            not (self.harm or self.strangers or self.leaks() or self.zombies() or self.record.said or self.record.left)
            and self.journal["ok"]
            and self.journal["explained"]
        )

    def seconds(self, what: str, spans: Iterable[Span]) -> float:
        """Seconds that it was so."""
        return sum(span.seconds for span in spans if span.what == what)

    def figures(self) -> dict[str, Any]:
        """Everything in numbers."""
        real = self.record.ended - self.record.begun
        delays, late = self.delays(), self.lateness()
        loads = [room.load for room in self.rooms] or [0.0]
        return {
            "seed": self.record.plan["seed"],
            "days": round(real * self.rate * 1e3 / DAY, 2),
            "minutes": round(real / 60, 2),
            "rate": self.rate,
            "load": {"mean": round(statistics.fmean(loads), 2), "most": max(loads)},
            "pictures": len(self.seen),
            "faults": dict(sorted(Counter(fault.kind for fault in self.faults).items())),
            "given_up": dict(Counter(self.record.given_up)),
            "seconds": {what: round(self.seconds(what, self.wrong), 2) for what in ("bare", "torn", "stale")},
            "beyond": {
                what: round(self.seconds(what, self.harm), 2)
                for what in ("bare", "torn", "stale", "missing", "overstayed")
            },
            "worst": {
                kind: {what: round(most, 2) for what, most in worst.items()}
                for kind, worst in sorted(self.worst().items())
            },
            "strangers": self.strangers[:20],
            "taken_in": {
                "pictures and texts": len(delays),
                "median": round(statistics.median(delays), 2) if delays else None,
                "p95": round(delays[int(len(delays) * 0.95)], 2) if delays else None,
                "most": round(delays[-1], 2) if delays else None,
            },
            "slides late": {
                "edges": len(late),
                "median": round(statistics.median(late), 3) if late else None,
                "p99": round(late[int(len(late) * 0.99)], 3) if late else None,
                "most": round(late[-1], 3) if late else None,
            },
            "snapshots": len(self.record.published),
            "memory": [
                {
                    "part": one.name,
                    "lives": one.lives,
                    "seconds": round(one.seconds),
                    "MiB a simulated day": round(one.a_day(self.rate), 3),
                    "error": round(one.error * DAY / 1e3 / self.rate, 3),
                    "MiB a real hour": round(one.per_second * 3600, 2),
                    "MiB in 8640 showings": round(one.a_day_shown(self.journal["showings"] / real), 3),
                    "most MiB": round(one.most, 1),
                }
                for one in self.slopes()
            ],
            "leaks": self.leaks(),
            "zombies": self.zombies(),
            "left": self.record.left,
            "files and threads": {name: list(found) for name, found in sorted(self.most_files().items())},
            "room": {
                "cache MiB": [round(found / 2**20, 1) for found in _ends([room.cache for room in self.rooms])],
                "frames MiB": [round(found / 2**20, 1) for found in _ends([room.frames for room in self.rooms])],
                "log MiB": [round(found / 2**20, 2) for found in _ends([room.log for room in self.rooms])],
                "/dev/shm": _ends([room.shared for room in self.rooms]),
            },
            "journal": self.journal,
            "said": self.record.said[:20],
            "harm": [
                {
                    "what": span.what,
                    "at": round(span.at - self.record.begun, 2),
                    "seconds": round(span.seconds, 2),
                    "about": span.about,
                }
                for span in self.harm
            ][:60],
            "ok": self.ok,
        }

    def told(self) -> str:
        """The same for people: a table of faults and a list of the rest."""
        figures = self.figures()
        lines = [
            f"seed {figures['seed']}: {figures['days']} days in {figures['minutes']} minutes, {len(self.faults)} faults",
            f"{figures['pictures']} pictures looked at, load {figures['load']['mean']}",
            "",
            f"{'fault':24} {'times':>5} {'bare':>14} {'torn':>6} {'stale':>14}   worst seconds (bound)",
        ]
        worst = figures["worst"]
        for name in ("none", *BY_NAME):
            times = figures["faults"].get(name, 0)
            if not times and name not in worst:
                continue
            found, kind = worst.get(name, {}), BY_NAME.get(name)
            black, stale = (kind.black, max(kind.stale, kind.black)) if kind else (0.0, 0.0)
            lines.append(
                f"{name:24} {times:5} {found.get('bare', 0.0):6.2f} ({black:5.1f}) {found.get('torn', 0.0):6.2f} "
                f"{found.get('stale', 0.0):6.2f} ({stale:5.1f})"
            )
        hidden = ("worst", "faults", "pictures", "seed", "minutes", "days")
        lines += [
            "",
            *(
                f"{name}: {json.dumps(value, ensure_ascii=False)}"
                for name, value in figures.items()
                if name not in hidden
            ),
        ]
        return "\n".join(lines)


def _ends(row: list[int]) -> list[int]:
    """The first, the last and the greatest."""
    return [row[0], row[-1], max(row)] if row else []

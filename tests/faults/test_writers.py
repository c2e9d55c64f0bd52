"""However a program writes a picture: never a wrong one on the way in, and never the last one missed.

Each way of `tests/support/writers.py` runs twenty times with random timing, on real files in invented time, before a
folder of this machine with events, one without, and a share. Three strategies that are usual elsewhere look at the same
folder at the same time, with the same names ignored: that they fail shows that the ways are hard.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from math import inf
from pathlib import Path
from random import Random

import pytest

from player.errors import SourceError
from player.model.names import is_ignored
from player.model.units import Millis
from player.sources import folder
from player.sources.folder import Folder
from tests.support.writers import WAYS, Hands, Steps

SEEDS = 20
EVENTS, NO_EVENTS, SHARE = "events", "no events", "share"
MODES = (EVENTS, EVENTS, NO_EVENTS, SHARE)
PROMISE = {EVENTS: 3.5, NO_EVENTS: 6.0, SHARE: 15.0}
"""Seconds after the writer's end in which what it left is taken. The half second is the rest between two looks."""

Take = dict[str, bytes]


class Ours:
    """The way to a picture as the player goes it: look, read what is listed, use it if it was the same until the end."""

    def __init__(self, hands: Hands, mode: str) -> None:
        self.folder = Folder(hands.root, network=mode == SHARE)
        self.folder.hinted(mode == EVENTS)
        self.taken: Take = {}
        self.all: list[tuple[str, bytes]] = []
        self.codes: set[str] = set()
        self._signatures: dict[str, object] = {}

    def look(self, now: float, meanwhile: Callable[[], None]) -> None:
        """One look; `meanwhile` lets the writer go on in the middle of each reading."""
        try:
            listing = self.folder.look(now, Millis(int(now * 1000)))
        except SourceError:
            return
        self.codes |= {problem.code for problem in self.folder.problems}
        listed = {entry.path: entry.signature for entry in listing.entries}
        for path in set(self.taken) - set(listed) - set(listing.waiting):
            del self.taken[path], self._signatures[path]
        for path, signature in listed.items():
            if self._signatures.get(path) == signature:
                continue
            try:
                with self.folder.open(path) as file:
                    data = file.read(30_000)
                    meanwhile()
                    while part := file.read(1 << 20):
                        data += part
            except SourceError:
                continue
            if data:  # an empty file is refused with words, and the last version stays
                self.taken[path], self._signatures[path] = data, signature
                self.all.append((path, data))


@dataclass
class Usual:
    """What the three usual strategies take: on "created", on "closed", and once the size was the same for two seconds."""

    hands: Hands
    hears: bool
    taken: dict[str, Take] = field(default_factory=lambda: {"created": {}, "closed": {}, "size stable": {}})
    all: dict[str, list[tuple[str, bytes]]] = field(
        default_factory=lambda: {"created": [], "closed": [], "size stable": []}
    )
    _known: dict[str, int] = field(default_factory=dict)
    _sizes: dict[str, tuple[tuple[int, int, int], float, bool]] = field(default_factory=dict)

    def stepped(self) -> None:
        """The writer has done something: what events would say of it."""
        if self.hears:
            there = {path: about.st_ino for path, about in self._there()}
            for path, inode in there.items():
                if self._known.get(path) != inode:
                    self._take("created", path)
            for path in self.hands.closed:
                self._take("closed", path)
            self._gone(("created", "closed"), there)
            self._known = there
        self.hands.closed.clear()

    def polled(self, now: float) -> None:
        """A second has gone by."""
        there = dict(self._there())
        for path, about in there.items():
            size = (about.st_size, about.st_mtime_ns // 10**9, about.st_ino)
            before, since, taken = self._sizes.get(path, (None, now, False))
            if size != before:
                since, taken = now, False
            if now - since >= 2.0 and not taken:
                self._take("size stable", path)
                taken = True
            self._sizes[path] = (size, since, taken)
        for path in set(self._sizes) - set(there):
            del self._sizes[path]
        self._gone(("size stable",), there)

    def _there(self) -> Iterator[tuple[str, os.stat_result]]:
        for found in self.hands.root.rglob("*"):
            path = found.relative_to(self.hands.root)
            if found.is_file() and not any(is_ignored(part, top=False) for part in path.parts):
                yield path.as_posix(), found.stat()

    def _take(self, how: str, path: str) -> None:
        if is_ignored(path.rpartition("/")[2], top=False):
            return
        try:
            data = self.hands.path(path).read_bytes()
        except OSError:
            return
        self.taken[how][path] = data
        self.all[how].append((path, data))

    def _gone(
        self, hows: tuple[str, ...], there: dict[str, object] | dict[str, int] | dict[str, os.stat_result]
    ) -> None:
        for how in hows:
            for path in set(self.taken[how]) - set(there):
                del self.taken[how][path]


@dataclass
class Outcome:
    """How one run went: wrong pictures and lost finals of each strategy, and what ours said."""

    wrong: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    not_said: set[str] = field(default_factory=set)


class Race:
    """One writer, one folder, all strategies, in invented time."""

    def __init__(self, place: Path, way: str, seed: int, mode: str) -> None:
        (place / "root").mkdir(parents=True)
        (place / "outside").mkdir()
        self.random = Random(f"{way} {seed}")
        self.hands = Hands(place / "root", place / "outside", self.random, mode == SHARE)
        self.steps: Steps | None = WAYS[way](self.hands)
        self.mode = mode
        next(self.steps)
        self.ours = Ours(self.hands, mode)
        self.usual = Usual(self.hands, mode != SHARE)
        self.usual.stepped()
        for name, data in self.hands.final.items():  # what was there from the beginning, everybody has
            for taken in self.usual.taken.values():
                taken[name] = data or b""
        self.step_at, self.look_at, self.poll_at = 30.0 + self.random.random(), 0.0, 0.5
        self.ended = inf
        self.hinted = False

    def run(self) -> Outcome:
        """Until the promised time after the writer's end; then for a while, in which nothing may become wrong."""
        while (now := min(self.step_at, self.look_at, self.poll_at)) < self.ended + PROMISE[self.mode]:
            self._go_on(now)
        outcome = self._judge()
        while (now := min(self.look_at, self.poll_at)) < self.ended + 75.0:
            self._go_on(now)
        after = self._judge()
        after.lost, after.missed = outcome.lost + after.lost, outcome.missed + after.missed
        return after

    def _go_on(self, now: float) -> None:
        if now == self.step_at:
            self._step(now)
        elif now == self.look_at:
            self.hinted = False
            self.ours.look(now, lambda: self._meanwhile(now))
            hinted, self.hinted = self.hinted, False
            at = self.ours.folder.soonest if hinted else self.ours.folder.wake_at(now)
            self.look_at = max(at, now + 0.05)
        else:
            self.usual.polled(now)
            self.poll_at = now + 1.0

    def _meanwhile(self, now: float) -> None:
        if self.step_at - now < 1.0 and self.random.random() < 0.5:
            self._step(now)

    def _step(self, now: float) -> None:
        assert self.steps is not None
        self.hands.now = now
        pause = next(self.steps, None)
        self.usual.stepped()
        if self.mode == EVENTS:
            self.hinted = True
            self.look_at = min(self.look_at, max(now + 0.001, self.ours.folder.soonest))
        if pause is None:
            self.step_at, self.ended = inf, now
        else:
            self.step_at = now + pause

    def _judge(self) -> Outcome:
        outcome = Outcome(said=self.ours.codes, not_said=self.hands.said - self.ours.codes)
        taken = {"ours": self.ours.taken, **self.usual.taken}
        for how, everything in {"ours": self.ours.all, **self.usual.all}.items():
            outcome.wrong[how] += sum(
                bool(data) and data not in self.hands.whole.get(path, ()) for path, data in everything
            )
            for path, data in self.hands.final.items():
                if taken[how].get(path) != data:
                    outcome.lost[how] += 1
                    outcome.missed += [path] if how == "ours" else []
        return outcome


def race(place: Path, way: str, seed: int) -> Outcome:
    return Race(place / f"{seed}", way, seed, MODES[seed % len(MODES)]).run()


@pytest.mark.fault(8, 9, 10)
@pytest.mark.parametrize("way", WAYS)
def test_no_wrong_picture_and_no_lost_final(way: str, tmp_path: Path) -> None:
    """Law: what is taken was the whole of the file once, and within the promised time the last of it is."""
    for seed in range(SEEDS):
        outcome = race(tmp_path, way, seed)
        about = f"{way!r}, seed {seed}, {MODES[seed % len(MODES)]}"
        assert outcome.wrong["ours"] == 0, f"{about}: a wrong picture"
        assert outcome.lost["ours"] == 0, f"{about}: not taken in time: {outcome.missed}"
        assert not outcome.not_said, f"{about}: not said"


def test_there_are_enough_ways() -> None:
    assert len(WAYS) >= 25


@pytest.mark.control(8, 9)
def test_the_usual_strategies_fail_on_the_same_writers(tmp_path: Path) -> None:
    """Control: on the very runs that ours stands, each of the others takes wrong pictures and loses finals."""
    wrong: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for number, way in enumerate(WAYS):
        for seed in range(4):
            outcome = race(tmp_path / f"{number}", way, seed)
            wrong += outcome.wrong
            lost += outcome.lost
    print(f"{len(WAYS)} ways, 4 runs each: wrong {dict(wrong)}, lost {dict(lost)}")
    assert (wrong["ours"], lost["ours"]) == (0, 0)
    for how in ("created", "closed", "size stable"):
        assert wrong[how] >= 10, how
    for how in ("created", "closed"):
        assert lost[how] >= 10, how


def wrong_pictures(place: Path) -> int:
    """Of ours, over the ways that want every part of it."""
    ways = ("a hole in the middle", "in place, same size and time", "rsync --inplace", "dd notrunc, odd blocks")
    return sum(race(place / way, way, seed).wrong["ours"] for way in ways for seed in range(SEEDS))


@pytest.mark.control(8, 9)
@pytest.mark.parametrize("part", ["completeness", "writers"])
def test_without_a_part_of_it_there_are_wrong_pictures(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: the check of the bytes and the question for writers are each needed."""
    if part == "completeness":
        monkeypatch.setattr(folder, "lack_of", lambda _data: None)
    else:
        monkeypatch.setattr(folder.lease, "has_writer", lambda _fd: False)
    assert wrong_pictures(tmp_path) > 0


@pytest.mark.control(8, 9)
def test_where_nobody_says_who_writes_the_quiet_time_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: as on Windows, and on shares; without the quiet time half as many again are wrong."""
    monkeypatch.setattr(folder.lease, "has_writer", lambda _fd: False)
    with_it = wrong_pictures(tmp_path / "with")
    monkeypatch.setattr(folder, "Settling", partial(folder.Settling, 0.0))
    monkeypatch.setattr(folder, "QUIET_NETWORK", 0.0)
    assert wrong_pictures(tmp_path / "without") > 1.3 * with_it

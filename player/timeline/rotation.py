"""The repeating order of a stretch: who rules comes in, turns from any point of time on go out, without stepping to it.

Theory. Ordinary slides follow one another, cycle after cycle. A slide with `every: n` stands outside the cycle and
comes after each n-th ordinary slide, counted through from the start of the stretch. So the time at which the c-th
ordinary slide (from 0) begins is

    (c // k) * cycle + prefix[c % k] + sum over n of (c // n) * the dwell of all slides that come every n

which grows with c, so that any instant is found by bisection, within one period: the cycles (as many as the least
common multiple of all n) after which the guests stand as at first. Where all slides are `every` slides, they are ordinary.

A shuffled playlist is permuted anew in each cycle, seeded by its slides, the start of the stretch and the number of
the cycle, so that a change elsewhere does not disturb it. Its last slide never comes first in the next cycle: the
first is then swapped with one between the ends, which leaves each cycle's last slide where the seed put it, so that a
cycle needs to know only its forerunner. Two slides keep one order through the stretch: any change would repeat one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from hashlib import sha256, shake_256
from itertools import accumulate
from math import lcm
from struct import unpack
from typing import Any, NamedTuple

from player.model.content import Slide
from player.model.snapshot import Playlist
from player.model.units import Millis
from player.timeline.memo import Memo

SLIVER = Millis(2_000)
"""The shortest cue that a person can take in."""

_ORDERS_KEPT = 16


class Turn(NamedTuple):
    """A slide of a playlist and when it is shown: milliseconds from the start of the stretch, `[start, end)`."""

    slide: Slide
    playlist: str
    start: int
    end: int


class _Item(NamedTuple):
    slide: Slide
    playlist: str
    dwell: int


class _Block(NamedTuple):
    """Ordinary slides `[first, last)` that are shuffled among themselves."""

    first: int
    last: int
    seed: str


class _Order(NamedTuple):
    """The ordinary slides of a cycle: their places in the order they come, and the time before each."""

    places: Sequence[int]
    before: list[int]


class Rotation:
    """What rotates in a stretch: its playlists in order, each with those of its slides that rule (at least one)."""

    def __init__(self, playlists: Sequence[tuple[Playlist, Sequence[Slide]]]) -> None:
        ordinary = any(not slide.every for _, slides in playlists for slide in slides)
        self._items: list[_Item] = []
        self._blocks: list[_Block] = []
        self._guests: list[_Item] = []
        for playlist, slides in playlists:
            first = len(self._items)
            for slide in slides:
                item = _Item(slide, playlist.id, dwell(slide))
                (self._guests if ordinary and slide.every > 0 else self._items).append(item)
            if playlist.shuffle and len(self._items) - first > 1:
                names = "\n".join(item.slide.id for item in self._items[first:])
                self._blocks.append(_Block(first, len(self._items), sha256(names.encode()).hexdigest()))
        counts = {guest.slide.every for guest in self._guests}
        self._guest_time = [(n, sum(guest.dwell for guest in self._guests if guest.slide.every == n)) for n in counts]
        self._cycle = sum(item.dwell for item in self._items)
        self._period = lcm(*counts)
        self._period_time = self._begins(self._period * len(self._items), 0)
        self._dwells = [item.dwell for item in self._items]
        self._orders: Memo[tuple[Millis, int], _Order] = Memo(_ORDERS_KEPT, self._make_order)
        self._written = self._timed(range(len(self._items)))

    def turns(self, start: Millis, elapsed: int) -> Iterator[Turn]:
        """The turns from the one at `elapsed` milliseconds on, without end. `start`: when the stretch begins."""
        size = len(self._items)
        whole = elapsed // self._period_time * self._period
        cycles = range(whole + 1, min(whole + self._period, elapsed // self._cycle + 1))
        cycle = whole + bisect_right(cycles, elapsed, key=lambda c: self._begins(c * size, 0))
        order, prefix = self._order(start, cycle)
        number = cycle * size
        number += bisect_right(
            range(number + 1, number + size), elapsed, key=lambda n: self._begins(n, prefix[n % size])
        )
        at = self._begins(number, prefix[number % size])
        while True:
            for item in (self._items[order[number % size]], *self._after(number + 1)):
                end = at + item.dwell
                if end > elapsed:
                    yield Turn(item.slide, item.playlist, at, end)
                at = end
            number += 1
            if number % size == 0:
                order, prefix = self._order(start, number // size)

    def _begins(self, number: int, prefix: int) -> int:
        """When ordinary slide `number` of the stretch begins; `prefix` is the time of those before it in its cycle."""
        guests = sum(number // every * time for every, time in self._guest_time)
        return number // len(self._items) * self._cycle + prefix + guests

    def _after(self, count: int) -> Iterator[_Item]:
        """The slides that come once `count` ordinary ones were shown."""
        return (guest for guest in self._guests if count % guest.slide.every == 0)

    def _order(self, start: Millis, cycle: int) -> _Order:
        return self._orders[start, cycle] if self._blocks else self._written

    def _make_order(self, key: tuple[Millis, int]) -> _Order:
        start, cycle = key
        places = list(range(len(self._items)))
        for first, last, seed in self._blocks:
            order = permutation(f"{seed}\n{start}", last - first, cycle)
            places[first:last] = [first + place for place in order]
        return self._timed(places)

    def _timed(self, places: Sequence[int]) -> _Order:
        return _Order(places, list(accumulate(map(self._dwells.__getitem__, places), initial=0)))


def dwell(slide: Slide) -> Millis:
    """How long a slide is shown; one that says less than a sliver is shown that long."""
    return max(slide.dwell, SLIVER)


def permutation(seed: str, size: int, cycle: int) -> list[int]:
    """The order of `size` things in a cycle: never first what came last in the cycle before (for a size of 2 or more)."""
    if size <= 2:
        return _drawn(seed, size, 0)
    order = _drawn(seed, size, cycle)
    if cycle and order[0] == _drawn_last(seed, size, cycle - 1):
        other = 1 + order[-1] % (size - 2)  # between the ends, as random as the draw itself
        order[0], order[other] = order[other], order[0]
    return order


def _drawn(seed: str, size: int, cycle: int) -> list[int]:
    """A permutation by Fisher and Yates, its draws from SHAKE-256: the same on every machine and in every version."""
    draws = unpack(f"<{size}Q", _source(seed, cycle).digest(8 * size))
    order = list(range(size))
    for place, draw in zip(range(size - 1, 0, -1), draws, strict=False):
        other = draw % (place + 1)
        order[place], order[other] = order[other], order[place]
    return order


def _drawn_last(seed: str, size: int, cycle: int) -> int:
    """The last of `_drawn`, which its first draw decides."""
    return int.from_bytes(_source(seed, cycle).digest(8), "little") % size


def _source(seed: str, cycle: int) -> Any:
    return shake_256(f"{seed}\n{cycle}".encode())

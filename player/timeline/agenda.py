"""One local day cut into stretches: a snapshot and a day come in, the stretches that have an instant of it go out.

Theory. At any instant the playlists of highest rank that have a slide to show rule; takeovers rank above all others,
then priority decides, and equals rule together. A *stretch* is an interval in which the same slides rule by the same
windows. Since a window belongs to the day it starts on, an all-day playlist begins anew at each local midnight, and
22:00-02:00 is one stretch that midnight does not divide.

Everything can change only where some window begins or ends, so a day is cut at all those edges into pieces, each
piece is judged at its first instant, and equal neighbours are joined, beyond midnight too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from player.model.content import When
from player.model.snapshot import Playlist, Snapshot
from player.model.units import Millis
from player.timeline.calendar import ONE_DAY, Calendar, Window

Ruling = tuple[tuple[int, tuple[int, ...]], ...]
"""Who rules: for each ruling playlist its number in the snapshot and the numbers of its slides that may be shown."""

Windows = tuple[Window, ...]
Conditions = tuple[When, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """`[start, end)` in which the same slides rule. Nobody rules where `ruling` is empty.

    `windows` are those of the ruling playlists, by which they rule.
    """

    start: Millis
    end: Millis
    ruling: Ruling = ()
    windows: tuple[Windows, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A playlist made ready: which slides share which conditions."""

    number: int
    playlist: Playlist
    conditions: tuple[Conditions, ...]
    condition_of: tuple[int, ...]

    @property
    def rank(self) -> tuple[bool, int]:
        return self.playlist.takeover, self.playlist.priority


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A playlist that has windows on the day: those, and for each of its slides' conditions the windows of all parts."""

    entry: _Entry
    windows: Windows
    conditions: tuple[tuple[Windows, ...], ...]

    def slides(self, instant: Millis) -> tuple[int, ...]:
        """The numbers of the slides that may be shown at an instant within the day."""
        if not _within(self.windows, instant):
            return ()
        holds = [all(_within(windows, instant) for windows in condition) for condition in self.conditions]
        return tuple(number for number, condition in enumerate(self.entry.condition_of) if holds[condition])


class Agenda:
    """The stretches of a snapshot, day by day. Computes anew at each call: whoever asks often remembers."""

    def __init__(self, snapshot: Snapshot, calendar: Calendar) -> None:
        self._calendar = calendar
        entries = [_entry(number, playlist) for number, playlist in enumerate(snapshot.playlists)]
        ranks = sorted({entry.rank for entry in entries}, reverse=True)
        self._entries = tuple(entries)
        self._ranks = tuple(tuple(entry for entry in entries if entry.rank == rank) for rank in ranks)

    def stretches(self, day: date) -> tuple[Stretch, ...]:
        """The stretches that have an instant of a local day, in order, without gap.

        Those that rule beyond its midnights come whole; where nobody rules they end at midnight.
        """
        pieces = self._pieces(day)
        if not pieces:  # a day that the zone skipped
            return ()
        first, last = pieces[0], pieces[-1]
        if _runs_through(first, first.start) and _alike(before := self._neighbour(day, -ONE_DAY)[-1], first):
            pieces[0] = replace(first, start=before.start)
        if _runs_through(last, last.end) and _alike(after := self._neighbour(day, ONE_DAY)[0], last):
            pieces[-1] = replace(pieces[-1], end=after.end)
        return tuple(pieces)

    def _neighbour(self, day: date, step: timedelta) -> list[Stretch]:
        """The pieces of the nearest day that the zone did not skip: no window runs on over a whole day."""
        day += step
        return self._pieces(day) or self._pieces(day + step)

    def may_show(self, playlist: int, slide: int, day: date) -> bool:
        """Whether the conditions of a slide and its playlist leave it a chance on a day, whoever else rules."""
        entry = self._entries[playlist]
        own = _before(self._calendar.meeting(entry.playlist.when, day), entry.playlist.expires)
        conditions = entry.conditions[entry.condition_of[slide]]
        return bool(own) and all(self._calendar.meeting(when, day) for when in conditions)

    def _pieces(self, day: date) -> list[Stretch]:
        start, end = self._calendar.midnight(day), self._calendar.midnight(day + ONE_DAY)
        ranks = self._candidates(day)
        edges = {edge for candidates in ranks for candidate in candidates for edge in _edges(candidate)}
        inner = sorted(edge for edge in edges if start < edge < end)
        pieces: list[Stretch] = []
        for first, last in pairwise((start, *inner, end)):
            piece = Stretch(first, last, *_judged(ranks, first))
            if pieces and _alike(pieces[-1], piece):
                pieces[-1] = replace(pieces[-1], end=last)
            elif first < last:
                pieces.append(piece)
        return pieces

    def _candidates(self, day: date) -> list[list[_Candidate]]:
        """Who may rule on the day, highest rank first."""
        seen: dict[When, Windows] = {}

        def windows(when: When) -> Windows:
            if when not in seen:
                seen[when] = self._calendar.meeting(when, day)
            return seen[when]

        ranks: list[list[_Candidate]] = []
        for entries in self._ranks:
            ranks.append([])
            for entry in entries:
                if own := _before(windows(entry.playlist.when), entry.playlist.expires):
                    parts = tuple(tuple(windows(when) for when in condition) for condition in entry.conditions)
                    ranks[-1].append(_Candidate(entry, own, parts))
        return ranks


def _entry(number: int, playlist: Playlist) -> _Entry:
    numbers: dict[Conditions, int] = {}
    condition_of = tuple(numbers.setdefault(slide.when, len(numbers)) for slide in playlist.slides)
    return _Entry(number, playlist, tuple(numbers), condition_of)


def _judged(ranks: list[list[_Candidate]], instant: Millis) -> tuple[Ruling, tuple[Windows, ...]]:
    """Who rules at an instant, and by which windows: the highest rank that has slides."""
    for candidates in ranks:
        able = [(candidate, slides) for candidate in candidates if (slides := candidate.slides(instant))]
        if able:
            ruling = tuple((candidate.entry.number, slides) for candidate, slides in able)
            return ruling, tuple(_containing(candidate.windows, instant) for candidate, _ in able)
    return (), ()


def _edges(candidate: _Candidate) -> list[Millis]:
    conditions = (windows for condition in candidate.conditions for windows in condition)
    return [edge for windows in (candidate.windows, *conditions) for window in windows for edge in window]


def _before(windows: Windows, expires: Millis | None) -> Windows:
    if expires is None:
        return windows
    return tuple((start, min(end, expires)) for start, end in windows if start < expires)


def _within(windows: Windows, instant: Millis) -> bool:
    return any(start <= instant < end for start, end in windows)


def _containing(windows: Windows, instant: Millis) -> Windows:
    return tuple(window for window in windows if window[0] <= instant < window[1])


def _alike(one: Stretch, other: Stretch) -> bool:
    return (one.ruling, one.windows) == (other.ruling, other.windows)


def _runs_through(piece: Stretch, edge: Millis) -> bool:
    """Whether every window by which the piece rules has the edge in its midst."""
    return bool(piece.windows) and all(start < edge < end for windows in piece.windows for start, end in windows)

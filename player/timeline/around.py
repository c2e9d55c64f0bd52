"""What stands around the slides: a stretch of the main zone and an instant come in, the cues of the other zones go out.

Theory. A zone goes by a timeline of its own (`Base`), as if its slides were a playlist: its own times, its own rotation. It is
*on* in those stretches of the main zone in which its owner rules; one without an owner in all but those of a takeover, which
has the whole screen to itself. A cue is cut where its zone goes off, so main stretches that follow one another and both have
the zone on do not disturb it: a ticker runs on while the slides change. What is in a zone never changes what is in another.

A zone with one slide has one cue as long as its stretch: there is nothing to change to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from player.model.scene import Cue
from player.model.snapshot import Playlist, Snapshot, Zone
from player.model.units import Millis
from player.timeline.agenda import Stretch
from player.timeline.base import Base
from player.timeline.memo import Memo

_SPANS_KEPT = 64


class Around:
    """The zones of a snapshot, made ready to be asked. `main` is the main zone's timeline without premieres."""

    def __init__(self, snapshot: Snapshot, main: Base) -> None:
        self._snapshot = snapshot
        self._main = main
        self._bases = tuple(Base(_alone(zone, snapshot)) for zone in snapshot.zones)
        self._spans: Memo[tuple[int, Millis, Millis, Millis], tuple[Millis, Millis]] = Memo(_SPANS_KEPT, self._span)

    def scene(self, stretch: Stretch, now: Millis) -> tuple[tuple[tuple[Zone, Cue], ...], Millis]:
        """The zones that have something to show at an instant in a stretch of the main zone, and until when that holds."""
        found: list[tuple[Zone, Cue]] = []
        until = stretch.end
        for number in self.on(stretch):
            inner = self._bases[number].stretch_at(now)
            until = min(until, inner.end)
            if inner.ruling:
                cue = self._cut(number, self._cue(number, inner, now), stretch)
                found.append((self._snapshot.zones[number], cue))
                until = min(until, cue.end)
        return tuple(found), until

    def cues(self, name: str, stretch: Stretch, start: Millis) -> Iterator[Cue]:
        """The cues of the zone of that name from the one at `start` on, as far as they begin within a stretch of the main zone."""
        number = next((number for number in self.on(stretch) if self._snapshot.zones[number].name == name), None)
        now = start
        while number is not None and now < stretch.end:
            inner = self._bases[number].stretch_at(now)
            if not inner.ruling:
                now = inner.end
                continue
            cue = self._cut(number, self._cue(number, inner, now), stretch)
            yield cue
            now = cue.end

    def on(self, stretch: Stretch) -> tuple[int, ...]:
        """The numbers of the zones that are on in a stretch, at most one of each name, in the snapshot's order."""
        playlists = [self._snapshot.playlists[number] for number, _ in stretch.ruling]
        if not playlists:
            return ()
        ranks: list[str] = [playlist.id for playlist in playlists]
        if not any(playlist.takeover for playlist in playlists):
            ranks.append("")
        best: dict[str, tuple[int, int]] = {}
        for number, zone in enumerate(self._snapshot.zones):
            if zone.owner in ranks:
                rank = (ranks.index(zone.owner), number)
                best[zone.name] = min(rank, best.get(zone.name, rank))
        return tuple(sorted(number for _, number in best.values()))

    def _cue(self, number: int, inner: Stretch, now: Millis) -> Cue:
        zone, base = self._snapshot.zones[number], self._bases[number]
        ((_, slides),) = inner.ruling
        if len(slides) == 1:
            return Cue(zone.name, zone.slides[slides[0]], zone.owner, inner.start, inner.end)
        return replace(next(base.cues(inner, now)), zone=zone.name, playlist=zone.owner)

    def _cut(self, number: int, cue: Cue, stretch: Stretch) -> Cue:
        """The part of a cue in which its zone is on without a break; `stretch`: one of the main zone that has a part of it."""
        start, end = self._spans[number, max(stretch.start, cue.start), cue.start, cue.end]
        return cue if (start, end) == (cue.start, cue.end) else replace(cue, start=start, end=end)

    def _span(self, key: tuple[int, Millis, Millis, Millis]) -> tuple[Millis, Millis]:
        """The part of `[first, last)` around an instant, at which the zone is on, in which it is on."""
        number, at, first, last = key
        here = self._main.stretch_at(at)
        start, end = max(first, here.start), min(last, here.end)
        while start > first:
            before = self._main.stretch_at(Millis(start - 1))
            if number not in self.on(before):
                break
            start = max(first, before.start)
        while end < last:
            after = self._main.stretch_at(end)
            if number not in self.on(after):
                break
            end = min(last, after.end)
        return start, end


def _alone(zone: Zone, snapshot: Snapshot) -> Snapshot:
    """A snapshot in which the zone's slides are the only ones."""
    playlist = Playlist(id=zone.owner or zone.name, name=zone.name, slides=zone.slides, when=zone.when)
    return Snapshot(zone=snapshot.zone, playlists=(playlist,), days=snapshot.days)

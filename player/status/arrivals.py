"""What has come lately and when it is first shown: two snapshots come in, a short list goes out.

Reckoned when a snapshot changes, not when a page is written: a showing that is outranked for weeks takes a while to find.
"""

from __future__ import annotations

from collections.abc import Iterable

from player.model.content import Slide, Value
from player.model.snapshot import Snapshot
from player.model.units import DAY, Digest, Millis
from player.status.facts import Arrival
from player.status.saying import title
from player.timeline.scenes import Timeline

REMEMBERED = DAY
"""For how long a file counts as newly come."""

MOST = 12
"""How many are told: the newest."""

_Content = tuple[str, tuple[tuple[str, Value], ...], tuple[Digest, ...]]


def arrivals(
    timeline: Timeline, previous: Snapshot | None, known: Iterable[Arrival], now: Millis
) -> tuple[Arrival, ...]:
    """What `timeline` shows that `previous` did not, and what of `known` is still there and young; newest first.

    Without a `previous` nothing is new: a first start is no news. A first showing that was still to come is reckoned
    anew, since the change may have moved it.
    """
    slides = {slide.id: slide for slide in timeline.snapshot.slides()}
    before = slides.values() if previous is None else previous.slides()
    old = {_content(slide) for slide in before}
    new = [slide for slide in slides.values() if _content(slide) not in old][:MOST]
    fresh = {slide.id for slide in new}
    kept = [
        arrival
        for arrival in known
        if arrival.slide in slides and arrival.slide not in fresh and 0 <= now - arrival.came < REMEMBERED
    ]
    told = [_arrival(timeline, slide, now) for slide in new]
    return (*told, *(_renewed(timeline, arrival, now) for arrival in kept))[:MOST]


def first_showing(timeline: Timeline, slide: str, came: Millis) -> Millis | None:
    """The start of the first cue of a slide at or after the instant it came: content changes at a cue's edge."""
    cue = timeline.next_showing(slide, came)
    if cue is not None and cue.start < came:
        cue = timeline.next_showing(slide, cue.end)
    return None if cue is None else cue.start


def _arrival(timeline: Timeline, slide: Slide, now: Millis) -> Arrival:
    return Arrival(slide.id, slide.source.file, title(slide), now, first_showing(timeline, slide.id, now))


def _renewed(timeline: Timeline, arrival: Arrival, now: Millis) -> Arrival:
    if arrival.first is not None and arrival.first <= now:
        return arrival
    first = first_showing(timeline, arrival.slide, now)
    return Arrival(arrival.slide, arrival.file, arrival.title, arrival.came, first)


def _content(slide: Slide) -> _Content:
    return slide.kind, slide.fields, tuple(asset.digest for asset in slide.assets)

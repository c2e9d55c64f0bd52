"""What has come lately and when it is first shown: two snapshots come in, a short list goes out.

Reckoned when a snapshot changes, not when a page is written: a showing that is outranked for weeks takes a while to find.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from player.ingest.understood import when_words
from player.model.content import Slide, Value, When
from player.model.snapshot import Snapshot
from player.model.units import DAY, MINUTE, Digest, Millis
from player.model.words import Words
from player.slides.naming import title_of
from player.status.facts import Arrival
from player.timeline.scenes import Timeline

REMEMBERED = DAY
"""For how long a file counts as newly come."""

MOST = 12
"""How many are told: the newest."""

SOON = Millis(10 * MINUTE)
"""A showing that is later than this wants a reason."""

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
    return (*told, *(_renewed(timeline, arrival, slides[arrival.slide], now) for arrival in kept))[:MOST]


def first_showing(timeline: Timeline, slide: str, came: Millis) -> Millis | None:
    """The start of the first cue of a slide at or after the instant it came: content changes at a cue's edge."""
    cue = timeline.next_showing(slide, came)
    if cue is not None and cue.start < came:
        cue = timeline.next_showing(slide, cue.end)
    return None if cue is None else cue.start


def _arrival(timeline: Timeline, slide: Slide, now: Millis) -> Arrival:
    return _reckoned(Arrival(slide.id, slide.source.file, title_of(slide), now), timeline, slide, now)


def _renewed(timeline: Timeline, arrival: Arrival, slide: Slide, now: Millis) -> Arrival:
    if arrival.first is not None and arrival.first <= now:
        return arrival
    return _reckoned(arrival, timeline, slide, now)


def _reckoned(arrival: Arrival, timeline: Timeline, slide: Slide, now: Millis) -> Arrival:
    """The arrival with its first showing from `now` on, and with the reason where that is late."""
    first = first_showing(timeline, slide.id, now)
    late = first is None or first - now > SOON
    return replace(arrival, first=first, waits=_waits(timeline, slide, now) if late else None)


def _waits(timeline: Timeline, slide: Slide, now: Millis) -> Words | None:
    """Why the slide is not on soon: its own times, those of its playlist, or who outranks it."""
    playlist = next(one for one in timeline.snapshot.playlists if slide in one.slides)
    for when in (*slide.when, playlist.when):
        if not timeline.calendar.holds(when, now):
            return _its_time(when)
    cue = timeline.scene_at(now).cue()
    if cue is None or cue.playlist == playlist.id:
        return None
    name = next((one.name or one.id for one in timeline.snapshot.playlists if one.id == cue.playlist), cue.playlist)
    return Words(f"现在由“{name}”优先播放", f"“{name}” outranks it now")


def _its_time(when: When) -> Words:
    said = when_words(when)
    return Words(f"它的时间是：{said.zh}", f"its times: {said.en}")


def _content(slide: Slide) -> _Content:
    return slide.kind, slide.fields, tuple(asset.digest for asset in slide.assets)

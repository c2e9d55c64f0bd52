"""What is new against the last snapshot: slides with a premiere; and whether anything is new at all."""

from __future__ import annotations

from dataclasses import replace

from player.model.content import Slide, Value
from player.model.snapshot import Premiere, Snapshot
from player.model.units import MINUTE, SECOND, Digest, Millis

MOST_PREMIERES = 4
BULK = 12
"""More changed slides than these are another campaign, not news: it simply begins."""
LEAD = Millis(2 * SECOND)
"""From the ingest to the first moment of a premiere: time to publish the snapshot and to paint the slide."""
FRESH = Millis(10 * MINUTE)
"""For how long a premiere waits for its turn."""

_Content = tuple[str, tuple[tuple[str, Value], ...], tuple[Digest, ...]]


def _content(slide: Slide) -> _Content:
    return slide.kind, slide.fields, tuple(asset.digest for asset in slide.assets)


def premieres(snapshot: Snapshot, previous: Snapshot | None, now: Millis) -> tuple[Premiere, ...]:
    """The premieres of slides whose content `previous` does not have, and those of it that are still fresh."""
    if previous is None:
        return ()
    known = {_content(slide) for slide in previous.slides()}
    ordinary = [slide for playlist in snapshot.playlists if not playlist.takeover for slide in playlist.slides]
    new = [slide.id for slide in ordinary if _content(slide) not in known]
    ids = {slide.id for slide in ordinary}
    waiting = tuple(
        premiere
        for premiere in previous.premieres
        if premiere.slide in ids and premiere.slide not in new and -LEAD <= now - premiere.at < FRESH
    )
    if len(new) > BULK:
        return waiting
    return (*waiting, *(Premiere(slide, Millis(now + LEAD)) for slide in new))[:MOST_PREMIERES]


def settled(snapshot: Snapshot, news: tuple[Premiere, ...], previous: Snapshot | None) -> Snapshot:
    """The snapshot with its premieres; `previous` itself where only premieres have run out, so that its digest stays."""
    nothing_new = previous is not None and set(news) <= set(previous.premieres)
    if previous is not None and nothing_new and replace(previous, premieres=()) == snapshot:
        return previous
    return replace(snapshot, premieres=news)

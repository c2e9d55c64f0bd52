"""The demo campaign as the player reads it, for the tests that look at what it shows."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from player.ingest.pipeline import Ingested
from player.model.content import Slide
from player.model.units import Millis
from player.timeline.scenes import Timeline
from tests.support.disk_files import read

ROOT = Path(__file__).resolve().parents[2]
PLAYLISTS = ROOT / "playlists"
ASSETS = ROOT / "assets"
CHINA = timezone(timedelta(hours=8))

QUIZ_OPENS, QUIZ_CLOSES = "2020-07-04 09:00", "2020-07-05 17:00"


def at(text: str) -> Millis:
    """The instant of a local time in China."""
    return Millis(round(datetime.fromisoformat(text).replace(tzinfo=CHINA).timestamp() * 1000))


def clock(instant: Millis, form: str = "%m-%d %H:%M:%S") -> str:
    """The local time in China, with milliseconds."""
    whole, millis = divmod(instant, 1000)
    return f"{datetime.fromtimestamp(whole, CHINA):{form}}.{millis:03}"


@cache
def ingested(now: str) -> Ingested:
    """What the demo comes to when it is read for the first time at `now`."""
    return read(PLAYLISTS, at(now), assets=ASSETS)


@cache
def week() -> Timeline:
    """The timeline of the demo, read the day before the week."""
    return Timeline(ingested("2020-06-28 10:00").snapshot)


def said(slide: Slide) -> str:
    """What the slide says, on one line."""
    kind_text = slide.text(slide.kind)
    if slide.kind == "image":
        kind_text = slide.assets[0].name.rpartition("/")[2]
    title = slide.text("title") + (f" {slide.text('account')}" if slide.text("account") else "")
    return (title or kind_text).replace("\n", "/")

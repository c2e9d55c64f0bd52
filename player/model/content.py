"""What a slide says and when it may be shown: the vocabulary between ingest, timeline and slides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from player.model.units import DayTime, Digest, Millis


@dataclass(frozen=True, slots=True)
class Moment:
    """A local day (`at` is None: the whole day) or a local day and time of day. The zone is the snapshot's."""

    day: date
    at: DayTime | None = None


@dataclass(frozen=True, slots=True)
class Daypart:
    """A recurring local time window `[start, end)`. `end <= start` runs past midnight and belongs to the day it starts on.

    `end` may be 24:00 (86 400 000).
    """

    start: DayTime
    end: DayTime


@dataclass(frozen=True, slots=True)
class Days:
    """A set of days: a day belongs when any of the three holds. `weekdays`: 0 is Monday."""

    weekdays: tuple[int, ...] = ()
    workdays: bool = False
    holidays: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """All given conditions must hold; what is left out always holds.

    `until` as a day counts whole; with a time it is exclusive and exact. Dayparts belong to the day they start on.
    """

    start: Moment | None = None
    until: Moment | None = None
    days: Days | None = None
    hours: tuple[Daypart, ...] = ()


ALWAYS = When()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an agenda: from `start` (a day and time, or a day, or None) to `end` (None: until the next row).

    `daily`: it is on at these times of every day, and the days of `start` and `end` mean nothing.
    """

    text: str
    start: Moment | None = None
    end: Moment | None = None
    note: str = ""
    daily: bool = False


Value = str | int | bool | Moment | Days | tuple[str, ...] | tuple[Row, ...]
"""What one field of a slide may hold. A recurring time of day is a `DayTime` (int)."""


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """A code to scan that was read in a picture: what it says. `whole`: the picture is a QR code and nothing besides."""

    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Film:
    """What of a film matters besides its size: `length` from its first picture that is seen to the end of its last.

    `lead`: the black before that, which is left out. `rate`: pictures in 1000 seconds. `hdr`: made for a brighter screen.
    `unheard`: the codec of its sound, where that is one that is not decoded.
    """

    length: Millis
    lead: Millis = Millis(0)
    rate: int = 25_000
    codec: str = ""
    sound: bool = False
    hdr: bool = False
    unheard: str = ""


@dataclass(frozen=True, slots=True)
class Asset:
    """A media file that a slide needs: its bytes are the store's object `digest`.

    `name` is the path relative to the watched folder (or `assets/…`), `width` and `height` are pixels as it will be
    seen (EXIF rotation applied), `codes` what phones would scan in it, `film` says more where it moves.
    """

    digest: Digest
    name: str
    size: int
    width: int
    height: int
    codes: tuple[CodeSeen, ...] = ()
    film: Film | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a slide was written: `file` relative to the watched folder with `/`, `line` from 1 where there is one."""

    file: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Slide:
    """One full picture with its dwell. `id` is stable while its content is; `fields` is sorted by name.

    `when`: all must hold (its own, and what its kind implies, such as a countdown that ends at its target).
    `every`: 0 for an ordinary slide; n > 0 comes back after every n ordinary slides of the rotation.
    `terms` are those of the house that stand in it and are kept on one line.
    `transition` names an entry of TRANSITIONS, played at the start of this slide's cue for `transition_time`.
    """

    id: str
    kind: str
    source: Source
    dwell: Millis
    fields: tuple[tuple[str, Value], ...] = ()
    assets: tuple[Asset, ...] = ()
    theme: str = "green"
    transition: str = "fade"
    transition_time: Millis = Millis(600)
    when: tuple[When, ...] = ()
    every: int = 0
    terms: tuple[str, ...] = ()

    def value(self, name: str) -> Value | None:
        """The field `name`, or None where it was left out."""
        for key, value in self.fields:
            if key == name:
                return value
        return None

    def text(self, name: str) -> str:
        """The text of field `name`; empty where it was left out or is not a text."""
        value = self.value(name)
        return value if isinstance(value, str) else ""

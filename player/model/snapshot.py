"""The snapshot: everything that may be shown, validated, frozen, named by the SHA-256 of its canonical form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from player.model.content import ALWAYS, Slide, When
from player.model.units import Millis


@dataclass(frozen=True, slots=True)
class Playlist:
    """Ordered slides and when they apply. `id` is the file or folder it came from, relative to the watched folder.

    `takeover`: outranks every playlist that is not one, whatever their priorities, cuts in at once, and holds no
    longer than `expires` (an instant). `shuffle`: each cycle is a permutation seeded by (its slides, stretch, cycle).
    """

    id: str
    name: str
    slides: tuple[Slide, ...]
    when: When = ALWAYS
    priority: int = 0
    takeover: bool = False
    expires: Millis | None = None
    shuffle: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A rectangle as parts of the room that a layout divides: left, top, width and height in hundredths of a percent."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Zone:
    """A rectangle of the screen with its own content, beside the slides of the playlists: a ticker, a clock, a column.

    `owner` is the id of the playlist with which it is on; empty: it is on whatever rules, but for takeovers. Where two of one
    name would be on, the playlist's own is. Its `slides` take turns as those of a playlist do. `share` is None for what
    stands along an edge (`ticker`, `clock`, `logo`: the upper one where `top` is set) or at the side (`corner`).
    """

    name: str
    slides: tuple[Slide, ...]
    owner: str = ""
    when: When = ALWAYS
    top: bool = False
    share: Share | None = None


@dataclass(frozen=True, slots=True)
class DayTable:
    """The days that differ from Monday-to-Friday: `off` are weekdays off, `on` are weekend days worked (调休).

    Holds for the `years` that it names; in any other year Monday to Friday are workdays.
    """

    years: tuple[int, ...] = ()
    off: tuple[date, ...] = ()
    on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Premiere:
    """The first showing of a slide that is new: at the first cue edge at or after `at` it is inserted once."""

    slide: str
    at: Millis


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that may be shown. `zone` is an IANA time zone name; playlists stand in natural name order."""

    zone: str = "Asia/Shanghai"
    playlists: tuple[Playlist, ...] = ()
    days: DayTable = DayTable()
    premieres: tuple[Premiere, ...] = ()
    zones: tuple[Zone, ...] = ()
    format: int = 1

    def slides(self) -> tuple[Slide, ...]:
        """All slides of all playlists, in order."""
        return tuple(slide for playlist in self.playlists for slide in playlist.slides)

    def all_slides(self) -> tuple[Slide, ...]:
        """Those of the playlists, then those of the zones: everything that may have to be painted."""
        return (*self.slides(), *(slide for zone in self.zones for slide in zone.slides))

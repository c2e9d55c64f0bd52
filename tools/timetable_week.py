"""Seven days of a folder come in; which playlists rule when, which slides have times of their own, where nothing is on, go out.

What the page (`timetable_page.py`) and the calendar (`timetable_calendar.py`) are made from. Everything is read from the stretches of the
timeline's own agenda, so it is what the screens do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from player.model.content import Slide
from player.model.snapshot import Playlist, Zone
from player.model.units import Millis
from player.timeline.agenda import Agenda, Stretch
from tools.reading import Reading

DAYS = 7

Span = tuple[Millis, Millis]


@dataclass(frozen=True, slots=True)
class Band:
    """The playlists with these numbers take turns in `[start, end)` of one day; nobody where there are none."""

    start: Millis
    end: Millis
    playlists: tuple[int, ...]
    takeover: bool = False


@dataclass(frozen=True, slots=True)
class Timed:
    """A slide that is not on for as long as its playlist is, and when it is, on one day."""

    slide: Slide
    playlist: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One local day, its bands without gap from midnight to midnight."""

    day: date
    start: Millis
    end: Millis
    bands: tuple[Band, ...]
    timed: tuple[Timed, ...]
    is_workday: bool

    @property
    def gaps(self) -> tuple[Band, ...]:
        """Where nothing is on."""
        return tuple(band for band in self.bands if not band.playlists)


@dataclass(frozen=True, slots=True)
class Around:
    """A zone beside the slides, and when in the week it is on."""

    zone: Zone
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The days, the playlists that rule in them at all, by number, and the zones that are on in them at all."""

    days: tuple[Day, ...]
    playlists: tuple[tuple[int, Playlist], ...]
    around: tuple[Around, ...] = ()

    @property
    def start(self) -> Millis:
        """When it begins."""
        return self.days[0].start

    @property
    def end(self) -> Millis:
        """When it is over."""
        return self.days[-1].end


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def week_of(found: Reading, first: date) -> Week:
    """The seven days from `first` on."""
    agenda = Agenda(found.snapshot, found.calendar)
    days = tuple(_day(found, agenda, first + timedelta(days=number)) for number in range(DAYS))
    ruling = {number for day in days for band in day.bands for number in band.playlists}
    playlists = tuple((number, found.snapshot.playlists[number]) for number in sorted(ruling))
    return Week(days, playlists, tuple(_around(found, days[0].start, days[-1].end)))


def intervals(found: Reading, week: Week) -> Iterator[tuple[Playlist, Slide | None, Span]]:
    """When each playlist rules, joined over midnights; then each slide that has times of its own."""
    for number, playlist in week.playlists:
        spans = ((band.start, band.end) for day in week.days for band in day.bands if number in band.playlists)
        yield from ((playlist, None, span) for span in _joined(spans))
    timed: dict[tuple[int, str], list[Span]] = {}
    slides: dict[tuple[int, str], Slide] = {}
    for day in week.days:
        for one in day.timed:
            timed.setdefault((one.playlist, one.slide.id), []).extend(one.spans)
            slides[one.playlist, one.slide.id] = one.slide
    for key, spans_of in timed.items():
        for span in _joined(spans_of):
            yield found.snapshot.playlists[key[0]], slides[key], span


def _day(found: Reading, agenda: Agenda, day: date) -> Day:
    start, end = found.calendar.midnight(day), found.calendar.midnight(day + timedelta(days=1))
    stretches = [_clipped(stretch, start, end) for stretch in agenda.stretches(day)]
    playlists = found.snapshot.playlists
    bands: list[Band] = []
    for stretch in stretches:
        ruling = tuple(number for number, _ in stretch.ruling)
        band = Band(stretch.start, stretch.end, ruling, any(playlists[number].takeover for number in ruling))
        if bands and (bands[-1].playlists, bands[-1].end) == (band.playlists, band.start):
            bands[-1] = Band(bands[-1].start, band.end, band.playlists, band.takeover)
        else:
            bands.append(band)
    return Day(day, start, end, tuple(bands), tuple(_timed(found, stretches)), found.calendar.is_workday(day))


def _around(found: Reading, start: Millis, end: Millis) -> Iterator[Around]:
    """The zones that are on, in the order in which they were written."""
    spans: dict[str, list[Span]] = {}
    for name in dict.fromkeys(zone.name for zone in found.snapshot.zones):
        for cue in found.timeline.cues(start, end, name):
            spans.setdefault(cue.slide.id, []).append((max(cue.start, start), min(cue.end, end)))
    for zone in found.snapshot.zones:
        own = _joined(span for slide in zone.slides for span in spans.get(slide.id, ()))
        if own:
            yield Around(zone, own)


def _clipped(stretch: Stretch, start: Millis, end: Millis) -> Stretch:
    return Stretch(max(stretch.start, start), min(stretch.end, end), stretch.ruling, stretch.windows)


def _timed(found: Reading, stretches: list[Stretch]) -> Iterator[Timed]:
    """The slides that are on in a part of their playlist's time alone, by when they first are."""
    whole: dict[int, list[Span]] = {}
    parts: dict[tuple[int, int], list[Span]] = {}
    for stretch in stretches:
        for number, slides in stretch.ruling:
            whole.setdefault(number, []).append((stretch.start, stretch.end))
            for slide in slides:
                parts.setdefault((number, slide), []).append((stretch.start, stretch.end))
    for (number, slide), spans in sorted(parts.items(), key=lambda item: (item[1][0], item[0])):
        joined = _joined(spans)
        if joined != _joined(whole[number]):
            yield Timed(found.snapshot.playlists[number].slides[slide], number, joined)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that touch made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and found[-1][1] >= start:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)

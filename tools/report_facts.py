"""The records of one or several screens come in; everything that a report says goes out, with every figure worked out.

Papers (docx, xlsx, csv) only lay out what stands here, so they cannot disagree. All times are those of the journals' rows
(`tools/plays.py`): no figure is counted twice, none is rounded before it is summed up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from player.model.content import Moment
from player.model.scene import MAIN
from player.model.settings import Settings
from player.model.units import HOUR, DayTime, Millis
from player.model.words import Language, Words
from player.slides.kinds import KINDS
from player.store.screenshots import Kept, listed
from player.store.verification import Verification, showings, verify
from player.timeline.calendar import Calendar
from tools.plays import Row, rows_of
from tools.report_energy import Energy, power_of
from tools.report_faults import Fault, faults_of
from tools.report_places import Place

CARD = "card"
"""The kind of the player's own cards: they are no content."""

CODE = "qr"
"""The kind of a slide that is a code to scan."""

PICTURES = 6
"""Screenshots in a report."""


@dataclass(frozen=True, slots=True)
class Line:
    """One slide over all days and screens of a report."""

    title: str
    kind: str
    file: str
    plays: int
    seconds: float


@dataclass(frozen=True, slots=True)
class DayOfScreen:
    """One screen on one day: from its first picture to its last, and how long it showed content and its own cards."""

    day: date
    screen: str
    first: Millis
    last: Millis
    content: float
    cards: float
    plays: int


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """One screen: what is known of it, and what its records are worth."""

    name: str
    place: str
    days: tuple[DayOfScreen, ...]
    verification: Verification
    energy: Energy | None
    """None where nobody knows its power."""

    @property
    def content(self) -> float:
        """Seconds of content."""
        return sum(day.content for day in self.days)

    @property
    def plays(self) -> int:
        """Plays of content."""
        return sum(day.plays for day in self.days)


@dataclass(frozen=True)
class ReportFacts:
    """All that a report of the days `first` to `last` says. `till` is where it was drawn up while the last day went on."""

    first: date
    last: date
    till: Millis | None
    calendar: Calendar
    settings: Settings
    screens: tuple[ScreenFacts, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    shots: tuple[Kept, ...]
    latest: Millis | None
    highlights: tuple[str, ...] = field(default=())

    @property
    def is_daily(self) -> bool:
        """Whether it is of one day."""
        return self.first == self.last

    @cached_property
    def content(self) -> tuple[Row, ...]:
        """The rows of content: the player's own cards left out."""
        return tuple(row for row in self.rows if row.kind != CARD)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Each slide once, the longest shown first."""
        return tuple(sorted(_lines(self.content), key=lambda line: (-line.seconds, -line.plays, line.title)))

    @cached_property
    def codes(self) -> tuple[Line, ...]:
        """The slides that are codes."""
        return tuple(line for line in self.lines if line.kind == CODE)

    @property
    def seconds(self) -> float:
        """Seconds of content on all screens together."""
        return sum(row.seconds for row in self.content if row.zone == MAIN)

    @property
    def plays(self) -> int:
        """Plays of content on all screens together."""
        return sum(row.plays for row in self.content if row.zone == MAIN)

    @property
    def is_whole(self) -> bool:
        """Whether the records of every screen are as they were written."""
        return all(screen.verification.ok for screen in self.screens)


def facts_of(
    found: Iterable[Place],
    first: date,
    last: date,
    calendar: Calendar,
    settings: Settings,
    *,
    now: Millis,
    highlights: Iterable[str] = (),
) -> ReportFacts:
    """Reads the records. Raises OSError where a disk fails."""
    rows: list[Row] = []
    screens: list[ScreenFacts] = []
    faults: list[Fault] = []
    shots: list[Kept] = []
    latest: list[Millis] = []
    end = calendar.midnight(last + timedelta(days=1))
    for place in found:
        own = rows_of(place.cache, first, last, calendar)
        edges = _edges(place, first, last, calendar)
        latest += [edge[1] for edge in edges.values()]
        name = next((row.screen for row in own), place.about.screen if place.about else place.cache.name)
        rows += own
        faults += faults_of(place.cache, name, first, last, calendar)
        shots += [kept for kept in listed(place.cache, first, last) if kept.is_whole]
        days = tuple(_days(own, edges))
        energy = _energy(place, days, settings, _within(place, days, calendar, until=min(now, end)))
        where = place.about.place if place.about else ""
        screens.append(ScreenFacts(name, where, days, verify(place.cache), energy))
    return ReportFacts(
        first, last, now if now < end else None, calendar, settings, tuple(screens), tuple(rows),
        tuple(sorted(faults, key=lambda fault: fault.at)), _chosen(shots, rows), max(latest, default=None), tuple(highlights),
    )  # fmt: skip


def _edges(place: Place, first: date, last: date, calendar: Calendar) -> dict[tuple[date, str], tuple[Millis, Millis]]:
    """When something was first and last seen, by day and screen."""
    found: dict[tuple[date, str], tuple[Millis, Millis]] = {}
    one = timedelta(days=1)
    for showing in showings(place.cache, first - one, last + one):
        if showing.zone != MAIN or not showing.duration:
            continue
        begin, end = showing.start, Millis(showing.start + showing.duration)
        day = calendar.day(begin)
        while begin < end:
            midnight = calendar.midnight(day + one)
            if first <= day <= last:
                known = found.get((day, showing.screen), (begin, begin))
                found[day, showing.screen] = min(known[0], begin), max(known[1], min(end, midnight))
            day, begin = day + one, midnight
    return found


def _days(rows: tuple[Row, ...], edges: dict[tuple[date, str], tuple[Millis, Millis]]) -> Iterator[DayOfScreen]:
    main = (row for row in rows if row.zone == MAIN)
    for (day, screen), group in groupby(main, key=lambda row: (row.day, row.screen)):
        ones = list(group)
        begin, end = edges.get((day, screen), (Millis(0), Millis(0)))
        content = [row for row in ones if row.kind != CARD]
        cards = sum(row.seconds for row in ones if row.kind == CARD)
        yield DayOfScreen(
            day, screen, begin, end, sum(row.seconds for row in content), cards, sum(row.plays for row in content)
        )


def _within(place: Place, days: tuple[DayOfScreen, ...], calendar: Calendar, *, until: Millis) -> int:
    """Milliseconds of the days that have records, the first of them only from its first record on unless the day before has some.

    Where there are none nobody knows whether the panel was off.
    """
    one, total = timedelta(days=1), 0
    for number, day in enumerate(sorted({day.day: day for day in days}.values(), key=lambda day: day.day)):
        known = number > 0 or next(showings(place.cache, day.day - one, day.day - one), None) is not None
        begin = calendar.midnight(day.day) if known else day.first
        total += max(0, min(until, calendar.midnight(day.day + one)) - begin)
    return total


def _energy(place: Place, days: tuple[DayOfScreen, ...], settings: Settings, within: int) -> Energy | None:
    if place.about is None:
        return None
    power = power_of(place.about.watts, place.about.basis, place.about.diagonal)
    hours = sum(day.content + day.cards for day in days) / 3600
    return Energy(power, hours, within / HOUR, settings.factor, settings.factor_year)


def _lines(rows: Iterable[Row]) -> Iterator[Line]:
    """Slides of one name, kind and file are one line, whatever screen they were on and however their text was mended."""
    key = lambda row: (row.title or row.slide, row.kind, row.file)  # noqa: E731  # used for both, and nowhere else
    for (title, kind, file), group in groupby(sorted(rows, key=key), key=key):
        ones = list(group)
        yield Line(title, kind, file, sum(row.plays for row in ones), sum(row.seconds for row in ones))


def _chosen(shots: list[Kept], rows: list[Row]) -> tuple[Kept, ...]:
    """The pictures for the report: one a slide, of as many kinds as there are, then of what was seen longest; by time."""
    seconds: dict[str, float] = {}
    for row in rows:
        seconds[row.slide] = seconds.get(row.slide, 0.0) + row.seconds
    once: dict[str, Kept] = {}
    for kept in sorted(shots, key=lambda kept: kept.shot.at):
        once.setdefault(kept.shot.title or kept.shot.slide, kept)
    ranked = sorted(once.values(), key=lambda kept: (-seconds.get(kept.shot.slide, 0.0), kept.shot.at))
    rounds: dict[str, int] = {}
    placed: list[tuple[int, int, Kept]] = []
    for number, kept in enumerate(ranked):
        rounds[kept.shot.kind] = rounds.get(kept.shot.kind, -1) + 1
        placed.append((rounds[kept.shot.kind], number, kept))
    chosen = [kept for _, _, kept in sorted(placed, key=lambda one: one[:2])[:PICTURES]]
    return tuple(sorted(chosen, key=lambda kept: kept.shot.at))


# words that all papers share


def kind_of_row(name: str, language: Language) -> str:
    """The kind as staff write it; a kind that is no more, and the player's own cards, by their name."""
    if name == CARD:
        return Words("待机画面", "card").said(language)
    alias = next((kind.alias for kind in KINDS if kind.name == name), name)
    return Words(alias, name).said(language)


def long(seconds: float) -> str:
    """A time in Chinese, to the second: `6小时5分30秒`."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    parts = [
        f"{hours}小时" if hours else "",
        f"{minutes}分" if minutes else "",
        f"{rest}秒" if rest or not whole else "",
    ]
    return "".join(parts)


def day_text(day: date) -> str:
    """The day as official papers write it: `2020年7月4日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def clock_text(instant: Millis, calendar: Calendar, *, seconds: bool = False) -> str:
    """The local time of day: `15时30分` or `15:30:05`."""
    at = calendar.moment(instant).at or DayTime(0)
    hour, minute, second = at // 3_600_000, at // 60_000 % 60, at // 1000 % 60
    return f"{hour:02}:{minute:02}:{second:02}" if seconds else f"{hour}时{minute:02}分"


def moment_text(moment: Moment) -> str:
    """A moment as papers write it."""
    at = moment.at or 0
    return f"{day_text(moment.day)}{at // 3_600_000}时{at // 60_000 % 60:02}分"

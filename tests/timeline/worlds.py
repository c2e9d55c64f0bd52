"""Snapshots for the tests: a few words to write one by hand, and strategies that draw any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from player.model.content import ALWAYS, Daypart, Days, Moment, Slide, Source, When
from player.model.snapshot import DayTable, Playlist, Premiere, Snapshot
from player.model.units import DAY, HOUR, MINUTE, SECOND, DayTime, Millis
from player.timeline.calendar import Calendar

NO_TABLE = DayTable()

DAYS_OF_CHANGE = {
    "Asia/Shanghai": date(2020, 7, 4),
    "Europe/Berlin": date(2020, 3, 29),  # 23 hours
    "Europe/London": date(2020, 10, 25),  # 25 hours
    "Australia/Lord_Howe": date(2020, 4, 5),  # 24.5 hours
    "America/Havana": date(2020, 11, 1),  # midnight twice
    "America/Asuncion": date(2020, 10, 4),  # no midnight
    "America/St_Johns": date(2010, 11, 7),  # at 00:01 back to yesterday
    "Pacific/Apia": date(2011, 12, 30),  # no such day
}


def clock(text: str) -> DayTime:
    """`9:30` or `9:30:15.250` as a time of day."""
    hours, minutes, seconds = (text + ":0").split(":")[:3]
    return DayTime(int(hours) * HOUR + int(minutes) * MINUTE + round(float(seconds) * SECOND))


def moment(text: str) -> Moment:
    """`2020-07-04` or `2020-07-04 9:00` as a moment."""
    day, _, at = text.partition(" ")
    return Moment(date.fromisoformat(day), clock(at) if at else None)


def hours(*texts: str) -> tuple[Daypart, ...]:
    """`9:00-17:00` as dayparts."""
    return tuple(Daypart(*(clock(part) for part in text.split("-"))) for text in texts)


def slide(name: str, seconds: float = 10, *, every: int = 0, when: tuple[When, ...] = ()) -> Slide:
    """A slide that shows for some seconds."""
    return Slide(name, "slogan", Source("week.yaml"), Millis(round(seconds * SECOND)), every=every, when=when)


def playlist(name: str, slides: tuple[Slide, ...], when: When = ALWAYS, **more: object) -> Playlist:
    """A playlist called as its id."""
    return replace(Playlist(name, name, slides, when), **more)


def at(calendar: Calendar, text: str) -> Millis:
    """`2020-07-04 9:00` as an instant."""
    return calendar.instant(moment(text))


# Drawn worlds. Slides stay long (minutes) so that whole days are cheap to list; odd milliseconds make edges meet badly.

day_times = st.one_of(
    st.integers(0, 24).map(lambda hour: DayTime(hour * HOUR)),
    st.integers(0, DAY // MINUTE).map(lambda minute: DayTime(minute * MINUTE)),
    st.integers(0, DAY).map(DayTime),
)
dayparts = st.builds(Daypart, day_times, day_times)
day_sets = st.builds(
    Days, st.lists(st.integers(0, 6), max_size=4, unique=True).map(tuple), st.booleans(), st.booleans()
)
dwells = st.one_of(
    st.sampled_from([300_000, 600_000, 3_600_000]),
    st.integers(2_000, 1_800_000).map(lambda n: n if n > 240_000 else n + 300_000),
)


@st.composite
def whens(draw: st.DrawFn, around: date) -> When:
    """Any condition that may change within a few days of `around`."""
    near = st.integers(-2, 3).map(lambda days: around + timedelta(days=days))
    moments = st.builds(Moment, near, st.none() | day_times)
    return When(
        draw(st.none() | moments),
        draw(st.none() | moments),
        draw(st.none() | day_sets),
        tuple(draw(st.lists(dayparts, max_size=2))),
    )


@st.composite
def tables(draw: st.DrawFn, around: date) -> DayTable:
    """Some days off and some days on."""
    near = [around + timedelta(days=days) for days in range(-3, 4)]
    flags = draw(st.lists(st.booleans(), min_size=7, max_size=7))
    chosen = [day for day, flag in zip(near, flags, strict=True) if flag]
    off = tuple(day for day in chosen if day.weekday() < 5)
    return DayTable((around.year,), off, tuple(day for day in chosen if day.weekday() >= 5))


@st.composite
def snapshots(draw: st.DrawFn, *, premieres: bool = True, shuffle: bool = True, weekly: bool = False) -> Snapshot:
    """Any snapshot with a few playlists, in a zone around a day on which its clocks change."""
    zone = "Asia/Shanghai" if weekly else draw(st.sampled_from(sorted(DAYS_OF_CHANGE)))
    around = DAYS_OF_CHANGE[zone]
    conditions = whens(around)
    if weekly:
        conditions = conditions.map(lambda when: replace(when, start=None, until=None))
    midnight = Calendar(zone, NO_TABLE).midnight(around)
    instants = st.integers(-2 * DAY, 3 * DAY).map(lambda offset: Millis(midnight + offset))
    playlists = []
    for number in range(draw(st.integers(0, 4))):
        slides = tuple(
            Slide(
                f"{number}.{place}",
                "slogan",
                Source("any.yaml"),
                draw(dwells),
                when=tuple(draw(st.lists(conditions, max_size=2))) if draw(st.integers(0, 3)) == 0 else (),
                every=draw(st.sampled_from([0, 0, 0, 1, 2, 3, 5])),
            )
            for place in range(draw(st.integers(0, 5)))
        )
        takeover = draw(st.integers(0, 5)) == 0
        expires = draw(instants) if takeover and not weekly else None
        when = draw(st.just(ALWAYS) | conditions)
        mixed = shuffle and draw(st.booleans())
        priority = draw(st.integers(0, 1))
        playlists.append(Playlist(f"p{number}", f"p{number}", slides, when, priority, takeover, expires, mixed))
    names = [slide.id for listed in playlists for slide in listed.slides]
    new = st.lists(st.builds(Premiere, st.sampled_from(names), instants), max_size=8) if names and premieres else None
    days = NO_TABLE if weekly else draw(tables(around))
    return Snapshot(zone, tuple(playlists), days, () if new is None else tuple(draw(new)))


@st.composite
def visits(draw: st.DrawFn, snapshot: Snapshot) -> Millis:
    """An instant near the day that a drawn snapshot is about."""
    midnight = Calendar(snapshot.zone, NO_TABLE).midnight(DAYS_OF_CHANGE[snapshot.zone])
    return Millis(midnight + draw(st.integers(-3 * DAY, 4 * DAY)))

"""The whole way: files and the last snapshot come in, a snapshot and every problem go out. Never raises for what staff wrote.

read every playlist file        a file that cannot be read keeps its last good version
take the loose files            folder by folder, without those that a playlist names
join them into playlists        in natural order; takeovers get their end
add the days, the premieres     and if nothing else differs, the last snapshot is returned as it was
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from player.ingest.catalogue import PROBLEMS
from player.ingest.days import days_used, table_for, years_named
from player.ingest.files import Files
from player.ingest.folder import read_folders
from player.ingest.links import without_strays
from player.ingest.news import premieres, settled
from player.ingest.own_terms import own_terms, with_terms
from player.ingest.rules import Rules, rules_of
from player.ingest.understood import Understood, understood
from player.ingest.when import is_over
from player.model.content import Moment
from player.model.problem import Place, Problem
from player.model.snapshot import DayTable, Playlist, Snapshot
from player.model.units import DAY, Millis
from player.timeline.calendar import Calendar

__all__ = ["Ingested", "Rules", "Understood", "ingest", "rules_of"]

_SOON = 30 * DAY


@dataclass(frozen=True, slots=True)
class Ingested:
    """What the files come to: what may be shown, every problem in the order of the files, how each file was understood."""

    snapshot: Snapshot
    problems: tuple[Problem, ...]
    understood: tuple[Understood, ...]


def ingest(files: Files, *, previous: Snapshot | None, now: Millis, rules: Rules) -> Ingested:
    """What the files come to at the instant `now`; what is broken keeps its version in `previous`."""
    calendar = Calendar(rules.zone, DayTable())
    moment = calendar.moment(now)
    taken = read_folders(files, without_strays(previous, rules.hosts), now, moment, rules)
    days, problems = _days(taken.playlists, now, moment, calendar, rules)
    snapshot = Snapshot(zone=rules.zone, playlists=taken.playlists, days=days, zones=taken.zones)
    own = own_terms(files, previous)
    snapshot = replace(snapshot, playlists=with_terms(snapshot.playlists, own.terms))
    snapshot = settled(snapshot, premieres(snapshot, previous, now), previous)
    echo = (Understood(own.file, own.words),) if own.file else ()
    every = rules.problems + taken.problems + own.problems + problems
    return Ingested(snapshot, every, (*understood(snapshot, moment), *echo))


def _days(
    playlists: tuple[Playlist, ...], now: Millis, moment: Moment, calendar: Calendar, rules: Rules
) -> tuple[DayTable, tuple[Problem, ...]]:
    """The table of days for the years concerned, and the years that nobody has announced yet."""
    if not days_used(playlists):
        return DayTable(), ()
    this = moment.day.year
    named = {year for year in years_named(playlists) if year >= this}
    table = table_for({this - 1, this, this + 1} | years_named(playlists), rules.holidays)
    needed = {this, calendar.moment(Millis(now + _SOON)).day.year} | named
    to_come = [playlist for playlist in playlists if not is_over(playlist.when, moment)]
    missing = sorted(needed - set(table.years)) if days_used(to_come) else []
    return table, tuple(PROBLEMS.problem("holidays-unknown", Place(), year=year) for year in missing)

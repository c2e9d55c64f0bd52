"""A folder, read as the player reads it, comes in; its timeline and problems go out, for as long as a `with` lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from player.app import read_folder
from player.model.canon import digest_of
from player.model.content import Asset
from player.model.problem import Problem
from player.model.scene import Cue
from player.model.snapshot import Playlist, Snapshot
from player.model.units import Digest, Millis
from player.timeline.calendar import Calendar
from player.timeline.scenes import Timeline
from tools import instants
from tools.arguments import Screen


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds at `now`. `digest` is None where nothing of it could be read; `snapshot` is empty then."""

    now: Millis
    snapshot: Snapshot
    digest: Digest | None
    problems: tuple[Problem, ...]
    timeline: Timeline
    files: object

    @property
    def calendar(self) -> Calendar:
        """The local time of the screen."""
        return self.timeline.calendar

    def playlist(self, name: str) -> Playlist | None:
        """The playlist with this id."""
        return next((playlist for playlist in self.snapshot.playlists if playlist.id == name), None)

    def object_path(self, asset: Asset) -> Path:
        """Where the bytes of a picture are."""
        path: Path = self.files.object_path(asset)  # type: ignore[attr-defined]  # app's own reading
        return path


@contextmanager
def reading(screen: Screen) -> Iterator[Reading]:
    """The folder as the player would read it at the screen's instant. What was copied for it is gone afterwards."""
    now = screen.instant()
    files = read_folder(screen.folder, screen.settings, now)
    try:
        snapshot = files.snapshot or Snapshot(zone=screen.settings.zone)
        digest = digest_of(snapshot) if files.snapshot else None
        yield Reading(now, snapshot, digest, (*screen.problems, *files.problems), Timeline(snapshot), files)
    finally:
        files.close()


def cue_object(cue: Cue, calendar: Calendar) -> dict[str, str]:
    """A cue for programs; what `docs/reference/timetable.schema.json` describes."""
    return {
        "zone": cue.zone,
        "slide": cue.slide.id,
        "kind": cue.slide.kind,
        "playlist": cue.playlist,
        "file": cue.slide.source.file,
        "start": instants.iso(cue.start, calendar),
        "end": instants.iso(cue.end, calendar),
    }

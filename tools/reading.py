"""A folder, read as the player reads it, comes in; its timeline, problems and frames go out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from player import desk
from player.director import panel_of
from player.errors import SourceError, StoreError
from player.model.canon import digest_of
from player.model.content import Slide
from player.model.problem import Problem
from player.model.scene import Cue
from player.model.settings import Panel
from player.model.snapshot import Playlist, Snapshot
from player.model.units import Digest, Millis
from player.slides.kinds import kind_of
from player.slides.proof import proofread
from player.slides.reading import is_scanned
from player.timeline.calendar import Calendar
from player.timeline.scenes import Timeline
from tools import instants
from tools.arguments import Screen
from tools.refused import Refused


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds at `now`. `problems` are those of the screen's settings, then those of the folder."""

    now: Millis
    folder: desk.Reading
    problems: tuple[Problem, ...]
    timeline: Timeline

    @property
    def snapshot(self) -> Snapshot:
        """Everything that may be shown."""
        return self.folder.snapshot

    @property
    def digest(self) -> Digest | None:
        """The snapshot's name; None where there is nothing to show."""
        return digest_of(self.snapshot) if self.snapshot.slides() else None

    @property
    def calendar(self) -> Calendar:
        """The local time of the screen."""
        return self.timeline.calendar

    def playlist(self, name: str) -> Playlist | None:
        """The playlist with this id."""
        return next((playlist for playlist in self.snapshot.playlists if playlist.id == name), None)


def read(screen: Screen) -> Reading:
    """The folder as the player would take it in at the screen's instant. Raises Refused where it cannot be read."""
    now = screen.instant()
    try:
        if screen.cache is not None:
            screen.cache.mkdir(parents=True, exist_ok=True)
        folder = desk.read_folder(screen.folder, screen.settings, now, assets=screen.assets, cache=screen.cache)
    except SourceError as error:
        raise Refused(
            f"读不了文件夹 {screen.folder}（{error}）。请检查共享是否连上、有没有读权限。",
            f"Cannot read the folder {screen.folder} ({error}). Check the share, and that you may read it.",
        ) from error
    except (StoreError, OSError) as error:
        raise Refused(
            f"缓存用不了（{error}）。请检查磁盘空间和权限，或用 --cache 指定别的文件夹。",
            f"The cache cannot be used ({error}). Check the disk and permissions, or name another folder with --cache.",
        ) from error
    return Reading(now, folder, (*screen.problems, *folder.problems), Timeline(folder.snapshot))


def looked_at(found: Reading, panel: Panel) -> Reading:
    """The reading with what comes to light on the panel: codes are scanned on finished frames, texts read as proofs."""
    told = list(found.problems)
    for slide in found.snapshot.all_slides():
        kind = kind_of(slide.kind)
        face = kind.face(slide, found.now, found.calendar).key
        part = panel_of(found.timeline, slide.id, panel, _when(found, slide))
        if is_scanned(kind, slide.assets):
            told += found.folder.found_by_painting(slide, face, part)
        else:
            told += proofread(slide, face, part)
    return replace(found, problems=tuple(dict.fromkeys(told)))


def _when(found: Reading, slide: Slide) -> Millis:
    """When the slide is on, or next on, as far as that matters: what stands around it then decides how large it is."""
    if not found.snapshot.zones:
        return found.now
    cue = found.timeline.next_showing(slide.id, found.now)
    return found.now if cue is None else max(cue.start, found.now)


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

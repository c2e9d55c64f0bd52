"""What is on the glass at one instant, and until when."""

from __future__ import annotations

from dataclasses import dataclass

from player.model.content import Slide
from player.model.units import Millis

MAIN = "main"
"""The zone that shows the slides."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One appearance of one slide in one zone, `[start, end)`. `playlist` is the id of the playlist it plays for."""

    zone: str
    slide: Slide
    playlist: str
    start: Millis
    end: Millis


@dataclass(frozen=True, slots=True)
class Scene:
    """All cues at one instant (a zone with nothing to show has none) and `until`, when anything next changes."""

    cues: tuple[Cue, ...]
    until: Millis

    def cue(self, zone: str = MAIN) -> Cue | None:
        """The cue of `zone`, or None where it has nothing to show."""
        return next((cue for cue in self.cues if cue.zone == zone), None)

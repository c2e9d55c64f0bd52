"""What was really on the glass: one showing, as proof of play keeps it (ITU-T H.782, Table 10)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from player.model.units import Digest, Millis


class Status(Enum):
    """How a showing went, in the words that H.782 suggests for PlayStatus."""

    SUCCESS = "success"
    HARDWARE_FAILURE = "hardware failure"
    CONTENT_FAILURE = "content failure"
    INTERRUPTION = "content interruption"


@dataclass(frozen=True, slots=True)
class Showing:
    """One slide on one screen, from when it was wholly seen until the next one was.

    `start` and `end` are instants of the wall clock, `duration` is counted by the monotonic clock: where somebody sets
    the wall clock meanwhile, `duration` is right and `end - start` is not. `slide`, `kind`, `file` and `playlist` are
    those of the model (`playlist` is empty for the player's own cards); `title` is what people call the slide, since its
    snapshot will be gone when somebody asks. `snapshot` is the digest of what was adopted, `assets` are those of its media.
    """

    slide: str
    kind: str
    file: str
    playlist: str
    zone: str
    start: Millis
    end: Millis
    duration: Millis
    status: Status
    screen: str
    snapshot: Digest | None = None
    assets: tuple[Digest, ...] = ()
    title: str = ""

"""Who keeps count of the jobs that died, and over what: two deaths over the same content, and it is not tried again.

The count is kept by name: `picture_name` for the bytes of a picture, `slide_name` for what a slide shows. Neither changes
with a file's name, a line's number or the screen's size, and both change as soon as staff change what is wrong.
"""

from __future__ import annotations

from typing import Protocol

from player.model.canon import digest_of
from player.model.content import Slide
from player.model.units import Digest
from player.model.words import Words


class Strikes(Protocol):
    """Keeps count, for all processes of a player and over their restarts."""

    def cause(self, name: str) -> Words | None:
        """Why it is in quarantine; None where it is not."""
        ...

    def struck(self, name: str) -> bool:
        """Whether a job died over it before."""
        ...

    def strike(self, name: str, cause: Words) -> None:
        """Counts a death; at the second it goes into quarantine."""
        ...

    def hold(self, name: str, cause: Words) -> None:
        """Puts it into quarantine now."""
        ...

    def forgive(self, name: str) -> None:
        """Forgets its death: it went well."""
        ...


class NoStrikes:
    """Keeps no count: for a command, which looks once."""

    def cause(self, name: str) -> Words | None:
        """Nothing is in quarantine."""
        return None

    def struck(self, name: str) -> bool:
        """Nothing died before."""
        return False

    def strike(self, name: str, cause: Words) -> None:
        """Is not counted."""

    def hold(self, name: str, cause: Words) -> None:
        """Is not kept."""

    def forgive(self, name: str) -> None:
        """There is nothing to forget."""


NO_STRIKES = NoStrikes()


def picture_name(digest: Digest) -> str:
    """The name of the picture with these bytes."""
    return f"picture-{digest}"


def slide_name(slide: Slide) -> str:
    """The name of all slides that show the same."""
    pictures = tuple(asset.digest for asset in slide.assets)
    return f"slide-{digest_of((slide.kind, digest_of(slide.fields), pictures, slide.theme))}"

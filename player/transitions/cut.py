"""Cut: the new picture is simply there."""

from __future__ import annotations

from typing import ClassVar

from player.model.words import Words
from player.transitions.transition import Layer, Picture, whole


class Cut:
    """The old picture until the very end, then the new one. What codes are shown with: a camera loses no time."""

    name: ClassVar[str] = "cut"
    alias: ClassVar[str] = "直切"
    about: ClassVar[Words] = Words("直接换成下一页", "the next slide is there at once")
    takes_time: ClassVar[bool] = False

    def layers(self, progress: float, width: int, height: int) -> tuple[Layer, ...]:
        """One picture, opaque."""
        return (whole(Picture.OUT if progress < 1 else Picture.IN, width, height),)

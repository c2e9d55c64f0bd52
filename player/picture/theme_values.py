"""What a theme is: colours, type, margins, background, ornament. Values alone; `theme_file` reads them, `theme` finds the files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from player.picture.colour import Colour


@dataclass(frozen=True, slots=True)
class Role:
    """What a text is on a slide, and so how it is set. Sizes as in the theme file."""

    name: str
    fonts: tuple[Path, ...]
    largest: float
    readable: int
    leading: float = 1.4
    tracking: float = 0.0
    tight: float = 0.0
    balanced: bool = True
    broken: float = 1.0


@dataclass(frozen=True, slots=True)
class Background:
    """What lies under the slides: `kind` says who draws it, the rest how. Lengths in shares of the shorter side.

    `mountains` is the ink wash and takes `grain` alone; `layers` are flat shapes one before the other, `count` of them, up
    to `height` high, their `crest` waves or hills, a `rim` along each, `shadow` between them, `rays` round the sun.
    """

    kind: str = "mountains"
    crest: str = "waves"
    count: int = 4
    height: float = 0.25
    rim: float = 0.0
    rays: int = 0
    shadow: bool = False
    grain: bool = True


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: `colours` and `roles` by name, `safe` the share of the glass that stays free on each side.

    `line` is the thinnest line, in shares of the shorter side; `shadow`: whether sheets cast one.
    """

    name: str
    title: str
    colours: dict[str, Colour]
    roles: dict[str, Role]
    safe: float
    background: Background = Background()
    seal: str = ""
    line: float = 0.0
    shadow: bool = True

    def __hash__(self) -> int:
        return hash(self.name)

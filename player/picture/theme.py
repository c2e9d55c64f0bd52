"""A theme as read from `assets/themes/<name>.toml`: colours, type, margins, ornament. Declarative; no code in it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from player.picture.assets import asset_root
from player.picture.colour import Colour, parse

DEFAULT = "green"


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
class Theme:
    """A theme: `colours` and `roles` by name, `safe` the share of the glass that stays free on each side."""

    name: str
    title: str
    colours: dict[str, Colour]
    roles: dict[str, Role]
    safe: float
    ornament: str
    seal: str

    def __hash__(self) -> int:
        return hash(self.name)


@cache
def theme(name: str) -> Theme:
    """The theme called `name`; the default one where there is none of that name."""
    folder = asset_root() / "themes"
    path = folder / f"{name}.toml"
    if name not in theme_names() or not path.is_file():
        path = folder / f"{DEFAULT}.toml"
    return _read(path)


@cache
def theme_names() -> tuple[str, ...]:
    """The names of all themes, sorted."""
    return tuple(sorted(path.stem for path in (asset_root() / "themes").glob("*.toml")))


def _read(path: Path) -> Theme:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Theme(
        name=path.stem,
        title=data["name"],
        colours={name: parse(text) for name, text in data["colours"].items()},
        roles={name: _role(name, values) for name, values in data["type"].items()},
        safe=float(data["margins"]["safe"]),
        ornament=data["ornament"]["kind"],
        seal=data["ornament"]["seal"],
    )


def _role(name: str, values: dict[str, Any]) -> Role:
    fonts = tuple(asset_root() / "fonts" / file for file in values["fonts"])
    return Role(name, **{**values, "fonts": fonts})

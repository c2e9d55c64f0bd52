"""The themes that there are, by name: one for each file `assets/themes/<name>.toml`. Declarative; no code in them."""

from __future__ import annotations

from functools import cache

from player.model.problem import Problem
from player.picture.assets import asset_root
from player.picture.theme_file import PROBLEMS, Found, read_theme
from player.picture.theme_values import Background, Role, Theme

__all__ = ["DEFAULT", "Background", "Role", "Theme", "theme", "theme_names", "theme_problems", "theme_words"]

DEFAULT = "green"


@cache
def theme(name: str) -> Theme:
    """The theme called `name`, by its file or its title; the default one where there is none of that name."""
    return _read(_called().get(name, DEFAULT)).theme


@cache
def theme_names() -> tuple[str, ...]:
    """The names of all themes, sorted."""
    return tuple(sorted(path.stem for path in (asset_root() / "themes").glob("*.toml")))


@cache
def theme_words() -> tuple[str, ...]:
    """What staff may call a theme: the names of the files, then the titles in them."""
    return tuple(_called())


@cache
def _called() -> dict[str, str]:
    """The name of each theme by what it may be called; a file's name goes before a title."""
    names = {name: name for name in theme_names()}
    return names | {title: name for name in names if (title := _read(name).theme.title) not in names}


@cache
def theme_problems(chosen: str) -> tuple[Problem, ...]:
    """What is wrong with the theme files, and with `chosen`, the name that the screen's settings give."""
    names = theme_names()
    found = [problem for name in names for problem in _read(name).problems]
    if chosen not in theme_words():
        found.append(PROBLEMS.problem("theme-unknown", theme=chosen, names="、".join(theme_words())))
    return tuple(found)


@cache
def _read(name: str) -> Found:
    """The theme and what is wrong with its file. A file that is not there is an empty one: all as in the green theme."""
    try:
        text = (asset_root() / "themes" / f"{name}.toml").read_bytes().decode("utf-8", "replace")
    except OSError:
        text = ""
    return read_theme(name, text, asset_root() / "fonts")

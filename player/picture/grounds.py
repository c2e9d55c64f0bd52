"""What lies under a slide: the theme says which sort of background and how, the kind says which look at it.

The sorts are the table `SORTS`; to add one, a function here or beside, a line in the table and a word in `theme_file`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PIL import Image

from player.picture.landscape import landscape
from player.picture.layers import layers
from player.picture.theme_values import Theme
from player.picture.views import VIEWS


def ground(width: int, height: int, theme: Theme, view: str) -> Image.Image:
    """The theme's background at that size in the look `view`, opaque RGBA, not to be drawn on."""
    if view == "plain":
        return _drawn(width, height, theme, view)
    return _kept(width, height, theme, view)


@lru_cache(maxsize=3)
def _kept(width: int, height: int, theme: Theme, view: str) -> Image.Image:
    """Those that take a tenth of a second to draw: two big ones and a round window are kept, 19 MB at 1080p."""
    return _drawn(width, height, theme, view)


def _drawn(width: int, height: int, theme: Theme, view: str) -> Image.Image:
    return SORTS[theme.background.kind](width, height, theme, view)


def _mountains(width: int, height: int, theme: Theme, view: str) -> Image.Image:
    return landscape(width, height, theme, VIEWS[view])


def _plain(width: int, height: int, theme: Theme, _: str) -> Image.Image:
    return landscape(width, height, theme, VIEWS["plain"])


SORTS: dict[str, Callable[[int, int, Theme, str], Image.Image]] = {
    "mountains": _mountains,
    "layers": layers,
    "plain": _plain,
}
"""Who draws which sort of background."""

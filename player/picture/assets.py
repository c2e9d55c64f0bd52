"""Where the fonts and themes are: inside the package when it was installed, beside it in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def asset_root() -> Path:
    """The folder with `fonts/` and `themes/`. An installed package carries it as `player/_assets`."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "_assets"
    return packed if packed.is_dir() else package.parent / "assets"

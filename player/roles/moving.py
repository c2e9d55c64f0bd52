"""What moves on a slide: a show that has come up goes in, its mover comes out (`screen/moving.py`); none for a slide that stands still.

To let something move: a class in `screen/` or here that keeps the promises of `Mover`, a function that makes one from what
is `Held` (`held.py`), and a line in `MAKERS`. The frame lies in memory for as long as the mover lives. In safe mode nobody is asked.
"""

from __future__ import annotations

from collections.abc import Callable

from player.roles.crawl import crawl_of
from player.roles.held import Held
from player.roles.zoom import zoom_of
from player.screen.moving import Mover

__all__ = ["MAKERS", "Held", "Maker", "mover_of"]

Maker = Callable[[Held], Mover | None]
"""Makes the mover of a show; None where it is not its business. It must be quick: a film's first picture is there already."""

MAKERS: tuple[Maker, ...] = (crawl_of, zoom_of)
"""Who is asked, one after the other, until somebody has a mover."""


def mover_of(held: Held, makers: tuple[Maker, ...] | None = None) -> Mover | None:
    """What moves on the show, asked of these makers or else of all; None where nothing does."""
    asked = MAKERS if makers is None else makers
    return next((mover for maker in asked if (mover := maker(held)) is not None), None)

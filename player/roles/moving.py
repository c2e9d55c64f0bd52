"""What moves on a slide: a show that has come up goes in, its mover comes out (`screen/moving.py`); none for a slide that stands still.

To let something move: a class in `screen/` or here that keeps the promises of `Mover`, a function that makes one from what
is `Held`, and a line in `MAKERS`. The frame lies in memory for as long as the mover lives. In safe mode nobody is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from player import director
from player.model.frame import Frame
from player.screen.moving import Area, Mover


@dataclass(frozen=True, slots=True)
class Held:
    """What a mover is made from: the show that is wholly on the glass, its frame, and the rectangle where that stands.

    `began`: when its cue began, in seconds of `Glass.now`, so that the same instant looks the same after a restart and on
    another screen. `rate`: how many times as fast the player's clock runs; 1 but for a trial.
    """

    show: director.Show
    frame: Frame
    area: Area
    began: float
    rate: float = 1.0


Maker = Callable[[Held], Mover | None]
"""Makes the mover of a show; None where it is not its business. It must be quick: a film's first picture is there already."""

MAKERS: tuple[Maker, ...] = ()
"""Who is asked, one after the other, until somebody has a mover."""


def mover_of(held: Held) -> Mover | None:
    """What moves on the show; None where nothing does."""
    return next((mover for maker in MAKERS if (mover := maker(held)) is not None), None)

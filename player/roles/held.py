"""What a mover is made from: the show that has come up, and where, and since when."""

from __future__ import annotations

from dataclasses import dataclass

from player import director
from player.model.frame import Frame
from player.screen.moving import Area


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

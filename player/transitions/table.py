"""All transitions, in the order in which they are offered. A new one is one file and one line here."""

from __future__ import annotations

from player.transitions.cut import Cut
from player.transitions.fade import Fade
from player.transitions.push import Push
from player.transitions.transition import Transition
from player.transitions.wipe import Wipe

TRANSITIONS: tuple[Transition, ...] = (Cut(), Fade(), Push(), Wipe())


def transition_of(name: str) -> Transition | None:
    """The transition called `name`, in English or Chinese; None where there is none."""
    return next((each for each in TRANSITIONS if name in (each.name, each.alias)), None)

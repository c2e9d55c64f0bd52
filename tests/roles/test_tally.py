"""Restarts are counted by part and cause (that all parts see the count: tests/test_supervise.py)."""

from __future__ import annotations

from player.model.restart import Cause
from player.roles.tally import Tally


def test_restarts_are_counted_by_part_and_cause_with_what_was_on() -> None:
    tally = Tally(("glass", "intake"), started=5.0)
    assert tally.restarts() == ()
    assert (tally.started, tally.was_on) == (5.0, "")

    tally.count("glass", 10.0)
    tally.count("glass", 20.0)
    tally.count("glass", 15.0, Cause.HUNG)
    tally.count("intake", 30.0, Cause.MEMORY)
    tally.broke_off("夏至" * 100)
    assert tally.restarts() == (
        ("glass", Cause.ENDED, 2, 20.0),
        ("glass", Cause.HUNG, 1, 15.0),
        ("intake", Cause.MEMORY, 1, 30.0),
    )
    assert tally.was_on.startswith("夏至夏至")
    assert set(tally.was_on) == set("夏至"), "cut between characters"

"""The timeline says the same as its slow and plain retelling."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings

from player.model.snapshot import Snapshot
from player.timeline.scenes import Timeline
from tests.timeline import worlds
from tests.timeline.oracle import Oracle, midnight


@given(snapshot=worlds.snapshots())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_every_cue_of_two_days_is_the_oracles(snapshot: Snapshot) -> None:
    """Fast and slow agree on every cue around a day on which clocks change."""
    first = worlds.DAYS_OF_CHANGE[snapshot.zone]
    start, end = midnight(snapshot.zone, first), midnight(snapshot.zone, first + timedelta(days=2))
    around = Oracle(snapshot).cues(first - timedelta(days=3), first + timedelta(days=4))
    expected = [cue for cue in around if cue.start < end and cue.end > start]
    assert list(Timeline(snapshot).cues(start, end)) == expected

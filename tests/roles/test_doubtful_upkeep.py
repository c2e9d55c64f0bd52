"""While nobody knows what time it is nothing is removed for its age."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from player.clock import SystemClock
from player.model.snapshot import Snapshot
from player.model.units import DAY, Millis
from player.roles.upkeep import Upkeep
from player.store.store import Store
from tests.support.fake_clock import FakeClock


@pytest.mark.parametrize("doubtful", [True, False], ids=["doubted", "the control: believed"])
def test_a_clock_that_is_two_days_ahead_makes_a_new_picture_old(tmp_path: Path, *, doubtful: bool) -> None:
    """The picture is on its way into a snapshot: nothing needs it yet, and it is a minute old."""
    store = Store(tmp_path)
    digest = store.publish(Snapshot())
    picture = store.object_path(store.keep(io.BytesIO(b"a picture")).digest)
    clock = FakeClock(SystemClock().now() + 2 * DAY)
    upkeep = Upkeep(store, clock, "Asia/Shanghai", print)
    upkeep.begin(store.load())
    upkeep.tend(Snapshot(), digest, Millis(clock.now() - 2 * DAY) if doubtful else clock.now(), doubtful=doubtful)
    assert picture.exists() == doubtful

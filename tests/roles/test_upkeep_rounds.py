"""A round of the cache goes by what is needed now, however long it takes."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from player.clock import FLOOR
from player.model.units import DAY, Digest
from player.roles.upkeep import SCRUB, Upkeep
from player.store.store import Store
from tests.support.campaign import campaign
from tests.support.fake_clock import FakeClock


def test_what_went_during_a_round_is_not_called_rotten(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A picture that staff took out and whose object has been collected since is no damage, and is not fetched again."""
    clock, store = FakeClock(FLOOR + 200 * DAY), Store(tmp_path)
    old = campaign(store, "a", [b"first", b"second", b"third"])
    digest, asked = store.publish(old), list[Digest]()
    upkeep = Upkeep(store, clock, "Asia/Shanghai", asked.append)
    upkeep.begin(store.load())
    upkeep.taken_in()
    clock.advance(SCRUB)
    upkeep.tend(old, digest, clock.now())  # the end of the round before
    clock.advance(SCRUB)
    upkeep.tend(old, digest, clock.now())  # the first picture of this one
    new = campaign(store, "b", [b"first", b"fourth"])
    digest = store.publish(new)
    store.object_path(old.slides()[1].assets[0].digest).unlink()
    with caplog.at_level(logging.WARNING, "qingbo"):
        for _ in range(4):
            clock.advance(SCRUB)
            upkeep.tend(new, digest, clock.now())
    assert (asked, upkeep.problems, caplog.messages) == ([], (), [])

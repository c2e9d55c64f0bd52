"""Thirty days in an hour: the long form at night, a handful of every fault here, and runs that must be seen to fail.

Method, bounds and figures: docs/explanation/soak.md.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from tests.support.soak import Plan, Soak, planned
from tests.support.soak_faults import KINDS
from tests.support.soak_judge import Judgement

SHORT = (
    "glass killed",
    "glass stopped",
    "player killed",
    "intake killed",
    "clock stepped",
    "clock lost",
    "display resized",
    "window covered",
    "damaged when started",
    "object rotten",
    "disk full",
    "new picture",
    "picture replaced",
    "list edited",
    "notice in GBK",
    "slow copy",
    "copy in place",
    "abandoned half",
    "hostile picture",
    "broken list",
    "strange file",
    "edited under a lock",
    "folder away",
    "share unmounted",
)
"""What comes in the short form: all that is over soon."""


def soaked(plan: Plan, root: Path) -> Judgement:
    """A soak, and what is to be said of it."""
    with Soak(plan, root) as soak:
        record = soak.run()
    return Judgement(record, root)


def told(judgement: Judgement) -> str:
    return json.dumps(judgement.figures(), ensure_ascii=False, indent=1)


@pytest.mark.timeout(180)
@pytest.mark.fault(3, 5, 8, 9, 10, 12, 13, 14, 16, 20, 23, 24, 25, 28, 29, 30)
def test_a_handful_of_every_fault_and_nobody_sees_more_than_is_allowed(tmp_path: Path) -> None:
    """Bare, torn and stale seconds, what is in the content, processes, journal: all within the bounds of their rows.

    Of the kinds that come in several forms the seed brings these: a YAML bomb, a damaged snapshot, a clock two days ahead
    and one in 2100, half a PNG, one of 196 megapixels, a device.
    """
    judgement = soaked(Plan(seed=58, seconds=62.0, each=1, kinds=SHORT), tmp_path / "soak")
    happened = Counter(fault.kind for fault in judgement.faults)
    assert set(happened) == set(SHORT), judgement.record.given_up
    assert len(judgement.seen) > 100
    assert not judgement.harm, told(judgement)
    assert not judgement.strangers, told(judgement)
    assert not judgement.record.said, told(judgement)
    assert not judgement.record.left, told(judgement)
    assert not judgement.zombies(), told(judgement)
    assert judgement.journal["ok"], told(judgement)
    assert judgement.journal["explained"], told(judgement)


@pytest.mark.timeout(120)
@pytest.mark.control(25)
def test_without_restarts_the_soak_sees_a_bare_glass(tmp_path: Path) -> None:
    plan = Plan(seed=1, seconds=14.0, each=1, kinds=("glass killed",), without="restart")
    judgement = soaked(plan, tmp_path / "soak")
    assert judgement.seconds("bare", judgement.harm) > 3, told(judgement)


@pytest.mark.timeout(120)
@pytest.mark.control(6, 8)
def test_without_patience_the_soak_sees_halves_losses_old_slides_and_a_leak(tmp_path: Path) -> None:
    """Files are believed as soon as they are there, deletions too; the glass hears no news, and takes half a megabyte a second."""
    kinds = ("slow copy", "picture replaced", "mass deletion")
    plan = Plan(seed=1, seconds=30.0, each=1, kinds=kinds, without="settling, doubt, memory, news")
    judgement = soaked(plan, tmp_path / "soak")
    assert judgement.strangers, told(judgement)
    assert judgement.seconds("stale", judgement.harm) > 3, told(judgement)
    assert judgement.seconds("missing", judgement.harm) > 0, told(judgement)
    assert any(leak.startswith("glass") for leak in judgement.leaks()), told(judgement)


def test_what_happens_follows_from_the_seed_alone() -> None:
    plan = Plan(seed=7, seconds=600.0)
    assert planned(plan) == planned(plan)
    assert planned(plan) != planned(Plan(seed=8, seconds=600.0))
    assert {due.kind.name for due in planned(Plan(seed=7, seconds=3000.0))} == {
        kind.name for kind in KINDS if kind.weight
    }


if os.environ.get("QINGBO_NIGHTLY"):

    @pytest.mark.timeout(5400)
    def test_thirty_days(tmp_path: Path) -> None:
        """All of it; `QINGBO_SOAK_SEED` chooses another course of events."""
        judgement = soaked(Plan(int(os.environ.get("QINGBO_SOAK_SEED", "1")), 3000.0), tmp_path / "soak")
        print(judgement.told())
        assert judgement.ok, told(judgement)

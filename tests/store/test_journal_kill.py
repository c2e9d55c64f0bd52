"""A player is killed (SIGKILL, real processes) at every step it takes on the disk: one record is lost at most."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from player.model.units import HOUR, Millis
from player.store import chain
from player.store.verification import showings, verify
from tests.support.checkout import ROOT
from tests.support.die_recording import PRUNED, SHOWINGS
from tests.support.journals import folder, journal, showing

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

EVER = (date(1970, 1, 1), date(2199, 12, 31))


@pytest.fixture
def caches() -> Iterator[Path]:
    with folder() as place:
        yield place


def deaths(caches: Path, mode: str) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.die_recording", mode, str(caches)],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
    )  # fmt: skip
    told: dict[str, int] = json.loads(done.stdout)
    return told


def kept(root: Path) -> int:
    """How many showings are there, those that went by age included."""
    gone = 0
    for path in chain.files(root / "journal"):
        for line in path.read_bytes().splitlines():
            record = chain.parsed(line) or {}
            if record.get("type") == "prune" and not (root / "journal" / record["file"]).exists():
                gone += 2
    return gone + sum(one.slide != "s99" for one in showings(root, *EVER))


def test_killed_at_any_step_one_record_is_lost_at_most(caches: Path) -> None:
    """And the journal verifies: as it was left, and after the player has started again and gone on."""
    told = deaths(caches, "right")
    assert len(told) > 100, "every step was a death"
    assert max(told.values()) == SHOWINGS
    for name, over in told.items():
        root = caches / name
        left = verify(root)
        assert left.ok, (name, left.flaws)
        assert over - 1 <= kept(root) <= over, name
        again = journal(root)
        assert again.record(showing(99, PRUNED + 2 * HOUR)), name
        assert again.stop(Millis(PRUNED + 3 * HOUR)), name
        after = verify(root)
        assert after.ok, (name, after.flaws)
        assert after.totals.torn == 0, name
        assert not list((root / "journal").glob(".*")), "and nothing unfinished is left lying about"
        assert over - 1 <= kept(root) <= over, name
    assert any(b'"torn":' in path.read_bytes() for path in caches.glob("*/journal/*.jsonl")), "some lines were torn"


def test_the_harness_sees_what_a_buffer_costs(caches: Path) -> None:
    """Control: the same deaths of a program that leaves writing to a buffer."""
    told = deaths(caches, "buffered")
    lines = {name: caches / name / "lines" for name in told}
    lost = [over - lines[name].read_bytes().count(b"\n") for name, over in told.items() if lines[name].exists()]
    assert max(lost) > 1

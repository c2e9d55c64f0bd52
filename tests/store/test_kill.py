"""A publisher is killed (SIGKILL, real processes) at every step it takes on the disk: the old version or the new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

ROOT = Path(__file__).parents[2]

READ = """
import json, sys
from pathlib import Path
from player.store.store import Store
out = {}
for name in sys.argv[2:]:
    store = Store(Path(sys.argv[1]) / name)
    loaded = store.load()
    rotten = loaded.snapshot is not None and any(store.damaged(loaded.snapshot))
    out[name] = [loaded.digest, loaded.whole and not rotten, [problem.code for problem in loaded.problems]]
print(json.dumps(out))
"""


def run(*args: object) -> Any:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, *map(str, args)], capture_output=True, text=True, env=environment, check=True
    )
    return json.loads(done.stdout)


def deaths(caches: Path, mode: str, before: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was published where, and what a new process loads from each cache that a killed publisher left."""
    told = run("-m", "tests.support.die_publishing", mode, before, caches)
    return told, run("-c", READ, caches, *told["deaths"])


def verdict(told: dict[str, Any], loaded: Any) -> str:
    digest, whole, _ = loaded
    if digest is None:
        return "nothing"
    if not whole:
        return "mixed"
    return {told["old"]: "old", told["new"]: "new"}.get(digest, "another")


@pytest.mark.parametrize("before", [1, 2, 3])
def test_killed_at_any_step_the_old_version_or_the_new_one_is_whole(tmp_path: Path, before: int) -> None:
    told, found = deaths(tmp_path, "right", before)
    verdicts = {name: verdict(told, loaded) for name, loaded in found.items()}
    assert set(verdicts.values()) == {"old", "new"}
    assert len(verdicts) > 60, "every step was a death"
    assert all(not problems for _, _, problems in found.values()), "and nobody is bothered"
    order = [verdicts[f"{n}-False"] for n in range(sum(name.endswith("False") for name in verdicts))]
    assert order == sorted(order, reverse=True), "once the new version stands it stays"


def test_killed_while_publishing_for_the_first_time_there_is_nothing_or_the_new_version(tmp_path: Path) -> None:
    told, found = deaths(tmp_path, "right", 0)
    assert {verdict(told, loaded) for loaded in found.values()} == {"nothing", "new"}


@pytest.mark.parametrize(("mode", "harm"), [("pointer-first", "nothing"), ("in-place", "nothing")])
def test_the_harness_sees_a_wrong_order(tmp_path: Path, mode: str, harm: str) -> None:
    """Control: the same deaths of a publisher that writes the pointer first, or writes files in place."""
    told, found = deaths(tmp_path, mode, 1)
    assert harm in {verdict(told, loaded) for loaded in found.values()}


def test_after_any_death_the_next_publisher_succeeds(tmp_path: Path) -> None:
    told, _ = deaths(tmp_path, "right", 2)
    script = """
import json, sys
from pathlib import Path
from player.store.store import Store
from tests.support.die_publishing import publish
out = {}
for name in sys.argv[2:]:
    root = Path(sys.argv[1]) / name
    with Store(root).lock():
        publish(root, "right")
    out[name] = [Store(root).load().digest, Store(root).load().whole, []]
print(json.dumps(out))
"""
    found = run("-c", script, tmp_path, *told["deaths"])
    assert {verdict(told, loaded) for loaded in found.values()} == {"new"}

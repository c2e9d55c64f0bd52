"""A publisher is killed (SIGKILL, real processes) at every step it takes on the disk: the old version or the new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.campaign import MEMORY

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


@pytest.fixture
def caches() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


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


@pytest.mark.fault(21)
@pytest.mark.parametrize("before", [1, 2, 3])
def test_killed_at_any_step_the_old_version_or_the_new_one_is_whole(caches: Path, before: int) -> None:
    told, found = deaths(caches, "right", before)
    verdicts = {name: verdict(told, loaded) for name, loaded in found.items()}
    assert set(verdicts.values()) == {"old", "new"}
    assert len(verdicts) > 60, "every step was a death"
    assert all(not problems for _, _, problems in found.values()), "and nobody is bothered"
    order = [verdicts[f"{n}-False"] for n in range(sum(name.endswith("False") for name in verdicts))]
    assert order == sorted(order, reverse=True), "once the new version stands it stays"


@pytest.mark.fault(21)
def test_killed_while_publishing_for_the_first_time_there_is_nothing_or_the_new_version(caches: Path) -> None:
    told, found = deaths(caches, "right", 0)
    assert {verdict(told, loaded) for loaded in found.values()} == {"nothing", "new"}


@pytest.mark.control(21)
@pytest.mark.parametrize(("mode", "harm"), [("pointer-first", "nothing"), ("in-place", "nothing")])
def test_the_harness_sees_a_wrong_order(caches: Path, mode: str, harm: str) -> None:
    """Control: the same deaths of a publisher that writes the pointer first, or writes files in place."""
    told, found = deaths(caches, mode, 1)
    assert harm in {verdict(told, loaded) for loaded in found.values()}


def test_after_any_death_the_next_publisher_succeeds(caches: Path) -> None:
    told, _ = deaths(caches, "right", 2)
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
    found = run("-c", script, caches, *told["deaths"])
    assert {verdict(told, loaded) for loaded in found.values()} == {"new"}


TRACE = """
import json, os, sys
from pathlib import Path
from tests.support.die_publishing import publish
from tests.support.steps import intercept
trace, names = [], {}
def note(name, function, *args, **options):
    result = function(*args, **options)
    if name == "open":
        names[result] = str(args[0])
    place = names.get(args[0], "?") if isinstance(args[0], int) else str(args[0])
    trace.append([name, place, str(args[1]) if name in ("replace", "rename") else ""])
    return result
intercept(note)
publish(Path(sys.argv[1]), "right")
print(json.dumps(trace))
"""


def test_every_name_is_given_to_bytes_that_are_on_the_disk_and_is_on_the_disk_before_the_next(caches: Path) -> None:
    """A power cut, unlike a kill, loses what was not flushed: file before its name, names one after the other."""
    unflushed: set[str] = set()
    unnamed: set[str] = set()
    renames = 0
    for step, place, target in run("-c", TRACE, caches / "cache"):
        if step == "write":
            unflushed.add(place)
        elif step == "fsync":
            unflushed.discard(place)
            unnamed.discard(place)
        elif step == "mkdir":
            unnamed.add(str(Path(place).parent))
        elif step in {"replace", "rename"}:
            assert place not in unflushed, "renamed before its bytes were flushed"
            assert not unnamed, "the name before it was not flushed"
            unnamed.add(str(Path(target).parent))
            renames += 1
    assert not unnamed
    assert renames == 3 + 1 + 1, "three objects, a snapshot, a pointer"

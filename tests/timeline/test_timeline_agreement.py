"""Processes with other surroundings agree on every cue."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from hypothesis import Phase, given, settings

from player.model.canon import decode, encode
from player.model.snapshot import Snapshot
from player.model.units import DAY, Millis
from player.timeline.scenes import Timeline
from tests.timeline import worlds

ROOT = Path(__file__).parents[2]
SURROUNDINGS = (
    {"TZ": "UTC", "PYTHONHASHSEED": "0", "LC_ALL": "C"},
    {"TZ": "America/New_York", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8"},
    {"TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "4294967295", "LC_ALL": "zh_CN.GB18030", "PYTHONUTF8": "0"},
)
TELL = """
import json, sys
from player.model.canon import decode
from player.model.snapshot import Snapshot
from tests.timeline.test_timeline_agreement import told
for line in sys.stdin.buffer:
    start, snapshot = json.loads(line)
    print(told(decode(Snapshot, snapshot), start))
"""


def told(snapshot: Snapshot, start: Millis) -> str:
    """All cues of three days from an instant on, in one hash."""
    timeline = Timeline(snapshot)
    lines = [
        f"{cue.slide.id} {cue.playlist} {cue.start} {cue.end}" for cue in timeline.cues(start, Millis(start + 3 * DAY))
    ]
    return hashlib.sha256("\n".join([timeline.digest, *lines]).encode()).hexdigest()


def drawn(number: int) -> list[Snapshot]:
    found: list[Snapshot] = []

    @given(worlds.snapshots())
    @settings(max_examples=number, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    def collect(snapshot: Snapshot) -> None:
        found.append(snapshot)

    collect()
    return found


def test_agreement() -> None:
    """Agreement: processes with another TZ, PYTHONHASHSEED and locale show the same, cue for cue."""
    asked = []
    for snapshot in drawn(40):
        day = worlds.DAYS_OF_CHANGE[snapshot.zone] - timedelta(days=1)
        asked.append((Timeline(snapshot).calendar.midnight(day), snapshot))
    here = [told(snapshot, start) for start, snapshot in asked]
    assert len(set(here)) > len(here) // 2
    lines = "\n".join(json.dumps([start, encode(snapshot)]) for start, snapshot in asked)
    assert all(decode(Snapshot, encode(snapshot)) == snapshot for _, snapshot in asked)
    for surroundings in SURROUNDINGS:
        environment = {**os.environ, **surroundings, "PYTHONPATH": str(ROOT)}
        other = subprocess.run(
            [sys.executable, "-c", TELL],
            input=lines,
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert other.stdout.split() == here


def test_importing_is_light() -> None:
    """The screen's process imports the timeline: nothing heavy comes with it, and no clock, screen or decoder."""
    program = "import sys; before = set(sys.modules); import player.timeline.scenes; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    heavy = {
        "PIL",
        "yaml",
        "pygame",
        "watchdog",
        "numpy",
        "multiprocessing",
        "socket",
        "asyncio",
    }
    assert not loaded & heavy

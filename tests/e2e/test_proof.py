"""Proof of play: what the journal says was shown is what a recording of the window shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.player import ROOT, nearest, picture, playing, yaml_of
from tests.support.xvfb import Capture, Recorder, Xvfb

pytestmark = pytest.mark.timeout(200)


def campaign(root: Path) -> Path:
    folder, assets = root / "节目", root / "assets"
    folder.mkdir()
    assets.mkdir()
    entries = []
    for number, colour in enumerate(("red", "green", "blue"), start=2):
        picture(assets / f"{colour}.png", colour)
        entries.append({"image": f"{colour}.png", "dwell": f"{number}秒", "transition": "cut"})
    (folder / "节目单.yaml").write_text(yaml_of(entries), "utf-8")
    return folder


def records(cache: Path) -> list[dict[str, object]]:
    lines = [
        line for path in sorted((cache / "journal").glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    return [json.loads(line) for line in lines]


def verified(cache: Path) -> int:
    command = [sys.executable, "-m", "tools.qingbo", "report", "--verify", "--cache", str(cache)]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, env={**os.environ}).returncode


def test_the_journal_says_what_a_recording_shows(display: Xvfb, tmp_path: Path, cache: Path) -> None:
    """Seconds per slide within one per cent, or one picture of the recording where that is more."""
    folder = campaign(tmp_path)

    def judge(seen: Capture) -> str:
        return nearest(seen.pixel(640, 360))

    with playing(display, folder, cache) as program:
        program.until_colour("blue")
        with Recorder(display, judge) as recorder:
            time.sleep(28)
        assert program.stop() == 0
    changes = [(at, colour) for (_, before), (at, colour) in pairwise(recorder.seen) if colour != before]
    seen: Counter[str] = Counter()
    for (at, colour), (until, _) in pairwise(changes):
        seen[colour] += until - at
    showings = [record for record in records(cache) if record["type"] == "showing"]
    assert len(showings) >= 8
    # The start and the end cut the first and the last showing short; the rest are whole.
    plays = Counter(colour for _, colour in changes[:-1])
    for colour in ("red", "green", "blue"):
        told = [int(str(one["duration"])) for one in showings[1:-1] if one["title"] == colour]
        assert sum(told) / len(told) == pytest.approx(seen[colour] / plays[colour] * 1000, rel=0.01, abs=30)
    assert verified(cache) == 0


def test_a_kill_loses_one_record_at_most_and_tampering_shows(display: Xvfb, tmp_path: Path, cache: Path) -> None:
    folder = campaign(tmp_path)
    with playing(display, folder, cache) as program:
        program.until(lambda: len(records(cache)) >= 4 if (cache / "journal").exists() else False)
        before = len(records(cache))
        program.kill()
    assert len(records(cache)) >= before
    assert verified(cache) == 0
    (path,) = (cache / "journal").glob("*.jsonl")
    path.write_bytes(path.read_bytes().replace(b'"duration":', b'"duration":1', 1))
    assert verified(cache) == 1


def test_a_trial_with_a_simulated_clock_proves_nothing(display: Xvfb, tmp_path: Path, cache: Path) -> None:
    folder = campaign(tmp_path)
    with playing(display, folder, cache, "--now", "2026-05-20T09:00:00+08:00") as program:
        program.until_colour("red")
        program.until_colour("green")
    assert not list(cache.glob("journal/*.jsonl"))

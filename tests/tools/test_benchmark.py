"""The benchmark: what it reads of processes and displays is right, and a short run gives every figure its form."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from player.model.words import Words
from tests.support.checkout import ROOT
from tools.bench import processes
from tools.bench.fading import _parted
from tools.bench.figures import Figure, low

SCHEMA = json.loads((ROOT / "docs" / "reference" / "benchmark.schema.json").read_text("utf-8"))
NAME = Words("名", "name")


def program(code: str) -> subprocess.Popen[str]:
    """A Python that has said that it is ready, and waits for a line before it ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"{code}\nprint('ready', flush=True)\ninput()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_a_bound_is_the_most_or_the_least() -> None:
    assert Figure("a.b", NAME, 1.0, "s", 1.0).ok is True
    assert Figure("a.b", NAME, 1.1, "s", 1.0).ok is False
    assert Figure("a.b", NAME, 59.0, "fps", 60.0, at_least=True).ok is False
    assert Figure("a.b", NAME, 60.0, "fps", 60.0, at_least=True).ok is True
    assert Figure("a.b", NAME, 1.0, "s").ok is None


def test_the_low_value_is_not_the_lucky_one() -> None:
    assert low([float(value) for value in range(60, 0, -1)]) == 4.0


def test_fades_are_parted_by_stillness() -> None:
    assert _parted([0.0, 0.1, 0.2, 3.0, 3.1]) == [[0.0, 0.1, 0.2], [3.0, 3.1]]
    assert _parted([]) == []


def test_processor_time_of_a_grandchild_counts_while_it_lives_and_after() -> None:
    burn = "import time\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass"
    nested = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {burn!r}])"
    with program(nested) as child:
        used = processes.use(child.pid)
        assert 0.2 <= used.cpu < 2.0, "the grandchild has ended and was reaped"
        child.communicate("\n")
    before, after = processes.Spent(0.50, 0.472), processes.Spent(0.51, 0.473)
    assert abs(after.since(before) - 0.001) < 1e-9, (
        "one tick more is no ten milliseconds: threads that have ended are in the ticks"
    )
    assert processes.Spent(0.55, 0.473).since(before) == pytest.approx(0.05), "a thread came, worked and ended"
    assert processes.Use(1.0, 5).since(processes.Use(2.0, 9)) == processes.Use(0.0, 0), "never below nothing"


def test_memory_of_a_family_is_its_own() -> None:
    with program("kept = bytearray(40 << 20)\nkept[::4096] = b'x' * len(kept[::4096])") as child:
        assert 40 < processes.memory(child.pid, part="Pss_Anon") <= processes.memory(child.pid) < 60
        child.communicate("\n")


def test_every_sleep_is_a_wakeup() -> None:
    with program(
        "import time, threading\nthreading.Thread(target=lambda: [time.sleep(0.01) for _ in range(100)]).start()"
    ) as child:
        before, start = processes.use(child.pid), time.perf_counter()
        time.sleep(0.5)
        woken, seconds = processes.use(child.pid).since(before).wakeups, time.perf_counter() - start
        assert 20 <= woken <= seconds * 110
        child.communicate("\n")


@pytest.mark.timeout(300)
def test_a_short_run_gives_every_figure_its_form(tmp_path: Path) -> None:
    """The real player on a virtual display; whether a figure is good is not asked, since other programs run too."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.qingbo", "benchmark", "--quick", "--json", "--lang", "en"]
        + [f"--only={name}" for name in ("timeline", "reload", "glass", "start")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    jsonschema.validate(told, SCHEMA)
    assert told["missed"] == []
    figures = {figure["key"]: figure for figure in told["figures"]}
    assert len(figures) == len(told["figures"]), "a key names one figure"
    for key in ("timeline.query", "reload.total", "glass.1080p.fade", "glass.4k.present", "start.warm", "start.cold"):
        assert figures[key]["value"] > 0
    assert figures["start.warm"]["value"] < figures["start.cold"]["value"] + 1
    assert list(tmp_path.iterdir()) == [], "it leaves nothing behind"

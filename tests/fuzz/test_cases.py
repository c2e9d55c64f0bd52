"""Every case that the fuzzer found is run again each time; where the fuzzer is installed, a nightly run looks for new ones.

A case is a file of bytes in `cases/<target>`: a finding that was mended (its name says what it was), or one of the few
that together reach what all the fuzzer's inputs reached.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS
from tests.support.checkout import ROOT

CASES = Path(__file__).parent / "cases"
KEPT = sorted(path for path in CASES.rglob("*") if path.is_file())
SECONDS = int(os.environ.get("QINGBO_FUZZ") or 600)
"""Seconds for each target in a nightly run."""

SLOW = 5.0
"""Seconds after which one case counts as hung."""


@pytest.mark.fault(12, 14)
@pytest.mark.parametrize("target", TARGETS)
def test_every_kept_case_is_harmless(target: str) -> None:
    """Law: whatever the bytes are, the target's laws hold, nothing is raised and nothing takes long."""
    mine = [path for path in KEPT if path.parent.name == target]
    assert len(mine) >= 10
    for path in mine:
        started = time.monotonic()
        TARGETS[target](path.read_bytes())
        assert time.monotonic() - started < SLOW, path.name


def test_the_cases_stay_small() -> None:
    assert {path.parent.name for path in KEPT} == set(TARGETS)
    assert max(path.stat().st_size for path in KEPT) <= 4096
    assert sum(path.stat().st_size for path in KEPT) < 200_000


@pytest.mark.nightly
@pytest.mark.timeout(SECONDS + 300)
@pytest.mark.parametrize("target", TARGETS)
def test_the_fuzzer_finds_nothing_new(target: str, tmp_path: Path) -> None:
    assert importlib.util.find_spec("atheris") is not None, "the fuzzer is not installed: pip install atheris"
    corpus = tmp_path / "corpus"
    shutil.copytree(CASES / target, corpus)
    command = [sys.executable, "-m", "tests.fuzz.fuzz", target, str(corpus)]
    limits = [f"-max_total_time={SECONDS}", "-max_len=3000", "-timeout=20", f"-artifact_prefix={tmp_path}/found-"]
    ran = subprocess.run([*command, *limits], cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    found = {path.name: path.read_bytes()[:200] for path in tmp_path.glob("found-*")}
    assert ran.returncode == 0, f"{found}\n{ran.stderr[-3000:]}"
    print(next((line for line in reversed(ran.stderr.splitlines()) if line.startswith("Done")), ""))

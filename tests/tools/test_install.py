"""The whole way of a newcomer: the locks as they are, and `pip install .`; both from a copy of the project, in an empty home."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.support.checkout import ROOT, checkout

pytestmark = pytest.mark.timeout(900)

ENOUGH = 600.0  # seconds, with a slow network


def run(command: list[str | Path], place: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in `place` with an empty home there; fails the test where it fails."""
    (place / "home").mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "LC_"))}
    done = subprocess.run(
        command, cwd=place, env={**kept, "HOME": str(place / "home"), "LANG": "zh_CN.UTF-8", **env},
        capture_output=True, text=True, encoding="utf-8", timeout=ENOUGH, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done


def test_a_fresh_clone_sets_itself_up_once_and_shows_the_demo(tmp_path: Path) -> None:
    clone = checkout(tmp_path / "clone")
    script = clone / "tools" / "run.py"
    first = run([sys.executable, script, "preview", "--at", "2020-07-04T08:59:50+08:00", "-o", "first.png"], tmp_path)
    assert "准备好了" in first.stderr
    assert (tmp_path / "first.png").stat().st_size > 10_000
    second = run([sys.executable, script, "check", "--json"], tmp_path, PIP_NO_INDEX="1")
    assert json.loads(second.stdout)["slides"] > 10
    assert second.stderr == ""


def test_pip_install_gives_the_command_with_fonts_themes_and_demo(tmp_path: Path) -> None:
    source = checkout(tmp_path / "source")
    run([sys.executable, "-m", "venv", tmp_path / "venv"], tmp_path)
    binaries = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run([binaries / "python", "-m", "pip", "install", "--quiet", source], tmp_path)
    (tmp_path / "source").rename(tmp_path / "gone")
    qingbo = binaries / "qingbo"
    assert json.loads(run([qingbo, "doctor", "--json"], tmp_path).stdout)["ok"]
    assert json.loads(run([qingbo, "check", "--json"], tmp_path).stdout)["slides"] > 10
    run([qingbo, "preview", "--at", "2020-07-04T10:00:00+08:00", "--size", "960x540", "-o", "installed.png"], tmp_path)
    assert (tmp_path / "installed.png").stat().st_size > 10_000


def locked(name: str) -> dict[str, str]:
    """Each package of a lock that this system and this Python get, and its version."""
    lines = re.findall(r"^[\w.-]+==.*?(?= *\\\\?$)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    wanted = (Requirement(line) for line in lines)
    return {
        want.name: next(iter(want.specifier)).version
        for want in wanted
        if want.marker is None or want.marker.evaluate()
    }


@pytest.mark.parametrize("name", ["requirements", "requirements-test"])
def test_a_lock_holds_what_is_asked_for_with_hashes(name: str) -> None:
    lock, asked = (ROOT / f"{name}.lock").read_text("utf-8"), (ROOT / f"{name}.in").read_text("utf-8")
    packages = locked(f"{name}.lock")
    for want in re.findall(r"^([A-Za-z][\w.-]*)", asked, re.MULTILINE):
        assert want.lower() in packages
    for block in re.split(r"\n(?=\S)", lock.strip()):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block
    assert "//" not in lock


def test_the_tests_lock_holds_the_players() -> None:
    player, tests = locked("requirements.lock"), locked("requirements-test.lock")
    assert player.items() <= tests.items()


def test_what_is_installed_is_what_the_tests_run_on() -> None:
    """These tests run on the locked versions, so what they show holds for what is shipped."""
    packages = locked("requirements.lock")
    assert len(packages) > 10
    assert {name: version(name) for name in packages} == packages

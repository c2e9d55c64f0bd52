"""`tools/run.py`: what a bare machine has after it, and after every way it can be disturbed.

A real environment is made for each test, with real pip, from a package of one line that the test builds itself: no
network. That the real locks install is tested in `test_install.py`.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.checkout import ROOT

ENOUGH = 240.0  # seconds

pytestmark = pytest.mark.timeout(600)


class Machine:
    """A folder with `tools/run.py`, a `qingbo` that says which package it sees, and an empty home."""

    def __init__(self, place: Path) -> None:
        self.place = place / "青播 checkout"
        self.home = place / "home"
        self.shelf = place / "shelf"
        for folder in (self.place / "tools", self.place / "player" / "model", self.home, self.shelf):
            folder.mkdir(parents=True)
        for name in ("run.py", "environment.py", "language.py", "__init__.py"):
            shutil.copy2(ROOT / "tools" / name, self.place / "tools" / name)
        shutil.copy2(ROOT / "player" / "model" / "words.py", self.place / "player" / "model" / "words.py")
        (self.place / "tools" / "qingbo.py").write_text(
            "import os, sys\nfrom importlib.metadata import version\nprint('qingbo', version('grain'), os.getcwd(), *sys.argv[1:])\n",
            "utf-8",
        )
        self.lock({"1.0"})

    def lock(self, versions: set[str], *, broken: bool = False) -> None:
        """Writes a lock that names the one package; a broken one has another file's hash."""
        for version in versions:
            wheel = self.shelf / f"grain-{version}-py3-none-any.whl"
            build(wheel, version)
            digest = hashlib.sha256(wheel.read_bytes() + (b"!" if broken else b"")).hexdigest()
            for name in ("requirements.lock", "requirements-test.lock"):
                (self.place / name).write_text(f"grain=={version} \\\n    --hash=sha256:{digest}\n", "utf-8")

    def run(
        self, *arguments: str, python: Path | None = None, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Runs `tools/run.py` with no network, an empty home, and from another folder."""
        quiet = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PIP_", "PYTHON", "LC_", "VIRTUAL_ENV"))
        }
        own = {
            "HOME": str(self.home),
            "LANG": "en_US.UTF-8",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.shelf),
            "PIP_CONFIG_FILE": os.devnull,
        }
        command = [str(python or sys.executable), str(self.place / "tools" / "run.py"), *arguments]
        return subprocess.run(
            command,
            cwd=self.home,
            env={**quiet, **own, **(env or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=ENOUGH,
            check=False,
        )

    @property
    def venv(self) -> Path:
        return self.place / ".venv"


def build(wheel: Path, version: str) -> None:
    """A wheel with one empty module."""
    info = f"grain-{version}.dist-info"
    files = {
        "grain.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: grain\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = []
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            rows.append(f"{name},sha256={digest},{len(text)}\n")
        archive.writestr(zipfile.ZipInfo(f"{info}/RECORD"), "".join(rows) + f"{info}/RECORD,,\n")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine that was set up once; each test leaves it working."""
    machine = Machine(tmp_path_factory.mktemp("run"))
    first = machine.run("play", "--rate", "2")
    assert first.returncode == 0, first.stderr
    assert first.stdout.split("\n")[0] == f"qingbo 1.0 {machine.home} play --rate 2"
    assert "[1/1] grain 1.0" in first.stderr
    return machine


def test_the_second_run_says_nothing_and_needs_no_pip(made: Machine) -> None:
    again = made.run("check", env={"PIP_FIND_LINKS": "", "LANG": "zh_CN.UTF-8"})
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.endswith(" check\n")


def test_a_changed_lock_is_installed(made: Machine) -> None:
    made.lock({"1.1"})
    told = made.run()
    assert told.stdout.startswith("qingbo 1.1 ")
    assert "dependencies have changed" in told.stderr
    assert made.run().stderr == ""


def test_an_interrupted_set_up_is_redone(made: Machine) -> None:
    (made.venv / "unfinished").touch()
    (made.venv / "installed-requirements.lock").unlink()
    witness = made.venv / "half"
    witness.touch()
    told = made.run()
    assert told.returncode == 0, told.stderr
    assert not witness.exists()
    assert made.run().stderr == ""


def test_a_vanished_environment_is_made_again(made: Machine) -> None:
    shutil.rmtree(made.venv)
    told = made.run()
    assert told.returncode == 0, told.stderr
    assert "First run" in told.stderr


def test_a_wrong_hash_is_refused_with_a_sentence_and_the_right_one_mends_it(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.lock({"1.0"}, broken=True)
    refused = machine.run()
    assert refused.returncode == 2
    assert "could not be installed" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert refused.stdout == ""
    machine.lock({"1.0"})
    assert machine.run().stdout.startswith("qingbo 1.0 ")


def test_what_is_optional_and_not_to_be_had_is_left_out_with_a_sentence(tmp_path: Path) -> None:
    """There is no wheel of PyAV for every machine: the player is set up without it. Without anything else it is not."""
    machine = Machine(tmp_path)
    lock = machine.place / "requirements.lock"
    grain = lock.read_text("utf-8")
    lock.write_text("av==99.0 \\\n    --hash=sha256:" + "0" * 64 + "\n    # via -r requirements.in\n" + grain, "utf-8")
    told = machine.run()
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("qingbo 1.0 ")
    assert "films cannot be played" in told.stderr
    assert machine.run().stderr == "", "said once"
    lock.write_text("sand==99.0 \\\n    --hash=sha256:" + "0" * 64 + "\n" + grain, "utf-8")
    assert machine.run().returncode == 2


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    (machine.place / ".venv").write_text("in the way", "utf-8")
    told = machine.run(env={"LANG": "zh_CN.UTF-8"})
    assert told.returncode == 2
    assert "无法写入" in told.stderr
    assert "Traceback" not in told.stderr


def test_two_first_runs_at_once_both_work(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    quiet = {**os.environ, "HOME": str(machine.home), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(machine.shelf)}
    command = [sys.executable, str(machine.place / "tools" / "run.py")]
    both = [
        subprocess.Popen(command, env=quiet, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for _ in range(2)
    ]
    for process in both:
        out, _ = process.communicate(timeout=ENOUGH)
        assert process.returncode == 0
        assert out.startswith("qingbo 1.0 ")


def test_an_old_python_is_told_so_in_one_sentence() -> None:
    """The file can be read by Python 3.6, and the first thing it does is to look at the version."""
    source = (ROOT / "tools" / "run.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 6))
    code = "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['run.py', 'play']; runpy.run_path(sys.argv.pop(), run_name='__main__')"
    code = code.replace("sys.argv.pop()", repr(str(ROOT / "tools" / "run.py")))
    for language, word in (("zh_CN.UTF-8", "需要 Python 3.11"), ("C", "needs Python 3.11")):
        env = {**os.environ, "LANG": language, "PYTHONUTF8": "1"}
        told = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", env=env, check=False
        )
        assert told.returncode == 2
        assert word in told.stderr
        assert told.stderr.count("\n") == 1


def test_a_warm_start_costs_little(made: Machine) -> None:
    """Through `run.py` the command starts at most 60 ms later than by itself: time to the first slide counts from here."""
    python = made.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    direct, through = [], []
    for _ in range(8):
        begun = time.perf_counter()
        subprocess.run([python, "-P", "-m", "tools.qingbo"], capture_output=True, check=True)
        middle = time.perf_counter()
        assert made.run().returncode == 0
        direct.append(middle - begun)
        through.append(time.perf_counter() - middle)
    assert min(through) - min(direct) < 0.060

"""The house: what holds for every file of the project."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.checkout import ROOT, project_files

CODE = tuple(path for folder in ("player", "tools") for path in sorted((ROOT / folder).rglob("*.py")))
TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".yaml",
    ".yml",
    ".json",
    ".in",
    ".lock",
    ".txt",
    ".cfg",
    ".ini",
    ".sh",
    ".csv",
    ".svg",
    "",
}

HOSTS = re.compile(
    "|".join(("py" + r"pi\.", "python" + r"hosted\.", "npm" + r"js\.", r"deb\.deb" + "ian", "files.py" + "thon"))
)
PLACES = re.compile(r"(?<![\w./-])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "tm" + "p")) + r")/\w")

ONE_PLACE = (
    "yaml",
    "watchdog",
    "qrcode",
    "zxingcpp",
    "chinese_calendar",
    "pypdfium2",
    "matplotlib",
    "rich",
    "docx",
    "icalendar",
    "borax",
)
"""Libraries that one file each may import: the rest of the house speaks our own words."""


def ran(*command: str) -> str:
    """What the command said; fails the test with it where its exit code is not 0."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_ruff_finds_nothing() -> None:
    ran(sys.executable, "-m", "ruff", "check", ".")


def test_code_is_formatted() -> None:
    ran(sys.executable, "-m", "ruff", "format", "--check", ".")


@pytest.mark.timeout(400)
def test_types_hold() -> None:
    ran(sys.executable, "-m", "mypy", "player", "tools")


def test_imports_point_one_way() -> None:
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert command, "import-linter is not installed"
    assert "kept" in ran(command)


def test_no_file_names_a_registry_or_a_machine() -> None:
    texts = [ROOT / path for path in project_files() if path.suffix in TEXTS]
    assert len(texts) > 50
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in texts
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if HOSTS.search(line) or PLACES.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("library", ONE_PLACE)
def test_a_library_is_imported_in_one_place(library: str) -> None:
    places = [path.relative_to(ROOT).as_posix() for path in CODE if library in imported(path)]
    assert len(places) <= 1, places


def test_films_are_read_in_one_file_and_written_in_one() -> None:
    """What decodes a stranger's film is one file, for sandboxed children; the desk writes films of its own in another."""
    places = {path.relative_to(ROOT).as_posix() for path in CODE if "av" in imported(path)}
    assert places <= {"player/picture/film.py", "tools/preview_video.py"}


def test_pygame_is_imported_by_the_screen_alone() -> None:
    places = [path.relative_to(ROOT).as_posix() for path in CODE if "pygame" in imported(path)]
    assert places
    assert all(place.startswith("player/screen/") for place in places), places


def test_every_silence_has_its_reason() -> None:
    """A `noqa` or `type: ignore` names what it silences, and says why beside it, or below it for a whole file."""
    bare = [f"{path.relative_to(ROOT)}:{number}: {line}" for path in CODE for number, line in unreasoned(path)]
    assert not bare, "\n".join(bare)


SILENCE = re.compile(r"#\s*(?:ruff:\s*)?(?:noqa|type:\s*ignore)\b(.*)$")
REASONED = re.compile(r"(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[\w, -]+\])\s*(?:-|—|#)\s*\S")


def unreasoned(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that silence a tool without a name or a reason."""
    lines = path.read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        silence = SILENCE.search(line)
        if silence is None or REASONED.match(silence[1].lstrip() if silence[1].startswith(" ") else silence[1]):
            continue
        if not (line.startswith("# ruff:") and lines[number].startswith("#")):
            yield number, line.strip()[:110]


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names

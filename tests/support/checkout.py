"""The project's own files, and a copy of them as a fresh clone would hold it, to set up and run without touching this one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

MADE = (".git", ".venv", "__pycache__", ".hypothesis", "build", "dist", "out", "状态")
"""Names of folders that tools and players make; beside them all `.*_cache` and `*.egg-info`."""


def project_files() -> Iterator[Path]:
    """Every file that is, or would be, committed, relative to the project."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):  # not a clone: an unpacked archive, say
        yield from sorted(path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file() and not _made(path))
        return
    yield from sorted(Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file())


def checkout(place: Path) -> Path:
    """The project's own files, uncommitted changes included, at `place`, which does not exist yet."""
    for name in project_files():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place / name)
    return place


def _made(path: Path) -> bool:
    return any(part in MADE or part.endswith((".egg-info", "_cache")) for part in path.relative_to(ROOT).parts)

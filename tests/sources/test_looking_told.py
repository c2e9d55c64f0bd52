"""What looking at the folder brings to light, seen told with its figures."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from player.model.problem import Problem
from player.sources import scan
from player.sources.folder import Folder
from player.sources.hold import SAID_AFTER
from player.sources.settle import QUIET


def told(root: Path, *, after: float = QUIET) -> dict[str, Problem]:
    """What is said of the folder when it has been quiet for so many seconds, by code."""
    folder = Folder(root, network=False)
    for now in (100.0, 100.0 + QUIET, 100.0 + after + 1):
        folder.look(now)
    return {problem.code: problem for problem in folder.problems}


def test_too_deep_and_too_many_are_told_with_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MAX_ENTRIES", 20)
    deep = tmp_path / "a"
    for level in range(12):
        deep.mkdir()
        (deep / "x.png").write_bytes(b"x")
        deep = deep / f"{level}"
    for number in range(30):
        (tmp_path / f"b{number:02}.png").write_bytes(b"b")
    found = told(tmp_path)
    assert set(found) == {"too-deep", "too-many-files"}
    assert str(scan.MAX_DEPTH) in found["too-deep"].message.zh
    assert found["too-deep"].place.file == "a/0/1/2/3/4/5/6/7"
    assert "26" in found["too-many-files"].message.zh


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says who has a file open")
def test_a_file_that_a_program_keeps_open_is_told_after_a_minute(tmp_path: Path) -> None:
    with (tmp_path / "海报.png").open("wb") as file:
        file.write(b"\x89PNG")
        file.flush()
        assert told(tmp_path) == {}
        found = told(tmp_path, after=SAID_AFTER)
    assert [(code, one.place.file) for code, one in found.items()] == [("file-open", "海报.png")]

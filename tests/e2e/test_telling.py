"""What staff are told by the real player, as it happens: on the page, in its report, and by `doctor` afterwards."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.support.player import ROOT, Program, picture, playing
from tests.support.told import report

pytestmark = pytest.mark.timeout(200)
SCHEMA = json.loads((ROOT / "docs/reference/status.schema.json").read_text("utf-8"))


def told(folder: Path) -> dict[str, Any]:
    """What the report beside the page says; an empty one before there is any."""
    found = report(folder)
    if found:
        jsonschema.validate(found, SCHEMA)
    return found


def codes(folder: Path) -> set[str]:
    """The codes of all that is told."""
    found = told(folder)
    return {one["code"] for one in (*found.get("problems", ()), *found.get("notices", ()))}


def kill_intake(program: Program) -> None:
    """The process of the content is gone; another comes in its place."""
    pid = program.part("intake")
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    program.until(lambda: program.part("intake") not in (None, pid))


@pytest.mark.fault(32)
def test_a_character_that_no_font_has_is_named_by_the_page(folder: Path, cache: Path) -> None:
    """Nobody sees a box on the glass, and staff see which character it was, in which file and line."""
    (folder / "节目单.yaml").write_text("slides:\n  - slogan: 节能降碳\n  - slogan: 绿色𪛖办公\n", "utf-8")
    with playing(None, folder, cache, "--headless", "--size", "640x360") as program:
        program.until(lambda: "missing-character" in codes(folder))
        (found,) = [one for one in told(folder)["problems"] if one["code"] == "missing-character"]
        assert (found["file"], found["line"]) == ("节目单.yaml", 3)
        assert "𪛖" in found["message"]
        assert "U+2A6D6" in found["message"]
        page = (folder / "状态" / "状态.html").read_text("utf-8")
        assert "“𪛖”" in page
        (folder / "节目单.yaml").write_text("slides:\n  - slogan: 节能降碳\n", "utf-8")
        program.until(lambda: "missing-character" not in codes(folder))


def test_an_intake_that_is_started_again_knows_what_came_lately(folder: Path, cache: Path) -> None:
    with playing(None, folder, cache, "--headless", "--size", "320x180") as program:
        program.until(lambda: told(folder).get("slides") == 2)
        picture(folder / "3.png", "blue")
        program.until(lambda: [one["file"] for one in told(folder)["arrivals"]] == ["3.png"])
        before = told(folder)["arrivals"][0]
        kill_intake(program)
        program.until(lambda: "intake" in {one["part"] for one in told(folder)["restarts"]})
        after = told(folder)["arrivals"][0]
        assert (after["came"], after["title"], after["file"]) == (before["came"], "3", "3.png")
        picture(folder / "4.png", "yellow")
        program.until(lambda: [one["file"] for one in told(folder)["arrivals"]] == ["4.png", "3.png"])

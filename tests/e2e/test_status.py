"""The status page of the real player: what is on, what is wrong, and that it goes when it was mended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.support.player import ROOT, picture, playing
from tests.support.told import report
from tests.support.xvfb import Xvfb

pytestmark = pytest.mark.timeout(200)
SCHEMA = json.loads((ROOT / "docs/reference/status.schema.json").read_text("utf-8"))


def test_the_page_tells_what_is_on_and_what_is_wrong(display: Xvfb, folder: Path, cache: Path) -> None:
    page = folder / "状态" / "状态.html"

    def told() -> dict[str, Any]:
        return report(folder)

    with playing(display, folder, cache) as program:
        program.until_colour("red", "green")
        program.until(lambda: told().get("state") == "well")
        jsonschema.validate(told(), SCHEMA)
        (folder / "节目单.yaml").write_text("slides:\n  - slogen: 节能\n", "utf-8")
        program.until(lambda: told()["state"] == "wrong")
        assert [problem["file"] for problem in told()["problems"]] == ["节目单.yaml"]
        assert told()["problems"][0]["line"] == 2
        assert "slogen" in page.read_text("utf-8")
        (folder / "节目单.yaml").unlink()
        picture(folder / "3.png", "blue")
        program.until(lambda: told()["state"] == "well" and "3.png" in page.read_text("utf-8"))
        jsonschema.validate(told(), SCHEMA)
        program.until(lambda: "data:image/png;base64," in page.read_text("utf-8"))
        assert {slide.source.file for slide in program.timeline().snapshot.slides()} == {"1.png", "2.png", "3.png"}
        assert "Traceback" not in program.said()


def test_while_the_folder_is_away_the_cache_has_the_page(display: Xvfb, folder: Path, cache: Path) -> None:
    with playing(display, folder, cache) as program:
        program.until_colour("red", "green")
        folder.rename(folder.with_name("away"))
        program.until((cache / "状态" / "状态.html").exists)
        assert not folder.exists(), "nothing is made in its place"

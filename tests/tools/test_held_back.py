"""A slide whose code cannot scan: `check` says why, `preview` says it in a sentence, the page of all slides leaves it blank."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tools.qingbo import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "节目").mkdir()
    text = "😀" * 800
    (tmp_path / "节目" / "单.yaml").write_text(f"slides:\n  - qr: {text}\n    title: 放不下\n", "utf-8")
    return tmp_path


def run(folder: Path, *given: str) -> int:
    common = ("--cache", str(folder / "cache"), "--size", "640x360")
    return main([given[0], str(folder / "节目"), *given[1:], *common])


def test_the_desk_says_what_the_screen_would_not_show(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "check", "--lang", "zh") == 1
    told = capfd.readouterr().out
    assert "单.yaml 第2行" in told
    assert "3200 字节" in told
    assert "这一页先不放" in told
    assert run(folder, "preview", "--at", "2026-01-01T12:00", "-o", str(folder / "a.png"), "--lang", "zh") == 2
    assert "不会上屏" in capfd.readouterr().err
    assert not (folder / "a.png").exists()
    assert run(folder, "preview", "--sheet", "-o", str(folder / "all.png"), "--lang", "zh") == 0
    with Image.open(folder / "all.png") as page:
        assert (208, 208, 208) in {colour for _, colour in page.convert("RGB").getcolors(1 << 24) or ()}

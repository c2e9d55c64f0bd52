"""Preview, check and timetable with what stands around the slides, as staff call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from player.model.settings import Panel
from player.model.snapshot import Zone
from player.picture.zones import layout
from tests.support.decoders import zxing
from tools.qingbo import main

LINK = "https://example.org/quiz"
MESSAGE = "夏季空调温度不低于26℃，离开办公室30分钟以上请关闭空调、电脑和照明，节约一度电、一滴水、一张纸，从我做起。"
PLAYLIST = f"""\
zones:
  ticker: 字.txt
  clock: 是
  corner: {{qr: {LINK}, caption: 扫码答题, when: {{hours: 9:00-17:00}}}}
dwell: 30s
slides:
  - slogan: 绿水青山，节能增效
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "节目"
    folder.mkdir()
    (folder / "周.yaml").write_text(PLAYLIST, "utf-8")
    (folder / "字.txt").write_text(MESSAGE, "utf-8")
    return folder


def seen(folder: Path, at: str) -> Image.Image:
    path = folder.parent / "看.png"
    assert main(["preview", str(folder), "--at", at, "-o", str(path), "--size", "1920x1080"]) == 0
    return Image.open(path).convert("RGB")


def part(image: Image.Image, names: tuple[str, ...], name: str) -> Image.Image:
    box = layout(Panel(), [Zone(one, ()) for one in names]).box(name)
    return image.crop(box.corners)


def test_the_preview_is_the_whole_glass_at_that_instant(desk: Path) -> None:
    """The code scans, the ticker has moved on a second later, the clock says the minute; nothing else has changed."""
    every = ("ticker", "clock", "corner")
    one, later = seen(desk, "2026-03-02T12:00:05+08:00"), seen(desk, "2026-03-02T12:00:06+08:00")
    assert one.size == (1920, 1080)
    assert zxing(one) == [LINK]
    changed = ImageChops.difference(one, later)
    assert part(changed, every, "ticker").getbbox() is not None
    assert part(changed, every, "clock").getbbox() is None
    assert part(changed, every, "main").getbbox() is None
    assert seen(desk, "2026-03-02T12:00:05+08:00").tobytes() == one.tobytes()
    evening = seen(desk, "2026-03-02T18:00:05+08:00")
    assert zxing(evening) == []
    assert evening.crop((1500, 0, 1920, 900)).getextrema() != one.crop((1500, 0, 1920, 900)).getextrema()


def test_the_timetable_for_programs_names_the_zone(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    window = ["--from", "2026-03-02T08:59:00+08:00", "--to", "2026-03-02T09:01:00+08:00"]
    assert main(["timetable", str(desk), *window, "--json"]) == 0
    cues = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [cue["start"] for cue in cues] == sorted(cue["start"] for cue in cues)
    assert {cue["zone"] for cue in cues} == {"main", "ticker", "clock", "corner"}
    (corner,) = (cue for cue in cues if cue["zone"] == "corner")
    assert corner["start"].startswith("2026-03-02T09:00:00")
    assert corner["end"].startswith("2026-03-02T17:00:00")


def test_check_says_what_is_wrong_in_a_zone(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A code that scans from nearer only, a character that no font has."""
    (desk / "周.yaml").write_text(PLAYLIST.replace(LINK, LINK + "?a=" + "b" * 90), "utf-8")
    (desk / "字.txt").write_text("节约用电\U00012000", "utf-8")
    main(["check", str(desk), "--json", "--size", "1920x1080"])
    told = json.loads(capsys.readouterr().out)
    codes = {(problem["code"], problem["file"]) for problem in told["problems"]}
    assert ("code-reach", "周.yaml") in codes
    assert ("missing-character", "字.txt") in codes

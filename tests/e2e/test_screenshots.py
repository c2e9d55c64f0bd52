"""Screenshots by day and slide: what is kept is what was on the glass, once a slide a day, and in nobody's way."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from player.store.screenshots import FOLDER, Kept, listed
from tests.support.player import ROOT, nearest, picture, playing, yaml_of
from tests.support.xvfb import Xvfb

pytestmark = pytest.mark.timeout(200)

EVER = (date(2020, 1, 1), date(2100, 1, 1))


def campaign(root: Path) -> Path:
    folder, assets = root / "节目", root / "assets"
    folder.mkdir()
    assets.mkdir()
    entries: list[object] = []
    for colour in ("red", "green"):
        picture(assets / f"{colour}.png", colour, (1280, 720))
        entries.append({"image": f"{colour}.png", "dwell": "3秒", "transition": "fade"})
    entries.append({"slogan": "绿水青山 / 节能增效", "dwell": "4秒", "transition": "fade"})
    (folder / "节目单.yaml").write_text(yaml_of(entries), "utf-8")
    return folder


def kept_of(cache: Path) -> dict[str, Kept]:
    return {kept.shot.title: kept for kept in listed(cache, *EVER)}


def test_the_reports_picture_is_what_was_on_the_glass(display: Xvfb, tmp_path: Path, cache: Path) -> None:
    """Each slide once, however often it is shown; its picture is that of the X server, not of a transition."""
    folder = campaign(tmp_path)
    with playing(display, folder, cache) as program:
        program.until(lambda: len(kept_of(cache)) == 3)
        before = {title: kept.path.stat().st_mtime_ns for title, kept in kept_of(cache).items()}
        seen: list[Image.Image] = []

        def still() -> bool:
            """The slogan stands: two looks half a second apart see the same, and neither of the pictures."""
            first = display.screenshot().convert("RGB")
            if nearest(first.getpixel((640, 40))) in ("red", "green"):  # type: ignore[arg-type]  # an RGB pixel
                return False
            time.sleep(0.5)
            seen[:] = [first]
            return ImageChops.difference(first, display.screenshot().convert("RGB")).getbbox() is None

        program.until(still)
        program.until_colour("red")
        program.until_colour("green")
        assert {title: kept.path.stat().st_mtime_ns for title, kept in kept_of(cache).items()} == before
        assert program.stop() == 0
    shots = kept_of(cache)
    assert all(kept.is_whole and kept.shot.snapshot for kept in shots.values())
    for title in ("red", "green"):
        with Image.open(shots[title].path) as small:
            assert nearest(small.convert("RGB").getpixel((640, 360)), 6) == title  # type: ignore[arg-type]  # an RGB pixel
    slogan = next(kept for kept in shots.values() if kept.shot.kind == "slogan")
    with Image.open(slogan.path) as small:
        assert small.size == seen[0].size == (1280, 720)
        off = ImageStat.Stat(ImageChops.difference(small.convert("RGB"), seen[0]))
    assert max(off.mean) < 2.5  # JPEG, no more; another slide, or half a fade, is off by tens
    other = Image.open(shots["red"].path).convert("RGB")
    assert max(ImageStat.Stat(ImageChops.difference(other, seen[0])).mean) > 20
    assert not list((cache / FOLDER / "waiting").iterdir())
    report = [
        sys.executable,
        "-m",
        "tools.qingbo",
        "report",
        str(folder),
        "--cache",
        str(cache),
        "-o",
        str(tmp_path / "日报.docx"),
    ]
    done = subprocess.run(report, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "日报.docx") as packed:
        within = {
            hashlib.sha256(packed.read(name)).hexdigest()
            for name in packed.namelist()
            if name.startswith("word/media/")
        }
    assert within == {kept.shot.sha256 for kept in shots.values()}, "the very pictures are in the report"


def test_who_makes_them_may_be_killed(display: Xvfb, tmp_path: Path, cache: Path) -> None:
    """A kill costs one picture at most, the next slide brings its maker back, and the glass does not notice."""
    folder = campaign(tmp_path)
    with playing(display, folder, cache) as program:
        program.until(lambda: program.part("album") is not None)
        album, glass = program.part("album"), program.part("glass")
        assert album is not None
        os.kill(album, signal.SIGKILL)
        program.until(lambda: len(kept_of(cache)) >= 2)
        assert program.part("glass") == glass
        assert program.stop() == 0

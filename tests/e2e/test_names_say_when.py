"""A file is dropped whose name says when: on the glass and in the timetable at its time, and at no other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from player.clock import SystemClock
from player.model.units import SECOND
from tests.support.checkout import ROOT
from tests.support.player import picture, playing
from tests.support.xvfb import Xvfb

pytestmark = pytest.mark.timeout(300)


def asked(*arguments: str, code: int = 0) -> str:
    """What the desk says."""
    command = [sys.executable, "-m", "tools.qingbo", "--lang", "zh", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_a_name_says_when(display: Xvfb, folder: Path, cache: Path) -> None:
    now = datetime.fromtimestamp(SystemClock().now() / SECOND, ZoneInfo("Asia/Shanghai"))
    today, later = f"{now:%Y%m%d}", f"{now + timedelta(days=9):%Y-%m-%d}"
    on, off, folder_off = f"甲[{today}-{later}][3秒].png", f"乙[{later}].png", f"丙【{later}起】"
    for name in ("1.png", "2.png"):
        (folder / name).unlink()
    with playing(display, folder, cache) as program:
        (folder / folder_off).mkdir()
        picture(folder / folder_off / "c.png", "cyan")
        picture(folder / off, "blue")
        picture(folder / on, "yellow")
        program.until_colour("yellow")
        wanted = {on, off, f"{folder_off}/c.png"}
        program.until_published(lambda rules: {slide.source.file for slide in rules.snapshot.slides()} == wanted)
        assert program.colours_for(8) == {"yellow"}
        said = (f"只在 {now:%Y-%m-%d} 至 {later} 播放", f"only from {now:%Y-%m-%d} until {later}")
        page = folder / "状态" / "状态.html"
        program.until(lambda: any(words in re.sub("<[^>]*>", "", page.read_text("utf-8")) for words in said))

    def cues(day: datetime) -> set[str]:
        lines = asked(
            "timetable",
            str(folder),
            "--json",
            "--from",
            f"{day:%Y-%m-%d}T12:00:00+08:00",
            "--to",
            f"{day:%Y-%m-%d}T12:02:00+08:00",
        )
        return {json.loads(line)["file"] for line in lines.splitlines()}

    assert cues(now) == {on}
    assert cues(now + timedelta(days=9)) == {on, off, f"{folder_off}/c.png"}
    assert cues(now + timedelta(days=10)) == {f"{folder_off}/c.png"}
    assert "停留 3 秒" in asked("check", str(folder))

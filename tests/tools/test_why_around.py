"""`why` of what stands around the slides: a ticker, a clock, in a playlist and for the whole folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.support.checkout import ROOT

SCHEMA = json.loads((ROOT / "docs" / "reference" / "why.schema.json").read_text("utf-8"))
WEEK = "名称: 上午\n时间: {时段: 08:00-12:00}\n分区:\n  滚动字幕: 人走关灯\n页面:\n  - 标语: 绿水青山\n"
ALL_DAY = "名称: 平时\n优先级: -1\n页面:\n  - 标语: 你好\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "节目"
    place.mkdir()
    (place / "上午.yaml").write_text(WEEK, "utf-8")
    (place / "平时.yaml").write_text(ALL_DAY, "utf-8")
    (place / "分区.yaml").write_text("时钟: 是\n", "utf-8")
    return place


def why(folder: Path, file: str, at: str) -> Any:
    command = [sys.executable, "-m", "tools.qingbo", "--lang", "zh", "why", str(folder), file, "--json", "--cache", str(folder.parent / "cache"), "--now", f"2020-07-04T{at}:00+08:00"]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=folder.parent, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    jsonschema.validate(told, SCHEMA)
    return told


def test_a_ticker_is_on_with_its_playlist(folder: Path) -> None:
    (ticker,) = (one for one in why(folder, "上午.yaml", "09:00")["slides"] if one["kind"] == "ticker")
    assert ticker["on"]
    assert ticker["end"] == "2020-07-04T12:00:00+08:00"
    (later,) = (one for one in why(folder, "上午.yaml", "13:00")["slides"] if one["kind"] == "ticker")
    assert not later["on"]
    assert later["start"] == "2020-07-05T08:00:00+08:00"
    assert later["reasons"] == [{"code": "with-playlist", "message": "它随节目单“上午”出现，现在放的不是它。"}]


def test_a_clock_for_the_whole_folder_is_on_but_for_takeovers(folder: Path) -> None:
    (clock,) = why(folder, "分区.yaml", "13:00")["slides"]
    assert (clock["kind"], clock["on"]) == ("clock", True)
    urgent = folder / "紧急"
    urgent.mkdir()
    (urgent / "停电.txt").write_text("今天下午停电", "utf-8")
    (folder / "插播.yaml").write_text(
        "插播: 是\n时间: {开始: 2020-07-04 13:00, 结束: 2020-07-04 14:00}\n页面:\n  - 标语: 停电\n", "utf-8"
    )
    (clock,) = why(folder, "分区.yaml", "13:30")["slides"]
    assert not clock["on"]
    assert clock["reasons"][0]["code"] == "outranked"

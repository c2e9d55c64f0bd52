"""What the doctor says of the player of a folder: the very words of its status page, whether it still tells or has stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.clock import SystemClock
from player.model.problem import Problem
from player.model.units import HOUR, MINUTE, Millis
from player.model.words import Words
from player.roles.barred import bar
from player.roles.quarantine import FOLDER, Quarantine
from player.sources.names import printable
from player.status.told import MOST, NAME, read, told, written
from player.store import last_run
from tests.support.player import ROOT, picture, playing
from tests.support.status import facts_saying, problem
from tools import doctor_player
from tools.finding import Found, State

SCHEMA = json.loads((ROOT / "docs/reference/doctor.schema.json").read_text("utf-8"))
ZONE = "Asia/Shanghai"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    place = tmp_path / "cache"
    place.mkdir()
    return place


def player_of(cache: Path, *, is_on: bool = True) -> list[Found]:
    return list(doctor_player.player(cache, ZONE, is_on=is_on))


def doctor(folder: Path, cache: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.qingbo", "doctor", str(folder), "--cache", str(cache), "--lang", "zh"]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, env=environment, check=False)


def checks(folder: Path, cache: Path) -> Iterator[dict[str, Any]]:
    """What the doctor says of the player to programs, held to the schema."""
    found = json.loads(doctor(folder, cache, "--json").stdout)
    jsonschema.validate(found, SCHEMA)
    return (check for check in found["checks"] if check["name"] == "player")


@pytest.mark.timeout(200)
def test_of_a_player_that_plays_it_says_what_is_on_what_is_wrong_and_how_it_runs(tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / "节目"
    folder.mkdir()
    picture(folder / "夏至.png", "red")
    with playing(None, folder, cache, "--headless", "--size", "320x180") as program:
        program.until(lambda: b"\\u590f\\u81f3" in ((cache / NAME).read_bytes() if (cache / NAME).exists() else b""))
        found = list(checks(folder, cache))
        assert [check["state"] for check in found] == ["ok"] * len(found)
        assert "正在播放“夏至”" in found[0]["message"]
        assert "状态/状态.html" in found[0]["message"]
        facts = {check["code"]: check["message"] for check in found}
        assert facts["restarts"] == "重新启动过：没有"
        assert facts["hears"] == "发现新文件：放进来就知道"
        (folder / "节目单.yaml").write_text("slides:\n  - slogen: 节能\n", "utf-8")
        program.until(lambda: (one := read((cache / NAME).read_bytes())) is not None and bool(one.problems))
        (wrong,) = [check for check in checks(folder, cache) if check["state"] == "error"]
        assert (wrong["code"], wrong["message"][:15]) == ("kind-unknown", "节目单.yaml 第2行第5列")
        assert wrong["cure"]
        shown = doctor(folder, cache).stdout
        assert "✗ 播放器  节目单.yaml 第2行第5列：" in shown
        assert "→ 种类有：" in shown
    (ended,) = checks(folder, cache)
    assert ended["message"] == "没有在播放"


def test_a_player_that_has_stopped_telling_is_an_error_with_its_minutes(cache: Path) -> None:
    (cache / NAME).write_bytes(written(told(facts_saying("甲"), "/srv/状态.html")))
    assert player_of(cache)[0].state is State.OK
    long_ago = (SystemClock().machine() - 12 * MINUTE) / 1e3
    os.utime(cache / NAME, (long_ago, long_ago))
    stopped, last, *_ = player_of(cache)
    assert (stopped.state, stopped.code) == (State.ERROR, "updates-stopped")
    assert stopped.words.zh == "更新已停止12分钟。"
    assert stopped.words.en.startswith("Updates have stopped for 12 min")
    assert "照常播放停止以前的内容" in stopped.cure.zh
    assert "12分钟前" in last.words.zh


def test_a_player_that_has_just_started_is_not_blamed_for_the_silence_of_the_one_before(cache: Path) -> None:
    (cache / NAME).write_bytes(written(told(facts_saying("甲"), "")))
    (cache / "lock").touch()
    long_ago = (SystemClock().machine() - 12 * MINUTE) / 1e3
    os.utime(cache / NAME, (long_ago, long_ago))
    assert [one.words.zh for one in player_of(cache)] == ["正在播放，还没有说明自己的情况"]
    os.utime(cache / "lock", (long_ago + 1, long_ago + 1))
    assert [one.code for one in player_of(cache)] == ["updates-stopped", ""], "it never told anything"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"version":1}', b"\xff" * 50, b"[" * 100_000])
def test_a_memory_that_is_none_is_no_news(cache: Path, data: bytes) -> None:
    (cache / NAME).write_bytes(data)
    (only,) = player_of(cache)
    assert (only.state, only.words.zh) == (State.OK, "正在播放，还没有说明自己的情况")


@given(st.text(st.characters(), max_size=30))
def test_what_is_told_comes_back_whatever_the_names_are(text: str) -> None:
    """Law: `read(written(t)) == t`."""
    value = told(facts_saying(f"甲{text}"), text)
    assert read(written(value)) == value


def test_no_name_reaches_the_terminal_as_it_is(cache: Path) -> None:
    name = "a\x1b[31m\u202e\udcff.png"
    (cache / NAME).write_bytes(written(told(facts_saying(name), name)))
    for found in player_of(cache):
        assert found.words.zh.isprintable(), found.words.zh
        assert found.cure.zh.isprintable(), found.cure.zh


def test_many_problems_are_cut_and_counted_errors_first(cache: Path) -> None:
    many: tuple[Problem, ...] = tuple(problem(f"{number}.png") for number in range(MOST + 5))
    facts = facts_saying("甲")
    facts = type(facts)(version="0.1.0", screen="", folder="", now=facts.now, problems=many)
    (cache / NAME).write_bytes(written(told(facts, "")))
    found = player_of(cache)
    assert sum(one.code == "file-missing" for one in found) == MOST
    assert any(one.words.zh == "内容里另有 5 处" for one in found)


@pytest.mark.parametrize("power", [True, False])
def test_how_the_last_player_ended_is_said_where_none_plays(cache: Path, *, power: bool) -> None:
    now = Millis(SystemClock().machine() - HOUR)
    last_run.begin(cache, process=1, now=now, boot="boot-before" if power else last_run.this_boot())
    if power:
        last_run.begin(cache, process=2, now=SystemClock().machine())
    off, ended = player_of(cache, is_on=False)
    assert off.words.zh == "没有在播放"
    assert (ended.state, ended.code) == (State.WARNING, "power-lost" if power else "killed")


def test_what_is_in_quarantine_is_counted_with_the_way_out_of_it(cache: Path) -> None:
    (nothing,) = doctor_player.quarantine(cache)
    assert nothing.state is State.OK
    Quarantine(cache / FOLDER).hold("picture", Words("解码时崩溃", "the decoder crashed"))
    assert bar(cache, "slide")
    (held,) = doctor_player.quarantine(cache)
    assert held.state is State.WARNING
    assert "1 项" in held.words.zh
    assert "1 页" in held.words.zh
    for place in (cache / FOLDER, cache / "barred-slides.json"):
        assert printable(str(place)) in held.cure.zh
        assert place.exists()

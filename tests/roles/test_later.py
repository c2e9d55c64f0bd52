"""What counts from the next start alone is said: by the intake on the status page, and by `qingbo check` while a player runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from player.app import forget_mixed
from player.clock import SystemClock
from player.model.words import Language
from player.picture.assets import asset_root
from player.picture.look import look_digest, look_stamp
from player.prepare import spare
from player.roles import later
from player.roles.later import Later, told_of
from player.roles.orders import Orders
from player.store.store import Store
from tests.support.fake_clock import FakeClock
from tools import check

ROOT = Path(check.__file__).resolve().parent.parent


def orders(tmp_path: Path, look: str, file: Path | None = None) -> Orders:
    said = b"" if file is None else file.read_bytes()
    cache = tmp_path / "cache"
    cache.mkdir(exist_ok=True)
    return Orders(tmp_path, cache, SystemClock(), look=look, settings_file=file, settings_bytes=said)


def codes(later: Later) -> list[str]:
    return [problem.code for problem in later.problems()]


def test_nothing_is_said_while_nothing_changed(tmp_path: Path) -> None:
    file = tmp_path / "player.yaml"
    file.write_text("theme: red\n", "utf-8")
    same = Later(orders(tmp_path, look_digest(), file))
    assert codes(same) == codes(same) == []
    assert codes(Later(orders(tmp_path, ""))) == []


def test_settings_that_were_changed_are_said_until_they_are_as_they_were(tmp_path: Path) -> None:
    """A remark in the file changes nothing; another theme does; a file that is away says nothing new."""
    file = tmp_path / "player.yaml"
    file.write_text("theme: red\n", "utf-8")
    changed = Later(orders(tmp_path, look_digest(), file))
    file.write_text("theme: red   # 国庆\n", "utf-8")
    assert codes(changed) == []
    file.write_text("theme: dark\n", "utf-8")
    assert codes(changed) == ["settings-later"]
    (problem,) = changed.problems()
    assert problem.place.file == "player.yaml"
    file.write_text("主题: red\n", "utf-8")
    assert codes(changed) == []
    file.unlink()
    assert codes(changed) == []


def test_a_look_that_is_another_is_said(tmp_path: Path) -> None:
    """The frames on the glass are named by the look of the start; themes that were changed since are not in them."""
    assert codes(Later(orders(tmp_path, "0123456789abcdef"))) == ["look-later"]


def test_the_files_are_looked_at_every_five_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seventy files are not asked at each look at the folder."""
    asked: list[float] = []
    clock = FakeClock()
    monkeypatch.setattr(later, "look_stamp", lambda: asked.append(clock.monotonic()))
    one = Later(replace(orders(tmp_path, look_digest()), clock=clock))
    for _ in range(61):
        one.problems()
        clock.advance(10)
    assert [round(at - asked[0]) for at in asked] == [0, 300, 600]


def test_frames_that_were_painted_under_another_look_are_painted_anew(tmp_path: Path) -> None:
    """A theme that was changed under a running player and put back: what was painted meanwhile has the right name and wrong colours."""
    cache = orders(tmp_path, "").cache
    (cache / "frames").mkdir()
    frame, place = cache / "frames" / "0123.frame", spare.spare_of(cache / "frames")
    frame.write_bytes(b"painted")
    if place is not None:
        place.mkdir()
        (place / frame.name).write_bytes(b"painted where the disk had no room")
    assert codes(Later(orders(tmp_path, look_digest()))) == []
    forget_mixed(cache)
    assert frame.exists()
    assert codes(Later(orders(tmp_path, "0123456789abcdef"))) == ["look-later"]
    forget_mixed(cache)
    assert not frame.exists()
    assert place is None or not place.exists()
    frame.write_bytes(b"painted anew")
    forget_mixed(cache)
    assert frame.exists()


def test_a_theme_file_that_changes_is_another_look(tmp_path: Path) -> None:
    """In a copy of the program: a colour is changed, and the digest and its stamp are others."""
    shutil.copytree(ROOT / "player", tmp_path / "player", ignore=shutil.ignore_patterns("__pycache__", "_assets"))
    assets = tmp_path / "assets"
    shutil.copytree(asset_root() / "themes", assets / "themes")
    shutil.copytree(asset_root() / "words", assets / "words")
    (assets / "fonts").mkdir()
    shutil.copy(asset_root() / "fonts" / "emoji.txt", assets / "fonts")
    program = (
        "from pathlib import Path; from player.picture.look import look_digest, look_stamp; from player.picture.assets import asset_root\n"
        "before = look_digest(), look_stamp(); file = asset_root() / 'themes' / 'red.toml'\n"
        "file.write_text(file.read_text('utf-8') + '\\n# ', 'utf-8'); after = look_digest(), look_stamp()\n"
        "print(before[0] != after[0], before[1] != after[1], look_digest() == after[0])"
    )
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.split() == ["True", "True", "True"], done.stderr
    assert look_stamp() == look_stamp()


def test_check_says_it_while_a_player_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The player holds its cache and has noted what it began with; when it has ended, the files count and nothing is said."""
    folder, cache, file = tmp_path / "播放内容", tmp_path / "cache", tmp_path / "player.yaml"
    folder.mkdir()
    (folder / "a.yaml").write_text("页面:\n  - 标语: 绿水青山\n", "utf-8")
    file.write_text("theme: green\n", "utf-8")
    store = Store(cache)

    def said() -> list[str]:
        check.run([str(folder), "--cache", str(cache), "--settings", str(file), "--json"], Language.ZH)
        return [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]]

    with store.lock():
        Later(orders(tmp_path, look_digest(), file)).note()
        assert said() == []
        file.write_text("theme: dark\n", "utf-8")
        assert said() == ["settings-later"]
        Later(orders(tmp_path, "0123456789abcdef", file)).note()
        assert said() == ["look-later"]
    assert said() == []
    assert told_of(tmp_path / "nowhere", file) == ()

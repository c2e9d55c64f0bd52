"""What `check` shows on a terminal: colours and frames there, plain lines elsewhere, the caret right under wide characters."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.support.checkout import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal is a POSIX thing")

WRONG = "name：宣传周\nslides:\n  - slogan: 绿水青山，节能增效，人走灯灭\n  - image: 海抱.png\n  - image: 海抱2.png\n  - image: 海抱3.png\n"
GOOD = "slides:\n  - slogan: 绿水青山\n"


def shown(folder: Path, *, columns: int = 100, terminal: bool = True, **environment: str) -> tuple[str, int]:
    """What stands on a terminal so wide, with its escapes; and the exit code."""
    command = [
        sys.executable,
        "-m",
        "tools.qingbo",
        "--lang",
        "zh",
        "check",
        str(folder),
        "--cache",
        str(folder.parent / "cache"),
    ]
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "TERM")}
    around = {**kept, "TERM": "xterm-256color", "COLUMNS": str(columns), "LINES": "40", **environment}
    if not terminal:
        done = subprocess.run(
            command, cwd=ROOT, env=around, capture_output=True, text=True, encoding="utf-8", check=False
        )
        return done.stdout, done.returncode
    import pty

    outside, inside = pty.openpty()
    with subprocess.Popen(
        command, cwd=ROOT, env=around, stdout=inside, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    ) as process:
        os.close(inside)
        told = b""
        while True:
            try:
                part = os.read(outside, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            told += part
        code = process.wait()
    os.close(outside)
    return told.decode().replace("\r\n", "\n"), code


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)


def columns_of(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "节目"
    place.mkdir()
    return place


def test_on_a_terminal_each_file_has_its_frame_and_the_caret_stands_under_what_is_meant(folder: Path) -> None:
    (folder / "节目单.yaml").write_text(WRONG, "utf-8")
    (folder / "资料.zip").write_bytes(b"PK")
    told, code = shown(folder)
    assert code == 1
    assert "\x1b[" in told
    lines = plain(told).splitlines()
    assert [line for line in lines if line.startswith("╭") and "节目单.yaml" in line]
    assert [line for line in lines if line.startswith("╭") and "资料.zip" in line]
    number = next(at for at, line in enumerate(lines) if "4 │" in line)
    caret = lines[number + 1]
    assert columns_of(caret[: caret.index("▲")]) == columns_of(lines[number][: lines[number].index("海抱")])
    assert "第5行 第12列、第6行 第12列" in plain(told)
    assert all(columns_of(line) <= 100 for line in lines)
    assert lines[-1].startswith("✗ 4 个错误，1 个提醒")


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_nothing_is_wider_than_the_terminal_and_no_caret_is_lost(folder: Path, columns: int) -> None:
    (folder / "节目单.yaml").write_text(
        "slides:\n  - slogan: " + "长" * 40 + "\n    dwell: " + "长" * 40 + "x\n", "utf-8"
    )
    told, _ = shown(folder, columns=columns)
    lines = plain(told).splitlines()
    assert all(columns_of(line) <= min(columns, 100) for line in lines)
    assert sum("▲" in line for line in lines) == 1


def test_the_last_line_is_green_where_all_is_well(folder: Path) -> None:
    (folder / "节目单.yaml").write_text(GOOD, "utf-8")
    told, code = shown(folder)
    assert code == 0
    last = told.rstrip("\n").splitlines()[-1]
    assert "32m" in last
    assert plain(last) == "✓ 没有问题，1 页都会按时播放。"
    assert "● 正在播" in plain(told)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colours_or_a_terminal_it_is_plain(folder: Path, environment: dict[str, str]) -> None:
    (folder / "节目单.yaml").write_text(WRONG, "utf-8")
    told, code = shown(folder, **environment)
    piped, piped_code = shown(folder, terminal=False)
    assert (code, piped_code) == (1, 1)
    assert "\x1b" not in told + piped
    assert re.sub(r"\d\d:\d\d:\d\d|\d+-\d+-\d+ 周.", "", told) == re.sub(r"\d\d:\d\d:\d\d|\d+-\d+-\d+ 周.", "", piped)
    assert "怎么改：" in piped

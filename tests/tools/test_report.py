"""`qingbo report`, run as people run it, on journals that a player wrote."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.model.showing import Status
from player.model.snapshot import DayTable
from player.model.units import DAY, HOUR, Millis
from player.timeline.calendar import Calendar
from tests.support.checkout import ROOT
from tests.support.journals import BEGIN, folder, journal, showing, three_days
from tools.plays import rows_of

SCHEMA = json.loads((ROOT / "docs" / "reference" / "report.schema.json").read_text("utf-8"))
SHANGHAI = Calendar("Asia/Shanghai", DayTable())


def report(cache: Path, *arguments: str, code: int = 0) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LANG": "zh_CN.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "tools.qingbo", "report", "--cache", str(cache), *arguments],
        cwd=cache, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == code, f"{done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def as_json(cache: Path, *arguments: str, code: int = 0) -> Any:
    told = json.loads(report(cache, "--json", *arguments, code=code))
    jsonschema.validate(told, SCHEMA)
    return told


def test_the_day_is_told_slide_by_slide(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    for number in range(5):
        kept.record(showing(number % 2, BEGIN + (number + 1) * HOUR, seconds=60))
    kept.record(showing(1, BEGIN + 6 * HOUR, seconds=5, status=Status.INTERRUPTION))
    told = report(tmp_path, "--from", "2020-07-04").splitlines()
    assert told[1] == "2020-07-04 周六  hall：播放 6 次，共 5分5秒"
    assert [line.split()[:2] for line in told[2:]] == [["3", "3分"], ["3", "2分5秒"]]
    assert "绿水青山 1" in told[3]
    assert told[3].endswith("节能.yaml（1 次没有播完或没能播出）")
    english = report(tmp_path, "--from", "2020-07-04", "--lang", "en")
    assert "2020-07-04 Sat  hall: 6 plays, 5 min 5 s" in english


def test_json_has_the_same_figures_and_the_verification(tmp_path: Path) -> None:
    three_days(tmp_path)
    told = as_json(tmp_path, "--from", "2020-07-04", "--to", "2020-07-05")
    assert (told["plays"], told["seconds"], told["verification"]) == (6, 48.0, None)
    assert [(row["day"], row["slide"], row["plays"]) for row in told["rows"]][:2] == [
        ("2020-07-04", "s0", 1),
        ("2020-07-04", "s1", 1),
    ]
    found = as_json(tmp_path, "--to", "2020-07-04", "--verify")["verification"]
    assert (found["ok"], found["records"], found["showings"], found["seconds"]) == (True, 11, 9, 72.0)


def test_a_change_is_told_with_its_place_whatever_day_was_asked_for(tmp_path: Path) -> None:
    three_days(tmp_path)
    path = tmp_path / "journal" / "2020-07-05.jsonl"
    assert "播放记录完整：3 个文件，11 条记录，9 次播放" in report(tmp_path, "--verify")
    path.write_bytes(path.read_bytes().replace("绿水青山 4".encode(), "绿水青山 5".encode()))
    told = report(tmp_path, "--verify", "--from", "2020-07-04", code=1)
    assert "播放记录有 1 处不对：\n  2020-07-05.jsonl 第2行  这一行或它的下一行被改过。" in told
    (flaw,) = as_json(tmp_path, "--verify", code=1)["verification"]["flaws"]
    assert (flaw["code"], flaw["file"], flaw["line"]) == ("changed", "2020-07-05.jsonl", 2)
    assert "This line, or the one after it, was changed." in report(tmp_path, "--verify", "--lang", "en", code=1)


def test_csv_is_for_spreadsheets_and_harmless(tmp_path: Path) -> None:
    from dataclasses import replace

    hostile = replace(showing(1, BEGIN + HOUR), title='=HYPERLINK("x")', file="-1.txt", playlist='a,"b".yaml')
    journal(tmp_path).record(hostile)
    told = report(tmp_path, "--csv", "--from", "2020-07-04")
    assert told.startswith("\ufeffday,screen,slide,")
    (row,) = csv.DictReader(io.StringIO(told.removeprefix("\ufeff")))
    assert (row["title"], row["file"], row["playlist"]) == ('\'=HYPERLINK("x")', "'-1.txt", 'a,"b".yaml')
    assert (row["plays"], row["seconds"], row["success"]) == ("1", "8.0", "1")


def test_nothing_recorded_is_said(tmp_path: Path) -> None:
    assert "2020-07-04 到 2020-07-05 没有播放记录" in report(tmp_path, "--from", "2020-07-04", "--to", "2020-07-05")
    assert "还没有播放记录" in report(tmp_path, "--verify")
    assert as_json(tmp_path)["rows"] == []
    assert not list(tmp_path.iterdir()), "looking makes nothing"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--from", "2020-07-04T09:00"), "写日期"),
        (("--from", "昨天"), "看不懂时间“昨天”"),
        (("--from", "2020-07-05", "--to", "2020-07-04"), "--to 不能早于 --from"),
        (("--csv", "--verify"), "不能和"),
    ],
)
def test_wrong_use_is_one_sentence(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in report(tmp_path, *arguments, code=2)


def test_no_days_are_too_early_or_too_late(tmp_path: Path) -> None:
    three_days(tmp_path)
    assert as_json(tmp_path, "--from", "0001-01-01", "--to", "9999-12-31")["plays"] == 9


def test_what_a_terminal_would_obey_is_not_printed(tmp_path: Path) -> None:
    from dataclasses import replace

    journal(tmp_path).record(replace(showing(1, BEGIN + HOUR), title="\x1b[2J清屏"))
    assert "\x1b" not in report(tmp_path, "--from", "2020-07-04")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3 * DAY), st.integers(1, 2 * 86_400)), min_size=1, max_size=8))
def test_time_is_shared_out_among_days_and_none_is_lost(shown: list[tuple[int, int]]) -> None:
    """Law: rows of all days together have every play once and every second once, and no day has more than it is long."""
    with folder() as root:
        kept = journal(root)
        for number, (end, seconds) in enumerate(shown):
            kept.record(showing(number, BEGIN + 2 * DAY + end, seconds=seconds))
        rows = rows_of(root, date(2020, 7, 1), date(2020, 7, 31), SHANGHAI)
        assert sum(row.plays for row in rows) == len(shown)
        assert round(sum(row.seconds for row in rows)) == sum(seconds for _, seconds in shown)
        assert all(0 < row.seconds <= 86_400 for row in rows)
        day = date(2020, 7, 1)
        alone = []
        while day <= date(2020, 7, 31):
            alone.extend(rows_of(root, day, day, SHANGHAI))
            day += timedelta(days=1)
        assert alone == list(rows), "a day tells the same alone"


def test_what_was_on_over_midnight_counts_in_both_days(tmp_path: Path) -> None:
    journal(tmp_path).record(showing(1, BEGIN + DAY + 30_000, seconds=90))
    rows = rows_of(tmp_path, date(2020, 7, 4), date(2020, 7, 5), SHANGHAI)
    assert [(row.day.day, row.plays, row.seconds) for row in rows] == [(4, 1, 60.0), (5, 0, 30.0)]
    assert Millis(BEGIN + DAY) == SHANGHAI.midnight(date(2020, 7, 5))

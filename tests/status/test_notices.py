"""What the status page says of the machine: each notice seen told, with its figures; and not told where all is well."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from player.model.problem import Severity
from player.model.restart import Cause, Restart
from player.model.units import HOUR, MINUTE, Millis
from player.sources.remarks import Away, problem_of_away
from player.status.facts import StatusFacts
from player.status.machine import lines
from player.status.verdict import RESTARTS, TOLD_AFTER, notices
from tests.support.status import NOW, slogan, timeline

WELL = StatusFacts("0.1.0", "hall", "/srv", NOW, timeline=timeline(slogan("甲")))
AN_HOUR = Millis(NOW - HOUR)


@pytest.mark.parametrize(
    ("change", "code", "severity", "figures"),
    [
        ({"away_since": AN_HOUR}, "folder-away", Severity.ERROR, ("09:12:30", "1小时")),
        ({"clock_plausible": False}, "clock-wrong", Severity.ERROR, ("2020-07-04", "10:12:30")),
        ({"clock_offset": Millis(90_000)}, "clock-off", Severity.WARNING, ("快", "1分30秒")),
        ({"clock_offset": Millis(-6_000)}, "clock-off", Severity.WARNING, ("慢", "6秒")),
        (
            {"away_since": AN_HOUR, "away": problem_of_away(Away.GONE, root="/srv/屏幕")},
            "folder-gone",
            Severity.ERROR,
            ("/srv/屏幕", "从 09:12:30 起", "1小时"),
        ),
        ({"restarts": (Restart("glass", 4, NOW),)}, "part-restarted", Severity.WARNING, ("画面", "4")),
        (
            {"restarts": (Restart("glass", 2, NOW), Restart("glass", 1, AN_HOUR, Cause.HUNG)), "broke_off": "夏至"},
            "part-restarted",
            Severity.WARNING,
            ("画面", "3", "夏至"),
        ),
        ({"timeline": None}, "nothing-to-show", Severity.WARNING, ()),
    ],
    ids=str,
)
def test_a_notice_is_told_with_its_figures(
    change: dict[str, Any], code: str, severity: Severity, figures: tuple[str, ...]
) -> None:
    (told,) = notices(replace(WELL, **change))
    assert (told.code, told.severity, told.place.file) == (code, severity, None)
    assert all(figure in told.message.zh for figure in figures), told.message.zh


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"away_since": Millis(NOW - TOLD_AFTER + 1)},
        {"clock_offset": Millis(5_000)},
        {"restarts": (Restart("glass", RESTARTS - 1, NOW),)},
        {"restarts": (Restart("glass", 40, Millis(NOW - HOUR)),)},
        {"restarts": (Restart("glass", 40, NOW, Cause.MEMORY),)},
        {"restarts": (Restart("glass", 2, NOW), Restart("intake", 2, NOW))},
    ],
    ids=str,
)
def test_what_stumbles_and_is_over_is_no_notice(change: dict[str, Any]) -> None:
    assert notices(replace(WELL, **change)) == ()


def test_the_worst_comes_first() -> None:
    bad = replace(WELL, clock_plausible=False, restarts=(Restart("glass", 9, NOW),), away_since=Millis(NOW - MINUTE))
    assert [one.severity for one in notices(bad)] == [Severity.ERROR, Severity.ERROR, Severity.WARNING]


def test_the_machine_is_told_line_by_line_with_why_parts_were_restarted() -> None:
    restarts = (
        Restart("glass", 2, AN_HOUR),
        Restart("intake", 1, NOW, Cause.HUNG),
        Restart("glass", 1, NOW, Cause.MEMORY),
        Restart("painter", 0),
    )
    told = {line.key: line.value for line in lines(replace(WELL, restarts=restarts, hears=False, size=(1920, 1080)))}
    assert told["restarts"].zh == (
        "画面 3 次（中断 2，内存到限重启 1，最近 10:12:30）；读取文件夹 1 次（没有响应 1，最近 10:12:30）"
    )
    broken = replace(WELL, restarts=restarts[:1], broke_off="夏至\u202e")
    said = {line.key: line.value for line in lines(broken)}["restarts"].zh
    assert said == "画面 2 次（中断 2，最近 09:12:30，上次中断时在放“夏至\\u202e”）"
    assert told["size"].zh == "1920×1080"
    assert "定时查看" in told["hears"].zh
    assert {line.key: line.value for line in lines(WELL)}["restarts"].zh == "没有"

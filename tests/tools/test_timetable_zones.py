"""The week tells what stands around the slides too, and when: on the page, and in the calendar where it has times of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import icalendar
import pytest

from player.model.settings import Settings
from player.model.units import HOUR, Millis
from player.model.words import Language
from tools.arguments import Screen
from tools.reading import Reading, read
from tools.refused import Refused
from tools.timetable import run
from tools.timetable_calendar import calendar
from tools.timetable_page import page
from tools.timetable_week import week_of

MONDAY = date(2020, 6, 29)
NOW = Millis(1_593_656_100_000)
"""2020-07-02 10:15 in Shanghai."""

WEEK = """
名称: 上午
时间: {时段: 08:00-12:00}
分区:
  滚动字幕: 人走关灯 & <随手断电>
  角标:
    二维码: https://example.org/quiz
    说明: 扫码答题
    时间: {开始: 2020-07-04 09:00, 结束: 2020-07-05 17:00}
页面:
  - 标语: 绿水青山
"""
PAST = """
名称: 过去的
时间: {结束: 2020-06-01}
分区: {滚动字幕: 早就过了}
页面:
  - 标语: 过去
"""


@pytest.fixture
def found(tmp_path: Path) -> Reading:
    folder = tmp_path / "节目"
    folder.mkdir()
    (folder / "上午.yaml").write_text(WEEK, "utf-8")
    (folder / "过去.yaml").write_text(PAST, "utf-8")
    (folder / "分区.yaml").write_text("时钟: 是\n", "utf-8")
    return read(Screen(folder, Settings(), (), None, tmp_path / "cache", NOW, None))


def test_what_stands_around_the_slides_is_told_with_its_times(found: Reading) -> None:
    """A zone is on in exactly the spans that the week tells of it; one that is not on in the week is not told."""
    week = week_of(found, MONDAY)
    assert {one.zone.name for one in week.around} == {"ticker", "corner", "clock"}
    spans = {one.zone.name: one.spans for one in week.around}
    assert [end - start for start, end in spans["ticker"]] == [4 * HOUR] * 7
    assert [end - start for start, end in spans["corner"]] == [3 * HOUR, 4 * HOUR]  # 9-12 on Saturday, 8-12 on Sunday
    assert spans["clock"] == spans["ticker"]  # nothing else rules in this folder, and the standby card stands alone
    told = page(found, week, Settings(), Language.ZH)
    for text in ("滚动字幕", "人走关灯 &amp; &lt;随手断电&gt;", "随“", "角标", "扫码答题", "2020-07-04 09:00", "时钟"):
        assert text in told
    assert "早就过了" not in told


def test_a_folder_without_zones_has_no_such_line(found: Reading, tmp_path: Path) -> None:
    """The page is not crowded by what is not there."""
    folder = tmp_path / "无"
    folder.mkdir()
    (folder / "a.yaml").write_text("页面:\n  - 标语: 绿水青山\n", "utf-8")
    plain = read(Screen(folder, Settings(), (), None, tmp_path / "cache", NOW, None))
    week = week_of(plain, MONDAY)
    assert week.around == ()
    assert 'class="around"' not in page(plain, week, Settings(), Language.ZH)
    assert 'class="around"' in page(found, week_of(found, MONDAY), Settings(), Language.ZH)


def test_the_calendar_has_the_zones_with_times_of_their_own(found: Reading) -> None:
    """The corner code of two days is two events; what is on with its playlist alone, or always, is none."""
    made = icalendar.Calendar.from_ical(calendar(found, week_of(found, MONDAY), Settings(), Language.ZH))
    names = [str(event["summary"]) for event in made.walk("VEVENT")]
    assert len([name for name in names if name.startswith("角标")]) == 2
    assert not [name for name in names if name.startswith(("滚动字幕", "时钟"))]
    assert len({str(event["uid"]) for event in made.walk("VEVENT")}) == len(names)


@pytest.mark.parametrize(("option", "name"), [("--html", "一周.pdf"), ("--html", "一周.ics"), ("--ics", "一周.html")])
def test_a_file_of_another_ending_is_refused(tmp_path: Path, option: str, name: str) -> None:
    """A page is never written under the name of something that it is not."""
    with pytest.raises(Refused):
        run([str(tmp_path), option, str(tmp_path / name)], Language.ZH)
    assert not (tmp_path / name).exists()

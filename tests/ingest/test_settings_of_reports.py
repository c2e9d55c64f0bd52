"""The settings that a report is made from: who, where, how much power, when it is due."""

from __future__ import annotations

import pytest

from player.ingest.settings_file import read_settings
from player.model.settings import Settings


def test_all_of_them_in_chinese_and_in_english() -> None:
    zh = "单位: 某某局\n地点: 一楼大厅\n联系人: 张三 010-1\n活动: 节能宣传周\n功率: 122瓦\n功率依据: 实测\n排放因子: 0.5703\n因子年份: 2022\n报送时间: 下午4点\n"
    en = "unit: 某某局\nplace: 一楼大厅\ncontact: 张三 010-1\ncampaign: 节能宣传周\nwatts: 122\nbasis: measured\nfactor: 0.5703\nfactor_year: 2022\nreport: 16:00\n"
    wanted = Settings(
        unit="某某局", place="一楼大厅", contact="张三 010-1", campaign="节能宣传周", watts=122.0, basis="measured",
        factor=0.5703, factor_year=2022, report=57_600_000,
    )  # fmt: skip
    assert read_settings(zh.encode()) == (wanted, ())
    assert read_settings(en.encode()) == (wanted, ())


@pytest.mark.parametrize("text", ["report: 否", "报送时间: no"])
def test_there_may_be_no_report(text: str) -> None:
    assert read_settings(text.encode()) == (Settings(report=-1), ())


@pytest.mark.parametrize("line", ["watts: 很多", "basis: 猜的", "factor: 53", "factor_year: 今年", "report: 傍晚"])
def test_one_that_is_wrong_has_its_default_and_is_told(line: str) -> None:
    found, problems = read_settings(line.encode())
    assert found == Settings()
    assert [problem.place.line for problem in problems] == [1]

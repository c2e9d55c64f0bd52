"""Tables as offices keep them become figures: titles, units, totals, years across, gaps; what cannot be drawn is told."""

from __future__ import annotations

import pytest

from player.ingest.pipeline import Ingested, ingest
from player.ingest.rules import Rules
from player.slides.chart_figures import Figures, read
from player.slides.naming import title_of
from tests.ingest.memory import NOW, MemoryFiles

TABLE = """\
“十三五”以来单位建筑面积能耗,,
,,单位：千克标准煤/平方米
年份,能耗,备注
2016,20.6,
2017,"1,020.1",
2018,—,没有统计
2019,18.9,
2020,18.48,
合计,78,
数据来源：全国公共机构能源资源消费统计,,
"""


def taken(sheet: str, files: dict[str, str] | None = None, **how: Ingested) -> Ingested:
    held: dict[str, bytes | None] = {
        name: text.encode()
        for name, text in (({"能耗.csv": TABLE} if "能耗.csv" in sheet else {}) | (files or {})).items()
    }
    previous = how["previous"].snapshot if "previous" in how else None
    return ingest(MemoryFiles(held | {"a.yaml": sheet.encode()}), previous=previous, now=NOW, rules=Rules())


def codes(found: Ingested) -> list[str]:
    return [problem.code for problem in found.problems]


def figures(found: Ingested) -> Figures:
    (slide,) = found.snapshot.slides()
    return read(slide.text("figures"))


ONE = "slides:\n  - chart: 能耗.csv\n"


def test_a_table_of_an_office_is_understood() -> None:
    """The title over it, the unit, the source below; no total, a gap where there is none, and no playlist of the table."""
    found = taken(ONE)
    assert codes(found) == []
    (slide,) = found.snapshot.slides()
    assert figures(found) == Figures(
        ("2016", "2017", "2018", "2019", "2020"), ("能耗",), ((20.6, 1020.1, None, 18.9, 18.48),), grouped=True
    )
    assert slide.text("title") == title_of(slide) == "“十三五”以来单位建筑面积能耗"
    assert slide.text("unit") == "千克标准煤/平方米"
    assert slide.text("source") == "全国公共机构能源资源消费统计"
    assert slide.text("style") == "bars"
    assert slide.assets == ()
    assert [playlist.id for playlist in found.snapshot.playlists] == ["a.yaml"]


def test_what_the_playlist_says_goes_before_the_table() -> None:
    found = taken(ONE + "    标题: 能耗\n    单位: kgce/m²\n    来源: 本单位\n    样式: 折线图\n")
    (slide,) = found.snapshot.slides()
    assert [slide.text(name) for name in ("title", "unit", "source", "style")] == ["能耗", "kgce/m²", "本单位", "lines"]


@pytest.mark.parametrize(
    ("table", "expected", "unit"),
    [
        (
            "指标,2019年,2020年\n用电（万千瓦时）,12,11\n",
            Figures(("2019年", "2020年"), ("用电",), ((12, 11),)),
            "万千瓦时",
        ),
        ("部门,用水（吨）\n一,1\n二,2\n", Figures(("一", "二"), ("用水",), ((1, 2),)), "吨"),
        ("月份,降幅\n1月,5%\n2月,-2.5％\n", Figures(("1月", "2月"), ("降幅",), ((5, -2.5),)), "%"),
        ("2019,3\n2020,4\n", Figures(("2019", "2020"), ("系列1",), ((3, 4),)), ""),
        ("单位,电费\n甲,1.2万\n乙,8000\n", Figures(("甲", "乙"), ("电费",), ((12_000, 8_000),)), ""),
        ("楼,水,电\n一,1,2\n二,/,4\n", Figures(("一", "二"), ("水", "电"), ((1, None), (2, 4))), ""),
    ],
)
def test_tables_of_many_forms(table: str, expected: Figures, unit: str) -> None:
    found = taken(ONE, {"能耗.csv": table})
    assert figures(found) == expected
    assert found.snapshot.slides()[0].text("unit") == unit


@pytest.mark.parametrize(
    "said",
    [
        "{2019: 3, 2020: 4.5}",
        "\n      - 2019: 3\n      - 2020: 4.5",
        "\n      - [2019, 3]\n      - [2020, 4.5]",
        "\n      - 2019 3\n      - 2020，4.5",
        "\n      - {年份: 2019, 能耗: 3}\n      - {年份: 2020, 能耗: 4.5}",
        "|\n      2019, 3\n      2020, 4.5",
    ],
)
def test_figures_stand_in_the_playlist_as_people_write_them(said: str) -> None:
    found = taken(f"slides:\n  - chart: 能耗\n    figures: {said}\n")
    assert set(codes(found)) <= {"colon-in-text"}  # `- 2019: 3` is understood, and mentioned
    assert figures(found) == Figures(("2019", "2020"), ("系列1",), ((3, 4.5),))
    assert title_of(found.snapshot.slides()[0]) == "能耗"


@pytest.mark.parametrize(
    ("columns", "names"),
    [("楼, 电", ("电",)), ("A,C", ("电",)), ("A-C", ("水", "电")), ("楼，水、电", ("水", "电")), ("A列，B列", ("水",))],
)
def test_columns_are_chosen_by_name_or_letter(columns: str, names: tuple[str, ...]) -> None:
    found = taken(ONE + f"    columns: {columns}\n", {"能耗.csv": "楼,水,电\n一,1,2\n二,3,4\n"})
    assert codes(found) == []
    assert figures(found).names == names


@pytest.mark.parametrize(
    ("sheet", "table", "code"),
    [
        (ONE, "说明\n没有数字\n", "chart-empty"),
        (ONE + "    columns: 年份, 煤\n", TABLE, "chart-column"),
        (ONE + "    sheet: 第九张\n", TABLE, "chart-sheet"),
        (ONE, "楼,一,二,三,四,五\n甲,1,2,3,4,5\n乙,1,2,3,4,5\n", "chart-series"),
        (ONE, "楼,水\n" + "".join(f"楼{n},{n}\n" for n in range(30)), "chart-points"),
        ("slides:\n  - chart: 能耗\n", TABLE, "chart-figures"),
    ],
)
def test_what_cannot_be_drawn_is_told_at_its_line(sheet: str, table: str, code: str) -> None:
    found = taken(sheet + "  - slogan: 节约用水\n", {"能耗.csv": table})
    (problem,) = [one for one in found.problems if one.place.file == "a.yaml"]
    assert problem.code == code
    assert problem.place.line == 2
    assert [slide.kind for slide in found.snapshot.slides()] == ["slogan"]


def test_a_cell_that_is_no_figure_is_named_and_left_empty() -> None:
    found = taken(ONE, {"能耗.csv": "楼,水\n一,1\n二,待定\n三,3\n"})
    assert codes(found) == ["chart-cell"]
    assert "能耗.csv B3" in found.problems[0].message.zh
    assert figures(found).values == ((1, None, 3),)


def test_how_a_table_was_read_is_told_of_the_table() -> None:
    """A table in GBK, in a playlist in UTF-8: the table is named, once, though two slides draw it."""
    held: dict[str, bytes | None] = {"a.yaml": (ONE + "  - chart: 能耗.csv\n    style: lines\n").encode()}
    found = ingest(MemoryFiles(held | {"能耗.csv": TABLE.encode("gbk")}), previous=None, now=NOW, rules=Rules())
    assert [(problem.code, problem.place.file) for problem in found.problems] == [("text-gb18030", "能耗.csv")]


def test_the_style_follows_from_the_figures() -> None:
    months = "月份,电\n" + "".join(f"{n}月,{n}\n" for n in range(1, 13))
    names = "部门,电\n" + "".join(f"部门{n},{n}\n" for n in range(1, 13))
    styles = [taken(ONE, {"能耗.csv": table}).snapshot.slides()[0].text("style") for table in (TABLE, months, names)]
    assert styles == ["bars", "lines", "bars"]


@pytest.mark.fault(9, 11)
def test_a_chart_keeps_its_last_good_version_while_its_table_is_bad() -> None:
    good = taken(ONE)
    kept = taken(ONE, {"能耗.csv": "没有了\n"}, previous=good)
    assert kept.snapshot.slides() == good.snapshot.slides()
    assert codes(kept) == ["chart-empty"]


@pytest.mark.control(9, 11)
def test_without_its_last_version_the_chart_would_be_gone() -> None:
    assert taken(ONE).snapshot.slides()
    assert not taken(ONE, {"能耗.csv": "没有了\n"}).snapshot.slides()

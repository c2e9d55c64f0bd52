"""Charts on the glass: every figure readable, apart from the others, on the sheet; heights that tell the truth."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from player.model.content import Slide
from player.model.settings import Panel
from player.picture.chart_plot import Plot
from player.picture.phrases import is_torn
from player.picture.stage import Stage
from player.picture.text import Block
from player.picture.theme import theme, theme_names
from player.prepare import charts
from player.slides import chart as chart_slides
from player.slides.chart_figures import Figures, decimals, read, said, scale, scaled, written
from player.slides.kinds import kind_of
from player.slides.paint import paint
from tests.slides.test_goldens import GOLDEN, differing
from tests.slides.test_look import COUNTER, NIGHTLY, SIZES, Seen, _overlap
from tests.support.checkout import ROOT
from tests.support.slides import slide

charts.ready()


def chart(figures: Figures, *, style: str = "bars", title: str = "单位建筑面积能耗", unit: str = "千瓦时") -> Slide:
    return slide(
        "chart",
        chart=title,
        title=title,
        unit=unit,
        style=style,
        source="全国公共机构能源资源消费统计",
        figures=written(figures),
    )


YEARS = tuple(str(year) for year in range(2016, 2021))
MONTHS = tuple(f"{month}月" for month in range(1, 13))
CHARTS = {
    "years": chart(Figures(YEARS, ("能耗",), ((20.6, 20.1, 19.5, 18.9, 18.48),))),
    "less": chart(
        Figures(("单位建筑面积能耗", "人均综合能耗", "人均用水量"), ("变化",), ((-2.44, -2.52, -2.51),)), unit="%"
    ),
    "both": chart(Figures(("一月", "二月", "三月"), ("变化",), ((3.5, -2.0, 1.25),)), unit="%"),
    "names": chart(
        Figures(
            ("机关事务管理局", "人力资源和社会保障厅", "住房和城乡建设厅", "财政厅"),
            ("用电",),
            ((812, 905.5, 1020, 842),),
        )
    ),
    "groups": chart(Figures(("2018", "2019", "2020"), ("一号楼", "二号楼"), ((3200, 3000, 2500), (2800, None, 2300)))),
    "months": chart(
        Figures(
            MONTHS,
            ("2019年", "2020年"),
            (tuple(range(100_000, 220_000, 10_000)), (*range(90_000, 200_000, 10_000), None)),
        ),
        style="lines",
    ),
    "valley": chart(Figures(("一月", "二月", "三月"), ("用水",), ((120, 98, 130),)), style="lines"),
    "zigzag": chart(Figures(MONTHS[:7], ("用水",), ((120, 98, 130, 101, 99, 140, 90),)), style="lines"),
    "line": chart(Figures(YEARS, ("能耗",), ((20.6, 20.1, None, 18.9, 18.48),)), style="lines"),
}


class Drawn(Seen):
    """A stage that remembers the plots."""

    def plot(self, plot: Plot, box: object) -> None:
        self.plots = [*getattr(self, "plots", []), plot]
        super().plot(plot, box)  # type: ignore[arg-type]


def composed(shown: Slide, size: tuple[int, int], look: str = "green") -> Drawn:
    stage = Drawn(COUNTER if size == (1366, 768) else Panel(*size), theme(look), lambda _: Path())
    kind_of("chart").compose(shown, "", stage)
    return stage


@pytest.mark.parametrize("look", theme_names() if NIGHTLY else ("dark",))
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", CHARTS)
def test_what_a_proud_office_would_hang(name: str, size: tuple[int, int], look: str) -> None:
    """Nothing too small, too pale, cut, over something else, or outside the safe margins."""
    stage = composed(CHARTS[name], size, look)
    assert stage.notes == []
    assert stage.pale == []
    for text, taken, _ in stage.texts:
        assert stage.safe.holds(taken), text
    for (one, first, _), (other, second, _) in combinations(stage.texts, 2):
        assert not _overlap(first, second), (one, other)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", ["years", "less", "both", "names", "groups"])
def test_every_bar_has_its_figure_and_bars_tell_the_truth(name: str, size: tuple[int, int]) -> None:
    """Each figure stands on the slide; bars begin at zero and are as long as their figures, to a hundredth."""
    shown = CHARTS[name]
    figures, _ = scaled(read(shown.text("figures")), shown.text("unit"))
    stage = composed(shown, size)
    texts = {text for text, _, _ in stage.texts}
    assert {said(value, decimals(figures)) for value in figures.every} <= texts
    assert any(all(part in "".join(texts) for part in label[:2]) for label in figures.labels)
    (plot,) = stage.plots
    assert len(plot.bars) == len(figures.every)
    lengths = [(bar.top - bar.foot) if plot.upright else (bar.right - bar.left) for bar in plot.bars]
    values = [own[at] for at in range(len(figures.labels)) for own in figures.values if own[at] is not None]
    most = max(map(abs, values))
    longest = max(lengths)
    for length, value in zip(lengths, values, strict=True):
        assert length / longest == pytest.approx(abs(value) / most, abs=0.01)


def test_large_figures_are_told_in_ten_thousands() -> None:
    figures, unit = scaled(Figures(("a",), ("x",), ((171_000.0,),)), "千瓦时")
    assert (figures.values[0][0], unit) == (17.1, "万千瓦时")
    figures, unit = scaled(Figures(("a",), ("x",), ((3.2e9,),)), "元")
    assert (figures.values[0][0], unit) == (32.0, "亿元")
    assert scaled(Figures(("a",), ("x",), ((99_999.0,),)), "吨")[1] == "吨"
    assert scaled(Figures(("a",), ("x",), ((171_000.0,),)), "万吨")[1] == "万吨"


FLOATS = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 2))
TABLES = st.integers(1, 3).flatmap(
    lambda series: st.lists(
        st.tuples(st.text("年月能耗ABC 1", min_size=1, max_size=6), *[FLOATS | st.none()] * series),
        min_size=1,
        max_size=12,
    ).map(
        lambda rows: Figures(
            tuple(" ".join(row[0].split()) for row in rows),
            tuple(f"第{at}组" for at in range(series)),
            tuple(tuple(row[at + 1] for row in rows) for at in range(series)),
        )
    )
)


@given(TABLES)
def test_figures_are_read_as_they_were_written(figures: Figures) -> None:
    """`read` is the inverse of `written`."""
    again = read(written(figures))
    assert again.labels == figures.labels
    for one, other in zip(again.values, figures.values, strict=True):
        assert (
            one == pytest.approx(other, rel=1e-11)
            if None not in one
            else [a is None for a in one] == [b is None for b in other]
        )


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(3, 6))
def test_a_scale_is_round_and_holds_all(low: float, reach: float, most: int) -> None:
    """Steps are even, the ends hold both figures, and there are neither too few nor too many."""
    places = scale(low, low + reach, most)
    assert places[0] <= low + reach * 1e-6
    assert places[-1] >= low + reach * (1 - 1e-5)
    assert 2 <= len(places) <= most + 2
    steps = [b - a for a, b in pairwise(places)]
    assert max(steps) == pytest.approx(min(steps), rel=1e-6, abs=abs(low) * 1e-12)


def test_matplotlib_finds_no_fonts_reads_no_settings_and_leaves_nothing(tmp_path: Path) -> None:
    """Nothing is searched, started or kept; a stranger's settings in the folder are not read. The control reads them."""
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 77\n", "ascii")
    code = """
import os, sys
from player.prepare import charts
if sys.argv[1] == "ours":
    charts.ready()
import matplotlib.figure
from matplotlib import font_manager
print(len(font_manager.fontManager.ttflist), matplotlib.rcParams["lines.linewidth"], len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1)
"""
    said_by = {}
    for who in ("ours", "alone"):
        home = tmp_path / who
        home.mkdir()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home), "TMPDIR": str(home)}
        done = subprocess.run(
            [sys.executable, "-c", code, who], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        said_by[who] = done.stdout.split()
        if who == "ours":
            assert list(home.iterdir()) == []
    assert said_by["ours"][:2] == ["0", "1.5"]
    assert said_by["ours"][2] == "1"
    assert int(said_by["alone"][0]) > 0
    assert float(said_by["alone"][1]) == 77


def test_the_glass_does_not_load_it() -> None:
    code = "import sys, player.slides.kinds, player.roles.glass; print('matplotlib' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    ("name", "size", "look"),
    [
        ("years", (480, 270), "green"),
        ("groups", (480, 270), "red"),
        ("months", (480, 270), "dark"),
        ("names", (270, 480), "green"),
        ("line", (640, 120), "red"),
        ("less", (640, 120), "dark"),
    ],
)
def test_golden(name: str, size: tuple[int, int], look: str, tmp_path: Path) -> None:
    golden = GOLDEN / f"chart-{name}-{size[0]}-{look}.png"
    actual = paint(CHARTS[name], "", Panel(*size), look, lambda _: Path()).image()
    if not golden.exists():
        actual.save(golden)
        pytest.fail(f"{golden.name} was missing and has been written: look at it")
    with Image.open(golden) as expected:
        share, _ = differing(actual, expected.convert("RGB"))
    assert share <= 1 / 500


STRIPS = ((3840, 360), (2560, 320), (1366, 230), (1920, 360), (360, 1920), (480, 1080))
TITLES = (
    "“十三五”以来单位建筑面积能耗",
    "机关事务管理局各楼人均综合能耗与人均用水量对比",
    "机关事务管理局2020年用电量",
    "生活垃圾分类达标率",
    "单位建筑面积能耗与人均综合能耗",
    "人力资源和社会保障厅用水",
)


def _bad_titles(looks: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Titles on strips that tear a word or a term, are cut, or are smaller than can be read."""
    set_lines, seen = Stage.set, []

    def seeing(stage: Stage, text: str, role: str, *given: Any, **more: Any) -> Block:
        block = set_lines(stage, text, role, *given, **more)
        seen.append((text, block, stage.least(role)))
        return block

    monkeypatch.setattr(Stage, "set", seeing)
    bad: list[tuple[object, ...]] = []
    for size in STRIPS:
        for look in looks:
            for title in TITLES:
                seen.clear()
                stage = Stage(Panel(*size), theme(look), lambda _: Path(), ())
                one = chart(
                    Figures(YEARS, ("能耗",), ((20.6, 20.1, 19.5, 18.9, 18.48),)), title=title, unit="千克标准煤/平方米"
                )
                kind_of("chart").compose(one, "", stage)
                block, least = next((block, least) for text, block, least in reversed(seen) if text == title)
                if is_torn(title, block.text) or block.size < least or not block.complete:
                    bad.append((size, look, title, block.text))
    return bad


def test_a_title_on_a_strip_is_whole_and_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    """No word of it and no term of the house is torn, and none is smaller than can be read: in smaller type, then in a wider column, then without the source."""
    assert _bad_titles(theme_names() if NIGHTLY else ("green", "dark"), monkeypatch) == []


def test_headings_alone_would_tear_titles_on_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: as a heading and nothing else, some are torn or too small."""
    monkeypatch.setattr(chart_slides, "_TITLES", ("heading",))
    assert len(_bad_titles(("dark",), monkeypatch)) > 3

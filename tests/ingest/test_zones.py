"""What staff write under `zones:`: what it comes to, every mistake told at its place, and nothing else hurt by it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.ingest.pipeline import Ingested, ingest
from player.ingest.rules import Rules
from player.ingest.zones_words import ZONES
from player.model.content import ALWAYS
from player.model.snapshot import Share, Snapshot, Zone
from player.model.units import DayTime
from player.slides.ticker import LONGEST
from tests.ingest.memory import NOW, MemoryFiles

SLIDES = "slides:\n  - slogan: 甲\n"
PICTURE = b"a picture"


def take(
    files: dict[str, str | bytes | None], *, previous: Snapshot | None = None, waiting: tuple[str, ...] = ()
) -> Ingested:
    given = {path: data.encode() if isinstance(data, str) else data for path, data in files.items()}
    return ingest(MemoryFiles(given, waiting), previous=previous, now=NOW, rules=Rules())


def zones(text: str, **files: str | bytes | None) -> dict[str, Zone]:
    """The zones of a playlist that says this under `zones:`."""
    result = take({"周.yaml": f"zones:\n{text}\n{SLIDES}", "标志.png": PICTURE, **files})
    assert [one.code for one in result.problems] == []
    return {zone.name: zone for zone in result.snapshot.zones}


def test_all_of_it_in_both_languages() -> None:
    english = zones(
        "  ticker: 字.txt\n  clock: {seconds: yes, lunar: no}\n  logo: 标志.png\n"
        "  corner: {qr: https://example.org/q, caption: 扫码答题, when: {hours: 9:00-17:00}}",
        **{"字.txt": "节约用电\n\n节约用水\n"},
    )
    chinese = zones(
        "  滚动字幕: 字.txt\n  时钟: {秒: 是, 农历: 否}\n  标志: {图片: 标志.png}\n"
        "  角标: {二维码: https://example.org/q, 说明: 扫码答题, 时间: {时段: 9:00-17:00}}",
        **{"字.txt": "节约用电\n\n节约用水\n"},
    )
    assert english == chinese
    assert english["ticker"].slides[0].text("ticker") == "节约用电\n节约用水"
    assert english["clock"].slides[0].value("seconds") is True
    assert english["logo"].slides[0].assets[0].name == "标志.png"
    assert english["corner"].when.hours[0].start == DayTime(9 * 3_600_000)
    assert {zone.owner for zone in english.values()} == {"周.yaml"}


@pytest.mark.parametrize(
    "text",
    ["  ticker: 节约用电", "  ticker: {text: 节约用电}", "  ticker: [节约用电]", "  滚动字幕: {文字: [节约用电]}"],
)
def test_a_ticker_says_its_text_itself(text: str) -> None:
    zone = zones(text)["ticker"]
    assert [slide.text("ticker") for slide in zone.slides] == ["节约用电"]
    assert not zone.top


def test_a_ticker_may_stand_above_and_without_motion() -> None:
    zone = zones("  ticker: {text: 节约用电, edge: 上, motion: 否}")["ticker"]
    assert zone.top
    assert zone.slides[0].value("still") is True


def test_a_file_of_a_ticker_is_no_slide_of_its_own() -> None:
    result = take({"周.yaml": "zones: {ticker: 字.txt}\n" + SLIDES, "字.txt": "节约用电"})
    assert [slide.kind for slide in result.snapshot.slides()] == ["slogan"]


def test_no_is_no() -> None:
    assert zones("  clock: 否") == {}


@given(st.lists(st.text("节约用电。一二三四五六", min_size=1, max_size=900), min_size=1, max_size=12))
def test_long_texts_come_in_pieces_that_lose_nothing(messages: list[str]) -> None:
    """Every piece is short enough to be painted in a line, and together they say what was written."""
    result = take({"周.yaml": "zones: {ticker: 字.txt}\n" + SLIDES, "字.txt": "\n".join(messages)})
    (zone,) = result.snapshot.zones
    pieces = [slide.text("ticker").split("\n") for slide in zone.slides]
    assert all(sum(map(len, piece)) <= LONGEST for piece in pieces)
    said = "".join(line for piece in pieces for line in piece)
    whole = "".join(messages)
    assert whole.startswith(said)
    if len(whole) <= 4000:
        assert said == whole
    assert len({slide.id for slide in zone.slides}) == len(zone.slides)
    assert all((slide.value("once") is True) == (len(zone.slides) > 1) for slide in zone.slides)


def test_a_file_in_the_folder_is_for_everything_and_no_playlist() -> None:
    for name, text in (("分区.yaml", "分区:\n  时钟: 是\n"), ("zones.yml", "clock: yes\n")):
        result = take({name: text, "周.yaml": SLIDES})
        (zone,) = result.snapshot.zones
        assert (zone.owner, zone.name, zone.when) == ("", "clock", ALWAYS)
        assert [playlist.id for playlist in result.snapshot.playlists] == ["周.yaml"]
        assert result.problems == ()


def test_in_a_folder_of_its_own_such_a_file_is_a_playlist_like_any_other() -> None:
    result = take({"里/分区.yaml": SLIDES})
    assert [playlist.id for playlist in result.snapshot.playlists] == ["里/分区.yaml"]


def test_a_layout_of_columns_of_rows_and_of_places() -> None:
    own = "slides: [{slogan: 乙}, {slogan: 丙}]"
    columns = zones(f"  layout: {{左: {{width: 25%, {own}}}, main: 75%}}")
    assert columns["左"].share == Share(0, 0, 2500, 10_000)
    assert [slide.text("slogan") for slide in columns["左"].slides] == ["乙", "丙"]
    rows = zones(f"  布局: {{主区: {{高: 60%}}, 下面: {{高: 40%, {own}}}}}")
    assert rows["下面"].share == Share(0, 6000, 10_000, 4000)
    placed = zones(
        f"  layout: {{角: {{x: 70%, y: 0%, width: 30%, height: 50%, {own}}}, 角下: {{x: 70, y: 50, width: 30, height: 50, {own}}}}}"
    )
    assert placed["角下"].share == Share(7000, 5000, 3000, 5000)


@dataclass(frozen=True)
class Case:
    text: str
    code: str
    line: int | None
    zones: int = 0


OWN = "slides: [{slogan: 乙}]"
CASES = {
    "zones are no list": Case("zones: [时钟]\n", "zone-shape", 1),
    "an unknown zone": Case("zones:\n  天气: 是\n  时钟: 是\n", "key-unknown", 2, 1),
    "a clock that is neither on nor off": Case("zones:\n  时钟: 也许\n", "flag-unclear", 2),
    "times of a zone that cannot be read": Case("zones:\n  ticker: {text: 甲, when: {hours: 99点}}\n", "zone-when", 2),
    "a ticker without text": Case("zones:\n  ticker: {motion: 否}\n", "ticker-empty", 2),
    "a ticker's file that is empty": Case("zones:\n  ticker: 空.txt\n  clock: 是\n", "ticker-empty", 2, 1),
    "a ticker's file that is missing": Case("zones:\n  ticker: 没有.txt\n  clock: 是\n", "file-missing", 2, 1),
    "a ticker's file that cannot be read": Case("zones:\n  ticker: 坏.txt\n  clock: 是\n", "file-unreadable", 2, 1),
    "a long ticker": Case("zones:\n  ticker: " + "字" * 700 + "\n", "ticker-much", 2, 1),
    "a ticker without end": Case("zones:\n  ticker: 长.txt\n", "ticker-many", 2, 1),
    "an edge that is none": Case("zones:\n  ticker: {text: 甲, edge: 左}\n", "word-unknown", 2, 1),
    "a logo that is no picture": Case("zones:\n  logo: 空.txt\n", "file-not-picture", 2),
    "a logo of nothing": Case("zones:\n  logo: {when: {hours: 9:00-17:00}}\n", "zone-shape", 2),
    "a corner of nothing": Case("zones:\n  corner: {caption: 扫码}\n", "zone-shape", 2),
    "a corner of too much": Case("zones:\n  corner: https://example.org/" + "a" * 300 + "\n", "text-long", 2),
    "a corner without anything": Case("zones:\n  corner:\n", "value-missing", 2),
    "a layout that is no table": Case("zones:\n  layout: 两栏\n", "zone-shape", 2),
    "a part that is no table": Case("zones:\n  layout: {左: [甲], main: 70%}\n", "zone-shape", 2),
    "a part that is no percentage": Case(
        f"zones:\n  layout: {{左: {{width: 三成, {OWN}}}, main: 70%}}\n", "layout-percent", 2
    ),
    "parts that come to more": Case(f"zones:\n  layout: {{左: {{width: 50%, {OWN}}}, main: 70%}}\n", "layout-sum", 2),
    "parts that come to less": Case(f"zones:\n  layout: {{左: {{width: 20%, {OWN}}}, main: 70%}}\n", "layout-sum", 2),
    "parts that overlap": Case(
        f"zones:\n  layout:\n    甲: {{x: 0%, width: 50%, height: 50%, {OWN}}}\n    乙: {{x: 40%, width: 50%, height: 50%, {OWN}}}\n",
        "layout-overlap",
        4,
    ),
    "a part outside": Case(f"zones:\n  layout:\n    甲: {{x: 80%, width: 30%, {OWN}}}\n", "layout-outside", 3),
    "a part too small": Case(f"zones:\n  layout:\n    甲: {{x: 95%, width: 5%, {OWN}}}\n", "layout-small", 3),
    "parts that leave no rectangle": Case(
        f"zones:\n  layout:\n    甲: {{x: 0%, width: 50%, height: 50%, {OWN}}}\n", "layout-rest", 2
    ),
    "a part without slides": Case("zones:\n  layout: {左: 30%, main: 70%}\n  clock: 是\n", "layout-slides", 2, 1),
    "a part twice": Case(
        f"zones:\n  layout:\n    左: {{width: 30%, {OWN}}}\n    左: {{width: 30%, {OWN}}}\n", "key-twice", 4
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_mistake_is_told_at_its_place_and_everything_else_plays(case: Case) -> None:
    files: dict[str, str | bytes | None] = {"空.txt": " \n", "坏.txt": None, "长.txt": "节约用电，从我做起。\n" * 500}
    result = take({"周.yaml": case.text + SLIDES, **files})
    told = [(one.code, one.place.line) for one in result.problems if one.place.file == "周.yaml"]
    assert (case.code, case.line) in told
    assert len(result.snapshot.zones) == case.zones
    assert any(slide.text("slogan") == "甲" for slide in result.snapshot.slides())


def test_how_it_was_understood_is_said() -> None:
    result = take(
        {
            "分区.yaml": "clock: 是",
            "周.yaml": f"zones: {{ticker: 甲, layout: {{左: {{width: 30%, {OWN}}}}}}}\n" + SLIDES,
        }
    )
    said = {one.file: one.words for one in result.understood}
    assert said["分区.yaml"].zh == "分区：时钟，放什么都在"
    assert said["周.yaml"].zh.endswith("分区：滚动字幕、左")
    assert said["周.yaml"].en.endswith("zones: ticker, 左")
    result = take({"周.yaml": "zones: {ticker: 字.txt}\n" + SLIDES, "字.txt": "甲"})
    assert {one.file: one.words.zh for one in result.understood}["字.txt"] == "滚动字幕的文字"


def test_two_files_for_the_whole_folder_are_told() -> None:
    result = take({"zones.yaml": "clock: 是", "分区.yaml": "时钟: 是", "周.yaml": SLIDES})
    assert [one.code for one in result.problems] == ["zones-twice"]
    assert len(result.snapshot.zones) == 1


def test_every_code_has_been_told_here() -> None:
    assert set(ZONES) <= {case.code for case in CASES.values()} | {"zones-twice"}


def test_a_ticker_keeps_its_text_while_its_file_is_being_copied_or_cannot_be_read() -> None:
    files: dict[str, str | bytes | None] = {"周.yaml": "zones: {ticker: 字.txt}\n" + SLIDES, "字.txt": "节约用电"}
    before = take(files).snapshot
    copying = take(files, previous=before, waiting=("字.txt",))
    assert [zone.slides[0].text("ticker") for zone in copying.snapshot.zones] == ["节约用电"]
    unread = take({**files, "字.txt": None}, previous=before)
    assert [zone.slides[0].text("ticker") for zone in unread.snapshot.zones] == ["节约用电"]
    emptied = take({**files, "字.txt": ""}, previous=before)
    assert emptied.snapshot.zones == ()


def test_zones_of_a_file_that_is_broken_stay_as_they_were() -> None:
    for name, text in (("周.yaml", "zones: {clock: 是}\n" + SLIDES), ("分区.yaml", "clock: 是\n")):
        files: dict[str, str | bytes | None] = {"别.yaml": SLIDES, name: text}
        before = take(files).snapshot
        after = take({**files, name: b"\xff\xfe\x00\xd8"}, previous=before)
        assert after.snapshot.zones == before.zones != ()
        assert after.problems


def test_a_slide_changes_nothing_of_a_zone_nor_a_zone_of_a_slide() -> None:
    one = take({"周.yaml": "zones: {ticker: 甲, clock: 是}\n" + SLIDES}).snapshot
    other = take({"周.yaml": "zones: {ticker: 乙乙, clock: 是}\n" + SLIDES}).snapshot
    assert one.playlists == other.playlists
    assert [zone for zone in one.zones if zone.name == "clock"] == [
        zone for zone in other.zones if zone.name == "clock"
    ]

"""Traditional characters, as Hong Kong and Taiwan write them: a word of ours reads the same, and a text for passers-by stays as it is written."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from player.ingest import chart, sheet, sheet_columns, vocabulary, zones_words
from player.ingest.clock_words import Said, duration, moment, time_of_day
from player.ingest.document import pages
from player.ingest.pipeline import Ingested
from player.ingest.shapes import days, hours
from player.ingest.vocabulary import Lexicon, kind_named, plain, slide_keys
from player.model.tokens import is_token
from player.model.traditional import forms_of, simplified
from player.slides.kinds import KINDS
from tests.ingest.conftest import Take
from tests.support.books import workbook

_SAID = Said(dt.date(2020, 7, 1))


def _lexicons() -> Iterator[Lexicon]:
    for module in (vocabulary, zones_words):
        yield from (value for value in vars(module).values() if isinstance(value, Lexicon))
    yield from vocabulary.CHOICES.values()
    yield from (slide_keys(kind) for kind in KINDS)
    yield from (sheet_columns.columns(), sheet_columns.terms())


def _words() -> Iterator[str]:
    """Every word by which something is named, and every other word for one that is understood."""
    for lexicon in _lexicons():
        yield from lexicon.forms()
    yield from vocabulary.kind_forms()
    yield from itertools.chain(
        vocabulary.YES, vocabulary.NO, vocabulary.TAKEOVER_FOLDERS, vocabulary._OFTEN_MEANT
    )  # all words that there are
    yield from itertools.chain(
        sheet_columns.MEANT, sheet_columns.IGNORED, chart.STYLES, chart._TOTALS, chart._NOTHING
    )  # the same
    yield from itertools.chain(sheet.SETTINGS_SHEETS, sheet.HELP_SHEETS, zones_words.ALONE)


WORDS = sorted({word for word in _words() if any("\u4e00" <= char <= "\u9fff" for char in word)})


def _written(word: str) -> Iterator[str]:
    """The word with traditional characters, in every way in which its characters are written."""
    ways = [forms_of(char) or char for char in word]
    yield from itertools.islice(map("".join, itertools.product(*ways)), 64)


def _is_usual(char: str) -> bool:
    """Whether the character is one of the 5,401 that Big5, the character set of Taiwan and Hong Kong, calls usual."""
    try:
        code = int.from_bytes(char.encode("big5"), "big")
    except UnicodeEncodeError:
        return False
    return 0xA440 <= code <= 0xC67E


def test_every_character_of_our_words_that_is_only_simplified_has_its_traditional_one() -> None:
    """A character of ours that is not usual where people write traditional ones is written as another one there."""
    strange = {char for word in WORDS for char in word if char >= "\u4e00" and not _is_usual(char)}
    assert len(strange) > 80
    assert {char for char in strange if not forms_of(char)} == set()


def test_a_word_in_traditional_characters_is_compared_as_the_same_word() -> None:
    """The law of the table: what is written for a word reads as it, and the word itself is not changed."""
    assert len(WORDS) > 150
    for word in WORDS:
        assert plain(word) == plain(simplified(word)) == simplified(plain(word))
        for written in _written(word):
            assert plain(written) == plain(word)
            assert len(simplified(written)) == len(written)


def test_every_word_is_found_in_its_lexicon() -> None:
    """What is more: each place where a word may stand finds the same one."""
    for lexicon in _lexicons():
        for word in lexicon:
            for written in _written(word.alias):
                found = lexicon.find(written)
                assert found is lexicon.find(word.alias), written
    for kind in KINDS:
        assert all(kind_named(written) is kind for written in _written(kind.alias))


def test_times_and_numbers_read_the_same() -> None:
    assert days("工作日、星期六") == days("工作日、週六") == days("工作日、禮拜六")
    assert days("節假日") == days("节假日")
    assert hours("上午九點至下午五點半") == hours("上午九点至下午五点半")
    assert duration("1分鐘30秒") == duration("1分钟30秒") == duration("1分鍾30秒") == 90_000
    assert duration("半個鐘頭") == duration("半个钟头")
    assert time_of_day("下午兩點") == time_of_day("下午两点")
    assert moment("7月4號 禮拜六 9點", _SAID) == moment("7月4号 礼拜六 9点", _SAID)
    assert pages("第2頁至最後一頁") == pages("第2页至最后一页")
    assert is_token("節假日")
    assert is_token("週一至週五")


_TRADITIONAL = """名稱: 節能宣傳週
優先級: 2
停留: 20秒
過渡: 淡入
頁面:
  - 標語: 綠水青山，節能增效
    副標題: 從我做起
    時間: {開始: 2020-06-29, 結束: 2020-07-05, 星期: 星期一至星期五, 時段: 上午8點-下午6點}
  - 倒計時: 7月4日 9點
    標題: 距雲競答開始
  - 圖表: [[2020, "1.2萬"], [2021, "1.1萬"]]
    標題: 用電量
    樣式: 柱形
  - 圖片: 海報.png
    顯示: 鋪滿
"""
_SIMPLIFIED = """名称: 節能宣傳週
优先级: 2
停留: 20秒
过渡: 淡入
页面:
  - 标语: 綠水青山，節能增效
    副标题: 從我做起
    时间: {开始: 2020-06-29, 结束: 2020-07-05, 星期: 星期一至星期五, 时段: 上午8点-下午6点}
  - 倒计时: 7月4日 9点
    标题: 距雲競答開始
  - 图表: [[2020, "1.2万"], [2021, "1.1万"]]
    标题: 用電量
    样式: 柱形
  - 图片: 海報.png
    显示: 铺满
"""


def _told(found: Ingested) -> list[tuple[str, object, object]]:
    return [(one.code, one.place.line, one.place.cell) for one in found.problems]


def test_a_playlist_in_traditional_characters_is_the_same_playlist(take: Take) -> None:
    """Nothing more is told of it, and its texts are shown as they are written: 綠水青山 stays 綠水青山."""
    found = [take({"a.yaml": text, "海報.png": b"one"}) for text in (_TRADITIONAL, _SIMPLIFIED)]
    one, other = found
    assert _told(one) == _told(other)
    assert one.snapshot.playlists == other.snapshot.playlists
    assert "綠水青山，節能增效" in str(one.snapshot.playlists[0].slides[0].fields)


@pytest.mark.parametrize("name", ["節目單", "播放列表"])
def test_a_workbook_in_traditional_characters_is_the_same_playlist(take: Take, name: str) -> None:
    def book(*, traditional: bool) -> bytes:
        rows: list[list[Any]] = [
            ["類型", "內容", "標題", "時長", "開始日期", "結束", "星期", "時段"],
            ["標語", "綠水青山", None, 15, "2020-06-29", "2020-07-05", "工作日", "9點-17點"],
            ["圖片", "海報.png", None, 12, None, None, "星期六", None],
            ["二維碼", "https://example.org/quiz", "雲競答", "20秒", None, None, None, None],
        ]
        settings: list[list[Any]] = [["設置", "值"], ["名稱", "宣傳週"], ["優先級", 3], ["隨機", "是"]]
        if not traditional:
            rows = [[_said(cell) for cell in row] for row in rows]
            settings = [[_said(cell) for cell in row] for row in settings]
            return workbook({"节目": rows, "设置": settings, "说明": [["给人看的"]]})
        return workbook({"節目": rows, "設置": settings, "說明": [["給人看的"]]})

    def _said(cell: Any) -> Any:
        kept = {"綠水青山", "海報.png", "雲競答", "宣傳週"}
        return simplified(cell) if isinstance(cell, str) and cell not in kept else cell

    one, other = (take({f"{name}.xlsx": book(traditional=which), "海報.png": b"one"}) for which in (True, False))
    assert [code for code, _, _ in _told(one)] == [code for code, _, _ in _told(other)] == ["table-column-meant"] * 2
    assert one.snapshot.playlists == other.snapshot.playlists
    playlist = one.snapshot.playlists[0]
    assert (playlist.name, playlist.priority, playlist.shuffle, len(playlist.slides)) == ("宣傳週", 3, True, 3)


def test_names_of_files_and_folders_have_their_meaning(take: Take) -> None:
    """緊急 is a folder of takeovers, 分區.yaml holds zones, 詞語.txt terms; a picture is found by a name in the other characters."""
    found = take(
        {
            "緊急/停水通知.txt": "今天下午兩點至五點停水",
            "分區.yaml": "時鐘: 是\n滾動字幕: 節約用電，從我做起\n",
            "詞語.txt": "節能宣傳週",
            "節目/節目單.yaml": "優先級: 1\n",
            "節目/a.txt": "節能宣傳週\n開始了",
            "b.yaml": "頁面:\n  - 圖片: 海报.png\n",
            "海報.png": b"one",
        }
    )
    takeover = next(playlist for playlist in found.snapshot.playlists if playlist.id == "緊急")
    assert takeover.takeover
    assert {zone.name for zone in found.snapshot.zones} == {"clock", "ticker"}
    assert next(one for one in found.snapshot.playlists if one.id == "節目").priority == 1
    assert any(slide.terms == ("節能宣傳週",) for slide in found.snapshot.slides())
    assert [code for code, _, _ in _told(found)] == ["file-name-close"]

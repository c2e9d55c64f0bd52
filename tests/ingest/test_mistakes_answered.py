"""Each mistake of the catalogue is answered: understood, or told with its place and its cure; what is good plays on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from player.ingest.pipeline import Ingested
from player.ingest.table_words import TABLES
from player.model.content import Slide
from player.model.problem import Problem
from tests.ingest.conftest import Take
from tests.ingest.mistakes import BESIDE, Mistake
from tests.ingest.mistakes_in_sheets import CATALOGUE, PARTS, SHEETS
from tests.ingest.mistakes_page import PAGE, page

LEAST = 120
RIGHT = 0.95
IDS = [one.did.en for one in CATALOGUE]


def answer(take: Take, one: Mistake) -> tuple[Ingested, Problem | None]:
    """What becomes of the files, and the problem that was expected."""
    result = take(one.files, waiting=one.waiting)
    told = [each for each in result.problems if each.code == one.code and each.place.file == one.file]
    return result, told[0] if told else None


def meant(result: Ingested) -> Iterator[tuple[Any, ...]]:
    """What plays, without where it was written and under which name."""
    for playlist in result.snapshot.playlists:
        for slide in playlist.slides:
            bare = replace(slide, id="", source=replace(slide.source, file="", line=None), assets=())
            yield playlist.when, playlist.priority, playlist.shuffle, bare, [each.digest for each in slide.assets]


def of_the_mistake(one: Mistake, result: Ingested) -> list[Slide]:
    """The slides that do not come from what merely lies beside."""
    return [slide for slide in result.snapshot.slides() if slide.id not in BESIDE or slide.id in ("", one.file)]


@pytest.mark.parametrize("one", CATALOGUE, ids=IDS)
def test_a_mistake_is_answered(take: Take, one: Mistake) -> None:
    result, told = answer(take, one)
    if one.code is not None:
        assert told is not None, [(each.code, each.place.file) for each in result.problems]
    elif one.means is not None:
        right = take(one.means)
        assert list(meant(result)) == list(meant(right))
        assert {each.code for each in result.problems} <= {each.code for each in right.problems}
    else:
        assert not result.problems
    if one.shown is not None:
        assert len(of_the_mistake(one, result)) == one.shown


def test_there_are_enough_and_each_is_another() -> None:
    assert len(CATALOGUE) >= LEAST
    assert len(set(IDS)) == len(IDS)
    assert len({one.did.zh for one in CATALOGUE}) == len(CATALOGUE)
    assert {one.part for one in CATALOGUE} == set(PARTS)


def test_nearly_all_are_told_where_they_are(take: Take) -> None:
    """Of those that are told with a line or a cell: the one, and the column of the line, that a person would point at."""
    placed = [one for one in CATALOGUE if one.code is not None and (one.line is not None or one.cell is not None)]
    assert len(placed) > 200
    assert sum(one.cell is not None for one in placed) > 50
    wrong = []
    for one in placed:
        _, told = answer(take, one)
        place = told and ((None, None) if one.cell else (told.place.line, told.place.column), told.place.cell)
        if place != ((one.line, one.column), one.cell):
            wrong.append((one.did.en, told and told.place))
    share = 1 - len(wrong) / len(placed)
    assert share >= RIGHT, wrong


def test_every_answer_can_be_read_by_those_who_are_no_programmers(take: Take) -> None:
    """No word of the trade in the Chinese; a full sentence, its cure, and what the screen does."""
    trade = (
        "YAML",
        "Unicode",
        "token",
        "null",
        "None",
        "解析",
        "字段",
        "语法",
        "异常",
        "参数",
        "字符串",
        "节点",
        "实例",
        "缓冲",
        "进程",
        "句柄",
    )
    for one in CATALOGUE:
        _, told = answer(take, one)
        if told is None:
            continue
        whole = told.message.zh + told.hint.zh + told.on_screen.zh
        assert not [word for word in trade if word in whole], (one.did.zh, whole)
        for words in (told.message, told.hint, told.on_screen):
            assert words.zh, one.did.zh
            assert words.en, one.did.zh
            assert "{" not in words.zh or "{" in str(one.files), words.zh
        assert told.message.zh[-1] in "。？！：…”" or told.place.file == one.file


def test_everything_that_is_told_of_spreadsheets_is_in_the_catalogue() -> None:
    """All but a workbook on which the reader itself dies, which needs a real child: tests/roles has that."""
    assert set(TABLES) - {one.code for one in SHEETS} == {"table-crashes"}
    assert len(SHEETS) >= 25


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tests.ingest.mistakes_page"

"""Problems of whole files, of times and of agendas, each seen told: the file that has it comes in, the problem goes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from player.ingest.catalogue import PROBLEMS
from player.ingest.holidays_file import read_holidays
from player.ingest.settings_file import read_settings
from player.model.problem import Problem, Severity
from player.model.settings import Settings
from player.model.snapshot import DayTable
from tests.ingest.conftest import Take

HEAD = "slides:\n"
GOOD = "  - slogan: 绿水青山\n"


@dataclass(frozen=True)
class Case:
    """Files of the folder; `code` is told of the first of them, at `line`; so many slides are shown in spite of it."""

    files: dict[str, bytes]
    code: str
    line: int | None = None
    slides: int = 1


def playlist(text: str, code: str, line: int | None = None, slides: int = 1) -> Case:
    """A folder that holds one playlist."""
    return Case({"节目单.yaml": text.encode()}, code, line, slides)


ROWS = HEAD + GOOD + "  - agenda: 安排\n    rows:\n"
CASES = {
    # ---- whole files
    "a text of a megabyte": Case({"a.txt": b"a" * (1 << 20)}, "file-too-big", slides=0),
    "a picture called a text": Case({"a.txt": bytes(range(256))}, "text-unreadable", slides=0),
    "a text in GBK": Case({"通知.txt": "明天上午十点全体会议。".encode("gb18030")}, "text-gb18030"),
    "a text that is GBK and UTF-8 at once": Case({"通知.txt": "停水".encode("gb18030")}, "text-guessed"),
    "a link file without a link": Case({"a.url": b"[InternetShortcut]\r\n"}, "link-missing", slides=0),
    "two settings of one folder": Case(
        {"乙.yaml": "shuffle: 是\n".encode(), "_.yaml": "shuffle: 否\n".encode(), "a.txt": "甲".encode()},
        "folder-settings-twice",
    ),
    "a playlist without slides": Case(
        {"周一.yaml": "name: 周一\n".encode(), "a.txt": "甲".encode()}, "slides-missing"
    ),
    # ---- what cannot be made out
    "slides that are no list": playlist("slides: 绿水青山\n", "slides-shape", 1, slides=0),
    "a slide of lists": playlist(HEAD + GOOD + "  - [甲, 乙]\n", "slide-shape", 3),
    "a name that is no name": playlist(HEAD + GOOD + "  - slogan: 丙\n    [甲]: 乙\n", "key-odd", 4, slides=2),
    "nothing but brackets": playlist("]]]\n", "yaml-unreadable", slides=0),
    "so many items": playlist(HEAD + "  - slogan: 甲\n" * 12_000, "yaml-many", slides=0),
    "more mistakes than anybody reads": playlist(HEAD + GOOD + "  - slogan: 甲\n    x: 1\n" * 250, "problems-many", slides=251),
    # ---- times
    "a time that is none": playlist(HEAD + GOOD + "  - countdown: 每天 有空\n", "time-unclear", 3),
    "a time in one word": playlist(HEAD + GOOD + "  - slogan: 甲\n    when: 有空的时候\n", "when-unclear", 4),
    "a slide at a broken time": playlist(HEAD + GOOD + "  - slogan: 甲\n    when: {from: 2020-02-30}\n", "when-broken", 4),
    "a playlist at a broken time": playlist("when: {from: 2020-02-30}\n" + HEAD + GOOD, "playlist-when", 1, slides=0),
    # ---- agendas
    "an agenda that is no list": playlist(HEAD + GOOD + "  - agenda: 安排\n    rows: 上午开会\n", "row-shape", 4),
    "a row without a text": playlist(ROWS + "      - {time: 9:00}\n", "row-shape", 5),
    "rows out of order": playlist(ROWS + "      - 10:00 开幕\n      - 9:00 签到\n", "row-order", 6, slides=2),
    "an agenda of a hundred rows": playlist(
        ROWS + "".join(f"      - {at // 60}:{at % 60:02} 第{at}项\n" for at in range(540, 640)), "rows-many", slides=2
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_is_wrong_is_told_of_its_file_and_the_rest_plays(take: Take, case: Case) -> None:
    result = take(case.files)
    file = next(iter(case.files))
    found = {one.code: one for one in result.problems if one.place.file == file}
    assert case.code in found, sorted(found)
    if case.line is not None:
        assert found[case.code].place.line == case.line
    assert len(result.snapshot.slides()) == case.slides
    assert is_filled(found[case.code])


def is_filled(problem: Problem) -> bool:
    """Whether every place for a fact was filled, in both languages."""
    sort = PROBLEMS[problem.code]
    pairs = ((sort.message, problem.message), (sort.hint, problem.hint))
    texts = [(pattern.zh, told.zh) for pattern, told in pairs] + [(pattern.en, told.en) for pattern, told in pairs]
    return all("{" not in pattern or len(told) > len(pattern.split("{")[0]) for pattern, told in texts)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- 甲\n- 乙\n", "settings-unreadable"),
        ("panel: 霓虹\n", "settings-value"),
        ("zone: Mars/Base\n", "settings-value"),
        ("distance: 很远\n", "settings-value"),
        ("hosts: [网站！]\n", "settings-value"),
        ("display: 很多\n", "number-unclear"),
    ],
)
def test_a_setting_that_cannot_be_read_is_told_and_has_its_default(text: str, code: str) -> None:
    settings, problems = read_settings(text.encode())
    assert [one.code for one in problems if one.severity is Severity.ERROR][:1] == [code]
    assert settings == Settings()


def test_a_table_of_holidays_that_is_none_is_told_and_the_built_in_one_stays(tmp_path: Path) -> None:
    file = tmp_path / "假日.yaml"
    file.write_text("- 2027-02-08\n- 2027-02-09\n", "utf-8")
    table, problems = read_holidays(file)
    assert [one.code for one in problems] == ["holidays-shape"]
    assert table == DayTable()

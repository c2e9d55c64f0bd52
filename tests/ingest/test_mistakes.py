"""What people who are no programmers write: each is understood and mentioned, or refused with its place and its cure."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from player.ingest.catalogue import PROBLEMS
from player.ingest.pipeline import Ingested
from player.ingest.vocabulary import near
from player.model.content import Slide
from player.model.problem import Severity
from tests.ingest.conftest import Take

HEAD = "slides:\n"


@dataclass(frozen=True)
class Case:
    """`text` is a playlist; `code` at `line`, `column` is told; `slides` are shown in spite of it."""

    text: str
    code: str
    line: int | None
    column: int | None
    slides: int = 1


GOOD = "  - slogan: 绿水青山\n"
CASES = {
    # ---- what YAML would misread
    "full-width colon": Case(HEAD + "  - slogan：绿水青山\n", "wide-colon", 2, 11),
    "full-width colon after a Chinese key": Case("页面：\n  - 标语：绿水青山\n", "wide-colon", 1, 3),
    "no space after the colon": Case(HEAD + "  - slogan:绿水青山\n", "space-after-colon", 2, 11),
    "no space after a Chinese key": Case(HEAD + "  - 标语:绿水青山\n", "space-after-colon", 2, 7),
    "full-width dash": Case(HEAD + "  － slogan: 绿水青山\n", "wide-dash", 2, 3),
    "em dash": Case(HEAD + "  — slogan: 绿水青山\n", "wide-dash", 2, 3),
    "bullet": Case(HEAD + "  • slogan: 绿水青山\n", "wide-dash", 2, 3),
    "no space after the dash": Case(HEAD + "  -slogan: 绿水青山\n", "space-after-dash", 2, 3),
    "Tab indent": Case(HEAD + "\t- slogan: 绿水青山\n\t  sub: 节能\n", "indent-tab", 2, 1),
    "full-width indent": Case(HEAD + "　- slogan: 绿水青山\n　  sub: 节能\n", "indent-wide", 2, 1),
    "key one column too far left": Case(HEAD + "  - slogan: 绿水青山\n   sub: 节能\n", "indent-moved", 3, 4),
    "key too far right": Case(HEAD + "  - slogan: 绿水青山\n      sub: 节能\n", "indent-moved", 3, 7),
    "second dash out of line": Case(HEAD + GOOD + "   - slogan: 节能\n", "indent-moved", 3, 4, slides=2),
    "full-width comma in braces": Case(
        HEAD + "  - slogan: 节能\n    when: {from: 2020-07-01，until: 2020-07-05}\n", "wide-comma", 3, 28
    ),
    "full-width braces": Case(
        HEAD + "  - slogan: 节能\n    when: ｛from: 2020-07-01, until: 2020-07-05｝\n", "wide-bracket", 3, 11
    ),
    "full-width hash": Case("＃ 说明\n" + HEAD + GOOD, "wide-hash", 1, 1),
    "key in Chinese quotes": Case(HEAD + "  - “slogan”: 绿水青山\n", "key-quotes", 2, 5),
    "colon in the text": Case(HEAD + "  - slogan: 提示: 人走关灯\n", "colon-in-text", 2, 15),
    "two keys on one line": Case(HEAD + "  - slogan: 绿水青山 sub: 节能\n", "two-keys-in-line", 2, 18),
    "text after the quotes": Case(HEAD + '  - slogan: "绿水"青山\n', "text-after-quote", 2, 17),
    "quote not closed": Case(HEAD + '  - slogan: "绿水青山\n' + GOOD, "quote-open", 2, 13, slides=2),
    "quote closed by a Chinese one": Case(HEAD + '  - slogan: "绿水青山”\n' + GOOD, "quote-open", 2, 13, slides=2),
    "brace not closed": Case(
        HEAD + "  - slogan: 节能\n    when: {from: 2020-07-01, until: 2020-07-05\n" + GOOD,
        "bracket-open",
        3,
        11,
        slides=2,
    ),
    "text begins with @": Case(HEAD + "  - slogan: @所有人 人走关灯\n", "sign-first", 2, 13),
    "text begins with a star": Case(HEAD + "  - slogan: *重要* 停水\n", "sign-first", 2, 13),
    "text begins with a percent sign": Case(HEAD + "  - slogan: %5 的电\n", "sign-first", 2, 13),
    "text begins with a bracket": Case(HEAD + "  - slogan: [重要] 停水\n", "sign-first", 2, 13),
    "hashtag": Case(HEAD + "  - slogan: 参加 #节能宣传周# 活动\n", "hash-kept", 2, 16),
    "number sign": Case(HEAD + "  - slogan: 请到 #3 楼\n", "hash-kept", 2, 16),
    "text lost in a comment": Case(HEAD + "  - slogan: 绿水青山 #节能\n", "hash-comment", 2, 18),
    "invisible characters": Case(HEAD + "  - slogan: 绿水\u200b青山\n", "odd-characters", 2, 15),
    # ---- what YAML refuses
    "anchor": Case(HEAD + GOOD + "  - slogan: &a 节能\n", "yaml-anchor", 3, 13),
    "alias": Case(HEAD + GOOD + "  - slogan: *a\n", "yaml-anchor", 3, 13),
    "tag": Case(HEAD + GOOD + "  - slogan: !!python/name:os.system x\n", "yaml-tag", 3, 13),
    "two documents": Case(HEAD + GOOD + "---\nslides: []\n", "yaml-documents", 3, 1, slides=0),
    "too deep": Case(HEAD + "  - " + "[" * 40 + "]" * 40 + "\n", "yaml-deep", 2, 19, slides=0),
    "text too long for one value": Case(HEAD + GOOD + "  - slogan: " + "长" * 3000 + "\n", "yaml-long", 3, 13),
    "key twice": Case(HEAD + "  - slogan: 甲\n    slogan: 乙\n", "key-twice", 3, 5),
    "key twice in both languages": Case(HEAD + "  - slogan: 甲\n    标语: 乙\n", "key-twice", 3, 5),
    "a broken slide among good ones": Case(
        HEAD + GOOD + "  - {slogan: 甲, [}\n" + GOOD, "yaml-syntax", 3, 18, slides=2
    ),
    "a line without a colon": Case(HEAD + "  - slogan: 甲\n    副题 乙\n" + GOOD, "yaml-syntax", 3, 5),
    "a list that goes on as a table": Case(HEAD + "  - slogan: 甲\n  sub: 乙\n" + GOOD, "yaml-syntax", 3, 3),
    # ---- keys, kinds, words
    "unknown key": Case(HEAD + "  - slogan: 甲\n    停流: 15秒\n", "key-unknown", 3, 5),
    "unknown key at the top": Case("priorty: 1\n" + HEAD + GOOD, "key-unknown", 1, 1),
    "unknown kind": Case(HEAD + GOOD + "  - slogn: 甲\n", "kind-unknown", 3, 5),
    "no kind": Case(HEAD + GOOD + "  - dwell: 15秒\n", "kind-missing", 3, 5),
    "two kinds": Case(HEAD + GOOD + "  - slogan: 甲\n    image: 海报.png\n", "kind-several", 4, 5),
    "nothing after the key": Case(HEAD + GOOD + "  - slogan:\n", "value-missing", 3, 5),
    "a bare text": Case(HEAD + "  - 绿水青山\n", "slide-text", 2, 5),
    "a colon left out": Case(HEAD + "  - 标语 绿水青山\n", "slide-text", 2, 5),
    "a list where a text is wanted": Case(HEAD + GOOD + "  - slogan: [甲, 乙]\n", "value-shape", 3, 13),
    "an empty list of slides": Case("slides:\n", "slides-empty", 1, 1, slides=0),
    "a required field missing": Case(HEAD + GOOD + "  - agenda: 安排\n", "field-missing", 3, 5),
    "too long a text": Case(HEAD + GOOD + "  - slogan: " + "字" * 90 + "\n", "text-long", 3, 13),
    "an unknown transition": Case("transition: 飞入\n" + HEAD + GOOD, "word-unknown", 1, 13),
    "neither yes nor no": Case("shuffle: 也许\n" + HEAD + GOOD, "flag-unclear", 1, 10),
    "priority in words": Case("priority: 高\n" + HEAD + GOOD, "number-unclear", 1, 11),
    # ---- times
    "30 February": Case(HEAD + GOOD + "  - countdown: 2020年2月30日\n", "date-impossible", 3, 16),
    "13th month": Case(HEAD + GOOD + "  - countdown: 2020-13-01\n", "date-impossible", 3, 16),
    "25 o'clock": Case(HEAD + GOOD + "  - countdown: 2020-07-04 25:00\n", "time-impossible", 3, 16),
    "tomorrow": Case(HEAD + GOOD + "  - countdown: 明天9点\n", "date-relative", 3, 16),
    "no year": Case(HEAD + "  - countdown: 7月4日 9:00\n", "date-year", 2, 16),
    "wrong weekday": Case(HEAD + "  - countdown: 2020-07-04（周日） 9:00\n", "date-weekday", 2, 16),
    "reversed": Case(
        HEAD + GOOD + "  - slogan: 甲\n    when: {from: 2020-07-05, until: 2020-07-01}\n", "when-reversed", 4, 5
    ),
    "the last minute left out": Case(
        HEAD + "  - slogan: 甲\n    when: {hours: 18:00-23:59}\n", "time-last-minute", 3, 5
    ),
    "a day's last minute left out": Case(
        HEAD + "  - slogan: 甲\n    when: {from: 2020-06-29, until: 2020-07-05 23:59}\n", "time-last-minute", 3, 5
    ),
    "unreadable hours": Case(HEAD + GOOD + "  - slogan: 甲\n    when: {hours: 上班时间}\n", "hours-unclear", 4, 19),
    "hours of no length": Case(HEAD + GOOD + "  - slogan: 甲\n    when: {hours: 9:00-9:00}\n", "hours-empty", 4, 19),
    "unreadable days": Case(HEAD + GOOD + "  - slogan: 甲\n    when: {days: 周八}\n", "days-unclear", 4, 18),
    "a broken time of the whole playlist": Case(
        "when: {from: 2020-02-30}\n" + HEAD + GOOD, "date-impossible", 1, 14, slides=0
    ),
    "dwell in words": Case(HEAD + "  - slogan: 甲\n    dwell: 一会儿\n", "duration-unclear", 3, 12),
    "dwell too short": Case(HEAD + "  - slogan: 甲\n    dwell: 1秒\n", "dwell-short", 3, 12),
    "dwell too long": Case(HEAD + "  - slogan: 甲\n    dwell: 3小时\n", "dwell-long", 3, 12),
    "too short to read": Case(HEAD + "  - slogan: " + "字" * 30 + "\n    dwell: 6秒\n", "dwell-hurried", 3, 12),
    "too short for all": Case("dwell: 6秒\n" + HEAD + "  - slogan: " + "字" * 30 + "\n", "dwell-hurried", 3, 5),
    "more than one can read": Case(HEAD + "  - {tip: 甲, text: " + "字" * 120 + "}\n", "text-much", 2, 5),
    "too short to scan": Case(HEAD + "  - qr: https://a.cn/x\n    dwell: 5秒\n", "dwell-scan", 3, 12),
    "a code that is wiped in": Case(HEAD + "  - qr: https://a.cn/x\n    transition: wipe\n", "transition-scan", 3, 17),
    # ---- files and links
    "a file that is not there": Case(HEAD + GOOD + "  - image: 海抱.png\n", "file-missing", 3, 12),
    "wrong case": Case(HEAD + "  - image: 海报.PNG\n", "file-name-close", 2, 12),
    "own C: drive": Case(HEAD + GOOD + "  - image: C:\\Users\\li\\Desktop\\海报.png\n", "path-drive", 3, 12),
    "the folder above": Case(HEAD + GOOD + "  - image: ../海报.png\n", "path-parent", 3, 12),
    "absolute path": Case(HEAD + GOOD + "  - image: /home/li/海报.png\n", "path-drive", 3, 12),
    "a picture on the web": Case(HEAD + GOOD + "  - image: https://a.cn/x.png\n", "path-link", 3, 12),
    "not a picture": Case(HEAD + GOOD + "  - image: 说明.txt\n", "file-not-picture", 3, 12),
    "a link with full-width signs": Case(HEAD + GOOD + "  - qr: https：//a.cn/x\n", "link-unclear", 3, 9),
    "a link with a space": Case(HEAD + GOOD + "  - qr: https://a.cn/ x\n", "link-unclear", 3, 9),
    "a link without https": Case(HEAD + "  - qr: weixin.qq.com/r/x\n", "link-bare", 2, 9),
    "quotes around a file name": Case(HEAD + "  - image: “海报.png”\n", "value-wide-quotes", 2, 12),
    # ---- the file as a whole
    "an empty file": Case("", "file-empty", None, None, slides=0),
    "a text that is no playlist": Case("大家好，明天停水。\n", "playlist-shape", 1, 1, slides=0),
    "an agenda of mixed days": Case(
        HEAD + "  - agenda: 安排\n    rows:\n      - 9:00 签到\n      - 2020-07-04 10:00 开幕\n", "row-day", 4, 9
    ),
    "an agenda row that ends before it begins": Case(
        HEAD + "  - agenda: 安排\n    rows:\n      - {time: 2020-07-04 10:00, until: 9:00, text: 开幕}\n",
        "row-end",
        4,
        9,
    ),
}


def _sheet_slides(take: Take, case: Case) -> tuple[Ingested, list[Slide]]:
    files = {"节目单.yaml": case.text, "海报.png": b"x", "说明.txt": "说明"}
    result = take(files)
    playlists = [playlist for playlist in result.snapshot.playlists if playlist.id == "节目单.yaml"]
    return result, [slide for playlist in playlists for slide in playlist.slides]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_mistake_is_told_at_its_place_and_the_rest_plays(take: Take, case: Case) -> None:
    result, slides = _sheet_slides(take, case)
    told = [(one.code, one.place.line, one.place.column) for one in result.problems if one.place.file == "节目单.yaml"]
    assert (case.code, case.line, case.column) in told
    assert len(slides) == case.slides


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_problem_shows_the_line_with_a_caret_and_says_everything_in_both_languages(take: Take, case: Case) -> None:
    result, _ = _sheet_slides(take, case)
    for one in result.problems:
        if one.place.column is not None:
            line, caret = one.excerpt.split("\n")
            assert caret.strip(" \u3000\t") == "^"
            assert len(caret) <= len(line) + 1
        for words in (one.message, one.hint, one.on_screen):
            assert words.zh
            assert words.en


def test_a_mended_line_is_told_as_it_should_be_written(take: Take) -> None:
    result, _ = _sheet_slides(take, CASES["full-width colon"])
    assert "- slogan: 绿水青山" in result.problems[0].hint.zh


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("  - slogan: 甲\n    停流: 15秒\n", "停留"),
        ("  - slogn: 甲\n", "slogan"),
        ("  - slogan: 甲\n    duration: 15秒\n", "dwell"),
        ("  - image: 海抱.png\n", "海报.png"),
        ("  - image: 海报.jpg\n", "海报.png"),
    ],
)
def test_what_was_probably_meant_is_suggested(take: Take, text: str, near: str) -> None:
    result, _ = _sheet_slides(take, Case(HEAD + text, "", 0, 0))
    assert any(f"你是不是想写“{near}”？" in one.message.zh for one in result.problems)


def test_every_code_is_a_code_of_the_catalogue_and_warnings_never_leave_anything_out() -> None:
    assert {case.code for case in CASES.values()} <= set(PROBLEMS)
    for case in CASES.values():
        if PROBLEMS[case.code].severity is Severity.WARNING and case.code != "slides-empty":
            assert case.slides >= 1


@pytest.mark.parametrize(("text", "meant"), [("标提", "标题"), ("标雨", "标语"), ("时断", "时段"), ("时见", "时间")])
def test_of_names_equally_near_that_which_sounds_alike_is_suggested(text: str, meant: str) -> None:
    """Chinese is typed by sound, so a wrong character mostly sounds as the right one does."""
    names = ("标语", "标题", "时间", "时段")
    assert near(names, text) == near(tuple(reversed(names)), text) == meant

"""Names that say when: what is a token and what is a title, what it means, what becomes of one that cannot be read."""

from __future__ import annotations

import itertools
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.ingest.catalogue import PROBLEMS
from player.ingest.name_times import joined, never
from player.ingest.names import natural_key, path_key
from player.model.content import ALWAYS, Daypart, Days, Moment, Slide, When
from player.model.problem import Problem, Severity
from player.model.snapshot import Snapshot
from player.model.tokens import bare_name, is_token, title_from, tokens_of
from player.model.units import HOUR, MINUTE, DayTime
from player.slides.naming import title_of
from player.timeline.scenes import Timeline
from tests.ingest.conftest import Take
from tests.ingest.memory import NOW

JULY4, JULY5 = Moment(date(2020, 7, 4)), Moment(date(2020, 7, 5))
NINE_TO_FIVE = (Daypart(DayTime(9 * HOUR), DayTime(17 * HOUR)),)


def hours(*spans: tuple[float, float]) -> When:
    return When(hours=tuple(Daypart(DayTime(int(a * HOUR)), DayTime(int(b * HOUR))) for a, b in spans))


def one(take: Take, path: str) -> tuple[Slide, list[Problem]]:
    """The slide of a picture of that name, and what is told of it."""
    result = take({path: b"x"})
    (slide,) = result.snapshot.slides()
    return slide, list(result.problems)


WEEKDAYS = When(days=Days((0, 1, 2, 3, 4)))
MEANT = {
    # days; the day is 2020-07-01
    "7.4-7.5": When(JULY4, JULY5),
    "7.4~7.5": When(JULY4, JULY5),
    "７．４－７．５": When(JULY4, JULY5),
    "7月4日-7月5日": When(JULY4, JULY5),
    "7月4日至5日": When(JULY4, JULY5),
    "7.4-5": When(JULY4, JULY5),
    "七月四日到七月五日": When(JULY4, JULY5),
    "2020-07-04~07-05": When(JULY4, JULY5),
    "2020-07-04-2020-07-05": When(JULY4, JULY5),
    "20200704-2020-07-05": When(JULY4, JULY5),
    "20200704-20200705": When(JULY4, JULY5),
    "2020.7.4-7.5": When(JULY4, JULY5),
    "2020_07_04~2020_07_05": When(JULY4, JULY5),
    "07-04~07-05": When(JULY4, JULY5),
    "7.4": When(JULY4, JULY4),
    "7月4日（周六）": When(JULY4, JULY4),
    "20200704": When(JULY4, JULY4),
    "7.4起": When(JULY4),
    "7月4日开始": When(JULY4),
    "至7.5": When(None, JULY5),
    "到7月5日为止": When(None, JULY5),
    "7.4 9:00-7.5 17:00": When(Moment(date(2020, 7, 4), DayTime(9 * HOUR)), Moment(date(2020, 7, 5), DayTime(17 * HOUR))),
    # without years: the range around today, else the nearest
    "1.1-12.31": When(Moment(date(2020, 1, 1)), Moment(date(2020, 12, 31))),
    "12.25-1.5": When(Moment(date(2020, 12, 25)), Moment(date(2021, 1, 5))),
    "11.1-7.10": When(Moment(date(2019, 11, 1)), Moment(date(2020, 7, 10))),
    "5.1": When(Moment(date(2020, 5, 1)), Moment(date(2020, 5, 1))),
    # hours: `:` cannot stand in a name on Windows
    "9:00-17:00": hours((9, 17)),
    "9：00－17：00": hours((9, 17)),
    "9点-17点": hours((9, 17)),
    "9點至17點": hours((9, 17)),
    "九点到十七点": hours((9, 17)),
    "9.00-17.00": hours((9, 17)),
    "8.30-17.30": hours((8.5, 17.5)),
    "0900-1700": hours((9, 17)),
    "9_00-17_00": hours((9, 17)),
    "9-17": hours((9, 17)),
    "8点半-下午5点": hours((8.5, 17)),
    "22:00-02:00": hours((22, 2)),
    # days of the week
    "工作日": When(days=Days(workdays=True)),
    "节假日": When(days=Days(holidays=True)),
    "周末": When(days=Days((5, 6))),
    "每周一三五": When(days=Days((0, 2, 4))),
    "周一至周五": WEEKDAYS,
    "週一至週五": WEEKDAYS,
    "周1-周5": WEEKDAYS,
    "星期六、星期日": When(days=Days((5, 6))),
    "mon-fri": WEEKDAYS,
    # several in one bracket
    "工作日 9:00-17:00": When(days=Days(workdays=True), hours=NINE_TO_FIVE),
    "7.4-7.5，9点-17点": When(JULY4, JULY5, hours=NINE_TO_FIVE),
    # nothing between them
    "工作日9点-17点": When(days=Days(workdays=True), hours=NINE_TO_FIVE),
    "周一至周五9:00-17:00": When(days=Days((0, 1, 2, 3, 4)), hours=NINE_TO_FIVE),
    "周一10点-17点": When(days=Days((0,)), hours=hours((10, 17)).hours),
    "每天9点-17点": When(days=Days((0, 1, 2, 3, 4, 5, 6)), hours=NINE_TO_FIVE),
    "7.4-7.5每天9点-17点": When(JULY4, JULY5, Days((0, 1, 2, 3, 4, 5, 6)), NINE_TO_FIVE),
    # words around it
    "播放7.4-7.5": When(JULY4, JULY5),
    "7.4-7.5播放": When(JULY4, JULY5),
    "有效期：7.4-7.5": When(JULY4, JULY5),
    "有效期至7.5": When(None, JULY5),
    "展示时间9点-17点": hours((9, 17)),
    # digits without signs
    "20200704-0705": When(JULY4, JULY5),
    "0704-0705": When(JULY4, JULY5),
    "0701-0731": When(Moment(date(2020, 7, 1)), Moment(date(2020, 7, 31))),
    "0830-1130": hours((8.5, 11.5)),
    "周135": When(days=Days((0, 2, 4))),
    "周1-5": WEEKDAYS,
    "星期1至5": WEEKDAYS,
    "周末及节假日": When(days=Days((5, 6), holidays=True)),
    "工作日和周六": When(days=Days((5,), workdays=True)),
    "7.4一7.5": When(JULY4, JULY5),
    "7.4ー7.5": When(JULY4, JULY5),
}  # fmt: skip


@pytest.mark.parametrize(("token", "when"), MEANT.items())
@pytest.mark.parametrize("brackets", ["[]", "【】", "［］"])
def test_a_token_says_when(take: Take, token: str, when: When, brackets: str) -> None:
    slide, told = one(take, f"海报{brackets[0]}{token}{brackets[1]}.png")
    assert slide.when == (when,)
    assert not told
    assert title_of(slide) == "海报"


@pytest.mark.parametrize(
    ("token", "seconds"), [("20秒", 20), ("２０秒", 20), ("1分30秒", 90), ("2分钟", 120), ("半分钟", 30), ("20s", 20), ("停留15秒", 15),
        ("停20秒", 20), ("播20秒", 20), ("停留 20 秒", 20), ("停留：20秒", 20), ("每张20秒", 20), ("时长2分钟", 120), ("播放时间20秒", 20), ("展示20s", 20), ("停留20", 20), ("1分半", 90)]
)  # fmt: skip
def test_a_token_says_how_long(take: Take, token: str, seconds: int) -> None:
    slide, told = one(take, f"海报[{token}].png")
    assert (slide.dwell, slide.when, told) == (seconds * 1000, (), [])


def test_all_tokens_of_a_name_hold_wherever_they_stand(take: Take) -> None:
    wanted, _ = one(take, "答题海报[7.4-7.5][9:00-17:00][20秒].png")
    assert (wanted.when, wanted.dwell) == ((When(JULY4, JULY5, hours=NINE_TO_FIVE),), 20_000)
    for name in ("[20秒]【9点-17点】答题[7.4-7.5]海报.png", "[20秒 9点-17点 7.4-7.5]答题海报.png"):
        slide, told = one(take, name)
        assert (slide.when, slide.dwell, title_of(slide), told) == (wanted.when, wanted.dwell, "答题海报", [])


def test_hours_and_days_of_the_week_of_one_name_add_up(take: Take) -> None:
    slide, _ = one(take, "海报[9点-10点][14点-15点][周一][周三].png")
    assert slide.when == (When(days=Days((0, 2)), hours=hours((9, 10), (14, 15)).hours),)


TITLES = [
    "通知", "紧急", "2020", "2020年", "2020年度", "1", "01", "1-2", "1-12", "10-20", "一", "一至三", "二", "①", "16:9", "16:10", "3:0", "v1.2", "1.0", "2.55", "1.2.3",
    "3楼", "3号楼", "2号", "3号-5号楼", "24小时", "3天", "100天", "100分", "第3期", "5G", "4K", "1080p", "1920x1080", "周报", "周年庆", "周一例会", "工作室", "工作群",
    "7月", "7月-8月", "10人", "50%", "九折", "80后", "终稿", "定稿2", "2019-2021", "2020上半年", "国庆", "五一", "十一", "停水", "三点要求", "工作日安排", "办公时间", "工作时间",
    "2020-07-04例会纪要", "7月4日活动", "每周一期", "副本", "", " ",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "token", "example"),
    [
        ("海报[非工作日].png", "[非工作日]", "[节假日]"),
        ("海报[节假日除外].png", "[节假日除外]", "[工作日]"),
        ("海报[上班时间].png", "[上班时间]", "[9点-17点]"),
        ("海报[7.5下架].png", "[7.5下架]", "[至7.5]"),
        ("海报[0620-0705].png", "[0620-0705]", "[6.20-7.5]"),
        ("海报[2O秒].png", "[2O秒]", "[20秒]"),
        ("[20秒海报.png", "[20秒", "[20秒]"),
        ("[7.4-7.5活动海报.png", "[7.4-7.5", "[7.4-7.5]"),
        ("7.4-7.5]海报.png", "7.4-7.5]", "[7.4-7.5]"),
        ("20秒】海报.png", "20秒】", "[20秒]"),
    ],
)
def test_what_looks_like_a_time_and_is_none_is_told_with_the_right_words(
    take: Take, name: str, token: str, example: str
) -> None:
    slide, (told,) = one(take, name)
    assert (slide.when, slide.dwell) == ((), 10_000)
    assert token in told.message.zh
    assert example in told.hint.zh
    assert "你是不是想写" not in told.message.zh


@pytest.mark.parametrize("off", ["[停播]", "（暂不播放）", "【不放】", "[下架]", "(草稿)"])
def test_a_name_that_asks_to_be_left_out_is_told_that_it_plays(take: Take, off: str) -> None:
    """Nobody is left in the belief that a word in a name takes a poster off."""
    _, (told,) = one(take, f"海报{off}.png")
    assert told.code == "name-off"
    assert off in told.message.zh


BARE = {
    "7.4-7.5 海报.jpg": "[7.4-7.5]海报.jpg",
    "7月4日-7月5日海报.jpg": "[7月4日-7月5日]海报.jpg",
    "2026-06-01至2026-06-07 海报.jpg": "[2026-06-01至2026-06-07]海报.jpg",
    "２０２６．６．１－６．７_海报.jpg": "[2026.6.1-6.7]海报.jpg",
    "20260601-20260607海报.jpg": "[20260601-20260607]海报.jpg",
}


@pytest.mark.parametrize(("name", "fixed"), BARE.items())
def test_days_without_brackets_at_the_start_of_a_name_are_no_rule_and_that_is_said(
    take: Take, name: str, fixed: str
) -> None:
    slide, (told,) = one(take, name)
    assert (slide.when, told.code, told.severity) == ((), "name-days-bare", Severity.WARNING)
    assert fixed in told.hint.zh
    right, silent = one(take, fixed)
    assert right.when
    assert not silent


@pytest.mark.parametrize(
    "name",
    ["7.4 海报.jpg", "2026-06-01 合影.jpg", "2020-07-04-05.jpg", "2026-06-01-09-30-15.jpg", "2026-06-01-09.30.jpg", "20200704-0830.jpg", "12-25-07-31.jpg",
     "1-2 海报.jpg", "3.1-3.jpg", "海报7.4-7.5.jpg", "2019.7-2020.6 总结.jpg", "7.5-7.4 海报.jpg", "13.1-13.5 海报.jpg", "9.00-17.00 海报.jpg", "7.4-7.5[20秒].jpg"],
)  # fmt: skip
def test_a_day_or_a_number_at_the_start_of_a_name_is_a_title_without_a_word(take: Take, name: str) -> None:
    slide, told = one(take, name)
    assert (slide.when, told) == ((), [])


def test_many_names_with_the_same_days_are_one_remark(take: Take) -> None:
    """Photos of an event are not told one by one; another range and another folder are told by themselves; playlists have times inside."""
    photos = {f"7.4-7.5 活动 ({number}).jpg": str(number).encode() for number in range(1, 40)}
    files = {
        **photos,
        "8.1-8.7 海报.jpg": b"a",
        "7.4-7.5照片/a.jpg": b"b",
        "7.4-7.5 节目单.yaml": "slides:\n  - slogan: 甲\n",
    }
    told = [each for each in take(files).problems if each.code == "name-days-bare"]
    assert sorted(str(each.place.file) for each in told) == ["7.4-7.5 活动 (1).jpg", "7.4-7.5照片", "8.1-8.7 海报.jpg"]
    assert [("39" in each.message.zh, "39" in each.message.en) for each in told if "活动" in str(each.place.file)] == [
        (True, True)
    ]


ENDINGS = {
    "海报。png": "海报.png", "海报．png": "海报.png", "海报，PNG": "海报.PNG", "海报,jpg": "海报.jpg", "海报. png": "海报.png", "海报png": "海报.png", "海报.png。": "海报.png",
    "海报.jpg.": "海报.jpg", "海报.PNG ": "海报.PNG", "通知。txt": "通知.txt", "节目单。xlsx": "节目单.xlsx", "节目单·csv": "节目单.csv", "海报。。png": "海报.png",
}  # fmt: skip


@pytest.mark.parametrize(("name", "fixed"), ENDINGS.items())
def test_a_chinese_dot_before_the_ending_is_told_with_the_name_to_give(take: Take, name: str, fixed: str) -> None:
    (told,) = [each for each in take({name: b"x"}).problems if each.place.file == name]
    assert (told.code, told.severity) == ("name-dot", Severity.ERROR)
    assert told.hint.zh.endswith(f"改成：{fixed}")
    assert told.hint.en.endswith(f": {fixed}")


@pytest.mark.parametrize(("name", "meant"), [("海报.jgp", ".jpg"), ("海报.pngg", ".png"), ("节目单.xslx", ".xlsx"), ("节目单.ymal", ".yaml")])  # fmt: skip
def test_a_typo_in_an_ending_is_told_with_the_ending_that_was_meant(take: Take, name: str, meant: str) -> None:
    (told,) = take({name: b"x"}).problems
    assert told.code == "file-unknown"
    assert f"“{meant}”" in told.hint.zh
    assert f"“{meant}”" in told.hint.en


@pytest.mark.parametrize("name", ["海报", "README", "Apng", "海报.xyz", "a.b.c", "版本1。2"])
def test_a_name_without_any_known_ending_is_told_as_before(take: Take, name: str) -> None:
    (told,) = take({name: b"x"}).problems
    assert told.code == "file-unknown"
    assert "“." not in told.hint.zh


@pytest.mark.parametrize("text", TITLES)
def test_what_is_plainly_a_title_stays_a_title(take: Take, text: str) -> None:
    slide, told = one(take, f"海报[{text}].png")
    assert (slide.when, told, title_of(slide)) == ((), [], f"海报[{text}]")


UNREADABLE = {
    "7.4-7.55": "7月最多 31 天",
    "2.30": "2月最多 29 天",
    "2020年2月30日": "2020年2月只有 29 天",
    "13.1-13.5": "月份只有 1 到 12",
    "25:00": "一天只到 24:00",
    "25:00-26:00": "一天只到 24:00",
    "9点": "只写了一个钟点",
    "20妙": "没有这样的时间单位",
    "20抄": "没有这样的时间单位",
    "工做日": "你是不是想写“工作日”？",
    "周未": "你是不是想写“周末”？",
    "周八": "你是不是想写",
    "7,4-7,5": "看不出是日期、钟点还是星期",
    "7月5日前": "含不含当天说不清",
    "7.5-7.4": "在开始（2020-07-05）之前",
    "1O:00-17:00": "混进了字母",
    "2O20-07-04": "混进了字母",
    "20.7.4-20.7.5": "年份要写四位数",
    "9:00-9:00": "",
}


@pytest.mark.parametrize(("token", "reason"), UNREADABLE.items())
def test_a_token_that_cannot_be_read_is_told_with_its_cure_and_the_slide_is_shown(
    take: Take, token: str, reason: str
) -> None:
    name = f"海报[{token}].png"
    slide, told = one(take, name)
    assert slide.when == ()
    assert [(each.code, each.severity, each.place.file) for each in told] == [("name-unclear", Severity.ERROR, name)]
    assert reason in told[0].message.zh
    assert f"[{token}]" in told[0].message.zh
    assert "[" in told[0].hint.zh
    assert told[0].excerpt == f"{name}\n\u3000\u3000^"


@pytest.mark.parametrize("name", ["海报[7.4-7.5.png", "海报[7.4-7.5).png", "海报【工作日.png", "海报[20秒）.png"])
def test_a_bracket_without_its_partner_is_told(take: Take, name: str) -> None:
    slide, told = one(take, name)
    assert ([each.code for each in told], slide.when) == (["name-bracket"], ())


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("海报（工作日）.png", ["name-round"]),
        ("海报(9点-17点).png", ["name-round"]),
        ("海报（20秒）.png", ["name-round"]),
        ("照片（7月4日）.png", []),
        ("照片 (2).png", []),
        ("海报（二）.png", []),
        ("国办发〔2007〕42号.png", []),
        ("《工作》.png", []),
    ],
)
def test_round_brackets_are_titles_and_what_can_only_be_a_rule_is_mentioned(
    take: Take, name: str, codes: list[str]
) -> None:
    slide, told = one(take, name)
    assert ([each.code for each in told], slide.when) == (codes, ())
    assert all(PROBLEMS[code].severity is Severity.WARNING for code in codes)


# ---- folders


def by_id(snapshot: Snapshot) -> dict[str, Slide]:
    return {slide.id: slide for slide in snapshot.slides()}


def test_the_tokens_of_folders_hold_for_all_in_them(take: Take) -> None:
    files = {
        "宣传[7.4-7.5]/a.png": b"a",
        "宣传[7.4-7.5]/b[9点-11点][30秒].png": b"b",
        "宣传[7.4-7.5]/单.yaml": "slides:\n  - slogan: 甲\n",
        "宣传[7.4-7.5]/【周末】[15秒]/c.png": b"c",
        "宣传[7.4-7.5]/【周末】[15秒]/d[工作日].png": b"d",
    }
    result = take(files)
    playlists = {playlist.id: playlist for playlist in result.snapshot.playlists}
    outer, inner = playlists["宣传[7.4-7.5]"], playlists["宣传[7.4-7.5]/【周末】[15秒]"]
    assert (outer.name, outer.when) == ("宣传", When(JULY4, JULY5))
    assert playlists["宣传[7.4-7.5]/单.yaml"].when == When(JULY4, JULY5)
    assert inner.when == When(JULY4, JULY5, Days((5, 6)))
    assert {slide.source.file.rsplit("/", 1)[-1]: (slide.when, slide.dwell // 1000) for slide in (*outer.slides, *inner.slides)} == {
        "a.png": ((), 10),
        "b[9点-11点][30秒].png": ((hours((9, 11)),), 30),
        "c.png": ((), 15),
        "d[工作日].png": ((When(days=Days(workdays=True)),), 15),
    }  # fmt: skip
    assert not result.problems


def test_a_playlist_has_the_times_of_its_name_too(take: Take) -> None:
    result = take(
        {"周会[工作日][9点-12点].yaml": "when: {until: 2020-07-05, hours: 10:00-11:00}\nslides:\n  - slogan: 甲\n"}
    )
    (playlist,) = result.snapshot.playlists
    assert playlist.name == "周会"
    assert playlist.when == When(None, JULY5, Days(workdays=True), hours((10, 11)).hours)
    assert playlist.slides[0].when == (hours((9, 12)),)


def test_times_that_never_meet_are_told_and_nothing_is_shown(take: Take) -> None:
    result = take({"宣传[7.4-7.5]/a[7.9].png": b"a", "b[7.4][7.6].png": b"b", "c.png": b"c"})
    assert [(each.code, each.place.file) for each in result.problems] == [
        ("name-never", "b[7.4][7.6].png"),
        ("name-never", "宣传[7.4-7.5]/a[7.9].png"),
    ]
    assert list(by_id(result.snapshot)) == ["c.png"]


def test_a_folder_with_a_token_that_cannot_be_read_is_told_once(take: Take) -> None:
    result = take({"宣传[7.4-7.55]/a.png": b"a", "宣传[7.4-7.55]/b.png": b"b"})
    assert [(each.code, each.place.file) for each in result.problems] == [("name-unclear", "宣传[7.4-7.55]")]
    assert len(result.snapshot.slides()) == 2


@pytest.mark.parametrize("folder", ["紧急[至7.3]", "【紧急】", "（紧急）", "urgent[20秒]"])
def test_a_takeover_folder_may_have_tokens_and_brackets(take: Take, folder: str) -> None:
    (playlist,) = take({f"{folder}/a.txt": "停水"}).snapshot.playlists
    assert playlist.takeover
    assert (playlist.expires is None) == ("7.3" in folder)


def test_what_was_understood_is_echoed(take: Take) -> None:
    result = take({"答题海报[7.4-7.5][9:00-17:00][20秒].png": b"x", "旧[5.1].png": b"y", "【工作日】/a.png": b"z"})
    told = {each.file: each.words for each in result.understood}
    assert (
        told["答题海报[7.4-7.5][9:00-17:00][20秒].png"].zh
        == "图片，停留 20 秒；只在 2020-07-04 至 2020-07-05，09:00-17:00 播放"
    )
    assert "已过，不再播放" in told["旧[5.1].png"].zh
    until = take({"停水[至7.5].png": b"x"}).understood
    assert [each.words.zh for each in until if each.file == "停水[至7.5].png"] == [
        "图片，停留 10 秒；放到 2020-07-05 为止"
    ]
    assert "over" in told["旧[5.1].png"].en
    assert told["【工作日】"].zh == "【工作日】：1 页；工作日"


def test_the_timeline_keeps_to_the_name(take: Take) -> None:
    """Seen in the timetable at its hours alone, for three days, minute by minute."""
    timeline = Timeline(take({"海报[7.2-7.3][9:00-17:00].png": b"x", "b.png": b"y"}).snapshot)
    for minute in range(0, 3 * 24 * 60, 7):
        at = NOW + minute * MINUTE
        here = timeline.calendar.moment(at)
        wanted = here.day in (date(2020, 7, 2), date(2020, 7, 3)) and 9 * HOUR <= (here.at or 0) < 17 * HOUR
        cues = {cue.slide.id for cue in timeline.cues(at, at + MINUTE)}
        assert ("海报[7.2-7.3][9:00-17:00].png" in cues) == wanted, here


# ---- laws

TOKENS = st.sampled_from([f"[{token}]" for token in [*MEANT, "20秒", "7.4-7.55", "20妙"]])
WORDS = st.text(alphabet="海报甲乙2十 ", min_size=1, max_size=5).filter(lambda text: bool(text.strip()))


@given(WORDS, TOKENS, WORDS)
def test_a_title_loses_its_tokens_and_nothing_else(left: str, token: str, right: str) -> None:
    """The name around the token is what is left, whatever the token; a name that is nothing but tokens keeps them."""
    assert title_from(f"{left}{token}{right}.png").split() == f"{left}{right}".split() or " " in left + right
    assert "[" not in bare_name(f"{left}{token}{right}.png")
    assert bare_name(token) == token
    assert len(tokens_of(f"{left}{token}{right}.png")) == 1


@given(st.lists(st.tuples(WORDS, TOKENS), min_size=2, max_size=5))
def test_tokens_take_no_part_in_the_order(pairs: list[tuple[str, str]]) -> None:
    """Names stand as they would without their tokens."""
    for (left, token), (right, other) in itertools.combinations(pairs, 2):
        bare = natural_key(f"{left}.png")[:2], natural_key(f"{right}.png")[:2]
        with_tokens = natural_key(f"{left}{token}.png")[:2], natural_key(f"{right}{other}.png")[:2]
        assert (bare[0] < bare[1], bare[0] == bare[1]) == (
            with_tokens[0] < with_tokens[1],
            with_tokens[0] == with_tokens[1],
        )


@given(st.text(max_size=30))
def test_any_name_can_be_read(name: str) -> None:
    """Nothing raises; a name never becomes empty; what is left holds no token."""
    bare = bare_name(name)
    assert bool(bare) == bool(name)
    assert bare == name or not [token for token in tokens_of(bare) if token.closed and bare_name(bare) != bare]
    is_token(name)
    natural_key(name)


def test_the_order_of_all_sorts_of_numbers() -> None:
    for ordered in (
        ["海报.png", "海报2.png", "海报10.png", "海报10a.png"],
        ["二.png", "十.png", "十二.png", "二十一.png", "一百零三.png"],
        ["①开场.png", "②致辞.png", "⑩合影.png", "⑪散会.png"],
        ["第１页.png", "第2页.png", "第１０页.png"],
        ["十九.png", "廿一.png", "卅.png"],
        ["壹.png", "贰.png", "拾.png"],
        ["2.jpg", "2.png", "10.jpg"],
        ["[9:00-17:00]1.png", "[7.4-7.5]2.png", "10[20秒].png"],
        ["活动2/a.png", "活动[7.4]3/a.png", "活动10/a.png"],
    ):
        mixed = ordered[::-1]
        assert sorted(mixed, key=path_key) == ordered


MOMENTS = st.builds(
    Moment,
    st.dates(date(2020, 1, 1), date(2020, 3, 1)),
    st.none() | st.integers(0, 24).map(lambda hour: DayTime(hour * HOUR)),
)
WHENS = st.builds(
    When,
    st.none() | MOMENTS,
    st.none() | MOMENTS,
    st.none() | st.sampled_from([Days((0, 1)), Days((1, 2)), Days(workdays=True)]),
    st.sampled_from([(), hours((9, 12)).hours, hours((10, 14)).hours, hours((20, 24)).hours]),
)


@given(st.lists(WHENS, max_size=4))
@settings(deadline=None, max_examples=60)
def test_joined_conditions_hold_when_all_do(whens: list[When]) -> None:
    """At any instant the joined conditions hold where each of them does and nowhere else; what is said never to be, never is."""
    from player.model.snapshot import DayTable
    from player.timeline.calendar import Calendar

    calendar = Calendar("Asia/Shanghai", DayTable())
    both = joined(*whens)
    assert ALWAYS not in both
    start = calendar.midnight(date(2019, 12, 30))
    for step in range(0, 65 * 24, 7):
        at = start + step * HOUR
        wanted = all(calendar.holds(when, at) for when in whens)
        assert all(calendar.holds(when, at) for when in both) == wanted
        if never(both):
            assert not wanted


def test_hours_past_midnight_belong_to_the_day_that_another_name_gives() -> None:
    """A folder for Fridays and a file for 22:00-03:00: Friday night, whole."""
    friday = When(days=Days((4,)))
    assert joined(friday, hours((22, 3))) == (When(days=Days((4,)), hours=hours((22, 3)).hours),)


def test_the_page_about_names_is_true(take: Take) -> None:
    """Every bracket that the page gives as an example is read; every one that it calls a title is one."""
    page = (Path(__file__).parents[2] / "docs/how-to/names.md").read_text("utf-8")
    table = re.search(r"\| 要说的.*?\n\n", page, re.DOTALL)
    titles = re.search(r"照原样显示.*?\n\n(.*?)\n", page, re.DOTALL)
    assert table
    assert titles
    read = re.findall(r"`(\[[^`]*\])`", table[0])
    assert len(read) > 20
    for token in read:
        slide, told = one(take, f"海报{token}.png")
        assert not told, token
        assert slide.when or slide.dwell != 10_000, token
    kept = re.findall(r"`[\[【]([^`]*)[\]】]`", titles[1])
    assert len(kept) > 12
    assert not [text for text in kept if is_token(text)]


@pytest.mark.parametrize(
    ("start", "until", "wanted"),
    [
        ("1月1日", "12月31日", (date(2020, 1, 1), date(2020, 12, 31))),
        ("11月1日", "7月10日", (date(2019, 11, 1), date(2020, 7, 10))),
        ("12.25", "1.5", (date(2020, 12, 25), date(2021, 1, 5))),
        ("7月4日", "7月5日", (date(2020, 7, 4), date(2020, 7, 5))),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_playlist_without_years_means_the_range_around_today(
    take: Take, start: str, until: str, wanted: tuple[date, date], turned: bool
) -> None:
    keys = [f"from: {start}", f"until: {until}"]
    result = take({"a.yaml": f"when: {{{', '.join(keys[::-1] if turned else keys)}}}\nslides:\n  - slogan: 甲\n"})
    (playlist,) = result.snapshot.playlists
    assert (playlist.when.start, playlist.when.until) == (Moment(wanted[0]), Moment(wanted[1]))
    told = " ".join(each.message.zh for each in result.problems if each.code == "date-year")
    assert all(day.isoformat() in told for day in wanted)


@pytest.mark.parametrize("name", ["汇报.ppt", "通知.doc", "通知.wps", "汇报.dps"])
def test_an_office_file_is_told_the_steps_to_a_pdf_and_nothing_else(take: Take, name: str) -> None:
    """One way, with its steps: nobody is first sent to make pictures and then told that a PDF is easier."""
    (problem,) = [each for each in take({name: b"x"}).problems if each.place.file == name]
    assert problem.hint.zh.startswith("请换一种格式。用 WPS 或 Office 打开它，选“文件 → 输出为 PDF”")
    assert "另存为" in problem.hint.zh
    assert "PNG" not in problem.hint.zh

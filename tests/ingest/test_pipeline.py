"""From files to a snapshot: what becomes of them, what stays when something breaks, and what counts as new."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.ingest.days import table_for
from player.ingest.news import LEAD
from player.ingest.pipeline import Ingested, Rules, ingest
from player.ingest.rules import rules_of
from player.ingest.settings_file import read_settings
from player.model.canon import digest_of
from player.model.content import Moment, Row
from player.model.settings import PanelKind, Settings
from player.model.snapshot import DayTable, Premiere, Snapshot
from player.model.units import DAY, HOUR, MINUTE
from player.timeline.calendar import Calendar
from tests.ingest.conftest import Take
from tests.ingest.memory import NOW, MemoryFiles

SHEET = "slides:\n  - slogan: 甲\n  - slogan: 乙\n  - image: 海报.png\n"


def ids(snapshot: Snapshot) -> dict[str, list[str]]:
    return {playlist.id: [slide.id for slide in playlist.slides] for playlist in snapshot.playlists}


def codes(result: Ingested) -> list[str]:
    return [one.code for one in result.problems]


# ---- what becomes of files


def test_dropped_files_are_slides_in_natural_order(take: Take) -> None:
    snapshot = take(
        {
            "第10页.png": b"a",
            "第2页.jpg": b"b",
            "通知.txt": "停水通知\n7月2日停水。",
            "云竞答.url": "[InternetShortcut]\nURL=https://a.cn/x\n",
        }
    ).snapshot
    (playlist,) = snapshot.playlists
    assert playlist.id == "."
    assert [(slide.id, slide.kind) for slide in playlist.slides] == [
        ("云竞答.url", "qr"), ("第2页.jpg", "image"), ("第10页.png", "image"), ("通知.txt", "notice"),
    ]  # fmt: skip
    assert playlist.slides[0].text("qr") == "https://a.cn/x"
    assert playlist.slides[0].text("title") == "云竞答"
    assert playlist.slides[3].text("notice") == "停水通知"
    assert playlist.slides[3].text("text") == "7月2日停水。"


def test_a_notice_with_a_signature_and_a_date(take: Take) -> None:
    text = "关于停水的通知\r\n各科室：\r\n　　7月2日停水。\r\n机关事务管理局\r\n2020年7月1日\r\n"
    (slide,) = take({"a.txt": text.encode("gb18030")}).snapshot.slides()
    assert (slide.text("notice"), slide.text("sign"), slide.text("date")) == (
        "关于停水的通知",
        "机关事务管理局",
        "2020年7月1日",
    )
    assert slide.text("text") == "各科室：\n7月2日停水。"


def test_a_text_with_one_link_is_a_code(take: Take) -> None:
    (slide,) = take({"答题.txt": "https://a.cn/x?b=1\n"}).snapshot.slides()
    assert (slide.kind, slide.text("qr")) == ("qr", "https://a.cn/x?b=1")
    assert slide.dwell >= 20_000
    assert slide.transition == "cut"


def test_what_comes_later_is_said_to_be_unsupported_with_a_cure(take: Take) -> None:
    result = take({"方案.docx": b"", "会议.ppt": b"", "片.avi": b"", "表.et": b"", "未知.xyz": b"", "无扩展名": b""})
    assert sorted(codes(result)) == sorted(
        ["file-unsupported"] * 2 + ["table-old"] + ["film-other"] + ["file-unknown"] * 2
    )
    assert all(any(word in one.hint.zh for word in ("PDF", "png", "MP4", "xlsx")) for one in result.problems)
    assert result.snapshot.playlists == ()


def test_an_empty_folder_is_a_snapshot_without_playlists(take: Take) -> None:
    assert take({}).snapshot == Snapshot()


def test_a_sub_folder_is_a_playlist_and_its_settings_hold_for_its_files(take: Take) -> None:
    files = {
        "节能/a.png": b"a",
        "节能/playlist.yaml": "名称：节能周\nwhen: {until: 2020-07-05}\npriority: 3\ndwell: 9秒\n",
        "节能/图/b.png": b"b",
        "别的/c.png": b"c",
    }
    by_id = {playlist.id: playlist for playlist in take(files).snapshot.playlists}
    assert set(by_id) == {"节能", "节能/图", "别的"}
    assert (by_id["节能"].name, by_id["节能"].priority, by_id["节能"].slides[0].dwell) == ("节能周", 3, 9000)
    assert by_id["节能"].when.until == Moment(date(2020, 7, 5))
    assert by_id["节能/图"].priority == 3
    assert by_id["别的"].priority == 0


def test_a_picture_that_a_playlist_names_is_not_loose(take: Take) -> None:
    assert set(ids(take({"a.yaml": SHEET, "海报.png": b"x"}).snapshot)) == {"a.yaml"}


def test_files_are_looked_up_beside_the_playlist_then_in_assets(take: Take) -> None:
    files = {"甲/a.yaml": "slides:\n  - image: x.png\n  - image: 子\\y.png\n  - image: z.png\n", "甲/x.png": b"1", "assets/x.png": b"2",
             "assets/子/y.png": b"3", "z.png": b"4"}  # fmt: skip
    result = take(files)
    names = [
        slide.assets[0].name
        for playlist in result.snapshot.playlists
        if playlist.id == "甲/a.yaml"
        for slide in playlist.slides
    ]
    assert names == ["甲/x.png", "assets/子/y.png"]
    assert "file-missing" in codes(result)


def test_ids_are_stable_under_reorder_and_differ_where_slides_are_alike(take: Take) -> None:
    one = take({"a.yaml": "slides:\n  - slogan: 甲\n  - slogan: 乙\n"}).snapshot
    other = take({"a.yaml": "slides:\n  - slogan: 乙\n    dwell: 20秒\n  - slogan: 甲\n"}).snapshot
    assert ids(one)["a.yaml"] == ids(other)["a.yaml"][::-1]
    assert all(re.fullmatch(r"a\.yaml#slogan-[0-9a-f]{8}", name) for name in ids(one)["a.yaml"])
    twice = ids(take({"a.yaml": "slides:\n  - slogan: 甲\n  - slogan: 甲\n"}).snapshot)["a.yaml"]
    assert twice == [ids(one)["a.yaml"][0], ids(one)["a.yaml"][0] + "-2"]


def test_both_languages_may_be_mixed_and_mean_the_same(take: Take) -> None:
    english = "name: x\nwhen: {from: 2020-06-29, days: workdays}\nslides:\n  - tip: 甲\n    text: 乙\n    dwell: 15\n"
    chinese = "名称: x\n时间: {开始: 2020年6月29日, 星期: 工作日}\n页面:\n  - 贴士: 甲\n    正文: 乙\n    停留: 15秒\n"
    assert take({"a.yaml": english}).snapshot == take({"a.yaml": chinese}).snapshot


def test_texts_stay_texts(take: Take) -> None:
    text = "slides:\n  - slogan: on\n    sub: 010\n  - slogan: 16:00\n  - slogan: no\n    sub: null\n"
    slides = take({"a.yaml": text}).snapshot.slides()
    assert [(slide.text("slogan"), slide.text("sub")) for slide in slides] == [
        ("on", "010"),
        ("16:00", ""),
        ("no", "null"),
    ]


def test_a_when_on_one_line(take: Take) -> None:
    long = "when: {from: 2020-06-29, until: 2020-07-05, days: 工作日, hours: 9:00-17:00}\nslides:\n  - slogan: 甲\n"
    short = "when: 2020-06-29至07-05 工作日 9:00-17:00\nslides:\n  - slogan: 甲\n"
    result = take({"a.yaml": short})
    assert result.snapshot.playlists[0].when == take({"a.yaml": long}).snapshot.playlists[0].when


def test_the_rows_of_an_agenda(take: Take) -> None:
    text = "slides:\n  - agenda: 安排\n    rows:\n      - 2020-07-04 9:00-10:00 开幕\n      - {time: 10点半, text: 参观, note: 大厅}\n      - {time: 7月5日, text: 闭幕}\n"
    (slide,) = take({"a.yaml": text}).snapshot.slides()
    day = date(2020, 7, 4)
    assert slide.value("rows") == (
        Row("开幕", Moment(day, HOUR * 9), Moment(day, HOUR * 10)),
        Row("参观", Moment(day, HOUR * 10 + 30 * MINUTE), note="大厅"),
        Row("闭幕", Moment(date(2020, 7, 5))),
    )


def test_an_agenda_without_days_is_one_of_every_day_and_turns_at_its_times(take: Take) -> None:
    text = "slides:\n  - agenda: 每天\n    rows:\n      - 8:30 开窗\n      - 12:00 熄灯\n"
    result = take({"a.yaml": text})
    (slide,) = result.snapshot.slides()
    assert not result.problems
    assert all(row.daily for row in slide.value("rows"))
    from player.slides.kinds import kind_of

    calendar = Calendar("Asia/Shanghai", DayTable())
    for day in (date(2020, 7, 1), date(2026, 11, 22)):
        midnight = calendar.midnight(day)
        for hour, key, until in ((8, "cc", 8.5), (9, "nc", 12), (13, "pn", 24)):
            face = kind_of("agenda").face(slide, midnight + hour * HOUR, calendar)
            assert (face.key, face.until) == (key, midnight + round(until * HOUR))


# ---- takeovers


@pytest.mark.parametrize("folder", ["紧急", "urgent", "URGENT"])
def test_a_takeover_ends_a_day_after_it_appeared_and_keeps_its_end_while_it_says_the_same(
    take: Take, folder: str
) -> None:
    first = take({f"{folder}/a.txt": "停水"}).snapshot
    assert (first.playlists[0].takeover, first.playlists[0].expires) == (True, NOW + DAY)
    later = take({f"{folder}/a.txt": "停水"}, previous=first, now=NOW + HOUR).snapshot
    assert later is first
    changed = take({f"{folder}/a.txt": "停电"}, previous=first, now=NOW + HOUR).snapshot
    assert changed.playlists[0].expires == NOW + HOUR + DAY


def test_a_takeover_with_an_end_of_its_own_has_no_other(take: Take) -> None:
    files = {"紧急/a.txt": "停水", "紧急/playlist.yaml": "when: {until: 2020-07-03 12:00}\n"}
    assert take(files).snapshot.playlists[0].expires is None


def test_a_takeover_that_ended_is_told(take: Take) -> None:
    first = take({"紧急/a.txt": "停水"}).snapshot
    result = take({"紧急/a.txt": "停水"}, previous=first, now=NOW + 2 * DAY)
    assert result.snapshot is first
    assert codes(result) == ["takeover-ended"]


def test_any_playlist_may_be_a_takeover(take: Take) -> None:
    assert take({"a.yaml": "takeover: 是\n" + SHEET, "海报.png": b""}).snapshot.playlists[0].takeover


# ---- what stays


@pytest.mark.parametrize(
    "bad",
    [
        b"\x00\x00",
        b"slides: [",
        "大家好".encode(),
        b"",
        b"when: {from: 2020-02-30}\nslides:\n  - slogan: x\n",
        None,
        b"x" * 300_000,
    ],
)
def test_a_playlist_that_cannot_be_read_keeps_its_last_good_version(take: Take, bad: bytes | None) -> None:
    first = take({"a.yaml": SHEET, "海报.png": b"x"}).snapshot
    result = take({"a.yaml": bad, "海报.png": b"x"}, previous=first)
    assert result.snapshot is first
    assert result.problems
    assert not take({"a.yaml": bad}).snapshot.playlists


def test_the_settings_of_a_folder_that_cannot_be_read_keep_their_last_good_version(take: Take) -> None:
    first = take({"f/a.png": b"a", "f/playlist.yaml": "when: {until: 2020-07-05}\npriority: 5\n"}).snapshot
    assert take({"f/a.png": b"a", "f/playlist.yaml": "when: {until: 2020-02-30}\n"}, previous=first).snapshot is first


def test_a_picture_whose_new_bytes_are_bad_keeps_its_old_ones(take: Take) -> None:
    first = take({"a.yaml": SHEET, "海报.png": b"x", "b.png": b"y"}).snapshot
    result = take({"a.yaml": SHEET, "海报.png": b"bad", "b.png": b"bad"}, previous=first)
    assert result.snapshot is first
    assert codes(result) == ["picture-unreadable"] * 2


def test_what_is_still_being_copied_keeps_its_version_silently(take: Take) -> None:
    files = {"a.yaml": SHEET, "海报.png": b"x", "b.png": b"y", "c.txt": "通知"}
    first = take(files).snapshot
    for waiting in files:
        result = take(files, previous=first, waiting=(waiting,))
        assert result.snapshot is first
        assert not result.problems


def test_a_new_file_that_is_still_being_copied_is_not_shown(take: Take) -> None:
    result = take({"b.png": b"y", "a.yaml": SHEET, "海报.png": b"x"}, waiting=("b.png", "海报.png"))
    assert [slide.kind for slide in result.snapshot.slides()] == ["slogan", "slogan"]
    assert codes(result) == ["file-copying"]


def test_what_is_deleted_goes(take: Take) -> None:
    first = take({"a.png": b"a", "b.png": b"b"}).snapshot
    assert [slide.id for slide in take({"a.png": b"a"}, previous=first).snapshot.slides()] == ["a.png"]


# ---- news


def test_new_and_changed_slides_have_their_premiere(take: Take) -> None:
    first = take({"a.png": b"a"}).snapshot
    assert first.premieres == ()
    second = take({"a.png": b"a", "b.png": b"b"}, previous=first, now=NOW + 1000).snapshot
    assert second.premieres == (Premiere("b.png", NOW + 1000 + LEAD),)
    third = take({"a.png": b"A", "b.png": b"b"}, previous=second, now=NOW + 2000).snapshot
    assert third.premieres == (Premiere("b.png", NOW + 1000 + LEAD), Premiere("a.png", NOW + 2000 + LEAD))
    later = take({"a.png": b"A", "b.png": b"b"}, previous=third, now=NOW + HOUR).snapshot
    assert later is third
    after = take({"a.png": b"A", "b.png": b"b", "c.png": b"c"}, previous=third, now=NOW + HOUR).snapshot
    assert after.premieres == (Premiere("c.png", NOW + HOUR + LEAD),)


def test_a_renamed_file_and_a_changed_dwell_are_no_news(take: Take) -> None:
    first = take({"a.png": b"a", "x.yaml": "slides:\n  - slogan: 甲\n"}).snapshot
    second = take({"b.png": b"a", "x.yaml": "dwell: 30秒\nslides:\n  - slogan: 甲\n"}, previous=first).snapshot
    assert second.premieres == ()
    assert second != first


@pytest.mark.parametrize(("count", "wanted"), [(1, 1), (4, 4), (6, 4), (12, 4), (13, 0)])
def test_a_few_new_slides_are_news_a_bulk_is_another_campaign(take: Take, count: int, wanted: int) -> None:
    new = {f"{number}.png": bytes([number]) for number in range(count)}
    assert len(take(new, previous=Snapshot()).snapshot.premieres) == wanted


def test_takeovers_need_no_premiere(take: Take) -> None:
    assert take({"紧急/a.txt": "停水"}, previous=Snapshot()).snapshot.premieres == ()


@given(
    st.dictionaries(
        st.sampled_from(["a.png", "b.png", "子/c.png", "d.txt", "紧急/e.txt"]),
        st.sampled_from([b"x", b"y", "通知".encode()]),
    ),
    st.integers(0, 10 * DAY),
)
@settings(deadline=None)
def test_the_same_files_give_the_same_snapshot_and_the_same_digest(files: dict[str, bytes | None], gap: int) -> None:
    """Ingesting again returns the very snapshot, whatever the time, so nothing is published anew."""
    rules = Rules()
    first = ingest(MemoryFiles(files), previous=None, now=NOW, rules=rules).snapshot
    again = ingest(MemoryFiles(files), previous=first, now=NOW + gap, rules=rules).snapshot
    assert again is first
    shuffled = dict(reversed(files.items()))
    assert digest_of(ingest(MemoryFiles(shuffled), previous=None, now=NOW, rules=rules).snapshot) == digest_of(first)


# ---- days


def test_workdays_are_the_official_ones_on_every_day_of_eight_years() -> None:
    """调休 2019 to 2026: all 2,922 days as the library says."""
    import chinese_calendar

    calendar = Calendar("Asia/Shanghai", table_for(range(2019, 2027), DayTable()))
    day, count = date(2019, 1, 1), 0
    while day < date(2027, 1, 1):
        assert calendar.is_workday(day) == chinese_calendar.is_workday(day), day
        day, count = day + timedelta(days=1), count + 1
    assert count == 2922


def test_the_table_holds_the_years_around_now_and_those_named_and_only_where_it_is_needed(take: Take) -> None:
    assert take({"a.yaml": "slides:\n  - slogan: 甲\n"}).snapshot.days == DayTable()
    days = take({"a.yaml": "when: {from: 2024-01-01, days: 工作日}\nslides:\n  - slogan: 甲\n"}).snapshot.days
    assert days.years == (2019, 2020, 2021, 2024)


def test_a_year_that_is_not_announced_is_said_to_be_so_until_the_user_says_it(take: Take, tmp_path: Path) -> None:
    text = "when: {until: 2031-03-01, days: 节假日}\nslides:\n  - slogan: 甲\n"
    result = take({"a.yaml": text})
    assert codes(result) == ["holidays-unknown"]
    assert "2031" in result.problems[0].message.zh
    (tmp_path / "假日.yaml").write_text("放假：[2031-01-01, 2031-02-03~02-07]\non: 2031年2月8日\n", encoding="utf-8")
    rules = rules_of(Settings(holidays="假日.yaml"), beside=tmp_path)
    assert rules.holidays == DayTable(
        (2031,), (date(2031, 1, 1), *(date(2031, 2, day) for day in range(3, 8))), (date(2031, 2, 8),)
    )
    again = take({"a.yaml": text}, rules=rules)
    assert codes(again) == ["wide-colon"]
    assert 2031 in again.snapshot.days.years


def test_a_missing_file_of_holidays_is_told(take: Take, tmp_path: Path) -> None:
    result = take({}, rules=rules_of(Settings(holidays="没有.yaml"), beside=tmp_path))
    assert codes(result) == ["file-unreadable"]


# ---- hosts, settings


def test_a_code_that_leads_elsewhere_is_not_shown(take: Take) -> None:
    rules = Rules(hosts=("a.cn",))
    result = take(
        {"a.yaml": "slides:\n  - qr: https://b.cn/x\n  - qr: https://a.cn/x\n", "b.url": "URL=https://b.cn"},
        rules=rules,
    )
    assert [slide.text("qr") for slide in result.snapshot.slides()] == ["https://a.cn/x"]
    assert codes(result) == ["link-host", "link-host"]


def test_settings_in_both_languages() -> None:
    text = "屏幕: 大厅\ndiagonal: 65寸\n观看距离: 5米\npanel: LED\nhosts: [https://weixin.qq.com/x, a.cn]\nlocked: 是\nzone: Asia/Urumqi\n"
    found, problems = read_settings(text.encode())
    assert not problems
    assert found == Settings(
        screen="大厅",
        diagonal=65.0,
        distance=5.0,
        panel=PanelKind.LED,
        theme="dark",
        hosts=("weixin.qq.com", "a.cn"),
        locked=True,
        zone="Asia/Urumqi",
    )


@pytest.mark.parametrize(
    "line",
    [
        "zone: Asia/Shangai",
        "diagonal: 大",
        "panel: crt",
        "display: 一",
        "locked: 也许",
        "hosts: 随便 什么!",
        "zone: ../etc/passwd",
    ],
)
def test_a_setting_that_is_wrong_has_its_default_and_is_told(line: str) -> None:
    found, problems = read_settings(line.encode())
    assert found == Settings()
    assert problems
    assert all((one.place.file, one.place.line) == ("player.yaml", 1) for one in problems)

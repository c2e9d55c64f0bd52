"""How people write times, days and lengths: one table a reader, and laws that hold for every value."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from player.ingest.clock_words import Said, Unclear, duration, moment, time_of_day
from player.ingest.links import link
from player.ingest.shapes import broken_lines, days, flag, hours, target
from player.model.content import Daypart, Days, Moment
from player.model.units import DayTime
from tests.ingest.conftest import Take

TODAY = date(2020, 7, 1)


def at(hour: int, minute: int = 0, second: int = 0) -> DayTime:
    return DayTime(((hour * 60 + minute) * 60 + second) * 1000)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("15", 15), ("15秒", 15), ("１５ 秒", 15), ("十五秒", 15), ("2分钟", 120), ("2分", 120), ("1分30秒", 90), ("1分30", 90),
        ("半分钟", 30), ("1分半", 90), ("1.5分钟", 90), ("1小时", 3600), ("90s", 90), ("2 min", 120), ("1:30", 90), ("15 S", 15),
    ],
)  # fmt: skip
def test_a_length_of_time(text: str, seconds: float) -> None:
    assert duration(text) == seconds * 1000


@pytest.mark.parametrize("text", ["", "一会儿", "15厘米", "秒", "-5", "1秒2分", "秒15", "9" * 40, "1..5"])
def test_no_length_of_time(text: str) -> None:
    with pytest.raises(Unclear):
        duration(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("9:00", at(9)), ("9：00", at(9)), ("０９：００", at(9)), ("9点", at(9)), ("9时", at(9)), ("9点半", at(9, 30)), ("9点一刻", at(9, 15)),
        ("9点三刻", at(9, 45)), ("9点05分", at(9, 5)), ("9点05", at(9, 5)), ("九点", at(9)), ("十二点半", at(12, 30)), ("下午3点", at(15)),
        ("下午3:30", at(15, 30)), ("晚上8点", at(20)), ("中午12点", at(12)), ("中午1点", at(13)), ("凌晨12点", at(0)), ("上午9点整", at(9)),
        ("3:30 pm", at(15, 30)), ("12:00 AM", at(0)), ("21:30:15", at(21, 30, 15)), ("24:00", at(24)), ("0:00", at(0)), ("16:00", at(16)),
    ],
)  # fmt: skip
def test_a_time_of_day(text: str, wanted: DayTime) -> None:
    assert time_of_day(text) == wanted


@pytest.mark.parametrize("text", ["", "9", "九", "25:00", "9:60", "24:01", "下班", "9:0:0:0", "-1:00", "9点半半"])
def test_no_time_of_day(text: str) -> None:
    with pytest.raises(Unclear):
        time_of_day(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2020-7-4", Moment(date(2020, 7, 4))), ("2020/7/4", Moment(date(2020, 7, 4))), ("2020.07.04", Moment(date(2020, 7, 4))),
        ("2020年7月4日", Moment(date(2020, 7, 4))), ("20200704", Moment(date(2020, 7, 4))), ("7月4日", Moment(date(2020, 7, 4))),
        ("7月4号", Moment(date(2020, 7, 4))), ("7-4", Moment(date(2020, 7, 4))), ("1月5日", Moment(date(2020, 1, 5))),
        ("12月31日", Moment(date(2020, 12, 31))), ("二〇二〇年七月四日", Moment(date(2020, 7, 4))), ("2020－07－04", Moment(date(2020, 7, 4))),
        ("2020-07-04 09:00", Moment(date(2020, 7, 4), at(9))), ("2020-07-04T09:00", Moment(date(2020, 7, 4), at(9))),
        ("2020-07-04T09:00:00+08:00", Moment(date(2020, 7, 4), at(9))), ("7月4日9点", Moment(date(2020, 7, 4), at(9))),
        ("7月4日 下午3点半", Moment(date(2020, 7, 4), at(15, 30))), ("2020-07-04（周六）9:00", Moment(date(2020, 7, 4), at(9))),
        ("2020-02-29", Moment(date(2020, 2, 29))), ("2020-07-04　09：00", Moment(date(2020, 7, 4), at(9))),
    ],
)  # fmt: skip
def test_a_day(text: str, wanted: Moment) -> None:
    assert moment(text, Said(TODAY)) == wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2月30日", "date-impossible"), ("2021-02-29", "date-impossible"), ("2020-13-01", "date-impossible"), ("0000-01-01", "date-impossible"),
        ("明天", "date-relative"), ("下周一", "date-relative"), ("国庆节", "date-unclear"), ("", "date-unclear"), ("2020", "date-unclear"),
        ("2020-07-04 25:00", "time-impossible"), ("2020-07-04 早饭后", "date-unclear"), ("9999-99-99", "date-impossible"),
    ],
)  # fmt: skip
def test_no_day(text: str, code: str) -> None:
    with pytest.raises(Unclear) as caught:
        moment(text, Said(TODAY))
    assert caught.value.code == code


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)), st.none() | st.integers(0, 24 * 60))
def test_every_day_and_time_is_read_in_every_form(day: date, minute: int | None) -> None:
    """A day with its year means that day in each of its forms, and no guess is made."""
    clock = "" if minute is None else f" {minute // 60}:{minute % 60:02}"
    wanted = Moment(day, None if minute is None else DayTime(minute * 60_000))
    for form in (
        f"{day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
    ):
        said = Said(TODAY)
        assert moment(form + clock, said) == wanted
        assert not said.notes


@given(st.dates(date(2010, 1, 1), date(2100, 12, 31)), st.integers(-180, 180))
def test_a_date_without_a_year_is_the_nearest_one_and_is_mentioned(today: date, off: int) -> None:
    """Within half a year of today the day that was meant is found."""
    day = today + timedelta(days=off)
    said = Said(today)
    assert moment(f"{day.month}月{day.day}日", said).day == day
    assert [code for code, _ in said.notes] == ["date-year"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("工作日", Days(workdays=True)), ("workdays", Days(workdays=True)), ("节假日", Days(holidays=True)), ("周末", Days((5, 6))),
        ("周一至周五", Days((0, 1, 2, 3, 4))), ("周一到五", Days((0, 1, 2, 3, 4))), ("星期一~星期五", Days((0, 1, 2, 3, 4))),
        ("mon..fri", Days((0, 1, 2, 3, 4))), ("Mon-Fri", Days((0, 1, 2, 3, 4))), ("周六至周一", Days((0, 5, 6))), ("周一三五", Days((0, 2, 4))),
        ("周一、周三，周五", Days((0, 2, 4))), ("sat, sun", Days((5, 6))), ("周日", Days((6,))), ("礼拜天", Days((6,))),
        ("工作日、周六", Days((5,), workdays=True)), ("每天", Days((0, 1, 2, 3, 4, 5, 6))), ("每周五", Days((4,))), ("monday to friday", Days((0, 1, 2, 3, 4))),
    ],
)  # fmt: skip
def test_days(text: str, wanted: Days) -> None:
    assert days(text) == wanted


@pytest.mark.parametrize("text", ["", "周八", "上班", "一", "周一至", "to", "周一至周三至周五", "1-5"])
def test_no_days(text: str) -> None:
    if text == "一":
        assert days(text) == Days((0,))
        return
    with pytest.raises(Unclear):
        days(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("08:00-12:00, 13:30-18:00", ((at(8), at(12)), (at(13, 30), at(18)))), ("22:00-02:00", ((at(22), at(2)),)),
        ("9点-17点半", ((at(9), at(17, 30)),)), ("8-12点", ((at(8), at(12)),)), ("9：00－17：00", ((at(9), at(17)),)),
        ("上午9点到下午5点", ((at(9), at(17)),)), ("下午2点-5点", ((at(14), at(17)),)), ("13:30~18:00；08:00~12:00", ((at(8), at(12)), (at(13, 30), at(18)))),
        ("00:00-24:00", ((0, at(24)),)), ("9:00至17:00", ((at(9), at(17)),)), ("每天9:00-17:00", ((at(9), at(17)),)),
    ],
)  # fmt: skip
def test_hours(text: str, wanted: tuple[tuple[int, int], ...]) -> None:
    assert hours(text) == tuple(Daypart(DayTime(start), DayTime(end)) for start, end in wanted)


@pytest.mark.parametrize(
    "text", ["", "9:00", "9:00-", "9:00-9:00", "9:00-10:00-11:00", "上班", "25:00-26:00", "24:00-24:00", "8-12"]
)
def test_no_hours(text: str) -> None:
    if text == "8-12":
        assert hours(text) == (Daypart(at(8), at(12)),)
        return
    with pytest.raises(Unclear):
        hours(text)


@pytest.mark.parametrize("text", ["是", "开", "yes", "on", "True", "1", "ＹＥＳ"])
def test_yes(text: str) -> None:
    assert flag(text) is True


@pytest.mark.parametrize("text", ["否", "关", "no", "off", "False", "0"])
def test_no(text: str) -> None:
    assert flag(text) is False


def test_a_target_is_a_time_of_every_day_or_a_moment() -> None:
    assert target("17:00", Said(TODAY)) == at(17)
    assert target("每天17点", Said(TODAY)) == at(17)
    assert target("2020-07-04", Said(TODAY)) == Moment(date(2020, 7, 4))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("绿水青山/节能增效", "绿水青山\n节能增效"), ("绿水青山 / 节能增效", "绿水青山\n节能增效"), ("绿水青山／节能增效", "绿水青山\n节能增效"),
        ("7/4 开始", "7/4 开始"), ("120km/h", "120km/h"), ("见 https://a.cn/x", "见 https://a.cn/x"), ("26℃/27℃", "26℃/27℃"), ("一\n二", "一\n二"),
    ],
)  # fmt: skip
def test_a_stroke_breaks_the_line_where_it_is_meant_to(text: str, wanted: str) -> None:
    assert broken_lines(text) == wanted


@given(st.from_regex(r"https?://[a-z0-9]{1,10}(\.[a-z]{2,5}){1,2}(:[0-9]{2,4})?(/[!-~]{0,20})?", fullmatch=True))
def test_a_link_is_kept_exactly_as_given(text: str) -> None:
    """Nothing is normalised, added or shortened."""
    assume(":0" not in text)  # no port, which is refused
    assert link(text, ())[0] == text


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("http://10.1.2.3:8080/x", True), ("http://localhost/", True), ("https://172.16.0.1", True), ("http://192.168.1.5/dati", True),
        ("http://10.aa", False), ("http://10.1.2.3.example.org/", False), ("https://localhost.org.cn/", False), ("https://172.32.0.1/", False),
    ],
)  # fmt: skip
def test_an_address_of_the_offices_own_network_is_told(text: str, *, private: bool) -> None:
    told = link(text, ())[1]
    assert (told is not None and told[0] == "link-private") is private


@pytest.mark.parametrize(
    ("text", "hosts", "fine"),
    [
        ("https://weixin.qq.com/r/x", ("weixin.qq.com",), True), ("https://a.weixin.qq.com/r/x", ("weixin.qq.com",), True),
        ("https://evilweixin.qq.com.cn/r/x", ("weixin.qq.com",), False), ("https://weixin.qq.com@evil.cn/", ("weixin.qq.com",), False),
        ("https://WEIXIN.qq.com/", ("weixin.qq.com",), True), ("https://evil.cn", (), True), ("evil.cn/x", ("a.cn",), False),
    ],
)  # fmt: skip
def test_a_link_leads_to_an_allowed_host(text: str, hosts: tuple[str, ...], *, fine: bool) -> None:
    if fine:
        assert link(text, hosts)[0] == text
    else:
        with pytest.raises(Unclear):
            link(text, hosts)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("节能<br>降耗", "节能\n降耗"),
        ("节能<BR />降耗/增效", "节能\n降耗\n增效"),
        ("节能\\n降耗", "节能\n降耗"),
        ("人走&nbsp;灯灭", "人走 灯灭"),
        ("C:\\new", "C:\\new"),
        ("a < b & c", "a < b & c"),
    ],
)
def test_new_lines_as_web_pages_and_programs_write_them(written: str, meant: str) -> None:
    assert broken_lines(written) == meant


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ["1 " * 1000 + "x", "从" * 2000 + "起", "1-" * 1000, "至" * 2000, "7月1日" * 500])
@pytest.mark.parametrize("key", ["days: '{}'", "hours: '{}'", "from: '{}'"])
def test_no_text_of_conditions_takes_long(take: Take, text: str, key: str) -> None:
    """Whatever is pasted where days or hours belong is refused, and soon."""
    result = take({"节目单.yaml": "slides:\n  - slogan: 甲\n    when: {" + key.format(text) + "}\n"})
    assert not tuple(result.snapshot.slides())
    assert result.problems

"""The status page: never live, whatever a name says; complete, in order, within bounds."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from player.ingest.understood import Understood
from player.model.problem import Severity
from player.model.restart import Restart
from player.model.units import HOUR, Millis
from player.model.words import Language
from player.sources.names import printable
from player.status.facts import Arrival, StatusFacts
from player.status.page import html
from tests.support.demo import at, ingested, week
from tests.support.status import NOW, Seen, facts_saying, problem, slogan, timeline, words

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>.png',
    "' onmouseover='alert(1)",
    "</title></style></bdi><svg onload=alert(1)>",
    "<!-- -->]]><?xml?>",
    "&lt;script&gt;&#60;b&#62;",
    "海报\u202egnp.exe\u2066",
    "一\n二\r\n三\x00\x1b[31m\u2028",
    "\udcb4\udcff.jpg",
    "长" * 85,
    "javascript:alert(1)",
    "{}%s{0}",
)
PLAIN = Seen(html(facts_saying("甲"))).shape


def hostile(function: object) -> object:
    for text in HOSTILE:
        function = example(text)(function)  # type: ignore[arg-type]
    return function


@hostile
@settings(deadline=None)  # taking a page apart takes as long as the machine is busy
@given(st.text(st.characters(), min_size=1, max_size=40).map(lambda text: f"甲{text}"))
def test_no_text_ever_becomes_an_element(text: str) -> None:
    """Law: the page has the same elements with the same attributes, whatever the texts in it."""
    assert Seen(html(facts_saying(text))).shape == PLAIN


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_shown_as_what_it_is(text: str) -> None:
    page = html(facts_saying(text))
    shown = printable(text)
    page.encode("utf-8")
    assert sum(shown in told for told in Seen(page).texts) >= 8
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]", page)


@pytest.mark.parametrize("text", [*HOSTILE, "平常"])
def test_the_page_can_do_nothing(text: str) -> None:
    page = html(replace(facts_saying(text), picture=b"\x89PNG picture"))
    seen = Seen(page)
    assert seen.named("script") == [{}], "one of our own, which the policy knows by its hash"
    assert not {name for name, _ in seen.tags} & {"iframe", "object", "embed", "form", "a", "link", "base"}
    for _, attributes in seen.tags:
        assert not [
            name for name in attributes if name.startswith("on") or name in ("style", "href", "srcdoc", "action")
        ]
    assert [image["src"] for image in seen.named("img")] == [
        "data:image/png;base64," + base64.b64encode(b"\x89PNG picture").decode()
    ]


def test_the_policy_allows_this_style_this_script_and_pictures_within_and_nothing_else() -> None:
    page = html(facts_saying("甲"))
    (policy,) = [
        meta["content"] for meta in Seen(page).named("meta") if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    style, script = (page.split(f"<{name}>")[1].split(f"</{name}>")[0] for name in ("style", "script"))
    assert policy is not None

    def hashed(name: str) -> str:
        text = {"style": style, "script": script}[name]
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    assert set(policy.split("; ")) == {
        "default-src 'none'",
        "img-src data:",
        f"style-src 'sha256-{hashed('style')}'",
        f"script-src 'sha256-{hashed('script')}'",
        "base-uri 'none'",
        "form-action 'none'",
    }
    assert "url(" not in style
    assert "@import" not in style


def test_it_is_made_for_phones() -> None:
    page = html(facts_saying("甲"))
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in Seen(page).named("meta")
    assert not re.search(r"[{;](min-)?width:\d{3,}px", page)


def test_a_quiet_screen_as_staff_read_it() -> None:
    shown = timeline(slogan("绿水青山\n节能增效"), slogan("人走灯灭", "通知/灯.txt", 20_000))
    facts = StatusFacts(
        version="0.1.0",
        screen="大厅",
        folder="/srv/screen",
        now=NOW,
        timeline=shown,
        snapshot=shown.digest,
        understood=(Understood(".", words("文件夹：1 页")), Understood("日常.yaml", words("2020-07-04 起"))),
        arrivals=(Arrival("b", "通知/灯.txt", "人走灯灭", Millis(NOW - 5_000), Millis(NOW + 10_000)),),
        uptime=93_784,
        frame_age=8.2,
        memory=71.4,
        clock_offset=Millis(120),
    )
    told = [text.strip() for text in Seen(html(facts)).texts if text.strip()]
    expected = """一切正常 · 大厅 · 屏幕状态|青播|青播 · 屏幕状态|大厅|写于|2020-07-04 周六 10:12:30|一切正常|共 2 页，正常播放
现在播放|On now|绿水青山 节能增效|画面缩略图稍后就有|绿水青山 节能增效|标语|到 10:12:40 · 停留10秒 ·|a.yaml
每个文件怎么理解的|How each file was understood|（文件夹最上层）|文件夹：1 页|日常.yaml|2020-07-04|起
接下来|Next|10:12:40|人走灯灭|标语 ·|通知/灯.txt|10:13:00|绿水青山 节能增效|标语 ·|a.yaml
10:13:10|人走灯灭|标语 ·|通知/灯.txt|10:13:30|绿水青山 节能增效|标语 ·|a.yaml
10:13:40|人走灯灭|标语 ·|通知/灯.txt|10:14:00|绿水青山 节能增效|标语 ·|a.yaml
新放进来的|New|人走灯灭|10:12:40 首次播出|通知/灯.txt|· 10:12:25 收到
这块屏幕|This screen|文件夹|/srv/screen|内容|2 页|上次换画面|8秒前|已运行|1天2小时|重新启动过|没有|内存|71 MiB|时钟误差|+0.12 s
版本|0.1.0|内容编号|SNAPSHOT
本页有变化时立刻更新，没有变化也每5分钟更新一次。上面的时间超过10分钟没有变，说明播放器停了或网络断了：请看看屏幕后面的电脑。
This page is renewed at each change, and every 5 minutes in any case. If its time is more than 10 minutes old, the player has stopped or the network is down: \
look at the machine behind the screen."""
    assert told == expected.replace("SNAPSHOT", shown.digest[:12]).replace("\n", "|").split("|")


def test_problems_come_first_errors_before_warnings_each_with_place_cure_and_screen() -> None:
    found = (problem("提醒的", Severity.WARNING), problem("错的"))
    told = Seen(html(replace(facts_saying("甲"), problems=found, away_since=Millis(NOW - 14 * 60_000)))).texts
    order = [
        "共享文件夹断开：从 09:58:30 起读不到，已经14分钟。",
        "错的",
        "第7行第3列",
        "提醒的",
        "现在播放",
    ]
    places = [told.index(text) for text in order]
    assert places == sorted(places)
    assert told.count("错的") == 4  # its file, what is wrong, the cure, what the screen does
    assert told.count("怎么办") == told.count("屏幕上") >= 3
    assert "  ^" in told


def test_many_alike_are_told_once_with_their_places() -> None:
    page = html(replace(facts_saying("甲"), problems=tuple(problem("海报.png", line=line) for line in range(1, 31))))
    told = "|".join(Seen(page).texts)
    assert "同样的还有 29 处：第2行第3列、第3行第3列" in told
    assert told.count("第1行第3列") == 1
    assert "有 31 处要处理" in told  # thirty, and the folder that is away


def test_a_caret_stands_under_what_it_means() -> None:
    written = replace(problem(), excerpt="\t标语：<b>\n\t\u3000\u3000\u3000^")
    page = html(replace(facts_saying("甲"), problems=(written,)))
    assert '<pre dir="ltr">\t标语：&lt;b&gt;\n<b>\t\u3000\u3000\u3000^</b></pre>' in page


@pytest.mark.parametrize(
    ("change", "state", "headline"),
    [
        ({}, "well", "一切正常"),
        ({"problems": (problem(severity=Severity.WARNING),)}, "look", "有 1 处提醒"),
        ({"problems": (problem(), problem(severity=Severity.WARNING))}, "wrong", "有 1 处要处理"),
        ({"away_since": Millis(NOW - 59_000)}, "well", "一切正常"),
        ({"away_since": Millis(NOW - 60_000)}, "wrong", "有 1 处要处理"),
        ({"clock_plausible": False}, "wrong", "有 1 处要处理"),
        ({"clock_offset": Millis(-6_000)}, "look", "有 1 处提醒"),
        ({"restarts": (Restart("glass", 3, NOW),)}, "look", "有 1 处提醒"),
        ({"restarts": (Restart("glass", 3, Millis(NOW - HOUR)),)}, "well", "一切正常"),
        ({"timeline": None}, "look", "有 1 处提醒"),
    ],
)
def test_the_verdict(change: dict[str, object], state: str, headline: str) -> None:
    quiet = StatusFacts("0.1.0", "大厅", "/srv/screen", NOW, timeline=timeline(slogan("静")))
    page = html(replace(quiet, **change))  # type: ignore[arg-type]
    assert [body["class"] for body in Seen(page).named("body")] == [state]
    assert headline in Seen(page).texts


def test_the_demo_week() -> None:
    shown = week()
    told = Seen(
        html(
            StatusFacts(
                "0.1.0",
                "screen",
                "playlists",
                at("2020-07-04 08:59:50"),
                timeline=shown,
                understood=ingested("2020-06-28 10:00").understood,
            )
        )
    ).texts
    assert "大屏" in told
    assert "云竞答进行中（公共机构节能）" in told
    assert "09:00:00" in told


def test_a_screen_that_nothing_rules_now() -> None:
    shown = timeline(replace(slogan("夜"), when=()), name="夜")
    facts = StatusFacts("0.1.0", "大厅", "/srv", NOW, timeline=None)
    assert "等待内容，显示欢迎画面" in Seen(html(facts)).texts
    assert "现在没有安排内容，显示待机画面" not in Seen(html(replace(facts, timeline=shown))).texts


def test_english() -> None:
    page = html(facts_saying("甲"), Language.EN)
    assert '<html lang="en">' in page
    assert {"On now", "Next", "How each file was understood"} <= set(Seen(page).texts)


def test_a_crowded_folder_stays_light() -> None:
    """Law: the page is bounded, however much there is to say."""
    many = tuple(Understood(f"图片/{number}.png", words("图片，停留 10 秒")) for number in range(20_000))
    wrong = tuple(problem(f"{number}.png") for number in range(20_000))
    page = html(replace(facts_saying("甲"), understood=many, problems=wrong))
    assert len(page) < 200_000
    assert "有 20001 处要处理" in page
    assert "另有 19600 个没有列出。" in page


def test_times_of_other_days_name_their_day() -> None:
    arrival = Arrival("b", "灯.txt", "灯", Millis(NOW - 10), Millis(NOW + 24 * HOUR), words("现在由“甲”优先播放"))
    told = Seen(html(replace(facts_saying("乙"), arrivals=(arrival,)))).texts
    assert "7-5 10:12:30 首次播出" in told
    assert "现在由“甲”优先播放" in told

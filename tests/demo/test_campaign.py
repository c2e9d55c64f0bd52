"""The demo campaign, held to what the week was: right times, sources, links, characters, and a kind of each."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from player.model.content import Moment, Slide
from player.model.scene import Cue
from player.model.snapshot import Snapshot
from player.model.units import MINUTE, SECOND, Millis
from player.slides.kinds import KINDS, kind_of
from player.slides.reading import reading_time
from tests.support.demo import ASSETS, PLAYLISTS, QUIZ_CLOSES, QUIZ_OPENS, at, ingested, week
from tests.support.disk_files import read

TOO_MUCH = 80
BROUGHT = {"document", "video"}
"""Kinds whose content is a file that one brings: the demo carries none."""

"""Characters on a slide that are too many to read in passing."""


def snapshot() -> Snapshot:
    return week().snapshot


def of_kind(snapshot: Snapshot, kind: str) -> list[Slide]:
    return [slide for slide in snapshot.slides() if slide.kind == kind]


def quiz_codes() -> set[str]:
    """The ids of the slides with the quiz codes."""
    return {slide.id for slide in of_kind(snapshot(), "qr") if "竞答" in slide.text("title")}


def cues(start: str, end: str) -> list[Cue]:
    return list(week().cues(at(start), at(end)))


# ---- it is right as content ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "now", ["2020-06-20 10:00", "2020-07-04 09:30", "2020-07-06 08:00", "2026-11-23 08:00", "2034-01-02 08:00"]
)
def test_nothing_in_it_is_a_problem(now: str) -> None:
    """Before the week, in it, after it and years later, `check` has nothing to say."""
    assert [f"{problem.place.file}: {problem.message.en}" for problem in ingested(now).problems] == []


def unsourced(snapshot: Snapshot) -> list[str]:
    return [slide.text("tip") for slide in of_kind(snapshot, "tip") if not slide.text("source").strip()]


def test_every_tip_names_its_source() -> None:
    assert len(of_kind(snapshot(), "tip")) >= 8
    assert unsourced(snapshot()) == []


def test_a_tip_without_a_source_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("slides:\n- tip: 每调高1℃省电\n- tip: 人走关灯\n  source: 第二条\n", "utf-8")
    assert unsourced(read(tmp_path, at("2020-06-28 10:00")).snapshot) == ["每调高1℃省电"]


def test_no_percentage_per_degree_is_claimed() -> None:
    """There is no primary source for it, so no slide gives one."""
    texts = [kind_of(slide.kind).words(slide) for slide in snapshot().slides()]
    assert [text for text in texts if re.search(r"每.{0,6}(?:1|一)\s*(?:℃|度).*[%％]", text, re.DOTALL)] == []


def test_links_lead_to_reserved_example_domains_alone() -> None:
    written = "\n".join(
        path.read_text("utf-8") for path in PLAYLISTS.rglob("*") if path.suffix in {".yaml", ".txt", ".url"}
    )
    hosts = re.findall(r"https?://([^/\s“”]+)", written)
    assert len(hosts) >= 5
    assert {host for host in hosts if not re.fullmatch(r"(?:[\w-]+\.)?example\.(?:org|com|net)", host)} == set()


def test_the_quiz_codes_are_as_long_as_those_of_real_accounts() -> None:
    codes = [slide for slide in of_kind(snapshot(), "qr") if slide.id in quiz_codes()]
    assert [len(slide.text("qr")) for slide in codes] == [43] * 4
    assert [slide.text("account") for slide in codes] == [
        "公共机构节能",
        "公共机构生活垃圾分类助手",
        "中国机关后勤",
        "国管局青年",
    ]


def test_no_slide_says_more_than_one_reads_in_passing() -> None:
    counts = {slide.id: len(re.sub(r"\s", "", kind_of(slide.kind).words(slide))) for slide in snapshot().slides()}
    assert {slide: count for slide, count in counts.items() if count > TOO_MUCH} == {}


def test_every_slide_stays_long_enough_to_be_read() -> None:
    hurried = [slide.id for slide in snapshot().slides() if slide.kind != "image" and slide.dwell < reading_time(slide)]
    assert hurried == []


@pytest.mark.parametrize("font", ["NotoSansSC-Regular", "NotoSansSC-Bold", "NotoSerifSC-Bold"])
def test_every_character_is_in_the_shipped_fonts(font: str) -> None:
    (file,) = (ASSETS / "fonts").glob(f"{font}.*")
    with TTFont(file, lazy=True) as opened:
        covered = set(opened.getBestCmap())
    used = {
        letter for slide in snapshot().slides() for letter in kind_of(slide.kind).words(slide) if not letter.isspace()
    }
    assert len(used) > 150
    assert {letter for letter in used if ord(letter) not in covered} == set()


def test_it_teaches_both_languages() -> None:
    """Somebody who opens the playlists meets the Chinese words and the English ones."""
    written = "\n".join(path.read_text("utf-8") for path in PLAYLISTS.glob("*.yaml"))
    for kind in KINDS:
        if kind.name in BROUGHT:
            continue
        assert f"- {kind.alias}:" in written or f"- {kind.name}:" in written
    for word in ("标语", "slogan", "时间", "when", "优先级", "priority", "倒计时", "countdown"):
        assert re.search(rf"^ *(?:- )?{word}:", written, re.MULTILINE)


# ---- the week as it was -----------------------------------------------------------------------------------------------


def test_a_quiz_code_is_seen_inside_its_window_alone() -> None:
    opens, closes, codes = at(QUIZ_OPENS), at(QUIZ_CLOSES), quiz_codes()
    seen = [cue for cue in cues("2020-06-28", "2020-07-08") if cue.slide.id in codes]
    assert len(seen) > 1000
    assert [cue for cue in seen if cue.start < opens or cue.end > closes] == []


def test_the_countdown_turns_into_the_codes_at_nine_sharp() -> None:
    opens = at(QUIZ_OPENS)
    before, after = week().scene_at(Millis(opens - 1)).cue(), week().scene_at(opens).cue()
    assert before is not None
    assert after is not None
    assert before.slide.value("countdown") == Moment(date(2020, 7, 4), 9 * 60 * MINUTE)
    assert (after.slide.id in quiz_codes(), after.start) == (True, opens)


def test_the_quiz_ends_at_five_sharp_and_says_so_until_midnight() -> None:
    closes = at(QUIZ_CLOSES)
    after = week().scene_at(closes).cue()
    assert after is not None
    assert (after.slide.text("slogan"), after.start) == ("竞答已结束\n感谢参与", closes)
    thanks = [cue for cue in cues("2020-06-28", "2020-07-08") if cue.slide.id == after.slide.id]
    assert thanks[0].start == closes
    assert at("2020-07-05 23:55") < thanks[-1].end <= at("2020-07-06")


@pytest.mark.parametrize("start", ["2020-07-04 09:00", "2020-07-04 14:00", "2020-07-05 00:00", "2020-07-05 16:50"])
def test_a_passer_by_never_waits_half_a_minute_for_a_code(start: str) -> None:
    shown = list(week().cues(at(start), Millis(at(start) + 10 * MINUTE)))
    with_code = [cue for cue in shown if cue.slide.id in quiz_codes()]
    assert sum(cue.end - cue.start for cue in with_code) > 5 * MINUTE
    assert max(after.start - before.end for before, after in pairwise(with_code)) < 30 * SECOND
    assert len({cue.slide.id for cue in with_code}) == 4


@pytest.mark.parametrize("day", ["06-29", "07-02", "07-03", "07-04"])
def test_each_event_is_counted_down_to_the_second(day: str) -> None:
    target = at(f"2020-{day} 09:00")
    last = list(week().cues(Millis(target - 2 * MINUTE), target))
    assert {cue.slide.kind for cue in last} == {"countdown"}
    assert all(
        cue.slide.value("countdown") == Moment(date.fromisoformat(f"2020-{day}"), 9 * 60 * MINUTE) for cue in last
    )
    assert last[-1].end == target
    on_air = week().scene_at(target).cue()
    assert on_air is not None
    assert on_air.start == target
    assert on_air.slide.kind == "qr" or "今日开播" in on_air.slide.text("slogan")


def test_the_themes_are_seen_on_their_days() -> None:
    """The week's theme every day of it; the low-carbon theme on 2 July alone."""
    for number in range(7):
        day = date(2020, 6, 29) + timedelta(days=number)
        said = {cue.slide.text("slogan") for cue in cues(f"{day} 00:00", f"{day + timedelta(days=1)} 00:00")}
        assert "绿水青山\n节能增效" in said
        assert ("绿色低碳\n全面小康" in said) == (day == date(2020, 7, 2))


def test_the_everyday_playlist_gives_way_to_the_week_and_comes_back() -> None:
    ids = {"日常.yaml", "通知"}
    assert {cue.playlist for cue in cues("2020-06-28 23:00", "2020-06-29 00:00")} == ids
    assert not ids & {cue.playlist for cue in cues("2020-06-29 00:00", "2020-07-06 00:00")}
    assert {cue.playlist for cue in cues("2020-07-06 00:00", "2020-07-06 01:00")} == ids


# ---- any day -----------------------------------------------------------------------------------------------------------


@given(st.integers(0, 19 * 365 * 24 * 60))
@settings(max_examples=25, deadline=None)
def test_ten_minutes_on_any_day_show_every_kind(minutes: int) -> None:
    """A newcomer who starts the player, whenever it is, sees each kind of slide before losing patience."""
    start = Millis(at("2020-07-06 00:00") + minutes * MINUTE)
    kinds = {cue.slide.kind for cue in week().cues(start, Millis(start + 10 * MINUTE))}
    assert kinds == {kind.name for kind in KINDS} - BROUGHT

"""A week as a page and as a calendar: it says what the screen does, in any folder, and looks it in a browser and on paper."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import icalendar
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.model.settings import Settings
from player.model.units import DAY, Millis
from player.model.words import Language
from tests.support.checkout import ROOT
from tools.arguments import Screen
from tools.reading import Reading, read
from tools.timetable_calendar import calendar
from tools.timetable_page import page
from tools.timetable_week import Week, intervals, week_of

MONDAY = date(2020, 6, 29)
NOW = Millis(1_593_656_100_000)
"""2020-07-02 10:15 in Shanghai."""

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

WEEK = """
name: <b>办公</b>&"时间"
when: {days: 工作日, hours: [08:00-12:00, 13:30-18:00]}
slides:
  - slogan: 绿水青山
  - slogan: 下午才有
    when: {hours: 14:00-15:00}
  - slogan: 只在周三
    when: {from: 2020-07-01, until: 2020-07-01}
"""
OTHER = "name: 同时\nwhen: {days: 工作日, hours: 08:00-10:00}\nslides:\n  - slogan: 一起轮流\n"
NIGHT = "name: 过夜\nwhen: {days: 周五, hours: 22:00-02:00}\nslides:\n  - slogan: 夜里\n"
URGENT = "name: 停电通知\ntakeover: yes\nwhen: {from: 2020-06-30 09:00, until: 2020-06-30 11:00}\nslides:\n  - slogan: 停电\n"


def reading(folder: Path) -> Reading:
    return read(Screen(folder, Settings(), (), None, folder.parent / "cache", NOW, None))


@pytest.fixture
def office(tmp_path: Path) -> Reading:
    folder = tmp_path / "节目"
    folder.mkdir()
    for name, text in (("a.yaml", WEEK), ("b.yaml", OTHER), ("c.yaml", NIGHT), ("d.yaml", URGENT)):
        (folder / name).write_text(text, "utf-8")
    return reading(folder)


@cache
def demo() -> tuple[Reading, Week]:
    found = read(Screen(ROOT / "playlists", Settings(), (), ROOT / "assets", None, NOW, None))
    return found, week_of(found, MONDAY)


def local(found: Reading, instant: Millis) -> str:
    at = found.calendar.moment(instant)
    return f"{at.day:%a} {(at.at or 0) // 3_600_000:02}:{(at.at or 0) // 60_000 % 60:02}"


def test_bands_are_the_days_of_the_office(office: Reading) -> None:
    week = week_of(office, MONDAY)
    names = dict(week.playlists)
    tuesday = [
        (local(office, band.start)[4:], "+".join(names[number].name for number in band.playlists), band.takeover)
        for band in week.days[1].bands
    ]
    work, both = '<b>办公</b>&"时间"', '<b>办公</b>&"时间"+同时'
    assert tuesday == [
        ("00:00", "", False), ("08:00", both, False), ("09:00", "停电通知", True), ("11:00", work, False),
        ("12:00", "", False), ("13:30", work, False), ("18:00", "", False),
    ]  # fmt: skip
    assert [local(office, band.start) for band in week.days[4].bands][-1] == "Fri 22:00"
    saturday = week.days[5].bands
    assert [(names[band.playlists[0]].name if band.playlists else "") for band in saturday] == ["过夜", ""]
    assert local(office, saturday[0].end) == "Sat 02:00"
    assert not week.days[6].timed
    assert [day.is_workday for day in week.days] == [True] * 5 + [False] * 2


def test_slides_with_times_of_their_own_are_told_with_them(office: Reading) -> None:
    week = week_of(office, MONDAY)
    told = {
        (
            day.day.isoformat()[5:],
            one.slide.text("slogan"),
            tuple(local(office, at)[4:] for span in one.spans for at in span),
        )
        for day in week.days
        for one in day.timed
    }
    assert ("06-29", "下午才有", ("14:00", "15:00")) in told
    assert {slide for _, slide, _ in told} == {"下午才有"}, (
        "what is on for all of its day's time has no time of its own"
    )
    assert {day for day, _, _ in told} == {"06-29", "06-30", "07-01", "07-02", "07-03"}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 7 * DAY - 1))
def test_the_bands_are_what_the_screen_does(at: int) -> None:
    """Law: what is on is of a playlist of its band, nothing is on in a gap, and a slide with times of its own keeps to them."""
    found, week = demo()
    now = Millis(week.start + at)
    (band,) = (band for day in week.days for band in day.bands if band.start <= now < band.end)
    cue = found.timeline.scene_at(now).cue()
    names = {found.snapshot.playlists[number].id for number in band.playlists}
    assert (cue is None and not names) or (cue is not None and cue.playlist in names)
    if cue is not None:
        spans = [
            span
            for playlist, slide, span in intervals(found, week)
            if slide is not None and (slide.id, playlist.id) == (cue.slide.id, cue.playlist)
        ]
        day = next(day for day in week.days if day.start <= now < day.end)
        if any(one.slide.id == cue.slide.id for one in day.timed):
            assert any(start <= now < end for start, end in spans)


def test_bands_tile_each_day() -> None:
    _, week = demo()
    for day in week.days:
        assert day.bands[0].start == day.start
        assert day.bands[-1].end == day.end
        assert all(one.end == two.start for one, two in zip(day.bands, day.bands[1:], strict=False))


def test_the_page_escapes_every_name_and_runs_nothing(office: Reading) -> None:
    told = page(
        office, week_of(office, MONDAY), Settings(screen="<script>x</script>", campaign='"><img src=x>'), Language.ZH
    )
    assert "<script" not in told
    assert "<img" not in told
    assert "<b>办公</b>" not in told
    assert "&lt;b&gt;办公&lt;/b&gt;&amp;" in told
    assert "default-src &#x27;none&#x27;" in told
    assert not re.search(r"<[^>]*(?:src|href)=|url\(|@import", told)
    assert told.count('class="head today"') == 1
    assert re.search(r'class="head today"><b>周四<i>今天</i></b><span>7月2日', told)
    assert "紧急插播：停电通知" in told
    assert told.count("没有安排") > 5
    assert "What plays this week" in page(office, week_of(office, MONDAY), Settings(), Language.EN)


def test_a_week_with_nothing_in_it_says_so(office: Reading, tmp_path: Path) -> None:
    empty = tmp_path / "空"
    empty.mkdir()
    found = reading(empty)
    assert "这一周没有任何安排" in page(found, week_of(found, MONDAY), Settings(), Language.ZH)
    assert "这一周没有任何安排" not in page(office, week_of(office, MONDAY), Settings(), Language.ZH)


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_it_prints_on_one_sheet_across_with_every_name_on_it(tmp_path: Path) -> None:
    found, week = demo()
    (tmp_path / "周.html").write_text(page(found, week, Settings(), Language.ZH), "utf-8")
    command = [
        str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--no-pdf-header-footer", f"--user-data-dir={tmp_path}/profile", f"--print-to-pdf={tmp_path}/周.pdf", (tmp_path / "周.html").as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    document = pypdfium2.PdfDocument(tmp_path / "周.pdf")
    try:
        assert len(document) == 1
        width, height = document[0].get_size()
        assert (width, height) == pytest.approx((841.9, 595.3), abs=2)
        text = re.sub(r"\s", "", document[0].get_textpage().get_text_range())
        assert "一周播放安排" in text
        assert all(f"周{day}" in text for day in "一二三四五六日")
        assert "云竞答2020" in text
        assert "08:58–09:00" in text, "what is too low for words stands below"
        image = document[0].render(scale=1).to_pil().convert("RGB")
        greens = sum(
            1 for pixel in image.resize((200, 141)).get_flattened_data() if pixel[1] > pixel[0] + 25 and pixel[1] < 190
        )
        assert greens > 3000, "bands are printed in their colours"
    finally:
        document.close()


def test_the_calendar_is_valid_and_has_what_rules_when(office: Reading) -> None:
    week = week_of(office, MONDAY)
    data = calendar(office, week, Settings(place="一楼大厅"), Language.ZH)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    read_back = icalendar.Calendar.from_ical(data)
    events = [
        (str(event["summary"]), event.decoded("dtstart"), event.decoded("dtend")) for event in read_back.walk("VEVENT")
    ]
    shanghai = timedelta(hours=8)

    def at(day: int, hour: float) -> datetime:
        return datetime(2020, 6, 29, tzinfo=UTC) + timedelta(days=day, hours=hour) - shanghai

    assert ("紧急插播：停电通知", at(1, 9), at(1, 11)) in events
    assert ("过夜", at(4, 22), at(5, 2)) in events, "joined over midnight"
    assert ('<b>办公</b>&"时间"', at(0, 13.5), at(0, 18)) in events
    assert ("下午才有（标语）", at(0, 14), at(0, 15)) in events
    wanted = [(playlist, span) for playlist, slide, span in intervals(office, week) if slide is None]
    assert len([one for one in events if "（标语）" not in one[0]]) == len(wanted)
    uids = [str(event["uid"]) for event in read_back.walk("VEVENT")]
    assert len(set(uids)) == len(uids)
    assert {str(event["location"]) for event in read_back.walk("VEVENT")} == {"一楼大厅"}
    again = icalendar.Calendar.from_ical(calendar(office, week, Settings(place="一楼大厅"), Language.ZH))
    assert [str(event["uid"]) for event in again.walk("VEVENT")] == uids, "an import of tomorrow replaces that of today"


def test_by_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.qingbo", "--lang", "zh", "timetable", "playlists", "--now", "2020-07-02T10:15:00+08:00", "--cache", str(tmp_path / "cache")]  # fmt: skip
    outputs = ["--html", str(tmp_path / "周.html"), "--ics", str(tmp_path / "周.ics")]
    done = subprocess.run([*command, *outputs], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("已写好")) == (0, 2), done.stderr
    assert "6月29日" in (tmp_path / "周.html").read_text("utf-8")
    from_friday = [*command, "--from", "2020-07-03", "--html", str(tmp_path / "周.html")]
    assert subprocess.run(from_friday, cwd=ROOT, capture_output=True, check=False).returncode == 0
    told = (tmp_path / "周.html").read_text("utf-8")
    assert "6月29日" not in told
    assert "7月9日" in told
    assert "今天" not in told
    wrong = subprocess.run(
        [*command, "--html", str(tmp_path / "没有" / "a.html")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2
    assert "请先新建它" in wrong.stderr

"""Lists of other players come in as they write them; a playlist that plays goes out, and all that did not come over is told."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.support.checkout import ROOT
from tools import import_m3u, import_setup, import_smil
from tools.importing import MOST, Foreign
from tools.refused import Refused


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the pictures that the lists name."""
    folder = tmp_path / "旧播放器"
    (folder / "media").mkdir(parents=True)
    for number, name in enumerate(("海报.png", "welcome photo.jpg", "media/b.jpg", "media/海报.png")):
        Image.new("RGB", (64, 36), (number * 40, 90, 120)).save(folder / name)
    return folder


def run(*arguments: str, code: int = 0) -> str:
    command = [sys.executable, "-m", "tools.qingbo", "--lang", "zh", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def imported(place: Path, name: str, data: str | bytes) -> tuple[dict[str, Any], str]:
    """The playlist that was made of the list, and what was said; it is checked as the player would."""
    (place / name).write_bytes(data.encode() if isinstance(data, str) else data)
    out = place.parent / "新"
    told = run("import", str(place / name), "-o", str(out))
    made: dict[str, Any] = yaml.load((out / "节目单.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    checked = json.loads(
        run("check", str(out), "--json", "--cache", str(place.parent / "cache"), "--now", "2020-07-01T10:00:00+08:00")
    )
    assert not checked["problems"], checked["problems"]
    assert checked["slides"] == len(made["slides"])
    return made, told


VLC = """#EXTM3U
#PLAYLIST:大厅
#EXTINF:10,海报
{uri}
#EXTVLCOPT:image-duration=15
media/b.jpg
#EXTINF:-1,Welcome - photo
welcome%20photo.jpg
#EXTINF:183,歌
背景音乐.mp3
#EXTINF:-1,直播
http://example.org/live.m3u8
没有的.png
#EXTVLCOPT:start-time=5
#EXTGRP:hall
"""


def test_an_m3u_as_vlc_writes_it(place: Path) -> None:
    made, told = imported(place, "大厅.m3u", VLC.format(uri=(place / "海报.png").as_uri()))
    assert made == {
        "name": "大厅",
        "slides": [
            {"image": "海报.png", "dwell": "10秒"},
            {"image": "media_b.jpg", "dwell": "15秒"},
            {"image": "welcome photo.jpg"},
        ],
    }
    assert (place.parent / "新" / "海报.png").read_bytes() == (place / "海报.png").read_bytes()
    for line, what in (
        (10, "背景音乐.mp3"),
        (12, "http://example.org/live.m3u8"),
        (13, "没有的.png"),
        (14, "start-time"),
    ):
        assert re.search(rf"第{line}行 +\S*{re.escape(what)}", told), told
    assert "没有带过来的（4）" in told
    assert "3 页，复制了 3 个文件" in told


def test_of_an_m3u_only_what_matters_is_told() -> None:
    """Titles that say no more than the files' names, and what was never seen on the screen, are not worth a line."""
    text = """#EXTM3U
#EXTENC:UTF-8
#EXTALB:大厅
#EXTINF:10,海报
海报.png
#EXTINF:10 tvg-id="",Media - welcome_photo
media/welcome%20photo.jpg
#EXTVLCOPT:network-caching=1000
#EXTGRP:hall
#EXTINF:10,节约用电
b.jpg
#EXTINF:200,一首歌
a.mp3
#EXTVLCOPT:stop-time=9
film.mp4
#EXTVLCOPT:stop-time=9
film.mp4
#EXTHEAVY:1
#EXT-X-ENDLIST
"""
    foreign = import_m3u.read(text)
    told = [(left.line, left.words.zh) for left in foreign.left]
    assert len(foreign.entries) == 6
    assert [line for line, _ in told] == [10, 14, 18]
    assert "节约用电" in told[0][1]
    assert "caption" in told[0][1]
    assert "stop-time" in told[1][1]
    assert "#EXTHEAVY" in told[2][1]


def test_a_list_of_windows_in_gbk_with_its_own_paths(place: Path) -> None:
    text = "#EXTM3U\r\n#EXTINF:8,海报\r\nD:\\宣传\\海报.png\r\nmedia\\b.jpg\r\n"
    made, _ = imported(place, "列表.m3u", text.encode("gb18030"))
    assert [slide["image"] for slide in made["slides"]] == ["海报.png", "media_b.jpg"]


def test_an_m3u8_with_a_mark_and_two_files_of_one_name(place: Path) -> None:
    made, _ = imported(place, "a.m3u8", "\ufeff#EXTM3U\nmedia/海报.png\n海报.png\n海报.png\n")
    assert [slide["image"] for slide in made["slides"]] == ["media_海报.png", "海报.png", "海报.png"]


SMIL = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 2.0//EN" "http://www.w3.org/2001/SMIL20/SMIL20.dtd">
<smil xmlns="http://www.w3.org/2001/SMIL20/Language">
  <head>
    <meta http-equiv="Refresh" content="60"/>
    <layout>
      <root-layout width="1920" height="1080"/>
      <region regionName="main" width="1920" height="900" top="0" left="0"/>
      <region regionName="ticker" width="1920" height="180" top="900" left="0"/>
    </layout>
  </head>
  <body>
    <par>
      <seq repeatCount="indefinite">
        <img src="海报.png" dur="10s" region="main"/>
        <seq repeatCount="2"><img src="media/b.jpg" dur="00:00:05" region="main"/></seq>
        <img src="welcome photo.jpg" dur="0.5min" region="main"
             begin="wallclock(2020-07-04T09:00)" end="wallclock(2020-07-05T17:00)"/>
        <seq begin="wallclock(R/2020-01-01T08:00/P1D)" end="wallclock(R/2020-01-01T12:00/P1D)">
          <img src="media/海报.png" dur="7" region="main"/>
        </seq>
        <prefetch src="x.mp4"/>
        <brush color="black" dur="1s"/>
      </seq>
      <seq repeatCount="indefinite"><ref src="ticker.wgt" region="ticker" dur="indefinite"/></seq>
    </par>
  </body>
</smil>
"""


def test_a_smil_as_signage_players_have_it(place: Path) -> None:
    made, told = imported(place, "index.smil", SMIL)
    assert made["slides"] == [
        {"image": "海报.png", "dwell": "10秒"},
        {"image": "media_b.jpg", "dwell": "5秒"},
        {"image": "media_b.jpg", "dwell": "5秒"},
        {
            "image": "welcome photo.jpg",
            "dwell": "30秒",
            "when": {"from": "2020-07-04 09:00", "until": "2020-07-05 17:00"},
        },
        {"image": "media_海报.png", "dwell": "7秒", "when": {"hours": "08:00-12:00"}},
    ]
    for what in ("分区“ticker”", "<brush>", "定时刷新", "2 个分区"):
        assert what in told, told


REGIONS = """<smil><head><layout>
  <root-layout width="1920" height="1080"/>
  <region regionName="main" width="1600" height="1080"/>
  <region regionName="side" width="320" height="1080"/>
</layout></head><body>{}</body></smil>"""


@pytest.mark.parametrize(
    "body",
    [
        '<seq><img src="a.png" region="main"/><img src="s.png" region="side"/><img src="b.png" region="main"/></seq>',
        '<seq><img src="s.png" region="side"/><img src="a.png" region="main"/></seq><img src="b.png" region="main"/>',
        '<seq><img src="a.png"/></seq><seq><img src="s.png" region="side"/></seq><img src="b.png" region="main"/>',
        '<seq><par><img src="s.png" region="side"/><img src="a.png" region="main"/></par><img src="b.png" region="main"/></seq>',
    ],
)
def test_of_a_smil_whose_sequence_mixes_regions_the_largest_comes_over(body: str) -> None:
    foreign = import_smil.read(REGIONS.format(body).encode())
    assert [entry.source for entry in foreign.entries] == ["a.png", "b.png"]
    assert [left.words.zh for left in foreign.left if "“side”" in left.words.zh]


def test_regions_of_one_size_that_take_turns_all_come_over() -> None:
    body = '<seq><img src="a.png" region="one"/><img src="b.png" region="two"/></seq>'
    text = REGIONS.replace("main", "one").replace("side", "two").replace("320", "1600").format(body)
    assert [entry.source for entry in import_smil.read(text.encode()).entries] == ["a.png", "b.png"]


def test_a_weekly_wallclock_is_a_day_of_the_week() -> None:
    text = '<smil><body><seq begin="wallclock(R/2020-01-01+w6T20:00/P1W)" end="wallclock(R/2020-01-01+w6T22:00/P1W)"><img src="a.png"/></seq></body></smil>'
    (entry,) = import_smil.read(text.encode()).entries
    assert dict(entry.when) == {"hours": "20:00-22:00", "days": "sat"}


def test_conditions_of_a_smil_are_told_for_what_they_guarded_plays_always() -> None:
    text = """<smil><body><seq expr="adapi-compare(adapi-weekday(),'1')"><img src="a.png"/></seq>
      <img src="b.png" systemLanguage="de"/><img src="c.png"/></body></smil>"""
    foreign = import_smil.read(text.encode())
    assert [entry.source for entry in foreign.entries] == ["a.png", "b.png", "c.png"]
    told = [left.words.zh for left in foreign.left]
    assert len(told) == 2
    assert "adapi-weekday" in told[0]
    assert "systemLanguage" in told[1]
    assert all("条件" in one and "一直放" in one for one in told)


SETUP = """// the foyer; "quoted" names are allowed
:VALID;2020-06-01;31.12.2020
:DELETE;*.jpg
:WIFI;Office;secret-password
"海报.png";15.06.2020;
welcome photo.jpg,1.7.2020,05.07.2020 12:00
没有的.png;;2020-07-01T10:00:00
media.png;someday;
"""


def test_a_setup_csv_of_slideshow(place: Path) -> None:
    Image.new("RGB", (64, 36), "red").save(place / "other.png")
    made, told = imported(place, "setup.csv", SETUP)
    assert made["when"] == {"from": "2020-06-01", "until": "2020-12-31"}
    assert made["slides"] == [
        {"image": "海报.png", "when": {"from": "2020-06-15"}},
        {"image": "welcome photo.jpg", "when": {"from": "2020-07-01", "until": "2020-07-05 12:00"}},
        {"image": "other.png"},
    ]
    assert "第3行" in told
    assert ":WIFI" in told
    assert "secret-password" not in told
    assert "“someday”" in told


def test_times_of_a_setup_csv_may_have_seconds() -> None:
    for written in ("2020-07-04 09:00:00", "2020-07-04T09:00", "04.07.2020 09:00:00", "2020-07-04T09:00:00"):
        (entry,) = import_setup.read(f"a.png,{written},", (), "Asia/Shanghai").entries
        assert dict(entry.when) == {"from": "2020-07-04 09:00"}, written


def test_a_timestamp_is_local_to_the_screen() -> None:
    foreign = import_setup.read("a.png;1593824400000;\n", [], "Asia/Shanghai")
    assert dict(foreign.entries[0].when) == {"from": "2020-07-04 09:00"}


# ---- untrusted


def test_nothing_outside_the_folder_of_the_list_is_copied(place: Path) -> None:
    secret = place.parent / "secret.png"
    Image.new("RGB", (8, 8)).save(secret)
    (place / "link.png").symlink_to(secret)
    (place / "a.m3u").write_text(f"../secret.png\n{secret}\nlink.png\nfile://{secret}\n海报.png\n", "utf-8")
    out = place.parent / "新"
    told = run("import", str(place / "a.m3u"), "-o", str(out))
    assert sorted(path.name for path in out.iterdir()) == ["海报.png", "节目单.yaml"]
    assert told.count("列表旁边没有这个文件") == 4


@pytest.mark.parametrize(
    "bad",
    [
        b'<!DOCTYPE smil [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><smil><body>&b;</body></smil>',
        b'<!DOCTYPE smil [<!ENTITY x SYSTEM "file:///etc/passwd">]><smil><body>&x;</body></smil>',
        b"<smil><body>",
        b"<html/>",
        b"",
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_smil_is_refused_with_a_sentence(bad: bytes) -> None:
    with pytest.raises(Refused):
        import_smil.read(bad)


def test_what_repeats_itself_without_measure_ends() -> None:
    text = "<smil><body>" + '<seq repeatCount="999999">' * 20 + '<img src="a.png"/>' + "</seq>" * 20 + "</body></smil>"
    foreign = import_smil.read(text.encode())
    assert len(foreign.entries) == MOST
    assert any("2000" in left.words.zh for left in foreign.left)
    empty = "<smil><body>" + '<seq repeatCount="999999">' * 20 + "</seq>" * 20 + "</body></smil>"
    assert not import_smil.read(empty.encode()).entries
    deep = "<smil><body>" + "<seq>" * 500 + '<img src="a.png"/>' + "</seq>" * 500 + "</body></smil>"
    assert not import_smil.read(deep.encode()).entries


@given(st.text(max_size=300))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    """Whatever it is, it ends and raises nothing but a refusal."""
    for foreign in (import_m3u.read(text), import_setup.read(text, [], "Asia/Shanghai")):
        assert isinstance(foreign, Foreign)
    with contextlib.suppress(Refused):
        import_smil.read(text.encode("utf-8", "replace"))


def test_nothing_is_overwritten_and_other_files_are_refused(place: Path) -> None:
    (place / "a.m3u").write_text("海报.png\n", "utf-8")
    out = place.parent / "新"
    run("import", str(place / "a.m3u"), "-o", str(out))
    assert "不会覆盖" in run("import", str(place / "a.m3u"), "-o", str(out), code=2)
    assert "不认识" in run("import", str(place / "海报.png"), "-o", str(out), code=2)
    (place / "live.m3u8").write_text("#EXTM3U\n#EXT-X-TARGETDURATION:10\nseg1.ts\n", "utf-8")
    assert "网络视频流" in run("import", str(place / "live.m3u8"), "-o", str(place.parent / "另"), code=1)

"""The commands, run as people and programs run them: processes, exit codes, what they print, what they write."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image

from tests.support.checkout import ROOT
from tools.qingbo import COMMANDS

SCHEMAS = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text("utf-8"))
    for path in (ROOT / "docs" / "reference").glob("*.schema.json")
}

NOON = "2026-03-02T12:00:00+08:00"  # a Monday
PLAYLIST = """\
name: 试验
slides:
  - slogan: 绿水青山
    dwell: 10s
  - slogan: 下午才有
    dwell: 10s
    when: {hours: 14:00-15:00}
  - image: 红.png
    dwell: 20s
"""


class Desk:
    """A watched folder, a home of its own, and the command beside them."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.folder = place / "节目"
        self.folder.mkdir()
        (place / "home").mkdir()

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def picture(self, name: str, colour: str = "#c03020") -> None:
        Image.new("RGB", (320, 180), colour).save(self.folder / name)

    def run(self, *arguments: str, code: int = 0, **env: str) -> subprocess.CompletedProcess[str]:
        """Runs `qingbo` in the place and holds it to the exit code; never a traceback."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "XDG_", "QINGBO_"))}
        own = {"HOME": str(self.place / "home"), "LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "tools.qingbo", *arguments],
            cwd=self.place, env={**kept, **own, **env}, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == code, f"{done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr + done.stdout
        return done

    def json(self, *arguments: str, code: int = 0) -> Any:
        """One object, held to its schema."""
        told = json.loads(self.run(*arguments, "--json", code=code).stdout)
        jsonschema.validate(told, SCHEMAS[arguments[0]])
        return told

    def lines(self, *arguments: str) -> list[Any]:
        """An object a line, each held to the schema."""
        told = [json.loads(line) for line in self.run(*arguments, "--json").stdout.splitlines()]
        for line in told:
            jsonschema.validate(line, SCHEMAS[arguments[0]])
        return told


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def playing(desk: Desk) -> Desk:
    """A desk whose folder has a playlist with a picture and no problem."""
    desk.write("节目单.yaml", PLAYLIST)
    desk.picture("红.png")
    return desk


# check


def test_check_of_good_content_is_0_and_tells_what_plays(playing: Desk) -> None:
    told = playing.run("check", "节目", "--now", NOON).stdout
    assert told.startswith("没有问题。\n")
    assert re.search(r"现在  2026-03-02 周一 12:00:00  \S", told)
    assert "3 页，一轮 40秒" in told


def test_check_names_the_place_the_cure_and_the_screen(playing: Desk) -> None:
    playing.write("节目单.yaml", PLAYLIST.replace("红.png", "红红.png"))
    told = playing.run("check", "节目", code=1).stdout
    assert "节目单.yaml 第8行" in told
    assert "怎么改：" in told
    assert "屏幕上：" in told
    problem = playing.json("check", "节目", code=1)["problems"][0]
    assert (problem["file"], problem["line"], problem["severity"]) == ("节目单.yaml", 8, "error")


def test_the_caret_stands_under_what_is_meant(playing: Desk) -> None:
    """Counted in columns of a terminal, where a Han character takes two."""
    from tools.terminal import width

    playing.write("节目单.yaml", PLAYLIST.replace("红.png", "红红.png"))
    lines = playing.run("check", "节目", code=1).stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip() == "^")
    above = lines[at - 1]
    assert width(lines[at][:-1]) in {width(above[: above.index(word)]) for word in ("image", "红红.png")}


def test_many_problems_alike_are_gathered(desk: Desk) -> None:
    rows = "".join(f"  - image: 没有{number}.png\n" for number in range(6))
    desk.write("a.yaml", f"slides:\n{rows}")
    told = desk.run("check", "节目", code=1).stdout
    assert told.count("怎么改：") < 6
    assert all(f"没有{number}.png" in told for number in range(6))
    assert len(desk.json("check", "节目", code=1)["problems"]) >= 6


def test_check_says_what_cannot_be_read_with_its_figures_and_cure(desk: Desk) -> None:
    """Too short, too long, too small, in no font: each with its line; the same slides with `auto` and few words: nothing."""
    good = "name: 试验\nslides:\n  - slogan: 绿水青山，节能增效\n    dwell: auto\n"
    desk.write("节目单.yaml", good)
    assert desk.json("check", "节目")["problems"] == []
    desk.write(
        "节目单.yaml",
        good
        + f"  - slogan: {'字' * 30}\n    dwell: 6秒\n"
        + f"  - notice: 通知\n    text: {'字' * 520}\n"
        + "  - slogan: 绿水青山\n    sub: 编号\U0010abcd\n",
    )
    found = {one["code"]: one for one in desk.json("check", "节目", code=1)["problems"]}
    assert {code: one["line"] for code, one in found.items()} == {
        "dwell-hurried": 6,
        "text-much": 7,
        "text-small": 7,
        "missing-character": 9,
    }
    assert found["dwell-hurried"]["message"] == "这页停留 6 秒，读完要 12 秒。"
    assert "停留改成 12秒" in found["dwell-hurried"]["hint"]
    assert "毫米" in found["text-small"]["message"]


def test_check_of_an_empty_folder_says_what_to_do(desk: Desk) -> None:
    assert str(desk.folder) in desk.run("check", "节目").stdout
    told = desk.json("check", "节目")
    assert told == {"snapshot": None, "slides": 0, "problems": []}


def test_check_says_how_dropped_files_were_understood(playing: Desk) -> None:
    playing.write("停水.txt", "停水通知\n今天下午三点到五点停水。\n")
    told = playing.run("check", "节目").stdout
    assert re.search(r"停水\.txt +通知，停留 [\d.]+ 秒", told)


def test_check_says_why_a_playlist_is_never_on(desk: Desk) -> None:
    """Whoever wrote a playlist that nobody ever sees is told what stands in its way."""
    desk.write("大.yaml", "名称: 大周\n优先级: 5\n页面:\n  - 标语: 节能\n")
    desk.write("小.yaml", "名称: 小事\n页面:\n  - 标语: 降碳\n")
    assert "轮不到：“大周”一直比它优先" in desk.run("check", "节目").stdout
    desk.write("大.yaml", "名称: 大周\n优先级: 5\n时间: {开始: 2020-07-01, 结束: 2020-07-09}\n页面:\n  - 标语: 节能\n")
    assert "轮不到" not in desk.run("check", "节目").stdout


def test_check_tells_a_program_the_same_twice(playing: Desk) -> None:
    """Same content, same instant, same digest: also through another cache and in another language."""
    first = playing.json("check", "节目", "--now", NOON)
    again = playing.json("check", "节目", "--now", NOON, "--cache", "elsewhere", "--lang", "en")
    assert first["snapshot"]
    assert first["slides"] == 3
    assert first["snapshot"] == again["snapshot"]


# timetable


def test_the_timetable_tiles_its_time(playing: Desk) -> None:
    cues = playing.lines("timetable", "节目", "--from", NOON, "--to", "2026-03-02T12:05:00+08:00")
    assert cues[0]["start"] <= NOON
    assert all(before["end"] == after["start"] for before, after in pairwise(cues))
    assert cues[-1]["end"] >= "2026-03-02T12:05:00+08:00"
    assert {cue["kind"] for cue in cues} == {"slogan", "image"}
    assert {cue["zone"] for cue in cues} == {"main"}
    assert {cue["file"] for cue in cues} == {"节目单.yaml"}


def test_local_times_are_those_of_the_zone_and_a_day_counts_whole(playing: Desk) -> None:
    cues = playing.lines(
        "timetable", "节目", "--tz", "America/New_York", "--from", "2026-07-01T23:59", "--to", "2026-07-01"
    )
    assert cues[-1]["end"] >= "2026-07-02T00:00:00-04:00"
    assert all(cue["start"].endswith("-04:00") for cue in cues)
    assert cues[0]["start"] <= "2026-07-01T23:59:00-04:00" < cues[0]["end"]


def test_the_timetable_for_people_shows_times_kinds_and_gaps(desk: Desk) -> None:
    desk.write("a.yaml", "when: {hours: 09:00-10:00}\nslides:\n  - slogan: 早上好\n    dwell: 30s\n")
    told = desk.run("timetable", "节目", "--from", "2026-03-02T09:59", "--to", "2026-03-02T10:30").stdout
    assert "2026-03-02 周一" in told
    assert re.search(r"09:59:\d\d  30秒 +标语 +早上好 +a\.yaml 第3行", told)
    assert "没有安排内容" in told


# preview


def test_a_preview_is_the_slide_at_its_size(playing: Desk) -> None:
    """The picture's own colour is on the glass while its slide is on, and the JSON names it."""
    cue = next(cue for cue in playing.lines("timetable", "节目", "--from", NOON) if cue["kind"] == "image")
    middle = cue["start"].replace(":00+", ":05+") if ":00+" in cue["start"] else cue["start"]
    told = playing.lines("preview", "节目", "--at", _later(cue["start"], 5), "--size", "640x360", "-o", "图.png")
    assert told[0]["slide"] == cue["slide"], middle
    image = Image.open(playing.place / "图.png")
    assert (image.format, image.size) == ("PNG", (640, 360))
    assert image.convert("RGB").getpixel((320, 180)) == (0xC0, 0x30, 0x20)


def test_a_preview_inside_a_fade_is_between_the_two_pictures(desk: Desk) -> None:
    desk.picture("1.png", "#000000")
    desk.picture("2.png", "#ffffff")
    desk.write("a.yaml", "slides:\n" + "".join(f"  - image: {n}.png\n    dwell: 10s\n    fit: cover\n" for n in (1, 2)))
    desk.write("x.yaml", "slides: []\n")
    cues = [
        cue
        for cue in desk.lines("timetable", "节目", "--from", NOON, "--to", "2026-03-02T12:02:00+08:00")
        if cue["file"] == "a.yaml"
    ]
    one, two = cues[1:3]
    greys = []
    for at in (_later(two["start"], -1), _later(two["start"], 0.3), _later(two["start"], 3)):
        desk.run("preview", "节目", "--at", at, "--size", "320x180", "-o", "f.png")
        greys.append(Image.open(desk.place / "f.png").convert("L").getpixel((160, 90)))
    ends = sorted((greys[0], greys[2]))
    assert ends == [0, 255], (one, two)
    assert 100 < greys[1] < 155


def test_with_nothing_to_show_the_preview_is_the_players_own_card(desk: Desk) -> None:
    assert desk.lines("preview", "节目", "--size", "640x360", "-o", "card.png") == []
    colours = Image.open(desk.place / "card.png").convert("RGB").getcolors(640 * 360)
    assert colours
    assert len(colours) > 10


def test_the_sheet_holds_every_slide(playing: Desk) -> None:
    playing.run("preview", "节目", "--sheet", "-o", "sheet.png", "--at", NOON)
    small = Image.open(playing.place / "sheet.png").convert("RGB")
    assert small.width == 1920
    assert (0xC0, 0x30, 0x20) in {colour for _, colour in small.getcolors(1 << 22) or ()}


# why


def test_why_says_that_it_is_on(playing: Desk) -> None:
    cue = playing.lines("timetable", "节目", "--from", NOON)[0]
    told = playing.json("why", "节目", cue["slide"], "--now", NOON)
    assert told["on"]
    assert told["slides"][0]["end"] == cue["end"]


def test_why_says_that_it_is_not_its_time_and_when_it_is(playing: Desk) -> None:
    told = playing.json("why", "节目", "节目单.yaml", "--now", NOON)
    slide = next(slide for slide in told["slides"] if slide["title"] == "下午才有")
    assert [reason["code"] for reason in slide["reasons"]] == ["slide-time"]
    assert "14:00-15:00" in slide["reasons"][0]["message"]
    assert slide["start"].startswith("2026-03-02T14:0")
    assert "14:00-15:00" in playing.run("why", "节目", "节目单.yaml", "--now", NOON).stdout


def test_why_says_who_outranks(playing: Desk) -> None:
    playing.write("急.yaml", "priority: 5\nslides:\n  - slogan: 先放我\n")
    told = playing.json("why", "节目", "红.png", "--now", NOON)
    assert {reason["code"] for slide in told["slides"] for reason in slide["reasons"]} <= {"outranked", "waits"}
    assert "outranked" in {reason["code"] for slide in told["slides"] for reason in slide["reasons"]}


def test_why_tells_of_files_that_make_no_slide(playing: Desk) -> None:
    (playing.folder / ".藏.png").touch()
    assert playing.json("why", "节目", ".藏.png")["reasons"][0]["code"] == "ignored"


def test_why_finds_a_file_by_any_path_and_suggests_a_near_name(playing: Desk) -> None:
    for path in ("红.png", "节目/红.png", str(playing.folder / "红.png")):
        assert playing.json("why", "节目", path)["file"] == "红.png"
    assert "是不是“节目单.yaml”" in playing.run("why", "节目", "节日单.yaml", code=2).stderr
    assert "还要写上问的是哪个文件" in playing.run("why", "节目", code=2).stderr


# new, doctor


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_has_no_problem_and_every_slide_plays(desk: Desk, language: str) -> None:
    desk.run("new", "节目/新.yaml", "--lang", language)
    told = desk.json("check", "节目")
    assert told["problems"] == []
    assert told["slides"] == 5


def test_new_overwrites_nothing_and_refuses_other_endings(desk: Desk) -> None:
    desk.write("a.yaml", "mine")
    assert "已经存在" in desk.run("new", "节目/a.yaml", code=2).stderr
    assert (desk.folder / "a.yaml").read_text("utf-8") == "mine"
    assert "节目单.xlsx" in desk.run("new", "节目单.et", code=2).stderr
    assert ".yaml" in desk.run("new", "节目单", code=2).stderr
    assert "写不了" in desk.run("new", "没有/a.yaml", code=2).stderr


def test_the_doctor_finds_this_machine_fit_and_says_what_it_looked_at(desk: Desk) -> None:
    told = desk.json("doctor", "节目")
    assert told["ok"]
    assert {check["name"] for check in told["checks"]} == {
        "version",
        "libraries",
        "display",
        "fonts",
        "films",
        "sound",
        "office",
        "sandbox",
        "clock",
        "holidays",
        "folder",
        "codes",
        "disk",
        "cache",
        "player",
        "quarantine",
    }
    assert "这台电脑可以播放" in desk.run("doctor", "节目").stdout


def test_the_doctor_says_that_there_is_no_display_and_what_to_do(desk: Desk) -> None:
    told = desk.run("doctor", "节目", "--lang", "en", DISPLAY="", WAYLAND_DISPLAY="").stdout
    assert "Display  none" in told
    assert "DISPLAY=:0" in told


def test_the_doctor_calls_a_cache_that_cannot_be_used_an_error(desk: Desk) -> None:
    (desk.place / "file").write_text("in the way", "utf-8")
    told = desk.json("doctor", "节目", "--cache", "file", code=1)
    assert not told["ok"]
    assert next(check for check in told["checks"] if check["name"] == "cache")["cure"]


# used wrongly


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "没有的文件夹"), "没有这个文件夹"),
        (("check", "节目", "--now", "昨天"), "看不懂时间“昨天”"),
        (("check", "节目", "--now"), "--now 后面要写一个值"),
        (("check", "节目", "--tz", "Mars/Base"), "没有“Mars/Base”这个时区"),
        (("check", "节目", "--jsn"), "不认识的参数：--jsn"),
        (("check", "节目", "--settings", "没有.yaml"), "读不了设置文件"),
        (("preview", "节目", "--size", "wide"), "看不懂尺寸“wide”"),
        (("preview", "节目", "-o", "没有/图.png"), "没有这个文件夹"),
        (("preview", "节目", "-o", "节目"), "写不了"),
        (("timetable", "节目", "--from", "2026-01-02", "--to", "2026-01-01T12:00"), "要晚于"),
        (("why", "节目"), "还要写上问的是哪个文件"),
        (("why", "节目", "没有.png"), "文件夹里没有"),
        (("play", "没有的文件夹"), "没有这个文件夹"),
        (("play", "节目", "--rate", "0"), "大于 0"),
        (("check", "节目", "--cache", "挡路"), "--cache"),
        (("plya",), "没有“plya”这个命令"),
        (("check", "--lang", "fr"), "--lang"),
        ((), "用法"),
    ],
)
def test_what_is_used_wrongly_is_told_in_a_sentence(desk: Desk, arguments: tuple[str, ...], words: str) -> None:
    (desk.place / "挡路").write_text("a file, no folder", "utf-8")
    desk.picture("a.png")
    told = desk.run(*arguments, code=2)
    assert words in told.stderr + told.stdout


def test_a_reader_who_has_seen_enough_is_no_failure(playing: Desk) -> None:
    command = f'"{sys.executable}" -m tools.qingbo timetable 节目 --from 2026-01-01 --to 2026-01-05 --json | head -n 1'
    env = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(playing.place / "home")}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=playing.place,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


# what stays true of all


def test_schemas_are_schemas() -> None:
    for schema in SCHEMAS.values():
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_every_command_explains_itself_in_both_languages(desk: Desk, name: str) -> None:
    chinese, english = (desk.run(name, "--help", "--lang", language).stdout for language in ("zh", "en"))
    assert chinese.startswith("用法：")
    assert re.search(r"[\u4e00-\u9fff]{4}", chinese)
    assert not re.search(r"[\u4e00-\u9fff]", english)


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_every_option_is_in_the_reference(desk: Desk, name: str) -> None:
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    options = set(re.findall(r"--[a-z-]+", desk.run(name, "--help", "--lang", "en").stdout)) - {"--help"}
    assert options
    assert not {option for option in options if option not in reference}


def _later(instant: str, seconds: float) -> str:
    from datetime import datetime, timedelta

    return (datetime.fromisoformat(instant) + timedelta(seconds=seconds)).isoformat()

"""`preview --video`: what would be on as a film: as long as was asked for, its pictures those of `preview --at`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import av
import pytest
from PIL import Image, ImageChops, ImageStat

from player.model.settings import Settings
from player.model.units import Millis
from tests.support.checkout import ROOT
from tests.support.player import picture, yaml_of
from tools.arguments import Screen
from tools.preview_video import RATE, Film, pictures, span
from tools.reading import read
from tools.refused import Refused
from tools.still import still

AT = Millis(1_593_824_400_000)
"""2020-07-04 09:00 in Shanghai."""

SIZE = (320, 180)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "节目"
    place.mkdir()
    entries: list[object] = []
    for colour, transition in (("red", "fade"), ("green", "push"), ("blue", "cut")):
        picture(place / f"{colour}.png", colour)
        entries.append({"image": f"{colour}.png", "dwell": "4秒", "transition": transition})
    entries.append({"countdown": "2020-07-04 09:05", "title": "开始", "dwell": "6秒"})
    (place / "节目单.yaml").write_text(yaml_of(entries), "utf-8")
    return place


def preview(folder: Path, *arguments: str, code: int = 0) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    size = f"{SIZE[0]}x{SIZE[1]}"
    command = [sys.executable, "-m", "tools.qingbo", "--lang", "zh", "preview", str(folder), "--cache", str(folder.parent / "cache"), "--size", size]  # fmt: skip
    done = subprocess.run(
        [*command, *arguments], cwd=folder.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def shown(path: Path) -> tuple[float, list[tuple[float, Image.Image]]]:
    """How long the film says that it is, in seconds, and its pictures by their times."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = [(float(frame.time), frame.to_image()) for frame in container.decode(stream)]
        assert stream.duration is not None
        return float(stream.duration * stream.time_base), frames


def on(frames: list[tuple[float, Image.Image]], at: float) -> Image.Image:
    """What a player of films shows at that time: the last picture that was due."""
    return [image for time, image in frames if time <= at + 1e-6][-1]


def off(one: Image.Image, other: Image.Image) -> float:
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize("speed", [1.0, 10.0])
def test_its_pictures_are_those_of_their_instants_and_it_is_as_long_as_asked_for(folder: Path, speed: float) -> None:
    told = preview(folder, "--video", "2020-07-04T09:00:00..09:00:30", "--speed", str(speed), "-o", "a.mp4")
    assert told.splitlines()[-1] == "已保存：a.mp4"
    assert len(re.findall(r"^\d+%$", told, re.MULTILINE)) in range(4, 12)
    long, frames = shown(folder.parent / "a.mp4")
    assert long == pytest.approx(30 / speed, abs=1 / RATE)
    found = read(Screen(folder, Settings(), (), None, folder.parent / "cache", AT, SIZE))
    panel = Screen(folder, Settings(), (), None, None, AT, SIZE).panel()
    film = Film(AT, Millis(AT + 30_000), speed)
    colours = set()
    for number in range(0, film.frames, 3):
        wanted = still(found, film.instant(number), panel, str(folder))
        assert off(on(frames, number / RATE), wanted) < 4, (number, film.instant(number))  # what the encoder does to it
        colours.add(wanted.getpixel((5, 5)))
    assert len(colours) >= 4, "transitions are among them"


def test_preview_at_is_what_the_film_shows_half_way_through_a_transition(folder: Path) -> None:
    preview(folder, "--video", "2020-07-04T09:00:00..09:00:30", "-o", "a.mp4")
    _, frames = shown(folder.parent / "a.mp4")
    found = read(Screen(folder, Settings(), (), None, folder.parent / "cache", AT, SIZE))
    cue = next(
        cue for cue in found.timeline.cues(AT, Millis(AT + 30_000)) if cue.start > AT and cue.slide.transition == "push"
    )
    at = (cue.start + 320 - AT) // 40 * 40
    preview(folder, "--at", f"2020-07-04T09:00:{at / 1000:06.3f}+08:00", "-o", "a.png")
    with Image.open(folder.parent / "a.png") as png:
        assert off(on(frames, at / 1000), png) < 4
        assert off(on(frames, at / 1000 + 1), png) > 20


def test_what_stands_still_is_written_once_a_second_and_nothing_is_kept(folder: Path) -> None:
    found = read(Screen(folder, Settings(), (), None, folder.parent / "cache", AT, SIZE))
    panel = Screen(folder, Settings(), (), None, None, AT, SIZE).panel()
    film = Film(AT, Millis(AT + 60_000))
    numbers = [number for number, _ in pictures(found, film, panel, str(folder), "green")]
    assert numbers[0] == 0
    assert numbers[-1] == film.frames - 1 == 60 * RATE - 1
    gaps = [two - one for one, two in pairwise(numbers)]
    assert max(gaps) <= RATE
    assert len(numbers) < 60 * RATE / 4


def test_a_span_is_read_as_people_write_it() -> None:
    assert span("2020-07-04T09:00..2020-07-04T09:01", "Asia/Shanghai") == (AT, AT + 60_000)
    assert span("2020-07-04 09:00..9:01", "Asia/Shanghai") == (AT, AT + 60_000)
    for wrong in ("2020-07-04T09:00", "2020-07-04T09:00..08:00", "昨天..今天", "..", "9:00..10:00"):
        with pytest.raises(Refused):
            span(wrong, "Asia/Shanghai")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--video", "2020-07-04T09:00..09:01", "-o", "a.png"), "视频文件请用 .mp4 .mov .mkv 结尾"),
        (("--video", "2020-07-04T09:00..09:01", "-o", "没有/a.mp4"), "请先新建它"),
        (("--video", "2020-07-04..2020-07-06"), "成片会超过6小时"),
        (("--video", "2020-07-04T09:00"), "开始..结束"),
    ],
)
def test_wrong_use_is_one_sentence(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in preview(folder, *arguments, code=2)
    assert not list(folder.parent.glob(".*part*"))


def test_a_ticker_runs_in_it(folder: Path) -> None:
    words = "公共机构节能宣传周活动正在进行，欢迎参加云竞答，绿色低碳你我同行，随手关灯" * 2
    text = yaml_of([{"image": "red.png", "dwell": "30秒"}], zones={"ticker": words})
    (folder / "节目单.yaml").write_text(text, "utf-8")
    found = read(Screen(folder, Settings(), (), None, folder.parent / "cache", AT, SIZE))
    panel = Screen(folder, Settings(), (), None, None, AT, SIZE).panel()
    film = Film(AT, Millis(AT + 2_000))
    made = dict(pictures(found, film, panel, str(folder), "green"))
    assert sorted(made) == list(range(film.frames)), "each frame has its own picture"
    assert off(made[10], made[30]) > 0.5
    assert off(made[30], still(found, film.instant(30), panel, str(folder))) == 0

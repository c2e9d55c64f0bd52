"""The real program on a virtual display: what staff do to the folder, and what passers-by see of it."""

from __future__ import annotations

import itertools
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from player.clock import SystemClock
from player.model.units import SECOND
from player.timeline.scenes import Timeline
from tests.support.player import COLOURS, Program, nearest, picture, playing, yaml_of
from tests.support.writers import nonsense_png
from tests.support.xvfb import Capture, Recorder, Xvfb

pytestmark = pytest.mark.timeout(300)


def has(*files: str) -> Callable[[Timeline], bool]:
    """Whether the snapshot has exactly these files as slides."""
    return lambda rules: {slide.source.file for slide in rules.snapshot.slides()} == set(files)


def test_drop_replace_rename_and_delete(display: Xvfb, folder: Path, cache: Path) -> None:
    with playing(display, folder, cache) as program:
        program.until_colour("red", "green")
        picture(folder / "3.png", "blue")
        assert program.until_published(has("1.png", "2.png", "3.png")) < 10
        program.until_colour("blue")
        picture(folder / "3.png", "yellow")  # the same name, the same number of bytes
        program.until_colour("yellow")
        (folder / "3.png").rename(folder / "0.png")
        program.until_published(has("0.png", "1.png", "2.png"))
        (folder / "0.png").unlink()
        program.until_published(has("1.png", "2.png"))
        program.until_colour("red", "green")
        assert program.colours_for(8) <= {"red", "green"}
        assert program.stop() == 0
        assert "Traceback" not in program.said()


def test_a_playlist_edited_broken_and_mended(display: Xvfb, folder: Path, cache: Path) -> None:
    for name in ("1.png", "2.png"):
        (folder / name).unlink()
    assets = folder.parent / "assets"
    assets.mkdir()
    for colour in ("red", "blue", "cyan"):
        picture(assets / f"{colour}.png", colour)
    plan = folder / "节目单.yaml"
    short = {"dwell": "3秒"}
    plan.write_text(yaml_of([{"image": "red.png", **short}]), "utf-8")
    with playing(display, folder, cache) as program:
        program.until_colour("red")
        temporary = folder / ".节目单.yaml.swp"
        temporary.write_text(yaml_of([{"image": "blue.png", **short}]), "utf-8")
        temporary.replace(plan)
        program.until_colour("blue")
        digest = program.timeline().digest
        plan.write_text("slides:\n  - image: [cyan.png\n  nonsense", "utf-8")
        program.until(lambda: "节目单.yaml" in program.said())
        assert program.timeline().digest == digest, "the last good version stays"
        assert program.colours_for(5) == {"blue"}
        plan.write_bytes(b"")
        time.sleep(3)
        assert program.colours_for(2) == {"blue"}
        plan.write_text(yaml_of([{"image": "cyan.png", **short}]), "utf-8")
        program.until_colour("cyan")
        assert "Traceback" not in program.said()


def test_one_bad_slide_stops_no_other(display: Xvfb, folder: Path, cache: Path) -> None:
    (folder / "3.png").write_bytes(nonsense_png())
    (folder / "4.jpg").write_bytes(b"this is no picture")
    with playing(display, folder, cache) as program:
        program.until_colour("red")
        program.until_colour("green")
        program.until(lambda: "3.png" in program.said() and "4.jpg" in program.said())
        assert program.colours_for(8) <= {"red", "green"}


def test_a_folder_that_is_made_later_plays_and_an_urgent_one_takes_over(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    with playing(display, folder, cache) as program:
        program.until_colour("red", "green")
        urgent = folder / "紧急"
        urgent.mkdir()
        picture(urgent / "停水.png", "orange")
        program.until_colour("orange")
        assert program.colours_for(7) == {"orange"}
        (urgent / "停水.png").unlink()
        urgent.rmdir()
        program.until_colour("red", "green")
        more = folder / "下午"
        more.mkdir()
        picture(more / "a.png", "violet")
        program.until_colour("violet")


def test_an_empty_folder_says_what_to_do_and_then_plays(display: Xvfb, tmp_path: Path, cache: Path) -> None:
    empty = tmp_path / "空"
    empty.mkdir()
    with playing(display, empty, cache) as program:
        program.until(lambda: program.colour() != "(255, 255, 255)" and bool(display.windows()))
        card = display.capture()
        assert len({card.pixel(x, 360) for x in range(0, 1280, 8)}) > 3, "there is something to read on it"
        picture(empty / "1.png", "blue")
        program.until_colour("blue")


def test_kill_and_restart_comes_back_to_the_right_slide_at_the_right_second(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    picture(folder / "3.png", "blue")
    names = {"1.png": "red", "2.png": "green", "3.png": "blue"}
    with playing(display, folder, cache) as program:
        for colour in names.values():
            program.until_colour(colour)
        program.kill()
        program.until(lambda: not display.windows())
        folder.rename(folder.with_name("away"))  # what is shown comes from the store, not from the share
        folder.mkdir()
        program.start()
        program.until(lambda: bool(display.windows()) and program.colour() in names.values())
        for _ in range(12):
            before = SystemClock().now()
            seen = program.colour()
            cue = program.timeline().scene_at(before).cue()
            assert cue is not None
            if before - cue.start > SECOND and cue.end - before > SECOND:
                assert seen == names[cue.slide.source.file]
            time.sleep(0.5)


@pytest.mark.fault(25, 28)
@pytest.mark.parametrize("part", ["glass", "intake"])
def test_a_part_that_is_killed_comes_back_by_itself(display: Xvfb, folder: Path, cache: Path, part: str) -> None:
    with playing(display, folder, cache) as program:
        program.until_colour("red", "green")
        program.until(lambda: program.part(part) is not None)
        victim = program.part(part)
        assert victim is not None
        os.kill(victim, signal.SIGKILL)
        program.until(lambda: program.part(part) not in (victim, None))
        assert program.until_colour("red", "green") < 5
        picture(folder / "3.png", "blue")
        program.until_colour("blue")


def test_a_share_that_goes_away_is_not_noticed_by_passers_by(display: Xvfb, folder: Path, cache: Path) -> None:
    with playing(display, folder, cache) as program:
        program.until_colour("green")
        away = folder.with_name("away")
        folder.rename(away)
        assert program.colours_for(12) == {"red", "green"}
        away.rename(folder)
        picture(folder / "3.png", "blue")
        program.until_colour("blue")


@pytest.mark.fault(34)
def test_a_second_player_on_one_cache_is_refused_and_the_first_goes_on(
    display: Xvfb, folder: Path, cache: Path
) -> None:
    with playing(display, folder, cache) as program:
        program.until_colour("red", "green")
        other = Program(display, folder, cache)
        other.start()
        assert other.process is not None
        assert other.process.wait(20) == 2
        assert "另一个播放器" in other.said()
        program.until_colour("red")
        program.until_colour("green")


@pytest.mark.parametrize("way", ["Escape", "q", "cross", "SIGTERM", "SIGINT"])
def test_it_leaves_well(display: Xvfb, folder: Path, cache: Path, way: str) -> None:
    with playing(display, folder, cache) as program:
        program.until_colour("red", "green")
        assert program.process is not None
        if way == "cross":
            display.ask_to_close()
        elif way.startswith("SIG"):
            program.process.send_signal(signal.Signals[way])
        else:
            display.key(way)
        assert program.process.wait(15) == 0
        assert "Traceback" not in program.said()


@pytest.mark.fault(30)
def test_a_change_of_resolution_is_followed(display: Xvfb, folder: Path, cache: Path) -> None:
    with playing(display, folder, cache) as program:
        program.until_colour("red", "green")
        display.resize(1024, 600)
        program.until(lambda: display.size == (1024, 600))
        program.until(lambda: _fills(display), seconds=15)


def test_without_a_display_it_says_so_and_plays_on_or_leaves(folder: Path, cache: Path) -> None:
    with playing(None, folder, cache) as program:
        program.until_published(has("1.png", "2.png"))
        assert "没有显示器" in program.said()
        assert program.stop() == 0
    with playing(None, folder, cache, "--require-display") as program:
        assert program.process is not None
        assert program.process.wait(20) == 3


def _fills(display: Xvfb) -> bool:
    seen = display.capture()
    corners = [seen.pixel(x, y) for x in (2, seen.width - 3) for y in (2, seen.height - 3)]
    return all(pixel not in ((255, 255, 255), (0, 0, 0)) for pixel in corners)


def test_ten_minutes_of_playing_without_one_black_or_torn_picture(display: Xvfb, folder: Path, cache: Path) -> None:
    """Ten minutes of programme, twenty times as fast, with files coming and going; every picture seen is checked."""
    for number, transition in enumerate(("fade", "push", "wipe", "cut")):
        entries = [{"image": f"{colour}.png", "fit": "cover", "dwell": "12秒"} for colour in ("yellow", "blue")]
        (folder / f"{number}.yaml").write_text(yaml_of(entries, transition=transition), "utf-8")
    assets = folder.parent / "assets"
    assets.mkdir()
    picture(assets / "yellow.png", "yellow", (1280, 720))
    picture(assets / "blue.png", "blue", (1280, 720))
    for name, colour in (("1.png", "red"), ("2.png", "green")):
        picture(folder / name, colour, (1280, 720))

    def judge(seen: Capture) -> tuple[bool, bool]:
        """Whether all is black, and whether the picture is one that a transition can give."""
        black, whole = seen.black(), is_whole(seen)
        if black or not whole:
            seen.image().save(cache.parent / "bad.png")
        return black, whole

    with playing(display, folder, cache, "--now", "2026-05-20T09:00:00+08:00", "--rate", "20") as program:
        program.until_colour(*COLOURS)
        with Recorder(display, judge) as recorder:
            end = time.monotonic() + 600 / 20
            while time.monotonic() < end:
                picture(folder / "3.png", "violet", (1280, 720))
                time.sleep(4)
                (folder / "3.png").unlink()
                time.sleep(4)
        assert program.stop() == 0
    assert recorder.rate > 20, "too slow to see anything"
    assert len(recorder.seen) > 600
    assert not [at for at, (black, _) in recorder.seen if black]
    assert not [at for at, (_, whole) in recorder.seen if not whole]


def is_whole(seen: Capture) -> bool:
    """True for one colour all over, or two of the slides' own that meet in one straight line: no torn picture.

    Every slide of the test fills the glass with one colour, and of its transitions a fade is one colour at every
    step, a push and a wipe are two pure ones with one edge between them. A tear is a mixed colour beside another.
    """
    rows = [[seen.pixel(x, y) for x in range(8, seen.width, 40)] for y in range(8, seen.height, 24)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    if not (_alike(rows) or _alike(columns)):
        return False
    line = rows[0] if _alike(rows) else columns[0]
    edges = sum(_differs(one, two) for one, two in itertools.pairwise(line))
    return edges == 0 or (edges == 1 and all(nearest(pixel) in COLOURS for pixel in (line[0], line[-1])))


def _alike(lines: list[list[tuple[int, int, int]]]) -> bool:
    return not any(_differs(one, two) for line in lines for one, two in zip(line, lines[0], strict=True))


def _differs(one: tuple[int, int, int], two: tuple[int, int, int]) -> bool:
    return any(abs(a - b) > 6 for a, b in zip(one, two, strict=True))


def test_a_torn_picture_would_be_noticed() -> None:
    """The control: half of one step of a fade and half of another is not taken for whole."""
    red, step, later, blue = (
        bytes((b, g, r, 255)) for r, g, b in (COLOURS["red"], (150, 40, 90), (120, 45, 120), COLOURS["blue"])
    )

    def of(*parts: bytes) -> Capture:
        return Capture(1280, 720, b"".join(part * (1280 * 720 // len(parts)) for part in parts))

    assert all(is_whole(of(colour)) for colour in (red, step, later, blue))
    assert is_whole(of(red, blue))
    for torn in (of(step, later), of(red, step), of(red, blue, red)):
        assert not is_whole(torn)

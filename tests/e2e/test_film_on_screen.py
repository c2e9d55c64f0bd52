"""Films in a real window: each picture in its turn and time, round and round without a gap, and what is seen when the decoder dies.

The films bear their numbers, so a recording of the window says which picture was seen when.
"""

from __future__ import annotations

import json
import os
import signal
import time
from itertools import pairwise
from pathlib import Path

import pytest

from player.supervise import resident
from tests.support.films import film, number_in
from tests.support.fixtures import display_of
from tests.support.player import Program, descendants, nearest, picture, playing
from tests.support.xvfb import Capture, Recorder, Xvfb

pytestmark = pytest.mark.timeout(240)

SIZE = 640, 360
RATE = 25


Sight = tuple[int, tuple[int, int, int]]
"""The number of the picture, and a pixel of its coloured half."""


def sight(seen: Capture) -> Sight:
    time.sleep(0.004)  # a recorder that looks all the time would take the processor that decodes
    return number(seen), seen.pixel(SIZE[0] // 2, SIZE[1] * 7 // 8)


def changes_in(recorder: Recorder[Sight]) -> list[tuple[float, int]]:
    """When each number came."""
    seen = [(at, found) for at, (found, _) in recorder.seen]
    return [seen[0], *((at, after) for (_, before), (at, after) in pairwise(seen) if after != before)]


def never_black(recorder: Recorder[Sight]) -> bool:
    return not [pixel for _, (_, pixel) in recorder.seen if max(pixel) < 30]


def number(seen: Capture) -> int:
    return number_in(seen.pixels, seen.width, box=(0, 0, *SIZE))


glass = display_of(*SIZE)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "节目"
    folder.mkdir()
    return folder


def until_moving(program: Program) -> None:
    """The film is on and moves: three pictures, one after the other."""
    seen: list[int] = []

    def moves() -> bool:
        assert program.display is not None
        found = number(program.display.capture())
        if not seen or seen[-1] != found:
            seen.append(found)
        return len(seen) > 5 and all(0 < after - before < 4 for before, after in pairwise(seen[-4:]))

    program.until(moves, seconds=60)


def film_parts(program: Program) -> list[int]:
    """The processes that decode into the ring: the worker, then its children. A painter has FFmpeg too, for stills."""
    assert program.process is not None
    found = []
    for pid in descendants(program.process.pid):
        try:
            maps = Path(f"/proc/{pid}/maps").read_text()
        except OSError:
            continue
        if "libavcodec" in maps and "memfd:qingbo-film" in maps:
            found.append(pid)
    return found


def size_of(pid: int) -> int:
    """Bytes of memory that the process takes."""
    size = resident(pid)
    assert size is not None
    return size


def showings(cache: Path) -> list[dict[str, object]]:
    lines = [line for path in sorted((cache / "journal").glob("*.jsonl")) for line in path.read_text().splitlines()]
    return [record for line in lines if (record := json.loads(line))["type"] == "showing"]


def test_a_film_alone_goes_round_without_a_gap(glass: Xvfb, place: Path, cache: Path) -> None:
    """No picture is left out at the end of a round, and none stands longer there than anywhere else."""
    film(place / "片.mp4", size=SIZE, count=50, rate=RATE)
    with playing(glass, place, cache) as program:
        until_moving(program)
        with Recorder(glass, sight) as recorder:
            time.sleep(9)
    changes = changes_in(recorder)[1:-1]
    steps = [(before, after, until - at) for (at, before), (until, after) in pairwise(changes)]
    right = [after == (before + 1) % 50 for before, after, _ in steps]
    assert sum(right) >= 0.7 * len(right), steps  # generous, for a busy machine
    seams = [lasted for before, after, lasted in steps if after < before]
    assert len(seams) >= 3
    assert sorted(seams)[len(seams) // 2] < 3 / RATE, seams
    assert never_black(recorder)


def test_a_film_among_slides_begins_at_its_beginning_and_ends_at_its_end(glass: Xvfb, place: Path, cache: Path) -> None:
    """On time, from the first picture to the last, with a fade from the slide before and to the slide after."""
    film(place / "1.mp4", size=SIZE, count=150, rate=RATE)
    picture(place / "2[4秒].png", "violet")
    with playing(glass, place, cache) as program:
        until_moving(program)
        with Recorder(glass, sight) as recorder:
            time.sleep(20)
        rules = program.timeline()
        assert rules.snapshot.slides()[0].dwell == 6_000
        assert program.stop() == 0
    changes = changes_in(recorder)
    pictures = [found for _, found in changes if 20 <= found < 150]
    rounds = [index for index, (before, after) in enumerate(pairwise(pictures), 1) if after < before - 50]
    whole = pictures[rounds[0] : rounds[1]] if len(rounds) > 1 else pictures[rounds[0] :]
    assert whole == sorted(whole)
    assert len(set(whole)) > 0.6 * 130, "generous, for a busy machine"
    assert never_black(recorder)
    films = [record for record in showings(cache) if record["kind"] == "video"][1:-1]
    assert films
    assert all(record["status"] == "success" for record in films), films
    assert all(abs(int(str(record["duration"])) - 6_000) < 700 for record in films), films


def test_by_a_clock_that_runs_four_times_as_fast_so_does_the_film(glass: Xvfb, place: Path, cache: Path) -> None:
    """Each picture is the one of its instant: five a second of the film are twenty on the glass, from the cue's start on."""
    film(place / "1.mp4", size=SIZE, count=160, rate=5)
    picture(place / "2[8秒].png", "violet")
    with playing(glass, place, cache, "--now", "2026-07-04T10:00:00", "--rate", "4") as program:
        until_moving(program)
        with Recorder(glass, sight) as recorder:
            time.sleep(22)
    changes = changes_in(recorder)
    starts = [index for index, (before, after) in enumerate(pairwise(changes), 1) if after[1] < before[1] - 50]
    assert starts, "it comes round every ten seconds"
    begun, ended = starts[0], starts[1] if len(starts) > 1 else len(changes)
    seen = [(at, found) for at, found in changes[begun:ended] if 10 <= found < 150]
    assert len(seen) > 90, "of 140; generous, for a busy machine"
    late = sorted(at - found / 20 for at, found in seen)
    assert late[-1] - late[0] < 1.0, "at the film's own speed they would lie 21 s apart"
    other = max(at for at, (_, pixel) in recorder.seen if at < seen[0][0] and nearest(pixel) == "violet")
    assert abs(late[len(late) // 2] - other) < 1.0, "the film begins with its cue"
    assert never_black(recorder)


@pytest.mark.fault(17)
def test_a_decoder_that_dies_leaves_the_still_and_the_player_plays_on(glass: Xvfb, place: Path, cache: Path) -> None:
    """Killed once: the first picture stands for the rest of the cue, then it is tried again; killed twice: it is set aside."""
    film(place / "1.mp4", size=SIZE, count=200, rate=RATE)
    picture(place / "2[4秒].png", "violet")
    with playing(glass, place, cache) as program:
        until_moving(program)
        for deaths in (1, 2):
            for child in film_parts(program)[1:]:
                os.kill(child, signal.SIGKILL)
            program.until(lambda: number(glass.capture()) == 0)
            program.until_colour("violet")
            if deaths == 1:
                until_moving(program)
        assert program.said().count("视频放不出来") == 1, "said once"
        program.until(lambda: "set aside" in program.said() or "已隔离" in program.said())
        program.until(lambda: number(glass.capture()) == 0)
        assert film_parts(program)[1:] == []
        program.until_colour("violet")


def test_a_glass_that_is_started_again_goes_on_where_it_should_be(glass: Xvfb, place: Path, cache: Path) -> None:
    """The picture follows from the cue and the time: after a kill as before it."""
    film(place / "1.mp4", size=SIZE, count=1500, rate=RATE)
    with playing(glass, place, cache) as program:
        until_moving(program)
        before = number(glass.capture()), time.monotonic()
        victim = program.part("glass")
        assert victim is not None
        os.kill(victim, signal.SIGKILL)
        time.sleep(1.5)
        until_moving(program)
        passed = (time.monotonic() - before[1]) * RATE
        assert abs((number(glass.capture()) - before[0]) - passed) < 10


def test_the_worker_is_there_for_films_alone(glass: Xvfb, place: Path, cache: Path) -> None:
    """A folder of pictures starts no film process; when one starts it is in a sandbox with nothing but its film open."""
    picture(place / "1[5秒].png", "red")
    with playing(glass, place, cache) as program:
        program.until_colour("red")
        assert film_parts(program) == []
        film(place / "2.mp4", size=SIZE, count=200, rate=RATE)
        until_moving(program)
        *_, child = film_parts(program)
        status = Path(f"/proc/{child}/status").read_text()
        assert "Seccomp:\t2" in status
        links = {str(name.readlink()) for name in Path(f"/proc/{child}/fd").iterdir()}
        assert len([path for path in links if path.startswith(str(cache / "objects"))]) == 1
        assert not [path for path in links if path.startswith("socket:")]


def test_films_in_two_zones_move_side_by_side(glass: Xvfb, place: Path, cache: Path) -> None:
    """The slides and a part of the layout each have a film: both move, each in its place."""
    film(place / "左.mp4", size=(320, 180), count=200, rate=RATE)
    film(place / "右.mp4", size=(180, 320), count=200, rate=RATE)
    text = "zones:\n  布局:\n    主区: 70%\n    右边:\n      宽: 30%\n      页面:\n        - video: 右.mp4\nslides:\n  - video: 左.mp4\n"
    (place / "单.yaml").write_text(text, "utf-8")
    with playing(glass, place, cache) as program:
        left: set[tuple[int, int, int]] = set()
        right: set[tuple[int, int, int]] = set()

        def both_move() -> bool:
            seen = glass.capture()
            left.add(seen.pixel(200, 230))
            right.add(seen.pixel(550, 270))
            return min(len(left), len(right)) > 2

        program.until(lambda: len(program.timeline().snapshot.slides()) > 0 if (cache / "current").exists() else False)
        time.sleep(8)
        left.clear()
        right.clear()
        program.until(both_move)
        assert len(film_parts(program)) == 3, "the worker and a child for each"


@pytest.mark.nightly
@pytest.mark.timeout(400)
@pytest.mark.fault(27)
def test_memory_stays_as_it_is_over_five_hundred_rounds(glass: Xvfb, place: Path, cache: Path) -> None:
    """A film of half a second goes round for more than four minutes: neither the glass nor the decoder grows."""
    film(place / "片.mp4", size=SIZE, count=12, rate=RATE)
    with playing(glass, place, cache) as program:
        until_moving(program)
        time.sleep(15)
        glass_part = program.part("glass")
        assert glass_part is not None
        before = size_of(glass_part), size_of(film_parts(program)[-1])
        time.sleep(500 * 12 / RATE)
        after = size_of(glass_part), size_of(film_parts(program)[-1])
    assert all(now - then < 2 << 20 for then, now in zip(before, after, strict=True)), (before, after)

"""Films that are heard: the real player on a virtual display, and what came out of its loudspeaker, which SDL writes to a file.

The films bear their numbers and have a burst of sound at each second, so a recording of the window and that of the loudspeaker
say together how far sound and picture are apart.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Self

import pytest

from player.supervise import resident
from tests.support.films import number_in
from tests.support.player import Program, picture, playing
from tests.support.sounds import RATE, bursts, left, sounding, sounds_in, steepest, step_of, tone
from tests.support.xvfb import Capture, Recorder, Xvfb

pytestmark = pytest.mark.timeout(240)

SIZE = 640, 360
FPS = 25


@pytest.fixture
def glass() -> Iterator[Xvfb]:
    with Xvfb(*SIZE) as one:
        yield one


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "节目"
    folder.mkdir()
    return folder


class Ear:
    """What the loudspeaker plays, from now to the end of `with`, and when: SDL writes it to the file as a device would take it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sizes: list[tuple[int, float]] = []
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._first, self._last = 0, 0

    def __enter__(self) -> Self:
        self._first = self._size()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
        self._last = self._size()

    @property
    def heard(self) -> array[int]:
        return left(self._path.read_bytes()[self._first : self._last]) if self._path.exists() else array("h")

    def at(self, sample: int) -> float:
        """When that sample of what was heard came out, on `time.perf_counter`."""
        size = self._first + sample * 4
        index = min(len(self._sizes) - 1, bisect_right(self._sizes, (size, 1e18)))
        after, at = self._sizes[index]
        return at - (after - size) / 4 / RATE

    def _size(self) -> int:
        return self._path.stat().st_size // 4 * 4 if self._path.exists() else 0

    def _listen(self) -> None:
        while not self._done.wait(0.004):
            size = self._size()
            if not self._sizes or size > self._sizes[-1][0]:
                self._sizes.append((size, time.perf_counter()))


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the loudspeaker writes."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(tmp_path / "heard.raw"))
    return tmp_path / "heard.raw"


def number(seen: Capture) -> int:
    time.sleep(0.004)
    return number_in(seen.pixels, seen.width, box=(0, 0, *SIZE))


def size_of(out: Path) -> int:
    return out.stat().st_size if out.exists() else 0


def until_heard(program: Program, out: Path) -> None:
    """Sound comes out at this moment."""

    def sounds() -> bool:
        before = size_of(out)
        time.sleep(0.3)
        data = out.read_bytes()[before:] if out.exists() else b""
        return bool(sounds_in(left(data)))

    program.until(sounds, seconds=60)


def goes_on(out: Path) -> bool:
    """Whether there was sound for the whole of the last second."""
    heard = left(out.read_bytes()[-RATE * 4 :])
    return [1 for begins, ends in sounds_in(heard) if ends - begins > 0.95 * RATE] == [1]


def apart(ear: Ear, recorder: Recorder[int], *, length: int) -> list[float]:
    """By how many seconds each burst came after the picture to which it belongs."""
    seen = recorder.seen
    changes = [at for (_, before), (at, after) in pairwise(seen) if before != after and after % length % FPS == 0]
    found = []
    for begins, _ in sounds_in(ear.heard)[1:-1]:
        at = ear.at(begins)
        found.append(min((at - change for change in changes), key=abs))
    return found


@pytest.mark.fault(24, 25)
def test_sound_and_picture_go_together_and_the_sound_ends_with_the_picture(
    glass: Xvfb, place: Path, cache: Path, out: Path
) -> None:
    """Round after round without a gap or a click; silence where the glass was killed, and sound again with its next picture; a speaker that was killed comes back."""
    sounding(place / "片.mp4", bursts(1_000), size=SIZE, count=75)
    (place / "playlist.yaml").write_text("声音: 开\n", "utf-8")
    with playing(glass, place, cache) as program:
        until_heard(program, out)
        with Recorder(glass, number) as recorder, Ear(out) as ear:
            time.sleep(6)
        heard = ear.heard
        stretches = sounds_in(heard)[1:-1]
        assert 3 <= len(stretches) <= 6
        assert all(0.08 < (ends - begins) / RATE < 0.14 for begins, ends in stretches), stretches
        assert all(abs((after[0] - before[0]) / RATE - 1) < 0.06 for before, after in pairwise(stretches)), stretches  # fmt: skip
        assert steepest(heard) < 1.6 * step_of(1_000)
        offs = apart(ear, recorder, length=75)
        assert abs(median(offs)) < 0.08, offs
        assert max(abs(off) for off in offs) < 0.2, "generous, for a busy machine"

        speaker, shown = program.part("speaker"), program.part("glass")
        assert speaker is not None
        assert shown is not None
        sounding(place / "片.mp4", tone(500), size=SIZE, count=75)
        program.until(lambda: goes_on(out))
        with Ear(out) as ear:
            time.sleep(0.5)
            os.kill(shown, signal.SIGSTOP)
            stopped = time.perf_counter()
            time.sleep(1.2)
            os.kill(shown, signal.SIGKILL)
            time.sleep(1.0)
            until_heard(program, out)
        first, *others = sounds_in(ear.heard)
        assert ear.at(first[1]) - stopped < 0.5 + 0.1, (
            "there is silence within half a second; the rest is this machine's"
        )
        assert others, "and sound again"
        assert steepest(ear.heard) < 1.7 * step_of(500)
        assert program.part("speaker") == speaker

        out.write_bytes(b"")
        os.kill(speaker, signal.SIGKILL)
        program.until(lambda: program.part("speaker") not in (None, speaker), seconds=30)
        until_heard(program, out)
        assert "Traceback" not in program.said()


def test_sound_begins_and_ends_with_its_cue(glass: Xvfb, place: Path, cache: Path, out: Path) -> None:
    """Among slides: as long as the film, and silence while others are on, films that say nothing of sound among them."""
    sounding(place / "响.mp4", tone(500), size=SIZE, count=150)
    sounding(place / "静.mp4", tone(800), size=SIZE, count=150)
    picture(place / "图.png", "violet")
    text = (
        "slides:\n  - video: 响.mp4\n    声音: 开\n  - image: 图.png\n    停留: 2秒\n  - video: 静.mp4\n    停留: 4秒\n"
    )
    (place / "单.yaml").write_text(text, "utf-8")
    with playing(glass, place, cache) as program:
        program.until(lambda: size_of(out) > 0, seconds=60)
        with Ear(out) as ear:
            time.sleep(22)
    heard = ear.heard
    edges = [0, *(edge for stretch in sounds_in(heard) for edge in stretch), len(heard)]
    whole = [
        (begins, ends)
        for before, begins, ends, after in zip(edges[::2], edges[1::2], edges[2::2], edges[3::2], strict=False)
        if begins - before > 3 * RATE and after - ends > RATE // 10
    ]
    assert whole, "at least one from its beginning to its end"
    for begins, ends in whole:
        assert 5.6 < ear.at(ends) - ear.at(begins) < 6.15
    assert steepest(heard) < 1.6 * step_of(500)


@pytest.mark.fault(24)
def test_without_sound_to_play_nobody_speaks_and_without_a_device_the_picture_moves_on(
    glass: Xvfb, place: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A film that says nothing starts no speaker. Then it says sound, and there is no device: said once, told to staff, and the film moves."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "nonsense")
    sounding(place / "片.mp4", tone(500), size=SIZE, count=150)
    with playing(glass, place, cache) as program:
        seen: set[int] = set()

        def moves() -> bool:
            seen.add(number(glass.capture()))
            return len(seen) > 10

        program.until(moves, seconds=60)
        assert program.part("speaker") is None
        (place / "playlist.yaml").write_text("声音: 60%\n", "utf-8")
        program.until(lambda: "没有声音" in program.said(), seconds=60)
        program.until(
            lambda: any("sound-no-device" in page.read_text("utf-8") for page in (place / "状态").glob("*.json"))
        )
        with Recorder(glass, number) as recorder:
            time.sleep(4)
        assert len({found for _, found in recorder.seen}) > 0.5 * 4 * FPS, "generous, for a busy machine"
        assert program.said().count("没有声音") == 1


@pytest.mark.nightly
@pytest.mark.skipif(not os.environ.get("QINGBO_NIGHTLY"), reason="five minutes")
@pytest.mark.timeout(500)
@pytest.mark.fault(27)
def test_memory_stays_as_it_is_over_many_rounds(glass: Xvfb, place: Path, cache: Path, out: Path) -> None:
    sounding(place / "片.mp4", tone(500), size=SIZE, count=12)
    (place / "playlist.yaml").write_text("声音: 开\n", "utf-8")
    with playing(glass, place, cache) as program:
        until_heard(program, out)
        time.sleep(15)
        parts = [program.part(name) for name in ("glass", "speaker")]
        before = [resident(part) for part in parts if part is not None]
        time.sleep(250)
        after = [resident(part) for part in parts if part is not None]
    assert len(after) == 2
    assert all(now is not None and then is not None and now - then < 3 << 20 for then, now in zip(before, after, strict=True)), (before, after)  # fmt: skip

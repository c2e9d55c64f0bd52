"""The decoder of sound: rounds as long as the film, and pictures that go on whatever becomes of their sound."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from player.model.sound import FRAME, RATE
from player.model.units import Digest, Millis
from player.picture.film import Tape
from player.prepare import film_worker
from player.prepare.film_ring import Memory, Reader, Reel
from player.prepare.film_sound import round_of
from player.prepare.film_worker import SOUND_TRIES, Desk, Worker
from player.prepare.sound_ring import CAPACITY, SoundReader
from tests.support.sounds import left, sounding, sounds_in, steepest, step_of, tone


def reel(number: int, name: str, *, length: int = 2_000, lead: int = 0, begin: int = 0) -> Reel:
    return Reel(number, Digest(name), 160, 90, Millis(length), Millis(lead), Millis(begin), sound=True)


def a_round(path: Path, wanted: Reel, first: int = 0) -> bytes:
    with path.open("rb") as file, Tape(file.fileno()) as tape:
        return b"".join(piece for piece, _ in round_of(tape, wanted, first))


@pytest.mark.parametrize("lasting", [0.5, 1.9, 2.0, 2.7])
@pytest.mark.parametrize("sampled", [48_000, 44_100])
def test_a_round_is_exactly_as_long_as_the_film(tmp_path: Path, lasting: float, sampled: int) -> None:
    """What the sound has beyond that is cut, what it lacks is silence; wherever it is taken up, and at any rate of samples."""
    path = sounding(tmp_path / "a.mp4", tone(480), size=(160, 90), lasting=lasting, sampled=sampled)
    for first in (0, 1, 30_000, 95_999):
        assert len(a_round(path, reel(1, "a.mp4"), first)) == (96_000 - first) * FRAME
    (heard,) = sounds_in(left(a_round(path, reel(1, "a.mp4"))))
    assert heard[0] < RATE // 20
    assert abs(heard[1] - min(2.0, lasting) * RATE) < RATE // 20


def test_what_is_left_out_at_the_beginning_of_a_film_is_left_out_of_its_sound(tmp_path: Path) -> None:
    path = sounding(tmp_path / "a.mp4", lambda at: tone(480)(at) if at > 1 else 0.0, size=(160, 90))
    (heard,) = sounds_in(left(a_round(path, reel(1, "a.mp4", length=1_500, lead=500))))
    assert abs(heard[0] - RATE // 2) < RATE // 20


class Projector:
    """A worker with its ring, and the end of the glass and of the speaker."""

    def __init__(self, folder: Path) -> None:
        self.memory = Memory().map()
        self.told: list[dict[str, Any]] = []
        self.worker = Worker(Desk(self.memory, lambda digest: folder / digest), self.told.append)
        self.sounds = SoundReader(self.memory)

    def until(self, happened: Callable[[], object], seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not happened():
            self.worker.look(time.monotonic())
            assert time.monotonic() < end, "it takes too long"
            time.sleep(0.01)

    def heard(self, number: int, first: int, count: int) -> bytes:
        """So many samples, as soon as they are there; the glass goes along."""
        glass = Reader(self.memory, next(run.reel for run in self.worker.runs if run.reel.number == number))
        found = b""
        while len(found) < count * FRAME:
            at = first + len(found) // FRAME
            glass.picture(at * 1000 / RATE)
            self.until(lambda at=at: self.sounds.samples(number, at, RATE // 10) is not None)  # type: ignore[misc]
            found += self.sounds.samples(number, at, RATE // 10) or b""
        glass.close()
        return found[: count * FRAME]


@pytest.fixture
def projector(tmp_path: Path) -> Iterator[Projector]:
    with projecting(tmp_path) as one:
        yield one


@contextmanager
def projecting(folder: Path) -> Iterator[Projector]:
    one = Projector(folder)
    try:
        yield one
    finally:
        one.worker.want(())


def test_rounds_follow_each_other_without_a_gap_or_a_click(projector: Projector, tmp_path: Path) -> None:
    """A tone that fills the film goes on through six rounds; one that does not meet itself at the edge is bent there."""
    sounding(tmp_path / "even.mp4", tone(500), size=(160, 90), count=25)
    sounding(tmp_path / "odd.mp4", tone(333.3), size=(160, 90), count=25, lasting=1.5)
    for number, name in ((1, "even.mp4"), (2, "odd.mp4")):
        projector.worker.want([reel(number, name, length=1_000)])
        heard = left(projector.heard(number, 0, 6 * RATE))
        assert steepest(heard) < 1.3 * step_of(500)
        ((begins, ends),) = sounds_in(heard, pause=0.03)
        assert begins < RATE // 20
        assert ends > 6 * RATE - RATE // 20


def test_it_is_taken_up_in_the_middle_and_jumps_to_where_the_glass_is(projector: Projector, tmp_path: Path) -> None:
    path = sounding(tmp_path / "a.mp4", lambda at: tone(500)(at) if at > 1 else 0.0, size=(160, 90))
    projector.worker.want([reel(1, "a.mp4", begin=3_500)])
    projector.until(lambda: projector.sounds.samples(1, 4 * RATE - 100, 100) is not None)
    assert projector.sounds.samples(1, 4 * RATE - 100, 100) == a_round(path, reel(1, "a.mp4"))[-100 * FRAME :]
    far = 60 * RATE + RATE // 2
    assert not sounds_in(left(projector.heard(1, far, RATE // 4)))
    assert sounds_in(left(projector.heard(1, far + RATE, RATE // 4)))


def test_a_film_that_is_silent_has_no_decoder_of_sound(projector: Projector, tmp_path: Path) -> None:
    sounding(tmp_path / "a.mp4", tone(500), size=(160, 90))
    projector.worker.want([Reel(1, Digest("a.mp4"), 160, 90, Millis(2_000))])
    (run,) = projector.worker.runs
    assert (run.sound, run.sound_child) == (None, 0)
    time.sleep(0.3)
    assert projector.sounds.samples(1, 0, 1) is None


def test_the_child_is_in_the_sandbox_with_nothing_but_its_film(projector: Projector, tmp_path: Path) -> None:
    sounding(tmp_path / "a.mp4", tone(500), size=(160, 90))
    projector.worker.want([reel(1, "a.mp4")])
    projector.heard(1, 0, 1)
    (run,) = projector.worker.runs
    assert "Seccomp:\t2" in Path(f"/proc/{run.sound_child}/status").read_text()
    opened = [str(name.readlink()) for name in Path(f"/proc/{run.sound_child}/fd").iterdir()]
    assert {path for path in opened if path != "/dev/null"} == {str(tmp_path / "a.mp4")}


@pytest.mark.fault(17)
def test_pictures_go_on_when_the_decoder_of_sound_dies(
    projector: Projector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed or hanging: the film has no strike, its pictures come, and after two deaths it is not tried again."""
    monkeypatch.setattr(film_worker, "HANGS", 1.0)
    sounding(tmp_path / "a.mp4", tone(500), size=(160, 90))
    for number, by in zip(range(1, SOUND_TRIES + 1), (signal.SIGKILL, signal.SIGSTOP), strict=True):
        projector.worker.want([reel(number, "a.mp4")])
        (run,) = projector.worker.runs
        os.kill(run.sound_child, by)
        projector.until(lambda number=number: [told["number"] for told in projector.told] == list(range(1, number + 1)))  # type: ignore[misc]
        assert set(projector.told[-1]) == {"number", "silent"}
        assert (run.child > 0, run.sound_child) == (True, 0)
        glass = Reader(projector.memory, run.reel)
        projector.until(lambda glass=glass: (glass.picture(3_000.0) or (0, 0.0))[1] > 2_900)  # type: ignore[misc]
        glass.close()
    projector.worker.want([reel(9, "a.mp4")])
    assert projector.worker.runs[0].sound is None


@pytest.mark.fault(16)
def test_a_damaged_sound_track_is_silence_in_a_film_that_moves(projector: Projector, tmp_path: Path) -> None:
    """The bytes of its sound are noise: pictures come in their turn, and nothing dies."""
    path = sounding(tmp_path / "a.mp4", tone(500), size=(160, 90), count=100)
    data = bytearray(path.read_bytes())
    import av

    with av.open(str(path)) as file:
        sound = file.streams.audio[0]
        for packet in file.demux(sound):
            if packet.pos is not None and packet.size and packet.pos > 0:
                data[packet.pos : packet.pos + packet.size] = os.urandom(packet.size)
    path.write_bytes(data)
    wanted = reel(1, "a.mp4", length=4_000)
    projector.worker.want([wanted])
    glass = Reader(projector.memory, wanted)
    for position in range(0, 9_000, 500):
        projector.until(lambda at=position: (glass.picture(at) or (0, -1.0))[1] > at - 100)  # type: ignore[misc]
    glass.close()
    projector.heard(1, 9 * RATE, CAPACITY // 2)
    assert projector.told == []

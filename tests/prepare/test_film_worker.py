"""The film worker: real films, decoded by real children into the ring, and what is done about those that misbehave."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from player.model.canon import encode
from player.model.units import Digest, Millis
from player.prepare import film_worker
from player.prepare.film_ring import Memory, Reader, Reel
from player.prepare.film_worker import Desk, Worker, serve
from player.prepare.strikes import picture_name
from player.roles.quarantine import Quarantine
from tests.support.films import film, number_in

BOX = (0, 0, 160, 120)


class Projector:
    """A worker over a folder of films named by their digest, and the reader's end."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.memory = Memory().map()
        self.strikes = Quarantine(root / "quarantine")
        self.told: list[dict[str, Any]] = []
        self.desk = Desk(self.memory, lambda digest: root / digest, self.strikes)
        self.worker = Worker(self.desk, self.told.append)

    def reel(self, number: int, name: str, *, length: int = 1000, begin: int = 0) -> Reel:
        return Reel(number, Digest(name), 160, 120, Millis(length), begin=Millis(begin))

    def until(self, happened: Callable[[], object], seconds: float = 30.0) -> None:
        deadline = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < deadline, self.told
            self.worker.look(time.monotonic())
            time.sleep(0.01)


@pytest.fixture
def projector(tmp_path: Path) -> Iterator[Projector]:
    made = Projector(tmp_path)
    yield made
    made.worker.want(())


def seen(reader: Reader, position: float) -> int | None:
    found = reader.picture(position)
    return None if found is None else number_in(found[2], 160, box=BOX)


def test_a_reel_plays_round_and_round_without_a_gap(projector: Projector, tmp_path: Path) -> None:
    """The picture at t ms is number t / 33.3 of the film, in the second round as in the first; nothing is left out."""
    film(tmp_path / "a.mp4", count=30)
    reel = projector.reel(1, "a.mp4")
    reader = Reader(projector.memory, reel)
    projector.worker.want([reel])
    for step in range(75):
        position = step * 1000 / 30 + 1
        projector.until(lambda at=position: reader.picture(at) is not None and reader.picture(at)[1] > at - 34)  # type: ignore[index, misc]
        assert seen(reader, position) == step % 30


def test_a_reel_stands_by_on_its_first_pictures(projector: Projector, tmp_path: Path) -> None:
    """Before its cue it fills its track and waits; then its pictures are there at once."""
    film(tmp_path / "a.mp4", count=30)
    reel = projector.reel(1, "a.mp4")
    reader = Reader(projector.memory, reel)
    projector.worker.want([reel])
    projector.until(lambda: projector.worker.runs[0].writer.has_room is False)
    time.sleep(0.2)
    assert seen(reader, 0) == 0
    assert seen(reader, 100) == 3


def test_a_reel_is_taken_up_in_the_middle_of_any_round(projector: Projector, tmp_path: Path) -> None:
    film(tmp_path / "a.mp4", count=30)
    reel = projector.reel(1, "a.mp4", begin=2500)
    reader = Reader(projector.memory, reel)
    projector.worker.want([reel])
    projector.until(lambda: reader.is_ready)
    assert seen(reader, 2500) == 15


def test_two_reels_at_once_and_the_next_on_the_track_that_is_free(projector: Projector, tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        film(tmp_path / name, count=30)
    reels = [projector.reel(n, "ab"[n % 2] + ".mp4") for n in range(1, 6)]
    for now, coming in pairwise(reels):
        projector.worker.want([now, coming])
        for each in (now, coming):
            reader = Reader(projector.memory, each)
            projector.until(lambda reader=reader: reader.is_ready)  # type: ignore[misc]
    assert {run.reel.number for run in projector.worker.runs} == {4, 5}


def test_a_decoder_that_is_behind_leaves_out_what_nobody_sees(projector: Projector, tmp_path: Path) -> None:
    """However far the glass has gone on meanwhile, the decoder is where it is soon after: it jumps."""
    film(tmp_path / "a.mp4", count=300, every_key=30)
    reel = projector.reel(1, "a.mp4", length=10_000)
    reader = Reader(projector.memory, reel)
    projector.worker.want([reel])
    projector.until(lambda: reader.is_ready)
    goal = 9_000.0
    projector.until(lambda: reader.picture(goal) is not None and reader.picture(goal)[1] > goal - 150)  # type: ignore[index]
    found = seen(reader, goal)
    assert found is not None
    assert abs(found - 270) <= 5


@pytest.mark.fault(17)
def test_a_decoder_that_dies_is_told_and_at_the_second_time_held(projector: Projector, tmp_path: Path) -> None:
    film(tmp_path / "a.mp4", count=30)
    for number in (1, 2):
        projector.worker.want([projector.reel(number, "a.mp4")])
        os.kill(projector.worker.runs[0].child, signal.SIGKILL)
        projector.until(lambda number=number: [told["number"] for told in projector.told] == list(range(1, number + 1)))  # type: ignore[misc]
    assert projector.strikes.cause(picture_name(Digest("a.mp4"))) is not None
    projector.worker.want([projector.reel(3, "a.mp4")])
    assert not projector.worker.runs
    assert projector.told[-1] == {"number": 3, "error": "in quarantine"}


@pytest.mark.control(17)
def test_without_strikes_a_deadly_film_kills_for_ever(tmp_path: Path) -> None:
    film(tmp_path / "a.mp4", count=30)
    told: list[dict[str, Any]] = []
    worker = Worker(Desk(Memory().map(), lambda digest: tmp_path / digest), told.append)
    for number in range(1, 5):
        worker.want([Reel(number, Digest("a.mp4"), 160, 120, Millis(1000))])
        assert worker.runs, "it is tried again and again"
        os.kill(worker.runs[0].child, signal.SIGKILL)
        while len(told) < number:
            worker.look(time.monotonic())


@pytest.mark.fault(18)
def test_a_decoder_that_hangs_is_killed(projector: Projector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(film_worker, "HANGS", 0.5)
    film(tmp_path / "a.mp4", count=30)
    projector.worker.want([projector.reel(1, "a.mp4")])
    os.kill(projector.worker.runs[0].child, signal.SIGSTOP)
    projector.until(lambda: projector.told)
    assert not projector.worker.runs
    assert projector.strikes.struck(picture_name(Digest("a.mp4")))


@pytest.mark.control(18)
def test_a_decoder_that_hangs_and_is_waited_for_holds_its_film_for_ever(
    projector: Projector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film_worker, "HANGS", 1e9)
    film(tmp_path / "a.mp4", count=30)
    projector.worker.want([projector.reel(1, "a.mp4")])
    os.kill(projector.worker.runs[0].child, signal.SIGSTOP)
    with pytest.raises(AssertionError):
        projector.until(lambda: projector.told, seconds=3.0)
    assert projector.worker.runs


def test_a_film_that_went_well_has_its_strike_forgiven(projector: Projector, tmp_path: Path) -> None:
    film(tmp_path / "a.mp4", count=30)
    projector.strikes.strike(picture_name(Digest("a.mp4")), film_worker._cause(-9, film_worker.LIMITS))
    reel = projector.reel(1, "a.mp4")
    reader = Reader(projector.memory, reel)
    projector.worker.want([reel])
    projector.until(lambda: seen(reader, 500) == 15)
    projector.worker.want([])
    assert not projector.strikes.struck(picture_name(Digest("a.mp4")))


def test_what_is_not_there_and_what_is_no_film_is_told(projector: Projector, tmp_path: Path) -> None:
    (tmp_path / "b.mp4").write_bytes(b"nothing of the sort")
    projector.worker.want([projector.reel(1, "a.mp4"), projector.reel(2, "b.mp4")])
    projector.until(lambda: len(projector.told) == 2)
    assert {told["number"] for told in projector.told} == {1, 2}


@contextmanager
def served(desk: Desk, idle: float) -> Iterator[tuple[Connection, threading.Thread]]:
    glass, worker = Pipe()
    thread = threading.Thread(target=serve, args=(worker, desk), kwargs={"idle": idle})
    thread.start()
    yield glass, thread
    glass.close()
    thread.join()


def test_it_serves_a_link_and_ends_when_nothing_is_wanted(projector: Projector, tmp_path: Path) -> None:
    film(tmp_path / "a.mp4", count=30)
    reel = projector.reel(1, "a.mp4")
    reader = Reader(projector.memory, reel)
    with served(projector.desk, idle=0.3) as (link, thread):
        link.send_bytes(json.dumps({"reels": [encode(reel)]}).encode())
        projector.until(lambda: reader.is_ready)
        link.send_bytes(json.dumps({"reels": []}).encode())
        thread.join(20)
        assert not thread.is_alive()


def test_where_there_is_no_fork_a_thread_decodes(
    projector: Projector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film_worker, "CAN_FORK", False)
    film(tmp_path / "a.mp4", count=30)
    reel = projector.reel(1, "a.mp4")
    reader = Reader(projector.memory, reel)
    projector.worker.want([reel])
    projector.until(lambda: seen(reader, 500) == 15)
    run = projector.worker.runs[0]
    projector.worker.want([])
    assert run.stopped.is_set()


def test_the_child_can_open_nothing(projector: Projector, tmp_path: Path) -> None:
    """The sandbox is closed: no descriptor but the film's, no other file, as the kernel itself says of the child."""
    film(tmp_path / "a.mp4", count=30)
    reel = projector.reel(1, "a.mp4")
    projector.worker.want([reel])
    projector.until(lambda: Reader(projector.memory, reel).is_ready)
    child = projector.worker.runs[0].child
    open_files = {str(name.readlink()) for name in Path(f"/proc/{child}/fd").iterdir()}
    assert {path for path in open_files if not path.startswith(("/dev/null", "anon_inode"))} == {
        str(tmp_path / "a.mp4")
    }
    status = Path(f"/proc/{child}/status").read_text()
    assert "Seccomp:\t2" in status
    assert "NoNewPrivs:\t1" in status

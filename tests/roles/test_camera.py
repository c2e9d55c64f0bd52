"""The glass's camera: the first showing of each slide on a day, never in the way, never more than the disk can spare."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from player.director import Show
from player.model.content import Slide, Source
from player.model.order import Order
from player.model.scene import Cue
from player.model.settings import Panel
from player.model.units import DAY, Digest, Millis
from player.roles import camera
from player.roles.album import develop
from player.roles.camera import AGAIN, AT_ONCE, Camera
from player.slides.card import STANDBY, card
from player.store.screenshots import A_DAY, FOLDER, WAITING, listed
from player.store.space import Space

NOW = Millis(1_783_123_200_000)
"""2026-07-04 08:00 in Shanghai."""

SNAPSHOT = Digest("ab" * 32)


class Pane:
    """A glass of a few pixels that counts how often it is asked for them."""

    size = (8, 4)

    def __init__(self) -> None:
        self.asked = 0

    def screenshot(self) -> bytes:
        self.asked += 1
        return bytes((10, 20, 30, 255)) * 32


def show(number: int, *, card_instead: bool = False) -> Show:
    slide = (
        card(STANDBY, "", "green") if card_instead else Slide(f"s{number}", "slogan", Source("a.yaml", 1), Millis(8000))
    )
    cue = None if card_instead else Cue("main", slide, "a.yaml", NOW, Millis(NOW + 8000))
    order = Order(slide=slide.id, face="", panel=Panel(), key="k", snapshot=None)
    return Show(order, slide, NOW, cue)


@pytest.fixture
def ends() -> tuple[Connection, Connection]:
    return Pipe()


def until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def raws(cache: Path) -> list[Path]:
    folder = cache / FOLDER / WAITING
    return sorted(path for path in folder.iterdir() if path.suffix == ".raw") if folder.is_dir() else []


def see(one: Camera, glass: Pane, number: int, *, at: int = 0, mono: float = 0.0) -> None:
    """The slide comes up, and what is written of it has been written."""
    one.sees(glass, show(number), f"第{number}页", SNAPSHOT, now=Millis(NOW + at), mono=mono)
    writer = one._writer
    if writer is not None:
        writer.join(20)


def test_each_slide_once_a_day_and_somebody_is_called(tmp_path: Path, ends: tuple[Connection, Connection]) -> None:
    link, other = ends
    one, glass = Camera(tmp_path, "hall", "Asia/Shanghai", link), Pane()
    for _ in range(3):
        for number in (1, 2):
            see(one, glass, number)
    assert glass.asked == 2
    assert other.poll(5)
    assert develop(tmp_path) == 2
    see(one, glass, 1, at=DAY)
    assert glass.asked == 3
    develop(tmp_path)
    shots = [kept.shot for kept in listed(tmp_path, date(2026, 7, 4), date(2026, 7, 5))]
    assert [(shot.slide, shot.title, shot.screen, shot.snapshot) for shot in shots] == [
        ("s1", "第1页", "hall", SNAPSHOT), ("s2", "第2页", "hall", SNAPSHOT), ("s1", "第1页", "hall", SNAPSHOT),
    ]  # fmt: skip
    assert (shots[0].width, shots[0].height) == Pane.size


def test_a_glass_that_is_started_again_knows_what_was_taken(
    tmp_path: Path, ends: tuple[Connection, Connection]
) -> None:
    link, _ = ends
    see(Camera(tmp_path, "hall", "Asia/Shanghai", link), Pane(), 1)
    waiting, glass = Camera(tmp_path, "hall", "Asia/Shanghai", link), Pane()
    see(waiting, glass, 1)
    develop(tmp_path)
    made = Camera(tmp_path, "hall", "Asia/Shanghai", link)
    see(made, glass, 1)
    assert glass.asked == 0


def test_nothing_of_cards_and_of_a_trial(tmp_path: Path, ends: tuple[Connection, Connection]) -> None:
    glass = Pane()
    one = Camera(tmp_path, "hall", "Asia/Shanghai", ends[0])
    one.sees(glass, show(1, card_instead=True), "", None, now=NOW, mono=0.0)
    trial = Camera(tmp_path, "hall", "Asia/Shanghai", None)
    see(trial, glass, 1)
    assert glass.asked == 0
    assert not list(tmp_path.iterdir())


def test_a_day_has_its_bound_and_so_has_what_waits(tmp_path: Path, ends: tuple[Connection, Connection]) -> None:
    link, other = ends
    one, glass = Camera(tmp_path, "hall", "Asia/Shanghai", link), Pane()
    for number in range(AT_ONCE + 3):
        see(one, glass, number)
    assert glass.asked == AT_ONCE == len(raws(tmp_path))
    while other.poll():
        other.recv_bytes()
    see(one, glass, 90, mono=AGAIN * 2)
    assert other.poll(5), "who makes none of them is called again, now and then"
    other.recv_bytes()
    see(one, glass, 90, mono=AGAIN * 2 + 1)
    assert not other.poll()
    for number in range(A_DAY + 5):
        develop(tmp_path)
        see(one, glass, number)
    assert glass.asked == A_DAY


def test_nothing_on_a_disk_that_is_nearly_full(
    tmp_path: Path, ends: tuple[Connection, Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, glass = Camera(tmp_path, "hall", "Asia/Shanghai", ends[0]), Pane()
    monkeypatch.setattr(camera, "space", lambda _: Space(size=32_000_000_000, free=100_000_000))
    see(one, glass, 1)
    assert glass.asked == 0
    monkeypatch.setattr(camera, "space", lambda _: Space(size=32_000_000_000, free=10_000_000_000))
    see(one, glass, 1)
    assert glass.asked == 1


def test_a_folder_that_cannot_be_written_costs_the_picture_alone(
    tmp_path: Path, ends: tuple[Connection, Connection]
) -> None:
    (tmp_path / FOLDER).write_bytes(b"a file where the folder should be")
    one, glass = Camera(tmp_path, "hall", "Asia/Shanghai", ends[0]), Pane()
    see(one, glass, 1)
    assert not ends[1].poll()


def test_a_slow_disk_holds_up_nobody(
    tmp_path: Path, ends: tuple[Connection, Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, glass = Camera(tmp_path, "hall", "Asia/Shanghai", ends[0]), Pane()
    monkeypatch.setattr(Path, "mkdir", lambda *_, **__: time.sleep(1.5))
    begun = time.monotonic()
    one.sees(glass, show(1), "", SNAPSHOT, now=NOW, mono=0.0)
    one.sees(glass, show(2), "", SNAPSHOT, now=NOW, mono=0.0)  # and it does not pile up
    assert time.monotonic() - begun < 1.0
    assert glass.asked == 1
    until(lambda: one._writer is not None and not one._writer.is_alive())

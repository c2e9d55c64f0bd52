"""What every glass promises, asked of the window on a virtual display and of its headless twin."""

from __future__ import annotations

import mmap
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from player.model.units import Millis
from player.screen.glass import Event, Glass, Happening
from player.screen.headless import Headless
from player.transitions.table import TRANSITIONS, transition_of
from player.transitions.transition import Transition
from tests.support.frames import BLUE, CELLS, RED, clock, pattern, pixel, plain, sprite

SIZE = (640, 360)
every_transition = pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda each: each.name)


@pytest.fixture(params=["window", "headless"])
def glass(request: pytest.FixtureRequest) -> Iterator[Glass]:
    made: Glass = request.getfixturevalue("window") if request.param == "window" else Headless(SIZE)
    assert made.size == SIZE
    yield made
    made.close()


def seen(glass: Glass) -> bytes:
    """What is on the glass, the unused byte of each pixel as 255."""
    pixels = bytearray(glass.screenshot())
    pixels[3::4] = b"\xff" * (len(pixels) // 4)
    return bytes(pixels)


def at(glass: Glass, x: int, y: int) -> bytes:
    return seen(glass)[(y * SIZE[0] + x) * 4 :][:4]


def drain(glass: Glass) -> None:
    while glass.wait(0.05):
        pass


def test_a_frame_is_shown_to_the_pixel(glass: Glass) -> None:
    frame = pattern(*SIZE)
    glass.show(frame)
    assert seen(glass) == frame.pixels


def test_digits_stand_in_their_cells_and_nowhere_else(glass: Glass) -> None:
    frame = clock(*SIZE, RED)
    glass.show(frame, "407")
    assert [at(glass, x, y) for x, y in CELLS] == [pixel(sprite(sign)) for sign in "407"]
    assert seen(glass).count(pixel(RED)) == SIZE[0] * SIZE[1] - 3 * 10 * 14


def test_a_sign_without_a_sprite_leaves_the_frame(glass: Glass) -> None:
    glass.show(clock(*SIZE, RED), "4?")
    assert [at(glass, x, y) for x, y in CELLS] == [pixel(sprite("4")), pixel(RED), pixel(RED)]


def test_a_tick_draws_what_changed(glass: Glass) -> None:
    """After any tick the glass is as if the frame had been shown with the new text."""
    frame = clock(*SIZE, RED)
    glass.show(frame, "100")
    before = glass.presented
    for old, new, drawn in (("100", "099", 3), ("099", "098", 1), ("098", "098", 0), ("098", "0", 2), ("0", None, 1)):
        assert glass.tick(frame, old, new) == drawn
        ticked = seen(glass)
        glass.tick(frame, None, new)
        assert seen(glass) == ticked
    glass.show(frame, None)
    assert seen(glass) == ticked == frame.pixels
    assert glass.presented > before


@every_transition
def test_a_transition_ends_with_the_new_frame(glass: Glass, transition: Transition) -> None:
    out, into = pattern(*SIZE, 1), clock(*SIZE, BLUE)
    glass.show(out)
    glass.play(out, into, transition, Millis(60), text="123")
    played = seen(glass)
    glass.show(into, "123")
    assert seen(glass) == played


def test_a_transition_takes_its_time_and_a_cut_none(glass: Glass) -> None:
    out, into = plain(*SIZE, RED), plain(*SIZE, BLUE)
    fade, cut = transition_of("fade"), transition_of("cut")
    assert fade is not None
    assert cut is not None
    glass.show(out)
    start = time.perf_counter()
    glass.play(out, into, cut, Millis(500))
    assert time.perf_counter() - start < 0.4
    start = time.perf_counter()
    glass.play(into, out, fade, Millis(300))
    assert 0.3 <= time.perf_counter() - start < 0.6


def test_without_an_old_frame_what_is_seen_gives_way(glass: Glass) -> None:
    glass.show(plain(*SIZE, RED))
    for transition in TRANSITIONS:
        glass.play(None, plain(*SIZE, BLUE), transition, Millis(50))
        assert at(glass, 0, 0) == pixel(BLUE)


def test_a_transition_ends_at_once_when_told_to(glass: Glass) -> None:
    out, into = plain(*SIZE, RED), plain(*SIZE, BLUE)
    push = transition_of("push")
    assert push is not None
    glass.show(out)
    start = time.perf_counter()
    glass.play(out, into, push, Millis(5000), keep_going=lambda: False)
    assert time.perf_counter() - start < 1
    assert seen(glass) == into.pixels


def test_nothing_of_a_frame_is_held(glass: Glass, tmp_path: Path) -> None:
    """When the call has returned, the memory under the frame can be unmapped; the picture stays."""
    path = tmp_path / "frame"
    path.write_bytes(pattern(*SIZE, 5).pixels)
    fade = transition_of("fade")
    assert fade is not None
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    view = memoryview(mapped)
    frame = replace(pattern(*SIZE, 5), pixels=view)
    glass.show(frame)
    glass.play(frame, frame, fade, Millis(40))
    del frame
    view.release()
    mapped.close()
    assert seen(glass) == pattern(*SIZE, 5).pixels


def test_a_frame_of_another_size_is_refused(glass: Glass) -> None:
    with pytest.raises(ValueError, match="100x50 does not fit"):
        glass.show(plain(100, 50, RED))


def test_a_wait_ends_at_its_time(glass: Glass) -> None:
    glass.show(plain(*SIZE, RED))
    drain(glass)
    start = time.perf_counter()
    assert glass.wait(0.2) == ()
    assert 0.19 <= time.perf_counter() - start < 0.5


def test_a_wake_ends_a_wait_from_any_thread(glass: Glass) -> None:
    """Half of the wakes are answered within 50 ms (they take less than one)."""
    glass.show(plain(*SIZE, RED))
    drain(glass)
    delays = []
    for _ in range(9):
        woken: list[float] = []

        def wake(into: list[float] = woken) -> None:
            into.append(time.perf_counter())
            glass.wake()

        timer = threading.Timer(0.02, wake)
        timer.start()
        assert glass.wait(5) == (Event(Happening.WOKEN),)
        delays.append(time.perf_counter() - woken[0])
        timer.join()
    assert sorted(delays)[4] < 0.05


def test_wakes_are_not_lost_nor_heaped_up(glass: Glass) -> None:
    """One called before the wait ends it; a thousand are one."""
    glass.show(plain(*SIZE, RED))
    drain(glass)
    for _ in range(1000):
        glass.wake()
    assert glass.wait(5) == (Event(Happening.WOKEN),)
    assert glass.wait(0.05) == ()
    glass.wake()
    assert glass.wait(5) == (Event(Happening.WOKEN),)


def test_a_signal_ends_a_wait(glass: Glass) -> None:
    """The handler runs at once, not when the wait is over; after closing, signals are the program's own again."""
    glass.show(plain(*SIZE, RED))
    drain(glass)
    handled: list[float] = []
    before = signal.signal(signal.SIGUSR1, lambda *_: handled.append(time.monotonic()))
    try:
        timer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1))
        start = time.monotonic()
        timer.start()
        assert glass.wait(30) == (Event(Happening.WOKEN),)
        assert time.monotonic() - start < 5
        assert len(handled) == 1
        timer.join()
    finally:
        signal.signal(signal.SIGUSR1, before)
    glass.close()
    assert signal.set_wakeup_fd(-1) == -1


def test_presented_counts_what_was_put_on_the_glass(glass: Glass) -> None:
    assert glass.presented == 0
    frame = clock(*SIZE, RED)
    glass.show(frame, "000")
    assert glass.presented == 1
    glass.tick(frame, "000", "001")
    assert glass.presented == 2
    glass.tick(frame, "001", "001")
    assert glass.presented == 2


def test_the_display_stays_as_it_is(glass: Glass) -> None:
    assert glass.check_display() is None


def test_closing_twice_is_closing(glass: Glass) -> None:
    glass.close()
    glass.close()


def test_a_frame_of_another_size_is_stretched_to_the_glass(glass: Glass) -> None:
    glass.stretch(plain(SIZE[0] // 2, SIZE[1] // 2, BLUE))
    assert seen(glass) == pixel(BLUE) * (SIZE[0] * SIZE[1])

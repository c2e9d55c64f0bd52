"""What moves on a glass: drawn when it is due, while the glass waits and while a transition plays beside it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from math import floor, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.model.frame import Frame
from player.model.units import Millis
from player.screen.glass import Glass, Part
from player.screen.headless import Headless
from player.screen.moving import Area, Brush, Movement
from player.transitions.table import transition_of
from tests.support.frames import BLUE, GREEN, RED, WHITE, pattern, pixel, plain

SIZE = (640, 360)
BAR: Area = (0, 320, 640, 40)
ABOVE: Area = (0, 0, 640, 320)


@pytest.fixture(params=["window", "headless"])
def glass(request: pytest.FixtureRequest) -> Iterator[Glass]:
    made: Glass = request.getfixturevalue("window") if request.param == "window" else Headless(SIZE)
    yield made
    made.close()


def at(glass: Glass, x: int, y: int) -> bytes:
    return glass.screenshot()[(y * SIZE[0] + x) * 4 :][:3]


def drain(glass: Glass) -> None:
    while glass.wait(0.05):
        pass


class Marker:
    """A mover that is a row of pixels in one colour after the other, `rate` a second; remembers when it was drawn."""

    def __init__(self, area: Area = BAR, rate: int = 60, work: float = 0.0) -> None:
        self._area, self.rate, self.work = area, rate, work
        self.drawn: list[float] = []
        self.picture = pattern(area[2], area[3])
        self.closed = False

    @property
    def area(self) -> Area:
        return self._area

    def due(self, after: float) -> float:
        return (floor(after * self.rate + 1e-6) + 1) / self.rate

    def draw(self, brush: Brush, at: float) -> Sequence[Area]:
        self.drawn.append(at)
        if self.work:
            time.sleep(self.work)
        brush.copy(self.picture, (0, 0, self._area[2], self._area[3]), 0, 0)
        return ((0, 0, *self._area[2:]),)

    def close(self) -> None:
        self.closed = True


class Blank:
    """A brush for what draws nothing."""

    def copy(self, picture: Frame, source: Area, x: int, y: int) -> None:
        raise AssertionError


class Silent(Marker):
    """Draws nothing."""

    def draw(self, brush: Brush, at: float) -> Sequence[Area]:
        self.drawn.append(at)
        return ()


def test_parts_stand_at_their_places(glass: Glass) -> None:
    glass.compose((Part(plain(640, 320, RED)), Part(plain(640, 40, BLUE), y=320)))
    assert (at(glass, 5, 5), at(glass, 639, 319), at(glass, 0, 320)) == (
        pixel(RED)[:3],
        pixel(RED)[:3],
        pixel(BLUE)[:3],
    )
    glass.show(plain(640, 40, GREEN), at=BAR)
    assert (at(glass, 639, 319), at(glass, 639, 359)) == (pixel(RED)[:3], pixel(GREEN)[:3])


@pytest.mark.parametrize("place", [(0, 0, 640, 41), (0, 330, 640, 40), (-1, 0, 640, 40)])
def test_a_frame_that_is_not_of_its_place_is_refused(glass: Glass, place: Area) -> None:
    glass.show(plain(*SIZE, RED))
    with pytest.raises(ValueError):  # noqa: PT011  # SDL's own words where the place is not on the glass
        glass.show(plain(640, 40, BLUE), at=place)


def test_a_mover_is_drawn_when_it_is_due_while_the_glass_waits(glass: Glass) -> None:
    glass.show(plain(*SIZE, RED))
    drain(glass)
    mover, before = Marker(), glass.presented
    glass.move((mover,))
    assert glass.wait(0.5) == ()
    assert 15 <= len(mover.drawn) <= 31
    assert glass.presented - before == len(mover.drawn)
    assert at(glass, 3, 330) == bytes(mover.picture.pixels[(10 * 640 + 3) * 4 :][:3])
    assert at(glass, 3, 319) == pixel(RED)[:3]
    glass.move(())
    count = len(mover.drawn)
    assert glass.wait(0.1) == ()
    assert len(mover.drawn) == count


def test_a_mover_goes_on_beside_a_transition_and_rests_under_one(glass: Glass) -> None:
    fade = transition_of("fade")
    assert fade is not None
    glass.compose((Part(plain(640, 320, RED)), Part(plain(640, 40, BLUE), y=320)))
    drain(glass)
    mover = Marker()
    glass.move((mover,))
    glass.play(plain(640, 320, RED), plain(640, 320, WHITE), fade, Millis(400), at=ABOVE)
    assert len(mover.drawn) >= 10
    assert at(glass, 0, 0) == pixel(WHITE)[:3]
    mover.drawn.clear()
    glass.play(None, plain(*SIZE, GREEN), fade, Millis(200))
    assert mover.drawn == []
    assert at(glass, 0, 330) == pixel(GREEN)[:3]


def test_waking_ends_a_wait_while_something_moves(glass: Glass) -> None:
    glass.show(plain(*SIZE, RED))
    drain(glass)
    glass.move((Marker(),))
    glass.wake()
    started = time.perf_counter()
    assert glass.wait(5)
    assert time.perf_counter() - started < 2


def test_what_never_moves_wakes_nobody(glass: Glass) -> None:
    glass.show(plain(*SIZE, RED))
    drain(glass)

    class Still(Marker):
        def due(self, after: float) -> float:
            return inf

    mover = Still()
    glass.move((mover,))
    glass.wait(0.1)
    assert mover.drawn == []


def test_a_copy_is_cut_at_the_edges(glass: Glass) -> None:
    """Nothing is drawn outside of the mover's rectangle, wherever it copies to."""
    glass.show(plain(*SIZE, RED))
    drain(glass)

    class Far(Marker):
        def draw(self, brush: Brush, at: float) -> Sequence[Area]:
            for x, y in ((-30, -20), (620, 30)):
                brush.copy(self.picture, (0, 0, 640, 40), x, y)
            return ((0, 0, 640, 40),)

    glass.move((Far(),))
    glass.wait(0.1)
    other = pattern(640, 40).pixels
    assert at(glass, 5, 319) == pixel(RED)[:3]
    assert at(glass, 0, 320) == bytes(other[(20 * 640 + 30) * 4 :][:3])
    assert at(glass, 625, 355) == bytes(other[(5 * 640 + 5) * 4 :][:3])
    assert at(glass, 300, 345) == pixel(RED)[:3]


@given(late=st.lists(st.floats(0, 0.1), min_size=5, max_size=80), rate=st.sampled_from([10, 24, 25, 30, 60]))
def test_steps_stand_on_an_absolute_schedule(late: list[float], rate: int) -> None:
    """However late the glass is, a step is drawn for an instant of the mover's own schedule, or for now where that has gone by."""
    mover = Silent(rate=rate)
    movement = Movement(lambda _: Blank())
    now = 100.0
    movement.take((mover,), now)
    for delay in late:
        due = movement.due
        assert due > now - 1e-9
        now = due + delay
        movement.draw(now)
        shown = mover.drawn[-1]
        assert shown == due or (shown == now and delay >= 1 / 60 - 1e-9)
        assert movement.due > shown
    assert mover.drawn == sorted(mover.drawn)


def test_a_machine_that_cannot_keep_up_is_asked_for_fewer_steps() -> None:
    """Sixty a second, then thirty, then fifteen, then ten and never none; and more again once there is room."""
    movement = Movement(lambda _: Blank())
    mover = Silent()
    movement.take((mover,), 0.0)
    now, rates = 0.0, []
    for _ in range(200):
        now = max(now, movement.due)
        movement.draw(now)
        now += 0.3
        movement.worked(now, 0.3)
        rates.append(movement.rate)
    assert sorted(set(rates), reverse=True) == [60, 30, 15, 10]
    assert rates == sorted(rates, reverse=True)
    for _ in range(4000):
        now = max(now, movement.due)
        movement.draw(now)
        movement.worked(now, 0.001)
    assert movement.rate == 60
    assert mover.drawn[-1] - mover.drawn[-2] == pytest.approx(1 / 60)

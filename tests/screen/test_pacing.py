"""The schedule of a transition's steps and its governor, on a clock that jumps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.screen.pacing import PATIENCE, RATES, TOO_MANY, WINDOW, Governor, beats


class Clock:
    """Time that passes only when somebody sleeps or works; a sleep may be late."""

    def __init__(self, late: float = 0.0) -> None:
        self.now = 100.0
        self.late = late
        self.sleeps = 0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.sleeps += 1
        self.now += seconds + self.late

    def work(self, seconds: float) -> None:
        self.now += seconds


def played(
    duration: float, work: Callable[[int], float], *, late: float = 0.0, governor: Governor | None = None
) -> tuple[list[tuple[float, float]], float]:
    """(seconds since the start, progress) of each step, and the seconds after which it was over."""
    clock = Clock(late)
    steps = []
    for progress in beats(duration, governor or Governor(), clock=clock, sleep=clock.sleep):
        steps.append((clock.now - 100.0, progress))
        clock.work(work(len(steps)))
    return steps, clock.now - 100.0


def test_a_fast_machine_draws_sixty_steps_a_second() -> None:
    steps, over = played(1.0, lambda _: 0.004)
    assert [at for at, _ in steps] == pytest.approx([n / 60 for n in range(1, 60)])
    assert over == pytest.approx(1.0)


@given(duration=st.floats(0.02, 3), work=st.lists(st.floats(0, 0.05), min_size=1, max_size=50), late=st.floats(0, 0.01))
def test_progress_is_elapsed_time(duration: float, work: list[float], late: float) -> None:
    """Whatever the machine does, a step shows what its instant asks for, between 0 and 1, rising."""
    steps, _ = played(duration, lambda n: work[n % len(work)], late=late)
    for at, progress in steps:
        assert progress == pytest.approx(at / duration)
        assert 0 < progress < 1
    assert [progress for _, progress in steps] == sorted({progress for _, progress in steps})


@given(duration=st.floats(0.02, 3), work=st.lists(st.floats(0, 0.05), min_size=1, max_size=50), late=st.floats(0, 0.01))
def test_it_is_over_on_time(duration: float, work: list[float], late: float) -> None:
    """It never ends before its time unless the rate fell to 0, and never later than its last step's work."""
    governor = Governor()
    _, over = played(duration, lambda n: work[n % len(work)], late=late, governor=governor)
    if governor.rate > 0:
        assert over >= duration - 1e-9
    assert over <= duration + max(work) + late + 1e-9


def test_a_late_step_does_not_push_the_others_back() -> None:
    steps, over = played(1.0, lambda n: 0.050 if n == 10 else 0.004)
    slots = {round(at * 60, 6) for at, _ in steps}
    assert all(slot == round(slot) for slot in slots)
    assert over == pytest.approx(1.0)
    assert len(steps) == 59 - 3


def test_it_never_spins() -> None:
    """One sleep a step, none shorter than the schedule asks for."""
    clock = Clock()
    steps = sum(1 for _ in beats(1.0, Governor(), clock=clock, sleep=clock.sleep))
    assert clock.sleeps == steps + 1


def test_a_slow_machine_gets_thirty_steps_then_a_cut() -> None:
    governor = Governor()
    steps, over = played(1.0, lambda _: 0.025, governor=governor)
    assert governor.rate == 30
    assert over == pytest.approx(1.0)
    assert 20 < len(steps) < 40
    steps, over = played(1.0, lambda _: 0.050, governor=governor)
    assert governor.rate == 0
    assert over < 0.5
    assert played(1.0, lambda _: 0.050, governor=governor) == ([], 0.0)


def test_a_few_late_steps_are_bad_luck() -> None:
    governor = Governor()
    played(1.0, lambda n: 0.050 if n % WINDOW < TOO_MANY else 0.004, governor=governor)
    assert governor.rate == RATES[0]


def test_what_made_it_slow_may_end() -> None:
    """After some transitions with room to spare the higher rate is tried again, one level at a time."""
    governor = Governor()
    played(1.0, lambda _: 0.025, governor=governor)
    rates = []
    for _ in range(PATIENCE + 1):
        played(0.6, lambda _: 0.004, governor=governor)
        rates.append(governor.rate)
    assert rates[0] == 30
    assert rates[-1] == 60


def test_a_cut_is_left_again() -> None:
    """At a cut nothing is measured, so after a while it is simply tried."""
    governor = Governor()
    played(2.0, lambda _: 0.060, governor=governor)
    assert governor.rate == 0
    for _ in range(PATIENCE):
        played(0.6, lambda _: 0.004, governor=governor)
    assert governor.rate == 30


def test_a_rate_that_would_not_hold_is_not_tried() -> None:
    governor = Governor()
    played(1.0, lambda _: 0.025, governor=governor)
    for _ in range(3 * PATIENCE):
        played(0.6, lambda _: 0.020, governor=governor)
        assert governor.rate == 30


def test_ending_early_is_the_consumers_business() -> None:
    clock = Clock()
    for progress in beats(1.0, Governor(), clock=clock, sleep=clock.sleep):
        if progress > 0.3:
            break
    assert clock.now - 100.0 < 0.35

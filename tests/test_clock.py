"""What the clocks promise."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.clock import FLOOR, Clock, SimulatedClock, SystemClock, plausible
from player.model.units import DAY, SECOND, Millis
from tests.support.fake_clock import FakeClock

QUIZ = Millis(1_593_824_390_000)  # 2020-07-04T08:59:50+08:00


def clocks() -> list[Clock]:
    return [SystemClock(), SimulatedClock(QUIZ), SimulatedClock(QUIZ, rate=60.0), FakeClock()]


@pytest.mark.parametrize("clock", clocks(), ids=lambda clock: type(clock).__name__)
def test_time_never_runs_backwards_and_waiting_is_never_negative(clock: Clock) -> None:
    now, monotonic = clock.now(), clock.monotonic()
    assert clock.now() >= now
    assert clock.monotonic() >= monotonic
    assert clock.seconds_until(Millis(0)) == 0.0
    assert clock.seconds_until(Millis(clock.now() + DAY)) > 0


def test_a_simulated_clock_starts_where_it_is_told_and_runs_on() -> None:
    clock = SimulatedClock(QUIZ)
    assert QUIZ <= clock.now() < QUIZ + 10 * SECOND
    assert abs(SystemClock().now() - clock.machine()) < 10 * SECOND, "files are stamped with the true time"


@given(st.floats(0.01, 10_000), st.integers(0, 10**6))
def test_a_faster_clock_shows_more_and_waits_less(rate: float, ahead: int) -> None:
    """Law: after s seconds the clock shows start + s x rate; to see `ahead` milliseconds pass takes ahead / rate."""
    s = 3.0
    clock = SimulatedClock(QUIZ, rate, origin=SystemClock().monotonic() - s)
    shown = clock.now() - QUIZ
    assert s * rate * 1e3 - 1 <= shown <= (s + 10) * rate * 1e3
    assert clock.seconds_until(Millis(clock.now() + ahead)) <= ahead / (rate * 1e3) + 1 / (rate * 1e3)


def test_a_simulated_clock_shows_the_same_in_another_process() -> None:
    clock = SimulatedClock(QUIZ, 1000.0)
    script = "import pickle, sys; print(pickle.loads(bytes.fromhex(sys.argv[1])).now())"
    before = clock.now()
    done = subprocess.run([sys.executable, "-c", script, pickle.dumps(clock).hex()], capture_output=True, check=True)
    assert before <= int(done.stdout) <= clock.now()


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan")])
def test_a_clock_that_stands_or_runs_backwards_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="cannot run"):
        SimulatedClock(QUIZ, rate)


def test_a_machine_that_woke_up_in_1970_is_not_believed() -> None:
    assert not plausible(Millis(0))
    assert not plausible(Millis(FLOOR - 1))
    assert plausible(FLOOR)
    assert SystemClock().plausible() == plausible(SystemClock().now())


def test_a_simulated_time_is_believed_whatever_it_is() -> None:
    assert SimulatedClock(QUIZ).plausible()


def test_a_fake_clock_jumps_and_the_monotonic_one_does_not() -> None:
    clock = FakeClock(now=1_000, monotonic=5.0)
    clock.advance(1.5)
    assert (clock.now(), clock.monotonic()) == (2_500, 6.5)
    clock.jump(0)
    assert (clock.now(), clock.monotonic()) == (0, 6.5)


def test_reading_the_clock_imports_next_to_nothing() -> None:
    script = "import sys; import player.clock; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"datetime", "json", "logging", "subprocess", "hashlib"} & set(done.stdout.split())

"""What the clocks promise."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.clock import CEILING, FLOOR, JUMP, STEADY, Clock, SimulatedClock, SystemClock, Trust, judged, plausible
from player.model.units import DAY, HOUR, MINUTE, SECOND, Millis
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
    assert not plausible(Millis(4_102_444_800_000)), "nor one that shows 2100"
    assert SystemClock().plausible() == plausible(SystemClock().now())


def test_a_simulated_time_is_believed_whatever_it_is() -> None:
    assert SimulatedClock(QUIZ).plausible()


NOW = Millis(FLOOR + 200 * DAY)


def looks(*shown: tuple[int, float], last_good: Millis = FLOOR) -> Trust:
    """What is thought of a clock after these looks: what it showed, and the monotonic time."""
    trust = None
    for now, monotonic in shown:
        trust = judged(trust, Millis(now), monotonic, last_good)
    assert trust is not None
    return trust


@given(st.lists(st.tuples(st.integers(1, 3_600), st.integers(-JUMP // 2, JUMP // 2)), max_size=20))
def test_a_clock_that_runs_on_and_is_corrected_a_little_is_believed(steps: list[tuple[int, int]]) -> None:
    """Law: corrections of less than an hour against the monotonic clock are followed, however many there are."""
    now, monotonic = int(NOW), 0.0
    shown = [(now, monotonic)]
    for seconds, correction in steps:
        now, monotonic = now + seconds * SECOND + correction, monotonic + seconds
        if now < FLOOR:
            return
        shown.append((now, monotonic))
        assert looks(*shown).believed


@given(st.integers(JUMP + 1, 100 * DAY), st.sampled_from((-1, 1)), st.integers(1, int(STEADY) - 1))
def test_after_a_jump_it_is_doubted_until_the_jump_is_undone(size: int, way: int, seconds: int) -> None:
    """Law: a jump of more than an hour is doubted at once, and believed again as soon as it is taken back."""
    jumped = (NOW + way * size, 0.0)
    assert not looks((NOW, 0.0), jumped).believed
    assert not looks((NOW, 0.0), jumped, (jumped[0] + seconds * SECOND, float(seconds))).believed
    assert looks((NOW, 0.0), jumped, (NOW + seconds * SECOND, float(seconds))).believed


def test_a_clock_that_runs_evenly_after_a_jump_is_believed_after_a_while() -> None:
    jumped = NOW - 40 * DAY
    first = ((NOW, 0.0), (jumped, 0.0))
    nearly, done = STEADY - 1, STEADY
    assert not looks(*first, (jumped + round(nearly * 1e3), nearly)).believed
    assert looks(*first, (jumped + round(done * 1e3), done)).believed


@pytest.mark.parametrize("woke", [0, FLOOR - 1, CEILING, 4_102_444_800_000])
def test_a_clock_beyond_belief_is_never_believed_but_at_once_when_it_is_set(woke: int) -> None:
    wrong = [(woke + minutes * MINUTE, minutes * 60.0) for minutes in range(0, 100, 5) if woke >= CEILING or not woke]
    wrong = wrong or [(woke, 0.0)]
    assert not looks(*wrong).believed
    assert looks(*wrong, (NOW, wrong[-1][1] + 1)).believed


def test_a_clock_behind_the_last_good_time_waits_for_it() -> None:
    last_good = Millis(NOW + DAY)
    assert not looks((NOW, 0.0), last_good=last_good).believed
    assert looks((NOW, 0.0), (last_good + 1, 5.0), last_good=last_good).believed
    assert looks((last_good, 0.0), last_good=last_good).believed


def test_a_last_good_time_that_was_wrong_itself_holds_nobody_up_for_long() -> None:
    future = Millis(NOW + 3_000 * DAY)
    steps = [(NOW + seconds * SECOND, float(seconds)) for seconds in range(0, int(STEADY) + 1, 30)]
    assert not looks(*steps[:-1], last_good=future).believed
    assert looks(*steps, last_good=future).believed


def test_summer_time_is_no_jump() -> None:
    """Instants know no summer time: an hour that a local clock skips passes like any other."""
    assert looks((NOW, 0.0), (NOW + HOUR, 3_600.0), (NOW + 2 * HOUR, 7_200.0)).believed


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

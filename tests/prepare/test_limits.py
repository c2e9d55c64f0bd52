"""Jobs under limits: whatever a job does, its parent goes on and learns the cause."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from player.errors import PaintError
from player.prepare.limits import CAN_FORK, Limits, run_limited

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="without fork the client kills the whole worker instead")
TIGHT = Limits(seconds=1.0, memory=200_000_000, answer=1000)


def test_the_answer_comes_back() -> None:
    assert run_limited(lambda: b"answer", TIGHT) == b"answer"


def test_a_job_that_dies_is_named() -> None:
    def job() -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    with pytest.raises(PaintError, match="SIGKILL"):
        run_limited(job, TIGHT)


def test_its_death_is_told_by_the_signal_that_it_died_of() -> None:
    """Also where something in the parent says what is done on that signal, as pygame does."""
    before = signal.signal(signal.SIGSEGV, lambda *_: os._exit(0))
    try:
        with pytest.raises(PaintError, match="SIGSEGV"):
            run_limited(lambda: os.kill(os.getpid(), signal.SIGSEGV) or b"alive", Limits())
    finally:
        signal.signal(signal.SIGSEGV, before)


def test_a_job_that_raises_is_an_error_and_runs_nothing_of_its_parent(tmp_path: Path) -> None:
    mark = tmp_path / "ran"

    def job() -> bytes:
        raise RuntimeError

    try:
        with pytest.raises(PaintError, match="exit 1"):
            run_limited(job, TIGHT)
    finally:
        mark.write_text(mark.read_text() + "x" if mark.exists() else "x")
    assert mark.read_text() == "x"


def test_a_job_that_sleeps_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(PaintError, match="more than 1 s"):
        run_limited(lambda: time.sleep(60) or b"", TIGHT)  # type: ignore[func-returns-value]
    assert time.monotonic() - started < 10


def test_a_job_that_loops_is_ended() -> None:
    def job() -> bytes:
        while True:
            pass

    with pytest.raises(PaintError):
        run_limited(job, TIGHT)


def test_a_job_that_wants_too_much_memory_fails_alone() -> None:
    with pytest.raises(PaintError):
        run_limited(lambda: bytes(400_000_000)[:1], TIGHT)
    assert len(bytes(400_000_000)) == 400_000_000, "the parent has no such limit"


def test_a_job_that_answers_too_much_is_ended() -> None:
    with pytest.raises(PaintError, match="too much"):
        run_limited(lambda: bytes(100_000), TIGHT)


def test_no_child_and_no_descriptor_is_left() -> None:
    before = _open_descriptors(), _children()
    for _ in range(5):
        run_limited(lambda: b"", TIGHT)
        with pytest.raises(PaintError):
            run_limited(lambda: bytes(100_000), TIGHT)
    assert (_open_descriptors(), _children()) == before


def _open_descriptors() -> set[str]:
    return {path.name for path in Path("/proc/self/fd").iterdir()}


def _children() -> set[str]:
    """Children of this thread alone: what else runs in this process is no business of the test."""
    return set(Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split())

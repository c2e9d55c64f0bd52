"""Errands: what hangs is left behind, what is slow is waited for, and nothing piles up."""

from __future__ import annotations

import gc
import io
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from player.sources.errands import Errands
from player.sources.places import is_folder, resolved

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pipe that hangs is POSIX's")


class Pipe:
    """A named pipe: opening it hangs until somebody opens the other end, and no sooner."""

    def __init__(self, path: Path) -> None:
        self.path = path
        os.mkfifo(path)

    def hang(self) -> int:
        return os.open(self.path, os.O_RDONLY)

    def free(self) -> None:
        os.close(os.open(self.path, os.O_WRONLY))


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[Pipe]:
    made = Pipe(tmp_path / "pipe")
    yield made
    end = os.open(made.path, os.O_RDWR)  # whoever still hangs there comes back
    time.sleep(0.05)
    os.close(end)


def test_what_an_errand_returns_or_raises_comes_back() -> None:
    errands = Errands()
    assert errands.do(lambda: 7) == 7
    with pytest.raises(FileNotFoundError):
        errands.do(lambda: os.open("/nothing/here", os.O_RDONLY))
    assert errands.do(threading.current_thread).name == errands.do(threading.current_thread).name == "folder"


def test_a_system_call_that_hangs_is_left_behind(pipe: Pipe) -> None:
    """And every question after it is refused at once, until it has come back."""
    errands, closed = Errands(patience=0.2), threading.Event()
    begun, before = time.monotonic(), set(threading.enumerate())

    def close(fd: int) -> None:
        os.close(fd)
        closed.set()

    for _ in range(50):
        with pytest.raises(TimeoutError):
            errands.do(pipe.hang, late=close)
    assert time.monotonic() - begun < 5.0
    assert len(set(threading.enumerate()) - before) == 1
    pipe.free()
    assert closed.wait(10.0), "what it brought in the end is closed"
    assert errands.do(lambda: 7) == 7


def test_control_the_call_itself_would_hang(pipe: Pipe) -> None:
    """Control: the very call of the test above, made without an errand, is still not back when that one was given up."""
    back = threading.Event()
    threading.Thread(target=lambda: (os.close(pipe.hang()), back.set()), daemon=True).start()
    assert not back.wait(0.5)
    pipe.free()
    assert back.wait(10.0)


def test_what_is_slow_but_gets_on_is_waited_for_to_a_limit() -> None:
    errands, hurried = Errands(patience=1.0), Errands(patience=30.0, longest=0.5)

    def slowly(steps: int) -> int:
        for _ in range(steps):
            time.sleep(0.1)
            errands.beat()
        return steps

    assert errands.do(lambda: slowly(12)) == 12
    with pytest.raises(TimeoutError):
        hurried.do(lambda: slowly(20))


def test_a_file_is_closed_when_the_thread_is_back(tmp_path: Path) -> None:
    errands = Errands()
    file = io.FileIO(tmp_path / "a", "w")
    errands.afterwards(file.close)
    errands.do(lambda: None)
    assert file.closed


def test_the_thread_ends_with_its_owner() -> None:
    errands = Errands()
    thread = errands.do(threading.current_thread)
    del errands
    gc.collect()
    thread.join(10.0)
    assert not thread.is_alive()


def test_a_folder_that_answers_with_an_error_is_one_that_cannot_be_seen(tmp_path: Path) -> None:
    assert is_folder(tmp_path)
    assert not is_folder(tmp_path / "nothing")
    (tmp_path / "loop").symlink_to("loop")
    assert not is_folder(tmp_path / "loop" / "inside"), "the system answers with an error"
    (tmp_path / "link").symlink_to(tmp_path)
    assert resolved(tmp_path / "link" / "away") == tmp_path.resolve() / "away"

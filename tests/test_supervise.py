"""The supervisor with real processes: what ends is started again, what hangs is killed, nothing is lost on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.timeout(60)

PRELUDE = """
import os, signal, sys, time, multiprocessing
from pathlib import Path
from player import supervise
from player.supervise import Beat, Need, Part, Supervisor
here = Path(sys.argv[1])
context = multiprocessing.get_context("fork")
def mark(name):
    path = here / name
    with path.open("a") as file:
        file.write(f"{os.getpid()}\\n")
    return len(path.read_text().splitlines())
"""


class Family:
    """A supervisor in a process of its own; `marks` are the process numbers that a part wrote down, in order."""

    def __init__(self, here: Path, program: str) -> None:
        self.here = here
        code = PRELUDE + textwrap.dedent(program)
        self.process = subprocess.Popen([sys.executable, "-c", code, str(here)], cwd=Path(__file__).parent.parent)

    def marks(self, name: str) -> list[int]:
        path = self.here / name
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    def until(self, condition: Callable[[], bool], seconds: float = 20.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "it did not come true in time"
            time.sleep(0.02)

    def end(self) -> int:
        self.process.terminate()
        return self.process.wait(20)


@pytest.fixture
def family(tmp_path: Path) -> object:
    families: list[Family] = []

    def start(program: str) -> Family:
        families.append(Family(tmp_path, program))
        return families[-1]

    yield start
    for one in families:
        one.process.kill()
        one.process.wait()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_killed_part_is_back_within_a_second(family: Callable[[str], Family]) -> None:
    one = family("""
        def work():
            mark("work")
            time.sleep(60)
        Supervisor([Part("work", work, ())], principal="other").run()
    """)
    one.until(lambda: len(one.marks("work")) == 1)
    killed = time.monotonic()
    os.kill(one.marks("work")[0], signal.SIGKILL)
    one.until(lambda: len(one.marks("work")) == 2)
    assert time.monotonic() - killed < 1.0
    assert one.end() == 0


def test_a_part_that_breaks_its_promise_is_killed_and_started_again(family: Callable[[str], Family]) -> None:
    one = family("""
        supervise.GRACE = 0.3
        beat = Beat()
        def work():
            if mark("work") == 1:
                beat.promise(1, time.monotonic() + 0.2)
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                time.sleep(60)
            while True:
                beat.promise(2, time.monotonic() + 1)
                time.sleep(0.1)
        Supervisor([Part("work", work, (), beat=beat)], principal="other").run()
    """)
    one.until(lambda: len(one.marks("work")) == 2)
    first, second = one.marks("work")
    one.until(lambda: not is_alive(first))
    time.sleep(1.0)
    assert one.marks("work") == [first, second]
    assert is_alive(second)


def test_an_order_in_the_link_starts_a_part_and_is_not_lost_when_it_is_killed(family: Callable[[str], Family]) -> None:
    one = family("""
        ours, theirs = context.Pipe()
        def painter():
            number = mark("painter")
            if number == 1:
                time.sleep(60)
            while theirs.poll(0.2):
                (here / "done").write_text(theirs.recv_bytes().decode())
        def glass():
            mark("glass")
            time.sleep(0.5)
            ours.send_bytes(b"order")
            time.sleep(60)
        Supervisor(
            [Part("painter", painter, (), Need.ON_DEMAND, demand=theirs), Part("glass", glass, ())], principal="other"
        ).run()
    """)
    one.until(lambda: len(one.marks("glass")) == 1)
    assert one.marks("painter") == []
    one.until(lambda: len(one.marks("painter")) == 1)
    os.kill(one.marks("painter")[0], signal.SIGKILL)
    one.until((one.here / "done").exists)
    painter = one.marks("painter")[-1]
    one.until(lambda: not is_alive(painter))
    assert len(one.marks("painter")) == 2, "with nothing to do it stays away"


def test_the_principal_that_was_asked_to_stop_ends_everything(family: Callable[[str], Family]) -> None:
    one = family("""
        def work():
            mark("work")
            time.sleep(60)
        def glass():
            mark("glass")
            time.sleep(0.5)
            raise SystemExit(3)
        sys.exit(Supervisor([Part("work", work, ()), Part("glass", glass, ())], principal="glass").run())
    """)
    assert one.process.wait(20) == 3
    assert not is_alive(one.marks("work")[0])


def test_parts_end_when_their_parent_is_killed(family: Callable[[str], Family]) -> None:
    one = family("""
        def work():
            mark("work")
            time.sleep(60)
        Supervisor([Part("work", work, ())], principal="other").run()
    """)
    one.until(lambda: len(one.marks("work")) == 1)
    one.process.kill()
    one.until(lambda: not is_alive(one.marks("work")[0]))


def test_a_part_that_keeps_ending_is_given_longer_and_longer_rests(family: Callable[[str], Family]) -> None:
    one = family("""
        def work():
            mark("work")
        Supervisor([Part("work", work, ())], principal="other").run()
    """)
    one.until(lambda: len(one.marks("work")) >= 3)
    time.sleep(2.0)
    assert len(one.marks("work")) <= 6


def test_a_part_that_ignores_the_request_to_leave_is_killed(family: Callable[[str], Family]) -> None:
    one = family("""
        supervise.PARTING = 0.5
        def work():
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            mark("work")
            time.sleep(60)
        Supervisor([Part("work", work, ())], principal="other").run()
    """)
    one.until(lambda: len(one.marks("work")) == 1)
    asked = time.monotonic()
    assert one.end() == 0
    assert time.monotonic() - asked < 5
    assert not is_alive(one.marks("work")[0])

"""A player that was killed leaves parts behind for a moment: whoever starts it again waits for them, not for a living one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from player.errors import CacheInUse
from player.store.lock import hold

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are not forked there")

PLAYER = """
import os, sys, time
from pathlib import Path
from player.store.lock import hold
with hold(Path(sys.argv[1])):
    if os.fork() == 0:  # a part, which shares the lock
        time.sleep(float(sys.argv[2]))
        os._exit(0)
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def player(lock: Path, lingers: float) -> Iterator[subprocess.Popen[str]]:
    """A player with a part that ends by itself after so many seconds."""
    command = [sys.executable, "-c", PLAYER, str(lock), str(lingers)]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_parts_of_a_player_that_was_killed_are_waited_for(tmp_path: Path) -> None:
    with player(tmp_path / "lock", 1.5) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with hold(tmp_path / "lock"):
            assert int((tmp_path / "lock").read_text()) == os.getpid()


def test_a_player_that_lives_is_not_waited_for(tmp_path: Path) -> None:
    with player(tmp_path / "lock", 0.0):
        begun = time.monotonic()
        with pytest.raises(CacheInUse), hold(tmp_path / "lock"):
            pass
        assert time.monotonic() - begun < 2


def test_a_part_that_does_not_go_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that hangs on a dead share may stay for hours, and still write to the cache."""
    monkeypatch.setattr("player.store.lock.LEAVING", 0.5)
    with player(tmp_path / "lock", 30.0) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with pytest.raises(CacheInUse), hold(tmp_path / "lock"):
            pass

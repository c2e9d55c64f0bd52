"""One player per cache, by real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from player.clock import SystemClock
from player.errors import CacheInUse, StoreError
from player.store.lock import holder
from player.store.store import Store
from tests.support.recording_disk import run
from tests.support.small_disk import needs_mounts, small_disk

HOLD = """
import sys
from player.store.store import Store
with Store(sys.argv[1]).lock():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_player_is_told_who_holds_the_cache(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with pytest.raises(CacheInUse, match=f"process {first.pid}") as caught, Store(tmp_path).lock():
            pass
        assert caught.value.retry
        assert caught.value.pid == first.pid
        assert caught.value.since is not None
        assert abs(caught.value.since - SystemClock().now()) < 60_000
        first.communicate("")
    with Store(tmp_path).lock():
        assert holder(tmp_path / "lock") == os.getpid()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal")
def test_a_player_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        first.kill()
    with Store(tmp_path).lock():
        pass


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError), Store(tmp_path).lock():
        raise KeyError
    with Store(tmp_path).lock():
        pass


def test_another_thread_of_the_same_player_is_another_player(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.lock(), pytest.raises(CacheInUse), store.lock():
        pass


@needs_mounts
def test_a_disk_that_takes_nothing_is_no_reason_not_to_play_what_is_on_it(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4) as place:
        with Store(place / "new").lock():
            pass
        run("mount", "-o", "remount,ro", str(place))
        with Store(place / "new").lock(), pytest.raises(CacheInUse), Store(place / "new").lock():
            pass
        with pytest.raises(StoreError), Store(place / "other").lock():
            pass

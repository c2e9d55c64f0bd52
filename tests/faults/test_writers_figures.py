"""The figures of taking in, in real time: how soon a file is there, and what ten thousand quiet ones cost."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from player.clock import SystemClock
from player.sources.folder import POLL_QUIET, Folder
from player.sources.hints import watch
from player.sources.lease import has_writer
from tests.support.writers import picture

WRITER = """
import sys, time
whole = open(sys.argv[1], "rb").read()
with open(sys.argv[2], "wb", buffering=0) as file:
    if sys.argv[3] == "size first":
        file.truncate(len(whole))
    for at in range(0, len(whole), 20_000):
        file.write(whole[at : at + 20_000])
        time.sleep(3.0 if at == 60_000 else 0.05)
print(time.monotonic())
"""


@pytest.mark.parametrize("way", ["front to back", "size first"])
def test_a_new_file_is_listed_three_seconds_after_its_writer_ended(tmp_path: Path, way: str) -> None:
    """A real program writes, and stalls for three seconds on the way; events of the real system are heard."""
    root, data = tmp_path / "root", picture("jpg", 1)
    root.mkdir()
    (tmp_path / "whole.jpg").write_bytes(data)
    for number in range(20):
        (root / f"{number}.jpg").write_bytes(data)
    woken, clock = threading.Event(), SystemClock()
    folder, hints = Folder(root), watch(root, woken.set)
    folder.hinted(hints.alive())
    arguments = [sys.executable, "-c", WRITER, tmp_path / "whole.jpg", root / "new.jpg", way]
    try:
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as writer:
            seen = None
            while seen is None:
                woken.clear()
                listing = folder.look(clock.monotonic(), clock.machine())
                if any(entry.path == "new.jpg" for entry in listing.entries):
                    seen = clock.monotonic()
                    assert folder.read("new.jpg", 1 << 20) == data
                elif woken.wait(folder.wake_at(clock.monotonic()) - clock.monotonic()):
                    time.sleep(max(0.0, folder.soonest - clock.monotonic()))
            assert writer.stdout is not None
            ended = float(writer.stdout.read())
    finally:
        hints.close()
    print(f"{way}: listed {seen - ended:.2f} s after the writer's end")
    assert 0 < seen - ended <= 3.0


def test_ten_thousand_quiet_files_cost_next_to_nothing(tmp_path: Path) -> None:
    """Half a percent of a core at most, by what a look costs and how often one is due."""
    data = picture("jpg", 1)[:4_000]
    for number in range(10_000):
        if not number % 500:
            (tmp_path / f"{number // 500:02}").mkdir()
        (tmp_path / f"{number // 500:02}" / f"{number:05}.txt").write_bytes(data[: number % 50 + 1])
    folder = Folder(tmp_path, network=False)
    begun = time.process_time()
    folder.look(0.0)
    assert len(folder.look(2.0).entries) == 10_000
    first = time.process_time() - begun
    folder.hinted(True)
    costs = []
    for at in range(20):
        begun = time.process_time()
        folder.look(10_000.0 + at)
        costs.append(time.process_time() - begun)
    cost, rest = min(costs), folder.wake_at(10_019.0) - 10_019.0
    folder.hinted(False)
    unheard = folder.wake_at(10_019.0) - 10_019.0
    print(
        f"10,000 files: taken in with {first:.2f} s of CPU, a quiet look {cost * 1e3:.0f} ms: "
        f"{cost / rest:.2%} of a core with events, {cost / unheard:.2%} without"
    )
    assert rest >= POLL_QUIET or rest >= 20.0
    assert cost / rest <= 0.005
    assert cost / unheard <= 0.005


@pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux's")
def test_the_writer_that_figures_rely_on_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with path.open("wb"), path.open("rb") as reader:
        assert has_writer(reader.fileno())
    with path.open("rb") as reader:
        assert not has_writer(reader.fileno())

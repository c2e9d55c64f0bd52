"""A glass that stands by for another: it touches nothing before its turn, and is nobody's fault where it cannot come up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

ALONE = """
import sys, threading, time
from multiprocessing import Pipe
from pathlib import Path
from player.clock import SystemClock
from player.roles import glass
from player.roles.beat import Beat
from player.roles.orders import Orders
here, headless, heir = Path(sys.argv[1]), sys.argv[2] == "headless", int(sys.argv[3])
beat = Beat()
beat.released = heir - 1
painter, _painter = Pipe()
news, intake = Pipe()
intake.send_bytes(b"0" * 64)

def watch():
    while beat.standing_by != heir:
        time.sleep(0.01)
    time.sleep(0.5)
    print("journal", (here / "cache" / "journal").exists(), "heard", not news.poll(), "promised", beat.until > 0)
    beat.released = heir
    while not news_is_read():
        time.sleep(0.01)
    while not (here / "cache" / "journal").exists():
        time.sleep(0.01)
    print("journal", True, "heard", True, flush=True)
    import os, signal
    os.kill(os.getpid(), signal.SIGTERM)

def news_is_read():
    return not news.poll()

threading.Thread(target=watch, daemon=True).start()
orders = Orders(folder=here, cache=here / "cache", clock=SystemClock(), headless=headless)
glass.run(orders, beat, painter, news, heir=heir)
"""


def alone(place: Path, sort: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", ALONE, str(place), sort, "3"]
    inherited = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        command, cwd=ROOT, env={**inherited, **environment}, capture_output=True, text=True, timeout=60, check=False
    )


def test_an_heir_leaves_journal_links_and_beat_alone_until_it_is_its_turn(tmp_path: Path) -> None:
    done = alone(tmp_path, "headless")
    assert done.stdout.splitlines() == ["journal False heard False promised False", "journal True heard True"], (
        done.stderr
    )
    assert done.returncode == 0


def test_an_heir_without_a_display_is_nobodys_fault(tmp_path: Path) -> None:
    assert alone(tmp_path, "window", DISPLAY=":987", SDL_VIDEODRIVER="x11").returncode == 5

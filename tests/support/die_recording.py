"""A program: records showings again and again, each time in a child that is killed at another step.

    python -m tests.support.die_recording MODE CACHES

Below CACHES it leaves one cache for each step and way of dying, and prints as JSON the names of the caches with how
many showings were over when the child died. MODE: `right` as the player records; `buffered` as most programs write,
to see that the harness sees what that costs.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from player.model.units import DAY, HOUR, Millis
from tests.support.journals import BEGIN, journal, showing
from tests.support.steps import Doom, intercept

SHOWINGS = 6
PRUNED = BEGIN + 402 * DAY


def play(root: Path, mode: str, over: int) -> None:
    """A player's day and the next, and a day a year later on which the first goes; `over` is told of each showing."""
    if mode == "buffered":
        fd = os.open(root / "lines", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for number in range(SHOWINGS):
            _tell(over)
            if number % 3 == 2:
                os.write(fd, b"showing\n" * 3)
        return
    kept = journal(root)
    kept.start(BEGIN)
    for number in range(SHOWINGS):
        day = number // 2 * DAY
        _tell(over)
        kept.record(showing(number, BEGIN + day + (number + 1) * HOUR))
    kept.prune(Millis(PRUNED))
    kept.stop(Millis(PRUNED + HOUR))


def _tell(over: int) -> None:
    _write(over, b".")


_write = os.write  # before any step is watched


def child(root: Path, mode: str, doom: Doom) -> tuple[bool, int]:
    """Plays in a child process; whether it lived to the end, and how many showings were over."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        intercept(doom)
        play(root, mode, writing)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        over = len(told.read())
    status = os.waitpid(pid, 0)[1]
    assert status in (0, 9), f"the player ended with {status}"
    return status == 0, over


def main(mode: str, caches: Path) -> None:
    """Leaves the caches and prints what they are."""
    deaths = {}
    for halfway in (False, True):
        number, alive = 0, False
        while not alive:
            root = caches / f"{number}-{halfway}"
            root.mkdir()
            alive, deaths[root.name] = child(root, mode, Doom(number, halfway=halfway))
            number += 1
    print(json.dumps(deaths))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

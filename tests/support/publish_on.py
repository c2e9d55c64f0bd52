"""A program: publishes one version after the other and writes down each that was acknowledged, with the length of a log.

    python -m tests.support.publish_on MODE CACHE LOG VERSIONS

MODE: `right` as the store does it, `no-flush` with the flushes of the system taken out, to see what they are for.
A line on standard output for each version, once it is published: its digest, and how long LOG was then.
Between the versions a showing is appended to the journal, and at the end it is stopped.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

from player.model.units import HOUR, Millis
from player.store.store import Store
from tests.support.campaign import campaign
from tests.support.journals import BEGIN, journal, showing

FILL = 20_000
"""Bytes of a picture at most."""


def main(mode: str, cache: Path, log: Path, versions: int) -> None:
    """Publishes that many versions."""
    if mode == "no-flush":
        os.fsync = lambda _fd: None
    chance = random.Random(22)
    store, kept = Store(cache), journal(cache)
    common = chance.randbytes(FILL)
    for number in range(versions):
        pictures = [common, chance.randbytes(chance.randrange(100, FILL))]
        digest = store.publish(campaign(store, f"v{number}", pictures))
        print(digest, log.stat().st_size, flush=True)
        kept.record(showing(number, BEGIN + number * HOUR // 4))
        time.sleep(0.002)  # as a real player would: others come to the disk in between
    kept.stop(Millis(BEGIN + versions * HOUR))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))

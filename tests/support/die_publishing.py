"""A program: publishes B over A again and again, each time in a child that is killed at another step.

    python -m tests.support.die_publishing MODE BEFORE CACHES

Below CACHES it leaves one cache for each step and way of dying, and prints as JSON how many there are, what each
was, and the digests of A and B. `before` is what is there at the start: how many versions; the last is A. MODE says how
is published: `right` as the store does it, the others wrongly on purpose, to see that the harness sees it.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from player.model.canon import canonical, digest_of
from player.model.snapshot import Snapshot
from player.store.atomic import replace
from player.store.store import Store
from tests.support.campaign import campaign
from tests.support.steps import Doom, intercept

PICTURES = [b"common" * 50, b"new" * 400, b"newer" * 300]


def publish(root: Path, mode: str) -> None:
    """Publishes version B into the cache, well or badly."""
    if mode == "right":
        store = Store(root)
        store.publish(campaign(store, "B", PICTURES))
        return
    snapshot = version_b(root.parent / "aside")
    digest = digest_of(snapshot)
    if mode == "pointer-first":
        replace(root / "current", digest.encode())
        replace(root / "snapshots" / digest, canonical(snapshot))
        Store(root).publish(campaign(Store(root), "B", PICTURES))
    elif mode == "in-place":
        store = Store(root)
        campaign(store, "B", PICTURES)
        _plain(root / "snapshots" / digest, canonical(snapshot))
        _plain(root / "current", digest.encode())
    else:
        raise ValueError(mode)


def _plain(path: Path, data: bytes) -> None:
    """Writes as most programs do: cut the file to nothing, then fill it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(fd, data)
    os.close(fd)


def version_b(aside: Path) -> Snapshot:
    """What is published, worked out in a folder that is not looked at."""
    return campaign(Store(aside), "B", PICTURES)


def child(root: Path, mode: str, doom: Doom) -> bool:
    """Publishes in a child process; whether it lived to the end."""
    pid = os.fork()
    if pid == 0:
        intercept(doom)
        publish(root, mode)
        os._exit(0)
    status = os.waitpid(pid, 0)[1]
    assert status in (0, 9), f"the publisher ended with {status}"
    return status == 0


def main(mode: str, before: int, caches: Path) -> None:
    """Leaves the caches and prints what they are."""
    template = caches / "template"
    store = Store(template)
    digests = [store.publish(campaign(store, f"A{i}", [b"common" * 50, b"old %d" % i])) for i in range(before)]
    new = digest_of(version_b(caches / "aside"))
    deaths = []
    for halfway in (False, True):
        number, alive = 0, False
        while not alive:
            root = caches / f"{number}-{halfway}"
            shutil.copytree(template, root) if template.exists() else root.mkdir()
            alive = child(root, mode, Doom(number, halfway=halfway))
            deaths.append(root.name)
            number += 1
    print(json.dumps({"old": digests[-1] if digests else None, "new": new, "deaths": deaths}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))

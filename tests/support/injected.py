"""A program: does the same work on caches again and again, each time in a child whose system calls `strace` spoils.

    python -m tests.support.injected MODE FOLDER < cases.json > endings.json

`cases.json` is a list of pairs: the cache to begin with (`template`, or what an earlier case left), and the options of
`strace`, such as `["-e", "inject=fsync:error=EIO:when=2"]`. Below FOLDER the program makes the template and leaves a cache
for each case, `0`, `1`, …, as the child left it, with its trace. What it prints tells for each case how the child ended
(`endings`), and what was old and what is new. The children are forked from a process that has
imported everything, stop, and go on when `strace` is attached: so the first call that counts is one of the work itself.

MODE says what is done: `publish` takes three pictures in and publishes B over A, `unread` does so without reading
anything back, `in-place` as most programs write; `record` appends to the journal.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from player.errors import StoreError
from player.model.canon import canonical, digest_of
from player.model.snapshot import Snapshot
from player.model.units import HOUR
from player.store.atomic import Staged
from player.store.store import Store
from tests.support.campaign import campaign
from tests.support.die_publishing import PICTURES, publish
from tests.support.journals import BEGIN, journal, showing

DONE, FAILED = 0, 3
"""How a child ends: it said that the work is done, or that it could not be done. Anything else is a bug, or a kill."""

PATIENCE = 30.0
"""Seconds in which `strace` has to be there."""


def work(root: Path, mode: str) -> bool:
    """Does the work; whether it is acknowledged as done."""
    if mode == "record":
        return record(root)
    if mode == "load":
        return load(root)
    try:
        if mode == "unread":
            publish_unread(root)
        else:
            publish(root, "right" if mode == "publish" else mode)
    except (StoreError, OSError):
        return False
    return True


def record(root: Path) -> bool:
    """A player starts, shows two slides, and stops; whether all of it was written down."""
    kept = journal(root)
    written = [kept.start(BEGIN)]
    written += [kept.record(showing(number, BEGIN + (number + 1) * HOUR)) for number in (2, 3)]
    return all((*written, kept.stop(BEGIN + 5 * HOUR)))  # type: ignore[arg-type]  # whole milliseconds


def load(root: Path) -> bool:
    """Reads what there is; whether it is whole."""
    store = Store(root)
    loaded = store.load()
    return loaded.whole and not list(store.damaged(loaded.snapshot or Snapshot())) and store.current() == loaded.digest


def publish_unread(root: Path) -> None:
    """Publishes B with every flush and rename, but believes whatever the disk says."""
    snapshot = version_b(root)
    digest = digest_of(snapshot)
    for target, data in (
        *((Store(root).object_path(slide.assets[0].digest), data) for slide, data in zip(snapshot.slides(), PICTURES, strict=True)),
        (root / "snapshots" / digest, canonical(snapshot)),
        (root / "current", f"{digest}\n".encode()),
    ):  # fmt: skip
        staged = Staged(target.parent)
        staged.write(data)
        staged.flush()
        staged.land(target)


def version_b(root: Path) -> Snapshot:
    """What is published: worked out beside the caches before a child begins."""
    return campaign(Store(root.parent / "aside"), "B", PICTURES)


def template(root: Path, mode: str) -> dict[str, str]:
    """Makes the cache that every child begins with; what is published there, and what will be."""
    if mode == "record":
        kept = journal(root)
        kept.start(BEGIN)
        kept.record(showing(1, BEGIN + HOUR // 2))
        kept.stop(BEGIN + HOUR)  # type: ignore[arg-type]  # whole milliseconds
        return {}
    store = Store(root)
    store.publish(campaign(store, "A0", [PICTURES[0], b"older"]))
    old = store.publish(campaign(store, "A", [PICTURES[0], b"old"]))
    return {"old": old, "new": digest_of(version_b(root))}


def child(root: Path, mode: str, options: list[str], trace: Path) -> int:
    """How the work ends in a child under `strace` with these options: its exit code, or minus the signal."""
    pid = os.fork()
    if pid == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(DONE if work(root, mode) else FAILED)
    os.waitpid(pid, os.WUNTRACED)
    with subprocess.Popen(
        ["strace", "-f", "-q", "-y", "-s", "0", "-o", str(trace), *options, "-p", str(pid)]
    ) as tracer:
        deadline = time.monotonic() + PATIENCE
        while not _is_traced(pid):
            assert tracer.poll() is None, "strace does not start"
            assert time.monotonic() < deadline, "strace does not attach"
            time.sleep(0.0005)
        os.kill(pid, signal.SIGCONT)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _is_traced(pid: int) -> bool:
    return "TracerPid:\t0\n" not in Path(f"/proc/{pid}/status").read_text()


def main(mode: str, folder: Path) -> None:
    """Works through the cases and prints how they ended."""
    told = template(folder / "template", mode)
    endings = []
    for number, (begin, options) in enumerate(json.load(sys.stdin)):
        root = folder / str(number)
        shutil.copytree(folder / begin, root)
        endings.append(child(root, mode, options, folder / f"{number}.trace"))
    print(json.dumps({**told, "endings": endings}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

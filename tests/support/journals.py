"""Journals for tests: showings that are told apart by their number, and journals as files in memory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from player.model.showing import Showing, Status
from player.model.units import DAY, Digest, Millis
from player.store.chain import JOURNAL
from player.store.journal import Journal
from tests.support.campaign import MEMORY

BEGIN = Millis(1_593_792_000_000)
"""2020-07-04 00:00 in Shanghai."""

Files = dict[str, bytes]


def showing(number: int, end: int, *, seconds: int = 8, status: Status = Status.SUCCESS) -> Showing:
    """Showing `number`, which ended at the instant `end`."""
    return Showing(
        slide=f"s{number}",
        kind="slogan",
        file="节能.yaml",
        playlist="节能.yaml",
        zone="main",
        start=Millis(end - seconds * 1_000),
        end=Millis(end),
        duration=Millis(seconds * 1_000),
        status=status,
        screen="hall",
        snapshot=Digest("ab" * 32),
        assets=(Digest("cd" * 32),) if number % 2 else (),
        title=f"绿水青山 {number}",
    )


def journal(root: Path) -> Journal:
    """A journal that flushes in the foreground, so that what a test sees does not hang on a thread."""
    return Journal(root, "hall", background=False)


def three_days(root: Path) -> None:
    """Three days of three showings, with a stop at the end."""
    written = journal(root)
    for day in range(3):
        for number in range(3):
            assert written.record(showing(day * 3 + number, BEGIN + day * DAY + (number + 1) * 3_600_000))
    assert written.stop(Millis(BEGIN + 2 * DAY + 5 * 3_600_000))


def read(root: Path) -> Files:
    """The files of a journal by name, the head among them."""
    return {path.name: path.read_bytes() for path in sorted((root / JOURNAL).iterdir())}


@contextmanager
def folder() -> Iterator[Path]:
    """A cache in memory."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as place:
        yield Path(place)


def write(root: Path, files: Mapping[str, bytes]) -> None:
    """The journal consists of these files and no others."""
    (root / JOURNAL).mkdir(exist_ok=True)
    for path in (root / JOURNAL).iterdir():
        if path.name not in files:
            path.unlink()
    for name, data in files.items():
        (root / JOURNAL / name).write_bytes(data)


def naive(root: Path) -> bool:
    """A check that knows no chain: whether every line is a JSON object that ends well."""
    for path in (root / JOURNAL).glob("*.jsonl"):
        for line in path.read_bytes().split(b"\n")[:-1]:
            try:
                if not isinstance(json.loads(line), dict):
                    return False
            except ValueError:
                return False
    return True

"""Images of a disk as a power cut could have left it, from the log of what was done to it.

What a disk has flushed is on it. Of what came after the last flush it may have written any part, in any order: so each
of those writes is kept, lost, or torn between two of its sectors, by chance.
"""

from __future__ import annotations

import random
import shutil
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.recording_disk import FLUSH, RECORD, WRITE

SECTOR = 512
"""Bytes that a disk writes whole or not at all."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing done to the disk; `end` is where it ends in the log. `data` is None for a flush."""

    offset: int
    data: bytes | None
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A power cut after the record before `record`; `kept` is the chance of each unflushed sector to be on the disk."""

    record: int
    kept: float
    seed: int


def read_log(log: Path) -> list[Record]:
    """What was done, in order."""
    data, place, found = log.read_bytes(), 0, []
    while place < len(data):
        sort, offset, size = RECORD.unpack_from(data, place)
        assert sort in (WRITE, FLUSH)
        place += RECORD.size
        found.append(Record(offset, data[place : place + size] if sort == WRITE else None, place + size))
        place += size
    return found


def cuts(records: Sequence[Record], acknowledged: Sequence[int], number: int, chance: random.Random) -> list[Cut]:
    """So many cuts, in order: half of them at any time, half right after something was acknowledged, when it hurts most.

    `acknowledged` are lengths of the log.
    """
    ends = [record.end for record in records]
    times = [bisect_left(ends, length) + 1 for length in acknowledged]
    places = [chance.randrange(1, len(records) + 1) if odd % 2 else chance.choice(times) for odd in range(number)]
    return [Cut(place, chance.choice((0.0, 0.3, 0.7, 1.0)), chance.getrandbits(32)) for place in sorted(places)]


def leftovers(begin: Path, records: Sequence[Record], planned: Sequence[Cut], image: Path) -> Iterator[Cut]:
    """Each of the cuts, which are in order, while `image` is what it left."""
    durable = begin.with_suffix(".durable")
    shutil.copyfile(begin, durable)
    done = 0
    for cut in planned:
        flushed = max((at + 1 for at in range(done, cut.record) if records[at].data is None), default=done)
        _write(durable, records[done:flushed])
        done = flushed
        shutil.copyfile(durable, image)
        _write(image, [part for record in records[flushed : cut.record] for part in _torn(record, cut)])
        yield cut


def _write(image: Path, records: Sequence[Record]) -> None:
    with image.open("r+b", buffering=0) as file:
        for record in records:
            if record.data is not None:
                file.seek(record.offset)
                file.write(record.data)


def _torn(record: Record, cut: Cut) -> Iterator[Record]:
    """What of the write is on the disk: half of the writes go whole or not at all, of the others each sector by itself."""
    if record.data is None:
        return
    chance = random.Random(f"{cut.seed} {record.end}")
    if chance.random() < 0.5:
        if chance.random() < cut.kept:
            yield record
        return
    for place in range(0, len(record.data), SECTOR):
        if chance.random() < cut.kept:
            yield Record(record.offset + place, record.data[place : place + SECTOR], record.end)

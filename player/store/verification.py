"""A journal comes in; whether it is whole goes out, with the place of everything that is not as it was written.

What is found: a line changed, removed, inserted, moved or torn, a file removed, renamed or emptied, and an end that was
cut off. What no chain without a secret can show: that somebody wrote the whole chain anew, head and all,
or put an older head back and cut off what came after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

from player.model.showing import Showing, Status
from player.model.units import DAY, Digest, Millis
from player.model.words import Words
from player.store import chain
from player.store.chain import GENESIS, Link
from player.store.journal import KEEP_DAYS

_LONGEST = KEEP_DAYS * DAY
"""A duration that no showing has: who wrote it wants sums to be wrong."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is not as it was written. `file` is a name in the journal's folder, `line` counts from 1."""

    code: str
    file: str
    line: int | None
    message: Words


@dataclass(frozen=True, slots=True)
class Totals:
    """What all files hold together. `duration` is that of all showings; `torn` are bytes of a write that was cut off."""

    files: int = 0
    records: int = 0
    showings: int = 0
    duration: Millis = Millis(0)
    starts: int = 0
    lost: int = 0
    torn: int = 0
    pruned: int = 0


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. Nothing recorded at all is no flaw."""

    flaws: tuple[Flaw, ...]
    totals: Totals

    @property
    def ok(self) -> bool:
        """Whether everything is as it was written."""
        return not self.flaws


@dataclass(slots=True)
class _Run:
    """Consecutive records and where they stand; `line` is None for what was removed by age and is vouched for."""

    first: int
    before: str
    last: Link
    file: str
    line: int | None
    end_line: int | None


@dataclass(slots=True)
class _Findings:
    """What has been seen so far. The head is read before the files: whatever is written meanwhile only adds to them."""

    head: Link | None
    head_seen: bool = False
    runs: list[_Run] = field(default_factory=list)
    vouched: list[_Run] = field(default_factory=list)
    torn: dict[str, tuple[int, int]] = field(default_factory=dict)
    flaws: dict[tuple[str, int | None], Flaw] = field(default_factory=dict)
    totals: Totals = Totals()

    def add(self, code: str, file: str, line: int | None, zh: str, en: str) -> None:
        """Notes a flaw; the first one of a place stands."""
        self.flaws.setdefault((file, line), Flaw(code, file, line, Words(zh, en)))

    def count(self, **more: int) -> None:
        """Adds to the totals."""
        self.totals = replace(self.totals, **{name: getattr(self.totals, name) + by for name, by in more.items()})


def verify(root: Path) -> Verification:
    """Whether the journal in the cache `root` is as it was written. Reads everything; raises OSError."""
    folder = root / chain.JOURNAL
    seen = _Findings(chain.read_head(folder))
    paths = chain.files(folder)
    for path in paths:
        _read(path, seen)
    _tiled(seen)
    _ended(seen, paths[-1].name if paths else "")
    _head(seen, folder)
    return Verification(tuple(sorted(seen.flaws.values(), key=lambda flaw: (flaw.file, flaw.line or 0))), seen.totals)


def showings(root: Path, first: date, last: date) -> Iterator[Showing]:
    """The showings that were on at some time of the local days `first` to `last`, as the journal in `root` has them.

    Lines that are none, or no longer, are passed over: they are `verify`'s to tell.
    """
    for path in chain.files(root / chain.JOURNAL):
        if path.stem < first.isoformat():
            continue
        for line in _lines(path):
            counts = line.endswith(b"\n") and b'"type":"showing"' in line  # half a line will be cut off
            record = chain.parsed(line) if counts else None
            if record is not None and str(record.get("start"))[:10] <= last.isoformat():
                yield from _showing(record)


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of a file, the last one perhaps without its end; none where it was removed by age a moment ago."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return
    with stream:
        yield from stream


def _showing(record: dict[str, Any]) -> Iterator[Showing]:
    texts = {name: record.get(name) for name in ("slide", "kind", "file", "playlist", "zone", "screen", "title")}
    try:
        showing = Showing(
            **{name: str(text) for name, text in texts.items()},
            start=chain.instant_of(record["start"]),
            end=chain.instant_of(record["end"]),
            duration=Millis(int(record["duration"])),
            status=Status(record["status"]),
            snapshot=record.get("snapshot"),
            assets=tuple(Digest(str(asset)) for asset in record.get("assets", ())),
        )
    except (KeyError, ValueError, TypeError, OverflowError):
        return
    if 0 <= showing.start <= chain.LAST_INSTANT and 0 <= showing.duration <= _LONGEST:
        yield showing


# reading


def _read(path: Path, seen: _Findings) -> None:
    """Reads a file line by line: within it numbers ascend, and each line names the one before."""
    seen.count(files=1)
    run: _Run | None = None
    for at, line in enumerate(_lines(path), 1):
        if not line.endswith(b"\n"):
            seen.torn[path.name] = (at, len(line))
            break
        run = _step(run, line, path, at, seen)
    if run is not None:
        seen.runs.append(run)


def _step(run: _Run | None, line: bytes, path: Path, at: int, seen: _Findings) -> _Run | None:
    """The run after one more line."""
    number, record = chain.number_of(line), chain.parsed(line)
    digest = chain.digest_of_line(line)
    if number is None or record is None:
        seen.add(
            "not-a-record", path.name, at, "这一行不是播放记录，被改过。", "This line is no record: it was changed."
        )
        if run is not None:
            run.last, run.end_line = Link(run.last.number + 1, digest), at
        return run
    _take(record, path, at, seen)
    if seen.head is not None and number == seen.head.number:
        seen.head_seen = True
        if digest != seen.head.digest:
            seen.add("changed", path.name, at, "这一行被改过。", "This line was changed.")
    if run is not None and number == run.last.number + 1:
        if record["before"] != run.last.digest:
            _changed(seen, path.name, run.end_line)
        run.last, run.end_line = Link(number, digest), at
        return run
    if run is not None:
        if number <= run.last.number:
            zh, en = "这一行不在原来的位置。", "This line is not where it was written."
            seen.add("moved", path.name, at, zh, en)
        seen.runs.append(run)
    return _Run(number, record["before"], Link(number, digest), path.name, at, at)


def _changed(seen: _Findings, file: str, line: int | None) -> None:
    zh, en = "这一行或它的下一行被改过。", "This line, or the one after it, was changed."
    seen.add("changed", file, line, zh, en)


def _take(record: dict[str, Any], path: Path, at: int, seen: _Findings) -> None:
    """Counts what a record says, and looks at what can be checked of it alone."""
    sort = record.get("type")
    seen.count(records=1)
    if str(record.get("end" if sort == "showing" else "at"))[:10] != path.stem:
        zh, en = "这一行是另一天的记录。", "This line belongs to another day."
        seen.add("wrong-day", path.name, at, zh, en)
    if sort == "showing":
        duration = record.get("duration")
        seen.count(showings=1, duration=duration if isinstance(duration, int) else 0)
    elif sort == "start":
        seen.count(starts=1)
        if record.get("doubt"):
            zh, en = (
                "这次启动时，记录的结尾标记（head）已经不见了。",
                "When the player started here, the head of the journal was gone.",
            )
            seen.add("head-lost", path.name, at, zh, en)
    elif sort == "gap":
        lost = record.get("lost")
        seen.count(lost=lost if isinstance(lost, int) else 0)
    elif sort == "prune":
        _vouch(record, path, at, seen)


def _vouch(record: dict[str, Any], path: Path, at: int, seen: _Findings) -> None:
    """Records that were removed are accounted for, if they were old enough or the disk too small."""
    try:
        old = date.fromisoformat(record["file"].removesuffix(chain.SUFFIX)).toordinal()
        age = date.fromisoformat(record["at"][:10]).toordinal() - old
        gone = [
            _Run(int(first), str(before), Link(int(last), Digest(str(digest))), record["file"], None, None)
            for first, last, before, digest in record["runs"]
        ]
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
        age, gone = 0, []
    if age <= KEEP_DAYS and not isinstance(record.get("room"), int):  # for want of room, by the record's own word
        zh, en = "这里删除了还没到期的记录。", "Records were removed here before their time."
        seen.add("pruned-early", path.name, at, zh, en)
    seen.vouched.extend(gone)
    seen.count(pruned=1)


# the whole


def _tiled(seen: _Findings) -> None:
    """All runs together have every number once, each following the one before it."""
    present = {run.first for run in seen.runs}
    vouched = {run.first: run for run in seen.vouched if run.first not in present}
    last: _Run | None = None
    for run in sorted((*seen.runs, *vouched.values()), key=attrgetter("first")):
        if last is None:
            known = run.line is None or (run.first, run.before) == (1, GENESIS.digest)
            before = GENESIS
        else:
            before = last.last
            known = (run.first, run.before) == (before.number + 1, before.digest)
        if not known:
            _break(seen, run, before, last)
        if last is None or run.last.number >= last.last.number:
            last = run


def _break(seen: _Findings, run: _Run, before: Link, last: _Run | None) -> None:
    """Says what is wrong between two runs."""
    missing = run.first - before.number - 1
    if missing > 0:
        seen.add(
            "missing",
            run.file,
            run.line,
            f"这一行前面少了 {missing} 条记录（第 {before.number + 1} 到 {run.first - 1} 条）。",
            f"{missing} records are missing before this line (numbers {before.number + 1} to {run.first - 1}).",
        )
    elif missing < 0:
        seen.add("moved", run.file, run.line, "这一行重复了或被移动过。", "This line is there twice, or was moved.")
    elif last is None or last.line is None:
        _changed(seen, run.file, run.line)
    else:
        _changed(seen, last.file, last.end_line)


def _ended(seen: _Findings, newest: str) -> None:
    """A last line without an end is what a kill leaves, in the file that was being written; anywhere else it is a flaw."""
    last = max(seen.runs, key=lambda run: run.last.number).file if seen.runs else ""
    for name, (line, size) in seen.torn.items():
        if name in (last, newest):
            seen.count(torn=size)
        else:
            seen.add("torn", name, line, "这一行不完整。", "This line is not whole.")


def _head(seen: _Findings, folder: Path) -> None:
    """The record that the head names is there, or was removed by age."""
    head = seen.head
    if head is None:
        if (seen.runs or seen.torn) and chain.read_head(folder) is None:  # it may have come since: a first start
            zh, en = "结尾标记（head）不见了或被改过。", "The head of the journal is gone, or was changed."
            seen.add("head-lost", chain.HEAD, None, zh, en)
        return
    vouched = any(run.first <= head.number <= run.last.number for run in seen.vouched)
    if head.number == 0 and head != GENESIS:
        seen.add("changed", chain.HEAD, None, "结尾标记（head）被改过。", "The head of the journal was changed.")
    if head.number and not seen.head_seen and not vouched:
        there = max((run.last.number for run in seen.runs), default=0)
        seen.add(
            "cut-off",
            chain.HEAD,
            None,
            f"写过 {head.number} 条记录，文件里只到第 {min(there, head.number)} 条，后面的不见了。",
            f"{head.number} records were written; the files hold no more than {min(there, head.number)} of them.",
        )

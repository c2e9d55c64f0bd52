"""Proof of play: showings come in, chained lines that survive a kill go out. What the lines mean is told in `chain.py`.

A record is one write to a file that is only ever appended to, made when its showing is over. So a `kill -9` costs the
showing that was on, and at most the half line that it cut off, which the next start removes and mentions.

What is written is flushed to the disk at most every `FLUSH` seconds and when the day changes, in a thread: a flush
can take a second on a worn disk, and the next slide must not wait for it. A flush with every record would wear out
flash memory to save at most a minute of proof from a power cut, in which the screen was dark soon anyway. The head is
written after each flush and so never names a record that a power cut could take back.

A full or broken disk costs records, never the player: what could not be written is counted, and the count is the first
thing written (`gap`) when the disk takes it again.
"""

from __future__ import annotations

import errno
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from player.model.showing import Showing
from player.model.units import Millis
from player.store import chain
from player.store.atomic import PART, make_folder, sync_folder
from player.store.chain import GENESIS, Link
from player.store.space import MB, space

LOG = logging.getLogger("qingbo.journal")

FLUSH = 60.0
"""Seconds between two flushes: what a power cut may cost at most."""

BREATH = 0.05
"""Seconds that a flush in the background waits first."""

KEEP_DAYS = 400
"""Days that records are kept: a year, and the weeks in which it is reported."""

PRUNE_AT_ONCE = 7
"""Files that one `prune` removes at most: a clock that is wrong for a day must not cost the records of a year."""

KEEP_AT_LEAST = 31
"""Files that stay however small the disk is: a campaign and the weeks in which it is reported."""

KEEP_BYTES = 2_000 * MB
"""Bytes that all files may take; on a small disk no more than is to stay free on it. A busy screen writes 5 MB a day."""

FOR_ROOM_AT_ONCE = 2
"""Files that go at the turn of a day for want of room: one comes a day, and the next slide must not wait."""

PARTING = 2.0
"""Seconds that `stop` waits for a flush that is under way; and a record for its file, where that is about to go."""

_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Journal:
    """The journal of one screen in the cache `root`: one process writes it, under the cache's lock.

    Nothing here raises where the disk fails. `zone` is the IANA name of the zone whose days the files are; `about` is noted
    with each start.
    """

    def __init__(
        self,
        root: str | os.PathLike[str],
        screen: str,
        zone: str = "Asia/Shanghai",
        *,
        monotonic: Callable[[], float] = time.monotonic,
        background: bool = True,
        about: Mapping[str, object] | None = None,
    ) -> None:
        self.folder = Path(root) / chain.JOURNAL
        self.screen = screen
        self.lost = 0
        """Records that could not be written since the last one that could."""
        self._zone = ZoneInfo(zone)
        self._monotonic = monotonic
        self._background = background
        self._about = dict(about or {})
        self._last: Link | None = None  # None: the disk must be asked
        self._newest = GENESIS
        self._found: dict[str, object] = {}
        self._started = False
        self._lost_since = ""
        self._day = ""
        self._fd: int | None = None
        self._retired: list[int] = []
        self._vouched: list[Path] = []
        self._leaving: set[Path] = set()
        self._due_at = 0.0
        self._flusher: threading.Thread | None = None
        self._deaf = False

    def start(self, now: Millis) -> bool:
        """Notes that the player started; `record` does it by itself where nobody has. False where it was not written."""
        return self._started or self._write(None, {}, now)

    def record(self, showing: Showing) -> bool:
        """Appends the showing, under the day on which it ended. False where the disk did not take it."""
        day = self._day
        written = self._write("showing", self._fields(showing), showing.end)
        if written and day not in ("", self._day):
            self._make_room(showing.end)
        return written

    def stop(self, now: Millis) -> bool:
        """Notes that the player was asked to stop, and flushes. A start without a stop before it was a crash."""
        if not self._started and not self.lost:
            return False
        written = self._write("stop", {}, now)
        self._flush_now()
        return written

    def prune(self, now: Millis) -> int:
        """Removes files of days more than `KEEP_DAYS` before `now`, the oldest first; how many are on their way out.

        Each is vouched for by a record, or its absence would look like a removal; and it goes with the flush after
        that record, or a power cut could take the record and leave the absence.
        """
        today = _ordinal(chain.iso(now, self._zone)[:10])
        try:
            old = [
                path
                for path in chain.files(self.folder)[:PRUNE_AT_ONCE]
                if today - _ordinal(path.stem) > KEEP_DAYS and path.stem != self._day
            ]
        except OSError as error:
            LOG.warning("旧的播放记录读不出来 (old records cannot be read): %s", error)
            return 0
        return self._leave(old, {}, now)

    def _make_room(self, now: Millis) -> int:
        """The oldest files go where all take more than the disk can spare; how many. The last month stays in any case."""
        seen = space(self.folder)
        budget = KEEP_BYTES if seen is None else seen.share(KEEP_BYTES)
        try:
            paths = chain.files(self.folder)
            total = sum(path.stat().st_size for path in paths)
            excess: list[Path] = []
            for path in paths[:-KEEP_AT_LEAST][:FOR_ROOM_AT_ONCE]:
                if total <= budget:
                    break
                if path.stem == self._day:  # the clock was set back: it is being written
                    continue
                total -= path.stat().st_size
                excess.append(path)
        except OSError as error:
            LOG.warning("旧的播放记录读不出来 (old records cannot be read): %s", error)
            return 0
        if excess:
            LOG.info("磁盘小，最早的播放记录让出空间：%s (the oldest records make room)", excess[-1].stem)
        return self._leave(excess, {"room": budget}, now)

    def _leave(self, paths: Iterable[Path], reason: dict[str, object], now: Millis) -> int:
        """Vouches for the files and lets them go with the next flush; how many."""
        going: list[Path] = []
        try:
            for path in paths:
                if path in self._leaving:
                    continue
                gone = [[run.first, run.last.number, run.before, run.last.digest] for run in chain.runs(path)]
                if not self._write("prune", {"file": path.name, "runs": gone, **reason}, now):
                    break
                going.append(path)
        except OSError as error:
            LOG.warning("旧的播放记录读不出来 (old records cannot be read): %s", error)
        if going:
            self._vouched.extend(going)
            self._leaving.update(going)
            self._due_at = 0.0
            self._flush_when_due()
        return len(going)

    # writing

    def _fields(self, showing: Showing) -> dict[str, object]:
        fields = {
            "screen": showing.screen,
            "slide": showing.slide,
            "title": showing.title,
            "kind": showing.kind,
            "file": showing.file,
            "playlist": showing.playlist,
            "zone": showing.zone,
            "start": chain.iso(showing.start, self._zone),
            "end": chain.iso(showing.end, self._zone),
            "duration": showing.duration,
            "status": showing.status.value,
            "snapshot": showing.snapshot,
        }
        return {**fields, "assets": list(showing.assets)} if showing.assets else fields

    def _write(self, sort: str | None, fields: dict[str, object], at: Millis) -> bool:
        """Writes a record, after those that are owed: the start, and how many were lost."""
        when = chain.iso(at, self._zone)
        stamp = {"screen": self.screen, "at": when}
        try:
            last = self._opened()
            owed: list[tuple[str, dict[str, object]]] = []
            if not self._started:
                owed.append(("start", {**stamp, **self._about, **self._found}))
            if self.lost:
                owed.append(("gap", {**stamp, "lost": self.lost, "since": self._lost_since}))
            if sort is not None:
                owed.append((sort, fields if sort == "showing" else {**stamp, **fields}))
            self._last = self._newest = self._append(owed, last, when[:10])
        except OSError as error:
            self._miss(sort, when, error)
            return False
        self._started = True
        if self.lost:
            LOG.warning("播放记录恢复，缺 %d 条 (the journal is written again; lost records above)", self.lost)
            self.lost = 0
        self._flush_when_due()
        return True

    def _append(self, records: list[tuple[str, dict[str, object]]], last: Link, day: str) -> Link:
        """All records by one write, so that they are there together or not at all. Raises OSError."""
        lines = []
        for sort, fields in records:
            line, last = chain.line_of(last, sort, fields)
            lines.append(line)
        data = b"".join(lines)
        fd = self._file(day)
        size = os.fstat(fd).st_size
        taken = os.write(fd, data)
        if taken < len(data):
            os.ftruncate(fd, size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return last

    def _miss(self, sort: str | None, when: str, error: OSError) -> None:
        """A record is lost. The truth is on the disk: the next write looks there first."""
        if not self.lost:
            self._lost_since = when
            LOG.error("播放记录写不进去，画面不受影响 (the journal cannot be written): %s", error)
        self.lost += sort == "showing"
        self._last = None
        if self._fd is not None:
            with suppress(OSError):
                os.close(self._fd)
            self._fd = None

    def _file(self, day: str) -> int:
        """The file of the day, open for appending; another one if somebody removed it meanwhile. Raises OSError."""
        if self._fd is not None and day == self._day and os.fstat(self._fd).st_nlink:
            return self._fd
        if self._fd is not None:
            self._retired.append(self._fd)
            self._fd = None
        path = self.folder / (day + chain.SUFFIX)
        self._let_go(path)
        self._fd = os.open(path, _APPEND, 0o644)
        self._day = day
        self._due_at = 0.0
        return self._fd

    def _let_go(self, path: Path) -> None:
        """Returns when the file is not one that is vouched for and about to go: what is written to it would go too. Raises OSError."""
        for _ in range(2):  # a flush that is under way, and the one after it
            if path in self._leaving:
                self._due_at = 0.0
                self._flush_when_due()
                if self._flusher is not None:
                    self._flusher.join(PARTING / 2)
        if path in self._leaving:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    # opening

    def _opened(self) -> Link:
        """The record that the next one follows. At first, or after a failure, the disk is asked. Raises OSError."""
        if self._last is not None:
            return self._last
        make_folder(self.folder)
        paths = chain.files(self.folder)
        head = chain.read_head(self.folder)
        found: dict[str, object] = {}
        if head is None and paths:
            found["doubt"] = "head lost"
        elif head is None:
            chain.write_head(self.folder, GENESIS)
        last, torn = self._look(paths, max(head or GENESIS, self._newest, key=lambda link: link.number))
        if torn:
            found["torn"] = torn
        if not self._started:
            self._found = found
            for path in self.folder.glob(f".*{PART}"):  # heads that a crash left unfinished
                path.unlink(missing_ok=True)
        self._last = last
        return last

    @staticmethod
    def _look(paths: list[Path], known: Link) -> tuple[Link, int]:
        """The newest record of all files, or `known` where that is later; and the bytes that were cut off as torn.

        Where records are gone that are known of, the next one still follows them: so their absence shows for ever.
        """
        newest, torn = known, 0
        for path in paths:
            tail = chain.tail(path)
            if tail.torn:
                os.truncate(path, tail.size - tail.torn)
                torn += tail.torn
            if tail.last is not None and tail.last.number > newest.number:
                newest = tail.last
        return newest, torn

    # flushing

    def _flush_when_due(self) -> None:
        """Begins a flush every `FLUSH` seconds and at each new file, unless one is still under way."""
        now = self._monotonic()
        if now < self._due_at or (self._flusher is not None and self._flusher.is_alive()):
            return
        self._due_at = now + FLUSH
        work = self._work()
        if not self._background:
            self._flush(work)
            return
        self._flusher = threading.Thread(target=self._flush_soon, args=(work,), name="journal", daemon=True)
        try:
            self._flusher.start()
        except RuntimeError:  # no more threads: this once it is waited for
            self._flusher = None
            self._flush(work)

    def _flush_soon(self, work: _Work) -> None:
        """On a thread of its own, which does not fight for the interpreter with what is written in the same breath."""
        time.sleep(BREATH)
        self._flush(work)

    def _flush_now(self) -> None:
        """Everything is on the disk, unless a flush under way hangs for longer than `PARTING`."""
        if self._flusher is not None:
            self._flusher.join(PARTING)
            if self._flusher.is_alive():
                return
            self._flusher = None
        self._flush(self._work())

    def _work(self) -> _Work:
        """What there is to flush now."""
        fds, self._retired = self._retired, []
        going, self._vouched = self._vouched, []
        if self._fd is not None:
            with suppress(OSError):
                fds.append(os.dup(self._fd))
        return _Work(tuple(fds), self._last, tuple(going))

    def _flush(self, work: _Work) -> None:
        """What was written is on the disk, then the head says so, then what is vouched for goes."""
        try:
            for fd in work.fds:
                os.fsync(fd)
            sync_folder(self.folder)
            if work.last is not None:
                chain.write_head(self.folder, work.last)
            for path in work.going:
                path.unlink(missing_ok=True)
            self._deaf = False
        except OSError as error:
            if not self._deaf:
                LOG.warning("播放记录没能存稳 (the journal could not be flushed): %s", error)
            self._deaf = True
        finally:
            self._leaving.difference_update(work.going)
            for fd in work.fds:
                with suppress(OSError):
                    os.close(fd)


@dataclass(frozen=True, slots=True)
class _Work:
    """What one flush is to do: files to flush and close, the last record in them, files to remove after that."""

    fds: tuple[int, ...]
    last: Link | None
    going: tuple[Path, ...]


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()

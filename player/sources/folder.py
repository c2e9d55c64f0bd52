"""A folder as a source: scanned as a whole at each look, on a disk of this machine or on a share."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from player.errors import SourceError
from player.model.listing import Listing, Signature
from player.model.problem import Problem
from player.model.units import Millis
from player.sources import lease
from player.sources.completeness import Lack, lack_of
from player.sources.errands import Errands
from player.sources.hold import Holding, In, Reason
from player.sources.mounts import Anchor, Mount, keep_anchor, mount_of, read_anchor
from player.sources.names import is_text, locks_of, may_be_shown, tells_its_end
from player.sources.opening import Opening, read_all
from player.sources.remarks import (
    Away,
    Deleted,
    problem_of_away,
    problem_of_confirmation,
    problem_of_deletion,
    problems_of,
    problems_of_held,
)
from player.sources.scan import BY_FD, LeftOut, Raw, Scan, scan
from player.sources.settle import QUIET, QUIET_NETWORK, Settled, Settling
from player.sources.source import Reading
from player.sources.steady import Steady

POLL = 2.0
"""Seconds between two looks at a folder of this machine whose events are not heard."""
POLL_NETWORK = 5.0
"""The same on a share, where nobody tells of what others write."""
POLL_AWAY = 1.0
"""The same while the folder is away."""
POLL_HINTED = 10.0
"""The same where events are heard: one can be lost."""
POLL_QUIET = 30.0
"""The same once nothing has changed for `LONG_QUIET`."""
LONG_QUIET = 60.0
HINT_PAUSE = 0.25
"""Seconds between two looks however many events come: a copy in progress sends thousands."""
CHECKED = 64 << 20
"""Bytes of pictures whose completeness one look tells, and of one picture at most: on a slow share 6 seconds of reading."""
CONFIRMED_FOR = 600.0
"""Seconds for which staff's word that a deletion is meant counts: it may lie there for ever."""
_POLL_EACH = 2.5e-3  # seconds of rest a file: a look takes 8 microseconds for it, so looking costs a third of a percent of a core
_HINT_EACH = 60e-6  # the same after events: at most a tenth

_LEAST = 64 << 10  # bytes that a file on a share counts for at least: opening it takes time too
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR})
_DENIED = frozenset({errno.EACCES, errno.EPERM})


def _nobody(_path: str, _signature: Signature) -> bool:
    return False


class Folder:
    """The source of one folder and everything below it.

    `network`: whether it is a share; None finds out. `per_look`: bytes of pictures that one look may read. `memory`: the
    file in which is kept, for the next start, where the folder was lying.

    Everything that touches the folder is an errand (`errands.py`), so no call here waits longer than that.
    """

    def __init__(
        self,
        root: str | os.PathLike[str],
        *,
        network: bool | None = None,
        by_fd: bool = BY_FD,
        per_look: float = CHECKED,
        memory: Path | None = None,
        errands: Errands | None = None,
    ) -> None:
        self.root = os.fspath(root)
        self._errands = Errands() if errands is None else errands
        self._memory = memory
        self._anchor = None if memory is None else read_anchor(memory, self.root)
        self.vouched: Callable[[str, Signature], bool] = _nobody
        """Whether the picture was taken in before, in this very version: then it need not be read to be believed."""
        self.left_out: tuple[LeftOut, ...] = ()
        self._network = network
        self._by_fd = by_fd
        self._mount = Mount(network=bool(network), stamps=False)
        self._identity: tuple[int, int] | None = None
        self._opening = Opening(self.root, self._errands, by_fd=by_fd)
        self._steady = Steady()
        self._settling = Settling(counts=may_be_shown)
        self._holding = Holding()
        self._per_look = self._left_to_check = per_look
        self._confirmed: tuple[Raw, float] | None = None
        """The confirmation that was seen, and since when it counts."""
        self._deleted: Deleted | None = None
        self._said: tuple[Problem, ...] = ()
        self._found = Scan()
        self._listing: Listing | None = None
        self._looked = self._changed = float("-inf")
        self._due: float | None = None
        self._was_away = False
        self._begun = 0.0
        self._hints = False

    def look(self, now: float, wall: Millis | None = None) -> Listing:
        """The settled files at the monotonic time `now`; see `Source.look`. Raises SourceError where it is away."""
        starting = self._looked == float("-inf")
        self._looked, self._left_to_check, self._begun = now, self._per_look, self._errands.clock()
        try:
            found = self._errands.do(
                lambda: scan(self.root, by_fd=self._by_fd, beat=self._errands.beat, known=self._identity)
            )
            if self._listing is not None and self._is_as_before(found):
                return self._listing
            confirmed = self._is_confirmed(found, now, starting=starting)
            self._adopt(found, confirmed=confirmed)
            settled = self._settling.look(
                found.files,
                now,
                hold=lambda path, seen, since: self._hold(path, seen, since, now),
                is_old=self._is_old(wall if self._listing is None or self._was_away else None),
                is_closed=found.is_closed,
                confirmed=confirmed,
                quiet_already=QUIET if self._was_away and self._mount.network else 0.0,
            )
        except OSError as error:
            raise self._away(error) from error
        self._was_away = False
        self._say(settled, now)
        listing = Listing(settled.entries, tuple(sorted(found.folders)), settled.waiting)
        if listing != self._listing:
            self._changed = now
        self._listing, self._due = listing, settled.due
        return listing

    def _is_as_before(self, found: Scan) -> bool:
        """Whether a look that found this says what the last one said: nothing changed, and nothing was waited for."""
        quiet = self._due is None and not self._was_away and found.confirmation is None
        return quiet and replace(found, mount=self._found.mount) == self._found

    def hinted(self, alive: bool) -> None:
        """Whether events of this folder are heard: then looks can be rare while nothing happens."""
        self._hints = alive

    def wake_at(self, now: float) -> float:
        """The monotonic time of the next look, never before `now`: soon while something is waited for, else later."""
        if self._mount.network:
            rest = POLL_NETWORK
        elif not self._hints:
            rest = POLL
        else:
            rest = POLL_QUIET if self._looked - self._changed >= LONG_QUIET else POLL_HINTED
        at = self._looked + max(rest, len(self._found.files) * _POLL_EACH)
        if self._due is not None:
            at = max(min(at, self._due), self.soonest)
        return max(now, at)

    @property
    def soonest(self) -> float:
        """The monotonic time before which not even a hint is worth a look."""
        return self._looked + max(HINT_PAUSE, len(self._found.files) * _HINT_EACH)

    @property
    def network(self) -> bool:
        """Whether the folder is on a share, as far as is known since the last look."""
        return self._mount.network

    @property
    def identity(self) -> tuple[int, int] | None:
        """Device and inode of the folder at the last look; None where it was away then."""
        return None if self._was_away else self._identity

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the last look left out or did not believe yet, and why."""
        return self._said

    def remember(self, paths: Iterable[str]) -> None:
        """Files that were there before a restart: if they are missing, that is doubted like any deletion."""
        self._settling.remember(paths)

    def read(self, path: str, limit: int) -> bytes:
        """The first `limit` bytes of a file of the last listing. Raises SourceError(retry) where it is not as listed."""
        with self.open(path) as file:
            return file.read(max(0, limit))

    @contextmanager
    def open(self, path: str) -> Iterator[Reading]:
        """A file of the last listing, to be read in the block.

        Raises SourceError(retry), on entering or on leaving, where it is not the file that was listed: what was read
        is not to be used then.
        """
        listed = self._found.files.get(path)
        if listed is None:
            raise SourceError(f"{path} was not there at the last look", retry=True)
        name, network = self._found.names.get(path, path), self._mount.network
        with self._opening.listed(name, listed, shown=path, network=network) as reading:
            yield reading

    def _away(self, error: OSError) -> SourceError:
        """The folder is away: nothing is believed of what seems to be missing, and it is said why."""
        self._settling.doubt_again()
        self._was_away = True
        self._due = self._looked + POLL_AWAY
        reason = error.strerror or str(error)
        if isinstance(error, _NotTheFolder):
            why = error.why
        elif isinstance(error, TimeoutError):
            why = Away.SILENT
        else:
            why = Away.GONE if error.errno in _GONE else Away.UNREADABLE
        point = "" if self._anchor is None else self._anchor.point
        problem = problem_of_away(why, root=self.root, point=point, reason=reason)
        self._said = (problem,)
        return SourceError(f"{problem.message.zh}({problem.message.en})", retry=True)

    def _say(self, settled: Settled, now: float) -> None:
        """Puts together what staff are told of this look."""
        self.left_out = tuple(self._found.left_out)
        waiting = frozenset(settled.waiting)
        self._holding.keep(waiting)
        self._steady.keep(waiting)
        if not settled.missing:
            self._deleted = None
        elif self._deleted is None or self._deleted.count != settled.missing:
            self._deleted = Deleted(settled.missing, settled.total)
        held = problems_of_held(self._holding.said(now))
        left = () if self._found.confirmation is None else (problem_of_confirmation(self._found.confirmation[0]),)
        if self._confirmed is None or now - self._confirmed[1] < CONFIRMED_FOR:
            left = ()
        self._said = (*problem_of_deletion(self._deleted), *left, *problems_of(self.left_out), *held)

    def _is_confirmed(self, found: Scan, now: float, *, starting: bool) -> bool:
        """Whether staff have said lately that what was deleted is meant. What lay there at the start is not of lately."""
        if found.confirmation is None:
            self._confirmed = None
        elif self._confirmed is None or self._confirmed[0] != found.confirmation[1]:
            self._confirmed = (found.confirmation[1], now - CONFIRMED_FOR if starting else now)
        return self._confirmed is not None and now - self._confirmed[1] < CONFIRMED_FOR

    def _adopt(self, found: Scan, *, confirmed: bool) -> None:
        """Takes the scan as the truth. Raises _NotTheFolder where it is not of the folder that was there before."""
        if found.identity != self._identity:
            mount = found.mount or self._errands.do(lambda: mount_of(self.root))
            inode = found.identity[1]
            if self._anchor is not None and not confirmed:
                if self._anchor.is_missing(mount, inode):
                    raise _NotTheFolder(Away.NOT_MOUNTED)
                is_other = self._identity is not None or inode != self._anchor.inode
                if is_other and not found.files and len(self._settling):
                    raise _NotTheFolder(Away.REPLACED)
            self._keep(Anchor(self.root, mount.point, mount.kind, inode))
            self._identity, self._mount = found.identity, mount
            if self._network is not None:
                self._mount = Mount(network=self._network, stamps=mount.stamps and not self._network)
            self._holding.network = self._mount.network
        self._found = found

    def _keep(self, anchor: Anchor) -> None:
        if self._memory is not None and anchor != self._anchor:
            keep_anchor(self._memory, anchor)
        self._anchor = anchor

    def _is_old(self, wall: Millis | None) -> Callable[[Raw], bool]:
        """Tells whether a file has not been touched for long, by its ctime, where that can be trusted."""
        if wall is None or not self._mount.stamps:
            return lambda _raw: False
        latest = (wall - int(self._settling.quiet * 1e3)) * 1_000_000
        return lambda seen: seen[2] <= latest

    def _hold(self, path: str, seen: Raw, since: float, now: float) -> float | None:
        """When to ask again about a file that has been quiet; None where it can be taken."""
        if self._mount.network and now - since < QUIET_NETWORK and not self._is_read(path, seen):
            return since + QUIET_NETWORK
        if self._left_to_check <= 0 and self._is_read(path, seen):
            return now
        return self._holding.until(path, seen, since=since, now=now, ask=lambda: self._reason(path, seen))

    def _reason(self, path: str, seen: Raw) -> Reason | None:
        """What holds the file: a program that has it open, or bytes that are not there. Raises TimeoutError.

        What nobody may read is not held: that has words of its own.
        """
        if path in self._found.clouds:
            return In.CLOUD
        if self._found.locks and not self._found.locks.isdisjoint(locks_of(path)):
            return In.EDITOR
        check = self._is_read(path, seen)
        if self._mount.network and not check:
            return None
        if check:
            self._left_to_check -= max(seen[0], _LEAST) if self._mount.network else seen[0]
        try:
            return self._errands.do(lambda: self._asked(path, seen, check=check))
        except TimeoutError:
            raise
        except OSError as error:
            return None if error.errno in _DENIED or not check else Lack.UNREAD

    def _asked(self, path: str, seen: Raw, *, check: bool) -> Reason | None:
        """The errand of `_reason`: is it open for writing, are its bytes there and the same as before. Raises OSError."""
        with self._opening.file(self._found.names.get(path, path)) as file:
            if not self._mount.network and lease.has_writer(file.fileno()):
                return In.WRITER
            if not check:
                return None
            at = self._looked + self._errands.clock() - self._begun
            data = read_all(file, seen[0], self._errands.beat)
        lack = lack_of(data) if tells_its_end(path) else None
        if lack is None and self._mount.network and not self._steady.is_steady(path, seen, data, at):
            return In.CHANGE
        return lack

    def _is_read(self, path: str, seen: Raw) -> bool:
        """Whether the bytes are asked before it is believed: of pictures, on a share of texts too, each version once."""
        asked = tells_its_end(path) or (self._mount.network and is_text(path))
        return asked and seen[0] <= CHECKED and not self.vouched(path, Signature(*seen))


class _NotTheFolder(OSError):
    """What lies at the folder's path is not the folder."""

    def __init__(self, why: Away) -> None:
        super().__init__(why.value)
        self.why = why

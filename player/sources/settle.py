"""When a file is finished, and when it is really gone: decided on what the looks saw, with the time as an argument.

Finished: its signature has not changed for a quiet time, and no program has it open for writing. The signature is
compared with `!=`: a copy may set a file's times back. What holds a file longer is told by `hold.py`.

Gone: missing in two good looks some time apart. Programs that replace a file by deleting and creating it leave a gap of
milliseconds; a share that is half mounted looks like an empty folder. So a single file must be missing for `GONE`, and
where all files or most of them vanish together, for `GONE_MANY`; and where three or more do, most likely somebody's hand
slipped: for `GONE_MASS`, unless it is confirmed. A file that was moved is gone as soon as it is
settled under its new name. Until then a missing file is `waiting`: its last version stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from player.model.listing import Entry, Signature
from player.sources.scan import Raw

QUIET = 2.0
"""Seconds without a change after which a file on a disk of this machine is finished."""
QUIET_NETWORK = 5.0
"""The same on a share, where a copy may pause for longer."""
GONE = 2.0
"""Seconds between the two looks that must miss a file."""
GONE_MANY = 10.0
"""The same where more than half of at least `MANY` files are missing, or all of them."""
MANY = 3
GONE_MASS = 300.0
"""The same where these are `MANY` or more, unless staff confirm it."""


_Body = tuple[int, int, int]


@dataclass(slots=True)
class _Known:
    """What is known of one path. `entry` is set while it is settled, `shown` once it has ever been and counts."""

    raw: Raw | None
    since: float
    entry: Entry | None = None
    shown: bool = False
    gone: float | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """The settled entries and the paths that are waited for, both sorted; `due`: when waiting may have an end.

    `missing`: how many of `total` files a mass deletion took that is not believed yet; 0 where there is none.
    """

    entries: tuple[Entry, ...]
    waiting: tuple[str, ...]
    due: float | None
    missing: int = 0
    total: int = 0


Hold = Callable[[str, Raw, float], float | None]
"""Asked with path, signature and the time of its last change: when to ask again; None where nothing holds the file."""


class Settling:
    """Remembers between looks; `quiet` is the quiet time in seconds, `counts(path)` says whether a file's loss is one."""

    def __init__(self, quiet: float = QUIET, counts: Callable[[str], bool] = lambda _path: True) -> None:
        self.quiet = quiet
        self._counts = counts
        self._known: dict[str, _Known] = {}

    def remember(self, paths: Iterable[str]) -> None:
        """Counts the paths as shown before: if they are missing, that is doubted first."""
        for path in paths:
            self._known.setdefault(path, _Known(None, 0.0, shown=True))

    def doubt_again(self) -> None:
        """A look has failed: what was missing before must be missed twice anew."""
        for known in self._known.values():
            known.gone = None

    def __len__(self) -> int:
        """How many files there are that were ever settled."""
        return sum(known.shown for known in self._known.values())

    def look(
        self,
        files: Mapping[str, Raw],
        now: float,
        *,
        hold: Hold,
        is_old: Callable[[Raw], bool] = lambda _raw: False,
        is_closed: Callable[[str], bool] = lambda _path: False,
        confirmed: bool = False,
        quiet_already: float = 0.0,
    ) -> Settled:
        """What is settled at `now`, after a scan that found `files`.

        `hold` is asked once a file has been quiet; `is_old(raw)` says that it has been for long already;
        `is_closed(path)` that the scan could not see there; `confirmed` that a mass deletion is meant. What is new counts
        as quiet for `quiet_already` seconds.
        """
        times = (now, now - quiet_already)
        due = [self._see(path, seen, times, hold, is_old) for path, seen in files.items()]
        total = len(self)
        missing = self._miss(files, now, is_closed, due, confirmed=confirmed)
        entries = tuple(known.entry for _, known in sorted(self._known.items()) if known.entry is not None)
        waiting = tuple(sorted(path for path, known in self._known.items() if known.entry is None))
        return Settled(entries, waiting, min((at for at in due if at is not None), default=None), missing, total)

    def _see(
        self, path: str, seen: Raw, times: tuple[float, float], hold: Hold, is_old: Callable[[Raw], bool]
    ) -> float | None:
        """Takes note of a file that is there; when to look at it again, if that is soon.

        `times`: now, and since when it counts as quiet if it is new.
        """
        now, since = times
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = _Known(seen, since)
        elif known.raw != seen:
            known.raw, known.since, known.entry = seen, since, None
        known.gone = None
        if known.entry is not None:
            return None
        if now - known.since < self.quiet and not is_old(seen):
            return known.since + self.quiet
        held = hold(path, seen, known.since)
        if held is not None:
            return held
        known.entry, known.shown = Entry(path, Signature(*seen)), known.shown or self._counts(path)
        return None

    def _miss(
        self,
        files: Mapping[str, Raw],
        now: float,
        is_closed: Callable[[str], bool],
        due: list[float | None],
        *,
        confirmed: bool,
    ) -> int:
        """Takes note of the files that are missing, adds to `due` when to look for each; how many a mass deletion took."""
        missing = {path: known for path, known in self._known.items() if path not in files and not is_closed(path)}
        moved = self._bodies(files) if any(known.shown for known in missing.values()) else {}
        places = {path: moved.get(_body(known.raw)) for path, known in missing.items()}
        lost = sum(known.shown and places[path] is None for path, known in missing.items())
        patience = self._patience(lost, len(files), confirmed=confirmed)
        doubted = 0
        for path, known in missing.items():
            known.gone = now if known.gone is None else known.gone
            known.entry = None
            arrived = places[path]  # None: nowhere else; False: elsewhere, and not settled there yet
            if not known.shown or arrived or (arrived is None and now - known.gone >= patience):
                del self._known[path]
            elif arrived is None:
                due.append(known.gone + patience)
                doubted += 1
        return doubted if patience == GONE_MASS else 0

    def _patience(self, missing: int, present: int, *, confirmed: bool) -> float:
        total = len(self)
        if 2 * missing > total and missing >= MANY and not confirmed:
            return GONE_MASS
        return GONE_MANY if not present or (total >= MANY and 2 * missing > total) else GONE

    def _bodies(self, files: Iterable[str]) -> dict[_Body | None, bool]:
        """The bodies of all files that are there, and whether they are settled.

        A missing file with the same body has only changed its name: it is gone when it is settled under the new one.
        """
        known = ((path, self._known[path]) for path in files)
        return {body: one.entry is not None for path, one in known if (body := _body(one.raw)) is not None}


def _body(raw: Raw | None) -> _Body | None:
    """What a file keeps when it is renamed: size, time of change, inode. None where the system gives no inode."""
    return None if raw is None or not raw[3] else (raw[0], raw[1], raw[3])

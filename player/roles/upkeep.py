"""What the intake does for the cache besides filling it, a little at each look, and what it tells staff of it.

* Room on the disk: taking in stops before it is full, the ballast goes when it is, garbage goes earlier than its day.
* Rot: one object a minute is read from the disk and compared with its name, the snapshot and its pointers once a round.
  What is damaged is fetched from the folder again; until it is, no frame is painted from it.
* Failures: a cache that cannot be written is said once, with how much room there is and what takes it, until it is mended.
* The last run: whether the machine went down under it.
"""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable, Iterator

from player.clock import Clock
from player.errors import StoreError
from player.model.content import Asset
from player.model.problem import Place, Problem
from player.model.snapshot import DayTable, Snapshot
from player.model.units import DAY, HOUR, Digest, Millis
from player.model.words import Language, Words
from player.prepare.frames import FrameStore
from player.status import saying
from player.store import last_run
from player.store.ballast import Ballast
from player.store.collect import restamp
from player.store.problems import PROBLEMS
from player.store.published import Loaded, needed
from player.store.space import MB, Space, space, taken
from player.store.store import Store
from player.timeline.calendar import Calendar

LOG = logging.getLogger("qingbo.upkeep")

LOOK = 10.0
"""Seconds between two looks at the room on the disk."""

SCRUB = 60.0
"""Seconds between two objects that are read: a hundred pictures are gone through in less than two hours."""

FULL = 60.0
"""Seconds for which nothing large is tried on a disk that was full; a quota does not show before."""

GROWN = 600.0
"""Seconds between two sums of what takes how much, which walk the whole cache."""

FRAMES = 2 << 30
"""Bytes that frames may take though the glass, which knows better which it needs, has not tidied them: a countdown has
one a day. What goes by mistake is painted again."""

_FOLDERS = {
    "objects": Words("图片", "pictures"),
    "frames": Words("做好的画面", "frames"),
    "journal": Words("播放记录", "records"),
    "log": Words("日志", "logs"),
    "thumbnails": Words("缩略图", "thumbnails"),
    "screenshots": Words("截图", "screenshots"),
    "snapshots": Words("内容清单", "content lists"),
    "ballast": Words("备用空间", "reserve"),
}
"""What people call the parts of the cache."""

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


class Upkeep:
    """Looks after the cache of `store`. `reread` has an object that is damaged fetched from the folder again."""

    def __init__(self, store: Store, clock: Clock, zone: str, reread: Callable[[Digest], None]) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._reread = reread
        self._ballast = Ballast(store.root)
        self._space: Space | None = None
        self._measured: Space | None = None
        """The same where it was looked at for this very look of the intake."""
        self._looked: float | None = None
        self._full_until = 0.0
        self._scrubbed = clock.monotonic()
        self._collected: Millis | None = None
        self._round: Iterator[Asset] = iter(())
        self._has_read = False
        self._summed: tuple[float, Words] | None = None
        self._began = Millis(0)
        self._power: tuple[Problem, ...] = ()
        self._found: tuple[Problem, ...] = ()
        self._damaged: dict[Digest, tuple[Asset, int]] = {}
        self._mended: dict[str, float] = {}
        self._refused: StoreError | None = None
        self._failure: tuple[Problem, ...] = ()
        self._low: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What staff should know of the cache and its disk now."""
        return (*self._failure, *self._low, *self._found, *self._rot(), *self._power)

    def begin(self, loaded: Loaded) -> None:
        """Takes note of what a start found: a cache that was not whole, a run that did not end well."""
        self._found = loaded.problems
        for problem in loaded.problems:
            LOG.warning("%s", problem.message.zh)
        now = self._clock.machine()
        begun = last_run.begin(self._store.root, process=os.getppid(), now=now)
        self._began = begun.run.began
        if begun.run.power_lost is not None:
            self._power = (PROBLEMS.problem("power-lost", when=self._said(begun.run.power_lost)),)
            if begun.is_news:
                LOG.warning("%s", self._power[0].message.zh)
        elif begun.killed:
            LOG.warning("上次没有正常退出，内容完好 (the last run was killed)")

    def tend(self, snapshot: Snapshot | None, digest: Digest | None, now: Millis, *, doubtful: bool = False) -> None:
        """One look's share of the work, for what is published. Never raises for the disk's sake.

        `doubtful`: nobody knows how old anything is, and nothing is removed for its age.
        """
        mono = self._clock.monotonic()
        if self._looked is None or mono - self._looked >= LOOK:
            measured = None if self._looked is None else self._measured  # None: something else is known since
            self._looked = mono
            self._look(mono, measured)
        self._measured = None
        self._check_again(snapshot)
        if snapshot is not None and digest is not None and mono - self._scrubbed >= SCRUB:
            self._scrubbed = mono
            self._scrub(snapshot, digest)
        if not doubtful and (self._collected is None or now - self._collected >= (HOUR if self._low else DAY)):
            self._collected = now
            self._collect()
        if self._power and abs(self._clock.machine() - self._began) >= DAY:
            self._power = ()
        self._mended = {name: at for name, at in self._mended.items() if mono - at < DAY / 1e3}

    def has_room(self) -> bool:
        """Whether something large may be taken in now. Where the disk said that it is full it is left alone for a while."""
        self._space = self._measured = space(self._store.root)
        if self._clock.monotonic() < self._full_until:
            return False
        return self._space is None or not self._space.is_low

    def is_full(self, error: StoreError) -> bool:
        """Whether the cache refused something large for want of room, which is taken note of."""
        if _number(error) not in _FULL:
            return False
        self._full_until = self._clock.monotonic() + FULL
        self._looked = None
        self._use_ballast()
        return True

    def no_room(self, path: str) -> Problem:
        """What is said of a picture that is not taken in."""
        free = _amount(self._space.free) if self._space is not None else "0 MB"
        return PROBLEMS.problem("disk-no-room", Place(path), free=free)

    def refused(self, error: StoreError) -> None:
        """The cache did not take something. On a full disk the ballast goes, so that the next try finds room."""
        if _number(error) in _FULL:
            self._use_ballast()
        first = self._refused is None
        self._refused = error
        self._looked = None
        self._failure = self._failing(space(self._store.root))
        if first:
            LOG.error("%s %s", self._failure[0].message.zh, error)

    def taken_in(self) -> None:
        """The folder was read, and the cache took everything that there was for it."""
        self._has_read = True
        if self._refused is not None:
            LOG.info("缓存又能写入了 (the cache is written again)")
            self._refused, self._failure, self._looked = None, (), None

    # room

    def _look(self, mono: float, measured: Space | None) -> None:
        """Looks at the room there is: what may be taken in, whether the ballast is needed, what is to be said."""
        self._space = seen = measured or space(self._store.root)
        if seen is None:
            return
        if seen.is_full:
            self._use_ballast()
        elif (held := self._ballast.size) < seen.ballast <= seen.free - seen.enough + held:
            self._ballast.take(seen.ballast)
        self._failure = self._failing(seen)
        was = bool(self._low)
        self._low = tuple(self._lacking(seen, mono))
        if self._low and not was:
            LOG.warning("%s", self._low[0].message.zh)
        elif was and not self._low:
            LOG.info("磁盘空间够了，恢复收取图片 (there is room on the disk again)")

    def _use_ballast(self) -> None:
        if self._ballast.drop():
            LOG.warning("磁盘已满，动用备用空间 (the disk is full: the reserve is used)")

    def _lacking(self, seen: Space, mono: float) -> Iterator[Problem]:
        free, grown = _amount(seen.free), self._grown
        if mono < self._full_until and self._refused is None:
            yield PROBLEMS.problem("disk-full", free=free, grown=grown(mono))
        elif seen.is_low and self._refused is None:
            size, enough = _amount(seen.size), _amount(seen.enough)
            yield PROBLEMS.problem("disk-low", free=free, size=size, enough=enough, grown=grown(mono))

    def _failing(self, seen: Space | None) -> tuple[Problem, ...]:
        """What is wrong with the disk, as far as it showed: it is to be read alone, full, or failing."""
        free = Words("不明", "unknown") if seen is None else _amount(seen.free)
        code = None if self._refused is None else _number(self._refused)
        if code == errno.EROFS or (seen is not None and seen.read_only):
            return (PROBLEMS.problem("disk-read-only", free=free),)
        if self._refused is None:
            return ()
        if code in _FULL:
            return (PROBLEMS.problem("disk-full", free=free, grown=self._grown(self._clock.monotonic())),)
        return (PROBLEMS.problem("cache-refused", reason=str(self._refused), free=free),)

    def _grown(self, mono: float) -> Words:
        """What takes most: the three largest parts of the cache, and what does not belong to it."""
        if self._summed is None or mono - self._summed[0] >= GROWN:
            self._summed = (mono, self._sum())
        return self._summed[1]

    def _sum(self) -> Words:
        parts = taken(self._store.root)
        total = sum(size for _, size in parts)
        named = [(_FOLDERS.get(name, Words(name, name)), _amount(size)) for name, size in parts[:3] if size]
        seen = space(self._store.root)
        others = "" if seen is None else _amount(max(0, seen.size - seen.free - total))
        zh = "、".join(f"{name.zh} {size}" for name, size in named)
        en = ", ".join(f"{name.en} {size}" for name, size in named)
        return Words(
            f"缓存占 {_amount(total)}（{zh}），别的程序和系统占 {others}",
            f"the cache takes {_amount(total)} ({en}), other programs and the system {others}",
        )

    def _collect(self) -> None:
        """Removes what no snapshot needs any more, and frames that pile up where nothing new is adopted for long."""
        seen = space(self._store.root)
        try:
            self._store.collect(self._clock.machine())
            frames = self._store.root / "frames"
            restamp(frames.glob("*.frame"), self._clock.machine())
            FrameStore(frames).prune(budget=FRAMES if seen is None else seen.share(FRAMES), keep=())
        except (StoreError, OSError) as error:
            LOG.info("缓存没能清理 (the cache could not be tidied): %s", error)

    # rot

    def _scrub(self, snapshot: Snapshot, digest: Digest) -> None:
        """Reads one object that is needed now; at the end of a round the snapshot and its pointer."""
        used = {asset.digest for asset in needed(snapshot)}
        asset = next((asset for asset in self._round if asset.digest in used), None)
        if asset is not None:
            self._check(asset)
        elif not self._has_read or self._is_current(snapshot, digest):
            self._round = iter(needed(snapshot))

    def _is_current(self, snapshot: Snapshot, digest: Digest) -> bool:
        """Whether a start would load this snapshot. Where the pointer or the snapshot has rotted it is written again."""
        if self._store.current() == digest and self._store.is_sound_snapshot(digest):
            return True
        LOG.warning("缓存里的内容清单损坏，重新写入 (the snapshot or its pointer is damaged and written again)")
        try:
            self._store.publish(snapshot)
        except StoreError as error:
            if _number(error) is not None:  # else it lacks an object, which is told already
                self.refused(error)
            return False
        self._mended[""] = self._clock.monotonic()
        return True

    def _check(self, asset: Asset) -> None:
        if self._store.is_sound(asset) or asset.digest in self._damaged:
            return
        LOG.warning("缓存损坏，重取“%s” (an object has rotted and is fetched again)", asset.name)
        self._damaged[asset.digest] = (asset, self._stamp(asset))
        self._reread(asset.digest)

    def _check_again(self, snapshot: Snapshot | None) -> None:
        """What was damaged and has been fetched meanwhile is told as such; what nobody needs any more is not told."""
        if self._damaged and snapshot is not None:
            used = {asset.digest for asset in needed(snapshot)}
            self._damaged = {digest: kept for digest, kept in self._damaged.items() if digest in used}
        for digest, (asset, stamp) in tuple(self._damaged.items()):
            seen = self._stamp(asset)
            if seen == stamp:
                continue
            self._damaged[digest] = (asset, seen)
            if self._store.is_sound(asset):
                del self._damaged[digest]
                self._mended[asset.name] = self._clock.monotonic()
                LOG.info("“%s”已重取 (it is whole again)", asset.name)
        if self._found and self._has_read and not self._store.load().problems:
            self._found = ()
            self._mended[""] = self._clock.monotonic()

    def _stamp(self, asset: Asset) -> int:
        """What changes when the object is written again."""
        try:
            status = self._store.object_path(asset.digest).stat()
        except OSError:
            return 0
        return hash((status.st_mtime_ns, status.st_ino))

    def _rot(self) -> Iterator[Problem]:
        for asset, _ in self._damaged.values():
            yield PROBLEMS.problem("cache-gap", Place(asset.name), name=asset.name)
        for name in self._mended:
            yield PROBLEMS.problem(
                "cache-mended", Place(name or None), what=Words(f"“{name}”", f"“{name}”") if name else ""
            )

    def _said(self, instant: Millis) -> Words:
        calendar = Calendar(self._zone, DayTable())
        return Words(*(saying.full(instant, calendar, language) for language in (Language.ZH, Language.EN)))


def _amount(size: int) -> str:
    """The bytes as people say them."""
    if size >= 1000 * MB:
        return f"{size / 1000 / MB:.1f} GB"
    if size >= MB:
        return f"{size / MB:.0f} MB" if size >= 10 * MB else f"{size / MB:.1f} MB"
    return f"{size // 1000} KB"


def _number(error: StoreError) -> int | None:
    """The system's number for what went wrong; None where it was not the system that said so."""
    cause = error.__cause__
    return cause.errno if isinstance(cause, OSError) else None

"""Writers and those who look, in real time and on a real share: who takes which bytes of which file, and when."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeVar

from player.clock import SystemClock
from player.errors import SourceError
from player.sources.folder import Folder
from tests.support.writers import WAYS, Hands

now = time.monotonic
T = TypeVar("T")


class Patient(type(Path())):  # type: ignore[misc]  # the class of paths of this system
    """A path on a share, where a name is busy for a moment while somebody reads the file: any program tries again."""

    def unlink(self, missing_ok: bool = False) -> None:
        self._tried(lambda: super(Patient, self).unlink(missing_ok))

    def rename(self, target: str | os.PathLike[str]) -> Path:
        return self._tried(lambda: super(Patient, self).rename(target))

    def replace(self, target: str | os.PathLike[str]) -> Path:
        return self._tried(lambda: super(Patient, self).replace(target))

    @staticmethod
    def _tried(what: Callable[[], T]) -> T:
        for _ in range(100):
            try:
                return what()
            except OSError as error:
                if error.errno != errno.EBUSY:
                    raise
            time.sleep(0.05)
        return what()


class RealHands(Hands):
    """Hands whose stalls are as long as they must be for a quiet time to run out, and no longer."""

    def long(self) -> float:
        return self.random.uniform(5.2, 6.5)

    def chunks(self, data: bytes, least: int = 4, most: int = 5) -> list[tuple[int, bytes]]:
        return super().chunks(data, min(least, 5), 5)

    def resize(self, fd: int, size: int) -> None:
        """Not every client has a call for it: a byte at the end does the same."""
        if os.fstat(fd).st_size < size:
            os.pwrite(fd, b"\0", size - 1)


@dataclass(frozen=True)
class Taken:
    """One version of a file that somebody took for finished."""

    at: float
    path: str
    data: bytes


class Looking(threading.Thread):
    """Somebody who looks at a folder until told to stop. `taken` is all that was believed, `there` what is believed now."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.taken: list[Taken] = []
        self.there: dict[str, bytes] = {}
        self.away: list[tuple[float, float]] = []
        self.error: BaseException | None = None
        self._done = threading.Event()

    def run(self) -> None:
        try:
            while not self._done.is_set():
                self._done.wait(self.look())
        except BaseException as error:  # noqa: BLE001  # it is told where the thread is joined
            self.error = error

    def look(self) -> float:
        """One look; how many seconds to rest."""
        raise NotImplementedError

    def stop(self) -> None:
        self._done.set()
        self.join(60.0)
        if self.error is not None:
            raise self.error
        assert not self.is_alive(), "it hangs"

    def until(self, what: Callable[[], bool], *, seconds: float) -> float:
        """The seconds until `what` came true."""
        begun = now()
        while not what():
            assert self.is_alive(), self.error
            assert now() - begun < seconds, f"not within {seconds} s; there: {sorted(self.there)}"
            time.sleep(0.02)
        return now() - begun

    def _took(self, path: str, data: bytes) -> None:
        self.taken.append(Taken(now(), path, data))
        self.there[path] = data


class Ours(Looking):
    """The way of the player: look, read what is listed, use it if it was the same until the end."""

    def __init__(self, folder: Folder) -> None:
        super().__init__()
        self.folder = folder
        self.waits: list[float] = []
        self.codes: set[str] = set()
        self._clock = SystemClock()
        self._signatures: dict[str, object] = {}
        self._away_since: float | None = None

    @property
    def is_away(self) -> bool:
        return self._away_since is not None

    def look(self) -> float:
        begun = now()
        try:
            listing = self.folder.look(begun, self._clock.machine())
        except SourceError:
            self._away_since = begun if self._away_since is None else self._away_since
            self.codes |= {problem.code for problem in self.folder.problems}
            self.waits.append(now() - begun)
            return max(0.05, self.folder.wake_at(now()) - now())
        if self._away_since is not None:
            self.away.append((self._away_since, begun))
            self._away_since = None
        self.codes |= {problem.code for problem in self.folder.problems}
        listed = {entry.path: entry.signature for entry in listing.entries}
        for path in set(self.there) - set(listed) - set(listing.waiting):
            del self.there[path], self._signatures[path]
        for path, signature in listed.items():
            if self._signatures.get(path) != signature:
                self._read(path, signature)
        self.waits.append(now() - begun)
        return max(0.05, self.folder.wake_at(now()) - now())

    def _read(self, path: str, signature: object) -> None:
        try:
            with self.folder.open(path) as file:
                data = b""
                while part := file.read(1 << 20):
                    data += part
        except SourceError:
            return
        if data:  # an empty file is refused with words, and the last version stays
            self._took(path, data)
            self._signatures[path] = signature


class SizeStable(Looking):
    """What is usually done on a share: a walk each second; a file whose size was the same for two of them is finished.

    A folder that cannot be read is passed over without a word, as `os.walk` does.
    """

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root
        self._sizes: dict[str, tuple[tuple[int, int], float, bool]] = {}

    def look(self) -> float:
        there: set[str] = set()
        for folder, _, names in os.walk(self._root):
            for name in names:
                path = Path(folder) / name
                if name.startswith((".", "~")) or name.endswith((".tmp", ".part", ".crdownload", ".filepart", "~")):
                    continue
                shown = path.relative_to(self._root).as_posix()
                there.add(shown)
                try:
                    about = path.stat()
                    size = (about.st_size, int(about.st_mtime))
                    before, since, taken = self._sizes.get(shown, (None, now(), False))
                    if size != before:
                        since, taken = now(), False
                    if now() - since >= 2.0 and not taken:
                        self._took(shown, path.read_bytes())
                        taken = True
                    self._sizes[shown] = (size, since, taken)
                except OSError:
                    continue
        for path in set(self.there) - there:
            del self.there[path]
        return 1.0


@dataclass
class Writing:
    """One writer: what it does to its own folder below `root`, and how it went."""

    way: str
    hands: RealHands
    ended: float | None = None
    error: BaseException | None = None
    late: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """What is there from the beginning."""
        self._steps = WAYS[self.way](self.hands)
        self.hands.now = now()
        next(self._steps)

    def go_on(self) -> None:
        """The rest of it, in its own time."""
        try:
            self.hands.now = now()
            for pause in self._steps:
                time.sleep(pause)
                self.hands.now = now()
        except BaseException as error:  # noqa: BLE001  # it is told at the end
            self.error = error
        self.ended = now()

    def whole(self, path: str, data: bytes) -> bool:
        """Whether the bytes were ever the whole of the file."""
        return data in self.hands.whole.get(path, ())


@contextmanager
def looking(*all_: Looking) -> Iterator[None]:
    """They look, and have stopped afterwards."""
    for one in all_:
        one.start()
    try:
        yield
    finally:
        for one in all_:
            one.stop()


def writing(way: str, seed: int, root: Path, outside: Path, inside: str) -> Writing:
    """A writer with the folder `inside` of `root` for itself."""
    (root / inside).mkdir(parents=True)
    (outside / inside).mkdir(parents=True)
    hands = RealHands(Patient(root / inside), Patient(outside / inside), Random(f"{way} {seed}"), network=True)
    return Writing(way, hands)

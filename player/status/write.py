"""The status page and its report are put where staff find them: into `状态/` of the watched folder, else into the cache.

The watched folder may be on a share, so four things are never trusted:

* that it answers: its files are written by a thread of their own; where that takes too long, the cache gets the page,
  and the folder is left alone until the thread has come back;
* that it is there: `状态` is made in a folder that exists, never a folder above it, and nothing is written while it is away;
* that `状态` is ours: a link or a file of that name is not followed;
* that the name is free: two screens with one name (nobody named them) must not take turns with one page. A report
  says who wrote it; one that another wrote within `HELD` is left to them, and the next name is tried.

Written beside its place and renamed, so a reader sees the old page or the new one. Not flushed to the disk, unlike the
store: after a power cut the next start writes it anew.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import platform
import re
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from player.model.names import STATUS_FOLDER
from player.model.settings import Settings

LOG = logging.getLogger("qingbo.status")

EVERY = 300.0
"""Seconds after which the page is written again though nothing changed: its time tells staff that the player lives."""

AT_MOST = 2.0
"""Seconds between two writings, however much changes."""

PATIENCE = 2.0
"""Seconds that the watched folder has to take the page."""

HELD = 900.0
"""Seconds for which a page of another player keeps its name."""

_STEM = "状态"
_LONGEST = 100  # bytes of a screen's name in a file's name, of 255 that a name may have
_UNFIT = re.compile(r'[<>:"/\\|?*\s]+')
_BY = re.compile(rb'"by": "([0-9a-f]{12})"')
_HEAD = 256  # bytes of a report that say who wrote it
_WINDOWS_TRIES = 10
_WINDOWS_PAUSE = 0.05  # seconds
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class StatusWriter:
    """Writes the pages of the screen called `screen`.

    `host` is this machine's name, for screens that nobody named; `patience` the seconds that the watched folder has.
    """

    def __init__(
        self, folder: Path, cache: Path, screen: str, *, host: str | None = None, patience: float = PATIENCE
    ) -> None:
        machine = platform.node() if host is None else host
        self.identity = hashlib.sha256(f"{machine}\0{cache}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
        self._stems = tuple(_stems(screen, machine, self.identity))
        self._folder = folder
        self._cache = cache
        self._patience = patience
        self._thread: threading.Thread | None = None
        self._told: tuple[object, float] | None = None
        self._at: Path | None = None

    def due(self, key: object, now: float) -> bool:
        """Whether a page is worth making at the monotonic time `now` (seconds): `key` stands for all that should not wait.

        True when the key changed, and in any case every five minutes. Asking is free, so ask before the facts are gathered.
        """
        if self._told is None:
            return True
        told, at = self._told
        return now - at >= (AT_MOST if key != told else EVERY)

    def write(
        self, page: str, report: Mapping[str, Any], *, away: bool = False, key: object = None, now: float = 0.0
    ) -> Path | None:
        """Where the page stands now; None where neither the folder nor the cache takes it. Never raises for the disk's sake.

        `away`: the folder is known to be away, so only the cache is written. `key` and `now` are those of `due`.
        """
        self._told = (key, now)
        files = self._files(page, report)
        at = None if away else self._in_folder(files)
        if at is None:
            at = _tried(lambda: self._put(self._cache / STATUS_FOLDER, files, make_parents=True))
        if at != self._at:
            self._tell(at)
        return at

    def _files(self, page: str, report: Mapping[str, Any]) -> dict[str, bytes]:
        """The two files by their endings; `backslashreplace` is JSON's own way to write half a surrogate."""
        told = json.dumps({"by": self.identity, **report}, ensure_ascii=False)
        return {
            ".json": told.encode("utf-8", "backslashreplace"),
            ".html": page.encode("utf-8", "backslashreplace"),
        }

    def _in_folder(self, files: dict[str, bytes]) -> Path | None:
        """Writes into the watched folder by a thread that may hang there; None where it did not get through in time."""
        if self._thread is not None and self._thread.is_alive():
            return None
        done: list[Path | None] = []

        def put() -> None:
            done.append(_tried(lambda: self._put(self._folder / STATUS_FOLDER, files, make_parents=False)))

        self._thread = threading.Thread(target=put, name="status", daemon=True)
        self._thread.start()
        self._thread.join(self._patience)
        return done[0] if done else None

    def _put(self, folder: Path, files: dict[str, bytes], *, make_parents: bool) -> Path:
        """Both files stand in `folder` under the first name that is ours to take. Raises OSError."""
        with suppress(FileExistsError):
            folder.mkdir(parents=make_parents)
        if not stat.S_ISDIR(folder.lstat().st_mode):
            raise NotADirectoryError(f"{folder} is not a folder")
        staged = {ending: folder / f".{self.identity}{ending}.part" for ending in files}
        try:
            for ending, path in staged.items():
                _write(path, files[ending])
            now = staged[".json"].lstat().st_mtime  # the folder's own clock, which may be a server's
            stem = next(stem for stem in self._stems if not self._is_held(folder / f"{stem}.json", now))
            for ending, path in staged.items():
                _land(path, folder / f"{stem}{ending}")
        finally:
            for path in staged.values():
                path.unlink(missing_ok=True)
        page = folder / f"{stem}.html"
        self._leave(folder, stem)
        return page

    def _is_held(self, report: Path, now: float) -> bool:
        """Whether another player wrote this report and is still at it. The last name has our identity in it: it is free."""
        if self.identity in report.name:
            return False
        try:
            fd = os.open(report, _READ)
        except OSError:
            return False
        try:
            about = os.fstat(fd)
            if not stat.S_ISREG(about.st_mode) or abs(now - about.st_mtime) >= HELD:
                return False
            by = _BY.search(os.read(fd, _HEAD))
        finally:
            os.close(fd)
        return by is not None and by[1].decode() != self.identity

    def _leave(self, folder: Path, stem: str) -> None:
        """Takes away the pages that we wrote under a name that we have given up: nobody would renew them."""
        before = self._at
        if before is None or before.parent != folder or before.stem == stem:
            return
        for ending in (".html", ".json"):
            with suppress(OSError):
                before.with_suffix(ending).unlink()

    def _tell(self, at: Path | None) -> None:
        """Logs where the page is: edges, not ticks."""
        self._at = at
        if at is None:
            LOG.warning("状态页写不进去：文件夹和缓存都不能写 (the status page cannot be written)")
        else:
            LOG.info("状态页在 %s (the status page)", at)


def _stems(screen: str, machine: str, identity: str) -> Iterator[str]:
    """The names to try, without ending: the plainest first, the last one surely free."""
    name = _fit(screen)
    plain = _STEM if not name or name == Settings().screen else f"{_STEM}-{name}"
    yield plain
    if host := _fit(machine):
        yield f"{plain}-{host}"
    yield f"{plain}-{identity}"


def _fit(name: str) -> str:
    """The name as a part of a file's name on any system."""
    shown = "".join(char if char.isprintable() else " " for char in name)
    return _UNFIT.sub("-", shown).encode()[:_LONGEST].decode(errors="ignore").strip(".-")


def _write(path: Path, data: bytes) -> None:
    """The new file `path` holds `data`; one that a crash left there is replaced."""
    path.unlink(missing_ok=True)
    with open(os.open(path, _NEW, 0o644), "wb", buffering=0) as file:  # noqa: PTH123  # pathlib cannot refuse to follow a link
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) or 0 :]


def _land(part: Path, target: Path) -> None:
    """`part` stands at `target`. Windows refuses while somebody reads the old one: there it is tried again for a moment."""
    for _ in range(_WINDOWS_TRIES if sys.platform == "win32" else 0):
        with suppress(PermissionError):
            part.replace(target)
            return
        time.sleep(_WINDOWS_PAUSE)
    part.replace(target)


def _tried(put: Callable[[], Path]) -> Path | None:
    try:
        return put()
    except (OSError, ValueError) as error:  # ValueError: a path that the system cannot even be asked for
        LOG.debug("the status page was not taken: %s", error)
        return None

"""Events of the file system as hints that a look may be worth while. Reading the folder stays the truth.

The one place that imports watchdog, and it does so late: threads and two megabytes that only the intake process needs.

A watch goes deaf without a word: after the folder was unmounted and mounted again, or deleted and made anew, its
threads live on and hear nothing. So `alive` asks the kernel (Linux lists the watches of a descriptor in /proc), and
where that cannot be asked, whether the folder is still the one that was watched.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from player.model.names import STATUS_FOLDER

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver


class Hints:
    """A watch over a folder and everything below it. `on_hint` is called on a thread of the watch: let it only wake."""

    def __init__(self, root: str, on_hint: Callable[[], None]) -> None:
        self.root = root
        self._on_hint = on_hint
        self._observer: BaseObserver | None = None
        self._identity: tuple[int, int] | None = None
        self._inotify: int | None = None
        self.renew()

    def alive(self) -> bool:
        """Whether events of the folder as it is now still come through. Costs microseconds."""
        if self._observer is None or not self._observer.is_alive() or _identity(self.root) != self._identity:
            return False
        if not all(emitter.is_alive() for emitter in self._observer.emitters):
            return False
        return self._inotify is None or self._is_listed(self._inotify)

    def renew(self) -> bool:
        """Watches anew, the folder that is there now; whether that worked. One hint is given, for what was missed."""
        self.close()
        self._identity = _identity(self.root)
        if self._identity is None:
            return False
        before = _inotify_descriptors()
        try:
            self._observer = _observe(self.root, self._on_hint)
        except (OSError, RuntimeError):  # no watches left, no threads left, the folder went away: then looks must do
            return False
        opened = _inotify_descriptors() - before
        self._inotify = opened.pop() if len(opened) == 1 else None
        self._on_hint()
        return True

    def close(self) -> None:
        """No hint is given any more. Closing twice does no harm."""
        observer, self._observer, self._inotify = self._observer, None, None
        if observer is not None:
            observer.stop()
            observer.join()

    def _is_listed(self, fd: int) -> bool:
        """Whether the kernel still has a watch on the folder: it drops those of what was unmounted or deleted."""
        assert self._identity is not None, "a watch was made on a folder that has no identity"
        try:
            about = Path(f"/proc/self/fdinfo/{fd}").read_text(encoding="ascii")
        except OSError:
            return False
        return f" ino:{self._identity[1]:x} " in about


def watch(root: str | os.PathLike[str], on_hint: Callable[[], None]) -> Hints:
    """Hints for the folder `root`, started. A folder that cannot be watched gives none: `alive()` is false then."""
    return Hints(os.fspath(root), on_hint)


def _observe(root: str, on_hint: Callable[[], None]) -> BaseObserver:
    from watchdog import events  # noqa: PLC0415  # only the process that watches pays for it
    from watchdog.observers import Observer  # noqa: PLC0415  # as above

    ours = os.path.join(root, STATUS_FOLDER)  # noqa: PTH118  # compared with text; what the player writes is no news to it

    class Wake(events.FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if not os.fsdecode(event.src_path).startswith(ours):
                on_hint()

    # Not "opened" and "closed without writing": those are our own reads, and each would cause another look.
    changes = [
        events.FileCreatedEvent,
        events.FileModifiedEvent,
        events.FileClosedEvent,
        events.FileMovedEvent,
        events.FileDeletedEvent,
        events.DirCreatedEvent,
        events.DirMovedEvent,
        events.DirDeletedEvent,
    ]
    observer = Observer()
    try:
        observer.schedule(Wake(), root, recursive=True, event_filter=changes)
        observer.start()
    except BaseException:
        with contextlib.suppress(RuntimeError):  # never started
            observer.stop()
            observer.join()
        raise
    return observer


def _identity(root: str) -> tuple[int, int] | None:
    try:
        about = Path(root).stat()
    except OSError:
        return None
    return (about.st_dev, about.st_ino)


def _inotify_descriptors() -> set[int]:
    """The descriptors of this process that are inotify's."""
    if sys.platform != "linux":
        return set()
    found = set()
    for fd in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            if str(fd.readlink()) == "anon_inode:inotify":
                found.add(int(fd.name))
    return found

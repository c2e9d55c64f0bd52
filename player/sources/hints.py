"""Events of the file system as hints that a look may be worth while. Reading the folder stays the truth.

The one place that imports watchdog, and it does so late: threads and two megabytes that only the intake process needs.

A watch goes deaf without a word: after the folder was unmounted and mounted again, or deleted and made anew, its
threads live on and hear nothing; or the thread that hears the kernel dies of folders that came and went too quickly. So
`alive` asks for that thread and the kernel (Linux lists the watches of a descriptor in /proc), and where that cannot be
asked, whether the folder is still the one that was watched.

When too much happens at once the kernel throws events away. What came before has woken us, and reading the folder finds
the rest; but a folder whose own creation was among them is not watched. The kernel lists how many are.

A share is not watched: nobody tells what others write to it, and a watch begins by walking all of it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from player.model.names import STATUS_FOLDER
from player.sources.errands import Errands
from player.sources.mounts import mount_of

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

LOG = logging.getLogger("qingbo.hints")

_PARTING = 2.0  # seconds that a watch has to end; it is a thread that ends with the process in any case
_PAGE = 1 << 16  # bytes of the list of watches that are read at once


@dataclass(frozen=True, slots=True)
class _Watch:
    """A running watch: on which folder, and the descriptor that the kernel tells it by."""

    observer: BaseObserver
    identity: tuple[int, int]
    inotify: int | None

    def close(self) -> None:
        _stop(self.observer)


class Hints:
    """A watch over a folder and everything below it. `on_hint` is called on a thread of the watch: let it only wake.

    What touches the folder is an errand, so nothing here waits for a folder that hangs.
    """

    def __init__(self, root: str, on_hint: Callable[[], None], errands: Errands | None = None) -> None:
        self.root = root
        self._on_hint = on_hint
        self._errands = Errands() if errands is None else errands
        self._watch: _Watch | None = None
        self.renew()

    def alive(self, folders: int = 0, identity: tuple[int, int] | None = None) -> bool:
        """Whether events of the folder as it is now still come through, and of the `folders` in it.

        `identity`: device and inode of the folder at a look just now; else it is asked. Costs microseconds.
        """
        watch = self._watch
        if watch is None or not watch.observer.is_alive():
            return False
        if not all(emitter.is_alive() for emitter in watch.observer.emitters) or not _reader_lives(watch.observer):
            return False
        try:
            if (identity or self._errands.do(lambda: _identity(self.root))) != watch.identity:
                return False
        except TimeoutError:
            return False
        return watch.inotify is None or _is_listed(watch.inotify, watch.identity, folders)

    def renew(self) -> bool:
        """Watches anew, the folder that is there now; whether that worked. One hint is given, for what was missed."""
        self.close()
        try:
            self._watch = self._errands.do(lambda: _begin(self.root, self._on_hint), late=_end)
        except (OSError, RuntimeError):  # no watches left, no threads left, the folder went away: then looks must do
            return False
        if self._watch is None:
            return False
        self._on_hint()
        return True

    def close(self) -> None:
        """No hint is given any more. Closing twice does no harm."""
        watch, self._watch = self._watch, None
        _end(watch)


def _begin(root: str, on_hint: Callable[[], None]) -> _Watch | None:
    """A watch over the folder that is there now; None where there is none, or where watching tells nothing."""
    identity = _identity(root)
    if identity is None or mount_of(root).network:
        return None
    before = _inotify_descriptors()
    observer = _observe(root, on_hint)
    opened = _inotify_descriptors() - before
    return _Watch(observer, identity, opened.pop() if len(opened) == 1 else None)


def _end(watch: _Watch | None) -> None:
    if watch is not None:
        watch.close()


def _is_listed(fd: int, identity: tuple[int, int], folders: int) -> bool:
    """Whether the kernel still has a watch on the folder, and as many more: it drops those of what was unmounted or deleted."""
    about = bytearray()
    try:
        file = os.open(f"/proc/self/fdinfo/{fd}", os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        try:
            while part := os.read(file, _PAGE):
                about += part
        finally:
            os.close(file)
    except OSError:
        return False
    return f" ino:{identity[1]:x} ".encode() in about and about.count(b"inotify wd:") > folders


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
    _keep_quiet()
    observer = Observer()
    try:
        observer.schedule(Wake(), root, recursive=True, event_filter=changes)
        observer.start()
    except BaseException:
        _stop(observer)
        raise
    return observer


def _stop(observer: BaseObserver) -> None:
    """The watch ends, or is left behind: where it lost count of its folders its threads may wait for each other for ever."""
    leaving = threading.Thread(target=_leave, args=(observer,), name="hints", daemon=True)
    leaving.start()
    leaving.join(_PARTING)


def _leave(observer: BaseObserver) -> None:
    """Stops the watch. One that has lost count says so by a KeyError: then its queues are closed, and it is told again."""
    groups = [getattr(emitter, "_inotify", None) for emitter in observer.emitters]
    try:
        observer.stop()
    except KeyError:
        for group in groups:
            with contextlib.suppress(AttributeError):  # another version of watchdog: the time runs out, that is all
                group._move_event_grouper.close()  # type: ignore[union-attr]  # noqa: SLF001  # what its own `deactivate` did not come to
        with contextlib.suppress(KeyError):
            observer.stop()
    with contextlib.suppress(RuntimeError):  # never started
        observer.join()


def _reader_lives(observer: BaseObserver) -> bool:
    """Whether the thread that hears the kernel lives. It can die of folders that come and go, and nobody else notices."""
    reader = getattr(observer, "_inotify_fd", None)
    return not isinstance(reader, threading.Thread) or reader.is_alive()


def _keep_quiet() -> None:
    """What goes wrong in watchdog when folders come and go is no news for the log: a look finds what is new all the same."""
    warnings.filterwarnings("ignore", r"Callback with id '\d+'", RuntimeWarning)
    logger = logging.getLogger("watchdog")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
        threading.excepthook = partial(_said, threading.excepthook)


def _said(otherwise: Callable[[threading.ExceptHookArgs], object], args: threading.ExceptHookArgs) -> None:
    """One line for a thread of watchdog that died, instead of a trace that helps nobody; `otherwise` for all others."""
    if type(args.thread).__module__.startswith("watchdog."):
        LOG.info(
            "系统的变动通知断了，马上重新监听 (changes are not heard any more and soon will be again): %r",
            args.exc_value,
        )
    else:
        otherwise(args)


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

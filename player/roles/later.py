"""What counts from the next start of the player alone, and was changed since this one: theme files, `player.yaml`. It is told, not guessed at.

The digest of the look is in the name of each frame, and the settings are in every part: both are fixed when the player starts. What
they were then is in the cache (`begun.json`), so that `qingbo check`, which reads the files as they are now, can say so too.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from player.errors import CacheInUse, StoreError
from player.ingest.settings_file import read_settings
from player.model.problem import Catalogue, Place, Problem, warning
from player.model.words import Words
from player.picture.look import MIXED, look_digest, look_stamp
from player.roles.orders import Orders
from player.store.store import Store

NAME = "begun.json"
"""The file in the cache that says what the player started with."""

LOOK = 300.0
"""Seconds between two looks at the files that paint: there are dozens, and who changes a theme looks at the glass first."""

_HOW = (
    "关闭播放器再打开（按 Esc 退出，或重新启动这台电脑）。",
    "Close the player and open it again (Esc leaves it), or restart this machine.",
)

PROBLEMS = Catalogue(
    {
        "look-later": warning(
            "主题（或程序）的文件在播放器启动之后改过，重新启动播放后才全部换新。", "Theme files (or the program's own) were changed after the player started; they count from its next start.",
            *_HOW,
            Words("已经画好的页还是原来的样子，之后新画的可能已经是新的。", "What is painted stays as it is; what is painted from now on may be new already."),
        ),
        "settings-later": warning(
            "这块屏幕的设置在播放器启动之后改过，重新启动播放后才起作用。", "The settings of this screen were changed after the player started; they count from its next start.",
            *_HOW,
            Words("先照原来的设置播放。", "It plays by the former settings."),
        ),
    }
)  # fmt: skip


class Later:
    """What was changed since the player started: the settings by each look at them, what paints by one every five minutes."""

    def __init__(self, orders: Orders) -> None:
        self._look, self._file, self._said = orders.look, orders.settings_file, orders.settings_bytes
        self._cache, self._clock = orders.cache, orders.clock
        self._looked: float | None = None
        self._painting: object = None
        self._stamp: object = None
        self._problems: tuple[Problem, ...] = ()

    def note(self) -> None:
        """Writes down what the player started with. A disk that does not take it costs a hint in `check`, no more."""
        told = {"look": self._look, "settings": self._said.hex(), "file": str(self._file or "")}
        try:
            (self._cache / NAME).write_text(json.dumps(told), "utf-8")
        except OSError:
            return

    def problems(self) -> tuple[Problem, ...]:
        """What staff are told, by the last look at the files."""
        with suppress(OSError):  # a file that is being replaced
            self._look_at_files(self._clock.monotonic())
        return self._problems

    def _look_at_files(self, now: float) -> None:
        if self._look and (self._looked is None or now - self._looked >= LOOK):
            self._looked, self._painting = now, look_stamp()
        stamp = self._painting, _stamp(self._file)
        if stamp == self._stamp:
            return
        self._stamp, self._problems = stamp, tuple(_compared(self._look, self._file, self._said))
        if any(problem.code == "look-later" for problem in self._problems):
            with suppress(OSError):
                (self._cache / MIXED).touch()


def told_of(cache: Path, settings_file: Path | None) -> tuple[Problem, ...]:
    """The same of the player that runs on that cache; nothing where none does, or plays by another file than `settings_file`."""
    try:
        told = json.loads((cache / NAME).read_text("utf-8"))
        look, file, said = str(told["look"]), str(told["file"]), bytes.fromhex(told["settings"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    if not _is_running(cache):
        return ()
    same = settings_file is not None and file == str(settings_file.absolute())
    return tuple(_compared(look, settings_file if same else None, said))


def _compared(look: str, file: Path | None, said: bytes) -> list[Problem]:
    found = []
    try:
        if look and look != look_digest():
            found.append(PROBLEMS.problem("look-later"))
        if file is not None and read_settings(file.read_bytes())[0] != read_settings(said)[0]:
            found.append(PROBLEMS.problem("settings-later", Place(file.name)))
    except OSError:  # it is there again at the next look
        return found
    return found


def _stamp(file: Path | None) -> tuple[int, int] | None:
    if file is None or not file.exists():
        return None
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_size


def _is_running(cache: Path) -> bool:
    try:
        with Store(cache).lock():
            return False
    except (CacheInUse, StoreError):
        return True

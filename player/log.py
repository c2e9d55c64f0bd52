"""Where the log goes: to standard error, and to a file of the cache that never grows beyond bounds.

Each process has a file of its own (`cache/log/glass.log`, …): so a file is turned over by the one that writes it, and two
never turn it over at once. The log tells edges, not ticks, so a file lasts for months. What rotates is imported when
the first line is written: a start with nothing to say does not pay for it.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path

LOG = logging.getLogger("qingbo")

FOLDER = "log"
"""Where the files are, in the cache."""

SIZE = 1 << 20
"""Bytes of one file: some ten thousand lines."""

FILES = 5
"""Files of one process: the present one and those before it."""


class FileLog(logging.Handler):
    """Writes to `path`, at most `size` bytes in each of `files` files. A disk that does not take it costs lines, no more."""

    def __init__(self, path: Path, *, size: int = SIZE, files: int = FILES) -> None:
        super().__init__()
        self._path = path
        self._size = size
        self._files = files
        self._file: logging.Handler | None = None
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """The line is in the file, or it is lost."""
        try:
            self._opened().emit(record)
        except OSError:
            self._file = None

    def close(self) -> None:
        """The file is closed."""
        if self._file is not None:
            with suppress(OSError):  # the last line may be lost
                self._file.close()
        super().close()

    def _opened(self) -> logging.Handler:
        if self._file is None:
            from logging.handlers import RotatingFileHandler  # noqa: PLC0415  # see above

            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = RotatingFileHandler(
                self._path,
                maxBytes=self._size,
                backupCount=self._files - 1,
                encoding="utf-8",
                errors="backslashreplace",
            )
            file.setFormatter(self.formatter)
            file.handleError = _quiet  # type: ignore[assignment, method-assign]  # a full disk must not fill the terminal with traces
            self._file = file
        return self._file


def _quiet(_record: logging.LogRecord) -> None:
    """A line is lost."""


def log_to(cache: Path, name: str) -> None:
    """From now on this process logs to standard error and to its file in the cache, in the place of its parent's."""
    for handler in tuple(LOG.handlers):
        if isinstance(handler, FileLog):  # the parent's, inherited by a fork
            LOG.removeHandler(handler)
    LOG.addHandler(FileLog(cache / FOLDER / f"{name}.log"))
    log_to_stderr()


def log_to_stderr() -> None:
    """From now on this process logs to standard error."""
    if not any(type(handler) is logging.StreamHandler for handler in LOG.handlers):
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
        LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False

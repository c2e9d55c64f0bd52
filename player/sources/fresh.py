"""A file's signature as the server has it now, not as this machine remembers it.

A client of a share answers `stat` from memory for a second or more (FUSE and SMB by default one, NFS three), so a file
into which somebody writes at this very moment looks untouched. Linux has a call that asks the server.
"""

from __future__ import annotations

import ctypes
import functools
import sys
from collections.abc import Callable

_EMPTY_PATH = 0x1000  # AT_EMPTY_PATH: the open file itself
_FORCE_SYNC = 0x2000  # AT_STATX_FORCE_SYNC
_BASIC = 0x7FF  # STATX_BASIC_STATS
_SIZE = 256  # bytes of struct statx


def refresh(fd: int) -> None:
    """After this, `fstat` of the open file tells what the server has. Without such a call (Windows) nothing happens."""
    statx = _statx()
    if statx is not None:
        statx(fd, b"", _EMPTY_PATH | _FORCE_SYNC, _BASIC, ctypes.create_string_buffer(_SIZE))


@functools.cache
def _statx() -> Callable[..., int] | None:
    """statx(2) of the C library; None where it has none."""
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None), "statx", None)

"""How a failure of the operating system becomes a StoreError that says whether trying again can help."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from player.errors import StoreError

FOR_GOOD = frozenset(
    {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP}
)
"""What does not pass by itself: somebody has to mend the folder. Everything else (disk full, EIO) may pass."""


@contextmanager
def told(action: str) -> Iterator[None]:
    """A block whose OSErrors are raised as StoreError: `action` says what was being done."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"cannot {action}: {reason}", retry=error.errno not in FOR_GOOD) from error

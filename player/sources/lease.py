"""Whether some program of this machine has a file open for writing.

Linux grants a read lease on a file only while nobody has it open for writing. The lease is given back at once. Should
a writer come in that very moment, the system tells the holder by a signal whose usual effect is to end the process:
so a signal is chosen that nobody minds (SIGURG).
"""

from __future__ import annotations

import errno
import signal
import sys

if sys.platform == "linux":
    import fcntl


def has_writer(fd: int) -> bool:
    """Whether the open file is also open for writing somewhere; false where that cannot be known.

    Known are writers of this machine, on its own disks, for files of the player's own user or where it is root.
    """
    if sys.platform == "linux":
        try:
            fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except OSError as error:
            return error.errno in (errno.EAGAIN, errno.EWOULDBLOCK)
    return False

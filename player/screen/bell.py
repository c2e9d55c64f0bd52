"""Rings when a signal came, or when a connection has news, so that a glass can sleep in C without missing either.

A Python signal handler runs only between two Python instructions: a main thread that sleeps inside SDL would handle a
SIGTERM when it next wakes, which may be minutes later. The interpreter can write a byte to a socket the moment a
signal comes (`signal.set_wakeup_fd`); one thread sleeps on that socket, and on the connection, and rings.
"""

from __future__ import annotations

import select
import signal
import socket
import threading
from collections.abc import Callable

_AGAIN = b"\0"
"""Sent by `answered`; the interpreter sends the numbers of signals, which start at 1."""


class Bell:
    """Calls `ring(True)` from its own thread when the connection has something to read, `ring(False)` for signals.

    `connection` is a file descriptor (a socket on Windows) or None. After it rang for it, it does so again only when
    `answered()` was called. Signals ring where the bell was made in the main thread.
    """

    def __init__(self, ring: Callable[[bool], None], connection: int | None = None) -> None:
        self._ring = ring
        self._connection = connection
        self._near, self._far = socket.socketpair()
        self._far.setblocking(False)
        self._main = threading.current_thread() is threading.main_thread()
        self._before = signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False) if self._main else -1
        self._thread = threading.Thread(target=self._listen, name="bell", daemon=True)
        self._thread.start()

    def answered(self) -> None:
        """What the connection had to say was read: it may ring again."""
        self._far.send(_AGAIN)

    def close(self) -> None:
        """It never rings again."""
        if self._main:
            signal.set_wakeup_fd(self._before)
        self._far.close()
        self._thread.join()
        self._near.close()

    def _listen(self) -> None:
        near = self._near.fileno()
        connections = [self._connection] if self._connection is not None else []
        while True:
            ready, _, _ = select.select([near, *connections], [], [])
            if near in ready:
                said = self._near.recv(4096)
                if not said:
                    return
                if _AGAIN in said and self._connection is not None:
                    connections = [self._connection]
                if said.strip(_AGAIN):
                    self._ring(False)
            elif connections:
                connections = []
                self._ring(True)

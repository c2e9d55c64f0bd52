"""What systemd would hear of a program: a real socket of its kind, read all the time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def manager(address: str) -> Iterator[list[tuple[str, float]]]:
    """A service manager: what it was told on its socket (at a path or in the abstract name space), and when.

    It reads all the time: the queue of such a socket holds ten messages, and the player never waits for room.
    """
    said: list[tuple[str, float]] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
        link.bind("\0" + address[1:] if address.startswith("@") else address)

        def read() -> None:
            while message := link.recv(4096).decode():
                said.append((message, time.monotonic()))

        reader = threading.Thread(target=read)
        reader.start()
        try:
            yield said
        finally:
            link.sendto(b"", link.getsockname())
            reader.join()

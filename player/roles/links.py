"""What the process of the glass hears from the others: messages come off the links in a thread, and the loop is woken."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait

from player.prepare.film_ring import FilmLink


@dataclass(frozen=True, slots=True)
class Beside:
    """Links of the glass beside those to its painter and the intake; None where there is nobody at the other end."""

    album: Connection | None = None
    films: FilmLink | None = None


NOBODY_BESIDE = Beside()


class Links:
    """Each link with what is to be done with its messages; `wake` is called from the thread when there are some."""

    def __init__(self, links: Mapping[Connection, Callable[[bytes], None]], wake: Callable[[], None]) -> None:
        self._links = dict(links)
        self._wake = wake
        self._inbox: deque[tuple[Connection, bytes]] = deque()
        self._stopper, self._stopped = Pipe()
        self._thread = threading.Thread(target=self._listen, name="links", daemon=True)

    def start(self) -> None:
        """Begins to listen."""
        self._thread.start()

    def deal(self) -> bool:
        """Does what is to be done with the messages that came; whether there were any."""
        happened = bool(self._inbox)
        while self._inbox:
            link, message = self._inbox.popleft()
            self._links[link](message)
        return happened

    def stop(self) -> None:
        """Takes no more messages, deals with those that were taken: what comes now is for somebody else to hear."""
        self._stopper.send_bytes(b"\0")
        self._thread.join()
        self.deal()

    def _listen(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                ready = wait([*self._links, self._stopped])
                for link in ready:
                    if link is self._stopped:
                        return
                    assert isinstance(link, Connection)
                    self._inbox.append((link, link.recv_bytes()))
                self._wake()

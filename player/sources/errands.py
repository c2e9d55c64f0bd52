"""What may hang is done on a thread that can be left behind.

A frozen share answers nothing for as long as it likes, and a system call on it cannot be taken back. So whatever touches
the watched folder is done by one thread of its own, one errand after the other, and whoever sent it waits while it gets
on: an errand that has not said `beat` for `patience` seconds is given up. Its thread stays where it is; until it comes back,
every further errand is refused at once, so the number of threads cannot grow. What it brings then, nobody uses.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

PATIENCE = 10.0
"""Seconds in which a folder has to answer one question: then it is away."""
LONGEST = 60.0
"""Seconds that all the questions of one errand may take, however steadily they are answered."""

T = TypeVar("T")


class Errands:
    """The thread, started by the first errand. `patience` and `longest` in seconds."""

    def __init__(self, patience: float = PATIENCE, longest: float = LONGEST) -> None:
        self.patience = patience
        self.longest = longest
        self._sent: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._given_up: threading.Event | None = None
        self._beaten = 0.0
        weakref.finalize(self, self._sent.put, None)  # the thread ends with the last who could send it

    clock = staticmethod(time.monotonic)

    def beat(self) -> None:
        """Says, from within an errand, that it gets on."""
        self._beaten = time.monotonic()

    def do(self, call: Callable[[], T], *, late: Callable[[T], object] | None = None) -> T:
        """What `call` returns or raises. Raises TimeoutError (an OSError) where it hangs, or an earlier one still does.

        `late` is called with the result of an errand that was given up and came back all the same, to close it.
        """
        if self._given_up is not None and not self._given_up.is_set():
            raise TimeoutError("an earlier question has no answer yet")
        self._given_up = None
        errand = _Errand(call, late)
        self.beat()
        self._send(errand.run)
        begun = self._beaten
        try:
            while not errand.done.is_set():
                left = min(self._beaten + self.patience, begun + self.longest) - time.monotonic()
                if left <= 0 and errand.give_up():
                    self._given_up = errand.done
                    raise TimeoutError(f"no answer within {self.patience:.0f} s")
                errand.done.wait(max(0.0, left))
        except KeyboardInterrupt:
            errand.give_up()
            raise
        return errand.result()

    def afterwards(self, call: Callable[[], object]) -> None:
        """Has it done when the thread has come back from whatever it is at; nobody waits for it."""
        self._send(_Errand(call, None).run)

    def _send(self, run: Callable[[], None]) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=_serve, args=(self._sent,), name="folder", daemon=True)
            self._thread.start()
        self._sent.put(run)


class _Errand(Generic[T]):
    """One call, and what became of it. `done` is set when its thread is back, also where it was given up."""

    def __init__(self, call: Callable[[], T], late: Callable[[T], object] | None) -> None:
        self.done = threading.Event()
        self._call = call
        self._late = late
        self._lock = threading.Lock()
        self._was_given_up = False
        self._brought: list[T] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._brought.append(self._call())
        except BaseException as error:  # noqa: BLE001  # it is raised where the result is asked for
            self._error = error
        with self._lock:
            self.done.set()
            late = self._late if self._was_given_up else None
        if late is not None and self._brought:
            late(self._brought[0])

    def give_up(self) -> bool:
        """Whether it was still under way: now nobody waits for it."""
        with self._lock:
            self._was_given_up = not self.done.is_set()
            return self._was_given_up

    def result(self) -> T:
        if self._error is not None:
            try:
                raise self._error
            finally:
                self._error = None  # an error that holds its own frame would keep the file in it open
        return self._brought[0]


def _serve(sent: SimpleQueue[Callable[[], None] | None]) -> None:
    while (run := sent.get()) is not None:
        run()
        del run  # what an errand holds must not live until the next one comes

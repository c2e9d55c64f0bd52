"""The process of the loudspeaker: takes the sound of films from the ring and gives it to the device, until nothing is to be heard for a while.

One thread listens to the glass and to the clock; another asks SDL, which a sound server may hold up for ever: where it does, that is
said, and the process ends after a while, to be started again with the next thing that is to be heard. The picture knows nothing of it.
"""

from __future__ import annotations

import mmap
import os
import signal
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from player.prepare.film_ring import Memory
from player.prepare.sound_ring import SoundReader
from player.roles.no_sound import note_silence, note_sound
from player.roles.speech import TICK, Speech
from player.roles.voices import Board, heard

IDLE = 20.0
"""Seconds without a voice after which the process ends."""

LOOK = 0.5
"""Seconds between two signs of life."""

RETRY = 60.0
"""Seconds after which a device that is not there is tried again."""

HANGS = 8.0
"""Seconds after which a call of the sound system hangs."""

SETTLED = 5.0
"""Seconds after which a device that opened has been one: where it vanishes then, the next one is looked for at once."""


def run(cache: Path, memory: Memory, link: Connection) -> None:
    """Serves `link` until nothing is to be heard any more."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(OSError):  # the name by which it is known in a list of processes
        Path("/proc/self/comm").write_text("qingbo-speaker", "ascii")
    serve(link, memory.map(), cache)


def serve(link: Connection, memory: mmap.mmap, cache: Path, *, idle: float = IDLE) -> None:
    """Has heard what is told on `link` until nothing was to be for `idle` seconds, or the other end is gone."""
    speech, board = Speech(SoundReader(memory)), Board(memory)
    mouth = Mouth(speech, cache)
    mouth.start()
    rested = time.monotonic()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            now = time.monotonic()
            board.live(now)
            if any(voice.end > now for voice in speech.voices):
                rested = now
            if now - rested > idle or mouth.hangs(now):
                break
            if not mouth.lives:
                raise SystemExit(1)
            if link.poll(LOOK):
                number, speech.voices = heard(link.recv_bytes())
                board.heard(number)
                mouth.woken.set()
    mouth.stop()


class Mouth:
    """The thread that speaks. Nothing but it calls the sound system."""

    def __init__(self, speech: Speech, cache: Path) -> None:
        self._speech = speech
        self._cache = cache
        self._thread = threading.Thread(target=self._run, name="mouth", daemon=True)
        self._calls_since: float | None = None
        self._hung = False
        self._ends = False
        self.woken = threading.Event()

    def start(self) -> None:
        """Begins to speak."""
        self._thread.start()

    def stop(self) -> None:
        """Lets the device go, where that is possible; the process ends however it hangs."""
        self._ends = True
        self.woken.set()
        self._thread.join(1.0)
        if self._thread.is_alive():
            os._exit(0)

    @property
    def lives(self) -> bool:
        """Whether it can still speak."""
        return self._thread.is_alive()

    def hangs(self, now: float) -> bool:
        """Whether a call of the sound system has not come back for so long that the process is better ended. Says so in time."""
        since = self._calls_since
        if since is None or now - since < HANGS:
            return False
        if not self._hung:
            self._hung = True
            note_silence(self._cache, "the sound system does not answer")
        return now - since > RETRY

    def _run(self) -> None:
        from player.screen.speaker import NoDevice, Speaker  # noqa: PLC0415  # here alone, once there is something to say

        device: Speaker | None = None
        again = opened = used = 0.0
        while not self._ends:
            now = time.monotonic()
            wanted = self._speech.wanted(now)
            used = now if wanted else used
            self._calls_since = now
            try:
                if device is None and wanted and now >= again:
                    device, opened = Speaker(), time.monotonic()
                    note_sound(self._cache, device.name)
                elif device is not None and wanted:
                    self._speech.tick(device, now)
                elif device is not None and now - used > IDLE / 2:
                    device.close()
                    device = None
            except NoDevice as error:
                again = now + (0.0 if device is not None and now - opened > SETTLED else RETRY)
                if again > now:
                    note_silence(self._cache, str(error))
                if device is not None:
                    device.close()
                device = None
            self._calls_since = None
            self.woken.clear()
            self.woken.wait(TICK if device is not None and wanted else LOOK / 2)
        self._calls_since = time.monotonic()
        if device is not None:
            device.close()

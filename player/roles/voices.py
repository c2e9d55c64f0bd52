"""What is to be heard: the glass says it whenever it changes, the speaker carries it out.

    {"number": n, "voices": [Voice, …]}      all of it; the first one whose film moves is heard

Neither waits for the other: the speaker gives signs of life and says how far it has heard, in shared memory, so the glass
tells it again when it was started anew, and tells nothing more to one that does not listen.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from multiprocessing.connection import Connection

from player.clock import Clock
from player.model.canon import decode, encode
from player.prepare.film_ring import BOARD, BOARD_AT, FilmLink

CLOSE = 0.015
"""Seconds by which the instants of a voice may differ from what was told: clocks are read in whole milliseconds, and pulled."""

AGAIN = 3.0
"""Seconds after which a speaker that gives no sign of life is told again: that starts one where there is none."""

LIFE = 2.0
"""Seconds for which a sign of life holds."""

MOST = 20
"""Messages that may lie unheard: more are not sent, since the glass must never wait for whoever takes them."""

_SIGN, _HEARD = range(2)


@dataclass(frozen=True, slots=True)
class Voice:
    """The sound of a reel: its position zero is at `origin`, and it is heard from `start` to `end`, all on the monotonic clock (seconds)."""

    reel: int
    origin: float
    start: float
    end: float
    volume: int = 100

    def is_like(self, other: Voice) -> bool:
        """Whether nobody could hear the difference."""
        pairs = ((self.origin, other.origin), (self.start, other.start), (self.end, other.end))
        return (self.reel, self.volume) == (other.reel, other.volume) and all(
            a == b or abs(a - b) < CLOSE for a, b in pairs
        )


class Board:
    """The cells by which the speaker says that it lives, and the number of the last message that it heard."""

    def __init__(self, memory: mmap.mmap) -> None:
        self._cells: memoryview[float] = memoryview(memory)[BOARD_AT : BOARD_AT + BOARD].cast("d")

    def live(self, now: float) -> None:
        """Gives a sign of life."""
        self._cells[_SIGN] = now

    def heard(self, number: int) -> None:
        """The message with that number was taken."""
        self._cells[_HEARD] = float(number)

    @property
    def sign(self) -> float:
        """When the last sign of life was given; 0 for never."""
        return _sane(self._cells[_SIGN])

    @property
    def last(self) -> int:
        """The number of the last message that was taken."""
        return int(_sane(self._cells[_HEARD]))


class Teller:
    """The glass's end: says what is to be heard. Never waits."""

    def __init__(self, link: Connection, memory: mmap.mmap, clock: Clock) -> None:
        self._link = link
        self._board = Board(memory)
        self._clock = clock
        self._number = self._board.last
        self._told: tuple[Voice, ...] = ()
        self._told_at = 0.0

    def tell(self, voices: Sequence[Voice]) -> None:
        """These are to be heard, the first of them that moves, and nothing else."""
        now = self._clock.monotonic()
        same = len(voices) == len(self._told) and all(map(Voice.is_like, voices, self._told))
        lives = now - self._board.sign < LIFE
        if same and (not voices or lives or now - self._told_at < AGAIN):
            return
        last = self._board.last
        if self._number - last >= MOST:
            return
        self._number = max(self._number, last) + 1
        self._told, self._told_at = tuple(voices), now
        said = {"number": self._number, "voices": [encode(voice) for voice in voices]}
        self._link.send_bytes(json.dumps(said).encode())


def teller_of(films: FilmLink | None, memory: mmap.mmap | None, clock: Clock, *, rate: float) -> Teller | None:
    """Who tells the speaker; None where nothing is to be heard: there is none, or the clock runs faster than people listen."""
    if films is None or films.speaker is None or memory is None or rate != 1:
        return None
    return Teller(films.speaker, memory, clock)


def heard(message: bytes) -> tuple[int, tuple[Voice, ...]]:
    """Number and voices of a message."""
    said = json.loads(message)
    return int(said["number"]), decode(tuple[Voice, ...], said["voices"])


def _sane(value: float) -> float:
    return float(value) if isfinite(value) and 0 <= value < 1e15 else 0.0

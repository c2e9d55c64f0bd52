"""Decodes the sound of a reel round and round into its ring, in a child of its own beside the one that decodes the pictures.

So a damaged, slow or hostile sound track costs the film nothing but its sound: the pictures go on. It is as far ahead of the
glass as the ring allows, and where the glass is further on than that it jumps there. Every round is exactly as long as the
film: what a sound track has beyond that is cut, what it lacks is silence.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from player.model.sound import FRAME, RATE
from player.picture.film import Tape
from player.prepare.film_ring import Reel
from player.prepare.sound_ring import SoundWriter, joined, last_of, number_at

NAP = 0.1
"""Seconds between two looks whether there is room: it is filled two seconds ahead."""

_PIECE = RATE // 4
"""Samples that are put at once, at most."""

_LOOSE = RATE // 25
"""Samples by which times in the file may differ from its samples before they are believed: they are rounded in most files."""


class _Jumped(Exception):
    """The glass is elsewhere by now."""


def play_sound(
    writer: SoundWriter,
    reel: Reel,
    descriptor: int,
    *,
    going: Callable[[], bool] = lambda: True,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Decodes the sound for as long as it is `going`. Raises FilmRefused where the file cannot be opened."""
    number = number_at(reel.begin)
    before = (0, 0)
    with Tape(descriptor, threads=1) as tape:
        while going():
            writer.begin(number)
            try:
                for piece, is_edge in _rounds(tape, reel, number):
                    whole = joined(before, piece) if is_edge else piece
                    before = last_of(whole)
                    for at in range(0, len(whole), _PIECE * FRAME):
                        _wait(writer, going, clock, sleep)
                        writer.put(whole[at : at + _PIECE * FRAME])
                        if not going():
                            return
            except _Jumped:
                number, before = max(number, writer.goal or 0), (0, 0)


def _wait(
    writer: SoundWriter, going: Callable[[], bool], clock: Callable[[], float], sleep: Callable[[float], None]
) -> None:
    """Returns when there is room for a piece. Raises _Jumped where the glass has gone past what is written."""
    while going():
        writer.live(clock())
        goal = writer.goal
        if goal is not None and goal > writer.written:
            raise _Jumped
        if writer.room >= _PIECE:
            return
        sleep(NAP)


def _rounds(tape: Tape, reel: Reel, number: int) -> Iterator[tuple[bytes, bool]]:
    """The reel's samples from that number on, for ever; each piece with whether it may not go on from the one before."""
    length = number_at(reel.length)
    while True:
        begin = number // length * length
        is_edge = True
        for piece, follows in round_of(tape, reel, number - begin):
            yield piece, is_edge or not follows
            is_edge = False
            number += len(piece) // FRAME


def round_of(tape: Tape, reel: Reel, first: int) -> Iterator[tuple[bytes, bool]]:
    """The samples of one round from that one of it on, exactly as many as the film is long; each piece with whether it goes on from the last."""
    length = number_at(reel.length)
    at, follows = first, True
    for time_of, data in tape.sounds(since=first * 1000 / RATE, lead=reel.lead):
        due = number_at(time_of)
        if due > at + _LOOSE or (due > at and at == first):
            yield from _silence(min(due, length) - at)
            at, follows = min(due, length), False
        late = at - due if due < at - _LOOSE else 0
        follows = follows and not late
        piece = data[late * FRAME : (late + length - at) * FRAME]
        if piece:
            yield piece, follows
            at, follows = at + len(piece) // FRAME, True
        if at >= length:
            return
    yield from _silence(length - at)


def _silence(count: int) -> Iterator[tuple[bytes, bool]]:
    """So many samples of silence, in pieces, the first of which does not go on from what was before."""
    follows = False
    while count > 0:
        part = min(count, _PIECE)
        yield bytes(part * FRAME), follows
        count, follows = count - part, True

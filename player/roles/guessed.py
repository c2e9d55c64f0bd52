"""Ends that takeovers were given while nobody knew what time it is, put right when it is known.

They lie in the cache before the content with them is published: an intake that is killed meanwhile, or a machine that goes
down with its wrong clock, knows them all the same when it is right.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from player.model.canon import canonical, decode
from player.model.snapshot import Playlist, Snapshot
from player.model.units import DAY, Millis
from player.store import atomic

FILE = "guessed.json"
"""In the cache."""


@dataclass(frozen=True, slots=True)
class _Guess:
    """The takeover `playlist` was given the end `expires`, to last `lasts`."""

    playlist: str
    expires: Millis
    lasts: Millis


class Guessed:
    """The takeovers that came while the clock was doubted: how long each was to last, remembered in `cache`.

    A takeover without an end of its own ends a day after it came. By a guess of the time that end may be long past when
    the clock is right again, before anybody has seen it: it waits while the clock is doubted. A playlist that has another
    end than was guessed is left alone, so a file that is left over from long ago does no harm.
    """

    def __init__(self, cache: Path) -> None:
        self._file = cache / FILE
        self._guesses = {guess.playlist: guess for guess in _read(self._file)}

    def note(self, before: Snapshot | None, after: Snapshot, now: Millis) -> None:
        """Remembers the ends that `after` has and `before` had not, given by the guess that it is `now`."""
        known = {} if before is None else {playlist.id: playlist.expires for playlist in before.playlists}
        new = {
            playlist.id: _Guess(playlist.id, playlist.expires, Millis(playlist.expires - now))
            for playlist in after.playlists
            if playlist.expires is not None and known.get(playlist.id) != playlist.expires
        }
        if new:
            self._guesses |= new
            with suppress(OSError):  # a disk that does not take it costs that after a restart, no more
                atomic.replace(self._file, canonical(tuple(self._guesses.values())))

    def put_right(self, snapshot: Snapshot, now: Millis) -> Snapshot:
        """The snapshot in which they last as long from `now`, which is right; itself where there are none."""
        if not self._guesses:
            return snapshot
        return replace(snapshot, playlists=tuple(self._right(playlist, now) for playlist in snapshot.playlists))

    def forget(self) -> None:
        """They were put right."""
        if self._guesses:
            self._guesses = {}
            with suppress(OSError):
                self._file.unlink(missing_ok=True)

    def _right(self, playlist: Playlist, now: Millis) -> Playlist:
        guess = self._guesses.get(playlist.id)
        if guess is None or playlist.expires != guess.expires:
            return playlist
        return replace(playlist, expires=Millis(now + guess.lasts))


def _read(path: Path) -> tuple[_Guess, ...]:
    """What was remembered; nothing where the file is missing or damaged, and no more than a day for any."""
    try:
        guesses = decode(tuple[_Guess, ...], json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return ()
    return tuple(guess for guess in guesses if 0 < guess.lasts <= DAY)

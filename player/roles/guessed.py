"""Ends that takeovers were given while nobody knew what time it is, put right when it is known."""

from __future__ import annotations

from dataclasses import replace

from player.model.snapshot import Snapshot
from player.model.units import Millis


class Guessed:
    """The takeovers that came while the clock was doubted: how long each was to last, by its playlist.

    A takeover without an end of its own ends a day after it came. By a guess of the time that end may be long past when
    the clock is right again, before anybody has seen it: it waits while the clock is doubted.
    """

    def __init__(self) -> None:
        self._lasts: dict[str, Millis] = {}

    def note(self, before: Snapshot | None, after: Snapshot, now: Millis) -> None:
        """Remembers the ends that `after` has and `before` had not, given by the guess that it is `now`."""
        known = {} if before is None else {playlist.id: playlist.expires for playlist in before.playlists}
        for playlist in after.playlists:
            if playlist.expires is not None and known.get(playlist.id) != playlist.expires:
                self._lasts[playlist.id] = Millis(playlist.expires - now)

    def put_right(self, snapshot: Snapshot, now: Millis) -> Snapshot:
        """The snapshot in which they last as long from `now`, which is right; itself where there are none."""
        lasts = self._lasts
        if not lasts:
            return snapshot
        playlists = tuple(
            replace(playlist, expires=Millis(now + lasts[playlist.id]))
            if playlist.id in lasts and playlist.expires is not None
            else playlist
            for playlist in snapshot.playlists
        )
        return replace(snapshot, playlists=playlists)

    def forget(self) -> None:
        """They were put right."""
        self._lasts = {}

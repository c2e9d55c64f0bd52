"""The content that the glass goes by: what plays, what was published since, and what of both a wrong clock leaves."""

from __future__ import annotations

import logging

from player import director
from player.model.units import Digest, Millis
from player.store.store import Store
from player.timeline.scenes import Timeline

LOG = logging.getLogger("qingbo.glass")


class Content:
    """Begins with what the store says is current, so that a restart waits for nobody.

    `ruling` and `offered` are what the director may plan with: all of it, or while the clock is not believed what needs none.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._timeless: dict[Digest | None, Timeline] = {}
        self._offered: Timeline | None = None
        self.offered_at = Millis(0)
        """When `offered` was."""
        self.believes = True
        """Whether slides may go by the clock."""
        self.timeline = self._load()
        """What plays, all of it."""

    @property
    def digest(self) -> Digest | None:
        """The name of what plays."""
        return None if self.timeline is None else self.timeline.digest

    @property
    def ruling(self) -> Timeline | None:
        """What may be shown of what plays."""
        return self._left_of(self.timeline)

    @property
    def offered(self) -> Timeline | None:
        """What may be shown of what was published since; None where nothing was."""
        return self._left_of(self._offered)

    def adopt(self) -> None:
        """What was offered plays from now on."""
        self.timeline, self._offered, self._timeless = self._offered, None, {}

    def renew(self) -> None:
        """What plays is what the store says is current now."""
        if self._store.current() != self.digest:
            self.timeline = self._load()

    def hear(self, digest: Digest, now: Millis) -> None:
        """A snapshot was published: it is offered from now on."""
        snapshot = self._store.load_digest(digest).snapshot
        if snapshot is None:
            LOG.error("新内容无法读取，继续播放原内容 (a snapshot cannot be read): %s", digest)
        elif self.digest == digest:
            self._offered = None  # what plays is current again
        else:
            self._offered, self.offered_at = Timeline(snapshot, digest), now

    def _load(self) -> Timeline | None:
        loaded = self._store.load()
        return None if loaded.snapshot is None else Timeline(loaded.snapshot, loaded.digest)

    def _left_of(self, timeline: Timeline | None) -> Timeline | None:
        if self.believes or timeline is None:
            return timeline
        if timeline.digest not in self._timeless:
            self._timeless[timeline.digest] = director.always_on(timeline)
        return self._timeless[timeline.digest]

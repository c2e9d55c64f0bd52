"""What plays, what is offered, what a wrong clock leaves of both: as the glass hears of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from player.model.content import When
from player.model.snapshot import Snapshot
from player.model.units import DAY, Digest, Millis
from player.roles.content import Content
from player.store.store import Store
from tests.support.campaign import campaign

NOW = Millis(1_800_000_000_000)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def published(store: Store, title: str, *, dated: bool = False) -> Digest:
    """One slide is current; with `dated` a second list, which holds until tomorrow."""
    snapshot = campaign(store, title, [title.encode()])
    if dated:
        (always,) = snapshot.playlists
        other = campaign(store, title + "2", [b"dated"]).playlists[0]
        until = replace(other, id="dated", when=When(), takeover=True, expires=Millis(NOW + DAY))
        snapshot = Snapshot(playlists=(always, until))
    return store.publish(snapshot)


def test_a_start_plays_what_is_current_and_nothing_where_nothing_is(store: Store) -> None:
    assert Content(store).timeline is None
    assert Content(store).digest is None
    digest = published(store, "a")
    content = Content(store)
    assert content.digest == digest
    assert content.ruling is content.timeline
    assert content.offered is None


def test_what_is_published_is_offered_until_it_is_adopted_or_what_plays_is_current_again(store: Store) -> None:
    first = published(store, "a")
    content = Content(store)
    second = published(store, "b")
    content.hear(second, NOW)
    assert content.digest == first
    assert content.offered is not None
    assert (content.offered.digest, content.offered_at) == (second, NOW)
    content.hear(first, NOW)
    assert content.offered is None
    content.hear(second, NOW)
    content.adopt()
    assert content.digest == second
    assert content.offered is None


def test_what_cannot_be_read_is_no_offer(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    first = published(store, "a")
    content = Content(store)
    content.hear(Digest("0" * 64), NOW)
    assert content.offered is None
    assert content.digest == first
    assert "新内容无法读取" in caplog.text


def test_what_was_published_meanwhile_plays_once_it_is_its_turn(store: Store) -> None:
    published(store, "a")
    content = Content(store)
    before = content.timeline
    content.renew()
    assert content.timeline is before, "nothing is read again"
    second = published(store, "b")
    content.renew()
    assert content.digest == second


def test_while_the_clock_is_doubted_what_has_an_end_waits_in_both(store: Store) -> None:
    published(store, "a", dated=True)
    content = Content(store)
    content.hear(published(store, "b", dated=True), NOW)
    content.believes = False
    for whole, left in ((content.timeline, content.ruling), (content.offered, content.offered)):
        assert whole is not None
        assert left is not None
        assert [playlist.id for playlist in left.snapshot.playlists] == ["demo"]
    assert content.ruling is content.ruling, "it is made once"
    assert content.offered is content.offered, "and for each"
    content.believes = True
    assert content.ruling is content.timeline
    content.believes = False
    content.adopt()
    assert content.ruling is not None
    assert content.ruling.digest == content.digest

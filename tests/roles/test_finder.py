"""What the painter is given to paint: slides of the store, and none whose picture has rotted there."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.errors import StoreError
from player.model.order import order_for
from player.model.settings import Panel
from player.roles.painter import Finder
from player.store.store import Store
from tests.support.campaign import campaign, kept


@pytest.mark.fault(19)
def test_a_rotten_picture_is_not_painted_until_it_is_whole_again(tmp_path: Path) -> None:
    """A frame bears the name of what it should show: painted from rotten bytes it would be shown as right for ever."""
    store = Store(tmp_path)
    snapshot = campaign(store, "a", [b"first", b"second"])
    digest = store.publish(snapshot)
    good, bad = (order_for(slide, "", panel=Panel(320, 180), look="x", snapshot=digest) for slide in snapshot.slides())
    find = Finder(store)
    assert find(bad) == snapshot.slides()[1]
    path = store.object_path(snapshot.slides()[1].assets[0].digest)
    path.write_bytes(b"secomd")
    assert find(good) == snapshot.slides()[0]
    with pytest.raises(StoreError, match=r"a1\.png") as caught:
        find(bad)
    assert caught.value.retry
    kept(store, "a1.png", b"second")
    assert find(bad) == snapshot.slides()[1]

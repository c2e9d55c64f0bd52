"""Garbage: what goes, and what must stay whatever happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from player.model.units import DAY, HOUR, Digest, Millis
from player.store.collect import restamp
from player.store.store import Store
from tests.support.campaign import campaign, kept

NOW = Millis(1_800_000_000_000)


def age(path: Path, age: int) -> None:
    """The file was last written `age` milliseconds before NOW."""
    at = (NOW - age) * 1_000_000
    os.utime(path, ns=(at, at))


def publish(store: Store, count: int, first: int = 0) -> list[Digest]:
    """Publishes versions a day apart, each with a picture of its own, all of them weeks old."""
    digests = []
    for index in range(first, first + count):
        digests.append(store.publish(campaign(store, f"v{index}", [b"common", f"picture {index}".encode()])))
        age(store.root / "snapshots" / digests[-1], 30 * DAY - index * DAY)
    for path in (store.root / "objects").rglob("*"):
        age(path, 20 * DAY)
    return digests


def present(store: Store) -> set[str]:
    return {path.name for path in (store.root / "objects").rglob("*") if path.is_file()}


def test_nothing_that_the_last_five_need_is_removed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, 5)
    before = present(store)
    store.collect(NOW)
    assert present(store) == before
    assert len(list((tmp_path / "snapshots").iterdir())) == 5


def test_what_only_older_snapshots_needed_goes_with_them(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digests = publish(store, 8)
    collected = store.collect(NOW)
    assert {path.name for path in (tmp_path / "snapshots").iterdir()} == set(digests[3:])
    assert (collected.snapshots, collected.objects) == (3, 3)
    assert collected.size == 3 * len("picture 0")
    assert store.load().whole
    assert all(store.load_digest(digest).whole for digest in digests[3:])


def test_current_and_previous_stay_however_old_they_are(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digests = publish(store, 9)
    (tmp_path / "current").write_text(digests[0])
    (tmp_path / "previous").write_text(digests[1])
    store.collect(NOW)
    assert all(store.load_digest(digest).whole for digest in digests[:2])
    assert store.load().digest == digests[0]


def test_young_objects_and_snapshots_stay(tmp_path: Path) -> None:
    """An object may be on its way into a snapshot, a snapshot may be on the glass."""
    store = Store(tmp_path)
    digests = publish(store, 7)
    asset = kept(store, "coming.png", b"coming")
    age(store.object_path(asset.digest), DAY - 1)
    age(tmp_path / "snapshots" / digests[0], HOUR - 1)
    for digest in digests[1:]:
        age(tmp_path / "snapshots" / digest, 0)
    store.collect(NOW)
    assert asset.digest in present(store)
    assert store.load_digest(digests[0]).whole


def test_an_object_that_is_kept_again_is_young_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, 1)
    asset = kept(store, "back.png", b"back")
    path = store.object_path(asset.digest)
    age(path, 9 * DAY)
    aged = path.stat().st_mtime_ns
    kept(store, "back.png", b"back")
    stamp = path.stat().st_mtime_ns
    assert stamp != aged
    store.collect(Millis(stamp // 1_000_000 + HOUR))
    assert asset.digest in present(store)


def test_a_clock_that_woke_up_in_1970_removes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, 8)
    before = present(store)
    collected = store.collect(Millis(0))
    assert (collected.snapshots, collected.objects) == (0, 0)
    assert present(store) == before


def test_while_a_snapshot_cannot_be_read_no_object_is_removed(tmp_path: Path) -> None:
    """Nobody knows what it needs."""
    store = Store(tmp_path)
    digests = publish(store, 8)
    before = present(store)
    (tmp_path / "snapshots" / digests[7]).write_bytes(b"{")
    store.collect(NOW)
    assert present(store) == before


def test_the_leavings_of_a_crash_are_swept_after_a_day(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, 1)
    paths = [tmp_path / folder / f".{i}.part" for i in range(2) for folder in ("", "objects", "snapshots")]
    for index, path in enumerate(paths):
        path.write_bytes(b"half")
        age(path, DAY + 1 if index < 3 else DAY - 1)
    store.collect(NOW)
    assert [path.exists() for path in paths] == [False] * 3 + [True] * 3


def test_the_folders_of_others_are_left_alone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, 8)
    frame = tmp_path / "frames" / ("0" * 64)
    frame.parent.mkdir()
    frame.write_bytes(b"pixels")
    age(frame, 90 * DAY)
    stranger = tmp_path / "objects" / "ab" / "readme.txt"
    stranger.parent.mkdir(exist_ok=True)
    stranger.write_bytes(b"hello")
    age(stranger, 90 * DAY)
    store.collect(NOW)
    assert frame.exists()
    assert stranger.exists()


@pytest.mark.fault(29)
def test_what_a_wrong_clock_has_stamped_is_not_young_for_ever(tmp_path: Path) -> None:
    """Objects and snapshots of the year 2100 count as of the first look by a clock that is believed, and go in their turn."""
    store = Store(tmp_path)
    publish(store, 10)
    for path in (*(tmp_path / "objects").rglob("*"), *(tmp_path / "snapshots").iterdir()):
        if path.is_file():
            age(path, -80 * 365 * DAY)
    before = present(store)
    store.collect(NOW)
    assert present(store) == before, "nobody knows how old they are"
    store.collect(Millis(NOW + 2 * DAY))
    assert 1 + 5 <= len(present(store)) <= 1 + 7, "the last five, current and previous"
    assert store.load().whole


@pytest.mark.control(29)
def test_by_their_stamps_alone_they_would_stay_for_a_century(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("player.store.collect.restamp", lambda _paths, _now: 0)
    store = Store(tmp_path)
    publish(store, 8)
    for path in (tmp_path / "objects").rglob("*"):
        age(path, -80 * 365 * DAY)
    store.collect(Millis(NOW + 365 * DAY))
    assert len(present(store)) == 1 + 8


def test_what_was_written_a_moment_ahead_of_the_clock_keeps_its_stamp(tmp_path: Path) -> None:
    """A clock that was set back by an hour is no reason to touch anything."""
    path = tmp_path / "a"
    path.touch()
    age(path, -HOUR)
    assert restamp([path], NOW) == 0
    assert path.stat().st_mtime_ns == (NOW + HOUR) * 1_000_000

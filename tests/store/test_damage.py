"""Bit rot, lost files and garbage in the cache: the last whole version plays, and staff are told."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.model.snapshot import Snapshot
from player.model.units import Digest
from player.store.store import Store
from tests.support.campaign import MEMORY, campaign


def flip(path: Path, bit: int) -> None:
    """One bit of the file turns over."""
    data = bytearray(path.read_bytes())
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    path.write_bytes(data)


def two_versions(root: Path) -> tuple[Store, Snapshot, Snapshot]:
    """A store with A as previous and B as current; one object is common, each has one of its own."""
    store = Store(root)
    old, new = campaign(store, "a", [b"common", b"old"]), campaign(store, "b", [b"common", b"new"])
    store.publish(old)
    store.publish(new)
    return store, old, new


@pytest.mark.fault(20)
@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["current", "snapshot"]), st.integers(0, 10_000))
def test_any_flipped_bit_in_pointer_or_snapshot_brings_the_previous_version(what: str, bit: int) -> None:
    """Law: whatever bit rots in the pointer or in the snapshot it names, the previous version plays and it is said."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        store, old, _ = two_versions(Path(folder))
        current = store.current()
        assert current is not None
        flip(store.root / "current" if what == "current" else store.root / "snapshots" / current, bit)
        loaded = store.load()
        assert loaded.snapshot == old
        assert loaded.whole
        assert [problem.code for problem in loaded.problems] == ["cache-previous"]


def test_a_lost_object_brings_the_previous_version(tmp_path: Path) -> None:
    store, old, new = two_versions(tmp_path)
    store.object_path(new.slides()[1].assets[0].digest).unlink()
    loaded = store.load()
    assert loaded.snapshot == old
    assert loaded.problems[0].place.file == "b1.png"
    assert "b1.png" in loaded.problems[0].message.zh


def test_a_shortened_object_brings_the_previous_version(tmp_path: Path) -> None:
    store, old, new = two_versions(tmp_path)
    store.object_path(new.slides()[1].assets[0].digest).write_bytes(b"ne")
    assert store.load().snapshot == old


def test_rot_inside_an_object_is_seen_by_its_hash_alone(tmp_path: Path) -> None:
    store, _, new = two_versions(tmp_path)
    flip(store.object_path(new.slides()[1].assets[0].digest), 5)
    loaded = store.load()
    assert loaded.snapshot == new, "sizes are right: load does not read the objects"
    assert [asset.name for asset in store.damaged(new)] == ["b1.png"]


def test_a_common_object_that_is_lost_leaves_the_rest_to_play(tmp_path: Path) -> None:
    """Neither version is whole, but a campaign with one picture missing is better than none."""
    store, _, new = two_versions(tmp_path)
    store.object_path(new.slides()[0].assets[0].digest).unlink()
    loaded = store.load()
    assert loaded.snapshot == new
    assert not loaded.whole
    assert [asset.name for asset in loaded.missing] == ["b0.png"]
    assert [problem.code for problem in loaded.problems] == ["cache-gap"]


def test_where_nothing_can_be_read_there_is_nothing_and_it_is_said(tmp_path: Path) -> None:
    store, _, _ = two_versions(tmp_path)
    for path in (tmp_path / "snapshots").iterdir():
        flip(path, 99)
    loaded = store.load()
    assert (loaded.snapshot, loaded.digest) == (None, None)
    assert [problem.code for problem in loaded.problems] == ["cache-lost"]


def test_a_damaged_current_never_becomes_previous(tmp_path: Path) -> None:
    """Publishing over a damaged version must not push out the last whole one before the new one stands."""
    store, old, _ = two_versions(tmp_path)
    current = store.current()
    assert current is not None
    flip(tmp_path / "snapshots" / current, 4)
    new = campaign(store, "c", [b"third"])
    store.publish(new)
    (tmp_path / "current").write_bytes(b"")  # as if the machine stopped before the pointer was written
    assert store.load().snapshot == old


def test_a_snapshot_of_a_later_format_is_left_alone(tmp_path: Path) -> None:
    store, old, _ = two_versions(tmp_path)
    later = json.dumps({"format": 2, "surprise": []}).encode()
    name = store.keep(io.BytesIO(later)).digest
    (tmp_path / "snapshots" / name).write_bytes(later)
    (tmp_path / "current").write_text(name)
    assert store.load().snapshot == old


GARBAGE = st.one_of(st.binary(max_size=200), st.just(b"[" * 100_000), st.text(max_size=80).map(lambda t: t.encode()))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["current", "previous", "snapshot", "lock", "named"]), GARBAGE))
def test_garbage_in_the_cache_never_crashes(garbage: dict[str, bytes]) -> None:
    """Law: whatever the files of the cache hold, load returns, and what it returns is what was published, or nothing."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        store, old, new = two_versions(Path(folder))
        current = store.current()
        assert current is not None
        for name, data in garbage.items():
            if name == "named":  # a snapshot whose digest is right, and whose content is garbage all the same
                digest = store.keep(io.BytesIO(data)).digest
                (store.root / "snapshots" / digest).write_bytes(data)
                (store.root / "current").write_text(digest)
            else:
                (store.root / (name if name != "snapshot" else f"snapshots/{current}")).write_bytes(data)
        assert store.load().snapshot in (old, new, None)
        store.publish(new)
        assert store.load().snapshot == new
        with store.lock():
            pass


@pytest.mark.parametrize("name", ["current", "previous", "snapshots", "objects"])
def test_a_folder_or_a_file_in_the_wrong_place_never_crashes(tmp_path: Path, name: str) -> None:
    store, _, _ = two_versions(tmp_path)
    victim = tmp_path / name
    victim.rename(tmp_path / "away")
    if (tmp_path / "away").is_dir():
        victim.write_bytes(b"")
    else:
        victim.mkdir()
    store.load()
    store.load_digest(Digest("0" * 64))

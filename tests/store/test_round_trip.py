"""What the store promises when nothing goes wrong."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.errors import StoreError
from player.model.canon import digest_of
from player.model.content import Asset
from player.model.snapshot import Snapshot
from player.model.units import Digest
from player.store.objects import CHUNK
from player.store.store import Store
from tests.support.campaign import MEMORY, campaign, kept, showing

CONTENTS = st.lists(st.binary(max_size=300), max_size=5)


@settings(max_examples=25, deadline=None)
@given(st.lists(CONTENTS, min_size=1, max_size=4))
def test_what_was_published_last_is_loaded(versions: list[list[bytes]]) -> None:
    """Law: after publishing v1..vn, load gives vn, whole, without a problem; previous is the one before it."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        store = Store(folder)
        digests = []
        for index, contents in enumerate(versions):
            snapshot = campaign(store, f"v{index}", contents)
            digests.append(store.publish(snapshot))
            loaded = Store(folder).load()
            assert loaded.snapshot == snapshot
            assert loaded.digest == digests[-1] == digest_of(snapshot) == store.current()
            assert loaded.problems == ()
            assert loaded.whole
        distinct = [digest for i, digest in enumerate(digests) if i == 0 or digests[i - 1] != digest]
        if len(distinct) > 1:
            assert (Path(folder) / "previous").read_text().strip() == distinct[-2]


@given(st.binary(max_size=5_000))
@settings(max_examples=25, deadline=None)
def test_an_object_is_its_bytes(content: bytes) -> None:
    """Law: the object of a stream holds its bytes under their SHA-256; keeping it again changes nothing."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        store = Store(folder)
        stored = store.keep(io.BytesIO(content))
        again = store.keep(io.BytesIO(content))
        assert stored == again
        assert stored.digest == hashlib.sha256(content).hexdigest()
        assert stored.size == len(content)
        path = store.object_path(stored.digest)
        assert path.read_bytes() == content
        assert path.relative_to(folder).parts == ("objects", stored.digest[:2], stored.digest)
        assert [p for p in Path(folder).rglob("*") if p.is_file()] == [path]


class Bytes:
    """A stream of `size` bytes that is never in memory as a whole, and remembers the largest piece asked for."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.largest = 0

    def read(self, size: int, /) -> bytes:
        self.largest = max(self.largest, size)
        piece = bytes(min(size, self.left))
        self.left -= len(piece)
        return piece


def test_memory_is_bounded_while_copying(tmp_path: Path) -> None:
    stream = Bytes(5 * CHUNK + 17)
    assert Store(tmp_path).keep(stream).size == 5 * CHUNK + 17
    assert stream.largest <= CHUNK


def test_what_the_stream_raises_comes_through_and_leaves_nothing(tmp_path: Path) -> None:
    class Broken:
        def read(self, size: int, /) -> bytes:
            raise StoreError("still changing", retry=True)

    with pytest.raises(StoreError, match="still changing"):
        Store(tmp_path).keep(Broken())
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_snapshot_without_its_objects_is_not_published(tmp_path: Path) -> None:
    store = Store(tmp_path)
    asset = kept(store, "a.png", b"a")
    published = store.publish(showing([asset]))
    lost = Asset(Digest("0" * 64), "b.png", 3, 1, 1)
    with pytest.raises(StoreError, match=r"b\.png"):
        store.publish(showing([asset, lost]))
    assert store.load().digest == published


def test_publishing_the_same_again_moves_no_pointer(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first, second = campaign(store, "a", [b"1"]), campaign(store, "b", [b"2"])
    store.publish(first)
    store.publish(second)
    pointers = {name: (tmp_path / name).stat().st_ino for name in ("current", "previous")}
    store.publish(second)
    assert {name: (tmp_path / name).stat().st_ino for name in ("current", "previous")} == pointers


def test_publishing_again_mends_what_was_damaged(tmp_path: Path) -> None:
    store = Store(tmp_path)
    digest = store.publish(campaign(store, "a", [b"picture"]))
    (tmp_path / "snapshots" / digest).write_bytes(b"{}")
    store.object_path(Digest(hashlib.sha256(b"picture").hexdigest())).write_bytes(b"pictore")
    assert store.publish(campaign(store, "a", [b"picture"])) == digest
    loaded = store.load()
    assert loaded.whole
    assert loaded.snapshot is not None
    assert not list(store.damaged(loaded.snapshot))


def test_an_unused_cache_is_empty_without_a_problem(tmp_path: Path) -> None:
    root = tmp_path / "not there yet"
    loaded = Store(root).load()
    assert (loaded.snapshot, loaded.digest, loaded.problems) == (None, None, ())
    assert not root.exists(), "reading creates nothing"


def test_an_empty_snapshot_is_a_snapshot(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.publish(Snapshot())
    assert store.load().snapshot == Snapshot()


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "ABCDEF" * 11, "0" * 63, "0" * 65, "é" * 64])
def test_only_digests_name_objects(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a digest"):
        Store(tmp_path).object_path(Digest(name))


def test_a_cache_that_is_a_file_is_a_store_error_for_good(tmp_path: Path) -> None:
    root = tmp_path / "cache"
    root.write_bytes(b"")
    with pytest.raises(StoreError) as caught:
        Store(root).keep(io.BytesIO(b"x"))
    assert not caught.value.retry
    assert Store(root).load().snapshot is None


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_disk_that_takes_no_more_is_a_store_error_that_may_pass(tmp_path: Path) -> None:
    """A real failed write: the process may write no file over 100 bytes."""
    script = """
import io, resource, sys
from player.errors import StoreError
from player.store.store import Store
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
store = Store(sys.argv[1])
store.keep(io.BytesIO(b"small"))
try:
    store.keep(io.BytesIO(b"x" * 1000))
except StoreError as error:
    print(error.retry)
"""
    done = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1, "the half file is gone"


def test_the_readers_side_imports_nothing_heavy() -> None:
    script = "import sys; before = set(sys.modules); import player.store.store; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    heavy = {
        "PIL",
        "yaml",
        "watchdog",
        "pygame",
        "tempfile",
        "random",
        "shutil",
        "multiprocessing",
        "logging",
        "subprocess",
    }
    assert not heavy & set(done.stdout.split())

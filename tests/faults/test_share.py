"""A real Samba server and a real mount of its share: what the player takes from it, and what it does when it goes away."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from player.errors import SourceError
from player.sources.errands import PATIENCE
from player.sources.folder import Folder
from player.sources.mounts import Anchor
from player.sources.settle import QUIET
from tests.support.loopdisk import LoopDisk
from tests.support.races import Ours, SizeStable, Writing, looking, now, writing
from tests.support.samba import Samba, ShareMount, need_samba
from tests.support.writers import WAYS, picture

PROMISE = 15.0
"""Seconds after its writer's end within which a file on a share is taken."""
GUARD = 15.0
"""Seconds more that a busy machine may take in a test: the figure itself is printed."""
NOT_ON_A_SHARE = {"hard links", "links swapped", "unmounted and mounted again", "written and not closed"}
NIGHTLY = bool(os.environ.get("QINGBO_NIGHTLY"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Samba]:
    need_samba()
    with Samba(tmp_path / "share") as one:
        (one.share / "节目").mkdir()
        (one.share / "别处").mkdir()
        yield one


@pytest.fixture
def mount(server: Samba, tmp_path: Path) -> Iterator[ShareMount]:
    with ShareMount(server, tmp_path / "mnt") as one:
        yield one


@pytest.mark.timeout(300)
@pytest.mark.fault(8, 9)
@pytest.mark.control(8, 9)
def test_what_others_write_through_the_share_is_taken_whole_and_in_time(
    server: Samba, mount: ShareMount, tmp_path: Path
) -> None:
    """Each way of writing, by another client of the same server, at the same time; the usual strategy fails beside it."""
    ways = [way for way in WAYS if way not in NOT_ON_A_SHARE]
    with ShareMount(server, tmp_path / "other") as other:
        for seed in range(5 if NIGHTLY else 1):
            root, outside = (other.folder / place / f"{seed}" for place in ("节目", "别处"))
            writers = {
                f"{number:02}": writing(way, seed, root, outside, f"{number:02}") for number, way in enumerate(ways)
            }
            run(writers, mount.folder / "节目" / f"{seed}")


def run(writers: dict[str, Writing], watched: Path) -> None:
    for one in writers.values():
        one.begin()
    ours, usual = Ours(Folder(watched)), SizeStable(watched)
    with looking(ours, usual):
        ours.until(lambda: len(ours.waits) >= 4, seconds=60)
        threads = [threading.Thread(target=one.go_on, daemon=True) for one in writers.values()]
        for thread in threads:
            thread.start()
        late: dict[str, float] = {}
        while any(thread.is_alive() for thread in threads) or len(late) < len(writers):
            for inside, one in writers.items():
                if one.ended is not None and inside not in late:
                    missed = lost(one, inside, ours)
                    assert not missed or now() - one.ended < PROMISE + GUARD, (
                        f"{one.way}: {missed} not taken, {one.error}; looks: {[round(wait, 1) for wait in ours.waits]}"
                    )
                    if not missed:
                        late[inside] = now() - one.ended
            time.sleep(0.05)
    errors = {one.way: one.error for one in writers.values() if one.error is not None}
    assert not errors
    slowest = max(late, key=lambda inside: late[inside])
    wrong_usual = wrong(writers, usual)
    print(
        [
            f"{seconds:.1f} {writers[inside].way}"
            for inside, seconds in sorted(late.items(), key=lambda one: one[1])[-5:]
        ]
    )
    print(f"looks: {len(ours.waits)}, the longest {max(ours.waits):.1f} s")
    print(
        f"{len(writers)} ways through Samba: wrong {len(wrong(writers, ours))}, the last of each taken within "
        f"{late[slowest]:.1f} s ({writers[slowest].way}); size stable: {len(wrong_usual)} wrong"
    )
    assert not wrong(writers, ours)
    assert len(wrong_usual) >= 5
    assert not ours.is_away
    assert not ours.away


def lost(one: Writing, inside: str, ours: Ours) -> list[str]:
    return [path for path, data in one.hands.final.items() if ours.there.get(f"{inside}/{path}") != data]


def wrong(writers: dict[str, Writing], who: Ours | SizeStable) -> list[tuple[str, str]]:
    """What was taken that never was the whole of a file."""
    found = []
    for taken in list(who.taken):
        inside, _, path = taken.path.partition("/")
        if not writers[inside].whole(path, taken.data):
            found.append((writers[inside].way, path))
    return found


# The server and the mount go away. The usual strategy, beside ours on the same mount, takes it for a deletion.


def hang_up(path: Path) -> threading.Thread:
    """A plain listing of the folder, which hangs for as long as the server does."""

    def listed() -> None:
        with suppress(OSError):
            os.listdir(path)  # noqa: PTH208  # the bare call

    thread = threading.Thread(target=listed, daemon=True)
    thread.start()
    return thread


@contextmanager
def content(server: Samba, watched: Path, memory: Path) -> Iterator[tuple[Ours, SizeStable]]:
    """Six pictures that both have taken."""
    for number in range(6):
        (server.share / "节目" / f"{number}.jpg").write_bytes(picture("jpg", number))
    ours, usual = Ours(Folder(watched, memory=memory)), SizeStable(watched)
    with looking(ours, usual):
        ours.until(lambda: len(ours.there) == len(usual.there) == 6, seconds=60)
        yield ours, usual


def arrives(server: Samba, ours: Ours, name: str, version: int) -> float:
    """Somebody on the server puts a picture there; the seconds until it is taken."""
    data = picture("jpg", version)
    (server.share / "别处" / name).write_bytes(data)
    (server.share / "别处" / name).replace(server.share / "节目" / name)
    return ours.until(lambda: ours.there.get(name) == data, seconds=PROMISE + GUARD)


@pytest.mark.fault(1)
@pytest.mark.control(1)
def test_a_server_that_stops_deletes_nothing(server: Samba, mount: ShareMount, tmp_path: Path) -> None:
    with content(server, mount.folder / "节目", tmp_path / "memory") as (ours, usual):
        server.stop()
        ours.until(lambda: ours.is_away and not usual.there, seconds=60)
        assert len(ours.there) == 6
        assert ours.codes == {"folder-unreadable"}
        server.start()
        back = ours.until(lambda: not ours.is_away, seconds=60)
        new = arrives(server, ours, "new.jpg", 1)
        assert len(ours.there) == 7
    print(f"the server is back: seen after {back:.1f} s; a new picture after {new:.1f} s")


@pytest.mark.fault(2)
@pytest.mark.control(2)
def test_nobody_waits_for_a_server_that_hangs(server: Samba, mount: ShareMount, tmp_path: Path) -> None:
    with content(server, mount.folder / "节目", tmp_path / "memory") as (ours, _):
        server.freeze()
        naive = hang_up(mount.folder / "节目")
        ours.until(lambda: ours.is_away, seconds=60)
        after = now()
        ours.until(lambda: now() - after > 3.0, seconds=60)
        assert naive.is_alive(), "what did not go through an errand hangs to this moment"
        assert len(ours.there) == 6
        assert ours.codes == {"folder-silent"}
        assert max(ours.waits) < PATIENCE + 5.0, "no look takes longer than the patience"
        server.thaw()
        naive.join(60.0)
        ours.until(lambda: not ours.is_away, seconds=60)
        new = arrives(server, ours, "new.jpg", 1)
        assert len(ours.there) == 7
    print(f"the longest look {max(ours.waits):.1f} s; a new picture after it answers again {new:.1f} s")


@pytest.mark.fault(3)
@pytest.mark.control(3)
def test_a_share_that_is_not_mounted_is_no_empty_folder(
    server: Samba, mount: ShareMount, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its mount point reads without a complaint and is empty, also for a player that starts just then."""
    point, memory = tmp_path / "共享", tmp_path / "memory"
    point.mkdir()
    bind(mount.folder / "节目", point)
    try:
        with content(server, point, memory) as (ours, usual):
            ours.until(lambda: unmounted(point), seconds=GUARD)
            assert list(point.iterdir()) == []
            ours.until(lambda: ours.is_away and not usual.there, seconds=60)
            assert len(ours.there) == 6
            assert ours.codes == {"folder-not-mounted"}

            assert survives(Folder(point, memory=memory))
            with monkeypatch.context() as patched:
                patched.setattr(Anchor, "is_missing", lambda *_: False)
                assert not survives(Folder(point)), "control: without what is known of the mount all of it is lost"

            (server.share / "节目" / "new.jpg").write_bytes(picture("jpg", 1))
            bind(mount.folder / "节目", point)
            new = ours.until(lambda: "new.jpg" in ours.there, seconds=5.0 + GUARD)
            assert len(ours.there) == 7
        print(f"mounted again: a new picture after {new:.1f} s")
    finally:
        subprocess.run(["umount", "-l", point], check=False, capture_output=True)


def unmounted(point: Path) -> bool:
    """Takes the mount away; not while a look has the folder open, as everybody's `umount` says."""
    return subprocess.run(["umount", point], check=False).returncode == 0


def survives(starting: Folder) -> bool:
    """Whether a player that starts on the folder as it is now keeps what it had, for an hour."""
    starting.remember([f"{number}.jpg" for number in range(6)])
    for at in range(0, 3600, 10):
        try:
            listing = starting.look(float(at))
        except SourceError:
            continue
        if len(listing.entries) + len(listing.waiting) < 6:
            return False
    return True


def bind(folder: Path, point: Path) -> None:
    subprocess.run(["mount", "--bind", folder, point], check=True)


@pytest.mark.fault(4)
@pytest.mark.control(4)
def test_a_stick_that_is_pulled_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not read yet waits and is said; what was there stays; and its empty place is not believed."""
    with LoopDisk(tmp_path) as disk:
        for number in range(6):
            (disk.point / f"{number}.jpg").write_bytes(picture("jpg", number))
        folder = Folder(disk.point, memory=tmp_path / "memory")
        folder.look(0.0)
        assert len(folder.look(QUIET).entries) == 6
        (disk.point / "new.jpg").write_bytes(picture("jpg", 1))
        disk.pull_out()
        folder.look(10.0)
        at = 10.0 + QUIET
        while at < 80.0:
            assert folder.look(at).waiting == ("new.jpg",)
            at = max(at + 1.0, folder.wake_at(at))
        assert [problem.code for problem in folder.problems] == ["file-unfinished"]
        assert "读不出来" in folder.problems[0].message.zh
        with pytest.raises(SourceError), folder.open("0.jpg") as file:
            file.read(1 << 20)
        disk.unmount(lazily=True)
        for later in (90.0, 400.0, 4_000.0):
            with pytest.raises(SourceError):
                folder.look(later)
            assert [problem.code for problem in folder.problems] == ["folder-not-mounted"]
        with monkeypatch.context() as patched:
            patched.setattr(Anchor, "is_missing", lambda *_: False)
            assert not survives(Folder(disk.point)), "control: its empty place is taken for a folder that was cleared"


@pytest.mark.fault(5)
@pytest.mark.control(5)
@pytest.mark.parametrize("fate", ["renamed", "recreated"])
def test_a_folder_that_is_renamed_or_made_anew_on_the_server(
    server: Samba, mount: ShareMount, tmp_path: Path, fate: str
) -> None:
    with content(server, mount.folder / "节目", tmp_path / "memory") as (ours, usual):
        (server.share / "节目").rename(server.share / "节目.旧")
        if fate == "recreated":
            (server.share / "节目").mkdir()
        ours.until(lambda: not usual.there, seconds=60)
        ours.until(lambda: bool(ours.codes), seconds=60)
        assert len(ours.there) == 6
        assert ours.codes <= {"folder-gone", "folder-replaced", "mass-deletion"}
        if fate == "recreated":
            (server.share / "节目").rmdir()
        (server.share / "节目.旧").rename(server.share / "节目")
        ours.until(lambda: not ours.is_away, seconds=60)
        new = arrives(server, ours, "new.jpg", 1)
        assert len(ours.there) == 7
    print(f"{fate}, and back: a new picture after {new:.1f} s")


def test_a_new_picture_on_a_share_is_there_in_time(server: Samba, mount: ShareMount, tmp_path: Path) -> None:
    """The figure: from the end of its writer, another client, to the moment at which it is taken."""
    with (
        ShareMount(server, tmp_path / "other") as other,
        content(server, mount.folder / "节目", tmp_path / "m") as both,
    ):
        ours, took = both[0], []
        for version in range(10 if NIGHTLY else 2):
            data = picture("jpg", version)
            (other.folder / "节目" / f"new{version}.jpg").write_bytes(data)
            took.append(ours.until(lambda: ours.there.get(f"new{version}.jpg") == data, seconds=PROMISE + GUARD))  # noqa: B023  # it is called at once
        print(f"a new picture on a share: {min(took):.1f} to {max(took):.1f} s after its writer's end")
        assert sorted(took)[len(took) // 2] <= PROMISE

"""A real folder under the hands of real programs: copies, editors, links, odd names."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from player.errors import SourceError
from player.model.listing import Listing
from player.model.units import Millis
from player.sources import scan
from player.sources.folder import LONG_QUIET, POLL, POLL_HINTED, POLL_NETWORK, POLL_QUIET, Folder
from player.sources.mounts import mount_of
from player.sources.scan import Why
from player.sources.settle import GONE, GONE_MASS, QUIET

posix = pytest.mark.skipif(sys.platform == "win32", reason="a matter of POSIX file systems")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "playlists"
    folder.mkdir()
    return folder


class Watch:
    """Looks at a folder as time goes by, in big steps; keeps what was listed and what bytes were read for it."""

    def __init__(self, root: Path) -> None:
        self.folder = Folder(root, network=False)
        self.now = 100.0

    def after(self, seconds: float) -> Listing:
        self.now += seconds
        return self.folder.look(self.now)

    def settled(self) -> dict[str, bytes]:
        """What is listed once everything has been quiet."""
        self.after(0.0)
        self.after(QUIET)
        listing = self.after(GONE_MASS)
        return {entry.path: self.folder.read(entry.path, 1 << 20) for entry in listing.entries}


def names(listing: Listing) -> list[str]:
    return [entry.path for entry in listing.entries]


# How programs write


def test_cp_and_mv_and_folders(root: Path, tmp_path: Path) -> None:
    watch = Watch(root)
    (tmp_path / "new.png").write_bytes(b"new")
    subprocess.run(["cp", "-p", tmp_path / "new.png", root / "copied.png"], check=True)
    (root / "夏至").mkdir()
    shutil.move(tmp_path / "new.png", root / "夏至" / "moved.png")
    assert watch.after(0).folders == ("夏至",)
    assert watch.settled() == {"copied.png": b"new", "夏至/moved.png": b"new"}


def test_a_copy_that_stalls_is_not_shown_half(root: Path) -> None:
    """It is held open for writing, so it is known to be unfinished however long it stalls."""
    watch = Watch(root)
    with (root / "big.png").open("wb") as file:
        for _ in range(3):
            file.write(b"chunk" * 1000)
            file.flush()
            assert watch.after(60.0).waiting == ("big.png",)
        assert watch.after(3600.0).entries == () or sys.platform != "linux"
    assert len(watch.settled()["big.png"]) == 15_000


def test_a_file_with_its_full_size_from_the_first_moment(root: Path) -> None:
    """Windows copies do that, and set the time of change to the past at the end."""
    watch = Watch(root)
    with (root / "big.png").open("wb") as file:
        file.truncate(9_000)
        file.flush()
        watch.after(0.0)
        assert watch.after(1.0).entries == ()
        file.write(b"done" * 2250)
    os.utime(root / "big.png", ns=(10**18, 10**18))
    assert watch.after(1.5).entries == (), "quiet anew since the last change"
    assert watch.settled() == {"big.png": b"done" * 2250}


def test_overwriting_in_place_keeps_the_old_version_waiting_until_the_new_one_stands(root: Path) -> None:
    (root / "a.png").write_bytes(b"old picture")
    watch = Watch(root)
    watch.settled()
    with (root / "a.png").open("r+b") as file:
        file.write(b"new pic")
        file.flush()
        listing = watch.after(30.0)
        assert (names(listing), listing.waiting) == ([], ("a.png",))
        file.write(b"ture")
    assert watch.settled() == {"a.png": b"new picture"}


def test_overwriting_with_the_same_size_and_the_old_time_is_seen(root: Path) -> None:
    path = root / "a.png"
    path.write_bytes(b"old")
    watch = Watch(root)
    watch.settled()
    before = path.stat()
    while path.stat().st_ctime_ns == before.st_ctime_ns:
        path.write_bytes(b"new")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert watch.after(1.0).waiting == ("a.png",)
    assert watch.settled() == {"a.png": b"new"}


def test_renaming_over_shows_the_old_or_the_new(root: Path) -> None:
    (root / "a.png").write_bytes(b"old")
    watch = Watch(root)
    watch.settled()
    (root / ".a.png.part").write_bytes(b"new")
    assert names(watch.after(1.0)) == ["a.png"]
    (root / ".a.png.part").replace(root / "a.png")
    assert watch.after(1.0).waiting == ("a.png",)
    assert watch.settled() == {"a.png": b"new"}


Save = Callable[[Path, bytes], Iterator[None]]
"""A way in which an editor saves, in steps: others may look between any two."""


def vim(path: Path, text: bytes) -> Iterator[None]:
    """Tries the folder with 4913, moves the file to a backup, writes it anew, removes the backup."""
    (path.parent / "4913").touch()
    yield
    (path.parent / "4913").unlink()
    yield
    path.rename(path.with_name(path.name + "~"))
    yield
    path.write_bytes(text)
    yield
    path.with_name(path.name + "~").unlink()


def word(path: Path, text: bytes) -> Iterator[None]:
    """Writes beside under an odd name, moves the old one away, moves the new one in, deletes the old one."""
    lock = path.with_name("~$" + path.name[2:])
    lock.write_bytes(b"\x05staff")
    yield
    (path.parent / "~WRD0001.tmp").write_bytes(text)
    yield
    path.rename(path.parent / "~WRL0002.tmp")
    yield
    (path.parent / "~WRD0001.tmp").rename(path)
    yield
    (path.parent / "~WRL0002.tmp").unlink()
    lock.unlink()


def notepad(path: Path, text: bytes) -> Iterator[None]:
    """Cuts the file to nothing and fills it."""
    with path.open("wb") as file:
        yield
        file.write(text)


def atomic(path: Path, text: bytes) -> Iterator[None]:
    """Writes a temporary file and renames it over."""
    temporary = path.with_name(f".{path.name}.swp")
    temporary.write_bytes(text)
    yield
    temporary.replace(path)


@pytest.mark.parametrize("pause", [0.1, QUIET])
@pytest.mark.parametrize("save", [vim, word, notepad, atomic])
def test_the_ways_editors_save(root: Path, save: Save, pause: float) -> None:
    """Looked at between any two steps: the file is listed or waited for, nothing else shows up, the end is the text."""
    path = root / "节目单.yaml"
    path.write_bytes(b"name: old")
    (root / "other.png").write_bytes(b"other")
    watch = Watch(root)
    watch.settled()
    for version in range(3):
        text = b"name: new %d" % version
        for _ in save(path, text):
            listing = watch.after(min(pause, GONE - 0.1))
            assert sorted([*names(listing), *listing.waiting]) == ["other.png", "节目单.yaml"]
        assert watch.settled() == {"other.png": b"other", "节目单.yaml": text}


@posix
@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_whatever_is_done_the_end_is_listed(random: Random) -> None:
    """Law: after any mixture of writing, renaming and deleting with looks in between, what is listed is what is there."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        watch = Watch(root)
        for _ in range(30):
            path = root / random.choice(["a.png", "b.png", "子/c.png", "子/d.png"])
            match random.randrange(5):
                case 0 | 1:
                    path.parent.mkdir(exist_ok=True)
                    path.write_bytes(b"x" + random.randbytes(19))
                case 2:
                    path.unlink(missing_ok=True)
                case 3:
                    if path.exists():
                        path.rename(root / "moved.png")
                case _:
                    shutil.rmtree(root / "子", ignore_errors=True)
            watch.after(random.choice([0.0, 0.1, 1.0, 3.0]))
        there = {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}
        assert watch.settled() == there


# The first look


def machine(path: Path, later: int) -> Millis:
    """The machine's time `later` milliseconds after the file was last touched."""
    return Millis(path.stat().st_ctime_ns // 1_000_000 + later)


@posix
def test_a_start_does_not_wait_for_files_that_nobody_touches(root: Path) -> None:
    path = root / "a.png"
    path.write_bytes(b"a")
    if not mount_of(str(root)).stamps:
        pytest.skip("the time stamps of this file system tell nothing")
    assert names(Folder(root).look(1.0, machine(path, 2_001))) == ["a.png"]
    assert Folder(root).look(1.0, machine(path, 1_900)).waiting == ("a.png",)
    assert Folder(root).look(1.0, machine(path, -9_000)).waiting == ("a.png",), "a clock that was set back"
    assert Folder(root, network=True).look(1.0, machine(path, 99_000)).waiting == ("a.png",), (
        "a share's clock is its own"
    )
    assert Folder(root).look(1.0).waiting == ("a.png",)
    os.utime(path, ns=(10**18, 10**18))
    assert Folder(root).look(1.0, machine(path, 1_000)).waiting == ("a.png",), "an old mtime proves nothing"


@posix
def test_only_the_first_look_goes_by_the_machines_time(root: Path) -> None:
    folder = Folder(root)
    folder.look(1.0, Millis(10**15))
    (root / "a.png").write_bytes(b"a")
    assert folder.look(2.0, Millis(10**15)).waiting == ("a.png",)


@pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux'")
def test_a_file_being_written_at_the_start_is_waited_for(root: Path) -> None:
    path = root / "a.png"
    with path.open("wb") as file:
        file.write(b"half")
        file.flush()
        assert Folder(root).look(1.0, machine(path, 99_000)).waiting == ("a.png",)
    assert names(Folder(root).look(1.0, machine(path, 99_000))) == ["a.png"]


# What is not content


@posix
@pytest.mark.fault(14)
def test_links_and_pipes_are_named_and_not_followed(root: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "passwords.txt").write_bytes(b"secret")
    (root / "a.png").write_bytes(b"a")
    (root / "link.txt").symlink_to(secret / "passwords.txt")
    (root / "folder").symlink_to(secret)
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "pipe.png")
    watch = Watch(root)
    assert watch.settled() == {"a.png": b"a"}
    assert {one.path: one.why for one in watch.folder.left_out} == {
        "link.txt": Why.LINK,
        "folder": Why.LINK,
        "loop": Why.LINK,
        "pipe.png": Why.NOT_A_FILE,
    }
    assert {problem.code for problem in watch.folder.problems} == {"not-a-file"}
    assert "pipe.png" in {problem.place.file for problem in watch.folder.problems}


@posix
@pytest.mark.control(14)
def test_who_opens_what_he_finds_reads_secrets_and_hangs(root: Path, tmp_path: Path) -> None:
    (tmp_path / "passwords.txt").write_bytes(b"secret")
    (root / "link.txt").symlink_to(tmp_path / "passwords.txt")
    os.mkfifo(root / "pipe.png")
    assert (root / "link.txt").read_bytes() == b"secret"
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run(["cat", root / "pipe.png"], timeout=0.5, check=False)


@posix
@pytest.mark.fault(14)
@pytest.mark.parametrize("by_fd", [True, False])
def test_a_file_that_becomes_a_link_or_a_pipe_is_not_read(root: Path, tmp_path: Path, by_fd: bool) -> None:
    (tmp_path / "secret.txt").write_bytes(b"abc")
    (root / "a.txt").write_bytes(b"abc")
    (root / "b.txt").write_bytes(b"abc")
    folder = Folder(root, network=False, by_fd=by_fd)
    folder.look(0.0)
    assert names(folder.look(QUIET)) == ["a.txt", "b.txt"]
    (root / "a.txt").unlink()
    (root / "a.txt").symlink_to(tmp_path / "secret.txt")
    (root / "b.txt").unlink()
    os.mkfifo(root / "b.txt")
    for path in ("a.txt", "b.txt"):
        with pytest.raises(SourceError):
            folder.read(path, 99)


@posix
def test_a_folder_that_becomes_a_link_leads_nowhere(root: Path, tmp_path: Path) -> None:
    (root / "sub").mkdir()
    (root / "sub" / "a.txt").write_bytes(b"inside")
    folder = Folder(root, network=False)
    folder.look(0.0)
    folder.look(QUIET)
    (root / "sub").rename(tmp_path / "outside")  # the file itself stays just as it was listed
    (root / "sub").symlink_to(tmp_path / "outside")
    with pytest.raises(SourceError):
        folder.read("sub/a.txt", 99)


@posix
@pytest.mark.fault(14)
@pytest.mark.parametrize("by_fd", [True, False])
def test_odd_names_are_shown_safely_and_can_be_read(root: Path, by_fd: bool) -> None:
    odd = {
        os.fsencode(root) + b"/" + name: shown
        for name, shown in {
            "标语.png".encode("gbk"): r"\xb1\xea\xd3\xef.png",
            b"two\nlines.png": r"two\nlines.png",
            "\u202egnp.exe".encode(): r"\u202egnp.exe",
            ("长" * 83 + ".png").encode(): "长" * 83 + ".png",
            b"a" * 251 + b".png": "a" * 251 + ".png",
        }.items()
    }
    for path in odd:
        Path(os.fsdecode(path)).write_bytes(path[-9:])
    (root / os.fsdecode("子".encode("gbk"))).mkdir()
    (root / os.fsdecode("子".encode("gbk")) / "x.png").write_bytes(b"x")
    folder = Folder(root, network=False, by_fd=by_fd)
    folder.look(0.0)
    listing = folder.look(QUIET)
    assert set(names(listing)) == {*odd.values(), r"\xd7\xd3/x.png"}
    for path, shown in odd.items():
        assert folder.read(shown, 99) == path[-9:]
    assert folder.read(r"\xd7\xd3/x.png", 9) == b"x"
    assert "\n" not in "".join(names(listing))


@posix
def test_two_names_that_show_alike_are_not_confused(root: Path) -> None:
    (root / r"a\nb.png").write_bytes(b"backslash")
    (root / "a\nb.png").write_bytes(b"newline")
    watch = Watch(root)
    assert list(watch.settled().values()) in ([b"backslash"], [b"newline"])
    assert [problem.code for problem in watch.folder.problems] == ["same-name"]


def test_too_deep_and_too_many_are_said_with_figures(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MAX_ENTRIES", 20)
    deep = root / "a"
    for level in range(12):
        deep.mkdir()
        (deep / "x.png").write_bytes(b"x")
        deep = deep / f"{level}"
    for number in range(30):
        (root / f"b{number:02}.png").write_bytes(b"b")
    watch = Watch(root)
    found = list(watch.settled())
    assert len(found) == 20 - 8, "eight folders, and the first files in order"
    assert found[-1] == "b03.png"
    left_out = {one.why: one for one in watch.folder.left_out}
    assert left_out[Why.TOO_MANY].count == 26
    assert left_out[Why.TOO_DEEP].path.count("/") == 8
    assert any("26" in problem.message.zh for problem in watch.folder.problems)


def test_a_thousand_links_make_no_thousand_problems(root: Path) -> None:
    for number in range(200):
        (root / f"{number}.png").symlink_to("nowhere")
    folder = Folder(root)
    folder.look(0.0)
    assert len(folder.left_out) == 200
    assert len(folder.problems) == 50


# The root


def test_a_root_that_is_no_folder_or_not_there_is_away(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for root in (tmp_path / "file", tmp_path / "nothing"):
        with pytest.raises(SourceError) as caught:
            Folder(root).look(0.0)
        assert caught.value.retry


def test_an_empty_folder_in_the_place_of_a_full_one_is_not_believed(root: Path) -> None:
    """As when a share is unmounted and its mount point is left, or someone makes the folder anew."""
    (root / "a.png").write_bytes(b"a")
    watch = Watch(root)
    watch.settled()
    root.rename(root.with_name("away"))
    root.mkdir()
    for _ in range(5):
        with pytest.raises(SourceError, match="empty"):
            watch.after(100.0)
    (root / "b.png").write_bytes(b"b")
    assert watch.after(1.0).waiting == ("a.png", "b.png")
    assert watch.settled() == {"b.png": b"b"}


def test_the_right_folder_comes_back_and_all_is_as_before(root: Path) -> None:
    (root / "a.png").write_bytes(b"a")
    watch = Watch(root)
    before = watch.settled()
    root.rename(root.with_name("away"))
    root.mkdir()
    with pytest.raises(SourceError):
        watch.after(100.0)
    root.rmdir()
    root.with_name("away").rename(root)
    assert names(watch.after(5.0)) == list(before)


@contextmanager
def nobody() -> Iterator[None]:
    """The block runs without the right to read everything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@posix
def test_a_folder_without_permission_is_said_and_its_files_are_not_missing() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        (root / "sub").mkdir()
        (root / "sub" / "a.png").write_bytes(b"a")
        (root / "b.png").write_bytes(b"b")
        watch = Watch(root)
        watch.settled()
        (root / "sub").chmod(0)
        with nobody():
            for _ in range(3):
                listing = watch.after(60.0)
                assert "sub/a.png" in (*names(listing), *listing.waiting)
                assert "b.png" in names(listing)
        assert [problem.code for problem in watch.folder.problems] == ["no-permission"]
        (root / "sub").chmod(0o755)
        assert sorted(watch.settled()) == ["b.png", "sub/a.png"]


# When to look


def test_the_rests_between_looks(root: Path) -> None:
    local, share = Folder(root, network=False), Folder(root, network=True)
    for folder in (local, share):
        folder.look(0.0)
    assert local.wake_at(0.0) == POLL
    assert share.wake_at(0.0) == POLL_NETWORK
    local.hinted(True)
    share.hinted(True)
    assert local.wake_at(0.0) == POLL_HINTED
    assert share.wake_at(0.0) == POLL_NETWORK, "what others write to a share is not heard"
    local.look(LONG_QUIET)
    assert local.wake_at(LONG_QUIET) == LONG_QUIET + POLL_QUIET
    (root / "a.png").write_bytes(b"a")
    local.look(700.0)
    assert local.wake_at(700.0) == 700.0 + QUIET
    local.look(700.0 + QUIET)
    assert local.wake_at(700.0) == 700.0 + QUIET + POLL_HINTED


def test_a_quiet_look_says_the_same_and_any_change_is_seen_after_it(root: Path) -> None:
    """A look at which nothing changed costs one walk; it never hides what comes after it."""
    (root / "a.png").write_bytes(b"a")
    (root / "sub").mkdir()
    folder = Folder(root, network=False)
    settled = [folder.look(at) for at in (0.0, QUIET)][-1]
    assert names(settled) == ["a.png"]
    assert folder.look(20.0) is settled
    (root / "sub" / "b.png").write_bytes(b"b")
    assert folder.look(30.0).waiting == ("sub/b.png",)
    quiet = folder.look(30.0 + QUIET)
    assert names(quiet) == ["a.png", "sub/b.png"]
    assert folder.look(40.0) is quiet
    (root / "link").symlink_to(root / "a.png")
    assert folder.look(50.0) == quiet
    assert [problem.code for problem in folder.problems] == ["not-a-file"]
    (root / "link").unlink()
    folder.look(60.0)
    assert folder.problems == ()
    (root / "empty").mkdir()
    assert folder.look(70.0).folders == ("empty", "sub")
    os.utime(root / "a.png", (1.0, 1.0))
    assert folder.look(80.0).waiting == ("a.png",)
    folder.look(80.0 + QUIET)
    (root / "a.png").unlink()
    assert folder.look(90.0).waiting == ("a.png",)
    assert names(folder.look(90.0 + GONE)) == ["sub/b.png"]


def test_a_quiet_look_after_the_folder_was_away_is_a_whole_one(root: Path) -> None:
    """What was missed while nobody could look is not covered by what the last look said."""
    (root / "a.png").write_bytes(b"a")
    folder = Folder(root, network=False)
    for at in (0.0, QUIET, 10.0):
        folder.look(at)
    assert folder.identity == (root.stat().st_dev, root.stat().st_ino)
    root.rename(root.with_name("elsewhere"))
    with pytest.raises(SourceError):
        folder.look(20.0)
    assert folder.identity is None
    assert folder.problems
    root.with_name("elsewhere").rename(root)
    assert names(folder.look(30.0)) == ["a.png"]
    assert folder.problems == ()
    assert folder.identity is not None


def test_a_deletion_is_looked_at_again_as_soon_as_it_can_be_believed(root: Path) -> None:
    for name in ("a", "b", "c"):
        (root / name).write_bytes(b"x")
    watch = Watch(root)
    watch.settled()
    (root / "a").unlink()
    watch.after(1.0)
    assert watch.folder.wake_at(watch.now) == watch.now + GONE


def test_many_files_are_looked_at_less_often(root: Path) -> None:
    folder = Folder(root, network=False)
    for number in range(4_000):
        (root / str(number)).touch()
    folder.look(0.0)
    folder.look(QUIET)
    assert folder.wake_at(QUIET) - QUIET > 2 * POLL
    assert 0.2 < folder.soonest - QUIET < 0.5

"""Events are hints: they come, they cost nothing while nothing happens, and it is known when they stop coming."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from player.sources.folder import Folder
from player.sources.hints import Hints, watch
from tests.support.deaf import drop

SOON = 5.0
"""Seconds within which an event has surely come; usually it takes milliseconds."""


class Ear:
    """Counts hints, and waits for the next one."""

    def __init__(self) -> None:
        self._heard = threading.Semaphore(0)

    def __call__(self) -> None:
        self._heard.release()

    def hears(self, timeout: float = SOON) -> bool:
        return self._heard.acquire(timeout=timeout)

    def forget(self, quiet: float = 0.2) -> None:
        """All that was heard so far is forgotten."""
        while self.hears(quiet):
            pass


def until(what: Callable[[], bool]) -> None:
    """Returns when it has come true."""
    deadline = time.monotonic() + 2 * SOON
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "playlists"
    folder.mkdir()
    return folder


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def hints(root: Path, ear: Ear) -> Iterator[Hints]:
    watched = watch(root, ear)
    assert ear.hears(), "one hint at the start, for what happened before"
    yield watched
    watched.close()


def test_what_a_look_has_just_seen_is_not_asked_again(root: Path, hints: Hints) -> None:
    """The identity that a look found is compared; a folder that took its place is not the one that is heard."""
    about = root.stat()
    assert hints.alive(0, (about.st_dev, about.st_ino))
    assert not hints.alive(0, (about.st_dev, about.st_ino + 1))


def test_every_change_is_a_hint(root: Path, ear: Ear, hints: Hints, tmp_path: Path) -> None:
    assert hints.alive()
    path = root / "a.png"
    path.write_bytes(b"new")
    assert ear.hears()
    for change in (
        lambda: path.write_bytes(b"overwritten"),
        lambda: path.rename(root / "b.png"),
        (root / "b.png").unlink,
        (root / "sub").mkdir,
        lambda: (root / "sub" / "c.png").write_bytes(b"deeper"),
        lambda: (tmp_path / "d.png").write_bytes(b"d") and (tmp_path / "d.png").rename(root / "sub" / "d.png"),
    ):
        ear.forget()
        change()
        assert ear.hears()


def test_our_own_looking_and_reading_is_no_hint(root: Path, ear: Ear, hints: Hints) -> None:
    (root / "a.png").write_bytes(b"new")
    folder = Folder(root, network=False)
    ear.forget()
    for at in (0.0, 2.0, 4.0):
        folder.look(at)
    folder.read("a.png", 99)
    assert not ear.hears(0.3), "else every look would cause the next one"


def test_nothing_comes_after_closing(root: Path, ear: Ear, hints: Hints) -> None:
    hints.close()
    assert not hints.alive()
    (root / "a.png").write_bytes(b"new")
    assert not ear.hears(0.2)
    hints.close()


@pytest.mark.fault(7)
@pytest.mark.parametrize("fate", ["deleted", "renamed", "recreated"])
def test_a_watch_that_hears_no_more_is_not_alive_and_can_be_renewed(
    root: Path, ear: Ear, hints: Hints, fate: str
) -> None:
    if fate == "renamed":
        root.rename(root.with_name("elsewhere"))
    else:
        root.rmdir()
    if fate == "recreated":
        root.mkdir()
    ear.forget()
    assert not hints.alive()
    assert hints.renew() == (fate == "recreated")
    if fate != "recreated":
        root.mkdir()
        assert hints.renew()
    ear.forget()
    assert hints.alive()
    (root / "a.png").write_bytes(b"new")
    assert ear.hears()


@pytest.mark.fault(7)
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel is asked through /proc")
def test_a_watch_that_the_kernel_dropped_is_not_alive_though_the_folder_is_the_same(root: Path, hints: Hints) -> None:
    """As after an unmount and a mount of the same disk: same device, same inode, and nobody listening."""
    assert hints.alive()
    drop(hints, root.stat().st_ino)
    assert not hints.alive()
    assert hints.renew()
    assert hints.alive()


@pytest.mark.control(7)
def test_a_watch_whose_folder_was_made_anew_lives_on_and_is_deaf(root: Path, ear: Ear, hints: Hints) -> None:
    """What nobody would notice who asks the watch alone: its threads live, and nothing comes."""
    assert hints._watch is not None
    root.rmdir()
    root.mkdir()
    ear.forget()
    (root / "a.png").write_bytes(b"new")
    assert not ear.hears(1.0)
    assert hints._watch.observer.is_alive()
    assert not hints.alive(), "but the kernel says so"


@pytest.mark.fault(7)
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel is asked through /proc")
def test_a_folder_inside_that_nobody_listens_to_is_known_by_their_number(root: Path, ear: Ear, hints: Hints) -> None:
    """As when the kernel threw away the event of its making, because too much happened at once."""
    for name in ("a", "b"):
        (root / name).mkdir()
    assert ear.hears()
    ear.forget()
    assert hints.alive(2)
    drop(hints, (root / "b").stat().st_ino)
    assert hints.alive(1)
    assert not hints.alive(2)
    assert hints.renew()
    assert hints.alive(2)
    ear.forget()
    (root / "b" / "new").touch()
    assert ear.hears()


def test_a_folder_that_is_not_there_gives_no_hints_and_no_error(tmp_path: Path, ear: Ear) -> None:
    hints = watch(tmp_path / "nothing", ear)
    assert not hints.alive()
    assert not hints.renew()
    (tmp_path / "nothing").mkdir()
    assert hints.renew()
    assert hints.alive()
    hints.close()


def test_two_folders_are_watched_side_by_side(tmp_path: Path) -> None:
    ears, watches = [Ear(), Ear()], []
    for name, ear in zip("ab", ears, strict=True):
        (tmp_path / name).mkdir()
        watches.append(watch(tmp_path / name, ear))
    assert all(hints.alive() for hints in watches)
    for ear in ears:
        ear.forget()
    (tmp_path / "b" / "new").touch()
    assert ears[1].hears()
    assert not ears[0].hears(0.2)
    for hints in watches:
        hints.close()


@pytest.mark.skipif(sys.platform != "linux", reason="counted in /proc")
def test_while_nothing_happens_no_thread_wakes(root: Path) -> None:
    """Counted over two seconds in a process of its own: the voluntary context switches of all its threads."""
    script = """
import sys, threading, time
from pathlib import Path
from player.sources.hints import watch
def switches():
    return {task.name: int(line.split()[1]) for task in Path("/proc/self/task").iterdir()
            for line in (task / "status").read_text().splitlines() if line.startswith("voluntary")}
hints = watch(sys.argv[1], lambda: None)
main = str(threading.get_native_id())
time.sleep(0.5)
before = switches()
time.sleep(2)
after = switches()
print(len(after) - 1, sum(after[t] - before.get(t, 0) for t in after if t != main))
"""
    done = subprocess.run([sys.executable, "-c", script, root], capture_output=True, text=True, check=True)
    threads, wakeups = map(int, done.stdout.split())
    assert threads >= 2, "the watch has threads"
    assert wakeups == 0


def test_watchdog_is_imported_by_a_watch_alone() -> None:
    script = "import sys, player.sources.hints, player.sources.folder; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not [name for name in done.stdout.split() if name.startswith(("watchdog", "PIL", "yaml"))]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it is inotify that loses count")
@pytest.mark.fault(7)
@pytest.mark.control(7)
def test_a_reader_that_died_of_folders_that_came_and_went_is_noticed_and_replaced(
    root: Path, ear: Ear, hints: Hints, caplog: pytest.LogCaptureFixture
) -> None:
    """Real: the thread that hears the kernel dies when it is told of a folder that it has lost count of.

    Control: its other threads live on, the kernel still lists the watch, and nothing is heard any more.
    """
    (root / "sub").mkdir()
    assert ear.hears()
    watch = hints._watch
    assert watch is not None
    (emitter,) = watch.observer.emitters
    group = vars(emitter)["_inotify"]
    until(lambda: len(group._active_callbacks_by_path) == 2)
    del group._active_callbacks_by_path[os.fsencode(root / "sub")]
    with caplog.at_level("INFO", "qingbo.hints"):
        (root / "sub").rmdir()
        until(lambda: not hints.alive())
    assert [record.message for record in caplog.records if "重新监听" in record.message], "one line, and no trace"
    assert watch.observer.is_alive(), "control"
    assert emitter.is_alive(), "control"
    ear.forget()
    (root / "unheard.png").touch()
    assert not ear.hears(1.0), "control"
    assert hints.renew()
    assert ear.hears()
    (root / "a.png").write_bytes(b"a")
    assert ear.hears()
    assert hints.alive()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="as above")
def test_folders_that_come_and_go_end_no_watch_for_good(root: Path, ear: Ear, hints: Hints) -> None:
    """Deep trees made, moved and removed: whatever the watch makes of it, it can be begun anew and closed."""
    deep = root.joinpath(*(f"d{number}" for number in range(30)))
    for turn in range(8):
        deep.mkdir(parents=True)
        if turn % 2:
            (root / "d0").rename(root / f"moved {turn}")
        else:
            shutil.rmtree(root / "d0")
    assert hints.renew()
    assert ear.hears()

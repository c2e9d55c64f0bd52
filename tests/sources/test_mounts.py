"""What sort of file system it is, whether a writer is there, and a disk that is pulled out and put back."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from player.errors import SourceError
from player.sources.folder import Folder
from player.sources.hints import watch
from player.sources.lease import has_writer
from player.sources.mounts import holder_of, is_network, mount_of
from player.sources.settle import QUIET

TABLE = r"""
22 28 0:20 / /proc rw,nosuid shared:12 - proc proc rw
28 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
31 28 0:40 / /srv/share rw - cifs //server/公共 rw
32 28 0:41 / /srv/with\040space rw - nfs4 server:/x rw
33 28 8:17 / /media/stick rw - fuseblk /dev/sdb1 rw
34 28 0:42 / /srv/share/local rw - tmpfs tmpfs rw
35 28 0:43 / /media/stick rw - vfat /dev/sdc1 rw
not a line of this table
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/staff/playlists", "ext4"),
        ("/srv/share/节能", "cifs"),
        ("/srv/share", "cifs"),
        ("/srv/shared", "ext4"),
        ("/srv/with space/x", "nfs4"),
        ("/srv/share/local/x", "tmpfs"),
        ("/media/stick/x", "vfat"),
        ("/", "ext4"),
    ],
)
def test_the_longest_mount_point_decides_and_of_two_the_later(path: str, kind: str) -> None:
    assert holder_of(path, TABLE).kind == kind


def test_which_kinds_are_on_another_machine() -> None:
    assert all(map(is_network, ["cifs", "nfs4", "smb3", "fuse.sshfs", "fuse.rclone", "9p"]))
    assert not any(map(is_network, ["ext4", "btrfs", "tmpfs", "fuseblk", "vfat", ""]))


def test_the_folder_of_this_test_is_on_this_machine(tmp_path: Path) -> None:
    assert not mount_of(str(tmp_path)).network
    assert not mount_of("/nonexistent/\udcb4").network


@pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux'")
class TestLease:
    def test_a_writer_is_seen_a_reader_is_not(self, tmp_path: Path) -> None:
        path = tmp_path / "a"
        path.write_bytes(b"x")
        with path.open("rb") as mine, path.open("rb"):
            assert not has_writer(mine.fileno())
            with path.open("r+b"):
                assert has_writer(mine.fileno())
            assert not has_writer(mine.fileno())

    def test_a_writer_that_comes_at_that_moment_ends_nobody(self, tmp_path: Path) -> None:
        """The lease is broken by the writer's open: the holder gets a signal, which must not be one that kills."""
        path = tmp_path / "a"
        path.write_bytes(b"x")
        script = """
import sys
from player.sources.lease import has_writer
file = open(sys.argv[1], "rb")
print("ready", flush=True)
for _ in range(20_000):
    has_writer(file.fileno())
print("alive")
"""
        with subprocess.Popen([sys.executable, "-c", script, path], stdout=subprocess.PIPE, text=True) as asking:
            assert asking.stdout is not None
            asking.stdout.readline()
            opened = 0
            while asking.poll() is None and opened < 100_000:
                with path.open("r+b"):
                    opened += 1
            assert asking.stdout.read() == "alive\n"
        assert asking.returncode == 0
        assert opened > 100
        assert signal.getsignal(signal.SIGIO) == signal.SIG_DFL


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[], None]]:
    """A real ext4 disk on `tmp_path/stick`; calling the fixture puts it in again after `unmount`."""
    image, point = tmp_path / "disk.img", tmp_path / "stick"
    point.mkdir()
    image.touch()
    os.truncate(image, 8 << 20)
    if os.geteuid() or not shutil.which("mkfs.ext4", path="/usr/sbin:/sbin:/usr/bin"):
        pytest.skip("needs the right to mount")
    subprocess.run(["mkfs.ext4", "-q", image], check=True, env={"PATH": "/usr/sbin:/sbin:/usr/bin:/bin"})

    def mount() -> None:
        done = subprocess.run(["mount", "-o", "loop", image, point], capture_output=True, check=False)
        if done.returncode:
            pytest.skip("needs the right to mount")

    mount()
    yield mount
    subprocess.run(["umount", "-l", point], capture_output=True, check=False)


def unmount(point: Path) -> None:
    subprocess.run(["umount", point], check=True)


@pytest.mark.fault(3, 7)
@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk")
def test_a_disk_that_is_pulled_out_and_put_back(tmp_path: Path, disk: Callable[[], None]) -> None:
    """Away is away, nothing is believed gone, a deaf watch is known to be deaf, and all is as before afterwards."""
    point = tmp_path / "stick"
    (point / "a.png").write_bytes(b"a")
    heard = threading.Event()
    hints = watch(point, heard.set)
    folder = Folder(point)
    folder.look(0.0)
    assert [entry.path for entry in folder.look(QUIET).entries] == ["a.png"]
    assert hints.alive()

    unmount(point)
    assert not hints.alive()
    for at in (100.0, 200.0, 300.0):
        with pytest.raises(SourceError):
            folder.look(at)

    disk()
    assert not hints.alive(), "the same device, the same inode, and still nobody listens"
    assert hints.renew()
    assert [entry.path for entry in folder.look(400.0).entries] == ["a.png"]
    heard.clear()
    (point / "b.png").write_bytes(b"b")
    assert heard.wait(5.0)
    assert folder.look(401.0).waiting == ("b.png",)
    hints.close()
    unmount(point)

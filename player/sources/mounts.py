"""What a folder lies on: how long a writer may pause there, whether time stamps tell, and whether the disk is there at all.

A share that is not mounted leaves its mount point behind: an empty folder that reads without a complaint. What tells it
from a folder whose files were deleted is the table of mounts, so `Anchor` keeps where the folder was lying when it was
believed, and the next start still knows it ([ADR 0010](../../docs/adr/0010-known-by-its-mount.md)).
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

_REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "virtiofs", "davfs", "ncpfs"}
)
_LOCAL_FUSE = frozenset({"fuseblk"})  # NTFS and exFAT sticks through FUSE
_STAMPING = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "tmpfs", "zfs", "bcachefs", "overlay", "jfs"})
_DRIVE_REMOTE = 4  # GetDriveTypeW
_TABLE = Path("/proc/self/mountinfo")


@dataclass(frozen=True, slots=True)
class Mount:
    """`network`: others write to it unseen. `stamps`: each write moves a file's ctime, which no writer can set back.

    `point` is where it is mounted and `kind` what sort of file system it is; empty where the system does not say.
    """

    network: bool
    stamps: bool
    point: str = ""
    kind: str = ""


class Holder(NamedTuple):
    """A line of the table of mounts: its point and its kind."""

    point: str
    kind: str


NOWHERE = Holder("", "")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the folder `root` was lying when it was last believed: mount point, kind of file system, inode."""

    root: str
    point: str
    kind: str
    inode: int

    def is_missing(self, mount: Mount, inode: int) -> bool:
        """Whether the mount is not there, so that what is seen is the folder that it covers.

        A folder that has the same number on the same sort of file system is the same, however it was bound there.
        """
        if not self.point or not mount.point or self.point == mount.point:
            return False
        same = (mount.kind, inode) == (self.kind, self.inode)
        return not same and _is_inside(self.point, mount.point)


def mount_of(path: str) -> Mount:
    """The file system that holds `path`; what cannot be found out counts as local, with stamps that tell nothing."""
    if sys.platform == "win32":
        drive = os.path.splitdrive(os.path.realpath(path))[0]
        remote = drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE
        return Mount(network=remote, stamps=False)
    try:
        table = _TABLE.read_text(encoding="utf-8", errors="surrogateescape")
        holder = holder_of(os.path.realpath(path), table)
    except OSError:
        holder = NOWHERE
    return _mount(holder)


def mount_of_open(folder: int) -> Mount | None:
    """The file system that holds the open folder, and no other that was mounted meanwhile; None where nobody says."""
    if sys.platform != "linux":
        return None
    try:
        about = Path(f"/proc/self/fdinfo/{folder}").read_text(encoding="ascii")
        table = _TABLE.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    number = next((line.split()[1] for line in about.splitlines() if line.startswith("mnt_id:")), "")
    return next((_mount(holder) for id_, holder in _lines(table) if id_ == number), None)


def is_network(kind: str) -> bool:
    """Whether a file system of this kind is on another machine, or comes from a program and may be."""
    return kind in _REMOTE or (kind.startswith("fuse") and kind not in _LOCAL_FUSE)


def holder_of(path: str, mountinfo: str) -> Holder:
    """What the absolute `path` lies on, by the text of proc_pid_mountinfo(5)."""
    best = NOWHERE
    for _, holder in _lines(mountinfo):
        if _is_inside(path, holder.point) and len(holder.point) >= len(best.point):
            best = holder  # of two mounts on one point the later one is seen
    return best


def read_anchor(memory: Path, root: str) -> Anchor | None:
    """What was kept of the folder `root`; None where nothing was, or of another one."""
    try:
        anchor = Anchor(**json.loads(memory.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    sound = all(isinstance(text, str) for text in (anchor.point, anchor.kind)) and isinstance(anchor.inode, int)
    return anchor if sound and anchor.root == root else None


def keep_anchor(memory: Path, anchor: Anchor) -> None:
    """Keeps it for the next start. Where the disk does not take it, the next start knows less, that is all."""
    beside = memory.with_name(memory.name + ".part")
    with suppress(OSError):
        with beside.open("wb") as file:
            file.write(json.dumps(asdict(anchor)).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(memory)


def _mount(holder: Holder) -> Mount:
    return Mount(is_network(holder.kind), holder.kind in _STAMPING, holder.point, holder.kind)


def _lines(mountinfo: str) -> list[tuple[str, Holder]]:
    """Number and holder of each mount. A place that is only mounted when somebody goes there (autofs) is none yet."""
    found = []
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        kind = after.split(" ")[0]
        if len(fields) >= 5 and after and kind != "autofs":
            found.append((fields[0], Holder(_unescaped(fields[4]), kind)))
    return found


def _is_inside(path: str, point: str) -> bool:
    return path == point or path.startswith(point.rstrip("/") + "/")


def _unescaped(field: str) -> str:
    for code, char in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
        field = field.replace(code, char)
    return field

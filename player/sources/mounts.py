"""What sort of file system a folder is on: how long a writer may pause there, and whether its time stamps tell."""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass
from pathlib import Path

_REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "virtiofs", "davfs", "ncpfs"}
)
_LOCAL_FUSE = frozenset({"fuseblk"})  # NTFS and exFAT sticks through FUSE
_STAMPING = frozenset({"ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "tmpfs", "zfs", "bcachefs", "overlay", "jfs"})
_DRIVE_REMOTE = 4  # GetDriveTypeW


@dataclass(frozen=True, slots=True)
class Mount:
    """`network`: others write to it unseen. `stamps`: each write moves a file's ctime, which no writer can set back."""

    network: bool
    stamps: bool


def mount_of(path: str) -> Mount:
    """The file system that holds `path`; what cannot be found out counts as local, with stamps that tell nothing."""
    if sys.platform == "win32":
        drive = os.path.splitdrive(os.path.realpath(path))[0]
        remote = drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE
        return Mount(network=remote, stamps=False)
    try:
        table = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
        kind = kind_of(os.path.realpath(path), table)
    except OSError:
        kind = ""
    return Mount(network=is_network(kind), stamps=kind in _STAMPING)


def is_network(kind: str) -> bool:
    """Whether a file system of this kind is on another machine, or comes from a program and may be."""
    return kind in _REMOTE or (kind.startswith("fuse") and kind not in _LOCAL_FUSE)


def kind_of(path: str, mountinfo: str) -> str:
    """The kind of file system at the absolute `path`, by the text of proc_pid_mountinfo(5); empty where none fits."""
    best, kind = -1, ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = _unescaped(fields[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= best:  # of two mounts on one point the later one is seen
            best, kind = len(point), after.split(" ")[0]
    return kind


def _unescaped(field: str) -> str:
    for code, char in ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\")):
        field = field.replace(code, char)
    return field

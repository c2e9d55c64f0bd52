"""A disk that writes down everything that is done to it: each write and each flush, in the order in which it came.

    with recorded_disk(folder, image) as disk:    # disk.device is a block device, disk.log what was done so far

It is a loop device whose file lies in a file system of one file, which this module serves itself over `/dev/fuse` in a
process of its own (the protocol of FUSE 7, as in `linux/fuse.h`). From the log, `tests.support.power` builds what a
power cut could have left of it. A record is in the log before the write or the flush is answered.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.checkout import ROOT

WRITE, FLUSH = 1, 2
RECORD = struct.Struct("<BQI")
"""What stands before a record's bytes in the log: its sort, where on the disk, how many bytes."""

NAME = b"disk"
PATIENCE = 20.0
"""Seconds in which the file has to be there."""

_HEAD = struct.Struct("<IIQQIIII")
_ANSWER = struct.Struct("<IiQ")
_INIT = struct.Struct("<IIIIHHIIHHI28x")
_IO = struct.Struct("<QQIIQII")
_ATTRIBUTES = struct.Struct("<QQQQQQIIIIIIIIII")
_MOST = 128 << 10  # bytes of one write
_BIG_WRITES = 1 << 5
_KEEP_CACHE = 1 << 1
_FOLDER, _FILE = 1, 2  # the numbers of the two nodes there are
_FOR_EVER = 1 << 30


class Server:
    """Serves the file system from the open `/dev/fuse`: the disk's content is `image`, what is done goes to `log`."""

    def __init__(self, fuse: int, image: int, log: int) -> None:
        self._fuse, self._image, self._log = fuse, image, log
        self._size = os.fstat(image).st_size
        self._answers: dict[int, Callable[[int, bytes], bytes]] = {
            1: self._lookup, 3: self._attributes, 4: self._attributes, 14: self._open, 15: self._read, 16: self._write,
            17: lambda *_: bytes(80), 18: _nothing, 20: self._flush, 25: _nothing, 26: self._init, 27: self._open,
            28: _nothing, 29: _nothing, 38: _nothing,
        }  # fmt: skip

    def serve(self) -> None:
        """Answers until the file system is unmounted."""
        while True:
            try:
                request = os.read(self._fuse, _MOST + 4096)
            except InterruptedError:
                continue
            except OSError as error:
                if error.errno == errno.ENODEV:
                    return
                raise
            _, sort, unique, node, *_ = _HEAD.unpack_from(request)
            if sort in (2, 36, 42):  # what is forgotten or interrupted waits for no answer
                continue
            failed, answer = 0, b""
            try:
                answer = self._answers[sort](node, request[_HEAD.size :])
            except KeyError:
                failed = errno.ENOSYS
            except OSError as error:
                failed = error.errno or errno.EIO
            os.write(self._fuse, _ANSWER.pack(_ANSWER.size + len(answer), -failed, unique) + answer)

    def _init(self, _node: int, body: bytes) -> bytes:
        major, minor, ahead, _flags = struct.unpack_from("<IIII", body)
        return _INIT.pack(major, min(minor, 31), ahead, _BIG_WRITES, 16, 12, _MOST, 1, 0, 0, 0)

    def _lookup(self, _node: int, body: bytes) -> bytes:
        if body.rstrip(b"\0") != NAME:
            raise FileNotFoundError(errno.ENOENT, "no such file")
        return struct.pack("<QQQQII", _FILE, 0, _FOR_EVER, _FOR_EVER, 0, 0) + self._node(_FILE)

    def _attributes(self, node: int, _body: bytes) -> bytes:
        return struct.pack("<QII", _FOR_EVER, 0, 0) + self._node(node)

    def _node(self, node: int) -> bytes:
        mode = stat.S_IFDIR | 0o755 if node == _FOLDER else stat.S_IFREG | 0o600
        size = 0 if node == _FOLDER else self._size
        return _ATTRIBUTES.pack(node, size, size // 512, 0, 0, 0, 0, 0, 0, mode, 1, 0, 0, 0, 4096, 0)

    def _open(self, _node: int, _body: bytes) -> bytes:
        return struct.pack("<QII", 1, _KEEP_CACHE, 0)

    def _read(self, _node: int, body: bytes) -> bytes:
        _, offset, size, *_ = _IO.unpack_from(body)
        return os.pread(self._image, size, offset)

    def _write(self, _node: int, body: bytes) -> bytes:
        _, offset, size, *_ = _IO.unpack_from(body)
        data = body[_IO.size : _IO.size + size]
        os.pwrite(self._image, data, offset)
        os.write(self._log, RECORD.pack(WRITE, offset, size) + data)
        return struct.pack("<II", size, 0)

    def _flush(self, _node: int, _body: bytes) -> bytes:
        os.write(self._log, RECORD.pack(FLUSH, 0, 0))
        return b""


def _nothing(_node: int, _body: bytes) -> bytes:
    return b""


@dataclass(frozen=True, slots=True)
class RecordedDisk:
    """The block device, and the file in which it is written down what is done to it."""

    device: str
    log: Path


@contextmanager
def recorded_disk(folder: Path, image: Path) -> Iterator[RecordedDisk]:
    """A recorded disk that begins as `image`, which goes on to hold what was written. Needs root."""
    mounted, log = folder / "fuse", folder / "log"
    mounted.mkdir()
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.support.recording_disk", str(mounted), str(image), str(log)], cwd=ROOT
    )
    try:
        file = mounted / NAME.decode()
        _until(lambda: os.path.ismount(mounted) or server.poll() is not None)
        assert server.poll() is None, "the file system cannot be served"
        device = run("losetup", "--find", "--show", str(file))
        try:
            yield RecordedDisk(device, log)
        finally:
            run("losetup", "--detach", device)
            _until(lambda: str(file) not in run("losetup", "--list", "--noheadings", "--output", "BACK-FILE"))
    finally:
        if os.path.ismount(mounted):
            run("umount", str(mounted))
        server.terminate()
        server.wait(PATIENCE)


class Unmountable(Exception):
    """There is no file system that can be mounted."""


@contextmanager
def mounted(device: str, place: Path, options: str = "defaults") -> Iterator[Path]:
    """The file system on the device or in the image, mounted at `place`. Needs root. Raises Unmountable."""
    place.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-o", options, device, str(place)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unmountable(done.stderr)
    try:
        yield place
    finally:
        run("umount", str(place))


def run(*command: str) -> str:
    """What the command says; fails where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout.strip()


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.005)


def main(place: str, image: str, log: str) -> None:
    """Mounts the file system at `place` and serves it until it is unmounted."""
    fuse = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={fuse},rootmode=40000,user_id=0,group_id=0"
    nothing_special = 2 | 4  # MS_NOSUID | MS_NODEV
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"qingbo-disk", os.fsencode(place), b"fuse", nothing_special, options.encode()):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    new = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    Server(fuse, os.open(image, os.O_RDWR), os.open(log, new, 0o600)).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])

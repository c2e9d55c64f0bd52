"""A real Samba server, and real mounts of its share through FUSE: the kernel here may have no client of its own.

The server is started by the test with its own settings, port and state, and listens on this machine alone. It can be stopped,
frozen and started again; a mount can be taken away and put back. smbnetfs is the client: small, and built on Samba's
own library, so that the other end of the line is not ours either.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Self

import pytest

PATIENCE = 30.0
"""Seconds for a server or a mount to be there."""
NEEDS = {"smbd": "samba", "smbnetfs": "smbnetfs", "fusermount3": "fuse3"}
"""Programs and the Debian packages that bring them."""

_SETTINGS = """
[global]
server role = standalone server
smb ports = {port}
interfaces = 127.0.0.1/8
bind interfaces only = yes
disable netbios = yes
server min protocol = SMB2
private dir = {state}
lock directory = {state}
state directory = {state}
cache directory = {state}
pid directory = {state}
ncalrpc dir = {state}/rpc
log file = {state}/log
map to guest = Bad User
guest account = {user}
load printers = no
printcap name = /dev/null
disable spoolss = yes
smbd profiling level = off
[play]
path = {share}
read only = no
guest ok = yes
"""

_CLIENT = """
smb_query_browsers "false"
stat_workaround_depth "0"
max_retry_count 1
max_ctx_count 30
"""


def lacking() -> str:
    """Why there can be no Samba share here; empty where there can."""
    if sys.platform != "linux":
        return "mounts a share through Linux's FUSE"
    missing = [package for program, package in NEEDS.items() if not _program(program)]
    if missing:
        return f"apt-get install {' '.join(missing)}"
    if os.geteuid():
        return "a Samba server and its mounts need root"
    return "" if os.access("/dev/fuse", os.R_OK | os.W_OK) else "this machine has no /dev/fuse"


def need_samba() -> None:
    """Skips where there can be no share, and says why; on the machine that runs all tests that is a failure."""
    if reason := lacking():
        (pytest.fail if os.environ.get("CI") and sys.platform == "linux" else pytest.skip)(reason)


def _program(name: str) -> str:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or ""


class Samba:
    """A server with one share, `play`, which is the folder `share`. Use it in a `with`."""

    def __init__(self, share: Path) -> None:
        self.share = share
        share.mkdir(parents=True, exist_ok=True)
        self._state = Path(tempfile.mkdtemp(prefix="smb"))  # short: the paths of sockets have 107 bytes
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        settings = _SETTINGS.format(port=self.port, state=self._state, share=share, user="root")
        (self._state / "smb.conf").write_text(settings, "utf-8")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._state, ignore_errors=True)

    def start(self) -> None:
        """It answers when this returns."""
        command = [_program("smbd"), "-s", str(self._state / "smb.conf"), "-F", "--no-process-group", "--debug-stdout"]
        with (self._state / "out").open("ab") as out:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )
        deadline = time.monotonic() + PATIENCE
        while not _answers(self.port):
            assert self._process.poll() is None, (self._state / "out").read_text("utf-8", errors="replace")
            assert time.monotonic() < deadline, "the server does not come up"
            time.sleep(0.05)

    def stop(self) -> None:
        """All its processes are gone at once, as when the machine loses its power."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """It takes connections and answers nothing any more."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGCONT)


class ShareMount:
    """The share of `server`, mounted on `point`: `folder` is what the player is given. Use it in a `with`.

    `patience`: seconds after which the client gives up a server that does not answer.
    """

    def __init__(self, server: Samba, point: Path, *, patience: int = 120) -> None:
        self.point = point
        self.folder = point / f"127.0.0.1:{server.port}" / "play"
        self._server = server
        self._patience = patience
        self._home = Path(tempfile.mkdtemp(prefix="smbc"))
        self._process: subprocess.Popen[bytes] | None = None
        point.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        self.mount()
        return self

    def __exit__(self, *_: object) -> None:
        self.unmount(lazily=True)
        shutil.rmtree(self._home, ignore_errors=True)

    def mount(self) -> None:
        """The share can be listed when this returns."""
        about = self._home / ".smb"
        about.mkdir(exist_ok=True)
        (about / "smb.conf").write_text("[global]\nclient min protocol = SMB2\n", "utf-8")
        (about / "smbnetfs.conf").write_text(
            f"smb_timeout {self._patience * 1000}\nreply_timeout {self._patience + 5}\n" + _CLIENT, "utf-8"
        )
        for file in about.iterdir():
            file.chmod(0o600)  # it reads no other
        self._process = subprocess.Popen(
            [_program("smbnetfs"), str(self.point), "-f"],
            env={**os.environ, "HOME": str(self._home)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + PATIENCE
        while not self._is_listed():
            assert self._process.poll() is None, "smbnetfs ended"
            assert time.monotonic() < deadline, "the share cannot be listed"
            time.sleep(0.05)

    def _is_listed(self) -> bool:
        try:
            os.listdir(self.folder)  # noqa: PTH208  # one call, no object: it may hang
        except OSError:
            return False
        return True

    def unmount(self, *, lazily: bool = False) -> None:
        """The mount point is what it was before; with `lazily`, also where somebody hangs in it."""
        if self._process is None:
            return
        subprocess.run(
            [_program("fusermount3"), "-u", *(["-z"] if lazily else []), str(self.point)],
            check=not lazily,
            capture_output=True,
        )
        if lazily:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)
        self._process = None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(1.0)
        return one.connect_ex(("127.0.0.1", port)) == 0

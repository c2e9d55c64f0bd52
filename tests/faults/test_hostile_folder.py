"""A folder full of what is no picture by its name or its nature: the good one among it is shown, nothing hangs."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from player.desk import read_folder
from player.model.settings import Settings
from player.model.units import Millis
from tests.support.hostile import PNG, bombs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names and nodes that there are on POSIX alone")

NAMES = (
    b"\xff\xfe\x80.png",  # no UTF-8
    "\u202egnp.exe.png".encode(),  # reads from right to left
    b"two\nlines.png",
    b"\x1b[2J\x07bell.png",  # what a terminal would obey
    b"a" * 251 + b".png",  # 255 bytes, the most there is
    b"--help.png",
    b"$(reboot).png",
    b"<script>alert(1)<a>.png",
    b"  .png",
    "节能\u200b.png".encode(),
    b"%s%n{0}.png",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "节目"
    place.mkdir()
    Image.new("RGB", (40, 30), "green").save(place / "好.png")
    return place


def shown(folder: Path) -> set[str]:
    """The files that are shown; asserts that nothing hung, and that all that is said of the others can be said."""
    started = time.monotonic()
    reading = read_folder(folder, Settings(), Millis(0), cache=folder.parent / "cache")
    assert time.monotonic() - started < 30
    for problem in reading.problems:
        for words in (problem.message, problem.hint, problem.on_screen):
            for text in (words.zh, words.en):
                assert text.isprintable(), repr(text)
                assert "Traceback" not in text
                text.encode("utf-8")
    return {slide.source.file for slide in reading.snapshot.slides()}


def test_hostile_names_are_shown_or_said_but_never_obeyed(folder: Path) -> None:
    picture = (folder / "好.png").read_bytes()
    for name in NAMES:
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_bytes(picture)  # noqa: PTH118  # bytes
    files = shown(folder)
    assert "好.png" in files
    assert "--help.png" in files
    for name in files:
        name.encode("utf-8")


def test_what_is_no_file_is_passed_over(folder: Path) -> None:
    outside = folder.parent / "secret.png"
    Image.new("RGB", (40, 30), "red").save(outside)
    (folder / "link.png").symlink_to(outside)
    (folder / "passwd.png").symlink_to("/etc/passwd")
    (folder / "self.png").symlink_to("self.png")
    (folder / "loop").symlink_to(folder)
    (folder / "folder.png").mkdir()
    os.mkfifo(folder / "fifo.png")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(folder)  # the path of a socket has 108 bytes at most
        try:
            listening.bind("socket.png")
        finally:
            os.chdir(here)
        if os.geteuid() == 0:
            os.mknod(folder / "zero.png", 0o20600, os.makedev(1, 5))
        assert shown(folder) == {"好.png"}


def test_other_things_under_a_pictures_name_stop_no_picture(folder: Path) -> None:
    for number, bomb in enumerate(bombs()):
        if len(bomb.data) < 1_000_000 and bomb.code is not None:
            (folder / f"{number}.png").write_bytes(bomb.data)
    (folder / "only a head.png").write_bytes(PNG)
    (folder / "empty.png").touch()
    assert shown(folder) == {"好.png"}

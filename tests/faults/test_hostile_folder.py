"""A folder full of what is no picture by its name or its nature: the good one among it is shown, nothing hangs."""

from __future__ import annotations

import os
import socket
import sys
import time
import unicodedata
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from player.desk import read_folder
from player.errors import SourceError
from player.model.settings import Settings
from player.model.units import Millis
from player.prepare.limits import JobDied, Limits, run_limited
from player.sources.folder import Folder
from player.sources.scan import MAX_DEPTH, MAX_ENTRIES
from tests.support.hostile import PNG, bombs
from tests.support.hostile_crafted import crafted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names and nodes that there are on POSIX alone")

NAMES = (
    b"\xff\xfe\x80.png",  # no UTF-8
    b"\xb4\xf3\xbc\xd2.png",  # GBK, from an old disk
    b"\xed\xa0\x80.png",  # half a character, encoded as no character may be
    "\u202egnp.exe.png".encode(),  # reads from right to left
    "\u2066\u2067\u2068.png".encode(),
    b"two\nlines.png",
    b"\x1b[2J\x07bell.png",  # what a terminal would obey
    b"a" * 251 + b".png",  # 255 bytes, the most there is
    "长".encode() * 83 + b".png",  # 253 bytes, 87 characters
    ("e" + "\u0301" * 120 + ".png").encode(),  # one letter with 120 accents
    b"--help.png",
    b"-rf.png",
    b"$(reboot).png",
    b"`reboot`;reboot.png",
    b"<script>alert(1)<a>.png",
    b"<img src=x onerror=alert(1)>.png",
    b"  .png",
    "节能\u200b.png".encode(),
    "节\ufe0f能.png".encode(),
    b"%s%n{0}.png",
    b"CON.png",
    b"a:b*c?.png",
    b"back\\slash.png",
    b"trailing .png",
    b"\xc2\xa0.png",
    b"....png",
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
    assert time.monotonic() - started < 60
    for problem in reading.problems:
        for words in (problem.message, problem.hint, problem.on_screen):
            for text in (words.zh, words.en):
                assert text.isprintable(), repr(text)
                assert "Traceback" not in text
                text.encode("utf-8")
    return {slide.source.file for slide in reading.snapshot.slides()}


def put(folder: Path, name: bytes, data: bytes) -> None:
    """A file of that name, whatever bytes it is made of."""
    with open(os.path.join(os.fsencode(folder), name), "wb") as file:  # noqa: PTH118, PTH123  # bytes
        file.write(data)


@pytest.mark.fault(14)
def test_hostile_names_are_shown_or_said_but_never_obeyed(folder: Path) -> None:
    picture = (folder / "好.png").read_bytes()
    for name in NAMES:
        put(folder, name, picture)
    for name in NAMES[:8]:
        inside = os.path.join(os.fsencode(folder), name[:200] + b".d")  # noqa: PTH118  # bytes
        os.mkdir(inside)  # noqa: PTH102  # bytes
        put(Path(os.fsdecode(inside)), b"a.png", picture)
    files = shown(folder)
    assert {"好.png", "--help.png", "-rf.png", "$(reboot).png"} <= files
    assert len(files) > len(NAMES), "most of them are names like any other"
    for name in files:
        name.encode("utf-8")
        assert not {unicodedata.category(char) for char in name} & {"Cc", "Cs", "Zl", "Zp"}
        assert "\u202e" not in name


def special(folder: Path, outside: Path) -> None:
    """Links, pipes, sockets and devices, under the names of pictures, texts and playlists."""
    for ending in ("png", "yaml", "txt"):
        (folder / f"link.{ending}").symlink_to(outside)
        (folder / f"passwd.{ending}").symlink_to("/etc/passwd")
        (folder / f"zeros.{ending}").symlink_to("/dev/zero")
        (folder / f"dangling.{ending}").symlink_to("nowhere")
        (folder / f"self.{ending}").symlink_to(f"self.{ending}")
        (folder / f"folder.{ending}").mkdir()
        os.mkfifo(folder / f"fifo.{ending}")
        if os.geteuid() == 0:
            os.mknod(folder / f"zero.{ending}", 0o20600, os.makedev(1, 5))
            os.mknod(folder / f"disk.{ending}", 0o60600, os.makedev(7, 200))
    os.mkfifo(folder / "playlist.yaml")
    (folder / "loop").symlink_to(folder)
    (folder / "up").symlink_to("..")
    (folder / "processes").symlink_to("/proc")
    for number in range(10):
        (folder / f"chain{number}.png").symlink_to(f"chain{number + 1}.png")
    (folder / "chain10.png").symlink_to(outside)


@pytest.mark.fault(14)
def test_what_is_no_file_is_passed_over(folder: Path) -> None:
    outside = folder.parent / "secret.png"
    Image.new("RGB", (40, 30), "red").save(outside)
    special(folder, outside)
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(folder)  # the path of a socket has 108 bytes at most
        try:
            listening.bind("socket.png")
        finally:
            os.chdir(here)
        assert shown(folder) == {"好.png"}
        looking = Folder(folder)
        for now in (0.0, 3600.0):
            looking.look(now)
    told = {problem.place.file: f"{problem.message.zh}{problem.hint.zh}" for problem in looking.problems}
    assert {"link.png", "passwd.yaml", "loop", "fifo.png", "playlist.yaml", "socket.png"} <= set(told)
    assert all("不是普通文件" in told[name] for name in ("fifo.png", "socket.png", "playlist.yaml"))


@pytest.mark.fault(14)
def test_a_file_that_becomes_a_pipe_or_a_link_once_it_was_listed_is_not_read(folder: Path) -> None:
    """Between the look and the reading: neither waited for, nor followed out of the folder."""
    secret = folder.parent / "secret.png"
    secret.write_bytes(b"secret")
    looking = Folder(folder)
    for now in (0.0, 3600.0):
        looking.look(now)
    for swap in (os.mkfifo, lambda path: path.symlink_to(secret), lambda path: path.mkdir()):
        (folder / "好.png").rename(folder.parent / "away")
        swap(folder / "好.png")
        with pytest.raises(SourceError):
            looking.read("好.png", 1 << 20)
        if (folder / "好.png").is_dir() and not (folder / "好.png").is_symlink():
            (folder / "好.png").rmdir()
        else:
            (folder / "好.png").unlink()
        (folder.parent / "away").rename(folder / "好.png")
    for now in (7200.0, 9999.0):
        looking.look(now)
    assert looking.read("好.png", 8) == PNG


@pytest.mark.control(14)
def test_a_naive_reader_follows_links_out_and_waits_for_pipes_for_ever(folder: Path) -> None:
    """The same folder read as one would: what is outside is shown, and the first pipe ends it."""
    outside = folder.parent / "secret.png"
    Image.new("RGB", (40, 30), "red").save(outside)
    special(folder, outside)
    seen = {path.name for path in folder.rglob("*.png") if path.exists() and path.resolve() == outside}
    assert {"link.png"} <= seen, "it would be shown"
    with pytest.raises(JobDied, match=r"more than 0\.5 s"):
        run_limited((folder / "fifo.png").read_bytes, Limits(seconds=0.5))
    with pytest.raises(JobDied):
        run_limited((folder / "zeros.png").read_bytes, Limits(seconds=2.0, memory=100_000_000))


@pytest.mark.fault(16)
def test_other_things_under_a_pictures_name_stop_no_picture(folder: Path) -> None:
    bad = [bomb for bomb in (*bombs(), *crafted()) if len(bomb.data) < 300_000 and bomb.code is not None]
    assert len(bad) > 30
    for number, bomb in enumerate(bad):
        (folder / f"{number}.png").write_bytes(bomb.data)
    (folder / "only a head.png").write_bytes(PNG)
    (folder / "empty.png").touch()
    assert shown(folder) == {"好.png"}


@pytest.mark.fault(14)
def test_containers_are_said_and_never_opened(folder: Path) -> None:
    """Office files, archives, videos: none is unpacked, whatever it would unfold to; each is told with what to do."""
    bomb = folder.parent / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/media/a.png", bytes(50_000_000))
        archive.writestr("../../../etc/evil", "x")
    endings = ("pptx", "docx", "xlsx", "pdf", "zip", "rar", "mp4", "svg", "html", "exe", "lnk", "heic", "psd", "")
    for ending in endings:
        (folder / (f"a.{ending}" if ending else "nothing")).write_bytes(bomb.read_bytes())
    reading = read_folder(folder, Settings(), Millis(0), cache=folder.parent / "cache")
    assert {slide.source.file for slide in reading.snapshot.slides()} == {"好.png"}
    told = {problem.place.file for problem in reading.problems}
    assert {"a.pptx", "a.docx", "a.pdf", "a.mp4", "a.zip"} <= told
    assert not list(folder.parent.rglob("evil"))


@pytest.mark.fault(15)
def test_of_20001_files_and_50_folders_within_folders_the_first_are_taken_and_the_rest_is_counted(folder: Path) -> None:
    deep = folder / "深"
    for level in range(50):
        deep = deep / f"{level}"
    deep.mkdir(parents=True)
    (deep / "deepest.png").write_bytes(b"x")
    for number in range(MAX_ENTRIES + 1):
        (folder / f"{number:05}.txt").touch()
    looking = Folder(folder, per_look=10**9)
    started = time.monotonic()
    for now in (0.0, 3600.0):
        listing = looking.look(now)
    assert time.monotonic() - started < 60
    paths = [entry.path for entry in listing.entries]
    assert paths[:2] == ["00000.txt", "00001.txt"]
    assert len(paths) <= MAX_ENTRIES
    assert max(path.count("/") for path in paths) <= MAX_DEPTH
    said = " ".join(problem.message.zh for problem in looking.problems)
    missing = sum(1 for path in folder.rglob("*") if path.is_file()) - len(paths)
    assert missing > 0
    assert f"{MAX_ENTRIES}" in said.replace(" ", "").replace(",", "") or str(missing) in said, said


@pytest.mark.control(15)
def test_without_the_caps_all_of_it_would_be_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("player.sources.scan.MAX_ENTRIES", 10**9)
    monkeypatch.setattr("player.sources.scan.MAX_DEPTH", 10**9)
    deep = folder / "深"
    for level in range(50):
        deep = deep / f"{level}"
    deep.mkdir(parents=True)
    (deep / "deepest.txt").write_text("到底了", "utf-8")
    for number in range(MAX_ENTRIES + 1):
        (folder / f"{number:05}.txt").touch()
    looking = Folder(folder, per_look=10**9)
    for now in (0.0, 3600.0):
        listing = looking.look(now)
    assert len(listing.entries) > MAX_ENTRIES
    assert max(entry.path.count("/") for entry in listing.entries) == 51

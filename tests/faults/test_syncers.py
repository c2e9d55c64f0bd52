"""Real programs that bring files: rsync in four ways, two Syncthings that know only each other. In real time, on a real disk."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from player.sources.folder import Folder
from player.sources.hints import watch
from tests.support.races import Ours, SizeStable, looking, now
from tests.support.writers import padded, picture

GUARD = 12.0
"""Seconds more that a busy machine may take; the figure itself is printed."""
PROMISE = 3.0
"""Seconds after its writer's end within which a file on a disk of this machine is taken."""
BIG = 3_000_000


def need(program: str) -> str:
    """The program's path; skips where it is missing, and fails on the machine that runs all tests."""
    found = shutil.which(program)
    if found is None:
        (pytest.fail if os.environ.get("CI") and sys.platform == "linux" else pytest.skip)(f"apt-get install {program}")
    return str(found)


def large(version: int) -> bytes:
    """A picture that takes rsync some seconds at the rate it is given."""
    return padded(picture("jpg", version), "jpg", BIG)


class Hinted(Ours):
    """Ours with the events of the real system, as the intake rests."""

    def __init__(self, root: Path) -> None:
        super().__init__(Folder(root))
        self._woken = threading.Event()
        self._hints = watch(root, self._woken.set)

    def look(self) -> float:
        self.folder.hinted(self._hints.alive())
        self._woken.clear()
        rest = super().look()
        if self._woken.wait(rest):
            return max(0.0, self.folder.soonest - now())
        return 0.0

    def stop(self) -> None:
        super().stop()
        self._hints.close()


@pytest.mark.skipif(sys.platform != "linux", reason="a writer of this machine is seen by its lease, which is Linux's")
@pytest.mark.fault(8)
@pytest.mark.control(8)
def test_rsync_brings_whole_pictures(tmp_path: Path) -> None:
    """Plain, in place, partial and appending, slowly, over an old version or not, one of them broken off and taken up again."""
    rsync = need("rsync")
    root, source = tmp_path / "root", tmp_path / "source"
    root.mkdir()
    source.mkdir()
    whole: dict[str, set[bytes]] = {}
    for number, name in enumerate(("plain.jpg", "inplace.jpg", "partial.jpg", "append.jpg")):
        new = large(number)
        (source / name).write_bytes(new)
        whole[name] = {new}
        if name in ("plain.jpg", "inplace.jpg"):
            old = large(number + 1)
            (root / name).write_bytes(old)
            os.utime(root / name, (1_500_000_000, 1_500_000_000))
            whole[name].add(old)
    options = {"plain.jpg": [], "inplace.jpg": ["--inplace"], "partial.jpg": ["--partial"], "append.jpg": ["--append"]}
    ours, usual = Hinted(root), SizeStable(root)
    ended: dict[str, float] = {}

    def bring(name: str) -> None:
        command = [rsync, "--times", "--no-whole-file", "--bwlimit=700", *options[name], source / name, root / name]
        if name in ("partial.jpg", "append.jpg"):  # broken off half way; what is there so far lies under its name
            first = subprocess.Popen([*command, "--inplace"] if name == "append.jpg" else command)
            time.sleep(2.0)
            first.terminate()
            first.wait()
            time.sleep(4.0)
        subprocess.run(command, check=True)
        ended[name] = now()

    with looking(ours, usual):
        ours.until(lambda: len(ours.there) == 2, seconds=30)
        threads = [threading.Thread(target=bring, args=[name]) for name in options]
        for thread in threads:
            thread.start()
        late: dict[str, float] = {}
        while len(late) < len(options):
            for name in set(ended) - set(late):
                if ours.there.get(name) == large(list(options).index(name)):
                    late[name] = now() - ended[name]
                assert now() - ended[name] < PROMISE + GUARD, f"{name} is not taken"
            time.sleep(0.02)
        for thread in threads:
            thread.join()
    wrong = [one.path for one in ours.taken if one.data not in whole[one.path]]
    usual_wrong = [one.path for one in usual.taken if one.data not in whole[one.path]]
    print(f"rsync: taken {', '.join(f'{name} {seconds:.1f} s' for name, seconds in late.items())} after its end")
    print(f"wrong: {len(wrong)}; size stable: {len(usual_wrong)} ({', '.join(sorted(set(usual_wrong)))})")
    assert not wrong
    assert usual_wrong, "control: who goes by the size alone takes a half"


# Syncthing


class Syncthing:
    """One of two: it knows the other by its address and nobody else; no discovery, no relays, no upgrades, no reports."""

    def __init__(self, home: Path, folder: Path) -> None:
        self._program = need("syncthing")
        self.home, self.folder = home, folder
        self._environment = {**os.environ, "HOME": str(home), "STNODEFAULTFOLDER": "1", "STNOUPGRADE": "1"}
        self._run("generate", f"--home={home}", "--no-default-folder", "--skip-port-probing")
        self.id = self._run("serve", f"--home={home}", "--device-id").strip()
        self.port, self.gui = _port(), _port()
        self._process: subprocess.Popen[bytes] | None = None

    def know(self, other: Syncthing) -> None:
        """Writes down the other, and the folder that both share."""
        settings = self.home / "config.xml"
        tree = ET.parse(settings)
        top = tree.getroot()
        for old in (*top.findall("folder"), *top.findall("device")):
            top.remove(old)
        for one in (self, other):
            device = ET.SubElement(top, "device", id=one.id, name=one.home.name, compression="never")
            ET.SubElement(device, "address").text = f"tcp://127.0.0.1:{one.port}"
        folder = ET.SubElement(
            top,
            "folder",
            id="play",
            path=str(self.folder),
            type="sendreceive",
            rescanIntervalS="2",
            fsWatcherEnabled="true",
        )
        folder.set("fsWatcherDelayS", "1")
        for one in (self, other):
            ET.SubElement(folder, "device", id=one.id)
        gui, options = top.find("gui"), top.find("options")
        assert gui is not None
        assert options is not None
        address = gui.find("address")
        assert address is not None
        address.text = f"127.0.0.1:{self.gui}"
        for name, value in _ALONE.items():
            for found in options.findall(name):
                options.remove(found)
            ET.SubElement(options, name).text = value
        for found in options.findall("listenAddress"):
            options.remove(found)
        ET.SubElement(options, "listenAddress").text = f"tcp://127.0.0.1:{self.port}"
        tree.write(settings)

    def start(self) -> None:
        with (self.home / "out").open("wb") as out:
            self._process = subprocess.Popen(
                [self._program, "serve", f"--home={self.home}", "--no-browser", "--no-restart", "--no-upgrade"],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def said(self) -> str:
        return (self.home / "out").read_text("utf-8", errors="replace")[-3000:]

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [self._program, *arguments], env=self._environment, capture_output=True, text=True, check=True
        )
        return done.stdout


_ALONE = {
    "globalAnnounceEnabled": "false",
    "localAnnounceEnabled": "false",
    "relaysEnabled": "false",
    "natEnabled": "false",
    "startBrowser": "false",
    "urAccepted": "-1",
    "crashReportingEnabled": "false",
    "autoUpgradeIntervalH": "0",
    "reconnectionIntervalS": "1",
    "maxSendKbps": "3000",
}


def _port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def syncthings(place: Path) -> Iterator[tuple[Syncthing, Syncthing]]:
    """Two that share a folder."""
    made = []
    for name in ("office", "screen"):
        (place / name / "folder").mkdir(parents=True)
        (place / name / "folder" / ".stfolder").mkdir()
        made.append(Syncthing(place / name, place / name / "folder"))
    office, screen = made
    office.know(screen)
    screen.know(office)
    with ExitStack() as stack:
        for one in made:
            stack.callback(one.stop)
            one.start()
        yield office, screen


@pytest.mark.timeout(240)
@pytest.mark.fault(8)
def test_syncthing_brings_whole_pictures(tmp_path: Path) -> None:
    """New, overwritten in place at the office, renamed and deleted there: the screen takes each version whole, and the last of each."""
    with syncthings(tmp_path) as (office, screen):
        whole: dict[str, set[bytes]] = {}

        def put(name: str, version: int) -> None:
            data = large(version)
            whole.setdefault(name, set()).add(data)
            (office.folder / name).write_bytes(data)

        ours = Hinted(screen.folder)
        with looking(ours):
            for number in range(3):
                put(f"{number}.jpg", number)
            try:
                ours.until(lambda: len(ours.there) == 3, seconds=90)
            except AssertionError:
                raise AssertionError(screen.said()) from None
            put("0.jpg", 4)
            (office.folder / "1.jpg").rename(office.folder / "neu.jpg")
            whole["neu.jpg"] = whole["1.jpg"]
            (office.folder / "2.jpg").unlink()
            last = {"0.jpg": large(4), "neu.jpg": large(1)}
            took = ours.until(lambda: ours.there == last, seconds=90)
        print(f"Syncthing: a change at the office is taken at the screen after {took:.1f} s")
        assert not [one.path for one in ours.taken if one.data not in whole[one.path]]
        assert not ours.away


FLOOD = """
import pathlib, sys
root, pictures = pathlib.Path(sys.argv[1]), [pathlib.Path(path).read_bytes() for path in sys.argv[2:]]
for number in range(10_000):
    folder = root / f"{number // 500:02}"
    folder.mkdir(exist_ok=True)
    if number % 100:
        (folder / f"{number:05}.txt").write_text(f"第{number}条通知", "utf-8")
    else:
        (folder / f"{number:05}.jpg").write_bytes(pictures[number // 100 % len(pictures)])
"""


@pytest.mark.timeout(240)
@pytest.mark.fault(8)
def test_ten_thousand_files_at_once_come_whole(tmp_path: Path) -> None:
    """A real program unpacks them as fast as it can, while they are looked at and read."""
    root, made = tmp_path / "root", [tmp_path / f"{version}.jpg" for version in range(3)]
    root.mkdir()
    for version, path in enumerate(made):
        path.write_bytes(picture("jpg", version))
    ours = Hinted(root)
    with looking(ours):
        subprocess.run([sys.executable, "-c", FLOOD, root, *made], check=True)
        took = ours.until(lambda: len(ours.there) == 10_000, seconds=120)
    print(f"ten thousand files: all taken and read {took:.1f} s after the last was written, {len(ours.waits)} looks")
    for one in ours.taken:
        number = int(one.path[3:8])
        whole = f"第{number}条通知".encode() if number % 100 else picture("jpg", number // 100 % 3)
        assert one.data == whole, one.path

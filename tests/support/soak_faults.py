"""The faults of the soak, and for how long each may be seen: the table `KINDS`, and below it what each one does.

A fault begins when its function is called. What it returns is how long its cause lasts; what ends the cause is put down with
`soak.later`. From the end of the cause on the bounds of the table count, in real seconds.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from player.model.units import DAY, MINUTE
from tests.support import hostile
from tests.support.soak_campaign import SMALL, WIDE
from tests.support.soak_play import LEAKS

if TYPE_CHECKING:
    from tests.support.soak import Soak


class NotNow(Exception):
    """The fault cannot happen at this moment: it is tried again a little later."""


Act = Callable[["Soak", random.Random], float]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: the rows of the table of faults, and its bounds.

    Real seconds after the end of the cause in which the glass may be bare or torn (`black`), may show another slide than
    the right one (`stale`), and by which content may be taken in later than without a fault (`late`). `alone`: what it has for
    itself; `with_others`: what it needs untouched by faults that want it alone.
    """

    name: str
    rows: tuple[int, ...]
    act: Act
    black: float = 0.0
    stale: float = 0.0
    late: float = 0.0
    weight: float = 2
    alone: frozenset[str] = frozenset()
    with_others: frozenset[str] = frozenset()
    root: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that was: its cause lasted from `at` to `until`."""

    kind: str
    at: float
    until: float


# the glass and the other processes


def kill_glass(soak: Soak, chance: random.Random) -> float:
    """It dies, of whatever cause."""
    soak.glass_may_end()
    os.kill(soak.part("glass"), chance.choice((signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT)))
    return 0.0


def stop_glass(soak: Soak, chance: random.Random) -> float:
    """It stands still until the supervisor does something about it."""
    soak.glass_may_end()
    os.kill(soak.part("glass"), signal.SIGSTOP)
    return 0.0


def pause_glass(soak: Soak, chance: random.Random) -> float:
    """It stands still for a moment."""
    pid = soak.part("glass")
    os.kill(pid, signal.SIGSTOP)
    soak.later(0.6, lambda: signalled(pid, signal.SIGCONT))
    return 0.6


def kill_glass_five_times(soak: Soak, chance: random.Random) -> float:
    """Whatever it does, it dies: safe mode."""
    soak.glass_may_end(5)
    before = 0
    for _ in range(5):
        deadline = time.monotonic() + 12.0
        while (pid := soak.find("glass")) in (None, before) and time.monotonic() < deadline:
            time.sleep(0.02)
        if pid is None:
            raise RuntimeError("the glass does not come back")
        time.sleep(0.2)
        before = pid
        signalled(pid, signal.SIGKILL)
    return 0.0


def leak(soak: Soak, chance: random.Random) -> float:
    """It takes more and more memory, until it is renewed."""
    told = soak.root / LEAKS
    told.touch()
    soak.later(5.0, lambda: told.unlink(missing_ok=True))
    return 12.0  # it is weighed every three seconds, and relieved at the next change of slides after that


def kill_player(soak: Soak, chance: random.Random) -> float:
    """All of it dies at once, and is started again by whoever started it."""
    begun = time.monotonic()
    soak.kill_player()
    soak.start_player()
    return time.monotonic() - begun


def restart_player(soak: Soak, chance: random.Random) -> float:
    """It is asked to leave, and started again."""
    begun = time.monotonic()
    soak.stop_player()
    soak.start_player()
    return time.monotonic() - begun


def kill_intake(soak: Soak, chance: random.Random) -> float:
    """It dies."""
    os.kill(soak.part("intake"), signal.SIGKILL)
    return 0.0


def stop_intake(soak: Soak, chance: random.Random) -> float:
    """It stands still, as one does that reads from a share that hangs."""
    os.kill(soak.part("intake"), signal.SIGSTOP)
    return 0.0


def kill_painter(soak: Soak, chance: random.Random) -> float:
    """It dies, perhaps with an order in its hand."""
    os.kill(soak.part("painter"), signal.SIGKILL)
    return 0.0


def stop_painter(soak: Soak, chance: random.Random) -> float:
    """It stands still for a moment."""
    pid = soak.part("painter")
    os.kill(pid, signal.SIGSTOP)
    soak.later(2.0, lambda: signalled(pid, signal.SIGCONT))
    return 2.0


def kill_inspector(soak: Soak, chance: random.Random) -> float:
    """It dies, perhaps with a picture in its hand."""
    os.kill(soak.part("inspector"), signal.SIGKILL)
    return 0.0


def second_player(soak: Soak, chance: random.Random) -> float:
    """Somebody starts the player a second time: it must leave, and the first one must not notice."""
    begun = time.monotonic()
    with (soak.root / "second.log").open("wb") as log:
        other = subprocess.run(
            soak.orders.command(), cwd=soak.place, env=soak.display.env(), stderr=log, timeout=40, check=False
        )
    if other.returncode != 2:
        soak.say("second-player", f"the second player left with {other.returncode}")
    return time.monotonic() - begun


# the clock


def step_clock(soak: Soak, chance: random.Random) -> float:
    """It is set wrong by minutes or days, and right again."""
    soak.step(chance.choice((-1, 1)) * chance.choice((20 * MINUTE, 2 * DAY)))
    soak.later(2.0, lambda: soak.step(0))
    return 2.0


def lose_clock(soak: Soak, chance: random.Random) -> float:
    """It shows 1970, or 2100."""
    soak.step(chance.choice((DAY, 4_102_444_800_000)) - soak.clock.now())
    soak.later(3.0, lambda: soak.step(0))
    return 3.0


# the display


def resize(soak: Soak, chance: random.Random) -> float:
    """The display has another size."""
    soak.display.resize(*(SMALL if soak.display.size == WIDE else WIDE))
    return 0.0


def cover(soak: Soak, chance: random.Random) -> float:
    """Another program's window lies over it."""
    eye = soak.display.eye
    window = eye.open_window(*(chance.randrange(200) for _ in range(2)), 250, 200, 0xFF00FF)
    soak.later(1.2, lambda: eye.destroy_window(window))
    return 1.2


def kill_display(soak: Soak, chance: random.Random) -> float:
    """The X server dies, and comes back."""
    soak.kill_display()
    away = chance.choice((0.0, 2.0))
    soak.later(away, soak.revive_display)
    return away


# the cache


def rot(soak: Soak, chance: random.Random) -> float:
    """A byte of a picture in the cache is another."""
    objects = [path for path in (soak.cache / "objects").glob("??/*") if path.is_file() and path.stat().st_size]
    if not objects:
        raise NotNow
    flip(chance.choice(sorted(objects)), chance)
    return 0.0


def wreck(soak: Soak, chance: random.Random) -> float:
    """All of it dies, and what it had on the disk is damaged when it is started again."""
    begun = time.monotonic()
    soak.kill_player()
    what = chance.choice(
        ("pointer", "empty pointer", "snapshot", "frame", "known", "journal", "head", "last-good-time")
    )
    snapshots = sorted(path for path in (soak.cache / "snapshots").glob("*") if path.is_file())
    frames = sorted((soak.cache / "frames").glob("*.frame"))
    journals = sorted((soak.cache / "journal").glob("*.jsonl"))
    if what == "pointer":
        (soak.cache / "current").write_bytes(chance.randbytes(40))
    elif what == "empty pointer":
        (soak.cache / "current").write_bytes(b"")
    elif what == "snapshot" and snapshots:
        flip(max(snapshots, key=lambda path: path.stat().st_mtime_ns), chance)
    elif what == "frame" and frames:
        for path in chance.sample(frames, min(3, len(frames))):
            flip(path, chance)
    elif what == "known":
        (soak.cache / "known.json").write_bytes(b'{"known": [')
    elif what == "journal" and journals:
        with journals[-1].open("ab") as file:
            file.write(b'{"type":"showing","star')
    elif what == "last-good-time":
        (soak.cache / "last-good-time").write_bytes(chance.randbytes(20))
    soak.start_player()
    return time.monotonic() - begun


def fill_disk(soak: Soak, chance: random.Random) -> float:
    """The disk of the cache is full, while new content comes."""
    filler = soak.cache / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    soak.campaign.edit_photo(time.monotonic())
    soak.later(3.5, lambda: filler.unlink(missing_ok=True))
    return 3.5


def lock_disk(soak: Soak, chance: random.Random) -> float:
    """Nothing can be written to the cache, while new content comes."""
    places = [str(soak.cache / name) for name in ("", "objects", "snapshots", "frames")]
    subprocess.run(["chattr", "+i", *places], check=True, capture_output=True)
    soak.later(3.5, lambda: subprocess.run(["chattr", "-i", *places], check=False, capture_output=True))
    soak.campaign.edit_photo(time.monotonic())
    return 3.5


# the folder


def photo(soak: Soak, chance: random.Random) -> float:
    """A new picture, and the oldest goes."""
    soak.campaign.photo(time.monotonic())
    return 0.0


def edit_photo(soak: Soak, chance: random.Random) -> float:
    """A picture is replaced by another."""
    soak.campaign.edit_photo(time.monotonic())
    return 0.0


def edit_slogans(soak: Soak, chance: random.Random) -> float:
    """A list is edited."""
    soak.campaign.edit_slogans(time.monotonic())
    return 0.0


def notice(soak: Soak, chance: random.Random) -> float:
    """A notice in GBK."""
    soak.campaign.notice(time.monotonic())
    return 0.0


def takeover(soak: Soak, chance: random.Random) -> float:
    """Something urgent, for some seconds."""
    if (soak.campaign.share / "紧急").exists():
        raise NotNow
    soak.campaign.urgent(time.monotonic())
    soak.later(6.0, lambda: soak.campaign.calm(time.monotonic()))
    return 6.0


def copy_slowly(soak: Soak, chance: random.Random) -> float:
    """A picture comes in pieces, with its full size from the first moment, and a stall in the middle."""
    campaign = soak.campaign
    data, digest = campaign.fresh("bmp")
    path = campaign.photo(time.monotonic(), "bmp")
    campaign.busy.add(path)
    file = path.open("wb", buffering=0)
    file.truncate(len(data))
    half = len(data) // 2
    file.write(data[:half])

    def finish() -> None:
        file.write(data[half:])
        file.close()
        campaign.busy.discard(path)
        campaign.allow(digest, path.name, since=time.monotonic())

    soak.later(3.0, finish)
    return 3.0


def copy_in_place(soak: Soak, chance: random.Random) -> float:
    """A picture is overwritten where it stands, by a program that closes it half-way and comes back."""
    campaign = soak.campaign
    paths = [path for path in campaign.photos if path.suffix == ".png"]
    if not paths:
        raise NotNow
    path = chance.choice(paths)
    campaign.busy.add(path)
    data, digest = campaign.fresh()
    half = len(data) // 2
    path.write_bytes(data[:half])

    def finish() -> None:
        with path.open("ab") as file:
            file.write(data[half:])
        campaign.busy.discard(path)
        campaign.allow(digest, path.name, since=time.monotonic())

    soak.later(1.2, finish)
    return 1.2


def abandon(soak: Soak, chance: random.Random) -> float:
    """Half a picture, whose other half never comes: cut off, or as long as it would be and nothing at the end."""
    form = chance.choice(("PNG", "JPEG", "WEBP"))
    out = io.BytesIO()
    Image.effect_noise((400, 225), 80).convert("RGB").save(out, form)
    data = out.getvalue()
    half = len(data) // 2
    path = soak.campaign.share / f"半张{chance.randrange(1000)}.{form.lower()}"
    path.write_bytes(data[:half] + (b"" if chance.random() < 0.5 else bytes(len(data) - half)))
    soak.later(5.0, lambda: path.unlink(missing_ok=True))
    return 5.0


def hostile_picture(soak: Soak, chance: random.Random) -> float:
    """A bomb, or no picture at all."""
    bomb = chance.choice(BOMBS)
    path = soak.campaign.share / f"炸弹{chance.randrange(1000)}.png"
    path.write_bytes(bomb.data)
    soak.later(6.0, lambda: path.unlink(missing_ok=True))
    return 6.0


BOMBS = [one for one in hostile.bombs() if one.code is not None and len(one.data) < 400_000]


def break_yaml(soak: Soak, chance: random.Random) -> float:
    """The list of slogans is saved empty, as nonsense, or as a bomb; and mended.

    Not as half of a list: of that the slides before the cut are shown, and the others left out until it is whole.
    """
    bomb = b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a]\nslides: [*b,*b]\n"
    spoiled = chance.choice((b"", b"slides: [[[[", b"[" * 5000, bomb, b"\xff\xfe\x00"))
    soak.campaign.spoil_slogans(spoiled)
    soak.later(5.0, soak.campaign.mend_slogans)
    return 5.0


def strange_file(soak: Soak, chance: random.Random) -> float:
    """A FIFO, a socket, a device, a link that leads out or in circles, a name that is none."""
    share, number = soak.campaign.share, chance.randrange(10_000)
    what = chance.choice(("fifo", "socket", "device", "link", "circle", "name", "deep"))
    path = share / f"怪{number}.png"
    if what == "socket":
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(path))
    elif what == "device" and os.geteuid() == 0:
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 5))
    elif what in ("fifo", "device"):
        os.mkfifo(path)
    elif what == "link":
        outside = soak.root / "外.png"
        outside.write_bytes(hostile.seeds()["png-RGB"])
        path.symlink_to(outside)
    elif what == "circle":
        path = share / f"怪{number}"
        path.symlink_to(".")
    elif what == "name":
        path = share / os.fsdecode(b"\xff\xfe\n\xe2\x80\xae<b>%d.txt~" % number)
        path.write_bytes(b"x")
    else:
        path = share / f"深{number}"
        path.joinpath(*["d"] * 20).mkdir(parents=True)
    soak.later(5.0, lambda: _remove(path))
    return 5.0


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def flood(soak: Soak, chance: random.Random) -> float:
    """Four hundred files that nobody can show, at once."""
    place = soak.campaign.share / f"下载{chance.randrange(1000)}"
    place.mkdir()
    for number in range(400):
        (place / f"{number}.avi").write_bytes(b"x")
    soak.later(6.0, lambda: shutil.rmtree(place, ignore_errors=True))
    return 6.0


def edit_under_lock(soak: Soak, chance: random.Random) -> float:
    """An office program has the notice open: its new version counts when it is closed."""
    lock = soak.campaign.share / ".~lock.通知.txt#"
    lock.write_bytes(b",soak,,")
    before = [entry for entry in soak.campaign.entries if entry.name == "notice" and entry.until is None]
    soak.campaign.notice(time.monotonic())
    held = soak.campaign.entries[-1]

    def close() -> None:
        lock.unlink(missing_ok=True)
        now = time.monotonic()
        held.since = held.must = now
        for entry in before:
            entry.until = now

    held.since = held.must = time.monotonic() + 3.0
    for entry in before:
        entry.until = held.must
    soak.later(3.0, close)
    return 3.0


def delete_most(soak: Soak, chance: random.Random) -> float:
    """Somebody's hand slips: nearly everything is gone, and put back."""
    share = soak.campaign.share
    away = share.with_name("回收站")
    away.mkdir(exist_ok=True)
    for path in list(share.iterdir()):
        if path.is_file() and path.name != "playlist.yaml":
            path.rename(away / path.name)

    def restore() -> None:
        for path in away.iterdir():
            path.rename(share / path.name)

    after = chance.choice((6.0, 13.0))
    soak.later(after, restore)
    return after


def move_away(soak: Soak, chance: random.Random) -> float:
    """The folder is not there; perhaps an empty one stands in its place."""
    share = soak.campaign.share
    away, empty = share.with_name("别处"), chance.random() < 0.5
    share.rename(away)
    if empty:
        share.mkdir()

    def back() -> None:
        if share.exists():
            shutil.rmtree(share)  # the player may have put its status page there
        away.rename(share)

    after = chance.choice((2.0, 6.0, 13.0))
    soak.later(after, back)
    return after


def unmount(soak: Soak, chance: random.Random) -> float:
    """The share is unmounted, perhaps an empty folder lies below; and mounted again."""
    subprocess.run(["umount", "-l", str(soak.share)], check=True, capture_output=True)
    if chance.random() < 0.5:
        soak.campaign.share.mkdir()
    after = chance.choice((2.0, 6.0))
    soak.later(after, soak.mount_share)
    return after


def signalled(pid: int, number: int) -> None:
    """The process has the signal, if it still is."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def flip(path: Path, chance: random.Random) -> None:
    """One bit of the file is another, as on a disk that forgets."""
    with path.open("r+b") as file:
        at = chance.randrange(path.stat().st_size)
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes((byte[0] ^ 1 << chance.randrange(8),)))


GLASS, FOLDER, CACHE, INTAKE, CLOCK, SLOGANS, NOTICE = (
    frozenset({name}) for name in ("glass", "folder", "cache", "intake", "clock", "slogans", "notice")
)

KINDS = (
    Kind("glass killed", (25,), kill_glass, black=3, stale=3, weight=3, alone=GLASS),
    Kind("glass stopped", (24,), stop_glass, black=6, stale=7, alone=GLASS),
    Kind("glass paused", (24,), pause_glass, stale=1, alone=GLASS),
    Kind("glass killed 5 times", (26,), kill_glass_five_times, black=11, stale=40, weight=0.25, alone=GLASS | CLOCK),
    Kind("glass leaks", (27,), leak, black=3, stale=3, weight=1, alone=GLASS),
    Kind("player killed", (21, 25), kill_player, black=8, stale=8, late=8, alone=GLASS | CACHE | INTAKE, weight=1),
    Kind("player restarted", (), restart_player, black=8, stale=8, late=8, weight=0.5, alone=GLASS | CACHE | INTAKE),
    Kind("intake killed", (28,), kill_intake, late=6, weight=1, alone=INTAKE),
    Kind("intake stopped", (2, 28), stop_intake, late=22, weight=0.5, alone=INTAKE),
    Kind("painter killed", (17,), kill_painter, stale=33, alone=CACHE),
    Kind("painter stopped", (18,), stop_painter, stale=4),
    Kind("inspector killed", (17,), kill_inspector, late=35),
    Kind("second player", (34,), second_player, weight=1, with_others=CACHE | GLASS),
    Kind("clock stepped", (29,), step_clock, stale=3, alone=CLOCK | GLASS),
    Kind("clock lost", (29,), lose_clock, stale=3, alone=CLOCK | GLASS),
    Kind("display resized", (30,), resize, black=3, stale=4, alone=GLASS),
    Kind("window covered", (30,), cover, black=2, stale=2, alone=GLASS),
    Kind("display killed", (31,), kill_display, black=6, stale=6, weight=1, alone=GLASS),
    Kind("object rotten", (19,), rot, stale=30, alone=CACHE),
    Kind("damaged when started", (19, 20), wreck, black=8, stale=10, late=10, alone=GLASS | CACHE | INTAKE, weight=1),
    Kind("disk full", (23,), fill_disk, stale=20, late=70, weight=1, alone=CACHE, with_others=FOLDER, root=True),
    Kind("disk read-only", (23,), lock_disk, stale=20, late=20, weight=1, alone=CACHE, with_others=FOLDER, root=True),
    Kind("new picture", (), photo, weight=5, with_others=FOLDER),
    Kind("picture replaced", (), edit_photo, weight=5, with_others=FOLDER),
    Kind("list edited", (), edit_slogans, weight=3, with_others=FOLDER | SLOGANS),
    Kind("notice in GBK", (13,), notice, with_others=FOLDER | NOTICE),
    Kind("takeover", (), takeover, with_others=FOLDER),
    Kind("slow copy", (8,), copy_slowly, weight=3, with_others=FOLDER),
    Kind("copy in place", (8,), copy_in_place, weight=3, with_others=FOLDER),
    Kind("abandoned half", (9,), abandon, with_others=FOLDER),
    Kind("hostile picture", (16,), hostile_picture, late=10, weight=3, with_others=FOLDER),
    Kind("broken list", (11, 12), break_yaml, weight=3, alone=SLOGANS, with_others=FOLDER),
    Kind("strange file", (14,), strange_file, weight=3, with_others=FOLDER),
    Kind("flood of files", (7, 15), flood, late=4, weight=1, with_others=FOLDER),
    Kind("edited under a lock", (10,), edit_under_lock, alone=NOTICE, with_others=FOLDER),
    Kind("mass deletion", (6,), delete_most, late=8, weight=0.5, alone=FOLDER | INTAKE),
    Kind("folder away", (5,), move_away, late=8, weight=1, alone=FOLDER | INTAKE),
    Kind("share unmounted", (1, 3), unmount, late=10, weight=1, alone=FOLDER | INTAKE, root=True),
)

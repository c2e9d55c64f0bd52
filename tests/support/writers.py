"""The ways in which programs write a picture into a folder, step by step, on real files in a time that is invented.

A way is a generator: it does something to the folder and yields the seconds until it goes on. What it does before the
first `yield` is what was there from the beginning. It says to its `Hands` which bytes were ever the whole of a file.
"""

from __future__ import annotations

import functools
import io
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from PIL import Image

Steps = Iterator[float]
PAST = 1_500_000_000_000_000_000
"""A time long ago in nanoseconds: what a copy that keeps the times of its original sets."""


@functools.cache
def picture(kind: str, version: int) -> bytes:
    """A picture of noise, some 60 KB; all versions of a kind have one length."""
    size = (400, 300) if kind == "jpg" else (200, 150)
    noise = Image.frombytes("RGB", size, Random(version).randbytes(size[0] * size[1] * 3))
    made = io.BytesIO()
    match kind:
        case "jpg":
            noise.save(made, "JPEG", quality=90)
        case "png":
            noise.save(made, "PNG", compress_level=0)
        case "webp":
            noise.save(made, "WEBP", lossless=True, method=0)
        case _:
            noise.quantize(256).save(made, "GIF")
    return padded(made.getvalue(), kind, 120_000)


def padded(data: bytes, kind: str, size: int) -> bytes:
    """The picture with a remark in it that makes it so long; other kinds than JPEG as they are."""
    if kind != "jpg":
        return data
    remarks = b""
    while (left := size - len(data) - len(remarks)) >= 4:
        remarks += b"\xff\xfe" + (length := min(left, 60_000) - 2).to_bytes(2, "big") + b"." * (length - 2)
    return data[:2] + remarks + data[2:]


def nonsense_png() -> bytes:
    """A PNG whose every sum is right and whose pixels are too few: a whole file, and no picture."""

    def piece(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = (40).to_bytes(4, "big") + (30).to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", zlib.compress(bytes(100))) + piece(b"IEND", b"")


@dataclass(slots=True)
class Hands:
    """The folder and who writes to it; `whole` and `final` are the truth that strategies are held to."""

    root: Path
    outside: Path
    random: Random
    network: bool
    now: float = 0.0
    whole: dict[str, set[bytes]] = field(default_factory=dict)
    final: dict[str, bytes | None] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    _versions: int = 0

    def __post_init__(self) -> None:
        self._versions = self.random.randrange(3)

    def path(self, name: str) -> Path:
        return self.root / name

    def fresh(self, name: str) -> bytes:
        """New bytes that are to become the whole of the file."""
        kind = name.rpartition(".")[2]
        self._versions += 1
        data = picture(kind if kind in ("jpg", "png", "webp", "gif") else "jpg", self._versions % 6)
        self.whole.setdefault(name, set()).add(data)
        self.final[name] = data
        return data

    def name(self, *kinds: str) -> str:
        return f"照片{self.random.randrange(9)}.{self.random.choice(kinds or ('jpg', 'png', 'webp', 'gif'))}"

    def old(self, name: str) -> str:
        """Puts a first version there."""
        data = self.fresh(name)
        self.path(name).write_bytes(data)
        return name

    def gone(self, name: str) -> None:
        self.final[name] = None

    def quick(self) -> float:
        return self.random.uniform(0.001, 0.3)

    def short(self) -> float:
        """A stall shorter than any quiet time."""
        return self.random.uniform(0.1, 1.9)

    def long(self) -> float:
        """A stall longer than any quiet time."""
        return self.random.choice([self.random.uniform(5.1, 12.0), self.random.uniform(2.1, 4.0), 45.0])

    def held(self) -> float:
        """A stall of a program that keeps the file open: any length here, a short one where that cannot be known."""
        return self.short() if self.network or self.random.random() < 0.5 else self.long()

    def chunks(self, data: bytes, least: int = 4, most: int = 9) -> list[tuple[int, bytes]]:
        """The data in pieces of whole pages, each with its place."""
        count = self.random.randint(least, most)
        step = -(-len(data) // count // 4096) * 4096
        return [(at, data[at : at + step]) for at in range(0, len(data), step)]

    def tick(self) -> None:
        """The file system's clock moves on: in invented time nothing else makes it."""
        probe = self.outside / ".tick"
        probe.touch()
        before = probe.stat().st_ctime_ns
        while probe.stat().st_ctime_ns == before:
            probe.touch()

    def put(self, fd: int, at: int, data: bytes, *, keeps_time: bool = False) -> None:
        os.pwrite(fd, data, at)
        if keeps_time:
            self.tick()
            os.utime(fd, ns=(PAST, PAST))
        else:
            self.stamp(fd)

    def stamp(self, fd: int) -> None:
        at = 1_700_000_000_000_000_000 + int(self.now * 1e9)
        os.utime(fd, ns=(at, at))

    def resize(self, fd: int, size: int) -> None:
        os.ftruncate(fd, size)

    def open(self, name: str, flags: int = 0) -> int:
        return os.open(self.path(name), os.O_WRONLY | os.O_CREAT | flags, 0o644)

    def close(self, fd: int, name: str) -> None:
        os.close(fd)
        self.closed.append(name)

    def pour(self, fd: int, pieces: list[tuple[int, bytes]], pause: Callable[[], float]) -> Steps:
        """Writes the pieces with a pause before each."""
        for at, piece in pieces:
            yield pause()
            self.put(fd, at, piece)

    def move(self, source: Path, name: str) -> None:
        source.replace(self.path(name))
        self.closed.append(name)

    def made_outside(self, data: bytes) -> Path:
        made = self.outside / f"new{self.random.randrange(1 << 30)}"
        made.write_bytes(data)
        return made


def cp(hands: Hands) -> Steps:
    yield 0
    name = hands.name()
    data = hands.fresh(name)
    fd = hands.open(name, os.O_EXCL)
    yield from hands.pour(fd, hands.chunks(data), hands.quick)
    hands.close(fd, name)


def cp_over(hands: Hands) -> Steps:
    name = hands.old(hands.name())
    yield 0
    data = hands.fresh(name)
    fd = hands.open(name, os.O_TRUNC)
    yield from hands.pour(fd, hands.chunks(data), hands.quick)
    hands.close(fd, name)


def mv_from_another_disk(hands: Hands) -> Steps:
    yield 0
    name = hands.name()
    data = hands.fresh(name)
    fd = hands.open(name, os.O_EXCL)
    yield from hands.pour(fd, hands.chunks(data), hands.quick)
    yield hands.quick()
    os.utime(fd, ns=(PAST, PAST))
    hands.close(fd, name)


def mv_on_the_same_disk(hands: Hands) -> Steps:
    yield 0
    name = hands.name()
    hands.move(hands.made_outside(hands.fresh(name)), name)


def rename_over(hands: Hands) -> Steps:
    name = hands.old(hands.name())
    for _ in range(hands.random.randint(1, 4)):
        yield hands.held()
        hands.move(hands.made_outside(hands.fresh(name)), name)


def through_a_name(
    temporary: Callable[[str], str], *, keeps_time: bool = False, first: bool = False
) -> Callable[[Hands], Steps]:
    """A program that writes under a name of its own and renames; `first`: it makes an empty file of the last name."""

    def way(hands: Hands) -> Steps:
        name = hands.name()
        if not first and hands.random.random() < 0.5:
            hands.old(name)
        yield 0
        data = hands.fresh(name)
        if first:
            hands.close(hands.open(name), name)
            yield hands.quick()
        inner = temporary(name)
        fd = hands.open(inner)
        yield from hands.pour(fd, hands.chunks(data), lambda: hands.random.choice([hands.quick, hands.long])())  # noqa: PLW0108  # drawn anew for each piece
        if keeps_time:
            os.utime(fd, ns=(PAST, PAST))
        hands.close(fd, inner)
        yield hands.held()
        hands.move(hands.path(inner), name)

    return way


def rsync_in_place(hands: Hands) -> Steps:
    name = hands.old(hands.name())
    yield 0
    data = hands.fresh(name)
    fd = hands.open(name)
    for at, piece in hands.chunks(data):
        yield hands.held()
        hands.put(fd, at, piece)
    hands.resize(fd, len(data))
    os.utime(fd, ns=(PAST, PAST))
    hands.close(fd, name)


def chunks_with_short_stalls(hands: Hands) -> Steps:
    yield 0
    name = hands.name()
    data = hands.fresh(name)
    fd = hands.open(name)
    yield from hands.pour(fd, hands.chunks(data, 6, 12), hands.short)
    hands.close(fd, name)


def chunks_with_long_stalls(hands: Hands) -> Steps:
    name = hands.name()
    if hands.random.random() < 0.5:
        hands.old(name)
    yield 0
    data = hands.fresh(name)
    fd = hands.open(name, os.O_TRUNC)
    yield from hands.pour(fd, hands.chunks(data), hands.long)
    hands.close(fd, name)


def resumed_download(hands: Hands) -> Steps:
    """Appended piece by piece, closed in between for as long as the line is down."""
    yield 0
    name = hands.name()
    for at, piece in hands.chunks(hands.fresh(name)):
        yield hands.long()
        fd = hands.open(name)
        hands.put(fd, at, piece)
        hands.close(fd, name)


def reserved(*, shuffled: bool = False, early_time: bool = False) -> Callable[[Hands], Steps]:
    """Windows Explorer through a share: the whole size first, then the bytes, the time of the original set."""

    def way(hands: Hands) -> Steps:
        name = hands.name()
        if hands.random.random() < 0.5:
            hands.old(name)
        yield 0
        data = hands.fresh(name)
        fd = hands.open(name, os.O_TRUNC)
        hands.resize(fd, len(data))
        if early_time:
            os.utime(fd, ns=(PAST, PAST))
        pieces = hands.chunks(data)
        if shuffled:
            hands.random.shuffle(pieces)
        for at, piece in pieces:
            yield hands.random.choice([hands.quick, hands.short, hands.long])()
            hands.put(fd, at, piece, keeps_time=early_time)
        os.utime(fd, ns=(PAST, PAST))
        hands.close(fd, name)

    return way


def reopened_out_of_order(hands: Hands) -> Steps:
    yield 0
    name = hands.name()
    data = hands.fresh(name)
    pieces = hands.chunks(data)
    hands.random.shuffle(pieces)
    fd = hands.open(name)
    hands.resize(fd, len(data))
    hands.close(fd, name)
    for at, piece in pieces:
        yield hands.long()
        fd = hands.open(name)
        hands.put(fd, at, piece)
        hands.close(fd, name)


def hole_in_the_middle(hands: Hands) -> Steps:
    yield 0
    name = hands.name("jpg", "png", "webp")
    data = hands.fresh(name)
    pieces = hands.chunks(data, 5, 9)
    missing = pieces.pop(hands.random.randrange(1, len(pieces) - 1))
    for group in (pieces, [missing]):
        fd = hands.open(name)
        yield from hands.pour(fd, group, hands.quick)
        hands.close(fd, name)
        yield hands.long() + hands.long()


def same_size_in_place(hands: Hands) -> Steps:
    name = hands.old(hands.name("jpg", "png"))
    for _ in range(2):
        yield hands.held()
        data = hands.fresh(name)
        fd = hands.open(name)
        for at, piece in hands.chunks(data):
            yield hands.held()
            hands.put(fd, at, piece, keeps_time=True)
        hands.close(fd, name)
        yield 15.0


def reopened_in_place_png(hands: Hands) -> Steps:
    """Half old, half new, and closed: only the sums in it tell."""
    name = hands.old(hands.name("png"))
    yield 0
    for at, piece in hands.chunks(hands.fresh(name)):
        yield hands.long()
        fd = hands.open(name)
        hands.put(fd, at, piece)
        hands.close(fd, name)


def truncate_then_write(hands: Hands) -> Steps:
    name = hands.old(hands.name())
    yield 0
    fd = hands.open(name, os.O_TRUNC)
    hands.close(fd, name)
    yield hands.long()
    data = hands.fresh(name)
    fd = hands.open(name)
    yield from hands.pour(fd, hands.chunks(data), hands.short)
    hands.close(fd, name)


def append(hands: Hands) -> Steps:
    """A program that saves line by line, opening and closing each time."""
    yield 0
    name = hands.name("png", "jpg")
    for at, piece in hands.chunks(hands.fresh(name), 12, 20):
        fd = hands.open(name)
        hands.put(fd, at, piece)
        hands.close(fd, name)
        yield hands.quick()


def notepad(hands: Hands) -> Steps:
    name = hands.old(hands.name())
    for _ in range(3):
        yield hands.held()
        data = hands.fresh(name)
        fd = hands.open(name, os.O_TRUNC)
        hands.put(fd, 0, data)
        hands.close(fd, name)


def vim(hands: Hands) -> Steps:
    name = hands.old(hands.name())
    yield hands.quick()
    swap = hands.path(f".{name}.swp")
    swap.write_bytes(b"swap")
    yield hands.long()
    hands.path("4913").write_bytes(b"")
    hands.path("4913").unlink()
    hands.path(name).rename(hands.path(name + "~"))
    yield hands.quick()
    data = hands.fresh(name)
    fd = hands.open(name, os.O_EXCL)
    yield from hands.pour(fd, hands.chunks(data), hands.quick)
    hands.close(fd, name)
    hands.path(name + "~").unlink()
    yield hands.long()
    swap.unlink()


def office(lock: Callable[[str], str], temporary: str) -> Callable[[Hands], Steps]:
    """Saves while it is open: beside the file, then both change names; closed at the end."""

    def way(hands: Hands) -> Steps:
        name = hands.old(hands.name())
        yield hands.quick()
        guard = hands.path(lock(name))
        guard.write_bytes(b"\x05Lin")
        for _ in range(hands.random.randint(1, 3)):
            yield hands.held()
            data = hands.fresh(name)
            fd = hands.open(temporary)
            yield from hands.pour(fd, hands.chunks(data), hands.quick)
            hands.close(fd, temporary)
            hands.path(name).rename(hands.path("~WRL0001.tmp"))
            yield hands.quick()
            hands.move(hands.path(temporary), name)
            hands.path("~WRL0001.tmp").unlink()
        hands.said.add("file-in-editor")
        yield 20.0
        guard.unlink()

    return way


def document_saved_in_place(hands: Hands) -> Steps:
    """Saved into the file itself by halves while the lock lies beside it: nothing of it is believed until it is closed."""
    name = hands.old(hands.name("jpg"))
    yield 0
    guard = hands.path(f"~${name}")
    guard.write_bytes(b"lock")
    yield hands.long()
    for at, piece in hands.chunks(hands.fresh(name)):
        fd = hands.open(name)
        hands.put(fd, at, piece)
        hands.close(fd, name)
        yield hands.long()
    hands.said.add("file-in-editor")
    guard.unlink()


def unzip(hands: Hands) -> Steps:
    yield 0
    for number in range(hands.random.randint(10, 25)):
        name = f"相册/{number}.jpg"
        hands.path(name).parent.mkdir(exist_ok=True)
        data = hands.fresh(name)
        fd = hands.open(name)
        yield from hands.pour(fd, hands.chunks(data, 2, 3), hands.quick)
        os.utime(fd, ns=(PAST, PAST))
        hands.close(fd, name)


def folder_moved_in(hands: Hands) -> Steps:
    yield 0
    made = hands.outside / "相册"
    made.mkdir()
    for number in range(8):
        name = f"相册/{number}.png"
        (made / f"{number}.png").write_bytes(hands.fresh(name))
    made.rename(hands.path("相册"))
    yield hands.long()
    hands.path("相册").rename(hands.path("新相册"))
    for number in range(8):
        data = hands.final[f"相册/{number}.png"]
        assert data is not None
        hands.gone(f"相册/{number}.png")
        hands.whole[f"新相册/{number}.png"] = {data}
        hands.final[f"新相册/{number}.png"] = data


def hard_link(hands: Hands) -> Steps:
    yield 0
    name = hands.name()
    for _ in range(2):
        made = hands.made_outside(hands.fresh(name))
        hands.path(name).unlink(missing_ok=True)
        os.link(made, hands.path(name))
        yield hands.long()


def link_swap(hands: Hands) -> Steps:
    """A link is nothing to show; a file in its place is."""
    name = hands.name()
    hands.old("bleibt.png")
    yield 0
    hands.path(name).symlink_to(hands.made_outside(picture("jpg", 0)))
    hands.said.add("not-a-file")
    yield hands.long()
    hands.move(hands.made_outside(hands.fresh(name)), name)
    yield hands.long()
    link = hands.root / ".link"
    link.symlink_to(hands.made_outside(picture("jpg", 1)))
    link.replace(hands.path(name))
    hands.gone(name)


def remount(hands: Hands) -> Steps:
    """The folder becomes an empty one, and is back with one file more and one changed."""
    names = [hands.old(f"{number}.jpg") for number in range(4)]
    for _ in range(2):
        yield hands.long()
        away = hands.outside / "mounted"
        hands.root.rename(away)
        hands.root.mkdir()
        yield hands.long()
        changed = hands.random.choice(names)
        (away / changed).write_bytes(hands.fresh(changed))
        (away / "new.png").write_bytes(hands.fresh("new.png"))
        hands.root.rmdir()
        away.rename(hands.root)
        hands.closed.append("new.png")


def delete_then_create(hands: Hands) -> Steps:
    name = hands.old(hands.name())
    hands.old("bleibt.png")
    for _ in range(3):
        yield hands.held()
        hands.path(name).unlink()
        yield hands.random.uniform(0.0, 1.5)
        data = hands.fresh(name)
        fd = hands.open(name, os.O_EXCL)
        yield from hands.pour(fd, hands.chunks(data), hands.quick)
        hands.close(fd, name)


def delete(hands: Hands) -> Steps:
    hands.old("bleibt.png")
    name = hands.old("weg.jpg")
    yield hands.long()
    hands.path(name).unlink()
    hands.gone(name)


def touch_only(hands: Hands) -> Steps:
    name = hands.old(hands.name())
    for _ in range(5):
        yield hands.held()
        hands.tick()
        os.utime(hands.path(name))


def rename(hands: Hands) -> Steps:
    name = hands.old("alt.jpg")
    yield hands.long()
    data = hands.final[name]
    assert data is not None
    hands.move(hands.path(name), "neu.jpg")
    hands.whole["neu.jpg"], hands.final["neu.jpg"] = {data}, data
    hands.gone(name)


def two_swapped(hands: Hands) -> Steps:
    one, two = hands.old("1.jpg"), hands.old("2.jpg")
    yield hands.long()
    hands.path(one).rename(hands.path(".swap"))
    yield hands.quick()
    hands.path(two).rename(hands.path(one))
    yield hands.quick()
    hands.path(".swap").rename(hands.path(two))
    hands.final[one], hands.final[two] = hands.final[two], hands.final[one]
    both = hands.whole[one] | hands.whole[two]
    hands.whole[one] = hands.whole[two] = both
    hands.closed += [one, two]


def odd_blocks(hands: Hands) -> Steps:
    """As dd does with notrunc and a block size that fits no page."""
    name = hands.old(hands.name())
    yield 0
    data = hands.fresh(name)
    step = hands.random.randrange(7_001, 30_001)
    fd = hands.open(name)
    yield from hands.pour(fd, [(at, data[at : at + step]) for at in range(0, len(data), step)], hands.held)
    hands.resize(fd, len(data))
    hands.close(fd, name)


def abandoned(*, over: bool, size_first: bool) -> Callable[[Hands], Steps]:
    """The copy stops for ever: what was there stays, what never was does not come, and after a minute it is said."""

    def way(hands: Hands) -> Steps:
        name = hands.name("jpg", "png")
        if over:
            hands.old(name)
        yield 0
        before = hands.final.get(name)
        data = hands.fresh(name)
        hands.whole[name].discard(data)
        if before is not None:
            hands.whole[name].add(before)
        hands.final[name] = before
        fd = hands.open(name, os.O_TRUNC)
        if size_first:
            hands.resize(fd, len(data))
        yield from hands.pour(fd, hands.chunks(data)[: hands.random.randint(1, 3)], hands.quick)
        hands.close(fd, name)
        hands.said.add("file-unfinished")

    return way


def never_closed(hands: Hands) -> Steps:
    """A program that has written all and keeps the file open for a long time: it comes when it is closed."""
    yield 0
    name = hands.name()
    data = hands.fresh(name)
    fd = hands.open(name)
    yield from hands.pour(fd, hands.chunks(data), hands.quick)
    yield 130.0
    hands.close(fd, name)


def many_at_once(hands: Hands) -> Steps:
    yield 0
    for number in range(150):
        name = f"{number:03}.jpg"
        hands.path(name).write_bytes(hands.fresh(name))
        hands.closed.append(name)
        if not number % 50:
            yield hands.quick()


WAYS: dict[str, Callable[[Hands], Steps]] = {
    "cp": cp,
    "cp over the old one": cp_over,
    "mv from another disk": mv_from_another_disk,
    "mv on the same disk": mv_on_the_same_disk,
    "rename over, several times": rename_over,
    "rsync": through_a_name(lambda name: f".{name}.Xy3kQ9", keeps_time=True),
    "rsync --inplace": rsync_in_place,
    "chunks with short stalls": chunks_with_short_stalls,
    "chunks with long stalls": chunks_with_long_stalls,
    "a download resumed after breaks": resumed_download,
    "Explorer: size first": reserved(),
    "Explorer: size and time first": reserved(early_time=True),
    "size first, out of order": reserved(shuffled=True),
    "out of order, reopened each time": reopened_out_of_order,
    "a hole in the middle": hole_in_the_middle,
    "in place, same size and time": same_size_in_place,
    "in place, reopened (PNG)": reopened_in_place_png,
    "truncated, written later": truncate_then_write,
    "appended in small pieces": append,
    "dd notrunc, odd blocks": odd_blocks,
    "Notepad": notepad,
    "vim": vim,
    "Word": office(lambda name: f"~${name[2:]}", "~WRD0002.tmp"),
    "WPS": office(lambda name: f".~{name}", "~wps9.tmp"),
    "LibreOffice": office(lambda name: f".~lock.{name}#", "lu91.tmp"),
    "an editor that saves in place by halves": document_saved_in_place,
    "gedit": through_a_name(lambda _: ".goutputstream-9X2YZ1"),
    "Syncthing": through_a_name(lambda name: f".syncthing.{name}.tmp", keeps_time=True),
    "Syncthing on Windows": through_a_name(lambda name: f"~syncthing~{name}.tmp", keeps_time=True),
    "Chrome": through_a_name(lambda name: f"{name}.crdownload"),
    "Firefox": through_a_name(lambda name: f"{name}.part", first=True),
    "WinSCP": through_a_name(lambda name: f"{name}.filepart", keeps_time=True),
    "unzip": unzip,
    "a folder moved in and renamed": folder_moved_in,
    "hard links": hard_link,
    "links swapped": link_swap,
    "unmounted and mounted again": remount,
    "deleted and created": delete_then_create,
    "deleted": delete,
    "touched": touch_only,
    "renamed": rename,
    "two swapped": two_swapped,
    "a copy that stops": abandoned(over=False, size_first=False),
    "a copy over the old one that stops": abandoned(over=True, size_first=False),
    "Explorer stops": abandoned(over=False, size_first=True),
    "Explorer stops over the old one": abandoned(over=True, size_first=True),
    "written and not closed": never_closed,
    "150 at once": many_at_once,
}

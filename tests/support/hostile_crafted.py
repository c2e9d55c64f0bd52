"""Hostile pictures made by hand: where decoders have been hurt before. Profiles, metadata, frames, directories, polyglots, containers.

`crafted()` are those that take no time, `heavy()` those that take seconds; `endless()` is a sound JPEG that keeps a decoder at work
for minutes.
"""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.support.checkout import ROOT
from tests.support.hostile import PNG, SMALL, Hostile, _chunk, _png, _saved, _small, _tiff, _zeros, seeds


def crafted() -> Iterator[Hostile]:
    """All of them."""
    yield from _profiles()
    yield from _metadata()
    yield from _frames()
    yield from _directories()
    yield from (Hostile(f"polyglot: {name}", data) for name, data in _polyglots())
    yield from (Hostile(f"container: {name}", data, "picture-unreadable") for name, data in _containers())


def heavy() -> Iterator[Hostile]:
    """As much as is allowed of everything, and a little more."""
    yield from _depths()
    yield _comments(10)
    yield _crowd(20_000)


def endless(scans: int = 20_000, side: int = 7000) -> bytes:
    """A progressive JPEG of 49 megapixels whose last scan comes so often: each costs a pass over all of it (6 ms)."""
    image = Image.radial_gradient("L").resize((64, 64))
    parts = _segments(_saved(image, "JPEG", progressive=True, quality=50))
    out = bytearray(b"\xff\xd8")
    for mark, body in parts:
        out += body[:5] + struct.pack(">HH", side, side) + body[9:] if mark == 0xC2 else body
    return bytes(out) + parts[-1][1] * scans + b"\xff\xd9"


def _segments(data: bytes) -> list[tuple[int, bytes]]:
    """The marks of a JPEG with what belongs to each, without its beginning and its end."""
    found, at = [], 2
    while data[at + 1] != 0xD9:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] == 0xDA:
            while data[end] != 0xFF or data[end + 1] == 0 or 0xD0 <= data[end + 1] <= 0xD7:
                end += 1
        found.append((data[at + 1], data[at:end]))
        at = end
    return found


def _app(number: int, body: bytes) -> bytes:
    """A segment of a JPEG for applications."""
    return bytes((0xFF, 0xE0 + number)) + struct.pack(">H", len(body) + 2) + body


def _jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(segments) + seeds()["jpeg-RGB"][2:]


def _profile(tags: int, size: int, body: bytes = b"") -> bytes:
    """A colour profile whose head says `size` bytes and `tags` tags."""
    head = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x0440_0000, b"mntr", b"RGB ", b"XYZ ") + bytes(12) + b"acsp"
    return head.ljust(128, b"\0") + struct.pack(">I", tags) + body


def _profiles() -> Iterator[Hostile]:
    """Colour profiles that lie, are endless, or nonsense."""
    bodies = {
        "of 2^32-1 tags": _profile(2**32 - 1, 2**32 - 1, b"rXYZ" * 100),
        "whose tags lie outside": _profile(3, 200, struct.pack(">4sII", b"rTRC", 2**31, 2**31) * 3),
        "whose curve has 2^31 points": _profile(1, 300, struct.pack(">4sII", b"rTRC", 144, 20) + b"curv" + struct.pack(">II", 0, 2**31)),
        "whose table is 255^15": _profile(1, 400, struct.pack(">4sII", b"A2B0", 144, 64) + b"mft1" + b"\0\0\0\0\x0f\x0f\xff\0" + b"\xff" * 60),
        "of nonsense": bytes(range(256)) * 50,
        "of nothing": b"",
    }  # fmt: skip
    for name, body in bodies.items():
        yield Hostile(
            f"png with a profile {name}", _png(8, 8, _chunk(b"iCCP", b"p\0\0" + zlib.compress(body)), rows=_small(b""))
        )
        segment = _app(2, b"ICC_PROFILE\0\x01\x01" + body[:60_000])
        yield Hostile(f"jpeg with a profile {name}", _jpeg(segment))
    parts = [_app(2, b"ICC_PROFILE\0" + bytes((number, 255)) + bytes(65_000)) for number in range(1, 256)]
    yield Hostile("jpeg with a profile in 255 parts", _jpeg(*parts))
    yield Hostile("jpeg with a profile in parts that are missing", _jpeg(parts[0], parts[200], parts[3]))
    webp = bytearray(seeds()["webp"])
    if (at := webp.find(b"ICCP")) >= 0:
        webp[at + 4 : at + 8] = struct.pack("<I", 2**32 - 2)
        yield Hostile("webp with a profile of 2^32-2 bytes", bytes(webp))


def _metadata() -> Iterator[Hostile]:
    """EXIF in circles, of endless counts; texts, comments and thumbnails."""
    circle = _tiff((0x8769, 4, 1, 8), (0x8825, 4, 1, 8), (0xA005, 4, 1, 8), (0x0112, 3, 2**31, 8), after=8)
    many = _tiff(*[(0x0112, 3, 1, number % 9) for number in range(4000)], after=8)
    for name, exif in (("goes in circles", circle), ("has 4000 orientations", many), ("is cut", circle[:11])):
        yield Hostile(f"png whose exif {name}", _png(8, 8, _chunk(b"eXIf", exif), rows=_small(b"")))
        yield Hostile(f"jpeg whose exif {name}", _jpeg(_app(1, b"Exif\0\0" + exif)))
    thumbnail = _tiff((0x0103, 3, 1, 6), (0x0201, 4, 1, 2**31), (0x0202, 4, 1, 2**32 - 1), after=8)
    yield Hostile("jpeg whose thumbnail is 4 GB", _jpeg(_app(1, b"Exif\0\0" + thumbnail)))
    yield Hostile("jpeg with 2000 exifs", _jpeg(*[_app(1, b"Exif\0\0" + circle)] * 2000))
    index = _tiff((0xB000, 7, 4, 0x3030_3130), (0xB001, 4, 1, 2**31), (0xB002, 7, 2**31, 8))
    yield Hostile("jpeg of 2^31 pictures", _jpeg(_app(2, b"MPF\0" + index)))
    yield Hostile("png with 60000 empty IDATs", _png(8, 8, *[_chunk(b"IDAT", b"")] * 60_000, rows=_small(b"")))
    yield Hostile(
        "png with a palette of 65535",
        _png(8, 8, _chunk(b"PLTE", bytes(3 * 65_535)), _chunk(b"tRNS", bytes(65_535)), rows=_small(b"")),
    )
    yield Hostile(
        "png with unknown chunks that must be known", _png(8, 8, *[_chunk(b"EViL", b"x")] * 10, rows=_small(b""))
    )
    yield _comments(1)


def _comments(megabytes: int) -> Hostile:
    """A GIF with so many comments: its decoder copies all of them for each that follows."""
    said = b"\x21\xfe" + (b"\xff" + b"y" * 255) * 4000 * megabytes + b"\0"
    return Hostile(f"gif with {megabytes} MB of comments", seeds()["gif"][:13] + said + seeds()["gif"][13:])


def _crowd(frames: int) -> Hostile:
    """A moving PNG of so many frames, all of them there."""
    rows = zlib.compress(bytes(9 * 8))
    control = _chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 8, 8, 0, 0, 1, 100, 0, 0))
    first = _png(8, 8, _chunk(b"acTL", struct.pack(">II", frames, 0)), control, rows=rows)[:-12]
    return Hostile(
        f"png of {frames} frames",
        first + (control + _chunk(b"fdAT", b"\0\0\0\1" + rows)) * frames + _chunk(b"IEND", b""),
    )


def _frames() -> Iterator[Hostile]:
    """Moving pictures of many, of vast, of misplaced frames: the first is shown, whatever follows."""
    yield _crowd(1000)
    vast = _chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 2**31 - 1, 2**31 - 1, 2**31 - 1, 0, 1, 100, 0, 0))
    yield Hostile(
        "png whose frames lie outside", _png(8, 8, _chunk(b"acTL", bytes(7) + b"\x09"), vast, rows=_small(b""))
    )
    gif = bytearray(seeds()["gif"])
    at = gif.index(b"\x2c", 13)
    gif[at + 1 : at + 9] = struct.pack("<HHHH", 60_000, 60_000, 65_535, 65_535)
    yield Hostile("gif whose frame is larger than it", bytes(gif))
    yield Hostile("gif without an end to its codes", seeds()["gif"][: at + 11] + b"\xff" + b"\xfe" * 255 * 20_000)
    yield Hostile(
        "webp of 600 frames",
        _saved(Image.new("RGB", (64, 64)), "WEBP", save_all=True, append_images=0) + seeds()["webp-moving"] * 600,
    )
    webp = bytearray(seeds()["webp-moving"])
    if (at := webp.find(b"ANMF")) >= 0:
        webp[at + 8 : at + 20] = b"\xff" * 12
        yield Hostile("webp whose frame lies outside", bytes(webp))
    avif = seeds()["avif"]
    yield Hostile(
        "avif whose box is 2^63 long",
        avif.replace(struct.pack(">I", len(avif)), b"\0\0\0\1")[:40] + b"\x7f" + b"\xff" * 7 + avif[48:],
    )
    for box in (b"iloc", b"iinf", b"ipma", b"av1C", b"mdat", b"pitm"):
        if (at := avif.find(box)) >= 0:
            yield Hostile(f"avif whose {box.decode()} is all ones", avif[: at + 4] + b"\xff" * 16 + avif[at + 20 :])
            yield Hostile(f"avif whose {box.decode()} holds nothing", avif[: at - 4] + struct.pack(">I", 8) + avif[at:])


def _directories() -> Iterator[Hostile]:
    """TIFF: directories in circles and in each other, strips and tiles that do not fit."""
    chain = b"".join(_tiff(*SMALL, after=8 + 90 * (number % 500))[8:] for number in range(500))
    yield Hostile("tiff of 500 directories in a circle", b"II*\0\x08\0\0\0" + chain)
    yield Hostile("tiff whose sub-directories are 2^31", _tiff(*SMALL, (330, 4, 2**31, 8), more=bytes(64)))
    big = b"II+\0\x08\0\0\0" + struct.pack("<Q", 16) + struct.pack("<Q", 2**63) + bytes(100)
    yield Hostile("big tiff of 2^63 entries", big)
    yield Hostile("tiff of 65535 samples a pixel", _tiff(*SMALL, (277, 3, 1, 65_535), more=bytes(64)))
    yield Hostile("tiff of 64 bits a sample", _tiff(*SMALL[:2], (258, 3, 1, 64), *SMALL[3:], more=bytes(64)))
    tiles = ((322, 4, 1, 2**31), (323, 4, 1, 2**31), (324, 4, 1, 8), (325, 4, 1, 64))
    yield Hostile("tiff whose tiles are 2^31 wide", _tiff(*SMALL[:5], *tiles, more=bytes(64)))
    flat = zlib.compress(bytes(1000)) + _zeros(300)
    yield Hostile(
        "tiff whose strip unfolds to 300 MB",
        _tiff(*SMALL[:3], (259, 3, 1, 8), SMALL[4], (273, 4, 1, 98), (279, 4, 1, len(flat)), more=flat),
    )
    for way in (5, 7, 34_925, 50_000, 50_001, 32_773, 6, 65_000):
        yield Hostile(
            f"tiff of nonsense stored by way {way}",
            _tiff(*SMALL[:3], (259, 3, 1, way), *SMALL[4:], more=bytes(range(256)) * 4),
        )
    heads = ((256, 3, 1, 7000), (257, 3, 1, 7000), *SMALL[2:5], (273, 4, 1, 8), (279, 4, 1, 64), (278, 4, 1, 1))
    yield Hostile("tiff of 7000 x 7000 with nothing in it", _tiff(*heads))


def _depths() -> Iterator[Hostile]:
    """As many pixels as are allowed, in the ways that take the most memory."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 7000, 7000, 16, 6, 0, 0, 0))
    yield Hostile(
        "png 7000 x 7000 with 8 bytes a pixel", PNG + head + _chunk(b"IDAT", _zeros(393)) + _chunk(b"IEND", b"")
    )
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 7000, 7000, 8, 3, 0, 0, 1))
    palette = _chunk(b"PLTE", bytes(768)) + _chunk(b"tRNS", bytes(256))
    yield Hostile(
        "png 7000 x 7000, interlaced, see-through",
        PNG + head + palette + _chunk(b"IDAT", _zeros(50)) + _chunk(b"IEND", b""),
    )
    yield Hostile("png 1 x 30000", _png(1, 30_000, rows=zlib.compress(bytes(60_000))))
    yield Hostile("png 30000 x 1", _png(30_000, 1, rows=zlib.compress(bytes(30_001))))
    rle = b"\0\2\xff\xff" * 100_000
    bmp = (
        b"BM"
        + bytes(8)
        + struct.pack("<I", 1078)
        + struct.pack("<IiiHHIIiiII", 40, 7000, 7000, 1, 8, 1, len(rle), 0, 0, 256, 0)
    )
    yield Hostile("bmp 7000 x 7000 that jumps about", bmp + bytes(1024) + rle)
    bmp = (
        b"BM" + bytes(8) + struct.pack("<I", 54) + struct.pack("<IiiHHIIiiII", 40, 8, 8, 1, 8, 0, 0, 0, 0, 2**31, 2**31)
    )
    yield Hostile("bmp with a palette of 2^31", bmp + bytes(64))


def _polyglots() -> Iterator[tuple[str, bytes]]:
    """Sound pictures that are something else too: what else they are is nobody's business here."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.html", "<script>alert(1)</script>")
    yield "png and zip", seeds()["png-RGB"] + archive.getvalue()
    yield "jpeg and pdf", _jpeg(_app(4, b"%PDF-1.7\n1 0 obj<<>>endobj"))
    yield "jpeg and program", _jpeg(_app(5, b"\n#!/bin/sh\nreboot\n"))
    yield "gif and script", seeds()["gif"] + b"*/=1;alert(1)//"
    yield "bmp and html", seeds()["bmp-RGB"] + b"<script>alert(1)</script>"
    yield "png and php", _png(8, 8, _chunk(b"tEXt", b"Comment\0<?php system('reboot'); ?>"), rows=_small(b""))


def _containers() -> Iterator[tuple[str, bytes]]:
    """What holds other things, and is no picture whatever it is called."""
    nothing = bytes(20_000_000)
    yield "xz", lzma.compress(nothing)
    yield "bzip2", bz2.compress(nothing)
    nested = nothing
    for _ in range(5):
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as file:
            for number in range(10):
                file.writestr(f"{number}.png", nested)
        nested = inner.getvalue()
    yield "zips in zips", nested
    office = io.BytesIO()
    with zipfile.ZipFile(office, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("ppt/media/image1.png", nothing)
    yield "slides of an office program", office.getvalue()
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as tar:
        entry = tarfile.TarInfo("../../etc/passwd")
        entry.size = 3
        tar.addfile(entry, io.BytesIO(b"a:b"))
    yield "tar that leads upwards", whole.getvalue()
    yield "old office", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    yield "font", next((ROOT / "assets" / "fonts").glob("*.[ot]t[cf]*")).read_bytes()[:200_000]
    yield "web font", b"wOF2\0\1\0\0" + bytes(100)
    yield "database", b"SQLite format 3\0" + bytes(100)
    yield "music", b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\x64" * 50
    yield "matroska", b"\x1aE\xdf\xa3\x01\xff\xff\xff\xff\xff\xff\xff"
    yield "avi", b"RIFF\xff\xff\xff\xffAVI LIST"
    yield "heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)
    yield "disk image", bytes(510) + b"\x55\xaa"
    yield "one byte", b"\x89"

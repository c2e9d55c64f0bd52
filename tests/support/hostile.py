"""Hostile pictures, made here: seeded mutations of every accepted format, bombs, and what is no picture at all.

`mutant(seed)` is the same bytes for the same seed and the same libraries; what it began from and what was done to it
stand in its name.
"""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

PNG = b"\x89PNG\r\n\x1a\n"
EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF)
"""What length fields are set to: where counting goes over an edge."""

SMALL = (
    (256, 3, 1, 8),
    (257, 3, 1, 8),
    (258, 3, 1, 8),
    (259, 3, 1, 1),
    (262, 3, 1, 1),
    (273, 4, 1, 8),
    (279, 4, 1, 64),
)
"""The entries of a TIFF of 8 x 8 grey pixels."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """Bytes that claim to be a picture. `code`: how they must be refused; None where any answer will do."""

    name: str
    data: bytes
    code: str | None = None


def _art(mode: str, size: tuple[int, int] = (61, 47)) -> Image.Image:
    """A small picture with edges, slopes and noise, in `mode`."""
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((5, 5, 30, 20), fill=(200, 30, 40))
    draw.ellipse((20, 10, 55, 40), fill=(10, 120, 60))
    if mode in ("RGBA", "LA"):
        image.putalpha(Image.linear_gradient("L").resize(size))
    return image.point(lambda value: value * 200).convert("I;16") if mode == "I;16" else image.convert(mode)


def _saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    if "append_images" in how:  # what one encoder leaves on a picture must not reach the next
        how["append_images"] = [_art("RGB").rotate(angle) for angle in (20, 40, 60)[: how["append_images"]]]
    image.copy().save(out, kind, **how)
    return out.getvalue()


@cache
def seeds() -> dict[str, bytes]:
    """Sound pictures of every accepted format, in the ways that it can be written in."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "a photograph" * 5
    exif.get_ifd(0x8769)[0x9003] = "2020:07:04 09:00:00"
    text = PngImagePlugin.PngInfo()
    text.add_text("Title", "节能" * 20)
    text.add_itxt("Comment", "宣传周" * 20, zip=True)
    still = _art("RGB")
    moving = {"save_all": True, "append_images": 3, "duration": 100}
    made = {f"png-{mode}": _saved(_art(mode), "PNG") for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")}
    made |= {f"jpeg-{mode}": _saved(_art(mode), "JPEG") for mode in ("L", "RGB", "CMYK")}
    made |= {f"bmp-{mode}": _saved(_art(mode), "BMP") for mode in ("1", "L", "P", "RGB", "RGBA")}
    ways = ("raw", "tiff_lzw", "tiff_deflate", "tiff_adobe_deflate", "jpeg", "packbits", "lzma", "zstd")
    made |= {f"tiff-{way}": _saved(still, "TIFF", compression=way) for way in ways}
    made |= {f"tiff-{way}": _saved(_art("1"), "TIFF", compression=way) for way in ("group3", "group4", "tiff_ccitt")}
    return made | {
        "png-all": _saved(still, "PNG", icc_profile=profile, exif=exif, pnginfo=text, dpi=(72, 72)),
        "png-moving": _saved(still, "PNG", **moving),
        "jpeg-all": _saved(still, "JPEG", icc_profile=profile, exif=exif, comment=b"x" * 200),
        "jpeg-progressive": _saved(still, "JPEG", progressive=True, subsampling=0),
        "jpeg-two": _saved(still, "MPO", save_all=True, append_images=1),
        "gif": _saved(_art("P"), "GIF", comment=b"y" * 300),
        "gif-moving": _saved(still, "GIF", loop=0, disposal=2, **moving),
        "webp": _saved(still, "WEBP", icc_profile=profile, exif=exif),
        "webp-lossless": _saved(_art("RGBA"), "WEBP", lossless=True),
        "webp-moving": _saved(still, "WEBP", **moving),
        "tiff-all": _saved(still, "TIFF", icc_profile=profile, exif=exif),
        "tiff-pages": _saved(still, "TIFF", save_all=True, append_images=3),
        "avif": _saved(still, "AVIF", icc_profile=profile, exif=exif),
        "avif-alpha": _saved(_art("RGBA"), "AVIF"),
        "avif-moving": _saved(still, "AVIF", **moving),
    }


# Mutations: bytes and a source of chance in, other bytes out


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20, 100))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _header(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 4))):
        changed[chance.randrange(min(len(changed), 80))] = chance.choice(
            (0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256))
        )
    return bytes(changed)


def _length(data: bytes, chance: random.Random) -> bytes:
    """A field of two, four or eight bytes says something at an edge."""
    form = chance.choice((">H", "<H", ">I", "<I", ">Q", "<Q"))
    size = struct.calcsize(form)
    reach = chance.choice((min(len(data), 200), len(data)))
    at = chance.randrange(max(1, reach - size))
    return data[:at] + struct.pack(form, chance.choice(EDGES) % (1 << 8 * size)) + data[at + size :]


def _spliced(data: bytes, chance: random.Random) -> bytes:
    """Its start and the end of another, often of another format."""
    other = chance.choice(list(seeds().values()))
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def _repeated(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.choice((1, 12, 100, 1000))]
    return data[:start] + piece * chance.choice((2, 10, 500)) + data[start:]


def _holed(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    size = min(len(data) - start, chance.choice((4, 64, 512)))
    return data[:start] + chance.choice((b"", bytes(size), b"\xff" * size)) + data[start + size :]


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut,
    _flipped,
    _header,
    _length,
    _length,
    _spliced,
    _repeated,
    _holed,
)


def mutant(seed: int) -> Hostile:
    """One sound picture, damaged in one to three ways. In a PNG the checksums are made right again, two times of three."""
    chance = random.Random(seed)  # repeatable, not secret
    name = chance.choice(list(seeds()))
    data = seeds()[name]
    for mutation in (chosen := chance.choices(MUTATIONS, k=chance.choice((1, 1, 2, 3)))):
        data = mutation(data or b"\0", chance)
    if data.startswith(PNG) and chance.random() < 0.67:
        data = _mended(data)
    return Hostile(f"{seed}: {name}{''.join(one.__name__ for one in chosen)}", data)


def _mended(data: bytes) -> bytes:
    """The PNG with the right checksum for whatever its chunks hold now: past the gate that stops most damage."""
    out, at = bytearray(PNG), len(PNG)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size > len(data) - at - 12:
            break
        body = data[at + 4 : at + 8 + size]
        out += data[at : at + 4] + body + struct.pack(">I", zlib.crc32(body))
        at += 12 + size
    return bytes(out) + data[at:]


# Bombs: small files that ask for much


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(width: int, height: int, *chunks: bytes, rows: bytes | None = None) -> bytes:
    """A PNG in grey; `rows` compressed, a few of them unless given."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = zlib.compress(bytes(1000)) if rows is None else rows
    return PNG + head + b"".join(chunks) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


@cache
def _zeros(megabytes: int) -> bytes:
    """So many megabytes of nothing, compressed a thousandfold."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()


def vast() -> bytes:
    """A sound picture of 48 kB that takes 49 MB to decode: as much as is allowed."""
    return _png(7000, 7000, rows=_zeros(50))


def broken() -> bytes:
    """A PNG with all its chunks, whose rows are nonsense."""
    return _png(8, 8, rows=bytes(range(100)))


def _tiff(*entries: tuple[int, int, int, int], after: int = 0, more: bytes = b"") -> bytes:
    """A TIFF whose one folder has these entries (tag, type, count, value), and says that the next folder is at `after`."""
    table = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(entries)) + table + struct.pack("<I", after) + more


def _gif(width: int, height: int) -> bytes:
    """A GIF of that size with hardly anything in it."""
    size = struct.pack("<HH", width, height)
    return b"GIF89a" + size + bytes(3) + b"\x2c" + bytes(4) + size + b"\0\x08\x01\0\0\x3b"


def _small(path: bytes) -> bytes:
    """Rows of the whole of an 8 x 8 grey PNG, so that it is sound but for what is added."""
    return zlib.compress(bytes(9 * 8)) + path


def bombs() -> Iterator[Hostile]:
    """Pictures that ask for more pixels, frames, memory or time than anybody has."""
    big, bad = "picture-too-big", "picture-unreadable"
    yield Hostile("png 60000 x 60000", _png(60_000, 60_000), big)
    yield Hostile("png 12000 x 12000", _png(12_000, 12_000), big)
    yield Hostile("png 2^31-1 wide", _png(2**31 - 1, 1), big)
    yield Hostile("png 2^31-1 both ways", _png(2**31 - 1, 2**31 - 1), big)
    yield Hostile("png 31000 x 1", _png(31_000, 1), big)
    yield Hostile("png 7100 x 7100, all there", _png(7100, 7100, rows=_zeros(51)), big)
    yield Hostile("png 14000 x 14000, all there", _png(14_000, 14_000, rows=_zeros(197)), big)
    yield Hostile("png 7000 x 7000, all there", vast())
    yield Hostile("png of nothing", _png(0, 0))
    yield Hostile("gif 65535 x 65535", _gif(65_535, 65_535), big)
    yield Hostile(
        "bmp of 2^31 rows", b"BM" + bytes(12) + struct.pack("<IiiHHIIiiII", 40, 1000, -(2**31), 1, 24, *[0] * 6)
    )
    jpeg = bytearray(seeds()["jpeg-RGB"])
    at = jpeg.index(b"\xff\xc0") + 5
    jpeg[at : at + 4] = struct.pack(">HH", 65_000, 65_000)
    yield Hostile("jpeg 65000 x 65000", bytes(jpeg), big)
    avif = seeds()["avif"].replace(struct.pack(">II", 61, 47), struct.pack(">II", 60_000, 60_000))
    yield Hostile("avif 60000 x 60000", avif)
    yield Hostile(
        "webp 16384 x 16384",
        b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff\x3f\0" * 2,
    )
    wide = [
        (256, 4, 1, 2**31),
        (257, 4, 1, 2**31),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (279, 4, 1, 8),
    ]
    yield Hostile("tiff 2^31 x 2^31", _tiff(*wide))
    frames = _saved(Image.new("P", (200, 200)), "GIF")
    body = frames[frames.index(b"\x2c") : -1]
    yield Hostile("gif of 20000 frames", frames[:-1] + body * 20_000 + b";")
    yield Hostile("png of 2^31 frames", _png(8, 8, _chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0)), rows=_small(b"")))
    for kind in (b"iCCP", b"zTXt"):
        yield Hostile(
            f"png with {kind.decode()} of 300 MB", _png(8, 8, _chunk(kind, b"a\0\0" + _zeros(300)), rows=_small(b""))
        )
    yield Hostile(
        "png with iTXt of 300 MB", _png(8, 8, _chunk(b"iTXt", b"a\0\1\0\0\0" + _zeros(300)), rows=_small(b""))
    )
    yield Hostile(
        "png with 60 zTXt of 2 MB", _png(8, 8, *[_chunk(b"zTXt", b"a\0\0" + _zeros(2))] * 60, rows=_small(b""))
    )
    yield Hostile("png with 200000 chunks", _png(8, 8, *[_chunk(b"tEXt", b"a\0b")] * 200_000, rows=_small(b"")))
    yield Hostile("png with 50 MB after its rows", _png(8, 8, rows=_small(_zeros(50))))
    yield Hostile("jpeg with 60000 comments", b"\xff\xd8" + b"\xff\xfe\0\x04ab" * 60_000 + seeds()["jpeg-RGB"][2:])
    yield Hostile("tiff whose next page is itself", _tiff(*SMALL, after=8, more=bytes(64)))
    yield Hostile("tiff inside itself", _tiff(*SMALL, (330, 4, 1, 8), (34665, 4, 1, 8), more=bytes(64)))
    yield Hostile("tiff of 2^32-1 strips", _tiff(*SMALL[:5], (273, 4, 2**32 - 1, 8), (279, 4, 2**32 - 1, 8)))
    yield Hostile("tiff of 60000 entries", _tiff(*SMALL, *[(40_000, 2, 2**31, 8)] * 60_000))
    loop = b"Exif\0\0" + _tiff((0x8769, 4, 1, 8), (0x8825, 4, 1, 8), after=8)
    segment = b"\xff\xe1" + struct.pack(">H", len(loop) + 2) + loop
    yield Hostile("jpeg whose exif goes in circles", b"\xff\xd8" + segment + seeds()["jpeg-RGB"][2:])
    yield from (Hostile(name, data, bad) for name, data in _no_pictures())


def _no_pictures() -> Iterator[tuple[str, bytes]]:
    """Other things under a picture's name."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.png", bytes(10_000_000))
    yield "zip", archive.getvalue()
    yield "gzip", gzip.compress(bytes(10_000_000))
    yield "svg", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    yield "html", b"<!doctype html><script>alert(1)</script>"
    yield "pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>"
    yield "postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run"
    yield "program", b"\x7fELF\x02\x01\x01" + bytes(200)
    yield "video", b"\0\0\0\x18ftypmp42" + bytes(200)
    yield "photoshop", b"8BPS\0\x01" + bytes(6) + struct.pack(">HIIHH", 3, 10, 10, 8, 3)
    yield "icon", struct.pack("<HHH", 0, 1, 65_535) + bytes(100)
    yield "jpeg 2000", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(100)
    yield "windows metafile", b"\xd7\xcd\xc6\x9a" + bytes(100)
    yield "text", "这是一段文字".encode()
    yield "zeros", bytes(100_000)

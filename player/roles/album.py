"""The process of the album: raw pixels that the glass left come in, JPEGs by day and slide go out.

Started when a word lies in its link, it ends when there has been nothing to do for a while, and its memory with it. The
pixels are the player's own, so nothing here parses what a stranger wrote.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from player.model.canon import NotCanonical, decode
from player.prepare.limits import give_way
from player.roles.camera import MAGIC
from player.store.atomic import PART
from player.store.screenshots import FOLDER, WAITING, WIDEST, Screenshot, keep, prune

LOG = logging.getLogger("qingbo.album")

IDLE = 8.0
"""Seconds without a picture after which the process ends: a round of new slides brings one every few seconds."""

QUALITY = 84
"""Of JPEG; with no colour left out, or red type on green would smear."""

_HEADER = 1 << 16
"""Bytes in which the description of a raw picture ends."""


def run(cache: Path, link: Connection) -> None:
    """Makes JPEGs until there has been nothing to do for a while."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    give_way()
    with suppress(OSError):  # where there is no such file (Windows) the process keeps the name of its program
        Path("/proc/self/comm").write_text("qingbo-album", "ascii")
    try:
        while link.poll(IDLE):
            while link.poll(0):
                link.recv_bytes()
            develop(cache)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def develop(cache: Path) -> int:
    """Every picture whose pixels wait is a JPEG of its day; how many came to be. Never raises for a disk's sake."""
    made = 0
    for path in _waiting(cache):
        try:
            data = path.read_bytes()
            path.unlink()  # first: pixels over which this process dies must not wait for it again
            made += _developed(cache, path.stem, data)
        except (OSError, ValueError, NotCanonical, RecursionError) as error:
            LOG.info("截图没有留下 (a screenshot was not kept): %s", error)
    return made


def _waiting(cache: Path) -> Iterator[Path]:
    """The raw pictures; what a glass left half written when it was killed goes."""
    folder = cache / FOLDER / WAITING
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return
    parts = [path for path in paths if path.suffix == PART]
    for part in parts[:-1]:  # the last one may be under way
        with suppress(OSError):
            part.unlink()
    yield from (path for path in paths if path.suffix == ".raw")


def _developed(cache: Path, name: str, data: bytes) -> bool:
    if not data.startswith(MAGIC):
        return False
    end = data.index(b"\n", len(MAGIC), _HEADER)
    shot = decode(Screenshot, json.loads(data[len(MAGIC) : end]))
    jpeg = to_jpeg(data[end + 1 :], shot.width, shot.height)
    day, _, clock = name.partition("T")
    shot = replace(shot, sha256=hashlib.sha256(jpeg).hexdigest())
    keep(cache, day, clock.partition("-")[0], shot, jpeg)
    prune(cache, day)
    return True


def to_jpeg(pixels: bytes, width: int, height: int) -> bytes:
    """The glass as a JPEG whose longer side has `WIDEST` pixels at most. Raises ValueError where the pixels are not as many."""
    from PIL import Image  # noqa: PLC0415  # the glass, which imports the name of this room, never loads Pillow

    picture = Image.frombytes("RGB", (width, height), pixels, "raw", "BGRX")
    picture.thumbnail((WIDEST, WIDEST), Image.Resampling.LANCZOS, reducing_gap=3)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return out.getvalue()

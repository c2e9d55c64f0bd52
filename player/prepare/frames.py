"""Frame files: where the painter leaves finished pixels and the glass maps them without a copy.

A file is a header of one page (JSON, padded), the pixels, then the strip of live sprites. It appears under its final
name only when whole, and carries a CRC-32 of all that follows the header: a file from before a power cut is either
right or not used. Frames can always be painted again, so nothing here is synced to the disk. Mapped by two processes,
such a file *is* shared memory, and after a restart it is still there.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import zlib
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from player.errors import PaintError
from player.model.canon import NotCanonical, decode, encode
from player.model.frame import Frame, Live

HEADER = 4096
"""Bytes before the pixels: a memory page, so that the mapping of the pixels is aligned."""

MAGIC = "qingbo-frame-1"


@dataclass(frozen=True, slots=True)
class MappedFrame:
    """A frame whose pixels are a mapped file. `close()` after the glass has let go of it."""

    frame: Frame
    _memory: mmap.mmap

    def close(self) -> None:
        """Lets the memory go. The views in `frame` are not to be used afterwards."""
        with suppress(BufferError):  # somebody still holds a view: the mapping goes with the last of them
            self.frame.pixels.release()
            if self.frame.strip is not None:
                self.frame.strip.release()
            self._memory.close()


class FrameStore:
    """The frame files in the folder `root`. Any number of readers; a key is written by whoever paints it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._good: set[str] = set()
        self._used: set[str] = set()

    def path(self, key: str) -> Path:
        """Where the frame `key` is or will be."""
        return self.root / f"{key}.frame"

    def has(self, key: str) -> bool:
        """True where the frame is there and whole. Its checksum is verified once in this process."""
        if key in self._good:
            return self.path(key).exists()
        try:
            self.open(key).close()
        except PaintError:
            return False
        return True

    def open(self, key: str) -> MappedFrame:
        """The frame `key`, mapped. Raises PaintError where it is missing or damaged (a damaged one is removed)."""
        path = self.path(key)
        try:
            with path.open("rb") as file:
                memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise PaintError(f"no frame {key}: {error}", retry=True) from error
        try:
            return MappedFrame(self._read(key, memory), memory)
        except (ValueError, KeyError, TypeError, NotCanonical) as error:
            with suppress(BufferError):
                memory.close()
            path.unlink(missing_ok=True)
            raise PaintError(f"frame {key} is damaged: {error}", retry=True) from error

    def _read(self, key: str, memory: mmap.mmap) -> Frame:
        header: dict[str, Any] = json.loads(memory[:HEADER])
        width, height = int(header["width"]), int(header["height"])
        live = None if header["live"] is None else decode(Live, header["live"])
        size = width * height * 4
        strip = 0 if live is None else live.width * live.height * len(live.alphabet) * 4
        if header["magic"] != MAGIC or header["key"] != key or len(memory) != HEADER + size + strip:
            raise ValueError("it is not whole")
        view = memoryview(memory)
        if key not in self._good:
            if zlib.crc32(view[HEADER:]) != header["crc"]:
                raise ValueError("its checksum is wrong")
            self._good.add(key)
        return Frame(
            key=key,
            width=width,
            height=height,
            pixels=view[HEADER : HEADER + size],
            live=live,
            strip=view[HEADER + size :] if live is not None else None,
        )

    def write(self, key: str, *, width: int, height: int, pixels: bytes, live: Live | None, strip: bytes) -> int:
        """Writes the frame `key` and returns its size in bytes. Raises PaintError where the disk does not take it."""
        crc = zlib.crc32(strip, zlib.crc32(pixels))
        fields = {"magic": MAGIC, "key": key, "width": width, "height": height, "live": encode(live), "crc": crc}
        header = json.dumps(fields).encode().ljust(HEADER)
        if len(header) != HEADER:
            raise PaintError(f"frame {key} has too many live cells", retry=False)
        temporary = self.path(key).with_suffix(f".{os.getpid()}.tmp")
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb", buffering=0) as file:
                for part in (header, pixels, strip):
                    _write_all(file.fileno(), part)
            temporary.replace(self.path(key))
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise PaintError(f"the frame cannot be kept: {error}", retry=True) from error
        return HEADER + len(pixels) + len(strip)

    def warm(self, key: str) -> None:
        """Asks the system to have the frame's pages in memory soon, so that showing it waits for no disk."""
        if hasattr(os, "posix_fadvise"):
            with suppress(OSError), self.path(key).open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)

    def touch(self, key: str) -> None:
        """Marks the frame as used since the last `prune`, so that the next one removes others first."""
        if key not in self._used:
            self._used.add(key)  # once is enough: a screen shall not write to its disk at every slide for years
            with suppress(OSError):
                os.utime(self.path(key))

    def prune(self, *, budget: int, keep: Collection[str]) -> int:
        """Removes the frames used longest ago until all take at most `budget` bytes; returns how many went.

        Frames in `keep` stay whatever they take. Left-over temporary files of a dead painter go too.
        """
        self._used.clear()
        found = []
        for path in self._files("*.frame"):
            with suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime_ns, status.st_size, path))
        total = sum(size for _, size, _ in found)
        gone = 0
        for _, size, path in sorted(found, key=lambda item: item[:2]):
            if total <= budget:
                break
            if path.stem not in keep:
                path.unlink(missing_ok=True)
                self._good.discard(path.stem)
                total -= size
                gone += 1
        return gone

    def sweep(self) -> None:
        """Removes what a painter that was killed left half written (its number is in the file's name)."""
        for path in self._files("*.tmp"):
            if not _is_running(path.suffixes[-2].lstrip(".")):
                path.unlink(missing_ok=True)

    def _files(self, pattern: str) -> list[Path]:
        return list(self.root.glob(pattern)) if self.root.is_dir() else []


def _is_running(number: str) -> bool:
    """Whether the process may be running; where the system cannot say it without harm, it may."""
    if sys.platform == "win32" or not number.isdecimal():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]

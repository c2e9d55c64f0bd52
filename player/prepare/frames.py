"""Frame files: where the painter leaves finished pixels and the glass maps them without a copy.

A file is a header of one page (JSON, padded), the pixels, the strip of live sprites, then what painting brought to light
(JSON). It appears under its final name only when whole, and carries a CRC-32 of all that follows the header: a file from
before a power cut is either right or not used. Frames can always be painted again, so nothing here is synced to the disk.
Mapped by two processes, such a file *is* shared memory, and after a restart it is still there.

Who paints need not be trusted: a `Draft` is an open file that is filled by its descriptor alone, in a process that can
open nothing itself. Header, checksum and name come from the process that made the draft, once it has looked at the result.

Where the disk takes none, the frames that are needed now lie in memory (`spare.py`).
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import zlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from io import FileIO
from pathlib import Path
from typing import Any, Self

from player.errors import PaintError
from player.model.canon import decode, encode
from player.model.frame import Frame, Live
from player.model.problem import Place, Problem
from player.prepare import spare

HEADER = 4096
"""Bytes before the pixels: a memory page, so that the mapping of the pixels is aligned."""

MAGIC = "qingbo-frame-2"

PROBLEMS = 20
"""Problems that are kept with a frame at most."""

HELD = 200
"""Frames that were held back whose reasons are kept."""

REMARKS = 32_768
"""Bytes that they may take together."""

_PART = 1 << 20
"""Bytes that are read at once for the checksum."""


class NoRoom(PaintError):
    """Nothing takes the frame: the machine's failure and not the slide's, so it is soon tried again."""


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
        self.spare = spare.spare_of(root)
        self._good: set[str] = set()
        self._used: set[str] = set()

    def path(self, key: str) -> Path:
        """Where the frame `key` is or will be."""
        usual = self.root / f"{key}.frame"
        if self.spare is None or usual.exists():
            return usual
        spared = self.spare / usual.name
        return spared if spared.exists() else usual

    def has(self, key: str) -> bool:
        """True where the frame is there and whole. Its checksum is verified once in this process."""
        if key in self._good:
            usual = os.path.exists(f"{self.root}/{key}.frame")  # noqa: PTH110  # asked eight times at each look: a Path takes three times as long
            return usual or self.path(key).exists()
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
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            with suppress(BufferError):
                memory.close()
            _removed(path)
            raise PaintError(f"frame {key} is damaged: {error}", retry=True) from error

    def _read(self, key: str, memory: mmap.mmap) -> Frame:
        header: dict[str, Any] = json.loads(memory[:HEADER])
        width, height = int(header["width"]), int(header["height"])
        live = None if header["live"] is None else decode(Live, header["live"])
        size = width * height * 4
        strip = _strip_size(live)
        whole = HEADER + size + strip + int(header["remarks"])
        if header["magic"] != MAGIC or header["key"] != key or len(memory) != whole:
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
            strip=view[HEADER + size : HEADER + size + strip] if live is not None else None,
        )

    def problems(self, key: str, place: Place) -> tuple[Problem, ...]:
        """What painting the frame `key` brought to light (a character that no font has, text too small to read …).

        Where it was held back there is no frame, and these are the reasons. At most `PROBLEMS`, in the order in which they were met; none where the frame is not there or is damaged. They lie
        in the frame's own file, so they come and go with it. One frame serves every slide of the same content, wherever
        it stands: the problems are said of `place`, which is the slide's own (`Place(slide.source.file,
        slide.source.line)`). Two short reads, about 30 µs; the pixels are not touched. Never raises.
        """
        try:
            with self.path(key).open("rb") as file:
                header: dict[str, Any] = json.loads(file.read(HEADER))
                size = int(header["remarks"])
                if header["magic"] != MAGIC or not 0 < size <= REMARKS:
                    return ()
                file.seek(-size, os.SEEK_END)
                told = decode(tuple[Problem, ...], json.loads(file.read(size)))
        except FileNotFoundError:
            told = self._reasons(key)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return ()
        return tuple(replace(problem, place=place) for problem in told[:PROBLEMS])

    def hold(self, key: str, problems: Sequence[Problem]) -> None:
        """Keeps why the frame `key` was made and must not be shown, until it is made again. Never raises."""
        temporary = self.root / f"{key}.{os.getpid()}.tmp"
        with suppress(OSError):
            temporary.write_bytes(_remarks(problems))
            temporary.replace(self._held(key))

    def told(self) -> frozenset[str]:
        """The keys of all frames that were made, those that were held back included. Never raises."""
        try:
            found = (path for pattern in ("*.frame", "*.held") for path in self._files(pattern))
            return frozenset(path.stem for path in (*found, *self._spared("*.frame")))
        except OSError:
            return frozenset()

    def _forget_reasons(self) -> None:
        """Only the latest reasons stay: what changed since has another key. They are small, and a frame's going is no cure."""
        dated = []
        for path in self._files("*.held"):
            with suppress(OSError):
                dated.append((path.stat().st_mtime_ns, path))
        for _, path in sorted(dated)[:-HELD]:
            _removed(path)

    def _held(self, key: str) -> Path:
        return self.root / f"{key}.held"

    def _reasons(self, key: str) -> tuple[Problem, ...]:
        try:
            return decode(tuple[Problem, ...], json.loads(self._held(key).read_bytes()[:REMARKS]))
        except (OSError, ValueError, RecursionError):
            return ()

    def draft(self, key: str, size: int = 0) -> Draft:
        """An empty frame to fill and finish, in memory where the disk has no room for `size` bytes. Raises NoRoom."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            return self._draft(key, self.root, size)
        except OSError as error:
            with suppress(OSError):
                if self.spare is not None and spare.opened(self.spare, size):
                    return self._draft(key, self.spare, size)
            raise NoRoom(f"the frame cannot be kept: {error}", retry=True) from error

    @staticmethod
    def _draft(key: str, place: Path, size: int) -> Draft:
        """An empty frame in the folder `place`, whose disk has shown that it has room. Raises OSError."""
        temporary = place / f"{key}.{os.getpid()}.tmp"
        file = FileIO(temporary, "w+")
        try:
            _reserve(file.fileno(), size)
        except OSError:
            file.close()
            _removed(temporary)
            raise
        return Draft(key, temporary, place / f"{key}.frame", file)

    def write(
        self,
        key: str,
        *,
        width: int,
        height: int,
        pixels: bytes,
        live: Live | None,
        strip: bytes,
        problems: Sequence[Problem] = (),
    ) -> int:
        """Writes the frame `key` and returns its size in bytes. Raises PaintError where the disk does not take it."""
        with self.draft(key, HEADER + len(pixels) + len(strip)) as draft:
            draft.fill(pixels, strip)
            return draft.finish(width=width, height=height, live=live, problems=problems)

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

        Frames in `keep` stay whatever they take, and all of them on a disk that can only be read.
        """
        self._used.clear()
        self._forget_reasons()
        for path in self._spared("*.frame"):
            if (self.root / path.name).exists():  # the disk has taken it meanwhile
                _removed(path)
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
            if path.stem not in keep and _removed(path):
                self._good.discard(path.stem)
                total -= size
                gone += 1
        return gone

    def sweep(self) -> None:
        """Removes what a painter that was killed left half written (its number is in the file's name)."""
        for path in (*self._files("*.tmp"), *self._spared("*.tmp")):
            if not _is_running(path.suffixes[-2].lstrip(".")):
                _removed(path)

    def _files(self, pattern: str) -> list[Path]:
        return list(self.root.glob(pattern)) if self.root.is_dir() else []

    def _spared(self, pattern: str) -> list[Path]:
        return [] if self.spare is None else list(self.spare.glob(pattern))


class Draft:
    """A frame that is being made: `fill` it, anywhere that its descriptor is open, then `finish` it here.

    Use it in a `with`: what was not finished is gone afterwards.
    """

    def __init__(self, key: str, temporary: Path, final: Path, file: FileIO) -> None:
        self._key = key
        self._temporary = temporary
        self._final = final
        self._file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._file.closed:
            self._file.close()
            _removed(self._temporary)

    @property
    def descriptor(self) -> int:
        """The open file, for a process that may open none."""
        return self._file.fileno()

    def fill(self, pixels: bytes, strip: bytes) -> None:
        """Writes what will be seen. Raises PaintError where the disk does not take it."""
        try:
            self._file.seek(HEADER)
            for part in (pixels, strip):
                _write_all(self.descriptor, part)
        except OSError as error:
            raise NoRoom(f"the frame cannot be kept: {error}", retry=True) from error

    def finish(self, *, width: int, height: int, live: Live | None, problems: Sequence[Problem] = ()) -> int:
        """Gives the frame its header and its name, and returns its size in bytes.

        Raises PaintError where what was filled in is no frame of that size, or the disk does not take it.
        """
        remarks = _remarks(problems)
        try:
            filled = os.fstat(self.descriptor).st_size
            if filled != HEADER + width * height * 4 + _strip_size(live) or not _fits(live, width, height):
                raise PaintError(f"frame {self._key} was painted in a wrong size", retry=False)
            _write_at(self._file, filled, remarks)
            fields = {
                "magic": MAGIC,
                "key": self._key,
                "width": width,
                "height": height,
                "live": encode(live),
                "remarks": len(remarks),
                "crc": _checksum(self._file),
            }
            header = json.dumps(fields).encode().ljust(HEADER)
            if len(header) != HEADER:
                raise PaintError(f"frame {self._key} has too many live cells", retry=False)
            _write_at(self._file, 0, header)
            self._file.close()
            self._temporary.replace(self._final)
            _removed(self._final.with_suffix(".held"))
        except OSError as error:
            self._file.close()
            _removed(self._temporary)
            raise NoRoom(f"the frame cannot be kept: {error}", retry=True) from error
        return filled + len(remarks)


def _removed(path: Path) -> bool:
    """Whether the file is gone. A disk that can only be read keeps it, which harms nobody."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _reserve(descriptor: int, size: int) -> None:
    """Returns where so many bytes could be written. Raises OSError: better now than when the frame has been composed."""
    if size and hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
        os.ftruncate(descriptor, 0)


def _strip_size(live: Live | None) -> int:
    return 0 if live is None else live.width * live.height * len(live.alphabet) * 4


def _fits(live: Live | None, width: int, height: int) -> bool:
    """Whether every live cell lies in the frame: what ticks is drawn there without asking again."""
    if live is None:
        return True
    inside = all(0 <= x <= width - live.width and 0 <= y <= height - live.height for x, y in live.cells)
    return inside and live.width > 0 and live.height > 0


def _remarks(problems: Sequence[Problem]) -> bytes:
    """The problems as they are kept: the first of them, as many as are allowed; nothing where there are none."""
    kept = list(problems[:PROBLEMS])
    while kept:
        data = json.dumps([encode(problem) for problem in kept], ensure_ascii=False).encode()
        if len(data) <= REMARKS:
            return data
        kept.pop()
    return b""


def _checksum(file: FileIO) -> int:
    """The CRC-32 of all that follows the header."""
    crc = 0
    file.seek(HEADER)
    while part := file.read(_PART):
        crc = zlib.crc32(part, crc)
    return crc


def _write_at(file: FileIO, place: int, data: bytes) -> None:
    file.seek(place)
    _write_all(file.fileno(), data)


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

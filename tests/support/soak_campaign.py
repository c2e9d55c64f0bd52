"""What plays in the soak, written as staff would write it, and the truth of it: which version was right from when to when.

Every picture has a colour of its own over the whole of it, so that the colour on the glass names picture and version; no
colour comes twice. Texts are told apart by their painted frames.
"""

from __future__ import annotations

import hashlib
import io
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from player.model.snapshot import Snapshot

START = "2026-09-20T00:00:00+08:00"
"""A Sunday on which people work, before the holidays of October: workdays, weekends and exchanged days all come."""

WIDE = (480, 270)
SMALL = (400, 225)
"""The sizes of the glass: small, since nobody looks but the watcher."""

LEVELS = range(20, 250, 14)

PHOTOS = 5
"""Pictures that lie in the folder by themselves, at most."""


@dataclass(slots=True)
class Entry:
    """A version of something that can be shown, named by `key`: an asset's digest, or a text.

    It may be shown from `since` on and must be in the content from `must` on (and the bound); from `until` on it must not
    be (and the bound). Monotonic seconds; None: not yet.
    """

    key: str
    name: str
    since: float
    must: float
    until: float | None = None


def keys_of(snapshot: Snapshot) -> frozenset[str]:
    """What a snapshot shows, by the same names."""
    found = set()
    for slide in snapshot.slides():
        found |= {asset.digest for asset in slide.assets}
        if not slide.assets:
            found |= {value for _, value in slide.fields if isinstance(value, str)}
    return frozenset(found)


def colours(chance: random.Random) -> Iterator[tuple[int, int, int]]:
    """All colours of the soak in an order of chance; none is black, white or grey."""
    found = [(r, g, b) for r in LEVELS for g in LEVELS for b in LEVELS if not r == g == b]
    chance.shuffle(found)
    return iter(found)


def png(colour: tuple[int, int, int], size: tuple[int, int] = (640, 360), *, level: int = 6) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG", compress_level=level)
    return out.getvalue()


def bmp(colour: tuple[int, int, int], size: tuple[int, int] = (640, 360)) -> bytes:
    """The same as a BMP, half of which is a picture too."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "BMP")
    return out.getvalue()


class Campaign:
    """The watched folder of the soak. What it writes, it writes down."""

    def __init__(self, root: Path, kept: Path, chance: random.Random, *, brisk: bool = False) -> None:
        """With `brisk` slides stay as many seconds as they would stay minutes."""
        self._unit = "秒" if brisk else "分钟"
        self.share = root / "节目"
        self.assets = root / "assets"
        self.kept = kept
        self.entries: list[Entry] = []
        self.busy: set[Path] = set()
        """Pictures that somebody is writing."""
        self._chance = chance
        self._colours = colours(chance)
        self._photos = 0
        self._edits = 0
        self.slogans = ""
        for folder in (self.share, self.assets, self.kept):
            folder.mkdir(parents=True)
        self._begin()

    def _begin(self) -> None:
        now = time.monotonic()
        self._write("playlist.yaml", f"dwell: 30{self._unit}\ntransition: cut\n")
        for _ in range(3):
            self.photo(now)
        self._list("工作日.yaml", "when: 工作日 8:30-17:30\npriority: 5\nshuffle: 是", ("25", "20", "40", "30"))
        self._list("夜间.yaml", "when: {hours: 22:00-06:00}\npriority: 3", ("60", "45"))
        self._list("国庆.yaml", "when: {from: 2026-10-01, until: 2026-10-07}\npriority: 10", ("30", "50", "30"))
        self._list("周末.yaml", "when: 周六、周日 9:00-18:00\npriority: 4", ("20", "35"))
        self.edit_slogans(now)
        for entry in self.entries:
            entry.must -= 60.0  # all this was there before the player

    def _list(self, file: str, head: str, dwells: tuple[str, ...]) -> None:
        lines = [head, "transition: cut", "slides:"]
        for number, dwell in enumerate(dwells):
            name = f"{file.removesuffix('.yaml')}{number}.png"
            self._picture(self.assets / name, time.monotonic())
            lines.append(f"  - {{image: {name}, fit: 铺满, dwell: {dwell}{self._unit}}}")
        self._write(file, "\n".join(lines) + "\n")

    def _write(self, file: str, text: str) -> None:
        replace(self.share / file, text.encode())

    # what staff do

    def fresh(self, form: str = "png") -> tuple[bytes, str]:
        """A picture of a colour that has not been yet, and its digest."""
        colour = next(self._colours)
        data = bmp(colour) if form == "bmp" else png(colour, level=self._chance.choice((0, 1, 6)))
        digest = hashlib.sha256(data).hexdigest()
        (self.kept / digest).write_bytes(data)
        return data, digest

    def allow(self, key: str, name: str, *, since: float, must: float | None = None) -> None:
        """From now on `key` is the right version of `name`."""
        self.end(name, since if must is None else must)
        self.entries.append(Entry(key, name, since, since if must is None else must))

    def end(self, name: str, at: float) -> None:
        """There is no right version of `name` any more."""
        for entry in self.entries:
            if entry.name == name and entry.until is None:
                entry.until = at

    def _picture(self, path: Path, now: float) -> None:
        data, digest = self.fresh()
        self.allow(digest, path.name, since=now)
        replace(path, data)

    @property
    def photos(self) -> list[Path]:
        """The pictures that lie in the folder by themselves, without those that are being written."""
        return [path for path in sorted(self.share.glob("照片*.*")) if path not in self.busy]

    def photo(self, now: float, form: str = "png") -> Path:
        """The path of a picture that is to come; the oldest goes where there are many."""
        photos = self.photos
        if len(photos) >= PHOTOS - len(self.busy):
            self.remove(photos[0], now)
        self._photos += 1
        path = self.share / f"照片{self._photos:04}.{form}"
        if form == "png":
            self._picture(path, now)
        return path

    def remove(self, path: Path, now: float) -> None:
        """Staff delete a picture."""
        path.unlink()
        self.end(path.name, now)

    def edit_photo(self, now: float) -> None:
        """A picture has another version, saved the way that programs do it."""
        self._picture(self._chance.choice(self.photos), now)

    def edit_slogans(self, now: float) -> None:
        """The list of slogans is edited."""
        self._edits += 1
        text = f"节能增效第{self._edits}版"
        tip = f"空调不低于26℃第{self._edits}版"
        self.slogans = f"slides:\n  - slogan: {text}\n    dwell: 30{self._unit}\n  - tip: {tip}\n    dwell: 25{self._unit}\n    transition: cut\n"
        self.allow(text, "slogan", since=now)
        self.allow(tip, "tip", since=now)
        self._write("日常.yaml", self.slogans)

    def spoil_slogans(self, data: bytes) -> None:
        """The list of slogans is nonsense, or half of it."""
        (self.share / "日常.yaml").write_bytes(data)

    def mend_slogans(self) -> None:
        """The list of slogans is as it was."""
        self._write("日常.yaml", self.slogans)

    def notice(self, now: float) -> None:
        """A notice in GBK, as an old program writes it."""
        self._edits += 1
        title = f"停水通知{self._edits}"
        replace(self.share / "通知.txt", f"{title}\n明天上午停水，请提前储水。\n".encode("gb18030"))
        self.allow(title, "notice", since=now)

    def urgent(self, now: float) -> None:
        """A takeover begins, of two slides: one alone would follow itself, and nobody could tell."""
        place = self.share / "紧急"
        place.mkdir(exist_ok=True)
        replace(place / "playlist.yaml", f"dwell: 20{self._unit}\n".encode())
        for name in ("紧急1.png", "紧急2.png"):
            self._picture(place / name, now)

    def calm(self, now: float) -> None:
        """The takeover is over."""
        for name in ("紧急1.png", "紧急2.png"):
            self.end(name, now)
        shutil.rmtree(self.share / "紧急", ignore_errors=True)


def replace(path: Path, data: bytes) -> None:
    """Written the way that a file manager does: beside it, then renamed."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)

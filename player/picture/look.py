"""What decides the pixels of a frame besides the slide itself: the code that paints, the themes, the lists of words. As a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from player.picture.assets import asset_root

MIXED = "mixed-look"
"""The file in the cache that says that frames may have been painted by other files than those their names stand for."""

_PACKAGE = Path(__file__).resolve().parent.parent


def look_digest() -> str:
    """What stands for all code, themes and lists of words that decide a frame's pixels: frames painted by others are not reused."""
    digest = hashlib.sha256()
    for path in _files():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def look_stamp() -> tuple[tuple[str, int, int], ...]:
    """What changes when one of those files does: a hint that the digest may be another. Costs a look at each file and no reading."""
    stats = ((path.name, path.stat()) for path in _files())
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def _files() -> Iterator[Path]:
    for folder in ("picture", "slides"):
        yield from sorted((_PACKAGE / folder).glob("*.py"))
    yield from sorted((asset_root() / "themes").glob("*.toml"))
    yield from sorted((asset_root() / "words").glob("*.txt"))
    yield asset_root() / "fonts" / "emoji.txt"

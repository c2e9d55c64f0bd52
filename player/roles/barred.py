"""The slides in quarantine, remembered in the cache: what made the glass end again and again is not shown again.

A slide is known by a key of its content, its size and the code that paints it (`key_of`). So one that is mended is shown at
once, and a newer version of the player gives all of them another chance.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from player.model.content import Slide
from player.model.order import frame_key
from player.model.settings import Panel
from player.store.atomic import replace

FILE = "barred-slides.json"
MOST = 200
"""Slides that are remembered; the oldest are forgotten first."""


def key_of(slide: Slide, panel: Panel, look: str) -> str:
    """What names the slide's content for as long as it is painted in the same way."""
    return frame_key(slide, "", panel, look)


def read_barred(cache: Path) -> tuple[str, ...]:
    """The keys in quarantine, the oldest first; none where the file is missing or damaged."""
    with suppress(OSError, ValueError):
        keys = json.loads((cache / FILE).read_text("utf-8"))
        if isinstance(keys, list):
            return tuple(key for key in keys if isinstance(key, str))
    return ()


def bar(cache: Path, key: str) -> bool:
    """The slide is in quarantine from now on, durably where the disk allows. False where it was before."""
    keys = read_barred(cache)
    if key in keys:
        return False
    with suppress(OSError):
        replace(cache / FILE, json.dumps([*keys, key][-MOST:]).encode())
    return True
